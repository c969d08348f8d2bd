"""The order of headings: none skips a level, in any format (PDF/UA-1, 7.4.2; WCAG 1.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from msgspec.structs import replace

from briefgen.document import Blocks, Document, Heading

_Node = TypeVar("_Node")
_HELD = ("blocks", "items", "entries", "head", "rows", "cells")  # fields with blocks in them, in the order of reading


def levelled(document: Document) -> Document:
    """Return the document with headings that skip a level moved up to the level they may have.

    A heading is of the level below the nearest heading before it that is above it, whatever it stands in. What stands
    in notes is not counted. The same object where nothing is to be moved.
    """
    levels: list[int] = []
    skipped = False
    above: list[int] = []  # levels of the headings that the next one may stand under
    for heading in _headings(document.blocks):
        while above and above[-1] >= heading.level:
            above.pop()
        above.append(heading.level)
        levels.append(len(above))
        skipped = skipped or len(above) != heading.level
    return replace(document, blocks=_moved(document.blocks, iter(levels))) if skipped else document


def _headings(blocks: Blocks) -> Iterator[Heading]:
    """Yield the headings in the order of reading. Nothing recurses."""
    waiting: list[Any] = list(reversed(blocks))
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is Heading:
            yield node
            continue
        for name in _held(kind):  # type: ignore[arg-type]
            waiting.extend(reversed(getattr(node, name)))


@lru_cache(maxsize=64)
def _held(kind: Any) -> tuple[str, ...]:
    """Return the fields of a kind of node that have blocks in them, the last one first."""
    return tuple(name for name in reversed(_HELD) if name in kind.__struct_fields__)


def _moved(nodes: tuple[_Node, ...], levels: Iterator[int]) -> tuple[_Node, ...]:
    moved: list[Any] = []
    for node in nodes:
        if isinstance(node, Heading):
            moved.append(replace(node, level=next(levels)))
            continue
        held = {name: _moved(getattr(node, name), levels) for name in _HELD if getattr(node, name, ())}
        moved.append(replace(node, **held) if held else node)  # type: ignore[type-var]
    return tuple(moved)
