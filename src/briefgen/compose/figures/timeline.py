"""When things happened: events in order of time, with partial dates, ranges and gaps shown as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from briefgen.compose import dates
from briefgen.compose.figures import words
from briefgen.compose.figures.moments import Scale, Span, scale, span
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.figures.spread import spread
from briefgen.compose.figures.ticks import ticks
from briefgen.content.model import Brief, PartialDate
from briefgen.scene import Scene

_BAND = 1.75  # height of the band of years, in ems
_LEVELS = 3  # of labels on each side of a level line
_MOST_LEVEL = 12  # events; more stand better one below the other


@dataclass(frozen=True, slots=True)
class _Happening:
    id: str
    title: str
    when: str  # in words
    span: Span
    importance: int
    date: PartialDate


@dataclass(frozen=True, slots=True)
class _Flag:
    """Where a label stands on a level line: its side (-1 above, 1 below), level, left edge, and its leader's x."""

    side: int
    level: int
    left: float
    right: float
    x: float
    ends: bool  # the words end at the leader instead of starting there


def draw(brief: Brief, sketch: Sketch, *, least: int = 1, form: str = "", instruments: bool = False) -> Scene | None:
    """`least` events must be dated; `form` is level or upright, "" = what fits; `instruments` adds dated agreements."""
    parts = [*brief.events, *(i for i in brief.instruments if instruments and i.date is not None)]
    dated, others, yearless = _sorted(parts, sketch)
    if len(dated) < max(1, least):
        return None
    scene = None
    top = 0.0
    note = _note(others, yearless, sketch)
    room = sketch.room - (note.height + sketch.em if note else 0.0)
    if (form != "upright" and len(dated) <= _MOST_LEVEL and sketch.width >= 300) or form == "level":
        scene = _level(dated, sketch, room)
    hidden = 0
    if scene is None:
        sketch.shapes.clear()
        bottom, hidden = _upright(dated, sketch, room, top)
    else:
        bottom = scene
    if note:
        bottom = sketch.put(note, 0.0, bottom + sketch.em * 0.7)
    return sketch.finish(
        bottom,
        name="timeline",
        alt=_alt(dated, others, yearless, sketch),
        message=gettext("From %(first)s to %(last)s", first=dated[0].when, last=dated[-1].when)
        if len(dated) > 1
        else "",
        long=" ".join(words.sentence(words.named(each.when, each.title), sketch.language) for each in dated),
        head=(gettext("Date"), gettext("Event")),
        rows=[*((each.when, each.title) for each in dated), *((when, title) for when, title in others)],
        hidden=hidden,
    )


def _sorted(parts: Sequence[object], sketch: Sketch) -> tuple[list[_Happening], list[tuple[str, str]], bool]:
    """Return the events that can be placed in order, the others (date in words, title), and whether years are missing.

    Dates without a year can stand beside one another, but not among dates with one.
    """
    yearless = not any(span(part.date) for part in parts)  # type: ignore[attr-defined]
    dated: list[_Happening] = []
    others: list[tuple[str, str]] = []
    for part in parts:
        date: PartialDate | None = part.date  # type: ignore[attr-defined]
        title = words.headline(part)
        when = words.plain(dates.in_words(date, sketch.language, short=True)) if date is not None else ""
        found = span(date, yearless=yearless)
        if found is None or date is None:
            others.append((when or gettext("no date"), title))
        else:
            importance: int = part.importance  # type: ignore[attr-defined]
            dated.append(_Happening(part.id, title, when, found, importance, date))  # type: ignore[attr-defined]
    dated.sort(key=lambda each: (each.span.start, each.span.end))
    return dated, others, yearless


def _note(others: list[tuple[str, str]], yearless: bool, sketch: Sketch) -> Label | None:
    """Return what stands below: that no year is given, and what could not be placed."""
    said = []
    if yearless:
        said.append(gettext("The year is not given."))
    if others:
        shown = [words.noted(title, when) for when, title in others[:6]]
        if len(others) > 6:
            shown.append(ngettext("and %(num)s more", "and %(num)s more", len(others) - 6))
        listed = words.semicolons(shown)
        said.append(
            gettext("Not placed, since the date is not given: %(events)s.", events=listed)
            if yearless
            else gettext("Not placed, since the year is not given: %(events)s.", events=listed)
        )
    return sketch.label(" ".join(said), sketch.quiet, sketch.width, most=5) if said else None


