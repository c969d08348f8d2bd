"""What a folder of results holds and what it was made of: one line of JSON a file, appended as it is made.

The lines outlive a kill at any moment: half a line is passed over, and its job is done again. A million records take
eight megabytes of memory: only where each line stands is kept, sorted by a piece of its name's hash.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from msgspec import Struct
from msgspec.structs import asdict

from briefgen.errors import OutputError

NAME = ".briefgen-batch.jsonl"
_OFFSET = 40  # bits of an entry that say where the line stands; the 24 above them are of the name's hash
_SPARE = 1000  # lines that may be out of date before the file is written anew


class Record(Struct, frozen=True, kw_only=True):
    """How a file was made. `key` is over all that went in; what the brief drew on stands here by name."""

    key: str
    digest: str  # SHA-256 of the file
    pages: int | None = None
    proof: str = ""  # SHA-256 of its proof
    files: tuple[str, ...] = ()  # of sources and handling schemes, as the brief names them
    pictures: tuple[str, ...] = ()  # as the template names them


class Ledger:
    """The records of a folder's files, for the one process that writes there. Raises OutputError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent.absolute()
        self.was_cut_short = False  # the run before did not come to its end: drafts of its files may lie about
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = path.open("a+b")
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
        try:
            self._lock()
            self._index = self._read()
            self._write({"run": "begin"})
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say that the run came to its end, and let others write."""
        if not self._file.closed:
            try:
                self._write({"run": "end"})
            finally:
                self._file.close()

    def find(self, out: str | Path) -> Record | None:
        """Return the record that a run before this one has left of a file; None where there is none."""
        name = self._name(out)
        first = _hash(name) << _OFFSET
        found = None
        for at in range(bisect_left(self._index, first), len(self._index)):
            if self._index[at] >> _OFFSET != first >> _OFFSET:
                break
            line = _parsed(self._line(self._index[at] & ((1 << _OFFSET) - 1)))
            if line.get("out") == name:
                found = _record(line) or found  # the last one counts
        return found

    def add(self, out: str | Path, record: Record) -> None:
        """Keep the record of a file. Raises OutputError where there is no room left."""
        self._write({"out": self._name(out), **asdict(record)})

    def _name(self, out: str | Path) -> str:
        path = Path(os.path.abspath(out))
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else path.as_posix()

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _line(self, offset: int) -> bytes:
        self._file.seek(offset)
        return self._file.readline()

    def _lock(self) -> None:
        if sys.platform == "win32":
            return
        import fcntl

        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"{self.path.parent}: another batch is writing there; wait for it, or give another folder"
            ) from None
        except OSError:
            pass  # a file system without locks

    def _read(self) -> array[int]:
        """Return where the last line of each file stands; the file is written anew where most of it is out of date."""
        entries, lines = self._entries()
        last = self._latest(entries)
        if lines > 2 * len(last) + _SPARE:
            self._write_anew(last)
            last = self._latest(self._entries()[0])
        return last

    def _entries(self) -> tuple[array[int], int]:
        entries, lines, at, whole = array("Q"), 0, 0, True
        self._file.seek(0)
        for line in self._file:
            lines, whole = lines + 1, line.endswith(b"\n")
            read = _parsed(line) if whole else {}
            if "run" in read:
                self.was_cut_short = read["run"] == "begin"
            elif isinstance(read.get("out"), str):
                entries.append(_hash(read["out"]) << _OFFSET | at)
            at += len(line)
        if not whole:
            self._file.write(b"\n")  # what comes next begins a line of its own
        return entries, lines

    def _latest(self, entries: array[int]) -> array[int]:
        """Return the entries sorted, the last line alone of those that are sure to be of one name."""
        ordered = array("Q", sorted(entries))
        kept = array("Q")
        for at, entry in enumerate(ordered):
            following = ordered[at + 1] if at + 1 < len(ordered) else None
            if following is None or following >> _OFFSET != entry >> _OFFSET or not self._same(entry, following):
                kept.append(entry)
        return kept

    def _same(self, one: int, other: int) -> bool:
        mask = (1 << _OFFSET) - 1
        return _parsed(self._line(one & mask)).get("out") == _parsed(self._line(other & mask)).get("out")

    def _write_anew(self, last: array[int]) -> None:
        draft = self.path.with_name(f".{self.path.name}.part")
        try:
            with draft.open("wb") as file:
                for line in self._lines(last):
                    file.write(line)
                if self.was_cut_short:
                    file.write(b'{"run":"begin"}\n')
            old = self._file
            draft.replace(self.path)
            self._file = self.path.open("a+b")
            old.close()
            self._lock()
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror or error}") from error
        finally:
            draft.unlink(missing_ok=True)

    def _lines(self, entries: array[int]) -> Iterator[bytes]:
        for offset in sorted(entry & ((1 << _OFFSET) - 1) for entry in entries):
            yield self._line(offset)


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=3).digest(), "big")


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _record(line: dict[str, Any]) -> Record | None:
    """Return the record of a line; None where a hand has changed it to something else."""
    key, digest, pages, proof = (line.get(name) for name in ("key", "digest", "pages", "proof"))
    files, pictures = line.get("files"), line.get("pictures")
    if not (isinstance(key, str) and isinstance(digest, str) and isinstance(proof, str)):
        return None
    if not (pages is None or isinstance(pages, int)):
        return None
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in (files, pictures)):
        return None
    return Record(
        key=key, digest=digest, pages=pages, proof=proof, files=tuple(files or ()), pictures=tuple(pictures or ())
    )
