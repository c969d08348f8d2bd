"""Which sentences of a source a brief carries, by which of its parts, and which it leaves behind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from briefgen.content.evidence.folding import fold
from briefgen.content.evidence.quotes import find_all
from briefgen.content.evidence.sentences import Sentence
from briefgen.content.evidence.texts import SourceText
from briefgen.content.model import Brief, Citation, Source
from briefgen.content.parts import walk


class Carried(StrEnum):
    """How far a sentence is carried: every word of it is quoted, some are, it needs none, or none are."""

    WHOLE = "whole"
    PART = "part"
    CONNECTIVE = "connective"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One place in a source that a part of the brief quotes: [start, end), and the part's id."""

    start: int
    end: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceCoverage:
    sentence: Sentence
    text: str
    carried: Carried
    by: tuple[str, ...]  # ids of the parts that quote it, by where their quotes begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A source's text against a brief. `fragments` are lines that are no sentences: titles, captions, chrome."""

    source: Source
    text: SourceText
    sentences: tuple[SentenceCoverage, ...]
    fragments: tuple[Sentence, ...]
    quoted: tuple[Quoted, ...]  # by their place

    def count(self, *kinds: Carried) -> int:
        return sum(one.carried in kinds for one in self.sentences)


def source_path(source: Source, base: Path | None) -> Path | None:
    """Return where a source's file stands; None where it has none or the brief's folder is not known."""
    if not source.file or (base is None and not Path(source.file).is_absolute()):
        return None
    return (base or Path()) / source.file


def coverage(brief: Brief, texts: Mapping[str, SourceText]) -> tuple[Coverage, ...]:
    """Return the coverage of each source whose text is in `texts`, by its id, in the brief's order."""
    quotes: dict[str, list[tuple[str, str]]] = {}
    for part in walk(brief):
        if isinstance(part.value, Citation) and part.value.quote:
            quotes.setdefault(part.value.source, []).append((part.value.quote, part.named.value.id))
    return tuple(
        _covered(source, texts[source.id], quotes.get(source.id, [])) for source in brief.sources if source.id in texts
    )


def _covered(source: Source, text: SourceText, quotes: list[tuple[str, str]]) -> Coverage:
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    quoted = []
    for quote, by in quotes:
        if quote not in places:
            places[quote] = find_all(quote, text)
        quoted += [Quoted(start=start, end=end, by=by) for start, end in places[quote]]
    marks = bytearray(len(text.text))
    for one in quoted:
        marks[one.start : one.end] = b"\x01" * (one.end - one.start)
    connectives = {fold(one).text for one in source.connectives}
    ordered = tuple(sorted(quoted, key=lambda one: (one.start, one.end)))
    reach, furthest = [], 0  # the furthest end of all quotes up to each: rises, so it can be searched
    for one in ordered:
        furthest = max(furthest, one.end)
        reach.append(furthest)
    covered = []
    for sentence in (one for one in text.sentences if one.number):
        words = text.text[sentence.start : sentence.end]
        ids: list[str] = []
        for index in range(bisect_left(reach, sentence.start + 1), len(ordered)):
            if ordered[index].start >= sentence.end:
                break
            if ordered[index].end > sentence.start:
                ids.append(ordered[index].by)
        carried = _carried(words, marks[sentence.start : sentence.end])
        if carried is Carried.NOT and fold(words).text in connectives:
            carried = Carried.CONNECTIVE
        covered.append(SentenceCoverage(sentence=sentence, text=words, carried=carried, by=tuple(dict.fromkeys(ids))))
    return Coverage(
        source=source,
        text=text,
        sentences=tuple(covered),
        fragments=tuple(one for one in text.sentences if not one.number),
        quoted=ordered,
    )


def _carried(words: str, marks: bytearray) -> Carried:
    """A full stop or a quotation mark that a quote leaves out does not count."""
    letters = [bool(mark) for char, mark in zip(words, marks, strict=True) if char.isalnum()]
    return Carried.WHOLE if all(letters) else Carried.PART if any(letters) else Carried.NOT
