"""How it stands to what went before: each precedent as weaker, comparable or stronger, with old and new values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.content.model import Brief, Comparison, ComparisonKind
from briefgen.layout.scripts import is_rtl
from briefgen.scene import Scene

# Where the subject stands on the scale: left of the precedent, level with it, to its right.
_PLACES = {
    ComparisonKind.WEAKER: -1,
    ComparisonKind.COMPARABLE: 0,
    ComparisonKind.ONLY_COMPARABLE: 0,
    ComparisonKind.STRONGER: 1,
}


class _Row(Struct, frozen=True):
    comparison: Comparison
    name: Label
    detail: Label | None
    values: Label | None
    height: float


def draw(brief: Brief, sketch: Sketch, *, most: int = 0) -> Scene | None:
    """Of more than `most` comparisons (0 = any number) the least important go."""
    if not brief.comparisons:
        return None
    index = words.index(brief)
    groups: dict[str, list[Comparison]] = {}
    for each in brief.comparisons:
        groups.setdefault(each.subject, []).append(each)
    kept = words.most_important(brief.comparisons, most or len(brief.comparisons))
    y, hidden = _paint(groups, index, kept, sketch)
    return sketch.finish(
        y,
        name="provision-comparison",
        alt=_alt(groups, index, sketch),
        long=" ".join(words.sentence(words.plain(each.text), sketch.language) for each in brief.comparisons),
        head=(
            gettext("What"), gettext("Relation"), gettext("Precedent"), gettext("In what"), gettext("Before"),
            gettext("Now"),
        ),
        rows=[
            (
                _called(index, each.subject), words.spoken(each.relation), _called(index, each.other), each.dimension,
                words.plain(each.before), words.plain(each.after),
            )
            for each in brief.comparisons
        ],
        hidden=hidden,
    )  # fmt: skip


def _called(index: Mapping[str, Any], id_: str | None) -> str:
    return words.short(index[id_]) if id_ is not None and id_ in index else ""


def _alt(groups: Mapping[str, Sequence[Comparison]], index: Mapping[str, Any], sketch: Sketch) -> str:
    said = []
    for subject, group in groups.items():
        parts = [_related(each, _called(index, each.other)) for each in group]
        said.append(words.named(_called(index, subject), words.listed(parts, sketch.language, 4)))
    more = [ngettext("and %(num)s more", "and %(num)s more", len(said) - 3)] if len(said) > 3 else []
    listed = words.semicolons((*said[:3], *more))
    return words.sentence(gettext("Compared with precedents. %(comparisons)s", comparisons=listed), sketch.language)


def _related(comparison: Comparison, other: str) -> str:
    """Return "stronger than the treaty of 2000", or the word alone where no precedent is named."""
    relation = comparison.relation
    if not other:
        return words.spoken(relation)
    match relation:
        case ComparisonKind.STRONGER:
            return gettext("stronger than %(precedent)s", precedent=other)
        case ComparisonKind.WEAKER:
            return gettext("weaker than %(precedent)s", precedent=other)
        case ComparisonKind.COMPARABLE:
            return gettext("comparable to %(precedent)s", precedent=other)
        case ComparisonKind.ONLY_COMPARABLE:
            return gettext("comparable only to %(precedent)s", precedent=other)
        case ComparisonKind.REPLACES:
            return gettext("replaces %(precedent)s", precedent=other)
        case ComparisonKind.CHANGES:
            return gettext("changes %(precedent)s", precedent=other)
        case ComparisonKind.UNPRECEDENTED:
            return gettext("without precedent; compare %(precedent)s", precedent=other)


# ---------------------------------------------------------------- painting


def _paint(
    groups: Mapping[str, Sequence[Comparison]], index: Mapping[str, Any], kept: set[str], sketch: Sketch
) -> tuple[float, int]:
    em, width = sketch.em, sketch.width
    wide = width >= 340
    scale = width * 0.5 if wide else width
    start = width - scale
    y, hidden, headed = 0.0, 0, False
    for subject, group in groups.items():
        title = sketch.label(_called(index, subject), sketch.strong, start - em if wide else width, most=3)
        rows = [_row(each, index, sketch, start - em if wide else width, wide) for each in group if each.id in kept]
        hidden += len(group) - len(rows)
        placed = any(row.comparison.relation in _PLACES for row in rows)
        if not rows:
            continue
        if y + title.height + rows[0].height > sketch.room - em * 3 and headed:
            hidden += len(rows)
            continue
        top = y
        y = sketch.put(title, 0.0, y) + em * 0.25
        if placed:
            y = max(y, _scale_head(sketch, start, scale, top if wide else y))
        headed = True
        for at, row in enumerate(rows):
            if y + row.height > sketch.room - em * 2 and at:
                hidden += len(rows) - at
                break
            sketch.line(0, y, width, y, sketch.colour("rule"), 0.5)
            _paint_row(sketch, row, _called(index, row.comparison.other), y, start, scale, wide)
            y += row.height
        sketch.line(0, y, width, y, sketch.colour("rule"), 0.5)
        y += em * 0.9
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, width, most=2), 0.0, y - em * 0.4)
    return y, hidden


def _row(each: Comparison, index: Mapping[str, Any], sketch: Sketch, width: float, wide: bool) -> _Row:
    em = sketch.em
    other = _called(index, each.other)
    name = sketch.label(words.capital(_related(each, other)), sketch.text, width, most=3)
    detail = sketch.label(each.dimension, sketch.quiet, width, most=2) if each.dimension else None
    values = None
    before, after = words.plain(each.before), words.plain(each.after)
    if before or after:
        style = replace(sketch.small, colour=sketch.ink("accent"))
        arrow = " ← " if is_rtl(sketch.language.tag) else " → "
        values = sketch.label(arrow.join(part for part in (before, after) if part), style, width, most=3)
    tall = name.height + (detail.height if detail else 0.0) + (values.height if values else 0.0)
    mark = em * 2.6 if each.relation in _PLACES else 0.0
    return _Row(each, name, detail, values, (max(tall, mark) if wide else tall + mark) + em * 0.7)


def _scale_head(sketch: Sketch, start: float, scale: float, y: float) -> float:
    em = sketch.em
    first = sketch.label(words.spoken(ComparisonKind.WEAKER), sketch.quiet, scale / 3, most=1)
    last = sketch.label(words.spoken(ComparisonKind.STRONGER), sketch.quiet, scale / 3, most=1)
    sketch.put(first, start, y)
    bottom = sketch.put(last, start + scale, y, "end")
    middle = y + first.height / 2 + em * 0.1
    left, right = start + first.width + em * 0.6, start + scale - last.width - em * 0.6
    if right - left > em * 3:
        sketch.line(left + em * 0.4, middle, right - em * 0.4, middle, sketch.colour("rule"), 0.6)
        sketch.arrow(left, middle, -1, 0, em * 0.5, sketch.ink("muted"))
        sketch.arrow(right, middle, 1, 0, em * 0.5, sketch.ink("muted"))
    return bottom + em * 0.25


def _paint_row(sketch: Sketch, row: _Row, other: str, top: float, start: float, scale: float, wide: bool) -> None:
    em = sketch.em
    y = top + em * 0.35
    with sketch.group(words.plain(row.comparison.text)):
        y = sketch.put(row.name, 0.0, y)
        if row.detail:
            y = sketch.put(row.detail, 0.0, y)
        if row.values:
            y = sketch.put(row.values, 0.0, y)
        place = _PLACES.get(row.comparison.relation)
        if place is None:
            return
        middle = top + row.height / 2 if wide else y + em * 1.4
        x0, x1 = start + em * 0.6, start + scale - em * 0.6
        centre = (x0 + x1) / 2
        step = (x1 - x0) * 0.32
        this, that = centre + place * step / 2, centre - place * step / 2
        sketch.line(x0, middle, x1, middle, sketch.colour("rule"), 0.6)
        ink = sketch.ink("accent")
        r = em * 0.42
        if place:
            sketch.line(that, middle, this, middle, ink, 1.4)
            sketch.circle(that, middle, r, fill="#ffffff", stroke=ink, line=1.0)
            sketch.circle(this, middle, r, fill=ink)
        else:  # level: one within the other
            sketch.circle(centre, middle, r * 1.5, fill="#ffffff", stroke=ink, line=1.0)
            sketch.circle(centre, middle, r, fill=ink)
        room = (x1 - x0 - step) / 2 - em * 1.5
        before = sketch.label(other, sketch.quiet, room, most=1)
        if before.cut:
            before = sketch.label(gettext("Before"), sketch.quiet, room, most=1)
        now = sketch.label(gettext("Now"), replace(sketch.small_strong, colour=ink), em * 6, most=1)
        _names(sketch, before, now, that, this, middle, place)


def _names(sketch: Sketch, before: Label, now: Label, that: float, this: float, y: float, place: int) -> None:
    """Name both marks beside them, outside; where they stand in one place, to its sides."""
    em = sketch.em
    gap = em * (0.75 if place else 1.0)
    left, right = (now, before) if place < 0 else (before, now)
    low, high = min(that, this), max(that, this)
    for label, x, align in ((left, low - gap, "end"), (right, high + gap, "start")):
        ground = x if align == "start" else x - label.width
        sketch.rect(ground - 1, y - label.height / 2, label.width + 2, label.height, fill="#ffffff")
        sketch.put(label, x, y - label.height / 2, align)  # type: ignore[arg-type]
