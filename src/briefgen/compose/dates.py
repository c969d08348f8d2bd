"""Dates in words, as far as they are known: `18–19 June 2024`, `18–19 June`, `June 2024`, `2023–2024`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefgen.compose.language import Language
from briefgen.content.dates import instant
from briefgen.content.model import PartialDate

if TYPE_CHECKING:
    from babel import Locale

_Day = tuple[int | None, int | None, int | None]


def in_words(date: PartialDate, language: Language, *, short: bool = False) -> str:
    """Return the date in words; the source's own wording where it is kept. `short` abbreviates the month."""
    if date.wording:
        return date.wording
    start: _Day = (date.year, date.month, date.day)
    end: _Day = (date.end_year, date.end_month, date.end_day)
    try:
        return _tidy(_between(start, _complete(start, end), language, short))
    except (ValueError, KeyError, OverflowError):
        return iso(date)


def iso(date: PartialDate) -> str:
    """Return the (first) day as ISO 8601 as far as it is known: 2024-06-18, 2024-06, 2024, --06-18; "" for none."""
    year = f"{date.year:04d}" if date.year is not None else "-" if date.month is not None else ""
    known: Iterable[int | None] = (date.month, date.day if date.month is not None else None)
    return year + "".join(f"-{part:02d}" for part in known if part is not None)


def iso_range(date: PartialDate) -> str:
    """Return both ends of a range as ISO 8601: 2024-06-18/2024-06-19."""
    start: _Day = (date.year, date.month, date.day)
    end = _complete(start, (date.end_year, date.end_month, date.end_day))
    if end in ((None, None, None), start):
        return iso(date)
    return f"{iso(date)}/{iso(PartialDate(year=end[0], month=end[1], day=end[2]))}"


def instant_in_words(text: str, language: Language, *, short: bool = False) -> str:
    """Return an instant as its zone's clocks show it, and the zone as it is written: 1 December 2026, 09:00 (Z)."""
    at = instant(text)
    if at is None:
        return text
    from babel.dates import format_date

    zone = text.strip()[16:].lstrip(":0123456789").strip(" []")
    day = format_date(at.date(), "medium" if short and _spells(language.locale) else "long", locale=language.locale)
    return f"{_tidy(day)}, {at:%H:%M} ({zone if zone[0].isalpha() else f'UTC{zone}'})"


def _complete(start: _Day, end: _Day) -> _Day:
    """Fill in what an end leaves out because its start says it: in 18–19 June the month."""
    year, month, day = end
    if day is not None and month is None and year is None:
        return (start[0], start[1], day)
    if month is not None and year is None:
        return (start[0], month, day)
    return end


def _between(start: _Day, end: _Day, language: Language, short: bool) -> str:
    if end == (None, None, None) or end == start:
        return _one(start, language, short)
    from babel.dates import format_date

    locale = language.locale
    fields = _fields(start)
    changed = next((name for name, a, b in zip("yMd", start, end, strict=True) if a != b), "")
    pair = _interval(fields, changed, locale, short) if fields == _fields(end) else None
    if pair is None:
        return " – ".join(_one(day, language, short) for day in (start, end))
    return "".join(format_date(_date(day), part, locale=locale) for day, part in zip((start, end), pair, strict=True))


def _fields(day: _Day) -> str:
    return "".join(name for name, part in zip(("y", "MMM", "d"), day, strict=True) if part is not None)


def _interval(fields: str, changed: str, locale: Locale, short: bool) -> tuple[str, str] | None:
    formats = locale.interval_formats
    long = fields.replace("MMM", "MMMM")
    for skeleton in (fields,) if short else (long, fields):
        parts = formats.get(skeleton, {}).get(changed) if skeleton in formats else None
        if parts is not None and len(parts) == 2:
            first, second = (part if short else _widen(part) for part in parts)
            closed = first.rstrip("\u2009–") in ("d", "y")  # 18–19 June: newer locales space a dash between numbers
            return first.replace("\u2009", "") if closed else first, second
    return None


def _one(day: _Day, language: Language, short: bool) -> str:
    from babel.dates import format_date

    fields, locale = _fields(day), language.locale
    if fields == "yMMMd":
        return format_date(_date(day), "medium" if short and _spells(locale) else "long", locale=locale)
    if not fields or fields in ("d", "yd"):
        return "".join(f"{part}" for part in day if part is not None)
    long = fields.replace("MMM", "MMMM")
    skeletons = locale.datetime_skeletons
    name = fields if short or long not in skeletons else long
    pattern = str(skeletons[name].pattern if hasattr(skeletons[name], "pattern") else skeletons[name])
    return format_date(_date(day), pattern if short else _widen(pattern), locale=locale)


def _spells(locale: Locale) -> bool:
    """Say whether the medium date of this language names the month: 18.06.2024 does not."""
    return "MMM" in str(locale.date_formats["medium"].pattern)


def _widen(pattern: str) -> str:
    """Write months out: MMM is Jun, MMMM is June."""
    for letter in "ML":
        if letter * 4 not in pattern:
            pattern = pattern.replace(letter * 3, letter * 4)
    return pattern


def _date(day: _Day) -> datetime.date:
    year, month, number = day
    return datetime.date(2000 if year is None else year, month or 1, number or 1)


def _tidy(text: str) -> str:
    return text.replace("\u2009", " ")
