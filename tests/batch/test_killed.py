"""Killed workers, killed batches, Ctrl-C: whole files only, nothing lost, nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen import Job, Result, render_many

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and named pipes")
SECONDS = 90  # the most to wait for anything; a loaded machine is slow to start a process


def until(there: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        found = there()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def trap(tmp_path: Path, workers_of: Callable[[int], list[int]]) -> Callable[[int, Path], threading.Thread]:
    """Return what kills the worker that reads a brief, a number of times, and then puts another in its place.

    The brief is a named pipe, so that its reader is known and waits; a draft lies beside the result, as if the kill had
    come while it was written.
    """
    pipe = tmp_path / "briefs/trap.yaml"
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)

    def reader() -> int:
        for pid in workers_of(os.getpid()):
            if not is_gone(pid) and _has_open(pid, pipe):
                return pid
        return 0

    def act(times: int, after: Path) -> None:
        for turn in range(1, times + 1):
            end = until(lambda: _opened(pipe), "a reader")
            pid = until(reader, "the worker that reads")
            (tmp_path / ".trap.md.0123abcd.part").write_bytes(b"half")
            if turn == times:
                after.replace(pipe)
            os.kill(pid, signal.SIGKILL)
            until(lambda pid=pid: is_gone(pid), "the end of the worker")
            os.close(end)

    def start(times: int, after: Path) -> threading.Thread:
        thread = threading.Thread(target=act, args=(times, after), daemon=True)
        thread.start()
        return thread

    return start


def _opened(pipe: Path) -> int:
    """Return the pipe's end to write to, once somebody reads."""
    try:
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return 0


def _has_open(pid: int, pipe: Path) -> bool:
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if os.readlink(link) == str(pipe):
                return True
        except OSError:
            continue
    return False


def jobs_of(tmp_path: Path, write: Callable[..., Path], count: int) -> list[Job]:
    paths = [tmp_path / "briefs/trap.yaml", *(write(f"b{number}") for number in range(count))]
    return [Job(brief=path, out=tmp_path / f"{path.stem}.md", format="md") for path in paths]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_workers_job_is_done_again_and_reported(
    workers: int,
    write: Callable[..., Path],
    tmp_path: Path,
    trap: Callable[[int, Path], threading.Thread],
    serial: Callable[..., bytes],
    leftovers: Callable[[Path], list[str]],
) -> None:
    jobs = jobs_of(tmp_path, write, 12)
    killer = trap(1, write("spare"))
    told = list(render_many(jobs, workers=workers))
    killer.join(SECONDS)
    assert len(told) == len(jobs)
    results = {Path(result.job.out).stem: result for result in told}
    assert len(results) == len(jobs)
    assert {result.state for result in results.values()} == {"written"}, results
    assert results["trap"].tries == 2
    assert sum(result.tries > 1 for result in results.values()) <= workers  # what only waited lost nothing
    for job in jobs:
        assert Path(job.out).read_bytes() == serial(Path(str(job.brief)))
    assert leftovers(tmp_path) == []


def test_a_job_that_kills_two_workers_has_failed_and_no_other(
    write: Callable[..., Path],
    tmp_path: Path,
    trap: Callable[[int, Path], threading.Thread],
    leftovers: Callable[[Path], list[str]],
) -> None:
    jobs = jobs_of(tmp_path, write, 12)
    trap(2, write("spare"))
    results = {Path(result.job.out).stem: result for result in render_many(jobs, workers=2)}
    assert {name: r.state for name, r in results.items() if r.state != "written"} == {"trap": "failed"}
    assert results["trap"].tries == 2
    assert "its worker was killed twice" in str(results["trap"].faults[0])
    assert len(results) == len(jobs)
    assert leftovers(tmp_path) == []


def test_without_retries_the_first_kill_is_the_end_of_a_job(
    write: Callable[..., Path], tmp_path: Path, trap: Callable[[int, Path], threading.Thread]
) -> None:
    trap(1, write("spare"))
    (result,) = render_many(jobs_of(tmp_path, write, 0), workers=1, retries=0)
    assert (result.state, result.tries) == ("failed", 1)
    assert "its worker was killed" in str(result.faults[0])


def test_a_job_that_takes_too_long_has_failed_and_no_other(
    write: Callable[..., Path], tmp_path: Path, leftovers: Callable[[Path], list[str]]
) -> None:
    jobs = jobs_of(tmp_path, write, 8)
    os.mkfifo(tmp_path / "briefs/trap.yaml")  # nobody ever writes to it
    results = {Path(result.job.out).stem: result for result in render_many(jobs, workers=2, time_limit=4)}
    assert {name: r.state for name, r in results.items() if r.state != "written"} == {"trap": "failed"}
    assert results["trap"].tries == 1
    assert "trap.yaml: it took longer than the 4 s that a job may take; give it more" in str(results["trap"].faults[0])
    assert len(results) == len(jobs)
    assert leftovers(tmp_path) == []


def test_no_neighbour_of_a_job_that_takes_too_long_counts_as_late(write: Callable[..., Path], tmp_path: Path) -> None:
    """Two hang: the one that began first is ended first, and each is told once."""
    paths = [tmp_path / "briefs/x.yaml", tmp_path / "briefs/y.yaml", write("fine")]
    for path in paths[:2]:
        os.mkfifo(path)
    jobs = [Job(brief=path, out=tmp_path / f"{path.stem}.md", format="md") for path in paths]
    told = [(Path(result.job.out).stem, result.state) for result in render_many(jobs, workers=2, time_limit=3)]
    assert sorted(told) == [("fine", "written"), ("x", "failed"), ("y", "failed")]


