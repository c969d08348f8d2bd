"""Plain values → TOML: tables and arrays of tables, short ones inline, text of several lines in triple quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from briefgen.data.characters import escaped, quoted

_WIDTH = 110
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write(value: Any) -> str:
    """Return a mapping as TOML."""
    return "".join(_table(value, "")).lstrip("\n")


def _table(value: dict[str, Any], name: str) -> Iterator[str]:
    """Yield the lines of a table: its own values first, for a line after a header belongs to that header."""
    later = []
    for key, inner in value.items():
        line = f"{_key(key)} = {_inline(inner)}"
        if _is_table(inner) and (len(line) > _WIDTH or not name):
            later.append((key, inner))
        elif isinstance(inner, list) and len(line) > _WIDTH:
            yield f"{_key(key)} = [\n"
            yield from (f"  {_inline(item)},\n" for item in inner)
            yield "]\n"
        elif isinstance(inner, str) and "\n" in inner.strip("\n"):
            yield f"{_key(key)} = {_lines(inner)}\n"
        else:
            yield f"{line}\n"
    for key, inner in later:
        path = f"{name}.{_key(key)}" if name else _key(key)
        if isinstance(inner, dict):
            yield f"\n[{path}]\n"
            yield from _table(inner, path)
        else:
            for item in inner:
                yield f"\n[[{path}]]\n"
                yield from _table(item, path)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    )


def _inline(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case dict():
            inner = ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(map(_inline, value))}]"
        case _:
            return quoted(str(value))


def _lines(text: str) -> str:
    """Return a text in triple quotes, its lines as lines."""
    return '"""\n' + "\n".join(escaped(line) for line in text.split("\n")) + '"""'


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else quoted(key)
