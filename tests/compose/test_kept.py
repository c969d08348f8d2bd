"""Compiled templates are kept from one process to the next, and only what this user can have written is trusted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

import briefgen
from briefgen.compose import kept, templates

BRIEF = briefgen.loads("{id: a, title: Talks, bottom_line: Talks went on., authors: [Norway, Chad]}")
PAPER = """<meta name="theme" content="default">
{% macro shout(text) %}<strong>{{ text|upper }}</strong>{% endmacro %}
<h1>{{ brief.title }}</h1>
{% for author in brief.authors %}<p>{{ shout(author) }}</p>{% endfor %}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of what is kept, of this test alone."""
    monkeypatch.setenv("BRIEFGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "cache" / "templates"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "pack" / "paper.html.j2"
    path.parent.mkdir()
    path.write_text(PAPER, encoding="utf-8")
    return path


def anew(paper: Path) -> str:
    """Render as a new process would."""
    templates._sandbox.cache_clear()
    return briefgen.render(BRIEF, format="md", template=str(paper)).data.decode()


def refuse(*_arguments: object) -> None:
    raise AssertionError("the template is compiled")


def test_what_is_kept_is_not_compiled_again(folder: Path, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = anew(paper)
    assert "NORWAY" in first
    assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]
    monkeypatch.setattr(Environment, "compile", refuse)
    assert anew(paper) == first


def test_what_has_changed_is_compiled_anew(folder: Path, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anew(paper)
    paper.write_text(PAPER.replace("upper", "lower"), encoding="utf-8")
    assert "norway" in anew(paper)
    assert len(list(folder.iterdir())) == 2
    monkeypatch.setattr("briefgen.compose.compiling.recipe", lambda: "another sandbox")
    monkeypatch.setattr(Environment, "compile", refuse)
    with pytest.raises(briefgen.TemplateError, match="the template is compiled"):
        anew(paper)


def test_errors_of_kept_templates_have_their_line_and_the_nearest_name(
    folder: Path, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.write_text(PAPER + "{{ brief.titel }}{{ shuot('x') }}", encoding="utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(briefgen.TemplateError) as wrong:
            anew(paper)
        told.append(str(wrong.value))
        monkeypatch.setattr(Environment, "compile", refuse)
    assert told[0] == told[1]
    assert f"{paper}:5" in told[0]
    assert "did you mean 'title'" in told[0]


def test_names_that_kept_templates_set_are_known(folder: Path, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.write_text(PAPER + "{{ shuot('x') }}", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(briefgen.TemplateError, match="did you mean 'shout'"):
            anew(paper)
        monkeypatch.setattr(Environment, "compile", refuse)


@pytest.mark.parametrize("damage", [b"", b"x" * 10, b"\0" * 4000, None])
def test_damaged_files_are_compiled_anew(folder: Path, paper: Path, damage: bytes | None) -> None:
    first = anew(paper)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-7] + b"changed" if damage is None else damage)
    assert anew(paper) == first
    assert file.read_bytes() == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_only_what_nobody_else_can_write_is_read(
    folder: Path, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew(paper)
    (file,) = folder.iterdir()
    assert kept.read(file.name) is not None
    for writable, mode in ((file, 0o600), (folder, 0o700)):
        for others in (0o002, 0o020):
            writable.chmod(mode | others)
            assert kept.read(file.name) is None
        writable.chmod(mode)
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert kept.read(file.name) is None
    file.unlink()
    elsewhere.rename(file)
    assert kept.read(file.name) is not None
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    assert kept.read(file.name) is None


def test_nothing_is_kept_where_it_is_switched_off(folder: Path, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert "NORWAY" in anew(paper)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setenv("BRIEFGEN_CACHE", "off")
    assert "NORWAY" in anew(paper)
    assert not folder.exists()


def test_where_nothing_can_be_kept_the_brief_is_rendered(
    tmp_path: Path, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BRIEFGEN_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert "NORWAY" in anew(paper)


def test_the_oldest_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_FILES", 3)
    for number in range(5):
        kept.write(str(number), number)
        os.utime(folder / str(number), (number, number))
    assert sorted(file.name for file in folder.iterdir()) == ["2", "3", "4"]
