"""`briefgen render --audience --prove`: a report beside each file, or nothing at all; `briefgen audiences`."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from briefgen.cli.main import main

BRIEF = str(Path(__file__).parent / "brief.yaml")
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder and return its exit code."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> int:
        with pytest.raises(SystemExit) as end:
            main(words)
        return int(str(end.value.code))

    return command


def test_a_report_stands_beside_each_file_and_knows_both(run: Run, tmp_path: Path) -> None:
    assert run("render", BRIEF, "--audience", "public", "--prove", "-f", "md", "-f", "docx", "-o", "out/") == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    stem = "crossing-public"
    assert names == [f"{stem}.docx", f"{stem}.docx.proof.json", f"{stem}.md", f"{stem}.md.proof.json"]
    report = json.loads((tmp_path / "out" / f"{stem}.docx.proof.json").read_text())
    assert report["output_sha256"] == sha256((tmp_path / "out" / f"{stem}.docx").read_bytes()).hexdigest()
    assert report["findings"] == []
    assert report["withheld_strings"] > 10
    assert {"word/document.xml", "docProps/core.xml", "file name"} <= set(report["parts"])
    assert "trucks" not in json.dumps(report)


def test_a_leak_ends_with_one_and_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen.write import markdown

    honest: Any = markdown.write
    leaky = "\n<!-- Commander Oduya will send forty unmarked trucks -->\n"
    monkeypatch.setattr(markdown, "write", lambda document: honest(document) + leaky)
    assert run("render", BRIEF, "-a", "public", "--prove", "-f", "json", "-f", "md", "-o", "out/") == 1
    assert not (tmp_path / "out").exists()
    assert "will send forty unmarked" in capsys.readouterr().err
    assert run("render", BRIEF, "-a", "public", "-f", "md") == 0, "without --prove nobody looks"


def test_an_audience_starts_with_a_file_that_works_at_once(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("audiences", "new", "ours") == 0
    assert (tmp_path / "audiences" / "ours.toml").is_file()
    assert run("audiences", "new", "ours") == 2, "it is not written over"
    capsys.readouterr()
    assert run("audiences", "list") == 0
    assert "Say in one line who reads it" in capsys.readouterr().out
    assert run("audiences", "show", "ours") == 0
    assert capsys.readouterr().out == (tmp_path / "audiences" / "ours.toml").read_text()
    assert run("render", BRIEF, "--audience", "ours", "-f", "md") == 0
    assert "trucks" not in (tmp_path / "crossing-ours.md").read_text()


@pytest.mark.parametrize("name", ["../x", "a b", "", "a.toml", 'x"'])
def test_a_name_that_is_no_file_s_name_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    assert run("audiences", "new", name) == 2
    assert list(tmp_path.iterdir()) == []


def test_an_embargo_is_refused_unless_forced(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    text = Path(BRIEF).read_text() + "embargo: 2026-12-01T09:00+01:00\n"
    (tmp_path / "brief.yaml").write_text(text)
    assert run("render", "-f", "json") == 2
    assert run("render", "-f", "json", "--force-embargo") == 0


def test_a_scheme_with_a_warning_gives_it(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "id: b\ntitle: B\nmarking: {label: U, scheme: us}\nbottom_line: It holds.\n"
    (tmp_path / "brief.yaml").write_text(text)
    assert run("render", "-f", "md") == 0
    assert "Not an approved classification tool" in capsys.readouterr().err


def test_the_host_country_stands_first(run: Run, tmp_path: Path) -> None:
    from briefgen import example

    path = str(example())
    assert run("render", path, "-a", "embassy", "--host", "china", "-f", "json") == 0
    rendered = json.loads((tmp_path / "putin-kim-summit-embassy.json").read_text())
    assert rendered["responses"][0]["actor"] == "china"
    assert run("render", path, "-a", "embassy", "--host", "chyna", "-f", "json") == 2
    assert run("render", path, "--host", "china", "-f", "json") == 2


def test_a_template_without_the_label_on_every_page_is_warned_of(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.html.j2").write_text(
        "<header><span class='end'><mark>{{ brief.marking.label }}</mark></span></header><h1>{{ brief.title }}</h1>"
    )
    assert run("render", BRIEF, "-a", "public", "-t", "./t.html.j2", "-f", "pdf") == 0
    told = capsys.readouterr().err
    assert "warning: TLP:CLEAR stands in 8 points in the header; Traffic Light Protocol 2.0 asks for 12" in told
    assert "warning: the footer does not say TLP:CLEAR" in told
    assert run("render", BRIEF, "-a", "public", "-f", "pdf") == 0
    assert "warning" not in capsys.readouterr().err
