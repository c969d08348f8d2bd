"""Faults as they are gathered: every one counts, the first hundred are told in full."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from briefgen.data.limits import Path
from briefgen.errors import BriefgenError, Fault, Place, nearest

MAX_TOLD = 100
_MAX_MENDED = 20  # looking for near words takes its time
_MANY = 300  # more words than this are sifted before they are compared

Locate: TypeAlias = Callable[[Path, bool], Place | None]
# A path while values are walked: (the path around it, the last step), None at the root. Spelt out only for a fault.
At: TypeAlias = Any


class Faults:
    """Collects what is wrong with some values; `locate(path, is_key)` says where a path stands."""

    __slots__ = ("_count", "_locate", "_told")

    def __init__(self, locate: Locate) -> None:
        self._locate = locate
        self._told: list[Fault] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, path: Path, what: str, mend: str | Callable[[], str] = "", *, key: bool = False) -> None:
        """Add a fault at a value, or at its key. `mend` may be a function, called only if the fault is told."""
        self._count += 1
        if len(self._told) < MAX_TOLD:
            words = mend if isinstance(mend, str) else mend() if len(self._told) < _MAX_MENDED else ""
            self._told.append(Fault(what=what, place=self._locate(path, key), path=written(path), mend=words))

    def where(self, path: Path) -> str:
        """Return the words for a place that a message speaks of: its line, or its path where there is no file."""
        place = self._locate(path, False)
        return f"line {place.line}" if place is not None and place.line else written(path)

    def raise_any(self, error: type[BriefgenError]) -> None:
        """Raise `error` with the faults in the order of the file, if there is one."""
        if not self._count:
            return
        told = sorted(self._told, key=lambda fault: (fault.place.line, fault.place.column) if fault.place else (0, 0))
        if self._count > len(told):
            told.append(Fault(what=f"… and {self._count - len(told):,} more"))
        raise error(*told)


def path_of(at: At) -> Path:
    """Return the path that was walked."""
    path: list[str | int] = []
    while at is not None:
        at, step = at
        path.append(step)
    return tuple(reversed(path))


def written(path: Path) -> str:
    """Return a path as people write it: `provisions[2].force`."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            clean = part if part.isprintable() and len(part) <= 60 else "…"
            words += f".{clean}" if words else clean
    return words


def near(word: str, words: Collection[str]) -> str:
    """Return "did you mean 'x'?" or "", in a time that does not grow with the length of the word or of the list."""
    if len(word) > 80:
        return ""
    if len(words) > _MANY:
        low = word.lower()
        words = [known for known in words if abs(len(known) - len(word)) <= 4 and _alike(known.lower(), low)][:_MANY]
    return nearest(word, words)


def _alike(one: str, other: str) -> bool:
    return one[:2] == other[:2] or one[-3:] == other[-3:]
