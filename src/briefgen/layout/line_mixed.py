"""Lines in which words run from right to left, or are shaped: directions for the paragraph, order for each line.

Levels come from the whole paragraph (UAX #9), breaks are chosen in the order of reading, and each line is then put into
the order of seeing. Numbers of notes, code, and words whose own language runs the other way are isolated, as HTML
does. A paragraph in a language from left to right that holds letters from right to left only is ordered from right to
left; it starts where its language does.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from briefgen.document import Code, Inline, Note
from briefgen.layout.bidi import first_strong, levels, visual_order
from briefgen.layout.breaks import INVISIBLE, SOFT
from briefgen.layout.fonts import units_of
from briefgen.layout.line_fit import LOOSEST, SHRINK, STRETCH
from briefgen.layout.line_runs import GLUED, Run
from briefgen.layout.line_runs import SPACE as AFTER_SPACE
from briefgen.layout.line_units import Units
from briefgen.layout.line_words import Setting
from briefgen.layout.measured import LinePiece, SetLine
from briefgen.layout.placed import Glyph
from briefgen.layout.scripts import MARKS, SHAPED, UNDRAWN, is_rtl
from briefgen.layout.shaping import Shaped, shape

_EPSILON = 1e-6
_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"


class Directed(Struct, frozen=True, eq=False):
    """A paragraph's units with the level of each of their characters."""

    units: Units
    paragraph: Setting
    from_right: bool  # lines start at the right
    parts: list[list[list[int]]]  # of each unit, of each of its parts
    spaces: list[int]  # after each unit
    marks: list[tuple[list[int], list[int]]]  # of the isolating marks before each unit, and before its space


class _Atom(Struct, frozen=True, eq=False):
    """Characters of one run, face and level in one line, drawn as they are or shaped; or a mark, with no text."""

    run: Run
    face: str
    text: str
    level: int
    width: float
    shaped: Shaped | None


def direct(units: Units, paragraph: Setting) -> Directed:
    """Find the direction of every character of a paragraph."""
    text: list[str] = []
    inside: tuple[tuple[Inline, str], ...] = ()

    def enter(run: Run) -> None:
        nonlocal inside
        wanted = _isolates(run.path, paragraph.rtl)
        if wanted == inside:
            return
        common = 0
        while common < min(len(inside), len(wanted)) and inside[common][0] is wanted[common][0]:
            common += 1
        text.extend([_PDI] * (len(inside) - common))
        text.extend(mark for _, mark in wanted[common:])
        inside = wanted

    places: list[tuple[int, int, int, int]] = []  # of each unit: its marks, characters, the space's marks, the space
    for index, run in enumerate(units.runs):
        before = len(text)
        enter(run)
        begin = len(text)
        for _, part, _ in units.fragments[index].parts:
            text.extend(part)
        if units.afters[index] in (AFTER_SPACE, GLUED):
            end = len(text)
            enter(units.spaces[index] or run)
            places.append((before, begin, end, len(text)))
            text.append(" ")
        else:
            places.append((before, begin, -1, -1))
    whole = "".join(text)
    base, from_right = _base(whole, paragraph)
    found = levels(whole, base)
    parts: list[list[list[int]]] = []
    for index, (_, begin, _, _) in enumerate(places):
        parts.append([])
        for _, part, _ in units.fragments[index].parts:
            parts[-1].append(found[begin : begin + len(part)])
            begin += len(part)
    spaces = [found[at] if at >= 0 else base for _, _, _, at in places]
    marks = [(found[before:begin], found[end:at] if at >= 0 else []) for before, begin, end, at in places]
    return Directed(units, paragraph, from_right, parts, spaces, marks)


def _isolates(path: tuple[Inline, ...], rtl: bool) -> tuple[tuple[Inline, str], ...]:
    """Return the inlines of a path that are isolated from what stands around them, with the character that says so."""
    found: list[tuple[Inline, str]] = []
    for inline in path:
        if isinstance(inline, (Note, Code)):
            found.append((inline, _LRI))
            rtl = False
            continue
        attr = getattr(inline, "attr", None)
        if attr is not None and attr.lang and is_rtl(attr.lang) != rtl:
            rtl = not rtl
            found.append((inline, _RLI if rtl else _LRI))
    return tuple(found)


def _base(text: str, paragraph: Setting) -> tuple[int, bool]:
    """Return the paragraph's level, and whether its lines start at the right."""
    if paragraph.rtl:
        return 1, True
    if paragraph.lang.lower() in ("", "und", "mul", "zxx"):
        first = first_strong(text) or 0
        return first, bool(first)
    return int(first_strong(text) == 1 and not any(map(_is_left, text))), False


def _is_left(char: str) -> bool:
    return first_strong(char) == 0


# ---------------------------------------------------------------- one line


def place_mixed(text: Directed, first: int, last: int, *, indent: float, room: float, tail: str) -> SetLine:
    """Place the units from `first` to `last`, as `line_pieces.place_line` does."""
    units, paragraph = text.units, text.paragraph
    atoms: list[_Atom] = []
    notes: list[Note] = []
    for index in range(first, last + 1):
        run = units.runs[index]
        if run.note is not None and not (notes and notes[-1] is run.note):
            notes.append(run.note)
        before, inside = text.marks[index]
        atoms += [_Atom(run, "", "", level, 0.0, None) for level in before]
        for (face, part, _), part_levels in zip(units.fragments[index].parts, text.parts[index], strict=True):
            atoms += _atoms(run, face, part, part_levels)
        if index < last and units.afters[index] in (AFTER_SPACE, GLUED):
            blank = units.spaces[index] or run
            atoms += [_Atom(run, "", "", level, 0.0, None) for level in inside]
            atoms.append(_atom(blank, blank.setting.face, " ", text.spaces[index]))
    final = last == len(units.fragments) - 1
    tail = tail if final else {SOFT: "\u00ad", AFTER_SPACE: " "}.get(units.afters[last], "")
    if tail == "\u00ad":  # in the words' own face, which a fallback font may lack it in
        last_run = atoms[-1].run
        atoms.append(_Atom(last_run, last_run.setting.face, tail, atoms[-1].level, last_run.setting.hyphen, None))
        tail = ""
    x, stretch = _align(atoms, paragraph, room, final=final, from_right=text.from_right)
    if not text.from_right:
        x += indent
    pieces = _pieces(atoms, x, stretch)
    if tail and pieces:
        pieces[-1].texts.append(tail)
    return _line(paragraph, pieces, tuple(notes), stretch, final=final)


