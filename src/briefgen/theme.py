"""How a document looks: page, faces, type scale, colours, boxes, tables. Data from TOML, read by every writer.

Lengths are points (72 to the inch). A colour is a name from `colours` or `#rrggbb`. `style()` always answers: a class
without a style of its own takes the style of its role.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from briefgen import resources
from briefgen.errors import Fault, ThemeError, nearest

if TYPE_CHECKING:
    from briefgen.data.faults import Faults
    from briefgen.data.syntax import Tree

SIZES: dict[str, tuple[float, float]] = {"A4": (595.2756, 841.8898), "Letter": (612.0, 792.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStyle:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Four faces of one family: paths of TrueType files, in the theme's folder or the built-in fonts/."""

    regular: str
    bold: str
    italic: str
    bold_italic: str
    name: str = ""  # as Word and browsers know it
    fallback: str = "serif"  # CSS generic, and for Word: serif -> Georgia-like, sans-serif -> Arial-like


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """A font for characters that the theme's own families lack. They are tried in order, before the built-in ones.

    A variable font is cut at the weight of the words around; of a static one `bold` stands among bold words.
    """

    regular: str  # TrueType file, in the theme's folder or the built-in fonts/
    bold: str = ""
    name: str = ""  # as Word and browsers know it
    languages: tuple[str, ...] = ()  # BCP 47; in these it is asked first: of Han characters each language has its own
    generic: Literal["", "serif", "sans-serif"] = ""  # beside families of this kind it is asked first


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxStyle:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStyle:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStyle:
    marker: str = "•"
    indent: float = 14.0
    gap: float = 2.5  # between items
    after: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands around the text of each page."""

    header_rule: float = 0.0
    footer_rule: float = 0.5
    rule_colour: str = "rule"
    note_rule: float = 0.5  # above the footnotes
    note_rule_width: float = 72.0
    note_gap: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FitStyle:
    """How far a page may be changed so that more fits on it, see `layout.fit`."""

    scales: tuple[float, ...] = (1.0, 0.97, 0.94, 0.91)  # of the type; the first is the theme's own size
    least: float = 8.5  # points; body text is never set smaller for the fit's sake
    cost: float = 0.04  # of the value of all that stands, for each step down in `scales`
    stretch: float = 1.6  # how much wider the space between blocks may become to use up what is left over
    fixed: tuple[str, ...] = ("header", "footer")  # styles that no scale touches


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
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


_COLOURS = ("colour", "background", "rule_colour")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_EXTEND = 'or start with extends = "default"'
_COLOURS_NEEDED = ("text", "rule", "accent")
_EXPECTED = (*_COLOURS_NEEDED, "body", "callout-title", "table", "table-head")  # what the fields' defaults name
_LEAST = 100.0  # points of text width and height
_MAY_BE_NEGATIVE = ("tracking",)
KeyPath: TypeAlias = tuple[str, ...]  # a place in the file: ("styles", "h1", "size")
_FIELDS = tuple(f.name for f in fields(Look) if f.name != "name")


def colour(theme: Theme, name: str) -> str:
    """Return the `#rrggbb` of a colour name, a hex colour itself, or "" for ""."""
    return theme.colours.get(name, name)


def look(theme: Theme, *names: str) -> Look:
    """Return the look of the first of `names` that the theme has a style for, and of `body` where it has none.

    Give the node's classes first and its role last: `look(theme, *attr.classes, "h2")`.
    """
    return _look(theme, next((name for name in names if name in theme.styles), "body"))


def span(theme: Theme, look_around: Look, *classes: str) -> Look:
    """Return the look of words with these classes inside a paragraph of `look_around`: set fields override it."""
    style = next((theme.styles[name] for name in classes if name in theme.styles), None)
    return look_around if style is None else _over(theme, look_around, style, look_around.name)


def _over(theme: Theme, under: Look, style: Style, name: str) -> Look:
    changes: dict[str, Any] = {}
    for key in _FIELDS:
        value = getattr(style, key)
        if value is not None:
            changes[key] = colour(theme, value) if key in _COLOURS else value
    return replace(under, name=name, **changes)


def _look(theme: Theme, name: str) -> Look:
    if id(theme) not in _looks and len(_looks) >= _KEPT:
        _looks.pop(next(iter(_looks)), None)
    known = _looks.setdefault(id(theme), (theme, {}))[1]
    if name not in known:
        style = theme.styles.get(name, Style())
        if name == "body":
            under = Look(name=name, colour=colour(theme, "text"), rule_colour=colour(theme, "rule"))
        else:
            under = _look(theme, style.base or "body")
        known[name] = _over(theme, under, style, name)
    return known[name]


_KEPT = 16  # themes whose looks are remembered; each entry holds its theme, so that its id is not used again
_looks: dict[int, tuple[Theme, dict[str, Look]]] = {}

# ---------------------------------------------------------------- loading


def find_theme(name: str, *, folders: tuple[Path, ...] = ()) -> Path:
    """Return the file of the theme `name`: a path, or a name in `folders`, ./themes, the user's own folder, those of
    installed packs (entry points `briefgen.themes`), or the built-in one.

    Raises ThemeError with the nearest name where there is none.
    """
    if name.endswith(".toml") or "/" in name:
        path = Path(name)
        if resources.is_file(path):
            return path
        raise ThemeError(f"there is no theme file {name}")
    named = resources.places("themes", resources.folder("templates") / "themes")
    places = (*folders, *(folder for folder, _ in named))
    for place in places:
        path = place / f"{name}.toml"
        if resources.is_file(path):
            return path
    known = sorted({path.stem for place in places for path in place.glob("*.toml")})
    raise ThemeError(
        Fault(what=f"there is no theme '{name}'", mend=nearest(name, known) or f"there are: {', '.join(known)}")
    )


def load_theme(name: str, *, folders: tuple[Path, ...] = ()) -> Theme:
    """Load a theme by name or path, over the theme that it extends. Raises ThemeError with all faults at once.

    The same object comes again for as long as all that was read and looked for is the same, so that words are measured
    once in a process: do not change it.
    """
    path = find_theme(name, folders=folders)
    key = (os.path.abspath(path), folders)
    theme, ground = _loaded.get(key, (None, None))
    if theme is None or ground is None or not ground.holds():
        ground = _Ground()
        theme = _load(path, folders, (), ground)
        while len(_loaded) >= _KEPT:
            _loaded.pop(next(iter(_loaded)))
        _loaded[key] = (theme, ground)
    return theme


@dataclass(slots=True)
class _Ground:
    """What a theme was made of: texts that were read, files that were looked for, names that were looked up."""

    texts: list[tuple[Path, str]] = field(default_factory=list)
    files: list[tuple[Path, object]] = field(default_factory=list)
    names: list[tuple[str, tuple[Path, ...], Path]] = field(default_factory=list)

    def holds(self) -> bool:
        """Say whether all is as it was."""
        try:
            return (
                all(path.read_bytes().decode() == text for path, text in self.texts)
                and all(_identity(path) == identity for path, identity in self.files)
                and all(find_theme(name, folders=folders) == path for name, folders, path in self.names)
            )
        except (OSError, ValueError, ThemeError):
            return False


_loaded: dict[tuple[str, tuple[Path, ...]], tuple[Theme, _Ground]] = {}


def _identity(path: Path) -> object:
    """Return what tells one file from another that might stand there in its place; None for none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _load(path: Path, folders: tuple[Path, ...], below: tuple[Path, ...], ground: _Ground) -> Theme:
    from briefgen.data import syntax, typed

    if path.resolve() in below:
        raise ThemeError(Fault(what=f"the theme {path.name} extends itself"))
    tree = syntax.read(path, error=ThemeError)
    ground.texts.append((path.absolute(), tree.text))
    own = _resolve_files(typed.build(Theme, tree, error=ThemeError), path.parent, ground)
    theme = own
    if own.extends:
        places = (path.parent, *folders)
        base = find_theme(own.extends, folders=places)
        ground.names.append((own.extends, places, base))
        theme = _overlay(_load(base, folders, (*below, path.resolve()), ground), own, tree.value)
    _check(theme, tree)
    return theme


