"""Blocks as paragraphs: headings, text, quotes, boxes, figures. Lists stand in `lists`, tables in `tables`."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.document import (
    NONE,
    Block,
    Blocks,
    Callout,
    Columns,
    Definitions,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Rule,
    Section,
    Table,
    Text,
)
from briefgen.theme import BoxStyle, look
from briefgen.write.docx.draft import Draft, Flow, Place
from briefgen.write.docx.elements import twips, w
from briefgen.write.docx.items import ParagraphItem, TableItem, Written, row_paragraphs, spacer
from briefgen.write.docx.lists import write_definitions, write_list
from briefgen.write.docx.looks import border
from briefgen.write.docx.paragraphs import (
    append_paragraph,
    heading_key,
    paragraph_key,
    style_name,
    write_words,
)
from briefgen.write.docx.pictures import inline_picture
from briefgen.write.docx.tables import boxed_table, write_table
from briefgen.write.docx.words import Words

_BETWEEN = 6.0  # least height between two boxes, which Word would join
_TALLEST = 0.8  # of a picture, in shares of a page, as in layout
_RULE_SPACE = 8.0
_DEEPEST = 8  # boxes and tables inside one another


def write_blocks(flow: Flow, blocks: Blocks, place: Place, draft: Draft) -> None:
    """Append blocks to a flow."""
    for block in blocks:
        write_block(flow, block, place, draft)


def write_block(flow: Flow, block: Block, place: Place, draft: Draft) -> None:
    """Append one block to a flow. Columns here are set one after the other: only `body` can begin sections."""
    if block.attr.id:
        flow.ids.append(block.attr.id)
    place = place.within(block.attr)
    if block.attr.keep and not place.kept:
        place = replace(place, kept=True)
    begin = len(flow.items)
    match block:
        case Heading(children=children):
            append_paragraph(flow, heading_key(block, place, draft), place, draft, write_words(children, flow, draft))
        case Paragraph():
            _write_paragraph(flow, block, place, draft)
        case List():
            write_list(flow, block, place, draft, write_blocks)
        case Definitions():
            write_definitions(flow, block, place, draft, write_blocks)
        case Table():
            write_table(flow, block, place, draft, write_blocks)
        case Quote(blocks=blocks, attr=attr):
            write_blocks(flow, blocks, replace(place, text=(*attr.classes, "quote", *place.text)), draft)
        case Callout():
            _write_callout(flow, block, place, draft)
        case Section(blocks=blocks) | Columns(blocks=blocks):
            write_blocks(flow, blocks, place, draft)
        case Figure():
            _write_figure(flow, block, place, draft)
        case Rule():
            _write_rule(flow, block, place, draft)
    if block.attr.keep:
        keep_together(flow.items[begin:])


def keep_together(items: list[Written]) -> None:
    """Keep each paragraph (and row of a table) on the page of the next, all but the last."""
    for number, item in enumerate(items):
        last = number + 1 == len(items)
        if isinstance(item, TableItem):
            for row in item.rows[:-1] if last else item.rows:
                for paragraph in row_paragraphs(row):
                    paragraph.put("keepNext", val="1")
        else:
            item.put("keepLines", val="1")
            if not last:
                item.put("keepNext", val="1")


def _write_paragraph(flow: Flow, block: Paragraph, place: Place, draft: Draft) -> None:
    key = paragraph_key(block.attr, place, draft)
    paragraph = append_paragraph(flow, key, place, draft, write_words(block.children, flow, draft))
    last = block.children[-1] if block.children else None
    if isinstance(last, Text) and last.text.rstrip().endswith(":"):  # leads in what follows
        paragraph.put("keepNext", val="1")


def _write_rule(flow: Flow, block: Rule, place: Place, draft: Draft) -> None:
    if "page" in block.attr.classes:
        flow.page = True
        return
    paragraph = append_paragraph(flow, paragraph_key(block.attr, place, draft), place, draft, lambda *_: None)
    style = look(draft.theme, *block.attr.classes, "hr")
    line = style.rule_above or style.rule_below or 0.5
    paragraph.props = paragraph.props.put("pBdr", w("pBdr", w("bottom", **border(line, style.rule_colour))))
    before, after = max(style.before, _RULE_SPACE), max(style.after, _RULE_SPACE)
    paragraph.put("spacing", before=twips(before), after=twips(after), line=20, lineRule="exact")


# ---------------------------------------------------------------- boxes and figures


def _write_callout(flow: Flow, block: Callout, place: Place, draft: Draft) -> None:
    """Write a box as paragraphs that share ground and borders, or as a table of one cell where they would differ."""
    boxes = draft.theme.boxes
    name = next((name for name in block.attr.classes if name in boxes), "default")
    box = boxes.get(name, BoxStyle())
    inside = replace(place, box=name, text=(box.text, "body"), heading=box.title, align="")
    if place.cells >= _DEEPEST or not block.blocks:
        write_blocks(flow, block.blocks, place, draft)
        return
    if place.indent or place.box or not all(_is_even(each, inside, draft) for each in block.blocks):
        boxed_table(flow, block.blocks, inside, place, draft, write_blocks)
        return
    gap = max(flow.gap, box.before)
    if flow.boxed:
        flow.items.append(spacer(max(gap, _BETWEEN)))
        gap = 0.0
    begin = len(flow.items)
    write_blocks(flow, block.blocks, inside, draft)
    written = [each for each in flow.items[begin:] if isinstance(each, ParagraphItem)]
    if written:
        written[0].put("spacing", before=twips(gap))
        written[-1].put("spacing", after=twips(box.after))
        written[-1].put("keepNext", val="0")
        flow.boxed = True


def _is_even(block: Block, place: Place, draft: Draft) -> bool:
    """Tell whether all paragraphs of a block begin at one edge, so that Word joins their grounds and borders."""
    match block:
        case Section(blocks=blocks):
            return all(_is_even(each, place, draft) for each in blocks)
        case List(items=items):
            return all(
                len(item.blocks) == 1
                and isinstance(item.blocks[0], Paragraph)
                and _is_even(item.blocks[0], place, draft)
                for item in items
            )
        case Paragraph(attr=attr):
            return not look(draft.theme, style_name(draft, *attr.classes, *place.text)).indent
        case Heading(attr=attr):
            return not look(draft.theme, style_name(draft, *attr.classes, place.heading)).indent
        case _:
            return False


def _write_figure(flow: Flow, block: Figure, place: Place, draft: Draft) -> None:
    room = (place.width, _TALLEST * draft.room[1])

    def write(out: list[str], words: Words) -> None:
        out.append(inline_picture(block, room, flow.story, draft))

    style = look(draft.theme, "figure", "body")
    key = paragraph_key(block.attr, replace(place, text=("figure", "body")), draft)
    picture = append_paragraph(flow, key, place, draft, write)
    picture.put("spacing", line=240, lineRule="auto", after=twips(0.0 if block.caption else style.after))
    if block.caption:
        picture.put("keepNext", val="1")
        style = look(draft.theme, "caption")
        key = paragraph_key(NONE, replace(place, text=("caption",)), draft)
        caption = append_paragraph(flow, key, place, draft, write_words(block.caption, flow, draft))
        caption.put("keepNext", val="0")
        after = max(style.after, look(draft.theme, "body").after)
        caption.put("spacing", before=twips(max(style.before, 4.0)), after=twips(after))
