"""A timeline across the page: the band of time, with events above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from msgspec import Struct

from briefgen.compose.figures import words
from briefgen.compose.figures.happenings import Happening, label_of, mark
from briefgen.compose.figures.moments import Scale, scale
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.figures.ticks import ticks

_BAND = 1.75  # height of the band of years, in ems
_LEVELS = 3  # of labels on each side of the band


class _Flag(Struct, frozen=True):
    """Where a label stands on a level line: its side (-1 above, 1 below), level, left edge, and its leader's x."""

    side: int
    level: int
    left: float
    right: float
    x: float
    ends: bool  # the words end at the leader instead of starting there


def draw_level(events: list[Happening], sketch: Sketch, room: float) -> float | None:
    """Draw with time across the width, labels above and below; return the height, or None where they do not fit."""
    em, width = sketch.em, sketch.width
    pad = em * 0.7
    days = [day for each in events for day in each.span.ends]
    line = scale(days, pad, width - pad, em * 5.0)
    best: tuple[float, dict[int, _Flag], list[tuple[Label, Label]]] | None = None
    for share in (13.0, 11.0, 9.5, 15.0):
        wide = min(em * share, width * 0.45)
        labels = [label_of(each, sketch, wide, 5) for each in events]
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
    _paint_band(sketch, line, band, days)
    for at, each in enumerate(events):
        flag = flags[at]
        when, title = labels[at]
        edge = band if flag.side < 0 else band + em * _BAND
        offset = _heights(flags, labels, flag.side, em)[0][flag.level]
        tall = when.height + title.height
        top = edge - offset - tall if flag.side < 0 else edge + offset
        with sketch.group(words.named(each.when, each.title)):
            far = top if flag.side < 0 else top + tall
            sketch.line(flag.x, edge, flag.x, far, sketch.colour("rule"), 0.7)
            mark(sketch, each.span, line, edge)
            gap = em * 0.45
            x, align = (flag.x - gap, "end") if flag.ends else (flag.x + gap, "start")
            below = sketch.put(when, x, top, align)  # type: ignore[arg-type]
            sketch.put(title, x, below, align)  # type: ignore[arg-type]
    return height


def _flags(
    events: list[Happening],
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


def _paint_band(sketch: Sketch, line: Scale, at: float, days: Sequence[float]) -> None:
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
