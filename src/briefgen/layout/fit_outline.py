"""The order of a page, or of columns in it: the places in which its parts stand, and the space above each at least.

A heading's room is set against all that may stand under it, and each item of a list against the space above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from briefgen.layout.fit_model import Leaf, Level, Node, Part, Piece


class Slot(Struct, frozen=True, gc=False):
    """A place in the order of a page, or of columns in it."""

    kind: str  # "piece", "leaf", "enter", "leave" or "level"
    part: Part
    around: tuple[Node, ...]
    optional: bool = False  # an item around it may be left out
    options: tuple[tuple[int, int, int], ...] = ()  # of a leaf: value, height in the column, height of its notes
    room: int = 0  # in the column: of a piece, or of what leads and ends a node
    notes: int = 0
    inner: Outline | None = None  # of columns
    needed: bool = False  # it is filled, if what is around the frame stands


class Outline(Struct, frozen=True, eq=False):
    """The slots of a page, or of columns in it."""

    slots: tuple[Slot, ...]
    ends: tuple[int, ...]  # for each slot that enters a node the slot that leaves it
    gap: int  # the most that may be lost above a slot
    boxed: int  # how often it is lost, since a box begins
    first: int  # the least space that whatever stands first asks for above
    needed: dict[int, bool]  # of each node, by its first slot: it stands, if what is around the frame does
    stands: bool  # something of it does
    around: tuple[tuple[tuple[int, int], ...], ...]  # of each place before a slot: the nodes, the outermost first
    pairs: tuple[tuple[int, int, int, int, int], ...]  # slots of leaves of one or two options and no notes, which may
    # be left out; value and height of the first option and of the last one
    others: tuple[int, ...]  # all other slots that are worth something


@lru_cache(maxsize=4)  # of one model several things are asked
def outline_of(parts: tuple[Part, ...]) -> Outline:
    slots: list[Slot] = []
    gaps: list[int] = [0]
    boxes: list[Piece] = []
    _collect(parts, (), 0, -1, slots, gaps, boxes)
    ends = [0] * len(slots)
    begun: list[int] = []
    needed: dict[int, bool] = {}
    for at, slot in enumerate(slots):
        if slot.kind == "enter":
            begun.append(at)
            needed[at] = False
        elif slot.kind == "leave":
            ends[begun.pop()] = at
        elif slot.needed:
            needed.update(dict.fromkeys(begun, True))
    around: list[tuple[tuple[int, int], ...]] = []
    now: tuple[tuple[int, int], ...] = ()
    for at, slot in enumerate(slots):
        around.append(now)
        if slot.kind == "enter":
            now = (*now, (at, ends[at]))
        elif slot.kind == "leave":
            now = now[:-1]
    around.append(())
    pairs, others = _sorted(slots)
    return Outline(
        tuple(slots),
        tuple(ends),
        max(gaps),
        len(boxes),
        first_space(parts),
        needed,
        any(slot.needed for slot in slots),
        tuple(around),
        pairs,
        others,
    )


def _sorted(slots: list[Slot]) -> tuple[tuple[tuple[int, int, int, int, int], ...], tuple[int, ...]]:
    """Return the slots whose worth is told at a glance, and the others."""
    pairs, others = [], []
    for at, slot in enumerate(slots):
        options = slot.options
        if slot.kind == "leaf" and not slot.needed and 0 < len(options) < 3 and not options[0][2] + options[-1][2]:
            pairs.append((at, *options[0][:2], *options[-1][:2]))
        elif slot.kind in ("leaf", "level") or slot.needed:
            others.append(at)
    return tuple(pairs), tuple(others)


def first_space(parts: Iterable[Part]) -> int:
    """Return the least space that whatever stands first of some parts asks for above."""
    return max(0, min(map(_space_above, parts), default=0))


def _space_above(part: Part) -> int:
    match part:
        case Piece():
            return part.before
        case Leaf():
            return min((option.piece.before for option in part.options), default=0)
        case Node(lead=lead) if lead:
            return lead[0].before
        case _:
            return min(map(_space_above, part.parts), default=0)


def _collect(
    parts: Iterable[Part],
    around: tuple[Node, ...],
    apart: int,
    above: int,
    found: list[Slot],
    gaps: list[int],
    boxes: list[Piece],
) -> None:
    """Add the slots of parts, whose leaves stand at least `apart` below what is above them; to `boxes` what begins one.

    `above` is the space that what always stands right above them leaves below, or less than 0.
    """
    optional = any(node.number for node in around)
    for part in parts:
        match part:
            case Piece():
                space = max(part.before, above) if found and part.before >= 0 else 0
                gaps.append(space)
                found.append(
                    Slot("piece", part, around, optional, (), part.height + space, sum(part.notes), needed=not optional)
                )
                above = part.after
                if above < 0:
                    boxes.append(part)
            case Leaf():
                options = tuple([(o.value, o.piece.height + apart, sum(o.piece.notes)) for o in part.options])
                boxes += [o.piece for o in part.options if o.piece.after < 0]
                found.append(Slot("leaf", part, around, optional, options, needed=part.needed and not optional))
                above = -1
            case Level():
                inner = outline_of(part.parts)
                gaps += [inner.gap, inner.first]  # columns may be the first thing in a box
                found.append(Slot("level", part, around, optional, inner=inner))
                above = -1
            case Node(lead=lead, tail=tail):
                own = _apart(part)
                boxes += [piece for piece in lead if piece.after < 0]
                room = sum(piece.height for piece in (*lead, *tail))
                below = above
                if lead:
                    space = max(lead[0].before, above) if lead[0].before >= 0 else 0
                    below = lead[-1].after
                    room += space + (max(0, below - own) if _is_plain(part) else 0)
                else:
                    space = max(0, above) if _is_plain(part) else 0
                    room += space - own
                gaps += [own, space]
                found.append(Slot("enter", part, around, optional, (), room))
                _collect(part.parts, (*around, part), own, below, found, gaps, boxes)
                found.append(Slot("leave", part, around, optional))
                above = -1


def _is_plain(node: Node) -> bool:
    """Tell whether a node holds nothing but leaves that take the space above them."""
    return all(isinstance(part, Leaf) and all(o.piece.before >= 0 for o in part.options) for part in node.parts)


def _apart(node: Node) -> int:
    """Return the least space above each leaf of a node but the first."""
    least: list[int] = [lead.after for lead in node.lead[-1:]]
    for part in node.parts:
        if isinstance(part, Leaf):
            least += [option.piece.after for option in part.options]
            if any(option.piece.before < 0 for option in part.options):
                return 0
        else:
            return 0
    return max(0, min(least, default=0))


def pieces_of(part: Part) -> Iterable[Piece]:
    """Return the pieces of a part itself."""
    match part:
        case Piece():
            return (part,)
        case Leaf():
            return (option.piece for option in part.options)
        case Node():
            return part.lead
        case _:
            return ()
