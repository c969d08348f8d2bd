"""What the release tests share: random briefs with markings and audiences, an oracle of its own, and files taken apart.

Every text of a random brief holds a word that stands nowhere else, so that a leak is seen without the prover.
"""

from __future__ import annotations

import dataclasses
import io
import random
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefgen.audience.profile import Audience, Emphasis, Release
from briefgen.content import model
from briefgen.content.model import Marking

SCHEMES: dict[str, tuple[str, ...]] = {
    "tlp": ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"),
    "gsc": ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"),
    "us": ("U", "C", "S", "TS"),
}
GROUPS = {"gsc": ("HMG", "UK"), "us": ("USA", "GBR", "AUS"), "tlp": ()}
CONTROLS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {  # what is written, and whom it lets read
    "tlp": (("", ()),),
    "gsc": (("", ()), ("", ()), (" - HMG USE ONLY", ("HMG",)), (" - UK EYES ONLY", ("UK",))),
    "us": (("", ()), ("", ()), ("//NF", ("USA",)), ("//REL TO USA, GBR", ("USA", "GBR")), ("//KESTREL", ("KESTREL",))),
}
COMMON = [
    "the",
    "of",
    "and",
    "a",
    "to",
    "in",
    "that",
    "it",
    "with",
    "for",
    "on",
    "as",
    "by",
    "at",
    "from",
    "will",
    "may",
    "not",
    "has",
    "been",
    "this",
    "which",
    "their",
]
OTHER = ("조약", "양국은", "договор", "стороны", "條約", "協定", "مادة", "Straße", "naïve", "coöperate", "ﬁnal")
SYLLABLES = [
    "ba",
    "ke",
    "li",
    "mo",
    "nu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
    "da",
    "fe",
    "gi",
    "ho",
    "ju",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
]


