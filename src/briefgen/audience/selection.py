"""select(brief, audience): the brief as one audience may and should read it. Nothing later can show what is gone here.

First the release (what may be seen), then the editing (what is worth its time): depth, emphasis, recommendations,
the likelihood scale. Without an audience nothing is taken away; parts are marked as their scheme asks.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.audience.marking import Markings, marked
from briefgen.audience.removal import nodes, without
from briefgen.content import model

if TYPE_CHECKING:
    from briefgen.audience.profile import Audience, Emphasis

_SECTION_OF = {
    "events": "timeline",
    "instruments": "agreed",
    "provisions": "agreed",
    "comparisons": "comparison",
    "responses": "responses",
    "drivers": "drivers",
    "implications": "implications",
    "judgements": "judgements",
    "caveats": "caveats",
    "scenarios": "scenarios",
    "options": "options",
    "changes": "changes",
}
_ADVICE = "recommendation"  # a tag of statements that advise


def select(brief: model.Brief, audience: Audience | str | Path | None = None) -> model.Brief:
    """Return the brief that this audience gets: without what is withheld from it, and whatever that alone held up.

    Raises AudienceError for an audience or a marking that cannot be read, and ReleaseError, with every place, where
    what is withheld shows through what stays: nothing is released then.
    """
    if not audience:
        return marked(brief, Markings(brief))
    from briefgen.audience.profile import resolve
    from briefgen.audience.release import released

    reader = resolve(audience)
    assert reader is not None
    return _edited(released(brief, reader), reader)


def _edited(brief: model.Brief, audience: Audience) -> model.Brief:
    brief = _weighed(brief, audience.emphasis)
    brief = without(brief, _left_out(brief, audience))
    if audience.first:
        order = {id_: index for index, id_ in enumerate(audience.first)}
        responses = sorted(brief.responses, key=lambda response: order.get(response.actor, len(order)))
        brief = replace(brief, responses=tuple(responses))
    if audience.likelihood_scale:
        brief = _on_scale(brief, audience.likelihood_scale)
    return brief


def _left_out(brief: model.Brief, audience: Audience) -> list[str]:
    """Return the ids of statements that are too slight for the audience, and of advice where it gets none."""
    found = []
    for node in nodes(brief):
        part = node.part
        if not isinstance(part, model.Statement):
            continue
        advises = isinstance(part, model.Recommendation) or _ADVICE in part.tags
        if advises and not audience.recommendations:
            found.append(part.id)
            continue
        top = node
        while top.above is not None and top.above.above is not None:
            top = top.above
        section = _SECTION_OF.get(top.path.partition("[")[0])
        is_subject = isinstance(part, model.Instrument) and not part.context
        if section is not None and not is_subject and part.importance < audience.depths.get(section, audience.depth):
            found.append(part.id)
    return found


def _weighed(brief: model.Brief, emphasis: Emphasis) -> model.Brief:
    """Multiply the importance of statements by the weights that fit them, within 1 to 5."""
    from briefgen.audience.profile import Emphasis

    if emphasis == Emphasis():
        return brief
    changes: dict[str, Any] = {}
    for name, section in _SECTION_OF.items():
        parts = tuple(_heavier(part, section, emphasis) for part in getattr(brief, name))
        if parts != getattr(brief, name):
            changes[name] = parts
    return replace(brief, **changes)


def _heavier(part: Any, section: str, emphasis: Emphasis) -> Any:
    weight = emphasis.sections.get(section, 1.0)
    for tag in part.tags:
        weight *= emphasis.tags.get(tag, 1.0)
    weight *= emphasis.domains.get(getattr(part, "domain", None) or "", 1.0)
    weight *= emphasis.actors.get(getattr(part, "actor", ""), 1.0)
    return replace(part, importance=max(1, min(5, int(part.importance * weight + 0.5))))


def _on_scale(brief: model.Brief, scale: str) -> model.Brief:
    """Show one scale only: what is mapped to another one stands in its own words. Nothing is converted."""

    def bare(part: Any) -> Any:
        changes: dict[str, Any] = {}
        estimate = getattr(part, "likelihood", None)
        if estimate is not None and estimate.scale != scale:
            changes["likelihood"] = model.Estimate(wording=estimate.wording, confidence=estimate.confidence)
        if isinstance(part, model.Response):
            changes["actions"] = tuple(map(bare, part.actions))
        return replace(part, **changes) if changes else part

    names = ("drivers", "implications", "judgements", "scenarios", "responses")
    lists: dict[str, Any] = {name: tuple(map(bare, getattr(brief, name))) for name in names}
    return replace(brief, likelihood_scale="" if scale == "none" else scale, **lists)
