"""Tables: a grid of fixed widths that Word and LibreOffice agree on, repeated header rows, spans."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace

from briefgen.document import Blocks, Cell, Paragraph, Row, Table
from briefgen.plain import plain, plain_blocks
from briefgen.theme import BoxStyle, TableStyle, colour
from briefgen.write.docx.draft import Draft, Flow, Place, spacer
from briefgen.write.docx.elements import Element, W, add, is_table, paragraph_properties, put, twips, w
from briefgen.write.docx.looks import box_insets, shade, table_border
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.widths import column_widths

WriteBlocks = Callable[[Flow, Blocks, Place, Draft], None]
_WHOLE_ROW = 700  # characters up to which a row stays on one page
_DEEPEST = 8  # tables inside one another, which Word does not set deeper
_MOST_COLUMNS = 63  # that Word has


def write_table(flow: Flow, table: Table, place: Place, draft: Draft, write_blocks: WriteBlocks) -> None:
    """Append a table with its caption above it; as plain paragraphs where Word could not hold it."""
    tables = draft.theme.tables
    name = next((name for name in (*table.attr.classes, "default") if name in tables), "default")
    style = tables.get(name, TableStyle())
    if table.caption:
        begin = len(flow.items)
        flow.gap = max(flow.gap, style.before)
        write_blocks(flow, (Paragraph(children=table.caption),), replace(place, text=("caption", *place.text)), draft)
        put(paragraph_properties(flow.items[begin]), "keepNext", {"val": "1"})
    if not (table.head or table.rows) or place.cells >= _DEEPEST or not 0 < table.columns <= _MOST_COLUMNS:
        for row in (*table.head, *table.rows):
            for cell in row.cells:
                write_blocks(flow, cell.blocks, place.within(cell.attr), draft)
        return
    open_flow(flow, style.before, draft)
    pad = min(style.pad_x, 0.15 * place.width / table.columns)
    shares = column_widths(table, style, place.width, pad, draft.theme, draft.metrics, place.lang)
    grid = [max(twips(width), 1) for width in shares]
    element = _open_table(table, name, grid, place, draft, pad)
    given = bool(draft.styles.given.table(name))
    if pad < style.pad_x:
        look = element.find("{*}tblPr/{*}tblLook")
        look.addprevious(_margins(style.pad_y, pad, style.pad_y, pad))
    rows = _Rows(
        style=style, given=given, grid=grid, pad=pad, place=place, draft=draft, flow=flow, write_blocks=write_blocks
    )
    rows.write(element, table)
    flow.items.append(element)
    flow.gap, flow.boxed = style.after, False


def open_flow(flow: Flow, before: float, draft: Draft) -> None:
    """Append a small paragraph before a table where one is needed: to part it from what it would join, to begin a page
    or a part, to hold bookmarks."""
    after_table = bool(flow.items) and is_table(flow.items[-1])
    if not (flow.page or flow.ids or after_table or flow.boxed or not flow.items):
        return
    paragraph = spacer(max(flow.gap, before) if flow.items and (after_table or flow.boxed) else 1.0)
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


def _open_table(table: Table, name: str, grid: list[int], place: Place, draft: Draft, pad: float) -> Element:
    element = w("tbl")
    props = add(element, "tblPr")
    add(props, "tblStyle", val=draft.styles.table(name))
    if is_rtl(place.lang):
        add(props, "bidiVisual")
    place_table(props, sum(grid), place, pad if draft.styles.given.hangs else 0.0)
    given = bool(draft.styles.given.table(name))  # its own bands show
    first_row, first_column = bool(table.head), any(row.cells[0].header == "row" for row in table.rows if row.cells)
    look = 0x0400 | (0 if given else 0x0200) | (0x20 if first_row else 0) | (0x80 if first_column else 0)
    said = {"firstRow": int(first_row), "lastRow": 0, "firstColumn": int(first_column), "lastColumn": 0}
    add(props, "tblLook", val=f"{look:04X}", **said, noHBand=0 if given else 1, noVBand=1)
    caption = draft.text(plain(table.caption))
    if caption:
        add(props, "tblCaption", val=caption)
    if table.summary:
        add(props, "tblDescription", val=draft.text(table.summary))
    columns = add(element, "tblGrid")
    for width in grid:
        add(columns, "gridCol", w=width)
    return element


def place_table(props: Element, width: int, place: Place, inset: float) -> None:
    """Say where a table stands; `inset` is how far its text stands in, where Word counts to the text."""
    add(props, "tblW", w=width, type="dxa")
    add(props, "tblInd", w=twips(place.indent + inset), type="dxa")
    add(props, "tblLayout", type="fixed")


def _margins(top: float, left: float, bottom: float, right: float) -> Element:
    margins = w("tblCellMar")
    for side, points in (("top", top), ("left", left), ("bottom", bottom), ("right", right)):
        add(margins, side, w=twips(points), type="dxa")
    return margins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What a row is in its table."""

    head: bool = False
    last_head: bool = False
    striped: bool = False


