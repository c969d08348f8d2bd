"""Items that stand in one another's way: of many that are hardly worth their room a page holds a few, if any.

What an item loses of the bound, if it stands (see `layout.fit_bound`), adds up; a choice that is still worth enough
loses no more than a slack. So of a row of neighbours only so many can stand, and which of them makes no difference but
for their heights and values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from briefgen.layout.fit_bound import Worth
from briefgen.layout.fit_model import Leaf, Level, Model, Node, Option, Part
from briefgen.layout.fit_outline import Slot, outline_of
from briefgen.layout.fit_peg import slack_of


def rivals(model: Model, price: float, floor: int) -> Model:
    """Return a model without the items in whose place better ones are always free in a choice worth `floor`, and where
    neighbours of which no such choice holds two are one item with the options of all."""
    worth = Worth(outline_of(model.parts), price)
    losses = {slot.part.number: -gain for slot, gain in _gains(worth) if isinstance(slot.part, Leaf)}
    return replace(model, parts=_Rivals(losses, slack_of(worth, model, floor)).parts(model.parts, moves=True))


def _gains(worth: Worth) -> Iterator[tuple[Slot, float]]:
    """Yield the items and what each is worth beyond its room at most."""
    here, price = worth.here, worth.price
    for slot in worth.slots:
        if slot.kind == "leaf" and slot.options:
            yield slot, max([value - here * height - price * notes for value, height, notes in slot.options])
        elif slot.kind == "level":
            yield from _gains(worth.inner(slot))


class _Rivals(Struct, frozen=True):
    losses: Mapping[int, float]
    slack: float

    def parts(self, parts: tuple[Part, ...], *, moves: bool) -> tuple[Part, ...]:
        """`moves` says that it makes no difference which of some neighbours stand that are measured alike: no column
        ends between them."""
        made: list[Part] = []
        for surroundings, some in groupby(parts, _surroundings):
            if surroundings is None:
                made += [self._inside(part, moves=moves) for part in some]
            else:
                leaves = [part for part in some if isinstance(part, Leaf)]
                made += self._thinned(leaves) if moves and len(surroundings) == 1 else leaves
        return tuple(self._joined(made))

    def _inside(self, part: Part, *, moves: bool) -> Part:
        match part:
            case Node():
                return replace(part, parts=self.parts(part.parts, moves=moves or part.keep))
            case Level():
                return replace(part, parts=self.parts(part.parts, moves=False))
            case _:
                return part

    def _thinned(self, leaves: Sequence[Leaf]) -> Iterable[Leaf]:
        """Return neighbours without those in whose place a better one, or an earlier one, is always free."""
        alike: dict[tuple[Option, ...], list[Leaf]] = {}
        for leaf in leaves:
            if not leaf.needed and self.losses[leaf.number] > 0:
                alike.setdefault(leaf.options, []).append(leaf)
        dropped: set[int] = set()
        for at, (options, some) in enumerate(alike.items()):
            better = sorted(
                (
                    (self.losses[others[0].number], len(others))
                    for place, (other, others) in enumerate(alike.items())
                    if place != at and _beats(other, options) and (place < at or not _beats(options, other))
                ),
                reverse=True,
            )
            dropped.update(leaf.number for leaf in some[self._most(self.losses[some[0].number], better) :])
        return [leaf for leaf in leaves if leaf.number not in dropped]

    def _most(self, loss: float, better: Sequence[tuple[float, int]]) -> int:
        """Return how many items that lose as much may have to stand, beside better ones that lose less."""
        most = int(self.slack / loss)
        count = 0
        for less, more in better:
            count += more
            most = min(most, max(0, int(self.slack / less) - count))
        return most

    def _joined(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Yield parts, neighbours of which no two can stand as one."""
        last: Leaf | None = None
        least = 0.0  # that one of the items that are joined loses, if it stands
        for part in parts:
            if not isinstance(part, Leaf) or part.needed:
                if last is not None:
                    yield last
                last = None
                yield part
            elif last is not None and least + self.losses[part.number] > self.slack:
                last, least = _either(last, part), min(least, self.losses[part.number])
            else:
                if last is not None:
                    yield last
                last, least = part, self.losses[part.number]
        if last is not None:
            yield last


def _surroundings(part: Part) -> tuple[object, ...] | None:
    """Return the space around an item and what else its neighbours see of it; None of what is no item."""
    if not isinstance(part, Leaf):
        return None
    seen = {option.piece[1:] for option in part.options}  # all but the height
    return (*sorted(seen),)


def _either(first: Leaf, second: Leaf) -> Leaf:
    """Return an item that is one or the other."""
    options = list(first.options)
    for option in second.options:
        if not any(_is_no_worse(one, option) for one in options):
            options.append(option if option.number else option._replace(number=second.number))
    return Leaf(number=first.number, options=tuple(options))


def _beats(options: Iterable[Option], others: Iterable[Option]) -> bool:
    """Tell whether in place of each of the others one of some options can stand."""
    return all(any(_is_no_worse(one, other) for one in options) for other in others)


def _is_no_worse(one: Option, other: Option) -> bool:
    """Tell whether an option can stand in place of another one."""
    return one.value >= other.value and one.piece.height <= other.piece.height and one.piece[1:] == other.piece[1:]
