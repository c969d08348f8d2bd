"""Who takes it how: actors on the scale from supportive to opposed, with what they do, from done to merely possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.figures.stages import ORDER as STAGES
from briefgen.compose.figures.stages import stage_legend, stage_mark
from briefgen.compose.figures.stances import ORDER, called, ink_of, stance_mark, strip
from briefgen.content.model import Action, Brief, Response, Stage, Stance
from briefgen.scene import Scene


class _Row(Struct, frozen=True):
    response: Response
    name: Label
    actions: tuple[tuple[Action, Label], ...]
    height: float


def draw(brief: Brief, sketch: Sketch, *, actions: bool = True, most: int = 0) -> Scene | None:
    """Without `actions` a strip of stances is drawn; of more than `most` actors (0 = all) the least important go."""
    if not brief.responses:
        return None
    parts = words.index(brief)
    ranked = sorted(brief.responses, key=lambda r: (_place(r.stance), -r.importance))
    top, kept = _matrix(ranked, parts, sketch, most) if actions else strip(ranked, parts, sketch, most)
    hidden = len(ranked) - len(kept)
    if hidden:
        rest = [words.noted(words.short(parts[r.actor]), words.spoken(r.stance)) for r in ranked if r.id not in kept]
        top = sketch.put(
            sketch.label(words.more_actors(rest), sketch.quiet, sketch.width, most=4), 0.0, top + sketch.em * 0.5
        )
    return sketch.finish(
        top + 1,
        name="stance-matrix",
        alt=_alt(ranked, parts, sketch),
        message=_message(ranked, parts, sketch),
        long=" ".join(_told(r, parts, sketch) for r in ranked),
        head=(gettext("Actor"), gettext("Stance"), gettext("Actions")),
        rows=[
            (
                words.short(parts[r.actor]),
                words.spoken(r.stance),
                _done(r),
            )
            for r in ranked
        ],
        hidden=hidden,
    )


def _matrix(ranked: Sequence[Response], parts: Mapping[str, Any], sketch: Sketch, most: int) -> tuple[float, set[str]]:
    names = max(sketch.wide(_called(r, parts, sketch), sketch.strong) for r in ranked)
    rows, kept, start = _fitting(ranked, parts, sketch, most, names)
    wide = sketch.width >= 340
    top = _head(sketch, wide, start)
    compact = any(row.response.actions and not row.actions for row in rows)
    for row in rows:
        top = _paint(sketch, row, top, wide, compact, start)
    sketch.line(0, top, sketch.width, top, sketch.colour("rule"), 0.5)
    if compact:
        top = stage_legend(sketch, 0.0, top + sketch.em * 0.5, sketch.width)
    return top, kept


def _called(response: Response, parts: Mapping[str, Any], sketch: Sketch) -> str:
    """Return the actor's name as it stands before the scale."""
    room = sketch.width * 0.21 - sketch.em * 1.6 if sketch.width >= 340 else sketch.width * 0.36 - sketch.em * 0.8
    return called(parts[response.actor], room, sketch.strong, sketch)


def _place(stance: Stance) -> int:
    return ORDER.index(stance) if stance in ORDER else len(ORDER)


def _message(ranked: Sequence[Response], parts: Mapping[str, Any], sketch: Sketch) -> str:
    """Say how many are against and how many for it; of a single actor, which stance it takes."""
    if len(ranked) == 1:
        return _groups(ranked, parts, sketch)
    against = sum(_place(r.stance) > ORDER.index(Stance.DISTANT) and r.stance in ORDER for r in ranked)
    favour = sum(r.stance is Stance.SUPPORTIVE for r in ranked)
    return words.semicolons(
        (
            ngettext(
                "%(num)s of %(all)s actors is concerned, alarmed or opposed",
                "%(num)s of %(all)s actors are concerned, alarmed or opposed",
                against,
                all=len(ranked),
            )
            if against
            else gettext("None of %(all)s actors is concerned, alarmed or opposed", all=len(ranked)),
            ngettext("%(num)s is supportive", "%(num)s are supportive", favour)
            if favour
            else gettext("none is supportive"),
        )
    )


