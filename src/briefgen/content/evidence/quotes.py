"""Is a quote in its source word for word? Where; and if not, what stands there instead.

Both are compared folded (see `folding`). An ellipsis, `…`, `...` or `[…]`, stands for words left out: the pieces must
then follow each other. A piece begins and ends at whole words, so that “likely” is not found in “unlikely”.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from briefgen.content.evidence.folding import Folded, fold

if TYPE_CHECKING:
    from briefgen.content.evidence.texts import SourceText

_ELLIPSIS = re.compile(r"\s*(?:\[\s*\.\.\.\s*\]|\(\s*\.\.\.\s*\)|\.(?:\s?\.){2,})\s*")
_WORD = re.compile(r"[^\s]+")
_BARE = re.compile(r"^\W+|\W+$")
# Scripts that set no spaces between words, and Hangul, whose particles cling to them.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_MAX_PLACES = 400  # of one word, when a near miss is looked for: more say nothing
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The words of a source that are most like a quote: [start, end) in its text, and the difference in words."""

    start: int
    end: int
    likeness: float
    difference: str  # [-words of the quote only-] {+words of the source only+}


def find(quote: str, source: SourceText) -> tuple[tuple[int, int], ...]:
    """Return [start, end) in the source's text for each piece of a quote; () where it is not there."""
    words = fold(quote).text
    if not any(char.isalnum() for char in words):
        return ()
    for folded in (source.folded, source.unhyphenated):
        if folded is not None:
            whole = _search(words, folded.text, 0)
            if whole is not None:
                return (folded.span(*whole),)
            spans = _pieces(words, folded)
            if spans:
                return spans
    return ()


def find_all(quote: str, source: SourceText) -> tuple[tuple[int, int], ...]:
    """Return [start, end) for every place where a quote stands; of one with ellipses only the first."""
    words = fold(quote).text
    spans = []
    at = 0
    while words:
        found = _search(words, source.folded.text, at)
        if found is None:
            break
        spans.append(source.folded.span(*found))
        at = found[1]
    return tuple(spans) or find(quote, source)


def unhyphenated(folded: Folded, text: str) -> Folded | None:
    """Return a folded text with words joined that a hyphen at a line's end parts; None where there is none."""
    breaks = [
        found.start() for found in re.finditer(r"(?<=[^\W\d_])- (?=[a-zà-ÿ])", folded.text)
        if "\n" in text[folded.origins[found.start()] : folded.origins[found.start() + 2]]
    ]  # fmt: skip
    if not breaks:
        return None
    out: list[str] = []
    origins = array("L")
    at = 0
    for place in breaks:
        out.append(folded.text[at:place])
        origins.extend(folded.origins[at:place])
        at = place + 2
    out.append(folded.text[at:])
    origins.extend(folded.origins[at:])
    return Folded("".join(out), origins)


def near_miss(quote: str, source: SourceText) -> NearMiss | None:
    """Return what in the source is most like a quote that is not there, or None where nothing is like it.

    The time grows with the length of the source, not with its square: the words they share vote for a place.
    """
    wanted = _WORD.findall(fold(quote).text)
    found = list(_WORD.finditer(source.folded.text))
    if not wanted or not found:
        return None
    places: dict[str, list[int]] = defaultdict(list)
    for index, match in enumerate(found):
        places[_plain(match[0])].append(index)
    votes: dict[int, float] = defaultdict(float)
    counts = [len(places.get(_plain(word), ())) for word in wanted]
    rarest = min((count for count in counts if count), default=0)
    for position, (word, count) in enumerate(zip(wanted, counts, strict=True)):
        if 0 < count <= max(_MAX_PLACES, rarest):
            for index in places[_plain(word)][:_MAX_PLACES]:
                votes[max(0, index - position) // 4] += 1 / count + 0.1
    best: NearMiss | None = None
    theirs = [match[0] for match in found]
    for bucket, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:12]:
        begin = max(0, bucket * 4 - 4)
        window = theirs[begin : begin + len(wanted) + 12 + len(wanted) // 2]
        candidate = _compared(wanted, window, begin, found, source)
        if candidate is not None and (best is None or candidate.likeness > best.likeness):
            best = candidate
    return best if best is not None and best.likeness >= _NEAR else None


def _compared(
    wanted: list[str], window: list[str], begin: int, found: list[re.Match[str]], source: SourceText
) -> NearMiss | None:
    plain = [_plain(word) for word in window]
    mine = [_plain(word) for word in wanted]
    blocks = [block for block in SequenceMatcher(None, mine, plain, autojunk=False).get_matching_blocks() if block.size]
    if not blocks:
        return None
    # As much before the first and after the last shared word as the quote has there.
    first = max(0, blocks[0].b - blocks[0].a)
    last = min(len(window), blocks[-1].b + blocks[-1].size + len(mine) - blocks[-1].a - blocks[-1].size)
    likeness = SequenceMatcher(None, " ".join(mine), " ".join(plain[first:last]), autojunk=False).ratio()
    start = source.folded.span(found[begin + first].start(), found[begin + first].end())[0]
    end = source.folded.span(found[begin + last - 1].start(), found[begin + last - 1].end())[1]
    return NearMiss(start, end, likeness, difference(wanted, window[first:last]))


def difference(quote: list[str], source: list[str]) -> str:
    """Return two texts in one: [-words of the quote only-] {+words of the source only+}.

    Punctuation counts only where the words are the same.
    """
    mine, theirs = [_BARE.sub("", word) for word in quote], [_BARE.sub("", word) for word in source]
    if mine == theirs:
        mine, theirs = quote, source
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            same = quote[a:b]
            parts.append(" ".join(same if len(same) <= 9 else [*same[:4], "…", *same[-4:]]))
            continue
        if b > a:
            parts.append(f"[-{' '.join(quote[a:b])}-]")
        if d > c:
            parts.append(f"{{+{' '.join(source[c:d])}+}}")
    return " ".join(parts)


def _plain(word: str) -> str:
    return _BARE.sub("", word).casefold() or word


def _pieces(words: str, folded: Folded) -> tuple[tuple[int, int], ...]:
    pieces = [piece for piece in _ELLIPSIS.split(words) if piece]
    if len(pieces) == 1 and pieces[0] == words:
        return ()
    spans = []
    at = 0
    for piece in pieces:
        found = _search(piece, folded.text, at)
        if found is None:
            return ()
        spans.append(folded.span(*found))
        at = found[1]
    return tuple(spans)


def _search(piece: str, text: str, at: int) -> tuple[int, int] | None:
    """Return the first place of `piece` from `at` on where it begins and ends at whole words."""
    start = text.find(piece, at)
    while start >= 0:
        end = start + len(piece)
        if not (_runs_on(text, start) or _runs_on(text, end)):
            return start, end
        start = text.find(piece, start + 1)
    return None


def _runs_on(text: str, at: int) -> bool:
    """Say whether a word or a number goes on across an offset: `un|likely`, `1|,550`."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return not (_UNSPACED.match(before) or _UNSPACED.match(after))
    if before.isdigit() and after in ".,":
        return text[at + 1 : at + 2].isdigit()
    return after.isdigit() and before in ".," and text[at - 2 : at - 1].isdigit()
