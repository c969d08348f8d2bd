"""Where templates stand: the path given, ./templates, the user's own folder, installed packs, the built-in pack.

A template sees the files of its own place first and then the built-in pack, never those of another place; with
`builtin/NAME` it names the built-in one even where its own place has one of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from msgspec import Struct

from briefgen import resources
from briefgen.errors import Fault, Place, TemplateError, nearest

_ENDING = ".html.j2"
_READABLE = (".j2", ".html", ".htm")
_LARGEST = 1_000_000  # bytes of a template file
_NAME = re.compile(r"[^\W_][\w .-]*")
_COMMENT = re.compile(r"\{#-?(.*?)-?#\}", re.DOTALL)


class Pack(Struct, frozen=True):
    """A folder of templates, and what `templates list` says of where it is."""

    folder: Path
    where: str


class Found(Struct, frozen=True, eq=False):
    """A template: its name, the file's name in its pack, and the pack."""

    name: str
    file: str
    pack: Pack


def find(template: str) -> Found:
    """Find a template by path or name. Raises TemplateError with the nearest name."""
    if "/" in template or "\\" in template or template.endswith(_READABLE):
        path = Path(template)
        if not resources.is_file(path):
            raise TemplateError(Fault(what=f"there is no template file {template}"))
        name = path.name.removesuffix(".j2").removesuffix(".html")
        return Found(name, path.name, Pack(path.parent, str(path.parent)))
    for pack in packs():
        file = f"{template}{_ENDING}"
        if _NAME.fullmatch(template) and template != "base" and resources.is_file(pack.folder / file):
            return Found(template, file, pack)
    known = [name for name, _, _ in available()]
    mend = nearest(template, known) or (f"there are: {', '.join(known)}" if known else "")
    raise TemplateError(Fault(what=f"there is no template '{template}'", mend=mend))


def packs() -> Iterator[Pack]:
    """Yield the places that names are looked up in, in order."""
    return (Pack(*place) for place in resources.places("templates", built_in().folder))


def available() -> list[tuple[str, str, str]]:
    """Return name, description and place of every template that a name finds; of two of one name, the one found."""
    rows: dict[str, tuple[str, str, str]] = {}
    for pack in packs():
        for path in sorted(pack.folder.glob(f"*{_ENDING}")) if pack.folder.is_dir() else ():
            name = path.name.removesuffix(_ENDING)
            if name not in rows and name != "base" and _NAME.fullmatch(name) and path.is_file():
                rows[name] = (name, _description(path), pack.where)
    return list(rows.values())


def built_in() -> Pack:
    return Pack(resources.folder("templates") / "pack", "built in")


def _description(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            comment = _COMMENT.search(file.read(4000))
    except OSError:
        return ""
    return " ".join(comment.group(1).split()) if comment else ""


class PackLoader(BaseLoader):
    """Loads the template files of one pack and of the built-in one, and nothing outside their folders."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, object]:  # type: ignore[override]
        path = self._find(template)
        if path is None:
            raise TemplateNotFound(template)
        if path.stat().st_size > _LARGEST:
            raise TemplateError(Fault(what=f"is larger than {_LARGEST:,} bytes", place=Place(file=str(path))))
        changed = path.stat().st_mtime_ns
        try:
            source = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            what = f"is not UTF-8: byte {error.start} does not belong"
            raise TemplateError(Fault(what=what, place=Place(file=str(path)))) from None
        except OSError as error:
            raise TemplateError(Fault(what=f"cannot be read: {error.strerror}", place=Place(file=str(path)))) from None
        return source, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == changed

    def list_templates(self) -> list[str]:
        """Return the names that templates here may name, for "did you mean"."""
        names = []
        for root, prefix in self._roots():
            for below in ("", "components/"):
                if below.startswith(prefix) or not prefix:
                    names += [f"{below}{path.name}" for path in sorted((root / below).glob("*.j2"))]
        return [name for name in dict.fromkeys(names) if self._find(name) is not None]

    def _roots(self) -> tuple[tuple[Path, str], ...]:
        """Return the folders to look in, with the beginning that a name must have there."""
        pack = built_in()
        return (self.pack.folder, ""), (pack.folder, ""), (pack.folder.parent, "components/")

    def _find(self, name: str) -> Path | None:
        roots = self._roots()
        if name.startswith("builtin/"):
            name, roots = name.removeprefix("builtin/"), roots[1:]
        parts = name.split("/")
        if not name.endswith(_READABLE) or "\\" in name or ":" in name or "\0" in name:
            return None
        if any(part in ("", ".", "..") for part in parts):
            return None
        for root, prefix in roots:
            path = root.joinpath(*parts)
            if name.startswith(prefix) and resources.is_file(path) and path.resolve().is_relative_to(root.resolve()):
                return path
        return None
