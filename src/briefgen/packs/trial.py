"""Try a pack: read its files, run its templates over briefs of many kinds, and tell every fault with its place.

The briefs are the examples, the starter, one in which every part of the model is filled, and one that says nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from briefgen import resources
from briefgen.compose import catalogues
from briefgen.compose.figures import available, promised
from briefgen.compose.places import Pack
from briefgen.content.model import Brief
from briefgen.errors import BriefgenError, Fault, Place, TemplateError
from briefgen.packs.reading import faults_of, is_listed
from briefgen.packs.spoken import spoken

_AUDIENCES = (".toml", ".yaml", ".yml", ".json")
_PASSED_OVER = ("node_modules", "build", "dist", "__pycache__", "site-packages")
_QUOTED = re.compile(r"'([^']+)'|<(/?[\w-]+)>")


class Tried(Struct, frozen=True, kw_only=True):
    """What was found: faults, and notes on what could be better; both in the order of files and lines."""

    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    files: int = 0
    templates: int = 0  # that were run


def try_pack(path: Path) -> Tried:
    """Check a template file, or all templates, catalogues, themes and audiences in a folder.

    Raises TemplateError where there is nothing to check.
    """
    if path.is_file():
        packs = {Pack(path.parent, str(path.parent)): [path]}
        themes, audiences = [path.parent / "theme.toml"], [path.parent / "audience.toml"]
    elif path.is_dir():
        packs = _packs(path)
        themes = [file for file in _files(path, ".toml") if file.name == "theme.toml" or file.parent.name == "themes"]
        audiences = [
            file
            for ending in _AUDIENCES
            for file in _files(path, ending)
            if file.stem == "audience" or file.parent.name == "audiences"
        ]
    else:
        raise TemplateError(Fault(what=f"there is no template or folder {path}"))
    if not packs and not themes and not audiences:
        raise TemplateError(Fault(what=f"{path} holds no templates", mend="their names end with .html.j2"))
    faults: list[Fault] = []
    notes: list[Fault] = []
    figures = _figures(path) if path.is_dir() else {}
    read = run = 0
    for pack, files in packs.items():
        for file in files:
            found = faults_of(pack, file)
            listed = is_listed(file) and file.parent == pack.folder and file.parent.name != "components"
            with promised(figures):
                faults += [*found, *(_dry_run(file, found) if listed else ())]
            run += listed
        spoken_faults, spoken_notes = spoken(pack, files)
        faults += spoken_faults
        notes += spoken_notes
        read += len(files) + len(catalogues.languages(pack.folder / "locale"))
    for file in (file for file in themes if file.is_file()):
        faults += _faults(lambda file=file: _load_theme(file))  # type: ignore[misc]
        read += 1
    own = {file.name.removesuffix(".html.j2") for files in packs.values() for file in files if is_listed(file)}
    own |= {file.stem for file in themes}
    for file in (file for file in audiences if file.is_file()):
        faults += _faults(lambda file=file: _load_audience(file, own))  # type: ignore[misc]
        read += 1
    notes += _undrawn(figures)
    return Tried(faults=_told_once(faults), notes=_told_once(notes), files=read, templates=run)


def _figures(folder: Path) -> dict[str, Path]:
    """Return the figures that the packages below a folder bring, each with the file that says so."""
    found: dict[str, Path] = {}
    for file in _files(folder, ".toml"):
        if file.name == "pyproject.toml":
            try:
                project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
                found |= dict.fromkeys(project["entry-points"]["briefgen.figures"], file)
            except (KeyError, TypeError, ValueError, OSError):
                continue  # what is wrong with such a file, pip says
    return found


def _undrawn(figures: Mapping[str, Path]) -> Iterator[Fault]:
    """Note the figures that were not drawn; code of a pack is run only where it has been installed."""
    known = {name for name, _ in available()}
    for name, file in figures.items():
        if name not in known:
            what = f"the figure '{name}' was not drawn: the pack is not installed"
            yield Fault(what=what, place=Place(file=str(file)), mend=f"pip install {file.parent}, then check again")


def _packs(folder: Path) -> dict[Pack, list[Path]]:
    """Return the packs below a folder with all their template files: a pack begins where the first templates stand."""
    found: dict[Pack, list[Path]] = {}
    for file in _files(folder, ".j2"):
        pack = next((pack for pack in found if file.is_relative_to(pack.folder)), None)
        found.setdefault(pack or Pack(file.parent, str(file.parent)), []).append(file)
    return found


def _files(folder: Path, ending: str) -> list[Path]:
    """Return the files below a folder, those nearer to it first; not those of environments and builds."""
    found = []
    for file in folder.rglob(f"*{ending}"):
        inner = file.relative_to(folder).parts[:-1]
        if file.is_file() and not any(part.startswith(".") or part in _PASSED_OVER for part in inner):
            found.append(file)
    return sorted(found, key=lambda file: (len(file.parts), file))


# ---------------------------------------------------------------- running


@lru_cache(maxsize=1)
def briefs() -> tuple[tuple[str, Brief, Path | None], ...]:
    """Return the briefs that templates are tried with, each with what it is called and its folder."""
    from briefgen.content.loading import load

    files = [*sorted(resources.folder("examples").glob("*/brief.yaml"))]
    files += [resources.folder("templates") / name for name in ("starter/brief.yaml", "samples/everything.yaml")]
    empty = ("a brief that says nothing", Brief(id="empty", title="Nothing"), None)
    return (*((_called(file), load(file), file.parent) for file in files), empty)


def _called(file: Path) -> str:
    names = {"starter": "the starter brief", "samples": "the brief in which everything is filled"}
    return names.get(file.parent.name, f"the example {file.parent.name}")


def _dry_run(file: Path, known: Iterable[Fault]) -> list[Fault]:
    """Run a template over all briefs; a fault that only some of them show names the first of these."""
    from briefgen.compose.templates import compose

    told = {(fault.place, fault.what) for fault in known}
    found: dict[Fault, list[str]] = {}
    for name, brief, base in briefs():

        def run(brief: Brief = brief, base: Path | None = base) -> None:
            document = compose(brief, str(file), base=base)
            if document.theme:
                _load_theme(document.theme)

        for fault in _faults(run):
            found.setdefault(fault, []).append(name)
    return [
        fault if len(names) == len(briefs()) else replace(fault, what=f"{fault.what} (seen with {names[0]})")
        for fault, names in found.items()
        if (fault.place, fault.what) not in told
    ]


def _load_theme(name: str | Path) -> None:
    from briefgen.layout.fonts import faces
    from briefgen.theme import load_theme

    faces(load_theme(str(name) if "/" in str(name) or not str(name).endswith(".toml") else f"./{name}"))


def _load_audience(file: Path, own: Collection[str]) -> None:
    """Load an audience, its template and its theme; those of its own pack, `own`, need not be installed yet."""
    from briefgen.audience.profile import load_audience
    from briefgen.compose.places import find

    audience = load_audience(str(file) if file.is_absolute() else f"./{file}")
    try:
        if audience.template and audience.template not in own:
            find(audience.template)
        if audience.theme and audience.theme not in own:
            _load_theme(audience.theme)
    except BriefgenError as error:
        raise TemplateError(*(_at_file(fault, file) for fault in error.faults)) from None


def _at_file(fault: Fault, file: Path) -> Fault:
    return fault if fault.place is not None else replace(fault, place=Place(file=str(file)))


def _faults(work: Callable[[], object]) -> tuple[Fault, ...]:
    try:
        work()
    except BriefgenError as error:
        return error.faults
    return ()


# ---------------------------------------------------------------- telling


def _told_once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return each fault once, with its column, in the order of files and lines."""
    placed = dict.fromkeys(_with_column(fault) for fault in faults)
    return tuple(sorted(placed, key=lambda fault: _order(fault.place)))


def _order(place: Place | None) -> tuple[str, int, int]:
    return (place.file, place.line, place.column) if place is not None else ("", 0, 0)


def _with_column(fault: Fault) -> Fault:
    """Find the word that a fault names in its line of a template; else the line's first word."""
    place = fault.place
    if place is None or not place.line or place.column or not place.file.endswith((".j2", ".html")):
        return fault
    line = _line(place)
    for word in _named(fault.what):
        at = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])" if word[0] != "<" else re.escape(word), line)
        if at is not None:
            return replace(fault, place=replace(place, column=at.start() + 1))
    return replace(fault, place=replace(place, column=len(line) - len(line.lstrip()) + 1))


def _named(what: str) -> Iterator[str]:
    yield from (f"<{tag}" if tag else quoted for quoted, tag in _QUOTED.findall(what))


def _line(place: Place) -> str:
    try:
        lines = Path(place.file).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    return lines[place.line - 1] if place.line <= len(lines) else ""
