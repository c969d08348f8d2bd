"""What a line of time says of itself: years, months or days, in the brief's language."""

from __future__ import annotations

import datetime

from babel.dates import format_date, format_skeleton
from msgspec import Struct

from briefgen.compose.figures.moments import Scale
from briefgen.compose.figures.sketch import Sketch


class Tick(Struct, frozen=True):
    day: float
    text: str


def ticks(first: float, last: float, line: Scale, sketch: Sketch) -> list[Tick]:
    """Return the ticks of a line of time from its first day to its last; painting leaves out those too near."""
    start, end = datetime.date.fromordinal(max(1, int(first))), datetime.date.fromordinal(max(1, int(last)))
    years = end.year - start.year
    locale = sketch.language.locale
    found: list[Tick] = []
    if years >= 2:
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if years / step <= 40 or step == 1000)
        for year in range(start.year - start.year % step, end.year + 1, step):
            day = datetime.date(max(year, 1), 1, 1)
            if day >= start or year == start.year:
                found.append(Tick(max(float(day.toordinal()), first), f"{year:d}"))
        return sorted([*found, *_after_breaks(line)], key=lambda tick: tick.day)
    if (end - start).days > 62:
        named = start.year != 2000 or end.year != 2000
        day = start.replace(day=1)
        while day <= end:
            with_year = named and (not found or day.month == 1)
            text = format_skeleton("yMMM", day, locale=locale) if with_year else format_date(day, "LLL", locale=locale)
            found.append(Tick(max(float(day.toordinal()), first), text))
            day = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return found
    day = start
    while day <= end and len(found) < 70:
        whole = not found or day.day == 1
        text = format_skeleton("MMMd", day, locale=locale) if whole else str(day.day)
        found.append(Tick(float(day.toordinal()), text))
        day += datetime.timedelta(days=1)
    return found


def _after_breaks(line: Scale) -> list[Tick]:
    """Return the years in which time goes on after a stretch that is cut short."""
    found = []
    for _, high in line.breaks:
        day = next(day for day, point in line.knots if point >= high - 1e-6)
        found.append(Tick(day, str(datetime.date.fromordinal(int(day)).year)))
    return found
