"""Plain values → JSON, indented, one field a line. Decimals are numbers with the digits they have."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any


def write(value: Any) -> str:
    """Return `value` as JSON with a line end."""
    return "".join(_pieces(value, "\n")) + "\n"


def _pieces(value: Any, line: str) -> Iterator[str]:
    if type(value) is str:
        yield encode_basestring(value)
    elif isinstance(value, dict | list) and value:
        inner = line + "  "
        is_map = isinstance(value, dict)
        before = "{" if is_map else "["
        for key in value:
            yield before
            yield inner
            if is_map:
                yield f"{encode_basestring(key)}: "
            yield from _pieces(value[key] if is_map else key, inner)
            before = ","
        yield line
        yield "}" if is_map else "]"
    else:
        yield _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return encode_basestring(str(value))
