"""Patterns and what they match, in order; the file that each brief, audience and format goes to.

A result stands where its brief stands below the part of the pattern that holds no wildcard: of `briefs/**/*.yaml`,
`briefs/asia/korea.yaml` goes to `OUT/asia/korea.minister.pdf`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from briefgen.data.syntax import ENDINGS
from briefgen.errors import Fault, InputError, OutputError, nearest
from briefgen.resources import brief_file

_WILD = re.compile(r"[*?\[]")
_TOLD = 20  # faults; of a thousand collisions the first few say all


class Match(Struct, frozen=True):
    """A brief's file, as the user would name it, and the folder whose inside is mirrored; there may be a million."""

    path: str
    folder: str

    @property
    def stem(self) -> str:
        """The file's place below the folder, without its ending."""
        inner = os.path.relpath(self.path, self.folder or ".")
        if inner.startswith(os.pardir + os.sep):
            inner = os.path.basename(self.path)
        return os.path.splitext(inner)[0]


def find(patterns: Iterable[str], out: Path) -> list[Match]:
    """Return the briefs that patterns, files and folders (for the brief.yaml in them) name, each once.

    Of what a pattern matches, only files that a brief can be read from are taken, none hidden, and none in `out`.
    Raises InputError with each pattern that leads to nothing.
    """
    found: dict[bytes, Match] = {}
    faults = []
    for pattern in patterns:
        here = 0
        for one in _matches(pattern, out):
            found.setdefault(_mark(one.path), one)
            here += 1
        if not here:
            faults.append(Fault(what=_nothing(pattern), mend=_hint(pattern)))
    if faults:
        raise InputError(*faults)
    return list(found.values())


def refuse_collisions(matches: Sequence[Match], audiences: Sequence[str], formats: Sequence[str], out: Path) -> None:
    """Raise OutputError with every file that two briefs or audiences would go to, or that is itself a brief."""
    faults = []
    for name in sorted({name for name in audiences if audiences.count(name) > 1}):
        what = f"two audiences are called '{name}', so that their files would be one"
        faults.append(Fault(what=what, mend="give one of them another name"))
    first: dict[str, Match] = {}
    for one in matches:
        other = first.setdefault(os.path.normcase(one.stem), one)
        if other is not one:
            target = file_of(one, audiences[0], formats[0], out)
            mend = "give one pattern in quotes above both, as 'briefs/**/*.yaml', or call one of them otherwise"
            faults.append(Fault(what=f"{other.path} and {one.path} would both go to {target}", mend=mend))
    del first
    if "json" in formats:
        briefs = {_mark(one.path) for one in matches}
        for target in (file_of(one, name, "json", out) for one in matches for name in audiences):
            if _mark(str(target)) in briefs:
                what = f"{target} is one of the briefs, and would be written over"
                faults.append(Fault(what=what, mend="give another folder with -o"))
    if len(faults) > _TOLD:
        faults[_TOLD:] = [Fault(what=f"… and {len(faults) - _TOLD:,} more")]
    if faults:
        raise OutputError(*faults)


def file_of(match: Match, audience: str, format_: str, out: Path) -> Path:
    """Return the file that a brief goes to for one audience ("" = none) and format."""
    name = re.sub(r"[\\/\0]", "-", audience)
    return out / (f"{match.stem}.{name}.{format_}" if name else f"{match.stem}.{format_}")


def _mark(path: str) -> bytes:
    """Return what tells a file from all others, in few bytes."""
    return blake2b(os.path.normcase(os.path.abspath(path)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _nothing(pattern: str) -> str:
    if not pattern.strip():
        return "an empty pattern matches nothing"
    if _is_wild(pattern):
        return f"nothing matches '{pattern}'"
    return f"{pattern}: there is no such brief" + (" (the folder has no brief.yaml)" if os.path.isdir(pattern) else "")


def _hint(pattern: str) -> str:
    """Return what a pattern that leads to nothing may have meant."""
    if not _is_wild(pattern):
        path = Path(pattern)
        if path.is_dir() and pattern.strip():
            return f"for all below it give '{path.as_posix()}/**/*.yaml', in quotes"
        there = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        return nearest(path.name, there[:1000])
    fixed, _ = _split(pattern)
    if not os.path.isdir(fixed or "."):
        return f"there is no folder {fixed}"
    endings = ", ".join(ENDINGS)
    return f"'**' stands for any folders, and briefs end in {endings}"


def _is_wild(pattern: str) -> bool:
    return bool(_WILD.search(pattern)) and not os.path.lexists(pattern)


def _matches(pattern: str, out: Path) -> Iterator[Match]:
    if not _is_wild(pattern):
        is_folder = os.path.isdir(pattern)
        path = Path(brief_file(pattern))
        if pattern.strip() and path.is_file():
            yield Match(str(path), str(path.parent.parent if is_folder else path.parent))
        return
    fixed, rest = _split(pattern)
    around, made = os.path.join(os.path.abspath(fixed or "."), ""), os.path.join(os.path.abspath(out), "")
    if made == around or not made.startswith(around):
        made = os.sep * 3  # results do not stand among what is matched, or are meant to stand beside the briefs
    for path_ in _walk(fixed, rest):
        if os.path.splitext(path_)[1].lower() in ENDINGS and not os.path.abspath(path_).startswith(made):
            yield Match(path_, fixed)


def _split(pattern: str) -> tuple[str, list[str]]:
    """Return the folder before the first wildcard, and the parts of the pattern after it."""
    parts = pattern.replace("\\", "/").split("/") if os.sep == "\\" else pattern.split("/")
    first = next(index for index, part in enumerate(parts) if _WILD.search(part))
    fixed = "/".join(parts[:first])
    return ("/" if parts[0] == "" and not fixed else fixed), [part for part in parts[first:] if part not in ("", ".")]


def _walk(folder: str, parts: list[str]) -> Iterator[str]:
    """Yield the files below a folder that match, in the order of their names; `**` follows no links to folders."""
    part, *rest = parts
    if part == "**":
        if rest:
            yield from _walk(folder, rest)
        for name, is_folder, is_link in _entries(folder):
            if is_folder and not is_link:
                yield from _walk(os.path.join(folder, name), parts)
            elif not rest and not is_folder:
                yield os.path.join(folder, name)
        return
    fits = re.compile(translate(os.path.normcase(part))).match
    for name, is_folder, _ in _entries(folder, hidden=part.startswith(".")):
        if not fits(os.path.normcase(name)):
            continue
        if rest and is_folder:
            yield from _walk(os.path.join(folder, name), rest)
        elif not rest and not is_folder:
            yield os.path.join(folder, name)


def _entries(folder: str, *, hidden: bool = False) -> list[tuple[str, bool, bool]]:
    """Return name, is it a folder, is it a link, of all in a folder, sorted; nothing of one that cannot be read."""
    try:
        with os.scandir(folder or ".") as there:
            return sorted(
                (one.name, one.is_dir(), one.is_symlink()) for one in there if hidden or not one.name.startswith(".")
            )
    except OSError:
        return []
