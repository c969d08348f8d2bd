"""A paragraph's lines as strips: each piece with its element, links as areas, labels with their ground, notes set.

Of the inlines only those with a meaning of their own have an element: Link, Cite (Reference), Note (Reference, and the
Note right after it), Code, and words in another language (Span).
"""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Cite, Code, Inline, Inlines, Link, Note
from briefgen.layout.galley import FORBIDDEN, HYPHEN, IN_PARAGRAPH, Area, Mark, Run, Strip
from briefgen.layout.job import Job
from briefgen.layout.labels import with_ground
from briefgen.layout.measured import LinePiece, SetLine
from briefgen.layout.notes import open_note
from briefgen.plain import plain
from briefgen.theme import Look


def set_strips(job: Job, inlines: Inlines, look: Look, lang: str, x: float, width: float, element: int) -> list[Strip]:
    """Set a paragraph in a column of `width` points at `x`. Returns [] where there is nothing to set."""
    lines = job.lines(inlines, look, lang, width)
    if job.memory is not None:
        strips = _measured(job, lines, lang)
    elif _are_plain(lines):
        strips = _plain(job, lines, x, element)
    else:
        strips = _Writer(job, lang, x, element).strips(lines)
    count = len(strips)
    for at in range(1, count):
        if count <= 3 or at in (1, count - 1):
            strips[at].cost = FORBIDDEN
        else:
            strips[at].cost = IN_PARAGRAPH + (HYPHEN if _divided(lines[at - 1]) else 0.0)
    if strips and (look.rule_above or look.rule_below):
        _rule(strips, look, x, width)
    return strips


def _are_plain(lines: tuple[SetLine, ...]) -> bool:
    """Tell whether each line is one piece that stands in no inline and on no ground of its own."""
    for line in lines:
        pieces = line.pieces
        if len(pieces) != 1 or pieces[0].path or pieces[0].background:
            return False
    return True


def _plain(job: Job, lines: tuple[SetLine, ...], x: float, element: int) -> list[Strip]:
    """Turn lines into strips, where each is one piece that stands in no inline: as `_Writer` does, without a look."""
    order = job.tree.next
    strips = []
    for line in lines:
        piece = line.pieces[0]
        run = Run(x + piece.x, line.baseline - piece.rise, piece, element, order())
        strips.append(Strip(line.height, line.baseline, [run]))
    return strips


def _measured(job: Job, lines: tuple[SetLine, ...], lang: str) -> list[Strip]:
    """Turn lines into strips without their text, where a document is only measured."""
    strips = []
    for line in lines:
        strip = Strip(line.height, line.baseline)
        for note in line.notes:
            if id(note) not in job.notes:
                open_note(job, note, 0, lang)
        strips.append(strip)
    _bring_notes(job, lines, strips)
    return strips


def _bring_notes(job: Job, lines: tuple[SetLine, ...], strips: list[Strip]) -> None:
    """Let each line bring its notes, and theirs, to its page, unless another line has brought them already."""
    for line, strip in zip(lines, strips, strict=True):
        if line.notes:
            new = [note for note in line.notes if id(note) not in job.placed]
            job.placed.update(map(id, new))
            notes = [job.notes[id(note)] for note in new]
            strip.notes = tuple(one for note in notes for one in (note, *note.inner()))


def _divided(line: SetLine) -> bool:
    return bool(line.pieces) and line.pieces[-1].text.endswith("\u00ad")


def _rule(strips: list[Strip], look: Look, x: float, width: float) -> None:
    """Draw a paragraph's rules over its first and under its last line."""
    if look.rule_above:
        first = strips[0]
        more = look.rule_above + look.rule_gap
        first.runs = [replace(run, y=run.y + more) for run in first.runs]
        for area in first.areas:
            area.y += more
        first.marks = [replace(mark, y=mark.y + more) for mark in first.marks]
        first.baseline += more
        first.height += more
        line = Mark(x, look.rule_above / 2, width, 0.0, "", look.rule_colour, look.rule_above, 0.0)
        first.marks = [*first.marks, line]
    if look.rule_below:
        last = strips[-1]
        y = last.height + look.rule_gap + look.rule_below / 2
        last.marks = [*last.marks, Mark(x, y, width, 0.0, "", look.rule_colour, look.rule_below, 0.0)]
        last.height += look.rule_gap + look.rule_below


class _Open(Struct, eq=False):
    """An inline that the pieces now stand in."""

    inline: Inline
    element: int  # that holds its words
    link: int  # the Link element around them, or -1
    target: str
    text: str
    lang: str


