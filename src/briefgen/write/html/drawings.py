"""Drawings in a web page: inline SVG in the page's own fonts, and colours that follow the reader's palette."""

from __future__ import annotations

from math import ceil

from briefgen.scene import Scene, Words
from briefgen.theme import Look, look
from briefgen.write import svg
from briefgen.write.html.fonts import known
from briefgen.write.html.palette import Palette, Use, luminance
from briefgen.write.html.sheet import Sheet
from briefgen.write.html.words import escape, tag

_LEAST = 6.5  # points of the smallest words on a screen
_LIGHT = 0.6  # luminance; a fill above it is a ground, one below it a mark


def write_drawing(scene: Scene, sheet: Sheet, names: str) -> str:
    """Return the `<svg>` element of a drawing; what it uses of fonts and colours is kept in `sheet`."""
    sheet.drawings += 1
    for words in scene.words():
        sheet.fonts.add(Look(name="", family=words.family, bold=words.bold, italic=words.italic), words.text + "-")

    def paint(hexa: str, use: str) -> str:
        kind: Use = "text"
        if use == "mark":
            kind = "ground" if luminance(hexa) > _LIGHT else "text"
        elif use == "line":
            kind = "ground" if hexa.lower() == "#ffffff" else "line"
        sheet.inks[kind, hexa.lower()] = None
        return f"var({variable(kind, hexa.lower())})"

    floor = ceil(scene.width * _LEAST / min((words.size for words in scene.words()), default=_LEAST) * 96 / 72)
    sheet.floors[floor] = None
    families = known(sheet.theme)

    def family(words: Words) -> str:
        return f"var({families[words.family]})"

    ids = sheet.name(f"figure-{sheet.drawings}")
    return svg.write_inline(scene, ids=ids, names=f"{names} b-from-{floor}", paint=paint, family=family)


def write_data(scene: Scene, sheet: Sheet) -> str:
    """Return the data of a drawing as a table that unfolds; "" where there is none."""
    if not scene.rows:
        return ""
    own = look(sheet.theme, "table")
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in scene.head)
    rows = []
    for row in scene.rows:
        first, rest = row[:1], row[1:]
        cells = "".join(f'<th scope="row">{escape(word)}</th>' for word in first)
        rows.append(f"<tr>{cells}{''.join(f'<td>{escape(word)}</td>' for word in rest)}</tr>")
    for word in (*scene.head, *(cell for row in scene.rows for cell in row), sheet.labels.data):
        sheet.fonts.add(own, word)
        sheet.fonts.add(Look(name="", family=own.family, bold=True), word)
    return (
        f"{tag('details', class_='b-data')}<summary>{sheet.labels.data}</summary>\n"
        f'<div class="b-frame"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def variable(kind: str, hexa: str) -> str:
    """Return the CSS variable of a colour of drawings."""
    return f"--drawn-{kind}-{hexa[1:]}"


def rules(sheet: Sheet, paint: Palette) -> list[str]:
    """Return the rules that keep drawings readable, and give their colours to the page's palette by day and night."""
    floors = [f".b-from-{floor}{{min-inline-size:{floor}px}}" for floor in sheet.floors]
    if not sheet.inks:
        return floors
    values = "".join(f"{variable(kind, hexa)}:{paint.variable(hexa, kind)};" for kind, hexa in sheet.inks)
    return [*floors, f":root{{{values}}}"]
