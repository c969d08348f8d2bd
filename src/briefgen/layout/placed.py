"""Finished pages: what layout hands to the PDF writer. Points, origin at the page's top left corner, y down.

Structure stands beside position: `Pages.elements` is the logical tree, and every placed piece names its element, so
that paint wraps each piece as marked content there and then. `order` numbers rise in reading order over the whole
document and put pieces and child elements of one element in sequence, however pages and columns split them. Nothing
here is changed once it is made; what pages hold by the hundred is not declared frozen, which would treble the time that
it takes to make one.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from msgspec import Struct

from briefgen.document import Image

if TYPE_CHECKING:
    from briefgen.scene import Scene

ARTIFACT = -1  # the element of all that is not content: rules, grounds, running heads, repeated header rows


class Element(Struct, frozen=True, kw_only=True, gc=False):
    """A node of the logical tree, with a role of PDF 1.7 (ISO 32000-1, 14.8.4): P, H1, L, LI, Lbl, LBody, TD, Note …"""

    role: str
    parent: int  # index in `Pages.elements`, always before this one; ARTIFACT for the root
    order: int  # where it begins, in reading order
    id: str = ""  # target of links and of header cells
    lang: str = ""
    alt: str = ""
    actual: str = ""  # text that stands for what is drawn, where they differ
    title: str = ""
    target: str = ""  # of a Link or Reference: URL or #id
    scope: str = ""  # of a TH: Column or Row
    colspan: int = 1
    rowspan: int = 1
    numbering: str = ""  # of an L: Decimal, Disc, None …
    summary: str = ""  # of a Table


class Elements(Sequence[Element]):
    """Elements in few bytes: roles, parents and orders in columns, and beside them what few elements have.

    Each is made an `Element` when it is asked for. What goes through all of them reads the columns.
    """

    __slots__ = ("extras", "orders", "parents", "roles")

    def __init__(self, elements: Iterable[Element] = ()) -> None:
        self.roles: list[str] = []
        self.parents = array("i")
        self.orders = array("i")
        self.extras: dict[int, dict[str, Any]] = {}  # fields that are not as they mostly are, by index
        for element in elements:
            more = {name: getattr(element, name) for name in _MORE}
            self.add(element.role, element.parent, element.order, more)

    def add(self, role: str, parent: int, order: int, more: dict[str, Any]) -> int:
        """Put an element at the end, with `more` of its fields, and return its index."""
        index = len(self.roles)
        self.roles.append(role)
        self.parents.append(parent)
        self.orders.append(order)
        if more:
            told = {name: value for name, value in more.items() if value not in _USUAL}
            if told:
                self.extras[index] = told
        return index

    def __len__(self) -> int:
        return len(self.roles)

    @overload
    def __getitem__(self, index: int) -> Element: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Element, ...]: ...
    def __getitem__(self, index: int | slice) -> Element | tuple[Element, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        return Element(
            role=self.roles[at], parent=self.parents[at], order=self.orders[at], **self.extras.get(at, {})
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Elements) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


_MORE = tuple(name for name in Element.__struct_fields__ if name not in ("role", "parent", "order"))
_USUAL = ("", 1)  # values of these fields that most elements have


class Glyph(Struct, frozen=True, gc=False):
    """One shaped glyph: its id in the font file, advance and offset in points, and the text it stands for."""

    id: int
    advance: float
    dx: float
    dy: float
    text: str  # "" where an earlier glyph of the cluster carries it


class TextRun(Struct, frozen=True, gc=False):
    """Characters in one face, size and colour on one baseline.

    `text` is in logical order and holds what a reader takes out, with the space that a soft line break swallowed as a
    last U+0020 (which takes no room beyond `width`). `stretch` is added to each U+0020 that is drawn (justification).
    """

    x: float
    y: float  # baseline
    width: float
    text: str
    face: str  # name in the theme's registry of faces, as `layout.fonts` knows it
    size: float
    colour: str  # #rrggbb
    element: int
    order: int
    stretch: float = 0.0
    tracking: float = 0.0
    glyphs: tuple[Glyph, ...] | None = None  # where shaping changed something; None = one glyph a character


class Box(Struct, frozen=True, gc=False):
    """A rectangle; x, y its top left corner. A rule is a box with one side zero: `line` wide, in `stroke`."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""  # #rrggbb or "" for none
    stroke: str = ""
    line: float = 0.0
    radius: float = 0.0
    element: int = ARTIFACT
    order: int = 0


class Picture(Struct, frozen=True, gc=False):
    """A picture or a drawing, placed."""

    x: float
    y: float
    width: float
    height: float
    image: Image | Scene
    element: int
    order: int


class LinkArea(Struct, frozen=True, gc=False):
    """A rectangle of one page that leads to `target` (URL or #id); one Link element may have several."""

    x: float
    y: float
    width: float
    height: float
    target: str
    element: int
    text: str  # the words of the link, for the annotation's Contents


class Anchor(Struct, frozen=True, gc=False):
    """The place of an id."""

    id: str
    y: float


Piece: TypeAlias = TextRun | Box | Picture


class Page(Struct, frozen=True, kw_only=True, gc=False):
    """One finished page."""

    width: float
    height: float
    pieces: tuple[Piece, ...]  # in the order they are painted
    links: tuple[LinkArea, ...] = ()
    anchors: tuple[Anchor, ...] = ()


class Bookmark(Struct, frozen=True, kw_only=True, gc=False):
    """An entry of the outline that programs show beside the pages."""

    level: int  # from 1
    text: str
    page: int  # from 0
    y: float
    element: int


class Flowing(Struct, frozen=True, kw_only=True, gc=False):
    """Pages that come one by one, each to be let go when it is painted: a long document need not be held whole.

    Elements and bookmarks grow as pages come, and are whole after the last one. What comes to nothing on the way (a
    fault in the content, an id of `ids` that no page has) is for `layout.pages.paginate` to say, or to set.
    """

    pages: Iterable[Page]
    elements: Sequence[Element]  # pre-order; 0 is the Document
    bookmarks: Sequence[Bookmark] = ()
    title: str = ""
    lang: str = "en"
    subject: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    date: str = ""
    ids: Container[str] = ()  # that some page will have an anchor for


class Pages(Flowing, frozen=True, kw_only=True):
    """All pages of a document."""

    pages: Sequence[Page]


class NotFlowingError(Exception):
    """Pages that come one by one have come to nothing."""
