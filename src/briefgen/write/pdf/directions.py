"""Marks of direction, unseen, for readers that take text out by place.

Such a reader (poppler) sorts a line by place, takes the direction in which most letters of the page run for that of all
its lines, and turns round what runs the other way, together with the spaces and brackets behind it. With a mark of
direction (UAX #9, 2.6) where the page's own direction goes on, these stay where they are read. The marks are artifacts:
they are no part of the text, and what reads by structure does not meet them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import attrgetter
from unicodedata import bidirectional

from msgspec import Struct

from briefgen.layout.placed import TextRun
from briefgen.write.pdf.shaped import from_right, placed_clusters

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
WIDTH = 0.05  # ems, less than any space: without width, a line would break there
_RIGHT = frozenset(("R", "AL"))
_LEFT = frozenset(("L", "EN", "AN", "ES", "ET", "CS"))  # numbers, and what may stand in them, are taken to run so


class DirectionMark(Struct, frozen=True, gc=False):
    """A mark, and the run in whose type it is set; x in points."""

    char: str
    x: float
    run: TextRun


class _Cell(Struct, frozen=True, gc=False):
    """What stands in a line: letters from right to left (R), from left to right (L), or neither (N)."""

    kind: str
    left: float
    right: float
    run: TextRun
    turned: bool = False  # in a passage from right to left
    blank: bool = False  # begins with what has no direction of its own


def direction_marks(runs: Iterable[TextRun]) -> Iterator[DirectionMark]:
    """Yield the marks that the runs of one page need, line by line."""
    placed = sorted(runs, key=attrgetter("y", "x"))
    kinds = [bidirectional(char) for run in placed for char in run.text]
    mostly_right = sum(kind in _RIGHT for kind in kinds) > kinds.count("L")
    for _, line in groupby(placed, attrgetter("y")):
        cells = [cell for run in line for cell in _cells(run)]
        yield from _after_left(cells) if mostly_right else _after_right(cells)


def _after_left(cells: list[_Cell]) -> Iterator[DirectionMark]:
    """Yield a mark left of each passage from left to right, where no letters stand, on a page from right to left."""
    for before, cell in pairwise(cells):
        if cell.kind == "L" and before.turned and before.kind != "R":
            yield DirectionMark(RIGHT_TO_LEFT, cell.left - WIDTH * cell.run.size, cell.run)


def _after_right(cells: list[_Cell]) -> Iterator[DirectionMark]:
    """Yield a mark right of each passage from right to left that has a blank there, on a page from left to right."""
    for at, cell in enumerate(cells):
        if cell.kind != "R":
            continue
        end = at + 1
        while end < len(cells) and cells[end].kind == "N":
            end += 1
        following = cells[end] if end < len(cells) else None
        blank = end > at + 1 or (following is not None and following.blank)
        if blank and (following is None or (following.kind == "L" and not following.turned)):
            yield DirectionMark(LEFT_TO_RIGHT, cell.right - WIDTH * cell.run.size, cell.run)


def _cells(run: TextRun) -> Iterator[_Cell]:
    """Yield the cells of a run from left to right: one for all of it, or one for each cluster of what is turned."""
    clusters = placed_clusters(run)
    if run.glyphs is None or not (from_right(run, clusters) or len(clusters) == 1):
        kinds = [_kind(char) for char in run.text]
        kind = "L" if "L" in kinds else "N"
        yield _Cell(kind, run.x, run.x + run.width, run, blank=kinds[:1] == ["N"])
        return
    for cluster in clusters:
        yield _Cell(_kind(cluster.text[:1]), run.x + cluster.start, run.x + cluster.end, run, turned=True)


def _kind(char: str) -> str:
    kind = bidirectional(char)
    return "R" if kind in _RIGHT else "L" if kind in _LEFT else "N"
