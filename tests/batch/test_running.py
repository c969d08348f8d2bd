"""render_many: every job has one result, by any executor, a few jobs at a time, whatever fails."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen import Job, render_many


def test_one_bad_brief_stops_no_other_and_is_named_with_its_line(
    write: Callable[..., Path], tmp_path: Path, inline: Executor
) -> None:
    write("a"), write("bad", "nonsense: 1\n"), write("b")
    jobs = [Job(brief=f"{tmp_path}/briefs/{n}.yaml", out=tmp_path / f"{n}.md", format="md") for n in ("a", "bad", "b")]
    states = {Path(result.job.out).name: result for result in render_many(jobs, executor=inline)}
    assert [states[name].state for name in ("a.md", "bad.md", "b.md")] == ["written", "failed", "written"]
    (fault,) = states["bad.md"].faults
    assert str(fault).startswith(f"{tmp_path}/briefs/bad.yaml:10:1: nonsense: unknown key")
    assert not (tmp_path / "bad.md").exists()


def test_every_fault_has_a_place_if_only_the_file(write: Callable[..., Path], tmp_path: Path, inline: Executor) -> None:
    path = write("a")
    cases = (
        Job(brief=path, out=tmp_path / "1", format="nope"),
        Job(brief=path, out=tmp_path / "2", template="nope"),
        Job(brief=tmp_path / "gone.yaml", out=tmp_path / "3"),
        Job(brief=path, out=path / "4", format="md"),
        Job(brief=write("held", "embargo: 2099-01-01T00:00:00Z\n"), out=tmp_path / "5", format="md"),
    )
    told = {Path(r.job.out).name: r.faults for r in render_many(cases, executor=inline)}
    assert set(told) == {"1", "2", "3", "4", "5"}
    assert all(fault.place is not None and fault.place.file.endswith(".yaml") for name in "12" for fault in told[name])
    assert "gone.yaml" in str(told["3"][0])
    assert "cannot be written" in str(told["4"][0])
    assert "/briefs/held.yaml:10:10: embargo: is under embargo" in str(told["5"][0])
    assert "--force" not in str(told["5"][0])


def test_results_come_in_the_order_in_which_jobs_end(write: Callable[..., Path], tmp_path: Path, by_hand: Any) -> None:
    path = write("a")
    jobs = [Job(brief=path, out=tmp_path / f"{number}.md", format="md") for number in range(3)]
    results = render_many(jobs, executor=by_hand, workers=2)
    threading.Timer(0.1, lambda: [by_hand.let(index) for index in (2, 0, 0)]).start()
    assert [Path(result.job.out).stem for result in results] == ["2", "0", "1"]


def test_a_million_jobs_are_read_a_few_ahead_only(tmp_path: Path, inline: Executor) -> None:
    pulled = 0

    def jobs() -> Iterator[Job]:
        nonlocal pulled
        while True:
            pulled += 1
            yield Job(brief=tmp_path / "gone.yaml", out=tmp_path / f"{pulled}.pdf")

    results = render_many(jobs(), executor=inline, workers=2)
    ahead = [pulled - done for done in range(1, 3001) if next(results).state == "failed"]
    results.close()  # type: ignore[attr-defined]
    assert len(ahead) == 3000
    assert max(ahead) <= 3 * 2 + 2


def test_no_more_jobs_are_with_an_executor_than_it_can_soon_do(
    write: Callable[..., Path], tmp_path: Path, by_hand: Any
) -> None:
    jobs = (Job(brief=tmp_path / "gone.yaml", out=tmp_path / f"{n}.pdf") for n in range(10**12))
    results = render_many(jobs, executor=by_hand, workers=4)
    threading.Timer(0.1, lambda: by_hand.let(0)).start()
    next(results)
    assert len(by_hand.held) <= 3 * 4 + 2
    results.close()  # type: ignore[attr-defined]
    assert all(future.cancelled() for future, _ in by_hand.held)


def test_stop_begins_no_further_job_and_ends_with_those_under_way(
    write: Callable[..., Path], tmp_path: Path, by_hand: Any
) -> None:
    path, stop = write("a"), threading.Event()
    jobs = (Job(brief=path, out=tmp_path / f"{n}.md", format="md") for n in range(10**9))
    results = render_many(jobs, executor=by_hand, workers=1, stop=stop)

    def end() -> None:
        by_hand.held[1][0].set_running_or_notify_cancel()  # a worker has begun it
        stop.set()
        by_hand.let(0)
        threading.Event().wait(0.5)
        future, act = by_hand.held[0]
        future.set_result(act())

    threading.Timer(0.1, end).start()
    done = sorted(Path(result.job.out).stem for result in results)
    assert "1" in done
    assert set(done) <= {"0", "1"}
    assert sorted(path.name for path in tmp_path.glob("*.md"))[-1] == "1.md"


def test_threads_make_the_same_bytes_as_one_render_after_another(
    write: Callable[..., Path], serial: Callable[..., bytes], tmp_path: Path
) -> None:
    asked = [(write(f"b{n}"), format_) for n in range(6) for format_ in ("pdf", "docx", "html", "md", "json")]
    jobs = [Job(brief=path, out=tmp_path / f"{path.stem}.{format_}", format=format_) for path, format_ in asked]
    with ThreadPoolExecutor(4) as threads:
        results = list(render_many(jobs, executor=threads))
    assert [result.faults for result in results if result.state != "written"] == []
    for path, format_ in asked:
        assert (tmp_path / f"{path.stem}.{format_}").read_bytes() == serial(path, format_), (path, format_)


def test_threads_leave_the_mask_of_new_files_as_it_was(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("a")
    old = os.umask(0o027)
    try:
        with ThreadPoolExecutor(8) as threads:
            jobs = [Job(brief=path, out=tmp_path / f"{n}.json", format="json") for n in range(60)]
            list(render_many(jobs, executor=threads))
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(old)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.json")} == {0o640}


def test_a_brief_built_in_python_is_a_job_too(write: Callable[..., Path], tmp_path: Path, inline: Executor) -> None:
    brief = briefgen.load(write("made"))
    state = tmp_path / "state"
    job = Job(brief=brief, out=tmp_path / "made.md", format="md")
    assert [one.state for _ in "12" for one in render_many([job], executor=inline, state=state)] == [
        "written",
        "unchanged",
    ]


def test_what_briefgen_itself_gets_wrong_is_one_failed_job(
    write: Callable[..., Path], tmp_path: Path, inline: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("briefgen.rendering.render", broken)
    (result,) = render_many([Job(brief=write("a"), out=tmp_path / "a.md")], executor=inline)
    assert result.state == "failed"
    assert "briefgen itself failed: RuntimeError: out of order" in result.faults[0].what


def test_an_executor_of_the_callers_that_is_broken_is_said_to_be(write: Callable[..., Path], tmp_path: Path) -> None:
    class Broken(Executor):
        sent = 0

        def submit(self, *_: Any, **__: Any) -> Any:
            raise BrokenProcessPool("a worker was killed")

    results = render_many([Job(brief=write("a"), out=tmp_path / "a.md")] * 3, executor=Broken())
    first = next(results)
    assert first.state == "failed"
    assert "the executor lost its workers" in first.faults[0].what
    with pytest.raises(briefgen.OutputError, match="cannot be started anew from here; give a new executor"):
        next(results)


def test_a_job_of_another_kind_is_a_mistake_of_the_program(inline: Executor) -> None:
    with pytest.raises(TypeError, match=r"a job is a briefgen\.Job, not a str"):
        list(render_many(["brief.yaml"], executor=inline))  # type: ignore[list-item]


@pytest.mark.parametrize(("asked", "said"), [({"workers": 0}, "0 workers"), ({"retries": -1}, "-1 is no number")])
def test_numbers_that_cannot_be_are_told_at_once(asked: dict[str, int], said: str) -> None:
    with pytest.raises(briefgen.OutputError, match=said):
        render_many([], **asked)  # type: ignore[arg-type]


def test_a_folder_stands_for_its_brief_and_its_files_are_named_from_it(tmp_path: Path, inline: Executor) -> None:
    folder = tmp_path / "pact"
    folder.mkdir()
    (folder / "source.txt").write_text("The parties signed.", "utf-8")
    (folder / "brief.yaml").write_text(
        "id: pact\ntitle: Pact\nbottom_line: {id: b, text: T., citations: [{source: s, quote: parties signed}]}\n"
        "sources: [{id: s, title: S, file: source.txt}]\n",
        "utf-8",
    )
    job = briefgen.Job(brief=folder, out=tmp_path / "pact.md", format="md")
    state = tmp_path / "state.jsonl"
    said = [result for _ in "ab" for result in briefgen.render_many([job], executor=inline, state=state)]
    assert [(result.state, result.faults) for result in said] == [("written", ()), ("unchanged", ())]
    assert said[0].job is job
