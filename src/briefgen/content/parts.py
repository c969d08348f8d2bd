"""Every part of a brief in the order of its fields, with its path and the part with an id that it belongs to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache, partial
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from briefgen.content.model import Brief, Ref, Trigger
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


_made: Any = partial(tuple.__new__, Part)  # there are as many as a brief has parts, and this is the short way


class Shape(NamedTuple):
    """What there is to look at in a dataclass: fields that name parts, and fields that hold parts."""

    refs: tuple[tuple[str, tuple[str, ...], bool], ...]  # name, kinds, are they many
    holds: tuple[tuple[str, bool], ...]  # name, are they many
    has_id: bool  # that others may name
    inner: tuple[type, ...]  # the class of what each of `holds` holds


def shape(part: Any) -> Shape:
    """Return what there is to look at in this part."""
    cls: Any = type(part)
    return shape_of(cls)


@cache
def shape_of(cls: Any) -> Shape:
    """Return what there is to look at in the parts of a class."""
    refs, holds, inner = [], [], []
    for name, hint in hints(cls).items():
        is_many = get_origin(hint) is tuple
        kinds = [hint] if get_origin(hint) is Annotated else [get_args(hint)[0]] if is_many else [*get_args(hint), hint]
        for kind in kinds:
            if get_origin(kind) is Annotated:
                refs += [(name, mark.kinds, is_many) for mark in get_args(kind)[1:] if isinstance(mark, Ref)]
            elif isinstance(kind, type) and dataclasses.is_dataclass(kind):
                holds.append((name, is_many))
                inner.append(kind)
    return Shape(tuple(refs), tuple(holds), "id" in hints(cls) and cls not in (Brief, Trigger), tuple(inner))


def walk(brief: Brief) -> Iterator[Part]:
    """Yield the brief, then every part in it, each before what it holds. Nothing recurses.

    None in place of a part that could not be made is passed over.
    """
    stack: list[tuple[Any, At, Part | None, str]] = [(brief, None, None, "")]
    while stack:
        value, at, around, kind = stack.pop()
        cls: Any = type(value)
        _, holds, has_id, _ = shape_of(cls)
        part: Part = _made((value, at, None if has_id else around, kind))
        yield part
        if not holds:
            continue
        owner = part if has_id or around is None else around
        inner: list[tuple[Any, At, Part | None, str]] = []
        for name, is_many in holds:
            held = getattr(value, name)
            if not held:
                continue
            if is_many:
                here, top = (at, name), name if at is None else ""
                inner += [(each, (here, index), owner, top) for index, each in enumerate(held) if each]
            else:
                inner.append((held, (at, name), owner, ""))
        if inner:
            inner.reverse()
            stack += inner
