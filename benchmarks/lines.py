"""Measure line setting: a page of prose, cold and warm, and the pathological paragraphs. Run from the checkout."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable

from briefgen import resources
from briefgen.document import Emph, Inlines, Note, Strong, Text
from briefgen.layout.fonts import faces
from briefgen.layout.lines import set_lines
from briefgen.theme import Family, Style, Theme, look


def best(call: Callable[[], object], times: int) -> float:
    """Return the shortest of some runs, in milliseconds."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return min(taken) * 1000


def main() -> None:
    tree = tomllib.loads((resources.folder("templates") / "themes" / "default.toml").read_text("utf-8"))
    theme = Theme(
        name="default",
        fonts={name: Family(**value) for name, value in tree["fonts"].items()},
        colours=tree["colours"],
        styles={name: Style(**value) for name, value in tree["styles"].items()},
    )
    begin = time.perf_counter()
    opened = faces(theme)
    print(f"open {len(opened.by_name)} faces: {(time.perf_counter() - begin) * 1000:.1f} ms")

    words = (resources.folder("seeds") / "putin-kim-summit-2024.txt").read_text("utf-8").split()
    while len(words) < 2000:
        words += words
    paragraphs: list[Inlines] = []
    for at in range(0, 2000, 50):
        part = words[at : at + 50]
        paragraphs.append(
            (
                Strong(children=(Text(" ".join(part[:4])),)),
                Text(" " + " ".join(part[4:30]) + " "),
                Emph(children=(Text(" ".join(part[30:33])),)),
                Text(" " + " ".join(part[33:])),
                Note(blocks=()),
            )
        )

    def set_all(align: str, width: float) -> int:
        style = look(theme, "body" if align == "start" else "body-justified")
        return sum(
            len(set_lines(one, style, theme, opened, "en", width, note_number=lambda note: 1)) for one in paragraphs
        )

    theme.styles["body-justified"] = Style(align="justify")
    for align in ("start", "justify"):
        for width in (447.0, 212.0):
            begin = time.perf_counter()
            count = set_all(align, width)
            cold = (time.perf_counter() - begin) * 1000
            warm = best(lambda align=align, width=width: set_all(align, width), 20)
            print(f"{count} lines, {align}, {width:.0f} pt: first {cold:.1f} ms, warm {warm:.1f} ms")

    long = {
        "100 kB of prose": " ".join(words * 20)[:100_000],
        "a word of 100 kB": "a" * 100_000,
        "100 kB of a-a-a": "a-" * 50_000,
        "100 kB of short words": "a " * 50_000,
        "100 kB of zero-width spaces": "a" + "\u200b" * 100_000 + "b",
        "100 kB of accents": "a" + "\u0301" * 100_000,
        "100 kB of a.a.a": "a." * 50_000,
    }
    for align in ("body", "body-justified"):
        for name, text in long.items():
            taken = best(
                lambda text=text, align=align: set_lines(
                    (Text(text),), look(theme, align), theme, opened, "en", 447.0, note_number=lambda note: 1
                ),
                1,
            )
            print(f"{name}, {align}: {taken:.0f} ms")


if __name__ == "__main__":
    main()
