"""Paragraphs set in lines: nothing is lost, nothing sticks out, and the lines are even."""

from __future__ import annotations

import itertools
import time
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.document import (
    Attr,
    Break,
    Cite,
    Code,
    Emph,
    Field,
    Inlines,
    Link,
    Mark,
    Note,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)
from briefgen.errors import LayoutError
from briefgen.layout.breaks import INVISIBLE
from briefgen.layout.fonts import faces
from briefgen.layout.lines import minimum_width, natural_width, set_lines
from briefgen.layout.measured import SetLine
from briefgen.plain import fold, plain
from briefgen.theme import Family, Style, Theme, look

THEME = Theme(
    name="test",
    fonts={
        "body": Family(
            regular="SourceSerif4-Regular.ttf",
            bold="SourceSerif4-Semibold.ttf",
            italic="SourceSerif4-It.ttf",
            bold_italic="SourceSerif4-SemiboldIt.ttf",
        ),
        "heading": Family(
            regular="SourceSans3-Regular.ttf",
            bold="SourceSans3-Semibold.ttf",
            italic="SourceSans3-It.ttf",
            bold_italic="SourceSans3-SemiboldIt.ttf",
        ),
    },
    colours={"text": "#111111", "rule": "#cccccc", "accent": "#0000aa", "tint": "#eeeeff"},
    styles={
        "body": Style(family="body", size=10.0, leading=14.0),
        "plain": Style(hyphenate=False),
        "justified": Style(align="justify"),
        "centred": Style(align="center"),
        "flush-right": Style(align="end"),
        "capitals": Style(family="heading", upper=True, tracking=0.8),
        "quote": Style(italic=True),
        "note-ref": Style(size=7.0, colour="accent"),
        "code": Style(family="heading"),
        "link": Style(colour="accent"),
        "mark": Style(family="heading", bold=True, size=8.0),
        "label": Style(background="tint"),
        "large": Style(size=20.0),
    },
)
FACES = faces(THEME)
PROSE = (
    "The mutual defense pact includes a relatively flexible, but firm commitment for both nations to collaborate in "
    "case of a military threat and assist each other by all available means in case of aggression. This is a stronger "
    "commitment than the one made by Moscow and Pyongyang in 2000, only comparable to the preceding treaty."
)


def one(note: Note) -> int:
    return 1


def lay(
    content: str | Inlines,
    widths: float | Sequence[float],
    style: str = "body",
    lang: str = "en-GB",
    indent: float = 0.0,
) -> tuple[SetLine, ...]:
    inlines = (Text(content),) if isinstance(content, str) else content
    return set_lines(inlines, look(THEME, style), THEME, FACES, lang, widths, note_number=one, indent_first=indent)


def text(lines: Sequence[SetLine]) -> str:
    return "".join(piece.text for line in lines for piece in line.pieces)


def words(lines: Sequence[SetLine]) -> list[str]:
    return ["".join(piece.text for piece in line.pieces).strip() for line in lines]


# ---------------------------------------------------------------- nothing is lost

CHARACTERS = st.sampled_from("abcdefgXYZ  ,.;-–—/'“”\u00a0\u00ad\u200b\u2060\u202f\u2011\u2009é\u0301ßЖω●0123")
RAW = st.text(CHARACTERS, max_size=60)


@st.composite
def inlines(draw: st.DrawFn, depth: int = 2) -> Inlines:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 10 if depth else 2))
        if kind < 2:
            found.append(Text(draw(RAW)))
        elif kind == 2:
            found.append(draw(st.sampled_from((Break(), Code(text="a_b/c"), Mark(label="TLP:AMBER")))))
        else:
            inside = draw(inlines(depth=depth - 1))
            made = draw(st.sampled_from((Emph, Strong, Span, Sub, Super, Cite, Link)))
            found.append(made(children=inside, target="#x") if made in (Cite, Link) else made(children=inside))
    return tuple(found)


def drawn(content: Inlines) -> str:
    """What a paragraph should come out as, however it is broken."""
    return fold(unicodedata.normalize("NFC", INVISIBLE.sub("", plain(content))))


@settings(max_examples=300, deadline=None)
@given(content=inlines(), width=st.floats(1, 300), style=st.sampled_from(("body", "plain", "justified", "centred")))
def test_the_lines_hold_the_text_and_nothing_else(content: Inlines, width: float, style: str) -> None:
    lines = lay(content, width, style)
    assert fold(unicodedata.normalize("NFC", text(lines).replace("\u00ad", ""))) == drawn(content)


