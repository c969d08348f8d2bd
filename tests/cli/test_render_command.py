"""`briefgen render` as a user calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BRIEF = """
id: tiny
title: A tiny brief
bottom_line: It is small, and it says so.
judgements:
  - id: j1
    key: true
    headline: Small is enough
    text: A small brief is enough to see that everything works.
"""


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "briefgen", *words], cwd=cwd, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    return tmp_path


def test_brief_in_the_current_folder_is_rendered_to_pdf_by_default(folder: Path) -> None:
    done = run("render", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "tiny.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert done.stdout == b""
    assert b"tiny.pdf" in done.stderr


def test_all_formats_go_into_a_folder(folder: Path) -> None:
    done = run("render", "-f", "all", "-o", "out/", cwd=folder)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names == ["tiny.docx", "tiny.html", "tiny.json", "tiny.md", "tiny.pdf"]


def test_data_goes_to_stdout_and_messages_to_stderr(folder: Path) -> None:
    done = run("render", "-f", "md", "-o", "-", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert b"A tiny brief" in done.stdout
    assert done.stderr == b""


def test_ending_of_the_output_file_picks_the_format(folder: Path) -> None:
    assert run("render", "-o", "x.html", cwd=folder).returncode == 0
    assert (folder / "x.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_without_a_brief_the_summit_example_is_rendered_and_said(tmp_path: Path) -> None:
    done = run("render", "-f", "md", "-o", "-", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"Pyongyang" in done.stdout
    assert b"summit example" in done.stderr


def test_quiet_says_nothing(folder: Path) -> None:
    done = run("render", "--quiet", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("render", "nowhere.yaml"), b"there is no such brief"),
        (("render", "-t", "ful"), b"did you mean 'full'"),
        (("render", "--theme", "defalt"), b"did you mean 'default'"),
        (("render", "-f", "pdf", "-f", "docx", "-o", "x.pdf"), b"give a folder"),
        (("rendr",), b"did you mean 'render'"),
        (("render", "-f", "odt"), b"odt"),
    ],
)
def test_a_wrong_call_is_one_clear_error_with_exit_code_2(folder: Path, words: tuple[str, ...], said: bytes) -> None:
    done = run(*words, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_wrong_brief_names_each_fault_and_leaves_the_old_file(folder: Path) -> None:
    (folder / "tiny.pdf").write_bytes(b"old")
    (folder / "brief.yaml").write_text(BRIEF.replace("key: true", "keey: true") + "colour: red\n", encoding="utf-8")
    done = run("render", cwd=folder)
    assert done.returncode == 2
    lines = done.stderr.decode().splitlines()
    assert any(line.startswith("brief.yaml:7:") and "did you mean 'key'" in line for line in lines), lines
    assert any(line.startswith("brief.yaml:10:") and "colour" in line for line in lines), lines
    assert (folder / "tiny.pdf").read_bytes() == b"old"
    assert sorted(path.name for path in folder.iterdir()) == ["brief.yaml", "tiny.pdf"]


def test_a_folder_that_cannot_be_written_is_one_clear_error(folder: Path) -> None:
    (folder / "taken").write_text("a file", encoding="utf-8")
    done = run("render", "-o", "taken/x.pdf", cwd=folder)
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr


def test_new_starts_a_brief_that_renders_at_once(tmp_path: Path) -> None:
    assert run("new", "My First Brief", cwd=tmp_path).returncode == 0
    done = run("render", "My First Brief", "-f", "all", "-o", "out/", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "my-first-brief.pdf").is_file()
    assert run("render", "My First Brief", "-t", "one-page", cwd=tmp_path).returncode == 0


def test_new_never_overwrites_a_brief(tmp_path: Path) -> None:
    assert run("new", "a", cwd=tmp_path).returncode == 0
    (tmp_path / "a" / "brief.yaml").write_text("mine", encoding="utf-8")
    done = run("new", "a", cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "a" / "brief.yaml").read_text(encoding="utf-8") == "mine"


def test_templates_list_names_the_built_in_templates(tmp_path: Path) -> None:
    done = run("templates", "list", cwd=tmp_path)
    assert done.returncode == 0
    names = [line.split()[0] for line in done.stdout.decode().splitlines()]
    assert {"full", "one-page", "memo", "glance"} <= set(names)


def test_version_and_completion(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.startswith(b"briefgen 0.")
    assert b"_BRIEFGEN_COMPLETE" in run("completion", "zsh", cwd=tmp_path).stdout
