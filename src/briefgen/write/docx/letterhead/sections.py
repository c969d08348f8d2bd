"""Sections of the letterhead: the one that the brief stands in, and those that its columns make within that one."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from briefgen.theme import SIZES, Theme
from briefgen.write.docx.elements import Element, W, twips, w
from briefgen.write.docx.letterhead.host_styles import number, val
from briefgen.write.docx.letterhead.trees import element_of

_AFTER_TYPE = ("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols")
_AFTER_COLUMNS = ("formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid")
_WIDTH, _HEIGHT, _MARGIN = 12240.0, 15840.0, 1440.0  # Word's own, where a section says nothing; twentieths of a point
_NARROWEST = 72.0


def sections(body: Element) -> Iterator[Element]:
    """Yield the properties of each section, in order."""
    for child in body:
        if child.tag == f"{{{W}}}sectPr":
            yield child
        else:
            yield from child.iter(f"{{{W}}}sectPr")


def section_at(body: Element, at: int, theme: Theme) -> Element:
    """Return the properties of the section that the child at this place stands in; added where the body has none."""
    for child in list(body)[at:]:
        found = child if child.tag == f"{{{W}}}sectPr" else next(child.iter(f"{{{W}}}sectPr"), None)
        if found is not None:
            return found
    width, height = SIZES[theme.page.size]
    page = theme.page
    margins = w(
        "pgMar", top=twips(page.top), right=twips(page.right), bottom=twips(page.bottom), left=twips(page.left),
        header=twips(page.header / 2), footer=twips(page.footer / 2), gutter=0,
    )  # fmt: skip
    found = element_of(w("sectPr", w("pgSz", w=twips(width), h=twips(height)) + margins))
    body.append(found)
    return found


def has_begun(body: Element, at: int) -> bool:
    """Tell whether the section has something in it before this place."""
    before = list(body)[:at]
    return bool(before) and next(before[-1].iter(f"{{{W}}}sectPr"), None) is None


def columns(section: Element) -> int:
    found = section.find(f"{{{W}}}cols")
    return max(int(number(val(found, "num", "1"))), 1)


def room(section: Element) -> tuple[float, float]:
    """Return the width of the section's text (of one column, where it has several) and its height, in points."""
    size, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")

    def length(element: Element | None, name: str, default: float) -> float:
        said = val(element, name)
        return number(said) if said else default

    width = length(size, "w", _WIDTH) - sum(
        length(margins, side, default) for side, default in (("left", _MARGIN), ("right", _MARGIN), ("gutter", 0.0))
    )
    height = length(size, "h", _HEIGHT) - sum(abs(length(margins, side, _MARGIN)) for side in ("top", "bottom"))
    count, found = columns(section), section.find(f"{{{W}}}cols")
    if count > 1:
        each = found.find(f"{{{W}}}col") if found is not None else None
        gap = length(found, "space", 720.0)
        width = length(each, "w", 0.0) or (width - gap * (count - 1)) / count
    return max(width / 20, _NARROWEST), max(height / 20, _NARROWEST)


def in_columns(section: Element, count: int, gap: float, *, first: bool) -> Element:
    """Return the properties of a stretch of `count` columns within a section; only its first has heads of its own."""
    found = deepcopy(section)
    if not first:
        go_on(found)
    if count > 1:
        for old in found.findall(f"{{{W}}}cols"):
            found.remove(old)
        _insert(found, element_of(w("cols", num=count, space=twips(gap), equalWidth=1)), _AFTER_COLUMNS)
    return found


def go_on(section: Element) -> None:
    """Let a section go on with the page, heads, feet and count of the one before it."""
    for name in ("headerReference", "footerReference", "titlePg", "type"):
        for old in section.findall(f"{{{W}}}{name}"):
            section.remove(old)
    counting = section.find(f"{{{W}}}pgNumType")
    if counting is not None:
        counting.attrib.pop(f"{{{W}}}start", None)
    _insert(section, element_of(w("type", val="continuous")), (*_AFTER_TYPE, *_AFTER_COLUMNS))


def _insert(section: Element, child: Element, before: tuple[str, ...]) -> None:
    at = next((at for at, each in enumerate(section) if etree.QName(each).localname in before), len(section))
    section.insert(at, child)
