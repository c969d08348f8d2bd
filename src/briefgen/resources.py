"""Where files stand: what ships with briefgen, what installed packs bring, what the user keeps for all projects."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_PACKAGE = Path(__file__).resolve().parent


@lru_cache(maxsize=8)
def folder(name: str) -> Path:
    """Return the folder `templates`, `examples` or `seeds` that ships with this briefgen."""
    packed = _PACKAGE / name
    return packed if packed.is_dir() else _PACKAGE.parents[1] / name


def is_file(path: Path) -> bool:
    """Say whether a file stands there. A name that no file can have, such as one too long, is a no and no error."""
    return os.path.isfile(path)


def brief_file(path: str | Path) -> str | Path:
    """Return the file of a brief: the brief.yaml of a folder, and any other path as it is given."""
    return os.path.join(path, "brief.yaml") if os.path.isdir(path) else path


def places(kind: str, shipped: Path) -> Iterator[tuple[Path, str]]:
    """Yield the folders that a name of `templates`, `themes`, `audiences` or `handling` is looked up in, in order.

    Each comes with what it is called in lists; `shipped` is the built-in one. A folder need not be there.
    """
    yield Path(kind), f"./{kind}"
    own = personal(kind)
    yield own, str(own)
    yield from installed(kind)
    yield shipped, "built in"


def personal(kind: str) -> Path:
    """Return the user's own folder of `templates`, `themes`, `audiences` or `handling`; it need not be there."""
    import click

    return Path(click.get_app_dir("briefgen")) / kind


def cache(kind: str) -> Path:
    """Return the folder for files of a kind that can be made again: in $BRIEFGEN_CACHE, or the system's place for such.

    Raises OSError where BRIEFGEN_CACHE is `off`, RuntimeError where the user has no home.
    """
    said = os.environ.get("BRIEFGEN_CACHE")
    if said == "off":
        raise OSError("BRIEFGEN_CACHE is off")
    if said:
        return Path(said) / kind
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "briefgen" / kind


def offered(kind: str) -> Iterable[EntryPoint]:
    """Return the entry points `briefgen.KIND` of installed packages."""
    from importlib.metadata import entry_points

    return entry_points(group=f"briefgen.{kind}")


@lru_cache(maxsize=8)
def installed(kind: str) -> tuple[tuple[Path, str], ...]:
    """Return the folders that installed packages name in the entry points `briefgen.KIND`, with whose they are.

    An entry point is a `package` or `package:folder`.
    """
    from importlib.util import find_spec

    found = []
    for entry in sorted(offered(kind), key=lambda entry: entry.name):
        try:
            spec = find_spec(entry.module)
        except (ImportError, AttributeError, ValueError):
            continue  # a package that is half gone must not stop the others
        for location in (spec.submodule_search_locations or ()) if spec is not None else ():
            folder = Path(location).joinpath(*entry.attr.split(".")) if entry.attr else Path(location)
            found.append((folder, f"package {entry.module}"))
    return tuple(found)
