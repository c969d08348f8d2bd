"""The commands: what they print, in which format, how they end, and what they leave alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.cli.main import main
from briefgen.resources import folder

SUMMIT = folder("examples") / "putin-kim-summit"
BAD = """\
# a comment that stays
id: b
title: B
marking: "TLP:WHITE"   # and this one
bottom_line: {text: "They will certainly meet, 5 % more, a:b.", marking: 'tlp:amber'}
sources:
  - id: s
    title: S
    file: a.txt  # here
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        out, err = capsys.readouterr()
        return int(str(ended.value.code)), out, err

    return run


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(BAD, encoding="utf-8")
    (tmp_path / "a.txt").write_text("Talks failed.", encoding="utf-8")
    return tmp_path / "brief.yaml"


def test_notes_alone_end_with_0_and_with_1_if_strict(run: Run) -> None:
    code, out, err = run("check", SUMMIT)
    assert code == 0
    assert " note: " in out
    assert "1 brief checked: " in err
    assert run("check", SUMMIT, "--strict")[0] == 1
    assert run("check", SUMMIT, "--strict", "--select", "BG1", "--ignore", "BG115")[0] == 0


def test_a_warning_ends_with_1_and_a_brief_that_does_not_load_with_2(run: Run, bad: Path) -> None:
    code, out, _ = run("check", bad)
    assert code == 1
    assert f"{bad}:5:32: BG204 warning: “certainly” leaves no doubt" in out
    bad.write_text("id: b", encoding="utf-8")
    assert run("check", bad)[0] == 2


def test_json_says_where_what_and_how_to_mend(run: Run, bad: Path) -> None:
    _, out, _ = run("check", bad, "--format", "json", "--select", "BG204")
    (one,) = json.loads(out)
    assert (one["line"], one["column"], one["length"]) == (5, 32, 9)
    assert one["code"] == "BG204"
    assert one["severity"] == "warning"
    assert one["path"] == "bottom_line.text"
    assert one["mend"] == "write “almost certainly” if that is meant"


def test_sarif_has_what_its_readers_need(run: Run, bad: Path) -> None:
    _, out, _ = run("check", bad, "--format", "sarif")
    log = json.loads(out)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["endColumn"] > region["startColumn"] >= 1


def test_github_annotations_are_one_line_each_and_escaped(run: Run, bad: Path) -> None:
    _, out, _ = run("check", bad, "--format", "github", "--select", "BG204,BG303")
    lines = out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::warning file=")
    assert ",line=4,col=10," in lines[0]
    assert "::'TLP:WHITE' is obsolete; write TLP:CLEAR" in lines[0]


def test_a_report_goes_to_a_file(run: Run, bad: Path, tmp_path: Path) -> None:
    _, out, _ = run("check", bad, "--format", "sarif", "-o", tmp_path / "out.sarif")
    assert out == ""
    assert json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["runs"]


def test_fix_mends_labels_and_checksums_and_nothing_else(run: Run, bad: Path) -> None:
    _, _, err = run("check", bad, "--fix")
    assert "3 mended" in err
    mended = BAD.replace("TLP:WHITE", "TLP:CLEAR").replace("tlp:amber", "TLP:AMBER")
    mended = mended.replace("a.txt  # here", f"a.txt  # here\n    sha256: {_sum(bad.parent / 'a.txt')}")
    assert bad.read_text(encoding="utf-8") == mended
    before = bad.read_bytes()
    assert "0 mended" in run("check", bad, "--fix")[2]
    assert bad.read_bytes() == before


