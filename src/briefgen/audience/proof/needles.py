"""What to look for: every withheld string, whole where it is short, else in pieces of n words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, field

from briefgen.audience.removal import Node, nodes
from briefgen.audience.words import texts, words_of
from briefgen.content import model
from briefgen.content.parts import shape

WORDS = 4  # to a piece
_LETTERS = 8  # of a piece at least; it takes more words until it has so many
_SEAMED = 3  # words from which on a piece may be one that two released strings make
_SHORTEST = 3  # letters of a string that is looked for by itself; figures have one more
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = tuple(_MONTH_NAMES.split())

Words = tuple[str, ...]


class Needles(Struct):
    """Pieces by their words, each with the place of the string that it comes from."""

    found: dict[Words, str] = field(default_factory=dict)
    strings: int = 0

    @property
    def lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(words) for words in self.found}))


def needles(withheld: Iterable[tuple[str, str]], released: Iterable[str], *, size: int = WORDS) -> Needles:
    """Return the pieces of the withheld strings (path, text) that stand in no string that was released."""
    made = Needles()
    for path, text in withheld:
        made.strings += 1
        for words in cut(words_of(text), size):
            made.found.setdefault(words, path)
    lengths = made.lengths
    seams = _Seams()
    for text in released:
        words = words_of(text)
        seams.add(words, max(lengths, default=0))
        for length in lengths:
            for start in range(len(words) - length + 1):
                made.found.pop(words[start : start + length], None)
    for words in [words for words in made.found if len(words) >= _SEAMED and seams.join(words)]:
        del made.found[words]
    return made


class _Seams(Struct, frozen=True):
    """The ends of released strings. Where a template sets one after the other, their words stand side by side."""

    whole: set[Words] = field(default_factory=set)
    starts: set[Words] = field(default_factory=set)
    ends: set[Words] = field(default_factory=set)

    def add(self, words: Words, longest: int) -> None:
        if len(words) < longest:
            self.whole.add(words)
        for length in range(1, min(longest, len(words) + 1)):
            self.starts.add(words[:length])
            self.ends.add(words[-length:])

    def join(self, words: Words) -> bool:
        """Say whether words are the end of one released string and the start of another, with whole ones between."""
        reached = {cut for cut in range(1, len(words)) if words[:cut] in self.ends}
        for cut in range(1, len(words)):
            if cut in reached:
                if words[cut:] in self.starts:
                    return True
                reached |= {end for end in range(cut + 1, len(words)) if words[cut:end] in self.whole}
        return False


def cut(words: Words, size: int = WORDS) -> Iterator[Words]:
    """Yield the pieces of a string: `size` words and 8 letters at least; the whole where it is shorter."""
    if len(words) <= size:
        if is_telling(words):
            yield words
        return
    for start in range(len(words) - size + 1):
        end = start + size
        while end < len(words) and sum(map(len, words[start:end])) < _LETTERS:
            end += 1
        piece = words[start:end]
        if sum(map(len, piece)) >= _LETTERS or not piece[0].isascii():
            yield piece


def is_telling(words: Words) -> bool:
    """Say whether a short string is worth looking for: `5` or `of` stands everywhere and tells nothing."""
    if not words:
        return False
    letters = sum(map(len, words))
    if is_number(words):
        return letters > _SHORTEST
    return letters >= (_SHORTEST if words[0].isascii() else 2)


def is_number(words: Words) -> bool:
    return all(word.isdecimal() for word in words)


# ---------------------------------------------------------------- the strings of a brief


def strings(brief: model.Brief, *, without: frozenset[int] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield every string in a brief, with its path: texts, ids and their anchors, addresses, dates.

    Parts whose `id()` is in `without` are passed over, with all that they hold.
    """
    for node in nodes(brief):
        if not without or not _is_within(node, without):
            yield from _own(node)


def strings_of(part: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every string of one part and of what it holds."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, tuple):
        for each in part:
            yield from strings_of(each, path)
    elif part is not None:
        yield from _own(Node(part, path, None))
        for name, is_many in shape(part).holds:
            value = getattr(part, name)
            for each in value if is_many else (value,) if value is not None else ():
                yield from strings_of(each, f"{path}.{name}")


def _is_within(node: Node, parts: frozenset[int]) -> bool:
    at: Node | None = node
    while at is not None:
        if id(at.part) in parts:
            return True
        at = at.above
    return False


def _own(node: Node) -> Iterator[tuple[str, str]]:
    part = node.part
    held = frozenset(name for name, _ in shape(part).holds)
    for name, text in texts(part, without=held):
        yield f"{node.path}.{name}".lstrip("."), text
    if node.id:
        prefix = _prefix(part)
        if prefix:
            yield f"{node.path}.id", f"{prefix} {part.id}"  # as it stands in links: st-ID
    if isinstance(part, model.PartialDate) and part.year and part.month and part.day:
        yield node.path, f"{part.year:04d}-{part.month:02d}-{part.day:02d}"
        month = _MONTHS[part.month - 1] if 1 <= part.month <= 12 else ""
        yield node.path, f"{part.day} {month} {part.year}"
        yield node.path, f"{month} {part.day} {part.year}"


def _prefix(part: Any) -> str:
    kinds = ((model.Statement, "st"), (model.Source, "source"), (model.Actor, "actor"), (model.Term, "term"))
    return next((prefix for kind, prefix in kinds if isinstance(part, kind)), "")
