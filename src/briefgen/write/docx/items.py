"""Paragraphs and tables as long as they may change: what comes after them says how they keep and how far they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct, field

from briefgen.write.docx.elements import Attributes, Children, children, w


class Properties:
    """The `<w:pPr>` of paragraphs that are alike.

    It is a value: what is put into it makes another one, which is the same each time, so that its text is made once.
    """

    __slots__ = ("_changed", "_said", "inner", "text")

    def __init__(self, said: Children) -> None:
        self._said = said
        self._changed: dict[object, Properties] = {}
        self.inner = children("pPr", said)
        self.text = w("pPr", self.inner)

    def put(self, name: str, value: Attributes | str) -> Properties:
        """Return these properties with attributes of one of them set, or with the whole of it as text."""
        key = (name, value) if isinstance(value, str) else (name, *value.items())
        known = self._changed.get(key)
        if known is None:
            old = self._said.get(name)
            if not isinstance(value, str) and old is not None and not isinstance(old, str):
                value = {**old, **value}
            known = self._changed[key] = Properties({**self._said, name: value})
        return known

    @property
    def style(self) -> str:
        """The id of the paragraph's style, "" where it has none."""
        said = self._said.get("pStyle", "")
        return "" if isinstance(said, str) else str(said["val"])


class ParagraphItem(Struct, eq=False):
    """A `<w:p>`."""

    props: Properties
    inner: str  # runs and what stands between them
    section: str = ""  # properties of the section that it ends

    def put(self, name: str, **value: str | int) -> None:
        self.props = self.props.put(name, value)

    def text(self) -> str:
        props = w("pPr", self.props.inner + self.section) if self.section else self.props.text
        return f"<w:p>{props}{self.inner}</w:p>"

    def stretches(self) -> Iterator[str]:
        """Yield the text in stretches of a modest length."""
        yield self.text()

    def paragraphs(self) -> Iterator[ParagraphItem]:
        yield self


class TableItem(Struct, frozen=True, eq=False):
    """A `<w:tbl>`."""

    head: str  # its properties and its grid
    rows: list[list[Piece]] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.stretches())

    def stretches(self) -> Iterator[str]:
        yield f"<w:tbl>{self.head}"
        yield from map(joined, self.rows)
        yield "</w:tbl>"

    def paragraphs(self) -> Iterator[ParagraphItem]:
        """Yield the paragraphs of all rows, and those of tables in them."""
        for row in self.rows:
            yield from row_paragraphs(row)


Written: TypeAlias = ParagraphItem | TableItem
Piece: TypeAlias = "Written | str"


def joined(pieces: list[Piece]) -> str:
    """Return pieces as text."""
    return "".join([piece if isinstance(piece, str) else piece.text() for piece in pieces])


def row_paragraphs(row: list[Piece]) -> Iterator[ParagraphItem]:
    for piece in row:
        if not isinstance(piece, str):
            yield from piece.paragraphs()


def spacer(points: float) -> ParagraphItem:
    """Return an empty paragraph of this height: where Word needs a paragraph and the document has none."""
    line: Attributes = {"before": 0, "after": 0, "line": max(round(points * 20), 20), "lineRule": "exact"}
    return ParagraphItem(Properties({"spacing": line, "rPr": w("rPr", w("sz", val=2))}), "")