def _sum(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_fix_keeps_line_ends_and_a_byte_order_mark(run: Run, tmp_path: Path, ends: str) -> None:
    path = tmp_path / "brief.yaml"
    text = "\ufeff" + ends.join(["id: b", "title: B", 'marking: "TLP:WHITE"', "bottom_line: X.", ""])
    path.write_bytes(text.encode())
    run("check", path, "--fix")
    assert path.read_bytes().decode() == text.replace("TLP:WHITE", "TLP:CLEAR")


def test_fix_mends_toml_and_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text('id = "b"\ntitle = "B"\n[marking]\nlabel = "tlp:red" # x\n', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"id": "b", "title": "B", "marking": "TLP:WHITE"}', encoding="utf-8")
    run("check", tmp_path / "b.toml", tmp_path / "b.json", "--fix")
    assert 'label = "TLP:RED" # x' in (tmp_path / "b.toml").read_text(encoding="utf-8")
    assert '"marking": "TLP:CLEAR"' in (tmp_path / "b.json").read_text(encoding="utf-8")


def test_explain_says_why_and_shows_both_examples(run: Run) -> None:
    code, out, _ = run("check", "--explain", "bg203")
    assert code == 0
    assert "ICD\n203" in out or "ICD 203" in out
    assert "Found in:" in out
    assert "Not in:" in out
    code, _, err = run("check", "--explain", "BG999")
    assert code == 2
    assert "there is no rule BG999" in err


def test_unknown_codes_and_profiles_are_refused_with_the_known_ones(run: Run) -> None:
    assert run("check", SUMMIT, "--select", "XX1")[0] == 2
    code, _, err = run("check", SUMMIT, "--profile", "icd230")
    assert code == 2
    assert "did you mean 'icd203'?" in err


def test_coverage_of_the_summit_is_30_of_31_and_one_connective(run: Run) -> None:
    code, out, _ = run("coverage", SUMMIT)
    assert code == 0
    assert out.startswith("summit-article: 30 of 31 sentences carried, 1 connective;")
    assert "  · P6.1   The context is important here." in out
    assert "← downplayed" in out
    assert run("coverage", SUMMIT, "--left")[1].count("\n") == 1


def test_coverage_says_what_is_missing(run: Run, bad: Path) -> None:
    _, out, err = run("coverage", bad)
    assert "0 of 1 sentence carried, 1 left out" in out
    assert "connectives" in err
    assert run("coverage", bad, "--source", "t")[0] == 2
    bad.write_text("id: b\ntitle: B\n", encoding="utf-8")
    assert "no source has a text" in run("coverage", bad)[2]


def test_a_brief_from_a_text_renders_checks_and_carries_nothing_yet(run: Run, tmp_path: Path) -> None:
    seed = folder("seeds") / "putin-kim-summit-2024.txt"
    place = tmp_path / "new"
    code, _, err = run("new", place, "--from", seed)
    assert code == 0
    assert "31 sentences" in err
    assert (place / seed.name).read_bytes() == seed.read_bytes()
    brief = briefgen.load(place / "brief.yaml")
    assert brief.title == "Putin and Kim's Honeymoon in Pyongyang"
    assert [one for one in briefgen.check(place / "brief.yaml") if one.severity == "error"] == []
    assert "0 of 31 sentences carried" in run("coverage", place)[1]
    text = (place / "brief.yaml").read_text(encoding="utf-8")
    assert text.count("#   - putin-kim-summit-2024: ") == 35
    assert briefgen.render(brief, format="md", base=place).data
    assert run("new", place, "--from", seed)[0] == 2


def test_a_sentence_moved_out_of_the_comments_is_carried(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('# A "title": it\n\nTalks *failed* #today.\n\nThey left.\n', encoding="utf-8")
    run("new", tmp_path / "n", "--from", tmp_path / "a.md")
    path = tmp_path / "n" / "brief.yaml"
    text = path.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if "Talks failed" in line]
    moved = f"events:\n  - id: e\n    title: T\n    text: X.\n    citations:\n    {line.removeprefix('#')}\n"
    path.write_text(text.replace("sources:\n", moved + "sources:\n", 1), encoding="utf-8")
    assert "1 of 2 sentences carried, 1 left out" in run("coverage", path)[1]


def test_render_refuses_a_false_quote_and_a_changed_source(run: Run, bad: Path) -> None:
    bad.write_text(BAD.replace("marking: 'tlp:amber'", "citations: [{s: Talks succeeded.}]"), encoding="utf-8")
    out = bad.parent / "b.md"
    code, _, err = run("render", bad, "-f", "md", "-o", out)
    assert code == 2
    assert f"{bad}:5:" in err
    assert "BG101" in err
    assert not out.exists()
    assert run("render", bad, "-f", "md", "-o", out, "--no-check")[0] == 0
    assert out.exists()
    with pytest.raises(briefgen.InputError, match="BG101"):
        briefgen.render(briefgen.load(bad), format="md", base=bad.parent)
    assert briefgen.render(briefgen.load(bad), format="md", base=bad.parent, check=False).data


def test_the_module_is_a_function_and_starts_without_heavy_libraries() -> None:
    script = (
        "import sys, briefgen\nassert callable(briefgen.check)\nimport briefgen.checking.run\n"
        "assert callable(briefgen.check)\nbriefgen.check(briefgen.example())\n"
        "heavy = [name for name in ('lxml', 'docx', 'pypdf', 'rich', 'reportlab', 'jinja2', 'babel') "
        "if name in sys.modules]\nassert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
