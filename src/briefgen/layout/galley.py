"""Measured blocks as strips: pieces of a column that no page break divides, one below the other.

A galley is a sequence of strips. Space between two strips (`gap`) vanishes where a page or column begins; the break
before a strip has a `cost`, so that breaking into pages is a choice among numbers. Points; x from the column's left
edge, y down from the strip's top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Image
from briefgen.layout.measured import LinePiece

if TYPE_CHECKING:
    from briefgen.layout.columns import ColumnSet
    from briefgen.layout.table_rows import Head, Slice
    from briefgen.scene import Scene

# Costs of a page break before a strip. White at a page's foot costs WHITE times the square of its share of the page.
FORCED = -1.0  # a break there must be
FREE = 0.0
IN_PARAGRAPH = 3.0
HYPHEN = 20.0  # the last word of the page is divided
ROW = 5.0  # between two rows
EDGE_ROW = 60.0  # … where one row would stand alone
LEAD_IN = 150.0  # after a paragraph that ends with a colon
SPLIT_BOX = 120.0
SPLIT_ROW = 150.0
SECOND_LINE = 100_000.0  # only one line follows a heading
KEEP = 1_000_000.0  # inside a block that asks to be kept whole
FORBIDDEN = 10_000_000.0  # a stranded heading, a widow or an orphan: only where there is no other way
WHITE = 5000.0


class Run(Struct, frozen=True, gc=False):
    """Characters on a baseline, with their element and their place in reading order."""

    x: float
    y: float
    piece: LinePiece
    element: int
    order: int


class Mark(Struct, frozen=True, gc=False):
    """A rectangle or rule that belongs to a strip: a label's ground, a rule above a heading."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str
    line: float
    radius: float


class Area(Struct, eq=False):
    """Where a link can be clicked in one strip."""

    x: float
    y: float
    width: float
    height: float
    target: str
    element: int
    text: str


class Drawing(Struct, frozen=True, gc=False):
    """A picture of a strip."""

    x: float
    y: float
    width: float
    height: float
    image: Image | Scene
    element: int
    order: int


class Outline(NamedTuple):
    """A heading's entry in the bookmarks."""

    level: int
    text: str
    element: int


class Frame(Struct, eq=False):
    """The box around a callout's strips; where a page divides it, it stays open, with a little `edge` of ground."""

    x: float
    width: float
    fill: str
    stroke: str
    line: float
    bar: float
    bar_colour: str
    edge: float
    first: Strip | None = None
    last: Strip | None = None


class Strip(Struct, eq=False):
    """A piece of a column that no page divides."""

    height: float
    baseline: float = 0.0  # of its line of text, 0 for none
    runs: list[Run] = field(default_factory=list)
    gap: float = 0.0
    cost: float = FREE
    marks: Sequence[Mark] = ()
    areas: Sequence[Area] = ()
    anchors: tuple[str, ...] = ()
    outline: Outline | None = None
    drawing: Drawing | None = None
    notes: tuple[Footnote, ...] = ()
    frames: tuple[Frame, ...] = ()  # that it stands in, outermost first
    resume: float = 0.0  # more room above, where a page begins with it
    close: float = 0.0  # more room below, where a page ends with it
    slice: Slice | None = None  # of a table
    columns: ColumnSet | None = None
    item: int = 0  # importance of the innermost block around it that has one, see `layout.fit_measure`
    above: float = 0.0  # the space that what stands before leaves; `gap` is that or `before`, whichever is larger
    before: float = 0.0  # … and that it asks for itself

    @property
    def words(self) -> str:
        """Its first words, for messages."""
        text = "".join(run.piece.text for run in self.runs)
        if not text and self.slice is not None:
            text = self.slice.group.words(self.slice.number)
        if not text and self.columns is not None:
            text = next((strip.words for strip in self.columns.strips if strip.words), "")
        text = " ".join(text.replace("\u00ad", "").split())
        return text if len(text) <= 50 else text[:48].rstrip() + "…"


Galley: TypeAlias = list[Strip]


class Footnote(Struct, eq=False):
    """A note as it stands at the foot: its strips, with their tops and bottoms from its own top."""

    number: int
    room: float  # the height of a page
    strips: Galley
    tops: list[float]
    bottoms: list[float]

    def inner(self) -> list[Footnote]:
        """Return the notes to this note, which follow it."""
        return [note for strip in self.strips for note in strip.notes]

    def height(self, begin: int = 0, end: int | None = None) -> float:
        """Return the height of the strips from `begin` to before `end`, on a page that holds no others of the note."""
        if not self.strips:
            return 0.0
        last = len(self.strips) if end is None else end
        height = self.bottoms[last - 1] - self.tops[begin]
        if begin:
            height += resumed(self.strips[begin], self.room)
        return height if last == len(self.strips) else height + self.strips[last - 1].close


def stack(strips: Galley, top: float = 0.0) -> tuple[list[float], list[float]]:
    """Return the tops and bottoms of strips that stand below `top`, the first one's gap dropped."""
    tops: list[float] = []
    bottoms: list[float] = []
    y = top
    for strip in strips:
        if tops:
            y += strip.gap
        tops.append(y)
        y += strip.height
        bottoms.append(y)
    return tops, bottoms


def hang(strips: Galley, marker: Strip) -> Galley:
    """Hang a marker (a list's bullet, a note's number) beside the first line of `strips`, on the same baseline."""
    if not strips:
        if not marker.height:
            marker.height = max((run.piece.size for run in marker.runs), default=0.0) * 1.3
        return [marker]
    first = strips[0]
    move = first.baseline - marker.baseline if first.baseline and marker.baseline else 0.0
    first.runs = [*(replace(run, y=run.y + move) for run in marker.runs), *first.runs]
    for area in marker.areas:
        area.y += move
    first.areas = [*marker.areas, *first.areas]
    first.notes = (*marker.notes, *first.notes)
    first.anchors = (*marker.anchors, *first.anchors)
    if marker.marks:
        first.marks = [*(replace(mark, y=mark.y + move) for mark in marker.marks), *first.marks]
    return strips


def repeated(strip: Strip, room: float) -> Head | None:
    """Return the table head that a page of `room` points repeats above a strip it begins with, if it leaves room."""
    head = strip.slice.head if strip.slice is not None else None
    return head if head is not None and head.height + strip.resume + strip.height <= room else None


def resumed(strip: Strip, room: float) -> float:
    """Return the room that a page of `room` points needs above a strip it begins with: box ground, repeated head."""
    head = repeated(strip, room)
    more = strip.resume + (head.height if head is not None else 0.0)
    return more if more + strip.height <= room else 0.0


def owned(strips: Iterable[Strip], importance: int) -> Iterator[Strip]:
    """Mark strips with the importance of the innermost block around them that has one."""
    for strip in strips:
        strip.item = strip.item or importance
        yield strip


def kept(strips: Iterable[Strip]) -> Iterator[Strip]:
    """Ask that no page break divides the strips."""
    for at, strip in enumerate(strips):
        if at and strip.cost < KEEP:
            strip.cost = KEEP
        yield strip
