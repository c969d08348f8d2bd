"""Rows of a table, set side by side and sliced: the places where a page break may divide them.

A group is one row, or rows that a cell reaches over. All y are points from the group's top. A slice ends at a height
where each cell has a fair place to be divided, so that the cells go on side by side on the next page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from briefgen.layout.galley import FORBIDDEN, FREE, KEEP, ROW, SPLIT_ROW, Footnote, Galley, resumed

_MOST = 0.9  # of a page that may stay undivided
_STARVED = 5000.0  # a cell that would stand wholly overleaf while its neighbours begin
_FEW = 2000.0  # fewer than two lines of a cell on one side of the break
_EPSILON = 1e-6


class SetCell(Struct, eq=False):
    """A cell's strips at their places."""

    strips: Galley
    x: float  # of its text, from the table's left edge
    first: int  # row of the group
    last: int
    left: int  # columns that it covers
    right: int
    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    slices: list[int] = field(default_factory=list)  # that each strip belongs to; rising


class Group(Struct, eq=False):
    """Rows of one table that are set together."""

    cells: list[SetCell]
    heights: list[float]  # of its rows
    fills: list[str]  # ground of each row
    edges: list[tuple[float, str]]  # rule above the first row, then below each row: line width and colour
    lefts: Sequence[float]  # of the table's columns, and its right edge
    pad: float
    item: int = 0  # importance of its first row
    tops: list[float] = field(default_factory=list)  # of its rows, and its bottom
    ends: list[float] = field(default_factory=list)  # where each slice ends
    costs: list[float] = field(default_factory=list)  # of a break before each slice
    inside: list[bool] = field(default_factory=list)  # whether the break before a slice divides a row
    extras: list[float] = field(default_factory=list)  # more height that a page needs which begins with a slice
    closes: list[float] = field(default_factory=list)  # … and that one needs which ends with it
    notes: dict[int, tuple[Footnote, ...]] = field(default_factory=dict)  # of the slices that have some

    @property
    def height(self) -> float:
        return self.tops[-1]

    def words(self, number: int) -> str:
        for cell in self.cells:
            at = bisect_left(cell.slices, number)
            if at < len(cell.strips) and cell.strips[at].words:
                return cell.strips[at].words
        return ""

    def range(self, cell: SetCell, first: int, last: int) -> tuple[int, int]:
        """Return the strips of a cell that stand in the slices from `first` to `last`."""
        return bisect_left(cell.slices, first), bisect_right(cell.slices, last)


class Head(Struct, frozen=True, eq=False):
    """A table's head, repeated on each page that the table goes on to."""

    groups: list[Group]
    height: float


class Slice(Struct, eq=False):
    """A part of a group between two places where it may be divided."""

    group: Group
    number: int
    x: float  # of the table
    head: Head | None = None  # repeated where a page begins with this slice


def arrange(group: Group, room: float, *, whole: bool) -> None:
    """Give rows and cells their heights and places and find the slices; with `whole` there is one, if it fits a page.

    `room` is the height of a page.
    """
    _place(group)
    strips = sum(len(cell.strips) for cell in group.cells)
    few = len(group.heights) == 1 and all(len(cell.strips) < 4 for cell in group.cells)
    if not strips or ((whole or few) and group.height <= _MOST * room):
        _one_slice(group)
    else:
        _slice(group, room, KEEP)
        if any(height > _MOST * room for height in slice_heights(group)):
            _slice(group, room, 2 * FORBIDDEN)  # better anywhere than nowhere
    notes: dict[int, list[Footnote]] = {}
    for cell in group.cells:
        for strip, number in zip(cell.strips, cell.slices, strict=True):
            if strip.notes:
                notes.setdefault(number, []).extend(strip.notes)
    for number, found in notes.items():
        group.notes[number] = tuple(sorted(found, key=lambda note: note.number))


def _place(group: Group) -> None:
    """Give each row the height of its highest cell; a cell over several rows makes the last of them higher."""
    heights, pad = group.heights, group.pad
    for cell in sorted(group.cells, key=lambda cell: cell.last - cell.first):
        need = 2 * pad + _natural(cell)
        have = sum(heights[cell.first : cell.last + 1])
        if need > have:
            heights[cell.last] += need - have
    group.tops = [0.0]
    for height in heights:
        group.tops.append(group.tops[-1] + height)
    for cell in group.cells:
        y = group.tops[cell.first] + pad
        for at, strip in enumerate(cell.strips):
            y += strip.gap if at else 0.0
            cell.tops.append(y)
            y += strip.height
            cell.bottoms.append(y)


