"""Measures the items of a document: it is set twice by the real layout, all in full and all in short, and taken apart.

Each strip knows the part that it belongs to (`Strip.item` is the part's number, see `layout.fit_items`), the space that
it asks for and the space that was left to it; so some hundred items cost no more than to set them twice.
"""

from __future__ import annotations

import heapq
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Blocks, Document
from briefgen.errors import Fault, LayoutError
from briefgen.layout.blocks import flow
from briefgen.layout.fit_bound import least_room
from briefgen.layout.fit_choice import alone, choose, pinned, probe
from briefgen.layout.fit_items import Found, Survey
from briefgen.layout.fit_model import FLUSH, FULL, SHORT, UNIT, Leaf, Level, Model, Node, Option, Part, Piece, leaves_of
from briefgen.layout.fit_sketch import Sketches
from briefgen.layout.fit_values import Values
from briefgen.layout.galley import FORBIDDEN, KEEP, Footnote, Strip
from briefgen.layout.job import Job, Place
from briefgen.layout.memory import Memory
from briefgen.layout.notes import head_height, note_gap
from briefgen.layout.pages import open_job
from briefgen.theme import Theme

_MANY_NOTES = 100  # … and the numbers of notes take more room beside them
_TALL = 1e9


class Measured(Struct, frozen=True, kw_only=True):
    """The parts of a document as they are set."""

    model: Model  # with the line on what is left out
    whole: Model | None  # without it, and nothing is left out; None where there is no such line
    survey: Survey  # with the widths of its tables
    heights: Mapping[tuple[int, int], float]  # of items by number and variant, in points
    sure: bool  # no choice is set lower than the model says
    sketched: bool  # it takes no less where some items are only sketched


def measure(
    survey: Survey,
    document: Document,
    theme: Theme,
    values: Values,
    memory: Memory | None = None,
    among: frozenset[int] | None = None,
    sketches: Sketches | None = None,
) -> Measured:
    """Set all items of a document, or those that are `among` some, in both variants; with `sketches` the others are in
    the model as well, each as high as it is at least.

    `memory` keeps the lines that are set for what is set later with the same theme. Raises LayoutError where an item
    cannot be set.
    """
    found, blocks, memory = survey.found, survey.blocks, memory or Memory()
    job, full, pieces = _set_both(survey, document, theme, memory, among)
    if survey.loose:
        survey = pinned(survey, dict(_table_widths(full, found)))
    pages = max(document.pages, 1)
    # Where a page ends the space between two blocks is lost: of several pages the model must not count it.
    lost = max((strip.gap for strip in full), default=0.0)
    room = _units(pages * job.room + (pages - 1) * lost)
    head, gap = _units(head_height(theme)), _units(note_gap(theme))
    others = sketches.leaves(pieces, among or (), memory, values) if sketches is not None else {}

    def model(*, whole: bool) -> Model:
        parts = _Builder(found, pieces, values, others, whole=whole).parts(full, 0.0, frozenset())
        return Model(parts=parts, room=room, head=head, gap=gap)

    says = any(one.kind == "omitted" for one in found.values())
    some = model(whole=False)
    lines = [piece.height + piece.before for number, piece in pieces[FULL].items() if _is_omitted(number, found)]
    fits = says and (among is None or sketches is not None) and least_room(some) <= room + max(lines, default=0)
    return Measured(
        model=some,
        whole=model(whole=True) if fits else None,
        survey=survey,
        heights={
            (leaf.number, option.variant): option.piece.height / UNIT
            for leaf in leaves_of(some.parts)
            for option in leaf.options
        },
        sketched=survey.blocks is blocks and not any(_cuts_in_columns(part, pieces[FULL]) for part in some.parts),
        sure=len(job.numbers) < _MANY_NOTES and survey.additive,
    )


