"""Our own worker processes: started anew as plain programs, told to stop between two jobs, and known by what they do.

A worker marks in shared memory which job it has begun and when, so that after one is killed it is known which jobs fell
with it, which of them had taken too long, and which had only been waiting.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from briefgen.batch.work import Done, Task, do

_MOST = 61 if sys.platform == "win32" else 1024  # Windows waits for no more

_marks: Any = None  # in a worker: the shared numbers of the jobs that are under way, and at the end the sign to stop
_times: Any = None  # in a worker: when each of these was begun, on the clock that all processes share
_slot = 0  # in a worker: which of them is its own
_limit = 0.0  # in a worker: seconds that a job may take; 0 = any
_busy = threading.Lock()  # held while a job is done


class Crew:
    """Worker processes that are used until one of them is killed, or ends since its job takes longer than `limit`."""

    def __init__(self, workers: int, *, solo: bool = False, limit: float = 0.0) -> None:
        # Forking a process that has threads may stand still for ever; a new one costs a third of a second, once.
        context = multiprocessing.get_context("spawn")
        workers = min(workers, _MOST)
        self.solo, self.limit = solo, limit
        self._marks = context.Array("q", workers + 1, lock=False)
        self._times = context.Array("d", workers, lock=False)
        shared = (self._marks, self._times, context.Value("i", 0), limit)
        self._executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=shared)

    def submit(self, task: Task) -> Future[Done | None]:
        """Give a job to the workers; None comes back for one that was not begun. Raises BrokenExecutor."""
        return self._executor.submit(_do, task)

    def stop(self) -> None:
        """Tell the workers to begin no further job."""
        self._marks[-1] = 1

    def bury(self) -> tuple[set[int], int | None]:
        """Wait for the workers to end, and return the numbers of the jobs that they had begun and not ended, and which
        of them had been at it for the longest, if that was longer than it may."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        begun = {number - 1: at for number, at in zip(self._marks[:-1], self._times, strict=True) if number}
        first = min(begun, key=lambda number: begun[number], default=None)
        is_late = first is not None and self.limit and time.monotonic() - begun[first] >= self.limit
        return set(begun), first if is_late else None

    def kill(self) -> None:
        """End the workers at once, whatever they do."""
        for process in list((self._executor._processes or {}).values()):
            with suppress(OSError, ValueError):
                process.kill()


def _begin(marks: Any, times: Any, counter: Any, limit: float) -> None:
    global _marks, _times, _slot, _limit
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: who asked for the jobs decides
    with counter.get_lock():
        _slot = counter.value
        counter.value += 1
    _marks, _times, _limit = marks, times, limit
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    """End this worker once the process that asked for it is gone, after the job that is under way."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        with _busy:
            os._exit(1)


def _do(task: Task) -> Done | None:
    if _marks[-1]:
        return None
    with _busy:
        _times[_slot] = time.monotonic()
        _marks[_slot] = task.number + 1
        with _within(_limit):
            done = do(task)
        _marks[_slot] = 0
    return done


@contextmanager
def _within(limit: float) -> Iterator[None]:
    """End this process where what is done here takes longer. Its clock runs even while one call holds Python still."""
    if not limit:
        yield
        return
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(limit, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
