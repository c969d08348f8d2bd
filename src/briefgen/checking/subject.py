"""A brief as rules look at it: its parts by kind, its passages of prose, the texts of its sources, words and scales.

Everything is gathered once, on first use, so that fifty rules walk a brief of ten thousand statements together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct, field

from briefgen.checking.comments import Comments
from briefgen.checking.findings import Hit, Severity
from briefgen.checking.settings import Profile, Settings
from briefgen.checking.words import Lexicon, Match, WordList, lexicon, without_quotes, word_list, words_of
from briefgen.content import model
from briefgen.content.evidence.coverage import Coverage, coverage, source_path
from briefgen.content.evidence.sentences import sentence_spans
from briefgen.content.evidence.texts import SourceText, read_text
from briefgen.content.parts import Part, walk
from briefgen.content.scales import Scale
from briefgen.data.faults import At
from briefgen.errors import InputError

T = TypeVar("T")


class Passage(NamedTuple):
    """A text that readers see. `part` is what says it; `words` are its words in small letters."""

    text: str
    at: At
    field: str
    part: Part
    words: frozenset[str]

    @property
    def is_statement(self) -> bool:
        return isinstance(self.part.value, model.Statement)


# What is prose in each kind of part. Titles and names are others' words; notes are the editors'.
_PROSE: tuple[tuple[type, tuple[str, ...]], ...] = (
    (model.Brief, ("issue", "timing", "source_summary")),
    (model.Statement, ("text", "headline")),
    (model.Provision, ("text", "headline", "salience")),
    (model.Caveat, ("text", "headline", "if_wrong")),
    (model.Actor, ("description",)),
    (model.Term, ("text",)),
)


class Subject(Struct, kw_only=True, dict=True):
    """`base` is the folder that the brief's files are named from; None = they cannot be read.

    `comments` are those of the file that it was loaded from. `once` keeps what several rules need.
    """

    brief: model.Brief
    base: Path | None = None
    settings: Settings = field(default_factory=Settings)
    profile: Profile
    comments: Comments | None = None
    _kept: dict[Any, Any] = field(default_factory=dict)
    _matches: dict[str, list[tuple[Passage, Match]]] = field(default_factory=dict)

    def once(self, make: Callable[[Subject], T]) -> T:
        """Return `make(self)`, made on the first call."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return self._kept[make]  # type: ignore[no-any-return]

    # ------------------------------------------------------------ parts

    @cached_property
    def parts(self) -> dict[type, list[Part]]:
        """Every part by its class, in the brief's order."""
        found: dict[type, list[Part]] = {}
        for part in walk(self.brief):
            found.setdefault(type(part.value), []).append(part)
        return found

    def of(self, *kinds: type) -> Iterator[Part]:
        """Yield every part of these classes, in the brief's order within each."""
        for cls, parts in self.parts.items():
            if issubclass(cls, kinds):
                yield from parts

    @cached_property
    def statements(self) -> list[Part]:
        return list(self.of(model.Statement))

    @cached_property
    def by_id(self) -> dict[str, Part]:
        kinds = (model.Statement, model.Actor, model.Source, model.Term)
        return {part.value.id: part for part in self.of(*kinds)}

    @cached_property
    def sources(self) -> dict[str, Part]:
        return {part.value.id: part for part in self.parts.get(model.Source, [])}

    @cached_property
    def citations_of(self) -> dict[str, list[Part]]:
        """Citations by the id of the part that makes them, those of its history and relations too."""
        found: dict[str, list[Part]] = {}
        for part in self.parts.get(model.Citation, []):
            found.setdefault(part.named.value.id, []).append(part)
        return found

    @cached_property
    def key_parts(self) -> list[Part]:
        """The bottom line and the key judgements."""
        return [
            part for part in self.statements
            if (isinstance(part.value, model.Judgement) and part.value.key) or part.value is self.brief.bottom_line
        ]  # fmt: skip

    # ------------------------------------------------------------ words

    @cached_property
    def lexicon(self) -> Lexicon | None:
        return lexicon(self.brief.language)

    @cached_property
    def passages(self) -> list[Passage]:
        found = []
        for cls, parts in self.parts.items():
            names: tuple[str, ...] = ()
            for kind, fields in _PROSE:
                names = fields if issubclass(cls, kind) else names
            for part in parts:
                for name in names:
                    text = getattr(part.value, name)
                    if text:
                        found.append(Passage(text, (part.at, name), name, part, words_of(text)))
        return found

    def search(self, name: str, *kinds: type) -> Iterator[tuple[Passage, Match]]:
        """Yield where words of a list stand in the prose of parts of these kinds (none given = all)."""
        if name not in self._matches:
            self._matches[name] = list(self._searched(name))
        for passage, match in self._matches[name]:
            if not kinds or isinstance(passage.part.value, kinds):
                yield passage, match

    def _searched(self, name: str) -> Iterator[tuple[Passage, Match]]:
        if self.lexicon is None:
            return
        words = self.lexicon[name]
        if name == "value_laden" and self.settings.value_laden:
            words = self._house_words(words)
        triggers = words.triggers
        for passage in self.passages:
            if not triggers.isdisjoint(passage.words):
                for match in words.search(passage.text, passage.words):
                    yield passage, match

    def _house_words(self, words: WordList) -> WordList:
        kept = [phrase for phrase, _, is_other in words.phrases.values() if not is_other]
        other = [phrase for phrase, _, is_other in words.phrases.values() if is_other]
        return word_list([*kept, *self.settings.value_laden], other, (), words.advice)

    def has(self, name: str, text: str) -> bool:
        """Say whether a text holds a phrase of a list."""
        return self.lexicon is not None and any(True for _ in self.lexicon[name].search(text, words_of(text)))

    def is_borrowed(self, passage: Passage, words: str) -> str:
        """Say whose words these are if not the author's: a quote's that the part cites, or another's view; else ""."""
        value = passage.part.value
        wanted = words.lower()
        for citation in self.citations_of.get(getattr(value, "id", ""), ()):
            quote = citation.value.quote
            if wanted in quote.lower() and words_of(wanted) <= words_of(quote):
                return "the source’s own words"
        if isinstance(value, model.Statement) and value.holder is not None:
            return f"the view of ‘{value.holder}’"
        return ""

    def worded(self, passage: Passage, match: Match, what: str, mend: str) -> Hit:
        """Return a hit on some words: a note where they are not the author's own."""
        borrowed = self.is_borrowed(passage, match.words)
        return Hit(
            what=f"{what}; kept: {borrowed}" if borrowed else what,
            at=passage.at,
            mend="" if borrowed else mend,
            span=(match.start, match.end),
            id=getattr(passage.part.value, "id", ""),
            severity=Severity.INFO if borrowed else None,
        )

    # ------------------------------------------------------------ scales

    @cached_property
    def scale(self) -> Scale | None:
        """The scale that the brief names, or else that its profile asks for."""
        return self.settings.scale(self.brief.likelihood_scale) or self.settings.scale(self.profile.scale)

    def on_scale(self, phrase: str) -> str:
        """Return a phrase as the term of a scale that it is, or as it is."""
        return self.lexicon["likelihood"].advice.get(phrase, phrase) if self.lexicon is not None else phrase

    # ------------------------------------------------------------ evidence

    @cached_property
    def _read(self) -> tuple[dict[str, SourceText], dict[str, str]]:
        texts, problems = {}, {}
        for source in self.brief.sources:
            path = source_path(source, self.base)
            if path is not None:
                try:
                    texts[source.id] = read_text(path)
                except InputError as error:
                    problems[source.id] = error.faults[0].what + (
                        f"; {error.faults[0].mend}" if error.faults[0].mend else ""
                    )
        return texts, problems

    @property
    def texts(self) -> dict[str, SourceText]:
        """The texts of the sources that have a file, by their ids."""
        return self._read[0]

    @property
    def unread(self) -> dict[str, str]:
        """Why a source's file could not be read, by its id."""
        return self._read[1]

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        return coverage(self.brief, self.texts)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each sentence of a passage, with quoted stops left alone."""
    return sentence_spans(without_quotes(text)) if any(mark in text for mark in '“"«') else sentence_spans(text)
