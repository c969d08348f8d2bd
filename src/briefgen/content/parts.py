"""Every part of a brief in the order of its fields, with its path and the part with an id that it belongs to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from briefgen.content.model import Brief, Trigger
from briefgen.data.faults import At
from briefgen.data.hints import hints


class Part(NamedTuple):
    """A dataclass in a brief. `at` is its path as links; `owner` the part with an id that it stands in, or the brief.

    What has an id of its own has no owner. `kind` is the top-level list whose item it is; "" for what stands elsewhere.
    """

    value: Any
    at: At
    owner: Part | None
    kind: str

    @property
    def named(self) -> Part:
        """The nearest part that others name by its id: itself, what it stands in, or the brief."""
        return self if self.owner is None else self.owner


def walk(brief: Brief) -> Iterator[Part]:
    """Yield the brief, then every part in it, each before what it holds. Nothing recurses."""
    stack = [Part(brief, None, None, "")]
    while stack:
        part = stack.pop()
        cls: Any = type(part.value)
        holds, has_id = _shape(cls)
        if has_id and part.owner is not None:
            part = Part(part.value, part.at, None, part.kind)
        yield part
        owner = part if has_id or part.owner is None else part.owner
        inner: list[Part] = []
        for name, is_many in holds:
            value = getattr(part.value, name)
            if not value:
                continue
            at = (part.at, name)
            if is_many:
                kind = name if part.at is None else ""
                inner += [Part(each, (at, index), owner, kind) for index, each in enumerate(value)]
            else:
                inner.append(Part(value, at, owner, ""))
        if inner:
            inner.reverse()
            stack += inner


@cache
def _shape(cls: Any) -> tuple[tuple[tuple[str, bool], ...], bool]:
    """Return the fields that hold parts (name, are they many), and whether others may name it by its id."""
    holds = []
    for name, hint in hints(cls).items():
        is_many = get_origin(hint) is tuple
        kinds = [hint] if get_origin(hint) is Annotated else [get_args(hint)[0]] if is_many else [*get_args(hint), hint]
        if any(dataclasses.is_dataclass(kind) for kind in kinds):
            holds.append((name, is_many))
    return tuple(holds), "id" in hints(cls) and cls not in (Brief, Trigger)
