"""A quote is its source's own words, but for what keyboards, web pages and printed lines do to them."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.content.evidence.folding import fold
from briefgen.content.evidence.quotes import find, find_all, near_miss
from briefgen.content.evidence.texts import SourceText, source_text

TEXT = (
    "On June 18–19 the “Kremlin’s pariah” met\u00a0Kim Jong Un. An invasion is unlikely;\nthe limit of 1,550 "
    "war\u00adheads holds.\n\nCafé talks in Zürich failed… The e\u0301lan is gone. 김정은은 평양에서 조약을 맺었다.\n"
)


@pytest.fixture
def source() -> SourceText:
    return source_text(TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        'the "Kremlin\'s pariah" met Kim',
        "the «Kremlin’s pariah» met  Kim",
        "unlikely; the limit",
        "warheads holds",
        "Cafe\u0301 talks in Zu\u0308rich",
        "failed... The élan",
        "failed… The",
        "On June […] Kim Jong Un",
        "On June ... unlikely",
        "On June … unlikely",
        "An invasion (...) holds.",
        "… is unlikely …",
        "조약",
        " met Kim ",
    ],
)
def test_a_quote_is_found_as_it_is_typed(source: SourceText, quote: str) -> None:
    assert find(quote, source)


@pytest.mark.parametrize(
    "quote",
    [
        "likely",
        "is likely",
        "an invasion is unlikely",
        "the limit of 1",
        "550 warheads",
        "June 18-19",
        "Kim … On June",
        "On June … likely",
        "invasion is very unlikely",
        "Cafe talks",
        "…",
        "[…]",
        "",
        "  ",
    ],
)
def test_a_quote_that_says_something_else_is_not_found(source: SourceText, quote: str) -> None:
    assert find(quote, source) == ()


def test_a_place_is_told_in_the_text_as_it_is(source: SourceText) -> None:
    ((start, end),) = find("the limit of 1,550 warheads", source)
    assert TEXT[start:end] == "the limit of 1,550 war\u00adheads"
    pieces = find("On June … Kim", source)
    assert [TEXT[slice(*piece)] for piece in pieces] == ["On June", "Kim"]


def test_all_places_of_a_quote_are_found() -> None:
    assert len(find_all("the pact", source_text("Of the pact, the pact and the pacts."))) == 2


def test_a_near_miss_shows_the_difference_in_words(summit_text: SourceText) -> None:
    near = near_miss("the deal will bolster his nuclear capabilities", summit_text)
    assert near is not None
    assert near.difference == "the deal [-will-] {+might+} bolster his nuclear capabilities"
    assert summit_text.text[near.start : near.end] == "the deal might bolster his nuclear capabilities."
    case = near_miss("an invasion of Either country is unlikely", summit_text)
    assert case is not None
    assert case.difference == "an invasion of [-Either-] {+either+} country is unlikely"


def test_nothing_is_near_to_other_words(summit_text: SourceText) -> None:
    assert near_miss("Elephants never forget the waterhole of their youth", summit_text) is None


def test_a_word_that_a_printed_line_parts_is_one_word() -> None:
    source = source_text("They agreed to coop-\neration and to long-\nterm aid.")
    assert find("agreed to cooperation", source)
    assert find("to coop- eration", source)


def test_a_near_miss_in_a_long_text_takes_its_time_only_once() -> None:
    source = source_text("the pact of the two and the treaty of the three. " * 20_000 + "An invasion is unlikely.")
    begin = time.process_time()
    assert near_miss("the pact of the four and the treaty of the five", source) is not None
    assert find("An invasion is unlikely", source)
    assert time.process_time() - begin < 30


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_a_text_is_found_in_itself_whatever_stands_in_it(words: str) -> None:
    text = f"First. {words} Last."
    assert find(text, source_text(text)) == ((0, len(text)),)
    assert find(unicodedata.normalize("NFD", text), source_text(unicodedata.normalize("NFC", text)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_folding_keeps_an_origin_for_every_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert list(folded.origins) == sorted(folded.origins)
    assert folded.origins[-1] <= len(text)
    assert fold(folded.text).text == folded.text
