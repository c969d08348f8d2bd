"""Tables as pipe tables. What a cell holds is set in one line, with `<br>` between its paragraphs and items."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from briefgen.document import (
    Block,
    Blocks,
    Callout,
    Cell,
    Columns,
    Definitions,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    Quote,
    Row,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)
from briefgen.write.markdown_inlines import Noted, write_line

_WIDEST = 100  # characters of a line up to which columns are padded to stand below each other
_RULES = {"": "---", "start": ":--", "center": ":-:", "end": "--:"}


def write_table(table: Table, noted: Noted) -> str:
    """Return the caption in bold and the table. A spanning cell's words stand in its first place, the rest is empty."""
    caption = write_line((Strong(children=table.caption),), noted) if table.caption else ""
    if not table.rows and not table.head:
        return caption
    columns = table.columns
    head = _grid(table.head, columns, noted, bold=False)
    body = _grid(table.rows, columns, noted, bold=True)
    titles = [" – ".join(dict.fromkeys(row[at] for row in head if row[at])) for at in range(columns)]
    aligned = [_alignment(table, at) for at in range(columns)]
    lines = _lines([titles, *body], aligned)
    return "\n\n".join(part for part in (caption, lines) if part)


def _grid(rows: tuple[Row, ...], columns: int, noted: Noted, *, bold: bool) -> list[list[str]]:
    """Return the words of each place of each row."""
    grid = [[""] * columns for _ in rows]
    for at, column, cell in _places(rows, columns):
        grid[at][column] = _cell(cell, noted, bold=bold and bool(cell.header))
    return grid


def _places(rows: tuple[Row, ...], columns: int) -> Iterator[tuple[int, int, Cell]]:
    """Yield each cell with its row and its first column."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (at, column) in taken:
                column += 1
            if column >= columns:
                break
            yield at, column, cell
            taken.update((at + down, column + over) for down in range(cell.rowspan) for over in range(cell.colspan))


def _alignment(table: Table, column: int) -> str:
    """Return how the data of a column is aligned, where all of it agrees."""
    found = {cell.align for _, at, cell in _places(table.rows, table.columns) if at == column and cell.colspan == 1}
    return found.pop() if len(found) == 1 else ""


def _lines(rows: list[list[str]], aligned: list[str]) -> str:
    widths = [max(3, *(_width(row[at]) for row in rows)) for at in range(len(aligned))]
    if sum(widths) + 3 * len(widths) + 1 > _WIDEST:
        widths = [0] * len(widths)
    ruled = [_rule(align, width) for align, width in zip(aligned, widths, strict=True)]
    written = []
    for row in (rows[0], ruled, *rows[1:]):
        padded = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        written.append("| " + " | ".join(padded) + " |")
    return "\n".join(written)


def _rule(align: str, width: int) -> str:
    rule = _RULES[align]
    return rule[0] + rule[1] * max(1, width - 2) + rule[2]


def _width(text: str) -> int:
    """Return how many columns a fixed-width face needs, wide East Asian characters counted twice."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


# ---------------------------------------------------------------- cells


def _cell(cell: Cell, noted: Noted, *, bold: bool) -> str:
    return "<br>".join(part for part in _parts(cell.blocks, noted, bold=bold) if part)


def _parts(blocks: Blocks, noted: Noted, *, bold: bool = False) -> Iterator[str]:
    for block in blocks:
        yield from _part(block, noted, bold=bold)


def _part(block: Block, noted: Noted, *, bold: bool) -> Iterator[str]:
    match block:
        case Paragraph(children=children):
            yield _words((Strong(children=children),) if bold else children, noted)
        case Heading(children=children):
            yield _words((Strong(children=children),), noted)
        case List(items=items, ordered=ordered, start=start):
            for number, item in enumerate(items, start):
                mark = f"{number}. " if ordered else "• "
                for at, part in enumerate(part for part in _parts(item.blocks, noted) if part):
                    yield part if at else mark + part
        case Definitions(entries=entries):
            for entry in entries:
                yield _words((Strong(children=entry.term),), noted)
                yield from _parts(entry.blocks, noted)
        case Table(rows=rows, head=head, caption=caption):
            yield _words((Strong(children=caption),), noted)
            for row in (*head, *rows):
                yield "; ".join(filter(None, (_cell(cell, noted, bold=False) for cell in row.cells)))
        case Figure(alt=alt, caption=caption):
            yield _words((Text(f"[{alt}]"),), noted)
            yield _words(caption, noted)
        case Quote(blocks=blocks) | Callout(blocks=blocks) | Section(blocks=blocks) | Columns(blocks=blocks):
            yield from _parts(blocks, noted)
        case Rule():
            pass


def _words(inlines: Inlines, noted: Noted) -> str:
    return write_line(inlines, noted, breaks="<br>", starts=False, cell=True)
