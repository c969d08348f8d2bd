"""Words as they are compared: NFKC, without case, soft hyphens and other characters that are not seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from msgspec import Struct

from briefgen.content.parts import shape
from briefgen.data.hints import hints
from briefgen.patterns import Pattern

# A character of these scripts counts as a word: they put no spaces between words.
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = Pattern(f"[{_NO_SPACES}]|[^\\W_{_NO_SPACES}]+")
_GROUPED = re.compile(r"(?<=\d)[,.'’\u00a0\u2009\u202f ](?=\d{3}(?!\d))")
_PLANES = (range(0x80, 0x110), range(0x600, 0x3000), range(0xFE00, 0xFF00))


def folded(text: str) -> str:
    """Return a text as it is compared: no two ways to write the same characters, no case, nothing unseen."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", _unseen().sub("", text)).casefold()
    return unicodedata.normalize("NFKC", plain)


@lru_cache(maxsize=1)
def _unseen() -> re.Pattern[str]:
    """Match soft hyphens, joiners, marks of direction and the byte order mark."""
    return re.compile("[" + "".join(chr(c) for p in _PLANES for c in p if unicodedata.category(chr(c)) == "Cf") + "]")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without what stands between them; 1,550 is one word as 1550 is."""
    return tuple(_WORD.findall(_GROUPED.sub("", folded(text)).replace("'", "").replace("’", "")))


class Said(Struct):
    """A text in which names are looked for; it is taken apart once."""

    text: str
    _spaced: str = ""

    def mentions(self, name: str) -> bool:
        """Say whether the text holds a name: one word with its case of letters, several without."""
        words = words_of(name)
        if not words or (len(words) == 1 and len(words[0]) < 3 and words[0].isascii()):
            return False
        if len(words) > 1 or not name.isascii():
            return f" {' '.join(words)} " in self.spaced
        return re.search(rf"(?<!\w){re.escape(name.strip())}(?!\w)", self.text) is not None

    @property
    def spaced(self) -> str:
        """The words of the text with one space before, between and behind, so that `in` finds whole words."""
        if not self._spaced:
            self._spaced = f" {' '.join(words_of(self.text))} "
        return self._spaced

    def has(self, phrase: str) -> bool:
        """Say whether the text holds these words, in any case."""
        words = words_of(phrase)
        return bool(words) and f" {' '.join(words)} " in self.spaced


def texts(
    part: Any, *, without: frozenset[str] = frozenset(), nested: type | tuple[type, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Yield every text in a part and in what it holds, with the name of its field; not ids that name others.

    Fields in `without` are passed over, and so are parts of the kind `nested` within the part.
    """
    fields = shape(part)
    inner = dict(fields.holds)
    references = {name for name, _, _ in fields.refs}
    cls: Any = type(part)
    for name in hints(cls):
        value = getattr(part, name)
        if name in references or name in without or value is None:
            continue
        if name in inner:
            for each in value if inner[name] else (value,):
                if not (nested and isinstance(each, nested)):
                    yield from texts(each, without=without, nested=nested)
            continue
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Decimal):
                yield name, format(each, "f")
            elif isinstance(each, str) and not isinstance(each, Enum) and each:
                yield name, each
