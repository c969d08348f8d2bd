"""Writing, word by word: time, acronyms, superlatives, loaded words, long sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.subject import Subject, sentences
from briefgen.checking.words import languages, without_quotes
from briefgen.content import model


@rule("BG406", "time-without-date")
def time_without_date(subject: Subject) -> Iterator[Hit]:
    """A time that only means something on the day of writing, in a brief without `as_of`.

    “This year” is another year to a reader in January.

    Fails:
        judgements:
          - {id: j, text: Output has doubled this year.}

    Mended:
        as_of: 2026-02-12
        judgements:
          - {id: j, text: Output has doubled this year.}
    """
    if subject.brief.as_of is not None:
        return
    for passage, match in subject.search("deictic"):
        what = f"“{match.words}” has no date to be seen from"
        yield subject.worded(passage, match, what, "add 'as_of', or name the date")


_ACRONYM = re.compile(r"(?<![\w&.-])([A-Z][A-Z0-9]+(?:-[0-9]+)?)s?(?![\w-])")
_AFTER_WORDS = re.compile(r"[\w’”] \(([A-Z][A-Z0-9-]{1,11})s?[);,]")
_BEFORE_WORDS = re.compile(r"(?<![\w-])([A-Z][A-Z0-9-]{1,11})s? \((?=[^)]{0,80}[a-z]{3}[^)]{0,80} )")
_ROMAN = re.compile(r"[IVXLC]+")


@rule("BG407", "acronym-not-spelled-out")
def acronym_not_spelled_out(subject: Subject) -> Iterator[Hit]:
    """An acronym is never spelled out.

    It is, where the glossary has it, where it is the short name of an actor, instrument or source, or where a text has
    `its words (ACR)` or `ACR (its words)`. What everyone knows (EU, UN) and the setting `acronyms` need nothing.

    Fails:
        judgements:
          - {id: j, text: The OPCW has sent a team.}

    Mended:
        judgements:
          - {id: j, text: The Organisation for the Prohibition of Chemical Weapons (OPCW) has sent a team.}
    """
    if subject.lexicon is None:
        return
    known = _spelled_out(subject)
    for passage in subject.passages:
        if passage.text.isupper() or passage.text.islower():
            continue
        for found in _ACRONYM.finditer(without_quotes(passage.text)):
            word = found[1]
            if word in known or len(word) < 2 or _ROMAN.fullmatch(word) or word.isdigit():
                continue
            known.add(word)  # told once
            yield Hit(
                what=f"{word} is never spelled out",
                at=passage.at,
                mend="spell it out once, or add it to 'glossary'",
                span=found.span(1),
                id=getattr(passage.part.value, "id", ""),
            )


def _spelled_out(subject: Subject) -> set[str]:
    known = set(subject.settings.acronyms) | (set(subject.lexicon.known_acronyms) if subject.lexicon else set())
    names: list[tuple[str, ...]] = [(term.term, term.expansion, term.text) for term in subject.brief.glossary]
    names += [(one.name, one.short, *one.aliases, one.description) for one in subject.brief.actors]
    names += [(one.title, one.short, *(title.text for title in one.titles)) for one in subject.brief.instruments]
    names += [(one.title, one.short) for one in subject.brief.sources]
    known.update(actor.iso for actor in subject.brief.actors if actor.iso)
    for group in names:
        said = [name for name in group if name]
        if any(not _ACRONYM.fullmatch(name) and len(name.split()) > 1 for name in said):
            known.update(found[1] for name in said for found in _ACRONYM.finditer(name))
    known.update(one.article for one in subject.brief.provisions)
    for passage in subject.passages:
        if "(" in passage.text:
            known.update(_AFTER_WORDS.findall(passage.text))
            known.update(_BEFORE_WORDS.findall(passage.text))
    return known


@rule("BG408", "superlative-without-evidence")
def superlative_without_evidence(subject: Subject) -> Iterator[Hit]:
    """A superlative in a statement that cites nothing.

    Unprecedented, the largest, the only one: each says that all others were looked at. Cite who did.

    Fails:
        judgements:
          - {id: j, text: It is the largest arsenal in the region.}

    Mended:
        sources:
          - {id: survey, title: A survey}
        judgements:
          - {id: j, text: It is the largest arsenal in the region., citations: [{source: survey, locator: table 1}]}
    """
    for passage, match in subject.search("superlative", model.Statement):
        value = passage.part.value
        if isinstance(value, model.Recommendation | model.Option | model.Indicator):
            continue
        if not subject.citations_of.get(value.id) and not getattr(value, "depends_on", ()):
            yield subject.worded(passage, match, f"“{match.words}” rests on nothing", "cite who says so, or say less")


@rule("BG409", "long-sentence")
def long_sentence(subject: Subject) -> Iterator[Hit]:
    """A sentence of more than 40 words.

    Readers lose the beginning before the end. The bound is the setting `sentence-words`.

    Fails:
        judgements:
          - id: j
            text: >-
              The parties, which had met three times in the autumn without a result and whose delegations had each been
              changed since, agreed in the last hour of the fourth meeting, against the advice of their experts, that
              they would meet again in the spring.

    Mended:
        judgements:
          - id: j
            text: >-
              The parties had met three times in the autumn without a result. At the fourth meeting they agreed, against
              the advice of their experts, that they would meet again in the spring.
    """
    bound = subject.settings.sentence_words
    for passage in subject.passages:
        if passage.text.count(" ") + passage.text.count("\n") < bound:
            continue
        for start, end in sentences(passage.text):
            count = len(passage.text[start:end].split())
            if count > bound:
                yield Hit(
                    what=f"a sentence of {count} words",
                    at=passage.at,
                    mend=f"make two of it: {bound} is the most",
                    span=(start, end),
                    id=getattr(passage.part.value, "id", ""),
                )


@rule("BG410", "loaded-word")
def loaded_word(subject: Subject) -> Iterator[Hit]:
    """A word that judges instead of telling: regime, pariah, reckless, so-called, clearly.

    The list is data and may be added to with the setting `value-laden`. A word that a source uses belongs in quotation
    marks; where it stands in a quote that the statement cites, it is told as a note.

    Fails:
        judgements:
          - {id: j, text: The strongman has agreed to talks.}

    Mended:
        judgements:
          - {id: j, text: "The president, whom the paper calls a “strongman,” has agreed to talks."}
    """
    for passage, match in subject.search("value_laden"):
        advice = subject.lexicon["value_laden"].advice.get(match.phrase) if subject.lexicon is not None else None
        mend = advice or "tell what was done, or put it in quotation marks with whose word it is"
        yield subject.worded(passage, match, f"“{match.words}” judges", mend)


@rule("BG413", "long-headline")
def long_headline(subject: Subject) -> Iterator[Hit]:
    """A headline, or the brief’s title, of more than 15 words.

    A headline is read at a glance and stands in tables. The bound is the setting `headline-words`.

    Fails:
        judgements:
          - id: j
            headline: The parties have agreed in the last hour that they would after all meet again in the spring
            text: They will meet again.

    Mended:
        judgements:
          - {id: j, headline: The parties will meet again, text: They will meet again in the spring.}
    """
    bound = subject.settings.headline_words
    named = [(subject.brief.title, (None, "title"), subject.brief.id)]
    named += [(part.value.headline, (part.at, "headline"), part.value.id) for part in subject.statements]
    for text, at, id_ in named:
        if text.count(" ") >= bound and len(text.split()) > bound:
            yield Hit(what=f"a headline of {len(text.split())} words", at=at, mend=f"{bound} is the most", id=id_)


@rule("BG416", "language-without-words", Severity.INFO)
def language_without_words(subject: Subject) -> Iterator[Hit]:
    """There are no word lists for the brief’s language, so no words were checked.

    Likelihood, absolutes, time, superlatives and loaded words are lists in a file for each language; English is the
    first. All other rules run.

    Fails:
        language: ko

    Mended:
        language: en-GB
    """
    if subject.lexicon is None:
        what = f"no words were checked: there are no lists for ‘{subject.brief.language}’"
        yield Hit(what=what, at=(None, "language"), mend=f"there are lists for: {', '.join(languages())}")
