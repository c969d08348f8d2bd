"""What need not be done twice where a document is set again and again to be measured: the lines of each paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, NamedTuple, TypeAlias

from briefgen.document import Break, Code, Field, Inlines, Mark, Note, Text
from briefgen.layout.measured import SetLine
from briefgen.theme import Look

Key: TypeAlias = tuple[object, ...]
_ROUNDED = 0.004  # share of a width that the rounding of type sizes may change
_SHRUNK = 0.9  # of its natural width that a justified line may be as narrow as
_HYPHEN = 0.6  # em, at most


class Extent(NamedTuple):
    """A paragraph without its lines: no setting at any size takes less. All in shares of its type size."""

    width: float  # of all its text in one line, at least
    heights: tuple[float, ...]  # of its lines as they were set, the lowest first
    notes: tuple[Note, ...]


@dataclass(slots=True, eq=False, repr=False)
class Memory:
    """Of one theme, or of themes that differ in the space between blocks only (see `spaced`).

    With the memory of the same theme in `larger` type what is not known is not set: it takes the least that it may.
    """

    larger: Memory | None = None

    lines: dict[Key, tuple[SetLine, ...]] = field(default_factory=dict)
    extents: dict[Key, Extent] = field(default_factory=dict)
    styles: dict[tuple[str, ...], Look] = field(default_factory=dict)
    looks: dict[tuple[int, str], Look] = field(default_factory=dict)
    _texts: dict[Look, int] = field(default_factory=dict)  # looks but for the space around, numbered
    _numbers: dict[int, int] = field(default_factory=dict)  # of them, by the identity of a look
    _seen: dict[int, tuple[Inlines, tuple[Note, ...]]] = field(default_factory=dict)  # keeps identities alive

    def spaced(self) -> Memory:
        """Return a memory that shares its lines with this one, for a theme with other space between blocks."""
        return Memory(lines=self.lines, _texts=self._texts, _seen=self._seen)

    def guessing(self, larger: Memory) -> Memory:
        """Return a memory that knows what this one knows, and guesses all the rest from what is known of a theme in
        larger type."""
        return Memory(larger=larger, lines=self.lines, _texts=self._texts, _seen=self._seen)

    def also(self, larger: Memory) -> None:
        """Take over what is known of a theme in larger type, to guess from."""
        self.extents = {**larger.extents, **self.extents}
        self._seen = larger._seen

    def recall(
        self,
        inlines: Inlines,
        look: Look,
        lang: str,
        width: float,
        number: Callable[[Note], int],
        set_lines: Callable[[Inlines, Look, str, float], tuple[SetLine, ...]],
    ) -> tuple[SetLine, ...]:
        """Return the lines of a paragraph; what is not known is set."""
        text = self._numbers.get(id(look))
        if text is None:
            bare = replace(look, before=0.0, after=0.0)
            text = self._numbers[id(look)] = self._texts.setdefault(bare, len(self._texts))
        seen = self._seen.get(id(inlines))
        if seen is None:
            seen = self._seen[id(inlines)] = (inlines, tuple(_notes(inlines)))
        key = (id(inlines), text, lang, width, *[number(note) for note in seen[1]])
        known = self.lines.get(key)
        if known is None:
            extent = self.larger.extents.get((id(inlines), look.name, lang)) if self.larger is not None else None
            if extent is not None:
                return _least_lines(extent, look, width)
            known = self.lines[key] = set_lines(inlines, look, lang, width)
            self.extents[id(inlines), look.name, lang] = _extent(known, look, seen[1])
        return known


def _least_lines(extent: Extent, look: Look, width: float) -> tuple[SetLine, ...]:
    """Return as few lines as the text may take in `width` points, without the text."""
    size = look.size * (1 - _ROUNDED)
    count = min(max(1, ceil(extent.width * size / width)), len(extent.heights))
    return tuple(
        SetLine((), 0.0, height * size, height * size, () if at else extent.notes, at == count - 1)
        for at, height in enumerate(extent.heights[:count])
    )


def _extent(lines: tuple[SetLine, ...], look: Look, notes: tuple[Note, ...]) -> Extent:
    width = 0.0
    for line in lines:
        width += line.width
        if line.pieces and line.pieces[-1].text.endswith("\u00ad"):
            width -= _HYPHEN * look.size
    if look.align == "justify":
        width *= _SHRUNK
    return Extent(width / look.size, tuple(sorted(line.height / look.size for line in lines)), notes)


def _notes(inlines: Inlines) -> Iterator[Note]:
    for inline in inlines:
        if isinstance(inline, Note):
            yield inline
        elif not isinstance(inline, Text | Break | Field | Code | Mark):
            children: Any = inline.children
            yield from _notes(children)
