"""Total-fit line breaking (Knuth & Plass, "Breaking Paragraphs into Lines", 1981): the numbers, without any text.

All breaks of a paragraph are chosen together, so that its lines are as even as they can be. Lines of one width share
one list of places to begin from, ordered along the paragraph; from the first place whose line is not too long to the
last whose line is not too short there are only a few, and both ends move forward only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct, field

STRETCH, SHRINK = 0.5, 0.25  # what a space may give or take in a justified line, of its own width
LOOSEST = 4.0  # stretches; a justified line that needs more is left ragged

NEVER = float("inf")
EPSILON = 1e-6
LOOSE = 2.0  # tolerance, once hyphens are allowed or a last line is a single word
_LINE = 10.0  # cost of a line, of one with the full tolerance of white _WHITE more
_WHITE = 100.0
_SECOND_HYPHEN, _THIRD_HYPHEN = 150.0, 4000.0
_HYPHEN_BEFORE_LAST = 100_000.0  # and no solution at all while there is any other way
_GAPING = 5.0  # stretches; all that is looser counts as much
_RUNT, _LONE_WORD = 120.0, 100.0
_OVERFULL = 1e6
_WIDEST_WINDOW = 600  # places to begin a line from; no real line has so many


class Places(Struct, eq=False):
    """Where lines may end, in order; the last place is the end of the paragraph. Widths in points from its start."""

    ends: list[float] = field(default_factory=list)  # with the hyphen, without the space
    starts: list[float] = field(default_factory=list)  # where the next line begins: without the hyphen, with the space
    hyphens: list[float] = field(default_factory=list)  # width of the hyphen, 0 for none
    costs: list[float] = field(default_factory=list)
    spaces: list[float] = field(default_factory=list)  # width of all spaces before the place
    spaced: list[float] = field(default_factory=list)  # … and before the start of the next line


class _Row(Struct, eq=False):
    """The places where a line of one width may begin, in order."""

    width: float
    white: float  # the most white a line may leave, of this width
    starts: list[float] = field(default_factory=list)
    spaced: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)  # hyphens in a row up to here
    nodes: list[int] = field(default_factory=list)
    low: int = 0
    high: int = 0


def fit(
    places: Places, widths: Sequence[float], em: float, *, justify: bool, tolerance: float, force: bool = False
) -> list[int] | None:
    """Return the chosen places, rising, the last one with them; None where the tolerance allows no solution.

    `widths` are those of the first lines; the last holds for all that follow. `tolerance` is the white a line may
    leave: in a ragged paragraph in shares of `white_of`, in a justified one in stretches of its spaces; NEVER for any.
    With `force` (and NEVER) there is always a solution, with lines too long only where one unit alone is.
    """
    short = _short(widths)
    if len(short) == 1 and not justify:
        found = None if force and any(places.hyphens) else _fit_ragged(places, short[0], em, tolerance)
        if found is not None or not force:
            return found
    rows = [_Row(width, tolerance * white_of(width, em)) for width in short]
    rows[0].starts, rows[0].spaced, rows[0].costs, rows[0].runs, rows[0].nodes = [0.0], [0.0], [0.0], [0], [-1]
    at: list[int] = []  # of each node, its place
    before: list[int] = []  # and the node that its line begins from
    final = len(places.ends) - 1
    for place in range(final + 1):
        hyphen = places.hyphens[place] > 0
        best: dict[int, tuple[float, _Row, int]] = {}
        for number, row in enumerate(rows):
            if row.low >= len(row.starts):
                continue
            _move(row, places, place, justify=justify, tolerance=tolerance, open_end=force or place == final)
            if row.low >= row.high:
                continue
            if place == final:
                cost, index = _best_last(row, places, at, em, justify=justify, force=force)
            elif justify:
                cost, index = _best_justified(row, places, place, tolerance)
            else:
                cost, index = _best_ragged(row, places, place, em)
            target = min(number + 1, len(rows) - 1)
            if index >= 0 and cost < best.get(target, (NEVER,))[0]:
                best[target] = (cost, row, index)
        if not best and force:
            best = _overfull(rows)
        for target, (cost, row, index) in best.items():
            into = rows[target]
            into.starts.append(places.starts[place])
            into.spaced.append(places.spaced[place])
            into.costs.append(cost + _LINE + places.costs[place])
            into.runs.append(row.runs[index] + 1 if hyphen else 0)
            into.nodes.append(len(at))
            before.append(row.nodes[index])
            at.append(place)
        if not best and all(row.low >= len(row.starts) for row in rows):
            return None
    return _trace(rows, at, before, final)


def fit_fairly(places: Places, widths: Sequence[float], em: float, *, justify: bool) -> list[int] | None:
    """As `fit` with lines that come out well, or somewhat looser ones where a last line would be a single word."""
    chosen = fit(places, widths, em, justify=justify, tolerance=1.0)
    if chosen is not None and is_lone(places, chosen):
        chosen = fit(places, widths, em, justify=justify, tolerance=LOOSE) or chosen
    return chosen


def _fit_ragged(places: Places, width: float, em: float, tolerance: float) -> list[int] | None:
    """As `fit` for lines of one width that are not justified: most paragraphs. Where no line can end is passed over."""
    ends, hyphens = places.ends, places.hyphens
    bare = [end - hyphen for end, hyphen in zip(ends, hyphens, strict=True)] if any(hyphens) else ends
    white = white_of(width, em)
    scale = _WHITE / (white * white)
    shortest, longest = width - tolerance * white, width + EPSILON
    starts, costs, runs, at, before = [0.0], [0.0], [0], [-1], [-1]  # of each place that a line may begin from
    low = high = place = 0
    final = len(ends) - 1
    while place < final:
        end = bare[place]
        while low < len(starts) and end - starts[low] > longest:
            low += 1
        if low >= len(starts):
            return None
        while high < len(starts) and end - starts[high] >= shortest:
            high += 1
        low, high = max(low, high - _WIDEST_WINDOW), max(high, low)
        if low >= high:  # on to the first place whose line is not too short; the one before it, as sums are rounded
            place = max(place + 1, bisect_left(bare, starts[low] + shortest, place + 1, final) - 1)
            continue
        room, hyphen = width - ends[place], hyphens[place] > 0
        best, chosen = NEVER, -1
        for index in range(low, high):
            slack = room + starts[index]
            if slack < -EPSILON:
                continue
            cost = costs[index] + slack * slack * scale
            if hyphen and runs[index]:
                cost += _SECOND_HYPHEN if runs[index] == 1 else _THIRD_HYPHEN
            if cost < best:
                best, chosen = cost, index
        if chosen >= 0:
            starts.append(places.starts[place])
            costs.append(best + _LINE + places.costs[place])
            runs.append(runs[chosen] + 1 if hyphen else 0)
            at.append(place)
            before.append(chosen)
        place += 1
    row = _Row(width, 0.0, starts, [places.spaced[place] for place in at], costs, runs, [-1, *range(len(at) - 1)])
    row.spaced[0] = 0.0
    while low < len(starts) and bare[final] - starts[low] > longest:
        low += 1
    row.low, row.high = max(low, len(starts) - _WIDEST_WINDOW), len(starts)
    _, index = _best_last(row, places, at[1:], em, justify=False, force=False)
    if index < 0:
        return None
    found = [final]
    while index:
        found.append(at[index])
        index = before[index]
    return found[::-1]


def is_lone(places: Places, chosen: list[int]) -> bool:
    """Tell whether the last of the chosen lines is a single word."""
    return len(chosen) > 1 and places.spaces[-1] == places.spaced[chosen[-2]]


def white_of(width: float, em: float) -> float:
    """Return how much white at its end makes a ragged line of this width look short, in points."""
    return max(min(0.3 * width, max(0.12 * width, 4.0 * em)), 1e-3)


def _short(widths: Sequence[float]) -> list[float]:
    """Drop the widths at the end that only repeat the one before."""
    found = list(widths)
    while len(found) > 1 and found[-1] == found[-2]:
        found.pop()
    return found


def _move(row: _Row, places: Places, place: int, *, justify: bool, tolerance: float, open_end: bool) -> None:
    """Move the row's window: from the first start whose line is not too long to the last whose is not too short."""
    end = places.ends[place] - places.hyphens[place]
    starts, spaced, low, high, count = row.starts, row.spaced, row.low, row.high, len(row.starts)
    space = places.spaces[place] if justify else 0.0
    give, take = (tolerance * STRETCH, SHRINK) if justify else (0.0, 0.0)
    longest = row.width + EPSILON + take * space
    while low < count and end - starts[low] > longest - (take * spaced[low] if take else 0.0):
        low += 1
    if open_end:
        high = count
    elif justify:
        while high < count and end - starts[high] + give * (space - spaced[high]) >= row.width:
            high += 1
    else:
        shortest = row.width - row.white
        while high < count and end - starts[high] >= shortest:
            high += 1
    row.low, row.high = max(low, min(high, count) - _WIDEST_WINDOW), max(high, low)


