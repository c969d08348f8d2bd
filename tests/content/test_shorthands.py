"""A brief is light to write: each short form is the same as its long form."""

from __future__ import annotations

from typing import Any

import pytest

import briefgen
from briefgen import InputError
from briefgen.content.dates import parse_date

FRAME = """
id: x
title: X
actors: [{id: china, name: China, kind: state, %(actor)s}, {id: russia, name: Russia, kind: state}]
sources: [{id: s, title: S}, {id: t, title: T}]
instruments: [{id: i, title: I, kind: pact, text: T., %(instrument)s}]
provisions: [{id: p, instrument: i, text: T., triggers: [{id: attack, text: An attack.}], %(provision)s}]
implications: [{id: m, text: T., %(implication)s}]
judgements: [{id: j, text: T., %(judgement)s}]
%(brief)s
"""


def loaded(where: str, written: str) -> Any:
    parts = dict.fromkeys(("actor", "instrument", "provision", "implication", "judgement", "brief"), "")
    return briefgen.loads(FRAME % {**parts, where: written})


@pytest.mark.parametrize(
    ("where", "short", "long"),
    [
        ("judgement", 'citations: [s: "exact words"]', 'citations: [{source: s, quote: "exact words"}]'),
        ("judgement", "citations: [s, t]", "citations: [{source: s}, {source: t}]"),
        ("judgement", "citations: s", "citations: [{source: s}]"),
        ("judgement", "citations: {s: words}", "citations: [{source: s, quote: words}]"),
        ("judgement", "citations: {s: a, t: b}", "citations: [{source: s, quote: a}, {source: t, quote: b}]"),
        ("judgement", "citations: [{s: a, locator: p. 3}]", "citations: [{source: s, quote: a, locator: p. 3}]"),
        ("judgement", "likelihood: might", "likelihood: {wording: might}"),
        ("judgement", "confidence: high", "confidence: {level: high}"),
        ("judgement", "marking: TLP:AMBER", "marking: {label: TLP:AMBER}"),
        ("judgement", "tags: one", "tags: [one]"),
        ("judgement", "key: yes", "key: true"),
        (
            "implication",
            "affected: [china: harm, russia]",
            "affected: [{actor: china, direction: harm}, {actor: russia}]",
        ),
        ("implication", "affected: {china: harm}", "affected: [{actor: china, direction: harm}]"),
        ("implication", "affected: russia", "affected: [{actor: russia}]"),
        ("implication", "magnitude: [share: 75]", "magnitude: [{what: share, value: 75}]"),
        ("actor", "names: [zh: 中国]", "names: [{lang: zh, text: 中国}]"),
        ("actor", "relations: [ally: russia]", "relations: [{kind: ally, target: russia}]"),
        ("actor", "relations: [{ally: russia, note: n}]", "relations: [{kind: ally, target: russia, note: n}]"),
        ("provision", "obligations: Consult.", "obligations: [{text: Consult.}]"),
        ("provision", "obligations: [attack: Assist.]", "obligations: [{trigger: attack, text: Assist.}]"),
        (
            "instrument",
            "history: [signed: 2010-04-08]",
            "history: [{status: signed, date: {year: 2010, month: 4, day: 8}}]",
        ),
        ("instrument", "history: [in force, expired]", "history: [{status: in force}, {status: expired}]"),
        ("instrument", "date: 2024-06", "date: {year: 2024, month: 6}"),
        ("brief", "bottom_line: B.", "bottom_line: {id: bottom-line, text: B.}"),
        ("brief", "bottom_line: {text: B., importance: 5}", "bottom_line: {id: bottom-line, text: B., importance: 5}"),
        ("brief", "recommendation: R.", "recommendation: {id: recommendation, text: R.}"),
        ("brief", "authors: A. Nalyst", "authors: [A. Nalyst]"),
    ],
)
def test_a_short_form_is_the_same_as_its_long_form(where: str, short: str, long: str) -> None:
    assert loaded(where, short) == loaded(where, long)


def test_triggers_may_be_written_by_their_ids() -> None:
    text = "id: x\ntitle: X\ninstruments: [{id: i, title: I, kind: pact, text: T.}]\n"
    short = briefgen.loads(
        text + "provisions: [{id: p, instrument: i, text: T., triggers: {a: An attack., b: A threat.}}]"
    )
    assert [(trigger.id, trigger.text) for trigger in short.provisions[0].triggers] == [
        ("a", "An attack."),
        ("b", "A threat."),
    ]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("2026-01-15", {"year": 2026, "month": 1, "day": 15}),
        ("2024-06", {"year": 2024, "month": 6}),
        ("2024", {"year": 2024}),
        ("--06-18", {"month": 6, "day": 18}),
        ("--06", {"month": 6}),
        ("2024-06-18/19", {"year": 2024, "month": 6, "day": 18, "end_day": 19}),
        ("--06-18/19", {"month": 6, "day": 18, "end_day": 19}),
        ("2024-06-30/07-02", {"year": 2024, "month": 6, "day": 30, "end_month": 7, "end_day": 2}),
        ("2023/2024", {"year": 2023, "end_year": 2024}),
        ("June 18-19", {"month": 6, "day": 18, "end_day": 19, "wording": "June 18-19"}),
        ("18–19 June 2024", {"year": 2024, "month": 6, "day": 18, "end_day": 19, "wording": "18–19 June 2024"}),
        ("8 Apr. 2010", {"year": 2010, "month": 4, "day": 8, "wording": "8 Apr. 2010"}),
        ("June 19th, 2024", {"year": 2024, "month": 6, "day": 19, "wording": "June 19th, 2024"}),
        ("Sept 2025", {"year": 2025, "month": 9, "wording": "Sept 2025"}),
        ("May–June 2024", {"year": 2024, "month": 5, "end_month": 6, "wording": "May–June 2024"}),
        (
            "30 June – 2 July 2024",
            {"year": 2024, "month": 6, "day": 30, "end_month": 7, "end_day": 2, "wording": "30 June – 2 July 2024"},
        ),
        ("this year", {"wording": "this year"}),
        ("early 2024", {"wording": "early 2024"}),
        ("18. Juni 2024", {"wording": "18. Juni 2024"}),
    ],
)  # fmt: skip
def test_a_date_is_read_as_far_as_it_is_written_and_its_words_are_kept(text: str, fields: dict[str, Any]) -> None:
    assert parse_date(text) == fields


@pytest.mark.parametrize("text", ["06/07/2024", "2024-6-1", "20240618", "18.06.2024", "2024-06-18T10:00:00Z", "1"])
def test_figures_that_could_be_read_two_ways_are_no_date(text: str) -> None:
    with pytest.raises(InputError, match=r"3:8: as_of: '.*' is not a date; write 2024-06-18"):
        briefgen.loads(f"id: x\ntitle: X\nas_of: {text}\n")


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "--02-30", "June 31", "2024-06-19/18", "2024/2023", "0000"])
def test_a_day_that_the_calendar_does_not_have_is_a_fault(text: str) -> None:
    with pytest.raises(InputError, match=r"3:8: as_of"):
        briefgen.loads(f"id: x\ntitle: X\nas_of: {text}\n")


@pytest.mark.parametrize("text", ["2024-02-29", "--02-29", "December 30 to January 2", "2024-06-30/07-02"])
def test_days_that_the_calendar_may_have_are_right(text: str) -> None:
    assert briefgen.loads(f"id: x\ntitle: X\nas_of: {text}\n").as_of
