"""How real an action is, as a mark: full for taken, emptier step by step to a broken ring for merely possible."""

from __future__ import annotations

from briefgen.compose.figures import words
from briefgen.compose.figures.sketch import Sketch
from briefgen.content.model import Stage

ORDER = (Stage.TAKEN, Stage.STATED, Stage.SUGGESTED, Stage.EXPECTED, Stage.POSSIBLE)
_K = 0.5523


def stage_mark(sketch: Sketch, stage: Stage, x: float, y: float, r: float) -> None:
    ink = sketch.ink("accent")
    if stage is Stage.TAKEN:
        sketch.circle(x, y, r, fill=ink)
        return
    if stage is Stage.POSSIBLE:
        sketch.circle(x, y, r, stroke=ink, line=0.8, dash=(1.2, 1.2))
        return
    sketch.circle(x, y, r, stroke=ink, line=0.8)
    k = r * _K
    if stage is Stage.STATED:
        sketch.path(
            (
                ("M", x, y - r), ("C", x - k, y - r, x - r, y - k, x - r, y),
                ("C", x - r, y + k, x - k, y + r, x, y + r), ("Z",),
            ),
            fill=ink,
        )  # fmt: skip
    elif stage is Stage.SUGGESTED:
        sketch.path((("M", x, y), ("L", x, y - r), ("C", x - k, y - r, x - r, y - k, x - r, y), ("Z",)), fill=ink)


def stage_legend(sketch: Sketch, x: float, y: float, width: float) -> float:
    """Say what the marks mean, in as many lines as it takes; return where it ends below."""
    em, at, height = sketch.em, x, sketch.quiet.leading
    for stage in ORDER:
        label = sketch.label(words.spoken(stage), sketch.quiet, width, most=1)
        if at + em * 1.1 + label.width > x + width and at > x:
            at, y = x, y + height
        stage_mark(sketch, stage, at + em * 0.4, y + height / 2, em * 0.34)
        sketch.put(label, at + em * 1.1, y)
        at += em * 1.1 + label.width + em * 1.2
    return y + height
