"""A text is cut where its sentences end, and only there."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.content.evidence.sentences import sentence_spans, sentences
from briefgen.content.evidence.texts import SourceText


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four…", 4),
        ("Mr. Kim met Dr. No. They talked.", 2),
        ("The U.S. Congress met. It voted.", 2),
        ("It came from the U.S. The rest did not.", 2),
        ("See art. 5 and no. 7. He said no. They left.", 3),
        ("It rose by 1.5 percent. Then it fell.", 2),
        ("“We agreed.” They left.", 2),
        ("(It failed.) They left.", 2),
        ("1. The first point holds.", 1),
        ("It failed... and they left.", 1),
        ("J. Smith and A. B. Jones met.", 1),
        ("条約は調印された。反応は分かれた。", 2),
        ("e.g. this one. And that.", 2),
        ("no end", 1),
        ("", 0),
    ],
)
def test_sentences_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert len(sentence_spans(text)) == count


def test_the_summit_has_31_sentences_in_11_paragraphs_and_4_lines_that_are_none(summit_text: SourceText) -> None:
    counted = [one for one in summit_text.sentences if one.number]
    assert len(counted) == 31
    assert counted[-1].label == "P11.1"
    assert [summit_text.text[one.start : one.end][:11] for one in summit_text.sentences if not one.number] == [
        "top of page",
        "Putin and K",
        "The Content",
        "bottom of p",
    ]


def test_a_no_break_space_alone_is_an_empty_line() -> None:
    found = sentences("One.\n\u00a0\nTwo.\nStill two.")
    assert [one.label for one in found] == ["P1.1", "P2.1", "P2.2"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_every_letter_is_in_one_sentence_or_fragment(text: str) -> None:
    found = sentences(text)
    inside = "".join(text[one.start : one.end] for one in found)
    assert "".join(inside.split()) == "".join(text.split())
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_paragraph_without_end_takes_no_more_than_its_length() -> None:
    begin = time.process_time()
    sentences("No. 5 of a.b.c. Mr. X " * 20_000)
    assert time.process_time() - begin < 20
