"""A page's text in few bytes, for as long as it waits for the other pages: what a foot says may be how many there are.

Runs of text are held as columns, a tenth as large as the runs themselves.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from briefgen.layout.placed import Piece, TextRun

Type: TypeAlias = tuple[str, float, str, float]  # face, size, colour, tracking


class Folded(Struct, frozen=True):
    text: str  # of all runs
    types: list[Type]  # of each run; runs that are set alike share one
    whole: array[int]  # of each run the characters of its text, its element and its order
    points: array[float]  # … and its x, y, width and stretch

    def runs(self) -> list[TextRun]:
        """Return the runs as they were."""
        found: list[TextRun] = []
        begin = 0
        whole, points = self.whole, self.points
        for at, (face, size, colour, tracking) in enumerate(self.types):
            length, element, order = whole[3 * at : 3 * at + 3]
            x, y, width, stretch = points[4 * at : 4 * at + 4]
            text = self.text[begin : begin + length]
            found.append(TextRun(x, y, width, text, face, size, colour, element, order, stretch, tracking))
            begin += length
        return found


def fold(pieces: Sequence[Piece], types: dict[Type, Type]) -> Folded | None:
    """Fold a page's pieces, or return None where they are not all plain text. `types` are those of the other pages."""
    texts: list[str] = []
    shared: list[Type] = []
    whole, points = array("i"), array("d")
    for run in pieces:
        if not isinstance(run, TextRun) or run.glyphs is not None:
            return None
        texts.append(run.text)
        kind = (run.face, run.size, run.colour, run.tracking)
        shared.append(types.setdefault(kind, kind))
        whole.extend((len(run.text), run.element, run.order))
        points.extend((run.x, run.y, run.width, run.stretch))
    return Folded("".join(texts), shared, whole, points)
