"""What all galleys of one document share: theme, faces, the logical tree, the notes, and the room of a page."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Blocks, Inlines, Note
from briefgen.errors import Fault, LayoutError
from briefgen.layout.elements import Tree
from briefgen.layout.fonts import Faces
from briefgen.layout.galley import Footnote, Galley
from briefgen.layout.lines import set_lines
from briefgen.layout.measured import SetLine
from briefgen.layout.memory import Memory
from briefgen.layout.mirror import turn_lines
from briefgen.theme import Look, Theme, look

NARROWEST = 60.0  # points; nested lists, quotes and boxes stop moving in where less would be left for the text
_MOST_FAULTS = 20


class Place(Struct, frozen=True, kw_only=True, eq=False):
    """Where blocks stand: their column, their parent in the logical tree, and what is said around them."""

    x: float
    width: float
    element: int
    lang: str
    text: tuple[str, ...] = ("body",)  # styles of a paragraph, the first that the theme has
    title: str = ""  # style of a heading, "" = by its level
    align: str = ""  # of a table cell
    tight: float | None = None  # space after paragraphs, in lists
    depth: int = 0  # of lists
    moved: str = ""  # style whose indent is already in x
    top: bool = False  # in the page's own column, so that columns may go on over pages
    bare: bool = False  # a paragraph's words belong to `element` itself
    bookmarks: bool = True

    def inside(self, element: int, lang: str) -> Place:
        """Return this place within an element of its own."""
        return replace(self, element=element, lang=lang)


class Job(Struct, kw_only=True, eq=False):
    """A document that is being set: what all its blocks share."""

    theme: Theme
    faces: Faces
    tree: Tree
    numbers: dict[int, int]  # of notes, see `layout.survey`
    ids: set[str]  # that a link may lead to
    width: float  # of the text area
    room: float  # its height
    settled: Callable[[Job, Blocks, Place], Galley]  # blocks.settled, which stands above this module
    notes: dict[int, Footnote] = field(default_factory=dict)  # by the identity of the Note
    placed: set[int] = field(default_factory=set)  # notes that a line has brought to its page
    faults: list[Fault] = field(default_factory=list)
    looks: dict[tuple[int, str], Look] = field(default_factory=dict)
    styles: dict[tuple[str, ...], Look] = field(default_factory=dict)
    rtl: bool = False  # the document runs from right to left: x counts from the right, see `layout.mirror`
    prefix: str = ""  # parts the ids of notes from the document's own
    memory: Memory | None = None  # of a job that only measures: its strips hold no text, and its elements are not kept

    def number(self, note: Note) -> int:
        return self.numbers[id(note)]

    def lines(self, inlines: Inlines, look: Look, lang: str, width: float) -> tuple[SetLine, ...]:
        """Set a paragraph; what cannot be set is kept as a fault, so that all are told at once."""
        if self.memory is None:
            return self._set_lines(inlines, look, lang, width)
        return self.memory.recall(inlines, look, lang, width, self.number, self._set_lines)

    def _set_lines(self, inlines: Inlines, look: Look, lang: str, width: float) -> tuple[SetLine, ...]:
        try:
            lines = set_lines(inlines, look, self.theme, self.faces, lang, width, note_number=self.number)
        except LayoutError as error:
            self.fail(error)
            return ()
        return turn_lines(lines, width) if self.rtl else lines

    def fail(self, error: LayoutError) -> None:
        """Keep the faults of one paragraph. Raises LayoutError once there are many."""
        self.faults += [fault for fault in error.faults if fault not in self.faults]
        if len(self.faults) >= _MOST_FAULTS:
            raise LayoutError(*self.faults)

    def look(self, *names: str) -> Look:
        """Return the look of the first of `names` that the theme has; see `theme.look`."""
        known = self.styles.get(names)
        if known is None:
            known = self.styles[names] = look(self.theme, *names)
        return known

    def aligned(self, look: Look, align: str) -> Look:
        """Return `look` with another alignment; the same object each time."""
        if not align or look.align == align:
            return look
        key = (id(look), align)
        known = self.looks.get(key)
        if known is None:
            known = self.looks[key] = replace(look, align=align)
        return known
