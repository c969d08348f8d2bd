"""Likelihood and confidence in the words of a brief: ICD 203, PHIA (2025), IPCC, and a house's own scales.

Only what is judged is looked at: what a treaty allows its parties to do (“may inspect”) is no estimate. Words in
quotation marks are others', and words that a cited quote has are told as notes: quotes are never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefgen.checking.findings import Hit, rule
from briefgen.checking.subject import Passage, Subject, sentences
from briefgen.checking.words import Match, words_of
from briefgen.content import model
from briefgen.content.scales import SCALES

# A percentage right behind a term: likely (60 %), likely, 55–75 per cent
_PERCENT = re.compile(
    r"[ ,]*\(?(?:about |some |around |roughly |~ ?)?(\d{1,3}(?:\.\d+)?)(?: ?(?:-|–|to) ?(\d{1,3}))? ?"
    r"(?:%|per ?cent)"
)


ESTIMATES = (model.Judgement, model.Implication, model.Scenario, model.Driver, model.Action)


def estimated(subject: Subject, name: str) -> Iterator[tuple[Passage, Match]]:
    """Yield words of a list in what the brief judges: its bottom line too, not provisions, events or options."""
    for passage, match in subject.search(name, *ESTIMATES, model.Statement):
        value = passage.part.value
        if isinstance(value, ESTIMATES) or value is subject.brief.bottom_line:
            yield passage, match


def is_term(subject: Subject, phrase: str) -> bool:
    """Say whether a phrase is a term of the brief's scale; without one, of any published or house scale."""
    return phrase in subject.once(_terms) or subject.on_scale(phrase) in subject.once(_terms)


def _terms(subject: Subject) -> frozenset[str]:
    known = [subject.scale] if subject.scale is not None else [*SCALES.values(), *subject.settings.scales.values()]
    return frozenset(term.casefold() for each in known for row in each.rows for term in row.terms)


@rule("BG201", "off-scale")
def off_scale(subject: Subject) -> Iterator[Hit]:
    """A likelihood word that is on no row of the scale.

    A reader cannot tell what “might” or “possible” stands for; a term of a published scale has a range. The scale is
    the brief’s `likelihood_scale` or the profile’s; without either, a term of any published scale will do. A word in a
    quote that the statement cites, or in a view that someone else holds, is kept and told as a note.

    Fails:
        likelihood_scale: icd203
        judgements:
          - {id: j, text: The talks might fail.}

    Mended:
        likelihood_scale: icd203
        judgements:
          - {id: j, text: The talks are unlikely to succeed.}
    """
    title = f"on the scale {subject.scale.title}" if subject.scale is not None else "on a published scale"
    told: set[tuple[str, str]] = set()
    for passage, match in estimated(subject, "likelihood"):
        key = (passage.part.value.id, match.phrase)
        if key in told or is_term(subject, match.phrase) or subject.has("absolute", match.words):
            continue
        told.add(key)  # a headline says the word again
        mend = "use a term of the scale, or say what cannot be told"
        yield subject.worded(passage, match, f"“{match.words}” is not {title}", mend)


@rule("BG202", "rows-mixed")
def rows_mixed(subject: Subject) -> Iterator[Hit]:
    """Terms of both rows of a scale stand in one brief.

    ICD 203 has two words for each range. A product keeps to one row, or says that both mean the same (a caveat or
    the source summary with “the same ranges” is read as that).

    Fails:
        likelihood_scale: icd203
        judgements:
          - {id: a, text: The talks are likely to fail.}
          - {id: b, text: A second round is improbable.}

    Mended:
        likelihood_scale: icd203
        judgements:
          - {id: a, text: The talks are likely to fail.}
          - {id: b, text: A second round is unlikely.}
    """
    rows = subject.lexicon.mixing.get(subject.scale.name, ()) if subject.lexicon and subject.scale else ()
    said = [subject.brief.source_summary, *(caveat.text for caveat in subject.brief.caveats)]
    if not rows or any(subject.has("same_ranges", text) for text in said):
        return
    row_of = {term: number for number, row in enumerate(rows) for term in row}
    found: dict[int, list[tuple[Passage, Match]]] = {}
    for passage, match in estimated(subject, "likelihood"):
        term = match.phrase if match.phrase in row_of else subject.on_scale(match.phrase)
        if term in row_of and not subject.is_borrowed(passage, match.words):
            found.setdefault(row_of[term], []).append((passage, match))
    if len(found) < 2:
        return
    main = max(found, key=lambda number: (len(found[number]), -number))
    for number, places in sorted(found.items()):
        for passage, match in places if number != main else ():
            what = f"“{match.words}” is of another row than “{found[main][0][1].words}”, and the rows are not mixed"
            mend = f"write {_of_row(rows[main], match, subject)}, or say that both mean the same ranges"
            yield subject.worded(passage, match, what, mend)


def _of_row(row: tuple[str, ...], match: Match, subject: Subject) -> str:
    known = subject.scale.row(subject.on_scale(match.phrase)) if subject.scale is not None else None
    terms = [f"“{term}”" for term in known.terms if term in row] if known is not None else []
    return terms[0] if terms else "a term of one row"