def pieces_of(
    survey: Survey, document: Document, theme: Theme, memory: Memory, choice: Mapping[int, int]
) -> dict[tuple[int, int], Piece]:
    """Set the items of a choice without what always stays; return their pieces by number and variant."""
    job, strips = _set(document, theme, alone(survey, choice), memory)
    if job.faults:
        _refuse_items(survey, document, theme, job.faults)
    pieces = _pieces(strips, 0.0, survey.found)
    return {(number, choice[number]): piece for number, piece in pieces if number in choice}


def _set_both(
    survey: Survey, document: Document, theme: Theme, memory: Memory, among: frozenset[int] | None
) -> tuple[Job, list[Strip], dict[int, dict[int, Piece]]]:
    """Set items in full and in short; return the job and the strips of all in full, and the pieces by variant."""
    found = survey.found
    job, full = _set(document, theme, probe(survey, short=False, among=among), memory)
    faults = job.faults
    pieces = {FULL: dict(_pieces(full, 0.0, found))}
    pieces[SHORT] = pieces[FULL]
    if any(one.shortens for one in found.values()):
        shorter, short = _set(document, theme, probe(survey, short=True, among=among), memory)
        pieces[SHORT] = dict(_pieces(short, 0.0, found))
        faults += [fault for fault in shorter.faults if fault not in faults]
    if faults:
        _refuse_items(survey, document, theme, faults)
    return job, full, pieces


def _refuse_items(survey: Survey, document: Document, theme: Theme, faults: list[Fault]) -> None:
    """Raise LayoutError for all that cannot be set, if items are among it: left out they would never be heard of. What
    always stays is told of where the page is written."""
    stays = _set(document, theme, choose(survey, {}, marked=True), Memory())[0].faults
    if any(fault not in stays for fault in faults):
        for short in (False, True):
            found = _set(document, theme, probe(survey, short=short), Memory())[0].faults
            faults += [fault for fault in found if fault not in faults]
        raise LayoutError(*faults)


def fixed_parts(survey: Survey, document: Document, theme: Theme) -> list[tuple[str, float]]:
    """Return the first words and the height in points of what always stays."""
    return list(_fixed(_set(document, theme, probe(survey, short=False), None)[1], 0.0, survey.found))


def column_begins(
    survey: Survey, document: Document, theme: Theme, choice: Mapping[int, int], memory: Memory
) -> frozenset[int]:
    """Return the parts that the second and later columns of a choice begin with, as far as they begin with a part."""
    _, strips = _set(document, theme, choose(survey, choice, marked=True), memory)
    found: set[int] = set()
    for strip in strips:
        fill = strip.columns.level(0, _TALL) if strip.columns is not None and strip.columns.flowing else None
        if strip.columns is None or fill is None:
            continue
        inner = strip.columns.strips
        found.update(inner[begin].item for begin, _ in fill.ranges[1:] if inner[begin].item != inner[begin - 1].item)
    return frozenset(found)


def _set(document: Document, theme: Theme, blocks: Blocks, memory: Memory | None) -> tuple[Job, list[Strip]]:
    job = open_job(replace(document, blocks=blocks), theme, memory)
    job.numbers = {note: min(number, 9) for note, number in job.numbers.items()}  # as narrow as they may be
    place = Place(x=0.0, width=job.width, element=0, lang=document.lang, top=True)
    return job, list(flow(job, blocks, place))


def _units(points: float) -> int:
    return int(points * UNIT + 0.01)


# ---------------------------------------------------------------- runs of strips


class _Run(Struct, frozen=True, gc=False):
    """Strips of one part that follow one another, or the strip of columns."""

    owner: int
    strips: list[Strip]
    after: float  # the space they leave below
    holds: bool  # what follows cannot be parted from them
    level: bool  # columns with items in them


