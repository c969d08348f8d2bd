"""Where pages end: a small search over the breaks between strips, a few pages ahead, that cannot loop.

Each page may end before any strip that still fits; a page costs the white it leaves, what the break divides, and what
becomes of its notes. The search keeps the few best ways to have come so far, page by page, and settles a page as soon
as all of them agree on it (or after some pages at the latest), so that time and memory are in proportion to the pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefgen.errors import Fault, LayoutError
from briefgen.layout.columns import ColumnSet, Fill
from briefgen.layout.galley import FORCED, WHITE, Footnote, Strip, resumed
from briefgen.layout.notes import SPLIT_NOTE, NotePart, Rest, Share, share

_WAYS = 4  # kept from page to page
_ENDS = 4  # of one page that are looked into
_AHEAD = 4  # pages that may wait to be settled
_PAGE = 600.0  # cost of one more page
_RUNT, _RUNT_HEIGHT = 400.0, 45.0  # a last page with a line or two
_LEAST_COLUMNS = 0.12  # of a page: columns do not begin with less room and go on overleaf
_BODY_SHARE = 0.3  # of a page that long notes should leave to the text
_TIGHT = 200.0  # weight of white where pages are bounded
_EPSILON = 1e-6


class Start(Struct, frozen=True, gc=False):
    """Where a page begins: a strip, of columns the first strip inside them, and notes that wait."""

    strip: int
    inner: int = 0
    notes: tuple[Rest, ...] = ()


class Stretch(Struct, frozen=True, gc=False):
    """Strips that stand one below the other on a page."""

    begin: int
    end: int


class ColumnPart(Struct, frozen=True, gc=False):
    """Columns, or the part of them that one page holds."""

    strip: int
    fill: Fill


class Cut(Struct, frozen=True, eq=False):
    """One page: what it holds, from where to where."""

    start: Start
    end: Start
    body: tuple[Stretch | ColumnPart, ...]
    notes: tuple[NotePart, ...]
    height: float  # of the text
    notes_height: float  # with their rule
    cost: float
    last: bool  # nothing is left


class Source:
    """Strips as they are asked for; those of settled pages are let go."""

    def __init__(self, strips: Iterator[Strip]) -> None:
        self._strips = strips
        self._kept: list[Strip] = []
        self._gone = 0
        self._over = False

    def get(self, index: int) -> Strip | None:
        """Return a strip, or None past the last one."""
        while not self._over and index >= self._gone + len(self._kept):
            strip = next(self._strips, None)
            if strip is None:
                self._over = True
            else:
                self._kept.append(strip)
        at = index - self._gone
        return self._kept[at] if at < len(self._kept) else None

    def release(self, index: int) -> None:
        """Let go of the strips before `index`."""
        if index - self._gone > 256:
            del self._kept[: index - self._gone]
            self._gone = index


class _Way(Struct, eq=False):
    """One way to have come so far."""

    before: _Way | None
    cut: Cut | None
    start: Start
    cost: float


class _Above(Struct, frozen=True, gc=False):
    """What stands above several places where a page can end."""

    body: tuple[Stretch | ColumnPart, ...]  # above the strips from `begin` on
    begin: int
    notes: tuple[Rest, ...]
    weight: float  # height of all its notes with their rule


class _Place(Struct, frozen=True, gc=False):
    """A place where a page can end: before strip `at`, with `y` points of text above."""

    at: int
    y: float
    cost: float
    above: _Above
    alone: bool  # there is no text left, only notes
    last: bool

    @property
    def weight(self) -> float:
        return self.above.weight


class _End(Struct, frozen=True, gc=False):
    """A page that ends at such a place, weighed."""

    cost: float
    end: Start
    body: tuple[Stretch | ColumnPart, ...]
    share: Share
    y: float
    notes_height: float
    last: bool
    weight: float


_FIRST = Start(0)
_NO_NOTES = Share((), (), 0.0, 0.0)


class Breaker(Struct, frozen=True, eq=False):
    """Breaks a galley into pages of `room` points; `head` is the room above a page's notes, `gap` that between two."""

    source: Source
    room: float
    head: float
    gap: float
    tight: bool = False  # fill pages as far as they go, to keep within a bound

    def pages(self) -> Iterator[Cut]:
        """Yield the pages in order. Raises LayoutError for a strip that is higher than a page."""
        ways = [_Way(None, None, Start(0), 0.0)]
        done: _Way | None = None
        settled: _Way = ways[0]
        while True:
            ways, finished = self._step(ways)
            if finished is not None and (done is None or finished.cost < done.cost):
                done = finished
            if done is not None and (not ways or done.cost <= min(way.cost for way in ways)):
                yield from _trace(done, settled)
                return
            while done is None:
                ancestors = {id(way): way for way in (_after(way, settled) for way in ways)}
                best = _after(min(ways, key=lambda way: way.cost), settled)
                if len(ancestors) > 1 and _depth(ways[0], settled) <= _AHEAD:
                    break
                if best is ways[0] or any(way is best for way in ways):
                    break  # the newest page stays open
                ways = [way for way in ways if _after(way, settled) is best]
                settled = best
                assert settled.cut is not None
                yield settled.cut
                settled.before = None
                self.source.release(settled.start.strip)

    def _step(self, ways: list[_Way]) -> tuple[list[_Way], _Way | None]:
        """Go one page further on each way; return the best ways, and the best of those that have come to the end."""
        found: dict[Start, _Way] = {}
        finished: _Way | None = None
        for way in ways:
            for cut in self._ends(way.start):
                new = _Way(way, cut, cut.end, way.cost + cut.cost + _PAGE)
                if cut.last:
                    if finished is None or new.cost < finished.cost:
                        finished = new
                elif cut.end not in found or new.cost < found[cut.end].cost:
                    found[cut.end] = new
        return sorted(found.values(), key=lambda way: way.cost)[:_WAYS], finished

    # ------------------------------------------------------------ one page

    def _ends(self, start: Start) -> list[Cut]:
        """Return the best ends of the page that begins at `start`."""
        ends: list[_End] = []
        places = self._scan(start)
        fitting = len(places)  # places up to which all notes fit
        while fitting and places[fitting - 1].y + places[fitting - 1].weight > self.room + _EPSILON:
            fitting -= 1
        for found in reversed(places[:fitting]):  # the less they hold, the more white they leave
            if len(ends) >= _ENDS and self._white(found.y, found.weight) > ends[-1].cost:
                break
            self._keep(ends, found, start)
        for found in places[fitting:]:  # and here the more they hold, the more of their notes goes on overleaf
            if ends and ends[0].cost < SPLIT_NOTE and not isinstance(found, _End):
                break
            self._keep(ends, found, start)
        if not ends:
            raise self._too_high(start)
        return [
            Cut(start, end.end, end.body, end.share.parts, end.y, end.notes_height, end.cost, end.last) for end in ends
        ]

    def _keep(self, ends: list[_End], found: _Place | _End, start: Start) -> None:
        """Weigh a place and keep it if it is among the best."""
        ends.append(found if isinstance(found, _End) else self._weigh(found, start))
        ends.sort(key=lambda end: end.cost)
        del ends[_ENDS:]

    def _scan(self, start: Start) -> list[_Place | _End]:
        """Go down from `start` strip by strip and note each place where the page could end."""
        get, room, head = self.source.get, self.room, self.head
        at, notes = start.strip, start.notes
        weight = sum(rest.note.height(rest.begin) + self.gap for rest in notes) + (head - self.gap if notes else 0.0)
        above = _Above((), at, notes, weight)
        found: list[_Place | _End] = []
        y = low = 0.0
        while True:
            strip = get(at)
            first = at == start.strip
            if strip is None:
                return [*found, _Place(at, y, 0.0, above, first, True)]
            if not first:
                if low <= room + _EPSILON or not found:
                    place = _Place(at, min(low, room), strip.cost, above, False, False)
                    if strip.cost == FORCED:
                        return [place]
                    found.append(place)
                y += strip.gap
            columns = strip.columns
            if columns is not None and columns.flowing:
                inner = start.inner if first else 0
                fill = self._level(columns, inner, y, above.weight)
                if fill is None:
                    body = _with(above.body, above.begin, at)
                    end = self._part(columns, at, inner, y, above.notes, above.weight, body, first=first)
                    return [*found, end] if end is not None else found
                body = (*_with(above.body, above.begin, at), ColumnPart(at, fill))
                above = replace(above, body=body, begin=at + 1)
                y += fill.height
                low = y
                new = tuple(columns.notes(inner, len(columns.strips)))
            else:
                y += strip.height
                if first:
                    y += resumed(strip, room)
                low = y + strip.close
                new = strip.notes
            if y > room + _EPSILON:
                return found
            for note in new:
                weight = above.weight + note.height() + (self.gap if above.notes else head)
                above = replace(above, notes=(*above.notes, Rest(note, 0)), weight=weight)
            at += 1

    def _white(self, y: float, weight: float) -> float:
        """Return what the white on a page costs that has `y` points of text and `weight` of notes."""
        white = max(0.0, self.room - y - weight) / self.room
        return WHITE * white * white * (_TIGHT if self.tight else 1.0)

    def _weigh(self, place: _Place, start: Start) -> _End:
        """Share the notes out and say what the page costs that ends at `place`."""
        y, cost, last = place.y, max(place.cost, 0.0), place.last
        placed = _NO_NOTES
        used = 0.0
        notes = place.above.notes
        if notes:
            if y + place.weight <= self.room + _EPSILON:
                parts = tuple([NotePart(note, begin, len(note.strips)) for note, begin in notes])
                placed = Share(parts, (), place.weight - self.head, 0.0)
            else:
                placed = share(notes, self.room - y - self.head, self.gap, whole=place.alone)
            used = placed.height + self.head if placed.parts else 0.0
            cost += placed.cost
            if placed.rest and not last:
                lacking = max(0.0, _BODY_SHARE - y / self.room)
                cost += WHITE * lacking * lacking
        if last and not placed.rest:
            cost += _RUNT if y + used < _RUNT_HEIGHT and start != _FIRST else 0.0
        elif place.cost != FORCED and not last:
            cost += self._white(y, used)
        end = Start(place.at, 0, placed.rest)
        body = _with(place.above.body, place.above.begin, place.at)
        return _End(cost, end, body, placed, y, used, last and not placed.rest, place.weight)

    # ------------------------------------------------------------ columns

    def _level(self, columns: ColumnSet, inner: int, y: float, weight: float) -> Fill | None:
        """Return the columns from `inner` on, level, if they end on this page with all their notes."""
        notes = columns.notes(inner, len(columns.strips))
        room = self.room - y - self._with_notes(weight, notes)
        return columns.level(inner, room) if room > 0 else None

    def _with_notes(self, weight: float, notes: list[Footnote]) -> float:
        """Return the height of a page's notes, with their rule, after more have come."""
        if not notes:
            return weight
        return (weight or self.head - self.gap) + sum(note.height() + self.gap for note in notes)

    def _part(
        self,
        columns: ColumnSet,
        at: int,
        inner: int,
        y: float,
        notes: tuple[Rest, ...],
        weight: float,
        body: tuple[Stretch | ColumnPart, ...],
        *,
        first: bool,
    ) -> _End | None:
        """Fill columns to the page's foot, with the notes they call for below; None where too little would fit."""
        if not first and self.room - y < _LEAST_COLUMNS * self.room:
            return None
        below = weight
        fill: Fill | None = None
        for _ in range(4):  # more notes leave less room for the lines that call for them
            tried = columns.fill(inner, self.room - y - min(below, self.room / 2))
            if tried is None:
                break
            fill = tried
            need = self._with_notes(weight, columns.notes(inner, fill.end))
            if need <= below + _EPSILON:
                break
            below = need
        if fill is None:
            fill = columns.fill(inner, self.room - y) if first else None
            if fill is None:
                return None
        called = columns.notes(inner, fill.end)
        waiting = (*notes, *(Rest(note, 0) for note in called))
        whole = fill.end == len(columns.strips)
        last = whole and self.source.get(at + 1) is None
        y += fill.height
        weight = self._with_notes(weight, called)
        place = _Place(at, y, 0.0, _Above((*body, ColumnPart(at, fill)), at, waiting, weight), False, last)
        end = self._weigh(place, Start(at))
        return replace(end, end=Start(at + 1 if whole else at, 0 if whole else fill.end, end.end.notes))

    def _too_high(self, start: Start) -> LayoutError:
        strip = self.source.get(start.strip)
        assert strip is not None
        height = strip.height
        if strip.columns is not None and strip.columns.flowing:
            strip = strip.columns.strips[start.inner]
            height = strip.height
        over = max(0.1, height - self.room)
        words = strip.words
        where = f" at “{words}”" if words else ""
        return LayoutError(
            Fault(
                what=f"something{where} cannot be divided and is {over:.1f} points higher than the room on a page",
                mend="make it smaller, or the page's margins in the theme",
            )
        )


def _with(body: tuple[Stretch | ColumnPart, ...], begin: int, end: int) -> tuple[Stretch | ColumnPart, ...]:
    return (*body, Stretch(begin, end)) if begin < end else body


def _after(way: _Way, settled: _Way) -> _Way:
    """Return the way's first page after the settled one."""
    while way.before is not None and way.before is not settled:
        way = way.before
    return way


def _depth(way: _Way, settled: _Way) -> int:
    depth = 0
    while way is not settled and way.before is not None:
        way = way.before
        depth += 1
    return depth


def _trace(way: _Way, settled: _Way) -> Iterator[Cut]:
    cuts: list[Cut] = []
    step: _Way | None = way
    while step is not None and step is not settled and step.cut is not None:
        cuts.append(step.cut)
        step = step.before
    yield from reversed(cuts)