def _best_ragged(row: _Row, places: Places, place: int, em: float) -> tuple[float, int]:
    starts, costs, runs = row.starts, row.costs, row.runs
    room = row.width - places.ends[place]
    white = white_of(row.width, em)
    scale = _WHITE / (white * white)
    hyphen = places.hyphens[place] > 0
    best, chosen = NEVER, -1
    for index in range(row.low, row.high):
        slack = room + starts[index]
        if slack < -EPSILON:
            continue
        cost = costs[index] + slack * slack * scale
        if hyphen and runs[index]:
            cost += _SECOND_HYPHEN if runs[index] == 1 else _THIRD_HYPHEN
        if cost < best:
            best, chosen = cost, index
    return best, chosen


def _best_justified(row: _Row, places: Places, place: int, tolerance: float) -> tuple[float, int]:
    best, chosen = NEVER, -1
    hyphen = places.hyphens[place] > 0
    for index in range(row.low, row.high):
        slack = row.width - places.ends[place] + row.starts[index]
        ratio = _ratio(slack, places.spaces[place] - row.spaced[index])
        if ratio < -1 - EPSILON or ratio > tolerance + EPSILON:
            continue
        cost = row.costs[index] + _WHITE * min(abs(ratio), _GAPING) ** 3
        if hyphen and row.runs[index]:
            cost += _SECOND_HYPHEN if row.runs[index] == 1 else _THIRD_HYPHEN
        if cost < best:
            best, chosen = cost, index
    return best, chosen


