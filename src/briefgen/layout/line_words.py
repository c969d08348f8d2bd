"""Words, measured: what is drawn for a stretch of text without spaces, in which faces, how wide, where it divides.

A `Setting` is one combination of face, size, colour and language in one theme. It keeps every word it has measured, so
that a word costs one look-up from its second time on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.layout.breaks import INVISIBLE, PLAIN, SOFT, UNSEEN, clusters, is_address, opportunities
from briefgen.layout.fonts import HYPHEN, SPACE, Faces, units_of
from briefgen.layout.hyphens import divide
from briefgen.layout.line_faces import choose, homes_of
from briefgen.layout.measured import SetLine
from briefgen.layout.scripts import RTL_LETTER, SHAPED, SPECIAL, UNDRAWN, is_rtl
from briefgen.theme import Look, Theme, look, span

Part: TypeAlias = tuple[str, str, int]  # face, characters, their width in the face's units
Kind: TypeAlias = Literal["emph", "strong", "code", "sub", "super", "span", "link", "cite", "mark", "note"]

JOIN = 0  # no opportunity after a fragment; the others are breaks.PLAIN and breaks.SOFT

SMALL = 0.7  # size of subscripts and superscripts, of the size around them
_RISE: dict[str, float] = {"super": 0.34, "sub": -0.14, "note": 0.34}
_MANY_WORDS, _MANY_SETTINGS, _LONG = 20_000, 400, 100


class Fragment(Struct, frozen=True, eq=False):
    """A piece of a word that no line break divides; `after` is JOIN, PLAIN or SOFT. Width in points.

    Neither this nor a word is changed once it is made: settings keep them.
    """

    parts: tuple[Part, ...]
    width: float
    after: int
    face: str  # of its only part, with its characters and units; "" where it has several
    text: str
    units: int


class Word(Struct, frozen=True, eq=False):
    """A stretch of text without spaces. `missing` are its characters that no font has."""

    text: str
    fragments: tuple[Fragment, ...]
    missing: tuple[str, ...] = ()
    special: bool = False  # shaped, or with a direction of its own: its lines are placed by `line_mixed`


class Setting(Struct, frozen=True, kw_only=True, eq=False):
    """How a run of characters is set; and the words measured so far."""

    theme: Theme
    faces: Faces
    look: Look
    lang: str
    verbatim: bool  # never hyphenated
    rise: float
    face: str
    units: int  # to the em
    space: float  # width of U+0020 with tracking
    hyphen: float
    baseline: float  # of a line that holds nothing else, from its top
    rtl: bool  # the language runs from right to left
    words: dict[str, Word] = field(default_factory=dict)
    whole: dict[str, Fragment] = field(default_factory=dict)  # those that are one plain fragment in `face`
    divided: dict[str, Word] = field(default_factory=dict)
    short: dict[str, tuple[float, tuple[SetLine, ...]]] = field(default_factory=dict)  # see `layout.line_plain`
    derived: dict[tuple[str, tuple[str, ...], str], Setting] = field(default_factory=dict)
    han: str = ""  # the language of Han characters, where neither their own nor their neighbours tell: ja or ko


def setting_of(theme: Theme, faces: Faces, paragraph: Look, lang: str) -> Setting:
    """Return the setting of a paragraph's plain text."""
    near = ("look", id(paragraph), lang)  # the same look comes again and again, and its hash is that of all its fields
    met: tuple[Look, Setting] | None = faces.kept.get(near)
    if met is not None and met[0] is paragraph and met[1].theme is theme:
        return met[1]
    key = ("setting", id(theme), paragraph, lang)
    known: Setting | None = faces.kept.get(key)
    if known is None:
        old = [kept for kept in faces.kept if kept[0] in ("setting", "look")]
        if len(old) >= _MANY_SETTINGS:
            for kept in old:
                del faces.kept[kept]
        known = faces.kept[key] = _setting(theme, faces, paragraph, lang, verbatim=False, rise=0.0)
    faces.kept[near] = (paragraph, known)
    return known


