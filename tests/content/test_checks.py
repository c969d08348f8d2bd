"""What must hold between the parts of a brief."""

from __future__ import annotations

from dataclasses import replace

import pytest

import briefgen
from briefgen import InputError

BASE = """id: x
title: X
actors:
  - {id: a, name: A, kind: state}
  - {id: b, name: B, kind: state}
sources: [{id: s, title: S}]
instruments: [{id: i, title: I, kind: pact, text: T.}]
"""


def faults(more: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        briefgen.loads(BASE + more, file="b")
    return [str(fault) for fault in caught.value.faults]


def test_the_base_is_right() -> None:
    briefgen.loads(BASE)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("events: [{id: a, title: E, text: T.}]", "b:8:15: events[0].id: the id 'a' is taken: line 4"),
        ("glossary: [{id: s, term: T, text: T.}]", "the id 's' is taken: line 6"),
        ("scenarios: [{id: u, title: U, text: T., indicators: [{id: u, text: T.}]}]", "the id 'u' is taken"),
        ("bottom_line: {id: i, text: T.}", "the id 'i' is taken"),
        ("events: [{id: a b, title: E, text: T.}]", "'a b' cannot be an id; write letters"),
        ("events: [{id: e, title: E, text: T., participants: [a, c]}]", "participants[1]: there is no actor 'c'"),
        ("events: [{id: e, title: E, text: T., participants: [i]}]", "'i' is an instrument, and an actor is wanted"),
        ("events: [{id: e, title: E, text: T., about: [a]}]", "'a' is an actor, and a statement is wanted"),
        ("comparisons: [{id: c, text: T., subject: ii, relation: weaker}]", "there is no instrument or provision 'ii'"),
        ("provisions: [{id: p, instrument: i, text: T., parent: q}]", "parent: there is no provision 'q'"),
        (
            "provisions: [{id: p, instrument: i, text: T., triggers: {attack: T.}, obligations: [atack: T.]}]",
            "obligations: there is no trigger 'atack' in this provision; did you mean 'attack'?",
        ),
        ("provisions: [{id: p, instrument: i, text: T., triggers: [{t: T.}, {t: T.}]}]", "stands twice"),
        ("drivers: [{id: d, text: T., importance: 0}]", "importance: 0 is not from 1 to 5"),
        ("drivers: [{id: d, text: T., rank: 0}]", "rank: 0 is not a rank"),
        ("drivers: [{id: d, text: T., likelihood: {wording: w, low: 80, high: 20}}]", "low: the range is upside down"),
        ("drivers: [{id: d, text: T., likelihood: {wording: w, high: 101}}]", "high: 101 is not a percentage"),
        ("drivers: [{id: d, text: T., likelihood: {wording: w, term: likely}}]", "a term needs the scale"),
        (
            "drivers: [{id: d, text: T., likelihood: {wording: w, scale: phia, term: very likely}}]",
            "term: 'very likely' is not on the scale PHIA Probability Yardstick; its terms are: remote chance",
        ),
        ("implications: [{id: m, text: T., magnitude: [{what: w, low: 2, high: 1}]}]", "upside down"),
        ("drivers: [{id: e, text: T., citations: [{source: s, credibility: 7}]}]", "'7' is not an Admiralty digit"),
        ("events: [{id: e, title: E, text: T., date: {day: 3}}]", "a day needs a month"),
        ("events: [{id: e, title: E, text: T., date: {end_year: 2024}}]", "needs a beginning"),
        ("language: english language", "is not a language tag"),
        ("provisions: [{id: p, instrument: i, text: T., parent: p}]", "parent: goes in a circle: p → p"),
        (
            "scenarios: [{id: u, title: U, text: T., parent: v}, {id: v, title: V, text: T., parent: u}]",
            "scenarios[0].parent: goes in a circle: u → v → u",
        ),
        ("judgements: [{id: j, text: T., supersedes: k}, {id: k, text: T., supersedes: j}]", "goes in a circle"),
        ("implications: [{id: m, text: T., depends_on: m}]", "goes in a circle"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_one_fault(more: str, said: str) -> None:
    told = faults(more)
    assert len(told) == 1, told
    assert said in told[0]


def test_blocs_that_hold_each_other_are_refused_and_overlapping_ones_are_not() -> None:
    bloc = "id: x\ntitle: X\nactors:\n"
    right = "  - {id: p, name: P, kind: bloc, members: [q, r]}\n  - {id: q, name: Q, kind: bloc, members: [r]}\n"
    briefgen.loads(bloc + right + "  - {id: r, name: R, kind: state}\n")
    with pytest.raises(InputError, match="goes in a circle: p → q → r → p"):
        briefgen.loads(bloc + right + "  - {id: r, name: R, kind: bloc, members: [p]}\n")


def test_nested_statements_can_be_named_and_effects_may_feed_back() -> None:
    briefgen.loads(
        BASE
        + "responses: [{id: r, text: T., actor: a, stance: alarmed, actions: [{id: arms, text: T., stage: taken}]}]\n"
        + "scenarios: [{id: u, title: U, text: T., indicators: [{id: n, text: T.}]}]\n"
        + "implications:\n  - {id: m, text: T., condition_on: arms, about: [n], leads_to: [o]}\n"
        + "  - {id: o, text: T., leads_to: m}\n"
    )


def test_the_briefs_own_scale_takes_any_term() -> None:
    briefgen.loads(BASE + "drivers: [{id: d, text: T., likelihood: {wording: w, scale: ours, term: fairly sure}}]\n")


def test_ids_of_any_script_are_right() -> None:
    briefgen.loads(
        "id: путин\ntitle: X\nactors: [{id: 김정은, name: K, kind: person}, {id: a.b:c-d_1, name: L, kind: state}]"
    )


def test_references_to_what_is_faulty_itself_are_not_faulted_again() -> None:
    told = faults(
        "events: [{id: e, title: E, text: T., date: {month: 13}}]\njudgements: [{id: j, text: T., about: [e]}]\n"
    )
    assert len(told) == 1


def test_checks_take_time_in_proportion_to_the_brief() -> None:
    import time

    from briefgen.content.loading import validate

    def spent(count: int) -> float:
        text = "".join(
            f"  - {{id: a{number}, name: A, kind: bloc, members: [a{number + 1}]}}\n" for number in range(count)
        )
        text = f"id: x\ntitle: X\nactors:\n{text}  - {{id: a{count}, name: A, kind: state}}\n"
        brief = replace(briefgen.loads(text))  # a loaded one is known to be right
        begin = time.process_time()
        validate(brief)
        return time.process_time() - begin

    spent(100)
    small = min(spent(1_000) for _ in range(3))
    assert spent(10_000) < 40 * small


def test_what_was_loaded_is_not_checked_again_and_what_a_script_makes_of_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.content import loading

    brief = briefgen.loads(BASE)
    held: list[briefgen.Brief] = []
    checked = loading._checked
    monkeypatch.setattr(loading, "_checked", lambda one: (held.append(one), checked(one)))
    loading.validate(brief)
    assert not held
    wrong = replace(brief, events=(briefgen.Event(id="a", title="E", text="T."),))
    with pytest.raises(InputError, match="the id 'a' is taken"):
        loading.validate(wrong)
    assert held == [wrong]
