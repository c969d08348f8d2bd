"""Page furniture: size and margins, running heads and feet with page numbers, the band of the first page."""

from __future__ import annotations

from msgspec import Struct

from briefgen.document import Document, Running
from briefgen.theme import SIZES, Theme, colour, look
from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.elements import Attributes, Children, root, twips, w
from briefgen.write.docx.items import ParagraphItem, Properties
from briefgen.write.docx.looks import border
from briefgen.write.docx.paragraphs import make_room, words_of
from briefgen.write.docx.pictures import band
from briefgen.write.docx.runs import TAB, write_inlines
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.styles import ParagraphStyle

_BASELINE = 0.8  # share of a line's height that stands above its baseline, as Word sets exact lines


class RunningPart(Struct, frozen=True, kw_only=True, eq=False):
    """A header or footer part: `kind` is header or footer, `pages` default or first."""

    kind: str
    pages: str
    text: str
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
    around = look(theme, kind)
    out: list[str] = []
    style_id = draft.styles.paragraph(ParagraphStyle(style=kind if kind in theme.styles else "body"))
    if kind == "header" and pages == "first" and theme.page.band > 0:
        page_width = SIZES[theme.page.size][0]
        out.append(band(page_width, theme.page.band, colour(theme, theme.page.band_colour), story, draft))
    draft.tallest = 0.0
    words = words_of(around, draft.document.lang, draft.styles)
    write_inlines(out, running.start, words, story, draft)
    for inlines in (running.center, running.end):
        if inlines:
            out.append(TAB)
            write_inlines(out, inlines, words, story, draft)
    props = make_room(_properties(kind, style_id, running, draft), around, draft.tallest)
    text = root("hdr" if kind == "header" else "ftr", ParagraphItem(props, "".join(out)).text())
    return RunningPart(kind=kind, pages=pages, text=text, story=story)


def _properties(kind: str, style_id: str, running: Running, draft: Draft) -> Properties:
    theme = draft.theme
    found: Children = {"pStyle": {"val": style_id}}
    rule = theme.furniture.header_rule if kind == "header" else theme.furniture.footer_rule
    if rule > 0 and (running.start or running.center or running.end):
        side = "bottom" if kind == "header" else "top"
        found["pBdr"] = w("pBdr", w(side, **border(rule, colour(theme, theme.furniture.rule_colour), 4.0)))
    width = twips(text_width(theme))
    centre = w("tab", val="center", pos=width // 2) if running.center else ""
    found["tabs"] = w("tabs", centre + w("tab", val="right", pos=width))
    if is_rtl(draft.document.lang):
        found["bidi"] = {}
    return Properties(found)


def section(draft: Draft, parts: list[RunningPart], *, columns: int, first: bool) -> str:
    """Return `<w:sectPr>`: the first one names the heads and feet, those that follow go on with them."""
    theme = draft.theme
    page = theme.page
    width, height = SIZES[page.size]
    found: list[str] = []
    if first:
        for part in sorted(parts, key=lambda part: (part.kind == "footer", part.pages)):
            found.append(w(f"{part.kind}Reference", **{"type": part.pages, "r:id": part.relation}))
    head, foot = look(theme, "header"), look(theme, "footer")
    margins = w(
        "pgMar", top=twips(page.top), right=twips(page.right), bottom=twips(page.bottom), left=twips(page.left),
        header=max(twips(page.header - head.leading * _BASELINE), 0),
        footer=max(twips(page.footer - foot.leading * (1 - _BASELINE)), 0), gutter=0,
    )  # fmt: skip
    several: Attributes = {"num": columns} if columns > 1 else {}
    found += (
        w("type", val="nextPage" if first else "continuous"),
        w("pgSz", w=twips(width), h=twips(height)),
        margins,
        w("cols", **several, space=twips(page.column_gap), **({"equalWidth": 1} if several else {})),
        w("titlePg") if first and has_first_page(draft.document, theme) else "",
        w("bidi") if is_rtl(draft.document.lang) else "",
    )
    return w("sectPr", "".join(found))
