"""How likely: judgements as ranges on the scale they name, with its gaps; confidence apart, unmapped words as such."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.language import percent
from briefgen.content.model import Brief, Confidence, Estimate, Level
from briefgen.content.scales import SCALES, Scale
from briefgen.scene import Scene

_KINDS = ("judgements", "scenarios", "implications", "drivers")


class _Said(Struct, frozen=True):
    id: str
    title: str
    estimate: Estimate
    confidence: Confidence | None
    importance: int
    low: float = 0.0
    high: float = 0.0


def draw(brief: Brief, sketch: Sketch, *, of: str = "", unmapped: bool = True) -> Scene | None:
    """`of` lists what is drawn: judgements, scenarios, implications, drivers; "" = judgements and scenarios."""
    kinds = tuple(word.strip() for word in of.split(",") if word.strip()) or ("judgements", "scenarios")
    said = _gathered(brief, [kind for kind in kinds if kind in _KINDS])
    groups: dict[str, list[_Said]] = {}
    loose: list[_Said] = []
    for each in said:
        placed = _placed(each)
        if placed is None:
            loose.append(each)
        else:
            groups.setdefault(placed.estimate.scale or "", []).append(placed)
    loose = loose if unmapped else []
    if not groups and not loose:
        return None
    y, hidden = _paint(groups, loose, sketch)
    mapped = [each for group in groups.values() for each in group]
    return sketch.finish(
        y,
        name="likelihood-bar",
        alt=_alt(mapped, loose, groups, sketch),
        message=_message(mapped, sketch),
        long=" ".join(
            words.sentence(words.named(each.title, _worded(each, sketch)), sketch.language)
            for each in (*mapped, *loose)
        ),
        head=(
            gettext("Statement"),
            gettext("Likelihood"),
            gettext("Scale"),
            gettext("Range"),
            gettext("Confidence"),
        ),
        rows=[
            (
                each.title,
                words.likelihood(each.estimate),
                _title(each.estimate.scale) if each.high else gettext("not on a scale"),
                _range(each, sketch) if each.high else "",
                words.spoken(each.confidence.level) if each.confidence else "",
            )
            for each in (*mapped, *loose)
        ],
        hidden=hidden,
    )


def _gathered(brief: Brief, kinds: Sequence[str]) -> list[_Said]:
    found = []
    for kind in kinds:
        for part in getattr(brief, kind):
            estimate: Estimate | None = part.likelihood
            if estimate is not None:
                sure = estimate.confidence or getattr(part, "confidence", None)
                found.append(_Said(part.id, _name(part), estimate, sure, part.importance))
    return found


def _name(part: Any) -> str:
    return words.plain(getattr(part, "title", "")) or words.headline(part)


def _placed(said: _Said) -> _Said | None:
    """Return it with its range in percent, or None where there is neither a range nor a term of a known scale."""
    estimate = said.estimate
    low, high = estimate.low, estimate.high
    known = SCALES.get(estimate.scale)
    if low is None and high is None and known is not None:
        row = known.row(estimate.term)
        low, high = (row.low, row.high) if row is not None else (None, None)
    if low is None and high is None:
        return None
    ends = float(low if low is not None else 0), float(high if high is not None else 100)
    return replace(said, low=max(0.0, min(ends)), high=min(100.0, max(*ends, 0.5)))


def _title(name: str) -> str:
    known = SCALES.get(name)
    return known.title if known else name or gettext("In percent")


def _range(said: _Said, sketch: Sketch) -> str:
    low, high = (f"{value:g}" for value in (said.low, said.high))
    return percent(low if low == high else f"{low}–{high}", sketch.language)


def _worded(said: _Said, sketch: Sketch) -> str:
    text = words.likelihood(said.estimate)
    text = words.noted(text, _range(said, sketch) if said.high else gettext("not on a scale"))
    return words.commas((text, _sureness(said.confidence.level))) if said.confidence else text


def _sureness(level: Level) -> str:
    return {
        Level.HIGH: gettext("high confidence"),
        Level.MODERATE: gettext("moderate confidence"),
        Level.LOW: gettext("low confidence"),
    }[level]


def _message(mapped: Sequence[_Said], sketch: Sketch) -> str:
    if not mapped:
        return gettext("Likelihood in words that are on no scale")
    top, bottom = _ends(mapped)
    first, last = (words.noted(each.title, words.likelihood(each.estimate)) for each in (top, bottom))
    return first if top is bottom else gettext("Most likely: %(most)s; least: %(least)s", most=first, least=last)


def _ends(mapped: Sequence[_Said]) -> tuple[_Said, _Said]:
    """Return the most and the least likely; one and the same where all are as likely."""
    top, bottom = max(mapped, key=lambda s: s.low + s.high), min(mapped, key=lambda s: s.low + s.high)
    return top, bottom


def _alt(mapped: Sequence[_Said], loose: Sequence[_Said], groups: Mapping[str, Any], sketch: Sketch) -> str:
    parts = []
    if mapped:
        top, bottom = _ends(mapped)
        scales = words.listed([_title(name) for name in groups], sketch.language)
        said = ngettext(
            "%(num)s statement on the scale %(scales)s",
            "%(num)s statements on the scale %(scales)s",
            len(mapped),
            scales=scales,
        )
        first, last = (words.noted(each.title, _worded(each, sketch)) for each in (top, bottom))
        parts.append(
            words.named(said, first)
            if top is bottom
            else words.named(said, gettext("Most likely: %(most)s; least: %(least)s", most=first, least=last))
        )
    if loose:
        parts.append(
            ngettext(
                "%(num)s statement with likelihood words that are on no scale",
                "%(num)s statements with likelihood words that are on no scale",
                len(loose),
            )
        )
    return words.sentence(words.semicolons(parts), sketch.language)


# ---------------------------------------------------------------- painting


def _paint(groups: Mapping[str, list[_Said]], loose: list[_Said], sketch: Sketch) -> tuple[float, int]:
    """Paint each scale and what is on none, each in the room that the others leave; return the end and what is left."""
    parts: list[tuple[Callable[[float, float], tuple[float, int]], int]] = [
        (partial(_group, sketch, name, group), len(group)) for name, group in groups.items()
    ]
    parts += [(partial(_loose, sketch, loose), len(loose))] if loose else []
    least = [_height(sketch, paint) for paint, _ in parts]
    kept = list(range(len(parts)))
    while len(kept) > 1 and sum(least[at] for at in kept) > sketch.room - sketch.quiet.leading * 2:
        kept.remove(min(kept, key=lambda at: (parts[at][1], -at)))
    left = sum(count for at, (_, count) in enumerate(parts) if at not in kept)
    room = sketch.room - (sketch.quiet.leading * 2 + sketch.em if left else 0.0)
    y, hidden = 0.0, left
    for place, at in enumerate(kept):
        y, more = parts[at][0](y, room - sum(least[later] for later in kept[place + 1 :]))
        y, hidden = y + sketch.em, hidden + more
    y -= sketch.em
    if left:
        y = sketch.put(sketch.label(words.left_over(left), sketch.quiet, sketch.width, most=2), 0.0, y + sketch.em)
    return y, hidden


def _height(sketch: Sketch, paint: Callable[[float, float], tuple[float, int]]) -> float:
    """Return how high a part is at least, with the white below it: painted in no room, and taken back."""
    painted = len(sketch.shapes)
    end, _ = paint(0.0, 0.0)
    del sketch.shapes[painted:]
    return end + sketch.em


def _group(sketch: Sketch, name: str, group: list[_Said], y: float, room: float) -> tuple[float, int]:
    """Paint a scale and what stands on it from `y` down to `room`; return where it ends and how many are left out."""
    em, width = sketch.em, sketch.width
    wide = width >= 340
    start = width * 0.4 if wide else 0.0
    end = width - _level_width(sketch) - em * 3.2 if wide else width
    group = sorted(group, key=lambda s: (-(s.low + s.high), s.title))
    y = _head(sketch, name, start, end, y, wide and any(s.confidence for s in group))
    rows = [(each, _name_label(each, sketch, start, wide)) for each in group]
    note = gettext(SCALES[name].note) if name in SCALES else ""
    below = sketch.label(note, sketch.quiet, width, most=3) if note else None
    fits = _fit(rows, room - y - (below.height + em * 0.4 if below else 0.0), sketch, wide)
    top = y
    lines = len(sketch.shapes)
    for each, label in rows[:fits]:
        if not wide:
            lines, top = len(sketch.shapes), y + label.height
        y = _row(sketch, each, label, start, end, y, wide)
        if not wide:
            _grid(sketch, name, start, end, top, y - em * 0.4, lines)
    if wide:
        _grid(sketch, name, start, end, top, y, lines)
    hidden = len(rows) - fits
    if hidden:
        said = ngettext(
            "And %(num)s more, less likely; the data lists it.",
            "And %(num)s more, less likely; the data lists them.",
            hidden,
        )
        y = sketch.put(sketch.label(said, sketch.quiet, width, most=2), 0.0, y + em * 0.2)
    if below:
        y = sketch.put(below, 0.0, y + em * 0.4)
    return y, hidden


def _name_label(each: _Said, sketch: Sketch, start: float, wide: bool) -> Label:
    sure = _sure_width(sketch) if each.confidence and not wide else 0.0
    return sketch.label(each.title, sketch.text, start - sketch.em if wide else sketch.width - sure, most=2)


def _sure_width(sketch: Sketch) -> float:
    return _level_width(sketch) + sketch.em * 3


def _level_width(sketch: Sketch) -> float:
    return max(sketch.wide(words.spoken(level), sketch.small) for level in Level)


def _fit(rows: Sequence[tuple[_Said, Label]], room: float, sketch: Sketch, wide: bool) -> int:
    """Return how many rows have room: all, or one at least and a line that says how many are left out."""
    heights = [_row_height(label, sketch, wide) for _, label in rows]
    if sum(heights) <= room:
        return len(rows)
    room -= sketch.quiet.leading * 2 + sketch.em * 0.2
    count = 1
    while sum(heights[: count + 1]) <= room:
        count += 1
    return count


def _row_height(label: Label, sketch: Sketch, wide: bool) -> float:
    em, bar = sketch.em, sketch.em * 1.55
    return max(label.height, bar) + em * 0.35 if wide else label.height + bar + em * 0.5


def _at(value: float, start: float, end: float) -> float:
    return start + (end - start) * value / 100


def _head(sketch: Sketch, name: str, start: float, end: float, y: float, sure: bool) -> float:
    """Paint the scale: its title, its ranges as steps with the gaps between them, percent below."""
    em = sketch.em
    known = SCALES.get(name)
    title = sketch.label(
        _title(name),
        sketch.small_strong,
        max(start - em, sketch.width * 0.5),
        most=2,
    )
    below = sketch.put(title, 0.0, y)
    if sure:
        sketch.put(sketch.label(gettext("Confidence"), sketch.quiet, sketch.width - end - em, most=1), end + em, y)
    if not start:
        y = below + em * 0.2
    ends = [(0, "0"), (25, ""), (50, "50"), (75, ""), (100, "100")]
    for value, text in ends:
        if text:
            align = "start" if value == 0 else "end" if value == 100 else "middle"
            shown = percent(text, sketch.language) if value == 100 else text
            sketch.put(sketch.label(shown, sketch.quiet, 60.0, most=1), _at(value, start, end), y, align)  # type: ignore[arg-type]
    y += sketch.quiet.leading + em * 0.15
    if known:
        lanes = _lanes(known)
        for row, lane in lanes:
            left, right = _at(float(row.low), start, end), _at(float(row.high), start, end)
            step = y + lane * em * 0.45
            sketch.rect(left + 0.4, step, max(right - left - 0.8, 0.8), em * 0.35, fill=sketch.ink("muted"))
        y += (max(lane for _, lane in lanes) + 1) * em * 0.45
    else:
        sketch.line(start, y, end, y, sketch.ink("muted"), 0.7)
    return max(y, below) + em * 0.35


def _lanes(known: Scale) -> list[tuple[Any, int]]:
    """Return the rows of a scale with the lane that each is painted in: ranges that overlap lie below one another."""
    lanes: list[Decimal] = []
    found = []
    for row in sorted(known.rows, key=lambda row: (row.low, row.high)):
        lane = next((at for at, high in enumerate(lanes) if high <= row.low), len(lanes))
        lanes[lane : lane + 1] = [row.high]
        found.append((row, lane))
    return found


def _grid(sketch: Sketch, name: str, start: float, end: float, top: float, bottom: float, before: int) -> None:
    """Paint the ends of the scale's ranges behind the rows."""
    from briefgen.scene import Path

    known = SCALES.get(name)
    marks = (
        sorted({float(end_) for row in known.rows for end_ in (row.low, row.high)}) if known else [0, 25, 50, 75, 100]
    )
    lines = [
        Path(
            segments=(("M", _at(m, start, end), top), ("L", _at(m, start, end), bottom)),
            stroke=sketch.colour("rule"),
            line=0.35,
        )
        for m in marks
    ]
    sketch.shapes[before:before] = lines


