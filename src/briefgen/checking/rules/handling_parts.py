"""Handling between parts: the whole is marked as its parts ask, and a source's conditions are kept."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.audience.handling import Held, read, roll_up
from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.rules.handling import marked
from briefgen.checking.subject import Subject
from briefgen.checking.words import without_quotes
from briefgen.content import model
from briefgen.content.parts import Part
from briefgen.data.characters import shown
from briefgen.errors import AudienceError


def _banner(subject: Subject) -> Held | None:
    return next((held for part, _, held, *_ in marked(subject) if part.value is subject.brief.marking), None)


def _portions(subject: Subject) -> Iterator[tuple[Part, Held]]:
    for part, _, held, *_ in marked(subject):
        if held is not None and part.value is not subject.brief.marking:
            yield part, held


@rule("BG304", "portion-above-banner", Severity.ERROR)
def portion_above_banner(subject: Subject) -> Iterator[Hit]:
    """A part is marked higher than the whole.

    Whoever holds the document may then pass on what a part of it forbids. The whole is marked as its highest part.

    Fails:
        marking: {label: "TLP:GREEN", scheme: tlp}
        judgements:
          - {id: j, text: The source is in the ministry., marking: "TLP:RED"}

    Mended:
        marking: {label: "TLP:RED", scheme: tlp}
        judgements:
          - {id: j, text: The source is in the ministry., marking: "TLP:RED"}
    """
    banner = _banner(subject)
    if banner is None or subject.brief.marking is None:
        return
    for part, held in _portions(subject):
        if held.scheme.name == banner.scheme.name and held.rank > banner.rank:
            what = f"{shown(part.value.label)} stands in a brief that is marked {shown(subject.brief.marking.label)}"
            mend = "raise the brief’s marking, or take the part out"
            yield Hit(what=what, at=(part.at, "label"), mend=mend, id=part.named.value.id)


@rule("BG305", "unmarked-portion")
def unmarked_portion(subject: Subject) -> Iterator[Hit]:
    """A part has no mark, under a scheme that asks for one on every part.

    Of the built-in schemes the US-style one does (`portion_marks`); a reader must know of each paragraph what it is.
    `unmarked` says it for all parts without a mark of their own.

    Fails:
        marking: {label: UNCLASSIFIED, scheme: us}
        judgements:
          - {id: j, text: The limits hold.}

    Mended:
        marking: {label: UNCLASSIFIED, scheme: us}
        judgements:
          - {id: j, text: The limits hold., marking: U}
    """
    banner = _banner(subject)
    if banner is None or not banner.scheme.portion_marks or subject.brief.unmarked is not None:
        return
    for part in subject.of(model.Statement, model.Source):
        if part.value.marking is None:
            what = f"‘{part.value.id}’ has no mark"
            mend = f"add 'marking': {', '.join(level.portion for level in banner.scheme.levels)}"
            at = (part.at, "text") if isinstance(part.value, model.Statement) else part.at
            yield Hit(what=what, at=at, mend=mend, id=part.value.id)


@rule("BG306", "portions-without-banner", Severity.ERROR)
def portions_without_banner(subject: Subject) -> Iterator[Hit]:
    """Parts are marked, and the brief as a whole is not.

    Nothing in its head and foot then says that it must be guarded.

    Fails:
        judgements:
          - {id: j, text: The limits hold., marking: "TLP:AMBER"}

    Mended:
        marking: "TLP:AMBER"
        judgements:
          - {id: j, text: The limits hold., marking: "TLP:AMBER"}
    """
    if subject.brief.marking is None:
        for part in subject.parts.get(model.Marking, [])[:1]:
            what = f"‘{part.named.value.id}’ is marked {shown(part.value.label)}, and the brief is not marked"
            yield Hit(what=what, at=(part.at, "label"), mend="add 'marking' to the brief", id=part.named.value.id)


@rule("BG307", "banner-is-not-the-sum")
def banner_is_not_the_sum(subject: Subject) -> Iterator[Hit]:
    """The whole is not marked as its parts add up, under a scheme that marks every part.

    The level is the highest; readers are those that all parts have in common; NOFORN anywhere clears REL TO.

    Fails:
        marking: {label: "SECRET//REL TO USA, GBR", scheme: us}
        judgements:
          - {id: a, text: The limits hold., marking: "S//REL TO USA, GBR"}
          - {id: b, text: Nobody checks., marking: "S//NF"}

    Mended:
        marking: {label: "SECRET//NOFORN", scheme: us}
        judgements:
          - {id: a, text: The limits hold., marking: "S//REL TO USA, GBR"}
          - {id: b, text: Nobody checks., marking: "S//NF"}
    """
    banner = _banner(subject)
    if banner is None or not banner.scheme.portion_marks or subject.brief.marking is None:
        return
    portions = [held for _, held in _portions(subject) if held.scheme.name == banner.scheme.name]
    if not portions or max(held.rank for held in portions) > banner.rank:
        return  # nothing to add up, or told by BG304
    total = roll_up(portions)
    try:
        right = read(banner.scheme, total)
    except AudienceError:
        return
    if right.rank != banner.rank or set(right.controls) != set(banner.controls):
        what = f"the parts add up to {shown(total.label)}, and the brief is marked {shown(subject.brief.marking.label)}"
        yield Hit(what=what, at=((None, "marking"), "label"), mend=f"write {total.label}, or mark the parts anew")


@rule("BG314", "several-schemes", Severity.INFO)
def several_schemes(subject: Subject) -> Iterator[Hit]:
    """A part is marked under another scheme than the whole.

    Two schemes cannot be compared: neither says which of both is higher.

    Fails:
        marking: {label: "TLP:AMBER", scheme: tlp}
        judgements:
          - {id: j, text: The limits hold., marking: {label: OFFICIAL, scheme: gsc}}

    Mended:
        marking: {label: "TLP:AMBER", scheme: tlp}
        judgements:
          - {id: j, text: The limits hold., marking: {label: "TLP:GREEN", scheme: tlp}}
    """
    banner = _banner(subject)
    for part, held in _portions(subject) if banner is not None else ():
        if banner is not None and held.scheme.name != banner.scheme.name:
            what = f"‘{part.named.value.id}’ is marked under {held.scheme.title}, the brief under {banner.scheme.title}"
            yield Hit(what=what, at=(part.at, "label"), mend="mark both under one scheme", id=part.named.value.id)


@rule("BG315", "chatham-house")
def chatham_house(subject: Subject) -> Iterator[Hit]:
    """A statement names who spoke under the Chatham House Rule.

    What was said may be used; neither the speaker nor any other participant may be named, nor whom they belong to. No
    person or organisation may be the holder, spokesperson or actor of a statement that cites such a source or stand by
    name in its text; the source itself has no author. What the brief itself keeps, a release takes out for readers who
    may not see who spoke: `--audience` checks what they are shown.

    Fails:
        actors:
          - {id: smith, name: Jane Smith, kind: person}
        sources:
          - {id: round-table, title: A round table, chatham_house: true}
        judgements:
          - {id: j, holder: smith, text: The talks have failed., citations: [round-table]}

    Mended:
        actors:
          - {id: officials, name: Officials, kind: group}
        sources:
          - {id: round-table, title: A round table, chatham_house: true}
        judgements:
          - {id: j, holder: officials, text: The talks have failed., citations: [round-table]}
    """
    flagged = {id_ for id_, part in subject.sources.items() if part.value.chatham_house}
    for id_ in sorted(flagged):
        if subject.sources[id_].value.author:
            what = f"‘{id_}’ is under the Chatham House Rule and names its author"
            yield Hit(what=what, at=(subject.sources[id_].at, "author"), mend="take the name out", id=id_)
    if not flagged:
        return
    guarded = {
        actor.id: actor
        for actor in subject.brief.actors
        if actor.kind in (model.ActorKind.PERSON, model.ActorKind.ORGANISATION)
    }
    for part in subject.statements:
        value = part.value
        cited = {citation.value.source for citation in subject.citations_of.get(value.id, ())}
        if not cited & flagged:
            continue
        for name in ("holder", "spokesperson", "actor"):
            if getattr(value, name, None) in guarded:
                what = (
                    f"‘{value.id}’ names {guarded[getattr(value, name)].name}, who spoke under the Chatham House Rule"
                )
                yield Hit(what=what, at=(part.at, name), mend="name a group, or nobody", id=value.id)
        for field in ("text", "headline"):
            found = _named_in(without_quotes(getattr(value, field)), guarded.values())
            if found is not None:
                start, end = found
                what = f"‘{value.id}’ rests on what was said under the Chatham House Rule, and names "
                yield Hit(
                    what=what + getattr(value, field)[start:end],
                    at=(part.at, field),
                    mend="name nobody who may have been there",
                    span=(start, end),
                    id=value.id,
                )


def _named_in(text: str, actors: object) -> tuple[int, int] | None:
    for actor in actors:  # type: ignore[attr-defined]
        for name in (actor.name, actor.short, *actor.aliases):
            at = text.find(name) if name else -1
            if at >= 0 and not (text[at - 1 : at].isalnum() or text[at + len(name) : at + len(name) + 1].isalnum()):
                return at, at + len(name)
    return None
