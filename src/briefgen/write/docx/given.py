"""What a letterhead gives of its own: styles and numbering that the brief is written in; all empty without one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.write.docx.elements import Children


class GivenList(Struct, frozen=True, kw_only=True, eq=False):
    """A list style of the letterhead at one level. Points from the margin."""

    style: str
    numbering: int = 0  # its w:num, 0 = it has none and ours is used
    pattern: int = -1  # its w:abstractNum
    level: int = 0
    start: float = 0.0  # of the text
    hanging: float = 0.0
    brings: bool = False  # the style alone makes a paragraph an item


class Given(Struct, frozen=True, kw_only=True, eq=False):
    """Ids of styles of the letterhead, by what a theme calls them."""

    there: bool = False  # whether there is a letterhead
    paragraphs: Mapping[str, str] = field(default_factory=dict)
    under: Mapping[str, str] = field(default_factory=dict)  # what ours are based on, which keep a fitted page's sizes
    characters: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[tuple[str, int], GivenList] = field(default_factory=dict)  # by kind and level
    bare: tuple[str, ...] = ()  # theme styles in cells of given tables: the table's own look shows through
    heads: tuple[str, ...] = ()  # those of them in heads of tables
    normal: str = "Normal"  # what all paragraphs, words and tables are based on; "" = nothing
    words: str = "DefaultParagraphFont"
    table_normal: str = "TableNormal"
    shift: int = 0  # 1 where the title has a style of its own and heading 1 is that of sections
    hangs: bool = False  # Word counts a table's indent to its text, as it did before 2013
    head_words: Children = field(default_factory=dict)  # of a bare head's words: what the table style says of them
    levelled: tuple[str, ...] = ()  # ids of styles that say their level in an outline
    keeping: tuple[str, ...] = ()  # ids of styles that keep with what follows
    taken: tuple[str, ...] = ()  # names and ids of all its styles

    def fitted(self) -> Given:
        """Return what is given to a document that was fitted to its pages: faces and inks, and not sizes and spaces."""
        return replace(self, paragraphs={}, under=self.paragraphs, lists={}, tables={}, bare=(), heads=())

    def table(self, name: str) -> str:
        return self.tables.get(name, "")
