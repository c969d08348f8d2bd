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
def fields_of(cls: type[Any]) -> dict[str, bool]:
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

    Of a field's own class only what it adds is evaluated; the typing module evaluates every base anew for each class.
    """
    found = {name: hint for base in reversed(cls.__mro__[1:]) for name, hint in hints(base).items()}
    scope = vars(sys.modules[cls.__module__])
    for name, hint in inspect.get_annotations(cls).items():
        found[name] = eval(hint, scope) if isinstance(hint, str) else hint
    return found
