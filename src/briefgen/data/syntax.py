"""Text → plain values that know where they stand: YAML, JSON and TOML read alike.

    tree = syntax.read("brief.yaml")
    tree.value                                  # nested dicts, lists and scalars
    tree.place(("actors", 0, "name"))           # brief.yaml:12:5

In YAML every scalar is text as it is written; JSON and TOML have their own numbers and booleans. A key that stands
twice is a fault in all three.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path as FilePath
from types import ModuleType
from typing import Any

from msgspec import Struct, field

from briefgen.data.characters import forbidden, named
from briefgen.data.limits import MAX_BYTES, Mark, Marks, MisreadError, Path
from briefgen.errors import BriefgenError, Fault, InputError, Place, nearest

ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".toml": "toml"}
_LINE = re.compile("\r\n|\r|\n")


class Tree(Struct, kw_only=True):
    """Plain values (`value`) and where they stand. Places are looked up when they are first asked for."""

    value: Any
    file: str
    text: str
    _marks: Callable[[str], Marks]
    _found: Marks | None = None
    _lines: list[int] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return where the value at `path` begins, or its key; of the nearest thing around it that has a place."""
        marks = self.marks()
        for length in range(len(path), -1, -1):
            mark = marks.get(path[:length])
            if mark is not None:
                return self.at(mark.key if key and length == len(path) else mark.value)
        return Place(file=self.file)

    def marks(self) -> Marks:
        """Return where each path's key and value begin, as offsets in `text`."""
        if self._found is None:
            self._found = self._marks(self.text)
        return self._found

    def mark(self, path: Path) -> Mark:
        """Return where the key and the value at `path` begin, or those of the nearest thing around it."""
        marks = self.marks()
        return next((marks[path[:length]] for length in range(len(path), -1, -1) if path[:length] in marks), Mark(0, 0))

    def at(self, index: int) -> Place:
        """Return the place of an offset in characters."""
        from bisect import bisect_right

        if not self._lines:
            self._lines = _line_starts(self.text)
        line = bisect_right(self._lines, index)
        return Place(file=self.file, line=line, column=index - self._lines[line - 1] + 1)


class Raw(Struct, frozen=True, kw_only=True):
    """The bytes of a file, its name in messages, and the format that its name says it is in."""

    data: bytes
    file: str
    format: str

    def read(self, *, error: type[BriefgenError] = InputError, marked: bool = False) -> Tree:
        """Read the file as `syntax.read` does."""
        text = _decoded(self.data, self.file, error)
        return parse(text, file=self.file, format=self.format, error=error, marked=marked)


def read(path: str | FilePath, *, error: type[BriefgenError] = InputError, marked: bool = False) -> Tree:
    """Read a file whose name ends in .yaml, .yml, .json or .toml. Raises `error`, naming the path as it is given.

    `marked` has places ready for whoever is sure to ask for them.
    """
    return raw(path, error=error).read(error=error, marked=marked)


def raw(path: str | FilePath, *, error: type[BriefgenError] = InputError) -> Raw:
    """Fetch a file that can be read, and read nothing in it yet. Raises `error` as `read` does."""
    file = FilePath(path)
    name = str(path)
    format_ = ENDINGS.get(file.suffix.lower())
    if format_ is None:
        mend = nearest(file.suffix.lower(), ENDINGS) if file.suffix else ""
        raise error(
            Fault(
                what="the name must end in .yaml, .json or .toml to say how the file is to be read",
                place=Place(file=name),
                mend=mend,
            )
        )
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise error(Fault(what=f"cannot be read: {reason}", place=Place(file=name))) from None
    except ValueError as problem:  # a NUL in the name
        raise error(Fault(what=f"cannot be read: {problem}", place=Place(file=name))) from None
    return Raw(data=data, file=name, format=format_)


def parse(
    text: str,
    *,
    file: str,
    format: str,  # noqa: A002 - the word users know
    error: type[BriefgenError] = InputError,
    marked: bool = False,
) -> Tree:
    """Read a text as `yaml`, `json` or `toml`; `file` is its name in messages. Raises `error`."""
    if format not in ENDINGS.values():
        known = tuple(dict.fromkeys(ENDINGS.values()))
        mend = nearest(format, known) or f"there are: {', '.join(known)}"
        raise error(Fault(what=f"there is no format '{format}' to read", mend=mend))
    _bound(len(text), file, error)
    text = text.removeprefix("\ufeff")
    reader = _reader(format)
    tree = Tree(value=None, file=file, text=text, _marks=reader.marks)
    found = forbidden(text)  # one written as an escape is met when the values are typed
    if found is not None:
        what = f"holds {named(found[0])}, which no document can carry"
        raise error(Fault(what=what, place=tree.at(found.start()), mend="remove it"))
    try:
        if marked and hasattr(reader, "values_with_marks"):
            tree.value, tree._found = reader.values_with_marks(text)
        else:
            tree.value = reader.values(text)
    except MisreadError as wrong:
        place = Place(file=file) if wrong.index is None else tree.at(wrong.index)
        raise error(Fault(what=wrong.what, place=place, mend=wrong.mend)) from None
    return tree


def _reader(format_: str) -> ModuleType:
    from importlib import import_module

    return import_module(f"briefgen.data.from_{format_}")


def _decoded(data: bytes, name: str, error: type[BriefgenError]) -> str:
    _bound(len(data), name, error)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        mend = "save the file as UTF-8"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            mend += " (it looks like UTF-16)"
        raise error(
            Fault(
                what=f"is not UTF-8: byte {data[problem.start]:#04x} at offset {problem.start}",
                place=Place(file=name, line=data.count(b"\n", 0, problem.start) + 1),
                mend=mend,
            )
        ) from None


def _bound(size: int, name: str, error: type[BriefgenError]) -> None:
    if size > MAX_BYTES:
        raise error(
            Fault(
                what=f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read",
                place=Place(file=name),
                mend="split it, or leave out what no reader will see",
            )
        )


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _LINE.finditer(text))]
