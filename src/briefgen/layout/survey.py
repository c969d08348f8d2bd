"""What must be known of a whole document before its first line is set: the notes' numbers, and where links can lead."""

from __future__ import annotations

from msgspec import Struct, field

from briefgen.document import (
    Attr,
    Block,
    Blocks,
    Callout,
    Cite,
    Columns,
    Definitions,
    Document,
    Emph,
    Figure,
    Heading,
    Inlines,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Section,
    Span,
    Strong,
    Sub,
    Super,
    Table,
    Text,
)
from briefgen.errors import Fault, LayoutError

DEEPEST = 120  # blocks and inlines inside one another


class Survey(Struct, frozen=True, eq=False):
    """What is known of a document before it is set."""

    numbers: dict[int, int] = field(default_factory=dict)  # by the identity of the Note, from 1 in document order
    ids: set[str] = field(default_factory=set)


def survey(document: Document) -> Survey:
    """Walk the document once. Raises LayoutError where it is nested too deep to be set."""
    found = Survey()
    _blocks(document.blocks, found, 0)
    return found


def _blocks(blocks: Blocks, found: Survey, depth: int) -> None:
    if depth > DEEPEST:
        raise LayoutError(
            Fault(what=f"blocks stand more than {DEEPEST} deep inside one another", mend="nest lists and sections less")
        )
    for block in blocks:
        _attr(block.attr, found)
        if isinstance(block, Paragraph | Heading):  # most of them
            _inlines(block.children, found, depth + 1)
        else:
            _block(block, found, depth + 1)


def _block(block: Block, found: Survey, depth: int) -> None:
    match block:
        case List(items=items):
            for item in items:
                _attr(item.attr, found)
                _blocks(item.blocks, found, depth)
        case Definitions(entries=entries):
            for entry in entries:
                _attr(entry.attr, found)
                _inlines(entry.term, found, depth)
                _blocks(entry.blocks, found, depth)
        case Table(rows=rows, head=head, caption=caption):
            _inlines(caption, found, depth)
            for row in (*head, *rows):
                _attr(row.attr, found)
                for cell in row.cells:
                    _attr(cell.attr, found)
                    _blocks(cell.blocks, found, depth)
        case Figure(caption=caption):
            _inlines(caption, found, depth)
        case Quote(blocks=blocks) | Callout(blocks=blocks) | Section(blocks=blocks) | Columns(blocks=blocks):
            _blocks(blocks, found, depth)


def _inlines(inlines: Inlines, found: Survey, depth: int) -> None:
    if depth > DEEPEST:
        raise LayoutError(Fault(what=f"words stand more than {DEEPEST} deep inside one another"))
    for inline in inlines:
        if isinstance(inline, Text):  # most of them
            continue
        match inline:
            case Emph() | Strong() | Sub() | Super() | Span() | Link() | Cite():
                _attr(inline.attr, found)
                _inlines(inline.children, found, depth + 1)
            case Note(blocks=blocks, attr=attr):
                _attr(attr, found)
                if id(inline) not in found.numbers:
                    found.numbers[id(inline)] = len(found.numbers) + 1
                    _blocks(blocks, found, depth + 1)


def _attr(attr: Attr, found: Survey) -> None:
    if attr.id:
        found.ids.add(attr.id)
