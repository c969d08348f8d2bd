"""The document tree: what every writer reads, and all it reads.

A template emits a small subset of HTML; `compose.markup` turns it into this tree; each writer is one room over it.
Blocks stand one below the other, inlines stand in a line of text. Nothing here says how a thing looks: a writer asks
the theme for the style that a role (or one of its classes) names. Tuples keep document order; an empty tuple or
string means "none".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from briefgen.scene import Scene


class Attr(Struct, frozen=True, kw_only=True, gc=False):
    """What any node may carry besides its content."""

    id: str = ""  # target of links; unique in the document
    classes: tuple[str, ...] = ()  # names of theme styles, first one wins
    lang: str = ""  # BCP 47, where it differs from the node around it
    importance: int = 0  # of what the page fit may leave out, 1 (first to go) to 5 (last to go); 0 = it always stays
    keep: bool = False  # never split over pages
    column: bool = False  # a column begins here: the page fit says so to programs that break columns themselves
    fit: Literal["", "full", "short", "omitted"] = ""  # stands in one variant of the item around; if items are left out


NONE = Attr()

# ---------------------------------------------------------------- inlines


class Text(Struct, frozen=True, gc=False):
    """Characters. White space is already folded: one U+0020 between words, U+00A0 where a line may not break."""

    text: str


class Emph(Struct, frozen=True, kw_only=True, gc=False):
    """Stressed words."""

    children: Inlines
    attr: Attr = NONE


class Strong(Struct, frozen=True, kw_only=True, gc=False):
    """Words of weight."""

    children: Inlines
    attr: Attr = NONE


class Code(Struct, frozen=True, kw_only=True, gc=False):
    """Verbatim words: an identifier, a file name."""

    text: str
    attr: Attr = NONE


class Sub(Struct, frozen=True, kw_only=True, gc=False):
    """Subscript."""

    children: Inlines
    attr: Attr = NONE


class Super(Struct, frozen=True, kw_only=True, gc=False):
    """Superscript."""

    children: Inlines
    attr: Attr = NONE


class Span(Struct, frozen=True, kw_only=True, gc=False):
    """Words with a style or a language of their own."""

    children: Inlines
    attr: Attr = NONE


class Link(Struct, frozen=True, kw_only=True, gc=False):
    """A link to `http(s):`, `mailto:` or, as `#id`, to a node of this document."""

    target: str
    children: Inlines
    title: str = ""
    attr: Attr = NONE


class Break(Struct, frozen=True, gc=False):
    """A forced line break."""


class Note(Struct, frozen=True, kw_only=True, gc=False):
    """A footnote, standing where its number goes; writers number notes from 1 in document order."""

    blocks: Blocks
    attr: Attr = NONE


class Cite(Struct, frozen=True, kw_only=True, gc=False):
    """The name of a source, as a reference to its entry `#target` in the list of sources ("" = no entry)."""

    target: str
    children: Inlines
    attr: Attr = NONE


class Mark(Struct, frozen=True, kw_only=True, gc=False):
    """A handling marking, such as TLP:AMBER; never translated, never hyphenated."""

    label: str
    attr: Attr = NONE


class Field(Struct, frozen=True, gc=False):
    """A number only the finished pages know: of this page, or of all pages, in running headers and footers; or how many
    items the page fit has left out, which `layout.fit` puts in."""

    kind: Literal["page", "pages", "omitted"]


Inline: TypeAlias = Text | Emph | Strong | Code | Sub | Super | Span | Link | Break | Note | Cite | Mark | Field
Inlines: TypeAlias = tuple[Inline, ...]

# ---------------------------------------------------------------- blocks


class Heading(Struct, frozen=True, kw_only=True, gc=False):
    """A heading, to which all up to the next one of its level belongs."""

    level: int  # 1 to 4; 1 is the document's title
    children: Inlines
    attr: Attr = NONE


class Paragraph(Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph."""

    children: Inlines
    attr: Attr = NONE


class Item(Struct, frozen=True, kw_only=True, gc=False):
    """One item of a list; lists nest through its blocks."""

    blocks: Blocks
    attr: Attr = NONE


