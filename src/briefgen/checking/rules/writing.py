"""Writing: is what a reader needs there, in the order in which it is needed, and does it agree with itself?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.subject import Subject
from briefgen.content import model


@rule("BG401", "no-bottom-line")
def no_bottom_line(subject: Subject) -> Iterator[Hit]:
    """There is no bottom line.

    The conclusion first: what a reader who stops after two sentences must know or decide.

    Fails:
        events:
          - {id: e, title: The vote, text: The bill passed.}

    Mended:
        bottom_line: The bill passed and takes effect in May.
    """
    if subject.brief.bottom_line is None:
        yield Hit(what="there is no bottom line", mend="add 'bottom_line': the conclusion in one or two sentences")


@rule("BG402", "long-bottom-line")
def long_bottom_line(subject: Subject) -> Iterator[Hit]:
    """The bottom line is too long to be one: over 60 words.

    The bound is the setting `bottom-line-words`.

    Fails:
        bottom_line: >-
          The bill passed in the second chamber after a debate of nine hours in which members of all groups spoke, among
          them two former ministers, and after three amendments on costs, on dates and on the role of the regulator had
          been voted down. It takes effect in May. The regulator must then publish its guidance within six months, which
          it has said that it cannot do with the staff that it has at present.

    Mended:
        bottom_line: The bill passed and takes effect in May. The regulator lacks the staff to carry it out.
    """
    line = subject.brief.bottom_line
    if line is not None and len(line.text.split()) > subject.settings.bottom_line_words:
        yield Hit(
            what=f"the bottom line has {len(line.text.split())} words",
            at=((None, "bottom_line"), "text"),
            mend=f"cut it to {subject.settings.bottom_line_words} or fewer",
            id=line.id,
        )


@rule("BG403", "no-alternatives")
def no_alternatives(subject: Subject) -> Iterator[Hit]:
    """There are judgements and nothing against them: no scenario, no counterpoint, no view that differs.

    Analysis of alternatives is one of the nine standards of ICD 203. Scenarios, options, a caveat of the kind
    counterpoint, or a disputed view count.

    Fails:
        judgements:
          - {id: j, key: true, text: The limits hold.}

    Mended:
        judgements:
          - {id: j, key: true, text: The limits hold.}
        caveats:
          - {id: c, kind: counterpoint, text: Neither side lets the other count.}
    """
    brief = subject.brief
    has_some = (
        brief.scenarios
        or len(brief.options) > 1
        or any(caveat.kind is model.CaveatKind.COUNTERPOINT for caveat in brief.caveats)
        or any(part.value.status is model.Status.DISPUTED for part in subject.statements)
    )
    if brief.judgements and not has_some:
        mend = "add a scenario, or a caveat of the kind counterpoint"
        yield Hit(what="nothing stands against the judgements", at=(None, "judgements"), mend=mend)


@rule("BG404", "no-assumptions", Severity.INFO)
def no_assumptions(subject: Subject) -> Iterator[Hit]:
    """There are key judgements of the author’s, and no assumption is stated.

    Say what they hang on and what follows if it is wrong (ICD 203). A warning under icd203 and phia, a note elsewhere.

    Fails:
        judgements:
          - {id: j, key: true, text: The limits hold.}

    Mended:
        judgements:
          - {id: j, key: true, text: The limits hold.}
        caveats:
          - {id: a, kind: assumption, text: We assume that neither wants to be first., if_wrong: They will not hold.}
    """
    judged = any(one.key and one.holder is None for one in subject.brief.judgements)
    if judged and not any(caveat.kind is model.CaveatKind.ASSUMPTION for caveat in subject.brief.caveats):
        mend = "add a caveat of the kind assumption, with 'if_wrong'"
        yield Hit(what="no assumption is stated", at=(None, "judgements"), mend=mend)


@rule("BG405", "edition-without-changes")
def edition_without_changes(subject: Subject) -> Iterator[Hit]:
    """A later edition does not say what is new.

    A reader of the last edition looks for that first (ICD 203: change and consistency are explained).

    Fails:
        edition: "2"

    Mended:
        edition: "2"
        changes:
          - {id: c, text: The treaty has expired.}
    """
    found = re.search(r"\d+", subject.brief.edition)
    if found is not None and 1 < int(found[0]) < 1900 and not subject.brief.changes:
        what = f"edition {subject.brief.edition} does not say what is new"
        yield Hit(what=what, at=(None, "edition"), mend="add 'changes'")


@rule("BG411", "numbers-disagree")
def numbers_disagree(subject: Subject) -> Iterator[Hit]:
    """Two places of the brief give different numbers for one thing.

    Compared are quantities of the same name, party, unit and date; a number in a text with the quantity that has the
    name it stands before; and the number in a headline with the one in its own text.

    Fails:
        sources: [{id: s, title: S}]
        instruments:
          - {id: t, title: Treaty, kind: treaty, text: A treaty.}
        provisions:
          - id: p
            instrument: t
            headline: At most 1,500 deployed warheads
            text: Each party keeps to at most 1,550 deployed warheads.

    Mended:
        instruments:
          - {id: t, title: Treaty, kind: treaty, text: A treaty.}
        provisions:
          - id: p
            instrument: t
            headline: At most 1,550 deployed warheads
            text: Each party keeps to at most 1,550 deployed warheads.
    """
    yield from _quantities_disagree(subject)
    named: dict[str, set[Decimal]] = {}
    for part in subject.parts.get(model.Quantity, []):
        words = part.value.what.lower().split()
        values = {value for value in (part.value.value, part.value.low, part.value.high) if value is not None}
        if len(words) >= 2:
            named.setdefault(" ".join(words[:2]), set()).update(values)
    for part in subject.statements:
        in_text = list(numbers(part.value.text)) if _DIGIT.search(part.value.text) else []
        in_headline = list(numbers(part.value.headline)) if _DIGIT.search(part.value.headline) else []
        for field, found in (("text", in_text), ("headline", in_headline)):
            for value, noun, span in found:
                known = named.get(" ".join(noun[:2]))
                if len(noun) >= 2 and known and value not in known:
                    figures = ", ".join(f"{each:,}" for each in sorted(known))
                    yield _number_hit(part, field, span, f"a quantity gives {figures} {' '.join(noun[:2])}")
        values = {value for value, _, _ in in_text}
        for value, noun, span in in_headline:
            other = next((each for each, theirs, _ in in_text if noun and theirs and theirs[:2] == noun[:2]), None)
            if other is not None and value not in values:
                yield _number_hit(part, "headline", span, f"the text says {other:,} {' '.join(noun[:2])}")


def _number_hit(part: object, field: str, span: tuple[int, int], what: str) -> Hit:
    value = part.value  # type: ignore[attr-defined]
    text = getattr(value, field)
    return Hit(
        what=f"“{text[slice(*span)]}” here, and {what}",
        at=(part.at, field),  # type: ignore[attr-defined]
        mend="let both say the same",
        span=span,
        id=value.id,
    )


def _quantities_disagree(subject: Subject) -> Iterator[Hit]:
    seen: dict[object, tuple[object, str]] = {}
    for part in subject.parts.get(model.Quantity, []):
        one = part.value
        key = (one.what.casefold(), one.party, one.unit.casefold(), one.per.casefold(), one.as_of, one.comparator)
        value = (one.value, one.low, one.high)
        first, where = seen.setdefault(key, (value, part.named.value.id))
        if first != value and not one.disputed_by:
            what = f"“{one.what}” has one number here and another in ‘{where}’"
            yield Hit(
                what=what,
                at=part.at,
                mend="let both say the same, or say by whom it is disputed",
                id=part.named.value.id,
            )


_DIGIT = re.compile("[0-9]")
# A number and the words behind it; not a year, a date, a range's end, an article's number or a percentage.
_NUMBER = re.compile(
    r"(?<![\w.,–-])(?<!\bto )(?<!\band )(?<!Article )(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?! ?(?:%|per ?cent|to \d|–|-))"
    r"\s+([a-z][a-z’'-]*)(?:\s+([a-z][a-z’'-]*))?"
)


def numbers(text: str) -> Iterator[tuple[Decimal, tuple[str, ...], tuple[int, int]]]:
    """Yield each number before a noun: its value, one or two words behind it, and where it stands."""
    for found in _NUMBER.finditer(text):
        noun = tuple(word for word in found.groups()[1:] if word)
        if noun[0] not in _NO_NOUNS:
            yield Decimal(found[1].replace(",", "")), tuple(noun), found.span()


_SMALL_WORDS = "of and or to in on at by for from the a an is are was were has have with as but that which per"
_NO_NOUNS = frozenset(_SMALL_WORDS.split())


@rule("BG412", "unprecedented-with-precedent")
def unprecedented_with_precedent(subject: Subject) -> Iterator[Hit]:
    """Something is called unprecedented, and the brief compares it with a precedent.

    A precedent that is weaker or that it replaces does not count against the word; one that is comparable does. A
    caveat about both comparisons settles it.

    Fails:
        instruments:
          - {id: t, title: Treaty, kind: treaty, text: A treaty.}
          - {id: old, title: Old treaty, kind: treaty, text: An old treaty.}
        comparisons:
          - {id: u, subject: t, relation: unprecedented, text: It is without precedent.}
          - {id: c, subject: t, relation: comparable, other: old, text: It is like the old one.}

    Mended:
        instruments:
          - {id: t, title: Treaty, kind: treaty, text: A treaty.}
          - {id: old, title: Old treaty, kind: treaty, text: An old treaty.}
        comparisons:
          - {id: c, subject: t, relation: comparable, other: old, text: It is like the old one.}
    """
    kinds = (model.ComparisonKind.COMPARABLE, model.ComparisonKind.ONLY_COMPARABLE, model.ComparisonKind.WEAKER)
    instrument_of = {one.id: one.instrument for one in subject.brief.provisions}
    for one in subject.brief.comparisons:
        if one.relation is not model.ComparisonKind.UNPRECEDENTED:
            continue
        for other in subject.brief.comparisons:
            about = {other.subject, instrument_of.get(other.subject, "")}
            if other.relation not in kinds or other.other is None or one.subject not in about:
                continue
            if any({one.id, other.id} <= set(caveat.about) for caveat in subject.brief.caveats):
                continue
            yield Hit(
                what=f"‘{one.subject}’ is called unprecedented, and ‘{other.id}’ compares it with ‘{other.other}’",
                at=(subject.by_id[one.id].at, "relation"),
                mend="say in what it is without precedent, or add a caveat about both",
                id=one.id,
            )


@rule("BG414", "advice-in-news", only_in=("newsroom",))
def advice_in_news(subject: Subject) -> Iterator[Hit]:
    """A brief that is to be impartial recommends.

    Only in the profile newsroom: background and news tell what is so and leave what to do to others.

    Fails:
        # briefgen: profile newsroom
        recommendation: Ask both sides for a pledge.

    Mended:
        # briefgen: profile newsroom
        bottom_line: Both sides have been asked for a pledge.
    """
    if subject.brief.recommendation is not None:
        yield Hit(
            what="an impartial brief recommends",
            at=((None, "recommendation"), "text"),
            mend="take the recommendation out",
            id=subject.brief.recommendation.id,
        )


@rule("BG415", "too-many-key-judgements")
def too_many_key_judgements(subject: Subject) -> Iterator[Hit]:
    """There are more key judgements than a reader can take away: over seven.

    Three to five are right. The bound is the setting `key-judgements`.

    Fails:
        judgements:
          - {id: a, key: true, text: One.}
          - {id: b, key: true, text: Two.}
          - {id: c, key: true, text: Three.}
          - {id: d, key: true, text: Four.}
          - {id: e, key: true, text: Five.}
          - {id: f, key: true, text: Six.}
          - {id: g, key: true, text: Seven.}
          - {id: h, key: true, text: Eight.}

    Mended:
        judgements:
          - {id: a, key: true, text: One.}
          - {id: b, key: true, text: Two.}
          - {id: c, key: true, text: Three.}
    """
    count = sum(one.key for one in subject.brief.judgements)
    if count > subject.settings.key_judgements:
        mend = f"keep {subject.settings.key_judgements} or fewer"
        yield Hit(what=f"{count} judgements are key judgements", at=(None, "judgements"), mend=mend)
