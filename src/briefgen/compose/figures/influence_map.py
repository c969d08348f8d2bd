"""Who stands how to whom: actors with their ties, what they do towards one another, and what they gain or lose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.effects import effect_legend, effect_mark
from briefgen.compose.figures.ring import arranged
from briefgen.compose.figures.said import gettext, ngettext, pgettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.content.model import Actor, ActorKind, Brief, Direction, RelationKind
from briefgen.scene import Scene

_TOGETHER = (RelationKind.ALLY, RelationKind.PARTNER)
_STYLES: dict[str, tuple[str, float, tuple[float, ...], bool]] = {  # colour, width, dash, whether it has a direction
    "together": ("accent", 1.5, (), False),
    "against": ("accent-2", 1.3, (3.0, 2.0), False),
    "bond": ("muted", 0.9, (), True),
    "act": ("accent", 0.9, (1.2, 1.6), True),
}


class _Tie(Struct, frozen=True):
    source: str
    target: str
    style: str
    said: str  # ally, acts towards …


def draw(brief: Brief, sketch: Sketch, *, most: int = 0, effects: bool = True, actions: bool = True) -> Scene | None:
    """Of more than `most` actors (0 = all) those with the fewest ties go; `effects` and `actions` = show them."""
    actors = {actor.id: actor for actor in brief.actors}
    ties = _ties(brief, actors, actions)
    marks = _effects(brief, actors) if effects else {}
    if not ties:
        return None
    degree: dict[str, int] = {}
    for tie in ties:
        for id_ in (tie.source, tie.target):
            degree[id_] = degree.get(id_, 0) + 1
    nodes = [id_ for id_ in actors if id_ in degree]
    per_side = max(2, int((sketch.room - sketch.em * 9) / (sketch.text.leading * 1.25)))
    count = min(len(nodes), most or len(nodes), 2 * per_side)
    kept = set(sorted(nodes, key=lambda id_: -degree[id_])[:count])
    shown = [id_ for id_ in nodes if id_ in kept]
    drawn = [tie for tie in ties if tie.source in kept and tie.target in kept]
    order = arranged(shown, [(tie.source, tie.target) for tie in drawn])
    y = _paint(order, drawn, marks, actors, sketch)
    y = _legend(sketch, drawn, y + sketch.em * 0.8)
    used = {way for id_ in shown for way in marks.get(id_, {})}
    if used:
        y = effect_legend(sketch, 0.0, y, sketch.width, used)
    hidden = len(nodes) - len(shown)
    if hidden:
        names = [words.short(actors[id_]) for id_ in nodes if id_ not in kept]
        y = sketch.put(
            sketch.label(words.more_actors(names), sketch.quiet, sketch.width, most=3), 0.0, y + sketch.em * 0.3
        )
    called = {id_: words.short(actor) for id_, actor in actors.items()}
    return sketch.finish(
        y,
        name="influence-map",
        message=gettext("Most ties meet in %(actor)s", actor=called[max(nodes, key=lambda id_: degree[id_])])
        if len(nodes) > 2
        else "",
        alt=_alt(nodes, ties, degree, called, sketch),
        long=" ".join(
            words.sentence(
                words.named(words.listed((called[tie.source], called[tie.target]), sketch.language), tie.said),
                sketch.language,
            )
            for tie in ties
        ),
        head=(pgettext("tie", "From"), gettext("Tie"), pgettext("tie", "To")),
        rows=[(called[tie.source], tie.said, called[tie.target]) for tie in ties],
        hidden=hidden,
    )


def _ties(brief: Brief, actors: Mapping[str, Actor], actions: bool) -> list[_Tie]:
    """Return the ties between actors, those of a person as its state's, each once."""

    def home(id_: str) -> str:
        actor = actors.get(id_)
        if actor is not None and actor.kind is ActorKind.PERSON and actor.state in actors:
            return str(actor.state)
        return id_

    found: list[_Tie] = []
    for actor in brief.actors:
        for relation in actor.relations:
            kind = relation.kind
            style = "together" if kind in _TOGETHER else "against" if kind is RelationKind.ADVERSARY else "bond"
            found.append(_Tie(home(actor.id), home(relation.target), style, words.spoken(kind)))
        found += [_Tie(home(member), actor.id, "bond", words.spoken(RelationKind.MEMBER)) for member in actor.members]
    for instrument in brief.instruments:
        parties = [] if instrument.context else [home(id_) for id_ in instrument.parties]
        for at, one in enumerate(parties[:12]):
            found += [_Tie(one, other, "together", words.short(instrument)) for other in parties[at + 1 : 12]]
    if actions:
        for response in brief.responses:
            for action in response.actions:
                said = words.noted(words.headline(action), words.spoken(action.stage))
                found += [_Tie(home(response.actor), home(id_), "act", said) for id_ in action.towards]
    seen: set[tuple[str, ...]] = set()
    kept = []
    for tie in found:
        ends = (tie.source, tie.target)
        directed = _STYLES[tie.style][3]
        key = (*(ends if directed else sorted(ends)), tie.style, tie.said)
        if tie.source != tie.target and all(end in actors for end in ends) and key not in seen:
            seen.add(key)
            kept.append(tie)
    return kept


