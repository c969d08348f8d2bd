"""Release: take away all that an audience may not see, and refuse where what stays would still show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from msgspec import Struct

from briefgen.audience.chatham import unattributed
from briefgen.audience.handling import Held, load_scheme, permits, read
from briefgen.audience.marking import Markings, marked
from briefgen.audience.profile import Audience, Release
from briefgen.audience.removal import Node, nodes, without
from briefgen.audience.words import Said, texts, words_of
from briefgen.content import model
from briefgen.errors import AudienceError, Fault, ReleaseError

_MARK_IT = "mark it: with the lower marking if it may be released, else with the higher one"
_LINK = re.compile(r"\(\s*<?#([^)\s>]+)")
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_PREFIXES = ("st-", "source-", "actor-", "term-")
_DESK = frozenset(("id", "note", "file", "sha256", "url", "connectives", "label", "scheme"))


def released(brief: model.Brief, audience: Audience) -> model.Brief:
    """Return the brief without what is withheld from the audience. Raises AudienceError and ReleaseError."""
    markings = Markings(brief)
    faults: list[Fault] = []
    release = audience.release
    if release is None or not release.attribution:
        brief = unattributed(brief, faults)
    if release is None:
        if faults:
            raise ReleaseError(*faults)
        return marked(brief, markings)
    gate = _Gate(release, markings)
    withheld, whole = gate.withheld(brief)
    if markings.faults:
        raise AudienceError(*markings.faults)
    if not gate.opens(markings.default, "marking"):
        raise ReleaseError(_closed(markings.default, audience, brief))
    left = without(gate.without_fields(brief), withheld, drops=gate.drops)
    left = _without_desk(left)
    faults += _shows_through(whole, left, withheld, gate)
    if faults:
        raise ReleaseError(*faults)
    return marked(left, Markings(left))


def withheld_parts(brief: model.Brief, audience: Audience) -> Iterator[Any]:
    """Yield what may not be seen for its marking alone: parts, and texts of the brief's own fields."""
    if audience.release is None:
        return
    gate = _Gate(audience.release, Markings(brief))
    for node in nodes(brief):
        if node.above is not None and not gate.opens(gate.markings.of(node), node.path):
            yield node.part
    for each in brief.field_markings:
        if not gate.opens(each.marking, "field_markings"):
            yield each.marking
            yield getattr(brief, each.field)


def _closed(marking: model.Marking | None, audience: Audience, brief: model.Brief) -> Fault:
    label = marking.label if marking is not None else ""
    mend = "say how parts without a marking are taken, such as unmarked: TLP:CLEAR, and mark what stands higher"
    what = f"what carries no marking, the title too, is taken as {label}, which '{audience.name}' may not see"
    return Fault(what=what, path="unmarked" if brief.unmarked is not None else "marking", mend=mend)


class _Gate(Struct, frozen=True):
    """Says what a release lets through."""

    release: Release
    markings: Markings

    def opens(self, marking: model.Marking | None, path: str) -> bool:
        if marking is None:
            return True
        held = self.markings.held(marking, path)
        return held is not None and permits(held, self._ceiling(held), self.release.groups)

    def _ceiling(self, held: Held) -> Held | None:
        for name, label in self.release.highest.items():
            scheme = load_scheme(name)
            if scheme.name == held.scheme.name:
                return read(scheme, model.Marking(label=label))
        return None

    def drops(self, part: Any) -> bool:
        """Say whether a part without an id is withheld."""
        own = getattr(part, "marking", None)
        return isinstance(own, model.Marking) and not self.opens(own, "marking")

    def withheld(self, brief: model.Brief) -> tuple[list[str], dict[str, Node]]:
        """Return the ids that are withheld for their marking, and every part by its id."""
        found, whole = [], {}
        for node in nodes(brief):
            for name in ("marking", "unmarked"):
                marking = getattr(node.part, name, None)
                if isinstance(marking, model.Marking):
                    self.markings.held(marking, f"{node.path}.{name}".lstrip("."))
            if node.id:
                whole[node.id] = node
                if not self.opens(self.markings.of(node), node.path):
                    found.append(node.id)
        return found, whole

    def without_fields(self, brief: model.Brief) -> model.Brief:
        """Return the brief without those of its own fields that are marked above."""
        closed = [each for each in brief.field_markings if not self.opens(each.marking, "field_markings")]
        if not closed:
            return brief
        blank: dict[str, Any] = {}
        for each in closed:
            blank[each.field.value] = model.Brief.__dataclass_fields__[each.field.value].default
        kept = tuple(each for each in brief.field_markings if each.field.value not in blank)
        return replace(brief, **blank, field_markings=kept)


