"""What a brief says, as typed data: read it like a dictionary. Nothing here says how anything looks.

Every part is a frozen dataclass built with keywords; tuples keep the author's order; an empty string, an empty tuple
or None means that the brief does not say. Nothing is filled in. A field marked with `Ref` holds the id of another part.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Ref:
    """Says what kinds of part an id may name: names of the brief's top-level lists, or `*` for any statement."""

    kinds: tuple[str, ...]


ActorId = Annotated[str, Ref(("actors",))]
EventId = Annotated[str, Ref(("events",))]
InstrumentId = Annotated[str, Ref(("instruments",))]
ProvisionId = Annotated[str, Ref(("provisions",))]
ComparableId = Annotated[str, Ref(("instruments", "provisions"))]
ImplicationId = Annotated[str, Ref(("implications",))]
JudgementId = Annotated[str, Ref(("judgements",))]
SourceId = Annotated[str, Ref(("sources",))]
StatementId = Annotated[str, Ref(("*",))]

# ---------------------------------------------------------------- words with a fixed meaning


class ActorKind(StrEnum):
    STATE = "state"
    PERSON = "person"
    BLOC = "bloc"  # states that act or negotiate together
    ORGANISATION = "organisation"
    GROUP = "group"  # people without an organisation: analysts, farmers, neighbours


class RelationKind(StrEnum):
    ALLY = "ally"
    PARTNER = "partner"
    ADVERSARY = "adversary"
    SPONSOR = "sponsor"
    NEIGHBOUR = "neighbour"
    MEMBER = "member"  # of the target
    LEADER = "leader"  # of the target
    SUCCESSOR = "successor"  # of the target


class InstrumentKind(StrEnum):
    TREATY = "treaty"
    AGREEMENT = "agreement"
    DECISION = "decision"
    BILL = "bill"
    BLOC = "bloc"
    PACT = "pact"


class Force(StrEnum):
    """How strongly a provision binds, from its operative verb."""

    MANDATES = "mandates"
    COMMITS = "commits"
    ENABLES = "enables"
    REQUESTS = "requests"
    URGES = "urges"
    INVITES = "invites"
    CALLS_ON = "calls-on"
    ASPIRES = "aspires"
    UNCLEAR = "unclear"


class ComparisonKind(StrEnum):
    STRONGER = "stronger"
    WEAKER = "weaker"
    COMPARABLE = "comparable"
    ONLY_COMPARABLE = "only-comparable"  # to this precedent and no other
    UNPRECEDENTED = "unprecedented"
    REPLACES = "replaces"
    CHANGES = "changes"


class Stance(StrEnum):
    SUPPORTIVE = "supportive"
    AMBIVALENT = "ambivalent"
    DISTANT = "distant"
    CONCERNED = "concerned"
    ALARMED = "alarmed"
    OPPOSED = "opposed"
    NONE_STATED = "none-stated"


class Stage(StrEnum):
    """How real an action is, from done to merely possible."""

    TAKEN = "taken"
    STATED = "stated"
    SUGGESTED = "suggested"
    EXPECTED = "expected"
    POSSIBLE = "possible"


class Direction(StrEnum):
    BENEFIT = "benefit"
    HARM = "harm"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Domain(StrEnum):
    MILITARY = "military"
    NUCLEAR = "nuclear"
    DIPLOMATIC = "diplomatic"
    ECONOMIC = "economic"
    LEGAL = "legal"
    DOMESTIC = "domestic"
    SOCIAL = "social"
    ENVIRONMENTAL = "environmental"
    TECHNOLOGICAL = "technological"


class JudgementKind(StrEnum):
    ASSESSMENT = "assessment"
    EXPECTATION = "expectation"
    INTERPRETATION = "interpretation"
    FACT_CLAIM = "fact-claim"
    LEGAL = "legal"


class CaveatKind(StrEnum):
    AMBIGUITY = "ambiguity"
    GAP = "gap"
    COUNTERPOINT = "counterpoint"
    LIMITATION = "limitation"
    ASSUMPTION = "assumption"


class Status(StrEnum):
    """How far a statement is established."""

    ASSERTED = "asserted"
    ATTRIBUTED = "attributed"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    REFUTED = "refuted"
    SUPERSEDED = "superseded"


class SourceKind(StrEnum):
    ARTICLE = "article"
    REPORT = "report"
    OFFICIAL = "official"  # a government's or organisation's own page or statement
    TREATY = "treaty"
    LEGISLATION = "legislation"
    DATASET = "dataset"
    INTERVIEW = "interview"
    SPEECH = "speech"
    OTHER = "other"