def _alt(dated: list[_Happening], others: list[tuple[str, str]], yearless: bool, sketch: Sketch) -> str:
    first, last = (words.noted(each.title, each.when) for each in (dated[0], dated[-1]))
    if len(dated) == 1:
        return words.sentence(gettext("Timeline with one event: %(event)s", event=first), sketch.language)
    said = (
        ngettext(
            "Timeline of %(num)s event of a year that is not given, from %(first)s to %(last)s",
            "Timeline of %(num)s events of a year that is not given, from %(first)s to %(last)s",
            len(dated),
            first=first,
            last=last,
        )
        if yearless
        else ngettext(
            "Timeline of %(num)s event, from %(first)s to %(last)s",
            "Timeline of %(num)s events, from %(first)s to %(last)s",
            len(dated),
            first=first,
            last=last,
        )
    )
    if others:
        more = ngettext("%(num)s more cannot be placed in time", "%(num)s more cannot be placed in time", len(others))
        said = words.semicolons((said, more))
    return words.sentence(said, sketch.language)


# ---------------------------------------------------------------- level: time runs across


def _level(events: list[_Happening], sketch: Sketch, room: float) -> float | None:
    """Draw with time across the width, labels above and below; return the height, or None where they do not fit."""
    em, width = sketch.em, sketch.width
    pad = em * 0.7
    days = [day for each in events for day in each.span.ends]
    line = scale(days, pad, width - pad, em * 5.0)
    best: tuple[float, dict[int, _Flag], list[tuple[Label, Label]]] | None = None
    for share in (13.0, 11.0, 9.5, 15.0):
        wide = min(em * share, width * 0.45)
        labels = [_label(each, sketch, wide, 5) for each in events]
        if any(title.cut for _, title in labels):
            continue
        for backwards in (True, False):
            flags = _flags(events, labels, line, width, em, backwards)
            if flags is None:
                continue
            height = sum(_heights(flags, labels, side, em)[1] for side in (-1, 1)) + em * _BAND
            if height <= room and (best is None or height < best[0] - em):
                best = height, flags, labels
    if best is None:
        return None
    height, flags, labels = best
    tops = _heights(flags, labels, -1, em)
    band = tops[1]
    _paint_band(sketch, line, band, days, level=True)
    for at, each in enumerate(events):
        flag = flags[at]
        when, title = labels[at]
        edge = band if flag.side < 0 else band + em * _BAND
        offset = _heights(flags, labels, flag.side, em)[0][flag.level]
        tall = when.height + title.height
        top = edge - offset - tall if flag.side < 0 else edge + offset
        ink = sketch.ink("accent")
        with sketch.group(words.named(each.when, each.title)):
            far = top if flag.side < 0 else top + tall
            sketch.line(flag.x, edge, flag.x, far, sketch.colour("rule"), 0.7)
            _mark(sketch, each.span, line, edge, ink)
            gap = em * 0.45
            x, align = (flag.x - gap, "end") if flag.ends else (flag.x + gap, "start")
            below = sketch.put(when, x, top, align)  # type: ignore[arg-type]
            sketch.put(title, x, below, align)  # type: ignore[arg-type]
    return height


def _label(each: _Happening, sketch: Sketch, wide: float, most: int) -> tuple[Label, Label]:
    when = replace(sketch.small_strong, colour=sketch.ink("accent"))
    return sketch.label(each.when, when, wide, most=2), sketch.label(each.title, sketch.text, wide, most=most)


def _flags(
    events: list[_Happening],
    labels: list[tuple[Label, Label]],
    line: Scale,
    width: float,
    em: float,
    backwards: bool,
) -> dict[int, _Flag] | None:
    """Give labels sides and levels so that none meets another and no leader crosses one; None if that fails."""
    placed: dict[int, _Flag] = {}
    order = range(len(events) - 1, -1, -1) if backwards else range(len(events))
    gap = em * 0.45
    for at in order:
        x = line.at(events[at].span.start)
        wide = max(part.width for part in labels[at])
        found = None
        count = {side: sum(flag.side == side for flag in placed.values()) for side in (-1, 1)}
        for level, side, ends in sorted(
            product(range(_LEVELS), (-1, 1), (False, True)),
            key=lambda c: (c[0] * 2 + c[2] * 1.5, count[c[1]], c[1]),
        ):
            left = x - gap - wide if ends else x + gap
            flag = _Flag(side, level, left, left + wide, x, ends)
            if left >= 0 and left + wide <= width and all(_apart(flag, other, em) for other in placed.values()):
                found = flag
                break
        if found is None:
            return None
        placed[at] = found
    return placed


def _apart(one: _Flag, other: _Flag, em: float) -> bool:
    if one.side != other.side:
        return True
    low, high = sorted((one, other), key=lambda flag: flag.level)
    if one.level == other.level:
        ends = min(one.left, one.x), max(one.right, one.x)
        others = min(other.left, other.x), max(other.right, other.x)
        return ends[1] + em * 0.6 <= others[0] or others[1] + em * 0.6 <= ends[0]
    return not low.left - em * 0.3 < high.x < low.right + em * 0.3