def derive(around: Setting, kind: Kind, classes: tuple[str, ...], lang: str) -> Setting:
    """Return the setting of an inline of this kind, with these classes and language, inside `around`."""
    key = (kind, classes, lang)
    known = around.derived.get(key)
    if known is None:
        known = around.derived[key] = _setting(
            around.theme,
            around.faces,
            _look_inside(around, kind, classes),
            lang or around.lang,
            verbatim=around.verbatim or kind in ("code", "mark", "note"),
            rise=around.rise + _RISE.get(kind, 0.0) * around.look.size,
        )
    return known


def among(setting: Setting, han: str) -> Setting:
    """Return the setting for the same words beside others that tell the language of Han characters."""
    if setting.han == han:
        return setting
    key = ("han", (), han)
    known = setting.derived.get(key)
    if known is None:
        known = setting.derived[key] = replace(setting, han=han, words={}, whole={}, divided={}, short={}, derived={})
    return known


def _look_inside(around: Setting, kind: Kind, classes: tuple[str, ...]) -> Look:
    theme, inside = around.theme, around.look
    match kind:
        case "emph":
            return span(theme, replace(inside, italic=not inside.italic), *classes)  # upright within italic
        case "strong":
            return span(theme, replace(inside, bold=True), *classes)
        case "sub" | "super":
            return span(theme, replace(inside, size=inside.size * SMALL), *classes)
        case "note":
            styled = span(theme, inside, *classes, "note-ref")
            share = look(theme, "note-ref").size / look(theme, "body").size
            return replace(styled, size=inside.size * (share if share < 1 else SMALL), upper=False, tracking=0.0)
        case "span":
            return span(theme, inside, *classes)
        case _:
            return span(theme, inside, *classes, kind)


def _setting(theme: Theme, faces: Faces, inside: Look, lang: str, *, verbatim: bool, rise: float) -> Setting:
    name = faces.name(inside.family, inside.bold, inside.italic)
    face = faces.by_name[name]
    return Setting(
        theme=theme,
        faces=faces,
        look=inside,
        lang=lang,
        verbatim=verbatim,
        rise=rise,
        face=name,
        units=face.units,
        space=face.advances[SPACE] * inside.size / face.units + inside.tracking,
        hyphen=face.advances[HYPHEN] * inside.size / face.units + inside.tracking,
        baseline=faces.baseline(name, inside.size, inside.leading),
        rtl=is_rtl(lang),
    )


# ---------------------------------------------------------------- measuring


def measure(setting: Setting, text: str, *, divided: bool = False) -> Word:
    """Measure a stretch of text without spaces; `divided` also at its hyphenation points."""
    kept = setting.divided if divided else setting.words
    word = kept.get(text)
    if word is None:
        word = _measure(setting, text, divided)
        if len(text) <= _LONG:
            if len(kept) >= _MANY_WORDS:
                kept.clear()
                setting.whole.clear()
            kept[text] = word
            if not divided and len(word.fragments) == 1 and not word.special and not word.missing:
                only = word.fragments[0]
                if only.face == setting.face:
                    setting.whole[text] = only
    return word


def part_width(setting: Setting, part: Part) -> float:
    """Return the width of `part` in points, with tracking after each character."""
    face, text, units = part
    width = units * setting.look.size / setting.faces.by_name[face].units
    tracking = setting.look.tracking
    return width + tracking * (len(text) if SPECIAL.search(text) is None else 0) if tracking else width


def units_in(setting: Setting, face: str, text: str) -> int:
    """Return the width of `text` in the face's units, shaped where its script needs it."""
    known = setting.faces.by_name[face]
    if SHAPED.search(text) is None:
        return units_of(known, UNDRAWN.sub("", text))
    from briefgen.layout.shaping import shape

    return shape(known, text, rtl=RTL_LETTER.search(text) is not None, lang=setting.lang).advance