class Level(StrEnum):
    """A confidence level (ICD 203, PHIA AnCR)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class BriefField(StrEnum):
    """A field of the brief itself that may carry a marking of its own."""

    SUBTITLE = "subtitle"
    KICKER = "kicker"
    ISSUE = "issue"
    TIMING = "timing"
    AS_OF = "as_of"
    EDITION = "edition"
    AUTHORS = "authors"
    ORGANISATION = "organisation"
    ADDRESSEE = "addressee"
    KEYWORDS = "keywords"
    SOURCE_SUMMARY = "source_summary"


# ---------------------------------------------------------------- small parts


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as it is known, or a range of days (`end_*`); `wording` is how the source has it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    wording: str = ""
    year_inferred_by: str = ""  # who supplied a year that the source does not give, and from what


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A handling marking on one part: `TLP:AMBER`, `OFFICIAL-SENSITIVE`, `S//REL TO USA, GBR`."""

    label: str
    scheme: str = ""  # tlp, gsc, us …; "" = the brief's own
    releasable_to: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMarking:
    """The marking of one of the brief's own fields, such as its source summary."""

    field: BriefField
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How sure the author is of a judgement, which is not how likely the event is."""

    level: Level
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A likelihood: the verbatim words, and only where the analyst says so a term on a named scale or a range."""

    wording: str
    scale: str = ""  # icd203, phia, ipcc or the brief's own
    term: str = ""
    low: Decimal | None = None  # percent, 0 to 100
    high: Decimal | None = None
    confidence: Confidence | None = None
    mapped_by: str = ""  # who put the words on the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A measured or agreed number, kept as it is written (1.10 stays 1.10)."""

    what: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    per: str = ""  # what it is counted against: year, party, hour
    comparator: str = ""  # at most, at least, about …
    party: ActorId | None = None
    as_of: PartialDate | None = None
    disputed_by: tuple[ActorId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a statement comes from: the exact words of a source, and the place."""

    source: SourceId
    quote: str = ""
    locator: str = ""  # page, article, paragraph
    credibility: str = ""  # Admiralty digit 1 to 6, of this item


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalName:
    """A name or title in another language or script (BCP 47)."""

    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How one actor stands to another."""

    kind: RelationKind
    target: ActorId
    note: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One dated step in the life of an instrument or a provision; `by` where only one party takes it."""

    status: str  # signed, in force, suspended, expired, second reading …
    date: PartialDate | None = None
    by: tuple[ActorId, ...] = ()
    note: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What must happen for an obligation to apply."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What must be done; `bearer` empty = all parties alike; `trigger` names one of the provision's triggers."""

    text: str
    bearer: tuple[ActorId, ...] = ()
    trigger: str = ""
    force: Force | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an implication does to one actor."""

    actor: ActorId
    direction: Direction = Direction.UNCLEAR
    note: str = ""


# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing the brief says. `text` is inline Markdown in whole sentences; `headline` says it in a few words."""

    id: str
    text: str
    headline: str = ""
    importance: int = 3  # 1 (first to go when space is short) to 5 (last)
    tags: tuple[str, ...] = ()
    marking: Marking | None = None
    citations: tuple[Citation, ...] = ()
    holder: ActorId | None = None  # whose view it is; None = the author's
    status: Status = Status.ASSERTED
    about: tuple[StatementId, ...] = ()  # statements this one speaks of
    note: str = ""  # for the editors; no built-in template shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts or is affected. `role` is the office as the brief's sources give it, never filled in."""

    id: str
    name: str
    kind: ActorKind
    short: str = ""  # a short form for tables: ROK, EU
    state: ActorId | None = None  # that a person or organisation belongs to
    role: str = ""
    description: str = ""
    iso: str = ""  # ISO 3166-1 alpha-2 or alpha-3, of a state
    aliases: tuple[str, ...] = ()
    names: tuple[LocalName, ...] = ()
    members: tuple[ActorId, ...] = ()
    relations: tuple[Relation, ...] = ()
    historical: bool = False  # no longer exists
    tags: tuple[str, ...] = ()
    marking: Marking | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Statement):
    """Something that happened or will happen."""

    title: str
    date: PartialDate | None = None
    place: str = ""
    participants: tuple[ActorId, ...] = ()
    instruments: tuple[InstrumentId, ...] = ()  # that came out of it or were dealt with


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Statement):
    """A text that states or bodies agreed on, or might. `title` is verbatim."""

    title: str
    kind: InstrumentKind
    short: str = ""
    titles: tuple[LocalName, ...] = ()
    parties: tuple[ActorId, ...] = ()
    date: PartialDate | None = None
    adoption: str = ""  # signature, consensus, vote …
    target: tuple[ActorId, ...] = ()  # whom it is aimed at
    context: bool = False  # background to the brief rather than its subject
    history: tuple[StatusChange, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Statement):
    """What an instrument agrees."""

    instrument: InstrumentId
    title: str = ""
    article: str = ""  # number as printed; "" where the source gives none
    parent: ProvisionId | None = None
    operative_verb: str = ""  # verbatim: calls on, shall, decides
    force: Force = Force.UNCLEAR
    triggers: tuple[Trigger, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    applies_to: str = ""  # extent: territory, sector or parties, in words
    qualities: tuple[str, ...] = ()  # flexible, firm, reciprocal
    quantities: tuple[Quantity, ...] = ()
    effective: PartialDate | None = None
    expires: PartialDate | None = None
    history: tuple[StatusChange, ...] = ()  # status by party
    salience: str = ""  # who pays attention to it, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Statement):
    """How an instrument or provision stands to a precedent; `other` is None for "unprecedented"."""

    subject: ComparableId
    relation: ComparisonKind
    other: ComparableId | None = None
    dimension: str = ""  # in what respect
    before: str = ""  # the old value or words
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Statement):
    """What an actor does about it, at one stage between taken and merely possible."""

    stage: Stage
    towards: tuple[ActorId, ...] = ()
    condition: str = ""  # what it hangs on, in words
    condition_on: StatementId | None = None  # … or the statement it hangs on
    retaliation_for: StatementId | None = None
    date: PartialDate | None = None
    likelihood: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Statement):
    """How an actor takes it. The actor is who is bound or affected; a person speaks for it as `spokesperson`."""

    actor: ActorId
    stance: Stance
    intensity: str = ""  # verbatim: extreme
    spokesperson: ActorId | None = None
    reasons: tuple[StatementId, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver(Statement):
    """Why actors do what they do."""

    actors: tuple[ActorId, ...] = ()
    rank: int | None = None  # 1 = the strongest, where the source ranks
    likelihood: Estimate | None = None
    leads_to: tuple[ImplicationId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Implication(Statement):
    """What it means or may lead to."""

    affected: tuple[Effect, ...] = ()
    domain: Domain | None = None
    horizon: str = ""  # by when, in words
    magnitude: tuple[Quantity, ...] = ()
    condition: str = ""
    condition_on: StatementId | None = None
    depends_on: tuple[StatementId, ...] = ()
    leads_to: tuple[ImplicationId, ...] = ()
    likelihood: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Statement):
    """What is concluded, by the author or by `holder`."""

    kind: JudgementKind = JudgementKind.ASSESSMENT
    key: bool = False  # a key judgement of the brief
    likelihood: Estimate | None = None
    confidence: Confidence | None = None
    supersedes: tuple[JudgementId, ...] = ()
    needs_source: bool = False  # asserted without evidence so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat(Statement):
    """What limits the brief: what is unclear, unknown, assumed, or stands against it."""

    kind: CaveatKind
    if_wrong: str = ""  # what follows if an assumption fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Statement):
    """What to watch for."""

    observed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Statement):
    """One way it may go. Scenarios branch through `parent`."""

    title: str
    parent: Annotated[str, Ref(("scenarios",))] | None = None
    likelihood: Estimate | None = None
    indicators: tuple[Indicator, ...] = ()
    implications: tuple[ImplicationId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Statement):
    """A course of action open to the reader."""

    title: str
    advantages: tuple[str, ...] = ()
    drawbacks: tuple[str, ...] = ()
    cost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Statement):
    """What the reader is advised to do."""

    option: Annotated[str, Ref(("options",))] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Statement):
    """What is new since the last edition."""

    date: PartialDate | None = None


