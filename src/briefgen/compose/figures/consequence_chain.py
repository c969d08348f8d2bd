"""What leads to what: implications with their causes and effects, each with its words of likelihood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.layers import Layered, components, layered, without_cycles
from briefgen.compose.figures.said import gettext, ngettext, pgettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.figures.spread import spread
from briefgen.content import model
from briefgen.content.model import Brief
from briefgen.scene import Scene


class _Node(Struct, frozen=True):
    id: str
    title: str
    likelihood: str  # verbatim
    kind: str  # of a cause that is no implication, in a word
    importance: int


class _Web(Struct, frozen=True):
    """What leads to what: the chains that hang together, longest first, and what hangs together with nothing."""

    nodes: Mapping[str, _Node]
    edges: Sequence[tuple[str, str]]
    chains: Sequence[Sequence[str]]
    alone: Sequence[str]


class _Box(Struct, frozen=True):
    """A node as it is painted."""

    node: _Node
    title: Label
    below: Label | None
    height: float


def draw(brief: Brief, sketch: Sketch, *, single: bool = True, drivers: bool = True) -> Scene | None:
    """`single` lists implications that hang together with nothing; `drivers` puts drivers before what they lead to."""
    if not brief.implications:
        return None
    nodes, edges = _graph(brief, drivers)
    parts = components(list(nodes), edges)
    chains = sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
    alone = [part[0] for part in parts if len(part) == 1 and single]
    if not chains and not alone:
        return None
    web = _Web(nodes, edges, chains, alone)
    y, hidden = _paint(web, sketch)
    return sketch.finish(
        y,
        name="consequence-chain",
        alt=_alt(web, sketch),
        message=_message(nodes, edges, sketch),
        long=" ".join(
            words.sentence(
                gettext("%(cause)s leads to: %(effect)s", cause=nodes[a].title, effect=nodes[b].title), sketch.language
            )
            for a, b in edges
        ),
        head=(gettext("What"), gettext("Likelihood"), gettext("Leads to")),
        rows=[
            (node.title, node.likelihood, words.semicolons(nodes[b].title for a, b in edges if a == node.id))
            for node in nodes.values()
            if single or any(node.id in edge for edge in edges)
        ],
        hidden=hidden,
    )


def _graph(brief: Brief, drivers: bool) -> tuple[dict[str, _Node], list[tuple[str, str]]]:
    index = words.index(brief)
    implications = {each.id: each for each in brief.implications}
    edges: list[tuple[str, str]] = []
    for each in brief.implications:
        edges += [(cause, each.id) for cause in each.depends_on]
        edges += [(each.condition_on, each.id)] if each.condition_on else []
        edges += [(each.id, effect) for effect in each.leads_to]
    if drivers:
        edges += [(driver.id, effect) for driver in brief.drivers for effect in driver.leads_to]
    ids = dict.fromkeys(id_ for edge in edges for id_ in edge)
    causes = [id_ for id_ in ids if id_ not in implications and id_ in index]
    nodes = {id_: _node(index[id_]) for id_ in (*causes, *implications)}
    return nodes, without_cycles(list(nodes), edges)


def _node(part: Any) -> _Node:
    estimate = getattr(part, "likelihood", None)
    return _Node(part.id, words.headline(part), words.likelihood(estimate), _kind(part), getattr(part, "importance", 3))


def _kind(part: Any) -> str:
    """Say what a cause is that is no implication; "" for an implication."""
    match part:
        case model.Driver():
            return pgettext("part", "driver")
        case model.Provision():
            return pgettext("part", "provision")
        case model.Instrument():
            return words.spoken(part.kind)
        case model.Judgement():
            return pgettext("part", "judgement")
        case model.Caveat():
            return words.spoken(part.kind)
        case model.Event():
            return pgettext("part", "event")
        case model.Action():
            return pgettext("part", "action")
        case model.Response():
            return pgettext("part", "response")
        case model.Scenario():
            return pgettext("part", "scenario")
        case model.Comparison():
            return pgettext("part", "comparison")
        case model.Indicator():
            return pgettext("part", "indicator")
        case model.Option():
            return pgettext("part", "option")
        case _:
            return ""


def _message(nodes: Mapping[str, _Node], edges: Sequence[tuple[str, str]], sketch: Sketch) -> str:
    """Say what most hangs on, if anything has more than one effect."""
    counts = {source: sum(a == source for a, _ in edges) for source, _ in edges}
    most = max(counts, key=lambda id_: counts[id_], default="")
    if not most or counts[most] < 2:
        return gettext("What leads to what, and how likely it is")
    effects = words.listed([nodes[b].title for a, b in edges if a == most], sketch.language, 3)
    cause = words.quoted(nodes[most].title, sketch.language)
    return gettext("Most hangs on %(cause)s. It leads to: %(effects)s", cause=cause, effects=effects)


def _alt(web: _Web, sketch: Sketch) -> str:
    nodes, edges, chains, alone = web.nodes, web.edges, web.chains, web.alone
    if not chains:
        said = ngettext(
            "%(num)s implication, which leads to no other",
            "%(num)s implications, none of which leads to another",
            len(alone),
        )
        return words.sentence(said, sketch.language)
    sources: dict[str, int] = {}
    for source, _ in edges:
        sources[source] = sources.get(source, 0) + 1
    most = max(sources, key=lambda id_: sources[id_])
    said = gettext(
        "Cause and effect: %(statements)s, %(chains)s, %(links)s; most hangs on %(cause)s, which leads to: %(effects)s",
        statements=ngettext("%(num)s statement", "%(num)s statements", sum(map(len, chains))),
        chains=ngettext("%(num)s chain", "%(num)s chains", len(chains)),
        links=ngettext("%(num)s link", "%(num)s links", len(edges)),
        cause=words.quoted(nodes[most].title, sketch.language),
        effects=words.listed([nodes[b].title for a, b in edges if a == most], sketch.language, 3),
    )
    return words.sentence(said, sketch.language)


# ---------------------------------------------------------------- painting


def _paint(web: _Web, sketch: Sketch) -> tuple[float, int]:
    nodes, edges, chains, alone = web.nodes, web.edges, web.chains, web.alone
    em = sketch.em
    graphs = [layered(part, [edge for edge in edges if edge[0] in set(part)]) for part in chains]
    deepest = max((len(graph.layers) for graph in graphs), default=1)
    column = (sketch.width - (deepest - 1) * em * 3.4) / deepest
    if column >= em * 9.5 and deepest <= 5:
        y = 0.0
        for graph in graphs:
            y = _paint_graph(graph, nodes, sketch, column, y) + em * 0.9
        tall = y + (_alone_height(nodes, alone, sketch) if alone else 0.0)
        if tall <= sketch.room:
            return _paint_alone(nodes, alone, sketch, y) if alone else (y - em * 0.9, 0)
        sketch.shapes.clear()
    return _outline(web, sketch)


def _box(node: _Node, sketch: Sketch, width: float, most: int) -> _Box:
    em = sketch.em
    inner = width - em * 1.1
    title = sketch.label(node.title, sketch.text, inner, most=most)
    said = node.likelihood or node.kind
    below = None
    if said:
        style = (
            replace(sketch.small, italic=True, bold=True, colour=sketch.ink("accent"))
            if node.likelihood
            else sketch.quiet
        )
        below = sketch.label(said, style, inner, most=2)
    return _Box(node, title, below, title.height + (below.height if below else 0.0) + em * 0.8)


def _paint_box(box: _Box, sketch: Sketch, x: float, y: float, width: float) -> None:
    em = sketch.em
    with sketch.group(words.noted(box.node.title, box.node.likelihood)):
        if box.node.kind:
            sketch.rect(
                x,
                y,
                width,
                box.height,
                fill="#ffffff",
                stroke=sketch.ink("muted"),
                line=0.6,
                radius=em * 0.25,
                dash=(2, 1.6),
            )
        else:
            sketch.rect(x, y, width, box.height, fill=sketch.colour("tint"), radius=em * 0.25)
        below = sketch.put(box.title, x + em * 0.55, y + em * 0.4)
        if box.below:
            sketch.put(box.below, x + em * 0.55, below)


def _paint_graph(graph: Layered, nodes: Mapping[str, _Node], sketch: Sketch, column: float, top: float) -> float:
    em = sketch.em
    gap, step = em * 0.7, column + em * 3.4
    boxes = {id_: _box(nodes[id_], sketch, column, 5) for layer in graph.layers for id_ in layer if id_ in nodes}
    sizes = {id_: boxes[id_].height if id_ in boxes else em * 0.6 for layer in graph.layers for id_ in layer}
    height = max(sum(sizes[id_] for id_ in layer) + gap * (len(layer) - 1) for layer in graph.layers)
    middles = _middles(graph, sizes, height, gap)
    for source, target in graph.links:
        level = next(at for at, layer in enumerate(graph.layers) if source in layer)
        x1 = level * step + column
        x2 = (level + 1) * step
        _paint_link(sketch, source in nodes, target in nodes, x1, top + middles[source], x2, top + middles[target])
    for level, layer in enumerate(graph.layers):
        for id_ in layer:
            if id_ in boxes:
                _paint_box(boxes[id_], sketch, level * step, top + middles[id_] - sizes[id_] / 2, column)
            else:
                y = top + middles[id_]
                sketch.line(level * step, y, level * step + column, y, sketch.ink("muted"), 0.8)
    return top + height


def _middles(graph: Layered, sizes: Mapping[str, float], height: float, gap: float) -> dict[str, float]:
    """Return where each node stands: near the middle of its neighbours, in the order of its layer."""
    near: dict[str, list[str]] = {id_: [] for layer in graph.layers for id_ in layer}
    for source, target in graph.links:
        near[source].append(target)
        near[target].append(source)
    middles: dict[str, float] = {}
    for layer in graph.layers:
        wanted = [height * (at + 0.5) / len(layer) for at in range(len(layer))]
        middles.update(zip(layer, spread(wanted, [sizes[id_] for id_ in layer], 0.0, height, gap), strict=True))
    for sweep in range(8):
        for layer in graph.layers if sweep % 2 == 0 else reversed(graph.layers):
            wanted = [
                sum(middles[each] for each in near[id_]) / len(near[id_]) if near[id_] else middles[id_]
                for id_ in layer
            ]
            middles.update(zip(layer, spread(wanted, [sizes[id_] for id_ in layer], 0.0, height, gap), strict=True))
    return middles


def _paint_link(sketch: Sketch, starts: bool, ends: bool, x1: float, y1: float, x2: float, y2: float) -> None:
    em, ink = sketch.em, sketch.ink("muted")
    del starts
    tip = x2 - (em * 0.5 if ends else 0.0)
    half = (x2 - x1) * 0.5
    sketch.path((("M", x1, y1), ("C", x1 + half, y1, x2 - half, y2, tip, y2)), stroke=ink, line=0.8)
    if ends:
        sketch.arrow(x2, y2, 1, 0, em * 0.65, ink)


def _alone_columns(sketch: Sketch) -> int:
    return 2 if sketch.width >= 340 else 1


def _alone_rows(nodes: Mapping[str, _Node], alone: Sequence[str], sketch: Sketch) -> list[list[_Box]]:
    count = _alone_columns(sketch)
    width = (sketch.width - sketch.em * (count - 1)) / count
    boxes = [_box(nodes[id_], sketch, width, 3) for id_ in alone]
    return [boxes[at : at + count] for at in range(0, len(boxes), count)]


def _alone_height(nodes: Mapping[str, _Node], alone: Sequence[str], sketch: Sketch) -> float:
    rows = _alone_rows(nodes, alone, sketch)
    return sum(max(box.height for box in row) + sketch.em * 0.5 for row in rows) + sketch.small.leading * 1.5


def _paint_alone(
    nodes: Mapping[str, _Node], alone: Sequence[str], sketch: Sketch, y: float, room: float = 1e9
) -> tuple[float, int]:
    """List implications that hang together with nothing; return where they end and how many did not fit."""
    em = sketch.em
    linked = y > 0
    if linked and y + em * 6 > room:
        said = ngettext(
            "And %(num)s more, not linked to others; the data lists it.",
            "And %(num)s more, not linked to others; the data lists them.",
            len(alone),
        )
        return sketch.put(sketch.label(said, sketch.quiet, sketch.width, most=2), 0.0, y), len(alone)
    if linked:
        y = (
            sketch.put(sketch.label(gettext("Not linked to others"), sketch.small_strong, sketch.width, most=1), 0.0, y)
            + em * 0.3
        )
    rows = _alone_rows(nodes, alone, sketch)
    count = _alone_columns(sketch)
    width = (sketch.width - em * (count - 1)) / count
    shown = 0
    for row in rows:
        tall = max(box.height for box in row)
        after = em * 2 if shown + len(row) < len(alone) else 0.0  # for the words on what is left over
        if y + tall > room - after and (linked or shown):
            break
        for at, box in enumerate(row):
            even = replace(box, height=tall)
            _paint_box(even, sketch, at * (width + em), y, width)
        y += tall + em * 0.5
        shown += len(row)
    hidden = len(alone) - shown
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, sketch.width, most=2), 0.0, y)
        return y, hidden
    return y - em * 0.5, 0


# ---------------------------------------------------------------- the same as an outline, where there is less room


def _outline(web: _Web, sketch: Sketch) -> tuple[float, int]:
    """Paint what leads to what one below the other, effects moved in under their first cause."""
    nodes, edges, chains, alone = web.nodes, web.edges, web.chains, web.alone
    em = sketch.em
    rows = [row for chain in chains for row in _rows(chain, edges)]
    indent = min(em * 1.6, sketch.width * 0.3 / max(1, max((depth for _, depth, _ in rows), default=1)))
    y = 0.0
    ends: dict[int, float] = {}
    room = sketch.room - (em * 4 if alone else em * 2)
    total = len({id_ for id_, _, _ in rows})
    seen = set()
    for shown, (id_, depth, again) in enumerate(rows):
        if not depth and shown:
            y += em * 0.35
        x = depth * indent
        node = nodes[id_]
        box = _box(node, sketch, sketch.width - x, 2)
        label = (
            sketch.label(
                gettext("(see above) %(title)s", title=node.title), sketch.quiet, sketch.width - x - em, most=1
            )
            if again
            else None
        )
        tall = label.height if label else box.height
        if y + tall > room and shown:
            break
        if depth:
            parent = ends.get(depth - 1, y)
            at = x - indent * 0.5
            sketch.line(at, parent, at, y + tall / 2, sketch.ink("muted"), 0.8)
            sketch.line(at, y + tall / 2, x - em * 0.15, y + tall / 2, sketch.ink("muted"), 0.8)
            sketch.arrow(x, y + tall / 2, 1, 0, em * 0.5, sketch.ink("muted"))
        if label:
            sketch.put(label, x + em * 0.5, y)
        else:
            _paint_box(box, sketch, x, y, sketch.width - x)
            seen.add(id_)
        ends = {level: end for level, end in ends.items() if level < depth}
        ends[depth] = y + tall
        y += tall + em * 0.5
    hidden = total - len(seen)
    if alone:
        y, more = _paint_alone(nodes, alone, sketch, y + em * 0.4, sketch.room - (em * 2 if hidden else 0.0))
        hidden += more
        if more:
            return y, hidden
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, sketch.width, most=2), 0.0, y)
    return max(y, em), hidden


def _rows(chain: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[tuple[str, int, bool]]:
    """Return the nodes of a chain with their depth under their causes, and whether each has been said before."""
    own = [edge for edge in edges if edge[0] in set(chain)]
    targets = {b for _, b in own}
    rows: list[tuple[str, int, bool]] = []
    seen: set[str] = set()
    waiting = [(id_, 0) for id_ in reversed([id_ for id_ in chain if id_ not in targets])]
    while waiting:
        id_, depth = waiting.pop()
        again = id_ in seen
        rows.append((id_, depth, again))
        seen.add(id_)
        if not again:
            waiting += [(b, depth + 1) for a, b in reversed(own) if a == id_]
    return rows
