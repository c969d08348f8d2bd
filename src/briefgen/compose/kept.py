"""Compiled templates, kept on disk: to compile those of a full brief takes as long as all else of its first document.

They are code, as Python's own `__pycache__` is, and are trusted as far: only what this user, and nobody else, can have
written is read. A file is named by the whole of what it was made from: the template's text and place, the sandbox's
own code and the versions of all that had a part in it. What is damaged, or is not ours, is compiled anew.
BRIEFGEN_CACHE says where they are kept, `off` that they are not; PYTHONDONTWRITEBYTECODE lets none be written.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefgen import resources

_MOST_FILES = 500  # of all templates of all packs; the oldest go first
_LARGEST = 10_000_000  # bytes
_SUM = 32  # bytes of a file's sum, which stands before the rest


def name_of(*made_of: object) -> str:
    """Return the name of what was made from all this, for `read` and `write`."""
    return sha256(repr((sys.version, sys.flags.optimize, *made_of)).encode("utf-8", "surrogatepass")).hexdigest()


def read(name: str) -> Any:
    """Return what was kept under a name, None where nothing is."""
    folder = _folder()
    if folder is None:
        return None
    try:
        handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            data = file.read(_LARGEST) if _is_ours(os.fstat(handle), stat.S_ISREG) else b""
        return marshal.loads(data[_SUM:]) if data and sha256(data[_SUM:]).digest() == data[:_SUM] else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write(name: str, value: Any) -> None:
    """Keep a value, whole or not at all; where nothing can be kept, nothing is."""
    folder = _folder()
    if folder is None or sys.dont_write_bytecode:
        return
    data = marshal.dumps(value)
    draft = folder / f".{name}.{os.urandom(4).hex()}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sha256(data).digest() + data)
        draft.replace(folder / name)
        _sweep(folder)
    except OSError:
        draft.unlink(missing_ok=True)


def _folder() -> Path | None:
    """Return the folder, made if it is missing; None where nothing may be kept, or somebody else could write there."""
    if not hasattr(os, "getuid"):  # where files have no owner to ask for
        return None
    try:
        folder = resources.cache("templates")
        if not folder.is_dir() and not sys.dont_write_bytecode:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder.lstat(), stat.S_ISDIR) else None
    except (OSError, RuntimeError):  # off, no rights, no home
        return None


def _is_ours(found: os.stat_result, is_kind: Any) -> bool:
    return is_kind(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


def _sweep(folder: Path) -> None:
    files = list(folder.iterdir())
    if len(files) > _MOST_FILES:
        files.sort(key=lambda file: file.stat().st_mtime)
        for file in files[: len(files) - _MOST_FILES]:
            file.unlink(missing_ok=True)
