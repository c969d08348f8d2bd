"""What the fit chooses among: the measured pieces of a page, in order, and the items that they belong to.

Lengths are whole thousandths of a point, rounded down, so that sums are exact and never more than what is set. The
model is a lower bound of what layout sets: what it lets through is proved by setting it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

OMITTED, SHORT, FULL = 0, 1, 2
FLUSH = -1  # in place of a space: none, whatever the neighbour asks for
UNIT = 1000  # parts of a point


class Piece(NamedTuple):
    """Strips that stand or fall together."""

    height: int
    before: int = 0  # space that it asks for above
    after: int = 0  # … and leaves below
    notes: tuple[int, ...] = ()  # heights of the notes it calls for
    cuts: tuple[tuple[int, int], ...] = ()  # where a column may end inside it: the height above, the height below
    holds: bool = False  # it stays with what follows


class Option(NamedTuple):
    variant: int  # SHORT or FULL
    value: int
    piece: Piece
    number: int = 0  # of the item, where a leaf stands for several of which one may be taken


class Leaf(Struct, frozen=True, kw_only=True, eq=False):
    """An item without items inside it."""

    number: int
    options: tuple[Option, ...]  # from the shortest
    needed: bool = False  # one of them must be taken


class Node(Struct, frozen=True, kw_only=True, eq=False):
    """What stands only with something of its `parts`: a section, a list, a table, or an item that holds items."""

    parts: tuple[Part, ...]
    lead: tuple[Piece, ...] = ()  # heading, head of a table, a box's upper edge
    tail: tuple[Piece, ...] = ()
    number: int = 0  # of an item
    value: int = 0
    keep: bool = False  # no column ends inside it
    close: int | None = None  # the space it leaves below, whatever its last part leaves


class Level(Struct, frozen=True, kw_only=True, eq=False):
    """Columns that end level."""

    parts: tuple[Part, ...]
    count: int


Part: TypeAlias = Piece | Leaf | Node | Level


class Model(Struct, frozen=True, kw_only=True):
    parts: tuple[Part, ...]
    room: int
    head: int  # above the first note
    gap: int  # between two notes


def between(after: int, before: int) -> int:
    """Return the space between two neighbours."""
    return 0 if after < 0 or before < 0 else max(after, before)


def leaves_of(parts: Iterable[Part]) -> Iterable[Leaf]:
    for part in parts:
        if isinstance(part, Leaf):
            yield part
        elif isinstance(part, Node | Level):
            yield from leaves_of(part.parts)


def sharpened(model: Model, known: Mapping[tuple[int, int], Piece]) -> Model:
    """Return a model in which items are as high as some pieces, by number and variant: itself, if they are already."""

    def sharp(part: Part) -> Part:
        match part:
            case Leaf(number=number, options=options):
                higher = tuple([_as_high(o, known.get((number, o.variant))) for o in options])
                return part if higher == options else replace(part, options=higher)
            case Node(parts=parts) | Level(parts=parts):
                inner = tuple(map(sharp, parts))
                return part if inner == parts else replace(part, parts=inner)
            case _:
                return part

    parts = tuple(map(sharp, model.parts)) if known else model.parts
    return model if parts == model.parts else replace(model, parts=parts)


def _as_high(option: Option, piece: Piece | None) -> Option:
    """Return an option as high as a piece; the space around it depends on its neighbours."""
    if piece is None:
        return option
    return option._replace(piece=option.piece._replace(height=piece.height, notes=piece.notes))
