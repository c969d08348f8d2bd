"""Events as timelines show them: with their place in time, their words and their marks."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures.moments import Scale, Span
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.content.model import PartialDate


class Happening(Struct, frozen=True):
    id: str
    title: str
    when: str  # in words
    span: Span
    importance: int
    date: PartialDate


def label_of(each: Happening, sketch: Sketch, wide: float, most: int) -> tuple[Label, Label]:
    """Set when an event happened, and what happened in at most `most` lines."""
    when = replace(sketch.small_strong, colour=sketch.ink("accent"))
    return sketch.label(each.when, when, wide, most=2), sketch.label(each.title, sketch.text, wide, most=most)


def mark(sketch: Sketch, span: Span, line: Scale, across: float, *, upright: bool = False) -> None:
    """Mark an event on a line of time: a dot, a bar for what lasts, a ring and dashes for what is not known to the day.

    `across` is where the line lies: its height, or how far from the left where time runs down.
    """
    ink, r = sketch.ink("accent"), sketch.em * 0.3
    start, end = line.at(span.start), line.at(span.end)
    first, last = ((across, start), (across, end)) if upright else ((start, across), (end, across))
    if end - start > 2 * r:
        if span.exact:
            sketch.line(*first, *last, ink, r * 1.1)
        else:
            sketch.line(*first, *last, ink, 0.9, (1.8, 1.6))
    if span.exact:
        sketch.circle(*first, r, fill=ink, stroke="#ffffff", line=0.7)
    else:
        sketch.circle(*first, r * 0.9, fill="#ffffff", stroke=ink, line=1.0)
