"""Do any number of jobs: never more than a few at once in memory, by any executor, each result as it comes.

A job whose worker is killed is done once more, alone with one worker, so that it takes no others with it; where that
worker is killed too it has failed. What other jobs lost by it is done again and counts for nothing.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from briefgen.batch.crew import Crew
from briefgen.batch.ground import house, lookups
from briefgen.batch.jobs import Job, Result, name_of
from briefgen.batch.ledger import Ledger
from briefgen.batch.work import Done, Task, do
from briefgen.errors import Fault, OutputError, Place
from briefgen.write.files import sweep

_Future: TypeAlias = "Future[Done | None]"

_GLANCE = 0.2  # seconds between two looks at `stop`
_LONGEST = 1_000_000  # seconds that a job may be given
_GUARD = 'in a script, call render_many under `if __name__ == "__main__":`, as worker processes import the script'


def render_many(
    jobs: Iterable[Job],
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    retries: int = 1,
    time_limit: float | None = None,
    state: str | Path | None = None,
    force: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[Result]:
    """Do jobs and yield a result for each, in the order in which they end. One that fails stops no other.

    `jobs` may be without end: it is read only a few jobs ahead. Every job has a file of its own to go to.
    Without an `executor`, `workers` processes are started (default: one for each core that this process may use);
    with one (a ThreadPoolExecutor, a ProcessPoolExecutor, Dask's `client.get_executor()`), `workers` says how many it
    has, where it does not say so itself. A job whose worker is killed is done `retries` times more; an executor that is
    given cannot be started anew, and Dask itself does again what a killed worker has lost.
    A job that takes longer than `time_limit` seconds has failed, and its worker is ended; only our own workers are.

    `state` is a file that remembers what was made of what: a job whose brief, sources, pictures, template, theme,
    audience, fonts, options and briefgen are the same, and whose file still has the same hash, is `unchanged`; with
    `force` it is done all the same. Once `stop` is set no job is begun, and the iterator ends with those under way.

    Raises OutputError where the state cannot be kept, and where the workers are gone for good.
    """
    if workers is not None and workers < 1:
        raise OutputError(Fault(what=f"{workers} workers do nothing", mend="give 1 or more"))
    if retries < 0:
        raise OutputError(Fault(what=f"{retries} is no number of retries", mend="give 0 or more"))
    if time_limit is not None and not 0 < time_limit <= _LONGEST:
        mend = f"give seconds, more than 0 and at most {_LONGEST:,}"
        raise OutputError(Fault(what=f"{time_limit} is no time that a job may take", mend=mend))
    if time_limit is not None and executor is not None:
        what = "jobs of an executor that is given take the time that it allows"
        raise OutputError(Fault(what=what, mend="leave out time_limit, or give workers and no executor"))
    count = workers or _workers_of(executor)
    run = _Run(iter(jobs), executor, count, retries, time_limit or 0.0, force, stop or threading.Event())
    return run.results(Path(state) if state is not None else None)


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _workers_of(executor: Executor | None) -> int:
    if executor is None:
        return cores()
    known = getattr(executor, "_max_workers", None)
    if isinstance(known, int):
        return known
    client: Any = getattr(executor, "_client", None)  # of Dask, whose workers may still be on their way
    return max(sum(client.ncores().values()), 4) if hasattr(client, "ncores") else cores()


class _Run:
    """One call of render_many."""

    def __init__(
        self,
        jobs: Iterator[Job],
        executor: Executor | None,
        workers: int,
        retries: int,
        limit: float,
        force: bool,
        stop: threading.Event,
    ) -> None:
        self.jobs, self.executor, self.workers = jobs, executor, workers
        self.retries, self.limit, self.force, self.stop = retries, limit, force, stop
        self.token = secrets.token_hex(8)
        self.folder = os.getcwd()
        self.local = bool(lookups())
        self.house = house(self.token) if executor is not None else ""
        self.ledger: Ledger | None = None
        self.crew: Crew | None = None  # our own workers
        self.alone: Crew | None = None  # one more, for jobs that may have killed theirs
        self.flight: dict[_Future, tuple[Task, Crew | None]] = {}
        self.ended: SimpleQueue[_Future] = SimpleQueue()
        self.waiting: deque[Task] = deque()  # lost by the fault of others
        self.suspects: deque[Task] = deque()
        self.deaths: dict[int, int] = {}  # of a job's workers, by its number; only of jobs that are not done
        self.futile = 0  # crews that were lost before they began anything
        self.count = 0
        self.is_read = False

    def results(self, state: Path | None) -> Iterator[Result]:
        with ExitStack() as stack:
            if state is not None:
                self.ledger = stack.enter_context(Ledger(state))
                if self.ledger.was_cut_short:
                    sweep(self.ledger.folder)
            try:
                yield from self._all()
            except KeyboardInterrupt:
                if self.stop.is_set():  # asked a second time
                    self._kill()
                raise
            finally:
                self._leave()

    def _all(self) -> Iterator[Result]:
        while True:
            if self.stop.is_set():
                self._hold()
            else:
                yield from self._send()
            if not self.flight:
                if self.stop.is_set() or (self.is_read and not self.waiting and not self.suspects):
                    return
                continue
            try:
                future = self.ended.get(timeout=_GLANCE)
            except Empty:
                continue
            if future in self.flight:
                yield from self._settled(future)

    # ------------------------------------------------------------ sending

    def _send(self) -> Iterator[Result]:
        """Keep the workers in jobs, and a few waiting; the iterator of jobs is not read further."""
        while len(self.flight) < 3 * self.workers + 2:
            task = self.waiting.popleft() if self.waiting else self._next()
            if task is None:
                break
            yield from self._submit(task, alone=False)
        if self.suspects and not any(crew is not None and crew.solo for _, crew in self.flight.values()):
            yield from self._submit(self.suspects.popleft(), alone=True)

    def _next(self) -> Task | None:
        if self.is_read:
            return None
        try:
            job = next(self.jobs)
        except StopIteration:
            self.is_read = True
            return None
        if not isinstance(job, Job):
            raise TypeError(f"a job is a briefgen.Job, not a {type(job).__name__}")
        self.count += 1
        return Task(
            job=job,
            number=self.count,
            run=self.token,
            folder=self.folder,
            local=self.local,
            house=self.house,
            record=self.ledger.find(job.out) if self.ledger is not None and not self.force else None,
        )

    def _submit(self, task: Task, *, alone: bool) -> Iterator[Result]:
        crew = None
        future: _Future
        try:
            if self.executor is not None:
                future = self.executor.submit(do, task)
            else:
                crew = self._crew(alone=alone)
                future = crew.submit(task)
        except BrokenExecutor as error:
            if crew is None:
                yield from self._lost(task, error)
                return
            (self.suspects if alone else self.waiting).appendleft(task)
            yield from self._bury(crew)
            return
        except Exception as error:  # an executor that was shut down, a scheduler that is gone
            yield from self._lost(task, error)
            return
        self.flight[future] = (task, crew)
        future.add_done_callback(self.ended.put)

    def _crew(self, *, alone: bool) -> Crew:
        if alone:
            self.alone = self.alone or Crew(1, solo=True, limit=self.limit)
            return self.alone
        self.crew = self.crew or Crew(self.workers, limit=self.limit)
        return self.crew

    # ------------------------------------------------------------ what comes back

    def _settled(self, future: _Future) -> Iterator[Result]:
        try:
            done = future.result()
        except BrokenExecutor as error:
            task, crew = self.flight[future]
            if crew is not None:
                yield from self._bury(crew)
            else:
                del self.flight[future]
                yield from self._lost(task, error)
        except CancelledError as error:
            task, _ = self.flight.pop(future)
            if not self.stop.is_set():
                yield from self._lost(task, error)
        except Exception as error:
            task, _ = self.flight.pop(future)
            yield self._failed(task, *_told(error))
        else:
            task, _ = self.flight.pop(future)
            self.futile = 0
            if done is not None:
                yield self._kept(task, done)

    def _kept(self, task: Task, done: Done) -> Result:
        """Return the result as it is told, with its record kept."""
        if done.record is not None and self.ledger is not None:
            self.ledger.add(task.job.out, done.record)
        deaths = self.deaths.pop(task.number, 0)
        if not deaths:
            return done.result
        from dataclasses import replace

        return replace(done.result, tries=deaths + 1)

    def _failed(self, task: Task, what: str, mend: str = "") -> Result:
        name = name_of(task.job)
        fault = Fault(what=what, place=Place(file=name), mend=mend)
        return Result(job=task.job, state="failed", faults=(fault,), tries=max(1, self.deaths.pop(task.number, 1)))

    def _bury(self, crew: Crew) -> Iterator[Result]:
        """Sort the jobs of a crew that lost a worker: what was under way is suspect, what waited is not.

        Where one of them took too long, it was that one, and the others lost by it."""
        begun, late = crew.bury()
        if crew is self.alone:
            self.alone = None
        else:
            self.crew = None
        lost = [
            (future, task)
            for future, (task, whose) in self.flight.items()
            if whose is crew and not (future.done() and not future.cancelled() and future.exception() is None)
        ]
        guilty = begun if late is None else {late}
        suspects = [task for _, task in lost if task.number in guilty]
        for future, task in lost:
            del self.flight[future]
            if task.number in begun:
                _tidy(task.job)
            if task.number not in guilty:
                (self.suspects if crew.solo else self.waiting).append(task)
        self.futile = 0 if suspects else self.futile + 1
        if self.futile > 2:
            raise OutputError(Fault(what="the worker processes end before they begin a job", mend=_GUARD))
        for task in suspects:
            times = self.deaths[task.number] = self.deaths.get(task.number, 0) + 1
            if task.number == late:
                mend = "give it more, or render it alone and see what takes so long"
                yield self._failed(task, f"it took longer than the {self.limit:g} s that a job may take", mend)
            elif times <= self.retries:
                self.suspects.append(task)
            else:
                what = f"its worker was killed{'' if times == 1 else ' twice' if times == 2 else f' {times} times'}"
                yield self._failed(task, what, "render it alone, and see whether memory or time run out")

    def _lost(self, task: Task, error: BaseException) -> Iterator[Result]:
        """Give up: an executor that is not ours cannot be started anew."""
        mend = "give a new executor and run again: what is done stays done"
        told = f"the executor lost its workers ({type(error).__name__})"
        yield self._failed(task, told, mend)
        for future, (other, _) in list(self.flight.items()):
            if future.done() and not future.cancelled() and future.exception() is None:
                yield from self._settled(future)
            elif future.cancel() or future.done():
                del self.flight[future]
                yield self._failed(other, told, mend)
        raise OutputError(Fault(what=f"{told} and cannot be started anew from here", mend=mend))

    # ------------------------------------------------------------ the end

    def _hold(self) -> None:
        """Begin nothing more: take back what no worker has begun."""
        for crew in (self.crew, self.alone):
            if crew is not None:
                crew.stop()
        for future in list(self.flight):
            if future.cancel():
                self.flight.pop(future, None)

    def _kill(self) -> None:
        for crew in (self.crew, self.alone):
            if crew is not None:
                crew.kill()
                crew.bury()

    def _leave(self) -> None:
        """Wait for what is under way, keep the records of what was done, and leave no worker and no draft behind."""
        crews = [crew for crew in (self.crew, self.alone) if crew is not None]
        self._hold()
        try:
            for crew in crews:
                crew.bury()
            wait(self.flight)
        except BaseException:  # asked once more while it waited
            self._kill()
            raise
        finally:
            for future, (task, _) in self.flight.items():
                done = _result(future)
                if done is None:
                    _tidy(task.job)
                elif done.record is not None and self.ledger is not None:
                    self.ledger.add(task.job.out, done.record)
            self.flight.clear()


def _result(future: _Future) -> Done | None:
    try:
        return future.result(timeout=0)
    except (Exception, CancelledError):
        return None


def _tidy(job: Job) -> None:
    """Remove the drafts that a killed worker may have left beside a job's file."""
    out = Path(os.path.abspath(job.out))
    for name in (out.name, f"{out.name}.proof.json"):
        if out.parent.is_dir():
            sweep(out.parent, name)


def _told(error: BaseException) -> tuple[str, str]:
    if type(error).__name__ == "KilledWorker":  # Dask's word for a job that it has given up
        return "its worker was killed again and again", "render it alone, and see whether memory or time run out"
    return f"its worker could not do it: {type(error).__name__}: {_first_line(error)}", ""


def _first_line(error: Any) -> str:
    return next(iter(str(error).splitlines()), "")
