"""Themes: what a file says is what writers get, and every fault in it is told at once, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.errors import ThemeError
from briefgen.theme import colour, load_theme, look, span

Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(text: str) -> str:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def test_a_theme_says_only_what_differs_from_the_one_it_extends(write: Write) -> None:
    house = load_theme("default")
    mine = load_theme(
        write('name = "mine"\nextends = "default"\n[styles]\nh2 = { size = 20 }\n[page]\nsize = "Letter"\n')
    )
    assert look(mine, "h2").size == 20
    assert look(mine, "h2").colour == look(house, "h2").colour
    assert (mine.page.size, mine.page.left) == ("Letter", house.page.left)
    assert mine.fonts == house.fonts


def test_a_changed_body_reaches_every_style_that_says_nothing_else(write: Write) -> None:
    mine = load_theme(write('name = "mine"\nextends = "default"\n[styles]\nbody = { align = "justify" }\n'))
    assert look(mine, "lead").align == "justify"
    assert look(mine, "a-class-that-no-style-has", "lead").align == "justify"


def test_first_class_with_a_style_wins_and_body_is_the_last_resort() -> None:
    theme = load_theme("default")
    assert look(theme, "nowhere", "kicker", "h1") == look(theme, "kicker")
    assert look(theme, "nowhere") == look(theme, "body")


def test_words_in_a_paragraph_change_only_what_their_style_sets() -> None:
    theme = load_theme("default")
    around = look(theme, "lead")
    inside = span(theme, around, "likelihood")
    assert (inside.size, inside.leading) == (around.size, around.leading)
    assert inside.italic
    assert inside.colour == colour(theme, "accent")
    assert span(theme, around, "nowhere") == around


def test_all_faults_are_told_at_once_with_place_and_nearest_name(write: Write) -> None:
    file = write(
        'name = "mine"\n'
        'extends = "default"\n'
        "[colours]\n"
        'accent = "blue"\n'
        "[styles]\n"
        'h1 = { colour = "acent" }\n'
        'h2 = { base = "boddy", family = "headng" }\n'
        "h3 = { size = 0 }\n"
        "[boxes]\n"
        'default = { fill = "tnt", text = "leed" }\n'
        "[tables]\n"
        'facts = { head = "table-heed", padd_x = 3 }\n'
    )
    with pytest.raises(ThemeError) as told:
        load_theme(file)
    assert len(told.value.faults) == 1, "what is no field at all is told first"
    assert "did you mean 'pad_x'?" in str(told.value)

    Path(file).write_text(Path(file).read_text(encoding="utf-8").replace(", padd_x = 3", ""), encoding="utf-8")
    with pytest.raises(ThemeError) as told:
        load_theme(file)
    faults = {fault.path: fault for fault in told.value.faults}
    assert list(faults) == [
        "colours.accent",
        "styles.h1.colour",
        "styles.h2.base",
        "styles.h2.family",
        "styles.h3.size",
        "boxes.default.fill",
        "boxes.default.text",
        "tables.facts.head",
    ]
    assert faults["styles.h1.colour"].mend == "did you mean 'accent'?"
    assert faults["styles.h2.base"].mend == "did you mean 'body'?"
    assert faults["boxes.default.fill"].mend == "did you mean 'tint'?"
    assert [fault.place.line for fault in told.value.faults if fault.place] == [4, 6, 7, 7, 8, 10, 10, 12]


def test_a_page_without_room_for_text_is_refused(write: Write) -> None:
    with pytest.raises(ThemeError, match="leave 45 points of the page's width"):
        load_theme(write('name = "mine"\nextends = "default"\n[page]\nleft = 300\nright = 250\n'))


def test_a_theme_on_its_own_must_have_a_face_and_its_colours(write: Write) -> None:
    with pytest.raises(ThemeError) as told:
        load_theme(write('name = "mine"\n'))
    assert {fault.what for fault in told.value.faults} == {
        "the colour 'text' is missing",
        "the colour 'rule' is missing",
        "the colour 'accent' is missing",
        "the font 'body' is missing",
    }


@pytest.mark.parametrize("text", ['name = "mine"\nextends = "mine.toml"\n', 'name = "mine"\nextends = "./mine.toml"\n'])
def test_a_theme_cannot_extend_itself(write: Write, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path(write(text))
    monkeypatch.chdir(file.parent)
    with pytest.raises(ThemeError, match="extends itself"):
        load_theme(str(file))


def test_a_style_cannot_be_based_on_itself(write: Write) -> None:
    with pytest.raises(ThemeError, match="cannot be based on itself"):
        load_theme(write('name = "x"\nextends = "default"\n[styles]\na = { base = "b" }\nb = { base = "a" }\n'))


def test_an_unknown_theme_names_the_nearest_one() -> None:
    with pytest.raises(ThemeError, match="did you mean 'letter'"):
        load_theme("leter")


def test_looks_of_many_themes_do_not_pile_up() -> None:
    from briefgen.theme import looks as module

    for _ in range(40):
        assert look(load_theme("default"), "h1").size > 0
    assert len(module._looks) <= module._KEPT


def test_font_files_beside_the_theme_are_found_there(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(b"font")
    (tmp_path / "x.toml").write_text(
        'name = "x"\nextends = "default"\n[fonts.body]\nregular = "own.ttf"\nbold = "SourceSerif4-Bold.ttf"\n'
        'italic = "own.ttf"\nbold_italic = "own.ttf"\n',
        encoding="utf-8",
    )
    body = load_theme(str(tmp_path / "x.toml")).fonts["body"]
    assert body.regular == str(tmp_path / "own.ttf")
    assert body.bold == "SourceSerif4-Bold.ttf"
