"""Plain values → YAML for people: block style, long text folded, quotes only where another reader of YAML needs them.

A text that any YAML reader would take for something else (`no`, `1.10`, `2024-06-18`) is quoted, although briefgen
itself reads every scalar as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from briefgen.data.characters import escaped, quoted

_WIDTH = 100
# Text that is itself without quotes: no sign that YAML gives a meaning, at its beginning or inside.
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\x9f:#\u2028\u2029\ufeff]|:(?=[^\s,\[\]{}]))*")
_RESERVED = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|nan|inf)", re.IGNORECASE)
_FLOW = re.compile(r"[,\[\]{}?]")
_HARD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAK = re.compile(r"(?<=\S) (?=\S)")


def write(value: Any) -> str:
    """Return a mapping as YAML."""
    return "".join(_mapping(value, ""))


def _mapping(value: dict[str, Any], indent: str) -> Iterator[str]:
    """Yield the lines of a mapping; its first line without indent, for it may stand behind a dash."""
    before = ""
    for key, inner in value.items():
        yield f"{before}{_line_text(key)}:"
        yield from _value(inner, indent)
        before = indent


def _value(value: Any, indent: str) -> Iterator[str]:
    """Yield what stands behind `key:`."""
    if isinstance(value, dict) and value:
        yield f"\n{indent}  "
        yield from _mapping(value, indent + "  ")
    elif isinstance(value, list) and value:
        flow = _flow(value, len(indent))
        if flow:
            yield f" {flow}\n"
            return
        yield "\n"
        for item in value:
            yield f"{indent}  - "
            if isinstance(item, dict) and item:
                yield from _mapping(item, indent + "    ")
            else:
                yield f"{_text(item, indent + '    ') if isinstance(item, str) else _scalar(item)}\n"
    else:
        yield f" {_text(value, indent + '  ') if isinstance(value, str) else _scalar(value)}\n"


def _flow(items: list[Any], column: int) -> str:
    """Return a short list of short scalars in one line, or ""."""
    if any(isinstance(item, dict | list) for item in items) or len(items) * 3 > _WIDTH:
        return ""
    words = [_line_text(item, in_flow=True) if isinstance(item, str) else _scalar(item) for item in items]
    line = f"[{', '.join(words)}]"
    return line if len(line) + column < _WIDTH - 20 else ""


def _scalar(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case None:
            return ""
        case dict():
            return "{}"
        case _:
            return "[]"


def _text(text: str, indent: str) -> str:
    """Return a text as it stands behind a key or a dash, over several lines if it is long or has lines."""
    if _HARD.search(text) or text != text.strip(" ") or ("\n" not in text[:-1] and len(text) + len(indent) < _WIDTH):
        return _line_text(text)
    if "\n" in text:
        lines = text.removesuffix("\n").split("\n")
        if not all(lines[:1]) or not lines[-1] or any(line[:1] == " " or line[-1:] == " " for line in lines):
            return _line_text(text)
        sign = "|" if text.endswith("\n") else "|-"
        return f"{sign}\n" + "\n".join(f"{indent}{line}" if line else "" for line in lines)
    lines = _folded(text, _WIDTH + 10 - len(indent))
    return ">-\n" + "\n".join(indent + line for line in lines) if len(lines) > 1 else _line_text(text)


def _folded(text: str, width: int) -> list[str]:
    """Return the text in lines no wider than `width` where its single spaces allow it."""
    lines: list[str] = []
    line = ""
    for word in _BREAK.split(text):
        if line and len(line) + 1 + len(word) > max(width, 40):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _line_text(text: str, *, in_flow: bool = False) -> str:
    """Return a text in one line, in quotes if it needs them."""
    is_plain = (
        _PLAIN.fullmatch(text)
        and not text.endswith((" ", ":"))
        and not _RESERVED.fullmatch(text)
        and escaped(text) == text
        and not (in_flow and _FLOW.search(text))
    )
    return text if is_plain else quoted(text)
