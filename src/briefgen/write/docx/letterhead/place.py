"""The marked place: where in the letterhead the brief goes, and the section it stands in there."""

from __future__ import annotations

import re

from msgspec import Struct

from briefgen.write.docx.elements import Element, W
from briefgen.write.docx.letterhead.held import Held
from briefgen.write.docx.letterhead.slots import BRIEF, control_name

_MARK = re.compile(r"\{\{\s*brief\s*\}\}", re.IGNORECASE)
_SECTION = f"{{{W}}}pPr/{{{W}}}sectPr"
_ONLY_ONE = "leave one"
_OWN = "give it a paragraph of its own in the text, outside of tables, boxes, headers and footers"
_SOLID = (
    "drawing", "pict", "object", "br", "t", "tab", "sym", "fldChar", "fldSimple", "bookmarkStart", "sdt", "sectPr",
)  # fmt: skip


class MarkedPlace(Struct, frozen=True, kw_only=True):
    """Children of the body from `at` on, `count` of them, make room for the brief."""

    at: int
    count: int
    style: str = ""  # id of the marked paragraph's style: what text of the brief is set in


def find_place(held: Held) -> MarkedPlace:
    """Return the place. Raises ThemeError where there are several, or where the brief cannot stand there."""
    body = body_of(held)
    found: list[MarkedPlace] = []
    for part in held.stories():
        assert part.root is not None
        for paragraph in part.root.iter(f"{{{W}}}p"):
            text = "".join(each.text or "" for each in paragraph.iter(f"{{{W}}}t"))
            if not _MARK.search(text) or paragraph.find(f".//{{{W}}}p") is not None:
                continue
            if paragraph.getparent() is not body or not _MARK.fullmatch(text.strip()):
                if _in_control(paragraph):
                    continue
                raise held.error("has its {{brief}} where a brief cannot stand", _OWN)
            found.append(MarkedPlace(at=body.index(paragraph), count=1, style=_style(paragraph)))
        for control in part.root.iter(f"{{{W}}}sdt"):
            if control_name(control) == BRIEF:
                if control.getparent() is not body:
                    raise held.error("has its control 'brief' where a brief cannot stand", _OWN)
                first = control.find(f"{{{W}}}sdtContent/{{{W}}}p")
                found.append(
                    MarkedPlace(at=body.index(control), count=1, style=_style(first) if first is not None else "")
                )
        for start in part.root.iter(f"{{{W}}}bookmarkStart"):
            if start.get(f"{{{W}}}name", "").lower() == BRIEF:
                found.append(_bookmarked(held, body, start))
    if len(found) > 1:
        raise held.error(f"has {len(found)} places for the brief", _ONLY_ONE)
    return found[0] if found else _after_cover(body)


def body_of(held: Held) -> Element:
    assert held.main.root is not None
    body = held.main.root.find(f"{{{W}}}body")
    if body is None:
        raise held.error("has no body", "open it in Word and save it as a Word document (.docx)")
    return body


def _in_control(paragraph: Element) -> bool:
    return any(control_name(each) == BRIEF for each in paragraph.iterancestors(f"{{{W}}}sdt"))


def _style(paragraph: Element) -> str:
    found = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return str(found.get(f"{{{W}}}val", "")) if found is not None else ""


def _bookmarked(held: Held, body: Element, start: Element) -> MarkedPlace:
    """Return the place of a bookmark: all that it covers, whole paragraphs."""
    number = start.get(f"{{{W}}}id")
    end = next((each for each in body.iter(f"{{{W}}}bookmarkEnd") if each.get(f"{{{W}}}id") == number), None)
    children = [_child(body, each) for each in (start, end) if each is not None]
    if len(children) < 2 or any(
        each is None or each.tag not in (f"{{{W}}}p", f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd")
        for each in children
    ):
        raise held.error("has its bookmark 'brief' where a brief cannot stand", _OWN)
    first, last = (body.index(each) for each in children)
    covered = body[first : last + 1]
    if any(each.find(_SECTION) is not None for each in covered[:-1]):
        raise held.error("has a bookmark 'brief' over several sections", "let it stand in one")
    style = next((_style(each) for each in covered if each.tag == f"{{{W}}}p"), "")
    return MarkedPlace(at=first, count=last + 1 - first, style=style)


def _child(body: Element, element: Element) -> Element | None:
    """Return the child of the body that an element is or stands in."""
    while element is not None and element.getparent() is not body:
        element = element.getparent()
    return element


def _after_cover(body: Element) -> MarkedPlace:
    """Return the place after all content, in place of an empty last paragraph."""
    children = list(body)
    if children and children[-1].tag == f"{{{W}}}sectPr":
        children.pop()
    if children and _is_empty(children[-1]):
        return MarkedPlace(at=len(children) - 1, count=1, style=_style(children[-1]))
    return MarkedPlace(at=len(children), count=0)


def _is_empty(element: Element) -> bool:
    return element.tag == f"{{{W}}}p" and next(element.iter(*(f"{{{W}}}{name}" for name in _SOLID)), None) is None