class Maker:
    """Makes one brief and one audience from a seed."""

    def __init__(self, seed: int, *, scripts: bool = True) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.seed = seed
        self.other = OTHER if scripts else OTHER[2:4] + OTHER[-3:]  # fonts of other scripts are large
        self.hangul = "김" if scripts else "Кім"
        self.scheme = self.random.choice(("tlp", "tlp", "gsc", "us"))
        self.levels = SCHEMES[self.scheme]
        self.ceiling = self.random.randrange(len(self.levels) - 1)
        self.groups = tuple(g for g in GROUPS[self.scheme] if self.random.random() < 0.5)
        self.explicit = self.random.random() < 0.8  # marks whatever cites, so that less is refused

    def maybe(self, chance: float = 0.5) -> bool:
        return self.random.random() < chance

    def marker(self) -> str:
        """Return a word that stands nowhere else."""
        self.count += 1
        letters, number = "", self.count + 400
        while number:
            number, rest = divmod(number, 20)
            letters += "bcdfghjklmnpqrstvwxz"[rest]
        return f"q{letters}y"

    def words(self, least: int, most: int) -> str:
        found = [self.marker()]
        for _ in range(self.random.randint(least, most)):
            kind = self.random.random()
            if kind < 0.5:
                found.append(self.random.choice(COMMON))
            elif kind < 0.55:
                found.append(self.random.choice(self.other))
            else:
                found.append("".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(2, 3))))
        self.random.shuffle(found)
        text = " ".join(found)
        if self.maybe(0.15):
            text = f"**{text}**"
        return text + self.random.choice((".", "", "!", " – &c.", ' <b>"x"</b>'))

    def name(self) -> str:
        return self.marker().capitalize() + (
            f" {self.random.choice(SYLLABLES).capitalize()}land" if self.maybe() else ""
        )

    def marking(self, chance: float = 0.5) -> Marking | None:
        if not self.maybe(chance):
            return None
        low = self.maybe(0.6)
        level = self.random.choice(self.levels[: self.ceiling + 1] if low else self.levels)
        control, _ = self.random.choice(CONTROLS[self.scheme])
        if level == "TOP SECRET" and "HMG" in control:
            control = ""
        return Marking(
            label=level + control, scheme=self.random.choice(("", self.scheme)) if self.scheme == "tlp" else self.scheme
        )

    def some(self, ids: list[str], most: int = 2) -> tuple[str, ...]:
        return tuple(self.random.sample(ids, min(len(ids), self.random.randint(0, most))))

    def date(self) -> model.PartialDate | None:
        if self.maybe(0.4):
            return None
        return model.PartialDate(
            year=self.random.randint(1950, 2040), month=self.random.randint(1, 12), day=self.random.randint(1, 28)
        )

    def statement(
        self, id_: str, sources: list[str], actors: list[str], others: list[str], **more: Any
    ) -> dict[str, Any]:
        citations = tuple(
            model.Citation(source=source, quote=self.words(2, 8), locator=self.marker())
            for source in self.some(sources)
        )
        return {
            "id": id_,
            "text": self.words(3, 14),
            "headline": self.words(1, 4) if self.maybe(0.4) else "",
            "importance": self.random.randint(1, 5),
            "tags": (self.marker(),) if self.maybe(0.3) else (),
            "marking": self.marking(1.0 if citations and self.explicit else 0.5),
            "citations": citations,
            "holder": self.random.choice(actors) if self.maybe(0.2) else None,
            "about": self.some(others, 2) if self.maybe(0.3) else (),
            "note": self.words(1, 3) if self.maybe(0.2) else "",
            **more,
        }

    def estimate(self) -> model.Estimate | None:
        return model.Estimate(wording=self.words(0, 1), mapped_by=self.marker()) if self.maybe(0.3) else None

    def id(self, kind: str) -> str:
        return f"{kind}-{self.marker()}" if self.maybe() else self.marker()

    def brief(self) -> model.Brief:
        pick = self.random.choice
        actors = [self.id("actor") for _ in range(self.random.randint(2, 6))]
        sources = [self.id("source") for _ in range(self.random.randint(1, 5))]
        done: list[str] = []

        def ids(kind: str, most: int) -> list[str]:
            made = [self.id(kind) for _ in range(self.random.randint(0, most))]
            done.extend(made)
            return made

        event, instrument, judgement = ids("event", 3), ids("instrument", 2), ids("judgement", 4)
        implication, scenario, option = ids("implication", 3), ids("scenario", 2), ids("option", 2)
        said = list(done)

        def base(id_: str, **more: Any) -> dict[str, Any]:
            return self.statement(id_, sources, actors, said, **more)

        def action() -> model.Action:
            return model.Action(
                **base(self.id("action")),
                stage=pick(list(model.Stage)),
                towards=self.some(actors),
                condition=self.words(1, 3) if self.maybe(0.3) else "",
                condition_on=pick(said) if said and self.maybe(0.2) else None,
                likelihood=self.estimate(),
                date=self.date(),
            )

        provisions = []
        for i in instrument:
            for _ in range(self.random.randint(0, 3)):
                trigger = model.Trigger(id=self.marker(), text=self.words(1, 3))
                parent = pick(provisions).id if provisions and self.maybe(0.3) else None
                provisions.append(
                    model.Provision(
                        **base(self.id("provision")),
                        instrument=i,
                        title=self.words(1, 2) if self.maybe() else "",
                        parent=parent,
                        triggers=(trigger,),
                        obligations=(
                            model.Obligation(text=self.words(2, 5), bearer=self.some(actors), trigger=trigger.id),
                            model.Obligation(text=self.words(2, 5)),
                        ),
                        quantities=(
                            model.Quantity(
                                what=self.words(1, 2),
                                value=Decimal(self.random.randint(1, 99999)),
                                unit=self.marker(),
                                party=pick(actors) if self.maybe() else None,
                                disputed_by=self.some(actors),
                            ),
                        ),
                        history=(model.StatusChange(status=self.marker(), date=self.date(), by=self.some(actors)),),
                        salience=self.words(1, 4) if self.maybe(0.3) else "",
                    )
                )
        made: dict[str, Any] = {
            "actors": tuple(
                model.Actor(
                    id=id_,
                    name=self.name(),
                    kind=pick(list(model.ActorKind)),
                    short=self.marker().upper() if self.maybe(0.4) else "",
                    role=self.words(1, 3) if self.maybe() else "",
                    description=self.words(2, 6) if self.maybe() else "",
                    aliases=(self.name(),) if self.maybe(0.3) else (),
                    names=(model.LocalName(lang="ko", text=f"{self.hangul}{self.marker()}"),)
                    if self.maybe(0.2)
                    else (),
                    members=tuple(a for a in self.some(actors[index + 1 :])) if self.maybe(0.3) else (),
                    relations=tuple(
                        model.Relation(kind=pick(list(model.RelationKind)), target=t, note=self.words(1, 3))
                        for t in self.some(actors, 1)
                    ),
                    marking=self.marking(0.2),
                )
                for index, id_ in enumerate(actors)
            ),
            "sources": tuple(
                model.Source(
                    id=id_,
                    title=self.words(2, 5),
                    short=self.marker() if self.maybe() else "",
                    author=self.name() if self.maybe() else "",
                    publisher=self.name() if self.maybe() else "",
                    url=f"https://example.org/{self.marker()}/{self.marker()}" if self.maybe() else "",
                    descriptor=self.words(2, 5) if self.maybe() else "",
                    file=f"seeds/{self.marker()}.txt" if self.maybe(0.3) else "",
                    connectives=(self.words(1, 3),) if self.maybe(0.2) else (),
                    chatham_house=self.maybe(0.15),
                    marking=self.marking(0.3),
                )
                for id_ in sources
            ),
            "events": tuple(
                model.Event(
                    **base(i),
                    title=self.words(1, 3),
                    date=self.date(),
                    place=self.marker(),
                    participants=self.some(actors),
                    instruments=self.some(instrument),
                )
                for i in event
            ),
            "instruments": tuple(
                model.Instrument(
                    **base(i),
                    title=self.words(1, 3),
                    kind=pick(list(model.InstrumentKind)),
                    parties=self.some(actors),
                    context=self.maybe(),
                )
                for i in instrument
            ),
            "provisions": tuple(provisions),
            "comparisons": tuple(
                model.Comparison(
                    **base(self.id("comparison")),
                    subject=pick(instrument),
                    relation=pick(list(model.ComparisonKind)),
                    other=pick(instrument) if self.maybe() else None,
                )
                for _ in range(2 if instrument else 0)
            ),
            "responses": tuple(
                model.Response(
                    **base(self.id("response")),
                    actor=pick(actors),
                    stance=pick(list(model.Stance)),
                    spokesperson=pick(actors) if self.maybe(0.3) else None,
                    reasons=self.some(said),
                    actions=tuple(action() for _ in range(self.random.randint(0, 2))),
                )
                for _ in range(self.random.randint(0, 3))
            ),
            "drivers": tuple(
                model.Driver(
                    **base(self.id("driver")),
                    actors=self.some(actors),
                    likelihood=self.estimate(),
                    leads_to=self.some(implication),
                )
                for _ in range(self.random.randint(0, 2))
            ),
            "implications": tuple(
                model.Implication(
                    **base(i),
                    affected=tuple(model.Effect(actor=a, note=self.words(1, 3)) for a in self.some(actors)),
                    domain=pick((None, *model.Domain)),
                    condition=self.words(1, 3) if self.maybe(0.3) else "",
                    likelihood=self.estimate(),
                    depends_on=tuple(d for d in implication[index + 1 :] if self.maybe(0.3)),
                )
                for index, i in enumerate(implication)
            ),
            "judgements": tuple(
                model.Judgement(
                    **base(i),
                    key=self.maybe(),
                    likelihood=self.estimate(),
                    confidence=model.Confidence(level=model.Level.LOW, basis=self.words(1, 4))
                    if self.maybe(0.3)
                    else None,
                    supersedes=tuple(judgement[index + 1 :][:1]) if self.maybe(0.2) else (),
                )
                for index, i in enumerate(judgement)
            ),
            "caveats": tuple(
                model.Caveat(
                    **base(self.id("caveat")),
                    kind=pick(list(model.CaveatKind)),
                    if_wrong=self.words(1, 4) if self.maybe(0.3) else "",
                )
                for _ in range(self.random.randint(0, 3))
            ),
            "scenarios": tuple(
                model.Scenario(
                    **base(i),
                    title=self.words(1, 3),
                    parent=scenario[index + 1] if index + 1 < len(scenario) and self.maybe() else None,
                    likelihood=self.estimate(),
                    indicators=tuple(
                        model.Indicator(**base(self.id("indicator"))) for _ in range(self.random.randint(0, 2))
                    ),
                    implications=self.some(implication),
                )
                for index, i in enumerate(scenario)
            ),
            "options": tuple(
                model.Option(**base(i), title=self.words(1, 3), advantages=(self.words(1, 3),), cost=self.marker())
                for i in option
            ),
            "changes": tuple(
                model.Change(**base(self.id("change")), date=self.date()) for _ in range(self.random.randint(0, 1))
            ),
            "glossary": tuple(
                model.Term(
                    id=self.id("term"),
                    term=self.marker(),
                    text=self.words(2, 5),
                    expansion=self.words(1, 2) if self.maybe() else "",
                    marking=self.marking(0.3),
                )
                for _ in range(self.random.randint(0, 3))
            ),
        }
        top = Marking(label=self.levels[-1], scheme=self.scheme)
        lowest = Marking(label=self.levels[0], scheme=self.scheme)
        brief = model.Brief(
            id=f"brief-{self.seed}",
            title=self.words(2, 5),
            subtitle=self.words(1, 4) if self.maybe() else "",
            issue=self.words(2, 6) if self.maybe() else "",
            source_summary=self.words(3, 8) if self.maybe() else "",
            keywords=tuple(self.marker() for _ in range(self.random.randint(0, 2))),
            authors=(self.name(),) if self.maybe() else (),
            bottom_line=model.Statement(**base("bottom-line")) if self.maybe() else None,
            recommendation=model.Recommendation(
                **base("recommendation"), option=pick(option) if option and self.maybe() else None
            )
            if self.maybe()
            else None,
            marking=self.random.choice((top, lowest)),
            unmarked=lowest,
            field_markings=tuple(
                model.FieldMarking(field=field, marking=marking)
                for field in (model.BriefField.SOURCE_SUMMARY, model.BriefField.ISSUE, model.BriefField.AUTHORS)
                if (marking := self.marking(0.3)) is not None
            ),
            **made,
        )
        return self.speaking(brief)

    def speaking(self, brief: model.Brief) -> model.Brief:
        """Let some texts name actors and use terms of the brief."""
        names = [a.name for a in brief.actors] + [t.term for t in brief.glossary]

        def more(part: Any) -> Any:
            return replace(part, text=f"{part.text} {self.random.choice(names)}") if self.maybe(0.15) else part

        return replace(brief, judgements=tuple(map(more, brief.judgements)), caveats=tuple(map(more, brief.caveats)))

    def audience(self) -> Audience:
        from briefgen.audience.profile import SECTIONS

        return Audience(
            name="reader",
            depth=self.random.choice((1, 1, 2, 3)),
            recommendations=self.maybe(),
            sections=tuple(self.random.sample(list(SECTIONS), 8)) if self.maybe(0.3) else (),
            emphasis=Emphasis(sections={"judgements": 1.5}) if self.maybe(0.3) else Emphasis(),
            dates=self.random.choice(("long", "short", "iso")),
            likelihood_scale=self.random.choice(("", "none")),
            release=Release(
                highest={self.scheme: self.levels[self.ceiling]}, groups=self.groups, attribution=self.maybe(0.3)
            ),
        )

    # ------------------------------------------------------------ an oracle that shares no code with briefgen

    def may_see(self, marking: Marking | None) -> bool:
        if marking is None:
            return True
        for level in sorted(self.levels, key=len, reverse=True):
            if marking.label.startswith(level):
                control = marking.label.removeprefix(level)
                who = next(readers for text, readers in CONTROLS[self.scheme] if text == control)
                return self.levels.index(level) <= self.ceiling and (not who or bool(set(who) & set(self.groups)))
        raise AssertionError(marking.label)

    def forbidden(self, brief: model.Brief) -> set[str]:
        """Return the unique words of everything marked above, and of sources that only such statements cite."""
        found: set[str] = set()
        visible: list[Any] = []
        for part, marking in walk(brief, None):
            (visible if self.may_see(marking) else []).append(part)
            if not self.may_see(marking):
                found |= markers(part)
        for each in brief.field_markings:
            if not self.may_see(each.marking):
                found |= set(re.findall(r"\bq[b-z]{2,}y\b", repr(getattr(brief, each.field.value))))
        cited = {c.source for part in visible for c in getattr(part, "citations", ())}
        everywhere = {c.source for part, _ in walk(brief, None) for c in getattr(part, "citations", ())}
        for source in brief.sources:
            if source.id in everywhere - cited:
                found |= markers(source)
        # A word that what stays says as well is not withheld.
        for part in visible:
            found -= own_markers(part)
        return found


