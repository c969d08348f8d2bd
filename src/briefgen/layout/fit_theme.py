"""A theme made smaller for the page fit, its space made wider, or eased for programs that break lines themselves."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any, TypeVar

from msgspec.structs import replace

from briefgen.theme import Style, Theme, look
from briefgen.theme.remembered import Remembered

T = TypeVar("T")
_SIZES = ("size", "leading", "indent", "rule_gap", "tracking")
_SPACES = ("before", "after")


def scaled(theme: Theme, factor: float, stretch: float = 1.0) -> Theme:
    """Return a theme with type and all that goes with it `factor` times as large, and the space between blocks
    `stretch` times as high again. Paper, margins and what `fit.fixed` names stay.

    One that is as wide is the same object again for the next brief, which is set with the words measured for this one.
    """
    if factor == 1.0 and stretch == 1.0:
        return theme
    if stretch != 1.0:
        return _scaled(theme, factor, stretch)
    return _smaller.of(theme, factor, lambda: _scaled(theme, factor, 1.0))


_smaller: Remembered[float, Theme] = Remembered(16)


def _scaled(theme: Theme, factor: float, stretch: float) -> Theme:
    body = look(theme, "body")
    whole = {name: getattr(body, name) for name in (*_SIZES, *_SPACES)}
    styles = {"body": Style(), **theme.styles}
    return replace(
        theme,
        styles={
            name: style if name in theme.fit.fixed else _style(style, factor, stretch, whole if name == "body" else {})
            for name, style in styles.items()
        },
        boxes={
            name: _changed(box, factor, stretch, sizes=("padding",), spaces=_SPACES)
            for name, box in theme.boxes.items()
        },
        tables={
            name: _changed(table, factor, stretch, sizes=("pad_x", "pad_y"), spaces=_SPACES)
            for name, table in theme.tables.items()
        },
        lists=_changed(theme.lists, factor, stretch, sizes=("indent",), spaces=("gap", "after")),
        furniture=replace(theme.furniture, note_gap=_round(theme.furniture.note_gap * factor)),
    )


def eased(theme: Theme, leading: float, *, half_points: bool = False) -> Theme:
    """Return a theme whose lines stand a little closer, so that a program that breaks them in other places still keeps
    the page. With `half_points` sizes are rounded down to what Word can say."""
    body = look(theme, "body")
    styles = {**theme.styles, "body": replace(theme.styles.get("body", Style()), size=body.size, leading=body.leading)}

    def ease(style: Style) -> Style:
        size, lines = style.size, style.leading
        if size is not None and half_points:
            size = floor(size * 2) / 2
        return replace(style, size=size, leading=_round(lines * leading) if lines is not None else None)

    return replace(theme, styles={n: s if n in theme.fit.fixed else ease(s) for n, s in styles.items()})


def _round(length: float) -> float:
    return round(length, 2)


def _style(style: Style, factor: float, stretch: float, whole: dict[str, float]) -> Style:
    changes: dict[str, float] = {}
    for names, by in ((_SIZES, factor), (_SPACES, factor * stretch)):
        for name in names:
            value = getattr(style, name)
            value = whole.get(name) if value is None else value
            if value is not None:
                changes[name] = _round(value * by)
    return replace(style, **changes)


def _changed(style: T, factor: float, stretch: float, *, sizes: Sequence[str], spaces: Sequence[str]) -> T:
    """Return a style with its `sizes` `factor` times as large, and its `spaces` `stretch` times as high again."""
    lengths: dict[str, float] = {name: _round(getattr(style, name) * factor) for name in sizes}
    lengths |= {name: _round(getattr(style, name) * factor * stretch) for name in spaces}
    made: Any = style
    found: T = replace(made, **lengths)
    return found