@settings(max_examples=300, deadline=None)
@given(
    content=inlines(),
    widths=st.lists(st.floats(30, 300), min_size=1, max_size=4),
    style=st.sampled_from(("body", "plain", "justified", "centred", "flush-right", "capitals")),
    indent=st.sampled_from((0.0, 12.0)),
)
def test_no_line_sticks_out_and_its_pieces_stand_side_by_side(
    content: Inlines, widths: list[float], style: str, indent: float
) -> None:
    lines = lay(content, widths, style, indent=indent)
    for number, line in enumerate(lines):
        room = widths[min(number, len(widths) - 1)]
        x = line.pieces[0].x if line.pieces else 0.0
        assert x >= (indent if number == 0 and line.pieces else 0.0) - 0.01
        assert x + line.width <= room + 0.01
        for index, piece in enumerate(line.pieces):
            assert piece.x == pytest.approx(x)
            x += piece.width
            swallowed = line.pieces[-1] is piece and number + 1 < len(lines) and piece.text.endswith(" ")
            shown = piece.text[:-1] if swallowed else piece.text
            advance = FACES.advance(piece.face, shown, piece.size) + piece.tracking * len(shown)
            assert piece.width == pytest.approx(advance + piece.stretch * shown.count(" "), abs=1e-9), index


def test_lines_end_in_the_space_they_broke_at_or_a_soft_hyphen() -> None:
    for line in lay(PROSE, 90)[:-1]:
        assert line.pieces[-1].text[-1] in " \u00ad-"
    assert not lay(PROSE, 90)[-1].pieces[-1].text.endswith((" ", "\u00ad"))


def test_nothing_to_set_gives_no_lines() -> None:
    assert lay((), 100) == ()
    assert lay("  \n ", 100) == ()
    assert lay((Emph(children=()),), 100) == ()
    assert natural_width((), look(THEME, "body"), THEME, FACES, "en", note_number=one) == 0


def test_tabs_and_line_feeds_are_spaces() -> None:
    assert text(lay("one\ttwo\r\n three\u2028four", 300)) == "one two three four"


def test_a_forced_break_ends_the_line_and_counts_as_a_space() -> None:
    lines = lay((Text("one"), Break(), Break(), Text("two"), Break()), 300)
    assert [[piece.text for piece in line.pieces] for line in lines] == [["one "], [], ["two"]]
    assert [line.last for line in lines] == [True, True, True]
    assert lines[1].height == 14.0


def test_the_same_paragraph_gives_the_same_lines() -> None:
    assert lay(PROSE, 120, "justified") == lay(PROSE, 120, "justified")


# ---------------------------------------------------------------- even lines


def breakings(count: int) -> list[tuple[int, ...]]:
    """All ways to divide `count` words into lines, as the number of the first word of each line."""
    return [(0, *chosen) for size in range(count) for chosen in itertools.combinations(range(1, count), size)]


@settings(max_examples=60, deadline=None)
@given(
    vocabulary=st.lists(st.text(st.sampled_from("abcdeilmnt"), min_size=1, max_size=9), min_size=2, max_size=10),
    width=st.floats(60, 140),
)
def test_no_other_breaks_make_the_lines_more_even(vocabulary: list[str], width: float) -> None:
    length = [FACES.advance("SourceSerif4-Regular", word, 10.0) for word in vocabulary]
    space = FACES.advance("SourceSerif4-Regular", " ", 10.0)

    def white(breaks: tuple[int, ...]) -> list[float]:
        ends = (*breaks[1:], len(vocabulary))
        return [
            width - sum(length[begin:end]) - space * (end - begin - 1) for begin, end in zip(breaks, ends, strict=True)
        ]

    lines = lay(" ".join(vocabulary), width, "plain")
    counts = [0, *itertools.accumulate(len(line.split()) for line in words(lines))]
    ours = tuple(counts[:-1])
    # of all breakings of as many lines whose last line is as long or longer, none leaves less white, squared
    for other in breakings(len(vocabulary)):
        left = white(other)
        if len(other) == len(ours) and min(left) >= 0 and left[-1] <= white(ours)[-1] and left[-1] < 0.7 * width:
            assert sum(x * x for x in white(ours)[:-1]) <= sum(x * x for x in left[:-1]) + 1e-6


def test_the_last_line_is_not_a_single_short_word() -> None:
    for width in range(200, 400, 7):
        last = words(lay(PROSE, float(width), "plain"))[-1]
        assert len(last.split()) > 1, width