def _heights(
    flags: dict[int, _Flag], labels: list[tuple[Label, Label]], side: int, em: float
) -> tuple[dict[int, float], float]:
    """Return how far from the band each level of a side begins, and how far the side reaches."""
    offsets: dict[int, float] = {}
    reach = em * 0.75
    used = sorted({flag.level for flag in flags.values() if flag.side == side})
    for level in used:
        offsets[level] = reach
        tall = max(
            sum(part.height for part in labels[at])
            for at, flag in flags.items()
            if (flag.side, flag.level) == (side, level)
        )
        reach += tall + em * 0.5
    return offsets, reach - em * 0.5 if used else em * 0.4


def _paint_band(
    sketch: Sketch, line: Scale, at: float, days: Sequence[float], *, level: bool, room: float = 0.0
) -> None:
    """Paint the band of time with its years (or months, or days), and a gap where it is cut short."""
    em, tall = sketch.em, sketch.em * _BAND
    width = sketch.width
    sketch.rect(0.0, at, width, tall, fill=sketch.colour("tint"))
    end = 0.0
    for tick in ticks(min(days), max(days), line, sketch):
        label = sketch.label(tick.text, sketch.quiet, 200.0, most=1)
        x = line.at(tick.day)
        if line.cut(x) or x < 0:
            continue
        after = next((high - em * 2.0 for low, high in line.breaks if x < high), width)
        if x >= end and x + label.width + em * 0.35 <= after:
            sketch.line(x, at, x, at + tall, "#ffffff", 0.8)
            sketch.put(label, x + em * 0.35, at + (tall - label.height) / 2)
            end = x + label.width + em * 0.8
    for _, high in line.breaks:
        middle, slant = high - em * 1.2, em * 0.35
        half = em * 0.3
        sketch.polygon(
            (
                (middle - half + slant, at - 1), (middle + half + slant, at - 1),
                (middle + half - slant, at + tall + 1), (middle - half - slant, at + tall + 1),
            ),
            fill="#ffffff",
        )  # fmt: skip
        for shift in (-half, half):
            sketch.line(middle + shift + slant, at - 1, middle + shift - slant, at + tall + 1, sketch.ink("muted"), 0.6)


def _mark(sketch: Sketch, span: Span, line: Scale, y: float, ink: str) -> None:
    """Mark an event: a dot, a bar for what lasts, a ring and a dashed line for what is not known to the day."""
    r = sketch.em * 0.3
    x, end = line.at(span.start), line.at(span.end)
    if span.exact:
        if end - x > 2 * r:
            sketch.line(x, y, end, y, ink, r * 1.1)
        sketch.circle(x, y, r, fill=ink, stroke="#ffffff", line=0.7)
        return
    if end - x > 2 * r:
        sketch.line(x, y, end, y, ink, 0.9, (1.8, 1.6))
    sketch.circle(x, y, r * 0.9, fill="#ffffff", stroke=ink, line=1.0)


# ---------------------------------------------------------------- upright: time runs down


def _upright(events: list[_Happening], sketch: Sketch, room: float, top: float) -> tuple[float, int]:
    """Draw with time running down, labels beside; return where it ends below and how many events have no label."""
    em, width = sketch.em, sketch.width
    two = width >= 380 and len(events) > 10
    days = [day for each in events for day in each.span.ends]
    years = ticks(min(days), max(days), Scale(((0.0, 0.0),)), sketch)
    ticked = min(max(sketch.wide(tick.text, sketch.quiet) for tick in years), em * 5) + em * 0.6
    axis = width / 2 - em * 0.4 if two else ticked + em
    lane = em * 2.2  # from the line to the labels
    left_room = axis - ticked - lane if two else 0.0
    right_room = width - axis - lane
    if two:
        axis = (width + ticked) / 2
        left_room = axis - ticked - lane - em * 0.4
        right_room = width - axis - lane
    shown, labels = _chosen(events, sketch, (left_room, right_room) if two else (right_room,), room - em * 2)
    hidden = len(events) - len(shown)
    sides = [number % 2 if two else 0 for number in range(len(shown))]
    columns = [[n for n, side in enumerate(sides) if side == which] for which in range(2 if two else 1)]
    need = max(sum(_tall(labels[n]) + em * 0.35 for n in column) for column in columns)
    height = min(room - (em * 2 if hidden else 0.0), max(need, min(room * 0.5, em * 2.6 * len(shown))))
    height = max(height, need)
    low, high = top + em * 0.6, top + height - em * 0.6
    line = scale(days, low, high, em * 3.0)
    _paint_upright_band(sketch, line, axis, ticked, days, top, height)
    ink = sketch.ink("accent")
    known = {each.id for each in shown}
    for each in events:
        if each.id not in known:
            sketch.circle(
                axis, line.at(each.span.start), em * 0.2, fill="#ffffff", stroke=sketch.ink("muted"), line=0.7
            )
    for which, column in enumerate(columns):
        talls = [_tall(labels[n]) for n in column]
        wanted = [line.at(shown[n].span.start) + tall / 2 - em * 0.55 for n, tall in zip(column, talls, strict=True)]
        middles = spread(wanted, talls, top, top + height, em * 0.35)
        outward = -1 if two and which == 0 else 1
        for n, tall, middle in zip(column, talls, middles, strict=True):
            _paint_row(sketch, shown[n], labels[n], line, axis, middle - tall / 2, outward, lane, ink)
    bottom = top + height
    if hidden:
        said = ngettext(
            "A ring marks %(num)s more event without words; the data lists it.",
            "Rings mark %(num)s more events without words; the data lists them.",
            hidden,
        )
        bottom = sketch.put(sketch.label(said, sketch.quiet, width, most=3), 0.0, bottom + em * 0.5)
    return bottom, hidden


