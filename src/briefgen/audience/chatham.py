"""The Chatham House Rule: what was said may be used; who said it, and who was there, may not be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefgen.audience.removal import nodes, spoken_of, without
from briefgen.audience.words import Said, texts
from briefgen.content import model
from briefgen.content.parts import shape
from briefgen.errors import Fault

_PEOPLE = (model.ActorKind.PERSON, model.ActorKind.ORGANISATION, model.ActorKind.GROUP)
_REWORD = "say it without the name: the Chatham House Rule holds for this source"


def unattributed(brief: model.Brief, faults: list[Fault]) -> model.Brief:
    """Return the brief with no attribution of what flagged sources say; where a text itself tells it, add a fault.

    Gone are the author, publisher and address of the source, the holder, spokesperson and participants of statements
    that cite it, the place in the source, and responses of people and organisations that rest on it.
    """
    flagged = {source.id: source for source in brief.sources if source.chatham_house}
    if not flagged:
        return brief
    people = {actor.id for actor in brief.actors if actor.kind in _PEOPLE}
    gone = [each.id for each in brief.responses if each.actor in people and _cites(each, flagged)]
    names = _speakers(brief, flagged)
    left = without(brief, gone)
    left = _stripped(left, flagged)
    left = without(left, _only_attributed(brief, left))
    for node in nodes(left):
        part = node.part
        if isinstance(part, model.Source) and part.id in flagged:
            said = tuple(name for name in (flagged[part.id].author, flagged[part.id].publisher) if name)
        elif isinstance(part, model.Statement) and _cites(part, flagged):
            said = names.get(part.id, ())
        else:
            continue
        for name, text in texts(part, without=frozenset(("id", "note")), nested=model.Statement):
            for each in dict.fromkeys(said):
                if Said(text).mentions(each):
                    faults.append(Fault(what=f"names '{each}'", path=f"{node.path}.{name}", mend=_REWORD))
    return left


def _cites(part: Any, flagged: dict[str, model.Source]) -> bool:
    return any(citation.source in flagged for citation in part.citations)


def _speakers(brief: model.Brief, flagged: dict[str, model.Source]) -> dict[str, tuple[str, ...]]:
    """Return, for each statement that cites a flagged source, the names of those it may come from."""
    by_id = {actor.id: actor for actor in brief.actors}
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes(brief):
        part = node.part
        if isinstance(part, model.Statement) and _cites(part, flagged):
            sources = [flagged[each.source] for each in part.citations if each.source in flagged]
            names = [name for source in sources for name in (source.author, source.publisher) if name]
            ids = (part.holder, getattr(part, "spokesperson", None), *getattr(part, "participants", ()))
            for actor in (by_id[id_] for id_ in ids if id_ is not None):
                names += [name for name in (actor.name, *actor.aliases) if name]
            found[part.id] = tuple(dict.fromkeys(names))
    return found


def _stripped(part: Any, flagged: dict[str, model.Source]) -> Any:
    changes: dict[str, Any] = {}
    for name, is_many in shape(part).holds:
        value = getattr(part, name)
        if is_many:
            changes[name] = tuple(_stripped(each, flagged) for each in value)
        elif value is not None:
            changes[name] = _stripped(value, flagged)
    if isinstance(part, model.Source) and part.chatham_house:
        changes.update(author="", publisher="", url="", file="", sha256="", origin="", connectives=())
    if isinstance(part, model.Citation) and part.source in flagged:
        changes["locator"] = ""
    if isinstance(part, model.Statement) and _cites(part, flagged):
        if part.holder is not None:
            status = model.Status.ATTRIBUTED if part.status is model.Status.ASSERTED else part.status
            changes.update(holder=None, status=status)
        if isinstance(part, model.Response):
            changes["spokesperson"] = None
        if isinstance(part, model.Event):
            changes["participants"] = ()
    return replace(part, **changes) if changes else part


def _only_attributed(before: model.Brief, after: model.Brief) -> list[str]:
    """Return the actors that nothing names now that the attributions are gone."""
    was, now = spoken_of(before), spoken_of(after)
    return [actor.id for actor in after.actors if actor.id in was and actor.id not in now]
