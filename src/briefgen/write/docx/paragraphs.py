"""One paragraph: its style, what it stands in, and what waits to begin with it."""

from __future__ import annotations

from collections.abc import Callable

from briefgen.document import Attr, Heading, Inlines
from briefgen.theme import Look
from briefgen.write.docx.draft import Draft, Flow, Place
from briefgen.write.docx.elements import Children, twips, w
from briefgen.write.docx.items import ParagraphItem, Properties
from briefgen.write.docx.looks import alignment
from briefgen.write.docx.runs import write_inlines
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.styles import Indent, ParagraphStyle, Styles
from briefgen.write.docx.words import Words

_TALL = 1.15  # height of a line, of its largest type

Write = Callable[[list[str], Words], None]


def style_name(draft: Draft, *names: str) -> str:
    """Return the first of the names that the theme has a style for, else body."""
    styles = draft.theme.styles
    for name in names:
        if name in styles:
            return name
    return "body"


def paragraph_key(attr: Attr, place: Place, draft: Draft) -> ParagraphStyle:
    """Return the style of a paragraph with these attributes."""
    keys = draft.styles.kept.keys
    said = (attr.classes, place.text, place.box, place.list, place.level)
    known = keys.get(said)
    if known is None:
        listed = "continue" if place.list in ("bullet", "number") else place.list
        name = style_name(draft, *attr.classes, *place.text)
        known = keys[said] = ParagraphStyle(style=name, box=place.box, list=listed, level=max(place.level, 0))
    return known


def heading_key(block: Heading, place: Place, draft: Draft) -> ParagraphStyle:
    level = min(max(block.level, 1), 4)
    name = style_name(draft, *block.attr.classes, place.heading or f"h{level}")
    return ParagraphStyle(style=name, heading=level, box=place.box)


def write_words(inlines: Inlines, flow: Flow, draft: Draft) -> Write:
    """Return what fills a paragraph with these inlines."""
    return lambda out, words: write_inlines(out, inlines, words, flow.story, draft)


def append_paragraph(
    flow: Flow,
    key: ParagraphStyle,
    place: Place,
    draft: Draft,
    write: Write,
    *,
    number: tuple[int, int] | None = None,
    hanging: float = 0.0,
) -> ParagraphItem:
    """Append a paragraph, which `write` fills. `number` is the list it is an item of, and its level there."""
    styles = draft.styles
    style_id = styles.paragraph(key)
    said = (key, style_id, place.lang, flow.page, flow.gap, number, place.indent, place.align, hanging)
    known = styles.kept.paragraphs.get(said)
    if known is None:
        known = styles.kept.paragraphs[said] = _alike(flow, key, style_id, place, styles, number, hanging)
    props, words = known
    flow.gap, flow.boxed, flow.page = 0.0, False, False
    start, end = draft.bookmarks(flow.ids) if flow.ids else ("", "")
    flow.ids.clear()
    draft.tallest = 0.0
    out = [start]
    write(out, words)
    out.append(end)
    paragraph = ParagraphItem(make_room(props, words.look, draft.tallest), "".join(out))
    flow.items.append(paragraph)
    return paragraph


def _alike(
    flow: Flow,
    key: ParagraphStyle,
    style_id: str,
    place: Place,
    styles: Styles,
    number: tuple[int, int] | None,
    hanging: float,
) -> tuple[Properties, Words]:
    """Return what all paragraphs like this one have: their `<w:pPr>`, and what holds for words in them."""
    theme_look = styles.look_of(key)
    gap = flow.gap if flow.gap > theme_look.before or key.list else 0.0  # else the style gives the room above
    found: Children = {"pStyle": {"val": style_id}}
    if flow.page:
        found["pageBreakBefore"] = {}
    if number is not None:
        found["numPr"] = w("numPr", w("ilvl", val=number[1]) + w("numId", val=number[0]))
    if is_rtl(place.lang):
        found["bidi"] = {}
    if gap:
        found["spacing"] = {"before": twips(gap)}
    level = styles.missing_level(key)
    if level is not None:
        found["outlineLvl"] = {"val": level}
    indent = _indent(key, place, styles, number is not None, hanging)
    if indent is not None:
        found["ind"] = indent.attributes()
    if place.align:
        found["jc"] = alignment(place.align)
    return Properties(found), words_of(theme_look, place.lang, styles)


def words_of(around: Look, lang: str, styles: Styles) -> Words:
    """Return what holds for words of a paragraph that looks like this: the same thing each time."""
    key = (id(around), lang)  # the words hold the look, so that its id is not used again
    known = styles.kept.words.get(key)
    if known is None:
        known = styles.kept.words[key] = Words(around=around, look=around, lang=lang, rtl=is_rtl(lang))
    return known


def _indent(key: ParagraphStyle, place: Place, styles: Styles, numbered: bool, hanging: float) -> Indent | None:
    """Return the indents where the style does not say them: a list's pattern would override the style."""
    styled = styles.indent(key)
    bare = styles.indent(ParagraphStyle(style=key.style, box=key.box))
    wanted = Indent(start=bare.start + place.indent, end=bare.end, hanging=hanging)
    return wanted if numbered or wanted != styled else None


def make_room(props: Properties, theme_look: Look, tallest: float) -> Properties:
    """Make lines higher where they hold words larger than the style's: Word cuts what stands out of an exact line."""
    needed = tallest * _TALL
    if tallest > theme_look.size and needed > theme_look.leading:
        return props.put("spacing", {"line": twips(needed), "lineRule": "exact"})
    return props
