"""The logical tree in the making: elements in pre-order, and one rising number for all that is read in sequence.

Elements are opened while the document is measured, block after block, so that the tree follows the document and not
the pages: a paragraph, list or table that pages or columns divide stays one element, and a note stands right after its
reference although it is painted at the foot. Roles are those of PDF 1.7; a callout is a Div (there is no Aside).
"""

from __future__ import annotations

from typing import Any

from briefgen.layout.placed import ARTIFACT, Elements


class Tree:
    """Elements and reading order; both only grow."""

    __slots__ = ("_order", "elements")

    def __init__(self, lang: str, title: str) -> None:
        self.elements = Elements()
        self.elements.add("Document", ARTIFACT, 0, {"lang": lang, "title": title})
        self._order = 0

    def open(self, role: str, parent: int, id: str = "", lang: str = "", **more: Any) -> int:  # noqa: A002
        """Begin an element inside `parent` and return its index."""
        self._order += 1
        if id:
            more["id"] = id
        if lang:
            more["lang"] = lang
        return self.elements.add(role, parent, self._order, more)

    def next(self) -> int:
        """Return the place in reading order of the next piece."""
        self._order += 1
        return self._order


class NoTree(Tree):
    """In place of a tree where a document is only measured."""

    __slots__ = ()

    def open(self, role: str, parent: int, id: str = "", lang: str = "", **more: Any) -> int:  # noqa: A002
        return 0

    def next(self) -> int:
        return 0
