"""What a script asks of line setting: shaping, direction, and which of several fonts its language wants."""

from __future__ import annotations

from briefgen.patterns import FarPattern, Pattern

# Right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko …, their presentation forms, and the planes kept for them.
# U+200F, U+061C and the embedding and isolating marks as well: they turn their surroundings round.
RTL = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
BIDI_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Left to right, but shaped: Indic, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian …, single parts of Hangul
_JOINED = (
    "\u0900-\u109f\u1100-\u11ff\u1700-\u18af\u1900-\u1cff\ua800-\ua82f\ua880-\uaa7f\uaa80-\uaaff\uabc0-\uabff"
    "\ud7b0-\ud7fb\U00011000-\U00011fff"
)
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
WIDE = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff"
)

SPECIAL = Pattern(f"[{RTL}{BIDI_MARKS}{_JOINED}{_COMBINING}]")  # asks for the slow way: shaping, or another order
SHAPED = Pattern(f"[{RTL}{_JOINED}{_COMBINING}]")
JOINED = Pattern(f"[{RTL}{_JOINED}]")  # shaped with all that the font has for the script
RTL_LETTER = Pattern(f"[{RTL}]")
MARKS = Pattern(f"[{BIDI_MARKS}]")
UNDRAWN = Pattern(f"[{BIDI_MARKS}\u200c\u200d]")  # what is kept for shaping and order, and not drawn
CJK = FarPattern(f"[{WIDE}]")
CJK_STRETCH = FarPattern(f"[{WIDE}](?:[{WIDE}0-9 .·%()-]*[{WIDE}])?")  # words of one language, most likely
TELLING = FarPattern("[\u1100-\u11ff\u3041-\u30ff\u3130-\u318f\uac00-\ud7ff]")  # kana and Hangul
_KANA = FarPattern("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = FarPattern("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")

_RTL_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"))
_RTL_LANGUAGES = frozenset(
    (
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "iw",
        "ks",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "prs",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    )
)
_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))


def is_rtl(lang: str) -> bool:
    """Tell whether text in this language (BCP 47) runs from right to left."""
    primary, *others = lang.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    return script in _RTL_SCRIPTS if script else primary in _RTL_LANGUAGES


def east_asian(lang: str) -> str:
    """Return ja, ko, zh-Hans or zh-Hant for a language that is written with Han characters, else ""."""
    primary, *others = lang.lower().replace("_", "-").split("-")
    if primary in ("ja", "ko"):
        return primary
    if primary in ("zh", "yue", "cmn", "wuu", "hak", "nan"):
        if "hans" in others:
            return "zh-Hans"
        return "zh-Hant" if primary == "yue" or not _TRADITIONAL.isdisjoint(others) else "zh-Hans"
    return ""


def neighbourhood(text: str) -> str:
    """Return ja where there are kana in `text`, ko where there is Hangul and no kana, else ""."""
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else ""
