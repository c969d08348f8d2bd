"""Blocks as HTML."""

from __future__ import annotations

from base64 import b64encode

from msgspec.structs import replace

from briefgen.document import (
    Attr,
    Block,
    Blocks,
    Callout,
    Columns,
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
    Table,
)
from briefgen.plain import plain
from briefgen.scene import Scene
from briefgen.theme import BoxStyle, Look, look
from briefgen.write.html.columns import arranged
from briefgen.write.html.drawings import write_data, write_drawing
from briefgen.write.html.inlines import write_inlines
from briefgen.write.html.sheet import Around, Sheet, chosen, classes, open_tag, selector
from briefgen.write.html.tables import write_table
from briefgen.write.html.words import tag


def write_blocks(blocks: Blocks, around: Around, sheet: Sheet) -> str:
    """Return the HTML of blocks, each on lines of its own."""
    return "".join(_block(block, around, sheet) + "\n" for block in blocks)


def write_words(inlines: Inlines, around: Around, sheet: Sheet) -> str:
    """Return the HTML of inlines, with any notes among them kept in `sheet`."""
    return write_inlines(inlines, around, sheet, write_note)


def write_note(blocks: Blocks, sheet: Sheet) -> str:
    """Return the content of a footnote; a single plain paragraph goes without its element."""
    return write_flow(blocks, Around(look=look(sheet.theme, "note"), role="note"), sheet)