def _resolve_files(theme: Theme, folder: Path, ground: _Ground) -> Theme:
    """Point files that stand beside the theme at their full path; other fonts are looked up by `layout.fonts`."""

    def beside(file: str) -> str:
        if not file:
            return file
        path = folder / file
        ground.files.append((path.absolute(), _identity(path)))
        return str(path.resolve()) if resources.is_file(path) else file

    fonts = {
        key: replace(
            family,
            regular=beside(family.regular),
            bold=beside(family.bold),
            italic=beside(family.italic),
            bold_italic=beside(family.bold_italic),
        )
        for key, family in theme.fonts.items()
    }
    spare = tuple(replace(one, regular=beside(one.regular), bold=beside(one.bold)) for one in theme.fallback)
    paper = replace(theme.letterhead, docx=beside(theme.letterhead.docx), pdf=beside(theme.letterhead.pdf))
    return replace(theme, fonts=fonts, fallback=spare, letterhead=paper)


def _overlay(under: Any, over: Any, said: Any) -> Any:
    """Return `under` with what `over` really says: `said` holds the keys that stand in its file."""
    if is_dataclass(under) and isinstance(said, Mapping) and not isinstance(under, type):
        changes = {key: _overlay(getattr(under, key), getattr(over, key), said[key]) for key in said}
        return replace(under, **changes)
    if isinstance(under, dict) and isinstance(said, Mapping):
        merged = {key: _overlay(under[key], over[key], said[key]) if key in under else over[key] for key in said}
        return {**under, **merged}
    return over


