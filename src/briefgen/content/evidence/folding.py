"""Texts as they are compared: letters composed, quotation marks and white space alike, and where each character was.

Case, dashes and figures stay as they are: a quote is verbatim but for what a keyboard or a web page did to it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

_SPACE = r"[\s\u00a0\u2800\u3164]"
_MARKS = (
    r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093c\u1160-\u11ff"
    r"\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]"
)
_PIECE = re.compile(f"(?P<plain>[!#-&(-~]+(?!{_MARKS}))|(?P<space>{_SPACE}+)|(?P<other>.{_MARKS}*)", re.DOTALL)
_DROPPED = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F)))
_ALIKE: dict[int, str | None] = {
    **_DROPPED,
    **dict.fromkeys(map(ord, "‘’‚‛′ʼ`´＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»＂〝〞"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    0x2026: "...",
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},  # ligatures of PDF files
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters the offset in the text it came from (and one for the end)."""

    text: str
    origins: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stood."""
        if end <= start:
            return self.origins[start], self.origins[start]
        return self.origins[start], self.origins[end] if end == len(self.text) else self._after(end)

    def _after(self, end: int) -> int:
        # What follows may have lost characters before it (a soft hyphen, further spaces): end with what was meant.
        last = self.origins[end - 1]
        following = self.origins[end]
        return following if following > last else last + 1


def fold(text: str) -> Folded:
    """Return `text` as it is compared."""
    out: list[str] = []
    origins = array("L")
    was_space = True
    for found in _PIECE.finditer(text):
        start = found.start()
        if found.lastgroup == "plain":
            piece = found[0]
            out.append(piece)
            origins.extend(range(start, found.end()))
            was_space = False
        elif found.lastgroup == "space":
            if not was_space:
                out.append(" ")
                origins.append(start)
                was_space = True
        else:
            piece = unicodedata.normalize("NFC", found[0]).translate(_ALIKE)
            if piece:
                out.append(piece)
                origins.extend([start] * len(piece))
                was_space = False
    folded = "".join(out)
    end = len(text)
    if folded.endswith(" "):
        folded = folded[:-1]
        end = origins.pop()
    origins.append(end)
    return Folded(folded, origins)
