"""Links between parts of one kind that must not lead back to where they began: parents, members, dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.content.model import Brief

_LINKS = (  # the list of parts, the field that names others of it, may it name many
    ("actors", "members", True),
    ("actors", "state", False),
    ("provisions", "parent", False),
    ("scenarios", "parent", False),
    ("implications", "depends_on", True),
    ("judgements", "supersedes", True),
)


def circles(brief: Brief) -> Iterator[tuple[str, list[str]]]:
    """Yield for each kind of link that goes in a circle its field and one circle of ids, the first also last."""
    for kind, name, is_many in _LINKS:
        links = {part.id: getattr(part, name) for part in getattr(brief, kind) if part is not None}
        circle = _circle({id_: tuple(to) if is_many else (to,) for id_, to in links.items() if to})
        if circle:
            yield name, circle


def _circle(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return one circle of a graph, its first node also last; [] if there is none."""
    done: set[str] = set()
    for start in graph:
        way: list[str] = []
        on_way: set[str] = set()
        stack: list[tuple[str, Iterator[str]]] = []
        node: str | None = start
        while node is not None:
            if node in on_way:
                return [*way[way.index(node) :], node]
            if node not in done:
                way.append(node)
                on_way.add(node)
                stack.append((node, iter(graph.get(node, ()))))
            node = None
            while stack and node is None:
                node = next(stack[-1][1], None)
                if node is None:
                    done.add(stack.pop()[0])
                    on_way.discard(way.pop())
    return []