def _groups(ranked: Sequence[Response], parts: Mapping[str, Any], sketch: Sketch) -> str:
    """Name the actors by their stances, those against first."""
    groups = []
    for stance in (*reversed(ORDER), Stance.NONE_STATED):
        names = [words.short(parts[r.actor]) for r in ranked if r.stance is stance]
        if names:
            groups.append(words.named(words.spoken(stance), words.listed(names, sketch.language, 5)))
    return words.capital(words.semicolons(groups))


def _alt(ranked: Sequence[Response], parts: Mapping[str, Any], sketch: Sketch) -> str:
    said = ngettext(
        "How %(num)s actor takes it: %(stances)s",
        "How %(num)s actors take it: %(stances)s",
        len(ranked),
        stances=_groups(ranked, parts, sketch),
    )
    return words.sentence(said, sketch.language)


def _told(response: Response, parts: Mapping[str, Any], sketch: Sketch) -> str:
    said = words.named(words.short(parts[response.actor]), words.spoken(response.stance))
    return words.sentence(words.semicolons(filter(None, (said, _done(response)))), sketch.language)


def _done(response: Response) -> str:
    return words.semicolons(words.named(words.spoken(a.stage), words.headline(a)) for a in response.actions)


# ---------------------------------------------------------------- what fits


_DETAILS = ((3, True), (1, True), (1, False))  # lines of an action, and whether actions have words at all


