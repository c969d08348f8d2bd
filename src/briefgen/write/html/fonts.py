"""The theme's faces inside the page: each face that is used, cut down to the characters it draws, as a data URI.

What the theme's faces lack is drawn in fallback faces, which stand beside each family under a name of their own.

The bundled faces are under the SIL Open Font License with a reserved name, so a cut-down copy goes by another name; its
copyright and licence entries stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from unicodedata import category

from msgspec import Struct, field

from briefgen.layout.fonts import Faces
from briefgen.layout.scripts import CJK, CJK_STRETCH, east_asian, neighbourhood
from briefgen.theme import Look, Theme

Cut = tuple[str, bool, bool]  # family, bold, italic

_FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum"]
_DROPPED = ["BASE", "DSIG", "FFTM", "GDEF", "JSTF", "MATH", "PCLT", "STAT", "VDMX", "hdmx", "LTSH", "meta"]
_KEPT_NAMES = (0, 7, 9, 11, 13, 14)  # copyright, trademark, designer, their address, licence, its address
_OTHERS = "Brief others"  # the fallback faces of a family
_GENERIC = {
    "serif": 'Georgia,"Times New Roman",serif',
    "sans-serif": 'system-ui,"Segoe UI",Helvetica,Arial,sans-serif',
}


class Used(Struct, frozen=True, kw_only=True):
    """Which characters each cut of each family draws."""

    characters: dict[Cut, set[str]] = field(default_factory=dict)
    stretches: dict[Cut, dict[str, None]] = field(default_factory=dict)  # of Chinese, Japanese and Korean

    def add(self, look: Look, text: str) -> None:
        """Note that `text` stands in `look`."""
        cut = (look.family, look.bold, look.italic)
        drawn = self.characters.setdefault(cut, set())
        drawn.update(text)
        if not text.isascii() and CJK.search(text):
            self.stretches.setdefault(cut, {}).update(dict.fromkeys(CJK_STRETCH.findall(text)))
        if look.upper:
            drawn.update(text.upper())


def stack(theme: Theme, family: str) -> str:
    """Return the value of `font-family`: the embedded face, the theme's others, fallbacks, its own name, a generic."""
    own = [f'"{_alias(other)}"' for other in (family, *(name for name in theme.fonts if name != family))]
    said = theme.fonts[family]
    name = "".join(char for char in said.name if char.isalnum() or char in " -")
    own.append(f'"{_OTHERS} {_alias(family)[6:]}"')
    return ",".join([*own, *([f'"{name}"'] if name else []), _GENERIC.get(said.fallback, _GENERIC["serif"])])


def embed(used: Used, faces: Faces, lang: str = "") -> str:
    """Return the @font-face rules of all used cuts; what a face lacks comes from the nearest that has it.

    What none of them has comes from a fallback font; `lang`, the document's, decides between those for Han characters.
    """
    drawn: dict[Cut, set[str]] = {}
    homes = {name: cut for cut, name in reversed(list(faces.cuts.items()))}
    for cut, characters in sorted(used.characters.items()):
        face = faces.name(*cut)
        for char in sorted(characters):
            home = face if faces.covers(face, char) else faces.find(face, char)
            if home:
                drawn.setdefault(cut if home == face else homes[home], set()).add(char)
    rules = [_face_rule(cut, drawn[cut], faces) for cut in sorted(drawn)]
    for cut, characters in sorted(used.characters.items()):
        others = _others(cut, characters, used.stretches.get(cut, {}), faces, lang)
        rules += [_other_rule(cut, name, others[name], faces) for name in sorted(others)]
    return "".join(rules)


def _others(cut: Cut, characters: set[str], stretches: dict[str, None], faces: Faces, lang: str) -> dict[str, set[str]]:
    """Return the fallback faces of one cut with the characters that each draws; a character has one of them."""
    face = faces.name(*cut)
    foreign = {
        char
        for char in characters  # symbols are left to the reader's own fonts
        if not char.isspace() and category(char)[0] not in "SC" and not faces.find(face, char)
    }
    homes: dict[str, str] = {}
    for stretch in stretches:
        asked = lang if east_asian(lang) else neighbourhood(stretch) or lang
        wanted = [char for char in stretch if char in foreign and char not in homes]
        home = faces.stand_in(face, "".join(wanted), asked) if wanted else ""
        homes.update((char, home or faces.stand_in(face, char, asked)) for char in wanted)
    homes.update((char, faces.stand_in(face, char, lang)) for char in sorted(foreign) if char not in homes)
    others: dict[str, set[str]] = {}
    for char, home in homes.items():
        if home:
            others.setdefault(home, set()).add(char)
    return others


def _other_rule(cut: Cut, name: str, characters: set[str], faces: Faces) -> str:
    family, bold, italic = cut
    path = faces.path(name)
    codes = tuple(sorted(map(ord, characters)))
    data = _subset(path, path.stat().st_mtime_ns, (*codes, 0x200C, 0x200D), whole=True)
    drawn = ",".join(f"U+{code:X}" for code in codes)
    return (
        f'@font-face{{font-family:"{_OTHERS} {_alias(family)[6:]}";font-weight:{700 if bold else 400};'
        f"font-style:{'italic' if italic else 'normal'};unicode-range:{drawn};"
        f'src:url(data:font/woff;base64,{data}) format("woff")}}\n'
    )


def _face_rule(cut: Cut, characters: set[str], faces: Faces) -> str:
    family, bold, italic = cut
    path = faces.path(faces.name(*cut))
    codes = tuple(sorted({ord(char) for char in characters} | {0x20, 0xA0}))
    data = _subset(path, path.stat().st_mtime_ns, codes)
    return (
        f'@font-face{{font-family:"{_alias(family)}";font-weight:{700 if bold else 400};'
        f'font-style:{"italic" if italic else "normal"};src:url(data:font/woff;base64,{data}) format("woff")}}\n'
    )


def _alias(family: str) -> str:
    return "Brief " + "".join(char if char.isalnum() and char.isascii() else "-" for char in family)


@lru_cache(maxsize=64)
def _subset(path: Path, changed: int, codes: tuple[int, ...], *, whole: bool = False) -> str:
    """Return a WOFF file of the font at `path` with these characters, in base64; `changed` only keys the cache.

    With `whole` all that shapes them is kept: letters that join, marks that stack.
    """
    from base64 import b64encode
    from io import BytesIO

    from fontTools import subset
    from fontTools.ttLib import newTable

    options = subset.Options(
        layout_features=["*"] if whole else _FEATURES,
        hinting=False,
        notdef_outline=True,
        drop_tables=[table for table in _DROPPED if not whole or table != "GDEF"],
        glyph_names=False,
        recalc_timestamp=False,
        flavor="woff",
    )
    font = subset.load_font(str(path), options, lazy=True)
    said = {number: font["name"].getDebugName(number) for number in _KEPT_NAMES} if "name" in font else {}
    if said:
        del font["name"]  # cutting it down takes a third of the time
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font["name"] = newTable("name")
    font["name"].names = []
    for number, words in sorted({**said, 1: "Brief", 2: "Regular", 4: "Brief", 6: "Brief"}.items()):
        if words:
            font["name"].setName(words, number, 3, 1, 0x409)
    out = BytesIO()
    subset.save_font(font, out, options)
    return b64encode(out.getvalue()).decode("ascii")


def known(theme: Theme) -> Mapping[str, str]:
    """Return the CSS variable of each family's stack."""
    return {family: f"--font-{_alias(family)[6:]}" for family in theme.fonts}
