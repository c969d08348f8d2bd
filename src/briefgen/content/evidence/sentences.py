"""A text cut into paragraphs and sentences, each with its offsets and a name such as P3.2.

A line that does not end as a sentence does (a title, a caption, a web page's chrome) is a fragment, not a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLANK = re.compile(r"(?:[^\S\n]*(?:\r\n|\r|\n)){2,}[^\S\n]*|\f")
_END = re.compile(r"""(?:[.!?…]+["'”’»)\]]*(?=\s|$)|[。！？｡．؟।]+[」』”’»）]*)""")
_NEARBY = 40  # characters before and after a full stop that are looked at
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
# Before a name; and before a figure only: “He said no. The …” is two sentences.
_TITLES = "mr. mrs. ms. dr. prof. gen. col. lt. sgt. capt. adm. sen. rep. gov. pres. st. jr. sr. vs. e.g. i.e. cf. bzw."
_NUMBERED = "no. nos. art. arts. para. paras. sec. ch. fig. figs. pp. p. vol. ed. approx. ca. nr. abs. "
_NUMBERED += "jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec."
_BEFORE_NAMES = frozenset(_TITLES.split())
_BEFORE_FIGURES = frozenset(_NUMBERED.split())
# After initials such as U.S. these begin a sentence rather than a name.
_BEGINNINGS = "The A An This That These Those It Its In On At He She They We But And Or If As For From By When While "
_BEGINNINGS += "After Before Since Although However There Here Some Any Both Either Neither No Not Such"
_STARTERS = frozenset(_BEGINNINGS.split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a fragment: [start, end) in the text; paragraphs and sentences count from 1, fragments have 0."""

    start: int
    end: int
    paragraph: int
    number: int

    @property
    def label(self) -> str:
        return f"P{self.paragraph}.{self.number}" if self.number else ""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each sentence of one paragraph, without the white space around it."""
    spans = []
    start = 0
    for found in _END.finditer(text):
        if found.end() < len(text) and not _ends(text, start, found):
            continue
        spans.append((start, found.end()))
        start = found.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return [_trimmed(text, *span) for span in spans if text[slice(*span)].strip()]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each paragraph: what blank lines part. A no-break space is white space."""
    spans = []
    start = 0
    for found in _BLANK.finditer(text):
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    return [_trimmed(text, *span) for span in spans if text[slice(*span)].strip()]


def sentences(text: str, blocks: list[tuple[int, int]] | None = None) -> tuple[Sentence, ...]:
    """Return the sentences and fragments of a text in their order. Only paragraphs that hold a sentence are counted."""
    return tuple(_numbered(text, paragraphs(text) if blocks is None else blocks))


def _numbered(text: str, blocks: list[tuple[int, int]]) -> Iterator[Sentence]:
    paragraph = 0
    for block_start, block_end in blocks:
        spans = [(block_start + a, block_start + b) for a, b in sentence_spans(text[block_start:block_end])]
        is_prose = any(_is_sentence(text[a:b]) for a, b in spans)
        paragraph += is_prose
        number = 0
        for a, b in spans:
            if _is_sentence(text[a:b]):
                number += 1
                yield Sentence(a, b, paragraph, number)
            else:
                yield Sentence(a, b, paragraph if is_prose else 0, 0)


def _is_sentence(text: str) -> bool:
    ends = [found.end() for found in _END.finditer(text)]
    return bool(ends) and ends[-1] == len(text) and any(char.isalpha() for char in text)


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Say whether a full stop ends a sentence, rather than an abbreviation, a number in a list or an initial."""
    mark = found[0]
    following = text[found.end() : found.end() + _NEARBY].lstrip()
    if mark[0] != ".":
        return not (mark[0] == "…" and following[:1].islower())
    if following[:1].islower():
        return False
    before = text[max(start, found.start() - _NEARBY) : found.start() + 1]
    if len(mark) > 1 or before[:-1].strip().isdigit():
        return len(mark) > 1  # else it is the number of a numbered paragraph
    last = before.split()[-1].lstrip("([\"“‘'")
    if _INITIALS.fullmatch(last):
        return len(last) > 2 and re.split(r"\W", following, maxsplit=1)[0] in _STARTERS
    if last.lower() in _BEFORE_FIGURES:
        return not following[:1].isdigit()
    return last.lower() not in _BEFORE_NAMES


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
