"""The fields of a dataclass or a Struct, and their types, looked up once for each class that states them."""

from __future__ import annotations

import dataclasses
import inspect
import sys
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct


def is_record(kind: Any) -> bool:
    """Tell whether `kind` is a class that states its fields: a dataclass or a Struct."""
    return isinstance(kind, type) and (issubclass(kind, Struct) or dataclasses.is_dataclass(kind))


@cache
def fields_of(cls: Any) -> dict[str, bool]:
    """Return the names of the fields of a dataclass or a Struct, in their order, and whether each must be given."""
    if issubclass(cls, Struct):
        names, defaults = cls.__struct_fields__, cls.__struct_defaults__  # of the last ones
        first = len(names) - len(defaults)
        return {name: at < first or defaults[at - first] is NODEFAULT for at, name in enumerate(names)}
    missing = dataclasses.MISSING
    return {f.name: f.default is missing and f.default_factory is missing for f in dataclasses.fields(cls)}


@cache
def hints(cls: Any) -> dict[str, Any]:
    """Return the type of each field, inherited ones first, as `typing.get_type_hints(…, include_extras=True)` does.

    The typing module evaluates every base anew for each class.
    """
    return {name: hint(cls, name) for name in _homes(cls)}


@cache
def hint(cls: Any, name: str) -> Any:
    """Return the type of one field, which is all that is evaluated."""
    home = _homes(cls)[name]
    if home is not cls:
        return hint(home, name)
    said = inspect.get_annotations(cls)[name]
    return eval(said, vars(sys.modules[cls.__module__])) if isinstance(said, str) else said


@cache
def _homes(cls: Any) -> dict[str, Any]:
    """Return the class that states each field, inherited ones first."""
    return {name: base for base in reversed(cls.__mro__) for name in inspect.get_annotations(base)}
