"""Blocks as paragraphs: headings, text, lists, quotes, boxes, figures. Tables stand in `tables`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefgen.document import (
    Attr,
    Block,
    Blocks,
    Callout,
    Columns,
    Definition,
    Definitions,
    Figure,
    Heading,
    Inlines,
    Item,
    List,
    Paragraph,
    Quote,
    Rule,
    Section,
    Span,
    Table,
)
from briefgen.plain import plain
from briefgen.theme import look
from briefgen.write.docx.draft import Draft, Flow, Place, bookmarks, spacer
from briefgen.write.docx.elements import (
    Element,
    add,
    is_table,
    paragraph_properties,
    put,
    twips,
    w,
)
from briefgen.write.docx.looks import alignment, border
from briefgen.write.docx.pictures import inline_picture
from briefgen.write.docx.runs import Words, write_inlines
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.styles import ParagraphStyle
from briefgen.write.docx.tables import boxed_table, write_table

_SIDE_BY_SIDE = 0.34  # share of the width up to which terms stand beside what they mean
_TERM_GAP = 10.0
_BETWEEN = 6.0  # least height between two boxes or tables, which Word would join


def write_blocks(flow: Flow, blocks: Blocks, place: Place, draft: Draft) -> None:
    """Append blocks to a flow."""
    for block in blocks:
        write_block(flow, block, place, draft)


def write_block(flow: Flow, block: Block, place: Place, draft: Draft) -> None:
    """Append one block to a flow. Columns here are set one after the other: only `body` can begin sections."""
    if block.attr.id:
        flow.ids.append(block.attr.id)
    place = place.within(block.attr)
    begin = len(flow.items)
    match block:
        case Heading():
            _write_heading(flow, block, place, draft)
        case Paragraph():
            _write_paragraph(flow, block, place, draft)
        case List():
            _write_list(flow, block, place, draft)
        case Definitions():
            _write_definitions(flow, block, place, draft)
        case Table():
            write_table(flow, block, place, draft, write_blocks)
        case Quote():
            style = _style(draft, block.attr, "quote") if place.text == "body" else place.text
            write_blocks(flow, block.blocks, replace(place, text=style), draft)
        case Callout():
            _write_callout(flow, block, place, draft)
        case Section() | Columns():
            write_blocks(flow, block.blocks, place, draft)
        case Figure():
            _write_figure(flow, block, place, draft)
        case Rule():
            _write_rule(flow, block, place, draft)
    if block.attr.keep:
        _keep(flow.items[begin:])


def _keep(items: list[Element]) -> None:
    """Keep paragraphs (and the rows of tables) on one page with what follows, all but the last."""
    for number, item in enumerate(items):
        if is_table(item):
            rows = item.findall("{*}tr")
            paragraphs = [row.iter("{*}p") for row in (rows if number + 1 < len(items) else rows[:-1])]
            found = [paragraph for row in paragraphs for paragraph in row]
        else:
            put(paragraph_properties(item), "keepLines", {"val": "1"})
            found = [item] if number + 1 < len(items) else []
        for paragraph in found:
            put(paragraph_properties(paragraph), "keepNext", {"val": "1"})


def _style(draft: Draft, attr: Attr, role: str) -> str:
    """Return the key of the theme's style for a node: its first class with one, else its role's, else body."""
    return next((name for name in (*attr.classes, role) if name in draft.theme.styles), "body")


# ---------------------------------------------------------------- paragraphs


def append_paragraph(
    flow: Flow,
    key: ParagraphStyle,
    place: Place,
    draft: Draft,
    write: Callable[[Element, Words], None],
    *,
    number: tuple[int, int] | None = None,
) -> Element:
    """Append a paragraph of a style; `write` fills it. `number` is the list and the level that it counts in."""
    paragraph = w("p")
    props = add(paragraph, "pPr")
    add(props, "pStyle", val=draft.styles.paragraph(key))
    if flow.page:
        add(props, "pageBreakBefore")
        flow.page = False
    if number is not None:
        holder = add(props, "numPr")
        add(holder, "ilvl", val=number[1])
        add(holder, "numId", val=number[0])
    rtl = is_rtl(place.lang)
    if rtl:
        add(props, "bidi")
    theme_look = draft.styles.look_of(key)
    if flow.gap > theme_look.before:
        put(props, "spacing", {"before": twips(flow.gap)})
    flow.gap, flow.boxed = 0.0, False
    if place.align:
        put(props, "jc", alignment(place.align))
    ends = list(bookmarks(draft, flow.ids))
    flow.ids.clear()
    paragraph.extend(start for start, _ in ends)
    write(paragraph, Words(around=theme_look, look=theme_look, lang=place.lang, rtl=rtl))
    paragraph.extend(end for _, end in ends)
    flow.items.append(paragraph)
    return paragraph


def _key(place: Place, style: str, **more: str | int | float) -> ParagraphStyle:
    indent = {} if "indent" in more else {"indent": place.indent}
    return ParagraphStyle(style=style, box=place.box, plain=place.plain, **indent, **more)  # type: ignore[arg-type]


def _text(inlines: Inlines, flow: Flow, draft: Draft) -> Callable[[Element, Words], None]:
    return lambda paragraph, words: write_inlines(paragraph, inlines, words, flow.story, draft)


def _write_heading(flow: Flow, block: Heading, place: Place, draft: Draft) -> None:
    level = min(max(block.level, 1), 4)
    style = _style(draft, block.attr, place.heading or f"h{level}")
    append_paragraph(flow, _key(place, style, heading=level), place, draft, _text(block.children, flow, draft))


def _write_paragraph(flow: Flow, block: Paragraph, place: Place, draft: Draft) -> None:
    style = _style(draft, block.attr, place.text)
    append_paragraph(flow, _key(place, style), place, draft, _text(block.children, flow, draft))


def _write_rule(flow: Flow, block: Rule, place: Place, draft: Draft) -> None:
    if "page" in block.attr.classes:
        flow.page = True
        return
    paragraph = append_paragraph(flow, _key(place, "body"), place, draft, lambda *_: None)
    furniture = draft.theme.furniture
    borders = w("pBdr")
    add(borders, "bottom", **border(0.5, draft.theme.colours.get(furniture.rule_colour, furniture.rule_colour)))
    props = paragraph_properties(paragraph)
    props.insert(1, borders)
    put(props, "spacing", {"before": 0, "after": twips(8), "line": twips(6), "lineRule": "exact"})


# ---------------------------------------------------------------- lists


def _write_list(flow: Flow, block: List, place: Place, draft: Draft) -> None:
    level = place.level + 1
    lists = draft.theme.lists
    last = block.start + len(block.items) - 1
    hanging = draft.numbering.hanging(last) if block.ordered else lists.indent
    number = draft.numbering.numbers(level, block.start) if block.ordered else draft.numbering.bullets()
    inside = replace(
        place,
        indent=place.indent + hanging,
        width=place.width - hanging,
        list="number" if block.ordered else "bullet",
        level=level,
    )
    for item in block.items:
        _write_item(flow, item, inside.within(item.attr), draft, (number, min(level, 8)), hanging)
    if level == 0 and flow.items and not is_table(flow.items[-1]) and not place.box:
        put(paragraph_properties(flow.items[-1]), "spacing", {"after": twips(lists.after)})


def _write_item(flow: Flow, item: Item, place: Place, draft: Draft, number: tuple[int, int], hanging: float) -> None:
    begin = len(flow.items)
    if item.attr.id:
        flow.ids.append(item.attr.id)
    first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
    inlines: Inlines = ()
    role, heading = place.text, 0
    if isinstance(first, Paragraph | Heading):
        inlines = first.children
        if first.attr.id:
            flow.ids.append(first.attr.id)
        place = place.within(first.attr)
        if isinstance(first, Heading):
            heading = min(max(first.level, 1), 4)
            role = place.heading or f"h{heading}"
        role = _style(draft, first.attr, role)
    elif first is not None:
        rest = item.blocks
    key = _key(place, role, list=place.list, level=place.level, hanging=hanging, heading=heading)
    append_paragraph(flow, key, place, draft, _text(inlines, flow, draft), number=number)
    for block in rest:
        if isinstance(block, Paragraph):
            style = _style(draft, block.attr, place.text)
            if block.attr.id:
                flow.ids.append(block.attr.id)
            key = _key(place, style, list="continue", level=place.level)
            append_paragraph(flow, key, place.within(block.attr), draft, _text(block.children, flow, draft))
        else:
            write_block(flow, block, place, draft)
    if item.attr.keep:
        _keep(flow.items[begin:])


def _write_definitions(flow: Flow, block: Definitions, place: Place, draft: Draft) -> None:
    """Terms beside what they mean where all are short, else above it."""
    term_look = look(draft.theme, "term")
    widest = max((len(plain(entry.term)) for entry in block.entries), default=0) * term_look.size * 0.56
    beside = widest + _TERM_GAP <= place.width * _SIDE_BY_SIDE
    step = round(widest + _TERM_GAP) if beside else draft.theme.lists.indent
    inside = replace(place, indent=place.indent + step, width=place.width - step)
    for entry in block.entries:
        begin = len(flow.items)
        if entry.attr.id:
            flow.ids.append(entry.attr.id)
        _write_definition(flow, entry, place.within(entry.attr), inside.within(entry.attr), draft, beside, step)
        if entry.attr.keep:
            _keep(flow.items[begin:])


def _write_definition(
    flow: Flow, entry: Definition, place: Place, inside: Place, draft: Draft, beside: bool, step: float
) -> None:
    blocks = entry.blocks
    if beside and blocks and isinstance(blocks[0], Paragraph):
        first, blocks = blocks[0], blocks[1:]
        if first.attr.id:
            flow.ids.append(first.attr.id)
        term = Span(children=entry.term, attr=Attr(classes=("term",)))

        def write(paragraph: Element, words: Words) -> None:
            write_inlines(paragraph, (term,), words, flow.story, draft)
            add(add(paragraph, "r"), "tab")
            write_inlines(paragraph, first.children, words, flow.story, draft)

        key = _key(inside, _style(draft, first.attr, place.text), hanging=step)
        append_paragraph(flow, key, inside, draft, write)
    else:
        key = _key(place, "term" if "term" in draft.theme.styles else "body")
        paragraph = append_paragraph(flow, key, place, draft, _text(entry.term, flow, draft))
        put(paragraph_properties(paragraph), "keepNext", {"val": "1"})
        put(paragraph_properties(paragraph), "spacing", {"after": twips(1)})
    write_blocks(flow, blocks, inside, draft)


# ---------------------------------------------------------------- boxes and figures


def _write_callout(flow: Flow, block: Callout, place: Place, draft: Draft) -> None:
    """Write a box as paragraphs that share ground and borders, or in a frame of one cell where they would differ."""
    boxes = draft.theme.boxes
    name = next((name for name in block.attr.classes if name in boxes), "default" if "default" in boxes else "")
    if not name or place.box:
        write_blocks(flow, block.blocks, place, draft)
        return
    box = boxes[name]
    if flow.boxed:
        flow.items.append(spacer(_BETWEEN))
    inside = replace(place, box=name, text=box.text, heading=box.title, sections=False)
    if place.indent or not all(_is_simple(each) for each in block.blocks):
        boxed_table(flow, block.blocks, replace(inside, plain=True, indent=0.0), place, draft, write_blocks)
        return
    begin = len(flow.items)
    write_blocks(flow, block.blocks, inside, draft)
    written = flow.items[begin:]
    if written:
        put(paragraph_properties(written[0]), "spacing", {"before": twips(max(box.before, flow.gap))})
        put(paragraph_properties(written[-1]), "spacing", {"after": twips(box.after)})
    flow.boxed = True


def _is_simple(block: Block) -> bool:
    """Tell whether all paragraphs of a block begin at one edge, so that Word joins their borders."""
    if isinstance(block, Section):
        return all(map(_is_simple, block.blocks))
    if isinstance(block, List):
        return all(isinstance(each, Paragraph) for item in block.items for each in item.blocks[:1]) and all(
            len(item.blocks) == 1 for item in block.items
        )
    return isinstance(block, Paragraph | Heading)


def _write_figure(flow: Flow, block: Figure, place: Place, draft: Draft) -> None:
    def write(paragraph: Element, words: Words) -> None:
        paragraph.append(inline_picture(block, place.width, flow.story, draft))

    key = _key(place, "body")
    paragraph = append_paragraph(flow, key, place, draft, write)
    props = paragraph_properties(paragraph)
    put(props, "spacing", {"line": 240, "lineRule": "auto", "before": twips(6), "after": twips(4)})
    if block.caption:
        put(props, "keepNext", {"val": "1"})
        style = "caption" if "caption" in draft.theme.styles else "body"
        caption = append_paragraph(flow, _key(place, style), place, draft, _text(block.caption, flow, draft))
        put(paragraph_properties(caption), "keepNext", {"val": "0"})
        put(paragraph_properties(caption), "spacing", {"after": twips(10)})
