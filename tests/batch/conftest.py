"""Small briefs, and executors that do what a test says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

import briefgen

BRIEF = """
id: {name}
title: The brief {name}
bottom_line: It is small, and it says so.
judgements:
  - id: j1
    key: true
    headline: Small is enough
    text: A small brief is enough to see that {name} works.
"""


class Inline(Executor):
    """Does a job when it is sent."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class ByHand(Executor):
    """Keeps jobs until the test lets one be done."""

    def __init__(self) -> None:
        self.held: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.held.append((future, lambda: fn(*args, **kwargs)))
        return future

    def let(self, index: int) -> None:
        future, act = self.held.pop(index)
        if future.set_running_or_notify_cancel():
            future.set_result(act())


@pytest.fixture
def inline() -> Executor:
    return Inline()


@pytest.fixture
def by_hand() -> ByHand:
    return ByHand()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a small brief `name` to the folder `briefs`, with more lines of YAML."""

    def make(name: str, more: str = "", folder: str = "briefs") -> Path:
        path = tmp_path / folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BRIEF.format(name=Path(name).name) + more, encoding="utf-8")
        return path

    return make


@pytest.fixture
def serial() -> Callable[..., bytes]:
    """Return what renders a file alone, as `briefgen render` does."""

    def render(path: Path, format_: str = "md", **asked: Any) -> bytes:
        return briefgen.render(briefgen.load(path), format=format_, base=path.parent, **asked).data

    return render


@pytest.fixture
def leftovers() -> Callable[[Path], list[str]]:
    """Return what names all in a folder that is no result: drafts of killed writers."""

    def find(folder: Path) -> list[str]:
        return [str(path) for path in folder.rglob(".*") if path.name != ".briefgen-batch.jsonl"]

    return find


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Return what starts `briefgen` in the test's folder, in a process group of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "briefgen", *words],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def call(command: Callable[..., subprocess.Popen[bytes]]) -> Callable[..., tuple[int, str, str]]:
    """Return what runs `briefgen` to its end: exit code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        process = command(*words)
        out, err = process.communicate(timeout=120)
        return process.returncode, out.decode(), err.decode()

    return run


@pytest.fixture
def workers_of() -> Callable[[int], list[int]]:
    """Return what finds the processes that a process has started for its jobs."""
    if not os.path.isdir("/proc/self/task"):
        pytest.skip("needs Linux's /proc to find workers")

    def find(parent: int) -> list[int]:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    return find
