"""The form that an audience's document takes: a `View` of its sections, labels, dates and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from briefgen.audience.handling import portion_mark
from briefgen.audience.marking import Markings
from briefgen.audience.removal import nodes
from briefgen.content import model
from briefgen.view import View

if TYPE_CHECKING:
    from briefgen.audience.profile import Audience


def view_of(brief: model.Brief, audience: Audience | None, markings: Markings | None = None) -> View:
    """Return the view of a selected brief for its audience (None = as the template stands). `markings` are its own."""
    markings = markings or Markings(brief)
    portions, side = _portions(brief, markings), _marking_side(brief, markings)
    if audience is None:
        return View(portions=portions, marking_side=side)
    from briefgen.audience.profile import SECTIONS

    blocks = tuple(block for section in audience.sections for block in SECTIONS[section])
    return View(
        sections=blocks,
        labels=audience.labels,
        dates=audience.dates,
        language=audience.language,
        portions=portions,
        marking_side=side,
    )


def _marking_side(brief: model.Brief, markings: Markings) -> Literal["start", "center", "end"]:
    held = markings.held(brief.marking, "marking") if brief.marking is not None else None
    return held.scheme.align if held is not None else "end"


def _portions(brief: model.Brief, markings: Markings) -> dict[model.Marking, str]:
    found: dict[model.Marking, str] = {}
    last: model.Marking | None = None
    for node in nodes(brief):
        marking = getattr(node.part, "marking", None)
        if marking is last or not isinstance(marking, model.Marking) or node.above is None:
            continue  # most parts are marked as their neighbours
        last = marking
        if marking not in found:
            held = markings.held(marking, node)
            found[marking] = portion_mark(held) if held is not None else marking.label
    return found
