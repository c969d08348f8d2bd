"""TOML → plain values. `tomllib` reads; a scan beside it finds where things stand.

The scan comes first, because it also bounds what tomllib would take for ever over (a key of a million dotted parts).
Where it meets something that is not TOML it stops, and tomllib says what is wrong. Numbers with a point are Decimals
as they are written; dates and times are text in ISO 8601.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

from briefgen.data.characters import shown
from briefgen.data.limits import MAX_DEPTH, MAX_VALUES, Mark, Marks, MisreadError, Path

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_LINE_END = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_TEXT = re.compile(
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'", re.S
)
_WORD = re.compile(r"[^\s,\]}#=\[{\"']+(?: [0-9:.]+[^\s,\]}#]*)?")


def values(text: str) -> Any:
    """Return nested dicts, lists, strings, ints, Decimals and bools. Raises MisreadError."""
    _Scan(text).run()
    try:
        return _plain(tomllib.loads(text, parse_float=_decimal))
    except RecursionError:
        raise MisreadError(f"is nested more than {MAX_DEPTH} levels deep") from None
    except ValueError as error:  # TOMLDecodeError, and int() of very many digits
        raise _misread(text, str(error)) from None


def marks(text: str) -> Marks:
    """Return where each path's key and value begin."""
    scan = _Scan(text)
    with suppress(MisreadError):  # the marks up to there are the best that can be said
        scan.run()
    return scan.found


def _decimal(digits: str) -> Decimal:
    if len(digits) > 100:
        raise ValueError("a number of more than 100 characters")
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{digits} is not a number") from None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value


def _misread(text: str, message: str) -> MisreadError:
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    index = None
    if place is not None:
        message = message[: place.start()]
        index = _offset(text, int(place[1]), int(place[2])) if place[1] else len(text)
    return MisreadError(f"is not TOML: {message[:1].lower()}{message[1:]}", index)


def _offset(text: str, line: int, column: int) -> int:
    begin = 0
    for _ in range(line - 1):
        begin = text.find("\n", begin) + 1
    return begin + column - 1


class _StopError(Exception):
    """Something here is not TOML."""


class _Scan:
    """Finds where keys and values stand; raises MisreadError at keys that stand twice and at what is out of bounds."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", " \n")  # as tomllib sees lines, at the same offsets
        self.at = 0
        self.found: Marks = {(): Mark(0, 0)}
        self.lengths: dict[Path, int] = {}  # of arrays of tables
        self.said: set[Path] = set()  # keys and tables that stand in the text themselves
        self.count = 0

    def run(self) -> None:
        try:
            self._document()
        except _StopError:
            return

    def _document(self) -> None:
        table: Path = ()
        while True:
            self._skip(_GAP)
            if self.at >= len(self.text):
                return
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table, 0)
            if not self._match(_LINE_END):
                raise _StopError

    def _header(self) -> Path:
        begin = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        self._skip(_SPACE)
        key = self._key()
        if not self.text.startswith("]]" if many else "]", self.at):
            raise _StopError
        self.at += 2 if many else 1
        path: Path = ()
        for part in key[:-1]:
            path = self._into((*path, part), begin)
        path = (*path, key[-1])
        if many:
            length = self.lengths.get(path, 0)
            self.lengths[path] = length + 1
            self.found.setdefault(path, Mark(begin, begin))
            path = (*path, length)
        elif path in self.said:
            raise MisreadError(f"the table {shown('.'.join(key))} stands twice", begin, "keep one of the two")
        self.said.add(path)
        self.found[path] = Mark(begin, begin)
        self._count(begin)
        return path

    def _into(self, path: Path, begin: int) -> Path:
        """Step into a table that a header passes through: the last one of an array of tables."""
        self.found.setdefault(path, Mark(begin, begin))
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def _pair(self, table: Path, depth: int) -> None:
        begin = self.at
        key = self._key()
        if not self.text.startswith("=", self.at):
            raise _StopError
        self.at += 1
        self._skip(_SPACE)
        path = table
        for part in key:
            path = (*path, part)
            self.found.setdefault(path, Mark(begin, begin))
        if path in self.said:
            raise MisreadError(
                f"the key {shown('.'.join(key))} stands twice in one table", begin, "keep one of the two"
            )
        self.said.add(path)
        self._value(path, Mark(begin, self.at), depth)

    def _value(self, path: Path, mark: Mark, depth: int) -> None:
        self.found[path] = mark
        self._count(mark.value)
        opening = self.text[self.at : self.at + 1]
        if opening in ("[", "{"):
            if depth >= MAX_DEPTH:
                raise MisreadError(f"is nested more than {MAX_DEPTH} levels deep", self.at)
            self.at += 1
            (self._array if opening == "[" else self._inline_table)(path, depth + 1)
        elif not (self._match(_TEXT) or self._match(_WORD)):
            raise _StopError
        elif opening not in ("'", '"') and self.at - mark.value > 100:
            raise MisreadError("is a number of more than 100 characters", mark.value)

    def _array(self, path: Path, depth: int) -> None:
        length = 0
        while True:
            self._skip(_GAP)
            if self._take("]"):
                return
            self._value((*path, length), Mark(self.at, self.at), depth)
            length += 1
            self._skip(_GAP)
            if not self._take(",") and not self.text.startswith("]", self.at):
                raise _StopError

    def _inline_table(self, path: Path, depth: int) -> None:
        while True:
            self._skip(_GAP)
            if self._take("}"):
                return
            self._pair(path, depth)
            self._skip(_GAP)
            if not self._take(",") and not self.text.startswith("}", self.at):
                raise _StopError

    def _key(self) -> tuple[str, ...]:
        begin = self.at
        parts: list[str] = []
        while True:
            found = _KEY.match(self.text, self.at)
            if found is None:
                raise _StopError
            parts.append(_unquoted(found[0]))
            if len(parts) > MAX_DEPTH:
                raise MisreadError(f"the key has more than {MAX_DEPTH} parts", begin)
            self.at = found.end()
            self._skip(_SPACE)
            if not self._take("."):
                return tuple(parts)
            self._skip(_SPACE)

    def _count(self, at: int) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise MisreadError(f"holds more than {MAX_VALUES:,} values", at)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self._match(pattern)

    def _match(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return True

    def _take(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += 1
            return True
        return False


def _unquoted(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if key.startswith('"'):
        try:
            return str(json.loads(re.sub(r"\\U([0-9A-Fa-f]{8})", _long_escape, key)))
        except ValueError:
            raise _StopError from None
    return key


def _long_escape(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code <= 0x10FFFF else found[0]
