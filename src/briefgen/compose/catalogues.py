"""Catalogues: the words that templates and filters print, in other languages, read from .po files as they stand.

A pack keeps its own in `locale/LANGUAGE/LC_MESSAGES/briefgen.po` beside its templates. They go before the built-in
ones, message by message, so a pack may add a language, add its own words or call a thing otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from briefgen import resources
from briefgen.errors import Fault, Place, TemplateError

Key = tuple[str, str]  # context ("" for none), message in English

FILE = Path("LC_MESSAGES") / "briefgen.po"
_LARGEST = 2_000_000  # bytes of a catalogue
_TRADITIONAL = ("TW", "HK", "MO")  # where Chinese is written in traditional characters
_LINE = re.compile(r'\s*(?:#.*|(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"(?:[^"\\]|\\.)*"\s*|\s*)')
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Catalogue(Struct, frozen=True, eq=False):
    """Words of one language: one form for each message, or as many as its plurals need."""

    language: str  # as its folder is called: zh_Hans
    file: str
    forms: Mapping[Key, tuple[str, ...]]
    plural: Callable[[int], int]
    plurals: Mapping[Key, str] = field(default_factory=dict)  # of messages that have one, the English plural
    lines: Mapping[Key, int] = field(default_factory=dict)

    def find(self, key: Key, number: int | None = None) -> str:
        """Return the translation (for a number of things), or "" where there is none."""
        forms = self.forms.get(key, ())
        if not forms:
            return ""
        form = self.plural(number) if number is not None and len(forms) > 1 else 0
        return forms[form] if form < len(forms) else forms[-1]


class Labels(Struct, frozen=True):
    """The catalogues for one document, the nearest first; `english` where it is itself in English."""

    catalogues: tuple[Catalogue, ...] = ()
    english: bool = True


ENGLISH = Labels()


def labels_for(tag: str, *packs: Path) -> Labels:
    """Return the words for a language tag: those in the packs' folders, then the built-in ones.

    Raises TemplateError where a catalogue cannot be read.
    """
    folders = dict.fromkeys((*(pack / "locale" for pack in packs), built_in()))
    found = tuple(read(path) for folder in folders for path in _files(folder, tag))
    return Labels(found, english=tag.lower().split("-")[0] == "en")


def built_in() -> Path:
    """Return the folder of the catalogues that ship with briefgen."""
    return resources.folder("templates") / "locale"


def languages(folder: Path) -> list[str]:
    """Return the languages that a folder `locale` has catalogues for, sorted."""
    return sorted(path.name for path in folder.glob("*") if (path / FILE).is_file()) if folder.is_dir() else []


def names(tag: str) -> list[str]:
    """Return what the folder for a language tag may be called, the nearest first: zh-TW is zh_TW, zh_Hant or zh."""
    first, *rest = tag.replace("_", "-").split("-")
    primary = first.lower()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    territory = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    if primary == "zh" and not script:
        script = "Hant" if territory in _TRADITIONAL else "Hans"
    if primary in ("", "und", "x"):
        return []
    found = [f"{primary}_{script}_{territory}", f"{primary}_{territory}", f"{primary}_{script}", primary]
    return [name for name in dict.fromkeys(found) if "__" not in name and not name.endswith("_")]


def _files(folder: Path, tag: str) -> Iterator[Path]:
    for name in names(tag):
        path = folder / name / FILE
        if path.is_file():
            yield path


def read(path: Path) -> Catalogue:
    """Read a catalogue; the same file is read once. Raises TemplateError naming the line."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise TemplateError(Fault(what=f"cannot be read: {error.strerror}", place=Place(file=str(path)))) from None
    return _read(path.absolute(), str(path), changed)


@lru_cache(maxsize=64)
def _read(path: Path, shown: str, _changed: int) -> Catalogue:
    import gettext

    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    if path.stat().st_size > _LARGEST:
        raise TemplateError(Fault(what=f"is larger than {_LARGEST:,} bytes", place=Place(file=shown)))
    try:
        lines_ = path.read_text(encoding="utf-8-sig").splitlines()
        for number, line in enumerate(lines_, 1):
            if not _LINE.fullmatch(line):  # babel reads on over what it cannot read
                what = f"'{line.strip()[:40]}' is no line of a catalogue"
                mend = 'write msgid "…" or msgstr "…"'
                raise TemplateError(Fault(what=what, place=Place(file=shown, line=number), mend=mend))
        messages = read_po(lines_, abort_invalid=True, charset="utf-8")
        plural = gettext.c2py(messages.plural_expr)
        count = messages.num_plurals
    except PoFileError as error:
        raise TemplateError(Fault(what=str(error), place=Place(file=shown, line=max(error.lineno, 0)))) from None
    except (UnicodeDecodeError, UnknownLocaleError, ValueError, OSError, LookupError) as error:
        what = f"is no catalogue: {error}"
        raise TemplateError(Fault(what=what, place=Place(file=shown), mend="it is a .po file in UTF-8")) from None
    forms: dict[Key, tuple[str, ...]] = {}
    plurals: dict[Key, str] = {}
    lines: dict[Key, int] = {}
    for message in messages:
        key = _key(message)
        if not key[1] or message.fuzzy:
            continue
        lines[key] = message.lineno or 0
        if isinstance(message.id, tuple | list):
            plurals[key] = str(message.id[1])
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if said and all(said):
            forms[key] = tuple(str(one) for one in said)
    return Catalogue(
        language=path.parent.parent.name,
        file=shown,
        forms=forms,
        plural=_bounded(plural, count),
        plurals=plurals,
        lines=lines,
    )


def _key(message: Any) -> Key:
    name = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return (message.context or "", str(name))


def _bounded(plural: Callable[[int], int], count: int) -> Callable[[int], int]:
    """Keep a header's rule to the forms that its catalogue has."""

    def form(number: int) -> int:
        return max(0, min(int(plural(abs(number))), count - 1))

    return form