class _Writer(Struct, eq=False):
    """Puts the lines of a paragraph into strips."""

    job: Job
    lang: str
    x: float
    element: int
    stack: list[_Open] = field(default_factory=list)
    path: tuple[Inline, ...] = ()
    reference: tuple[Note, int] | None = None  # the note whose number is being written, and its Link
    parents: dict[int, int] = field(default_factory=dict)

    def strips(self, lines: tuple[SetLine, ...]) -> list[Strip]:
        """Turn lines into strips, in reading order."""
        strips: list[Strip] = []
        for number, line in enumerate(lines):
            strip = Strip(line.height, line.baseline)
            pieces = line.pieces
            for at, piece in enumerate(pieces):
                later = pieces if at + 1 < len(pieces) else lines[number + 1].pieces if number + 1 < len(lines) else ()
                self._write(strip, piece, later[at + 1 if later is pieces else 0] if later else None)
            strips.append(strip)
        self._end_reference()
        _bring_notes(self.job, lines, strips)
        return strips

    def _write(self, strip: Strip, piece: LinePiece, following: LinePiece | None) -> None:
        x, y = self.x + piece.x, strip.baseline - piece.rise
        path = piece.path
        note = path[-1] if path and isinstance(path[-1], Note) else None
        target = text = ""
        link = -1
        if note is not None:
            link = self._refer(strip, note)
            element = link
            target, text = f"#{self.job.prefix}{self.job.number(note)}", str(self.job.number(note))
        elif self._parts_notes(piece, following):
            self._end_reference()
            assert following is not None
            element = self._open_reference(following.path[-1])
        else:
            if self.reference is not None:
                self._end_reference()
            if path is not self.path:
                self._enter(path, strip)
            if self.stack:
                top = self.stack[-1]
                element, link, target, text = top.element, top.link, top.target, top.text
            else:
                element = self.element
        tail = note is not None and piece.text.endswith(" ")
        if tail:  # the space at a line's end is not the note's
            piece = replace(piece, text=piece.text[:-1])
        strip.runs.append(Run(x, y, piece, element, self.job.tree.next()))
        if tail:
            self._end_reference()
            blank = replace(piece, x=piece.x + piece.width, width=0.0, text=" ", path=path[:-1], stretch=0.0)
            self._write(strip, blank, None)
        if link >= 0:
            _touch(strip, piece, x, y, target, link, text)
        if piece.background:
            strip.marks = with_ground(strip.marks, piece, x, y, self.job.faces)

    # ------------------------------------------------------------ inlines

    def _enter(self, path: tuple[Inline, ...], strip: Strip) -> None:
        """Leave the inlines that end here and open those that begin."""
        stack = self.stack
        common = 0
        while common < min(len(stack), len(path)) and stack[common].inline is path[common]:
            common += 1
        del stack[common:]
        for inline in path[common:]:
            self._push(inline, strip)
        self.path = path

    def _push(self, inline: Inline, strip: Strip) -> None:
        around = self.stack[-1] if self.stack else _Open(inline, self.element, -1, "", "", self.lang)
        attr = getattr(inline, "attr", None)
        lang = attr.lang if attr is not None and attr.lang else around.lang
        new = _Open(inline, around.element, around.link, around.target, around.text, lang)
        tree = self.job.tree
        foreign = lang if lang != around.lang else ""
        match inline:
            case Link(target=target, title=title) if around.link < 0 and self._leads(target):
                new.link = new.element = tree.open("Link", around.element, target=target, title=title, lang=foreign)
                new.target, new.text = target, plain(inline.children) or target
            case Cite(target=target):
                new.element = tree.open("Reference", around.element, lang=foreign)
                target = target if target.startswith("#") else f"#{target}" if target else ""
                if target and around.link < 0 and self._leads(target):
                    new.link = new.element = tree.open("Link", new.element, target=target)
                    new.target, new.text = target, plain(inline.children)
            case Code():
                new.element = tree.open("Code", around.element, lang=foreign)
            case _ if foreign:
                new.element = tree.open("Span", around.element, lang=foreign)
        if attr is not None and attr.id:
            strip.anchors = (*strip.anchors, attr.id)
        self.stack.append(new)

    def _leads(self, target: str) -> bool:
        """Tell whether a link has somewhere to lead: a dangling one is set as plain words."""
        return bool(target) and (not target.startswith("#") or target[1:] in self.job.ids)

    # ------------------------------------------------------------ notes

    def _parts_notes(self, piece: LinePiece, following: LinePiece | None) -> bool:
        """Tell whether this is the comma that line setting puts between the numbers of two notes."""
        return (
            self.reference is not None
            and piece.text == ","
            and piece.rise > 0
            and following is not None
            and bool(following.path)
            and isinstance(following.path[-1], Note)
            and following.path[:-1] == piece.path
        )

    def _refer(self, strip: Strip, note: Note) -> int:
        """Return the Link element of a note's number."""
        if self.reference is not None and self.reference[0] is not note:
            self._end_reference()
        if self.reference is None:
            job = self.job
            parent = self._open_reference(note)
            number = job.number(note)
            link = job.tree.open("Link", parent, target=f"#{job.prefix}{number}")
            self.reference = (note, link)
            if id(note) not in job.notes:
                strip.anchors = (*strip.anchors, f"{job.prefix}ref-{number}")
        return self.reference[1]

    def _open_reference(self, note: Inline) -> int:
        """Return the Reference around a note's number; it never stands inside a link."""
        known = self.parents.get(id(note))
        if known is None:
            around = self.element
            for entry in self.stack:
                if entry.link >= 0:
                    break
                around = entry.element
            self._leave_links()
            known = self.parents[id(note)] = self.job.tree.open("Reference", around)
        return known

    def _leave_links(self) -> None:
        """Words of a link that go on after a note are a new Link element, so that reading order holds."""
        for at, entry in enumerate(self.stack):
            if entry.link >= 0:
                del self.stack[at:]
                self.path = ()
                return

    def _end_reference(self) -> None:
        """Set the note whose number is now complete, right after its reference."""
        if self.reference is None:
            return
        note, _ = self.reference
        self.reference = None
        job = self.job
        parent = job.tree.elements.parents[self.parents.pop(id(note))]
        if id(note) not in job.notes:
            open_note(job, note, parent, self.lang)


def _touch(strip: Strip, piece: LinePiece, x: float, y: float, target: str, link: int, text: str) -> None:
    """Make a piece a link's area, or the last area longer, to the right or (where words run so) to the left."""
    last = strip.areas[-1] if strip.areas else None
    if last is not None and last.element == link and x <= last.x + last.width + 1 and x + piece.width >= last.x - 1:
        right = max(x + piece.width, last.x + last.width)
        last.x = min(x, last.x)
        last.width = right - last.x
        return
    top = y - 0.82 * piece.size
    strip.areas = [*strip.areas, Area(x, top, piece.width, 1.08 * piece.size, target, link, text)]
