"""`briefgen fonts` says what covers what."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.cli.main import main


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return int(end.value.code or 0)


def test_it_lists_fonts_their_origin_and_their_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fonts") == 0
    said = capsys.readouterr().out
    assert "Source Sans 3" in said
    assert (
        "Noto Naskh Arabic  (comes with briefgen: NotoNaskhArabic-Regular.ttf)\n      Arabic, Persian and Urdu" in said
    )
    assert "Noto Sans KR  (comes with briefgen[cjk]: " in said
    assert "Hangul, Kana" in said


def test_it_says_which_font_draws_each_part_of_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fonts", "--covers", "김정은 met Путин, 岸田文雄 and مرحبا، שלום") == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split("  —  ")[0] for line in said] == ["김정은", "met Путин,", "岸田文雄", "and", "مرحبا،", "שלום"]
    assert "NotoSansKR-400 (Noto Sans KR, comes with briefgen[cjk])" in said[0]
    assert "SourceSerif4-Regular (a font of the theme default)" in said[1]
    assert run("fonts", "--covers", "岸田文雄", "--lang", "ja") == 0
    assert "NotoSansJP-400" in capsys.readouterr().out


def test_a_text_that_no_font_covers_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fonts", "--covers", "नमस्ते") == 2
    assert "no font has the character न (U+0928, DEVANAGARI LETTER NA)" in capsys.readouterr().err


def test_without_the_cjk_fonts_it_says_how_to_get_them(without_cjk: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fonts") == 0
    assert "pip install briefgen[cjk]" in capsys.readouterr().out
    assert run("fonts", "--covers", "漢") == 2
    assert "pip install briefgen[cjk]" in capsys.readouterr().err


def test_render_names_the_fallback_fonts_it_drew_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, and none where the theme's own fonts have every character."""
    said = []
    for title in ("Pact with 김정은 and 김", "Pact with Путин"):
        brief = tmp_path / "brief.yaml"
        brief.write_text(f"id: x\ntitle: {title}\n", "utf-8")
        assert run("render", str(brief), "-o", str(tmp_path / "x.pdf")) == 0
        said.append([line for line in capsys.readouterr().err.splitlines() if line.startswith("fallback fonts")])
    assert said == [["fallback fonts in use: Noto Sans KR (3 characters)"], []]