@pytest.mark.parametrize(("limit", "told"), [(0, "0 is no time"), (-1.0, "-1.0 is no time"), (1e9, "no time that")])
def test_a_time_limit_that_is_none_is_refused(limit: float, told: str) -> None:
    with pytest.raises(briefgen.OutputError, match=told):
        list(render_many([], time_limit=limit))


def test_workers_that_are_not_ours_are_not_ended() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(briefgen.OutputError, match="leave out time_limit"),
    ):
        list(render_many([], executor=pool, time_limit=1))


def test_a_pool_of_the_callers_that_loses_a_worker_is_told_and_what_it_did_stays_done(
    write: Callable[..., Path], tmp_path: Path, trap: Callable[[int, Path], threading.Thread]
) -> None:
    jobs = [*jobs_of(tmp_path, write, 4)[1:], jobs_of(tmp_path, write, 0)[0]]
    state = tmp_path / "state"
    trap(1, write("spare"))
    seen: list[Result] = []
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(briefgen.OutputError, match="cannot be started anew from here"),
    ):
        seen.extend(render_many(jobs, executor=pool, state=state))
    again = list(render_many(jobs, workers=1, state=state))
    assert [result.state for result in again].count("unchanged") >= 1
    assert {result.state for result in again} <= {"unchanged", "written"}


# ---------------------------------------------------------------- the command


def many(write: Callable[..., Path], count: int) -> list[Path]:
    return [write(f"m{number:03}") for number in range(count)]


def made(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "out").glob("*.pdf"))


CALL = ("batch", "briefs/*.yaml", "-f", "pdf", "-o", "out", "--workers", "2")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_is_stopped_leaves_whole_files_and_goes_on_when_called_again(
    sign: signal.Signals,
    write: Callable[..., Path],
    tmp_path: Path,
    command: Callable[..., subprocess.Popen[bytes]],
    call: Callable[..., tuple[int, str, str]],
    serial: Callable[..., bytes],
    leftovers: Callable[[Path], list[str]],
) -> None:
    briefs = many(write, 40)
    process = command(*CALL)
    until(lambda: len(made(tmp_path)) >= 2, "two results")
    if sign is signal.SIGINT:
        os.killpg(process.pid, sign)  # as a terminal does: to the workers too
    else:
        process.send_signal(sign)
    _, err = process.communicate(timeout=SECONDS)
    done = made(tmp_path)
    assert process.returncode == 130, err
    assert f"stopped: {40 - len(done)} of 40 are left; the same call again goes on from here" in err.decode()
    assert b"Traceback" not in err
    assert leftovers(tmp_path) == []
    for path in done:
        assert path.read_bytes() == serial(tmp_path / "briefs" / f"{path.stem}.yaml", "pdf")
    code, _, err_text = call(*CALL)
    assert (code, len(made(tmp_path))) == (0, len(briefs))
    assert f"{40 - len(done)} written, {len(done)} unchanged" in err_text


def test_a_second_ctrl_c_does_not_wait_for_a_document_that_does_not_end(
    write: Callable[..., Path],
    tmp_path: Path,
    command: Callable[..., subprocess.Popen[bytes]],
    workers_of: Callable[[int], list[int]],
) -> None:
    write("a")
    os.mkfifo(tmp_path / "briefs/b.yaml")  # nobody ever writes to it
    process = command(*CALL)
    until(lambda: len(made(tmp_path)) == 1, "the other result")
    workers = workers_of(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    assert b"stopping once the documents under way are done" in process.stderr.readline()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(SECONDS) == 130
    until(lambda: all(is_gone(pid) for pid in workers), "the end of the workers")
    assert b"Traceback" not in process.stderr.read()


def test_a_batch_that_is_killed_leaves_no_workers_and_goes_on_when_called_again(
    write: Callable[..., Path],
    tmp_path: Path,
    command: Callable[..., subprocess.Popen[bytes]],
    call: Callable[..., tuple[int, str, str]],
    serial: Callable[..., bytes],
    workers_of: Callable[[int], list[int]],
    leftovers: Callable[[Path], list[str]],
) -> None:
    briefs = many(write, 40)
    process = command(*CALL)
    until(lambda: len(made(tmp_path)) >= 2, "two results")
    workers = workers_of(process.pid)
    process.kill()
    process.communicate()
    assert len(workers) == 2
    until(lambda: all(is_gone(pid) for pid in workers), "the end of the workers")
    assert leftovers(tmp_path) == []  # a worker ends only between two jobs
    (tmp_path / "out/.m039.pdf.0123abcd.part").write_bytes(b"%PDF")  # as a power cut leaves it
    with (tmp_path / "out/.briefgen-batch.jsonl").open("ab") as state:
        state.write(b'{"out":"m039.pdf","key":"4f')
    assert len(made(tmp_path)) < len(briefs)
    code, _, err = call(*CALL)
    assert code == 0, err
    assert [path.read_bytes() for path in made(tmp_path)] == [serial(path, "pdf") for path in briefs]
    assert leftovers(tmp_path) == []
    lines = [
        json.loads(line)
        for line in (tmp_path / "out/.briefgen-batch.jsonl").read_text().splitlines()
        if line[-1] == "}"
    ]
    assert {line["out"] for line in lines if "out" in line} == {f"{path.stem}.pdf" for path in briefs}
