"""One line's pieces: the units between two breaks, joined where face and inlines are the same, each with its place."""

from __future__ import annotations

from briefgen.document import Note
from briefgen.layout.breaks import SOFT
from briefgen.layout.fonts import SPACE, units_of
from briefgen.layout.line_fit import LOOSEST, SHRINK, STRETCH
from briefgen.layout.line_runs import GLUED, Run
from briefgen.layout.line_runs import SPACE as AFTER_SPACE
from briefgen.layout.line_units import CJK_GAP, Units
from briefgen.layout.line_words import Fragment, Setting
from briefgen.layout.measured import LinePiece, SetLine
from briefgen.layout.scripts import CJK

_EPSILON = 1e-6
_TAILS = {SOFT: "\u00ad", AFTER_SPACE: " "}  # what stands at the end of a line that ends so


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
    runs, fragments, afters, spaces = units.runs, units.fragments, units.afters, units.spaces
    final = last == len(fragments) - 1
    tail = tail if final else _TAILS.get(afters[last], "")
    run = runs[first]
    if runs[last] is run and run.note is None and tail != "\u00ad" and paragraph.look.align == "start":
        line = _plain_line(run, fragments[first : last + 1], afters[first:last], paragraph, indent, tail, final=final)
        if line is not None:
            return line
    pending: list[_Pending] = []
    notes: list[Note] = []
    current: _Pending | None = None
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
    return _line(pending, tuple(notes), paragraph, indent, room, tail, final=final)


def _plain_line(
    run: Run, fragments: list[Fragment], afters: list[int], paragraph: Setting, indent: float, tail: str, *, final: bool
) -> SetLine | None:
    """Make the line of one piece that most lines are: one run and one face. None where it is not such a line."""
    setting = run.setting
    face, look = setting.face, setting.look
    texts, units = [], 0
    for fragment in fragments:
        if fragment.face != face:
            return None
        texts.append(fragment.text)
        units += fragment.units
    blanks = afters.count(AFTER_SPACE) + afters.count(GLUED)
    if blanks == len(afters):
        text = " ".join(texts)
    elif blanks:
        text = (
            "".join(
                [
                    text + " " if after in (AFTER_SPACE, GLUED) else text
                    for text, after in zip(texts, afters, strict=False)
                ]
            )
            + texts[-1]
        )
    else:
        text = "".join(texts)
    known = setting.faces.by_name[face]
    if blanks:
        units += blanks * known.advances[SPACE]
    width = units * look.size / known.units
    if look.tracking:
        width += look.tracking * len(text)
    height, baseline = _extent(paragraph, look.size)
    piece = LinePiece(
        indent,
        width,
        text + tail if tail else text,
        face,
        look.size,
        look.colour,
        setting.rise,
        run.path,
        look.background,
        0.0,
        look.tracking,
    )
    return SetLine((piece,), indent + width - indent, height, baseline, (), final)


def empty_line(paragraph: Setting, *, final: bool) -> SetLine:
    return SetLine((), 0.0, paragraph.look.leading, paragraph.baseline, (), final)


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
        if face in setting.faces.spare_of:  # a fallback font may have none
            face = setting.face
            pending.append(_Pending(pending[-1].run, face, "", 0))
            texts.append("")
            widths.append(0.0)
        widths[-1] += setting.faces.advance(face, tail, setting.look.size) + setting.look.tracking
    x, stretch, spread = _justify(sum(widths), texts, pending, paragraph.look.align, room, final=final)
    if spread:
        _part_last(pending, texts, widths)
    x += indent
    begin = x
    pieces = []
    for piece, width, text in zip(pending, widths, texts, strict=True):
        setting = piece.run.setting
        look = setting.look
        blanks = text.count(" ") if stretch else 0
        width += stretch * blanks
        tracking = look.tracking
        if spread and CJK.match(text) and piece is not pending[-1]:
            tracking += spread
            width += spread * len(text)
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
                tracking,
            )
        )
        x += width
    height, baseline = _extent(paragraph, largest)
    return SetLine(tuple(pieces), x - begin, height, baseline, notes, final)


def _extent(paragraph: Setting, largest: float) -> tuple[float, float]:
    """Return the height of a line and where its baseline is, with type of this size at the most."""
    look = paragraph.look
    if largest <= look.size:
        return look.leading, paragraph.baseline
    height = look.leading * (largest / look.size)
    return height, paragraph.faces.baseline(paragraph.face, largest, height)


def _part_last(pending: list[_Pending], texts: list[str], widths: list[float]) -> None:
    """Make the line's last character a piece of its own, if it is one that would bear space after it."""
    last, text = pending[-1], texts[-1]
    if len(text) < 2 or CJK.match(text) is None:
        return
    setting = last.run.setting
    units = units_of(setting.faces.by_name[last.face], text[-1])
    width = units * setting.look.size / setting.faces.by_name[last.face].units + setting.look.tracking
    pending.append(_Pending(last.run, last.face, text[-1], units))
    texts[-1:] = [text[:-1], text[-1]]
    widths[-1:] = [widths[-1] - width, width]


def _justify(
    width: float, texts: list[str], pending: list[_Pending], align: str, room: float, *, final: bool
) -> tuple[float, float, float]:
    """Return where the line begins in its room, and what is added to each of its spaces and to each CJK character."""
    slack = room - width
    if align == "center":
        return max(0.0, slack / 2), 0.0, 0.0
    if align == "end":
        return max(0.0, slack), 0.0, 0.0
    if align != "justify" or (final and slack >= 0):
        return 0.0, 0.0, 0.0
    blanks = [text.count(" ") for text in texts]
    space = sum(count * piece.run.setting.space for count, piece in zip(blanks, pending, strict=True))
    wide = [len(text) * bool(CJK.match(text)) for text in texts]
    if wide and wide[-1]:
        wide[-1] -= 1  # the last one has nothing after it
    gaps = CJK_GAP * sum([count * piece.run.setting.look.size for count, piece in zip(wide, pending, strict=True)])
    give = space + gaps
    if not give or not -SHRINK * give - _EPSILON <= slack <= LOOSEST * STRETCH * give:
        return 0.0, 0.0, 0.0
    at_spaces = slack * space / give
    return 0.0, at_spaces / sum(blanks) if space else 0.0, (slack - at_spaces) / sum(wide) if gaps else 0.0
