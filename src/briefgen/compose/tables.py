"""Tables: caption, column widths, head and body, with spans that must fill the grid exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, cast

from msgspec.structs import replace

from briefgen.compose.elements import Element
from briefgen.compose.lines import inlines
from briefgen.compose.reading import Reading
from briefgen.document import Blocks, Cell, Inlines, Row, Table
from briefgen.plain import fold

_ALIGN = ("start", "center", "end")
_MOST_SPANNED = 1000

_Align = Literal["", "start", "center", "end"]
_ReadBlocks = Callable[[Element, Reading], Blocks]


def table(element: Element, reading: Reading, blocks: _ReadBlocks) -> Table | None:
    """Return the table, or None where no row of it says anything. `blocks` reads what a cell holds."""
    attr = reading.attr(element, "summary")
    caption: Inlines = ()
    columns: list[Element] = []
    head: list[Element] = []
    body: list[Element] = []
    for child in children(element, ("caption", "colgroup", "thead", "tbody", "tr"), reading):
        if child.name == "caption":
            reading.attr(child)
            caption += inlines(child, reading)
        elif child.name == "colgroup":
            reading.allow(child)
            columns += children(child, ("col",), reading)
        elif child.name == "tr":
            body.append(child)
        else:
            reading.attr(child)
            (head if child.name == "thead" else body).extend(children(child, ("tr",), reading))
    align = [_column_align(column, reading) for column in columns]
    grid = _Grid(reading, blocks, align)
    with reading.sparing():  # without a body no table is made
        head_rows = grid.rows(head, "col")
    rows = grid.rows(body, "row")
    if not rows:
        reading.drop(element)
        return None
    widths = _widths(element, columns, grid.columns, reading)
    summary = fold(element.attributes.get("summary", ""))
    return Table(rows=rows, head=head_rows, widths=widths, caption=caption, summary=summary, attr=attr)


def children(element: Element, names: Sequence[str], reading: Reading) -> list[Element]:
    """Return the elements in an element that may hold only those of these names; other things in it are faults."""
    found = []
    for child in element.children:
        if isinstance(child, Element):
            if child.name in names:
                found.append(child)
            else:
                reading.fault(child, f"<{child.name}> cannot stand in <{element.name}>", f"it holds {_listed(names)}")
        elif fold(child):
            what = f"text cannot stand in <{element.name}> itself"
            reading.faults.add(child.place, child.at, what, f"it holds {_listed(names)}")
    return found


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"<{name}>" for name in names)


class _Grid:
    """Rows under way: which columns are covered by cells of the rows above."""

    def __init__(self, reading: Reading, blocks: _ReadBlocks, align: Sequence[_Align]) -> None:
        self.reading = reading
        self.blocks = blocks
        self.align = align
        self.columns = 0  # 0 until the first row says it

    def rows(self, elements: Sequence[Element], scope: Literal["col", "row"]) -> tuple[Row, ...]:
        """Return the rows of the head or the body; a row that says nothing is left out."""
        below: dict[int, int] = {}  # column -> rows that a cell above still covers
        rows: list[Row] = []
        for element in elements:
            attr = self.reading.attr(element)
            cells = [(child, self._cell(child, scope)) for child in children(element, ("th", "td"), self.reading)]
            if not below and all(not cell.blocks and cell.rowspan == 1 for _, cell in cells):
                self.reading.drop(element)
                continue
            rows.append(Row(cells=tuple(self._place(element, cells, below)), attr=attr))
            self.reading.spend(element)
        if below and elements:
            self.reading.fault(elements[-1], "a cell spans more rows than there are")
        return tuple(rows)

    def _cell(self, element: Element, scope: Literal["col", "row"]) -> Cell:
        if not element.attributes:
            bare: Literal["", "col", "row"] = scope if element.name == "th" else ""
            return Cell(blocks=self.blocks(element, self.reading), header=bare)
        more = ("colspan", "rowspan", "scope") if element.name == "th" else ("colspan", "rowspan")
        attr = self.reading.attr(element, *more, without=_ALIGN)
        header = self.reading.one_of(element, "scope", ("", "col", "row")) or scope if element.name == "th" else ""
        return Cell(
            blocks=self.blocks(element, self.reading),
            header=cast("Literal['', 'col', 'row']", header),
            colspan=self.reading.whole(element, "colspan", 1, 1, _MOST_SPANNED),
            rowspan=self.reading.whole(element, "rowspan", 1, 1, _MOST_SPANNED),
            align=_named_align(element),
            attr=attr,
        )

    def _place(self, row: Element, cells: list[tuple[Element, Cell]], below: dict[int, int]) -> list[Cell]:
        """Put cells in the free columns, and count down what the rows above cover."""
        if not self.columns:
            self.columns = sum(cell.colspan for _, cell in cells)
        if not below and len(cells) == self.columns and all(cell.colspan == cell.rowspan == 1 for _, cell in cells):
            return [self._aligned(cell, x) for x, (_, cell) in enumerate(cells)]  # as nearly all rows are
        covered, placed, x = set(below), [], 0
        spans: dict[int, int] = {}
        for element, cell in cells:
            while x in covered:
                x += 1
            columns = range(x, x + cell.colspan)
            if any(column in covered for column in columns):
                self.reading.fault(element, f"<{element.name}> overlaps a cell of a row above")
            covered.update(columns)
            if cell.rowspan > 1:
                spans.update(dict.fromkeys(columns, cell.rowspan - 1))
            placed.append(self._aligned(cell, x))
            x += cell.colspan
        if covered != set(range(self.columns)):
            self.reading.fault(row, f"a row covers {len(covered)} of the table's {self.columns} columns")
        for column in list(below):
            below[column] -= 1
            if not below[column]:
                del below[column]
        below.update(spans)
        return placed

    def _aligned(self, cell: Cell, column: int) -> Cell:
        """Return a cell with the alignment of its column, if it has none of its own."""
        align = "" if cell.align or column >= len(self.align) else self.align[column]
        return replace(cell, align=align) if align else cell


def _column_align(column: Element, reading: Reading) -> _Align:
    reading.allow(column, "width", "class")
    return _named_align(column)


def _named_align(element: Element) -> _Align:
    names = element.attributes.get("class", "").split()
    return cast("_Align", next((name for name in names if name in _ALIGN), ""))


def _widths(element: Element, columns: Sequence[Element], count: int, reading: Reading) -> tuple[float, ...]:
    """Return the columns' shares of the width; those without one share what the others leave. () = none is given."""
    if not columns:
        return ()
    if len(columns) != count:
        reading.fault(element, f"<colgroup> has {len(columns)} <col> for a table of {count} columns")
        return ()
    given = [_share(column, reading) for column in columns]
    if not any(given):
        return ()
    total = sum(given)
    open_ = given.count(0.0)
    if open_ and total >= 1:
        reading.fault(element, "the widths of the <col> leave nothing for those that have none")
        return ()
    shares = [share or (1 - total) / open_ for share in given]
    return tuple(share / sum(shares) for share in shares)


def _share(column: Element, reading: Reading) -> float:
    value = column.attributes.get("width", "")
    if not value:
        return 0.0
    match = re.fullmatch(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%\s*", value)
    if match is None or not 0 < float(match[1]) <= 100:
        reading.fault(column, f"width of <col> cannot be '{value}'", 'it is a share of the table, as "30%"')
        return 0.0
    return float(match[1]) / 100
