"""The second brief uses what the first has no need of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from briefgen import Brief, Citation, Confidence, Estimate, Judgement, Quantity, Source, Statement, StatusChange
from briefgen.content.scales import scale

Parts = Callable[..., list[Any]]


def test_provisions_form_a_tree_of_articles(new_start: Brief) -> None:
    assert all(one.article for one in new_start.provisions)
    articles = [one.article for one in new_start.provisions if one.parent == "limits"]
    assert articles == ["II(1)(a)", "II(1)(b)", "II(1)(c)", "III(2)(b)"]


def test_limits_are_quantities_with_a_comparator_and_data_may_be_disputed(new_start: Brief, parts: Parts) -> None:
    quantities = parts(new_start, Quantity)
    assert {int(one.value) for one in quantities if one.comparator == "at most"} >= {700, 800, 1550}
    assert [(one.party, one.disputed_by) for one in quantities if one.disputed_by] == [("usa", ("russia",))]
    assert any(one.per == "year" for one in quantities)


def test_status_has_a_dated_history_by_party(new_start: Brief, parts: Parts) -> None:
    steps = parts(new_start, StatusChange)
    assert all(step.date is not None for step in steps)
    assert {step.by for step in steps} >= {("russia",), ("usa",), ("russia", "usa")}
    treaty = next(one for one in new_start.instruments if one.id == "new-start")
    days = [(step.date.year, step.date.month, step.date.day) for step in treaty.history if step.date]
    assert days == sorted(days)
    assert treaty.history[-1].status == "expired"


def test_every_mapped_term_is_a_term_of_its_scale_within_its_range(new_start: Brief, parts: Parts) -> None:
    named = scale(new_start.likelihood_scale)
    assert named is not None
    ranges = {term: (row.low, row.high) for row in named.rows for term in row.terms}
    estimates = parts(new_start, Estimate)
    assert len(estimates) >= 10
    for one in estimates:
        assert one.scale == new_start.likelihood_scale
        assert (one.low, one.high) == ranges[one.term]
        assert one.mapped_by


def test_a_likelihood_stands_in_the_text_in_its_own_words(new_start: Brief, parts: Parts) -> None:
    for part in parts(new_start, Judgement):
        if part.likelihood is not None:
            words = part.likelihood.wording.split()
            assert all(word in part.text for word in words), part.id


def test_confidence_has_a_basis_and_is_never_in_the_sentence_of_the_likelihood(new_start: Brief, parts: Parts) -> None:
    levels = parts(new_start, Confidence)
    assert len({one.level for one in levels}) == 3
    assert all(one.basis for one in levels)
    assert [part.id for part in parts(new_start, Statement) if "confidence" in part.text] == []


def test_legal_views_have_their_holders(new_start: Brief) -> None:
    held = {(one.holder, one.status.value) for one in new_start.judgements if one.kind == "legal" and one.holder}
    assert held == {("usa", "disputed"), ("russia", "disputed")}


def test_there_are_scenarios_with_indicators_options_a_recommendation_and_changes(new_start: Brief) -> None:
    assert all(one.indicators and one.likelihood for one in new_start.scenarios)
    assert any(one.parent for one in new_start.scenarios)
    assert new_start.recommendation is not None
    assert new_start.recommendation.option in {one.id for one in new_start.options}
    assert all(one.advantages and one.drawbacks and one.cost for one in new_start.options)
    assert new_start.edition == "2"
    assert new_start.changes


def test_it_is_marked_and_says_when_and_for_whom(new_start: Brief) -> None:
    assert new_start.marking is not None
    assert new_start.marking.label == "TLP:CLEAR"
    assert new_start.timing
    assert new_start.addressee


def test_every_source_has_an_address_and_a_grade_and_is_used(new_start: Brief, parts: Parts) -> None:
    cited = {one.source for one in parts(new_start, Citation)}
    for one in parts(new_start, Source):
        assert one.url.startswith(("https://", "http://")), one.id
        assert re.fullmatch("[A-F]", one.reliability), one.id
        assert one.id in cited, one.id


def test_headlines_are_short(new_start: Brief, parts: Parts) -> None:
    for part in parts(new_start, Statement):
        assert len(part.headline.split()) <= 9, part.headline
        assert not part.headline.endswith("."), part.headline
    assert new_start.bottom_line is not None
    assert len(new_start.bottom_line.text.split()) <= 45
