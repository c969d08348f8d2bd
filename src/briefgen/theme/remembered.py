"""What is made of a theme, remembered for the next document in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from briefgen.theme.model import Theme

_More = TypeVar("_More")
_Made = TypeVar("_Made")


class Remembered(Generic[_More, _Made]):
    """Things made of a theme and of something more. Of `most` of them the first goes when another comes.

    A theme is told by its identity, which is quicker than its hash; each thing holds its theme, so that no other theme
    gets the id.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[tuple[int, _More], tuple[Theme, _Made]] = {}

    def __len__(self) -> int:
        return len(self._made)

    def of(
        self, theme: Theme, more: _More, make: Callable[[], _Made], holds: Callable[[_Made], bool] | None = None
    ) -> _Made:
        """Return what was made of these before, if it still `holds`, or what `make` makes of them now."""
        key = (id(theme), more)
        known = self._made.get(key)
        if known is not None and holds is not None and not holds(known[1]):
            self._made.pop(key, None)
            known = None
        if known is None:
            if len(self._made) >= self._most:
                self._made.pop(next(iter(self._made)), None)
            known = self._made.setdefault(key, (theme, make()))
        return known[1]
