"""How it may go: scenarios as branches, each with its likelihood and what to watch for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.compose.figures import words
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.language import percent
from briefgen.content.model import Brief, Estimate, Indicator, Scenario
from briefgen.content.scales import SCALES
from briefgen.scene import Scene


class _Row(Struct, frozen=True):
    scenario: Scenario
    depth: int
    title: Label
    likelihood: Label | None
    indicators: tuple[tuple[Indicator, Label], ...]
    height: float


def draw(brief: Brief, sketch: Sketch, *, indicators: bool = True, root: str = "") -> Scene | None:
    """Without `indicators` only the branches are drawn; `root` is where they start: today, if nothing is said."""
    if not brief.scenarios:
        return None
    ordered = _ordered(brief.scenarios)
    y, hidden = _paint(ordered, sketch, indicators, root or gettext("Today"))
    return sketch.finish(
        y,
        name="scenario-tree",
        alt=_alt(brief.scenarios, sketch),
        message=_message(brief.scenarios),
        long=" ".join(_told(each, brief.scenarios, sketch) for each, _ in ordered),
        head=(gettext("Scenario"), gettext("Follows from"), gettext("Likelihood"), gettext("What to watch for")),
        rows=[
            (
                words.plain(each.title),
                next((words.plain(other.title) for other in brief.scenarios if other.id == each.parent), ""),
                _worded(each.likelihood, sketch),
                _signs(each),
            )
            for each, _ in ordered
        ],
        hidden=hidden,
    )


def _ordered(scenarios: Sequence[Scenario]) -> list[tuple[Scenario, int]]:
    """Return scenarios in the order of their branches, each with its depth; one that is its own ancestor is a root."""
    known = {each.id: each for each in scenarios}
    rows: list[tuple[Scenario, int]] = []
    seen: set[str] = set()

    def add(each: Scenario, depth: int) -> None:
        if each.id in seen:
            return
        seen.add(each.id)
        rows.append((each, depth))
        for other in scenarios:
            if other.parent == each.id:
                add(other, min(depth + 1, 20))

    for each in scenarios:
        if each.parent not in known:
            add(each, 0)
    for each in scenarios:
        add(each, 0)
    return rows


def _worded(estimate: Estimate | None, sketch: Sketch) -> str:
    text = words.likelihood(estimate)
    ends = _range(estimate)
    if ends is None:
        return text
    return words.noted(text, percent("–".join(dict.fromkeys(f"{end:g}" for end in ends)), sketch.language))


def _range(estimate: Estimate | None) -> tuple[float, float] | None:
    if estimate is None:
        return None
    low, high = estimate.low, estimate.high
    if low is None and high is None and estimate.scale in SCALES:
        row = SCALES[estimate.scale].row(estimate.term)
        low, high = (row.low, row.high) if row is not None else (None, None)
    if low is None and high is None:
        return None
    ends = float(low if low is not None else 0), float(high if high is not None else 100)
    return max(0.0, min(ends)), min(100.0, max(ends))


def _signs(scenario: Scenario) -> str:
    seen = {True: gettext("seen"), False: gettext("not seen"), None: ""}
    return words.semicolons(words.noted(words.headline(sign), seen[sign.observed]) for sign in scenario.indicators)


def _message(scenarios: Sequence[Scenario]) -> str:
    """Name the likeliest scenario, if the ranges say which."""
    ranges = {each.id: _range(each.likelihood) for each in scenarios}
    known = sorted(((ends[0] + ends[1], id_) for id_, ends in ranges.items() if ends), reverse=True)
    if len(known) < 2 or known[0][0] == known[1][0]:
        return ngettext(
            "%(num)s way it may go, and what to watch for",
            "%(num)s ways it may go, and what to watch for",
            len(scenarios),
        )
    best = next(each for each in scenarios if each.id == known[0][1])
    said = words.likelihood(best.likelihood)
    return ngettext(
        "The likelier of %(num)s way it may go: %(scenario)s",
        "The likeliest of %(num)s ways it may go: %(scenario)s",
        len(scenarios),
        scenario=words.noted(words.plain(best.title), said),
    )


def _alt(scenarios: Sequence[Scenario], sketch: Sketch) -> str:
    said = []
    for each in scenarios[:4]:
        likelihood = words.likelihood(each.likelihood)
        said.append(words.noted(words.plain(each.title), likelihood))
    rest = len(scenarios) - 4
    more = [ngettext("%(num)s more", "%(num)s more", rest)] if rest > 0 else []
    listed = words.listed([*said, *more], sketch.language)
    counted = ngettext("%(num)s scenario", "%(num)s scenarios", len(scenarios))
    return words.sentence(words.named(counted, listed), sketch.language)


def _told(each: Scenario, scenarios: Sequence[Scenario], sketch: Sketch) -> str:
    parent = next((words.plain(other.title) for other in scenarios if other.id == each.parent), "")
    said = words.plain(each.title)
    if parent:
        said = gettext("%(scenario)s, which follows from %(parent)s", scenario=said, parent=parent)
    likelihood = _worded(each.likelihood, sketch)
    told = words.sentence(words.named(said, likelihood) if likelihood else said, sketch.language)
    signs = _signs(each)
    if not signs:
        return told
    watch = gettext("Watch for: %(signs)s", signs=signs)
    return f"{told} {words.sentence(watch, sketch.language)}"


# ---------------------------------------------------------------- painting


def _paint(ordered: Sequence[tuple[Scenario, int]], sketch: Sketch, indicators: bool, root: str) -> tuple[float, int]:
    em, width = sketch.em, sketch.width
    wide = width >= 340 and indicators and any(each.indicators for each, _ in ordered)
    deepest = max(depth for _, depth in ordered)
    start = sketch.wide(root, sketch.small_strong) + em * 2.2 if wide else em * 1.4
    tree = width * 0.5 if wide else width
    indent = min(em * 2.2, max(em * 0.5, (tree - start - em * 12) / max(1, deepest)))
    details = ((4, True), (2, True), (1, True), (1, False)) if indicators else ((2, False), (1, False))
    for lines, spelt in details:
        rows = [_row(each, depth, sketch, start + depth * indent, tree, wide, lines, spelt) for each, depth in ordered]
        if sum(row.height for row in rows) + em * 3 <= sketch.room:
            break
    hidden = 0
    while len(rows) > 1 and sum(row.height for row in rows) + em * 5 > sketch.room:
        rows, hidden = rows[:-1], hidden + 1
    y = _head(sketch, root, tree, wide)
    knots: dict[int, float] = {}
    first = y
    parents = {each.parent for each, _ in ordered}
    for row in rows:
        x = start + row.depth * indent
        middle = y + em * 0.45 + row.title.look.leading / 2
        _branch(sketch, row, x, middle, knots, start, indent, first)
        inner = min(em * 1.4, indent) if not wide and row.scenario.id in parents else 0.0
        knots = {depth: at for depth, at in knots.items() if depth < row.depth}
        knots[row.depth] = _paint_row(sketch, row, x, y, tree, wide, inner)
        y += row.height
    if any(sign.observed is not None for row in rows for sign, _ in row.indicators):
        y = _legend(sketch, tree + em * 0.8 if wide else 0.0, y)
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, width, most=2), 0.0, y + em * 0.2)
    return y, hidden


def _legend(sketch: Sketch, x: float, y: float) -> float:
    em, at = sketch.em, x
    for observed, word in ((True, gettext("seen")), (False, gettext("not seen")), (None, gettext("not said"))):
        label = sketch.label(word, sketch.quiet, sketch.width, most=1)
        if at > x and at + em * 1.2 + label.width > sketch.width:
            at, y = x, y + label.height
        _sign(sketch, Indicator(id="legend", text=word, observed=observed), at + em * 0.35, y + label.height / 2)
        sketch.put(label, at + em * 1.2, y)
        at += label.width + em * 2.4
    return y + sketch.quiet.leading


def _row(
    each: Scenario, depth: int, sketch: Sketch, x: float, tree: float, wide: bool, lines: int, spelt: bool
) -> _Row:
    em = sketch.em
    room = tree - x - em * 0.8
    title = sketch.label(words.plain(each.title), sketch.strong, room, most=2)
    said = _worded(each.likelihood, sketch)
    style = replace(sketch.small, italic=True, bold=True, colour=sketch.ink("accent"))
    likelihood = sketch.label(said, style, room, most=2) if said else None
    signs: list[tuple[Indicator, Label]] = []
    if spelt:
        width = sketch.width - tree - em * 2.2 if wide else room - em * 2.6
        signs = [
            (sign, sketch.label(words.headline(sign), sketch.small, width, most=lines)) for sign in each.indicators
        ]
    own = title.height + (likelihood.height if likelihood else 0.0) + (em * 0.9 if _range(each.likelihood) else 0.0)
    listed = sum(label.height + em * 0.2 for _, label in signs)
    return _Row(each, depth, title, likelihood, tuple(signs), (max(own, listed) if wide else own + listed) + em * 1.1)


def _head(sketch: Sketch, root: str, tree: float, wide: bool) -> float:
    em = sketch.em
    label = sketch.label(root, sketch.small_strong, sketch.width * 0.4, most=1)
    bottom = sketch.put(label, 0.0, 0.0)
    if wide:
        head = sketch.label(gettext("What to watch for"), sketch.quiet, sketch.width - tree - em, most=1)
        sketch.put(head, tree + em * 0.8, 0.0)
    return bottom + em * 0.35


def _branch(
    sketch: Sketch, row: _Row, x: float, y: float, knots: dict[int, float], start: float, indent: float, first: float
) -> None:
    """Draw the line from where a scenario follows on to its title."""
    em, ink = sketch.em, sketch.ink("muted")
    trunk = em * 0.5 if row.depth == 0 else start + (row.depth - 1) * indent + min(em * 0.4, indent * 0.3)
    above = first - em * 0.2 if row.depth == 0 else knots.get(row.depth - 1, first)
    bend = min(em * 0.6, abs(y - above))
    sketch.path(
        (
            ("M", trunk, above), ("L", trunk, y - bend),
            ("C", trunk, y - bend / 2, trunk + bend / 2, y, trunk + bend, y), ("L", x - em * 0.35, y),
        ),
        stroke=ink, line=0.9,
    )  # fmt: skip


def _paint_row(sketch: Sketch, row: _Row, x: float, y: float, tree: float, wide: bool, inner: float) -> float:
    """Paint a scenario and return where a branch from it can begin."""
    em = sketch.em
    title, likelihood = words.plain(row.scenario.title), _worded(row.scenario.likelihood, sketch)
    with sketch.group(words.named(title, likelihood) if likelihood else title):
        at = sketch.put(row.title, x, y + em * 0.45)
        if row.likelihood:
            at = sketch.put(row.likelihood, x, at)
        ends = _range(row.scenario.likelihood)
        if ends is not None:
            full = min(tree - x - em, em * 14)
            middle = at + em * 0.4
            sketch.rect(x, middle - 0.4, full, 0.8, fill=sketch.colour("rule"))
            sketch.rect(
                x + full * ends[0] / 100, middle - em * 0.2, max(1.5, full * (ends[1] - ends[0]) / 100), em * 0.4,
                fill=sketch.ink("accent"), radius=em * 0.1,
            )  # fmt: skip
            at += em * 0.9
        below = at + em * 0.1
        left = tree + em * 0.8 if wide else x + inner
        at = y + em * 0.5 if wide else at + em * 0.2
        for sign, label in row.indicators:
            _sign(sketch, sign, left + em * 0.35, at + label.look.leading / 2)
            sketch.put(label, left + em * 1.2, at)
            at += label.height + em * 0.2
    return below


def _sign(sketch: Sketch, sign: Indicator, x: float, y: float) -> None:
    """Draw a box, ticked where the indicator was seen, crossed out where it was not, empty where nothing is said."""
    r = sketch.em * 0.32
    ink = sketch.ink("accent")
    sketch.rect(x - r, y - r, 2 * r, 2 * r, stroke=sketch.ink("muted"), line=0.6, fill="#ffffff")
    if sign.observed:
        sketch.path(
            (("M", x - r * 0.6, y), ("L", x - r * 0.1, y + r * 0.55), ("L", x + r * 0.7, y - r * 0.6)),
            stroke=ink,
            line=1.1,
        )
    elif sign.observed is False:
        sketch.line(x - r * 0.55, y, x + r * 0.55, y, sketch.ink("muted"), 0.9)
