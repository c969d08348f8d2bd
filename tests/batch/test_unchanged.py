"""What has not changed is not done again, and what has is: whatever a document draws on, and the document itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen import Job, render_many, resources
from briefgen.batch.ledger import Ledger, Record

SOURCED = """
sources:
  - {id: s, title: A source, file: s.txt, kind: article}
"""
PACKAGE = Path(briefgen.__file__).parent


@pytest.fixture
def folder(tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that has everything a brief can draw on, with the test standing in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    # Whoever works on briefgen while its tests run changes it; what stands for it here stays as it is.
    monkeypatch.setattr("briefgen.batch.ground._PACKAGE", shutil.copytree(PACKAGE / "batch", tmp_path / "house"))
    write("a", SOURCED)
    (tmp_path / "briefs/s.txt").write_text("The source says so.", encoding="utf-8")
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "own.html.j2").write_text(
        '{# Own #}{% import "part.html.j2" as part %}<h1>{{ brief.title }}</h1>'
        '<p>{{ part.say() }}</p><figure><img src="map.png" alt="A map"></figure><meta name="theme" content="own.toml">',
        encoding="utf-8",
    )
    (pack / "part.html.j2").write_text("{% macro say() %}Said.{% endmacro %}", encoding="utf-8")
    picture(pack / "map.png", "red")
    fonts = resources.folder("templates") / "fonts"
    shutil.copy(next(fonts.glob("SourceSans3-Regular*")), pack / "own.ttf")
    (pack / "own.toml").write_text(
        'name = "own"\nextends = "under"\n[fonts.body]\n'
        + "".join(f'{cut} = "own.ttf"\n' for cut in ("regular", "bold", "italic", "bold_italic")),
        encoding="utf-8",
    )
    (pack / "under.toml").write_text('name = "under"\nextends = "default"\n', encoding="utf-8")
    (tmp_path / "readers.toml").write_text('name = "readers"\ndescription = "Some"\n', encoding="utf-8")
    return tmp_path


def picture(path: Path, colour: str) -> None:
    from PIL import Image

    Image.new("RGB", (20, 10), colour).save(path)


def run(inline: Executor, *jobs: Job, **asked: Any) -> list[str]:
    results = list(render_many(jobs, executor=inline, state="out/state.jsonl", **asked))
    assert [result.faults for result in results if result.state == "failed"] == []
    return [result.state for result in results]


def own(**asked: Any) -> Job:
    return Job(
        brief="briefs/a.yaml",
        out="out/a.pdf",
        **{"template": "pack/own.html.j2", "audience": "readers.toml", **asked},
    )


def append(path: str, text: str = "\n") -> Callable[[], None]:
    def act() -> None:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)

    return act


def put(path: str, text: str) -> Callable[[], None]:
    def act() -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")

    return act


CHANGES: dict[str, Callable[[], None]] = {
    "the brief": append("briefs/a.yaml", "# a comment\n"),
    "the text of a source": append("briefs/s.txt"),
    "the template": append("pack/own.html.j2"),
    "a template that it imports": append("pack/part.html.j2"),
    "a picture": lambda: picture(Path("pack/map.png"), "blue"),
    "a picture in front of it": lambda: picture(Path("briefs/map.png"), "blue"),
    "the theme": append("pack/own.toml"),
    "the theme under the theme": append("pack/under.toml"),
    "a font": append("pack/own.ttf", "\0"),
    "the audience": append("readers.toml"),
    "a catalogue of words beside the template": put("pack/locale/de/briefgen.po", 'msgid ""\nmsgstr ""\n'),
    "a theme where themes are looked up": put("themes/more.toml", 'name = "more"\nextends = "default"\n'),
    "the user's own audiences": put("config/briefgen/audiences/x.toml", 'name = "x"\n'),
    "a handling scheme here": put("handling/tlp.toml", "levels = []\n"),
    "the result": append("out/a.pdf", "x"),
    "the result is gone": lambda: Path("out/a.pdf").unlink(),
    "the state is gone": lambda: Path("out/state.jsonl").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_job_is_done_again_after_a_change_of(change: str, folder: Path, inline: Executor) -> None:
    assert run(inline, own()) == ["written"]
    assert run(inline, own()) == ["unchanged"]
    CHANGES[change]()
    assert run(inline, own()) == ["written"]
    assert run(inline, own()) == ["unchanged"]


@pytest.mark.parametrize(
    "asked",
    [{"pages": 3}, {"template": ""}, {"theme": "plain"}, {"audience": None}, {"prove": True}, {"format": "html"}],
    ids=str,
)
def test_a_job_is_done_again_when_something_else_is_asked(
    asked: dict[str, Any], folder: Path, inline: Executor
) -> None:
    assert run(inline, own()) == ["written"]
    assert run(inline, own(**asked)) == ["written"]
    assert run(inline, own(**asked)) == ["unchanged"]


def test_another_briefgen_does_everything_again(
    folder: Path, inline: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(inline, own()) == ["written"]
    monkeypatch.setattr("briefgen.batch.ground.__version__", "99.0")
    assert run(inline, own()) == ["written"]


def test_a_changed_file_of_briefgen_itself_does_everything_again(folder: Path, inline: Executor) -> None:
    assert run(inline, own()) == ["written"]
    assert run(inline, own()) == ["unchanged"]
    append("house/work.py")()
    assert run(inline, own()) == ["written"]


def test_what_only_looks_changed_is_not_done_again(folder: Path, inline: Executor) -> None:
    assert run(inline, own()) == ["written"]
    before = Path("out/a.pdf").stat().st_mtime_ns
    for path in ("briefs/a.yaml", "briefs/s.txt", "pack/own.html.j2", "readers.toml"):
        os.utime(path)
    put("briefs/other.yaml", "id: other\n")()
    assert run(inline, own()) == ["unchanged"]
    assert Path("out/a.pdf").stat().st_mtime_ns == before


def test_force_does_again_what_has_not_changed(folder: Path, inline: Executor) -> None:
    assert run(inline, own()) == ["written"]
    assert run(inline, own(), force=True) == ["written"]


def test_a_moved_project_has_not_changed(folder: Path, inline: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(inline, own()) == ["written"]
    moved = folder.with_name("moved")
    folder.rename(moved)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(moved / "config"))
    monkeypatch.setattr("briefgen.batch.ground._PACKAGE", moved / "house")
    monkeypatch.chdir(moved)
    assert run(inline, own()) == ["unchanged"]


def test_an_unchanged_result_tells_what_a_written_one_told(folder: Path, inline: Executor) -> None:
    (written,) = render_many([own()], executor=inline, state="out/state")
    (unchanged,) = render_many([own()], executor=inline, state="out/state")
    assert unchanged.state == "unchanged"
    for name in ("pages", "bytes", "digest"):
        assert getattr(unchanged, name) == getattr(written, name), name
    assert written.bytes == Path("out/a.pdf").stat().st_size


def test_a_proof_that_is_gone_is_made_again(folder: Path, inline: Executor) -> None:
    job = own(prove=True, format="md")
    assert run(inline, job) == ["written"]
    assert run(inline, job) == ["unchanged"]
    Path("out/a.pdf.proof.json").unlink()
    assert run(inline, job) == ["written"]
    assert json.loads(Path("out/a.pdf.proof.json").read_bytes())


def test_a_failed_job_leaves_what_stood_there_and_says_so(folder: Path, inline: Executor) -> None:
    assert run(inline, own()) == ["written"]
    old = Path("out/a.pdf").read_bytes()
    append("briefs/a.yaml", "nonsense: 1\n")()
    (result,) = render_many([own()], executor=inline, state="out/state.jsonl")
    assert result.state == "failed"
    assert "out/a.pdf still stands as it was made before" in str(result.warnings[0])
    assert Path("out/a.pdf").read_bytes() == old


# ---------------------------------------------------------------- the state file

RECORD = Record(key="k", digest="d", pages=2, files=("source:s",), pictures=("p.png",))


def test_a_line_that_a_kill_has_cut_is_passed_over_and_the_next_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with Ledger(path) as ledger:
        ledger.add(tmp_path / "a", RECORD)
        ledger.add(tmp_path / "b", RECORD)
    whole = path.read_bytes().splitlines(keepends=True)
    for cut in range(1, len(whole[2]) - 1):
        path.write_bytes(b"".join(whole[:2]) + whole[2][:cut])
        with Ledger(path) as ledger:
            assert ledger.was_cut_short
            assert ledger.find(tmp_path / "a") == RECORD
            assert ledger.find(tmp_path / "b") is None
            ledger.add(tmp_path / "b", RECORD)
        with Ledger(path) as ledger:
            assert not ledger.was_cut_short
            assert ledger.find(tmp_path / "b") == RECORD
        assert path.read_bytes().splitlines().count(b'{"run":"begin"}') == 3  # none is lost to the half line


def test_lines_that_someone_has_changed_are_no_records(tmp_path: Path) -> None:
    path = tmp_path / "state"
    for wrong in (b"", b"{}", b"[]", b"\xff\xfe", b'{"out":"a"}', b'{"out":"a","key":1}', b'{"out":["a"],"run":[]}'):
        path.write_bytes(wrong + b"\n")
        with Ledger(path) as ledger:
            assert ledger.find(tmp_path / "a") is None


def test_the_last_line_of_a_file_counts_and_old_ones_do_not_pile_up(tmp_path: Path) -> None:
    path = tmp_path / "state"
    for turn in range(4):
        with Ledger(path) as ledger:
            for number in range(700):
                ledger.add(tmp_path / str(number), Record(key=f"{turn}", digest=f"{number}"))
    with Ledger(path) as ledger:
        for number in range(700):
            assert ledger.find(tmp_path / str(number)) == Record(key="3", digest=f"{number}")
        assert ledger.find(tmp_path / "700") is None
    assert len(path.read_bytes().splitlines()) < 1500


def test_names_whose_hashes_begin_alike_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.batch.ledger._hash", lambda name: 7)
    for turn in range(2):
        with Ledger(tmp_path / "state") as ledger:
            for number in range(20):
                ledger.add(tmp_path / str(number), Record(key=f"{turn}", digest=f"{number}"))
    with Ledger(tmp_path / "state") as ledger:
        found = [ledger.find(tmp_path / str(number)) for number in range(20)]
    assert found == [Record(key="1", digest=f"{number}") for number in range(20)]


def test_two_batches_do_not_write_into_one_folder(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="needs a system with flock")
    with (
        Ledger(tmp_path / "state"),
        pytest.raises(briefgen.OutputError, match="another batch is writing there"),
        Ledger(tmp_path / "state"),
    ):
        pass
    with Ledger(tmp_path / "state"):
        pass


def test_a_file_is_hashed_anew_once_it_was_touched_though_its_size_and_times_are_the_same(tmp_path: Path) -> None:
    from briefgen.batch.ground import _named

    file = tmp_path / "theme.toml"
    file.write_text("a")
    before = os.stat(file)
    first = _named(file, tmp_path)
    assert _named(file, tmp_path) == first
    file.write_text("b")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert _named(file, tmp_path) != first