def walk(part: Any, around: Marking | None) -> Iterator[tuple[Any, Marking | None]]:
    """Yield every statement, actor, source and term with the marking that it stands under."""
    own = getattr(part, "marking", None) if not isinstance(part, model.Brief) else None
    own = own or around
    if isinstance(part, model.Statement | model.Actor | model.Source | model.Term):
        yield part, own
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(each):
                yield from walk(each, own)


def markers(part: Any) -> set[str]:
    """Return the unique words of a part's texts; not those in ids by which it names others."""
    found: set[str] = set()
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if field.name in ("about", "holder", "parent", "instrument", "source", "actor", "party", "target", "towards"):
            continue
        for each in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(each):
                found |= markers(each)
            elif isinstance(each, str) and field.name in TEXTS:
                found |= set(re.findall(r"q[b-z]{2,}y", each.lower()))
    return found


def own_markers(part: Any) -> set[str]:
    return markers(part)


TEXTS = frozenset(
    [
        "id",
        "text",
        "headline",
        "title",
        "note",
        "quote",
        "locator",
        "name",
        "short",
        "role",
        "description",
        "author",
        "publisher",
        "url",
        "descriptor",
        "term",
        "expansion",
        "what",
        "unit",
        "status",
        "wording",
        "basis",
        "mapped_by",
        "salience",
        "if_wrong",
        "cost",
        "condition",
        "place",
        "file",
    ]
)


