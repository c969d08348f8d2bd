"""A drawing: shapes and set words in points, origin at the top left, y down; the words that stand for it, its data.

A figure is drawn once and painted by every writer: as vectors and real text in PDF, as SVG in HTML and DOCX. A scene
is plain data, like the document it stands in. Words were set by `layout` and carry the glyphs that were measured, so
what did not overlap when it was drawn does not overlap when it is painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

Segment: TypeAlias = tuple[str, float, float] | tuple[str, float, float, float, float, float, float] | tuple[str]


class Glyph(Struct, frozen=True, gc=False):
    """A shaped glyph: id in the font file, advance and offset in points, and the text it stands for."""

    id: int
    advance: float
    dx: float
    dy: float
    text: str


class Run(Struct, frozen=True, gc=False):
    """Characters of one face in a line of words; `x` from the line's left edge."""

    x: float
    width: float
    text: str  # in logical order
    face: str  # as `layout.fonts` knows it
    tracking: float = 0.0
    glyphs: tuple[Glyph, ...] | None = None  # from left to right as seen; None = one glyph a character


class Words(Struct, frozen=True, kw_only=True, gc=False):
    """One line of text in one look. `x` is its left edge and `y` its baseline; the box is that of its letters."""

    x: float
    y: float
    width: float
    size: float
    colour: str  # #rrggbb
    text: str  # in logical order
    family: str  # a key of the theme's fonts
    bold: bool = False
    italic: bool = False
    rtl: bool = False
    lang: str = ""  # BCP 47, where it differs from the scene's
    anchor: Literal["start", "middle", "end"] = "start"  # what stays in place if the reader's font is wider
    runs: tuple[Run, ...] = ()
    above: float = 0.0  # from the baseline up to the top of the highest letters, and down to the lowest
    below: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom."""
        return self.x, self.y - self.above, self.x + self.width, self.y + self.below


class Path(Struct, frozen=True, kw_only=True, gc=False):
    """An outline: segments M and L (x, y), C (two control points, x, y) and Z. Colours are #rrggbb or "" for none."""

    segments: tuple[Segment, ...]
    fill: str = ""
    stroke: str = ""
    line: float = 0.0
    dash: tuple[float, ...] = ()  # lengths of strokes and gaps
    round: bool = False  # ends and corners of the stroke


class Group(Struct, frozen=True, kw_only=True, gc=False):
    """Shapes that say one thing together; `title` says it in words, for those who point at them in a browser."""

    shapes: Shapes
    title: str = ""


Shape: TypeAlias = Path | Words | Group
Shapes: TypeAlias = tuple[Shape, ...]


class Scene(Struct, frozen=True, kw_only=True, gc=False):
    """A drawing, with what it says in words and as data."""

    width: float
    height: float
    shapes: Shapes  # in the order they are painted and read
    alt: str  # the message in one sentence
    long: str = ""  # what the figure shows, for a reader who cannot see it
    head: tuple[str, ...] = ()  # the data as a table
    rows: tuple[tuple[str, ...], ...] = ()
    message: str = ""  # a caption's worth of what it shows; "" = as `alt`
    name: str = ""  # of the figure that drew it
    lang: str = "en"
    hidden: int = 0  # how many things did not fit; the drawing says so

    def leaves(self) -> Iterator[Path | Words]:
        """Yield every path and line of words, in order."""
        yield from _leaves(self.shapes)

    def words(self) -> Iterator[Words]:
        """Yield every line of words, in order."""
        return (leaf for leaf in self.leaves() if isinstance(leaf, Words))


def _leaves(shapes: Shapes) -> Iterator[Path | Words]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield from _leaves(shape.shapes)
        else:
            yield shape


def points(path: Path) -> Iterator[tuple[float, float]]:
    """Yield the points of an outline, control points too."""
    for segment in path.segments:
        for at in range(1, len(segment) - 1, 2):
            yield segment[at], segment[at + 1]  # type: ignore[misc]
