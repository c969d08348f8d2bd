"""Fallback fonts: a theme's own first, variable ones cut at the right weight and kept, bad ones refused."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefgen.errors import ThemeError
from briefgen.layout import font_instances
from briefgen.layout.fonts import faces
from briefgen.layout.spare_fonts import cjk_fonts
from briefgen.theme import load_theme


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "fonts"


def korean() -> bytes:
    return next(spare.regular for spare in cjk_fonts() if spare.name == "Noto Sans KR").read_bytes()


def test_a_variable_font_is_cut_as_fonttools_cuts_it(cache: Path) -> None:
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.subset import Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    data = korean()
    made = TTFont(font_instances.instance(data, 600, "NotoSansKR"))
    assert "fvar" not in made
    model = TTFont(io.BytesIO(data))
    cutter = Subsetter()
    cutter.populate(text="김정은")
    cutter.subset(model)
    model = instantiateVariableFont(model, {"wght": 600})
    for char in "김정은":
        bounds = []
        for font in (made, model):
            pen = BoundsPen(font.getGlyphSet())
            font.getGlyphSet()[font.getBestCmap()[ord(char)]].draw(pen)
            bounds.append(pen.bounds)
        assert bounds[0] == pytest.approx(bounds[1], abs=1)


def test_a_cut_is_made_once_and_is_the_same_each_time(cache: Path) -> None:
    data = korean()
    first = font_instances.instance(data, 400, "NotoSansKR")
    before = (first.read_bytes(), first.stat().st_mtime_ns)
    assert font_instances.instance(data, 400, "NotoSansKR") == first
    assert (first.read_bytes(), first.stat().st_mtime_ns) == before
    assert [path.name for path in cache.iterdir()] == [first.name]  # no draft is left
    first.unlink()
    assert font_instances.instance(data, 400, "NotoSansKR").read_bytes() == before[0]
    assert font_instances.instance(data, 700, "NotoSansKR") != first


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("BRIEFGEN_CACHE", str(blocked))
    made = font_instances.instance(korean(), 400, "NotoSansKR")
    assert made.is_file()
    assert blocked.read_text() == "not a folder"


def theme_with(tmp_path: Path, *entries: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text("\n".join(['name = "own"', 'extends = "default"', *entries]))
    return path


def test_a_font_that_the_theme_names_comes_before_the_others(tmp_path: Path) -> None:
    font = tmp_path / "Mine.ttf"
    font.write_bytes(next(spare.regular for spare in cjk_fonts() if spare.name == "Noto Sans JP").read_bytes())
    path = theme_with(tmp_path, "[[fallback]]", 'regular = "Mine.ttf"', 'name = "Mine"', 'languages = ["ja"]')
    known = faces(load_theme(str(path)))
    found = known.stand_in("SourceSerif4-Regular", "岸")
    assert known.spare_of[found].name == "Mine"
    assert known.spare_of[known.stand_in("SourceSerif4-Regular", "岸", "zh-TW")].name == "Noto Sans TC"
    assert known.spare_of[known.stand_in("SourceSerif4-Regular", "习")].name == "Noto Sans SC"
    bold = known.stand_in("SourceSerif4-Semibold", "岸", "ja")
    assert (known.spare_of[bold].name, bold != found, known.by_name[bold].weight) == ("Mine", True, 600)


def test_a_variable_font_may_be_a_theme_s_own(tmp_path: Path) -> None:
    source = next(spare.regular for spare in cjk_fonts() if spare.name == "Noto Sans KR")
    (tmp_path / "K.ttf").write_bytes(source.read_bytes())
    cuts = [f'{cut} = "K.ttf"' for cut in ("regular", "bold", "italic", "bold_italic")]
    known = faces(load_theme(str(theme_with(tmp_path, "[fonts.body]", *cuts))))
    regular, bold = (known.path(known.name("body", bold, False)) for bold in (False, True))
    assert regular != bold  # 400 and 700, not the Thin that is the file's default
    assert "-400-" in regular.name
    assert "-700-" in bold.name


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no font file"), (b"OTTO" + bytes(100), "PostScript"), (b"ttcf" + bytes(99), "collection"),
     (b"\x00\x01\x00\x00" + b"\xff" * 40, "Bad.ttf"), (b"<html>", "not a TrueType font")],
)  # fmt: skip
def test_a_fallback_that_cannot_be_used_is_an_error_of_the_theme(
    content: bytes | None, said: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "Bad.ttf").write_bytes(content)
    theme = load_theme(str(theme_with(tmp_path, "[[fallback]]", 'regular = "Bad.ttf"')))
    with pytest.raises(ThemeError, match=said) as error:
        faces(theme)
    assert "fallback[0]" in str(error.value)


def test_han_without_a_language_of_their_own_take_that_of_their_neighbours(make: SimpleNamespace) -> None:
    from briefgen.document import Text
    from briefgen.layout.lines import set_lines
    from briefgen.theme import look

    def drawn(text: str, lang: str = "en") -> list[tuple[str, str]]:
        lines = set_lines(
            (Text(text),), look(make.theme, "body"), make.theme, make.faces, lang, 1e6, note_number=lambda note: 0
        )
        pieces = [(piece.face[-6:-4], piece.text) for line in lines for piece in line.pieces]
        return [piece for piece in pieces if piece[0] in ("SC", "TC", "JP", "KR")]

    assert drawn("漢字かな交じり文の例") == [("JP", "漢字かな交じり文の例")]
    assert drawn("He said 尹錫悅 대통령 would go.") == [("KR", "尹錫悅"), ("KR", "대통령")]
    assert drawn("the 漢字かな and 漢字 too") == [("JP", "漢字かな"), ("SC", "漢字")]
    assert drawn("岸田文雄, 김정은, 习近平 (and others)") == [("SC", "岸田文雄"), ("KR", "김정은"), ("SC", "习近平")]
    assert drawn("岸田文雄", "ja-JP") == [("JP", "岸田文雄")]
    assert drawn("習近平", "zh-HK") == [("TC", "習近平")]
    assert drawn("习近平", "ja") == [("SC", "习近平")]  # one font for a name, not two
