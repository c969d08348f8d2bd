"""What a theme and a language alone decide: made once for all documents of theirs that this process writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from briefgen.theme import Theme
from briefgen.theme.remembered import Remembered

if TYPE_CHECKING:
    from briefgen.write.docx.items import Properties
    from briefgen.write.docx.styles import Indent, ParagraphStyle
    from briefgen.write.docx.words import Words

_MOST = 1024
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Bounded(dict[_Key, _Value]):
    """Things that can be made again: all are forgotten when they are too many."""

    def __setitem__(self, key: _Key, value: _Value) -> None:
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(key, value)


class Kept(Struct, frozen=True, kw_only=True, eq=False):
    """Things made, each by all that it depends on besides the theme and the language."""

    styles: Bounded[object, str] = field(default_factory=Bounded)  # `<w:style>`
    keys: Bounded[object, ParagraphStyle] = field(default_factory=Bounded)
    indents: Bounded[ParagraphStyle, Indent] = field(default_factory=Bounded)
    paragraphs: Bounded[object, tuple[Properties, Words]] = field(default_factory=Bounded)  # what those alike have
    cells: Bounded[object, str] = field(default_factory=Bounded)  # `<w:tcPr>`
    words: Bounded[object, Words] = field(default_factory=Bounded)


def kept_with(theme: Theme, lang: str) -> Kept:
    """Return what was made for this theme and this language, of which the last few are remembered."""
    return _kept.of(theme, lang, Kept)


_kept: Remembered[str, Kept] = Remembered(16)
