"""Measure the check against loading, on a brief of ten thousand statements in one run. Run from the checkout."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from briefgen import check, load, resources
from briefgen.checking.run import check_file

STATEMENTS = 10_000
_WORDS = ("do not", "could")  # one statement in fifty has a word off the scale


def brief(count: int) -> str:
    """Return a brief of as many statements, each of its own words, that quote the summit's text."""
    lines = [
        "id: many",
        "title: Many statements",
        "as_of: 2026-01-01",
        "likelihood_scale: icd203",
        'marking: {label: "TLP:AMBER", scheme: tlp}',
        "bottom_line: There is much to say.",
        "actors: [{id: russia, name: Russia, kind: state}, {id: japan, name: Japan, kind: state}]",
        "sources:",
        "  - {id: article, title: An article, descriptor: One article., file: article.txt}",
        "judgements:",
    ]
    for number in range(count):
        lines += [
            f"  - id: j{number}",
            f"    headline: The {number}. matter is settled",
            "    text: >-",
            f"      Party number {number} is likely to keep to the limit of {number + 100} warheads, which both have",
            f"      declared since the treaty was signed. They are uncounted and {_WORDS[number % 50 == 0]} change.",
            f"    importance: {number % 5 + 1}",
            "    tags: [limits]",
            '    marking: {label: "TLP:GREEN", scheme: tlp}',
            "    likelihood: {wording: likely, scale: icd203, term: likely, low: 55, high: 80, mapped_by: the authors}",
            "    confidence: {level: moderate, basis: Both sides say so.}",
            "    citations:",
            '      - article: "The agreement has alarmed both Japan and South Korea."',
        ]
    return "\n".join(lines) + "\n"


def timed(call: object, *arguments: object, **named: object) -> tuple[float, object]:
    begin = time.perf_counter()
    result = call(*arguments, **named)  # type: ignore[operator]
    return time.perf_counter() - begin, result


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.yaml"
        path.write_text(brief(STATEMENTS), encoding="utf-8")
        text = (resources.folder("seeds") / "putin-kim-summit-2024.txt").read_bytes()
        (path.parent / "article.txt").write_bytes(text)
        check(resources.folder("examples") / "putin-kim-summit" / "brief.yaml")  # imports
        load(resources.folder("examples") / "putin-kim-summit" / "brief.yaml")
        rows = []
        for _ in range(3):
            loading, loaded = timed(load, path)
            memory, found = timed(check, loaded, base=path.parent)
            whole, _ = timed(check_file, path)
            rows.append((memory / loading, whole / loading, loading, memory, whole))
        ratio, whole_ratio, loading, memory, whole = min(rows)
        print(f"{STATEMENTS:,} statements, {path.stat().st_size / 1e6:.1f} MB, {len(found)} findings")  # type: ignore[arg-type]
        print(f"load: {loading:.2f} s")
        print(f"check a brief in memory: {memory:.2f} s, {ratio:.2f} times the loading")
        print(f"check the file, loading and places included: {whole:.2f} s, {whole_ratio:.2f} times the loading")


if __name__ == "__main__":
    main()
