"""Frozen dataclasses with slots that are quick to define and to make: kinds of node and part, of which there are many.

`@record` is `@dataclass(frozen=True, slots=True, kw_only=True)`. The standard one compiles six methods for each class,
one after another, before the first line of a program has run; here one is compiled and the others are shared. Fields
are set by their slots, which takes two thirds of the time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")
_GIVEN = object()  # stands for a default that is made anew each time


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(*, kw_only: bool = True, eq: bool = True) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field, dataclasses.Field))
def record(cls: Any = None, /, *, kw_only: bool = True, eq: bool = True) -> Any:
    """Make a class a frozen dataclass with slots. It has no fields that are not given to it, and no `__post_init__`."""
    if cls is None:
        return lambda cls: _record(cls, kw_only, eq)
    return _record(cls, kw_only, eq)


def _record(cls: Any, kw_only: bool, eq: bool) -> Any:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the signature would be worked out for it
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    fields = dataclasses.fields(made)
    names = tuple(field.name for field in fields)
    made.__init__ = _initialiser(made, fields)
    made.__setattr__ = _refuse
    made.__delattr__ = _refuse
    made.__getstate__ = _state
    made.__setstate__ = _restore
    if "__repr__" not in cls.__dict__:
        made.__repr__ = _say
    if eq:
        values = attrgetter(*names) if len(names) > 1 else _tuples(names)
        made.__eq__ = lambda one, other: (
            values(one) == values(other) if other.__class__ is one.__class__ else NotImplemented
        )
        made.__hash__ = lambda one: hash(values(one))
    return made


def _tuples(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of one field or none as a tuple."""
    return lambda one: tuple(getattr(one, name) for name in names)


def _initialiser(cls: Any, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    known: dict[str, Any] = {"_given": _GIVEN}
    heads: list[str] = []
    lines: list[str] = []
    parted = False
    for number, field in enumerate(sorted(fields, key=lambda field: bool(field.kw_only))):
        name = field.name
        if field.kw_only and not parted:
            heads.append("*")
            parted = True
        known[f"_set{number}"] = getattr(cls, name).__set__
        value = name
        if field.default is not dataclasses.MISSING:
            known[f"_default{number}"] = field.default
            heads.append(f"{name}=_default{number}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make{number}"] = field.default_factory
            heads.append(f"{name}=_given")
            value = f"_make{number}() if {name} is _given else {name}"
        else:
            heads.append(name)
        lines.append(f"  _set{number}(self, {value})")
    text = f"def __init__({', '.join(('self', *heads))}):\n" + ("\n".join(lines) or "  pass")
    exec(text, known)
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {field.name: field.type for field in fields}
    return made


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _say(self: Any) -> str:
    said = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({said})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
