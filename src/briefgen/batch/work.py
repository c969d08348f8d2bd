"""What a worker does with one job: look whether it is done, else load, render, prove, and move the file into place."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from briefgen.batch.ground import digest_of, ground, hashed, house, lookups
from briefgen.batch.jobs import Job, Result, name_of
from briefgen.batch.ledger import Record
from briefgen.errors import BriefgenError, Fault, InputError, OutputError, Place, ReleaseError
from briefgen.resources import brief_file

if TYPE_CHECKING:
    from briefgen.content.model import Brief
    from briefgen.data.syntax import Tree
    from briefgen.rendering import Output


_PATHS = (".toml", ".yaml", ".yml", ".json", ".j2", ".html", ".htm")  # what ends so is a path, and no name


class Task(Struct, frozen=True, kw_only=True):
    """A job on its way to a worker. `folder` is the one that relative paths count from."""

    job: Job
    number: int
    run: str  # tells this run from others: what is hashed once is hashed anew for the next
    folder: str
    local: bool  # names are looked up in folders there, so that the worker must stand there too
    house: str = ""  # the briefgen that the worker must be; "" = it is ours
    record: Record | None = None


class Done(Struct, frozen=True, kw_only=True):
    """What comes back. `record` is there for a file that was written."""

    result: Result
    record: Record | None = None


def do(task: Task) -> Done:
    """Do a job. Whatever goes wrong is told in the result, and nothing is raised."""
    begun = time.perf_counter()
    job = placed(task.job, task.folder)
    try:
        _refuse_stranger(task)
        done = _done(job, task)
    except BriefgenError as error:
        done = Done(result=_failed(job, error.faults))
    except Exception as error:
        what = f"briefgen itself failed: {type(error).__name__}: {error}"
        mend = "this is a fault of briefgen; render this brief alone with --debug and report what it prints"
        done = Done(result=_failed(job, (Fault(what=what, mend=mend),)))
    result = replace(done.result, job=task.job, seconds=time.perf_counter() - begun)
    return Done(result=result, record=done.record)


def placed(job: Job, folder: str) -> Job:
    """Return the job with its paths as they lead there from here, and the file of its brief where a folder is named."""
    if os.getcwd() != folder:
        job = _moved(job, folder)
    return replace(job, brief=brief_file(job.brief)) if isinstance(job.brief, str | Path) else job


def _moved(job: Job, folder: str) -> Job:
    def full(name: str) -> str:
        is_path = "/" in name or "\\" in name or name.endswith(_PATHS)
        return os.path.join(folder, name) if is_path else name

    return replace(
        job,
        brief=os.path.join(folder, job.brief) if isinstance(job.brief, str | Path) else job.brief,
        out=os.path.join(folder, job.out),
        base=None if job.base is None else os.path.join(folder, job.base),
        audience=full(str(job.audience)) if isinstance(job.audience, str | Path) else job.audience,
        template=full(job.template),
        theme=full(job.theme),
    )


def _refuse_stranger(task: Task) -> None:
    """Raise OutputError where this worker would not make the same bytes as the process that sent the job."""
    if task.house and task.house != house(task.run):
        what = "the worker has another briefgen, Python or packages than the process that sends the jobs"
        raise OutputError(Fault(what=what, mend="install the same versions on both"))
    if os.getcwd() != task.folder and (task.local or lookups()):
        what = f"the worker stands in {os.getcwd()}, where names of templates lead elsewhere than in {task.folder}"
        raise OutputError(Fault(what=what, mend="start the workers in that folder"))


def _failed(job: Job, faults: tuple[Fault, ...]) -> Result:
    """Return the result of a failed job; each fault has a place, if only the file, and an older file is told of."""
    name = name_of(job)
    told = tuple(
        fault if fault.place is not None or name in fault.what else replace(fault, place=Place(file=name))
        for fault in faults
    )
    older = Fault(what=f"{job.out} still stands as it was made before", mend="do not take it for this brief's")
    return Result(job=job, state="failed", faults=told, warnings=(older,) if os.path.lexists(job.out) else ())


def _done(job: Job, task: Task) -> Done:
    base = _base(job)
    content = (
        digest_of(job.brief) if isinstance(job.brief, str | Path) else sha256(repr(job.brief).encode()).hexdigest()
    )
    around = hashed((ground(job, task.run), content, *_options(job)))
    record = task.record
    if record is not None and content:
        found = _standing(job, record, _key(around, record, job, base))
        if found is not None:
            return Done(result=found)
    return _made(job, content, around, base)


def _options(job: Job) -> tuple[str, ...]:
    proof = Path(job.out).name if job.prove else ""
    return (job.format, job.template, job.theme, str(job.pages), proof)


def _base(job: Job) -> Path | None:
    if job.base is not None:
        return Path(job.base)
    return Path(job.brief).parent if isinstance(job.brief, str | Path) else None


def _key(around: str, record: Record, job: Job, base: Path | None) -> str:
    """Return the key that a record has if nothing has changed of what its brief drew on."""
    files = (digest_of(_drawn(name, base)) for name in record.files)
    pictures = (digest_of(path) if (path := _picture(job, name, base)) is not None else "" for name in record.pictures)
    return hashed((around, *record.files, *files, *record.pictures, *pictures))


def _drawn(name: str, base: Path | None) -> Path:
    kind, _, file = name.partition(":")
    return Path(file) if kind == "scheme" else (base or Path()) / file


def _picture(job: Job, name: str, base: Path | None) -> Path | None:
    """Return the file that a picture's name leads to now, in the folders that the composition looks in."""
    from briefgen.audience.profile import resolve
    from briefgen.compose import images, places
    from briefgen.compose.run import Complaint

    try:
        reader = resolve(job.audience)
        pack = places.find(job.template or (reader.template if reader is not None else "") or "full").pack
        return images.find(name, tuple(one for one in (base, pack.folder, places.built_in().folder) if one is not None))
    except (BriefgenError, Complaint):
        return None