def test_no_word_is_divided_over_the_last_two_lines() -> None:
    for width in range(100, 300, 3):
        for style in ("body", "justified"):
            lines = lay(PROSE, float(width), style)
            assert not lines[-2].pieces[-1].text.endswith("\u00ad"), (width, style)


def test_no_more_than_two_lines_in_a_row_are_hyphenated() -> None:
    for width in range(150, 300, 3):
        for style in ("body", "justified"):
            ends = "".join(line.pieces[-1].text[-1] for line in lay(PROSE, width, style))
            assert "\u00ad\u00ad\u00ad" not in ends, (width, style)


def test_wide_ragged_lines_need_no_hyphens() -> None:
    assert "\u00ad" not in text(lay(PROSE, 400))


def test_justified_lines_end_together_and_the_last_is_left_alone() -> None:
    lines = lay(PROSE, 220, "justified")
    assert [line.width for line in lines[:-1]] == pytest.approx([220.0] * (len(lines) - 1))
    assert lines[-1].width < 220
    assert lines[-1].pieces[0].stretch == 0
    space = FACES.advance("SourceSerif4-Regular", " ", 10.0)
    assert all(-0.25 * space - 1e-6 <= piece.stretch <= 2 * space for line in lines for piece in line.pieces)


def test_a_justified_line_that_would_gape_is_left_ragged() -> None:
    lines = lay("a Unteilbarkeitsverhältnisse", 122, "justified", lang="")
    assert lines[0].pieces[0].stretch == 0
    assert lines[0].width < 20


def test_each_line_keeps_its_own_room() -> None:
    lines = lay(PROSE, [300.0, 100.0, 200.0], "plain")
    assert lines[0].width > 200
    assert lines[1].width <= 100
    assert all(line.width <= 200 for line in lines[2:])
    assert max(line.width for line in lines[2:]) > 150


def test_alignment_and_indent_stand_in_x() -> None:
    (start,), (centre,), (end,) = (lay("word", 100, style) for style in ("body", "centred", "flush-right"))
    assert start.pieces[0].x == 0
    assert centre.pieces[0].x == pytest.approx((100 - centre.width) / 2)
    assert end.pieces[0].x == pytest.approx(100 - end.width)
    indented = lay(PROSE, 200, indent=15)
    assert [line.pieces[0].x for line in indented] == [15.0] + [0.0] * (len(indented) - 1)


# ---------------------------------------------------------------- words that do not fit


def test_a_word_wider_than_the_line_is_divided_between_what_readers_see_as_characters() -> None:
    lines = lay("x́" * 50, 40, lang="")
    assert len(lines) > 3
    for line in lines:
        assert text([line]).endswith("\u0301")


def test_an_overlong_word_is_hyphenated_before_it_is_cut() -> None:
    assert words(lay("Recommendations", 60, "plain")) == ["Recommend\u00ad", "ations"]


def test_code_addresses_and_markings_are_never_hyphenated() -> None:
    content = (
        Code(text="recommendations"),
        Text(" https://example.org/recommendations/international "),
        Mark(label="Recommendations"),
    )
    assert "\u00ad" not in text(lay(content, 50))
    lines = words(lay("https://example.org/recommendations/international", 110))
    assert lines == ["https://example.org/", "recommendations/", "international"]


