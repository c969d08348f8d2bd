"""Word lists as data, one file for each language, matched as words and never as parts of words.

A phrase is letters and spaces; `*` stands for one word. Letters match in either case, but a phrase in `exact` only as
it is written. Phrases under `not` are other senses: the longest phrase that stands at a place wins, so that `almost
certain` keeps `certain` from matching.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from msgspec import Struct

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile('“[^”“]{0,2000}”|«[^»]{0,2000}»|„[^“”]{0,2000}[“”]|"[^"]{0,2000}"|(?<!\\w)‘[^‘]{0,500}?’(?!\\w)')
_MARKUP = re.compile(r"`[^`]*`|\]\([^)]*\)|<https?:[^>]*>")


class Match(NamedTuple):
    """A phrase in a text, as the text has it."""

    start: int
    end: int
    words: str
    phrase: str  # as the list has it


class WordList(Struct, frozen=True):
    """Phrases that are looked for.

    `triggers` holds a word of each, so that most texts need no second look; `by_first` the phrases that begin with a
    word, so that most words of the others need none.
    """

    triggers: frozenset[str]
    by_first: dict[str, re.Pattern[str]]
    phrases: dict[str, tuple[str, bool, bool]]  # in small letters -> as listed, is it exact, is it another sense
    advice: dict[str, str]

    def search(self, text: str, words: frozenset[str]) -> Iterator[Match]:
        """Yield the phrases in `text`; `words` are its words in small letters. Texts in quotation marks are passed."""
        if self.triggers.isdisjoint(words):
            return
        shown = without_quotes(text)
        end = 0
        for word in _WORD.finditer(shown):
            pattern = self.by_first.get(word[0].lower())
            found = pattern.match(shown, word.start()) if pattern is not None and word.start() >= end else None
            if found is None:
                continue
            end = found.end()
            phrase, is_exact, is_other = self._phrase(found[0])
            if not is_other and not (is_exact and found[0] != phrase):
                yield Match(found.start(), end, text[found.start() : end], phrase)

    def _phrase(self, words: str) -> tuple[str, bool, bool]:
        known = self.phrases.get(" ".join(words.lower().replace("’", "'").split()))
        if known is not None:
            return known
        return next(value for key, value in self.phrases.items() if "*" in key and _regex(key).fullmatch(words))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in small letters."""
    return frozenset(_LETTERS.findall(text.lower()))


def without_quotes(text: str) -> str:
    """Return `text` with spaces in place of what stands in quotation marks, code and addresses: others' words."""
    if not any(mark in text for mark in '“«„"‘`]<'):
        return text

    def blank(found: re.Match[str]) -> str:
        return " " * len(found[0])

    return _QUOTED.sub(blank, _MARKUP.sub(blank, text))


def word_list(
    phrases: Iterable[str], other: Iterable[str] = (), exact: Iterable[str] = (), advice: dict[str, str] | None = None
) -> WordList:
    """Return a list that matches `phrases` (and `exact` ones in their own case) but not the longer `other`."""
    table: dict[str, tuple[str, bool, bool]] = {}
    for group, is_exact, is_other in ((phrases, False, False), (exact, True, False), (other, False, True)):
        for phrase in group:
            table[phrase.lower()] = (phrase, is_exact, is_other)
    beginnings: dict[str, list[str]] = {}
    for phrase in sorted(table, key=lambda phrase: (-len(phrase), phrase)):
        first = _WORD.match(phrase)
        if first is None:
            raise ValueError(f"the phrase {phrase!r} does not begin with a word")
        beginnings.setdefault(first[0], []).append(phrase)
    return WordList(
        triggers=frozenset(
            max(_LETTERS.findall(phrase), key=len) for phrase, (_, _, is_other) in table.items() if not is_other
        ),
        by_first={
            first: re.compile(f"(?:{'|'.join(map(_source, group))})(?!\\w)", re.IGNORECASE)
            for first, group in beginnings.items()
        },
        phrases=table,
        advice=advice or {},
    )


@cache
def _regex(phrase: str) -> re.Pattern[str]:
    return re.compile(_source(phrase), re.IGNORECASE)


def _source(phrase: str) -> str:
    return r"\s+".join(r"[\w’'-]+" if word == "*" else re.escape(word).replace("'", "['’]") for word in phrase.split())


class Lexicon(Struct, frozen=True, kw_only=True):
    """The word lists of one language. `tables` holds what is not a list of phrases: rows that do not mix, say."""

    language: str
    lists: dict[str, WordList]
    known_acronyms: frozenset[str]
    mixing: dict[str, tuple[tuple[str, ...], ...]]

    def __getitem__(self, name: str) -> WordList:
        return self.lists[name]


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return the word lists for a BCP 47 language (`en-US` has those of `en`), or None where there are none."""
    name = language.split("-")[0].lower()
    file = resources.files("briefgen.checking") / "lexicon" / f"{name}.toml"
    if not name.isalpha() or not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Lexicon(
        language=name,
        lists={
            key: word_list(value.get("phrases", ()), value.get("not", ()), value.get("exact", ()), value.get("advice"))
            for key, value in data.items()
            if "phrases" in value or "exact" in value
        },
        known_acronyms=frozenset(data["acronyms"]["known"]),
        mixing={key: tuple(map(tuple, rows)) for key, rows in data.get("mixing", {}).items()},
    )


def languages() -> tuple[str, ...]:
    """Return the languages that there are word lists for."""
    folder = resources.files("briefgen.checking") / "lexicon"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def hedges(text: str, language: str = "en") -> tuple[Match, ...]:
    """Return every word of likelihood in a text, in its order; () in a language without word lists."""
    lists = lexicon(language)
    return tuple(lists["likelihood"].search(text, words_of(text))) if lists is not None else ()