def split(setting: Setting, fragment: Fragment, room: float) -> list[Fragment]:
    """Divide a fragment wider than `room` points between grapheme clusters, into the widest that fit. Linear time."""
    found: list[Fragment] = []
    parts: list[Part] = []
    width = 0.0
    for face, text, _ in fragment.parts:
        for cluster in clusters(text):
            part = (face, cluster, units_in(setting, face, cluster))
            more = part_width(setting, part)
            if parts and width + more > room:
                found.append(_fragment(setting, parts, PLAIN))
                parts, width = [], 0.0
            parts.append(part)
            width += more
    found.append(_fragment(setting, parts, fragment.after))
    return found


def _measure(setting: Setting, text: str, divided: bool) -> Word:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    missing: list[str] = []
    homes = {} if text.isascii() else homes_of(setting, text)
    fragments: list[Fragment] = []
    begin = 0
    for place, after in (*_places(setting, text, divided), (len(text), JOIN)):
        parts = _draw(setting, text[begin:place], homes, missing)
        begin = place
        if parts:
            fragments.append(_fragment(setting, parts, after))
        elif fragments and after == PLAIN:
            fragments[-1] = replace(fragments[-1], after=PLAIN)
    if fragments and begin == len(text):
        fragments[-1] = replace(fragments[-1], after=JOIN)
    special = not text.isascii() and SPECIAL.search(text) is not None
    return Word(text, tuple(fragments), tuple(dict.fromkeys(missing)), special)


def _places(setting: Setting, text: str, divided: bool) -> list[tuple[int, int]]:
    address = is_address(text)
    places = opportunities(text, address=address)
    if not divided or setting.verbatim or address or setting.look.upper or any(kind == SOFT for _, kind in places):
        return places
    taken = dict.fromkeys(divide(text, setting.lang), SOFT)
    taken.update(places)
    return sorted(taken.items())


def _fragment(setting: Setting, parts: Sequence[Part], after: int) -> Fragment:
    merged = _merge(setting, parts) if len(parts) > 1 else parts
    face, text, units = merged[0] if len(merged) == 1 else ("", "", 0)
    return Fragment(tuple(merged), sum([part_width(setting, part) for part in merged]), after, face, text, units)


def _merge(setting: Setting, parts: Iterable[Part]) -> list[Part]:
    """Join neighbours of one face, shaped ones among themselves: letters take the form that their neighbours ask."""
    merged: list[Part] = []
    kinds: list[bool] = []  # whether each is shaped
    joined: list[bool] = []  # … and to be measured anew
    for part in parts:
        shaped = SHAPED.search(part[1]) is not None
        if merged and merged[-1][0] == part[0] and kinds[-1] == shaped:
            face, text, units = merged[-1]
            merged[-1] = (face, text + part[1], units + part[2])
            joined[-1] = shaped
        else:
            merged.append(part)
            kinds.append(shaped)
            joined.append(False)
    return [
        (face, text, units_in(setting, face, text)) if anew else (face, text, units)
        for (face, text, units), anew in zip(merged, joined, strict=True)
    ]


def _draw(setting: Setting, text: str, homes: dict[str, str], missing: list[str]) -> list[Part]:
    """Return what is drawn for `text`, which is in NFC; characters that no face has are added to `missing`."""
    if setting.look.upper:
        text = _capitals(text, setting.lang)
    if not text.isascii():
        if SPECIAL.search(text) is not None:
            text = unicodedata.normalize("NFC", UNSEEN.sub("", text))
            chosen = choose(setting, text, homes, missing)
            return [(name, form, units_in(setting, name, form)) for name, form in chosen]
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    if not text:
        return []
    face = setting.faces.by_name[setting.face]
    try:
        return [(setting.face, text, units_of(face, text))]
    except KeyError:
        return [
            (name, form, units_of(setting.faces.by_name[name], form))
            for name, form in choose(setting, text, homes, missing)
        ]


def _capitals(text: str, lang: str) -> str:
    """Return `text` in capitals, as its language writes them."""
    primary = lang.split("-")[0].lower()
    if primary in ("tr", "az"):
        text = text.replace("i", "İ")
    elif primary == "el":  # Greek capitals bear no accent
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0301", ""))
    return text.upper()
