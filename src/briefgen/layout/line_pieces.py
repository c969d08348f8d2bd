"""One line's pieces: the units between two breaks, joined where face and inlines are the same, each with its place."""

from __future__ import annotations

from briefgen.document import Note
from briefgen.layout.breaks import SOFT
from briefgen.layout.fonts import SPACE
from briefgen.layout.line_fit import LOOSEST, SHRINK, STRETCH
from briefgen.layout.line_runs import GLUED, Run
from briefgen.layout.line_runs import SPACE as AFTER_SPACE
from briefgen.layout.line_units import Units
from briefgen.layout.line_words import Setting
from briefgen.layout.measured import LinePiece, SetLine

_EPSILON = 1e-6


class _Pending:
    """A piece in the making."""

    __slots__ = ("face", "run", "texts", "units")

    def __init__(self, run: Run, face: str, text: str, units: int) -> None:
        self.run, self.face, self.texts, self.units = run, face, [text], units


def place_line(
    units: Units, first: int, last: int, *, paragraph: Setting, indent: float, room: float, tail: str
) -> SetLine:
    """Place the units from `first` to `last` (both in the line) in `room` points, which begin at `indent`.

    The line is the last of its kind where `last` is the last unit; then `tail` stands at its end.
    """
    pending: list[_Pending] = []
    notes: list[Note] = []
    current: _Pending | None = None
    runs, fragments, afters, spaces = units.runs, units.fragments, units.afters, units.spaces
    for index in range(first, last + 1):
        run = runs[index]
        if run.note is not None and not (notes and notes[-1] is run.note):
            notes.append(run.note)
        for face, text, width in fragments[index].parts:
            if current is not None and current.run is run and current.face == face:
                current.texts.append(text)
                current.units += width
            else:
                current = _Pending(run, face, text, width)
                pending.append(current)
        after = afters[index]
        if index < last and after in (AFTER_SPACE, GLUED):
            blank = spaces[index] or run
            face = blank.setting.face
            width = blank.setting.faces.by_name[face].advances[SPACE]
            if current is not None and current.run is blank and current.face == face:
                current.texts.append(" ")
                current.units += width
            else:
                current = _Pending(blank, face, " ", width)
                pending.append(current)
    final = last == len(fragments) - 1
    tail = tail if final else {SOFT: "\u00ad", AFTER_SPACE: " "}.get(afters[last], "")
    return _line(pending, tuple(notes), paragraph, indent, room, tail, final=final)


def empty_line(paragraph: Setting, *, final: bool) -> SetLine:
    look = paragraph.look
    baseline = paragraph.faces.baseline(paragraph.face, look.size, look.leading)
    return SetLine((), 0.0, look.leading, baseline, (), final)


def _line(
    pending: list[_Pending],
    notes: tuple[Note, ...],
    paragraph: Setting,
    indent: float,
    room: float,
    tail: str,
    *,
    final: bool,
) -> SetLine:
    widths: list[float] = []
    texts: list[str] = []
    largest = paragraph.look.size
    for piece in pending:
        look = piece.run.setting.look
        text = "".join(piece.texts)
        texts.append(text)
        widths.append(piece.units * look.size / piece.run.setting.faces.by_name[piece.face].units)
        if look.tracking:
            widths[-1] += look.tracking * len(text)
        if look.size > largest:
            largest = look.size
    if tail == "\u00ad":
        setting, face = pending[-1].run.setting, pending[-1].face
        widths[-1] += setting.faces.advance(face, tail, setting.look.size) + setting.look.tracking
    x, stretch = _justify(sum(widths), texts, pending, paragraph.look.align, room, final=final)
    x += indent
    begin = x
    pieces = []
    for piece, width, text in zip(pending, widths, texts, strict=True):
        setting = piece.run.setting
        look = setting.look
        blanks = text.count(" ") if stretch else 0
        width += stretch * blanks
        if tail and piece is pending[-1]:
            text += tail
        pieces.append(
            LinePiece(
                x,
                width,
                text,
                piece.face,
                look.size,
                look.colour,
                setting.rise,
                piece.run.path,
                look.background,
                stretch if blanks else 0.0,
                look.tracking,
            )
        )
        x += width
    height = paragraph.look.leading
    if largest > paragraph.look.size:
        height *= largest / paragraph.look.size
    baseline = paragraph.faces.baseline(paragraph.face, largest, height)
    return SetLine(tuple(pieces), x - begin, height, baseline, notes, final)


def _justify(
    width: float, texts: list[str], pending: list[_Pending], align: str, room: float, *, final: bool
) -> tuple[float, float]:
    """Return where the line begins in its room, and what is added to each of its spaces."""
    slack = room - width
    if align == "center":
        return max(0.0, slack / 2), 0.0
    if align == "end":
        return max(0.0, slack), 0.0
    if align != "justify" or (final and slack >= 0):
        return 0.0, 0.0
    blanks = [text.count(" ") for text in texts]
    space = sum(count * piece.run.setting.space for count, piece in zip(blanks, pending, strict=True))
    if not space or not -SHRINK * space - _EPSILON <= slack <= LOOSEST * STRETCH * space:
        return 0.0, 0.0
    return 0.0, slack / sum(blanks)
