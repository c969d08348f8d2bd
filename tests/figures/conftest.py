"""Random briefs, from next to nothing to sixty actors and two hundred events, with names in many scripts."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import briefgen
from briefgen.content import model
from briefgen.content.scales import SCALES

CASES = int(os.environ.get("BRIEFGEN_FIGURE_CASES", "40"))

NAMES = (
    "Russia",
    "US",
    "Türkiye",
    "Democratic Republic of the Congo",
    "United Kingdom of Great Britain and Northern Ireland",
    "Organisation for the Prohibition of Chemical Weapons",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Bundesministerium für wirtschaftliche Zusammenarbeit und Entwicklung",
    "المملكة العربية السعودية",
    "מדינת ישראל",
    "日本国外務省",
    "中华人民共和国外交部",
    "대한민국 통일부",
    "Донецкая область",
    "A",
    "EU–China (joint) *committee*",
)
PHRASES = (
    "A signature",
    "The conference ends without a common statement, and the delegations leave for their capitals",
    "首脳会談が平壌で開催され、両首脳は新しい条約に署名した",
    "مؤتمر القمة في العاصمة",
    "Verifikationsmechanismusüberprüfungskonferenzvorbereitungsausschuss",
    "Talks resume",
    "An answer to *any* expansion of the arms trade, with `code` and [a link](https://example.org)",
)
LIKELY = ("might", "could", "very likely", "with a probability that nobody in the room would put a number on")


def _date(draw: Any, yearless: bool) -> model.PartialDate | None:
    kind = draw(st.integers(0, 7))
    if kind == 0:
        return None
    year = None if yearless or kind == 1 else draw(st.one_of(st.integers(1990, 2030), st.integers(1, 3000)))
    month = draw(st.integers(1, 12)) if kind > 2 or year is None else None
    day = draw(st.integers(1, 28)) if month and kind > 3 else None
    if kind == 7 and year is not None:
        return model.PartialDate(
            year=year, month=month, day=day, end_year=min(9999, year + draw(st.integers(0, 9))), end_month=12
        )
    return model.PartialDate(year=year, month=month, day=day)


@st.composite
def briefs(draw: Any) -> model.Brief:
    """Return a brief whose parts of each kind may be none, a few or very many."""
    many = draw(st.sampled_from((0, 1, 3, 12, 60)))
    pick = random.Random(draw(st.integers(0, 2**48)))  # many different briefs at the price of no shrinking
    actors_count = max(2, many)
    name = [pick.choice(NAMES) for _ in range(actors_count)]
    ids = [f"a{n}" for n in range(actors_count)]
    actors = tuple(
        model.Actor(
            id=ids[n],
            name=name[n],
            kind=pick.choice(list(model.ActorKind)),
            state=pick.choice((None, pick.choice(ids))),
            relations=tuple(
                model.Relation(kind=pick.choice(list(model.RelationKind)), target=pick.choice(ids))
                for _ in range(pick.randint(0, 3))
            ),
        )
        for n in range(actors_count)
    )
    yearless = draw(st.booleans())
    events = tuple(
        model.Event(
            id=f"e{n}",
            title="E",
            headline=pick.choice(PHRASES),
            text="t",
            date=_date(draw, yearless),
            importance=pick.randint(1, 5),
        )
        for n in range(draw(st.sampled_from((0, 1, 2, 5, 11, 20))))
    )
    if many == 60:
        events += tuple(
            model.Event(
                id=f"m{n}",
                title="E",
                headline=pick.choice(PHRASES),
                text="t",
                importance=pick.randint(1, 5),
                date=model.PartialDate(year=2024, month=pick.randint(1, 12), day=pick.randint(1, 28)),
            )
            for n in range(180)
        )

    def estimate() -> model.Estimate | None:
        kind = pick.randint(0, 5)
        if kind == 0:
            return None
        if kind == 1:
            return model.Estimate(wording=pick.choice(LIKELY))
        if kind == 2:
            return model.Estimate(wording="x %", low=Decimal(pick.randint(0, 100)), high=Decimal(pick.randint(0, 100)))
        scale = SCALES[pick.choice(list(SCALES))]
        term = pick.choice(pick.choice(scale.rows).terms)
        return model.Estimate(wording=term, scale=scale.name, term=term)

    def sure() -> model.Confidence | None:
        return pick.choice((None, model.Confidence(level=pick.choice(list(model.Level)))))

    def text() -> str:
        return pick.choice(PHRASES)

    def of(count: int) -> range:
        return range(pick.randint(0, count))

    implications = [f"i{n}" for n in of(40 if many > 12 else 12)]
    provisions = [f"p{n}" for n in of(9)]
    return model.Brief(
        id="b",
        title="B",
        language=draw(st.sampled_from(("en", "en-US", "ar", "he", "ja", "de", "zh-Hans"))),
        actors=actors,
        events=events,
        instruments=(
            model.Instrument(
                id="t",
                title=text(),
                text="t",
                kind=model.InstrumentKind.TREATY,
                parties=tuple(ids[: pick.randint(0, 4)]),
            ),
            model.Instrument(id="o", title=text(), text="t", kind=model.InstrumentKind.PACT, date=_date(draw, False)),
        ),
        provisions=tuple(
            model.Provision(
                id=p,
                instrument="t",
                title=text(),
                text="t",
                quantities=tuple(
                    model.Quantity(
                        what=pick.choice(("warheads", text())),
                        value=Decimal(pick.randint(-50, 5000)),
                        unit=pick.choice(("", "%", "tonnes")),
                        party=pick.choice((None, pick.choice(ids))),
                        comparator=pick.choice(("", "at most")),
                        as_of=pick.choice((None, model.PartialDate(year=2000 + pick.randint(0, 25)))),
                    )
                    for _ in of(24)
                ),
            )
            for p in provisions
        ),
        comparisons=tuple(
            model.Comparison(
                id=f"c{n}",
                subject=pick.choice(["t", *provisions]),
                relation=pick.choice(list(model.ComparisonKind)),
                other=pick.choice((None, "o")),
                text=text(),
                dimension=pick.choice(("", text())),
                before=pick.choice(("", text())),
                after=pick.choice(("", text())),
            )
            for n in of(14)
        ),
        responses=tuple(
            model.Response(
                id=f"r{n}",
                actor=ids[n],
                stance=pick.choice(list(model.Stance)),
                text="t",
                importance=pick.randint(1, 5),
                actions=tuple(
                    model.Action(
                        id=f"r{n}x{k}", text=text(), stage=pick.choice(list(model.Stage)), towards=(pick.choice(ids),)
                    )
                    for k in of(4)
                ),
            )
            for n in range(pick.randint(0, actors_count))
        ),
        drivers=tuple(
            model.Driver(id=f"d{n}", text=text(), leads_to=tuple(implications[:1]), likelihood=estimate())
            for n in of(4)
        ),
        implications=tuple(
            model.Implication(
                id=i,
                text=text(),
                domain=pick.choice((None, *model.Domain)),
                likelihood=estimate(),
                importance=pick.randint(1, 5),
                leads_to=tuple(pick.choice(implications) for _ in of(3)),
                depends_on=tuple(pick.choice(["t", "o", *provisions]) for _ in of(2)),
                affected=tuple(
                    model.Effect(actor=pick.choice(ids), direction=pick.choice(list(model.Direction))) for _ in of(6)
                ),
            )
            for i in implications
        ),
        judgements=tuple(
            model.Judgement(
                id=f"j{n}", text=text(), likelihood=estimate(), confidence=sure(), importance=pick.randint(1, 5)
            )
            for n in of(40)
        ),
        scenarios=tuple(
            model.Scenario(
                id=f"s{n}",
                title=text(),
                text="t",
                parent=f"s{pick.randint(0, n - 1)}" if n and pick.randint(0, 1) else None,
                likelihood=estimate(),
                indicators=tuple(
                    model.Indicator(id=f"s{n}n{k}", text=text(), observed=pick.choice((None, True, False)))
                    for k in of(5)
                ),
            )
            for n in of(14)
        ),
    )


@pytest.fixture(scope="session")
def some_briefs() -> st.SearchStrategy[model.Brief]:
    return briefs()


@pytest.fixture(scope="session")
def often() -> settings:
    """How many random briefs each figure is drawn from: 40, or what BRIEFGEN_FIGURE_CASES says."""
    return settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),  # such briefs take minutes to shrink
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.function_scoped_fixture,
            HealthCheck.large_base_example,
        ],
    )


@pytest.fixture(scope="session")
def examples() -> tuple[model.Brief, ...]:
    folder = briefgen.example().parents[1]
    return tuple(briefgen.load(folder / name / "brief.yaml") for name in ("putin-kim-summit", "new-start"))


@pytest.fixture(scope="session", params=("putin-kim-summit", "new-start"))
def example(request: pytest.FixtureRequest) -> model.Brief:
    return briefgen.load(briefgen.example().parents[1] / request.param / "brief.yaml")
