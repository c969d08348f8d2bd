"""JSON → plain values. The standard reader reads; positions are looked up only when something is wrong.

A whole number is an int, any other a Decimal with the digits as they are written. NaN and Infinity are not JSON.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from decimal import Decimal
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
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=Decimal, parse_int=_integer, parse_constant=_refuse
        )
    except json.JSONDecodeError as error:
        raise MisreadError(f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.pos) from None
    except (_DoubtError, RecursionError):
        _walk(text, {})
        raise MisreadError("holds a number that cannot be read") from None
    if text.count(",") > MAX_VALUES:
        _walk(text, {})  # counts what really is a value
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


def _walk(text: str, found: Marks) -> None:
    """Note in `found` where everything stands in a text of right syntax; raise MisreadError at a fault."""
    stack: list[tuple[Path, bool, set[str]]] = []  # path, is it an object, its keys
    path: Path = ()
    key: str | None = None
    key_at = index = count = 0
    end = len(text)
    while True:
        token = _TOKEN.match(text, index)
        if token is None or index >= end:
            return
        index = token.end()
        sign = token["sign"]
        at = token.start(token.lastgroup or 0)
        if sign in ("]", "}"):
            if stack:
                stack.pop()
            continue
        if sign in (",", ":"):
            continue
        holder = stack[-1] if stack else None
        if holder is not None and holder[1] and key is None:
            key = json.loads(token["text"] or '""')
            key_at = at
            if key in holder[2]:
                raise MisreadError(f"the key {shown(key)} stands twice in one object", at, "keep one of the two")
            holder[2].add(key)
            continue
        if holder is None:
            path, mark = (), Mark(at, at)
        elif holder[1]:
            path, mark = (*holder[0], key or ""), Mark(key_at, at)
            key = None
        else:
            path, mark = (*holder[0], len(holder[2])), Mark(at, at)
            holder[2].add(str(len(holder[2])))
        found[path] = mark
        count += 1
        if count > MAX_VALUES:
            raise MisreadError(f"holds more than {MAX_VALUES:,} values", at)
        if sign in ("[", "{"):
            if len(stack) >= MAX_DEPTH:
                raise MisreadError(_DEEP, at)
            stack.append((path, sign == "{", set()))
        elif token["word"] in ("NaN", "Infinity", "-Infinity"):
            raise MisreadError(f"{token['word']} is not a number in JSON", at)
        elif token["word"] and len(token["word"]) > 100:
            raise MisreadError("is a number of more than 100 characters", at)
