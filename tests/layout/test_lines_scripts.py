"""Lines in scripts that run from right to left, join their letters, or do without spaces."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.document import Attr, Code, Inlines, Note, Span, Text
from briefgen.layout.bidi import first_strong, levels, visual_order
from briefgen.layout.fonts import faces
from briefgen.layout.lines import natural_width, set_lines
from briefgen.layout.measured import LinePiece, SetLine
from briefgen.theme import Style, load_theme, look

THEME = load_theme("default")
THEME.styles.update(
    justified=Style(align="justify"), centred=Style(align="center"), end=Style(align="end"), tracked=Style(tracking=1.0)
)
FACES = faces(THEME)


def lay(
    content: str | Inlines, width: float = 400.0, lang: str = "en", style: str = "body", indent: float = 0.0
) -> tuple[SetLine, ...]:
    inlines = (Text(content),) if isinstance(content, str) else content
    return set_lines(
        inlines, look(THEME, style), THEME, FACES, lang, width, note_number=lambda note: 12, indent_first=indent
    )


def text(lines: tuple[SetLine, ...]) -> str:
    return "".join(piece.text for line in lines for piece in line.pieces)


def seen(line: SetLine) -> str:
    """The line from left to right, glyph by glyph."""
    found = []
    for piece in sorted(line.pieces, key=lambda piece: piece.x):
        if piece.glyphs is None:
            found.append(piece.text)
        else:
            found.append("".join(glyph.text for glyph in piece.glyphs) + (" " if not piece.glyphs else ""))
    return "".join(found)


def pieces(line: SetLine) -> list[LinePiece]:
    return sorted(line.pieces, key=lambda piece: (piece.x, piece.x + piece.width))


# ---------------------------------------------------------------- order


def test_words_from_right_to_left_are_seen_from_right_to_left_and_kept_as_they_are_read() -> None:
    (line,) = lay("one אבג דהו two")
    assert seen(line) == "one והד גבא two"
    assert text((line,)) == "one אבג דהו two"
    assert [piece.text for piece in line.pieces] == ["one ", "אבג", " ", "דהו", " two"]


def test_numbers_and_names_keep_their_own_direction_inside() -> None:
    (line,) = lay("אבג Kim Jong Un דהו 2024 זח", lang="he")
    assert seen(line) == "חז 2024 והד Kim Jong Un גבא"
    (line,) = lay("في 19 يونيو", lang="ar")
    assert seen(line).replace(" ", "").startswith("وينوي19")


def test_brackets_are_mirrored_and_still_read_as_written() -> None:
    (line,) = lay("אב (גד) הו", lang="he")
    (plain,) = lay("(x)")
    glyphs = {glyph.text: glyph.id for piece in line.pieces for glyph in piece.glyphs or () if glyph.text in "()"}
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(FACES.path("SourceSerif4-Regular").read_bytes()))
    assert glyphs == {"(": font.get_nominal_glyph(ord(")")), ")": font.get_nominal_glyph(ord("("))}
    assert plain.pieces[0].glyphs is None


def test_punctuation_at_the_end_follows_the_paragraph() -> None:
    assert seen(lay("אבג.", lang="he")[0]) == ".גבא"
    assert seen(lay("a אבג.")[0]) == "a גבא."
    assert seen(lay("אבג.")[0]) == ".גבא"  # nothing in it runs from left to right
    assert seen(lay("אבג, abc.", lang="und")[0]) == ".abc ,גבא"  # of no language: by its first letter


def test_notes_code_and_words_of_another_language_are_isolated() -> None:
    line = lay((Text("says אבג"), Note(blocks=()), Text(" and more")))[0]
    assert seen(line) == "says גבא12 and more"
    line = lay((Text("אבג "), Code(text="a.b!"), Text(" דה")), lang="he")[0]
    assert seen(line) == "הד a.b! גבא"
    line = lay((Text("he said "), Span(children=(Text("אבג!"),), attr=Attr(lang="he")), Text(" 5")))[0]
    assert seen(line) == "he said !גבא 5"


def test_marks_of_direction_order_words_and_are_not_drawn() -> None:
    assert seen(lay("a אבג!\u200f b")[0]) == "a !גבא b"
    assert text(lay("a אבג!\u200f b")) == "a אבג! b"
    assert text(lay("\u2067abc\u2069 \u202eabc\u202c \u061c")).strip() == "abc abc"


def test_lines_start_where_their_language_does() -> None:
    width = natural_width((Text("אבג"),), look(THEME, "body"), THEME, FACES, "he", note_number=lambda note: 1)
    assert lay("אבג", lang="he")[0].pieces[0].x == pytest.approx(400 - width)
    assert lay("אבג", lang="he", style="end")[0].pieces[0].x == pytest.approx(0)
    assert lay("אבג", lang="he", style="centred")[0].pieces[0].x == pytest.approx(200 - width / 2)
    assert lay("אבג", lang="en")[0].pieces[0].x == 0
    assert lay("אבג", lang="he", indent=30)[0].pieces[0].x == pytest.approx(400 - 30 - width)
    assert lay("abc", lang="ar")[0].pieces[-1].x > 300


def test_long_paragraphs_are_broken_as_they_are_read_and_ordered_line_by_line() -> None:
    prose = "נשיא רוסיה Vladimir Putin נפגש עם קים ג׳ונג און ב־19 ביוני 2024 (הביקור הראשון זה 24 שנים). " * 6
    lines = lay(prose, 200, lang="he")
    assert len(lines) > 8
    assert text(lines) == prose.strip()
    assert all(line.width <= 200.01 for line in lines)
    assert all(piece.x >= -0.01 for line in lines for piece in line.pieces)
    for line in lines:
        assert max(piece.x + piece.width for piece in line.pieces) == pytest.approx(200)


def test_justified_lines_reach_from_edge_to_edge() -> None:
    prose = "عقد الرئيس اجتماعاً مع الزعيم في بيونغ يانغ ووقّعا معاهدة تنص على المساعدة المتبادلة في حال العدوان. " * 4
    for line in lay(prose, 240, lang="ar", style="justified")[:-1]:
        assert min(piece.x for piece in line.pieces) == pytest.approx(0, abs=0.01)
        assert max(piece.x + piece.width for piece in line.pieces) == pytest.approx(240, abs=0.01)
        assert any(piece.stretch for piece in line.pieces)


ANY = st.text(
    st.sampled_from("ab Z12., ()-אבגשׁ\u05b8مرحبا،؟١۲\u200c\u200f\u2067\u2069漢字かな한국 é\u0301x\u0323“”"), max_size=40
)


@settings(max_examples=100, deadline=None)
@given(content=ANY, width=st.floats(30, 300), lang=st.sampled_from(["en", "ar", "he", "ja", "und"]))
def test_any_mixture_comes_whole_without_overlap(content: str, width: float, lang: str) -> None:
    lines = lay(content, width, lang)
    said = "".join(char for char in text(lines) if char not in "\u200c\u00ad")
    wanted = "".join(char for char in content if unicodedata.category(char) != "Cf")
    assert unicodedata.normalize("NFC", " ".join(said.split())) == unicodedata.normalize(
        "NFC", " ".join(wanted.split())
    )
    for line in lines:
        x = None
        for piece in pieces(line):
            assert x is None or piece.x == pytest.approx(x, abs=0.01)
            x = piece.x + piece.width
            if piece.glyphs is not None:
                assert piece.width == pytest.approx(sum(glyph.advance for glyph in piece.glyphs), abs=0.01)
                assert all(glyph.id for glyph in piece.glyphs)


# ---------------------------------------------------------------- shaping


def test_arabic_letters_join() -> None:
    (line,) = lay("ببب", lang="ar")
    glyphs = line.pieces[0].glyphs
    assert glyphs is not None
    assert len({glyph.id for glyph in glyphs}) == 3  # initial, medial, final
    assert "".join(glyph.text for glyph in reversed(glyphs)) == "ببب"


def test_a_joiner_that_parts_letters_does_so() -> None:
    joined, parted = lay("می‌خواهد".replace("\u200c", ""), lang="fa")[0], lay("می\u200cخواهد", lang="fa")[0]
    ids = [[glyph.id for glyph in line.pieces[0].glyphs or ()] for line in (joined, parted)]
    assert ids[0] != ids[1]
    assert text((parted,)) == "می\u200cخواهد"


def test_points_and_accents_stand_on_their_letters() -> None:
    (line,) = lay("שָׁלוֹם", lang="he")
    glyphs = line.pieces[0].glyphs
    assert glyphs is not None
    assert any(glyph.advance == 0 and not glyph.text for glyph in glyphs)
    (line,) = lay("x\u0323")
    assert line.pieces[0].glyphs is not None
    assert line.width == lay("x")[0].width


def test_tracking_does_not_part_letters_that_join() -> None:
    plain, tracked = (lay("مرحبا", lang="ar", style=style)[0] for style in ("body", "tracked"))
    assert plain.width == tracked.width
    assert tracked.pieces[0].tracking == 0


def test_a_hyphen_is_drawn_in_the_words_own_face() -> None:
    first = lay("אבגדאבגד\u00adאבגדאבגד", 50, lang="he")[0]
    last = first.pieces[-1]
    assert (last.text, last.face, last.glyphs) == ("\u00ad", "SourceSerif4-Regular", None)
    assert first.pieces[-1].x < first.pieces[0].x  # at the left end


def test_plain_text_is_not_shaped() -> None:
    for words in ("Plain “Latin” text, naïve", "Владимир Путин", "Ελλάδα", "習近平 会談", "김정은"):
        assert all(piece.glyphs is None for line in lay(words) for piece in line.pieces)


# ---------------------------------------------------------------- Chinese, Japanese, Korean


def test_a_justified_line_of_characters_reaches_the_edge() -> None:
    prose = "岸田首相は、「安全保障環境は厳しさを増している」と述べ、2024年の合意を歓迎した。" * 5
    lines = lay(prose, 233, lang="ja", style="justified")
    assert text(lines) == prose
    for line in lines[:-1]:
        last = line.pieces[-1]
        assert last.x + last.width == pytest.approx(233, abs=0.01)
        assert last.tracking == 0  # nothing after the last character
        assert all(abs(piece.tracking) < 3 for piece in line.pieces)


@pytest.mark.parametrize("width", [60, 75, 90, 105, 130])
def test_lines_neither_begin_nor_end_with_what_may_not(width: float) -> None:
    prose = "岸田首相は、「安全保障環境」と述べた。（注）さっきまで、データ・センター〜ヴァイオリン、１００％です。" * 3
    for line in lay(prose, width, lang="ja"):
        said = "".join(piece.text for piece in line.pieces)
        assert said[0] not in "、。」）っーァィ・〜％"
        assert said[-1] not in "「（"


# ---------------------------------------------------------------- the algorithm


def test_levels_are_those_of_the_standard() -> None:
    assert levels("ab אב 12", 0) == [0, 0, 0, 1, 1, 1, 2, 2]
    assert levels("ab אב 12", 1) == [2, 2, 1, 1, 1, 1, 2, 2]
    assert levels("א(b)", 1) == [1, 1, 2, 1]
    assert levels("a\u2067ב\u2069c", 0) == [0, 0, 1, 0, 0]
    assert levels("a\u202eb\u202cc", 0) == [0, 0, 1, 1, 0]
    assert levels("ا 1", 0) == [1, 1, 2]
    assert (first_strong("12 אb"), first_strong("\u2067א\u2069b"), first_strong("1.")) == (1, 0, None)
    assert visual_order([0, 1, 1, 2, 2, 1, 0]) == [0, 5, 3, 4, 2, 1, 6]


STRANGE = st.text(
    st.sampled_from(
        "ab1 2.,-+%$()[]אבגاب١٢\u0301\u200e\u200f\u2067\u2066\u2069\u2068\u202a\u202b\u202c:;!\u0591\u061c"
    ),
    max_size=16,
)


@settings(max_examples=300, deadline=None)
@given(content=STRANGE, base=st.sampled_from([0, 1]))
def test_the_order_is_that_of_another_implementation(content: str, base: int) -> None:
    from bidi import get_display

    found = levels(content, base)
    at = len(content)  # L1
    while at and unicodedata.bidirectional(content[at - 1]) in _LOOSE:
        at -= 1
        found[at] = base
    mine = "".join(content[place] for place in visual_order(found))
    assert _bare(mine) == _bare(get_display(content, base_dir="RL"[base == 0]))


_MARKS = {"LRE", "RLE", "LRO", "RLO", "PDF", "BN", "LRI", "RLI", "FSI", "PDI"}
_LOOSE = _MARKS | {"WS"}


def _bare(content: str) -> str:
    """Without marks, and with brackets of one side: the other implementation mirrors some and not others."""
    kept = (
        char for char in content if unicodedata.bidirectional(char) not in _MARKS and char not in "\u200e\u200f\u061c"
    )
    return "".join(kept).replace(")", "(").replace("]", "[")