@dataclass(slots=True, kw_only=True)
class _Rows:
    """The rows of one table, and the cells that reach into the rows below."""

    style: TableStyle
    given: bool  # the letterhead's table style draws rules and grounds
    grid: list[int]
    pad: float
    place: Place
    draft: Draft
    flow: Flow
    write_blocks: WriteBlocks
    open: dict[int, tuple[int, Cell]] = field(default_factory=dict)  # column -> rows still to cover, and their cell
    properties: dict[object, Element] = field(default_factory=dict)  # of cells, made so far

    def write(self, element: Element, table: Table) -> None:
        for number, row in enumerate(table.head):
            self._row(element, row, _Kind(head=True, last_head=number + 1 == len(table.head)))
        self.open.clear()
        for number, row in enumerate(table.rows):
            self._row(element, row, _Kind(striped=bool(self.style.stripe) and number % 2 == 1))

    def _row(self, element: Element, row: Row, kind: _Kind) -> None:
        found = add(element, "tr")
        if kind.head or sum(len(plain_blocks(cell.blocks)) for cell in row.cells) <= _WHOLE_ROW:
            props = add(found, "trPr")
            add(props, "cantSplit")
            if kind.head:
                add(props, "tblHeader")
        ids = [row.attr.id] if row.attr.id else []
        cells = iter(row.cells)
        column = 0
        while column < len(self.grid):
            covering = self.open.pop(column, None)
            if covering is not None:
                left, cell = covering
                if left > 1:
                    self.open[column] = (left - 1, cell)
                self._cell(found, replace(cell, blocks=()), column, row, kind, "continue", [])
            else:
                cell = next(cells, Cell(blocks=()))
                if cell.rowspan > 1:
                    self.open[column] = (cell.rowspan - 1, cell)
                mine = [*ids, cell.attr.id] if cell.attr.id else ids
                self._cell(found, cell, column, row, kind, "restart" if cell.rowspan > 1 else "", mine)
                ids = []
            column += max(cell.colspan, 1)

    def _cell(
        self, row: Element, cell: Cell, column: int, around: Row, kind: _Kind, merge: str, ids: list[str]
    ) -> None:
        style = self.style
        widths = self.grid[column : column + max(cell.colspan, 1)]
        found = add(row, "tc")
        said = (sum(widths), len(widths), merge, kind.head, kind.last_head, kind.striped)
        known = self.properties.get(said)
        if known is None:
            known = self.properties[said] = self._properties(widths, merge, kind)
        found.append(deepcopy(known))
        place = Place(
            width=max(sum(widths) / 20 - 2 * self.pad, 10.0),
            lang=cell.attr.lang or around.attr.lang or self.place.lang,
            text=(*cell.attr.classes, style.head if cell.header and (kind.head or not self.given) else style.text),
            align=cell.align,
            cells=self.place.cells + 1,
        )
        fill_cell(found, cell.blocks, place, ids, self.flow, self.draft, self.write_blocks)

    def _properties(self, widths: list[int], merge: str, kind: _Kind) -> Element:
        """Return the `<w:tcPr>` of cells like this one."""
        theme, style = self.draft.theme, self.style
        props = w("tcPr")
        add(props, "tcW", w=sum(widths), type="dxa")
        if len(widths) > 1:
            add(props, "gridSpan", val=len(widths))
        if merge:
            add(props, "vMerge", val=merge)
        if kind.last_head and not self.given:
            table_border(add(props, "tcBorders"), "bottom", style.rule_head, colour(theme, style.rule_colour))
        fill = style.head_fill if kind.head else style.stripe if kind.striped else ""
        if fill and not self.given:
            add(props, "shd", **shade(colour(theme, fill)))
        return props


def fill_cell(
    cell: Element, blocks: Blocks, place: Place, ids: list[str], around: Flow, draft: Draft, write_blocks: WriteBlocks
) -> None:
    """Write blocks into a cell, without space at its top and bottom; a cell always ends with a paragraph."""
    flow = Flow(story=around.story, ids=list(ids))
    write_blocks(flow, blocks or (Paragraph(children=()),), place, draft)
    if not flow.items or is_table(flow.items[-1]):
        flow.items.append(spacer(1.0))
    first, last = paragraph_properties(flow.items[0]), paragraph_properties(flow.items[-1])
    put(first, "spacing", {"before": 0})
    put(last, "spacing", {"after": 0})
    if last.find("{*}pStyle") is not None and last.find("{*}pStyle").get(f"{{{W}}}val") in draft.styles.keeping:
        put(last, "keepNext", {"val": "0"})  # else a row would follow the next one
    around.ids += flow.ids
    flow.fill(cell)


def boxed_table(
    flow: Flow, blocks: Blocks, inside: Place, around: Place, draft: Draft, write_blocks: WriteBlocks
) -> None:
    """Append a box as a table of one cell: for what paragraphs with shared borders cannot hold together."""
    box = draft.theme.boxes.get(inside.box, BoxStyle())
    flow.gap = max(flow.gap, box.before)
    open_flow(flow, box.before, draft)
    start, end = box_insets(box)
    width = twips(around.width)
    element = w("tbl")
    props = add(element, "tblPr")
    if is_rtl(around.lang):
        add(props, "bidiVisual")
    place_table(props, width, around, start if draft.styles.given.hangs else 0.0)
    borders = w("tblBorders")
    ink = colour(draft.theme, box.stroke)
    for side in ("top", "left", "bottom", "right"):
        if side == "left" and box.bar:
            table_border(borders, side, box.bar, colour(draft.theme, box.bar_colour))
        else:
            table_border(borders, side, box.line if ink else 0.0, ink)
    layout = props.find("{*}tblLayout")
    layout.addprevious(borders)
    layout.addnext(_margins(box.padding, start, box.padding, end))
    add(add(element, "tblGrid"), "gridCol", w=width)
    cell = add(add(element, "tr"), "tc")
    cell_props = add(cell, "tcPr")
    add(cell_props, "tcW", w=width, type="dxa")
    if box.fill:
        add(cell_props, "shd", **shade(colour(draft.theme, box.fill)))
    place = replace(
        inside, box="", width=around.width - start - end, indent=0.0, list="", level=-1, cells=around.cells + 1
    )
    fill_cell(cell, blocks, place, [], flow, draft, write_blocks)
    flow.items.append(element)
    flow.gap, flow.boxed = box.after, True
