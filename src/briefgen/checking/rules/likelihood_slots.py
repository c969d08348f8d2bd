"""Likelihood and confidence in the fields of a brief: what is filled in, on which scale, and does it agree?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.rules.likelihood import ESTIMATES
from briefgen.checking.subject import Passage, Subject
from briefgen.checking.words import Match
from briefgen.content import model
from briefgen.content.scales import SCALES
from briefgen.errors import nearest


@rule("BG205", "key-judgement-without-likelihood", Severity.INFO)
def key_judgement_without_likelihood(subject: Subject) -> Iterator[Hit]:
    """A key judgement speaks of what is to come and gives no likelihood.

    A warning under the profiles icd203 and phia, a note elsewhere. A judgement of what is or was needs none here.

    Fails:
        judgements:
          - {id: j, key: true, text: The talks will fail.}

    Mended:
        judgements:
          - {id: j, key: true, text: The talks are likely to fail., likelihood: likely}
    """
    for part in subject.key_parts:
        if not isinstance(part.value, model.Judgement) or part.value.likelihood is not None:
            continue
        found = _first(subject, part.value.id)
        if found is not None:
            passage, match = found
            what = f"the key judgement ‘{part.value.id}’ gives no likelihood, and says “{match.words}”"
            yield subject.worded(passage, match, what, "add 'likelihood', or name the judgement that has it")


def _first(subject: Subject, id_: str) -> tuple[Passage, Match] | None:
    """Return the first word of a part that speaks of what is to come."""
    return subject.once(_speaking).get(id_)


def _speaking(subject: Subject) -> dict[str, tuple[Passage, Match]]:
    found: dict[str, tuple[Passage, Match]] = {}
    for name in ("forward", "likelihood"):
        for passage, match in subject.search(name, model.Judgement):
            found.setdefault(passage.part.value.id, (passage, match))
    return found


@rule("BG206", "key-judgement-without-confidence", Severity.INFO)
def key_judgement_without_confidence(subject: Subject) -> Iterator[Hit]:
    """A key judgement gives no level of confidence.

    High, moderate or low, with its basis (ICD 203; PHIA’s AnCR). A warning under these profiles, a note elsewhere; it
    is never filled in.

    Fails:
        judgements:
          - {id: j, key: true, text: The limits hold.}

    Mended:
        judgements:
          - id: j
            key: true
            text: The limits hold.
            confidence: {level: moderate, basis: "Both sides say so, and no inspection has confirmed it."}
    """
    for part in subject.key_parts:
        value = part.value
        if not isinstance(value, model.Judgement) or value.holder is not None:
            continue
        if value.confidence is None and (value.likelihood is None or value.likelihood.confidence is None):
            what = f"the key judgement ‘{value.id}’ gives no confidence"
            yield Hit(what=what, at=(part.at, "text"), mend="add 'confidence' with its 'basis'", id=value.id)


@rule("BG207", "confidence-without-basis")
def confidence_without_basis(subject: Subject) -> Iterator[Hit]:
    """A level of confidence stands without its basis.

    Say what it rests on: how good and how many the sources are, what is assumed, how fast things change.

    Fails:
        judgements:
          - {id: j, text: The limits hold., confidence: high}

    Mended:
        judgements:
          - {id: j, text: The limits hold., confidence: {level: high, basis: Both sides publish their figures.}}
    """
    for part in subject.parts.get(model.Confidence, []):
        if not part.value.basis:
            what = f"the {part.value.level} confidence of ‘{part.named.value.id}’ has no basis"
            yield Hit(what=what, at=(part.at, "level"), mend="add 'basis'", id=part.named.value.id)


@rule("BG210", "mapped-by-nobody", Severity.INFO)
def mapped_by_nobody(subject: Subject) -> Iterator[Hit]:
    """Words are put on a scale, and nobody is named who did it.

    A term is a judgement of its own: `mapped_by` says whose.

    Fails:
        judgements:
          - {id: j, text: The talks might fail., likelihood: {wording: might, scale: phia, term: unlikely}}

    Mended:
        judgements:
          - id: j
            text: The talks might fail.
            likelihood: {wording: might, scale: phia, term: unlikely, mapped_by: the authors}
    """
    for part in subject.parts.get(model.Estimate, []):
        if part.value.term and not part.value.mapped_by:
            what = f"“{part.value.wording}” is put on the scale as “{part.value.term}”, and nobody is named who did it"
            yield Hit(what=what, at=(part.at, "term"), mend="add 'mapped_by'", id=part.named.value.id)


@rule("BG211", "term-against-wording")
def term_against_wording(subject: Subject) -> Iterator[Hit]:
    """The words are a term of the scale, and are mapped to another row of it.

    “Unlikely” is not to be read as “likely”, and a term does not become another by mapping.

    Fails:
        judgements:
          - id: j
            text: Success is unlikely.
            likelihood: {wording: unlikely, scale: icd203, term: likely, mapped_by: the authors}

    Mended:
        judgements:
          - id: j
            text: Success is unlikely.
            likelihood: {wording: unlikely, scale: icd203, term: unlikely, mapped_by: the authors}
    """
    for part in subject.parts.get(model.Estimate, []):
        scale = subject.settings.scale(part.value.scale)
        worded = scale.row(part.value.wording) if scale is not None else None
        mapped = scale.row(part.value.term) if scale is not None and part.value.term else None
        if worded is not None and mapped is not None and worded is not mapped:
            yield Hit(
                what=f"“{part.value.wording}” is a term of the scale itself, and is mapped to “{part.value.term}”",
                at=(part.at, "term"),
                mend=f"write 'term: {part.value.wording}', or other words",
                id=part.named.value.id,
            )


@rule("BG212", "text-against-likelihood")
def text_against_likelihood(subject: Subject) -> Iterator[Hit]:
    """The text says one likelihood and the field another.

    A reader of the table and a reader of the text would take away two estimates.

    Fails:
        judgements:
          - {id: j, text: The talks are unlikely to fail., likelihood: likely}

    Mended:
        judgements:
          - {id: j, text: The talks are likely to fail., likelihood: likely}
    """
    said: dict[str, list[tuple[Passage, Match]]] = {}
    for passage, match in subject.search("likelihood", *ESTIMATES):
        if passage.field == "text":
            said.setdefault(passage.part.value.id, []).append((passage, match))
    for part in subject.parts.get(model.Estimate, []):
        found = said.get(part.named.value.id, [])
        if found and not any(_same(match.phrase, part.value) for _, match in found):
            passage, match = found[0]
            what = f"the text says “{match.words}”, the field “{part.value.wording}”"
            yield Hit(
                what=what,
                at=passage.at,
                mend="let both say the same",
                span=(match.start, match.end),
                id=part.named.value.id,
            )


def _same(phrase: str, estimate: model.Estimate) -> bool:
    """Say whether a phrase agrees with the words or the term of an estimate: “possibly” with “possibly even”."""
    for said in (estimate.wording.lower(), estimate.term.lower()):
        for one, other in ((phrase, said), (_stem(phrase), _stem(said))):
            if said and (f" {one} " in f" {other} " or f" {other} " in f" {one} "):
                return True
    return False


def _stem(phrase: str) -> str:
    """Return an adverb without its ending, so that “probably” agrees with “probable”."""
    if not phrase.endswith("ly") or phrase.endswith("likely"):
        return phrase
    return f"{phrase[:-1]}e" if phrase.endswith("bly") else phrase[:-2]


@rule("BG213", "scenarios-do-not-add-up")
def scenarios_do_not_add_up(subject: Subject) -> Iterator[Hit]:
    """The likelihoods of scenarios beside each other cannot add up to 100 %.

    Scenarios of one parent exclude each other. If all their lowest values together are above 100 %, or (where each has
    a range) all their highest below, at least one is wrong. Two or more with figures are compared.

    Fails:
        scenarios:
          - {id: a, title: War, text: War., likelihood: {wording: very likely, low: 80, high: 95}}
          - {id: b, title: Peace, text: Peace., likelihood: {wording: likely, low: 55, high: 80}}

    Mended:
        scenarios:
          - {id: a, title: War, text: War., likelihood: {wording: very likely, low: 80, high: 95}}
          - {id: b, title: Peace, text: Peace., likelihood: {wording: very unlikely, low: 5, high: 20}}
    """
    beside: dict[str | None, list[model.Scenario]] = {}
    for one in subject.brief.scenarios:
        beside.setdefault(one.parent, []).append(one)
    for parent, group in beside.items():
        ranges = [(one, *_range(subject, one.likelihood)) for one in group if one.likelihood is not None]
        low = sum((low for _, low, _ in ranges), Decimal())
        high = sum((high for _, _, high in ranges), Decimal())
        if len(ranges) < 2 or (low <= 100 and (high >= 100 or len(ranges) < len(group) or parent is not None)):
            continue
        what = f"{' and '.join(f'‘{one.id}’' for one, _, _ in ranges)} cannot add up to 100 %: "
        what += f"together they are at least {low} %" if low > 100 else f"together they are at most {high} %"
        part = subject.by_id[ranges[0][0].id]
        yield Hit(what=what, at=(part.at, "likelihood"), mend="lower one, or say what else may happen", id=group[0].id)


def _range(subject: Subject, estimate: model.Estimate) -> tuple[Decimal, Decimal]:
    scale = subject.settings.scale(estimate.scale)
    row = scale.row(estimate.term or estimate.wording) if scale is not None else None
    low = estimate.low if estimate.low is not None else row.low if row is not None else Decimal(0)
    high = estimate.high if estimate.high is not None else row.high if row is not None else Decimal(100)
    return low, high


@rule("BG214", "unknown-scale")
def unknown_scale(subject: Subject) -> Iterator[Hit]:
    """A scale is named that is neither published nor the house’s own.

    Known are icd203, phia, ipcc and kent, and what briefgen.toml defines under `[check.scales.NAME]`.

    Fails:
        likelihood_scale: idc203

    Mended:
        likelihood_scale: icd203
    """
    known = (*SCALES, *subject.settings.scales)
    named = [((None, "likelihood_scale"), subject.brief.likelihood_scale, subject.brief.id)]
    named += [
        ((part.at, "scale"), part.value.scale, part.named.value.id) for part in subject.parts.get(model.Estimate, [])
    ]
    for at, name, id_ in named:
        if name and name not in known:
            mend = nearest(name, known) or f"there are: {', '.join(known)}"
            yield Hit(what=f"there is no scale ‘{name}’", at=at, mend=mend, id=id_)


@rule("BG215", "several-scales")
def several_scales(subject: Subject) -> Iterator[Hit]:
    """Estimates stand on another scale than the brief’s.

    The same word has other figures on each. In a quote of someone else’s estimate that cannot be helped: give it a
    `holder`. The author’s own stand on one.

    Fails:
        likelihood_scale: icd203
        judgements:
          - {id: j, text: Rain is likely., likelihood: {wording: likely, scale: ipcc, term: likely, mapped_by: us}}

    Mended:
        likelihood_scale: ipcc
        judgements:
          - {id: j, text: Rain is likely., likelihood: {wording: likely, scale: ipcc, term: likely, mapped_by: us}}
    """
    main = subject.brief.likelihood_scale
    for part in subject.parts.get(model.Estimate, []):
        if not part.value.scale or getattr(part.named.value, "holder", None) is not None:
            continue
        main = main or part.value.scale
        if part.value.scale != main:
            what = f"‘{part.named.value.id}’ is on the scale {part.value.scale}, the brief on {main}"
            yield Hit(what=what, at=(part.at, "scale"), mend="keep to one scale", id=part.named.value.id)
