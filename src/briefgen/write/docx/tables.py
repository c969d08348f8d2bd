"""Tables: a grid of fixed widths that Word and LibreOffice agree on, repeated header rows, spans."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Blocks, Cell, Paragraph, Row, Table
from briefgen.plain import plain, plain_blocks
from briefgen.theme import BoxStyle, TableStyle, colour
from briefgen.write.docx.draft import Draft, Flow, Place
from briefgen.write.docx.elements import twips, w
from briefgen.write.docx.items import ParagraphItem, Piece, TableItem, joined, spacer
from briefgen.write.docx.looks import box_insets, cell_margins, shade, table_border
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
        caption = flow.items[begin]
        if isinstance(caption, ParagraphItem):
            caption.put("keepNext", val="1")
    if not (table.head or table.rows) or place.cells >= _DEEPEST or not 0 < table.columns <= _MOST_COLUMNS:
        for row in (*table.head, *table.rows):
            for cell in row.cells:
                write_blocks(flow, cell.blocks, place.within(cell.attr), draft)
        return
    open_flow(flow, style.before, draft)
    pad = min(style.pad_x, 0.15 * place.width / table.columns)
    shares = column_widths(table, style, place.width, pad, draft.theme, draft.metrics, place.lang)
    grid = [max(twips(width), 1) for width in shares]
    margins = cell_margins(style.pad_y, pad, style.pad_y, pad) if pad < style.pad_x else ""
    written = TableItem(_head(table, name, grid, place, draft, pad, margins))
    given = bool(draft.styles.given.table(name))
    rows = _Rows(
        name=name,
        style=style,
        given=given,
        grid=grid,
        pad=pad,
        place=place,
        draft=draft,
        flow=flow,
        write_blocks=write_blocks,
    )
    rows.write(written.rows, table)
    flow.items.append(written)
    flow.gap, flow.boxed = style.after, False


def open_flow(flow: Flow, before: float, draft: Draft) -> None:
    """Append a small paragraph before a table where one is needed: to part it from what it would join, to begin a page
    or a part, to hold bookmarks."""
    after_table = bool(flow.items) and isinstance(flow.items[-1], TableItem)
    if not (flow.page or flow.ids or after_table or flow.boxed or not flow.items):
        return
    paragraph = spacer(max(flow.gap, before) if flow.items and (after_table or flow.boxed) else 1.0)
    paragraph.put("keepNext", val="1")
    if flow.page:
        paragraph.put("pageBreakBefore", val="1")
        flow.page = False
    paragraph.inner = "".join(end for node_id in flow.ids for end in draft.bookmark(node_id))
    flow.ids.clear()
    flow.items.append(paragraph)


def _head(table: Table, name: str, grid: list[int], place: Place, draft: Draft, pad: float, margins: str) -> str:
    """Return the properties and the grid of a table."""
    style_id = draft.styles.table(name)
    given = bool(draft.styles.given.table(name))  # its own bands show
    first_row, first_column = bool(table.head), any(row.cells[0].header == "row" for row in table.rows if row.cells)
    look = 0x0400 | (0 if given else 0x0200) | (0x20 if first_row else 0) | (0x80 if first_column else 0)
    said = {"firstRow": int(first_row), "lastRow": 0, "firstColumn": int(first_column), "lastColumn": 0}
    caption = draft.text(plain(table.caption))
    props = (
        w("tblStyle", val=style_id),
        w("bidiVisual") if is_rtl(place.lang) else "",
        placed(sum(grid), place, pad if draft.styles.given.hangs else 0.0),
        margins,
        w("tblLook", val=f"{look:04X}", **said, noHBand=0 if given else 1, noVBand=1),
        w("tblCaption", val=caption) if caption else "",
        w("tblDescription", val=draft.text(table.summary)) if table.summary else "",
    )
    return w("tblPr", "".join(props)) + grid_of(grid)


def placed(width: int, place: Place, inset: float, borders: str = "") -> str:
    """Return where a table stands; `inset` is how far its text stands in, where Word counts to the text."""
    return (
        w("tblW", w=width, type="dxa")
        + w("tblInd", w=twips(place.indent + inset), type="dxa")
        + borders
        + w("tblLayout", type="fixed")
    )


def grid_of(widths: list[int]) -> str:
    return w("tblGrid", "".join(w("gridCol", w=width) for width in widths))


class _Kind(Struct, frozen=True, kw_only=True, eq=False):
    """What a row is in its table."""

    head: bool = False
    last_head: bool = False
    striped: bool = False


class _Rows(Struct, frozen=True, kw_only=True, eq=False):
    """The rows of one table, and the cells that reach into the rows below."""

    name: str  # of the theme's style for it
    style: TableStyle
    given: bool  # the letterhead's table style draws rules and grounds
    grid: list[int]
    pad: float
    place: Place
    draft: Draft
    flow: Flow
    write_blocks: WriteBlocks
    open: dict[int, tuple[int, Cell]] = field(default_factory=dict)  # column -> rows still to cover, and their cell

    def write(self, rows: list[list[Piece]], table: Table) -> None:
        """Append the rows: as text, but where they may yet be kept together."""
        for number, row in enumerate(table.head):
            self._append(rows, row, _Kind(head=True, last_head=number + 1 == len(table.head)))
        self.open.clear()
        for number, row in enumerate(table.rows):
            self._append(rows, row, _Kind(striped=bool(self.style.stripe) and number % 2 == 1))

    def _append(self, rows: list[list[Piece]], row: Row, kind: _Kind) -> None:
        pieces = self._row(row, kind)
        rows.append(pieces if self.place.kept else [joined(pieces)])

    def _row(self, row: Row, kind: _Kind) -> list[Piece]:
        found: list[Piece] = ["<w:tr>"]
        if kind.head or sum(len(plain_blocks(cell.blocks)) for cell in row.cells) <= _WHOLE_ROW:
            found.append(w("trPr", w("cantSplit") + (w("tblHeader") if kind.head else "")))
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
        found.append("</w:tr>")
        return found

    def _cell(
        self, found: list[Piece], cell: Cell, column: int, around: Row, kind: _Kind, merge: str, ids: list[str]
    ) -> None:
        style = self.style
        widths = self.grid[column : column + max(cell.colspan, 1)]
        said = (self.name, self.given, sum(widths), len(widths), merge, kind.head, kind.last_head, kind.striped)
        made = self.draft.styles.kept.cells
        known = made.get(said)
        if known is None:
            known = made[said] = self._properties(widths, merge, kind)
        place = Place(
            width=max(sum(widths) / 20 - 2 * self.pad, 10.0),
            lang=cell.attr.lang or around.attr.lang or self.place.lang,
            text=(*cell.attr.classes, style.head if cell.header and (kind.head or not self.given) else style.text),
            align=cell.align,
            cells=self.place.cells + 1,
            kept=self.place.kept,
        )
        found += ("<w:tc>", known)
        fill_cell(found, cell.blocks, place, ids, self.flow, self.draft, self.write_blocks)
        found.append("</w:tc>")

    def _properties(self, widths: list[int], merge: str, kind: _Kind) -> str:
        """Return the `<w:tcPr>` of cells like this one."""
        theme, style = self.draft.theme, self.style
        found = w("tcW", w=sum(widths), type="dxa")
        if len(widths) > 1:
            found += w("gridSpan", val=len(widths))
        if merge:
            found += w("vMerge", val=merge)
        if kind.last_head and not self.given:
            rule = table_border("bottom", style.rule_head, colour(theme, style.rule_colour))
            found += w("tcBorders", rule)
        fill = style.head_fill if kind.head else style.stripe if kind.striped else ""
        if fill and not self.given:
            found += w("shd", **shade(colour(theme, fill)))
        return w("tcPr", found)


def fill_cell(
    cell: list[Piece],
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
    if not flow.items or isinstance(flow.items[-1], TableItem):
        flow.items.append(spacer(1.0))
    first, last = flow.items[0], flow.items[-1]
    if isinstance(first, ParagraphItem):  # else a table stands after a spacer
        first.put("spacing", before=0)
    if isinstance(last, ParagraphItem):
        last.put("spacing", after=0)
        if last.props.style in draft.styles.keeping:
            last.put("keepNext", val="0")  # else a row would follow the next one
    around.ids += flow.ids
    cell += flow.items


def boxed_table(
    flow: Flow, blocks: Blocks, inside: Place, around: Place, draft: Draft, write_blocks: WriteBlocks
) -> None:
    """Append a box as a table of one cell: for what paragraphs with shared borders cannot hold together."""
    box = draft.theme.boxes.get(inside.box, BoxStyle())
    flow.gap = max(flow.gap, box.before)
    open_flow(flow, box.before, draft)
    start, end = box_insets(box)
    width = twips(around.width)
    ink = colour(draft.theme, box.stroke)
    borders = ""
    for side in ("top", "left", "bottom", "right"):
        if side == "left" and box.bar:
            borders += table_border(side, box.bar, colour(draft.theme, box.bar_colour))
        else:
            borders += table_border(side, box.line if ink else 0.0, ink)
    props = (
        w("bidiVisual") if is_rtl(around.lang) else "",
        placed(width, around, start if draft.styles.given.hangs else 0.0, w("tblBorders", borders)),
        cell_margins(box.padding, start, box.padding, end),
    )
    fill = w("shd", **shade(colour(draft.theme, box.fill))) if box.fill else ""
    place = replace(
        inside, box="", width=around.width - start - end, indent=0.0, list="", level=-1, cells=around.cells + 1
    )
    cell: list[Piece] = ["<w:tr><w:tc>", w("tcPr", w("tcW", w=width, type="dxa") + fill)]
    fill_cell(cell, blocks, place, [], flow, draft, write_blocks)
    cell.append("</w:tc></w:tr>")
    flow.items.append(TableItem(w("tblPr", "".join(props)) + grid_of([width]), [cell]))
    flow.gap, flow.boxed = box.after, True
