"""The numbers: one small panel for each thing that is counted, with its limit, its parties and how it moved."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose import dates
from briefgen.compose.figures import words
from briefgen.compose.figures.moments import span
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.quantities import in_words
from briefgen.content.model import Brief, Quantity
from briefgen.scene import Scene

_At = Callable[[float], float]  # where a value lies across the page


class _Series(Struct, frozen=True):
    """Values of one party, or of no one in particular, oldest first; `day` is 0 where no date is given."""

    name: str
    points: tuple[tuple[float, float, Quantity], ...]  # day, value


class _Panel(Struct, frozen=True):
    title: str
    series: tuple[_Series, ...]
    limits: tuple[Quantity, ...]
    importance: int


def draw(brief: Brief, sketch: Sketch, *, most: int = 0, singles: bool = False) -> Scene | None:
    """Of more than `most` panels (0 = any number) the last go; `singles` draws numbers that compare with nothing."""
    panels = _panels(brief, singles)
    if not panels:
        return None
    y, hidden = _paint(panels, sketch, most)
    return sketch.finish(
        y,
        name="quantities",
        alt=_alt(panels, sketch),
        long=" ".join(_told(panel, sketch) for panel in panels),
        head=(gettext("What"), gettext("Who"), gettext("As of"), gettext("Value")),
        rows=[
            *(
                (panel.title, gettext("limit"), "", in_words(limit, sketch.language))
                for panel in panels
                for limit in panel.limits
            ),
            *(
                (panel.title, series.name, _day(q, sketch), in_words(q, sketch.language))
                for panel in panels
                for series in panel.series
                for _, _, q in series.points
            ),
        ],
        hidden=hidden,
    )


def _panels(brief: Brief, singles: bool) -> list[_Panel]:
    """Return what can be compared: values by party or by date, with the limits of the same provision."""
    index = words.index(brief)
    found: list[_Panel] = []
    owners = [(p, p.quantities) for p in brief.provisions] + [(i, i.magnitude) for i in brief.implications]
    for owner, quantities in owners:
        reported = [q for q in quantities if (q.party or q.as_of) and _value(q) is not None]
        limits = tuple(q for q in quantities if not q.party and not q.as_of and _value(q) is not None)
        groups: dict[tuple[str, str], list[Quantity]] = {}
        for q in reported:
            groups.setdefault((q.what, q.unit), []).append(q)
        for (what, unit), group in groups.items():
            own = tuple(q for q in limits if not q.unit or not unit or q.unit == unit) if len(groups) == 1 else ()
            if len(group) < 2 and not own and not singles:
                continue
            parties: dict[str, list[Quantity]] = {}
            for q in group:
                name = words.short(index[q.party]) if q.party is not None and q.party in index else ""
                parties.setdefault(name, []).append(q)
            series = tuple(_Series(name, _points(each)) for name, each in parties.items())
            title = words.noted(words.capital(words.plain(what)), unit)
            found.append(_Panel(title, series, own[:2], owner.importance))
        if singles and not reported:
            for q in limits:
                title = words.capital(words.plain(q.what))
                found.append(_Panel(title, (), (q,), owner.importance))
    return found


def _points(group: Iterable[Quantity]) -> tuple[tuple[float, float, Quantity], ...]:
    points = []
    for q in group:
        when = span(q.as_of) if q.as_of else None
        points.append((when.start if when else 0.0, _value(q) or 0.0, q))
    return tuple(sorted(points, key=lambda point: point[0]))


def _value(q: Quantity) -> float | None:
    given = [value for value in (q.value, q.low, q.high) if value is not None]
    if not given:
        return None
    value = float(q.value if q.value is not None else sum(given) / len(given))
    return value if abs(value) < 1e30 else None


def _day(q: Quantity, sketch: Sketch) -> str:
    return words.plain(dates.in_words(q.as_of, sketch.language, short=True)) if q.as_of else ""


def _told(panel: _Panel, sketch: Sketch) -> str:
    parts = [in_words(limit, sketch.language) for limit in panel.limits]
    for series in panel.series:
        values = words.commas(words.noted(in_words(q, sketch.language), _day(q, sketch)) for _, _, q in series.points)
        parts.append(words.named(series.name, values) if series.name else values)
    return words.sentence(words.named(panel.title, words.semicolons(parts)), sketch.language)


def _alt(panels: Sequence[_Panel], sketch: Sketch) -> str:
    titles = words.listed([panel.title for panel in panels], sketch.language, 4)
    said = ngettext(
        "%(num)s set of numbers compared: %(titles)s",
        "%(num)s sets of numbers compared: %(titles)s",
        len(panels),
        titles=titles,
    )
    return words.sentence(said, sketch.language)


# ---------------------------------------------------------------- painting


def _paint(panels: Sequence[_Panel], sketch: Sketch, most: int) -> tuple[float, int]:
    em, width = sketch.em, sketch.width
    columns = max(1, min(3, int((width + em * 2) // (em * 18)), len(panels)))
    across = (width - em * 2 * (columns - 1)) / columns
    y, shown = 0.0, 0
    limit = most or len(panels)
    for at in range(0, min(len(panels), limit), columns):
        row = panels[at : min(at + columns, limit)]
        head = max(_title(panel, sketch, across).height for panel in row)
        tall = head + max(_below(panel, sketch) for panel in row)
        if shown and y + tall > sketch.room - em * 2:
            break
        for number, panel in enumerate(row):
            _paint_panel(panel, sketch, number * (across + em * 2), y, across, head)
        y += tall + em * 1.2
        shown += len(row)
    y -= em * 1.2
    hidden = len(panels) - shown
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, width, most=2), 0.0, y + em * 0.5)
    return y, hidden


_MOST_SERIES = 8


def _title(panel: _Panel, sketch: Sketch, across: float) -> Label:
    return sketch.label(panel.title, sketch.small_strong, across, most=3)


def _row_tall(sketch: Sketch, series: _Series) -> float:
    return sketch.em * (2.3 if len(series.points) > 1 else 1.55)


def _below(panel: _Panel, sketch: Sketch) -> float:
    """Return the height of a panel below its title."""
    em = sketch.em
    rows = sum(_row_tall(sketch, series) for series in panel.series[:_MOST_SERIES])
    more = sketch.quiet.leading if len(panel.series) > _MOST_SERIES else 0.0
    limit = sketch.small.leading + em * 0.2 if panel.limits else 0.0
    return em * 0.5 + limit + rows + more


def _paint_panel(panel: _Panel, sketch: Sketch, x: float, y: float, across: float, head: float) -> None:
    em = sketch.em
    sketch.put(_title(panel, sketch, across), x, y)
    top = y + head + em * 0.4
    shown = panel.series[:_MOST_SERIES]
    values = [value for series in shown for _, value, _ in series.points] + [_value(q) or 0.0 for q in panel.limits]
    high, low = max([*values, 0.0]), min([*values, 0.0])
    floor = min(values)  # of lines, which show how something moved; bars begin at zero
    size = (high - low) or 1.0
    names = min(max([sketch.wide(series.name, sketch.text) for series in shown], default=0.0), across * 0.34)
    left = x + names + (em * 0.6 if names else 0.0)
    numbers = max(
        [sketch.wide(_short(series.points[-1][2], sketch), sketch.small_strong) for series in shown], default=0.0
    )
    numbers = min(numbers, across * 0.3)
    room = max(em * 2, x + across - left - numbers - em * 0.6)

    def at(value: float) -> float:
        return left + room * (value - low) / size

    if panel.limits:
        top = _paint_limits(panel, sketch, x, across, top, at, sum(_row_tall(sketch, series) for series in shown))
    for series in shown:
        tall = _row_tall(sketch, series)
        _paint_series(series, sketch, x, left, room, names, numbers, top, tall, low, high, floor, at)
        top += tall
    if len(panel.series) > _MOST_SERIES:
        said = ngettext("and %(num)s more", "and %(num)s more", len(panel.series) - _MOST_SERIES)
        sketch.put(sketch.label(said, sketch.quiet, across, most=1), x, top)


def _paint_limits(panel: _Panel, sketch: Sketch, x: float, across: float, top: float, at: _At, tall: float) -> float:
    em = sketch.em
    ink = sketch.ink("accent-2")
    style = replace(sketch.small, colour=ink)
    said = words.listed([in_words(limit, sketch.language) for limit in panel.limits], sketch.language)
    label = sketch.label(words.capital(said), style, across, most=1)
    line = at(_value(panel.limits[0]) or 0.0)
    middle = min(max(line, x + label.width / 2), x + across - label.width / 2)
    bottom = sketch.put(label, middle, top, "middle") + em * 0.2
    for limit in panel.limits:
        place = at(_value(limit) or 0.0)
        sketch.line(place, bottom, place, bottom + tall, ink, 0.9, (2.2, 1.4))
    return bottom


def _short(q: Quantity, sketch: Sketch) -> str:
    return in_words(dataclasses.replace(q, unit="" if q.unit not in ("%",) else q.unit), sketch.language)


def _paint_series(
    series: _Series, sketch: Sketch, x: float, left: float, room: float, names: float, numbers: float,
    top: float, tall: float, low: float, high: float, floor: float, at: _At,
) -> None:  # fmt: skip
    em = sketch.em
    middle = top + tall / 2
    ink = sketch.ink("accent")
    last = series.points[-1]
    number = words.noted(in_words(last[2], sketch.language), _day(last[2], sketch))
    with sketch.group(words.named(series.name, number) if series.name else number):
        if series.name:
            name = sketch.label(series.name, sketch.text, names + 0.5, most=1)
            sketch.put(name, x, middle - name.height / 2)
        dated = [point for point in series.points if point[0]]
        if len(dated) > 1 and dated[0][0] != dated[-1][0]:
            first, end = dated[0][0], dated[-1][0]
            low = min(floor, low) if floor < 0 else floor
            size = (high - low) or 1.0
            points = [
                (left + room * (day - first) / (end - first), top + tall * 0.85 - tall * 0.7 * (value - low) / size)
                for day, value, _ in dated
            ]
            start, *rest = points
            sketch.path((("M", *start), *(("L", *point) for point in rest)), stroke=ink, line=1.1, round=True)
            sketch.circle(*points[-1], em * 0.26, fill=ink)
            label_x = left + room
        else:
            zero = at(0.0)
            value = at(last[1])
            sketch.rect(min(zero, value), middle - em * 0.4, max(abs(value - zero), 1.0), em * 0.8, fill=ink)
            label_x = left + room
        shown = sketch.label(_short(last[2], sketch), sketch.small_strong, numbers + 0.5, most=1)
        sketch.put(shown, label_x + em * 0.5, middle - shown.height / 2)
