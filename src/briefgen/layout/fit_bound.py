"""What the parts of a page may be worth at most, where room has a price: the bound by which the search lets choices go.

At any price for a unit of room, no choice that fits is worth more than the room's price and, for each part by itself,
what it is worth beyond the room it takes (a Lagrangian relaxation). Where columns begin the
space above is lost, so each column is granted one. Room counts on the page: in columns side by side each takes its
share.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from briefgen.layout.fit_model import Level, Model, Node
from briefgen.layout.fit_outline import Outline, Slot, outline_of

_LOWEST = float("-inf")
_GOLDEN = 0.6180339887498949
_PRICES = 8  # tried, one after another, in the search for the lowest bound
_CHEAPER, _DEARER = (
    0.5,
    1.15,
)  # of the first guess of it: where the lowest bound is sought
_TILTS = (0.5, 0.8, 0.92, 1.0, 1.08, 1.2, 1.5)  # of the price of room in the first of two columns; 2 less in the second
LEFT_OUT, WAITING, OPEN = 0, 1, 2  # an item that is not wanted; a node of which nothing stands so far; or something


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
        tilt: float = 1.0,
    ) -> None:
        self.outline, self.columns, self.tilt = outline, columns, tilt
        self.slots, self.ends, self.price, self.share = outline.slots, outline.ends, price, share
        self._around = outline.around
        self.here = price / share * tilt  # of a unit of height
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
        price, sure, here = self.price, self.sure, self.here
        found = [0.0] * len(self.slots)
        for at, value, height, other_value, other_height in self.outline.pairs:
            worth, other = value - here * height, other_value - here * other_height
            if other > worth:
                worth = other
            if worth > 0.0:
                found[at] = worth
        for at in self.outline.others:
            slot = self.slots[at]
            if slot.kind == "leaf":
                worth = max([value - here * height - price * notes for value, height, notes in slot.options])
                found[at] = worth if sure and slot.needed else max(0.0, worth)
            elif slot.kind == "level":
                found[at] = self._level(slot)
            elif sure:
                found[at] = -here * slot.room - price * slot.notes
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
        return slot.part.value - self.here * slot.room

    # ------------------------------------------------------------ two columns

    def ends_at(self, least: float) -> list[bool]:
        """Tell of each slot, and of the end of all, whether the first of two columns may end before it in a choice that
        is worth `least` in the columns and outside, beyond the room of the page.

        Both columns have the same room, but not the same to put there: what is worth more in one costs more room in it
        and as much less in the other, and no choice is worth more than at any such prices.
        """
        tilted = [self._tilted(tilt) for tilt in _TILTS]
        least += self.granted - self.outside
        possible = [True] * (len(self.slots) + 1)
        for left, right in zip(tilted, reversed(tilted), strict=True):
            begins = (self._begins(2) - 1) * left.here + right.here
            gap = self.outline.gap * (begins + self.outline.boxed * max(left.here, right.here))
            needed = least + self.opening - gap
            for at, worth in enumerate(left.beside(right)):
                if worth < needed:
                    possible[at] = False
            possible[-1] = possible[-1] or left._begun[-1] >= needed - self.opening  # nothing may stand in them
        return possible

    def _tilted(self, tilt: float) -> Worth:
        return Worth(
            self.outline, self.price, share=self.share, columns=self.columns, sure=self.sure, top=self.top, tilt=tilt
        )

    def beside(self, other: Worth) -> list[float]:
        """Return for each slot what is worth at most all before it here, and all from it on in the `other` column.

        So many of the nodes around the slot, from the outermost one on, have something before it and are opened there,
        and the others, if at all, behind it. With `count` of them all behind is worth max(least, more + x), where x is
        what stands from the slot to the end of the innermost node.
        """
        found: list[float] = []
        chain: object = None
        fixed = moved = least = more = opened = 0.0
        for at, around in enumerate(self._around):
            if around is not chain:
                chain, opened, fixed, moved = around, 0.0, _LOWEST, _LOWEST
                for count in range(len(around) + 1):
                    least, more = _LOWEST, 0.0
                    for depth in range(len(around) - 1, -1, -1):
                        begin, end = around[depth]
                        opening = other._opening(begin) if depth >= count else 0.0
                        below = other.after[end + 1]
                        least, more = max(0.0, least + opening) + below, more + opening + below
                    if count < len(around):
                        begin = around[count][0]
                        above = opened + self._begun[begin]
                        fixed, moved = max(fixed, above + least), max(moved, above + more)
                        opened = above + self._opening(begin)
            after = other.after[at]
            found.append(max(fixed, after + moved, opened + self._begun[at] + max(least, after + more)))
        return found

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
    steps: list[tuple[float, float]] = []
    outline = outline_of(model.parts)
    room = model.room - _steps(outline, 1, steps)
    steps.sort(reverse=True)
    low, high = 0.0, _DEARER * (steps[-1][0] if steps else 0.0) + 1e-9
    for price, more in steps:  # one item taken after another
        room -= more
        if room < 0:
            low, high = _CHEAPER * price, _DEARER * price + 1e-9
            break

    def bound(price: float) -> float:
        return Worth(outline, price).total + price * model.room

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


def _steps(outline: Outline, share: int, found: list[tuple[float, float]]) -> float:
    """Add the steps of all items, from nothing to the shortest variant and on to the next: what each brings in for its
    room, and the room. Return the room that is taken without them."""
    taken = 0.0
    for slot in outline.slots:
        if slot.kind == "level":
            assert slot.inner is not None
            assert isinstance(slot.part, Level)
            taken += _steps(slot.inner, share * slot.part.count, found)
        elif slot.kind != "leaf":
            taken += slot.room / share + slot.notes
        last, used = 0, 0.0
        for value, height, notes in slot.options:
            room = height / share + notes
            found.append(((value - last) / max(room - used, 1.0), room - used))
            last, used = value, room
    return taken
