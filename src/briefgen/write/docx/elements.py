"""WordprocessingML as text, with all names, values and characters escaped, and the units that Word counts in.

Text, because elements made one by one and written out again take several times as long and many times the room.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"

Element: TypeAlias = Any  # lxml has no types of its own
Value: TypeAlias = "str | int"
Attributes: TypeAlias = "Mapping[str, Value]"
Children: TypeAlias = "dict[str, Attributes | str]"  # child name -> its attributes, or the child itself as text

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
_PLACES = {
    name: {child: place for place, child in enumerate(order.split())}
    for name, order in (("pPr", _PARAGRAPH), ("rPr", _RUN))
}

_FORBIDDEN_SET = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_SET}]")
_LAYOUT = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_UNSAFE = re.compile(f'[&<>"\t\n\r{_FORBIDDEN_SET}]')
_TAG = re.compile("<[^>]*>")
_SAFE = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def escape(text: str) -> str:
    """Return characters as XML holds them in text and in attributes; what it cannot hold becomes U+FFFD."""
    if text.isprintable():  # so there is nothing to escape but what XML itself is written with
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return _UNSAFE.sub(_safe, text)


def _safe(found: re.Match[str]) -> str:
    return _SAFE.get(found[0], "\ufffd")


def attributes(said: Attributes, prefix: str = "w:") -> str:
    """Return attributes as they stand in a tag, those without a prefix of their own with this one."""
    return "".join(
        f' {name if ":" in name else prefix + name}="{escape(value) if isinstance(value, str) else value}"'
        for name, value in said.items()
    )


def w(name: str, inner: str = "", /, **said: Value) -> str:
    """Return `<w:name>` with these attributes, all of them in the same namespace, around `inner`, which is XML."""
    opened = f"<w:{name}{attributes(said)}" if said else f"<w:{name}"
    return f"{opened}>{inner}</w:{name}>" if inner else f"{opened}/>"


def tag(name: str, inner: str = "", /, **said: Value) -> str:
    """Return an element of another namespace: a name with its prefix, and attributes without one."""
    opened = f"<{name}{attributes(said, '')}"
    return f"{opened}>{inner}</{name}>" if inner else f"{opened}/>"


def children(name: str, found: Children) -> str:
    """Return what stands in a `<w:pPr>` or `<w:rPr>`, in the schema's order."""
    return "".join(
        value if isinstance(value, str) else w(child, **value)
        for child, value in sorted(found.items(), key=lambda each: _PLACES[name][each[0]])
    )


def opening(name: str) -> str:
    """Return how a part of Word's begins whose root is `<w:name>`."""
    return f"{DECLARATION}<w:{name} {SPACES}>"


def root(name: str, inner: str) -> str:
    """Return a whole part of Word's."""
    return f"{opening(name)}{inner}</w:{name}>"


def without_tags(text: str) -> str:
    """Return the characters of XML that escape() has made safe; the few that XML is written with stay escaped."""
    return _TAG.sub("", text)


# ---------------------------------------------------------------- characters


def fold(text: str) -> str:
    """Return `text` with tabs, line ends and the like as spaces: they would be layout in Word."""
    return _LAYOUT.sub(" ", text)


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
