"""Dates as people write them → the fields of a `PartialDate`. Nothing is filled in that is not written."""

from __future__ import annotations

import datetime
import re
from typing import Any

from briefgen.patterns import Pattern

_MONTHS = ["january", "february", "march", "april", "may", "june"]
_MONTHS += ["july", "august", "september", "october", "november", "december"]
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS) + "|sept\\.?"
_DASH = r"\s*(?:-|–|—|to|and|&)\s*"
_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_END_DAY = r"(?P<end_day>[0-9]{1,2})(?:st|nd|rd|th)?"
_M = f"(?P<month>{_MONTH})"
_END_M = f"(?P<end_month>{_MONTH})"
# What is written exactly so needs no wording beside it.
_ISO = [
    Pattern(pattern)
    for pattern in (
        r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?",
        r"--(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})/(?P<end_day>[0-9]{2})",
        r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})/(?P<end_day>[0-9]{2})",
        r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})/(?:--)?(?P<end_month>[0-9]{2})-(?P<end_day>[0-9]{2})",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})/(?P<end_month>[0-9]{2})-(?P<end_day>[0-9]{2})",
        r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
        r"/(?P<end_year>[0-9]{4})(?:-(?P<end_month>[0-9]{2})(?:-(?P<end_day>[0-9]{2}))?)?",
    )
]
_WORDS = [
    Pattern(pattern, re.IGNORECASE)
    for pattern in (
        f"{_M} {_DAY}(?:{_DASH}{_END_DAY})?(?:,? {_YEAR})?",  # June 18-19, 2024
        f"{_DAY}(?:{_DASH}{_END_DAY})? {_M}(?:,? {_YEAR})?",  # 18–19 June 2024
        f"{_M} {_DAY}{_DASH}{_END_M} {_END_DAY}(?:,? {_YEAR})?",  # June 30 to July 2, 2024
        f"{_DAY} {_M}{_DASH}{_END_DAY} {_END_M}(?:,? {_YEAR})?",  # 30 June – 2 July 2024
        f"{_M}(?:{_DASH}{_END_M})?(?:,? {_YEAR})?",  # June–July 2024
    )
]
_DIGITS = Pattern(r"[0-9\s./:-]+(?:T[0-9:.Z+-]*)?")
_INSTANT = Pattern(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:\d\d|\[?[A-Za-z][\w+-]*(?:/[\w+-]+)*\]?)")
_MEND = "write 2024-06-18, 2024-06, 2024, --06-18 (year unknown), a range 2024-06-18/19, or words"


def parse_date(text: str) -> dict[str, Any] | None:
    """Return the fields of a date. Words are kept as `wording`, and what they plainly say (English months) is read.

    Raises ValueError(what, mend) for something in figures that is no date, 2024-13-01 say.
    """
    for pattern in _ISO:
        found = pattern.fullmatch(text)
        if found is not None:
            return _numbers(found)
    if _DIGITS.fullmatch(text) or not text.strip():
        raise ValueError(f"'{text[:40]}' is not a date", _MEND)
    for pattern in _WORDS:
        found = pattern.fullmatch(text.strip())
        if found is not None:
            return {**_numbers(found), "wording": text}
    return {"wording": text}


def _numbers(found: re.Match[str]) -> dict[str, Any]:
    return {name: _number(text) for name, text in found.groupdict().items() if text is not None}


def _number(text: str) -> int:
    return int(text) if text.isdigit() else [name[:3] for name in _MONTHS].index(text[:3].lower()) + 1


def instant(text: str) -> datetime.datetime | None:
    """Return the instant that date, time and zone name (`2026-12-01 09:00 Europe/Berlin`, `…T09:00+01:00`), or None.

    A zone is an offset, `Z` or a name of the IANA table. None too for a time that the zone's clocks skip.
    """
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        naive = datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}")
        zone = _zone(found[3].strip("[]"))
        made = naive.replace(tzinfo=zone)
        return made if made.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) == naive else None
    except (ValueError, OverflowError, LookupError, OSError):
        return None


def _zone(name: str) -> datetime.tzinfo:
    if name[0] in "+-":
        hours, minutes = name[1:].split(":")
        offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
        return datetime.timezone(-offset if name[0] == "-" else offset)
    if name in ("Z", "UTC"):
        return datetime.UTC
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
