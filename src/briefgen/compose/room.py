"""How wide each figure will stand: what columns, boxes, lists and cells leave of the page's width, in points.

A figure is drawn for this width, so that its words are never made smaller. Where the layout will know only later (the
terms of a definition list, the columns of a table that names no widths) this takes the least that it can come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.compose.elements import Element
from briefgen.theme import SIZES, BoxStyle, TableStyle, Theme, look

LEAST_CELL = 175.0  # of a figure in a table that names no widths
_BESIDE = 36.0  # that the other columns of such a table need at least
_TEXT = 60.0  # that lists, quotes, boxes and columns always leave for what is in them, as in layout
_TERMS, _TERM_GAP = 0.36, 12.0  # of a definition list: the share that its terms may take, and the white beside them
_DIGIT = 0.62  # ems, of the number of a list's item
_SHARE = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%\s*")


def text_width(theme: Theme) -> float:
    return SIZES[theme.page.size][0] - theme.page.left - theme.page.right


def figure_widths(root: Element, theme: Theme) -> dict[int, float]:
    """Return the width for each `<figure>` in a tree, by its `id()`."""
    found: dict[int, float] = {}
    _measure(root, text_width(theme), theme, found)
    return found


def _measure(element: Element, width: float, theme: Theme, found: dict[int, float]) -> None:
    if element.name == "figure":
        found[id(element)] = width
    elif element.name == "table":
        for cell, room in _cells(element, width, theme):
            for child in cell.elements():
                _measure(child, room, theme, found)
    else:
        inner = _inner(element, width, theme)
        for child in element.elements():
            _measure(child, inner, theme, found)


def _inner(element: Element, width: float, theme: Theme) -> float:
    """Return what an element leaves of the width for what is in it."""
    classes = element.attributes.get("class", "").split()
    match element.name:
        case "div" if "columns" in classes:
            gap = theme.page.column_gap
            given = element.attributes.get("data-count", "").strip().lstrip("0")
            count = int(given) if given in ("2", "3", "4") else 2  # what else is given the columns tell
            count = max(1, min(count, int((width + gap) // (_TEXT + gap))))
            return (width - gap * (count - 1)) / count
        case "aside":
            box = theme.boxes.get(next((name for name in classes if name in theme.boxes), "default"), BoxStyle())
            return width - box.bar - 2 * min(box.padding, max(0.0, (width - _TEXT) / 4))
        case "blockquote":
            return width - 2 * min(look(theme, *classes, "quote").indent, max(0.0, (width - _TEXT) / 2))
        case "ul" | "ol":
            return width - _indent(element, theme)
        case "dl":
            return min(width * (1 - _TERMS) - _TERM_GAP, width - theme.lists.indent)
        case _:
            return width


def _indent(element: Element, theme: Theme) -> float:
    if element.name == "ul":
        return theme.lists.indent
    start = element.attributes.get("start", "")
    last = (int(start) if start.isascii() and start.isdigit() else 1) + sum(1 for _ in element.elements())
    return max(theme.lists.indent, (len(str(last)) + 1) * _DIGIT * look(theme, "body").size + 6)


# ---------------------------------------------------------------- tables


def _cells(table: Element, width: float, theme: Theme) -> Iterator[tuple[Element, float]]:
    """Yield the cells of a table with the width that each leaves for what is in it."""
    placed = list(_placed(table))
    count = max((at + span for _, at, span in placed), default=0)
    if not count:
        return
    classes = table.attributes.get("class", "").split()
    style = theme.tables.get(next((name for name in classes if name in theme.tables), "default"), TableStyle())
    pads = 2 * min(style.pad_x, 0.15 * width / count)
    shares = _shares(table, count)
    for cell, at, span in placed:
        if shares:
            yield cell, width * sum(shares[at : at + span]) - pads
        else:
            share = width * span / count - pads
            yield cell, max(share, min(LEAST_CELL, width - _BESIDE * (count - span) - pads))


def _placed(table: Element) -> Iterator[tuple[Element, int, int]]:
    """Yield each cell of a table with the column that it begins in and how many it covers."""
    for part in _parts(table):
        busy: dict[int, int] = {}  # rows that a cell above still reaches into a column
        for row in part:
            at, new = 0, dict[int, int]()
            for cell in (child for child in row.elements() if child.name in ("th", "td")):
                while busy.get(at, 0):
                    at += 1
                span, down = _whole(cell, "colspan"), _whole(cell, "rowspan")
                yield cell, at, span
                new.update(dict.fromkeys(range(at, at + span), down))
                at += span
            busy = {column: left - 1 for column, left in {**busy, **new}.items() if left > 1}


def _parts(table: Element) -> Iterator[list[Element]]:
    """Yield the rows of the head, then those of the body."""
    for names in (("thead",), ("tbody", "table")):
        holders = [child for child in table.elements() if child.name in names]
        holders += [table] if "table" in names else []
        yield [row for holder in holders for row in holder.elements() if row.name == "tr"]


def _shares(table: Element, count: int) -> Sequence[float]:
    """Return the columns' shares of the width as the template gives them; () where it gives none, or wrong ones."""
    columns = [column for group in table.elements() if group.name == "colgroup" for column in group.elements()]
    given = [float(match[1]) / 100 if match else 0.0 for match in (_SHARE.fullmatch(_width(each)) for each in columns)]
    open_ = given.count(0.0)
    if len(given) != count or not any(given) or (open_ and sum(given) >= 1):
        return ()
    shares = [share or (1 - sum(given)) / open_ for share in given]
    return tuple(share / sum(shares) for share in shares)


def _width(column: Element) -> str:
    return column.attributes.get("width", "")


def _whole(cell: Element, name: str) -> int:
    given = cell.attributes.get(name, "").strip()
    return max(1, min(int(given), 1000)) if given.isascii() and given.isdigit() and len(given) < 5 else 1