@pytest.mark.parametrize("style", ["body", "justified"])
@pytest.mark.parametrize("unit", ["a", "a ", "a-", "a.", "\u200b", "\u0301", "word and ", "https://a/", "\u00ad", "— "])
def test_a_hundred_kilobytes_are_set_and_soon(unit: str, style: str) -> None:
    begin = time.process_time()  # and not by the clock: the machine may be busy
    lines = lay("a" + unit * (100_000 // len(unit)), 300, style)
    assert time.process_time() - begin < 60
    assert all(line.width <= 300.01 for line in lines)


def test_a_room_of_no_width_still_sets_every_character() -> None:
    assert words(lay("abc", 0)) == ["a", "b", "c"]
    assert words(lay("abc", -5)) == ["a", "b", "c"]


# ---------------------------------------------------------------- widths for tables


def measure(content: str | Inlines, style: str = "body") -> tuple[float, float]:
    inlines = (Text(content),) if isinstance(content, str) else content
    given = (inlines, look(THEME, style), THEME, FACES, "en")
    return natural_width(*given, note_number=one), minimum_width(*given, note_number=one)


def test_the_natural_width_sets_one_line_and_no_less_does() -> None:
    natural, _ = measure(PROSE)
    assert len(lay(PROSE, natural)) == 1
    assert len(lay(PROSE, natural - 0.1)) == 2
    assert measure((Text("long line"), Break(), Text("a")))[0] == measure("long line")[0]


def test_the_minimum_width_divides_no_word() -> None:
    _, minimum = measure(PROSE)
    assert minimum == FACES.advance("SourceSerif4-Regular", "commitment", 10.0)
    assert "\u00ad" not in text(lay(PROSE, minimum, "plain"))
    assert measure("decision-making")[1] == FACES.advance("SourceSerif4-Regular", "decision-", 10.0)
    treaty = measure((Text("the treaty"), Note(blocks=())))[1]
    assert treaty == pytest.approx(
        FACES.advance("SourceSerif4-Regular", "treaty", 10.0) + FACES.advance("SourceSerif4-Regular", "1", 7.0)
    )


# ---------------------------------------------------------------- looks


def test_inlines_change_face_colour_and_place() -> None:
    link = Link(target="https://example.org", children=(Text("link"),))
    content: Inlines = (
        Text("a"),
        Emph(children=(Text("b"), Strong(children=(Text("c"),)))),
        Code(text="d"),
        link,
        Sub(children=(Text("e"),)),
        Super(children=(Text("f"),)),
        Span(children=(Text("g"),), attr=Attr(classes=("nothing", "label"))),
        Mark(label="h"),
    )
    (line,) = lay(content, 300)
    piece = {piece.text: piece for piece in line.pieces}
    assert [piece[char].face for char in "abcdh"] == [
        "SourceSerif4-Regular",
        "SourceSerif4-It",
        "SourceSerif4-SemiboldIt",
        "SourceSans3-Regular",
        "SourceSans3-Semibold",
    ]
    assert (piece["link"].colour, piece["a"].colour) == ("#0000aa", "#111111")
    assert piece["link"].path == (link,)
    assert [type(inline) for inline in piece["c"].path] == [Emph, Strong]
    assert (piece["e"].size, piece["f"].size) == (7.0, 7.0)
    assert piece["e"].rise < 0 < piece["f"].rise
    assert (piece["g"].background, piece["a"].background) == ("#eeeeff", "")
    assert piece["h"].size == 8.0


def test_emphasis_within_italics_is_upright() -> None:
    (line,) = lay((Text("a"), Emph(children=(Text("b"),))), 300, "quote")
    assert [piece.face for piece in line.pieces] == ["SourceSerif4-It", "SourceSerif4-Regular"]


def test_a_note_is_its_raised_number_and_its_line_knows_it() -> None:
    notes = (Note(blocks=()), Note(blocks=(), attr=Attr(id="n2")))
    content = (Text("The treaty"), *notes, Text(" holds."))
    lines = set_lines(
        content, look(THEME, "body"), THEME, FACES, "en", 62.0, note_number=lambda note: 1 + (note is notes[1])
    )
    assert [piece.text for line in lines for piece in line.pieces] == ["The treaty", "1", ",", "2 ", "holds."]
    assert [line.notes for line in lines] == [notes, ()]
    number = lines[0].pieces[1]
    assert (number.size, number.colour, number.path) == (7.0, "#0000aa", (notes[0],))
    assert number.rise > 0
    assert lines[0].pieces[2].path == ()


def test_a_notes_number_never_begins_a_line() -> None:
    for width in range(40, 90):
        for content in ((Text("The long treaty"), Note(blocks=())), (Text("The long treaty "), Note(blocks=()))):
            assert all(line.pieces[0].text != "1" for line in lay(content, float(width)))


def test_capitals_follow_the_language() -> None:
    assert text(lay("straße", 300, "capitals", "de")) == "STRASSE"
    assert text(lay("bilgi", 300, "capitals", "tr")) == "BİLGİ"
    assert text(lay("Ειρήνη", 300, "capitals", "el")) == "ΕΙΡΗΝΗ"


def test_tracking_counts_after_each_character() -> None:
    (line,) = lay("abc", 300, "capitals")
    assert line.width == pytest.approx(FACES.advance("SourceSans3-Regular", "ABC", 10.0) + 3 * 0.8)


def test_the_language_of_a_span_decides_where_it_is_divided() -> None:
    german = Span(children=(Text("Bundesregierung"),), attr=Attr(lang="de"))
    assert words(lay((german,), 45, lang="tlh")) == ["Bundes\u00ad", "regierung"]
    assert "\u00ad" not in text(lay("Bundesregierung", 45, lang="tlh"))


def test_a_line_with_larger_words_is_higher() -> None:
    lines = lay((Text("a "), Span(children=(Text("b"),), attr=Attr(classes=("large",)))), 300)
    assert lines[0].height == 28.0
    assert lines[0].baseline > lay("a", 300)[0].baseline


def test_page_fields_are_set_through_the_text_given() -> None:
    content = (Text("Page "), Field("page"))
    with pytest.raises(LayoutError, match="running head"):
        lay(content, 300)
    lines = set_lines(
        content, look(THEME, "body"), THEME, FACES, "en", 300.0, note_number=one, field_text=lambda field: "12"
    )
    assert text(lines) == "Page 12"


# ---------------------------------------------------------------- characters


def test_a_character_the_face_lacks_comes_from_a_face_that_has_it() -> None:
    (line,) = lay((Text("on ● off"),), 300)
    assert [(piece.text, piece.face) for piece in line.pieces] == [
        ("on ", "SourceSerif4-Regular"),
        ("●", "SourceSans3-Regular"),
        (" off", "SourceSerif4-Regular"),
    ]


def test_characters_that_no_face_has_are_named_all_at_once_with_their_words() -> None:
    with pytest.raises(LayoutError) as error:
        lay("We launch the 🚀 today, said ሰላም of न.", 300)
    said = str(error.value)
    assert "🚀 (U+1F680, ROCKET) in “We launch the 🚀 today, said ሰላም”" in said
    assert "ሰ (U+1230, ETHIOPIC SYLLABLE SA)" in said
    assert len(error.value.faults) == 5
    assert "[[fallback]]" in said
    assert "briefgen fonts" in said


@pytest.mark.parametrize("char", ["\x07", "\ud800", "\u1230", "\ue000", "\U000f0000"])
def test_what_cannot_be_drawn_is_one_clear_error_that_can_be_printed(char: str) -> None:
    with pytest.raises(LayoutError, match=f"U\\+{ord(char):04X}") as error:
        lay(f"before {char} after", 300)
    str(error.value).encode()


def test_a_long_word_around_a_missing_character_is_shown_in_part() -> None:
    with pytest.raises(LayoutError) as error:
        lay("a" * 100_000 + "🚀" + "b" * 100_000, 300)
    assert "🚀b" in str(error.value)
    assert len(str(error.value)) < 400


@settings(max_examples=200, deadline=None)
@given(content=st.text(max_size=40), width=st.floats(5, 200))
def test_any_text_is_set_or_refused(content: str, width: float) -> None:
    try:
        lines = lay(content, width)
    except LayoutError:
        return
    assert all(FACES.covers(piece.face, char) for line in lines for piece in line.pieces for char in piece.text)


def test_accents_are_drawn_composed_where_the_face_has_them() -> None:
    assert text(lay("cafe\u0301", 300)) == "café"
    assert text(lay("x\u0301", 300)) == "x\u0301"


def test_characters_without_ink_are_not_drawn() -> None:
    assert text(lay("a\u200db\u2060c\ufeffd\u202ee\u2066f\ufe0fg\u200bh\u00adi", 300)) == "abcdefghi"
    assert words(lay("aaaa\u200bbbbb", 30)) == ["aaaa", "bbbb"]
    assert words(lay("aaaa\u00adbbbb", 30)) == ["aaaa\u00ad", "bbbb"]
    assert len(lay("aaa\u00a0bbb ccc", 50)) == 2


def test_words_joined_over_runs_are_divided_as_one() -> None:
    content = (Text("decision-"), Emph(children=(Text("making"),)))
    assert words(lay(content, 50)) == ["decision-", "making"]
    joined = (Text("inter"), Emph(children=(Text("national organisation"),)))
    assert words(lay(joined, 80)) == ["international", "organisation"]


# ---------------------------------------------------------------- what is kept


@pytest.mark.parametrize(
    "content", ["Direct", "18 June 2024", "state-owned arms makers", "well — known", "Пхеньян 2024", ""]
)
@pytest.mark.parametrize("style", ["body", "plain", "justified", "centred"])
def test_a_short_line_that_is_kept_is_what_would_be_set_anew_in_any_room(content: str, style: str) -> None:
    rooms = (300.0, 61.5, 40.0, 300.0, 12.0, 61.5)
    FACES.kept.clear()
    kept = [lay(content, room, style) for room in rooms]
    for room, lines in zip(rooms, kept, strict=True):
        FACES.kept.clear()
        assert lay(content, room, style) == lines
