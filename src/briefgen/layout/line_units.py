"""The units that lines are made of: what no break divides, with what stands after each, as the fit sees them."""

from __future__ import annotations

from itertools import accumulate

from msgspec import Struct, field

from briefgen.layout.breaks import PLAIN, SOFT
from briefgen.layout.line_fit import NEVER, Places
from briefgen.layout.line_runs import GLUED, SPACE, Run, Words
from briefgen.layout.line_words import JOIN, Fragment, measure, split
from briefgen.layout.scripts import CJK

_HYPHEN_COST, PLAIN_COST, _CUT_COST = 70.0, 12.0, 2000.0  # of a line that ends so
CJK_GAP = 0.2  # em: between Chinese, Japanese and Korean characters a justified line gives as at a space of this width
_CUT = 5  # after a unit: a break between grapheme clusters, where nothing else helps


class Units(Struct, frozen=True, eq=False):
    """Four sequences of one length. What stands after a unit: JOIN, PLAIN, SOFT, SPACE, GLUED or a last-resort cut."""

    runs: list[Run] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    afters: list[int] = field(default_factory=list)
    spaces: list[Run | None] = field(default_factory=list)  # the run of the space, after SPACE and GLUED

    def add(self, run: Run, fragment: Fragment, after: int, space: Run | None) -> None:
        self.runs.append(run)
        self.fragments.append(fragment)
        self.afters.append(after)
        self.spaces.append(space)


def units_of_words(words: Words, *, divide: float = NEVER, force: float = NEVER) -> Units:
    """Return the units of words; those wider than `divide` points divided where their style hyphenates.

    In a style that does not, words wider than `force` are divided all the same.
    """
    limited = divide < NEVER or force < NEVER
    if not limited and None not in words.fragments:
        return Units(words.runs, words.fragments, words.afters, words.spaces)  # type: ignore[arg-type]
    found = Units()
    whole = words.whole
    for index, (run, word, after, space) in enumerate(
        zip(words.runs, words.words, words.afters, words.spaces, strict=True)
    ):
        fragments = word.fragments
        if limited and index not in whole:
            limit = divide if run.setting.look.hyphenate else force
            if sum([fragment.width for fragment in fragments]) > limit:
                fragments = measure(run.setting, word.text, divided=True).fragments
        if len(fragments) > 1:
            for fragment in fragments[:-1]:
                found.add(run, fragment, fragment.after, None)
        found.runs.append(run)
        found.fragments.append(fragments[-1])
        found.afters.append(after)
        found.spaces.append(space)
    return found


def places_of(units: Units) -> tuple[Places, list[int]]:
    """Return where lines may end, as the fit wants them, and the unit before each of these places."""
    if SOFT not in units.afters and _CUT not in units.afters and PLAIN not in units.afters:
        return _places_at_spaces(units)
    places = Places()
    at: list[int] = []
    ends, starts, hyphens, costs, blanks, spaced = (
        places.ends,
        places.starts,
        places.hyphens,
        places.costs,
        places.spaces,
        places.spaced,
    )
    x = space = 0.0
    for index, (fragment, after) in enumerate(zip(units.fragments, units.afters, strict=True)):
        x += fragment.width
        if after == JOIN:
            continue
        if after in (SPACE, GLUED):
            width = _space(units, index)
            if after == SPACE:
                at.append(index)
                ends.append(x)
                starts.append(x + width)
                hyphens.append(0.0)
                costs.append(0.0)
                blanks.append(space)
                spaced.append(space + width)
            x += width
            space += width
            continue
        hyphen = units.runs[index].setting.hyphen if after == SOFT else 0.0
        if after == PLAIN and CJK.match(fragment.parts[-1][1][-1]):
            space += CJK_GAP * units.runs[index].setting.look.size
        at.append(index)
        ends.append(x + hyphen)
        starts.append(x)
        hyphens.append(hyphen)
        costs.append(_HYPHEN_COST if after == SOFT else PLAIN_COST if after == PLAIN else _CUT_COST)
        blanks.append(space)
        spaced.append(space)
    at.append(len(units.fragments) - 1)
    ends.append(x)
    starts.append(x)
    hyphens.append(0.0)
    costs.append(0.0)
    blanks.append(space)
    spaced.append(space)
    return places, at


def _places_at_spaces(units: Units) -> tuple[Places, list[int]]:
    """As `places_of`, where lines end at spaces only."""
    gaps = [run.setting.space if run is not None else 0.0 for run in units.spaces]
    places = places_at_spaces([fragment.width for fragment in units.fragments], gaps)
    last = len(gaps) - 1
    if units.afters.count(SPACE) == last:
        return places, list(range(last + 1))
    at = [index for index, after in enumerate(units.afters) if after == SPACE]
    at.append(last)
    sums = (places.ends, places.starts, places.spaces, places.spaced)
    ends, starts, blanks, spaced = ([edges[index] for index in at] for edges in sums)
    none = [0.0] * len(at)
    return Places(ends, starts, none, none, blanks, spaced), at


def places_at_spaces(widths: list[float], gaps: list[float]) -> Places:
    """Return the places after words of these widths, with the gap after each. Sums are made in the order of
    `places_of`, so that they are the same."""
    steps = [0.0] * (2 * len(gaps))
    steps[::2] = widths
    steps[1::2] = gaps
    edges = list(accumulate(steps))
    spaced = list(accumulate(gaps))
    none = [0.0] * len(gaps)
    return Places(edges[::2], edges[1::2], none, none, [0.0, *spaced[:-1]], spaced)


def natural(units: Units) -> float:
    """Return the width of the units in one line."""
    width = sum([fragment.width for fragment in units.fragments])
    return width + sum([run.setting.space for run in units.spaces if run is not None])


def longest(units: Units) -> float:
    """Return the width of the widest stretch of units that no line break divides."""
    best = width = 0.0
    for index, (fragment, after) in enumerate(zip(units.fragments, units.afters, strict=True)):
        width += fragment.width
        if after == GLUED:
            width += _space(units, index)
        elif after != JOIN:
            best = max(best, width + (units.runs[index].setting.hyphen if after == SOFT else 0.0))
            width = 0.0
    return max(best, width)


def cut_wide(units: Units, room: float) -> Units:
    """Divide each stretch wider than `room` points between its units and, where one is too wide, grapheme clusters."""
    found = Units()
    begin = 0
    count = len(units.fragments)
    while begin < count:
        end = begin
        while end + 1 < count and units.afters[end] in (JOIN, GLUED):
            end += 1
        here = slice(begin, end + 1)
        stretch = Units(units.runs[here], units.fragments[here], units.afters[here], units.spaces[here])
        wide = longest(stretch) > room + 1e-6
        for run, fragment, after, space in zip(
            stretch.runs, stretch.fragments, stretch.afters, stretch.spaces, strict=True
        ):
            if not wide:
                found.add(run, fragment, after, space)
                continue
            hyphen = run.setting.hyphen if after == SOFT else 0.0
            pieces = split(run.setting, fragment, room - hyphen) if fragment.width + hyphen > room else [fragment]
            for piece in pieces[:-1]:
                found.add(run, piece, _CUT, None)
            found.add(run, pieces[-1], {JOIN: _CUT, GLUED: SPACE}.get(after, after), space)
        begin = end + 1
    if found.afters:
        found.afters[-1] = JOIN
    return found


def _space(units: Units, index: int) -> float:
    run = units.spaces[index]
    return run.setting.space if run is not None else 0.0
