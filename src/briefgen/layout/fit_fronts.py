"""What the search keeps: choices as far as it has come, none of which is beaten in both height and value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from briefgen.layout.fit_model import FLUSH

UNSET = -2  # in place of the space above a column's first piece, while there is none
_NONE = 1 << 62  # higher than any page

Recipe: TypeAlias = Any  # None, or (number, variant), or (None, first recipe, second recipe)
Entry: TypeAlias = tuple[int, int, Recipe]  # height, value
Front: TypeAlias = list[Entry]  # rising in height and in value


class State(NamedTuple):
    """What the next piece must know of those before it."""

    after: int = FLUSH
    holds: bool = False
    first: int = UNSET  # in columns: the space that their first piece asks for
    notes: tuple[int, int] = (0, 0)  # how many, and (in columns) how high together
    flags: tuple[int, ...] = ()  # of the nodes around: see below
    barred: tuple[int, ...] = ()  # choices that are ruled out and so far the same as this one


class Step(NamedTuple):
    to: State
    height: int
    value: int
    recipe: Recipe = None
    splits: tuple[tuple[int, int], ...] = ()  # instead of `height`: that much in this column, that much in the next
    before: bool = False  # a column may end before it


class Solution(Struct, frozen=True, kw_only=True):
    value: int
    height: int
    choice: Mapping[int, int]  # variant by number; what is not in it is omitted
    exact: bool = True


def then(first: Recipe, second: Recipe) -> Recipe:
    """Return the recipe of one thing after another."""
    return second if first is None else first if second is None else (None, first, second)


def unroll(recipe: Recipe) -> dict[int, int]:
    """Return the choices of a recipe."""
    found: dict[int, int] = {}
    waiting = [recipe]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        if one[0] is None:
            waiting += one[1:]
        else:
            found[one[0]] = one[1]
    return dict(sorted(found.items()))


def side_by_side(left: Front, more: int, right: Front, price: float, bound: float) -> list[Entry]:
    """Return what stands in columns side by side: as high as the higher, worth both. `more` comes on top of `right`.

    What is worth less than `bound` beyond its room at `price` is left out.
    """
    made: list[Entry] = []
    a = b = -1
    last_a, last_b = len(left) - 1, len(right) - 1
    while a < last_a or b < last_b:
        next_a = left[a + 1][0] if a < last_a else _NONE
        next_b = right[b + 1][0] + more if b < last_b else _NONE
        height = next_a if next_a < next_b else next_b
        a += next_a == height
        b += next_b == height
        if a >= 0 and b >= 0:
            value = left[a][1] + right[b][1]
            if value - price * height >= bound:
                made.append((height, value, (None, left[a][2], right[b][2])))
    return made
