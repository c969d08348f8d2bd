"""Write what `run.py` measured into docs/performance.md, between its marks, and draw docs/images/performance.svg."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from math import log10
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOC = HERE.parent / "docs" / "performance.md"
PLOT = HERE.parent / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
NAMES = {
    "canvas": "reportlab canvas (the floor)",
    "typesetter": "Typst",
    "platypus": "Platypus",
    "fpdf2": "fpdf2",
    "printer": "WeasyPrint",
    "briefgen-pdf": "**briefgen**",
    "briefgen-json": "**briefgen**, from JSON text",
    "word_template": "docxtpl",
    "word": "python-docx",
    "markdown": "pandoc",
    "briefgen-docx": "**briefgen**",
    "web": "Jinja alone",
    "briefgen-html": "**briefgen**",
}
LACKS = {
    "canvas": "no layout, tables, tags: lines that are already broken, two faces",
    "typesetter": "no PDF/A, no output intent; tags since 0.14",
    "platypus": "no tags, no archival metadata",
    "fpdf2": "no tags, no archival metadata",
    "printer": "no tags unless asked for, no archival metadata",
    "briefgen-pdf": "tagged, PDF/UA-1 and PDF/A-2a; validated and selected for its reader on the way",
    "briefgen-json": "as above, and read and validated from text",
    "word_template": "no repeated table heads, no language, no bookmarks",
    "word": "no repeated table heads, no language, no bookmarks",
    "markdown": "no look of its own, no running head",
    "briefgen-docx": "styles, repeated table heads, language",
    "web": "no check of any kind; fonts are left to the reader's machine",
    "briefgen-html": "one file with its fonts in it, accessible, light and dark",
}
PACKAGES = (
    "typst",
    "weasyprint",
    "fpdf2",
    "reportlab",
    "docxtpl",
    "python-docx",
    "pypandoc_binary",
    "pydantic",
    "jinja2",
)
Row = dict[str, Any]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    align = ["---" if not at else "---:" for at in range(len(head))]
    lines = [head, align, *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def machine() -> str:
    said = [line.split(":")[1].strip() for line in _read("/proc/cpuinfo").splitlines() if line.startswith("model name")]
    return f"{len(said) or '?'} × {said[0] if said else platform.processor()}, Python {platform.python_version()}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def versions() -> str:
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} is not installed")
    return ", ".join(found)


# ---------------------------------------------------------------- targets


def targets(found: Row) -> list[list[str]]:
    """Return what the project asks of itself: name, as measured, the bound, and whether it holds."""
    warm, cold, many, load = found["warm"], found["cold"], found["scale"], found["loading"]
    rows = []

    def ratio(name: str, ours: float, theirs: float, bound: float) -> None:
        rows.append([name, f"{ours / theirs:.2f}", f"≤ {bound:g}", "yes" if ours <= bound * theirs else "no"])

    ratio("warm PDF / Typst", warm["briefgen-pdf"]["cpu"], warm["typesetter"]["cpu"], 0.75)
    ratio("warm PDF / canvas floor", warm["briefgen-pdf"]["cpu"], warm["canvas"]["cpu"], 1.6)
    ratio("warm DOCX / docxtpl", warm["briefgen-docx"]["cpu"], warm["word_template"]["cpu"], 0.35)
    ratio("cold PDF / WeasyPrint", cold["briefgen render -f pdf"]["cpu"], cold["printer"]["cpu"], 0.25)
    ratio("cold PDF / Platypus script", cold["briefgen render -f pdf"]["cpu"], cold["platypus"]["cpu"], 1.3)
    ratio("cold DOCX / python-docx script", cold["briefgen render -f docx"]["cpu"], cold["word"]["cpu"], 1.0)
    ratio(
        "import briefgen / import dataclasses", cold["import briefgen"]["cpu"], cold["import dataclasses"]["cpu"], 1.5
    )
    ratio(f"load and validate {load['megabytes']:.0f} MB / pydantic", load["briefgen"], load["pydantic"], 2.0)
    costs = [row["cpu"] / row["filled"] for row in many["briefgen-pdf"]]
    spread = max(abs(cost / (sum(costs) / len(costs)) - 1) for cost in costs)  # about their mean
    pages = many["briefgen-pdf"][-1]["pages"]
    rows.append(
        [
            f"time a filled page, 3 to {pages:,} pages, about its mean",
            f"± {spread:.0%}",
            "± 15 %",
            "yes" if spread <= 0.15 else "no",
        ]
    )
    ours, theirs = (
        max(many[tool], key=lambda row: (row["times"] <= 1000, row["times"])) for tool in ("briefgen-pdf", "platypus")
    )
    ratio(f"memory at {ours['pages']:,} pages / Platypus", ours["peak"], theirs["peak"], 0.5)
    return rows


# ---------------------------------------------------------------- the plot


def plot(many: dict[str, list[Row]]) -> str:
    """Draw milliseconds a page and peak memory over pages, both axes logarithmic."""
    lines = {
        tool: [row for row in many[tool] if row["pages"]]
        for tool in ("printer", "fpdf2", "platypus", "typesetter", "briefgen-pdf")
    }
    colours = dict(zip(lines, ("#8c2f39", "#a8741a", "#566070", "#3b7a57", "#12395b"), strict=True))
    parts = []
    for at, (title, value) in enumerate(
        (("ms a page", lambda row: row["cpu"] / row["pages"]), ("peak memory, MB", lambda row: row["peak"]))
    ):
        parts.append(_panel(40 + at * 350, title, lines, colours, value))
    words = "Time a page and peak memory of five tools, from 3 to 2,000 pages; the figures stand in the table."
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" width="720" height="300" role="img" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="11"><title>{words}</title>'
        f'<rect width="720" height="300" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _panel(left: int, title: str, lines: dict[str, list[Row]], colours: dict[str, str], value: Any) -> str:
    width, top, height = 230, 40, 210
    values = [value(row) for rows in lines.values() for row in rows]
    low, high = _decade(min(values), up=False), _decade(max(values), up=True)

    def x(pages: float) -> float:
        return left + width * log10(pages / 2) / log10(4000 / 2)

    def y(here: float) -> float:
        return top + height - height * log10(here / low) / log10(high / low)

    parts = [f'<text x="{left}" y="{top - 16}" font-weight="bold">{title}</text>']
    tick = low
    while tick <= high * 1.01:
        parts.append(f'<path d="M{left} {y(tick):.1f}h{width}" stroke="#d5dbe1" stroke-width=".6"/>')
        parts.append(f'<text x="{left - 5}" y="{y(tick) + 4:.1f}" text-anchor="end" fill="#566070">{tick:,.0f}</text>')
        tick *= 10
    for pages in (3, 17, 170, 1700):
        parts.append(
            f'<text x="{x(pages):.1f}" y="{top + height + 16}" text-anchor="middle" fill="#566070">{pages:,}</text>'
        )
    parts.append(
        f'<text x="{left + width / 2}" y="{top + height + 32}" text-anchor="middle" fill="#566070">pages</text>'
    )
    taken: list[float] = []
    for tool, rows in sorted(lines.items(), key=lambda pair: -value(pair[1][-1]) if pair[1] else 0):
        if not rows:
            continue
        points = [(x(row["pages"]), y(value(row))) for row in rows]
        path = "L".join(f"{at:.1f} {height_here:.1f}" for at, height_here in points)
        weight = 2.4 if tool.startswith("briefgen") else 1.4
        parts.append(f'<path d="M{path}" fill="none" stroke="{colours[tool]}" stroke-width="{weight}"/>')
        parts += [f'<circle cx="{at:.1f}" cy="{h:.1f}" r="2.6" fill="{colours[tool]}"/>' for at, h in points]
        beside = points[-1][1] + 4
        while any(abs(beside - other) < 12 for other in taken):
            beside += 3
        taken.append(beside)
        name = NAMES[tool].replace("*", "")
        parts.append(f'<text x="{points[-1][0] + 6:.1f}" y="{beside:.1f}" fill="{colours[tool]}">{name}</text>')
    return "".join(parts)


def _decade(value: float, *, up: bool) -> float:
    power = 1.0
    while power < value:
        power *= 10
    return power if up else power / 10


# ---------------------------------------------------------------- the page


def figures(found: Row) -> str:
    warm, cold, many = found["warm"], found["cold"], found["scale"]
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine()}; {versions()}. `make bench` took "
        f"{found['seconds'] / 60:.0f} minutes{' (QUICK: few rounds, no long papers)' if found['quick'] else ''}.",
        "",
        "### Targets",
        "",
        "Each is a ratio of two figures of this one run, of processor time.",
        "",
        *table(("target", "measured", "bound", "holds"), targets(found)),
        "",
        "### Warm: one process, other words each time",
        "",
        "Medians in milliseconds; `first` is the first document of the process, imports included.",
        "",
    ]
    for title, tools, base in (
        (
            "PDF, 3 pages",
            ("canvas", "typesetter", "platypus", "printer", "fpdf2", "briefgen-pdf", "briefgen-json"),
            "canvas",
        ),
        ("DOCX", ("word_template", "word", "markdown", "briefgen-docx"), "word_template"),
        ("HTML", ("web", "briefgen-html"), "web"),
    ):
        rows = [
            [
                NAMES[tool],
                f"{warm[tool]['cpu']:.1f}",
                f"{warm[tool]['cpu'] / warm[base]['cpu']:.2f}",
                f"{warm[tool]['wall']:.1f}",
                f"{warm[tool]['first']:.0f}",
                f"{warm[tool]['size'] / 1000:.0f}",
                f"{warm[tool]['peak']:.0f}",
                LACKS[tool],
            ]
            for tool in tools
        ]
        lines += table(
            (
                title,
                "CPU ms",
                f"of {NAMES[base].split(' (')[0]}",
                "clock ms",
                "first ms",
                "kB",
                "peak MB",
                "what it is",
            ),
            rows,
        )
        lines.append("")
    lines += ["### Cold: the whole process", ""]
    names = {**NAMES, "nothing": "`python -c pass`", "LibreOffice": "LibreOffice, DOCX to PDF"}
    rows = [
        [
            names.get(name, f"`{name}`") + (" script" if name in NAMES else ""),
            f"{row['cpu']:.0f}",
            f"{row['wall']:.0f}",
            f"{row['least']:.0f}",
            f"{row['peak']:.0f}",
        ]
        for name, row in cold.items()
    ]
    lines += [*table(("command", "CPU ms", "clock ms", "least CPU ms", "peak MB"), rows), "", "### Many pages", ""]
    lines += ["![Time a page and peak memory, from 3 to 2,000 pages](images/performance.svg)", ""]
    rows = []
    for tool, measured in many.items():
        for row in measured:
            pages = row["pages"]
            rows.append(
                [
                    NAMES[tool] + (" DOCX" if tool == "briefgen-docx" else ""),
                    f"{row['times']:,}",
                    f"{pages:,}" if pages else "–",
                    f"{row['cpu'] / 1000:.2f}",
                    f"{row['cpu'] / (pages or row['times']):.1f}" + ("" if pages else " a copy"),
                    f"{row['peak']:.0f}",
                    f"{row['size'] / 1000:,.0f}",
                ]
            )
    lines += table(("tool", "content ×", "pages", "CPU s", "ms a page", "peak MB", "kB"), rows)
    load = found["loading"]
    lines += [
        "",
        f"### Loading {load['megabytes']:.0f} MB of JSON",
        "",
        *table(
            ("what", "CPU ms", "of pydantic"),
            [
                [name, f"{load[name]:.0f}", f"{load[name] / load['pydantic']:.2f}"]
                for name in ("json.loads", "pydantic", "briefgen")
            ],
        ),
    ]
    return "\n".join(lines)


def main() -> None:
    found = json.loads((HERE / "work" / "results.json").read_text("utf-8"))
    PLOT.write_text(plot(found["scale"]), "utf-8")
    text = DOC.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    DOC.write_text(f"{before}{BEGIN}\n\n{figures(found)}\n\n{END}{after}", "utf-8")
    print(f"written: {DOC.relative_to(HERE.parent)}, {PLOT.relative_to(HERE.parent)}")
    for row in targets(found):
        print("  " + "  ".join(row))


if __name__ == "__main__":
    main()
