"""Page furniture: size and margins, running heads and feet with page numbers, the band of the first page."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.document import Document, Running
from briefgen.theme import SIZES, Theme, colour, look
from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.elements import Element, add, twips, w
from briefgen.write.docx.looks import border
from briefgen.write.docx.paragraphs import make_room
from briefgen.write.docx.pictures import band
from briefgen.write.docx.runs import Words, write_inlines
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.styles import ParagraphStyle

_BASELINE = 0.8  # share of a line's height that stands above its baseline, as Word sets exact lines


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPart:
    """A header or footer part: `kind` is header or footer, `pages` default or first."""

    kind: str
    pages: str
    element: Element
    story: Story

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.pages}.xml"

    @property
    def relation(self) -> str:
        return f"rId-{self.kind}-{self.pages}"


def text_width(theme: Theme) -> float:
    """Return the width between the margins, in points."""
    return SIZES[theme.page.size][0] - theme.page.left - theme.page.right


def has_first_page(document: Document, theme: Theme) -> bool:
    """Tell whether the first page has a head or foot of its own."""
    return document.first_header is not None or document.first_footer is not None or theme.page.band > 0


def page_room(theme: Theme) -> tuple[float, float]:
    """Return the width and height between the margins, in points."""
    return text_width(theme), SIZES[theme.page.size][1] - theme.page.top - theme.page.bottom


def running_parts(draft: Draft) -> list[RunningPart]:
    """Return the headers and footers of the document."""
    document, theme = draft.document, draft.theme
    found = [_part("header", "default", document.header, draft), _part("footer", "default", document.footer, draft)]
    if has_first_page(document, theme):
        head = document.header if document.first_header is None else document.first_header
        foot = document.footer if document.first_footer is None else document.first_footer
        found += [_part("header", "first", head, draft), _part("footer", "first", foot, draft)]
    return found


def _part(kind: str, pages: str, running: Running, draft: Draft) -> RunningPart:
    theme, story = draft.theme, Story()
    root = w("hdr" if kind == "header" else "ftr")
    paragraph = add(root, "p")
    props = add(paragraph, "pPr")
    style = ParagraphStyle(style=kind if kind in theme.styles else "body")
    add(props, "pStyle", val=draft.styles.paragraph(style))
    rule = theme.furniture.header_rule if kind == "header" else theme.furniture.footer_rule
    filled = bool(running.start or running.center or running.end)
    if rule > 0 and filled:
        side = "bottom" if kind == "header" else "top"
        add(add(props, "pBdr"), side, **border(rule, colour(theme, theme.furniture.rule_colour), 4.0))
    width = twips(text_width(theme))
    tabs = add(props, "tabs")
    if running.center:
        add(tabs, "tab", val="center", pos=width // 2)
    add(tabs, "tab", val="right", pos=width)
    rtl = is_rtl(draft.document.lang)
    if rtl:
        add(props, "bidi")
    if kind == "header" and pages == "first" and theme.page.band > 0:
        page_width = SIZES[theme.page.size][0]
        paragraph.append(band(page_width, theme.page.band, colour(theme, theme.page.band_colour), story, draft))
    draft.tallest = 0.0
    words = Words(around=look(theme, kind), look=look(theme, kind), lang=draft.document.lang, rtl=rtl)
    write_inlines(paragraph, running.start, words, story, draft)
    if running.center:
        add(add(paragraph, "r"), "tab")
        write_inlines(paragraph, running.center, words, story, draft)
    if running.end:
        add(add(paragraph, "r"), "tab")
        write_inlines(paragraph, running.end, words, story, draft)
    make_room(props, look(theme, kind), draft.tallest)
    return RunningPart(kind=kind, pages=pages, element=root, story=story)


def section(draft: Draft, parts: list[RunningPart], *, columns: int, first: bool) -> Element:
    """Return `<w:sectPr>`: the first one names the heads and feet, those that follow go on with them."""
    theme = draft.theme
    page = theme.page
    width, height = SIZES[page.size]
    found = w("sectPr")
    if first:
        for part in sorted(parts, key=lambda part: (part.kind == "footer", part.pages)):
            reference = add(found, f"{part.kind}Reference", type=part.pages)
            reference.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", part.relation)
    add(found, "type", val="nextPage" if first else "continuous")
    add(found, "pgSz", w=twips(width), h=twips(height))
    head, foot = look(theme, "header"), look(theme, "footer")
    add(
        found, "pgMar", top=twips(page.top), right=twips(page.right), bottom=twips(page.bottom), left=twips(page.left),
        header=max(twips(page.header - head.leading * _BASELINE), 0),
        footer=max(twips(page.footer - foot.leading * (1 - _BASELINE)), 0), gutter=0,
    )  # fmt: skip
    if columns > 1:
        add(found, "cols", num=columns, space=twips(page.column_gap), equalWidth=1)
    else:
        add(found, "cols", space=twips(page.column_gap))
    if first and has_first_page(draft.document, theme):
        add(found, "titlePg")
    if is_rtl(draft.document.lang):
        add(found, "bidi")
    return found
