"""One paragraph: its style, what it stands in, and what waits to begin with it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from briefgen.document import Attr, Heading, Inlines
from briefgen.theme import Look
from briefgen.write.docx.draft import Draft, Flow, Place, bookmarks
from briefgen.write.docx.elements import Element, add, put, twips, w
from briefgen.write.docx.looks import alignment
from briefgen.write.docx.runs import Words, write_inlines
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.styles import Indent, ParagraphStyle

_TALL = 1.15  # height of a line, of its largest type

Write = Callable[[Element, Words], None]


def style_name(draft: Draft, *names: str) -> str:
    """Return the first of the names that the theme has a style for, else body."""
    return next((name for name in names if name in draft.theme.styles), "body")


def paragraph_key(attr: Attr, place: Place, draft: Draft) -> ParagraphStyle:
    """Return the style of a paragraph with these attributes."""
    listed = "continue" if place.list in ("bullet", "number") else place.list
    name = style_name(draft, *attr.classes, *place.text)
    return ParagraphStyle(style=name, box=place.box, list=listed, level=max(place.level, 0))


def heading_key(block: Heading, place: Place, draft: Draft) -> ParagraphStyle:
    level = min(max(block.level, 1), 4)
    name = style_name(draft, *block.attr.classes, place.heading or f"h{level}")
    return ParagraphStyle(style=name, heading=level, box=place.box)


def write_words(inlines: Inlines, flow: Flow, draft: Draft) -> Write:
    """Return what fills a paragraph with these inlines."""
    return lambda paragraph, words: write_inlines(paragraph, inlines, words, flow.story, draft)


def append_paragraph(
    flow: Flow,
    key: ParagraphStyle,
    place: Place,
    draft: Draft,
    write: Write,
    *,
    number: tuple[int, int] | None = None,
    hanging: float = 0.0,
) -> Element:
    """Append a paragraph, which `write` fills. `number` is the list it is an item of, and its level there."""
    paragraph = w("p")
    rtl = is_rtl(place.lang)
    theme_look = draft.styles.look_of(key)
    gap = flow.gap if flow.gap > theme_look.before or key.list else 0.0
    said = (key, flow.page, number, rtl, gap, place.indent, place.align, hanging)
    known = draft.paragraph_properties.get(said)
    if known is None:
        known = draft.paragraph_properties[said] = _properties(key, place, draft, number, hanging, gap, page=flow.page)
    props = deepcopy(known)
    paragraph.append(props)
    flow.gap, flow.boxed, flow.page = 0.0, False, False
    ends = list(bookmarks(draft, flow.ids))
    flow.ids.clear()
    paragraph.extend(start for start, _ in ends)
    draft.tallest = 0.0
    write(paragraph, Words(around=theme_look, look=theme_look, lang=place.lang, rtl=rtl))
    make_room(props, theme_look, draft.tallest)
    paragraph.extend(end for _, end in ends)
    flow.items.append(paragraph)
    return paragraph


def _properties(
    key: ParagraphStyle,
    place: Place,
    draft: Draft,
    number: tuple[int, int] | None,
    hanging: float,
    gap: float,
    *,
    page: bool,
) -> Element:
    """Return the `<w:pPr>` of paragraphs like this one; `gap` is room above that the style does not give."""
    props = w("pPr")
    add(props, "pStyle", val=draft.styles.paragraph(key))
    if page:
        add(props, "pageBreakBefore")
    if number is not None:
        holder = add(props, "numPr")
        add(holder, "ilvl", val=number[1])
        add(holder, "numId", val=number[0])
    if is_rtl(place.lang):
        add(props, "bidi")
    if gap:
        put(props, "spacing", {"before": twips(gap)})
    level = draft.styles.missing_level(key)
    if level is not None:
        put(props, "outlineLvl", {"val": level})
    _indent(props, key, place, draft, number is not None, hanging)
    if place.align:
        put(props, "jc", alignment(place.align))
    return props


def _indent(props: Element, key: ParagraphStyle, place: Place, draft: Draft, numbered: bool, hanging: float) -> None:
    """Say the indents where the style does not: a list's pattern would override the style."""
    styled = draft.styles.indent(key)
    bare = draft.styles.indent(ParagraphStyle(style=key.style, box=key.box))
    wanted = Indent(start=bare.start + place.indent, end=bare.end, hanging=hanging)
    if numbered or wanted != styled:
        put(props, "ind", wanted.attributes())


def make_room(props: Element, theme_look: Look, tallest: float) -> None:
    """Make lines higher where they hold words larger than the style's: Word cuts what stands out of an exact line."""
    needed = tallest * _TALL
    if tallest > theme_look.size and needed > theme_look.leading:
        put(props, "spacing", {"line": twips(needed), "lineRule": "exact"})
