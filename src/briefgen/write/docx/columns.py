"""Columns of a fitted page: side by side in a table without lines, which every program sets where the fit has them.

Word and LibreOffice level columns each in its own way, and LibreOffice takes a whole page for columns that are told
where to end; a page that was fitted to be one would be two. Columns that go over pages are left to the programs: a
table of one row would go to the next page whole.
"""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.document import Blocks, Columns
from briefgen.write.columns import parted
from briefgen.write.docx.draft import Draft, Flow, Place
from briefgen.write.docx.elements import twips, w
from briefgen.write.docx.items import Piece, TableItem
from briefgen.write.docx.lists import WriteBlocks
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.tables import fill_cell, grid_of, open_flow, placed


def columns_of(block: Columns, draft: Draft) -> list[Blocks]:
    """Return what stands in each column of a single page, if the page fit says so; else nothing."""
    found = parted(block.blocks) if draft.document.pages == 1 else []
    return found if 1 < len(found) <= block.count else []


def write_columns(
    flow: Flow, block: Columns, columns: list[Blocks], place: Place, draft: Draft, write_blocks: WriteBlocks
) -> None:
    """Append columns side by side."""
    gap = draft.theme.page.column_gap
    width = (place.width - gap * (block.count - 1)) / block.count
    open_flow(flow, 0.0, draft)
    grid = [twips(width + (gap if number + 1 < block.count else 0.0)) for number in range(block.count)]
    no_margins = "".join(w(side, w=0, type="dxa") for side in ("left", "right"))
    props = (
        w("bidiVisual") if is_rtl(place.lang) else "",
        placed(sum(grid), place, 0.0),
        w("tblCellMar", no_margins),
    )
    row: list[Piece] = ["<w:tr>"]
    inside = replace(place, width=width, indent=0.0, cells=place.cells + 1)
    for one, blocks in zip(grid, [*columns, *[()] * (block.count - len(columns))], strict=True):
        margin = w("tcMar", w("right", type="dxa", w=max(0, one - twips(width))))
        row += ("<w:tc>", w("tcPr", w("tcW", w=one, type="dxa") + margin))
        fill_cell(row, blocks, inside, [], flow, draft, write_blocks)
        row.append("</w:tc>")
    row.append("</w:tr>")
    flow.items.append(TableItem(w("tblPr", "".join(props)) + grid_of(grid), [row]))
    flow.gap = 0.0
