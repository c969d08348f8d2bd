"""Columns that end level: the least height that holds all of them, or the height of a page until the last one."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from briefgen.layout.galley import FORCED, KEEP, WHITE, Footnote, Galley, resumed, stack

_STEPS = 24  # of the search for the least height
_EPSILON = 1e-6


class Fill(Struct, frozen=True, gc=False):
    """Strips in columns: for each column where it begins and ends; as high as the highest."""

    ranges: tuple[tuple[int, int], ...]
    height: float

    @property
    def end(self) -> int:
        return self.ranges[-1][1]


class ColumnSet(Struct, eq=False):
    """The strips of a block of columns, and how they may be shared out."""

    strips: Galley
    tops: list[float]
    bottoms: list[float]
    count: int
    x: float
    width: float
    gap: float
    room: float  # the height of a page
    flowing: bool  # may go on over pages
    whole: Fill | None = None  # all of it, level, where it cannot go on

    def height(self) -> float:
        """Return the height of all columns, level."""
        if self.whole is None:
            tallest = self.bottoms[-1] + sum(strip.resume + strip.close for strip in self.strips)
            self.whole = self.level(0, tallest)
        return self.whole.height if self.whole else 0.0

    def notes(self, begin: int, end: int) -> list[Footnote]:
        return [note for strip in self.strips[begin:end] for note in strip.notes]

    def level(self, begin: int, limit: float) -> Fill | None:
        """Return the lowest fill that holds all strips from `begin`, or None where `limit` points are too few."""
        best = self._fill(begin, limit, strict=True) or self._fill(begin, limit, strict=False)
        if best is None or best.end < len(self.strips):
            return None
        low, high = self._extent(begin, len(self.strips)) / self.count, best.height
        for _ in range(_STEPS):
            if high - low < _EPSILON:
                break
            middle = (low + high) / 2
            tried = self._fill(begin, middle, strict=True)
            if tried is not None and tried.end == len(self.strips):
                best = tried if tried.height < best.height else best
                high = min(middle, tried.height)
            else:
                low = middle
        return best

    def fill(self, begin: int, height: float) -> Fill | None:
        """Fill columns of `height` points from `begin`; what is left goes on to the next page. None: nothing fits."""
        return self._fill(begin, height, strict=False)

    def _fill(self, begin: int, height: float, *, strict: bool) -> Fill | None:
        ranges: list[tuple[int, int]] = []
        tallest = 0.0
        for _ in range(self.count):
            end = self._cut(begin, height, strict=strict)
            if end == begin:
                break
            ranges.append((begin, end))
            tallest = max(tallest, self._extent(begin, end))
            begin = end
            if end == len(self.strips):
                break
        return Fill(tuple(ranges), tallest) if ranges else None

    def _extent(self, begin: int, end: int) -> float:
        """Return the height of one column with the strips from `begin` to before `end`."""
        if begin >= end:
            return 0.0
        more = resumed(self.strips[begin], self.room) if begin else 0.0
        if end < len(self.strips):
            more += self.strips[end - 1].close
        return self.bottoms[end - 1] - self.tops[begin] + more

    def _cut(self, begin: int, height: float, *, strict: bool) -> int:
        """Return where the column that begins at `begin` ends: the best break that fits, `begin` where none does."""
        strips, count = self.strips, len(self.strips)
        furthest = bisect_right(self.bottoms, self.tops[begin] + height + _EPSILON, begin)
        while furthest > begin and self._extent(begin, furthest) > height + _EPSILON:
            furthest -= 1
        for at in range(begin + 1, furthest + 1):
            if at < count and strips[at].cost == FORCED:
                return at
        if furthest in (begin, count):
            return furthest
        best, chosen = float("inf"), begin if strict else furthest
        for end in range(furthest, begin, -1):
            cost = strips[end].cost
            if strict and cost >= KEEP:
                continue
            white = (height - self._extent(begin, end)) / height if not strict else 0.0
            total = cost + WHITE * white * white
            if total < best:
                best, chosen = total, end
            if strict or WHITE * white * white > best:
                break
        return chosen


def column_set(
    strips: Galley, count: int, x: float, width: float, gap: float, room: float, *, flowing: bool
) -> ColumnSet:
    tops, bottoms = stack(strips)
    return ColumnSet(strips, tops, bottoms, count, x, width, gap, room, flowing)
