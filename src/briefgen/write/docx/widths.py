"""How wide text is: with the theme's own faces, as layout measures it, or nearly so where they lack a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from briefgen.document import Cell, Inlines, Note, Table
from briefgen.errors import LayoutError, ThemeError
from briefgen.layout import table_widths
from briefgen.plain import plain
from briefgen.theme import Look, TableStyle, Theme, look

if TYPE_CHECKING:
    from briefgen.layout.fonts import Faces

_SPACES = re.compile("[ \u200b/-]+")
_NUMBER = 88  # what any note's number is taken for


def measured_faces(theme: Theme) -> Faces | None:
    """Return the theme's faces, or None where their files are not there: Word needs only their names."""
    from briefgen.layout.fonts import faces

    try:
        return faces(theme)
    except ThemeError:
        return None


def extent(inlines: Inlines, text: Look, theme: Theme, metrics: Faces | None, lang: str) -> tuple[float, float]:
    """Return the narrowest and the natural width of a paragraph, in points."""
    if metrics is not None:
        from briefgen.layout.lines import minimum_width, natural_width

        try:
            return (
                minimum_width(inlines, text, theme, metrics, lang, note_number=_number),
                natural_width(inlines, text, theme, metrics, lang, note_number=_number),
            )
        except LayoutError:
            pass
    words = plain(inlines)
    longest = max((_width(word) for word in _SPACES.split(words)), default=0.0)
    return longest * text.size, _width(words) * text.size


def _number(note: Note) -> int:
    return _NUMBER


def _width(text: str) -> float:
    """Return about how wide text is, in ems."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in text)


def column_widths(
    table: Table,
    style: TableStyle,
    width: float,
    pad: float,
    theme: Theme,
    metrics: Callable[[], Faces | None],
    lang: str,
) -> list[float]:
    """Return the width of each column in points, as in layout; they sum to `width`. Faces are asked for if need be."""

    def measure(inlines: Inlines, cell: Cell) -> tuple[float, float]:
        text = look(theme, *cell.attr.classes, style.head if cell.header else style.text)
        return extent(inlines, text, theme, metrics(), lang)

    return table_widths.column_widths(table, width, pad, measure)