@pytest.fixture(scope="session")
def maker() -> type[Maker]:
    return Maker


@pytest.fixture(scope="session")
def template() -> str:
    return str(Path(__file__).parent / "small.html.j2")


# ---------------------------------------------------------------- files taken apart, without briefgen's own decoders


def plain_bytes(data: bytes, format_: str) -> str:
    """Return all that can be read out of a file in the simplest ways, in lower case."""
    found = [data]
    if format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found += [package.read(name) for name in package.namelist()]
            found += [
                re.sub(rb"<[^>]*>", b"", package.read(name)) for name in package.namelist() if name.endswith(".xml")
            ]
    if format_ == "pdf":
        from pypdf import PdfReader

        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                found.append(zlib.decompressobj().decompress(stream))
            except zlib.error:
                continue
        found += [
            bytes.fromhex(each.decode()) for part in list(found) for each in re.findall(rb"<((?:[0-9A-F]{2})+)>", part)
        ]
        found += [page.extract_text().encode() for page in PdfReader(io.BytesIO(data)).pages]
    if format_ == "html":
        found = [re.sub(rb"base64,[A-Za-z0-9+/=]*", b"", data)]  # fonts, in which any five letters stand
    text = "\n".join(each.decode("utf-8", "ignore") for each in found)
    text += "\n".join(each.decode("utf-16-be", "ignore") for each in found if b"\0" in each)
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("-\n", "").lower()


@pytest.fixture(scope="session")
def apart() -> Callable[[bytes, str], str]:
    return plain_bytes