def _tall(label: tuple[Label, Label]) -> float:
    return label[0].height + label[1].height


def _chosen(
    events: list[_Happening], sketch: Sketch, rooms: tuple[float, ...], room: float
) -> tuple[list[_Happening], list[tuple[Label, Label]]]:
    """Return the events that get words, all where there is room, with labels as long as there is room for."""
    shown = list(events)
    while True:
        for most in (4, 2, 1):
            labels = [_label(each, sketch, rooms[n % len(rooms)], most) for n, each in enumerate(shown)]
            for which in range(len(rooms)):
                need = sum(_tall(label) + sketch.em * 0.35 for label in labels[which :: len(rooms)])
                if need > room:
                    break
            else:
                return shown, labels
        share = max(1, round(len(shown) * 0.93) if len(shown) > 1 else 1)
        if len(shown) == 1:
            return shown, labels
        kept = words.most_important(shown, min(share, len(shown) - 1))
        shown = [each for each in shown if each.id in kept]


def _paint_upright_band(
    sketch: Sketch, line: Scale, axis: float, ticked: float, days: Sequence[float], top: float, height: float
) -> None:
    em = sketch.em
    sketch.rect(axis - em * 0.3, top, em * 0.6, height, fill=sketch.colour("tint"), radius=em * 0.3)
    end = top
    for tick in ticks(min(days), max(days), line, sketch):
        y = line.at(tick.day)
        label = sketch.label(tick.text, sketch.quiet, ticked - em * 0.5, most=1)
        upper = min(max(y - label.height / 2, top), top + height - label.height)
        if label.cut or line.cut(y) or upper < end:
            continue
        sketch.put(label, ticked - em * 0.5, upper, "end")
        end = upper + label.height + em * 0.4
    for low, high in line.breaks:
        y = (low + high) / 2
        sketch.rect(axis - em * 0.5, y - em * 0.3, em, em * 0.6, fill="#ffffff")
        for shift in (-em * 0.3, em * 0.3):
            sketch.line(
                axis - em * 0.5, y + shift + em * 0.2, axis + em * 0.5, y + shift - em * 0.2, sketch.ink("muted"), 0.6
            )


def _paint_row(
    sketch: Sketch,
    each: _Happening,
    label: tuple[Label, Label],
    line: Scale,
    axis: float,
    y: float,
    outward: int,
    lane: float,
    ink: str,
) -> None:
    em = sketch.em
    dot = line.at(each.span.start)
    level = y + label[0].height * 0.5
    x = axis + outward * lane
    with sketch.group(words.named(each.when, each.title)):
        knee = axis + outward * em * 0.9
        sketch.path(
            (
                ("M", axis, dot), ("L", knee, dot),
                ("L", x - outward * em * 0.55, level), ("L", x - outward * em * 0.25, level),
            ),
            stroke=sketch.colour("rule"), line=0.7, round=True,
        )  # fmt: skip
        end = line.at(each.span.end)
        r = em * 0.3
        if each.span.exact:
            if end - dot > 2 * r:
                sketch.line(axis, dot, axis, end, ink, r * 1.1)
            sketch.circle(axis, dot, r, fill=ink, stroke="#ffffff", line=0.7)
        else:
            if end - dot > 2 * r:
                sketch.line(axis, dot, axis, end, ink, 0.9, (1.8, 1.6))
            sketch.circle(axis, dot, r * 0.9, fill="#ffffff", stroke=ink, line=1.0)
        align = "start" if outward > 0 else "end"
        below = sketch.put(label[0], x, y, align)  # type: ignore[arg-type]
        sketch.put(label[1], x, below, align)  # type: ignore[arg-type]
