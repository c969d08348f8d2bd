"""What the readers of YAML, JSON and TOML share: bounds, marks, and how they say that a text cannot be read."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

MAX_BYTES = 20_000_000  # of one file
MAX_DEPTH = 50  # of nesting
MAX_VALUES = 3_000_000  # in one file
MAX_ALIASED = 100_000  # values that the aliases of one YAML file stand for

Path: TypeAlias = tuple[str | int, ...]


class Mark(NamedTuple):
    """Where a key and its value begin, as offsets in characters."""

    key: int
    value: int


Marks: TypeAlias = dict[Path, Mark]


class MisreadError(Exception):
    """A text that is not what it should be: what, at which offset in characters (None = unknown), how to mend it."""

    def __init__(self, what: str, index: int | None = None, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.index = index
        self.mend = mend
