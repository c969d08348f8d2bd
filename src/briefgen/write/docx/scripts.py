"""Scripts and languages as Word tells them apart: western, East Asian, and right to left ("complex").

Word keeps three fonts and three languages for each run and chooses by script, and needs to be told which runs go from
right to left. So text is cut where the script changes, and languages get the region that Word's lists know them by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeAlias

from msgspec import Struct

from briefgen.patterns import Pattern

Script: TypeAlias = Literal["west", "east", "rtl"]

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff"
_EAST = (
    "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_EUROPEAN = re.compile("[\0-\u058f\u2000-\u2e7f]*")  # spares most documents the next, which takes long to compile
_OTHER = Pattern(f"[{_RTL}{_EAST}]")
_RTL_CHAR = Pattern(f"[{_RTL}]")
_EAST_CHAR = Pattern(f"[{_EAST}]")
_HANGUL = Pattern("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_KANA = Pattern("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HEBREW = Pattern("[\u0590-\u05ff\ufb1d-\ufb4f]")

_RTL_SCRIPTS = ("Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Samr", "Mand")
_EAST_SCRIPTS = ("Jpan", "Kore", "Hans", "Hant", "Hani", "Hira", "Kana", "Hang", "Bopo")
_RTL_DEFAULT = "ar-SA"
_SERIF = {"ja": "Yu Mincho", "ko": "Batang", "Hans": "SimSun", "Hant": "PMingLiU"}
_SANS = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei"}


class Segment(Struct, frozen=True, eq=False):
    """Characters that Word sets with one of its three fonts, and their language ("" where they do not tell)."""

    script: Script
    tag: str
    text: str


def segments(text: str, lang: str, *, rtl: bool = False) -> list[Segment]:
    """Cut `text` where its script or language changes.

    What is of no script (spaces, digits, points) goes with what stands on both sides of it, else with the paragraph,
    which runs from right to left if `rtl`.
    """
    rtl = rtl and is_rtl(lang)  # foreign words in such a paragraph keep their own way
    if not rtl and (text.isascii() or _EUROPEAN.fullmatch(text) or _OTHER.search(text) is None):
        return [Segment("west", _west(lang), text)]
    base: Script = "rtl" if rtl else "west"
    whole = Segment(base, lang if rtl else _tag(base, "", lang), "")
    found: list[Segment] = []
    between = ""
    last = whole
    for kind, group in groupby(text, key=_kind):
        piece = "".join(group)
        if kind is None:
            between = piece
            continue
        script: Script = "rtl" if kind in ("arab", "hebr") else kind  # type: ignore[assignment]
        here = Segment(script, _tag(script, piece, lang), piece)
        if between:
            joined = last.script == script and (script == "rtl" or last.tag == here.tag)
            found.append(Segment(*((last.script, last.tag) if joined else (whole.script, whole.tag)), between))
        found.append(here)
        between, last = "", here
    if between:
        found.append(Segment(whole.script, whole.tag, between))
    return [
        Segment(script, tag, "".join(each.text for each in group))
        for (script, tag), group in groupby(found, key=lambda each: (each.script, each.tag))
    ]


def _kind(char: str) -> str | None:
    if _RTL_CHAR.match(char):
        return "hebr" if _HEBREW.match(char) else "arab"
    if _EAST_CHAR.match(char):
        return "east"
    return "west" if unicodedata.category(char)[0] == "L" else None


def _tag(script: Script, text: str, lang: str) -> str:
    """Return the language of a segment: that of the text around it where its script can be, else what it looks like.

    Han characters alone do not tell Chinese from Japanese or Korean, so for them the answer may be "".
    """
    if script == "east":
        if is_east(lang):
            return lang
        return "ko" if _HANGUL.search(text) else "ja" if _KANA.search(text) else ""
    if script == "rtl":
        hebrew = _HEBREW.search(text) is not None
        if is_rtl(lang) and (parts(lang)[1] == "Hebr") == hebrew:
            return lang
        return "he" if hebrew else "ar"
    return _west(lang)


@lru_cache(maxsize=256)
def _west(lang: str) -> str:
    """Return the language of western letters among text in this one, "" where that is not theirs."""
    return "" if is_east(lang) or is_rtl(lang) else lang


@lru_cache(maxsize=256)
def parts(tag: str) -> tuple[str, str, str]:
    """Return a tag's language, script and region, the likely ones where it does not say."""
    from babel.core import get_global

    pieces = tag.replace("_", "-").split("-")
    language = pieces[0].lower()
    script = next((piece.title() for piece in pieces[1:] if len(piece) == 4 and piece.isalpha()), "")
    region = next((piece.upper() for piece in pieces[1:] if re.fullmatch("[A-Za-z]{2}|[0-9]{3}", piece)), "")
    likely = get_global("likely_subtags")
    keys = (f"{language}_{script}_{region}", f"{language}_{region}", f"{language}_{script}", language)
    guess = next((likely[key] for key in keys if key in likely), "").split("_")
    if len(guess) == 3:
        script, region = script or guess[1], region or guess[2]
    return language, script, region


def is_rtl(tag: str) -> bool:
    """Tell whether text in this language runs from right to left."""
    return bool(tag) and parts(tag)[1] in _RTL_SCRIPTS


def is_east(tag: str) -> bool:
    return bool(tag) and parts(tag)[1] in _EAST_SCRIPTS


@lru_cache(maxsize=256)
def word_tag(tag: str) -> str:
    """Return a language tag as Word knows it: with a region, and a script only where it is not the usual one."""
    if not re.fullmatch("[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*", tag):
        return "und"
    language, script, region = parts(tag)
    usual = parts(language)[1]
    if language == "zh":
        region = region if "-" in tag and region in ("CN", "TW", "HK", "SG", "MO") else ""
        return f"zh-{region or ('TW' if script == 'Hant' else 'CN')}"
    return "-".join(piece for piece in (language, script if script != usual else "", region) if piece)


def default_languages(tag: str) -> dict[str, str]:
    """Return the languages of a document in this one, for each of Word's three kinds of script."""
    name = word_tag(tag)
    return {"val": name, "eastAsia": name, "bidi": name if is_rtl(tag) else _RTL_DEFAULT}


def east_font(tag: str, *, serif: bool) -> str:
    """Return the font that Word has for an East Asian language."""
    language, script, _ = parts(tag)
    fonts = _SERIF if serif else _SANS
    return fonts.get(language) or fonts.get(script) or fonts["Hans"]
