"""What something does to an actor, as a mark whose shape says it without its colour."""

from __future__ import annotations

from collections.abc import Collection

from briefgen.compose.figures import words
from briefgen.compose.figures.sketch import Sketch
from briefgen.content.model import Direction

ORDER = (Direction.BENEFIT, Direction.HARM, Direction.MIXED, Direction.UNCLEAR)


def effect_mark(sketch: Sketch, way: Direction, x: float, y: float, r: float) -> None:
    """Draw a triangle up or down, a lozenge for what cuts both ways, a ring for what is unclear."""
    if way is Direction.BENEFIT:
        sketch.polygon(((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)), fill=sketch.ink("cool-ink"))
    elif way is Direction.HARM:
        sketch.polygon(((x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)), fill=sketch.ink("warm-ink"))
    elif way is Direction.MIXED:
        sketch.polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), fill=sketch.ink("neutral-ink"))
    else:
        sketch.circle(x, y, r * 0.8, stroke=sketch.ink("neutral-ink"), line=0.8)


def effect_legend(sketch: Sketch, x: float, y: float, width: float, used: Collection[Direction]) -> float:
    """Say what the marks that are used mean, in as many lines as it takes; return where it ends below."""
    em, at, tall = sketch.em, x, sketch.quiet.leading
    for way in ORDER:
        if way not in used:
            continue
        label = sketch.label(words.spoken(way), sketch.quiet, width, most=1)
        if at > x and at + em * 1.1 + label.width > x + width:
            at, y = x, y + tall
        effect_mark(sketch, way, at + em * 0.4, y + tall / 2, em * 0.38)
        sketch.put(label, at + em * 1.1, y)
        at += em * 1.1 + label.width + em * 1.3
    return y + tall