def _effects(brief: Brief, actors: Mapping[str, Actor]) -> dict[str, dict[Direction, int]]:
    found: dict[str, dict[Direction, int]] = {}
    for each in brief.implications:
        for effect in each.affected:
            if effect.actor in actors and effect.direction in (Direction.BENEFIT, Direction.HARM):
                counts = found.setdefault(effect.actor, {})
                counts[effect.direction] = counts.get(effect.direction, 0) + 1
    return found


def _alt(
    nodes: Sequence[str], ties: Sequence[_Tie], degree: Mapping[str, int], called: Mapping[str, str], sketch: Sketch
) -> str:
    most = max(nodes, key=lambda id_: degree[id_])
    others = dict.fromkeys(
        called[tie.target if tie.source == most else tie.source] for tie in ties if most in (tie.source, tie.target)
    )
    said = gettext(
        "%(actors)s, %(ties)s between them; most ties: %(actor)s, with %(others)s",
        actors=ngettext("%(num)s actor", "%(num)s actors", len(nodes)),
        ties=ngettext("%(num)s tie", "%(num)s ties", len(ties)),
        actor=called[most],
        others=words.listed(list(others), sketch.language, 5),
    )
    return words.sentence(said, sketch.language)


# ---------------------------------------------------------------- painting


def _paint(
    order: Sequence[str],
    ties: Sequence[_Tie],
    marks: Mapping[str, Mapping[Direction, int]],
    actors: Mapping[str, Actor],
    sketch: Sketch,
) -> float:
    """Paint actors around an oval, in two columns of names, with ties as curves inside; return where it ends."""
    em, width = sketch.em, sketch.width
    half = (len(order) + 1) // 2
    sides = (list(order[:half]), list(reversed(order[half:])))  # right, going down; left, going down
    badge = {id_: _badge_width(marks.get(id_, {}), sketch) for id_ in order}
    widest = max(sketch.wide(words.short(actors[id_]), sketch.strong) + badge[id_] for id_ in order) + em * 0.8
    room = min(widest, max(width * 0.36, em * 4.2 + max(badge.values())))
    labels = {
        id_: sketch.label(words.short(actors[id_]), sketch.strong, max(em * 3, room - badge[id_] - em * 0.8), most=2)
        for id_ in order
    }
    talls = [[labels[id_].height + em * 0.45 for id_ in side] for side in sides]
    needed = max(sum(tall) for tall in talls)
    if needed > sketch.room - em * 7:
        labels = {
            id_: sketch.label(
                words.short(actors[id_]), sketch.strong, max(em * 3, room - badge[id_] - em * 0.8), most=1
            )
            for id_ in order
        }
        talls = [[labels[id_].height + em * 0.2 for id_ in side] for side in sides]
        needed = max(sum(tall) for tall in talls)
    oval = min(width - 2 * room, em * 26)
    height = max(needed, min(oval * 0.62, em * 5 + len(order) * em * 1.3))
    centre = (width / 2, height / 2)
    places: dict[str, tuple[float, float, int]] = {}
    for side, column, tall in zip((1, -1), sides, talls, strict=True):
        free = (height - sum(tall)) / max(1, len(column))
        y = 0.0
        for id_, own in zip(column, tall, strict=True):
            middle = y + (own + free) / 2
            y += own + free
            lift = (middle - centre[1]) / (height / 2)
            reach = oval / 2 * (0.55 + 0.45 * math.sqrt(max(0.0, 1 - lift * lift)))
            places[id_] = (centre[0] + side * reach, middle, side)
    alike: dict[tuple[str, str, str], list[_Tie]] = {}
    for tie in ties:
        alike.setdefault((tie.source, tie.target, tie.style), []).append(tie)
    single = [replace(group[0], said=words.semicolons(tie.said for tie in group)) for group in alike.values()]
    for tie in sorted(single, key=lambda tie: list(_STYLES).index(tie.style), reverse=True):
        _paint_tie(tie, places, centre, sketch)
    for id_, (x, y, side) in places.items():
        _paint_actor(labels[id_], marks.get(id_, {}), x, y, side, sketch)
    return height


