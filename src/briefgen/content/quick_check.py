"""Whether anything is wrong in a brief at all: the rules of `checks`, without a path for each part.

Parts are looked at in columns, all those at once that stand in one field of one kind of part; so most of the work is
done by the loops of the standard library. What is wrong, and where, is for `checks` to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from msgspec import Struct

from briefgen.content.circles import circles
from briefgen.content.model import Brief, Statement
from briefgen.content.parts import shape_of
from briefgen.content.rules import ID, Rule, rules_of

ANY = "*"  # in place of kinds: any statement


class _Field(Struct, frozen=True, gc=False):
    """A field that names parts, or holds them."""

    name: str
    get: Callable[[Any], Any]
    is_many: bool
    kinds: tuple[str, ...] = ()
    cls: type = object

    def of(self, parts: list[Any]) -> Iterable[Any]:
        """Return what stands in this field of all the parts."""
        held = map(self.get, parts)
        return chain.from_iterable(held) if self.is_many else held


class _Plan(Struct, frozen=True, gc=False):
    """What there is to look at in the parts of a class."""

    rules: tuple[Rule, ...]
    refs: tuple[_Field, ...]
    holds: tuple[_Field, ...]
    has_id: bool


def all_right(brief: Brief) -> bool:
    """Say whether nothing is wrong in a brief whose types are right."""
    ids: dict[str, list[str]] = {ANY: []}  # of the parts that others may name, by what they may be named as
    named: dict[tuple[str, ...], set[str | None]] = {}  # by what they are named as
    known: list[str] = []
    columns: list[tuple[type, str, list[Any]]] = [(Brief, "", [brief])]
    while columns:
        cls, kind, parts = columns.pop()
        plan = _plan(cls)
        for rule in plan.rules:
            for _ in chain.from_iterable(map(rule, parts)):
                return False
        if plan.has_id:
            own = [part.id for part in parts]
            known += own
            ids.setdefault(kind, []).extend(own)
            if issubclass(cls, Statement):
                ids[ANY] += own
        for field in plan.refs:
            named.setdefault(field.kinds, set()).update(field.of(parts))
        for field in plan.holds:
            inner = list(filter(None, field.of(parts)))
            if inner:
                columns.append((field.cls, field.name if field.is_many and cls is Brief else "", inner))
    if len(set(known)) < len(known) or not all(map(ID.fullmatch, known)):
        return False
    for kinds, names in named.items():
        if names.difference(("", None), *(ids.get(kind, ()) for kind in kinds)):
            return False
    return next(circles(brief), None) is None


@cache
def _plan(cls: type) -> _Plan:
    shape = shape_of(cls)
    held = zip(shape.holds, shape.inner, strict=True)
    refs = tuple(_Field(name, attrgetter(name), is_many, kinds=kinds) for name, kinds, is_many in shape.refs)
    holds = tuple(_Field(name, attrgetter(name), is_many, cls=inner) for (name, is_many), inner in held)
    return _Plan(rules_of(cls), refs, holds, shape.has_id)