def _ratio(slack: float, space: float) -> float:
    """Return how far a line's spaces stretch (1 = by STRETCH) or shrink (-1 = by SHRINK) to take up `slack`."""
    if slack >= 0:
        return slack / (STRETCH * space) if space > 0 else NEVER if slack > EPSILON else 0.0
    return slack / (SHRINK * space) if space > 0 else (0.0 if slack >= -EPSILON else -NEVER)


def _best_last(row: _Row, places: Places, at: list[int], em: float, *, justify: bool, force: bool) -> tuple[float, int]:
    """Choose the beginning of the paragraph's last line, which may be short, but not a runt or the end of a word."""
    final = len(places.ends) - 1
    best, chosen = NEVER, -1
    for index in range(row.low, row.high):
        length = places.ends[final] - row.starts[index]
        slack = row.width - length
        cost = row.costs[index]
        if slack < -EPSILON:
            ratio = _ratio(slack, places.spaces[final] - row.spaced[index]) if justify else -NEVER
            if ratio < -1 - EPSILON:
                continue
            cost -= _WHITE * ratio**3
        node = row.nodes[index]
        if node >= 0:
            if places.hyphens[at[node]] > 0:
                if not force:
                    continue
                cost += _HYPHEN_BEFORE_LAST
            if length < min(0.15 * row.width, 6 * em):
                cost += _RUNT
            if row.spaced[index] == places.spaces[final] and length < 0.25 * row.width:
                cost += _LONE_WORD
        if cost < best:
            best, chosen = cost, index
    return best, chosen


def _overfull(rows: list[_Row]) -> dict[int, tuple[float, _Row, int]]:
    """Begin the line at the latest place there is, though it comes out too long."""
    number, row = max(enumerate(rows), key=lambda pair: pair[1].nodes[-1] if pair[1].nodes else -2)
    return {min(number + 1, len(rows) - 1): (row.costs[-1] + _OVERFULL, row, len(row.starts) - 1)}


def _trace(rows: list[_Row], at: list[int], before: list[int], final: int) -> list[int] | None:
    ends = [(row.costs[-1], row.nodes[-1]) for row in rows if row.nodes and row.nodes[-1] >= 0]
    ends = [(cost, node) for cost, node in ends if at[node] == final]
    if not ends:
        return None
    node = min(ends)[1]
    found = []
    while node >= 0:
        found.append(at[node])
        node = before[node]
    return found[::-1]