def _natural(cell: SetCell) -> float:
    height = 0.0
    for at, strip in enumerate(cell.strips):
        height += strip.height + (strip.gap if at else 0.0)
    return height


def _one_slice(group: Group) -> None:
    group.ends, group.costs, group.inside, group.extras = [group.height], [FREE], [False], [0.0]
    group.closes = [0.0]
    for cell in group.cells:
        cell.slices = [0] * len(cell.strips)


def slice_heights(group: Group) -> list[float]:
    """Return the height of each slice where it stands alone on a page."""
    begins = [0.0, *group.ends]
    return [
        end - begin + extra + close
        for begin, end, extra, close in zip(begins, group.ends, group.extras, group.closes, strict=False)
    ]


def _slice(group: Group, room: float, limit: float) -> None:
    """Go down the group from one possible end of a slice to the next; each cell moves on to its last fair place."""
    group.ends, group.costs, group.inside, group.extras, group.closes = [], [FREE], [False], [0.0], []
    for cell in group.cells:
        cell.slices = []
    rows = set(group.tops[1:-1])
    candidates = {bottom for cell in group.cells for bottom in cell.bottoms[:-1]} | rows
    waiting = sorted(group.cells, key=lambda cell: cell.first)
    active: list[SetCell] = []
    reached: dict[int, int] = {}  # by cell: strips above the last cut
    begun = 0
    for y in sorted(candidates):
        if y >= group.height - _EPSILON or (group.ends and y < group.ends[-1] + 0.01):
            continue
        while begun < len(waiting) and group.tops[waiting[begun].first] < y - _EPSILON:
            active.append(waiting[begun])
            begun += 1
        cut = {id(cell): _fair(cell, y, limit) for cell in active}
        if y not in rows and all(cut[id(cell)] == reached.get(id(cell), 0) for cell in active):
            continue
        cost, extra, inside = _judge(group, active, cut, y, room, between=y in rows)
        end = y if y in rows else max([cell.bottoms[cut[id(cell)] - 1] for cell in active if cut[id(cell)]], default=y)
        if group.ends and end < group.ends[-1] + 0.01:
            continue
        number = len(group.ends)
        for cell in active:
            cell.slices += [number] * (cut[id(cell)] - len(cell.slices))
            reached[id(cell)] = cut[id(cell)]
        active = [cell for cell in active if len(cell.slices) < len(cell.strips) or group.tops[cell.last + 1] > y]
        group.ends.append(end)
        group.costs.append(cost)
        group.inside.append(inside)
        group.extras.append(max(0.0, extra - (y - end)) + (group.pad if inside else 0.0))
        group.closes.append(_close(group, active, cut, end) if inside else 0.0)
    for cell in group.cells:
        cell.slices += [len(group.ends)] * (len(cell.strips) - len(cell.slices))
    group.ends.append(group.height)
    group.closes.append(0.0)


def _fair(cell: SetCell, y: float, limit: float) -> int:
    """Return how many strips of a cell stand above a cut at `y`: as many as fit and may be parted from the rest."""
    count = bisect_right(cell.bottoms, y + _EPSILON)
    least = len(cell.slices)
    while least < count < len(cell.strips) and cell.strips[count].cost >= limit:
        count -= 1
    return count


def _close(group: Group, active: list[SetCell], cut: dict[int, int], end: float) -> float:
    """Return the room below a cut: the padding, and what boxes and tables inside the cells ask for."""
    below = 0.0
    for cell in active:
        above = cut[id(cell)]
        if 0 < above < len(cell.strips):
            below = max(below, cell.bottoms[above - 1] + cell.strips[above - 1].close - end)
    return group.pad + below


def _judge(
    group: Group, active: list[SetCell], cut: dict[int, int], y: float, room: float, *, between: bool
) -> tuple[float, float, bool]:
    """Return the cost of a cut, how much lower the cells' next strips stand than it, and whether it divides a cell."""
    cost, extra, inside = (ROW if between else SPLIT_ROW), 0.0, not between
    for cell in active:
        above, count = cut[id(cell)], len(cell.strips)
        if above >= count:
            continue
        inside = True
        cost = max(cost, SPLIT_ROW + max(cell.strips[above].cost, 0.0))
        if above == 0:
            cost += _STARVED
        elif (above == 1 or above == count - 1) and count > 1:
            lines = cell.strips[0].height if above == 1 else cell.strips[-1].height
            cost += _FEW if lines < 3 * group.pad + 20 else 0.0
        extra = max(extra, y - cell.tops[above] + (resumed(cell.strips[above], room) if above else 0.0))
    return cost, extra, inside