def _runs(strips: Sequence[Strip], end: float, found: Mapping[int, Found]) -> Iterator[_Run]:
    """Yield the runs of a galley that leaves `end` points below."""
    begin = 0
    for at in range(len(strips)):
        strip = strips[at]
        following = strips[at + 1] if at + 1 < len(strips) else None
        level = _is_level(strip, found)
        if following is not None and following.item == strip.item and not level and not _is_level(following, found):
            continue
        after = following.above if following is not None else end
        holds = following is not None and following.cost >= FORBIDDEN
        yield _Run(strip.item, list(strips[begin : at + 1]), after, holds, level)
        begin = at + 1


def _is_level(strip: Strip, found: Mapping[int, Found]) -> bool:
    return strip.columns is not None and strip.item in found and found[strip.item].kind in ("node", "outer")


def _piece(run: _Run) -> Piece:
    heights = [_height(strip) for strip in run.strips]
    tops, bottoms, y = [], [], 0.0
    for at, (strip, height) in enumerate(zip(run.strips, heights, strict=True)):
        y += strip.gap if at else 0.0
        tops.append(y)
        y += height
        bottoms.append(y)
    first, last = run.strips[0], run.strips[-1]
    return Piece(
        height=_units(y),
        before=FLUSH if first.frames and first.frames[-1].last is first else _units(first.before),
        after=FLUSH if last.frames and last.frames[-1].first is last else _units(run.after),
        notes=tuple(_units(note.height()) for strip in run.strips for note in _notes(strip)),
        cuts=tuple(
            (_units(above), _units(y - below))
            for strip, (above, below) in zip(run.strips[1:], zip(bottoms, tops[1:], strict=False), strict=False)
            if strip.cost < KEEP
        ),
        holds=run.holds,
    )


def _height(strip: Strip) -> float:
    if strip.columns is None or not strip.columns.flowing:
        return strip.height
    fill = strip.columns.level(0, _TALL)
    return fill.height if fill is not None else 0.0


def _notes(strip: Strip) -> Sequence[Footnote]:
    if strip.columns is None or not strip.columns.flowing:
        return strip.notes
    return strip.columns.notes(0, len(strip.columns.strips))


def _all_runs(strips: Sequence[Strip], end: float, found: Mapping[int, Found]) -> Iterator[_Run]:
    """Yield all runs, those in columns too."""
    for run in _runs(strips, end, found):
        columns = run.strips[0].columns
        if run.level and columns is not None:
            yield from _all_runs(columns.strips, run.after, found)
        else:
            yield run


def _pieces(strips: Sequence[Strip], end: float, found: Mapping[int, Found]) -> Iterator[tuple[int, Piece]]:
    return ((run.owner, _piece(run)) for run in _all_runs(strips, end, found))


def _fixed(strips: Sequence[Strip], end: float, found: Mapping[int, Found]) -> Iterator[tuple[str, float]]:
    """Yield the title, or else the first words, and the height of what always stays."""
    for run in _all_runs(strips, end, found):
        if not run.owner or found[run.owner].kind == "fixed":
            titles = (strip.outline.text for strip in run.strips if strip.outline is not None)
            words = next(titles, "") or next((strip.words for strip in run.strips if strip.words), "")
            yield words, _piece(run).height / UNIT


