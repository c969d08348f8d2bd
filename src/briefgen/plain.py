"""The words of a tree without their looks: for bookmarks, text alternatives, file properties and tests."""

from __future__ import annotations

import re

from briefgen.document import (
    Block,
    Blocks,
    Break,
    Callout,
    Code,
    Columns,
    Definitions,
    Field,
    Figure,
    Inline,
    Inlines,
    List,
    Mark,
    Note,
    Quote,
    Rule,
    Section,
    Table,
    Text,
)

_SPACE = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")  # no-break spaces are not among them


def plain(inlines: Inlines) -> str:
    """Return the words in one line, single spaces between them; without notes, their numbers, and page fields.

    A forced break counts as a space. U+00AD and other characters that draw nothing stay.
    """
    return fold("".join(map(_inline, inlines)))


def holds(inlines: Inlines, kind: type[Inline]) -> bool:
    """Tell whether an inline of a kind stands among these or in one of them, but not in a note."""
    return any(isinstance(inline, kind) or holds(getattr(inline, "children", ()), kind) for inline in inlines)


def plain_blocks(blocks: Blocks) -> str:
    """Return the words of blocks, a line for each paragraph, item or table cell; a figure is its alternative text."""
    return "\n".join(line for block in blocks for line in _block(block) if line)


def fold(text: str) -> str:
    """Return `text` with each stretch of white space as one U+0020 and none at its ends."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _SPACE.sub(" ", text).strip(" ")


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text=text) | Mark(label=text):
            return text
        case Break():
            return " "
        case Note() | Field():
            return ""
        case _:
            return "".join(map(_inline, inline.children))


def _block(block: Block) -> list[str]:
    match block:
        case List(items=items):
            return [plain_blocks(item.blocks) for item in items]
        case Definitions(entries=entries):
            return [line for entry in entries for line in (plain(entry.term), plain_blocks(entry.blocks))]
        case Table(rows=rows, head=head, caption=caption):
            return [plain(caption), *(plain_blocks(cell.blocks) for row in (*head, *rows) for cell in row.cells)]
        case Figure(alt=alt, caption=caption):
            return [alt, plain(caption)]
        case Rule():
            return []
        case Quote(blocks=blocks) | Callout(blocks=blocks) | Section(blocks=blocks) | Columns(blocks=blocks):
            return [plain_blocks(blocks)]
        case _:
            return [plain(block.children)]
