"""Beyond one machine: Dask's workers make what one process makes, also when one of them is killed on the way."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen import Job, Result, render_many

distributed = pytest.importorskip("distributed", reason="needs dask and distributed (the group dev)")
JOBS = 30


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    patch = pytest.MonkeyPatch()
    patch.chdir(tmp_path_factory.mktemp("workers"))  # where no folders of templates stand
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=60)
        patch.undo()
        yield client


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system where a process can be killed at once")
def test_a_killed_worker_of_a_cluster_costs_no_job_and_leaves_no_half_file(
    cluster: Any,
    write: Callable[..., Path],
    serial: Callable[..., bytes],
    leftovers: Callable[[Path], list[str]],
    tmp_path: Path,
) -> None:
    out, state = tmp_path / "out", tmp_path / "out/state.jsonl"
    jobs = [
        Job(brief=write(f"b{number:02}"), out=out / f"b{number:02}.{format_}", format=format_)
        for number in range(JOBS // 2)
        for format_ in ("pdf", "docx")
    ]
    before = cluster.run(os.getpid)
    results: list[Result] = []
    for result in render_many(iter(jobs), executor=cluster.get_executor(pure=False), state=state):
        results.append(result)
        if len(results) == 5:
            os.kill(next(iter(before.values())), signal.SIGKILL)
    assert Counter(result.state for result in results) == {"written": JOBS}, [r.faults for r in results]
    assert sorted(str(result.job.out) for result in results) == sorted(str(job.out) for job in jobs)
    recorded = [json.loads(line)["out"] for line in state.read_text().splitlines() if '"out"' in line]
    assert sorted(recorded) == sorted(Path(job.out).name for job in jobs)
    assert sorted(path.name for path in out.glob("*.*")) == sorted([*recorded, "state.jsonl"])
    for job in jobs:
        assert Path(job.out).read_bytes() == serial(Path(str(job.brief)), job.format), job.out
    assert leftovers(out) == []
    assert set(cluster.run(os.getpid).values()) != set(before.values())  # one was killed indeed


def test_the_command_sends_its_jobs_to_a_scheduler(
    cluster: Any, write: Callable[..., Path], serial: Callable[..., bytes], tmp_path: Path, call: Callable[..., Any]
) -> None:
    path = write("a")
    write("bad", "nonsense: 1\n")
    address = cluster.scheduler.address
    code, _, err = call("batch", "briefs/*", "-f", "md,html", "-o", "out", "--scheduler", address)
    assert code == 1, err
    assert "2 written, 2 failed" in err
    assert "/briefs/bad.yaml:10:1: nonsense: unknown key" in err
    assert "Traceback" not in err
    assert (tmp_path / "out/a.html").read_bytes() == serial(path, "html")
    code, _, err = call("batch", "briefs/a.yaml", "-f", "md,html", "-o", "out", "--scheduler", address)
    assert (code, "2 unchanged" in err) == (0, True), err


def test_a_worker_that_would_make_other_bytes_is_refused(
    cluster: Any, write: Callable[..., Path], tmp_path: Path
) -> None:
    from briefgen.batch import ground

    job = Job(brief=write("a"), out=tmp_path / "a.md", format="md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ground, "__version__", "99.0")
        (result,) = render_many([job], executor=cluster.get_executor(pure=False))
    assert result.state == "failed"
    assert "the worker has another briefgen, Python or packages" in str(result.faults[0])


def test_a_worker_in_another_folder_does_not_take_other_templates(
    cluster: Any, write: Callable[..., Path], tmp_path: Path
) -> None:
    job = Job(brief=os.path.relpath(write("a"), tmp_path), out="a.md", format="md")
    (result,) = render_many([job], executor=cluster.get_executor(pure=False))
    assert (result.state, result.job) == ("written", job)
    (tmp_path / "templates").mkdir()
    (result,) = render_many([job], executor=cluster.get_executor(pure=False))
    assert result.state == "failed"
    assert "start the workers in that folder" in str(result.faults[0])


def test_a_job_that_the_cluster_gives_up_has_failed(tmp_path: Path) -> None:
    class KilledWorker(Exception):  # noqa: N818 - Dask's name for it
        pass

    from concurrent.futures import Executor, Future

    class Given(Executor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(KilledWorker("task"))
            return future

    results = list(render_many([Job(brief="a.yaml", out=tmp_path / str(n)) for n in range(3)], executor=Given()))
    assert [result.state for result in results] == ["failed"] * 3
    assert "its worker was killed again and again" in str(results[0].faults[0])
