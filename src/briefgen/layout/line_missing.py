"""What to say where no font at hand has a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefgen.errors import Fault, LayoutError, Place
from briefgen.layout.line_runs import Words
from briefgen.layout.scripts import CJK
from briefgen.layout.spare_fonts import cjk_fonts

_SHOWN = 10  # characters named in one error
_AROUND = 3  # words before and after
_LONGEST = 60
_NAMELESS = {"Cc": "a control character", "Cs": "half of a surrogate pair", "Co": "for private use"}


Within: TypeAlias = "tuple[str, tuple[str | int, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCharacter(Fault):
    """A character that no font has, and the word and the words that it stands in.

    Whoever knows the brief says by whom it is: `within` is the id of a part and the path of the words below it.
    """

    char: str
    word: str
    near: str
    within: Within | None = None

    def by(
        self, author: str, chars: Sequence[str], *, within: Within | None = None, place: Place | None = None
    ) -> MissingCharacter:
        """Return the fault with its author, who says all of `chars`."""
        named = f"character{'s' if len(chars) > 1 else ''} {', '.join(map(_named, chars))}"
        what = f"no font has the {named} in {author}: “{shown(self.near)}”"
        return replace(self, what=what, within=within, place=place)


def refuse_missing(segments: Sequence[Words]) -> None:
    """Raise LayoutError where the words hold characters that no font has, naming each once."""
    faults: dict[str, Fault] = {}
    for words in segments:
        for index, word in enumerate(words.words if words.missing else ()):
            for char in word.missing:
                if char not in faults:
                    faults[char] = _fault(char, words, index)
    if faults:
        shown = list(faults.values())[:_SHOWN]
        if len(faults) > _SHOWN:
            shown.append(Fault(what=f"… and {len(faults) - _SHOWN} more characters that no font has"))
        raise LayoutError(*shown)


def _fault(char: str, words: Words, index: int) -> Fault:
    near = " ".join(word.text for word in words.words[max(0, index - _AROUND) : index + _AROUND + 1])
    if len(near) > _LONGEST:
        at = max(0, near.find(char) - _LONGEST // 2)
        near = ("…" if at else "") + near[at : at + _LONGEST] + ("…" if at + _LONGEST < len(near) else "")
    return MissingCharacter(
        what=f"no font has the character {_named(char)} in “{shown(near)}”",
        mend=_mend(char),
        char=char,
        word=words.words[index].text,
        near=near,
    )


def _named(char: str) -> str:
    name = unicodedata.name(char, "") or _NAMELESS.get(unicodedata.category(char), "unnamed")
    return f"{shown(char)} (U+{ord(char):04X}, {name})"


def _mend(char: str) -> str:
    add = "name a TrueType font that has it under [[fallback]] in the theme; `briefgen fonts` shows what covers what"
    if CJK.match(char) and not cjk_fonts():
        return f"`pip install briefgen[cjk]` for Chinese, Japanese and Korean, or {add}"
    return add


def shown(text: str) -> str:
    """Return `text` as a terminal can show it: control characters, bidi marks and lone surrogates as escapes."""
    return "".join(
        char if char == " " or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn") else f"\\u{ord(char):04x}"
        for char in text
    )