# ---------------------------------------------------------------- evidence and the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that the brief rests on; `reliability` is an Admiralty letter, A to F."""

    id: str
    title: str
    short: str = ""  # a short name for notes
    kind: SourceKind = SourceKind.OTHER
    author: str = ""
    publisher: str = ""
    date: PartialDate | None = None
    url: str = ""
    retrieved: PartialDate | None = None
    language: str = "en"
    reliability: str = ""
    descriptor: str = ""  # ICD 206: what bears on its quality
    origin: str = ""  # sources of one origin do not corroborate one another
    file: str = ""  # the text itself, beside the brief
    sha256: str = ""
    connectives: tuple[str, ...] = ()  # its sentences that carry no content of their own, verbatim
    chatham_house: bool = False
    ai_generated: bool = False
    marking: Marking | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary entry."""

    id: str
    term: str
    text: str
    expansion: str = ""  # of an acronym
    marking: Marking | None = None


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Brief:
    """All of a briefing: what it says, on what, for whom, from which sources."""

    id: str
    title: str
    subtitle: str = ""
    kicker: str = ""  # the series or kind of paper: Policy brief, Memorandum
    bottom_line: Statement | None = None  # the conclusion first
    issue: str = ""  # what the reader is asked to note or decide
    timing: str = ""  # by when, and why
    recommendation: Recommendation | None = None
    as_of: PartialDate | None = None
    edition: str = ""
    language: str = "en"
    authors: tuple[str, ...] = ()
    organisation: str = ""
    addressee: str = ""
    keywords: tuple[str, ...] = ()
    marking: Marking | None = None
    unmarked: Marking | None = None  # how parts without a marking, and the title, are taken; None = as `marking`
    field_markings: tuple[FieldMarking, ...] = ()  # of the brief's own fields, where they differ
    embargo: str = ""  # not before: date, time and zone, as in 2026-12-01 09:00 Europe/Berlin or 2026-12-01T09:00+01:00
    likelihood_scale: str = ""  # the scale whose legend is shown
    source_summary: str = ""  # ICD 206: breadth, strength and gaps of the sources as a whole
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    provisions: tuple[Provision, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    responses: tuple[Response, ...] = ()
    drivers: tuple[Driver, ...] = ()
    implications: tuple[Implication, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    options: tuple[Option, ...] = ()
    changes: tuple[Change, ...] = ()
    sources: tuple[Source, ...] = ()
    glossary: tuple[Term, ...] = ()
