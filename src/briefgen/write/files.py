"""Files are written beside their place and moved into it whole: never half a file, never one lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

from briefgen.errors import OutputError

_DRAFT = re.compile(r"\.(.+)\.[0-9a-f]{8}\.part")
_LONGEST = 180  # bytes of a name that go into that of its draft: a file system takes 255


def save(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path`, replacing what is there only once the new file is whole.

    Missing folders are made. With `durable` it is on the disk when this returns, which takes milliseconds. Raises
    OutputError where the file cannot be written; the old one then stands untouched.
    """
    target = path.resolve() if path.is_symlink() else path
    beside = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        draft = target.with_name(f".{_begun(target.name)}.{os.urandom(4).hex()}.part")
        # Made by the system with the mode that a new file has: to ask for the mask is to change it for all threads.
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        beside = draft
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(target)
        beside = None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def sweep(folder: Path, name: str = "") -> None:
    """Remove the drafts that killed processes have left in a folder: of the file `name`, or of all below it."""
    for root, folders, files in os.walk(folder):
        for file in files:
            draft = _DRAFT.fullmatch(file)
            if draft is not None and _begun(name) in ("", draft[1]):
                Path(root, file).unlink(missing_ok=True)
        if name:
            folders.clear()


def _begun(name: str) -> str:
    return name.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore")
