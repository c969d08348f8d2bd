"""WordprocessingML elements, built directly with lxml, and the units that Word counts in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
NSMAP = {"w": W, "r": R}

Element: TypeAlias = Any  # lxml has no types of its own
Value: TypeAlias = "str | int"
Properties: TypeAlias = "dict[str, Mapping[str, Value] | Element]"  # child name -> its attributes, or the child itself

# The order that the schema wants the children of w:pPr and w:rPr in
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
)
_ORDER = {"pPr": _PARAGRAPH.split(), "rPr": _RUN.split()}
_PLACE = {
    f"{{{W}}}{name}": {f"{{{W}}}{child}": place for place, child in enumerate(order)} for name, order in _ORDER.items()
}


class _Names(dict[str, str]):
    """From a name to what lxml calls it in Word's namespace."""

    def __missing__(self, name: str) -> str:
        said = self[name] = f"{{{W}}}{name}"
        return said


_NAMES = _Names()
_FOLD = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def w(name: str, /, **attributes: Value) -> Element:
    """Return `<w:name>` with these attributes, all of them in the same namespace."""
    return etree.Element(_NAMES[name], {_NAMES[key]: str(value) for key, value in attributes.items()}, NSMAP)


def add(parent: Element, name: str, /, **attributes: Value) -> Element:
    """Append `<w:name>` to `parent` and return it."""
    if not attributes:
        return etree.SubElement(parent, _NAMES[name])
    return etree.SubElement(parent, _NAMES[name], {_NAMES[key]: str(value) for key, value in attributes.items()})


def properties(name: str, found: Properties) -> Element:
    """Return `<w:pPr>` or `<w:rPr>` with its children in the schema's order."""
    element = w(name)
    for child in _ORDER[name]:
        value = found.get(child)
        if value is None:
            continue
        if isinstance(value, Mapping):
            add(element, child, **value)
        else:
            element.append(value)
    return element


def put(holder: Element, name: str, value: Mapping[str, Value]) -> None:
    """Set attributes of one property of a `<w:pPr>` or `<w:rPr>`, which is added where the schema wants it."""
    places = _PLACE[holder.tag]
    tag = _NAMES[name]
    mine = places[tag]
    element = None
    for at, other in enumerate(holder):
        place = places[other.tag]
        if place == mine:
            element = other
            break
        if place > mine:
            element = etree.Element(tag)
            holder.insert(at, element)
            break
    if element is None:
        element = etree.SubElement(holder, tag)
    for key, given in value.items():
        element.set(_NAMES[key], str(given))


def paragraph_properties(paragraph: Element) -> Element:
    """Return the `<w:pPr>` of a paragraph, added in front if there is none."""
    found = paragraph[0] if len(paragraph) and paragraph[0].tag == _NAMES["pPr"] else paragraph.find(_NAMES["pPr"])
    if found is None:
        found = w("pPr")
        paragraph.insert(0, found)
    return found


def is_table(element: Element) -> bool:
    return bool(element.tag == f"{{{W}}}tbl")


def serialise(root: Element) -> bytes:
    """Return a part's bytes, with each namespace declared once at the root."""
    etree.cleanup_namespaces(root, top_nsmap=None, keep_ns_prefixes=["w", "r"])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# ---------------------------------------------------------------- characters


def fold(text: str) -> str:
    """Return `text` with tabs, line ends and the like as spaces: they would be layout in Word."""
    return text.translate(_FOLD)


def forbidden(text: str) -> list[str]:
    """Return the characters of `text` that XML 1.0 cannot hold."""
    return _FORBIDDEN.findall(text)


def without_forbidden(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


# ---------------------------------------------------------------- units


def twips(points: float) -> int:
    """Return points as twentieths of a point."""
    return round(points * 20)


def half_points(points: float) -> int:
    return max(round(points * 2), 2)


def eighths(points: float) -> int:
    """Return the width of a border: eighths of a point, which Word takes from 2 to 96."""
    return min(max(round(points * 8), 2), 96)


def border_space(points: float) -> int:
    """Return the distance of a border from text: whole points, which Word takes up to 31."""
    return min(max(round(points), 0), 31)


def emu(points: float) -> int:
    """Return points as English metric units, of which DrawingML counts 12,700 to the point."""
    return round(points * 12700)


def hex_colour(colour: str) -> str:
    """Return `#rrggbb` as Word writes it."""
    return colour.lstrip("#").upper()
