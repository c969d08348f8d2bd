"""Where a stretch of text without spaces may be divided: the rules of UAX #14 that matter, and grapheme clusters.

Text here holds no U+0020 and no line feeds. Characters that draw nothing (Default_Ignorable_Code_Point of Unicode:
zero-width spaces and joiners, U+2060, U+FEFF, bidi marks, variation selectors, U+00AD …) never reach the drawn text;
U+200B and U+00AD leave an opportunity behind, U+2060, U+FEFF and U+200D forbid one, the others do nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefgen.patterns import FarPattern, Pattern, is_near

# Default_Ignorable_Code_Point (DerivedCoreProperties), as the inside of a character class
_IGNORED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
INVISIBLE = Pattern(f"[{_IGNORED}]")
UNSEEN = Pattern(f"(?![\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069])[{_IGNORED}]")  # but joiners and bidi marks
_GLUED = "\u200d\u2060\ufeff"  # no opportunity beside them
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH_SPACE, _SOFT_HYPHEN = "\u200b", "\u00ad"

_HYPHENS = "-\u2010"
_DASHES = "\u2012\u2013\u2014\u2015"
_SPACES = "\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"  # of fixed width; U+00A0, U+2007 and U+202F do not break
_CJK = (
    "\u2e80-\u2fff\u3001-\u30ff\u3105-\u318f\u31a0-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\U0001f000-\U0003ffff"
)
_PARTING = f"{_IGNORED}{_HYPHENS}{_DASHES}{_SPACES}/?&.="
_SPECIAL = Pattern(f"[{_PARTING}{_CJK}]")
_NEAR = Pattern(f"[{_PARTING}]")  # the same where nothing is far
_WIDE = FarPattern(f"[{_CJK}]")
_WORD = re.compile(r"[^\W_]")
_FIXED_SPACE = re.compile(f"[{_SPACES}]")
# Kinsoku: what may not begin and what may not end a line (JIS X 4051, in outline)
_NOT_FIRST = frozenset(
    "、。，．・：；？！ー々〻ゝゞヽヾ’”）］｝〉》」』】〕〗〙〟゠…‥ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ％～〜゛゜‰℃｡｣､･ｰﾞﾟ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_NOT_LAST = frozenset("‘“（［｛〈《「『【〔〖〘〝￥＄")
# each alternative begins where a run of its characters begins, so that a search takes linear time
_URL = re.compile(
    r"(?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|[a-z0-9-]+(?:\.[a-z0-9-]+)+/)|\w@\w", re.IGNORECASE
)
_URL_BREAKS = frozenset("/?&.=")

PLAIN, SOFT = 1, 2  # an opportunity without and with a hyphen


def is_address(text: str) -> bool:
    """Tell whether this stretch of text reads as a URL or a mail address, so that it is never hyphenated."""
    return ("/" in text or "." in text or ":" in text or "@" in text) and _URL.search(text) is not None


def opportunities(text: str, *, address: bool = False) -> list[tuple[int, int]]:
    """Return the places inside `text` where a line may end, as (index, PLAIN or SOFT), rising.

    An index counts the characters before the place. With `address`, a URL's rules hold: after / ? & . and =, without
    a hyphen.
    """
    special = _NEAR if is_near(text) else _SPECIAL
    if special.search(text) is None:
        return []
    word = _WORD.search(text)
    begin = word.start() if word else len(text)
    found: dict[int, int] = {}
    for match in special.finditer(text):
        at = match.start() + 1
        if at > 1 and _is_wide_break(text, at - 1):
            found.setdefault(at - 1, PLAIN)
        if at < len(text):
            kind = _after(text, at, begin, address)
            if kind:
                found[at] = kind
    return sorted(found.items())


def between(before: str, after: str) -> bool:
    """Tell whether a line may end between two stretches of text that no space parts."""
    near = before[-8:]
    joined = near + after[:8]
    return any(place == len(near) for place, _ in opportunities(joined, address=is_address(before)))


def _after(text: str, at: int, begin: int, address: bool) -> int:
    """Return the kind of the opportunity after the special character before `at`, or 0; words start at `begin`."""
    char, following = text[at - 1], text[at]
    if char == _ZERO_WIDTH_SPACE:
        return PLAIN
    if following in _GLUED or char in _GLUED or unicodedata.combining(following):
        return 0
    if char == _SOFT_HYPHEN:
        return SOFT if at - 1 > begin else 0
    if address and char in _URL_BREAKS:
        return PLAIN if at - 1 > begin and _divides_address(following) else 0
    if char in _HYPHENS or char in _DASHES:
        numbers = following.isdigit() and char != "\u2014"  # COVID-19 and 18–19 stay whole
        return PLAIN if at - 1 > begin and _begins(following) and not numbers else 0
    if char == "/":
        return (
            PLAIN
            if at > 2 and text[at - 3 : at - 1].isalpha() and text[at : at + 2].isalpha() and at + 1 < len(text)
            else 0
        )
    if _FIXED_SPACE.match(char):
        return PLAIN if _begins(following) else 0
    return PLAIN if _is_wide_break(text, at) else 0


def _divides_address(following: str) -> bool:
    """Tell whether an address may be divided before `following`: not inside `://`, not before a closing bracket."""
    return following not in _URL_BREAKS and (following.isalnum() or following in "-_~%#@")


def _begins(char: str) -> bool:
    """Tell whether a new line may begin with `char` after a dash: not with closing punctuation, nor a second dash."""
    return char.isalnum() or unicodedata.category(char) in ("Ps", "Pi", "Sc", "So", "Lm", "Lo")


def _is_wide_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if _WIDE.match(before) is None and _WIDE.match(after) is None:
        return False
    if after in _NOT_FIRST or before in _NOT_LAST or _joins(before, after) or INVISIBLE.match(after):
        return False
    if before in _GLUED or before in "\u00a0\u202f\u2011" or after in "\u00a0\u202f\u2011":
        return False
    return unicodedata.category(after) not in ("Pe", "Pf", "Po") and unicodedata.category(before) not in ("Ps", "Pi")


def clusters(text: str) -> Iterator[str]:
    """Yield the grapheme clusters of `text` (UAX #29 in outline): marks with their base, emoji, Hangul, flags."""
    begin, flags = 0, 0
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        flags = flags + 1 if _is_flag(before) else 0
        if _joins(before, after) or (flags % 2 and _is_flag(after)):
            continue
        yield text[begin:at]
        begin = at
    if text:
        yield text[begin:]


def _joins(before: str, after: str) -> bool:
    """Tell whether two characters stand in one grapheme cluster."""
    if after < "\u0300":
        return False
    if before == "\u200d" and unicodedata.category(after) == "So":
        return True
    if (
        unicodedata.category(after) in ("Mn", "Me", "Mc")
        or after in "\u200c\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    ):
        return True
    if "\u1100" <= before <= "\ud7ff" and "\u1160" <= after <= "\u11ff":  # Hangul jamo after a jamo or a syllable
        return True
    return "\u1100" <= before <= "\u115f" and ("\u1100" <= after <= "\u115f" or "\uac00" <= after <= "\ud7a3")


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
