"""All that a job draws on beside its brief, as one hash: briefgen itself, templates, themes, audiences.

Rather too much is hashed than too little: a folder where names are looked up counts whole, with what is not used of it.
Files that a template, a theme or an audience outside these folders names are followed one by one. A hash is taken
before its files are read, so that a change in between is done again next time, and never taken for done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import __version__, resources
from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.batch.jobs import Job
    from briefgen.compose.places import Found
    from briefgen.theme import Theme

_PACKAGE = Path(__file__).resolve().parents[1]
_KINDS = ("templates", "themes", "audiences", "handling")
_PASSED_OVER = ("__pycache__", "examples", "seeds")
# Packages whose own version may change a document's bytes, beside those that briefgen itself asks for.
_FURTHER = ("justmytype-intl-cjk",)


@lru_cache(maxsize=4)
def house(_run: str) -> str:
    """Return the hash of this briefgen: its version and files, its Python, the packages it stands on.

    Taken once for each run; two machines whose hashes are equal make the same bytes.
    """
    import zlib

    said = [__version__, sys.version, zlib.ZLIB_RUNTIME_VERSION, *_packages()]
    files = [*_files(_PACKAGE), *_files(resources.folder("templates"))]
    return _hashed("\n".join(said).encode(), *(_named(path, base) for base, path in files))


@lru_cache(maxsize=1)
def _packages() -> tuple[str, ...]:
    """Return the packages that this process stands on, with their versions."""
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    asked = [line for line in requires("briefgen") or () if ";" not in line]
    found = []
    for name in sorted({re.split(r"[^\w.-]", line)[0] for line in asked} | {*_FURTHER}):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} is not there")
    return tuple(found)


def ground(job: Job, run: str) -> str:
    """Return the hash of all that a job draws on beside its brief; taken once for each run, template, theme, reader."""
    reader = job.audience
    if reader is None or isinstance(reader, str | Path):
        return _ground(run, job.template, job.theme, str(reader or ""))
    schemes = tuple(reader.release.highest) if reader.release is not None else ()
    around = _ground(run, job.template or reader.template, job.theme or reader.theme, "", schemes)
    return hashed((around, repr(reader)))


@lru_cache(maxsize=64)
def _ground(run: str, template: str, theme: str, audience: str, schemes: tuple[str, ...] = ()) -> str:
    return _hashed(
        house(run).encode(),
        _places(run).encode(),
        repr((template, theme, audience)).encode(),
        *(_named(path, None) for path in dict.fromkeys(_followed(template, theme, audience, schemes))),
    )


def lookups() -> list[Path]:
    """Return the folders, of those that names are looked up in, that are there in this folder."""
    return [Path(kind) for kind in _KINDS if Path(kind).is_dir()]


@lru_cache(maxsize=4)
def _places(_run: str) -> str:
    """Return the hash of the folders that names are looked up in: here, the user's own, those of installed packs."""
    parts = []
    for kind in _KINDS:
        shipped = resources.folder("templates") / kind
        for folder, _ in resources.places(kind, shipped):
            if folder != shipped and folder.is_dir():
                parts += [_named(path, base, kind) for base, path in _files(folder)]
    return _hashed(*parts)


