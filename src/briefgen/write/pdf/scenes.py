"""A drawing on a page: its shapes and words as pieces of the figure's element, in the order they are painted.

Words of a drawing are text like any other, in embedded fonts and within the marked content of the Figure, whose
alternative text stands for all of it (ISO 14289-1, 7.3).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from briefgen.layout.placed import Glyph, Picture, TextRun
from briefgen.scene import Path, Scene, Words
from briefgen.write.pdf.syntax import fine, numbers


class Outline(Struct, frozen=True, eq=False):
    """A path of a drawing, placed: its corner on the page, and how many points one of its own takes there."""

    x: float
    y: float
    scale: float
    path: Path
    element: int
    order: int


def pieces(picture: Picture, scene: Scene) -> Iterator[TextRun | Outline]:
    """Yield what a drawing consists of, placed on the page."""
    scale = picture.width / scene.width if scene.width else 1.0
    for leaf in scene.leaves():
        if isinstance(leaf, Words):
            yield from _runs(leaf, picture, scale)
        else:
            yield Outline(picture.x, picture.y, scale, leaf, picture.element, picture.order)


def _runs(words: Words, picture: Picture, scale: float) -> Iterator[TextRun]:
    for run in words.runs:
        glyphs = None
        if run.glyphs is not None:
            glyphs = tuple(
                Glyph(each.id, each.advance * scale, each.dx * scale, each.dy * scale, each.text) for each in run.glyphs
            )
        yield TextRun(
            picture.x + (words.x + run.x) * scale,
            picture.y + words.y * scale,
            run.width * scale,
            run.text,
            run.face,
            words.size * scale,
            words.colour,
            picture.element,
            picture.order,
            0.0,
            run.tracking * scale,
            glyphs,
        )


def spell(outline: Outline, height: float) -> str:
    """Return the operators that make and paint the path on a page `height` high; colours and line width are set."""
    path, scale = outline.path, outline.scale
    parts = []
    for segment in path.segments:
        name, *places = segment
        placed = [
            outline.x + float(place) * scale if at % 2 == 0 else height - outline.y - float(place) * scale
            for at, place in enumerate(places)
        ]
        parts.append("h" if name == "Z" else f"{numbers(*placed)} {str(name).lower()}")
    stroked = bool(path.stroke and path.line)
    painted = "B" if path.fill and stroked else "f" if path.fill else "S" if stroked else "n"
    before, after = [], []
    if stroked and path.dash:
        before.append(f"[{' '.join(fine(part * scale) for part in path.dash)}]0 d")
        after.append("[]0 d")
    if stroked and path.round:
        before.append("1 J 1 j")
        after.append("0 J 0 j")
    return " ".join((*before, *parts, painted, *after))
