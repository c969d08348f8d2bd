"""An order of nodes around a ring in which few edges cross.

Nodes are placed one after the other next to what they are tied to, then each is sifted through all places and left
where fewest edges cross (Baur and Brandes, Crossing Reduction in Circular Layouts, 2004). Nothing is random.
"""

from __future__ import annotations

from collections.abc import Sequence

_ROUNDS = 4


def arranged(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[str]:
    """Return the nodes in their order around the ring."""
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    order = _begun(nodes, near)
    for _ in range(_ROUNDS):
        before = list(order)
        for node in sorted(nodes, key=lambda node: -len(near[node])):
            order = _sifted(node, order, near)
        if order == before:
            break
    return order


def _begun(nodes: Sequence[str], near: dict[str, set[str]]) -> list[str]:
    """Place each time the node with most ties into what stands already, at the end where they are nearest."""
    place = {node: at for at, node in enumerate(nodes)}
    order: list[str] = []
    left = list(nodes)
    while left:
        done = set(order)
        node = max(left, key=lambda node: (len(near[node] & done), -len(near[node] - done), -place[node]))
        left.remove(node)
        ties = [at for at, other in enumerate(order) if other in near[node]]
        if ties and sum(ties) / len(ties) < (len(order) - 1) / 2:
            order.insert(0, node)
        else:
            order.append(node)
    return order


def _sifted(node: str, order: list[str], near: dict[str, set[str]]) -> list[str]:
    """Move a node step by step around the ring and return the order in which fewest edges cross."""
    at = order.index(node)
    ring = [*order[at:], *order[:at]]  # the node first
    best, fewest, change = 0, 0, 0
    for step in range(1, len(ring)):
        neighbour = ring[step]
        change += _after_swap(node, neighbour, ring, step, near)
        ring[step - 1], ring[step] = ring[step], ring[step - 1]
        if change < fewest:
            best, fewest = step, change
    others = [each for each in ring if each != node]
    return [*others[:best], node, *others[best:]]


def _after_swap(one: str, other: str, ring: list[str], step: int, near: dict[str, set[str]]) -> int:
    """Return how many crossings more there are once `one`, right before `other`, stands right after it."""
    count = len(ring)
    place = {node: (at - step) % count for at, node in enumerate(ring)}
    ends = [place[x] for x in near[one] if x != other]
    others = [place[y] for y in near[other] if y != one]
    now = sum(1 for x in ends for y in others if x < y)
    then = sum(1 for x in ends for y in others if y < x)
    return then - now
