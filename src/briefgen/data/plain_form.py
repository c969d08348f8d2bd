"""Dataclasses → plain values, in the long form: dicts, lists, text, bool, int and Decimal, without what is empty.

The way back of `typed`. It also finds what a script has put into a dataclass that does not belong there.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from briefgen.data.characters import complaint, forbidden
from briefgen.data.faults import At, Faults, path_of
from briefgen.data.hints import hints

_Unmaker: TypeAlias = Callable[[Any, Faults, At], Any]


def plain_form(part: Any, cls: type, faults: Faults) -> Any:
    """Return the plain values of a `cls`; fields that have their default are left out. Wrong types are `faults`."""
    return _unmaker(cls)(part, faults, None)


@cache
def _unmaker(hint: Any) -> _Unmaker:
    origin = get_origin(hint)
    if origin is Annotated:
        return _unmaker(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        inner = _unmaker(next(kind for kind in get_args(hint) if kind is not types.NoneType))
        return lambda value, faults, at: None if value is None else inner(value, faults, at)
    if origin is tuple:
        return _tuple(_unmaker(get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return _dataclass(hint)
    if issubclass(hint, Enum):
        return _enum(hint)
    return _SCALARS[hint]


def _tuple(inner: _Unmaker) -> _Unmaker:
    def unmake(value: Any, faults: Faults, at: At) -> Any:
        if type(value) is not tuple:
            return _wrong(value, "a tuple", faults, at)
        return [inner(each, faults, (at, index)) for index, each in enumerate(value)]

    return unmake


def _dataclass(cls: Any) -> _Unmaker:
    kinds = hints(cls)
    fields = [(field.name, field.default, field.default is dataclasses.MISSING) for field in dataclasses.fields(cls)]
    inner: dict[str, _Unmaker] = {}

    def unmake(value: Any, faults: Faults, at: At) -> Any:
        if not inner:  # made late, so that a type may hold its own kind
            inner.update((name, _unmaker(kinds[name])) for name, _, _ in fields)
        if type(value) is not cls:
            return _wrong(value, f"{cls.__name__}(…)", faults, at)
        plain = {}
        for name, default, is_required in fields:
            held = getattr(value, name)
            if held is default:
                continue
            made = inner[name](held, faults, (at, name))
            if is_required:
                if type(held) is str and (not held or held.isspace()):
                    faults.add(path_of((at, name)), "is empty", "say what it is")
            elif held == default:
                continue
            plain[name] = made
        return plain

    return unmake


def _enum(cls: type[Enum]) -> _Unmaker:
    def unmake(value: Any, faults: Faults, at: At) -> Any:
        if type(value) is not cls:
            known = next((f"write {cls.__name__}.{word.name}" for word in cls if word.value == value), "")
            return _wrong(value, f"a word of {cls.__name__}", faults, at, known)
        return value.value

    return unmake


def _text(value: Any, faults: Faults, at: At) -> Any:
    if type(value) is not str:
        return _wrong(value, "a str", faults, at)
    wrong = forbidden(value)
    if wrong is not None:
        faults.add(path_of(at), complaint(wrong), "remove it")
    return value


def _int(value: Any, faults: Faults, at: At) -> Any:
    return value if type(value) is int and abs(value) < 10**18 else _wrong(value, "an int", faults, at)


def _bool(value: Any, faults: Faults, at: At) -> Any:
    return value if type(value) is bool else _wrong(value, "a bool", faults, at)


def _decimal(value: Any, faults: Faults, at: At) -> Any:
    if type(value) is int and abs(value) < 10**50:
        return Decimal(value)
    if (
        type(value) is Decimal
        and value.is_finite()
        and abs(value.adjusted()) < 999
        and len(value.as_tuple().digits) <= 50
    ):
        return value
    mend = f"write Decimal('{value}')" if type(value) is float else ""
    return _wrong(value, "a finite Decimal of at most 50 digits", faults, at, mend)


_SCALARS: dict[Any, _Unmaker] = {str: _text, int: _int, bool: _bool, Decimal: _decimal}


def _wrong(value: Any, wanted: str, faults: Faults, at: At, mend: str = "") -> None:
    kind = "None" if value is None else type(value).__name__
    faults.add(path_of(at), f"is {kind}, where {wanted} is wanted", mend)
