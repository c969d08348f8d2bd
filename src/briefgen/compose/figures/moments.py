"""Partial dates on a line of days: where each begins and ends, and how exactly that is known."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from briefgen.content.model import PartialDate

_LEAP = 2000  # stands for a year that is not given, since it has a February 29


class Span(Struct, frozen=True):
    """Days counted from the year 1, both inclusive. `whole`: it lasts from one to the other; else it lies between."""

    start: float
    end: float
    whole: bool = False

    @property
    def ends(self) -> tuple[float, ...]:
        """Return its first day, and its last where it takes more than one."""
        return (self.start,) if self.end - self.start < 1.5 else (self.start, self.end)

    @property
    def exact(self) -> bool:
        return self.whole or self.end - self.start < 1.5


def span(date: PartialDate | None, *, yearless: bool = False) -> Span | None:
    """Return where a date lies, or None where it cannot be told; with `yearless` for dates that name no year."""
    if date is None or (date.year is None) != yearless:
        return None
    year = date.year if date.year is not None else _LEAP
    first = _days(year, date.month, date.day)
    if first is None or (yearless and date.month is None):
        return None
    if date.end_year is None and date.end_month is None and date.end_day is None:
        return Span(*first)
    last = _days(
        date.end_year if date.end_year is not None else year,
        date.end_month if date.end_month is not None or date.end_year is not None else date.month,
        date.end_day,
    )
    if last is None or last[1] < first[0]:
        return Span(*first)
    return Span(first[0], last[1], whole=True)


def _days(year: int, month: int | None, day: int | None) -> tuple[float, float] | None:
    """Return the first and the last day that fit."""
    try:
        start = datetime.date(year, month or 1, day or 1 if month else 1)
        end_month = month or 12
        end = datetime.date(year, end_month, (day if month and day else calendar.monthrange(year, end_month)[1]))
    except (ValueError, OverflowError):
        return None
    return float(start.toordinal()), float(end.toordinal()) + 1.0


class Scale(Struct, frozen=True):
    """Days to points, straight between `knots` (day, point); `breaks` are stretches of years cut short (points)."""

    knots: tuple[tuple[float, float], ...]
    breaks: tuple[tuple[float, float], ...] = ()

    def at(self, day: float) -> float:
        knots = self.knots
        if day <= knots[0][0]:
            return knots[0][1]
        for (d1, p1), (d2, p2) in pairwise(knots):
            if day <= d2:
                return p1 + (p2 - p1) * (day - d1) / (d2 - d1) if d2 > d1 else p2
        return knots[-1][1]

    def cut(self, point: float) -> bool:
        """Tell whether a point lies in a stretch that is cut short."""
        return any(low < point < high for low, high in self.breaks)


def scale(days: Sequence[float], low: float, high: float, shortest: float) -> Scale:
    """Spread days from `low` to `high`; an empty stretch that would take over a quarter of it is cut to `shortest`.

    A stretch is only cut where the rest then has at least half as much room again.
    """
    days = sorted(set(days))
    if len(days) < 2:
        middle = (low + high) / 2
        return Scale(((days[0] if days else 0.0, middle),))
    room = high - low
    gaps = [after - before for before, after in pairwise(days)]
    cut: set[int] = set()
    while len(cut) < len(gaps) - 1:
        open_gaps = [(gap, at) for at, gap in enumerate(gaps) if at not in cut]
        longest, at = max(open_gaps)
        rest = sum(gap for gap, _ in open_gaps)
        left = room - shortest * len(cut)
        if longest < rest * 0.25 or longest / rest * left < shortest * 1.6 or len(open_gaps) < 3:
            break
        others = sorted(gap for gap, _ in open_gaps)[: len(open_gaps) // 2 + 1]
        if longest < 3.5 * others[-1]:  # as long as the usual stretch here
            break
        cut.add(at)
    total = sum(gap for at, gap in enumerate(gaps) if at not in cut)
    left = room - shortest * len(cut)
    knots, breaks, point = [(days[0], low)], [], low
    for at, gap in enumerate(gaps):
        step = shortest if at in cut else left * gap / total
        if at in cut:
            breaks.append((point, point + step))
        point += step
        knots.append((days[at + 1], point))
    return Scale(tuple(knots), tuple(breaks))
