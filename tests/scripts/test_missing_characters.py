"""A character that no font has is one error, which names it, who says it and how to add a font."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import load, loads, render, resources
from briefgen.cli.main import main
from briefgen.errors import LayoutError

BRIEF = """\
id: x
title: A pact
judgements:
  - id: war
    headline: Risk of war
    text: It says नम to all, and न again.
  - id: sign
    text: A 𓀀 sign.
"""
ADD = "; name a TrueType font that has it under [[fallback]] in the theme; `briefgen fonts` shows what covers what"


def refused(text: str, **how: str) -> list[str]:
    with pytest.raises(LayoutError) as error:
        render(loads(text), check=False, **how)  # type: ignore[arg-type]
    return str(error.value).splitlines()


def test_it_names_the_characters_the_statement_and_the_way_to_add_a_font() -> None:
    war, sign = refused(BRIEF)
    assert war.startswith(
        "no font has the characters न (U+0928, DEVANAGARI LETTER NA), म (U+092E, DEVANAGARI LETTER MA) "
        "in judgement war (“Risk of war”): “"
    )
    assert "It says नम to all" in war
    assert sign.startswith(
        "no font has the character 𓀀 (U+13000, EGYPTIAN HIEROGLYPH A001) in judgement sign (“A 𓀀 sign.”)"
    )
    assert sign.endswith(f": “A 𓀀 sign.”{ADD}")
    assert war.endswith(ADD)


def test_of_several_parts_the_one_is_named_whose_word_was_to_be_set() -> None:
    text = BRIEF.replace("A 𓀀 sign.", "Not न but नम-x.")
    said = refused(text.replace("नम to all, and न again", "nothing, न-y"))
    assert [line.split("judgement ")[1].split(" ")[0] for line in said] == ["war", "sign"]


def test_what_is_set_in_capitals_or_composed_is_found() -> None:
    said = refused("id: x\ntitle: A pact\nkicker: of the \uab70\n")  # which in capitals is U+13A0
    assert said
    assert all("in the brief’s kicker" in line for line in said)


def test_what_the_template_says_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    template = tmp_path / "own.html.j2"
    template.write_text("{# Own. #}\n<h1>{{ brief.title }}</h1>\n<p>In ༀ here.</p>\n", "utf-8")
    [said] = refused("id: x\ntitle: A pact\n", template=str(template))
    assert (
        f"{template}:3:7: no font has the character ༀ (U+0F00, TIBETAN SYLLABLE OM) in the template {template}" in said
    )


def test_the_command_tells_where_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(BRIEF, "utf-8")
    with pytest.raises(SystemExit):
        main(["render", str(path), "-o", str(tmp_path / "x.pdf"), "--audience", "minister"])
    said = [line for line in capsys.readouterr().err.splitlines() if "no font has" in line]
    assert [line.split(": ")[0].removeprefix(str(tmp_path)).lstrip("/") for line in said] == [
        "brief.yaml:6:11",
        "brief.yaml:8:11",
    ]
    assert not (tmp_path / "x.pdf").exists()


def test_without_the_cjk_fonts_a_newcomer_learns_how_to_get_them_and_the_example_still_renders(
    without_cjk: None,
) -> None:
    [said] = refused("id: x\ntitle: A pact\nsubtitle: With 김정은 and 岸田文雄.\n")
    assert said.startswith("no font has the characters 김 (U+AE40, HANGUL SYLLABLE GIM)")
    assert "in the brief’s subtitle" in said
    assert said.endswith("`pip install briefgen[cjk]` for Chinese, Japanese and Korean, or " + ADD[2:])
    path = resources.folder("examples") / "putin-kim-summit" / "brief.yaml"
    assert render(load(path), base=path.parent).pages