def write_flow(blocks: Blocks, around: Around, sheet: Sheet) -> str:
    """Return the content of an item, cell or note: the words alone where it holds one plain paragraph."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and blocks[0].attr == Attr():
        return write_words(blocks[0].children, around, sheet)
    return "\n" + write_blocks(blocks, around, sheet) if blocks else ""


def _block(block: Block, around: Around, sheet: Sheet) -> str:
    match block:
        case Heading():
            return _heading(block, around, sheet)
        case Paragraph():
            return _paragraph(block, around, sheet)
        case List():
            return _list(block, around, sheet)
        case Definitions():
            return _definitions(block, around, sheet)
        case Table():
            return write_table(block, sheet, write_words, write_flow)
        case Quote():
            return _container("blockquote", block.blocks, block.attr, around, sheet, role="quote")
        case Callout():
            return _callout(block, sheet)
        case Section():
            return _container("section", block.blocks, block.attr, around, sheet)
        case Columns(count=count):
            blocks, rows = arranged(block)
            more = ("b-columns", f"b-columns-{count}", *(["b-rows"] if rows else []))
            return _container("div", blocks, block.attr, around, sheet, *more)
        case Figure():
            return _figure(block, sheet)
        case Rule(attr=attr):
            more = ("b-break",) if "page" in attr.classes else ()
            return tag("hr", id=attr.id, class_=classes(attr, "", {"page": None}, *more))


def _heading(block: Heading, around: Around, sheet: Sheet) -> str:
    element = f"h{min(max(block.level, 1), 4)}"
    names, own = _own_style(element, block.attr, around.title or element, sheet, plain_role=element)
    id_ = block.attr.id
    if element == "h2" and not around.title:
        if not id_:
            sheet.made += 1
            id_ = sheet.name(f"part-{sheet.made}")
        sheet.contents.append((id_, plain(block.children)))
    inner = write_words(block.children, replace(around, look=own), sheet)
    return f"{open_tag(element, block.attr, names, id_=id_)}{inner}</{element}>"


def _paragraph(block: Paragraph, around: Around, sheet: Sheet) -> str:
    names, own = _own_style("p", block.attr, around.role, sheet, plain_role=around.role)
    return f"{open_tag('p', block.attr, names)}{write_words(block.children, replace(around, look=own), sheet)}</p>"


def _own_style(element: str, attr: Attr, role: str, sheet: Sheet, *, plain_role: str) -> tuple[str, Look]:
    """Return the classes and look of a heading or paragraph, and see that the style sheet has the look.

    `plain_role` is the style that the element has without a class.
    """
    theme = sheet.theme
    style = chosen((*attr.classes, role), theme.styles, "body")
    own = look(theme, style)
    shown = "" if style == plain_role else style
    if shown or element != "p":
        sheet.blocks[selector(element, shown)] = own
    return classes(attr, shown, theme.styles), own


def _inside(element: str, attr: Attr, around: Around, sheet: Sheet, role: str = "") -> tuple[str, Around]:
    """Return the classes of a block that holds blocks, and what it gives to these: the style of its class or role."""
    theme = sheet.theme
    style = chosen((*attr.classes, role), theme.styles, "")
    if not style:
        return classes(attr, "", theme.styles), around
    own = look(theme, style)
    shown = "" if style == role else style
    sheet.blocks[selector(element, shown)] = own
    return classes(attr, shown, theme.styles), replace(around, look=own, role=style)


def _container(
    element: str, blocks: Blocks, attr: Attr, around: Around, sheet: Sheet, *more: str, role: str = ""
) -> str:
    names, inner = _inside(element, attr, around, sheet, role)
    names = " ".join(filter(None, (names, *more)))
    return f"{open_tag(element, attr, names)}\n{write_blocks(blocks, inner, sheet)}</{element}>"


def _list(block: List, around: Around, sheet: Sheet) -> str:
    element = "ol" if block.ordered else "ul"
    names, inner = _inside(element, block.attr, around, sheet)
    tight = all(_is_tight(item) for item in block.items)
    if not tight:
        names = " ".join(filter(None, (names, "b-loose")))
    start = open_tag(element, block.attr, names, start=str(block.start) if block.ordered and block.start != 1 else "")
    if block.ordered:
        sheet.fonts.add(inner.look, "0123456789.")
    items = "".join(_item(item, tight, inner, sheet) + "\n" for item in block.items)
    return f"{start}\n{items}</{element}>"


def _is_tight(item: Item) -> bool:
    """Say whether an item is one plain paragraph, with at most lists below it."""
    first, rest = item.blocks[:1], item.blocks[1:]
    return (
        bool(first)
        and isinstance(first[0], Paragraph)
        and first[0].attr == Attr()
        and all(isinstance(block, List) for block in rest)
    )


def _item(item: Item, tight: bool, around: Around, sheet: Sheet) -> str:
    names, inner = _inside("li", item.attr, around, sheet)
    start = open_tag("li", item.attr, names)
    if not tight:
        return f"{start}\n{write_blocks(item.blocks, inner, sheet)}</li>"
    words = write_flow(item.blocks[:1], inner, sheet)
    below = write_blocks(item.blocks[1:], inner, sheet)
    return f"{start}{words}{chr(10) if below else ''}{below}</li>"


def _definitions(block: Definitions, around: Around, sheet: Sheet) -> str:
    names, inner = _inside("dl", block.attr, around, sheet)
    entries = []
    for entry in block.entries:
        own = look(sheet.theme, chosen(entry.attr.classes, sheet.theme.styles, "term"))
        sheet.blocks["dt"] = look(sheet.theme, "term")
        term = write_words(entry.term, replace(inner, look=own), sheet)
        meaning = write_flow(entry.blocks, inner, sheet)
        start = open_tag("div", entry.attr, classes(entry.attr, "", sheet.theme.styles))
        entries.append(f"{start}<dt>{term}</dt><dd>{meaning}</dd></div>\n")
    return f"{open_tag('dl', block.attr, names)}\n{''.join(entries)}</dl>"


def _callout(block: Callout, sheet: Sheet) -> str:
    theme = sheet.theme
    name = chosen(block.attr.classes, theme.boxes, "default")
    box = theme.boxes.get(name, BoxStyle())
    shown = "" if name == "default" else name
    place = selector("aside", shown)
    own = look(theme, box.text)
    sheet.boxes[place] = box
    sheet.blocks[place] = own
    start = open_tag("aside", block.attr, classes(block.attr, shown, theme.boxes), role="note")
    inner = Around(look=own, role=box.text, title=box.title)
    return f"{start}\n{write_blocks(block.blocks, inner, sheet)}</aside>"


def _figure(block: Figure, sheet: Sheet) -> str:
    image = block.image
    if isinstance(image, Scene):
        return _drawing(block, image, sheet)
    data = f"data:{image.media_type};base64,{b64encode(image.data).decode('ascii')}"
    pixels = [str(max(1, round(points * 96 / 72))) for points in (image.width, image.height)]
    picture = tag("img", src=data, alt=block.alt, width=pixels[0], height=pixels[1])
    names = classes(block.attr, "", sheet.theme.styles)
    return f"{open_tag('figure', block.attr, names)}\n{picture}\n{_figure_caption(block, sheet)}</figure>"


def _figure_caption(block: Figure, sheet: Sheet) -> str:
    if not block.caption:
        return ""
    own = look(sheet.theme, "caption")
    sheet.blocks["figcaption"] = own
    words = write_words(block.caption, Around(look=own, role="caption"), sheet)
    return f"<figcaption>{words}</figcaption>\n"


def _drawing(block: Figure, scene: Scene, sheet: Sheet) -> str:
    """Return a figure with its drawing as SVG, the one for narrow screens too, and its data to unfold."""
    drawn = write_drawing(scene, sheet, "b-drawing b-broad" if block.narrow else "b-drawing")
    if block.narrow:
        drawn += "\n" + write_drawing(block.narrow, sheet, "b-drawing b-narrow")
    names = classes(block.attr, "", sheet.theme.styles)
    caption, data = _figure_caption(block, sheet), write_data(scene, sheet)
    return f"{open_tag('figure', block.attr, names)}\n{drawn}\n{caption}</figure>\n{data}"
