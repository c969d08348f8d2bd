"""Tables as HTML: a caption, scopes, and on a narrow screen either one card for each row or a table that scrolls."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from briefgen.document import Blocks, Cell, Inlines, Row, Table
from briefgen.plain import fold, plain, plain_blocks
from briefgen.theme import Look, TableStyle, look
from briefgen.write.html.sheet import Around, Sheet, chosen, classes, open_tag, selector
from briefgen.write.html.words import escape, tag

WriteWords = Callable[[Inlines, Around, Sheet], str]
WriteFlow = Callable[[Blocks, Around, Sheet], str]

_PROSE = 24  # characters; a longer cell is read as prose, which a narrow column spoils


def write_table(table: Table, sheet: Sheet, words: WriteWords, flow: WriteFlow) -> str:
    """Return a table in a frame that scrolls; `words` and `flow` write what its cells hold."""
    theme = sheet.theme
    name = chosen(table.attr.classes, theme.tables, "default")
    style = theme.tables.get(name, TableStyle())
    shown = "" if name == "default" else name
    place = selector("table", shown)
    sheet.tables[place] = style
    text, head = look(theme, style.text), look(theme, style.head)
    sheet.blocks[place] = text
    sheet.blocks[f"{place} th"] = head
    kinds = _Kinds(text=text, head=head, text_role=style.text, head_role=style.head)
    stacks = _stacks(table)
    labels = [fold(plain_blocks(cell.blocks)) for cell in table.head[0].cells] if stacks else []
    parts = [_caption(table, sheet, words), _columns(table)]
    if table.head:
        rows = "".join(_row(row, [], kinds, sheet, flow) for row in table.head)
        parts.append(f"<thead>\n{rows}</thead>\n")
    if table.rows:
        rows = "".join(_row(row, labels, kinds, sheet, flow) for row in table.rows)
        parts.append(f"<tbody>\n{rows}</tbody>\n")
    if table.widths and table.widths not in sheet.widths:
        sheet.widths.append(table.widths)
    fixed = f"b-w{sheet.widths.index(table.widths) + 1}" if table.widths else ""
    names = classes(table.attr, shown, theme.tables, "b-stack" if stacks else "", fixed)
    start = open_tag("table", table.attr, names)
    # A frame that scrolls must be reachable by keyboard, and so it needs a name.
    label = plain(table.caption) or fold(table.summary)
    wide = table.columns > 3 and not stacks
    frame = tag(
        "div",
        class_="b-frame",
        role="group" if wide and label else "",
        aria_label=label if wide else "",
        tabindex="0" if wide else "",
    )
    return f"{frame}\n{start}\n{''.join(parts)}</table>\n</div>"


def _stacks(table: Table) -> bool:
    """Say whether each row can stand as a card of its own: one header row, no spans, and prose in three columns up."""
    if len(table.head) != 1 or table.columns < 3:
        return False
    cells = [cell for row in (*table.head, *table.rows) for cell in row.cells]
    if any(cell.colspan != 1 or cell.rowspan != 1 for cell in cells):
        return False
    return any(len(plain_blocks(cell.blocks)) > _PROSE for row in table.rows for cell in row.cells)


def _caption(table: Table, sheet: Sheet, words: WriteWords) -> str:
    """Return the caption; the summary goes with it, for those who hear the table rather than see it."""
    summary = fold(table.summary)
    if not table.caption and not summary:
        return ""
    own = look(sheet.theme, "caption")
    sheet.blocks["caption"] = own
    seen = words(table.caption, Around(look=own, role="caption"), sheet)
    heard = ""
    if summary:
        sheet.fonts.add(own, summary)
        heard = _heard(summary, apart=bool(seen))
    return f"<caption>{seen}{heard}</caption>\n"


def _heard(text: str, *, apart: bool) -> str:
    """Return words that are read out but not shown."""
    return f'<span class="b-heard">{" " if apart else ""}{escape(text)}</span>'


def _columns(table: Table) -> str:
    return f"<colgroup>{'<col>' * len(table.widths)}</colgroup>\n" if table.widths else ""


class _Kinds(Struct, frozen=True, kw_only=True):
    """The styles of a table's two kinds of cell."""

    text: Look
    head: Look
    text_role: str
    head_role: str


def _row(row: Row, labels: list[str], kinds: _Kinds, sheet: Sheet, flow: WriteFlow) -> str:
    start = open_tag("tr", row.attr, classes(row.attr, "", sheet.theme.styles))
    cells = []
    for at, cell in enumerate(row.cells):
        label = labels[at] if at < len(labels) and at else ""
        cells.append(_cell(cell, row, label, kinds, sheet, flow))
    return f"{start}{''.join(cells)}</tr>\n"


def _cell(cell: Cell, row: Row, label: str, kinds: _Kinds, sheet: Sheet, flow: WriteFlow) -> str:
    """Return a cell in the style that its class, else its row's class, else its kind names."""
    element = "th" if cell.header else "td"
    own, role = (kinds.head, kinds.head_role) if cell.header else (kinds.text, kinds.text_role)
    style = chosen((*cell.attr.classes, *row.attr.classes), sheet.theme.styles, "")
    if style:
        own, role = look(sheet.theme, style), style
        sheet.blocks[selector(f"table {element}", style)] = own
    if label:
        sheet.fonts.add(look(sheet.theme, "table-head"), label)
    start = open_tag(
        element,
        cell.attr,
        classes(cell.attr, style, sheet.theme.styles, f"b-{cell.align}" if cell.align else ""),
        scope=cell.header,
        colspan=str(cell.colspan) if cell.colspan > 1 else "",
        rowspan=str(cell.rowspan) if cell.rowspan > 1 else "",
        data_label=label if cell.blocks else "",
    )
    return f"{start}{flow(cell.blocks, Around(look=own, role=role), sheet)}</{element}>"
