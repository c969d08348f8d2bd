"""The document as Markdown: CommonMark with pipe tables and footnotes, pleasant to read as it stands.

A paragraph is one line and one blank line stands between blocks. Every text reads back as itself: what could be taken
for markup is escaped where it stands. HTML is used only where Markdown has no way of its own: `<br>` in table cells,
`<sub>`, `<sup>`, and emphasis that begins or ends inside a word beside punctuation. Links inside the document and
references to sources become their words, since Markdown has no anchors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import (
    Block,
    Blocks,
    Callout,
    Cell,
    Columns,
    Definitions,
    Document,
    Figure,
    Heading,
    Inlines,
    Item,
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
from briefgen.plain import plain
from briefgen.scene import Scene
from briefgen.write.characters import refuse_unwritable
from briefgen.write.markdown_inlines import Noted, write_inlines, write_line
from briefgen.write.markdown_tables import write_table
from briefgen.write.markings import running_markings


class _Place(Struct, frozen=True, kw_only=True):
    """Where a block stands."""

    boxed: bool = False  # in a callout, whose headings are bold words
    other_marker: bool = False  # right after a list of the same kind, which the same marker would go on with
    noted: Noted = field(default_factory=list)


def write(document: Document) -> str:
    """Return the Markdown text, ending with a newline. Raises OutputError for characters no text file can hold."""
    place = _Place()
    parts = [
        " · ".join(write_line((Strong(children=(Text(label),)),), place.noted) for label in running_markings(document)),
        "" if _has_title(document.blocks) else "# " + write_line((Text(document.title),), place.noted),
        _write_blocks(document.blocks, place),
    ]
    at = 0
    while at < len(place.noted):  # a note may hold a note
        content = _write_blocks(place.noted[at], replace(place, boxed=True, other_marker=False))
        parts.append(_indented(f"[^{at + 1}]: ", content or "–", 4))
        at += 1
    text = "\n\n".join(part for part in parts if part.strip("# ")) + "\n"
    refuse_unwritable(text)
    return text


def _has_title(blocks: Blocks) -> bool:
    return any(
        (isinstance(block, Heading) and block.level == 1)
        or (isinstance(block, Section | Columns) and _has_title(block.blocks))
        for block in blocks
    )


# ---------------------------------------------------------------- blocks


def _write_blocks(blocks: Blocks, place: _Place) -> str:
    """Return blocks with one blank line between them."""
    parts: list[str] = []
    before: Block | None = None
    other = False
    for block in _flat(blocks):
        same = isinstance(block, List | Definitions) and _kind(before) == _kind(block)
        other = same and not other
        text = _write_block(block, replace(place, other_marker=other))
        if text:
            parts.append(text)
            before = block
    return "\n\n".join(parts)


def _flat(blocks: Blocks) -> Iterator[Block]:
    """Yield blocks without the sections and columns around them."""
    for block in blocks:
        if isinstance(block, Section | Columns):
            yield from _flat(block.blocks)
        else:
            yield block


def _kind(block: Block | None) -> str:
    match block:
        case List(ordered=True):
            return "ordered"
        case List() | Definitions():
            return "bullets"
        case _:
            return ""


def _write_block(block: Block, place: _Place) -> str:
    noted = place.noted
    match block:
        case Heading(level=level, children=children):
            return _heading(level, children, place)
        case Paragraph(children=children):
            return write_inlines(children, noted)
        case List():
            return _list(block, place)
        case Definitions():
            marker = "* " if place.other_marker else "- "
            return "\n".join(
                _indented(marker, _definition(entry.term, entry.blocks, place), 2) for entry in block.entries
            )
        case Table():
            return write_table(block, noted)
        case Quote(blocks=blocks):
            return _quoted(_write_blocks(blocks, replace(place, boxed=True)))
        case Callout(blocks=blocks):
            return _quoted(_write_blocks(blocks, replace(place, boxed=True)))
        case Figure(alt=alt, caption=caption, image=image):
            lines = (write_inlines((Text(f"[{alt}]"),), noted), write_inlines(caption, noted), *_data(image, noted))
            return "\n\n".join(line for line in lines if line)
        case Rule(attr=attr):
            return "" if "page" in attr.classes else "---"
        case Section(blocks=blocks) | Columns(blocks=blocks):
            return _write_blocks(blocks, place)


def _data(image: object, noted: Noted) -> tuple[str, ...]:
    """Return the data of a drawing as a table; a picture has none."""
    if not isinstance(image, Scene) or not image.rows:
        return ()

    def row(words: tuple[str, ...], header: Literal["", "col"]) -> Row:
        return Row(cells=tuple(Cell(blocks=(Paragraph(children=(Text(word),)),), header=header) for word in words))

    rows = tuple(row(words, "") for words in image.rows)
    return (write_table(Table(rows=rows, head=(row(image.head, "col"),)), noted),)


def _heading(level: int, children: Inlines, place: _Place) -> str:
    if place.boxed:
        return write_line((Strong(children=children),), place.noted)
    words = write_line(children, place.noted, starts=False, heading=True)
    return f"{'#' * min(max(level, 1), 6)} {words}" if words else ""


def _list(block: List, place: _Place) -> str:
    inner = replace(place, other_marker=False)
    written = [_write_item(item, inner) for item in block.items]
    loose = any("\n\n" in text for text in written) or not all(map(_is_tight, block.items))
    bullet, dot = ("*", ")") if place.other_marker else ("-", ".")
    start = min(max(block.start, 0), 999_999_999 - len(written))
    items = []
    for at, text in enumerate(written):
        marker = f"{start + at}{dot} " if block.ordered else f"{bullet} "
        text = "___" + text[3:] if text.partition("\n")[0] == "---" else text  # else a rule takes in the marker
        items.append(_indented(marker, text, len(marker)))
    return ("\n\n" if loose else "\n").join(items)


def _is_tight(item: Item) -> bool:
    first, rest = item.blocks[:1], item.blocks[1:]
    return all(isinstance(block, Paragraph) for block in first) and all(isinstance(block, List) for block in rest)


def _write_item(item: Item, place: _Place) -> str:
    """Return an item's content; a list right below its one paragraph follows without a blank line where it may."""
    if not _is_tight(item) or len(item.blocks) != 2:
        return _write_blocks(item.blocks, place)
    words, below = (_write_block(block, place) for block in item.blocks)
    inner = item.blocks[1]
    joins = isinstance(inner, List) and (not inner.ordered or inner.start == 1) and "\n\n" not in below
    first = below.partition("\n")[0]
    joins = joins and not first.rstrip().endswith(("-", "1."))  # an empty item does not end a paragraph
    return ("\n" if joins else "\n\n").join(part for part in (words, below) if part)


def _definition(term: Inlines, blocks: Blocks, place: _Place) -> str:
    """Return a term in bold and what it means, as the content of a list's item."""
    name = write_line((Strong(children=(*term, *_colon(term))),), place.noted)
    first, rest = blocks[:1], blocks[1:]
    if first and isinstance(first[0], Paragraph):
        words = write_line(first[0].children, place.noted, starts=not name, breaks="\\\n")
        head = " ".join(part for part in (name, words) if part)
    else:
        head, rest = name, blocks
    below = _write_blocks(rest, replace(place, other_marker=False))
    return "\n\n".join(part for part in (head, below) if part)


def _colon(term: Inlines) -> Inlines:
    words = plain(term)
    return () if not words or words[-1] in ":?!." else (Text(":"),)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip(" ") for line in text.split("\n")) if text else ""


def _indented(marker: str, text: str, indent: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([f"{marker}{first}".rstrip(" "), *(" " * indent + line if line else "" for line in rest)])
