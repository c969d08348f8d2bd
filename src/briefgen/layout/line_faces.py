"""Which face draws which characters: the theme's own first, then a fallback font, one for all that stands together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefgen.layout.breaks import clusters
from briefgen.layout.scripts import UNDRAWN, east_asian
from briefgen.patterns import FarPattern

if TYPE_CHECKING:
    from briefgen.layout.line_words import Setting

_HAN = FarPattern("[\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# What stands for a character that no font has
_SUBSTITUTES = {
    "\u2011": "\u2010-",
    "\u2010": "-",
    "\u202f": "\u00a0",
    "\u2007": "\u00a0",
    "\u2000": "\u00a0",
    "\u2001": "\u00a0",
    "\u2002": "\u00a0",
    "\u2003": "\u00a0",
    "\u2004": "\u00a0",
    "\u2005": "\u00a0",
    "\u2006": "\u00a0",
    "\u2008": "\u00a0",
    "\u2009": "\u00a0",
    "\u200a": "\u00a0",
    "\u205f": "\u00a0",
    "\u3000": "\u00a0",
}


def homes_of(setting: Setting, word: str) -> dict[str, str]:
    """Return the fallback face of each Han character of a word: one for all that stand together, if any has all."""
    homes: dict[str, str] = {}
    for match in _HAN.finditer(word):
        if any(not setting.faces.find(setting.face, char) for char in match[0]):
            name = setting.faces.stand_in(setting.face, match[0], _language(setting))
            if name:
                homes.update(dict.fromkeys(match[0], name))
    return homes


def choose(setting: Setting, text: str, homes: dict[str, str], missing: list[str]) -> list[tuple[str, str]]:
    """Return the characters drawn for `text` with the face of each stretch; those no font has go to `missing`."""
    found: list[tuple[str, str]] = []
    foreign: list[str] = []  # clusters that the theme's own faces lack, as far as they stand together
    for cluster in clusters(text):
        own = _own(setting, cluster)
        if own is None and cluster not in homes:
            foreign.append(cluster)
            continue
        if foreign:
            found += _stand_in(setting, foreign, missing)
            foreign.clear()
        found.append(own or (homes[cluster], cluster))
    if foreign:
        found += _stand_in(setting, foreign, missing)
    return found


def _own(setting: Setting, cluster: str) -> tuple[str, str] | None:
    """Find one of the theme's faces that has all of a grapheme cluster, composed or not."""
    for form in _forms(cluster):
        name = setting.faces.find(setting.face, UNDRAWN.sub("", form))
        if name:
            return name, form
    return None


def _stand_in(setting: Setting, foreign: list[str], missing: list[str]) -> Iterable[tuple[str, str]]:
    """Find one fallback face for clusters that stand together; else one for each; else one for each character."""
    faces, lang = setting.faces, _language(setting)
    together = "".join(foreign)
    name = faces.stand_in(setting.face, UNDRAWN.sub("", together), lang)
    if name:
        return [(name, together)]
    found: list[tuple[str, str]] = []
    for cluster in foreign:
        for form in _forms(cluster):
            name = faces.stand_in(setting.face, UNDRAWN.sub("", form), lang)
            if name:
                found.append((name, form))
                break
        else:
            found += _each(setting, cluster, lang, missing)
    return found


def _each(setting: Setting, cluster: str, lang: str, missing: list[str]) -> Iterable[tuple[str, str]]:
    faces = setting.faces
    for char in UNDRAWN.sub("", cluster):
        for form in (*_forms(char), *_SUBSTITUTES.get(char, "")):
            name = faces.find(setting.face, form) or faces.stand_in(setting.face, form, lang)
            if name:
                yield name, form
                break
        else:
            missing.append(char)


def _forms(cluster: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFD", cluster)
    return (cluster,) if apart == cluster else (cluster, apart)


def _language(setting: Setting) -> str:
    """Return the language that a fallback font should be made for: of Han characters each language has its own."""
    return setting.lang if east_asian(setting.lang) else setting.han or setting.lang
