"""Tables: a grid of fixed widths that Word and LibreOffice agree on, repeated header rows, spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefgen.document import Blocks, Cell, Paragraph, Row, Table
from briefgen.plain import plain, plain_blocks
from briefgen.theme import BoxStyle, TableStyle, colour
from briefgen.write.docx.draft import Draft, Flow, Place, spacer
from briefgen.write.docx.elements import Element, add, is_table, paragraph_properties, put, twips, w
from briefgen.write.docx.looks import box_insets, shade, table_border
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.widths import column_widths

WriteBlocks = Callable[[Flow, Blocks, Place, Draft], None]
_WHOLE_ROW = 700  # characters up to which a row stays on one page


def write_table(flow: Flow, table: Table, place: Place, draft: Draft, write_blocks: WriteBlocks) -> None:
    """Append a table with its caption above it."""
    tables = draft.theme.tables
    name = next((name for name in (*table.attr.classes, "default") if name in tables), "default")
    style = tables.get(name, TableStyle())
    if table.caption:
        caption = Paragraph(children=table.caption)
        begin = len(flow.items)
        flow.gap = max(flow.gap, style.before)
        write_blocks(flow, (caption,), replace(place, text=_known(draft, "caption")), draft)
        put(paragraph_properties(flow.items[begin]), "keepNext", {"val": "1"})
    elif flow.page or flow.ids or (flow.items and is_table(flow.items[-1])) or not flow.items:
        _stand_before(flow, style.before if flow.items else 1.0, draft)
    grid = [twips(width) for width in column_widths(table, style, place.width, draft.theme)]
    element = _open(table, name, grid, place, draft)
    rows = _Rows(style=style, grid=grid, place=place, draft=draft, story_flow=flow, write_blocks=write_blocks)
    rows.write(element, table)
    flow.items.append(element)
    flow.gap, flow.boxed = max(flow.gap, style.after), False


def _known(draft: Draft, style: str) -> str:
    return style if style in draft.theme.styles else "body"


def _stand_before(flow: Flow, height: float, draft: Draft) -> None:
    """Append a small paragraph before a table: to part it from another, to begin a page, to hold bookmarks."""
    paragraph = spacer(height)
    props = paragraph_properties(paragraph)
    put(props, "keepNext", {"val": "1"})
    if flow.page:
        put(props, "pageBreakBefore", {"val": "1"})
        flow.page = False
    for node_id in flow.ids:
        ends = draft.bookmark(node_id)
        if ends:
            paragraph.extend(ends)
    flow.ids.clear()
    flow.items.append(paragraph)


def _open(table: Table, name: str, grid: list[int], place: Place, draft: Draft) -> Element:
    element = w("tbl")
    props = add(element, "tblPr")
    add(props, "tblStyle", val=draft.styles.table(name))
    if is_rtl(place.lang):
        add(props, "bidiVisual")
    add(props, "tblW", w=sum(grid), type="dxa")
    add(props, "tblInd", w=twips(place.indent), type="dxa")
    add(props, "tblLayout", type="fixed")
    first_row, first_column = bool(table.head), any(row.cells[0].header == "row" for row in table.rows if row.cells)
    look = 0x0400 | 0x0200 | (0x20 if first_row else 0) | (0x80 if first_column else 0)
    add(
        props, "tblLook", val=f"{look:04X}", firstRow=int(first_row), lastRow=0, firstColumn=int(first_column),
        lastColumn=0, noHBand=1, noVBand=1,
    )  # fmt: skip
    caption = draft.text(plain(table.caption))
    if caption:
        add(props, "tblCaption", val=caption)
    if table.summary:
        add(props, "tblDescription", val=draft.text(table.summary))
    columns = add(element, "tblGrid")
    for width in grid:
        add(columns, "gridCol", w=width)
    return element


class _Rows:
    """The rows of one table, and the cells that reach into the rows below."""

    def __init__(
        self,
        *,
        style: TableStyle,
        grid: list[int],
        place: Place,
        draft: Draft,
        story_flow: Flow,
        write_blocks: WriteBlocks,
    ) -> None:
        self.style, self.grid, self.place, self.draft = style, grid, place, draft
        self.flow, self.write_blocks = story_flow, write_blocks
        self.open: dict[int, tuple[int, Cell]] = {}  # column -> rows still to cover, and the cell that covers them

    def write(self, element: Element, table: Table) -> None:
        for number, row in enumerate(table.head):
            self._row(element, row, head=True, last=number + 1 == len(table.head))
        for number, row in enumerate(table.rows):
            self._row(element, row, striped=bool(self.style.stripe) and number % 2 == 1)

    def _row(
        self, element: Element, row: Row, *, head: bool = False, last: bool = False, striped: bool = False
    ) -> None:
        found = add(element, "tr")
        props = add(found, "trPr")
        if head or sum(len(plain_blocks(cell.blocks)) for cell in row.cells) <= _WHOLE_ROW:
            add(props, "cantSplit")
        if head:
            add(props, "tblHeader")
        if not len(props):
            found.remove(props)
        cells = iter(row.cells)
        column = 0
        while column < len(self.grid):
            if column in self.open:
                left, cell = self.open.pop(column)
                if left > 1:
                    self.open[column] = (left - 1, cell)
                self._cell(found, cell, column, row, head=head, last=last, striped=striped, covered=True)
            else:
                cell = next(cells, Cell(blocks=()))
                if cell.rowspan > 1:
                    self.open[column] = (cell.rowspan - 1, cell)
                self._cell(found, cell, column, row, head=head, last=last, striped=striped, covered=False)
            column += max(cell.colspan, 1)

    def _cell(
        self,
        row: Element,
        cell: Cell,
        column: int,
        around: Row,
        *,
        head: bool,
        last: bool,
        striped: bool,
        covered: bool,
    ) -> None:
        widths = self.grid[column : column + max(cell.colspan, 1)]
        found = add(row, "tc")
        props = add(found, "tcPr")
        add(props, "tcW", w=sum(widths), type="dxa")
        if len(widths) > 1:
            add(props, "gridSpan", val=len(widths))
        if covered or cell.rowspan > 1:
            add(props, "vMerge", val="continue" if covered else "restart")
        if last:
            ink = colour(self.draft.theme, self.style.rule_colour)
            table_border(add(props, "tcBorders"), "bottom", self.style.rule_head, ink)
        fill = self.style.head_fill if head else self.style.stripe if striped else ""
        if fill:
            add(props, "shd", **shade(colour(self.draft.theme, fill)))
        if head:
            add(props, "vAlign", val="bottom")
        place = replace(
            self.place,
            width=max(sum(widths) / 20 - 2 * self.style.pad_x, 10.0),
            text=_known(self.draft, self.style.head if head or cell.header else self.style.text),
            heading="",
            box="",
            plain=False,
            indent=0.0,
            list="",
            level=-1,
            align=cell.align,
            lang=cell.attr.lang or around.attr.lang or self.place.lang,
            sections=False,
        )
        ids = [] if covered else [each for each in (around.attr.id if column == 0 else "", cell.attr.id) if each]
        fill_cell(found, () if covered else cell.blocks, place, ids, self.flow, self.draft, self.write_blocks)


def fill_cell(
    cell: Element,
    blocks: Blocks,
    place: Place,
    ids: list[str],
    around: Flow,
    draft: Draft,
    write_blocks: WriteBlocks,
) -> None:
    """Write blocks into a cell, without space at its top and bottom; a cell always ends with a paragraph."""
    flow = Flow(story=around.story, ids=list(ids))
    write_blocks(flow, blocks or (Paragraph(children=()),), place, draft)
    if not flow.items or is_table(flow.items[-1]):
        flow.items.append(spacer(1.0))
    put(paragraph_properties(flow.items[-1]), "spacing", {"after": 0})
    if not is_table(flow.items[0]):
        put(paragraph_properties(flow.items[0]), "spacing", {"before": 0})
    if len(flow.items) == 1:
        put(paragraph_properties(flow.items[0]), "keepNext", {"val": "0"})
    flow.fill(cell)


def boxed_table(
    flow: Flow, blocks: Blocks, inside: Place, around: Place, draft: Draft, write_blocks: WriteBlocks
) -> None:
    """Append a box as a table of one cell: for what paragraphs with shared borders cannot hold together."""
    box: BoxStyle = draft.theme.boxes[inside.box]
    _stand_before(flow, max(box.before, 1.0), draft)
    start, end = box_insets(box)
    width = twips(around.width)
    element = w("tbl")
    props = add(element, "tblPr")
    if is_rtl(around.lang):
        add(props, "bidiVisual")
    add(props, "tblW", w=width, type="dxa")
    add(props, "tblInd", w=twips(around.indent), type="dxa")
    borders = add(props, "tblBorders")
    ink = colour(draft.theme, box.stroke)
    line = box.line if ink else 0.0
    for side in ("top", "left", "bottom", "right"):
        if side == "left" and box.bar:
            table_border(borders, side, box.bar, colour(draft.theme, box.bar_colour))
        else:
            table_border(borders, side, line, ink)
    add(props, "tblLayout", type="fixed")
    margins = add(props, "tblCellMar")
    for side, points in (("top", box.padding * 0.8), ("left", start), ("bottom", box.padding * 0.8), ("right", end)):
        add(margins, side, w=twips(points), type="dxa")
    add(add(element, "tblGrid"), "gridCol", w=width)
    cell = add(add(element, "tr"), "tc")
    cell_props = add(cell, "tcPr")
    add(cell_props, "tcW", w=width, type="dxa")
    if box.fill:
        add(cell_props, "shd", **shade(colour(draft.theme, box.fill)))
    place = replace(inside, width=around.width - start - end, list="", level=-1)
    fill_cell(cell, blocks, place, [], flow, draft, write_blocks)
    flow.items.append(element)
    flow.gap, flow.boxed = box.after, True