def _atoms(run: Run, face: str, text: str, text_levels: list[int]) -> Iterator[_Atom]:
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text_levels[at] != text_levels[begin]:
            yield _atom(run, face, MARKS.sub("", text[begin:at]), text_levels[begin])
            begin = at


def _atom(run: Run, face: str, text: str, level: int) -> _Atom:
    setting = run.setting
    known = setting.faces.by_name[face]
    if not UNDRAWN.sub("", text):
        return _Atom(run, face, "", level, 0.0, None)
    if level % 2 == 0 and SHAPED.search(text) is None:
        text = INVISIBLE.sub("", text)
        width = units_of(known, text) * setting.look.size / known.units + setting.look.tracking * len(text)
        return _Atom(run, face, text, level, width, None)
    shaped = shape(known, text, rtl=level % 2 == 1, lang=setting.lang)
    return _Atom(run, face, text, level, shaped.advance * setting.look.size / known.units, shaped)


def _align(
    atoms: list[_Atom], paragraph: Setting, room: float, *, final: bool, from_right: bool
) -> tuple[float, float]:
    """Return where the line begins at its left, and what is added to each of its spaces."""
    width = sum([atom.width for atom in atoms])
    slack = room - width
    align = paragraph.look.align
    if align == "center":
        return max(0.0, slack / 2), 0.0
    start, end = (max(0.0, slack), 0.0) if from_right else (0.0, max(0.0, slack))
    if align == "end":
        return end, 0.0
    if align == "justify" and not (final and slack >= 0):
        blanks = sum([atom.text.count(" ") for atom in atoms])
        space = sum([atom.text.count(" ") * atom.run.setting.space for atom in atoms])
        if space and -SHRINK * space - _EPSILON <= slack <= LOOSEST * STRETCH * space:
            return 0.0, slack / blanks
    return start, 0.0


class _Piece(Struct, eq=False):
    """A piece in the making: atoms that are read and seen one after the other."""

    run: Run
    face: str
    level: int
    x: float
    width: float
    texts: list[str]
    glyphs: list[tuple[Glyph, ...]] | None
    blanks: int
    seen: int  # place of the last atom in the order of seeing


def _pieces(atoms: list[_Atom], x: float, stretch: float) -> list[_Piece]:
    """Give each atom its place and join neighbours; the pieces come in the order of reading."""
    order = visual_order([atom.level for atom in atoms])
    lefts = [0.0] * len(atoms)
    seen = [0] * len(atoms)
    for place, index in enumerate(order):
        lefts[index], seen[index] = x, place
        x += atoms[index].width + stretch * atoms[index].text.count(" ")
    pieces: list[_Piece] = []
    for index, atom in enumerate(atoms):
        if not atom.text:
            continue
        setting = atom.run.setting
        blanks = atom.text.count(" ")
        width = atom.width + stretch * blanks
        glyphs = None
        if atom.shaped is not None:
            glyphs = atom.shaped.at(setting.look.size, setting.faces.by_name[atom.face].units)
        last = pieces[-1] if pieces else None
        if (
            last is not None
            and last.run is atom.run
            and (last.face, last.level, last.glyphs is None) == (atom.face, atom.level, glyphs is None)
            and seen[index] == last.seen + (-1 if atom.level % 2 else 1)
        ):
            last.texts.append(atom.text)
            last.width += width
            last.blanks += blanks
            last.x = min(last.x, lefts[index])
            last.seen = seen[index]
            if last.glyphs is not None and glyphs is not None:
                last.glyphs.insert(0 if atom.level % 2 else len(last.glyphs), glyphs)
        else:
            shaped = None if glyphs is None else [glyphs]
            pieces.append(
                _Piece(atom.run, atom.face, atom.level, lefts[index], width, [atom.text], shaped, blanks, seen[index])
            )
    return pieces


def _line(paragraph: Setting, pieces: list[_Piece], notes: tuple[Note, ...], stretch: float, *, final: bool) -> SetLine:
    largest = max([paragraph.look.size, *(piece.run.setting.look.size for piece in pieces)])
    height = paragraph.look.leading
    if largest > paragraph.look.size:
        height *= largest / paragraph.look.size
    baseline = paragraph.faces.baseline(paragraph.face, largest, height)
    placed = []
    for piece in pieces:
        setting = piece.run.setting
        look = setting.look
        placed.append(
            LinePiece(
                piece.x,
                piece.width,
                "".join(piece.texts),
                piece.face,
                look.size,
                look.colour,
                setting.rise,
                piece.run.path,
                look.background,
                stretch if piece.blanks else 0.0,
                look.tracking if piece.glyphs is None else 0.0,
                None if piece.glyphs is None else tuple(glyph for glyphs in piece.glyphs for glyph in glyphs),
            )
        )
    width = sum([piece.width for piece in pieces])
    return SetLine(tuple(placed), width, height, baseline, notes, final)
