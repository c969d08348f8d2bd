"""What must hold in a theme: names that lead somewhere, lengths that can be, files that are there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from briefgen import resources
from briefgen.errors import ThemeError, nearest
from briefgen.theme.looks import COLOURS
from briefgen.theme.model import LETTERHEAD_ROLES, SIZES, Theme

if TYPE_CHECKING:
    from briefgen.data.faults import Faults
    from briefgen.data.syntax import Tree

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_EXTEND = 'or start with extends = "default"'
_COLOURS_NEEDED = ("text", "rule", "accent")
_EXPECTED = (*_COLOURS_NEEDED, "body", "callout-title", "table", "table-head")  # what the fields' defaults name
_LEAST = 100.0  # points of text width and height
_MAY_BE_NEGATIVE = ("tracking",)
KeyPath: TypeAlias = tuple[str, ...]  # a place in the file: ("styles", "h1", "size")


def check(theme: Theme, tree: Tree) -> None:
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
        paint(path, style, *COLOURS)
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
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if isinstance(value, float) and name not in _MAY_BE_NEGATIVE and not 0 <= value <= 2000:
                faults.add((*path, name), f"{value:g} is not a length", "give points, 0 or more")


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
