"""Who gains, who loses: effects on each actor by domain, up for benefit, down for harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.effects import effect_legend, effect_mark
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.content.model import Brief, Direction
from briefgen.scene import Scene

_ORDER = (Direction.BENEFIT, Direction.MIXED, Direction.UNCLEAR, Direction.HARM)


class _Row(Struct, frozen=True):
    actor: str
    cells: Mapping[str, Mapping[Direction, int]]  # by domain
    balance: int
    count: int
    said: tuple[tuple[Direction, str, str], ...]  # direction, domain, headline


def draw(brief: Brief, sketch: Sketch, *, most: int = 0) -> Scene | None:
    """Of more than `most` actors (0 = any number) those with the fewest effects go."""
    rows, domains = _gathered(brief)
    if not rows:
        return None
    shown = _fitting(rows, sketch, most)
    y = _paint(shown, domains, sketch)
    hidden = len(rows) - len(shown)
    y = effect_legend(
        sketch, 0.0, y + sketch.em * 0.6, sketch.width, {way for row in shown for way, *_rest in row.said}
    )
    if hidden:
        rest = words.more_actors([row.actor for row in rows if row not in shown])
        y = sketch.put(sketch.label(rest, sketch.quiet, sketch.width, most=3), 0.0, y + sketch.em * 0.3)
    return sketch.finish(
        y,
        name="gains-losses",
        alt=_alt(rows, sketch),
        long=" ".join(
            words.sentence(
                words.named(
                    row.actor,
                    words.semicolons(
                        words.named(words.noted(words.spoken(way), domain), title) for way, domain, title in row.said
                    ),
                ),
                sketch.language,
            )
            for row in rows
        ),
        head=(gettext("Actor"), gettext("Effect"), gettext("Domain"), gettext("What")),
        rows=[(row.actor, words.spoken(way), domain, title) for row in rows for way, domain, title in row.said],
        hidden=hidden,
    )


def _gathered(brief: Brief) -> tuple[list[_Row], list[str]]:
    """Return a row for each actor, those that gain most first, and the domains in the order they come up."""
    index = words.index(brief)
    cells: dict[str, dict[str, dict[Direction, int]]] = {}
    said: dict[str, list[tuple[Direction, str, str]]] = {}
    other = gettext("Other")
    domains: dict[str, None] = {}
    for each in brief.implications:
        domain = words.spoken(each.domain) if each.domain else other
        for effect in each.affected:
            if effect.actor not in index:
                continue
            domains[domain] = None
            counts = cells.setdefault(effect.actor, {}).setdefault(domain, {})
            counts[effect.direction] = counts.get(effect.direction, 0) + 1
            said.setdefault(effect.actor, []).append((effect.direction, domain, words.headline(each)))
    rows = []
    for actor, of in cells.items():
        total = {way: sum(counts.get(way, 0) for counts in of.values()) for way in _ORDER}
        balance = total[Direction.BENEFIT] - total[Direction.HARM]
        rows.append(_Row(words.short(index[actor]), of, balance, sum(total.values()), tuple(said[actor])))
    rows.sort(key=lambda row: -row.balance)
    ordered = sorted(domains, key=lambda domain: domain == other)
    return rows, ordered


def _alt(rows: Sequence[_Row], sketch: Sketch) -> str:
    gain = [row.actor for row in rows if row.balance > 0]
    lose = [row.actor for row in rows if row.balance < 0]
    even = len(rows) - len(gain) - len(lose)
    parts = []
    if gain:
        parts.append(gettext("more gain than harm for %(actors)s", actors=words.listed(gain, sketch.language, 4)))
    if lose:
        parts.append(gettext("more harm than gain for %(actors)s", actors=words.listed(lose, sketch.language, 4)))
    if even:
        parts.append(
            ngettext("even, mixed or unclear for %(num)s actor", "even, mixed or unclear for %(num)s actors", even)
        )
    return words.sentence(words.capital(words.semicolons(parts)), sketch.language)


def _row_height(sketch: Sketch) -> float:
    return sketch.em * 1.75


def _fitting(rows: Sequence[_Row], sketch: Sketch, most: int) -> list[_Row]:
    count = int((sketch.room - sketch.em * 16) / _row_height(sketch))
    count = max(1, min(len(rows), count, most or len(rows)))
    kept = sorted(rows, key=lambda row: -row.count)[:count]
    return [row for row in rows if row in kept]


def _paint(rows: Sequence[_Row], domains: Sequence[str], sketch: Sketch) -> float:
    em = sketch.em
    names = max(sketch.wide(row.actor, sketch.text) for row in rows)
    start = min(names + em * 1.2, sketch.width * 0.38)
    if not _fits(rows, domains, start, sketch):  # by what they are instead of where: the sum over all domains
        rows, domains = [_summed(row) for row in rows], [words.spoken(way) for way in _ORDER]
    heads = [sketch.label(words.capital(domain), sketch.quiet, sketch.width, most=1) for domain in domains]
    start = max(start, heads[0].width - em)
    step = min((sketch.width - start) / len(domains), em * 11)
    y = _heads(heads, start, step, sketch)
    tall = _row_height(sketch)
    for row in rows:
        sketch.line(0, y, sketch.width, y, sketch.colour("rule"), 0.4)
        label = sketch.label(row.actor, sketch.text, start - em, most=1)
        said = words.semicolons(words.named(words.spoken(way), title) for way, _domain, title in row.said)
        with sketch.group(words.named(row.actor, said)):
            sketch.put(label, 0.0, y + (tall - label.height) / 2)
            for at, domain in enumerate(domains):
                _cell(row.cells.get(domain, {}), start + at * step, y + tall / 2, step, sketch)
        y += tall
    sketch.line(0, y, sketch.width, y, sketch.colour("rule"), 0.4)
    return y


def _fits(rows: Sequence[_Row], domains: Sequence[str], start: float, sketch: Sketch) -> bool:
    """Tell whether every cell has room in its column."""
    em = sketch.em
    step = min((sketch.width - max(start, em * 7)) / len(domains), em * 11)
    for row in rows:
        for counts in row.cells.values():
            short = sum(em * (1.2 if count == 1 else 1.4 + 0.6 * len(str(count))) for count in counts.values())
            if min(short, sum(counts.values()) * em * 1.05) > step - em * 0.4:
                return False
    return True


def _summed(row: _Row) -> _Row:
    """Return a row whose columns are ways instead of domains."""
    ways = {way: sum(counts.get(way, 0) for counts in row.cells.values()) for way in _ORDER}
    return replace(row, cells={words.spoken(way): {way: count} for way, count in ways.items() if count})


def _heads(heads: Sequence[Label], start: float, step: float, sketch: Sketch) -> float:
    """Paint the columns' heads in one line, or as steps with leaders where they are wider than the columns."""
    em = sketch.em
    if all(head.width <= step - em * 0.5 for head in heads):
        for at, head in enumerate(heads):
            sketch.put(head, start + at * step, 0.0)
        return heads[0].height + em * 0.3
    tall = heads[0].height
    bottom = tall * len(heads) + em * 0.3
    for at, head in enumerate(heads):  # the rightmost on top, ending at its column: so no leader meets a word
        x, y = start + at * step, (len(heads) - 1 - at) * tall
        sketch.line(x + em * 0.5, y + tall, x + em * 0.5, bottom, sketch.colour("rule"), 0.5)
        sketch.put(head, max(x + em * 0.95, head.width), y, "end")
    return bottom + em * 0.1


def _cell(counts: Mapping[Direction, int], x: float, y: float, step: float, sketch: Sketch) -> None:
    """Paint one mark for each effect; of more than fit, one mark and their number."""
    em = sketch.em
    total = sum(counts.values())
    spelt = total * em * 1.05 <= step - em * 0.4
    for way in _ORDER:
        count = counts.get(way, 0)
        if not count:
            continue
        if spelt:
            for _ in range(count):
                effect_mark(sketch, way, x + em * 0.5, y, em * 0.42)
                x += em * 1.05
            continue
        effect_mark(sketch, way, x + em * 0.5, y, em * 0.42)
        x += em * 0.98
        if count > 1:
            number = sketch.label(str(count), sketch.small, em * 4, most=1)
            sketch.put(number, x, y - number.height / 2)
            x += number.width + em * 0.2