@rule("BG203", "confidence-with-likelihood")
def confidence_with_likelihood(subject: Subject) -> Iterator[Hit]:
    """A level of confidence and a likelihood stand in one sentence.

    Likelihood is of the event, confidence is in the judgement; in one sentence readers take one for the other (ICD
    203). Give confidence a sentence of its own, or the field `confidence`.

    Fails:
        judgements:
          - {id: j, text: We have high confidence that the talks are likely to fail.}

    Mended:
        judgements:
          - {id: j, text: The talks are likely to fail. We have high confidence in this judgement.}
    """
    if subject.lexicon is None:
        return
    for passage, match in subject.search("confidence"):
        for start, end in sentences(passage.text):
            if start <= match.start < end:
                sentence = passage.text[start:end]
                found = subject.lexicon["likelihood"].search(sentence, words_of(sentence))
                term = next((each for each in found if is_term(subject, each.phrase)), None)
                if term is not None:
                    what = f"“{match.words}” and “{term.words}” stand in one sentence"
                    yield subject.worded(passage, match, what, "give confidence a sentence of its own")


@rule("BG204", "absolute")
def absolute(subject: Subject) -> Iterator[Hit]:
    """A word that leaves no doubt: certainly, inevitable, impossible.

    No scale reaches 0 or 100 %. “Almost certain” is the most that can be said of what has not happened.

    Fails:
        judgements:
          - {id: j, text: The talks will certainly fail.}

    Mended:
        judgements:
          - {id: j, text: The talks will almost certainly fail.}
    """
    for passage, match in estimated(subject, "absolute"):
        advice = subject.lexicon["absolute"].advice.get(match.phrase) if subject.lexicon is not None else None
        mend = f"write “{advice}” if that is meant" if advice else "say how likely it is"
        yield subject.worded(passage, match, f"“{match.words}” leaves no doubt, which no scale does", mend)


@rule("BG208", "number-off-term")
def number_off_term(subject: Subject) -> Iterator[Hit]:
    """A figure lies outside the range of its term.

    Both the fields `low` and `high` and a percentage beside the term in the text are held to the scale. The gaps of
    the PHIA yardstick are meant: no term stands for 22 %.

    Fails:
        likelihood_scale: icd203
        judgements:
          - id: j
            text: The talks are likely to fail.
            likelihood: {wording: likely, scale: icd203, term: likely, low: 80, high: 95, mapped_by: the authors}

    Mended:
        likelihood_scale: icd203
        judgements:
          - id: j
            text: The talks are likely to fail.
            likelihood: {wording: likely, scale: icd203, term: likely, low: 55, high: 80, mapped_by: the authors}
    """
    for part in subject.parts.get(model.Estimate, []):
        scale = subject.settings.scale(part.value.scale)
        row = scale.row(part.value.term or part.value.wording) if scale is not None else None
        if scale is None or row is None:
            continue
        for name in ("low", "high"):
            value = getattr(part.value, name)
            if value is not None and not row.low <= value <= row.high:
                term = part.value.term or part.value.wording
                yield Hit(
                    what=f"{value} % is outside “{term}” on the scale {scale.title} ({row.words})",
                    at=(part.at, name),
                    mend=_right_term(subject, scale.name, value),
                    id=part.named.value.id,
                )
    if subject.scale is None:
        return
    for passage, match in estimated(subject, "likelihood"):
        row = subject.scale.row(match.phrase) or subject.scale.row(subject.on_scale(match.phrase))
        beside = _PERCENT.match(passage.text, match.end)
        if row is None or beside is None:
            continue
        figures = [Decimal(figure) for figure in beside.groups() if figure]
        if any(not row.low <= figure <= row.high for figure in figures):
            what = (
                f"{beside[0].strip(' (,')} is outside “{match.words}” on the scale {subject.scale.title} ({row.words})"
            )
            span = Match(beside.start(), beside.end(), match.words, match.phrase)
            yield subject.worded(passage, span, what, _right_term(subject, subject.scale.name, figures[0]))


def _right_term(subject: Subject, name: str, value: Decimal) -> str:
    scale = subject.settings.scale(name)
    terms = [f"“{row.terms[0]}”" for row in scale.rows if row.low <= value <= row.high] if scale is not None else []
    return f"{value} % is {' or '.join(terms)}" if terms else f"no term of the scale stands for {value} %"


@rule("BG209", "no-legend")
def no_legend(subject: Subject) -> Iterator[Hit]:
    """Terms of a scale stand in the text, and the brief names no scale, so no legend is shown.

    “Likely” is 55 to 80 % in ICD 203, 55 to 75 % in the PHIA yardstick and 66 to 100 % with the IPCC. Name the scale in
    `likelihood_scale`, and every template shows it.

    Fails:
        judgements:
          - {id: j, text: The talks are likely to fail.}

    Mended:
        likelihood_scale: phia
        judgements:
          - {id: j, text: The talks are likely to fail.}
    """
    if subject.brief.likelihood_scale or any(part.value.scale for part in subject.parts.get(model.Estimate, [])):
        return
    for passage, match in estimated(subject, "likelihood"):
        if is_term(subject, match.phrase) and not subject.is_borrowed(passage, match.words):
            what = f"“{match.words}” is a term of a scale, and the brief does not say of which"
            yield subject.worded(passage, match, what, f"add 'likelihood_scale': {', '.join(SCALES)}")
            return