class List(Struct, frozen=True, kw_only=True, gc=False):
    """A list of items, numbered or with marks."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    attr: Attr = NONE


class Definition(Struct, frozen=True, kw_only=True, gc=False):
    """One term, with what it means."""

    term: Inlines
    blocks: Blocks
    attr: Attr = NONE


class Definitions(Struct, frozen=True, kw_only=True, gc=False):
    """A list of terms with what each means: glossaries, key facts, a memo's To/From/Date block."""

    entries: tuple[Definition, ...]
    attr: Attr = NONE


class Cell(Struct, frozen=True, kw_only=True, gc=False):
    """A cell of a table."""

    blocks: Blocks
    header: Literal["", "col", "row"] = ""  # scope of a header cell; "" is a data cell
    colspan: int = 1
    rowspan: int = 1
    align: Literal["", "start", "center", "end"] = ""
    attr: Attr = NONE


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """A row of a table."""

    cells: tuple[Cell, ...]  # spans already checked: every row covers every column exactly once
    attr: Attr = NONE


class Table(Struct, frozen=True, kw_only=True, gc=False):
    """A table."""

    rows: tuple[Row, ...]
    head: tuple[Row, ...] = ()  # repeated at the top of each page
    widths: tuple[float, ...] = ()  # per column, shares of the table's width that sum to 1; () = from content
    caption: Inlines = ()
    summary: str = ""  # what the table shows, for a reader who cannot see it
    attr: Attr = NONE

    @property
    def columns(self) -> int:
        first = (self.head or self.rows)[0]
        return sum(cell.colspan for cell in first.cells)


class Quote(Struct, frozen=True, kw_only=True, gc=False):
    """Words of somebody else, set apart."""

    blocks: Blocks
    attr: Attr = NONE


class Callout(Struct, frozen=True, kw_only=True, gc=False):
    """A box beside the argument (bottom line, caveat); its first class picks the theme's box style."""

    blocks: Blocks
    attr: Attr = NONE


class Section(Struct, frozen=True, kw_only=True, gc=False):
    """Blocks that belong together under one heading."""

    blocks: Blocks
    attr: Attr = NONE


class Image(Struct, frozen=True, kw_only=True, gc=False):
    """A picture file's bytes with its size in points (72 to the inch); PNG or JPEG."""

    data: bytes
    media_type: Literal["image/png", "image/jpeg"]
    width: float
    height: float


class Figure(Struct, frozen=True, kw_only=True, gc=False):
    """A picture or a drawing with the words that stand for it (`alt` is never empty) and a caption."""

    image: Image | Scene
    alt: str
    caption: Inlines = ()
    narrow: Scene | None = None  # the same drawing for a narrow screen
    attr: Attr = NONE


class Columns(Struct, frozen=True, kw_only=True, gc=False):
    """Blocks that flow through `count` columns, which end level."""

    blocks: Blocks
    count: int = 2
    attr: Attr = NONE


class Rule(Struct, frozen=True, kw_only=True, gc=False):
    """A thematic break; with class `page` a page break."""

    attr: Attr = NONE


Block: TypeAlias = (
    Heading | Paragraph | List | Definitions | Table | Quote | Callout | Section | Figure | Columns | Rule
)
Blocks: TypeAlias = tuple[Block, ...]

# ---------------------------------------------------------------- the whole


class Running(Struct, frozen=True, kw_only=True, gc=False):
    """What stands at the head or foot of each page: one line, its parts at the start, centre and end."""

    start: Inlines = ()
    center: Inlines = ()
    end: Inlines = ()


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """All of a document: its content and what is said of it."""

    blocks: Blocks
    title: str
    lang: str = "en"
    subject: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""  # that issues it, for a letterhead's `{{organisation}}`
    keywords: tuple[str, ...] = ()
    date: str = ""  # ISO 8601 or "", shown nowhere; for the file's own metadata
    template: str = ""  # its name, for messages
    theme: str = ""  # the theme this template is made for; "" = default
    pages: int = 0  # the most pages it may fill; 0 = no bound
    header: Running = Running()
    footer: Running = Running()
    first_header: Running | None = None  # where the first page's differs
    first_footer: Running | None = None
