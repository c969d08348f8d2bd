"""What grows while a document is written: styles, numbering, notes, bookmarks, relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import Attr, Document, Note
from briefgen.errors import Fault
from briefgen.theme import Theme
from briefgen.write.docx.elements import fold, forbidden, w, without_forbidden
from briefgen.write.docx.items import Written
from briefgen.write.docx.numbering import Numbering
from briefgen.write.docx.styles import Styles
from briefgen.write.docx.widths import measured_faces

if TYPE_CHECKING:
    from briefgen.layout.fonts import Faces

_MOST_FAULTS = 20
_EXCERPT = 40


class Story(Struct, frozen=True, kw_only=True, eq=False):
    """One part that holds text (the body, the notes, a header) and what it points to outside of itself."""

    notes: bool = False  # whether notes can stand in it
    links: dict[str, str] = field(default_factory=dict)  # address -> relationship id
    pictures: dict[str, str] = field(default_factory=dict)  # media key -> relationship id
    prefix: str = "rId"  # of relationship ids, none of which the part has already

    def link(self, address: str) -> str:
        """Return the relationship id of an address outside of the document."""
        return self.links.setdefault(address, f"{self.prefix}L{len(self.links) + 1}")

    def picture(self, key: str) -> str:
        return self.pictures.setdefault(key, f"{self.prefix}P{len(self.pictures) + 1}")


class Media(Struct, frozen=True, kw_only=True, eq=False):
    """A picture’s file within the package."""

    name: str
    media_type: str
    data: bytes


class Draft(Struct, kw_only=True, eq=False):
    """The document being written."""

    document: Document
    theme: Theme
    styles: Styles
    numbering: Numbering
    room: tuple[float, float]  # width and height between the margins, in points
    anchors: dict[str, str]  # id of a node that is linked to -> name of its bookmark
    notes: list[Note] = field(default_factory=list)  # in the order of their numbers
    media: dict[str, Media] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)  # ids whose bookmark stands
    faults: list[Fault] = field(default_factory=list)
    drawings: int = 0  # numbered so far, those of a letterhead among them
    bookmarked: int = 0  # the highest number of a letterhead's bookmarks
    noted: int = 0  # the highest number of a letterhead's notes
    opened: list[Faces | None] = field(default_factory=list)  # the theme's faces, once they were asked for
    tallest: float = 0.0  # type size in the paragraph being written, in points

    def metrics(self) -> Faces | None:
        """Return what text is measured with, if its files are there; opened where something is to be measured."""
        if not self.opened:
            self.opened.append(measured_faces(self.theme))
        return self.opened[0]

    def text(self, text: str) -> str:
        """Return characters as XML can hold them; what it cannot hold becomes a fault."""
        if text.isprintable():
            return text
        text = fold(text)
        bad = forbidden(text)
        if bad:
            if len(self.faults) < _MOST_FAULTS:
                at = text.index(bad[0])
                near = without_forbidden(text[max(at - _EXCERPT // 2, 0) : at + _EXCERPT // 2]).strip()
                fault = Fault(
                    what=f"the character U+{ord(bad[0]):04X} in '{near}' cannot stand in a Word file",
                    mend="take it out of the text",
                )
                self.faults.append(fault)
            text = without_forbidden(text)
        return text

    def bookmark(self, node_id: str) -> tuple[str, str]:
        """Return the two ends of the bookmark for a node; both "" where nothing links to it, or it stands already."""
        name = self.anchors.get(node_id)
        if name is None or node_id in self.placed:
            return "", ""
        self.placed.add(node_id)
        number = self.bookmarked + len(self.placed)
        return w("bookmarkStart", id=number, name=name), w("bookmarkEnd", id=number)

    def bookmarks(self, ids: list[str]) -> tuple[str, str]:
        """Return the beginnings and the ends of the bookmarks for nodes that begin at one place."""
        ends = [self.bookmark(node_id) for node_id in ids]
        return "".join(start for start, _ in ends), "".join(end for _, end in ends)

    def drawing_number(self) -> int:
        self.drawings += 1
        return self.drawings


class Place(Struct, frozen=True, kw_only=True):
    """Where blocks stand: the styles, room and language they find there. Points."""

    width: float
    lang: str
    text: tuple[str, ...] = ("body",)  # styles of a paragraph without a class, the first that the theme has
    heading: str = ""  # of a heading without a class; "" is that of its level
    box: str = ""
    indent: float = 0.0
    list: str = ""  # kind of the list (or definitions) around it
    level: int = -1  # of the list around it
    align: str = ""
    cells: int = 0  # cells around it
    kept: bool = False  # all of it stands on one page

    def within(self, attr: Attr) -> Place:
        """Return this place with the language of a node in it."""
        return replace(self, lang=attr.lang) if attr.lang else self


class Flow(Struct, kw_only=True, eq=False):
    """Paragraphs and tables that follow one another, and what waits for the next paragraph."""

    story: Story
    items: list[Written] = field(default_factory=list)
    settled: list[bytes] = field(default_factory=list)  # what stood before the items, as it goes into the file
    count: int = 0  # of items that are settled
    ids: list[str] = field(default_factory=list)  # nodes that begin at the next paragraph
    gap: float = 0.0  # least space above it, in points
    page: bool = False  # it begins a page
    boxed: bool = False  # what stands last is a box

    def __len__(self) -> int:
        return self.count + len(self.items)

    def settle(self) -> None:
        """Make bytes of all items but the last, which is all that what follows may still change."""
        if len(self.items) > 1:
            self._settle(self.items[:-1])
            del self.items[:-1]

    def _settle(self, items: list[Written]) -> None:
        self.count += len(items)
        for item in items:
            self.settled += [stretch.encode() for stretch in item.stretches()]

    def finish(self) -> list[bytes]:
        """Return all that was written."""
        self._settle(self.items)
        self.items.clear()
        return self.settled
