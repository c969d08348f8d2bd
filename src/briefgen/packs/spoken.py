"""The words of a pack's own templates, and whether its catalogues have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from briefgen.compose import catalogues
from briefgen.compose.catalogues import FILE, PLACEHOLDER, Catalogue, Key
from briefgen.compose.places import Pack
from briefgen.errors import BriefgenError, Fault, Place

# How the functions take their words, as babel wants to know it.
_CALLS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class Message(Struct, frozen=True):
    """Words of a template, and where they stand first."""

    context: str
    text: str
    place: Place

    @property
    def key(self) -> Key:
        return (self.context, self.text)


def messages(files: Sequence[Path]) -> tuple[Message, ...]:
    """Return the words that templates say of their own, each once. Files that cannot be parsed have none."""
    found: dict[Key, Message] = {}
    for path in files:
        for line, context, text in _extracted(path):
            message = Message(context, text, Place(file=str(path), line=line))
            found.setdefault(message.key, message)
    return tuple(found.values())


def _extracted(path: Path) -> Iterator[tuple[int, str, str]]:
    from jinja2.ext import babel_extract

    options = {"extensions": "jinja2.ext.loopcontrols", "trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        for line, function, words, _ in babel_extract(file, _CALLS, [], options):  # type: ignore[arg-type]
            parts = words if isinstance(words, tuple) else (words,)
            context = parts[0] if function in ("pgettext", "npgettext") else ""
            text = parts[1] if function in ("pgettext", "npgettext") else parts[0]
            if isinstance(text, str) and isinstance(context, str):
                yield line, context, text


def spoken(pack: Pack, files: Sequence[Path]) -> tuple[list[Fault], list[Fault]]:
    """Return faults of a pack's catalogues, and notes on words that they do not have."""
    own = [message for message in messages(files) if message.key not in _built_in()]
    faults: list[Fault] = []
    notes: list[Fault] = []
    folder = pack.folder / "locale"
    languages = catalogues.languages(folder)
    for language in languages:
        path = folder / language / FILE
        try:
            catalogue = catalogues.read(path)
        except BriefgenError as error:
            faults += error.faults
            continue
        faults += _wrong(catalogue, path)
        wanted = own if language.split("_")[0] != "en" else []
        notes += [_missing(message, f"in {path}") for message in wanted if not catalogue.find(message.key)]
    if own and not languages:
        mend = f"write them into {folder / 'LANGUAGE' / FILE}"
        what = f"{len(own)} of the templates' own words {'is' if len(own) == 1 else 'are'} in English only"
        notes.append(Fault(what=what, place=own[0].place, mend=mend))
    return faults, notes


def _missing(message: Message, where: str) -> Fault:
    return Fault(what=f"'{message.text}' has no translation {where}", place=message.place)


def _built_in() -> frozenset[Key]:
    return frozenset(catalogues.read(catalogues.built_in() / "fr" / FILE).forms)


def _wrong(catalogue: Catalogue, path: Path) -> Iterator[Fault]:
    """Yield translations that lost or made up a place for a value, or have too few plural forms."""
    forms = len({catalogue.plural(number) for number in range(200)})
    for key, said in catalogue.forms.items():
        place = Place(file=str(path), line=catalogue.lines.get(key, 0))
        wanted = {*PLACEHOLDER.findall(key[1]), *PLACEHOLDER.findall(catalogue.plurals.get(key, ""))}
        for form in said:
            given = set(PLACEHOLDER.findall(form))
            for name in sorted(given - wanted):
                yield Fault(what=f"'{form}' has a place for '{name}', which '{key[1]}' has not", place=place)
            for name in sorted(wanted - given) if key not in catalogue.plurals else ():
                yield Fault(what=f"'{form}' has no place for '{name}'", place=place, mend=f"put %({name})s into it")
        if key in catalogue.plurals and len(said) != forms:
            what = f"'{key[1]}' has {len(said)} forms, and the header's Plural-Forms takes {forms}"
            yield Fault(what=what, place=place)
