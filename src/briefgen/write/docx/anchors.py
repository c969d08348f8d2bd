"""Bookmarks: which nodes are linked to, and by what name Word knows each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from briefgen.document import NONE, Attr, Cite, Document, Image, Link

_LONGEST = 40  # characters, of a bookmark's name in Word


def anchors(document: Document, letterhead: Iterable[str] = ()) -> dict[str, str]:
    """Return the id of each node that a link or citation leads to, with the name of its bookmark, in document order.

    `letterhead` are names that are taken.
    """
    targets: set[str] = set()
    ids: dict[str, None] = {}
    for node in _nodes(document.blocks):
        if isinstance(node, Attr):
            if node.id:
                ids.setdefault(node.id)
        elif isinstance(node, Link):
            targets.add(node.target[1:] if node.target.startswith("#") else "")
        elif isinstance(node, Cite):
            targets.add(node.target)
    for running in (document.header, document.footer, document.first_header, document.first_footer):
        for node in _nodes(running):
            if isinstance(node, Link) and node.target.startswith("#"):
                targets.add(node.target[1:])
            elif isinstance(node, Cite):
                targets.add(node.target)
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


def _nodes(root: Any) -> Iterator[Any]:
    """Yield every node of a tree, and its attributes, in document order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is tuple:
            waiting.extend(reversed(node))
            continue
        names = _FIELDS.get(kind)
        if names is None:
            names = _FIELDS[kind] = _children(kind)
        if names:
            yield node
            for name in names:
                value = getattr(node, name)
                if value and value is not NONE:
                    waiting.append(value)


def _children(kind: Any) -> tuple[str, ...]:
    """Return the fields that can hold nodes: the node's own attributes last, so that they come first. None: no node."""
    if not is_dataclass(kind) or kind is Image:
        return ()
    if kind is Attr:
        return ("id",)
    names = [each.name for each in fields(kind) if each.name not in _PLAIN]
    return (*(name for name in reversed(names) if name != "attr"), *(["attr"] if "attr" in names else []))


_PLAIN = frozenset(("text", "target", "title", "label", "kind", "summary", "widths", "id", "classes", "lang", "data"))
_FIELDS: dict[Any, tuple[str, ...]] = {}
