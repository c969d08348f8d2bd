"""What cannot matter: the options of items that no choice worth enough holds, by the bound of `layout.fit_bound`."""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.layout.fit_bound import Worth
from briefgen.layout.fit_model import Leaf, Level, Model, Node, Part
from briefgen.layout.fit_outline import Slot, outline_of


def pegged(model: Model, price: float, floor: int) -> Model:
    """Return a model without the options that no choice worth `floor` holds; what all of them hold is needed.

    Whatever stands with an option or without an item, no choice is worth more than the bound at `price` with that one
    decided: the items of a page as full as that, all but a few, are decided before the search begins.
    """
    worth = Worth(outline_of(model.parts), price)
    return replace(model, parts=_peg(model.parts, worth, slack_of(worth, model, floor)))


def slack_of(worth: Worth, model: Model, floor: int) -> float:
    """Return what a choice may lose of the bound and still be worth `floor`."""
    return worth.total + worth.price * model.room - floor + 1e-6 + 1e-9 * abs(floor)


def _peg(parts: tuple[Part, ...], worth: Worth, slack: float, around: float = float("inf")) -> tuple[Part, ...]:
    """Return the parts of a page, or of columns, without what costs more than `slack`.

    `around` is the least that a node around them is worth.
    """
    here = iter(range(len(worth.slots)))

    def walk(parts: tuple[Part, ...], around: float) -> tuple[Part, ...]:
        made: list[Part] = []
        for part in parts:
            at = next(here)
            match part:
                case Leaf():
                    leaf = _peg_leaf(part, worth, worth.slots[at], worth.own[at], slack, around)
                    made += [leaf] if leaf is not None else []
                case Node():
                    inner = walk(part.parts, min(around, worth.nodes[at]) if not worth.needed[at] else around)
                    next(here)
                    made += [replace(part, parts=inner)] if inner or part.number else []
                case Level():
                    slot = worth.slots[at]
                    inside = worth.inner(slot)
                    least = around if inside.stands else min(around, worth.own[at])
                    inner = _peg(part.parts, inside, slack, least)
                    made += [replace(part, parts=inner)] if inner else []
                case _:
                    made.append(part)
        return tuple(made)

    return walk(parts, around)


def _peg_leaf(leaf: Leaf, worth: Worth, slot: Slot, own: float, slack: float, around: float) -> Leaf | None:
    """Return what is left of an item where a choice may lose `slack` of what the best may be worth."""
    options = tuple(
        option
        for option, (value, height, notes) in zip(leaf.options, slot.options, strict=True)
        if own - value + worth.price * (height / worth.share + notes) <= slack
    )
    needed = leaf.needed or min(own, around) > slack
    if needed and not options:
        return leaf
    if not options:
        return None
    return (
        leaf
        if len(options) == len(leaf.options) and needed == leaf.needed
        else Leaf(number=leaf.number, options=options, needed=needed)
    )