def _standing(job: Job, record: Record, key: str) -> Result | None:
    """Return the result of a job that is done: nothing it was made of has changed, and its file stands as it was."""
    if key != record.key or digest_of(job.out) != record.digest:
        return None
    if record.proof and digest_of(f"{job.out}.proof.json") != record.proof:
        return None
    size = os.stat(job.out).st_size
    return Result(job=job, state="unchanged", pages=record.pages, bytes=size, digest=record.digest)


# ---------------------------------------------------------------- making it anew


def _made(job: Job, content: str, around: str, base: Path | None) -> Done:
    from briefgen.compose.images import noting
    from briefgen.rendering import prove, render
    from briefgen.write.files import save

    brief = _opened(job, content)
    with _placing(job), noting() as pictures:
        files = _files_of(brief)
        before = [digest_of(_drawn(name, base)) for name in files]
        _refuse_false(job, brief, base)
        output = render(
            brief,
            format=job.format,
            template=job.template,
            theme=job.theme,
            base=base,
            pages=job.pages,
            audience=job.audience,
            check=False,
        )
        key = hashed((around, *files, *before, *pictures, *(sha256(data).hexdigest() for data in pictures.values())))
        proof = b""
        if job.prove:
            report = prove(
                brief,
                output,
                template=job.template,
                theme=job.theme,
                base=base,
                pages=job.pages,
                audience=job.audience,
                names=(Path(job.out).name,),
            )
            report.raise_any()
            proof = report.to_json().encode()
    # A power cut may lose files that are not forced to the disk; the next run sees by their hashes which they are.
    save(Path(job.out), output.data, durable=False)
    if proof:
        save(Path(f"{job.out}.proof.json"), proof, durable=False)
    return _written(job, output, proof, Record(key=key, digest="", files=files, pictures=tuple(pictures)))


def _written(job: Job, output: Output, proof: bytes, record: Record) -> Done:
    digest = sha256(output.data).hexdigest()
    return Done(
        result=Result(
            job=job,
            state="written",
            warnings=output.warnings,
            pages=output.pages,
            bytes=len(output.data),
            digest=digest,
        ),
        record=structs.replace(
            record, digest=digest, pages=output.pages, proof=sha256(proof).hexdigest() if proof else ""
        ),
    )


def _refuse_false(job: Job, brief: Brief, base: Path | None) -> None:
    """Raise InputError for false evidence, as a single render does; a batch has no way to ask for it all the same."""
    from briefgen.checking.refusal import refuse_false_evidence

    try:
        try:
            refuse_false_evidence(brief, base)
        except InputError:
            if isinstance(job.brief, str | Path):  # once more, for the places
                from briefgen.content.loading import load_with_places

                refuse_false_evidence(brief, base, load_with_places(job.brief).tree)
            raise
    except InputError as error:
        mend = ", or render with --no-check (in Python: check=False)"
        raise InputError(*(replace(fault, mend=fault.mend.removesuffix(mend)) for fault in error.faults)) from None


_opened_last: tuple[tuple[str, str], Brief] | None = None


def _opened(job: Job, content: str) -> Brief:
    """Return the brief. The last one from a file is kept: its other formats mostly follow."""
    global _opened_last
    if not isinstance(job.brief, str | Path):
        return job.brief
    from briefgen.content.loading import load

    key, kept = (str(job.brief), content), _opened_last
    if kept is not None and kept[0] == key and content:
        return kept[1]
    brief = load(job.brief)
    _opened_last = (key, brief)
    return brief


def _files_of(brief: Brief) -> tuple[str, ...]:
    """Return the files that a brief names: texts of its sources, and handling schemes given by a path."""
    from briefgen.content.model import Marking
    from briefgen.content.parts import walk

    schemes = [
        f"scheme:{part.value.scheme}"
        for part in walk(brief)
        if isinstance(part.value, Marking) and ("/" in part.value.scheme or "." in part.value.scheme)
    ]
    return tuple(dict.fromkeys([*(f"source:{source.file}" for source in brief.sources if source.file), *schemes]))


@contextmanager
def _placing(job: Job) -> Iterator[None]:
    """Give the faults that say where in the brief they are its line and column, if it was read from a file.

    Only now is the file read with the places of all its parts, which most jobs never ask for.
    """
    try:
        yield
    except BriefgenError as error:
        if isinstance(job.brief, str | Path) and any(fault.place is None and fault.path for fault in error.faults):
            from briefgen.content.loading import load_with_places

            loaded = load_with_places(job.brief)
            error.faults = tuple(_placed(fault, loaded.brief, loaded.tree) for fault in error.faults)
        if isinstance(error, ReleaseError):  # what forces it is no part of a batch
            error.faults = tuple(
                replace(fault, mend="run the batch again then") if fault.path == "embargo" else fault
                for fault in error.faults
            )
        raise


def _placed(fault: Fault, brief: Brief, tree: Tree) -> Fault:
    if fault.place is not None or not fault.path:
        return fault
    from briefgen.checking.places import Places

    steps = [int(index) if index else name for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", fault.path)]
    if not steps or not hasattr(brief, str(steps[0])):
        return fault  # of a theme or a letterhead, say
    try:
        return replace(fault, place=Places(tree, brief).find(tuple(steps))[0])
    except (AttributeError, LookupError, TypeError):
        return fault
