"""A theme as data: page, faces, type scale, colours, boxes, tables, as a TOML file says them.

Lengths are points (72 to the inch). A colour is a name from `colours` or `#rrggbb`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

SIZES: dict[str, tuple[float, float]] = {"A4": (595.2756, 841.8898), "Letter": (612.0, 792.0)}


class PageStyle(Struct, frozen=True, kw_only=True):
    """The paper and its margins, in points."""

    size: Literal["A4", "Letter"] = "A4"
    top: float = 72.0  # margins, from the paper's edge to the text
    right: float = 68.0
    bottom: float = 72.0
    left: float = 68.0
    header: float = 36.0  # from the paper's top edge to the running head's baseline
    footer: float = 36.0  # from the paper's bottom edge to the running foot's baseline
    column_gap: float = 20.0
    band: float = 0.0  # height of an accent band across the top edge of the first page
    band_colour: str = "accent"


class Family(Struct, frozen=True, kw_only=True):
    """Four faces of one family: paths of TrueType files, in the theme's folder or the built-in fonts/."""

    regular: str
    bold: str
    italic: str
    bold_italic: str
    name: str = ""  # as Word and browsers know it
    fallback: str = "serif"  # CSS generic, and for Word: serif -> Georgia-like, sans-serif -> Arial-like


class Fallback(Struct, frozen=True, kw_only=True):
    """A font for characters that the theme's own families lack. They are tried in order, before the built-in ones.

    A variable font is cut at the weight of the words around; of a static one `bold` stands among bold words.
    """

    regular: str  # TrueType file, in the theme's folder or the built-in fonts/
    bold: str = ""
    name: str = ""  # as Word and browsers know it
    languages: tuple[str, ...] = ()  # BCP 47; in these it is asked first: of Han characters each language has its own
    generic: Literal["", "serif", "sans-serif"] = ""  # beside families of this kind it is asked first


class Style(Struct, frozen=True, kw_only=True):
    """A paragraph's (or, of its fields that make sense there, a span's) look. None = as the style it is based on."""

    base: str = ""
    family: str | None = None  # a key of `fonts`
    size: float | None = None
    leading: float | None = None  # from baseline to baseline
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None
    background: str | None = None  # of a span: a label's ground
    upper: bool | None = None
    tracking: float | None = None  # extra space between characters
    before: float | None = None  # space above and below
    after: float | None = None
    align: Literal["start", "center", "end", "justify"] | None = None
    indent: float | None = None  # of the whole block
    hyphenate: bool | None = None
    keep_next: bool | None = None
    rule_above: float | None = None  # line width, in `rule_colour`, over the block's width
    rule_below: float | None = None
    rule_colour: str | None = None
    rule_gap: float | None = None  # between rule and text


class BoxStyle(Struct, frozen=True, kw_only=True):
    """A callout."""

    fill: str = ""
    stroke: str = ""
    line: float = 0.0
    bar: float = 0.0  # width of a coloured bar at the start side
    bar_colour: str = "accent"
    padding: float = 10.0
    before: float = 8.0
    after: float = 8.0
    title: str = "callout-title"  # style of a heading inside
    text: str = "body"  # style of a paragraph inside


class TableStyle(Struct, frozen=True, kw_only=True):
    """The look of a table."""

    head: str = "table-head"  # styles of the text
    text: str = "table"
    head_fill: str = ""
    stripe: str = ""  # fill of every other row
    rule_top: float = 0.8
    rule_head: float = 0.5
    rule_row: float = 0.25
    rule_bottom: float = 0.8
    rule_colour: str = "rule"
    pad_x: float = 5.0
    pad_y: float = 3.5
    before: float = 6.0
    after: float = 10.0


class ListStyle(Struct, frozen=True, kw_only=True):
    """The look of lists."""

    marker: str = "•"
    indent: float = 14.0
    gap: float = 2.5  # between items
    after: float = 6.0


class Furniture(Struct, frozen=True, kw_only=True):
    """What stands around the text of each page."""

    header_rule: float = 0.0
    footer_rule: float = 0.5
    rule_colour: str = "rule"
    note_rule: float = 0.5  # above the footnotes
    note_rule_width: float = 72.0
    note_gap: float = 6.0


class FitStyle(Struct, frozen=True, kw_only=True):
    """How far a page may be changed so that more fits on it, see `layout.fit`."""

    scales: tuple[float, ...] = (1.0, 0.97, 0.94, 0.91)  # of the type; the first is the theme's own size
    least: float = 8.5  # points; body text is never set smaller for the fit's sake
    cost: float = 0.04  # of the value of all that stands, for each step down in `scales`
    stretch: float = 1.6  # how much wider the space between blocks may become to use up what is left over
    fixed: tuple[str, ...] = ("header", "footer")  # styles that no scale touches


class Letterhead(Struct, frozen=True, kw_only=True):
    """An organisation's own paper: files in the theme's folder (docs/letterheads.md says how to make them)."""

    docx: str = ""  # a Word file, whose styles, headers, footers and pages are kept
    pdf: str = ""  # its first page stands behind our first, its second (else the first) behind all others
    styles: dict[str, str] = field(default_factory=dict)  # theme style or LETTERHEAD_ROLES -> style of the Word file
    tables: dict[str, str] = field(default_factory=dict)  # key of `tables` -> table style of the Word file


# What a Word file has styles for and a theme has not
LETTERHEAD_ROLES = (
    *(f"list-{kind}{level}" for kind in ("bullet", "number", "continue") for level in ("", "-2", "-3", "-4", "-5")),
    "strong",
    "emph",
)


class Theme(Struct, frozen=True, kw_only=True):
    """All of a look."""

    name: str
    description: str = ""
    extends: str = ""
    page: PageStyle = field(default_factory=PageStyle)
    fonts: dict[str, Family] = field(default_factory=dict)
    fallback: tuple[Fallback, ...] = ()
    colours: dict[str, str] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    boxes: dict[str, BoxStyle] = field(default_factory=dict)
    tables: dict[str, TableStyle] = field(default_factory=dict)
    lists: ListStyle = field(default_factory=ListStyle)
    furniture: Furniture = field(default_factory=Furniture)
    fit: FitStyle = field(default_factory=FitStyle)
    letterhead: Letterhead = field(default_factory=Letterhead)


class Look(Struct, frozen=True, kw_only=True):
    """A style with every field decided and every colour as `#rrggbb`; what writers work with."""

    name: str
    family: str = "body"
    size: float = 10.0
    leading: float = 14.0
    bold: bool = False
    italic: bool = False
    colour: str = "#000000"
    background: str = ""
    upper: bool = False
    tracking: float = 0.0
    before: float = 0.0
    after: float = 6.0
    align: Literal["start", "center", "end", "justify"] = "start"
    indent: float = 0.0
    hyphenate: bool = True
    keep_next: bool = False
    rule_above: float = 0.0
    rule_below: float = 0.0
    rule_colour: str = "#000000"
    rule_gap: float = 3.0
