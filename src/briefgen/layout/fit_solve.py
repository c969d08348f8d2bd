"""The best choice of a model: a rough one first, what cannot matter left out, then the exact search that beats it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import gcd

from briefgen.layout.fit_bound import bound_at, is_below, leaves_of, price_of
from briefgen.layout.fit_model import OMITTED, Leaf, Level, Model, Node, Option, Part
from briefgen.layout.fit_peg import pegged
from briefgen.layout.fit_search import Search, Solution

MOST_STATES = 400_000  # entries of all fronts; beyond them the search keeps to the most promising
_BEAM = 12  # entries of a front in the rough search


def solve(
    model: Model, *, barred: Sequence[Mapping[int, int]] = (), floor: int = 0, most: int = MOST_STATES
) -> Solution | None:
    """Return the best choice that fits, or None where none was found that is worth at least `floor`.

    `barred` are choices that the answer must differ from.
    """
    return search(model, barred=barred, floor=floor, most=most)[0]


def search(
    model: Model,
    *,
    barred: Sequence[Mapping[int, int]] = (),
    floor: int = 0,
    most: int = MOST_STATES,
    proof: bool = False,
    price: float | None = None,
) -> tuple[Solution | None, bool]:
    """Return what `solve` returns, and whether it is certain that nothing else is worth more, or `floor`.

    With `proof` it looks for the certainty at once, and for no answer first. A `price` for room saves finding the best.
    """
    price, bound = price_of(model) if price is None else (price, bound_at(model, price))
    if is_below(bound, floor):
        return None, True
    way = Search(pegged(model, price, floor), price, barred, most)
    rough = None if proof else way.best(floor, beam=_BEAM)
    if rough is not None:
        floor = rough.value + _step(model)
    found = way.best(floor) or rough
    return (found if found is None else replace(found, exact=way.exact)), way.exact


@lru_cache(maxsize=1)
def _step(model: Model) -> int:
    """Return the least by which the values of two choices differ, if they do."""
    values = [option.value for leaf in leaves_of(model.parts) for option in leaf.options]
    return max(1, gcd(*values, *_node_values(model.parts)))


def _node_values(parts: Iterable[Part]) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Node | Level):
            yield part.value if isinstance(part, Node) else 0
            yield from _node_values(part.parts)


def relaxed(model: Model) -> float:
    """Return an upper bound of the value of any choice, quickly."""
    return price_of(model)[1]


def earlier_first(model: Model, solution: Solution) -> Solution:
    """Return a choice of equal value where, of items side by side that are measured alike, the earlier stand first."""
    choice = dict(solution.choice)
    for alike in _alike(model.parts):
        ranked = sorted((choice.get(number, OMITTED) for number in alike), reverse=True)
        for number, variant in zip(alike, ranked, strict=True):
            choice[number] = variant
    return replace(solution, choice={number: choice[number] for number in sorted(choice) if choice[number]})


def _alike(parts: Iterable[Part]) -> Iterator[list[int]]:
    groups: dict[tuple[Option, ...], list[int]] = {}
    for part in parts:
        if isinstance(part, Leaf):
            groups.setdefault(part.options, []).append(part.number)
        elif isinstance(part, Node | Level):
            yield from _alike(part.parts)
    yield from (numbers for numbers in groups.values() if len(numbers) > 1)
