"""Bookmarks: which nodes are linked to, and by what name Word knows each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from briefgen.document import Break, Cite, Document, Field, Link, Text

_LONGEST = 40  # characters, of a bookmark's name in Word


def anchors(document: Document, letterhead: Iterable[str] = ()) -> dict[str, str]:
    """Return the id of each node that a link or citation leads to, with the name of its bookmark, in document order.

    `letterhead` are names that are taken.
    """
    targets: set[str] = set()
    ids: dict[str, None] = {}
    _gather(document.blocks, ids, targets)
    for running in (document.header, document.footer, document.first_header, document.first_footer):
        if running is not None:
            _gather((*running.start, *running.center, *running.end), {}, targets)
    names: dict[str, str] = {}
    taken = {name.lower() for name in letterhead}
    numbers: dict[str, int] = {}
    for node_id in ids:
        if node_id in targets:
            names[node_id] = _name(node_id, taken, numbers)
    return names


def _name(node_id: str, taken: set[str], numbers: dict[str, int]) -> str:
    """Return a name of letters, digits and underscores, at most 40 of them; Word does not tell case apart."""
    stem = re.sub("[^A-Za-z0-9_]", "_", node_id)
    if not stem[0].isalpha():
        stem = f"b{stem}"
    stem = stem[:_LONGEST]
    name = stem
    while name.lower() in taken:
        number = numbers[stem] = numbers.get(stem, 1) + 1
        name = f"{stem[: _LONGEST - 1 - len(str(number))]}_{number}"
    taken.add(name.lower())
    return name


def _gather(root: tuple[Any, ...], ids: dict[str, None], targets: set[str]) -> None:
    """Add the ids of all nodes of a tree, in document order, and those that its links and citations lead to."""
    waiting = list(root[::-1])
    while waiting:
        node = waiting.pop()
        kind: Any = type(node)
        if kind in _BARE:
            continue
        if kind is Link:
            if node.target.startswith("#"):
                targets.add(node.target[1:])
        elif kind is Cite:
            targets.add(node.target)
        if node.attr.id:
            ids.setdefault(node.attr.id)
        for name in _holding(kind):
            waiting += getattr(node, name)[::-1]


@lru_cache(maxsize=64)
def _holding(kind: Any) -> tuple[str, ...]:
    """Return the fields of a kind of node that hold nodes, last first."""
    return tuple(name for name in reversed(kind.__struct_fields__) if name in _HOLDING)


_HOLDING = frozenset(("blocks", "caption", "cells", "children", "entries", "head", "items", "rows", "term"))
_BARE = frozenset((Text, Break, Field))  # nodes without an id
