"""Footnotes: set when their number is set, placed at the foot of the page that holds it, split only where they must."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefgen.document import Note, Paragraph, Text
from briefgen.layout.galley import KEEP, Area, Footnote, Run, Strip, hang, stack
from briefgen.layout.job import Job, Place
from briefgen.theme import Theme, look

SPLIT_NOTE = 300.0  # cost of a note that goes on overleaf
DEFERRED_NOTE = 3000.0  # … of one that only begins there
_REST = 0.2  # … and of each point that is left for the next page
_LABEL_GAP = 4.0
_BELOW_RULE = 3.5


class Rest(NamedTuple):
    """A note, or what an earlier page has left of it."""

    note: Footnote
    begin: int  # the first strip that is not yet placed


class NotePart(NamedTuple):
    """The strips of a note that stand on one page."""

    note: Footnote
    begin: int
    end: int


class Share(Struct, frozen=True, gc=False):
    """What of its notes a page holds, and what it leaves."""

    parts: tuple[NotePart, ...]
    rest: tuple[Rest, ...]
    height: float
    cost: float


def head_height(theme: Theme) -> float:
    """Return the room above the first note of a page: white, rule, white."""
    return theme.furniture.note_gap + theme.furniture.note_rule + _BELOW_RULE


def rule_top(theme: Theme) -> float:
    """Return how far below the top of a page's notes their rule stands."""
    return theme.furniture.note_gap + theme.furniture.note_rule / 2


def note_gap(theme: Theme) -> float:
    return look(theme, "note").after


def open_note(job: Job, note: Note, parent: int, lang: str) -> None:
    """Set a note: its number, which leads back to the text, and its blocks beside it."""
    number = job.number(note)
    lang_here = note.attr.lang or lang
    foreign = lang_here if lang_here != lang else ""
    element = job.tree.open("Note", parent, id=f"{job.prefix}{number}", lang=foreign)
    footnote = job.notes[id(note)] = Footnote(number, job.room, [], [], [])
    style = job.look(*note.attr.classes, "note")
    label = job.lines((Text(str(number)),), style, lang_here, job.width)
    widest = job.faces.advance(job.faces.name(style.family, style.bold, style.italic), "0", style.size)
    move = widest * max(2, len(str(len(job.numbers)))) + _LABEL_GAP
    lbl = job.tree.open("Lbl", element)
    link = job.tree.open("Link", lbl, target=f"#{job.prefix}ref-{number}")
    marker = Strip(0.0)
    colour = job.look("note-ref", "note").colour
    for line in label:
        marker.baseline = line.baseline
        for piece in line.pieces:
            x = move - _LABEL_GAP - line.width
            here = Run(x, line.baseline, replace(piece, colour=colour), link, job.tree.next())
            marker.runs.append(here)
            area = Area(x, 0.0, piece.width, line.height, f"#{job.prefix}ref-{number}", link, str(number))
            marker.areas = [area]
    bare = len(note.blocks) == 1 and isinstance(note.blocks[0], Paragraph)
    place = Place(
        x=move,
        width=job.width - move,
        element=element,
        lang=lang_here,
        text=(*note.attr.classes, "note"),
        title="note",
        bare=bare,
        bookmarks=False,
    )
    footnote.strips = hang(job.settled(job, note.blocks, place), marker)
    anchors = (f"{job.prefix}{number}", *((note.attr.id,) if note.attr.id else ()))
    footnote.strips[0].anchors = (*anchors, *footnote.strips[0].anchors)
    footnote.tops, footnote.bottoms = stack(footnote.strips)


def share(notes: Sequence[Rest], room: float, gap: float, *, whole: bool = False) -> Share:
    """Place what fits of a page's notes in `room` points, in order; the rest goes on to the next page.

    With `whole` the page holds nothing else, and at least one strip is placed.
    """
    parts: list[NotePart] = []
    used = 0.0
    for at, (note, begin) in enumerate(notes):
        more = gap if parts else 0.0
        height = note.height(begin)
        if used + more + height <= room:
            parts.append(NotePart(note, begin, len(note.strips)))
            used += more + height
            continue
        end = _cut(note, begin, room - used - more, forced=whole and not parts)
        rest = list(notes[at:])
        cost = DEFERRED_NOTE * len(rest)
        if end > begin:
            parts.append(NotePart(note, begin, end))
            used += more + note.height(begin, end)
            rest[0] = Rest(note, end)
            cost += SPLIT_NOTE - DEFERRED_NOTE
        left = sum(note.height(begin) for note, begin in rest)
        return Share(tuple(parts), tuple(rest), used, cost + _REST * left)
    return Share(tuple(parts), (), used, 0.0)


def _cut(note: Footnote, begin: int, room: float, *, forced: bool) -> int:
    """Return where the part of a note ends that fits in `room`; `begin` where none does."""
    furthest = bisect_right(note.bottoms, note.tops[begin] + room + 1e-6)
    while furthest > begin and note.height(begin, furthest) > room + 1e-6:
        furthest -= 1
    for end in range(min(furthest, len(note.strips) - 1), begin, -1):
        if note.strips[end].cost < KEEP:
            return end
    return max(furthest, begin + 1) if forced else begin
