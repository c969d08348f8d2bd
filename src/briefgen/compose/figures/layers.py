"""A graph whose edges run from cause to effect, in layers: which node stands in which, in an order with few crossings.

After Sugiyama: longest paths give the layers, nodes that only pass an edge on stand in the layers between, and each
layer is sorted by the middle of its neighbours, to and fro, as long as crossings become fewer. Nothing is random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

_SWEEPS = 12


class Layered(Struct, frozen=True):
    """Nodes by layer, in order; `links` join neighbours in adjoining layers. A node that is no one's own passes on."""

    layers: list[list[str]]
    links: list[tuple[str, str]]
    passing: set[str] = field(default_factory=set)


def without_cycles(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the edges between known nodes, each once, without those that would close a circle."""
    known = dict.fromkeys(nodes)
    after: dict[str, list[str]] = {node: [] for node in known}
    kept: list[tuple[str, str]] = []
    for source, target in dict.fromkeys(edges):
        if source in known and target in known and source != target and not _leads(after, target, source):
            after[source].append(target)
            kept.append((source, target))
    return kept


def _leads(after: Mapping[str, Sequence[str]], start: str, goal: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        for target in after[node]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def components(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the parts of the graph that hang together, in the order of their first nodes."""
    near: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        near[source].append(target)
        near[target].append(source)
    found: list[list[str]] = []
    seen: set[str] = set()
    for node in nodes:
        if node in seen:
            continue
        part, waiting = {node}, [node]
        while waiting:
            for other in near[waiting.pop()]:
                if other not in part:
                    part.add(other)
                    waiting.append(other)
        seen |= part
        found.append([each for each in nodes if each in part])
    return found


def layered(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> Layered:
    """Put nodes into layers; `edges` have no circles."""
    depth = _depths(nodes, edges)
    before: dict[str, list[str]] = {node: [] for node in nodes}
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        after[source].append(target)
        before[target].append(source)
    for node in reversed(nodes):  # causes stand right before what they lead to
        if not before[node] and after[node]:
            depth[node] = min(depth[target] for target in after[node]) - 1
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node in nodes:
        layers[depth[node]].append(node)
    links: list[tuple[str, str]] = []
    passing: set[str] = set()
    for source, target in edges:
        last = source
        for level in range(depth[source] + 1, depth[target]):
            between = f"{source}\0{target}\0{level}"
            passing.add(between)
            layers[level].append(between)
            links.append((last, between))
            last = between
        links.append((last, target))
    return Layered(_ordered([layer for layer in layers if layer], links), links, passing)


def _depths(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:
        changed = False
        for source, target in edges:
            if depth[target] <= depth[source]:
                depth[target] = depth[source] + 1
                changed = True
        if not changed:
            break
    return depth


def _ordered(layers: list[list[str]], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    near: dict[str, list[str]] = {node: [] for layer in layers for node in layer}
    for source, target in links:
        near[source].append(target)
        near[target].append(source)
    best, fewest = [list(layer) for layer in layers], crossings(layers, links)
    here = [list(layer) for layer in layers]
    for sweep in range(_SWEEPS):
        order = range(1, len(here)) if sweep % 2 == 0 else range(len(here) - 2, -1, -1)
        for level in order:
            other = here[level - 1 if sweep % 2 == 0 else level + 1]
            place = {node: at for at, node in enumerate(other)}
            own = {node: at for at, node in enumerate(here[level])}

            def middle(node: str, place: dict[str, int] = place, own: dict[str, int] = own) -> float:
                at = [place[each] for each in near[node] if each in place]
                return sum(at) / len(at) if at else own[node] * len(place) / max(1, len(own))

            here[level].sort(key=lambda node: (middle(node), own[node]))
        count = crossings(here, links)
        if count < fewest:
            best, fewest = [list(layer) for layer in here], count
    return best


def crossings(layers: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> int:
    """Return how many pairs of links cross."""
    total = 0
    for one, other in pairwise(layers):
        left, right = ({node: at for at, node in enumerate(layer)} for layer in (one, other))
        pairs = sorted((left[a], right[b]) for a, b in links if a in left and b in right)
        total += sum(1 for at, (a, b) in enumerate(pairs) for c, d in pairs[at + 1 :] if (a - c) * (b - d) < 0)
    return total
