"""How a language writes what briefgen puts together: numbers, lists in prose, quotation marks, the full stop.

A tag that nobody knows is set as English; plain `en` is the world's English (18 June 2024; a, b and c), `en-US` is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from msgspec import Struct

if TYPE_CHECKING:
    from babel import Locale

_TAG = re.compile(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8})(?:-[A-Za-z0-9]{1,8})*|[xX](?:-[A-Za-z0-9]{1,8})+")

_QUOTES = {
    "ar": "«»",
    "bg": "„“", "cs": "„“", "da": "»«", "de": "„“", "de_CH": "«»", "el": "«»", "es": "«»", "et": "„“", "fa": "«»",
    "fi": "””", "fr": "«\u00a0 \u00a0»", "fr_CH": "«»", "hr": "„“", "hu": "„”", "hy": "«»", "is": "„“", "it": "«»",
    "ja": "「」", "ka": "„“", "lt": "„“", "lv": "“”", "mk": "„“", "nb": "«»", "nn": "«»", "no": "«»", "pl": "„”",
    "pt_PT": "«»", "ro": "„”", "ru": "«»", "sk": "„“", "sl": "„“", "sq": "«»", "sr": "„“", "sv": "””", "uk": "«»",
    "be": "«»", "zh_Hant": "「」", "zh_TW": "「」", "zh_HK": "「」",
}  # fmt: skip
_STOPS = {
    "am": "።", "as": "।", "bn": "।", "hi": "।", "hy": "։", "ja": "。", "km": "", "lo": "", "mr": ".", "my": "။",
    "ne": "।", "or": "।", "pa": "।", "th": "", "ti": "።", "ur": "۔", "zh": "。",
}  # fmt: skip


class Language(Struct, frozen=True, eq=False):
    """How one language is written."""

    tag: str  # as the document carries it: well-formed BCP 47
    manner: str  # the tag whose dates, numbers and lists it takes
    opening: str = "“"
    closing: str = "”"
    stop: str = "."

    @property
    def locale(self) -> Locale:
        return _locale(self.manner)


def well_formed(tag: str) -> bool:
    """Say whether `tag` has the form of a language tag (BCP 47), known or not."""
    return len(tag) <= 100 and _TAG.fullmatch(tag) is not None


@lru_cache(maxsize=64)
def language(tag: str) -> Language:
    """Return how the language `tag` is written; the nearest that is known, else English."""
    tag = tag.strip().replace("_", "-")
    tag = tag if well_formed(tag) else "und"
    if tag.split("-")[0].lower() == "en":
        return Language(tag, tag)
    locale = _locale(tag)
    names = [str(locale), locale.language]
    if locale.script:
        names.insert(1, f"{locale.language}_{locale.script}")
    if locale.territory:
        names.insert(1, f"{locale.language}_{locale.territory}")
    quotes = next((_QUOTES[name] for name in names if name in _QUOTES), "“”")
    opening, closing = quotes.split(" ") if " " in quotes else (quotes[0], quotes[1])
    return Language(tag, tag, opening, closing, _STOPS.get(locale.language, "."))


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    parts = tag.split("-")
    if parts == ["en"]:
        return Locale.parse("en_001")
    while parts and parts[0].lower() not in ("x", "und", "root"):
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            parts.pop()
    return Locale.parse("en_001")


def prose(items: Sequence[str | Markup], language: Language) -> Markup:
    """Join items as the language lists things in a sentence ("a, b and c"); plain text among them is escaped."""
    texts = [escape(item) for item in items]
    if len(texts) < 2:
        return texts[0] if texts else Markup("")
    patterns = language.locale.list_patterns["standard"]
    if len(texts) == 2:
        return _pair(patterns["2"], texts[0], texts[1])
    whole = _pair(patterns["start"], texts[0], texts[1])
    for text in texts[2:-1]:
        whole = _pair(patterns["middle"], whole, text)
    return _pair(patterns["end"], whole, texts[-1])


def _pair(pattern: str, first: Markup, second: Markup) -> Markup:
    before, rest = pattern.split("{0}")
    between, after = rest.split("{1}")
    return Markup("").join((escape(before), first, escape(between), second, escape(after)))


def number(value: Decimal, language: Language) -> str:
    """Write a number with the language's separators and exactly the decimals it came with (1.10 stays 1.10)."""
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or not -30 <= exponent <= 30 or len(digits) > 60:
        return str(value)
    places = max(0, -exponent)
    pattern = copy(language.locale.decimal_formats[None])
    pattern.frac_prec = (places, places)
    return _unbroken(pattern.apply(value, language.locale))


def percent(text: str, language: Language) -> str:
    """Put the language's percent sign to a number that is already written: 20–45% or 20–45 %."""
    pattern = language.locale.percent_formats[None].pattern
    before, _, after = pattern.partition("#,##0")
    return f"{before}{text}{after}" if "%" in before + after and "#" not in before + after else f"{text}%"


def _unbroken(text: str) -> str:
    """Have no line break between the groups of a number."""
    return text.replace("\u2009", "\u202f")


def quoted(text: str, language: Language) -> Markup:
    """Put the language's quotation marks around words, unless they stand there already."""
    stands = text.startswith(language.opening) and text.endswith(language.closing)
    if stands and text.count(language.opening) == text.count(language.closing) == 1 and len(text) > 1:
        return escape(text)
    return Markup("").join((language.opening, escape(text), language.closing))
