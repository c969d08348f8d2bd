"""Where words and stretches of text may be divided."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.layout.breaks import between, clusters, is_address, opportunities
from briefgen.layout.hyphens import divide


def shown(text: str, *, address: bool = False) -> str:
    """Return `text` with | at each opportunity and = at each soft hyphen."""
    places = dict(opportunities(text, address=address))
    return "".join({1: "|", 2: "="}.get(places.get(at, 0), "") + char for at, char in enumerate(text))


@pytest.mark.parametrize(
    "marked",
    [
        "decision-|making",
        "well-|known—|and",
        "post–|Cold",
        "June",
        "COVID-19",
        "18–19",
        "2020–2024",
        "-5",
        "--option",
        "(-x)",
        "it-",
        "wait—”",
        "said—|“yes”",
        "and/|or",
        "km/h",
        "1/2",
        "S//REL",
        "zero\u200b|width",
        "soft\u00ad=hyphen",
        "no\u2060break",
        "no-\u2060break",
        "non\u2011breaking",
        "10\u00a0000",
        "10\u202f000",
        "thin\u2009|space",
        "漢|字|仮|名",
        "漢|字。",
        "「|漢|字」|仮".replace("「|", "「"),
        "ab|漢|cd",
        "漢\u00a0字",
        "カ|ー".replace("|ー", "ー"),
    ],
)
def test_lines_may_end_only_where_readers_expect_it(marked: str) -> None:
    assert shown(marked.replace("|", "").replace("=", "")) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "https://|www.|example.|org/|a/|b.|html?|x=|1&|y=|2#z",
        "https://|example.|org/",
        "(https://|example.|org/|path).",
        "www.|example.|org",
    ],
)
def test_an_address_is_divided_after_its_own_marks_and_never_inside_the_scheme(marked: str) -> None:
    text = marked.replace("|", "")
    assert is_address(text)
    assert shown(text, address=True) == marked


def test_ordinary_words_are_no_addresses() -> None:
    assert not any(map(is_address, ("and/or", "U.S.-led", "i.e.", "end.", "12:30", "@home")))
    assert is_address("jo.smith@ministry.example")


def test_runs_meet_as_one_text_would() -> None:
    assert between("decision-", "making")
    assert between("word—", "“and")
    assert not between("decision", "making")
    assert not between("COVID-", "19")
    assert not between("", "x")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("👩\u200d🚀!", ["👩\u200d🚀", "!"]),
        ("🇰🇵🇷🇺🇺", ["🇰🇵", "🇷🇺", "🇺"]),
        ("👍🏽x", ["👍🏽", "x"]),
        ("\u1112\u1161\u11ab\u1100", ["\u1112\u1161\u11ab", "\u1100"]),
        ("", []),
    ],
)
def test_what_a_reader_sees_as_one_character_stays_one(text: str, parts: list[str]) -> None:
    assert list(clusters(text)) == parts


@given(st.text())
def test_clusters_and_opportunities_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text
    places = [place for place, _ in opportunities(text)]
    assert places == sorted(set(places))
    assert all(0 < place < len(text) for place in places)


@pytest.mark.parametrize("unit", ["a", "a.", "-", "漢", "a@", ".", "a-", "http:"])
def test_hostile_words_are_divided_soon(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    begin = time.process_time()
    opportunities(text, address=is_address(text))
    assert time.process_time() - begin < 20


def test_hyphens_follow_the_patterns_of_the_language() -> None:
    assert divide("recommendations", "en-GB") == (2, 5, 9, 10)
    assert divide("recommendations", "en-US") == (3, 5, 8, 10)
    assert divide("Bundesregierung", "de") != ()
    assert divide("правительство", "ru") != ()
    assert divide("recommendations", "tlh") == ()
    assert divide("recommendations", "") == ()


@pytest.mark.parametrize(
    "word", ["also", "NATO", "INTERNATIONAL", "covid19information", "briefing.information", "a_information"]
)
def test_short_words_capitals_figures_and_names_of_files_stay_whole(word: str) -> None:
    assert divide(word, "en") == ()


@settings(deadline=None)  # patterns are read on first use
@given(st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(("en", "de", "fr", "hu", "tr", "ru")))
def test_two_letters_stand_before_a_hyphen_and_three_after_it(text: str, lang: str) -> None:
    for place in divide(text, lang):
        assert text[place - 2 : place].isalpha()
        assert text[place : place + 3].isalpha()
        assert len(text[place : place + 3]) == 3


def test_punctuation_around_a_word_does_not_count_as_letters() -> None:
    assert divide("(recommendations),", "en-GB") == (3, 6, 10, 11)
