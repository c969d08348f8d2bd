"""Our own worker processes: started anew as plain programs, told to stop between two jobs, and known by what they do.

A worker marks in shared memory which job it has begun, so that after one is killed it is known which jobs fell with it
and which had only been waiting.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from typing import Any

from briefgen.batch.work import Done, Task, do

_MOST = 61 if sys.platform == "win32" else 1024  # Windows waits for no more

_marks: Any = None  # in a worker: the shared numbers of the jobs that are under way, and at the end the sign to stop
_slot = 0  # in a worker: which of them is its own
_busy = threading.Lock()  # held while a job is done


class Crew:
    """Worker processes that are used until one of them is killed."""

    def __init__(self, workers: int, *, solo: bool = False) -> None:
        # Forking a process that has threads may stand still for ever; a new one costs a third of a second, once.
        context = multiprocessing.get_context("spawn")
        workers = min(workers, _MOST)
        self.solo = solo
        self._marks = context.Array("q", workers + 1, lock=False)
        self._executor = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_begin, initargs=(self._marks, context.Value("i", 0))
        )

    def submit(self, task: Task) -> Future[Done | None]:
        """Give a job to the workers; None comes back for one that was not begun. Raises BrokenExecutor."""
        return self._executor.submit(_do, task)

    def stop(self) -> None:
        """Tell the workers to begin no further job."""
        self._marks[-1] = 1

    def bury(self) -> set[int]:
        """Wait for the workers to end, and return the numbers of the jobs that they had begun and not ended."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        return {number - 1 for number in self._marks[:-1] if number}

    def kill(self) -> None:
        """End the workers at once, whatever they do."""
        for process in list((self._executor._processes or {}).values()):
            with suppress(OSError, ValueError):
                process.kill()


def _begin(marks: Any, counter: Any) -> None:
    global _marks, _slot
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: who asked for the jobs decides
    with counter.get_lock():
        _slot = counter.value
        counter.value += 1
    _marks = marks
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
        _marks[_slot] = task.number + 1
        done = do(task)
        _marks[_slot] = 0
    return done