def _check(theme: Theme, tree: Tree) -> None:
    """Raise ThemeError with every name that leads nowhere and every length that cannot be, at its place in the file."""
    from briefgen.data.faults import Faults

    faults = Faults(lambda path, key: tree.place(path, key=key))
    _check_references(theme, faults)
    _check_lengths(theme, faults)
    _check_letterhead(theme, tree, faults)
    _check_fit(theme, faults)
    for name, value in theme.colours.items():
        if not _HEX.fullmatch(value):
            faults.add(("colours", name), f"'{value}' is not a colour", "write #rrggbb")
    for name in theme.styles:
        if _circular(theme, name):
            faults.add(("styles", name, "base"), "a style cannot be based on itself")
    for needed in _COLOURS_NEEDED:
        if needed not in theme.colours:
            faults.add(("colours",), f"the colour '{needed}' is missing", _EXTEND)
    if "body" not in theme.fonts:
        faults.add(("fonts",), "the font 'body' is missing", _EXTEND)
    faults.raise_any(ThemeError)


def _check_references(theme: Theme, faults: Faults) -> None:
    def refer(path: KeyPath, name: str, known: Mapping[str, Any], noun: str) -> None:
        if name and name not in known and name not in _EXPECTED:
            mend = nearest(name, known) or f"there are: {', '.join(sorted(known)) or 'none'}"
            faults.add(path, f"there is no {noun} '{name}'", mend)

    def paint(path: KeyPath, part: Any, *keys: str) -> None:
        for key in keys:
            name = getattr(part, key)
            if name and not _HEX.fullmatch(name):
                refer((*path, key), name, theme.colours, "colour")

    for name, style in theme.styles.items():
        path = ("styles", name)
        refer((*path, "base"), style.base, theme.styles, "style")
        refer((*path, "family"), style.family or "", theme.fonts, "font")
        paint(path, style, *_COLOURS)
    for name, box in theme.boxes.items():
        for key in ("title", "text"):
            refer(("boxes", name, key), getattr(box, key), theme.styles, "style")
        paint(("boxes", name), box, "fill", "stroke", "bar_colour")
    for name, table in theme.tables.items():
        for key in ("head", "text"):
            refer(("tables", name, key), getattr(table, key), theme.styles, "style")
        paint(("tables", name), table, "head_fill", "stripe", "rule_colour")
    paint(("furniture",), theme.furniture, "rule_colour")
    if theme.page.band:
        paint(("page",), theme.page, "band_colour")


