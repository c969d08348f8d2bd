"""Finding a theme by its name, and loading it over the theme that it extends."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen import resources
from briefgen.errors import Fault, ThemeError, nearest
from briefgen.theme.checks import check
from briefgen.theme.model import Theme

_KEPT = 16  # themes that are remembered


def find_theme(name: str, *, folders: tuple[Path, ...] = ()) -> Path:
    """Return the file of the theme `name`: a path, or a name in `folders`, ./themes, the user's own folder, those of
    installed packs (entry points `briefgen.themes`), or the built-in one.

    Raises ThemeError with the nearest name where there is none.
    """
    if name.endswith(".toml") or "/" in name:
        path = Path(name)
        if resources.is_file(path):
            return path
        raise ThemeError(f"there is no theme file {name}")
    named = resources.places("themes", resources.folder("templates") / "themes")
    places = (*folders, *(folder for folder, _ in named))
    for place in places:
        path = place / f"{name}.toml"
        if resources.is_file(path):
            return path
    known = sorted({path.stem for place in places for path in place.glob("*.toml")})
    raise ThemeError(
        Fault(what=f"there is no theme '{name}'", mend=nearest(name, known) or f"there are: {', '.join(known)}")
    )


def load_theme(name: str, *, folders: tuple[Path, ...] = ()) -> Theme:
    """Load a theme by name or path, over the theme that it extends. Raises ThemeError with all faults at once.

    The same object comes again for as long as all that was read and looked for is the same, so that words are measured
    once in a process: do not change it.
    """
    path = find_theme(name, folders=folders)
    key = (os.path.abspath(path), folders)
    theme, ground = _loaded.get(key, (None, None))
    if theme is None or ground is None or not ground.holds():
        ground = _Ground()
        theme = _load(path, folders, (), ground)
        while len(_loaded) >= _KEPT:
            _loaded.pop(next(iter(_loaded)))
        _loaded[key] = (theme, ground)
    return theme


class _Ground(Struct, frozen=True):
    """What a theme was made of: texts that were read, files that were looked for, names that were looked up."""

    texts: list[tuple[Path, str]] = field(default_factory=list)
    files: list[tuple[Path, object]] = field(default_factory=list)
    names: list[tuple[str, tuple[Path, ...], Path]] = field(default_factory=list)

    def holds(self) -> bool:
        """Say whether all is as it was."""
        try:
            return (
                all(path.read_bytes().decode() == text for path, text in self.texts)
                and all(_identity(path) == identity for path, identity in self.files)
                and all(find_theme(name, folders=folders) == path for name, folders, path in self.names)
            )
        except (OSError, ValueError, ThemeError):
            return False


_loaded: dict[tuple[str, tuple[Path, ...]], tuple[Theme, _Ground]] = {}


def _identity(path: Path) -> object:
    """Return what tells one file from another that might stand there in its place; None for none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _load(path: Path, folders: tuple[Path, ...], below: tuple[Path, ...], ground: _Ground) -> Theme:
    from briefgen.data import syntax, typed

    if path.resolve() in below:
        raise ThemeError(Fault(what=f"the theme {path.name} extends itself"))
    tree = syntax.read(path, error=ThemeError)
    ground.texts.append((path.absolute(), tree.text))
    own = _resolve_files(typed.build(Theme, tree, error=ThemeError), path.parent, ground)
    theme = own
    if own.extends:
        places = (path.parent, *folders)
        base = find_theme(own.extends, folders=places)
        ground.names.append((own.extends, places, base))
        theme = _overlay(_load(base, folders, (*below, path.resolve()), ground), own, tree.value)
    check(theme, tree)
    return theme


def _resolve_files(theme: Theme, folder: Path, ground: _Ground) -> Theme:
    """Point files that stand beside the theme at their full path; other fonts are looked up by `layout.fonts`."""

    def beside(file: str) -> str:
        if not file:
            return file
        path = folder / file
        ground.files.append((path.absolute(), _identity(path)))
        return str(path.resolve()) if resources.is_file(path) else file

    fonts = {
        key: replace(
            family,
            regular=beside(family.regular),
            bold=beside(family.bold),
            italic=beside(family.italic),
            bold_italic=beside(family.bold_italic),
        )
        for key, family in theme.fonts.items()
    }
    spare = tuple(replace(one, regular=beside(one.regular), bold=beside(one.bold)) for one in theme.fallback)
    paper = replace(theme.letterhead, docx=beside(theme.letterhead.docx), pdf=beside(theme.letterhead.pdf))
    return replace(theme, fonts=fonts, fallback=spare, letterhead=paper)


def _overlay(under: Any, over: Any, said: Any) -> Any:
    """Return `under` with what `over` really says: `said` holds the keys that stand in its file."""
    if isinstance(under, Struct) and isinstance(said, Mapping):
        changes = {key: _overlay(getattr(under, key), getattr(over, key), said[key]) for key in said}
        return replace(under, **changes)
    if isinstance(under, dict) and isinstance(said, Mapping):
        merged = {key: _overlay(under[key], over[key], said[key]) if key in under else over[key] for key in said}
        return {**under, **merged}
    return over
