"""JSON → plain values. The standard reader reads; positions are looked up only when something is wrong.

A whole number is an int, any other a Decimal with the digits as they are written. NaN and Infinity are not JSON.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from briefgen.data.characters import shown
from briefgen.data.limits import MAX_DEPTH, MAX_VALUES, Mark, Marks, MisreadError, Path

_TOKEN = re.compile(
    r'[ \t\n\r]*(?:(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<sign>[\[\]{},:])|(?P<word>[^\s\[\]{},:"]+))', re.S
)
_DEEP = f"is nested more than {MAX_DEPTH} levels deep"


class _DoubtError(Exception):
    """The text holds something that only the slow reading can place."""


def values(text: str) -> Any:
    """Return nested dicts, lists, strings, ints, Decimals, bools and None. Raises MisreadError."""
    if text.count(",") > MAX_VALUES:
        _walk(text, None)  # counts what really is a value
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_int=_integer, parse_constant=_refuse
        )
    except json.JSONDecodeError as error:
        raise MisreadError(f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.pos) from None
    except (_DoubtError, RecursionError, InvalidOperation):
        _walk(text, None)
        raise MisreadError("holds a number that cannot be read") from None
    return value


def marks(text: str) -> Marks:
    """Return where each path's key and value begin."""
    found: Marks = {}
    with suppress(MisreadError):  # the marks up to there are the best that can be said
        _walk(text, found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _DoubtError
    return made


def _integer(digits: str) -> int:
    if len(digits) > 100:
        raise _DoubtError
    return int(digits)


def _refuse(word: str) -> Any:
    raise _DoubtError


class _Open:
    """An object or array that is being walked."""

    __slots__ = ("is_object", "keys", "length", "path")

    def __init__(self, path: Path, is_object: bool) -> None:
        self.path = path
        self.is_object = is_object
        self.keys: set[str] = set()
        self.length = 0


def _walk(text: str, found: Marks | None) -> None:
    """Note in `found` where everything stands in a text of right syntax; raise MisreadError at a fault."""
    stack: list[_Open] = []
    path: Path = ()
    key: str | None = None
    key_at = index = count = 0
    while True:
        token = _TOKEN.match(text, index)
        if token is None:
            return
        index = token.end()
        sign = token["sign"]
        if sign in ("]", "}"):
            if stack:
                stack.pop()
            continue
        if sign in (",", ":"):
            continue
        at = token.start(token.lastgroup or 0)
        holder = stack[-1] if stack else None
        if holder is not None and holder.is_object and key is None:
            key = str(json.loads(token["text"] or '""'))
            key_at = at
            if key in holder.keys:
                raise MisreadError(f"the key {shown(key)} stands twice in one object", at, "keep one of the two")
            holder.keys.add(key)
            continue
        if found is not None:
            if holder is None:
                path, mark = (), Mark(at, at)
            elif holder.is_object:
                path, mark = (*holder.path, key or ""), Mark(key_at, at)
            else:
                path, mark = (*holder.path, holder.length), Mark(at, at)
            found[path] = mark
        key = None
        count += 1
        if holder is not None:
            holder.length += 1
        if count > MAX_VALUES:
            raise MisreadError(f"holds more than {MAX_VALUES:,} values", at)
        if sign in ("[", "{"):
            if len(stack) >= MAX_DEPTH:
                raise MisreadError(_DEEP, at)
            stack.append(_Open(path, sign == "{"))
        elif token["word"] in ("NaN", "Infinity", "-Infinity"):
            raise MisreadError(f"{token['word']} is not a number in JSON", at)
        elif token["word"] and len(token["word"]) > 100:
            raise MisreadError("is a number of more than 100 characters", at)