def _badge_width(marks: Mapping[Direction, int], sketch: Sketch) -> float:
    em = sketch.em
    return sum(
        em * 1.3 + (sketch.wide(str(count), sketch.small) + em * 0.1 if count > 1 else 0.0) for count in marks.values()
    ) + (em * 0.4 if marks else 0.0)


def _paint_actor(label: Label, marks: Mapping[Direction, int], x: float, y: float, side: int, sketch: Sketch) -> None:
    em = sketch.em
    sketch.circle(x, y, em * 0.34, fill=sketch.ink("text"), stroke="#ffffff", line=0.8)
    at = x + side * em * 0.8
    sketch.put(label, at, y - label.height / 2, "start" if side > 0 else "end")
    at += side * (label.width + em * 0.4)
    for way in (Direction.BENEFIT, Direction.HARM):
        count = marks.get(way, 0)
        if not count:
            continue
        at += side * em * 0.6
        if count > 1 and side < 0:
            number = sketch.label(str(count), sketch.small, em * 4, most=1)
            sketch.put(number, at + em * 0.4, y - number.height / 2, "end")
            effect_mark(sketch, way, at - number.width - em * 0.1, y, em * 0.36)
            at -= number.width + em * 0.7
            continue
        effect_mark(sketch, way, at, y, em * 0.36)
        at += side * em * 0.5
        if count > 1:
            number = sketch.label(str(count), sketch.small, em * 4, most=1)
            sketch.put(number, at, y - number.height / 2)
            at += number.width + em * 0.2


def _paint_tie(
    tie: _Tie, places: Mapping[str, tuple[float, float, int]], centre: tuple[float, float], sketch: Sketch
) -> None:
    colour, line, dash, directed = _STYLES[tie.style]
    x1, y1, _ = places[tie.source]
    x2, y2, _ = places[tie.target]
    near = math.hypot(x2 - x1, y2 - y1) / (2 * math.hypot(*centre))
    bend = {"together": 0.5, "against": 0.42, "bond": 0.34, "act": 0.58}[tie.style] * min(1.0, 0.3 + 1.6 * near)
    ax, ay = x1 + (centre[0] - x1) * bend, y1 + (centre[1] - y1) * bend
    bx, by = x2 + (centre[0] - x2) * bend, y2 + (centre[1] - y2) * bend
    ink = sketch.ink(colour)
    dx, dy = x2 - bx, y2 - by
    length = math.hypot(dx, dy) or 1.0
    gap = sketch.em * 0.45
    tip = (x2 - dx / length * gap, y2 - dy / length * gap)
    head = sketch.em * 0.7 if directed else 0.0
    end = (tip[0] - dx / length * head, tip[1] - dy / length * head)
    with sketch.group(tie.said):
        sketch.path((("M", x1, y1), ("C", ax, ay, bx, by, *end)), stroke=ink, line=line, dash=dash)
        if directed:
            sketch.arrow(*tip, dx, dy, head, ink)


def _legend(sketch: Sketch, ties: Sequence[_Tie], y: float) -> float:
    em, at = sketch.em, 0.0
    used = {tie.style for tie in ties}
    tall = sketch.quiet.leading
    for style, (colour, line, dash, directed) in _STYLES.items():
        if style not in used:
            continue
        kinds = dict.fromkeys(tie.said for tie in ties if tie.style == style)
        label = sketch.label(_meaning(style, kinds), sketch.quiet, sketch.width - em * 2.4, most=1)
        if at and at + em * 2.4 + label.width > sketch.width:
            at, y = 0.0, y + tall
        ink = sketch.ink(colour)
        middle = y + tall / 2
        sketch.line(at, middle, at + em * (1.5 if directed else 1.9), middle, ink, line, dash)
        if directed:
            sketch.arrow(at + em * 1.9, middle, 1, 0, em * 0.6, ink)
        sketch.put(label, at + em * 2.4, y)
        at += em * 2.4 + label.width + em * 1.4
    return y + tall


def _meaning(style: str, kinds: Iterable[str]) -> str:
    """Say what a line of a style stands for; `kinds` are those that the map shows."""
    match style:
        case "together":
            return gettext("ally, partner, party to one agreement")
        case "against":
            return words.spoken(RelationKind.ADVERSARY)
        case "act":
            return gettext("acts towards")
        case _:
            return words.commas(kinds)
