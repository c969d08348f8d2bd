"""A theme's looks as Word's paragraph and run properties."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.theme import BoxStyle, Family, Look, Style, Theme, colour
from briefgen.write.docx.elements import (
    Children,
    border_space,
    eighths,
    half_points,
    hex_colour,
    twips,
    w,
)
from briefgen.write.docx.scripts import east_font

_WORD_FIELDS = ("family", "size", "bold", "italic", "colour", "background", "upper", "tracking")
_ALIGN = {"start": "left", "center": "center", "end": "right", "justify": "both"}
# What every machine with Word, or with free fonts of the same widths, has in place of a theme's own family
_ALTERNATIVES = {"serif": "Georgia", "sans-serif": "Calibri", "monospace": "Consolas"}
_COMPLEX = {"serif": "Times New Roman", "sans-serif": "Arial", "monospace": "Courier New"}


class Typeface(Struct, frozen=True, kw_only=True, eq=False):
    """A font family as Word is told of it."""

    name: str
    alternative: str
    kind: str  # CSS generic family

    @property
    def serif(self) -> bool:
        return self.kind == "serif"

    @property
    def complex_name(self) -> str:
        """The font for Arabic and Hebrew, which the theme's own families do not hold."""
        return _COMPLEX.get(self.kind, "Times New Roman")


class Typefaces(Struct, frozen=True, kw_only=True, eq=False):
    """The families of a theme, and the East Asian language that text without one of its own is taken for."""

    families: Mapping[str, Typeface] = field(default_factory=dict)
    east: str = ""

    def of(self, family: str) -> Typeface:
        return self.families.get(family) or self.families["body"]

    def east_name(self, family: str, tag: str = "") -> str:
        face = self.of(family)
        return east_font(tag or self.east, serif=face.serif) if tag or self.east else face.name


def typefaces(theme: Theme, east: str) -> Typefaces:
    """Return the typefaces of a theme; `body` is always among them."""
    families = {key: _typeface(family) for key, family in theme.fonts.items()}
    families.setdefault("body", Typeface(name="Georgia", alternative="Georgia", kind="serif"))
    return Typefaces(families=families, east=east)


def _typeface(family: Family) -> Typeface:
    kind = family.fallback if family.fallback in _ALTERNATIVES else "serif"
    name = family.name or PurePath(family.regular).stem.split("-")[0] or _ALTERNATIVES[kind]
    return Typeface(name=name, alternative=_ALTERNATIVES[kind], kind=kind)


# ---------------------------------------------------------------- runs


def run_look(look: Look, faces: Typefaces) -> Children:
    """Return all run properties of a look, for a style that stands on its own."""
    found = family_properties(look.family, faces)
    found |= _toggles(bold=look.bold, italic=look.italic, upper=look.upper)
    found |= _ink(look.colour, look.background)
    found["spacing"] = {"val": twips(look.tracking)}
    found |= _size(look.size)
    return found


def run_style(style: Style, theme: Theme, faces: Typefaces) -> Children:
    """Return the run properties that a style of words sets itself."""
    found: Children = {}
    if style.family is not None:
        found |= family_properties(style.family, faces)
    found |= _toggles(bold=style.bold, italic=style.italic, upper=style.upper)
    found |= _ink(colour(theme, style.colour or ""), colour(theme, style.background or ""))
    if style.tracking is not None:
        found["spacing"] = {"val": twips(style.tracking)}
    if style.size is not None:
        found |= _size(style.size)
    return found


def over(theme: Theme, under: Look, style: Style) -> Look:
    """Return the look of words in a character style within a paragraph of look `under`."""
    said = {name: getattr(style, name) for name in _WORD_FIELDS if getattr(style, name) is not None}
    for name in ("colour", "background"):
        if name in said:
            said[name] = colour(theme, said[name])
    return replace(under, **said)


def run_difference(want: Look, have: Look, around: Look, style: Style, faces: Typefaces) -> Children:
    """Return what must be said of a run that should look like `want` where its styles make it look like `have`.

    Word turns bold, italic and capitals off where the paragraph's style (of look `around`) and the character `style`
    both set them, and other programs do not; so where both do, the run says what it is.
    """
    found: Children = {}
    if want.family != have.family:
        found |= family_properties(want.family, faces)
    found |= _toggles(
        bold=want.bold if want.bold != have.bold or (around.bold and style.bold is not None) else None,
        italic=want.italic if want.italic != have.italic or (around.italic and style.italic is not None) else None,
        upper=want.upper if want.upper != have.upper or (around.upper and style.upper is not None) else None,
    )
    found |= _ink(
        want.colour if want.colour != have.colour else "", want.background if want.background != have.background else ""
    )
    if want.tracking != have.tracking:
        found["spacing"] = {"val": twips(want.tracking)}
    if half_points(want.size) != half_points(have.size):
        found |= _size(want.size)
    return found


