"""Column widths of a table whose template does not say them: from the longest words and the amount of text."""

from __future__ import annotations

import re
import unicodedata

from briefgen.document import Cell, Table
from briefgen.plain import plain_blocks
from briefgen.theme import TableStyle, Theme, look

_FIRM = re.compile("[ \n\u200b/-]+")


def column_widths(table: Table, style: TableStyle, width: float, theme: Theme) -> list[float]:
    """Return the width of each column in points; they sum to `width`.

    No column is narrower than its longest word where there is room for all; what is left goes by amount of text.
    """
    count = table.columns
    if len(table.widths) == count:
        return [share * width for share in table.widths]
    least, most = [0.0] * count, [0.0] * count
    sizes = {True: look(theme, style.head).size, False: look(theme, style.text).size}
    spanning: list[tuple[int, int, float]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for head, rows in ((True, table.head), (False, table.rows)):
        for row in rows:
            cells = iter(row.cells)
            column = 0
            while column < count:
                if column in open_cells:
                    left, span = open_cells.pop(column)
                    if left > 1:
                        open_cells[column] = (left - 1, span)
                    column += span
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                if cell.rowspan > 1:
                    open_cells[column] = (cell.rowspan - 1, max(cell.colspan, 1))
                narrow, wide = _extent(cell, sizes[head or bool(cell.header)])
                if cell.colspan == 1:
                    least[column], most[column] = max(least[column], narrow), max(most[column], wide)
                else:
                    spanning.append((column, cell.colspan, narrow))
                column += max(cell.colspan, 1)
    pad = 2 * style.pad_x + 1.0
    least, most = [value + pad for value in least], [value + pad for value in most]
    for column, span, narrow in spanning:
        missing = narrow + pad - sum(least[column : column + span])
        for each in range(column, min(column + span, count)):
            least[each] += max(missing, 0.0) / span
            most[each] = max(most[each], least[each])
    return _share(least, most, width)


def _share(least: list[float], most: list[float], width: float) -> list[float]:
    if sum(least) >= width:
        return [value * width / sum(least) for value in least]
    wanted = [min(value, width * 0.9) - low for value, low in zip(most, least, strict=True)]
    room = width - sum(least)
    weights = [max(value, 0.0) ** 0.7 for value in wanted]  # long columns get more, but not all
    if sum(most) <= width:
        weights = [value or 1.0 for value in most]
        room, least = width - sum(most), most
    total = sum(weights) or 1.0
    return [low + room * weight / total for low, weight in zip(least, weights, strict=True)]


def _extent(cell: Cell, size: float) -> tuple[float, float]:
    """Return about how wide the longest word and the longest paragraph of a cell are, in points."""
    text = plain_blocks(cell.blocks)
    longest = max((_width(word) for word in _FIRM.split(text)), default=0.0)
    return longest * size, max((_width(line) for line in text.split("\n")), default=0.0) * size


def _width(text: str) -> float:
    """Return about how wide text is, in ems."""
    if text.isascii():
        upper = sum(map(str.isupper, text))
        return 0.53 * len(text) + 0.12 * upper
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in text)
