"""How each part of a brief is marked: its own marking, that of what holds it, or the one for unmarked parts.

And the document's own marking: the roll-up of all that stands in it.
"""

from __future__ import annotations

from dataclasses import replace
from operator import is_not
from typing import Any

from msgspec import Struct, field

from briefgen.audience.handling import Held, read, roll_up, scheme_of
from briefgen.audience.removal import Node, nodes
from briefgen.content import model
from briefgen.content.parts import shape
from briefgen.errors import AudienceError, Fault

_MARKABLE = (model.Statement, model.Actor, model.Source, model.Term)


class Markings(Struct):
    """The markings of one brief as their schemes read them; `faults` are those that no scheme reads."""

    brief: model.Brief
    faults: list[Fault] = field(default_factory=list)
    _read: dict[model.Marking, Held | None] = field(default_factory=dict)

    @property
    def default(self) -> model.Marking | None:
        return self.brief.unmarked or self.brief.marking

    def held(self, marking: model.Marking, at: Node | str) -> Held | None:
        """Return what a marking means; None, and a fault, where it cannot be read. `at` is its part, or its path."""
        if marking not in self._read:
            own = self.brief.marking or self.brief.unmarked
            try:
                try:
                    scheme = scheme_of(marking)
                except AudienceError:
                    if own is None or not own.scheme or marking.scheme:
                        raise
                    scheme = scheme_of(marking, own.scheme)
                self._read[marking] = read(scheme, marking)
            except AudienceError as error:
                self._read[marking] = None
                path = at if isinstance(at, str) else f"{at.path}.marking".lstrip(".")
                self.faults += [Fault(what=fault.what, path=path, mend=fault.mend) for fault in error.faults]
        return self._read[marking]

    def of(self, node: Node) -> model.Marking | None:
        """Return the marking that a part stands under: its own, or that of the nearest part around it."""
        own: model.Marking | None = None
        at: Node | None = node
        while at is not None and at.above is not None and own is None:
            own = getattr(at.part, "marking", None)
            at = at.above
        return own or self.default


def marked(brief: model.Brief, markings: Markings) -> model.Brief:
    """Return the brief with its roll-up as its marking, and a mark on every part where its scheme asks for that.

    A brief whose markings no known scheme reads stays as it is.
    """
    found: list[Held] = []
    for node in nodes(brief):
        marking = brief.unmarked or brief.marking if node.above is None else getattr(node.part, "marking", None)
        if isinstance(marking, model.Marking):
            held = markings.held(marking, node)
            if held is None:
                return brief
            found.append(held)
    if brief.marking is not None and brief.unmarked is not None:
        markings.held(brief.marking, "marking")
    if not found:
        return brief
    banner = _banner(found)
    default = markings.default
    if default is not None and markings.held(default, "unmarked") == markings.held(banner, "marking"):
        default = None
    made = replace(brief, marking=banner, unmarked=default)
    first = found[0].scheme
    return _mark_portions(made, markings.default) if first.portion_marks and markings.default is not None else made


def scheme_notes(brief: model.Brief) -> tuple[str, ...]:
    """Return what the schemes of a brief's markings want every user to know, each with the scheme's title."""
    markings = Markings(brief)
    found: dict[str, None] = {}
    for node in nodes(brief):
        for name in ("marking", "unmarked"):
            marking = getattr(node.part, name, None)
            held = markings.held(marking, node) if isinstance(marking, model.Marking) else None
            if held is not None and held.scheme.note:
                found[f"{held.scheme.title}: {held.scheme.note}"] = None
    return tuple(found)


def _banner(found: list[Held]) -> model.Marking:
    """Return the roll-up of all parts; where there are several schemes, the others stand beside the first one."""
    names = list(dict.fromkeys(held.scheme.name for held in found))
    banners = [roll_up([held for held in found if held.scheme.name == name]) for name in names]
    first, *others = banners
    beside = tuple(word for banner in others for word in (banner.label, *banner.caveats))
    return replace(first, caveats=tuple(dict.fromkeys((*first.caveats, *beside))))


def _mark_portions(part: Any, around: model.Marking | None) -> Any:
    """Give every statement, actor, source and term the marking that it stands under."""
    own = around if isinstance(part, model.Brief) else getattr(part, "marking", None) or around
    changes: dict[str, Any] = {}
    for name, is_many in shape(part).holds:
        value = getattr(part, name)
        if not value or isinstance(value, model.Marking):
            continue
        if is_many:
            marked = tuple([_mark_portions(each, own) for each in value])
            if any(map(is_not, marked, value)):
                changes[name] = marked
        else:
            one = _mark_portions(value, own)
            if one is not value:
                changes[name] = one
    if isinstance(part, _MARKABLE) and part.marking is None:
        changes["marking"] = own
    return replace(part, **changes) if changes else part