def _followed(template: str, theme: str, audience: str, schemes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files outside of the looked-up folders that are named by a path, and what these name in turn."""
    from briefgen.audience.profile import load_audience

    try:
        if audience:
            if _is_path(audience):
                yield Path(audience)
            reader = load_audience(audience)
            template, theme = template or reader.template, theme or reader.theme
            schemes += tuple(reader.release.highest) if reader.release is not None else ()
        yield from (Path(name) for name in schemes if _is_path(name))
        yield from _of_template(template or "full")
        yield from _of_theme(theme) if theme else _of_any_theme()
    except BriefgenError:
        return  # the job will say what is wrong, and leave no record


def _of_template(template: str) -> Iterator[Path]:
    """Yield the files of a template given as a path: those it includes, catalogues, themes that it may take."""
    from briefgen.compose import places

    found = places.find(template)
    if not _is_path(template):
        return
    yield from _included(found)
    folder = found.pack.folder
    yield from sorted(folder.glob("locale/*/*.po"))
    for beside in (folder, folder / "themes", folder.parent / "themes"):
        for path in sorted(beside.glob("*.toml")):
            yield path
            yield from _of_theme(str(path))


def _included(found: Found) -> Iterator[Path]:
    """Yield a template's file and all that it extends, imports or includes."""
    from jinja2 import Environment, TemplateError, TemplateNotFound, meta

    from briefgen.compose.places import PackLoader

    loader = PackLoader(found.pack)
    reader = Environment(extensions=["jinja2.ext.loopcontrols"])  # only parses
    waiting, seen = [found.file], {found.file}
    while waiting:
        try:
            source, path, _ = loader.get_source(reader, waiting.pop())
            named = list(meta.find_referenced_templates(reader.parse(source)))
        except (BriefgenError, TemplateError, TemplateNotFound):
            continue  # the job will say so
        yield Path(path)
        if None in named:  # the name is reckoned only when it runs: it may be any
            yield from sorted(
                path for ending in ("j2", "html", "htm") for path in found.pack.folder.rglob(f"*.{ending}")
            )
        fresh = [name for name in named if name is not None and name not in seen]
        seen.update(fresh)
        waiting += fresh


def _of_any_theme() -> Iterator[Path]:
    """Yield what the themes outside of briefgen name that stands elsewhere: a template may take any of them."""
    shipped = resources.folder("templates") / "themes"
    for folder, _ in resources.places("themes", shipped):
        for path in sorted(folder.glob("*.toml")) if folder != shipped else ():
            yield from _of_theme(str(path))


def _of_theme(name: str) -> Iterator[Path]:
    """Yield a theme's file, those it extends, its fonts and its letterhead."""
    from briefgen.theme import find_theme, load_theme

    try:
        theme = load_theme(name)
    except BriefgenError:
        if _is_path(name):
            yield Path(name)
        return
    path = find_theme(name)
    yield path
    for _ in range(20):  # a theme that extends itself does not load
        under = _extended(path)
        if not under:
            break
        path = find_theme(under, folders=(path.parent,))
        yield path
    yield from _named_by(theme)


def _extended(path: Path) -> str:
    from briefgen.data import syntax

    value = syntax.read(path).value
    return str(value.get("extends") or "") if isinstance(value, dict) else ""


def _named_by(theme: Theme) -> Iterator[Path]:
    fonts = [
        file
        for family in theme.fonts.values()
        for file in (family.regular, family.bold, family.italic, family.bold_italic)
    ]
    spare = [file for one in theme.fallback for file in (one.regular, one.bold)]
    for file in (*fonts, *spare, theme.letterhead.docx, theme.letterhead.pdf):
        if file and os.path.isabs(file):  # any other is among the shipped ones
            yield Path(file)


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or "." in name


# ---------------------------------------------------------------- hashes


def digest_of(path: str | Path) -> str:
    """Return the SHA-256 of a file in hex; "" where it cannot be read."""
    try:
        with open(path, "rb") as file:
            found = sha256()
            while piece := file.read(1 << 20):
                found.update(piece)
    except (OSError, ValueError):
        return ""
    return found.hexdigest()


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield a folder with each file below it, in order; not the hidden, and not what no document draws on."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _PASSED_OVER and not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield folder, Path(root, name)


def _named(path: Path, base: Path | None, kind: str = "") -> bytes:
    """Return a file's name below `base` (None: its bare name) and the hash of its bytes."""
    name = path.relative_to(base).as_posix() if base is not None else path.name
    return f"{kind}/{name} {_digest_once(path)}".encode("utf-8", "surrogatepass")


def _digest_once(path: Path) -> str:
    """Return the hash of a file, which is read once for as long as the system says that it was not touched."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return ""
    return _digest_of_state(str(path), state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache(maxsize=4096)
def _digest_of_state(path: str, *_state: int) -> str:
    return digest_of(path)


def _hashed(*parts: bytes) -> str:
    found = sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def hashed(parts: Iterable[str]) -> str:
    """Return one hash over texts, each told apart from the next."""
    return _hashed(*(part.encode("utf-8", "surrogatepass") for part in parts))
