"""Who says a character that no font has: the part of the brief, or the place in the template.

The layout knows the words around it and no more. Looking for its author waits until there is an error to tell.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from briefgen.content.parts import Part, walk
from briefgen.data.faults import path_of
from briefgen.errors import Fault, LayoutError, Place
from briefgen.layout.line_missing import MissingCharacter, shown

if TYPE_CHECKING:
    from briefgen.content.model import Brief
    from briefgen.data.syntax import Tree

_NAMING = ("headline", "title", "name", "term", "short", "text")  # of a part, the first that it has
_LONGEST = 60

_Author: TypeAlias = (
    "tuple[Part, tuple[str | int, ...]]"  # the part, and the path of the words below the part with an id
)


def name_authors(error: LayoutError, brief: Brief, template: str) -> LayoutError:
    """Return the error with the author of each missing character, those of one author in one fault.

    `brief` is what was rendered, by `template`.
    """
    wanted = [fault for fault in error.faults if isinstance(fault, MissingCharacter)]
    if not wanted:
        return error
    authors = _authors(brief, wanted)
    groups: dict[object, list[MissingCharacter]] = {}
    for fault in wanted:
        groups.setdefault((_key(authors.get(fault.char)), fault.mend), []).append(fault)
    told: list[Fault] = [_told(group, authors.get(group[0].char), template) for group in groups.values()]
    return LayoutError(*told, *(fault for fault in error.faults if not isinstance(fault, MissingCharacter)))


def _key(author: _Author | None) -> object:
    return None if author is None else (id(author[0].value), author[1])


def find_authors(error: LayoutError, brief: Brief, tree: Tree) -> LayoutError:
    """Return the error with the place of each author in the file that `brief` was read from."""
    from briefgen.checking.places import Places

    known = {part.value.id: path_of(part.at) for part in walk(brief) if part.owner is None and part.at}
    places = Places(tree, brief)
    faults: list[Fault] = []
    for fault in error.faults:
        if isinstance(fault, MissingCharacter) and fault.within is not None:
            part, below = fault.within
            path = (*known.get(part, ()), *below)
            faults.append(replace(fault, place=places.find(path)[0]) if path else fault)
        else:
            faults.append(fault)
    return LayoutError(*faults)


def _authors(brief: Brief, wanted: list[MissingCharacter]) -> dict[str, _Author]:
    """Return, by character, the part whose words hold it and the path of the words in the part that has an id.

    Of several the first that holds the whole word, else the first.
    """
    found: dict[str, _Author] = {}
    whole: set[str] = set()
    for part in walk(brief):
        for below, text in _texts(part):
            for fault in wanted:
                if fault.char in whole or not _holds(text, fault.char):
                    continue
                if _holds(text, fault.word):
                    whole.add(fault.char)
                elif fault.char in found:
                    continue
                start = len(path_of(part.named.at)) if part.owner is not None else len(path_of(part.at))
                found[fault.char] = (part, (*path_of(part.at)[start:], *below))
    return found


def _texts(part: Part) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield a part's own strings with their paths below it."""
    for field in dataclasses.fields(part.value):
        value: Any = getattr(part.value, field.name)
        if isinstance(value, str):
            yield (field.name,), value
        elif isinstance(value, tuple):
            yield from (((field.name, at), item) for at, item in enumerate(value) if isinstance(item, str))


def _holds(text: str, words: str) -> bool:
    """Tell whether words stand in a text as it is drawn: composed, and in capitals where the look says so."""
    text = unicodedata.normalize("NFC", text)
    return words in text or words in text.upper()


def _told(faults: list[MissingCharacter], author: _Author | None, template: str) -> MissingCharacter:
    """Return the faults of one author as one."""
    first, chars = faults[0], list(dict.fromkeys(fault.char for fault in faults))
    if author is None:
        place = _in_template(first.char, template)
        said = f"the template {template}" if place is not None else f"words that the template {template} adds"
        return first.by(said, chars, place=place)
    part, below = author
    named = part.named.value
    if part.named.at is None:
        return first.by(f"the brief’s {below[0]}", chars, within=("", below))
    words = next((value for name in _NAMING if (value := getattr(named, name, ""))), "")
    title = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
    said = f"{type(named).__name__.lower()} {named.id} (“{shown(title)}”)"
    return first.by(said, chars, within=(named.id, below))


def _in_template(char: str, template: str) -> Place | None:
    """Return where a template, or a file that it may include, has the character."""
    from briefgen.compose import places

    found = places.find(template)
    own = [found.pack.folder / found.file, *sorted(found.pack.folder.rglob("*.j2"))]
    built_in = places.built_in().folder.parent
    for path in dict.fromkeys((*own, *sorted(built_in.rglob("*.j2")), *sorted(built_in.rglob("*.po")))):
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        at = text.find(char)
        if at >= 0:
            return Place(file=str(path), line=text.count("\n", 0, at) + 1, column=at - text.rfind("\n", 0, at))
    return None
