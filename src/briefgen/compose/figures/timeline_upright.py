"""A timeline down the page: the line of time, with events beside it; what has no room for words is marked."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.compose.figures import words
from briefgen.compose.figures.happenings import Happening, label_of, mark
from briefgen.compose.figures.moments import Scale, scale
from briefgen.compose.figures.said import ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.figures.spread import spread
from briefgen.compose.figures.ticks import ticks


def draw_upright(events: list[Happening], sketch: Sketch, room: float) -> tuple[float, int]:
    """Draw with time running down, labels beside; return where it ends below and how many events have no label."""
    em, width = sketch.em, sketch.width
    two = width >= 380 and len(events) > 10
    days = [day for each in events for day in each.span.ends]
    years = ticks(min(days), max(days), Scale(((0.0, 0.0),)), sketch)
    ticked = min(max(sketch.wide(tick.text, sketch.quiet) for tick in years), em * 5) + em * 0.6
    lane = em * 2.2  # from the line to the labels
    # Between two columns of labels the line is as wide as its years, which stand in it; else they stand beside it.
    half = ticked / 2 + em * 0.5 if two else em * 0.3
    axis = width / 2 if two else ticked + em
    room_beside = width - axis - lane - (half if two else 0.0)
    rooms = (room_beside, room_beside) if two else (room_beside,)
    shown, labels = _chosen(events, sketch, rooms, room - em * 2)
    hidden = len(events) - len(shown)
    sides = [number % 2 if two else 0 for number in range(len(shown))]
    columns = [[n for n, side in enumerate(sides) if side == which] for which in range(2 if two else 1)]
    need = max(sum(_tall(labels[n]) + em * 0.35 for n in column) for column in columns)
    height = min(room - (em * 2 if hidden else 0.0), max(need, min(room * 0.5, em * 2.6 * len(shown))))
    height = max(height, need)
    low, high = em * 0.6, height - em * 0.6
    line = scale(days, low, high, em * 3.0)
    _paint_band(sketch, line, axis, half, days, height, within=two)
    known = {each.id for each in shown}
    for number, each in enumerate(events):
        if each.id not in known:
            x = axis + (half if number % 2 else -half) if two else axis
            sketch.circle(x, line.at(each.span.start), em * 0.2, fill="#ffffff", stroke=sketch.ink("muted"), line=0.7)
    for which, column in enumerate(columns):
        talls = [_tall(labels[n]) for n in column]
        wanted = [line.at(shown[n].span.start) + tall / 2 - em * 0.55 for n, tall in zip(column, talls, strict=True)]
        middles = spread(wanted, talls, 0.0, height, em * 0.35)
        outward = -1 if two and which == 0 else 1
        edge = axis + outward * half if two else axis
        for n, tall, middle in zip(column, talls, middles, strict=True):
            _paint_row(sketch, shown[n], labels[n], line, edge, middle - tall / 2, outward, lane)
    bottom = height
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
    events: list[Happening], sketch: Sketch, rooms: tuple[float, ...], room: float
) -> tuple[list[Happening], list[tuple[Label, Label]]]:
    """Return the events that get words, all where there is room, with labels as long as there is room for."""
    shown = list(events)
    while True:
        for most in (4, 2, 1):
            labels = [label_of(each, sketch, rooms[n % len(rooms)], most) for n, each in enumerate(shown)]
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


def _paint_band(
    sketch: Sketch, line: Scale, axis: float, half: float, days: Sequence[float], height: float, *, within: bool
) -> None:
    """Paint the line of time with its years, in it or to its left, and a gap where it is cut short."""
    em = sketch.em
    sketch.rect(axis - half, 0.0, 2 * half, height, fill=sketch.colour("tint"), radius=0.0 if within else half)
    end = 0.0
    for tick in ticks(min(days), max(days), line, sketch):
        y = line.at(tick.day)
        label = sketch.label(tick.text, sketch.quiet, 2 * half if within else axis - em * 1.5, most=1)
        upper = min(max(y - label.height / 2, 0.0), height - label.height)
        broken = any(upper < high and low < upper + label.height for low, high in line.breaks) if within else False
        if label.cut or line.cut(y) or broken or upper < end:
            continue
        if within:
            sketch.put(label, axis, upper, "middle")
        else:
            sketch.put(label, axis - em * 1.5, upper, "end")
        end = upper + label.height + em * 0.4
    reach = half + em * 0.2
    for low, high in line.breaks:
        y = (low + high) / 2
        sketch.rect(axis - reach, y - em * 0.3, 2 * reach, em * 0.6, fill="#ffffff")
        for shift in (-em * 0.3, em * 0.3):
            ends = (axis - reach, y + shift + em * 0.2, axis + reach, y + shift - em * 0.2)
            sketch.line(*ends, sketch.ink("muted"), 0.6)


def _paint_row(
    sketch: Sketch,
    each: Happening,
    label: tuple[Label, Label],
    line: Scale,
    axis: float,
    y: float,
    outward: int,
    lane: float,
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
        mark(sketch, each.span, line, axis, upright=True)
        align = "start" if outward > 0 else "end"
        below = sketch.put(label[0], x, y, align)  # type: ignore[arg-type]
        sketch.put(label[1], x, below, align)  # type: ignore[arg-type]
