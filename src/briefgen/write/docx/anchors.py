"""Bookmarks: which nodes are linked to, and by what name Word knows each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from briefgen.document import Cite, Document, Image, Link, Text

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
        kind = type(node)
        if kind is Text:
            continue
        if kind is Link:
            if node.target.startswith("#"):
                targets.add(node.target[1:])
        elif kind is Cite:
            targets.add(node.target)
        names = _FIELDS.get(kind)
        if names is None:
            names = _FIELDS[kind] = _children(kind)
        for name in names:
            value = getattr(node, name)
            if name == "attr":
                if value.id:
                    ids.setdefault(value.id)
            elif type(value) is tuple:
                waiting += value[::-1]
            else:
                waiting.append(value)


def _children(kind: Any) -> tuple[str, ...]:
    """Return the fields that can hold nodes, last first, and the node's own attributes. None: no node."""
    if not is_dataclass(kind) or kind is Image:
        return ()
    return tuple(each.name for each in reversed(fields(kind)) if each.name not in _PLAIN)


_PLAIN = frozenset(("text", "target", "title", "label", "kind", "summary", "widths", "id", "classes", "lang", "data"))
_FIELDS: dict[Any, tuple[str, ...]] = {}