def _check_fit(theme: Theme, faults: Faults) -> None:
    fit = theme.fit
    if (
        not fit.scales
        or fit.scales[0] != 1.0
        or sorted(fit.scales, reverse=True) != list(fit.scales)
        or fit.scales[-1] < 0.5
    ):
        faults.add(("fit", "scales"), "scales begin with 1.0 and go down, not below 0.5", "write [1.0, 0.95, 0.9]")
    for key, value, low, high in (
        ("least", fit.least, 8.5, 20.0),  # 8.5 points is the least for text that is read on paper
        ("cost", fit.cost, 0.0, 0.25),
        ("stretch", fit.stretch, 1.0, 3.0),
    ):
        if not low <= value <= high:
            faults.add(("fit", key), f"{value:g} is out of bounds", f"give {low:g} to {high:g}")


def _check_lengths(theme: Theme, faults: Faults) -> None:
    page = theme.page
    width, height = SIZES[page.size]
    for ends, room, side in ((("left", "right"), width, "width"), (("top", "bottom"), height, "height")):
        left = room - sum(getattr(page, end) for end in ends)
        if left < _LEAST:
            what = f"{ends[0]} and {ends[1]} leave {left:.0f} points of the page's {side} for the text"
            faults.add(("page", ends[0]), what, f"leave at least {_LEAST:.0f}")
    for name, style in theme.styles.items():
        for key in ("size", "leading"):
            length = getattr(style, key)
            if length is not None and not 1 <= length <= 200:
                faults.add(("styles", name, key), f"{length:g} is no {key}", "give points, from 1 to 200")
    parts: list[tuple[KeyPath, Any]] = [(("page",), page), (("lists",), theme.lists), (("furniture",), theme.furniture)]
    for section in ("styles", "boxes", "tables"):
        parts += [((section, name), part) for name, part in getattr(theme, section).items()]
    for path, part in parts:
        for field_ in fields(part):
            value = getattr(part, field_.name)
            if isinstance(value, float) and field_.name not in _MAY_BE_NEGATIVE and not 0 <= value <= 2000:
                faults.add((*path, field_.name), f"{value:g} is not a length", "give points, 0 or more")


def _check_letterhead(theme: Theme, tree: Tree, faults: Faults) -> None:
    said = tree.value.get("letterhead") if isinstance(tree.value, Mapping) else None
    if not isinstance(said, Mapping):
        return
    for key in ("docx", "pdf"):
        file = getattr(theme.letterhead, key)
        if key in said and file and not resources.is_file(Path(file)):
            faults.add(("letterhead", key), f"there is no file '{file}' beside the theme", "put the letterhead there")
    names: tuple[tuple[str, list[str]], ...] = (
        ("styles", [*theme.styles, *LETTERHEAD_ROLES]),
        ("tables", [*theme.tables]),
    )
    for section, known in names:
        for name in said.get(section) or ():
            if name not in known:
                mend = nearest(name, known) or f"there are: {', '.join(known)}"
                faults.add(("letterhead", section, name), f"the theme has no style '{name}'", mend)


def _circular(theme: Theme, name: str) -> bool:
    seen: list[str] = []
    while name and name in theme.styles:
        if name in seen:
            return True
        seen.append(name)
        name = theme.styles[name].base
    return False
