"""Set lines: what line breaking hands to blocks. Points; x from the line's start edge, baseline at 0, y down.

Nothing here is changed once it is made (see `layout.placed`).
"""

from __future__ import annotations

from msgspec import Struct

from briefgen.document import Inline, Note
from briefgen.layout.placed import Glyph


class LinePiece(Struct, frozen=True, gc=False):
    """Characters of one face, size and colour in one line, with the inlines they stand in (outermost first).

    `text` keeps logical order. A line's last piece ends with the U+0020 that the soft break swallowed, or with U+00AD
    where a word is divided there (drawn as a hyphen); neither space counts in `width`. Pieces stand in the line in
    logical order, as they are read; `x` says where they are seen. Where words run from right to left, or are shaped,
    `glyphs` holds what is drawn, from left to right.
    """

    x: float
    width: float
    text: str
    face: str
    size: float
    colour: str
    rise: float  # baseline shift, up positive
    path: tuple[Inline, ...]  # Emph, Strong, Link, Cite, Note, Span … around these characters
    background: str = ""  # ground behind them, #rrggbb
    stretch: float = 0.0  # added to each drawn U+0020
    tracking: float = 0.0
    glyphs: tuple[Glyph, ...] | None = None  # None = one glyph a character


class SetLine(Struct, frozen=True, gc=False):
    """A line of a paragraph, set."""

    pieces: tuple[LinePiece, ...]
    width: float  # as set
    height: float  # the leading
    baseline: float  # from the line's top to its baseline
    notes: tuple[Note, ...] = ()  # whose numbers stand in this line
    last: bool = False  # of its paragraph, or before a forced break
