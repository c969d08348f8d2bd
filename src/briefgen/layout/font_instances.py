"""Variable fonts as static files: one weight cut out, kept in the user's cache folder under a name from its content."""

from __future__ import annotations

import atexit
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefgen import resources

_RECIPE = "1"  # changes when what is made of the same font changes


def instance(data: bytes, weight: int, stem: str) -> Path:
    """Return a file that holds the font `data` at `weight` on its `wght` axis (0: it has none).

    Other axes stay at their defaults. It is made once for each user; where nothing can be kept it lives as long as the
    process. Raises OSError where nothing can be written at all, ValueError where the font cannot be cut.
    """
    import uharfbuzz

    made_of = f"{_RECIPE} {uharfbuzz.version_string()} {weight} ".encode()
    name = f"{stem}-{weight}-{sha256(made_of + data).hexdigest()[:20]}.ttf"
    for folder in (_cached, _own_folder):
        try:
            path = folder() / name
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, _cut(data, weight))
            return path
        except (OSError, RuntimeError):  # no room, no rights, no home
            if folder is _own_folder:
                raise
    raise AssertionError


def _cut(data: bytes, weight: int) -> bytes:
    import uharfbuzz

    face = uharfbuzz.Face(data)
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    if weight:
        wanted.pin_axis_location(face, "wght", float(weight))
    made: Any = uharfbuzz.subset(face, wanted)
    if made is None:
        raise ValueError("the variable font cannot be cut at a weight")
    return bytes(made.blob.data)


def _write(path: Path, data: bytes) -> None:
    """Put the file into place whole, so that another process never reads half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _cached() -> Path:
    return resources.cache("fonts")


_own: list[Path] = []


def _own_folder() -> Path:
    """Return a folder of this process, removed at its end."""
    from shutil import rmtree
    from tempfile import mkdtemp

    if not _own:
        _own.append(Path(mkdtemp(prefix="briefgen-")))
        atexit.register(rmtree, _own[0], ignore_errors=True)
    return _own[0]
