"""`briefgen batch`: many briefs in, files out, and a report."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from briefgen.cli.main import here, printable, say

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from briefgen.batch.jobs import Job, Result
    from briefgen.batch.names import Match
    from briefgen.errors import OutputError

_TOLD = 200  # different failures that the text names; the report file names all
_NAMED = 2  # files of one failure
_STOPPED = 130


@click.command()
@click.argument("patterns", nargs=-1, required=True, metavar="PATTERN...")
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder that the results go to.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMATS",
    help="pdf (the default), docx, html, md, json; several as pdf,docx",
)
@click.option(
    "-a",
    "--audience",
    "audiences",
    multiple=True,
    metavar="NAMES",
    help="For whom; several as minister,press. Default: nothing is withheld.",
)
@click.option(
    "-t", "--template", default="", metavar="NAME|PATH", help="Which template. Default: the audience's, else full."
)
@click.option("--theme", default="", metavar="NAME|PATH", help="Which theme. Default: the template's own.")
@click.option("--pages", type=click.IntRange(1, 1000), default=None, metavar="N", help="The most pages of each.")
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="Processes. Default: one for each core.")
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="Send the jobs to the workers of Dask: tcp://host:8786"
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, 1_000_000, min_open=True),
    metavar="SECONDS",
    help="What takes longer has failed. Default: any time.",
)
@click.option("--report", default="", metavar="FILE|-", help="Write a line of JSON for each result.")
@click.option("--force", is_flag=True, help="Do again what has not changed, too.")
@click.option("--prove", is_flag=True, help="Search each result for what is withheld; write nothing if it is found.")
def batch(
    patterns: tuple[str, ...],
    output: str,
    formats: tuple[str, ...],
    audiences: tuple[str, ...],
    template: str,
    theme: str,
    pages: int | None,
    workers: int | None,
    scheduler: str,
    time_limit: float | None,
    report: str,
    force: bool,
    prove: bool,
) -> int:
    """Render all briefs that PATTERN... matches, for each audience, in each format.

    A pattern is a file, a folder with a brief.yaml, or 'briefs/**/*.yaml' in quotes. Results stand in DIR as the briefs
    stand below the pattern: briefs/asia/korea.yaml becomes DIR/asia/korea.minister.pdf. What has not changed since the
    last run is not done again. One bad brief does not stop the others: exit code 1 says that some failed.
    """
    from briefgen.batch import ledger, names
    from briefgen.batch.run import cores, render_many

    if scheduler and workers:
        raise click.UsageError("--workers are processes here, and --scheduler has its own: give one of them")
    if scheduler and time_limit:
        raise click.UsageError("--time-limit ends processes here, and the workers of --scheduler are not ours to end")
    chosen = _formats(formats)
    readers = _readers(audiences, template, theme)
    out = _folder(output)
    found = names.find(patterns, out)
    names.refuse_collisions(found, list(readers), chosen, out)
    jobs = _jobs(found, readers, chosen, out, template=template, theme=theme, pages=pages or 0, prove=prove)
    total = len(found) * len(readers) * len(chosen)
    stop = threading.Event()
    tally = _Tally(total=total)
    with ExitStack() as stack:
        lines = stack.enter_context(_report_file(report))
        executor = stack.enter_context(_dask(scheduler)) if scheduler else None
        results = render_many(
            jobs,
            executor=executor,
            workers=workers if executor is not None else min(workers or cores(), total),
            time_limit=time_limit,
            state=out / ledger.NAME,
            force=force,
            stop=stop,
        )
        stack.callback(results.close)  # type: ignore[attr-defined]
        stack.enter_context(_stopping(stop))
        advance = stack.enter_context(_progress(total, stop))
        for result in results:
            tally.add(result)
            if lines is not None:
                lines.write(json.dumps(result.to_plain(), ensure_ascii=False) + "\n")
                lines.flush()
            advance(tally)
    _tell(tally, report, stopped=stop.is_set())
    if stop.is_set() and tally.done < total:
        return _STOPPED
    return 1 if tally.failed else 0


# ---------------------------------------------------------------- what is asked for


def _formats(given: Sequence[str]) -> list[str]:
    from briefgen.errors import nearest
    from briefgen.rendering import MEDIA_TYPES

    chosen = _split(given) or ["pdf"]
    for name in chosen:
        if name not in MEDIA_TYPES:
            mend = nearest(name, MEDIA_TYPES) or f"there are: {', '.join(MEDIA_TYPES)}"
            raise click.UsageError(f"there is no format '{name}'; {mend}")
    return chosen


def _split(given: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word.strip() for words in given for word in words.split(",") if word.strip()))


def _readers(audiences: Sequence[str], template: str, theme: str) -> dict[str, str]:
    """Return what is asked for as an audience by what files call it, "" where there is none.

    Raises whatever is wrong with one of them, or with a template or theme: the call is, and not the briefs.
    """
    from briefgen.audience.profile import load_audience
    from briefgen.compose import places
    from briefgen.theme import load_theme

    readers: dict[str, str] = {}
    templates, themes = {template}, {theme}
    for name in _split(audiences) or [""]:
        reader = load_audience(name) if name else None
        called = reader.name if reader is not None else ""
        if called in readers:
            raise click.UsageError(f"the audiences {readers[called]} and {name} are both called '{called}'")
        readers[called] = name
        if reader is not None:
            templates.add(template or reader.template)
            themes.add(theme or reader.theme)
    for asked in sorted(templates - {""}):
        places.find(asked)
    for asked in sorted(themes - {""}):
        load_theme(asked)
    return readers


def _folder(output: str) -> Path:
    """Return the folder for the results. Raises OutputError where there can be none."""
    from briefgen.errors import OutputError

    out = Path(output)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{output} is a file; give a folder with -o") from None
    except (OSError, ValueError) as error:
        raise OutputError(f"{output}: no folder can be made there: {_reason(error)}") from None
    return out


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _jobs(
    found: Sequence[Match], readers: dict[str, str], formats: Sequence[str], out: Path, **options: Any
) -> Iterator[Job]:
    from briefgen.batch.jobs import Job
    from briefgen.batch.names import file_of

    for one in found:
        for called, name in readers.items():
            for format_ in formats:
                target = str(file_of(one, called, format_, out))
                yield Job(brief=one.path, out=target, audience=name, format=format_, **options)


@contextmanager
def _report_file(name: str) -> Iterator[IO[str] | None]:
    from briefgen.errors import OutputError

    if not name:
        yield None
    elif name == "-":
        yield sys.stdout
    else:
        try:
            file = open(name, "w", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 - closed below
        except (OSError, ValueError) as error:
            raise OutputError(f"{name}: the report cannot be written: {_reason(error)}") from None
        with file:
            yield file


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """Give an executor on the workers of a Dask scheduler. Raises OutputError where there is none."""
    from briefgen.errors import Fault

    if not address.startswith(("tcp://", "tls://")):
        raise click.UsageError(f"'{address}' is no address of a Dask scheduler, as tcp://host:8786")
    try:
        import distributed
    except ImportError:
        raise _no_scheduler(Fault(what="--scheduler needs Dask", mend="pip install 'briefgen[dask]'")) from None
    import logging

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told by us, once
    try:
        connect: Any = distributed.Client
        client = connect(address, timeout=10, set_as_default=False)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        what = f"no Dask scheduler answers at '{address}' ({type(error).__name__})"
        raise _no_scheduler(Fault(what=what, mend="give its address as it prints it: tcp://host:8786")) from None
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()


def _no_scheduler(fault: Any) -> OutputError:
    from briefgen.errors import OutputError

    return OutputError(fault)


@contextmanager
def _stopping(stop: threading.Event) -> Iterator[None]:
    """End at Ctrl-C or SIGTERM once what is under way is done; at a second one at once."""

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        if not sys.stderr.isatty():  # where a bar says so
            os.write(2, b"stopping once the documents under way are done; ask again to end at once\n")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# ---------------------------------------------------------------- what is told


class _Tally:
    """What became of the jobs so far, the first failures in full."""

    def __init__(self, *, total: int) -> None:
        self.total = total
        self.counts = {"written": 0, "unchanged": 0, "failed": 0}
        self.retried = self.pages = self.bytes = 0
        self.told: dict[tuple[str, ...], list[str]] = {}  # files by what is wrong, which is often their brief
        self.untold = 0
        self.warnings: dict[str, None] = {}
        self.begun = time.monotonic()

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        return self.counts["failed"]

    def add(self, result: Result) -> None:
        self.counts[result.state] += 1
        self.retried += result.tries > 1
        if result.state == "written":
            self.pages += result.pages or 0
            self.bytes += result.bytes
        if result.state == "failed":
            why = tuple(str(fault) for fault in (*result.faults, *result.warnings))
            if why in self.told or len(self.told) < _TOLD:
                self.told.setdefault(why, []).append(str(result.job.out))
            else:
                self.untold += 1
        elif len(self.warnings) < _TOLD:
            self.warnings.update(dict.fromkeys(str(fault) for fault in result.warnings))


def _tell(tally: _Tally, report: str, *, stopped: bool) -> None:
    """Print the report: what failed and why, what to know, how much was done."""
    for warning in tally.warnings:
        say(printable(f"warning: {warning}"))
    for files, why in sorted((sorted(files), why) for why, files in tally.told.items()):
        named = ", ".join(str(here(file)) for file in files[:_NAMED])
        more = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
        click.echo(printable(f"failed: {named}{more}"), err=True)
        for fault in why:
            click.echo(printable(f"  {fault}"), err=True)
    if tally.untold:
        where = f"{report} names all" if report else "--report FILE names all"
        click.echo(f"… and {tally.untold:,} more that failed; {where}", err=True)
    took = time.monotonic() - tally.begun
    parts = [f"{count:,} {state}" for state, count in tally.counts.items() if count]
    if tally.retried:
        parts.append(f"{tally.retried:,} after {'its' if tally.retried == 1 else 'their'} worker was killed")
    rate = f", {tally.done / took:.1f} a second" if tally.done and took > 0 else ""
    pages = f"{tally.pages:,} page{'s' * (tally.pages != 1)}, " if tally.pages else ""
    size = f"{tally.bytes / 1e6:,.1f} MB" if tally.bytes >= 1e6 else f"{tally.bytes / 1000:.0f} kB"
    made = f"; {pages}{size}" if tally.bytes else ""
    say(f"{', '.join(parts) or 'nothing done'} in {took:.1f} s{rate}{made}")
    if stopped and tally.done < tally.total:
        left = tally.total - tally.done
        click.echo(f"stopped: {left:,} of {tally.total:,} are left; the same call again goes on from here", err=True)


@contextmanager
def _progress(total: int, stop: threading.Event) -> Iterator[Callable[[_Tally], None]]:
    """Show how far it is, at what rate and for how long yet, where a person is there to see it."""
    quiet = (click.get_current_context().find_root().obj or {}).get("quiet")
    if quiet or os.environ.get("CI") or not sys.stderr.isatty():
        yield lambda tally: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("[red]{task.fields[failed]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rendering", total=total, rate=0.0, failed="")

        def advance(tally: _Tally) -> None:
            bar.update(
                task,
                completed=tally.done,
                rate=tally.done / max(time.monotonic() - tally.begun, 0.001),
                failed=f"{tally.failed:,} failed" if tally.failed else "",
                description="stopping" if stop.is_set() else "rendering",
            )

        yield advance
