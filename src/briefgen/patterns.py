"""Regular expressions that are compiled when they are first used: one of letters of all scripts takes milliseconds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any


class Pattern:
    """What `re.compile` returns, later. The first use of any method compiles it."""

    __slots__ = ("_flags", "_source", "findall", "finditer", "fullmatch", "match", "search", "sub")

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., str]

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in ("findall", "finditer", "fullmatch", "match", "search", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


class FarPattern(Pattern):
    """A pattern that begins with a far character: one of U+1100 to U+11FF, or from U+2E80 on.

    Its first text that has one compiles it, which takes longer than all else that is set up for a page.
    """

    __slots__ = ()

    def __init__(self, source: str, flags: int = 0) -> None:
        super().__init__(source, flags)
        for method in ("findall", "finditer", "fullmatch", "match", "search"):
            setattr(self, method, partial(self._found, method))

    def _found(self, method: str, text: str) -> Any:
        return getattr(_NOTHING, method)(text) if is_near(text) else self.__getattr__(method)(text)


_NOTHING = re.compile(r"(?!)")
_FAR = Pattern("[^\x00-\u10ff\u1200-\u2e7f]")


def is_near(text: str) -> bool:
    """Tell whether a text has no far characters: none of East Asia, none beyond the basic plane, and a few others."""
    return text.isascii() or _FAR.search(text) is None
