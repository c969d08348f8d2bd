"""Where audiences and handling schemes stand: a path, ./KIND, the user's own folder, packs, the built-in ones.

Packs name their folder through the entry points `briefgen.audiences` and `briefgen.handling`: `package` or
`package:folder`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from briefgen import resources
from briefgen.errors import AudienceError, Fault, nearest

Kind: TypeAlias = Literal["audiences", "handling"]

_ENDINGS = (".toml", ".yaml", ".yml", ".json")
_NOUNS = {"audiences": "audience", "handling": "handling scheme"}


def find(kind: Kind, name: str) -> Path:
    """Return the file of an audience or scheme by path or name. Raises AudienceError with the nearest name."""
    noun = _NOUNS[kind]
    if "/" in name or "\\" in name or name.endswith(_ENDINGS):
        path = Path(name)
        if resources.is_file(path):
            return path
        raise AudienceError(Fault(what=f"there is no {noun} file {name}"))
    for folder, _ in folders(kind) if name else ():
        stem = os.path.join(folder, name)
        for ending in _ENDINGS:
            if os.path.isfile(stem + ending):
                return Path(stem + ending)
    known = [stem for stem, _, _ in available(kind)]
    mend = nearest(name, known) or f"there are: {', '.join(known)}"
    raise AudienceError(Fault(what=f"there is no {noun} '{name}'", mend=mend))


def available(kind: Kind) -> list[tuple[str, Path, str]]:
    """Return name, file and place of all that a name finds; of two of one name, the one found."""
    rows: dict[str, tuple[str, Path, str]] = {}
    for folder, where in folders(kind):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix in _ENDINGS and path.is_file():
                rows.setdefault(path.stem, (path.stem, path, where))
    return list(rows.values())


def folders(kind: Kind) -> Iterator[tuple[Path, str]]:
    """Yield the places that names are looked up in, in order, each with what it is called."""
    return resources.places(kind, resources.folder("templates") / kind)
