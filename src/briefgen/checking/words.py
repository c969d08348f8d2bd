"""Word lists as data, one file for each language, matched as words and never as parts of words.

A phrase is letters and spaces; `*` stands for one word. Letters match in either case, but a phrase in `exact` only as
it is written. Phrases under `not` are other senses: the longest phrase that stands at a place wins, so that `almost
certain` keeps `certain` from matching.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile('“[^”“]{0,2000}”|«[^»]{0,2000}»|„[^“”]{0,2000}[“”]|"[^"]{0,2000}"|(?<!\\w)‘[^‘]{0,500}?’(?!\\w)')
_MARKUP = re.compile(r"`[^`]*`|\]\([^)]*\)|<https?:[^>]*>")


class Match(NamedTuple):
    """A phrase in a text, as the text has it."""

    start: int
    end: int
    words: str
    phrase: str  # as the list has it


@dataclass(frozen=True, slots=True)
class WordList:
    """Phrases that are looked for; `triggers` holds a word of each, so that most texts need no second look."""

    triggers: frozenset[str]
    pattern: re.Pattern[str] | None
    phrases: dict[str, tuple[str, bool, bool]]  # folded phrase -> as listed, is it exact, is it another sense
    advice: dict[str, str]

    def search(self, text: str, words: frozenset[str]) -> Iterator[Match]:
        """Yield the phrases in `text`; `words` are its words in small letters. Texts in quotation marks are passed."""
        if self.pattern is None or self.triggers.isdisjoint(words):
            return
        shown = without_quotes(text)
        for found in self.pattern.finditer(shown):
            phrase, is_exact, is_other = self._phrase(found)
            if not is_other and not (is_exact and found[0] != phrase):
                yield Match(found.start(), found.end(), text[found.start() : found.end()], phrase)

    def _phrase(self, found: re.Match[str]) -> tuple[str, bool, bool]:
        known = self.phrases.get(" ".join(found[0].lower().split()))
        if known is not None:
            return known
        return next(value for key, value in self.phrases.items() if "*" in key and _regex(key).fullmatch(found[0]))


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
    if not table:
        return WordList(frozenset(), None, {}, {})
    longest = sorted(table, key=lambda phrase: (-len(phrase), phrase))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(_source(phrase) for phrase in longest) + r")(?!\w)", re.IGNORECASE)
    triggers = frozenset(
        max(_LETTERS.findall(phrase), key=len) for phrase, (_, _, is_other) in table.items() if not is_other
    )
    return WordList(triggers, pattern, table, advice or {})


@cache
def _regex(phrase: str) -> re.Pattern[str]:
    return re.compile(_source(phrase), re.IGNORECASE)


def _source(phrase: str) -> str:
    return r"\s+".join(r"[\w’'-]+" if word == "*" else re.escape(word).replace("'", "['’]") for word in phrase.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
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