def _row(sketch: Sketch, each: _Said, label: Label, start: float, end: float, y: float, wide: bool) -> float:
    em = sketch.em
    height = _row_height(label, sketch, wide)
    with sketch.group(words.named(each.title, _worded(each, sketch))):
        if wide:
            sketch.put(label, 0.0, y + (height - label.height) / 2)
            middle = y + height / 2
        else:
            middle = sketch.put(label, 0.0, y) + em * 0.8
        left, right = _at(each.low, start, end), _at(each.high, start, end)
        ink = sketch.ink("accent")
        sketch.rect(left, middle - em * 0.42, max(right - left, 1.5), em * 0.84, fill=ink, radius=em * 0.12)
        _words(sketch, each, left, right, start, end, middle)
        if each.confidence:
            _sure(sketch, each.confidence.level, end, middle if wide else y + label.look.leading / 2, wide)
    return y + height


def _words(sketch: Sketch, each: _Said, left: float, right: float, start: float, end: float, middle: float) -> None:
    """Write the words after the bar or before it, on a ground that covers the grid; in it where there is more room."""
    em = sketch.em
    words_ = words.likelihood(each.estimate)
    strong = replace(sketch.small_strong, colour=sketch.ink("accent"))
    gap = em * 0.4
    rooms = {"after": end - right - gap, "before": left - start - gap, "within": right - left - 2 * gap}
    wide = sketch.wide(words_, strong)
    side = next((name for name, room in rooms.items() if room >= wide), max(rooms, key=lambda name: rooms[name]))
    if side == "within":
        label = sketch.label(words_, replace(strong, colour="#ffffff"), rooms[side], most=1)
        sketch.put(label, left + gap, middle - label.height / 2)
        return
    label = sketch.label(words_, strong, rooms[side], most=1)
    x, align = (right + gap, "start") if side == "after" else (left - gap, "end")
    ground = x if align == "start" else x - label.width
    sketch.rect(ground - 1, middle - label.height / 2, label.width + 2, label.height, fill="#ffffff")
    sketch.put(label, x, middle - label.height / 2, align)  # type: ignore[arg-type]