def _without_desk(part: Any) -> Any:
    """Return a part without what is for the editors only: their notes, and where they keep a source's text."""
    from briefgen.content.parts import shape

    changes: dict[str, Any] = {}
    for name, is_many in shape(part).holds:
        value = getattr(part, name)
        if is_many:
            changes[name] = tuple(map(_without_desk, value))
        elif value is not None:
            changes[name] = _without_desk(value)
    if isinstance(part, model.Statement) and part.note:
        changes["note"] = ""
    if isinstance(part, model.Source):
        changes.update(file="", sha256="", connectives=())
    return replace(part, **changes) if changes else part


# ---------------------------------------------------------------- what shows through


def _shows_through(whole: dict[str, Node], left: model.Brief, withheld: list[str], gate: _Gate) -> Iterator[Fault]:
    """Yield a fault for each place that stays and still shows something that is withheld."""
    stays = {node.id: node for node in nodes(left) if node.id}
    names = _names([whole[id_].part for id_ in withheld], [node.part for node in stays.values()])
    sources = [id_ for id_ in withheld if isinstance(whole[id_].part, model.Source)]
    for id_, node in stays.items():
        path = whole[id_].path
        part = node.part
        own = _own_marking(node)
        if own is None:
            for citation in getattr(whole[id_].part, "citations", ()):
                if citation.source in sources:
                    yield Fault(what=f"rests on '{citation.source}', which is withheld", path=path, mend=_MARK_IT)
        yield from _in_texts(part, path, names if own is None else {}, withheld)
    own_fields = {each.field.value for each in left.field_markings}
    for name in ("title", "subtitle", "kicker", "issue", "timing", "addressee", "source_summary"):
        text = getattr(left, name)
        yield from _in_text(text, name, {} if name in own_fields else names, withheld)
    if sources and "source_summary" not in own_fields:
        yield from _counted(left.source_summary, len(sources) + len(left.sources), len(left.sources))


def _own_marking(node: Node) -> model.Marking | None:
    at: Node | None = node
    while at is not None and at.above is not None:
        marking: model.Marking | None = getattr(at.part, "marking", None)
        if marking is not None:
            return marking
        at = at.above
    return None


def _names(withheld: list[Any], stays: list[Any]) -> dict[str, str]:
    """Return the names of what is withheld, and of what; not those that something else has as well."""
    others = {name.casefold() for part in stays for name in _names_of(part)}
    return {
        name: part.id
        for part in withheld
        for name in _names_of(part)
        if name.casefold() not in others and words_of(name)
    }


def _names_of(part: Any) -> tuple[str, ...]:
    match part:
        case model.Actor():
            return (part.name, part.short, *part.aliases, *(name.text for name in part.names))
        case model.Source():
            return (part.title, part.short, part.author, part.publisher)
        case model.Term():
            return (part.term, part.expansion)
        case model.Instrument():
            return (part.title, part.short, *(name.text for name in part.titles))
        case model.Event() | model.Scenario() | model.Option():
            return (part.title,) if len(words_of(part.title)) > 1 else ()
    return ()


def _in_texts(part: Any, path: str, names: dict[str, str], withheld: list[str]) -> Iterator[Fault]:
    told: dict[str, None] = {}
    for name, text in texts(part, without=_DESK, nested=model.Statement):
        for fault in _in_text(text, f"{path}.{name}", names, withheld):
            if fault.what not in told:
                told[fault.what] = None
                yield fault


def _in_text(text: str, path: str, names: dict[str, str], withheld: list[str]) -> Iterator[Fault]:
    for target in _LINK.findall(text):
        id_ = next((target.removeprefix(prefix) for prefix in _PREFIXES if target.startswith(prefix)), target)
        if id_ in withheld or target in withheld:
            yield Fault(what=f"links to '{target}', which is withheld", path=path, mend="take the link away")
    said = Said(text)
    for name, id_ in names.items():
        if said.mentions(name):
            yield Fault(what=f"names '{name}' ({id_}), which is withheld", path=path, mend=_MARK_IT)


def _counted(summary: str, were: int, are: int) -> Iterator[Fault]:
    """A number of sources in the source summary tells how many there were."""
    words = words_of(summary)
    if were != are and (str(were) in words or (were <= len(_NUMBERS) and _NUMBERS[were - 1] in words)):
        yield Fault(
            what=f"gives the number of all {were} sources, of which {were - are} are withheld",
            path="source_summary",
            mend="leave the number out, or mark the source summary",
        )