def family_properties(family: str, faces: Typefaces) -> Children:
    face = faces.of(family)
    return {
        "rFonts": {
            "ascii": face.name,
            "hAnsi": face.name,
            "eastAsia": faces.east_name(family),
            "cs": face.complex_name,
        }
    }


def _toggles(*, bold: bool | None, italic: bool | None, upper: bool | None) -> Children:
    found: Children = {}
    for names, value in ((("b", "bCs"), bold), (("i", "iCs"), italic), (("caps",), upper)):
        if value is not None:
            for name in names:
                found[name] = {} if value else {"val": "0"}
    return found


def _ink(text: str, ground: str) -> Children:
    found: Children = {}
    if text:
        found["color"] = {"val": hex_colour(text)}
    if ground:
        found["shd"] = shade(ground)
    return found


def _size(points: float) -> Children:
    return {"sz": {"val": half_points(points)}, "szCs": {"val": half_points(points)}}


def shade(fill: str) -> dict[str, str | int]:
    return {"val": "clear", "color": "auto", "fill": hex_colour(fill)}


# ---------------------------------------------------------------- paragraphs


def paragraph_look(look: Look) -> Children:
    """Return all paragraph properties of a look, for a style that stands on its own.

    Lines are set exactly as high as the theme says, so that a fallback font does not push a page over.
    """
    found: Children = {
        "keepNext": {} if look.keep_next else {"val": "0"},
        "keepLines": {} if look.keep_next else {"val": "0"},
        "widowControl": {},
        "suppressAutoHyphens": {"val": "0"} if look.hyphenate else {},
        "spacing": spacing(look),
        "ind": {"left": twips(look.indent), "right": 0, "firstLine": 0},
        "jc": {"val": _ALIGN[look.align]},
    }
    borders = "".join(
        w(side, **border(width, look.rule_colour, look.rule_gap))
        for side, width in (("top", look.rule_above), ("bottom", look.rule_below))
        if width > 0
    )
    if borders:
        found["pBdr"] = w("pBdr", borders)
    return found


def spacing(look: Look) -> dict[str, str | int]:
    return {
        "before": twips(look.before),
        "after": twips(look.after),
        "line": max(twips(look.leading), 20),
        "lineRule": "exact",
    }


def alignment(align: str) -> dict[str, str | int]:
    return {"val": _ALIGN[align]}


def border(width: float, ink: str, space: float = 0.0) -> dict[str, str | int]:
    return {"val": "single", "sz": eighths(width), "space": border_space(space), "color": hex_colour(ink)}


# ---------------------------------------------------------------- boxes


def box_insets(box: BoxStyle) -> tuple[float, float]:
    """Return how far text stands in from the box's outer edges at its start and end, in points."""
    has_edge = bool(box.fill or box.stroke)
    start = (max(box.bar, 0.0) or (box.line if box.stroke else 0.5 if box.fill else 0.0)) + (
        box.padding if has_edge or box.bar else 0.0
    )
    end = (box.line if box.stroke else 0.5) + box.padding if has_edge else 0.0
    return start, end


def box_look(box: BoxStyle, theme: Theme, *, rtl: bool) -> Children:
    """Return the ground, borders and insets that all paragraphs of a box share.

    A border of the ground's own colour carries the padding. Neighbours that share all of this are one box.
    """
    fill, stroke = colour(theme, box.fill), colour(theme, box.stroke)
    edge_ink, edge = (stroke, box.line) if stroke and box.line else (fill, 0.5)
    sides: dict[str, dict[str, str | int]] = {}
    if edge_ink:
        upright = border(edge, edge_ink, box.padding - edge)
        level = border(edge, edge_ink, box.padding)
        sides = {"top": upright, "left": level, "bottom": upright, "right": level}
    if box.bar:
        sides["right" if rtl else "left"] = border(box.bar, colour(theme, box.bar_colour), box.padding)
    found: Children = {}
    if sides:
        borders = (w(side, **sides[side]) for side in ("top", "left", "bottom", "right") if side in sides)
        found["pBdr"] = w("pBdr", "".join(borders))
    if fill:
        found["shd"] = shade(fill)
    return found


def table_border(side: str, width: float, ink: str) -> str:
    """Return one border of a table or a cell; no width, no line."""
    return w(side, **border(width, ink)) if width > 0 else w(side, val="nil")


def cell_margins(top: float, left: float, bottom: float, right: float) -> str:
    """Return the margins of all cells of a table; points."""
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    return w("tblCellMar", "".join(w(side, w=twips(points), type="dxa") for side, points in sides))
