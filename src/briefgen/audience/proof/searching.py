"""Search the pieces of a file for needles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from briefgen.audience.proof.needles import Needles, Words, is_number
from briefgen.audience.proof.pieces import Piece
from briefgen.audience.words import words_of

_LONG = 8  # letters, from which on a needle is looked for in noise and across broken words

Hits = Counter[tuple[str, Words]]


def search(pieces: Iterable[Piece], needles: Needles) -> tuple[Hits, Counter[str]]:
    """Return how often each needle stands in each part, and how many pieces each part has."""
    hits: Hits = Counter()
    parts: Counter[str] = Counter()
    wanted = needles.found
    lengths = needles.lengths
    squeezed = {words: "".join(words) for words in wanted if sum(map(len, words)) >= _LONG}
    for piece in pieces:
        parts[piece.part] += 1
        words = words_of(piece.text)
        for length in lengths:
            for start in range(len(words) - length + 1):
                found = words[start : start + length]
                if found in wanted and _counts(piece, found):
                    hits[piece.part, found] += 1
        if piece.kind == "broken":
            whole = "".join(words)
            for needle, letters in squeezed.items():
                if letters in whole and not hits[piece.part, needle] and len(needle) > 1:
                    hits[piece.part, needle] += 1
    return +hits, parts


def _counts(piece: Piece, words: Words) -> bool:
    if is_number(words):
        return piece.kind in ("text", "broken")
    return piece.kind != "noise" or sum(map(len, words)) >= _LONG
