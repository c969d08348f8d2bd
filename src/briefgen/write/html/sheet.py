"""What is gathered while the body is written, and what the style sheet is then made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from briefgen.document import Attr, Document
from briefgen.theme import BoxStyle, Look, Style, TableStyle, Theme
from briefgen.write.html.fonts import Used
from briefgen.write.html.palette import Use
from briefgen.write.html.words import Labels, direction, tag


class Around(Struct, frozen=True, kw_only=True):
    """What a node takes from where it stands."""

    look: Look
    role: str = "body"  # style of a paragraph without one of its own
    title: str = ""  # style of headings, inside a box
    linked: bool = False  # inside a link, where neither links nor buttons may stand


class Sheet(Struct, kw_only=True):
    """The page in the making: everything here grows in document order."""

    theme: Theme
    labels: Labels
    ids: frozenset[str]
    fonts: Used = field(default_factory=Used)
    blocks: dict[str, Look] = field(default_factory=dict)  # selector -> look of blocks
    spans: dict[str, Style] = field(default_factory=dict)  # selector -> what a span changes
    boxes: dict[str, BoxStyle] = field(default_factory=dict)
    tables: dict[str, TableStyle] = field(default_factory=dict)
    widths: list[tuple[float, ...]] = field(default_factory=list)  # of tables, one class for each
    notes: list[str] = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)  # id, plain words of each second-level heading
    put_off: list[int] = field(default_factory=list)  # notes called for in the link at hand: numbers that go behind it
    made: int = 0  # ids made for headings
    drawings: int = 0  # so far
    inks: dict[tuple[Use, str], None] = field(default_factory=dict)  # use and colour of what drawings show
    floors: dict[int, None] = field(default_factory=dict)  # pixels below which a drawing is not made smaller

    def name(self, stem: str) -> str:
        """Return an id that the document does not have: `stem`, with a hyphen more for each clash."""
        while stem in self.ids:
            stem += "-"
        return stem


def chosen(names: tuple[str, ...], known: dict[str, Any], default: str) -> str:
    """Return the first of a node's classes that the theme knows, or `default`."""
    return next((name for name in names if name in known), default)


def classes(attr: Attr, first: str, known: dict[str, Any], *more: str) -> str:
    """Return the value of `class`: the style that won, the node's classes that are no styles, and our own.

    A class that the theme knows but that lost against an earlier one is left out, since CSS would apply both.
    """
    others = (name for name in attr.classes if name not in known)
    names = dict.fromkeys(
        [
            *([first] if first else []),
            *others,
            *more,
            *(["b-keep"] if attr.keep else []),
            *(["b-column"] if attr.column else []),
        ]
    )
    return " ".join(name for name in names if name and not re.search(r"\s", name))


def open_tag(element: str, attr: Attr, names: str, *, id_: str = "", **more: str) -> str:
    """Return a node's start tag: its id (else `id_`), classes and language, and `more` as `tag` takes them."""
    way = direction(attr.lang) if attr.lang else ""
    return tag(element, id=attr.id or id_, class_=names, lang=attr.lang, dir=way, **more)


def selector(element: str, name: str) -> str:
    """Return `element.name` with what CSS cannot read in an identifier escaped (CSSOM, serialise an identifier)."""
    if not name:
        return element
    escaped = "".join(
        char if char.isalnum() or char in "-_" or ord(char) >= 0x80 else f"\\{ord(char):x} " for char in name
    )
    if re.match(r"-?\d", escaped):
        at = 1 if escaped[0] == "-" else 0
        escaped = f"{escaped[:at]}\\{ord(escaped[at]):x} {escaped[at + 1 :]}"
    return f"{element}.{escaped}"


def ids_of(document: Document) -> frozenset[str]:
    """Return the ids of all nodes."""
    return frozenset(attr.id for attr in _attributes(document) if attr.id)


def _attributes(node: Any) -> Iterator[Attr]:
    if isinstance(node, Attr):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _attributes(part)
    elif isinstance(node, Struct):
        for name in node.__struct_fields__:
            yield from _attributes(getattr(node, name))
