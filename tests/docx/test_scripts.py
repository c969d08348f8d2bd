"""Text is cut where Word needs to be told of another script, language or direction, and nowhere else."""

from __future__ import annotations

import pytest

from briefgen.write.docx.scripts import is_rtl, segments, word_tag


def _cut(text: str, lang: str = "en", *, rtl: bool = False) -> list[tuple[str, str, str]]:
    return [(each.script, each.tag, each.text) for each in segments(text, lang, rtl=rtl)]


def test_western_text_stays_whole() -> None:
    assert _cut("Путин, Ελλάδα – 1,550 ‘x’") == [("west", "en", "Путин, Ελλάδα – 1,550 ‘x’")]


def test_each_name_has_the_language_it_is_written_in() -> None:
    assert _cut("a 김정은 위원장, 岸田さん, 习近平 b") == [
        ("west", "en", "a "),
        ("east", "ko", "김정은 위원장"),
        ("west", "en", ", "),
        ("east", "ja", "岸田さん"),
        ("west", "en", ", "),
        ("east", "", "习近平"),
        ("west", "en", " b"),
    ]


def test_what_stands_between_words_from_right_to_left_goes_their_way() -> None:
    assert _cut("see مرحبا 2024 بك, now") == [
        ("west", "en", "see "),
        ("rtl", "ar", "مرحبا 2024 بك"),
        ("west", "en", ", now"),
    ]
    assert [each[:2] for each in _cut("مرحبا, שלום")] == [("rtl", "ar"), ("rtl", "he")]


def test_in_a_paragraph_from_right_to_left_numbers_and_points_go_its_way() -> None:
    assert _cut("2024: NATO!", "ar", rtl=True) == [("rtl", "ar", "2024: "), ("west", "", "NATO"), ("rtl", "ar", "!")]


def test_foreign_words_in_such_a_paragraph_keep_their_own_way() -> None:
    assert _cut("2024: NATO!", "en", rtl=True) == [("west", "en", "2024: NATO!")]
    assert _cut("2024", "he", rtl=True) == [("rtl", "he", "2024")]


def test_nothing_is_lost() -> None:
    text = "  ، a 김 b\u0301م\u064b 9 שׁ﷽ 漢𠮷! "
    for lang in ("en", "ar", "ja"):
        assert "".join(each[2] for each in _cut(text, lang, rtl=is_rtl(lang))) == text


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("en", "en-US"),
        ("en-gb", "en-GB"),
        ("de", "de-DE"),
        ("ko", "ko-KR"),
        ("zh", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-HK"),
        ("sr-Latn", "sr-Latn-RS"),
        ("sr", "sr-RS"),
        ("fa", "fa-IR"),
        ("es-419", "es-419"),
        ("not a tag", "und"),
        ("", "und"),
    ],
)
def test_languages_bear_the_region_that_word_lists_them_with(tag: str, known: str) -> None:
    assert word_tag(tag) == known
