"""Markings on every page: where the letterhead keeps no place for them, they stand at its heads' top and feet's end.

The letterhead's own heads and feet win over those of the template, but a marking that the template sets in them says
how the paper may be handled, and has to be on each page.
"""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT

from briefgen.document import Document, Inline, Inlines, Mark, Running
from briefgen.theme import look
from briefgen.write.docx.draft import Draft, Story
from briefgen.write.docx.elements import Children, Element, R, W, root, w
from briefgen.write.docx.items import ParagraphItem, Properties
from briefgen.write.docx.letterhead.held import Held, Part, Relation
from briefgen.write.docx.letterhead.host_styles import is_on, val
from briefgen.write.docx.letterhead.place import body_of
from briefgen.write.docx.letterhead.sections import sections
from briefgen.write.docx.letterhead.trees import element_of, tree_of
from briefgen.write.docx.looks import alignment
from briefgen.write.docx.paragraphs import make_room, words_of
from briefgen.write.docx.runs import write_inlines
from briefgen.write.docx.scripts import is_rtl
from briefgen.write.docx.styles import ParagraphStyle

_KINDS = {"header": CT.WML_HEADER, "footer": CT.WML_FOOTER}
_Marks = dict[str, tuple[str, Inline]]  # label -> alignment and the inline that holds it


def marking(document: Document) -> str:
    """Return the labels of the document's running heads and feet as words."""
    found: _Marks = {}
    for running in (document.header, document.first_header, document.footer, document.first_footer):
        found |= {label: each for label, each in _marks(running).items() if label not in found}
    return " ".join(found)


def _marks(running: Running | None) -> _Marks:
    found: _Marks = {}
    if running is not None:
        for align, inlines in (("end", running.end), ("center", running.center), ("start", running.start)):
            for inline in inlines:
                for label in _labels((inline,)):
                    found.setdefault(label, (align, inline))
    return found


def _labels(inlines: Inlines) -> list[str]:
    found = []
    for inline in inlines:
        if isinstance(inline, Mark):
            found.append(inline.label)
        found += _labels(getattr(inline, "children", ()))
    return found


def _of(document: Document, kind: str, pages: str) -> _Marks:
    usual, first = (
        (document.header, document.first_header) if kind == "header" else (document.footer, document.first_footer)
    )
    return _marks(first if pages == "first" and first is not None else usual)


def show_markings(held: Held, draft: Draft, shown: frozenset[str]) -> list[tuple[Part, Story]]:
    """Put the markings into all heads and feet but those in `shown`, which hold them already; return what was used."""
    if not marking(draft.document):
        return []
    wanted: dict[str, _Marks] = {}
    standing: dict[tuple[str, str], str] = {}  # kind and pages -> relation, which later sections take over
    settings = held.part("settings")
    even = settings is not None and settings.root is not None and is_on(settings.root.find(f"{{{W}}}evenAndOddHeaders"))
    for section in sections(body_of(held)):
        for kind in _KINDS:
            for each in section.findall(f"{{{W}}}{kind}Reference"):
                standing[kind, val(each, "type", "default")] = each.get(f"{{{R}}}id", "")
            first = is_on(section.find(f"{{{W}}}titlePg"))
            in_use = ["default", *(["first"] if first else []), *(["even"] if even else [])]
            for pages in in_use:
                marks = _of(draft.document, kind, pages)
                if (kind, pages) not in standing and marks:
                    standing[kind, pages] = _add_part(held, section, kind, pages)
                relation = held.main.relations.get(standing.get((kind, pages), ""))
                if relation is not None:
                    wanted.setdefault(relation.target, {}).update(marks)
    return [
        (held.parts[name], _write(held.parts[name], marks, draft))
        for name, marks in wanted.items()
        if marks and name not in shown
    ]


def _add_part(held: Held, section: Element, kind: str, pages: str) -> str:
    """Add an empty head or foot to a section and return its relation."""
    empty = tree_of(root("hdr" if kind == "header" else "ftr", ""))
    part = held.add(Part(name=f"word/{kind}-brief-{pages}.xml", content_type=_KINDS[kind], root=empty))
    relation = held.main.relate(f"rIdBrief-{kind}-{pages}", Relation(kind, part.name))
    section.insert(0, element_of(w(f"{kind}Reference", **{"type": pages, "r:id": relation})))
    return relation


def _write(part: Part, marks: _Marks, draft: Draft) -> Story:
    """Write the marks in a paragraph of their own."""
    assert part.root is not None
    story = Story(prefix="rIdBrief")
    kind = "header" if part.root.tag.endswith("hdr") else "footer"
    style = ParagraphStyle(style=kind if kind in draft.theme.styles else "body")
    found: Children = {
        "pStyle": {"val": draft.styles.paragraph(style)},
        "spacing": {"before": 0, "after": 0},
        "ind": {"left": 0, "right": 0, "firstLine": 0},
        "jc": alignment(next(iter(marks.values()))[0]),
    }
    if is_rtl(draft.document.lang):
        found["bidi"] = {}
    around = look(draft.theme, kind)
    draft.tallest = 0.0
    out: list[str] = []
    inlines = tuple(dict.fromkeys(inline for _, inline in marks.values()))
    write_inlines(out, inlines, words_of(around, draft.document.lang, draft.styles), story, draft)
    paragraph = ParagraphItem(make_room(Properties(found), around, draft.tallest), "".join(out))
    part.root.insert(0 if kind == "header" else len(part.root), element_of(paragraph.text()))
    return story
