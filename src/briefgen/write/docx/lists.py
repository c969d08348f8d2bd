"""Lists with Word's own numbering, and definitions with their terms beside or above what they mean."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from briefgen.document import Attr, Block, Blocks, Definition, Definitions, Heading, Item, List, Paragraph, Span
from briefgen.theme import look
from briefgen.write.docx.draft import Draft, Flow, Place
from briefgen.write.docx.elements import twips
from briefgen.write.docx.items import ParagraphItem, Written
from briefgen.write.docx.numbering import LEVELS
from briefgen.write.docx.paragraphs import append_paragraph, heading_key, paragraph_key, style_name, write_words
from briefgen.write.docx.runs import TAB, write_inlines
from briefgen.write.docx.styles import ParagraphStyle
from briefgen.write.docx.widths import extent
from briefgen.write.docx.words import Words

WriteBlocks = Callable[[Flow, Blocks, Place, Draft], None]
_TERM_SHARE, _TERM_GAP = 0.36, 12.0  # the widest a column of terms may be, of the whole; and the white beside it
_TERM_SLACK = 1.3  # of their width: without our fonts they are set in wider ones (DejaVu Sans by 23 to 35 %)
_NARROWEST = 48.0  # room that a list leaves its text


def write_list(flow: Flow, block: List, place: Place, draft: Draft, write_blocks: WriteBlocks) -> None:
    """Append a list, which counts from its own start."""
    level = place.level + 1
    lists = draft.theme.lists
    kind = "number" if block.ordered else "bullet"
    mark = _given_mark(block, place, draft, kind, level) or _own_mark(block, place, draft, level)
    inside = replace(place, indent=place.indent + mark.step, width=place.width - mark.step, list=kind, level=level)
    for item in block.items:
        at = replace(inside.within(item.attr), text=(*item.attr.classes, *block.attr.classes, *place.text))
        _write_item(flow, item, at, draft, mark, write_blocks)
    if level == 0 and not place.box:
        _set_after(flow, lists.after)


class _Mark(Struct, frozen=True, kw_only=True, eq=False):
    """How the items of a list are marked. Points."""

    number: tuple[int, int]  # list, and level in it
    step: float  # from the text around to the text of the items
    hanging: float  # of their first lines
    style: str = ""  # id of a letterhead's style that brings the marks by itself


def _own_mark(block: List, place: Place, draft: Draft, level: int) -> _Mark:
    last = block.start + len(block.items) - 1
    hanging = draft.numbering.hanging(last) if block.ordered else draft.theme.lists.indent
    if place.width - hanging < _NARROWEST:
        hanging = 0.0
    number = draft.numbering.numbers(level, block.start) if block.ordered else draft.numbering.bullets()
    return _Mark(number=(number, min(level, LEVELS - 1)), step=hanging, hanging=hanging)


def _given_mark(block: List, place: Place, draft: Draft, kind: str, level: int) -> _Mark | None:
    """Return how a letterhead marks its own lists, where this one is set in its text style and there is room."""
    given = draft.styles.given.lists.get((kind, level))
    if given is None or not given.numbering or place.box:
        return None
    if style_name(draft, *block.attr.classes, *place.text) != "body":
        return None
    step = max(given.start - place.indent, given.hanging) if level else given.start
    if place.width - step < _NARROWEST:
        return None
    number = given.numbering
    if block.ordered:
        number = draft.numbering.numbers(given.level, block.start, given.pattern)
    brings = given.brings and not block.ordered and not place.indent
    return _Mark(number=(number, given.level), step=step, hanging=given.hanging, style=given.style if brings else "")


def _set_after(flow: Flow, after: float) -> None:
    last = flow.items[-1] if flow.items else None
    if isinstance(last, ParagraphItem):
        last.put("spacing", after=twips(after))


def _keep(items: list[Written]) -> None:
    """Keep each paragraph on the page of what follows."""
    for item in items:
        if isinstance(item, ParagraphItem):
            item.put("keepNext", val="1")


def _write_item(
    flow: Flow,
    item: Item,
    place: Place,
    draft: Draft,
    mark: _Mark,
    write_blocks: WriteBlocks,
) -> None:
    """Append an item: its first paragraph bears the number; where there is none, an empty one does."""
    begin = len(flow.items)
    if item.attr.id:
        flow.ids.append(item.attr.id)
    first: Block = item.blocks[0] if item.blocks else Paragraph(children=())
    rest = item.blocks[1:]
    if not isinstance(first, Paragraph | Heading):
        first, rest = Paragraph(children=()), item.blocks
    if first.attr.id:
        flow.ids.append(first.attr.id)
    if isinstance(first, Heading):
        key = heading_key(first, place, draft)
    else:
        key = replace(paragraph_key(first.attr, place, draft), list=place.list)
    words = write_words(first.children, flow, draft)
    number = None if mark.style and draft.styles.paragraph(key) == mark.style else mark.number
    append_paragraph(flow, key, place.within(first.attr), draft, words, number=number, hanging=mark.hanging)
    write_blocks(flow, rest, place, draft)
    if item.attr.keep:
        _keep(flow.items[begin:-1])


# ---------------------------------------------------------------- definitions


def write_definitions(flow: Flow, block: Definitions, place: Place, draft: Draft, write_blocks: WriteBlocks) -> None:
    """Append terms, beside what they mean where all of them are short, else above it."""
    theme, lists = draft.theme, draft.theme.lists
    style = look(theme, "term")
    widest = max(
        (extent(entry.term, style, theme, draft.metrics(), place.lang)[1] for entry in block.entries), default=0.0
    )
    beside = widest <= _TERM_SHARE * place.width
    slack = 1.0 if draft.document.pages else _TERM_SLACK  # a fitted document brings its fonts
    step = round(widest * slack + _TERM_GAP, 1) if beside else lists.indent
    if place.width - step < _NARROWEST:
        beside, step = False, 0.0
    inside = replace(place, indent=place.indent + step, width=place.width - step, list="meaning", level=place.level)
    for entry in block.entries:
        begin = len(flow.items)
        if entry.attr.id:
            flow.ids.append(entry.attr.id)
        _write_definition(flow, entry, place.within(entry.attr), inside.within(entry.attr), draft, beside, write_blocks)
        if entry.attr.keep:
            _keep(flow.items[begin:-1])
    _set_after(flow, look(theme, *place.text).after)


def _write_definition(
    flow: Flow,
    entry: Definition,
    place: Place,
    inside: Place,
    draft: Draft,
    beside: bool,
    write_blocks: WriteBlocks,
) -> None:
    blocks = entry.blocks
    if beside and blocks and isinstance(blocks[0], Paragraph):
        first, blocks = blocks[0], blocks[1:]
        if first.attr.id:
            flow.ids.append(first.attr.id)
        term = Span(children=entry.term, attr=Attr(classes=("term",)))

        def write(out: list[str], words: Words) -> None:
            write_inlines(out, (term,), words, flow.story, draft)
            out.append(TAB)
            write_inlines(out, first.children, words, flow.story, draft)

        hanging = inside.indent - place.indent
        append_paragraph(flow, paragraph_key(first.attr, inside, draft), inside, draft, write, hanging=hanging)
    else:
        key = ParagraphStyle(style=style_name(draft, "term", *place.text), box=place.box)
        term_paragraph = append_paragraph(flow, key, place, draft, write_words(entry.term, flow, draft))
        term_paragraph.put("keepNext", val="1")
        term_paragraph.put("spacing", after=twips(1))
    write_blocks(flow, blocks, inside, draft)