def _sure(sketch: Sketch, level: Level, end: float, middle: float, wide: bool) -> None:
    """Show confidence as one to three dots, in ink of its own, with its word."""
    em = sketch.em
    ink = sketch.ink("muted")
    label = sketch.label(words.spoken(level), sketch.quiet, sketch.width, most=1)
    x = end + em if wide else end - label.width - em * 2.1
    count = {Level.HIGH: 3, Level.MODERATE: 2, Level.LOW: 1}[level]
    for number in range(3):
        at = x + em * (0.25 + number * 0.6)
        if number < count:
            sketch.circle(at, middle, em * 0.22, fill=ink)
        else:
            sketch.circle(at, middle, em * 0.2, stroke=ink, line=0.6)
    sketch.put(label, x + em * 2.1, middle - label.height / 2)


def _loose(sketch: Sketch, loose: list[_Said], y: float, room: float) -> tuple[float, int]:
    """List what is on no scale, in its own words."""
    em, width = sketch.em, sketch.width
    head = sketch.label(gettext("In words that are on no scale"), sketch.small_strong, width, most=2)
    y = sketch.put(head, 0.0, y) + em * 0.3
    share = width * 0.26
    shown = 0
    for each in sorted(loose, key=lambda s: -s.importance):
        italic = replace(sketch.text, italic=True, colour=sketch.ink("accent"))
        word = sketch.label(words.likelihood(each.estimate), italic, share - em, most=2)
        label = sketch.label(each.title, sketch.text, width - share, most=2)
        tall = max(word.height, label.height)
        if y + tall > room - em * 2 and shown:
            break
        with sketch.group(words.named(each.title, _worded(each, sketch))):
            sketch.line(0.0, y, width, y, sketch.colour("rule"), 0.4)
            sketch.put(word, 0.0, y + em * 0.2)
            sketch.put(label, share, y + em * 0.2)
        y += tall + em * 0.4
        shown += 1
    hidden = len(loose) - shown
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, width, most=2), 0.0, y + em * 0.2)
    return y, hidden
