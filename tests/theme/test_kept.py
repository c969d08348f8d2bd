"""A theme is read once for as long as nothing that it was made of has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.errors import ThemeError
from briefgen.theme import load_theme


def test_the_same_theme_comes_again_while_its_files_are_the_same() -> None:
    assert load_theme("default") is load_theme("default")


def test_a_theme_that_changed_is_read_anew_though_its_size_and_time_are_the_same(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('name = "ours"\nextends = "default"\n[styles]\nbody = { size = 9.1 }\n')
    assert load_theme(str(file)).styles["body"].size == 9.1
    file.write_text('name = "ours"\nextends = "default"\n[styles]\nbody = { size = 9.2 }\n')
    assert load_theme(str(file)).styles["body"].size == 9.2


def test_a_theme_follows_the_one_that_it_extends(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('name = "house"\nextends = "default"\n[colours]\naccent = "#111111"\n')
    file = tmp_path / "ours.toml"
    file.write_text('name = "ours"\nextends = "house"\n')
    assert load_theme(str(file)).colours["accent"] == "#111111"
    (tmp_path / "house.toml").write_text('name = "house"\nextends = "default"\n[colours]\naccent = "#222222"\n')
    assert load_theme(str(file)).colours["accent"] == "#222222"


def test_a_theme_takes_the_font_that_is_put_beside_it_later(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('name = "ours"\nextends = "default"\n[[fallback]]\nregular = "SourceSans3-Regular.ttf"\n')
    before = load_theme(str(file)).fallback[0].regular
    (tmp_path / "SourceSans3-Regular.ttf").write_bytes(b"")
    after = load_theme(str(file)).fallback[0].regular
    assert (before, Path(after).parent) == ("SourceSans3-Regular.ttf", tmp_path)


def test_a_theme_takes_the_name_that_the_folder_puts_before_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "ours.toml"
    file.write_text('name = "ours"\nextends = "plain"\n')
    load_theme(str(file))
    (tmp_path / "plain.toml").write_text('name = "plain"\nextends = "default"\n[colours]\naccent = "#333333"\n')
    assert load_theme(str(file)).colours["accent"] == "#333333"


def test_a_theme_that_became_wrong_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('name = "ours"\nextends = "default"\n')
    load_theme(str(file))
    file.write_text('name = "ours"\nextends = "nowhere"\n')
    with pytest.raises(ThemeError):
        load_theme(str(file))
