"""The best choice of a model: a rough one first, what cannot matter left out, then the exact search that beats it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import gcd

from msgspec.structs import replace

from briefgen.layout.fit_bound import is_below, price_of
from briefgen.layout.fit_fronts import Solution
from briefgen.layout.fit_model import OMITTED, Leaf, Level, Model, Node, Option, Part, leaves_of
from briefgen.layout.fit_peg import pegged
from briefgen.layout.fit_rivals import rivals
from briefgen.layout.fit_search import Search

MOST_STATES = 400_000  # entries of all fronts; beyond them the search keeps to the most promising
_BEAM = 12  # entries of a front in the rough search


def search(model: Model, *, barred: Sequence[Mapping[int, int]] = (), floor: int = 0) -> tuple[Solution | None, bool]:
    """Return the best choice that fits and is worth at least `floor`, None where none was found, and whether it is
    certain that nothing else is worth more, or `floor`. `barred` are choices that the answer must differ from."""
    price, bound = price_of(model)
    if is_below(bound, floor):
        return None, True
    way = _way(pegged(model, price, floor), price, floor, barred)
    rough = way.best(floor, beam=_BEAM)
    if rough is not None:
        floor = rough.value + _step(model)
    found = way.best(floor) or rough
    return (found if found is None else replace(found, exact=way.exact)), way.exact


def proof(model: Model, price: float, floor: int) -> tuple[Solution | None, bool]:
    """Return what `search` does of a model that holds only what may be worth `floor`, without a rough answer first."""
    way = _way(model, price, floor, ())
    return way.best(floor), way.exact


def _way(model: Model, price: float, floor: int, barred: Sequence[Mapping[int, int]]) -> Search:
    return Search(model if barred else rivals(model, price, floor), price, barred, MOST_STATES)


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