def _table_widths(strips: Sequence[Strip], found: Mapping[int, Found]) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Yield the shares of the columns of each table that has items, by its number."""
    for run in _all_runs(strips, 0.0, found):
        for strip in run.strips:
            if strip.slice is not None and found[run.owner].kind in ("leaf", "fixed"):
                lefts = strip.slice.group.lefts
                yield found[run.owner].parent, tuple((right - left) / lefts[-1] for left, right in pairwise(lefts))


def _cuts_in_columns(part: Part, known: Container[int], *, within: bool = False) -> bool:
    """Tell whether a column may end inside a piece: in fewer lines it could not. Items that are not `known` are only
    sketched, and have no such place."""
    match part:
        case Leaf(number=number):
            return within and number in known and any(option.piece.cuts for option in part.options)
        case Piece():
            return within and bool(part.cuts)
        case Level():
            return any(_cuts_in_columns(one, known, within=True) for one in part.parts)
        case _:
            return any(_cuts_in_columns(one, known, within=within) for one in part.parts)


def _is_omitted(number: int, found: Mapping[int, Found]) -> bool:
    return number in found and found[number].kind == "omitted"


# ---------------------------------------------------------------- the model


class _Draft(Struct, eq=False):
    """A part that holds others, in the making."""

    found: Found | None
    children: list[tuple[int, Part | _Draft]] = field(default_factory=list)  # with their numbers
    lead: list[Piece] = field(default_factory=list)
    tail: list[Piece] = field(default_factory=list)
    close: float = 0.0


class _Builder:
    def __init__(
        self,
        found: Mapping[int, Found],
        pieces: Mapping[int, Mapping[int, Piece]],
        values: Values,
        others: Mapping[int, list[Leaf]],
        *,
        whole: bool,
    ) -> None:
        self.found, self.pieces, self.values, self.others, self.whole = found, pieces, values, others, whole

    def parts(self, strips: Sequence[Strip], end: float, around: frozenset[int]) -> tuple[Part, ...]:
        """Return the parts of a galley inside the parts `around`."""
        root = _Draft(None)
        drafts: dict[int, _Draft] = {}
        for run in _runs(strips, end, self.found):
            chain = [number for number in self._chain(run.owner) if number not in around]
            holder = root
            for number in chain:
                one = self.found[number]
                if one.kind in ("node", "outer"):
                    draft = drafts.get(number)
                    if draft is None:
                        draft = drafts[number] = _Draft(one)
                        holder.children.append((number, draft))
                    holder = draft
                    holder.close = run.after
            self._add(run, holder, around.union(chain))
        return self._with_others(root, max(around, default=0))

    def _with_others(self, draft: _Draft, number: int) -> tuple[Part, ...]:
        """Return what the part `number` holds, and in their places the items that were not set."""
        others = [
            (leaf.number, replace(leaf, needed=True) if self.whole else leaf) for leaf in self.others.get(number, ())
        ]
        parts = [(at, self._finish(part)) for at, part in draft.children]
        return tuple(part for _, part in heapq.merge(parts, others, key=itemgetter(0)))

    def _chain(self, number: int) -> list[int]:
        """Return the parts around a part, and itself, the outermost first."""
        found: list[int] = []
        while number:
            found.insert(0, number)
            number = self.found[number].parent
        return found

    def _add(self, run: _Run, holder: _Draft, around: frozenset[int]) -> None:
        columns = run.strips[0].columns
        one = self.found.get(run.owner)
        if run.level and columns is not None:
            level = Level(parts=self.parts(columns.strips, run.after, around), count=columns.count)
            holder.children.append((run.owner, level))
        elif one is None or one.kind == "fixed":
            holder.children.append((run.owner, _piece(run)))
        elif one.kind == "omitted":
            if not self.whole:
                holder.children.append((run.owner, _piece(run)))
        elif one.kind == "leaf":
            if not any(number == one.number for number, _ in holder.children):
                holder.children.append((one.number, self._leaf(one)))
        else:
            (holder.tail if holder.children else holder.lead).append(_piece(run))

    def _leaf(self, one: Found) -> Leaf:
        variants = (SHORT, FULL) if one.shortens else (FULL,)
        return Leaf(
            number=one.number,
            needed=self.whole,
            options=tuple(
                Option(variant, self.values[one.number, variant], self.pieces[variant][one.number])
                for variant in variants
                if one.number in self.pieces[variant]
            ),
        )

    def _finish(self, part: Part | _Draft) -> Part:
        if not isinstance(part, _Draft):
            return part
        one = part.found
        assert one is not None
        item = one.kind == "outer" and not self.whole
        return Node(
            parts=self._with_others(part, one.number),
            lead=tuple(part.lead),
            tail=tuple(part.tail),
            number=one.number if item else 0,
            value=self.values[one.number, FULL] if one.kind == "outer" else 0,
            keep=one.keep,
            close=_units(part.close) if one.sets else None,
        )
