"""Where words may be divided with a hyphen, by the patterns of their language (Liang's method, through pyphen)."""

from __future__ import annotations

import re
from typing import Any

SHORTEST, LEFT, RIGHT = 5, 2, 3  # letters in a word that may be divided, and before and after the hyphen

_LETTERS = re.compile(r"[^\W\d_]+")
_WHOLE = re.compile(r"\d|[.:@\\_]\w")  # figures, names of files and sites
_LONGEST = 200  # characters; what is longer is no word of a language
_MANY = 50_000

_patterns: dict[str, Any] = {}
_divided: dict[tuple[str, str], tuple[int, ...]] = {}


def divide(text: str, lang: str) -> tuple[int, ...]:
    """Return the places inside `text`, a word with its punctuation, where it may be divided; () = nowhere.

    A place counts the characters before it. Words of under five letters, in capitals or with digits stay whole, and so
    do all words of a language (BCP 47) without patterns.
    """
    key = (text, lang)
    known = _divided.get(key)
    if known is None:
        if len(_divided) >= _MANY:
            _divided.clear()
            _patterns.clear()  # which keep words as well
        known = _divided[key] = tuple(_places(text, lang))
    return known


def _places(text: str, lang: str) -> list[int]:
    patterns = _patterns_of(lang)
    if patterns is None or len(text) < SHORTEST or len(text) > _LONGEST or _WHOLE.search(text):
        return []
    places = []
    for match in _LETTERS.finditer(text):
        word = match.group()
        if len(word) >= SHORTEST and not word.isupper() and len(word.lower()) == len(word):
            # a place with `data` would also change the spelling, and the text must stay as it is written
            places += [match.start() + place for place in patterns.positions(word) if not getattr(place, "data", None)]
    return places


def _patterns_of(lang: str) -> Any:
    if lang not in _patterns:
        from pyphen import Pyphen, language_fallback

        named = language_fallback(lang.replace("-", "_")) if lang else None
        _patterns[lang] = Pyphen(lang=named, left=LEFT, right=RIGHT) if named else None
    return _patterns[lang]
