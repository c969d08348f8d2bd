"""The summit brief carries its source whole and adds nothing to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from briefgen import Actor, Brief, Citation, Confidence, Estimate, Event, PartialDate, Provision, Statement

Parts = Callable[..., list[Any]]
_END = re.compile(r"(?<=[.!?])(?=\s)")


@pytest.fixture(scope="session")
def source(summit: Brief, examples: Path) -> str:
    (only,) = summit.sources
    return (examples / "putin-kim-summit" / only.file).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sentences(source: str) -> list[tuple[int, int]]:
    """Return the body's sentences as [start, end) in the source: paragraphs after the two titles, split at full stops.

    The first and the last line are a web page's chrome; a no-break space is white space.
    """
    paragraphs = [found for found in re.finditer(r"[^\n]+", source) if found.group().strip()]
    body = paragraphs[3:-1]
    found = []
    for paragraph in body:
        marks = [0, *(end.start() for end in _END.finditer(paragraph.group())), len(paragraph.group())]
        for start, end in pairwise(marks):
            text = paragraph.group()[start:end]
            if text.strip():
                first = paragraph.start() + start + len(text) - len(text.lstrip())
                found.append((first, first + len(text.strip())))
    return found


@pytest.fixture(scope="session")
def quotes(summit: Brief, parts: Parts) -> list[str]:
    return [citation.quote for citation in parts(summit, Citation)]


def test_the_body_is_thirty_one_sentences_in_eleven_paragraphs(source: str, sentences: list[tuple[int, int]]) -> None:
    assert len(sentences) == 31
    assert source[slice(*sentences[0])].startswith("Russian president Vladimir Putin")
    assert source[slice(*sentences[-1])] == "The long-term consequences of the treaty have yet to be seen."


def test_every_quote_is_in_the_source_word_for_word(source: str, quotes: list[str]) -> None:
    assert quotes
    assert [quote for quote in quotes if not quote or quote not in source] == []


def test_every_word_of_the_body_is_quoted_or_is_a_connective(
    summit: Brief, source: str, sentences: list[tuple[int, int]], quotes: list[str]
) -> None:
    carried = [False] * len(source)
    for quote in quotes:
        for found in re.finditer(re.escape(quote), source):
            carried[found.start() : found.end()] = [True] * len(quote)
    whole, none = [], []
    for start, end in sentences:
        text = source[start:end]
        left = "".join(letter for at, letter in enumerate(text, start) if not carried[at])
        if not left.strip():
            whole.append(text)
        else:
            none.append(text)
    assert none == list(summit.sources[0].connectives) == ["The context is important here."]
    assert len(whole) == 30


def test_the_source_file_is_the_one_that_was_read(summit: Brief, examples: Path) -> None:
    (only,) = summit.sources
    data = (examples / "putin-kim-summit" / only.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == only.sha256


def test_the_source_has_a_title_but_no_author_publisher_address_or_date(summit: Brief, source: str) -> None:
    (only,) = summit.sources
    assert only.title in source.splitlines()
    assert (only.author, only.publisher, only.url, only.date, only.reliability) == ("", "", "", None, "")


def test_no_confidence_and_no_term_on_a_scale_is_supplied(summit: Brief, parts: Parts) -> None:
    assert parts(summit, Confidence) == []
    estimates = parts(summit, Estimate)
    assert estimates
    assert [one for one in estimates if one.scale or one.term or one.low is not None or one.high is not None] == []
    assert summit.likelihood_scale == ""


def test_likelihood_words_are_the_source_s_own(summit: Brief, parts: Parts) -> None:
    words = [part for part in parts(summit, Statement) if getattr(part, "likelihood", None) is not None]
    assert len(words) >= 13
    for part in words:
        assert any(part.likelihood.wording in citation.quote.lower() for citation in part.citations), part.id


def test_no_article_number_is_supplied(summit: Brief, parts: Parts) -> None:
    assert [one.id for one in parts(summit, Provision) if one.article] == []


def test_no_year_is_supplied_but_the_two_that_the_text_has(summit: Brief, parts: Parts) -> None:
    assert [event.date.year for event in parts(summit, Event)] == [None, None]
    years = [date.year for date in parts(summit, PartialDate) if date.year is not None and not date.year_inferred_by]
    assert sorted(years) == [1961, 2000]


def test_the_year_of_the_brief_is_marked_as_inferred(summit: Brief) -> None:
    assert summit.as_of is not None
    assert summit.as_of.year == 2024
    assert "file" in summit.as_of.year_inferred_by


def test_only_the_offices_that_the_text_names_are_given(summit: Brief, parts: Parts) -> None:
    assert {one.id: one.role for one in parts(summit, Actor) if one.kind == "person"} == {
        "putin": "president",
        "kim": "",
        "kishida": "prime minister",
        "yoon": "president",
        "xi": "",
    }


def test_nothing_is_recommended_and_no_scenario_is_made_up(summit: Brief) -> None:
    assert (summit.recommendation, summit.options, summit.scenarios, summit.changes) == (None, (), (), ())


def test_headlines_are_short_and_texts_are_not_the_quotes(summit: Brief, source: str, parts: Parts) -> None:
    for part in parts(summit, Statement):
        assert len(part.headline.split()) <= 9, part.headline
        assert not part.headline.endswith("."), part.headline
        assert part.text not in source, part.id
        assert part.text.endswith((".", ".”")), part.id


def test_the_bottom_line_is_two_sentences_of_at_most_forty_five_words(summit: Brief) -> None:
    assert summit.bottom_line is not None
    assert len(summit.bottom_line.text.split()) <= 45
    assert len(re.findall(r"[.!?](?=\s|$)", summit.bottom_line.text)) == 2


def test_importance_has_a_spread_and_few_fives(summit: Brief, parts: Parts) -> None:
    levels = [part.importance for part in parts(summit, Statement)]
    assert set(levels) == {1, 2, 3, 4, 5}
    assert levels.count(5) <= len(levels) / 6


def test_every_actor_is_named_somewhere(summit: Brief, parts: Parts) -> None:
    statements = parts(summit, Statement)
    fields = repr(statements) + repr([(actor.state, actor.relations) for actor in summit.actors])
    prose = " ".join([*(one.text for one in statements), *(one.salience for one in summit.provisions)]).lower()
    unused = [one.id for one in summit.actors if f"'{one.id}'" not in fields and one.name.lower() not in prose]
    assert unused == []
