"""What a style comes to: `look()` always answers, since a class without a style takes that of its role."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from briefgen.theme.model import Look, Style, Theme
from briefgen.theme.remembered import Remembered

COLOURS = ("colour", "background", "rule_colour")  # fields of a style that name a colour
_FIELDS = tuple(name for name in Look.__struct_fields__ if name != "name")


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
            changes[key] = colour(theme, value) if key in COLOURS else value
    return replace(under, name=name, **changes)


def _look(theme: Theme, name: str) -> Look:
    known = _looks.of(theme, None, dict)
    if name not in known:
        style = theme.styles.get(name, Style())
        if name == "body":
            under = Look(name=name, colour=colour(theme, "text"), rule_colour=colour(theme, "rule"))
        else:
            under = _look(theme, style.base or "body")
        known[name] = _over(theme, under, style, name)
    return known[name]


_KEPT = 16  # themes whose looks are remembered
_looks: Remembered[None, dict[str, Look]] = Remembered(_KEPT)
