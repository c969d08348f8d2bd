"""What the parts of a page may be worth at most, where room has a price: the bound by which the search lets choices go.

At any price for a unit of room, no choice that fits is worth more than the room's price and, for each part by itself,
what it is worth beyond the room it takes (a Lagrangian relaxation). A heading's room is set against all that may stand
under it, and each item of a list against the space above it; where columns begin that space is lost, so each column is
granted one. Room counts on the page: in columns side by side each takes its share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from briefgen.layout.fit_model import Leaf, Level, Model, Node, Part, Piece

_GOLDEN = 0.6180339887498949
_PRICES = 14  # tried, one after another, in the search for the lowest bound
LEFT_OUT, WAITING, OPEN = 0, 1, 2  # an item that is not wanted; a node of which nothing stands so far; or something


class Slot(NamedTuple):
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


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The slots of a page, or of columns in it."""

    slots: tuple[Slot, ...]
    ends: tuple[int, ...]  # for each slot that enters a node the slot that leaves it
    gap: int  # the most that may be lost above a slot
    boxed: int  # how often it is lost, since a box begins
    first: int  # the least space that whatever stands first asks for above
    needed: dict[int, bool]  # of each node, by its first slot: it stands, if what is around the frame does
    stands: bool  # something of it does


def outline_of(parts: Sequence[Part]) -> Outline:
    slots: list[Slot] = []
    gaps: list[int] = [0]
    _collect(parts, (), 0, -1, slots, gaps)
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
    boxed = sum(piece.after < 0 for slot in slots for piece in _pieces(slot.part))
    return Outline(
        tuple(slots), tuple(ends), max(gaps), boxed, first_space(parts), needed, any(slot.needed for slot in slots)
    )


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
    parts: Iterable[Part], around: tuple[Node, ...], apart: int, above: int, found: list[Slot], gaps: list[int]
) -> None:
    """Add the slots of parts, whose leaves stand at least `apart` below what is above them.

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
            case Leaf():
                options = tuple((o.value, o.piece.height + apart, sum(o.piece.notes)) for o in part.options)
                found.append(Slot("leaf", part, around, optional, options, needed=part.needed and not optional))
                above = -1
            case Level():
                inner = outline_of(part.parts)
                gaps += [inner.gap, inner.first]  # columns may be the first thing in a box
                found.append(Slot("level", part, around, optional, inner=inner))
                above = -1
            case Node(lead=lead, tail=tail):
                own = _apart(part)
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
                _collect(part.parts, (*around, part), own, below, found, gaps)
                found.append(Slot("leave", part, around, optional))
                above = -1


def _is_plain(node: Node) -> bool:
    """Tell whether a node holds nothing but leaves that take the space above them."""
    return all(isinstance(part, Leaf) and all(o.piece.before >= 0 for o in part.options) for part in node.parts)


class Worth:
    """What the slots of a page, or of columns, are worth at most at a price for room; all are counted from slot 0."""

    def __init__(
        self,
        outline: Outline,
        price: float,
        *,
        share: int = 1,
        columns: int = 1,
        sure: bool = True,
        outside: float = 0.0,
        top: bool = True,
    ) -> None:
        self.slots, self.ends, self.price, self.share = outline.slots, outline.ends, price, share
        self.sure, self.top, self.stands = sure, top, sure and outline.stands
        self.granted = price * (self._begins(columns) + outline.boxed) * outline.gap / share
        self.outside = outside + self.granted
        # Columns: the space above them stands on the page as often as there are columns.
        self.opening = price * outline.first * (columns - 1) / share
        self.own = self._all_own()
        self.needed = outline.needed if sure else dict.fromkeys(outline.needed, False)
        self.after, self.nodes = self._after()
        self.known: dict[tuple[int, tuple[int, ...], bool], float] = {}

    def _begins(self, columns: int) -> int:
        """Return how often the space above a piece may be lost, where a column begins.

        Columns give the space above their first piece to the page, and at the top of a page nothing is lost above a
        piece that always stands there.
        """
        fixed = columns == 1 and bool(self.slots) and self.slots[0].kind == "piece" and self.sure
        return columns - (not self.top or fixed)

    @property
    def total(self) -> float:
        """What all slots are worth together."""
        return (self.after[0] if self.slots else 0.0) + self.granted

    def without(self, at: int) -> float:
        """Return what is worth all but the columns at one slot, in and outside this frame."""
        kept, self.own[at] = self.own[at], 0.0
        after, _ = self._after()
        self.own[at] = kept
        return after[0] + self.outside

    def rest(self, at: int, flags: tuple[int, ...]) -> float:
        """Return what is worth all from slot `at` on, and outside this frame, where the nodes around are as `flags`."""
        key = (at, flags, True)
        found = self.known.get(key)
        if found is None:
            found = self.after[at]
            for node, flag in zip(reversed(self._around[at]), reversed(flags), strict=True):
                begin, end = node
                if flag == LEFT_OUT:
                    found = 0.0
                elif flag == WAITING:
                    found += self._opening(begin)
                    found = found if self.needed[begin] else max(0.0, found)
                found += self.after[end + 1]
            found = self.known[key] = found + self.outside
        return found

    def before(self, at: int, flags: tuple[int, ...]) -> float:
        """Return what is worth all before slot `at`, and outside this frame."""
        key = (at, flags, False)
        found = self.known.get(key)
        if found is None:
            found = self._begun[at]
            for node, flag in zip(reversed(self._around[at]), reversed(flags), strict=True):
                begin, _ = node
                found = found + self._opening(begin) if flag == OPEN else 0.0
                found += self._begun[begin]
            found = self.known[key] = found + self.outside
        return found

    # ------------------------------------------------------------ one slot

    def _all_own(self) -> list[float]:
        price, sure = self.price, self.sure
        here = price / self.share
        found: list[float] = []
        for slot in self.slots:
            kind, worth = slot.kind, 0.0
            if kind == "leaf":
                worth = max([value - here * height - price * notes for value, height, notes in slot.options])
                if worth < 0 and not (sure and slot.needed):
                    worth = 0.0
            elif kind == "piece":
                if sure and slot.needed:
                    worth = -here * slot.room - price * slot.notes
            elif kind == "level":
                worth = self._level(slot)
            found.append(worth)
        return found

    def _level(self, slot: Slot) -> float:
        """Return what columns are worth, less the space above them that is not counted in one of them."""
        inner = self.inner(slot)
        worth = inner.total - inner.opening
        return worth if inner.stands else max(0.0, worth)

    def inner(self, slot: Slot, outside: float = 0.0) -> Worth:
        """Return what the columns at a slot are worth."""
        assert isinstance(slot.part, Level)
        assert slot.inner is not None
        return Worth(
            slot.inner,
            self.price,
            share=self.share * slot.part.count,
            columns=slot.part.count,
            sure=self.sure and not slot.optional,
            outside=outside,
            top=self.top and slot is self.slots[0],
        )

    def _opening(self, begin: int) -> float:
        """Return what it is worth that a node opens: its own value, less the room of what leads it."""
        slot = self.slots[begin]
        assert isinstance(slot.part, Node)
        return slot.part.value - self.price * slot.room / self.share

    # ------------------------------------------------------------ sums

    def _after(self) -> tuple[list[float], dict[int, float]]:
        """Return for each slot what is worth all from it to the end of the node around it, and what each node is worth
        as a whole, by its first slot."""
        count = len(self.slots)
        nodes: dict[int, float] = {}
        after = [0.0] * (count + 2)
        for at in range(count - 1, -1, -1):
            slot = self.slots[at]
            if slot.kind == "leave":
                continue
            if slot.kind == "enter":
                end = self.ends[at]
                whole = after[at + 1] + self._opening(at)
                nodes[at] = whole if self.needed[at] else max(0.0, whole)
                after[at] = nodes[at] + after[end + 1]
            else:
                after[at] = self.own[at] + after[at + 1]
        return after, nodes

    @cached_property
    def _begun(self) -> list[float]:
        """Return for each slot what is worth all from the begin of the node around it to before the slot."""
        count = len(self.slots)
        before = [0.0] * (count + 1)
        begun: list[int] = []
        for at, slot in enumerate(self.slots):
            if slot.kind == "enter":
                begun.append(at)
                before[at + 1] = 0.0
            elif slot.kind == "leave":
                begin = begun.pop()
                before[at + 1] = before[begin] + self.nodes[begin]
            else:
                before[at + 1] = before[at] + self.own[at]
        return before

    @cached_property
    def _around(self) -> list[list[tuple[int, int]]]:
        """Return for each place before a slot the first and last slots of the nodes around it, the outermost first."""
        stacks: list[list[tuple[int, int]]] = []
        now: list[tuple[int, int]] = []
        for number, slot in enumerate(self.slots):
            stacks.append(list(now))
            if slot.kind == "enter":
                now.append((number, self.ends[number]))
            elif slot.kind == "leave":
                now.pop()
        return [*stacks, []]


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


def _pieces(part: Part) -> Iterable[Piece]:
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


def least_room(model: Model) -> float:
    """Return the least room that all items together may take, each in its shortest variant."""
    return _least_room(outline_of(model.parts), 1, 1)


def _least_room(outline: Outline, share: int, columns: int) -> float:
    room = -outline.gap * (columns + outline.boxed) / share
    for slot in outline.slots:
        if slot.kind == "leaf":
            room += min((height / share + notes for _, height, notes in slot.options), default=0.0)
        elif slot.kind == "level":
            assert slot.inner is not None
            assert isinstance(slot.part, Level)
            room += _least_room(slot.inner, share * slot.part.count, slot.part.count)
        else:
            room += slot.room / share + slot.notes
    return room


def is_below(bound: float, floor: int) -> bool:
    """Tell whether a bound is less than a value, and not only rounded."""
    return bound < floor - 1e-6 - 1e-9 * abs(floor)


def bound_at(model: Model, price: float) -> float:
    """Return what no choice that fits is worth more than, where room has that price."""
    return Worth(outline_of(model.parts), price).total + price * model.room


@lru_cache(maxsize=1)  # one model is solved again and again, each time without the choices that did not fit
def price_of(model: Model) -> tuple[float, float]:
    """Return a price of room at which the page is about full, and the bound of the value of all that fits then."""
    outline = outline_of(model.parts)

    def bound(price: float) -> float:
        return Worth(outline, price).total + price * model.room

    high = max((o.value / max(o.piece.height, 1) for leaf in leaves_of(model.parts) for o in leaf.options), default=0.0)
    low, high = 0.0, high + 1e-9
    first, second = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_first, at_second = bound(first), bound(second)
    for _ in range(_PRICES):  # the bound is convex in the price
        if at_first <= at_second:
            high, second, at_second = second, first, at_first
            first = high - _GOLDEN * (high - low)
            at_first = bound(first)
        else:
            low, first, at_first = first, second, at_second
            second = low + _GOLDEN * (high - low)
            at_second = bound(second)
    return (first, at_first) if at_first <= at_second else (second, at_second)


def leaves_of(parts: Iterable[Part]) -> Iterable[Leaf]:
    for part in parts:
        if isinstance(part, Leaf):
            yield part
        elif isinstance(part, Node | Level):
            yield from leaves_of(part.parts)
