"""`briefgen batch` as a user calls it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.cli.main import main

Call = Callable[..., tuple[int, str, str]]
ONE = ("--workers", "1")


def test_every_brief_goes_to_every_audience_in_every_format_as_render_makes_it(
    write: Callable[..., Path], serial: Callable[..., bytes], tmp_path: Path, call: Call
) -> None:
    paths = [write("a"), write("b", folder="briefs/asia")]
    code, out, err = call("batch", "briefs/**/*.yaml", "-a", "press,analyst", "-f", "md,docx", "-o", "out", *ONE)
    assert (code, out) == (0, ""), err
    assert "8 written in" in err
    for path, where in zip(paths, ("a", "asia/b"), strict=True):
        for audience in ("press", "analyst"):
            for format_ in ("md", "docx"):
                file = tmp_path / f"out/{where}.{audience}.{format_}"
                assert file.read_bytes() == serial(path, format_, audience=audience), file
    code, _, err = call("batch", "briefs/**/*.yaml", "-a", "press", "-a", "analyst", "-f", "md,docx", "-o", "out", *ONE)
    assert code == 0
    assert "8 unchanged in" in err


def test_failures_are_named_in_text_and_in_lines_of_json_and_the_rest_is_done(
    write: Callable[..., Path], tmp_path: Path, call: Call
) -> None:
    write("a"), write("bad", "nonsense: 1\n"), write("held", "embargo: 2099-01-01T00:00:00Z\n")
    code, out, err = call("batch", "briefs/*", "-f", "md,json", "-o", "out", "--report", "-", *ONE)
    assert code == 1
    told = {(line["brief"], line["format"]): line for line in map(json.loads, out.splitlines())}
    assert len(told) == 6
    assert told["briefs/a.yaml", "md"]["state"] == "written"
    for format_ in ("md", "json"):
        (fault,) = told["briefs/bad.yaml", format_]["faults"]
        assert (fault["file"], fault["line"], fault["column"]) == ("briefs/bad.yaml", 10, 1)
        (fault,) = told["briefs/held.yaml", format_]["faults"]
        assert (fault["file"], fault["line"], fault["column"]) == ("briefs/held.yaml", 10, 10)
    assert "failed: out/bad.json, out/bad.md\n  briefs/bad.yaml:10:1: nonsense: unknown key" in err
    assert "  briefs/held.yaml:10:10: embargo: is under embargo until 2099" in err
    assert "2 written, 4 failed" in err
    assert "Traceback" not in err


def test_the_release_rules_and_the_proof_hold_in_a_batch(
    write: Callable[..., Path], tmp_path: Path, call: Call
) -> None:
    secret = """caveats:
  - {id: c1, text: The harbour at Rason is watched., kind: gap, marking: {label: "TLP:RED"}}
"""
    write("mixed", 'marking: {label: "TLP:RED"}\nunmarked: {label: "TLP:CLEAR"}\n' + secret)
    write("closed", 'marking: {label: "TLP:RED"}\n')
    code, _, err = call("batch", "briefs/*", "-a", "public", "-f", "md,docx", "--prove", "-o", "out", *ONE)
    files = sorted(path.name for path in (tmp_path / "out").glob("*.*") if not path.name.startswith("."))
    assert code == 1, err
    assert "failed: out/closed.public.docx, out/closed.public.md\n  briefs/closed.yaml" in err
    assert files == [f"mixed.public.{end}" for end in ("docx", "docx.proof.json", "md", "md.proof.json")]
    assert all(json.loads((tmp_path / "out" / name).read_bytes()) for name in files if name.endswith(".json"))
    assert b"Rason" not in (tmp_path / "out/mixed.public.md").read_bytes()


WRONG = {
    "no pattern": (("-o", "out"), "Missing argument 'PATTERN...'"),
    "no folder": (("briefs/*",), "Missing option '-o'"),
    "no match": (("nope/*.yaml", "-o", "out"), "nothing matches 'nope/*.yaml'; there is no folder nope"),
    "audience": (("briefs/*", "-a", "pres", "-o", "out"), "there is no audience 'pres'; did you mean 'press'?"),
    "format": (("briefs/*", "-f", "pfd", "-o", "out"), "there is no format 'pfd'; did you mean 'pdf'?"),
    "template": (("briefs/*", "-t", "fulll", "-o", "out"), "there is no template 'fulll'; did you mean 'full'?"),
    "theme": (("briefs/*", "--theme", "nope", "-o", "out"), "there is no theme 'nope'"),
    "out is a file": (("briefs/*", "-o", "briefs/a.yaml"), "briefs/a.yaml is a file; give a folder with -o"),
    "out is below a file": (("briefs/*", "-o", "briefs/a.yaml/x"), "no folder can be made there: not a directory"),
    "report": (("briefs/*", "-o", "out", "--report", "no/r"), "no/r: the report cannot be written: no such file"),
    "collision": (("briefs/a.yaml", "more/a.yaml", "-o", "out"), "would both go to out/a.pdf"),
    "scheduler": (("briefs/*", "-o", "out", "--scheduler", "here"), "'here' is no address of a Dask scheduler"),
    "both": (("briefs/*", "-o", "out", "--scheduler", "tcp://h:1", "--workers", "2"), "give one of them"),
    "not ours": (("briefs/*", "-o", "out", "--scheduler", "tcp://h:1", "--time-limit", "9"), "not ours to end"),
    "no time": (("briefs/*", "-o", "out", "--time-limit", "0"), "0.0 is not in the range"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_is_one_clear_error_before_any_work(
    case: str,
    write: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words, said = WRONG[case]
    write("a"), write("a", folder="more")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["batch", *words])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.glob("out/*.*")) == []


def test_a_person_at_a_terminal_sees_how_far_it_is_and_a_log_does_not(
    write: Callable[..., Path], tmp_path: Path, call: Call
) -> None:
    pty = pytest.importorskip("pty", reason="needs a system with terminals")
    for number in range(3):
        write(f"b{number}")

    def seen(**extra: str) -> str:
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(tmp_path)
            words = ["-m", "briefgen", "batch", "briefs/*", "-f", "md", "-o", "out", "--force", *ONE]
            kept = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
            os.execve(sys.executable, [sys.executable, *words], {**kept, "TERM": "xterm", **extra})
        shown, end = b"", time.monotonic() + 90
        while time.monotonic() < end:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.waitpid(child, 0)
        return shown.decode()

    assert "rendering" in (bar := seen())
    assert "3/3" in bar
    assert "/s" in bar
    quiet = seen(CI="true")
    assert "rendering" not in quiet
    assert "3 written in" in quiet
    _, _, err = call("batch", "briefs/*", "-f", "md", "-o", "out", "--force", *ONE)
    assert "rendering" not in err