def _fitting(
    ranked: Sequence[Response],
    parts: Mapping[str, Any],
    sketch: Sketch,
    most: int,
    names: float,
) -> tuple[list[_Row], set[str], float]:
    """Return the rows in as much detail as there is room for, at last the most important; and where names end."""
    room = sketch.room - sketch.em * 4
    kept = words.most_important(ranked, most) if most else {r.id for r in ranked}
    for lines, spelt in _DETAILS:
        free = sketch.width * 0.7 - sketch.em * 16  # beside the scale and a count of each kind of action
        start = min(sketch.width * 0.21 if spelt else max(sketch.width * 0.21, free), names + sketch.em * 1.6)
        rows = [_row(r, parts, sketch, lines, spelt, start) for r in ranked if r.id in kept]
        if sum(row.height for row in rows) <= room:
            return rows, kept, start
    room -= sketch.em * 6
    while len(kept) > 1 and sum(row.height for row in rows) > room:
        kept = words.most_important([row.response for row in rows], len(kept) - max(1, len(kept) // 20))
        rows = [row for row in rows if row.response.id in kept]
    return rows, kept, start


def _columns(sketch: Sketch, start: float) -> tuple[float, float, float]:
    """Return where the scale begins and ends, and where actions begin; `start` = where it may begin."""
    width, em = sketch.width, sketch.em
    if width >= 340:
        scale = min(width * 0.3, em * 19)
        return start, start + scale, start + scale + em * 1.6
    return width * 0.36, width - em * 0.5, em * 0.8


def _row(response: Response, parts: Mapping[str, Any], sketch: Sketch, lines: int, spelt: bool, start: float) -> _Row:
    em = sketch.em
    start, _, after = _columns(sketch, start)
    wide = sketch.width >= 340
    name = sketch.label(_called(response, parts, sketch), sketch.strong, start - em * 0.8, most=2 if spelt else 1)
    actions: list[tuple[Action, Label]] = []
    if spelt:
        x = after + _stage_width(sketch)
        for action in sorted(response.actions, key=lambda a: STAGES.index(a.stage)):
            actions.append((action, sketch.label(words.headline(action), sketch.text, sketch.width - x, most=lines)))
    done = sum(label.height + em * 0.15 for _, label in actions)
    head = max(name.height, sketch.text.leading)
    body = max(head, done) if wide else head + (done + em * 0.3 if actions else 0.0)
    if not wide and response.actions and not spelt:
        body += sketch.text.leading
    return _Row(response, name, tuple(actions), body + em * 0.7)


def _stage_width(sketch: Sketch) -> float:
    return sketch.em * 1.2 + max(sketch.wide(words.spoken(stage), sketch.small) for stage in Stage) + sketch.em * 0.8


# ---------------------------------------------------------------- painting


def _head(sketch: Sketch, wide: bool, start: float) -> float:
    em = sketch.em
    start, end, after = _columns(sketch, start)
    quiet = sketch.quiet
    first = sketch.label(words.spoken(ORDER[0]), quiet, (end - start) / 2, most=1)
    last = sketch.label(words.spoken(ORDER[-1]), quiet, (end - start) / 2, most=1)
    sketch.put(first, start, 0.0)
    bottom = sketch.put(last, end, 0.0, "end")
    if wide:
        sketch.put(sketch.label(gettext("What they do"), quiet, sketch.width - after, most=1), after, 0.0)
    y = first.height / 2 + em * 0.1
    left, right = start + first.width + em * 0.5, end - last.width - em * 0.5
    if right - left > em * 2:
        sketch.line(left, y, right - em * 0.3, y, sketch.colour("rule"), 0.6)
        sketch.arrow(right, y, 1, 0, em * 0.5, sketch.ink("muted"))
    return bottom + em * 0.35


def _paint(sketch: Sketch, row: _Row, top: float, wide: bool, compact: bool, start: float) -> float:
    em = sketch.em
    start, end, after = _columns(sketch, start)
    response = row.response
    sketch.line(0, top, sketch.width, top, sketch.colour("rule"), 0.5)
    y = top + em * 0.35
    with sketch.group(f"{words.spoken(response.stance)}"):
        sketch.put(row.name, 0.0, y)
        middle = y + sketch.text.leading / 2
        _paint_stance(sketch, response, start, end, middle)
    x = after
    at = y if wide else y + max(row.name.height, sketch.text.leading) + em * 0.3
    if row.actions:
        for action, label in row.actions:
            stage_mark(sketch, action.stage, x + em * 0.4, at + sketch.text.leading * 0.5, em * 0.34)
            quiet = replace(sketch.small, colour=sketch.ink("muted"), leading=sketch.text.leading)
            sketch.put(sketch.label(words.spoken(action.stage), quiet, 200.0, most=1), x + em * 1.2, at)
            sketch.put(label, x + _stage_width(sketch), at)
            at += label.height + em * 0.15
    elif compact and response.actions:
        for stage in STAGES:
            count = sum(action.stage is stage for action in response.actions)
            if count:
                stage_mark(sketch, stage, x + em * 0.4, at + sketch.text.leading * 0.5, em * 0.34)
                x += em * 1.1
                number = sketch.label(str(count), sketch.small, 60.0, most=1)
                sketch.put(number, x, at + (sketch.text.leading - number.height) / 2)
                x += number.width + em * 1.0
    return top + row.height


def _paint_stance(sketch: Sketch, response: Response, start: float, end: float, y: float) -> None:
    em = sketch.em
    step = (end - start - em * 0.8) / (len(ORDER) - 1)
    first = start + em * 0.4
    place = response.stance
    word = words.spoken(place)
    strong = replace(sketch.small_strong, colour=ink_of(place, sketch))
    if place not in ORDER:
        label = sketch.label(word, sketch.quiet, end - start, most=1)
        sketch.put(label, (start + end) / 2, y - label.height / 2, "middle")
        return
    x = first + step * ORDER.index(place)
    label = sketch.label(word, strong, end - start, most=1)
    room_right = end - x - em * 0.9
    begins = label.width <= room_right and ORDER.index(place) < 4
    edge = x + em * 0.8 if begins else x - em * 0.8
    box = (
        (edge - em * 0.3, edge + label.width + em * 0.3) if begins else (edge - label.width - em * 0.3, edge + em * 0.3)
    )
    for left, right in ((first, min(x, box[0])), (max(x, box[1]), first + step * (len(ORDER) - 1))):
        if right - left > em * 0.4:
            sketch.line(left, y, right, y, sketch.colour("rule"), 0.6)
    for number in range(len(ORDER)):
        at = first + step * number
        if not box[0] - em * 0.2 < at < box[1] + em * 0.2 and abs(at - x) > 1:
            sketch.line(at, y - em * 0.2, at, y + em * 0.2, sketch.colour("rule"), 0.6)
    stance_mark(sketch, place, x, y, em * 0.42)
    sketch.put(label, edge, y - label.height / 2, "start" if begins else "end")
