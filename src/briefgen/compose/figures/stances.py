"""Stances as marks, and actors listed under theirs: the strip from supportive to opposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.sketch import Sketch
from briefgen.content.model import Response, Stance
from briefgen.theme import Look

ORDER = (
    Stance.SUPPORTIVE,
    Stance.AMBIVALENT,
    Stance.DISTANT,
    Stance.CONCERNED,
    Stance.ALARMED,
    Stance.OPPOSED,
)
_INK = {Stance.SUPPORTIVE: "cool-ink", Stance.AMBIVALENT: "neutral-ink", Stance.DISTANT: "neutral-ink"}
_INK[Stance.NONE_STATED] = "muted"


def ink_of(stance: Stance, sketch: Sketch) -> str:
    return sketch.ink(_INK.get(stance, "warm-ink"))


def stance_mark(sketch: Sketch, stance: Stance, x: float, y: float, r: float) -> None:
    """Draw a dot for what is in favour, a lozenge between, a square against, a ring where nothing is stated."""
    ink = ink_of(stance, sketch)
    if stance is Stance.SUPPORTIVE:
        sketch.circle(x, y, r, fill=ink)
    elif stance is Stance.NONE_STATED:
        sketch.circle(x, y, r * 0.9, fill="#ffffff", stroke=ink, line=0.8)
    elif stance in (Stance.AMBIVALENT, Stance.DISTANT):
        reach = r * 1.15
        sketch.polygon(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), fill=ink)
    else:
        sketch.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, fill=ink)


def strip(ranked: Sequence[Response], parts: Mapping[str, Any], sketch: Sketch, most: int) -> tuple[float, set[str]]:
    """List actors under their stances along one line; return where it ends and the ids of the responses shown."""
    em, width = sketch.em, sketch.width
    kept = words.most_important(ranked, most) if most else {r.id for r in ranked}
    used = [
        stance for stance in (*ORDER, Stance.NONE_STATED) if any(r.stance is stance and r.id in kept for r in ranked)
    ]
    scale = [stance for stance in ORDER if stance in used or width / (len(ORDER) + 1) > em * 7.5]
    columns = [*scale, *([Stance.NONE_STATED] if Stance.NONE_STATED in used else [])]
    step = width / len(columns)
    heads = [
        sketch.label(words.spoken(s), replace(sketch.small_strong, colour=ink_of(s, sketch)), step - em * 0.5, most=2)
        for s in columns
    ]
    y = em * 0.5
    last = (len(scale) - 1) * step + em * 0.45 if scale else 0.0
    if len(scale) > 1:
        sketch.line(em * 0.45, y, last, y, sketch.colour("rule"), 0.8)
    top = y + em * 0.65 + max(head.height for head in heads)
    shown: set[str] = set()
    end = top
    for at, stance in enumerate(columns):
        x = at * step
        group = [r for r in ranked if r.stance is stance and r.id in kept]
        if group:
            stance_mark(sketch, stance, x + em * 0.45, y, em * 0.42)
        else:
            sketch.line(x + em * 0.45, y - em * 0.25, x + em * 0.45, y + em * 0.25, sketch.colour("rule"), 0.8)
        head = heads[at] if group else sketch.label(words.spoken(stance), sketch.quiet, step - em * 0.5, most=2)
        sketch.put(head, x, y + em * 0.65)
        below = top
        for response in group:
            known = called(parts[response.actor], step - em * 0.6, sketch.text, sketch)
            name = sketch.label(known, sketch.text, step - em * 0.6, most=2)
            if below + name.height > sketch.room - em * 6:
                break
            below = sketch.put(name, x, below)
            shown.add(response.id)
        end = max(end, below)
    return end, shown


def called(actor: Any, room: float, look: Look, sketch: Sketch) -> str:
    """Return an actor's name, whole where it takes one line of `room` points, else in short."""
    whole = words.plain(actor.name)
    return whole if sketch.wide(whole, look) <= room else words.short(actor)
