"""Each filter keeps what the brief says and adds only what its language asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from briefgen.compose import filters
from briefgen.compose.dates import in_words, iso
from briefgen.compose.language import language, number, prose, quoted
from briefgen.compose.parts import html_id
from briefgen.compose.quantities import in_words as quantity
from briefgen.content import model
from briefgen.content.model import Citation, Confidence, Estimate, Level, PartialDate, Quantity
from briefgen.document import Cite, Document, Note, Paragraph, Span, Text
from briefgen.plain import plain_blocks


@pytest.fixture
def inlines(render: Callable[..., Document]) -> Callable[..., tuple[Any, ...]]:
    def run(expression: str, **kwargs: Any) -> tuple[Any, ...]:
        blocks = render(f"<p>{{{{ {expression} }}}}</p>", **kwargs).blocks
        return blocks[0].children if blocks else ()  # type: ignore[union-attr]

    return run


def date(**parts: Any) -> PartialDate:
    return PartialDate(**parts)


RANGE = {"month": 6, "day": 18, "end_day": 19}


@pytest.mark.parametrize(
    ("parts", "tag", "expected"),
    [
        ({"year": 2024, "month": 6, "day": 18}, "en", "18 June 2024"),
        ({"year": 2024, "month": 6, "day": 18}, "en-US", "June 18, 2024"),
        ({"year": 2024, "month": 6, "day": 18}, "de", "18. Juni 2024"),
        ({"year": 2024, "month": 6, "day": 18}, "ko", "2024년 6월 18일"),
        ({"year": 2024, "month": 6, "day": 18}, "ru", "18 июня 2024\u202fг."),
        ({"year": 2024, **RANGE}, "en", "18–19 June 2024"),
        ({"year": 2024, **RANGE}, "en-US", "June 18 – 19, 2024"),
        ({"year": 2024, **RANGE}, "fr", "18–19 juin 2024"),
        (RANGE, "en", "18–19 June"),
        (RANGE, "de", "18.–19. Juni"),
        ({"month": 6, "day": 18}, "en", "18 June"),
        ({"month": 2, "day": 29}, "en", "29 February"),
        ({"year": 2024, "month": 6, "day": 30, "end_month": 7, "end_day": 2}, "en", "30 June – 2 July 2024"),
        ({"month": 6, "day": 30, "end_month": 7, "end_day": 2}, "en", "30 June – 2 July"),
        ({"year": 2023, "month": 12, "day": 30, "end_year": 2024, "end_month": 1, "end_day": 2}, "en",
         "30 December 2023 – 2 January 2024"),
        ({"year": 2024, "month": 6}, "en", "June 2024"),
        ({"year": 2024, "month": 6}, "pl", "czerwiec 2024"),
        ({"year": 2024, "month": 6, "end_month": 8}, "en", "June – August 2024"),
        ({"month": 6}, "en", "June"),
        ({"year": 2024}, "en", "2024"),
        ({"year": 2023, "end_year": 2024}, "en", "2023–2024"),
        ({"year": 2024, "month": 6, "day": 18, "end_year": 2025}, "en", "18 June 2024 – 2025"),
        ({"year": 2024, "month": 6, "day": 18, "wording": "mid-June"}, "en", "mid-June"),
        ({"wording": "the spring"}, "en", "the spring"),
        ({}, "en", ""),
        ({"year": 2023, "month": 2, "day": 30}, "en", "2023-02-30"),
        ({"year": 10000}, "en", "10000"),
        ({"year": 2024, "month": 6, "day": 18}, "xx-nowhere", "18 June 2024"),
        ({"year": 2024, "month": 6, "day": 18}, "not a language!", "18 June 2024"),
    ],
)  # fmt: skip
def test_dates_are_worded_as_far_as_they_are_known(parts: dict[str, Any], tag: str, expected: str) -> None:
    assert in_words(date(**parts), language(tag)) == expected


def test_short_dates_abbreviate_the_month() -> None:
    day = date(year=2024, month=9, day=18, end_day=19)
    assert in_words(day, language("en"), short=True) == "18–19 Sept 2024"
    assert in_words(date(year=2024, month=9), language("en"), short=True) == "Sept 2024"
    assert in_words(date(year=2024, month=9, day=1), language("en-US"), short=True) == "Sep 1, 2024"
    assert in_words(date(year=2024, month=9, day=1), language("de"), short=True) == "1. September 2024"


def test_every_language_words_every_kind_of_date() -> None:
    from babel.localedata import locale_identifiers

    kinds = [{"year": 2024, "month": 6, "day": 18}, {"year": 2024, **RANGE}, {"year": 2024, "month": 6}, RANGE,
             {"year": 2024, "month": 6, "end_month": 7}, {"year": 2023, "end_year": 2024}, {"month": 6}]  # fmt: skip
    for tag in sorted(locale_identifiers())[::9]:
        for parts in kinds:
            assert in_words(date(**parts), language(tag)), (tag, parts)


def test_the_file_date_is_iso_and_never_guesses_a_year(render: Callable[..., Document], brief: model.Brief) -> None:
    assert iso(date(year=2024, month=6, day=8, end_day=9)) == "2024-06-08"
    assert iso(date(year=2024)) == "2024"
    assert render("", replace(brief, as_of=date(year=2024, month=6))).date == "2024-06"
    assert render("", replace(brief, as_of=date(month=6, day=8))).date == ""


@pytest.mark.parametrize(
    ("value", "tag", "expected"),
    [
        ("1.10", "en", "1.10"),
        ("1550", "en", "1,550"),
        ("1550.5", "de", "1.550,5"),
        ("1234567", "hi", "12,34,567"),
        ("1550", "fr", "1\u202f550"),
        ("-3.0", "en", "-3.0"),
        ("0.000", "en", "0.000"),
        ("1E+3", "en", "1,000"),
        ("1E+999999", "en", "1E+999999"),
        ("NaN", "en", "NaN"),
    ],
)
def test_numbers_keep_their_decimals(value: str, tag: str, expected: str) -> None:
    assert number(Decimal(value), language(tag)) == expected


@pytest.mark.parametrize(
    ("parts", "tag", "expected"),
    [
        ({"value": "1550", "unit": "warheads", "comparator": "at most"}, "en", "at most 1,550 warheads"),
        ({"value": "1.10", "unit": "million"}, "en", "1.10 million"),
        ({"low": "20", "high": "45", "unit": "%"}, "en", "20–45%"),
        ({"low": "20", "high": "45", "unit": "%"}, "de", "20–45\u00a0%"),
        ({"low": "20"}, "en", "≥\u00a020"),
        ({"high": "20", "unit": "km"}, "en", "≤\u00a020 km"),
        ({"value": "30", "low": "20", "high": "45", "unit": "km"}, "en", "30 (20–45) km"),
        ({"comparator": "no"}, "en", "no"),
        ({}, "en", ""),
    ],
)
def test_quantities_say_what_is_given(parts: dict[str, str], tag: str, expected: str) -> None:
    numbers: dict[str, Any] = {k: Decimal(v) if k in ("value", "low", "high") else v for k, v in parts.items()}
    assert quantity(Quantity(what="x", **numbers), language(tag)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"), [("en", "a, b and c"), ("en-US", "a, b, and c"), ("de", "a, b und c"), ("zh", "a、b和c")]
)
def test_lists_in_prose_follow_the_language(tag: str, expected: str) -> None:
    assert prose(["a", "b", "c"], language(tag)) == expected
    assert prose([], language(tag)) == ""
    assert prose(["<b>"], language(tag)) == "&lt;b&gt;"
    assert "{1}" in prose(["{0}", "{1}"], language(tag))


def test_quotes_follow_the_language_and_are_not_doubled() -> None:
    assert quoted("x", language("en")) == "“x”"
    assert quoted("x", language("de")) == "„x“"
    assert quoted("x", language("fr")) == "«\u00a0x\u00a0»"
    assert quoted("x", language("ja-JP")) == "「x」"
    assert quoted("x", language("de-CH")) == "«x»"
    assert quoted("“x”", language("en")) == "“x”"
    assert quoted("“x” and “y”", language("en")) == "““x” and “y””"


@pytest.mark.parametrize(
    "tag", ["", "x", "12", "e n", "x-private", "qaa", "a" * 200, "en_US", "zh-Hant-TW-x-a", "root", "und"]
)
def test_odd_language_tags_fall_back(tag: str) -> None:
    from briefgen.compose.language import well_formed

    found = language(tag)
    assert well_formed(found.tag)
    assert in_words(date(year=2024, month=6, day=18), found)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'russia'|name", "Russia"),
        ("'rok'|short", "ROK"),
        ("'usa'|short", "United States"),
        ("find('rok')|name", "South Korea"),
        ("'high'|name", "Up"),
        ("'low'|name", "Low."),
        ("'npt'|name", "NPT"),
        ("none|name", ""),
        ("['russia', 'rok', 'usa']|names", "Russia, South Korea and United States"),
        ("['russia', 'rok']|names('short')", "Russia and ROK"),
        ("[]|names", ""),
        ("'none-stated'|words", "none stated"),
        ("brief.actors[0].kind|words", "state"),
        ("brief.judgements|ranked|map(attribute='id')|join(' ')", "high mid also low"),
        ("brief.judgements|atleast(3)|map(attribute='id')|join(' ')", "high mid also"),
        ("find('high')|headline", "Up"),
        ("find('mid')|headline", "Mid."),
        ("find('high').text|md|sentence", "High point."),
        ("'Done.'|sentence", "Done."),
        ("'Really?'|sentence", "Really?"),
        ("'He said “stop.”'|sentence", "He said “stop.”"),
        ("'He said “stop”'|sentence", "He said “stop”."),
        ("'*Done.*'|md|sentence", "Done."),
        ("'(see above)'|sentence", "(see above)."),
        ("''|sentence", ""),
        ("' '|sentence", ""),
        ("find('high')|anchor", "st-high"),
        ("'russia'|anchor", "actor-russia"),
        ("'paper'|anchor", "source-paper"),
        ("'npt'|anchor", "term-npt"),
        ("brief.as_of|date", ""),
        ("none|likelihood", ""),
        ("none|confidence", ""),
        ("none|notes", ""),
        ("find('low')|notes", ""),
        ("none|md", ""),
    ],
)
def test_names_words_and_statements(expression: str, expected: str, words: Callable[..., str]) -> None:
    assert words(expression) == expected


def test_a_full_stop_goes_before_the_note(words: Callable[..., str], brief: model.Brief) -> None:
    cited = replace(brief.judgements[0], text="Said *so*", citations=(Citation(source="paper"),))
    of = replace(brief, judgements=(cited,))
    assert words("(brief.judgements[0].text|md ~ (brief.judgements[0]|notes))|sentence", of=of) == "Said so."


@pytest.mark.parametrize(("tag", "stop"), [("ja", "。"), ("hi", "।"), ("th", ""), ("ru", ".")])
def test_the_full_stop_is_that_of_the_language(
    tag: str, stop: str, words: Callable[..., str], brief: model.Brief
) -> None:
    assert words("'x'|sentence", of=replace(brief, language=tag)) == f"x{stop}"


def test_one_note_holds_all_citations(inlines: Callable[..., Any], brief: model.Brief) -> None:
    citations = (
        Citation(source="paper", quote="a <b> & “c”", locator="p. 3"),
        Citation(source="gazeta", quote="слова"),
        Citation(source="paper"),
    )
    of = replace(brief, judgements=(replace(brief.judgements[0], citations=citations),))
    source = '<section id="source-paper"><p>x</p></section>'
    (note,) = inlines(f"brief.judgements[0]|notes }}}}</p>{source}<p>{{{{ ''", of=of)
    russian = {"attr": note_attr("ru")}
    assert note == Note(
        blocks=(
            Paragraph(
                children=(
                    Text("“a <b> & “c”” ("),
                    Cite(target="source-paper", children=(Text("The Paper"),)),
                    Text(", p. 3); "),
                    Span(children=(Text("“слова”"),), **russian),
                    Text(" ("),
                    Cite(target="", children=(Span(children=(Text("Газета"),), **russian),)),
                    Text("); "),
                    Cite(target="source-paper", children=(Text("The Paper"),)),
                )
            ),
        )
    )


def test_quotes_from_one_place_name_it_once_and_are_not_repeated(words_of_note: Callable[..., str]) -> None:
    said = words_of_note(
        Citation(source="paper", quote="an invasion is unlikely", locator="p. 3"),
        Citation(source="paper", quote="Unlikely", locator="p. 3"),  # stands within the first
        Citation(source="paper", quote="no more", locator="p. 3"),
        Citation(source="paper", quote="unlikely", locator="p. 4"),  # another place
        Citation(source="paper", quote="no more", locator="p. 3"),
    )
    assert said == "“an invasion is unlikely”; “no more” (The Paper, p. 3); “unlikely” (The Paper, p. 4)"


@pytest.fixture
def words_of_note(inlines: Callable[..., Any], brief: model.Brief) -> Callable[..., str]:
    """Give the words of the note for these citations."""

    def read(*citations: Citation) -> str:
        of = replace(brief, judgements=(replace(brief.judgements[0], citations=citations),))
        (note,) = inlines("brief.judgements[0]|notes", of=of)
        return plain_blocks(note.blocks)

    return read


def note_attr(lang: str) -> Any:
    from briefgen.document import Attr

    return Attr(lang=lang)


def test_a_long_source_title_is_cut_in_the_note(words: Callable[..., str], brief: model.Brief) -> None:
    title = "Treaty between the United States of America and the Russian Federation on Measures"
    source = model.Source(id="long", title=title)
    assert filters._source_name(source) == "Treaty between the United States of America and the Russian…"
    short = model.Source(id="long", title=f"New START text: {title}")
    assert filters._source_name(short) == "New START text"


def test_likelihood_keeps_the_words_and_adds_only_what_is_mapped(words: Callable[..., str], brief: model.Brief) -> None:
    def said(**parts: Any) -> str:
        driver = model.Driver(id="d", text="x", likelihood=Estimate(**parts))
        return words("brief.drivers[0].likelihood|likelihood", of=replace(brief, drivers=(driver,)))

    low, high = Decimal(20), Decimal(45)
    assert said(wording="might") == "might"
    assert said(wording="might", scale="icd203") == "might"
    assert (
        said(wording="might", scale="icd203", term="unlikely", low=low, high=high)
        == "might (unlikely, 20–45%, ICD 203)"
    )
    assert said(wording="Unlikely", scale="icd203", term="unlikely", low=low, high=high) == "Unlikely (20–45%, ICD 203)"
    assert said(wording="might", scale="our own", term="perhaps") == "might (perhaps, our own)"
    assert said(wording="<i>", confidence=Confidence(level=Level.LOW)) == "<i>"


def test_confidence_gives_its_basis(words: Callable[..., str], brief: model.Brief) -> None:
    judgement = replace(brief.judgements[0], confidence=Confidence(level=Level.MODERATE, basis="two sources"))
    of = replace(brief, judgements=(judgement,))
    assert words("brief.judgements[0].confidence|confidence", of=of) == "moderate confidence (two sources)"


def test_names_in_another_language_keep_it(inlines: Callable[..., Any], brief: model.Brief) -> None:
    actor = replace(
        brief.actors[1], names=(model.LocalName(lang="ko", text="대한민국"), model.LocalName(lang="<x>", text="y"))
    )
    of = replace(brief, actors=(actor,))
    (span,) = inlines("brief.actors[0].names[0]|name", of=of)
    assert span == Span(children=(Text("대한민국"),), attr=note_attr("ko"))
    assert inlines("brief.actors[0].names[1]|name", of=of) == (Text("y"),)


def test_the_legend_shows_the_scales_in_use(words: Callable[..., str], brief: model.Brief) -> None:
    expression = "legend()|map(attribute='name')|join(' ')"
    assert words(expression) == ""
    assert words(expression, of=replace(brief, likelihood_scale="phia")) == "phia"
    estimate = Estimate(wording="might", scale="icd203", term="unlikely")
    driver = model.Driver(id="d", text="x", likelihood=estimate)
    unmapped = model.Driver(id="e", text="x", likelihood=Estimate(wording="might", scale="ipcc"))
    assert words(expression, of=replace(brief, drivers=(driver, unmapped))) == "icd203"


def test_html_ids_are_distinct_and_plain() -> None:
    odd = ["a b", "a_b", "a-b", "ä", "a.b", 'a"b', "a_20_b", "#a"]
    made = [html_id(id_) for id_ in odd]
    assert len(set(made)) == len(odd)
    assert all(
        character.isascii() and (character.isalnum() or character in "_.-~") for id_ in made for character in id_
    )
