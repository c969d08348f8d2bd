"""What must hold in one part of a brief: ranges, dates, codes. A rule is a function from a part to what is wrong in it.

The types have been checked before (`data.typed`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeAlias

from briefgen.content import model
from briefgen.content.dates import instant
from briefgen.data.characters import shown
from briefgen.data.faults import near

ID = re.compile(r"\w[\w.:\-]{0,199}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

Wrong: TypeAlias = tuple[str, str, str]  # field, what, how to mend it
Rule: TypeAlias = Callable[[Any], Iterable[Wrong]]
_Day: TypeAlias = tuple[int | None, int | None, int | None]


def _statement(part: model.Statement) -> Iterable[Wrong]:
    if 1 <= part.importance <= 5:
        return ()
    return (("importance", f"{part.importance} is not from 1 to 5", "1 goes first when space is short, 5 last"),)


def _driver(part: model.Driver) -> Iterator[Wrong]:
    if part.rank is not None and part.rank < 1:
        yield "rank", f"{part.rank} is not a rank", "the strongest is 1"


def _provision(part: model.Provision) -> Iterator[Wrong]:
    triggers = [trigger.id for trigger in part.triggers if trigger]
    for index, trigger in enumerate(triggers):
        if trigger in triggers[:index]:
            yield "triggers", f"the trigger {shown(trigger)} stands twice", "give each an id of its own"
    for obligation in part.obligations:
        if obligation and obligation.trigger and obligation.trigger not in triggers:
            what = f"there is no trigger {shown(obligation.trigger)} in this provision"
            yield "obligations", what, near(obligation.trigger, triggers)


def _estimate(part: model.Estimate) -> Iterator[Wrong]:
    for name in ("low", "high"):
        value = getattr(part, name)
        if value is not None and not 0 <= value <= 100:
            yield name, f"{value} is not a percentage", "write 0 to 100"
    yield from _range(part)
    if not part.term:
        return
    if not part.scale:
        yield "term", "a term needs the scale that it stands on", "add 'scale'"
    from briefgen.content.scales import scale

    known = scale(part.scale)
    if known is not None and known.row(part.term) is None:
        # All its terms, not the nearest: 'unlikely' is near to 'likely' in letters only.
        mend = f"its terms are: {', '.join(term for row in known.rows for term in row.terms)}"
        yield "term", f"{shown(part.term)} is not on the scale {known.title}", mend


def _range(part: model.Estimate | model.Quantity) -> Iterator[Wrong]:
    if part.low is not None and part.high is not None and part.low > part.high:
        yield "low", f"the range is upside down: {part.low} is more than {part.high}", "swap 'low' and 'high'"


def _citation(part: model.Citation) -> Iterator[Wrong]:
    if part.credibility and part.credibility not in tuple("123456"):
        yield "credibility", f"{shown(part.credibility)} is not an Admiralty digit", "write 1 to 6"


def _source(part: model.Source) -> Iterator[Wrong]:
    if part.reliability and part.reliability not in tuple("ABCDEF"):
        yield "reliability", f"{shown(part.reliability)} is not an Admiralty letter", "write A to F"
    if part.sha256 and not re.fullmatch("[0-9a-fA-F]{64}", part.sha256):
        yield "sha256", "is not a SHA-256 sum", "write its 64 hexadecimal digits"
    yield from _language(part.language, "language")


def _actor(part: model.Actor) -> Iterator[Wrong]:
    if part.iso and not re.fullmatch("[A-Z]{2,3}", part.iso):
        yield "iso", f"{shown(part.iso)} is not a code of ISO 3166-1", "write two or three capitals: KR, KOR"


def _brief(part: model.Brief) -> Iterator[Wrong]:
    if part.id and not ID.fullmatch(part.id):
        mend = "write letters, digits, '-', '_', '.' and ':', without spaces"
        yield "id", f"{shown(part.id)} cannot be an id", mend
    yield from _language(part.language, "language")
    if part.embargo and instant(part.embargo) is None:
        mend = "write date, time and zone: 2026-12-01 09:00 Europe/Berlin"
        yield "embargo", f"{shown(part.embargo)} is no instant with its zone", mend


def is_language(tag: str) -> bool:
    """Say whether a tag has the form of BCP 47."""
    return _LANGUAGE.fullmatch(tag) is not None and len(tag) <= 60


def _language(tag: str | None, field: str) -> Iterator[Wrong]:
    if tag is not None and not is_language(tag):
        yield field, f"{shown(tag)} is not a language tag", "write one of BCP 47: en, ko, zh-Hant"


def _date(part: model.PartialDate) -> Iterator[Wrong]:
    start: _Day = (part.year, part.month, part.day)
    end: _Day = (part.end_year, part.end_month, part.end_day)
    yield from _day("", *start)
    yield from _day("end_", *(end[0] or part.year, end[1] or (part.month if end[2] else None), end[2]))
    if start == (None, None, None) and end != start:
        yield "", "a range of days needs a beginning", "add 'year', 'month' or 'day'"
        return
    if end != (None, None, None) and _is_before(end, start):
        yield "", "the range ends before it begins", "swap the two ends"


def _is_before(end: _Day, start: _Day) -> bool:
    """Say whether a range surely ends before it begins; what the end leaves out is as in its beginning."""
    for position, (last, first) in enumerate(zip(end, start, strict=True)):
        last = first if last is None else last
        if first is None or last is None:
            if position:
                return False
        elif last != first:
            # 30 December to 2 January is right while the year is not known
            return last < first and (position != 1 or start[0] is not None)
    return False


def _day(prefix: str, year: int | None, month: int | None, day: int | None) -> Iterator[Wrong]:
    if year is not None and not 1 <= year <= 9999:
        yield f"{prefix}year", f"{year} is not a year", "write 1 to 9999"
    elif month is not None and not 1 <= month <= 12:
        yield f"{prefix}month", f"{month} is not a month", "write 1 to 12"
    elif day is not None and month is None:
        yield f"{prefix}day", "a day needs a month", f"add '{prefix}month'"
    elif day is not None and month is not None and not 1 <= day <= monthrange(year or 2000, month)[1]:
        yield f"{prefix}day", f"{day} is not a day of that month", "check the date"


_RULES: dict[type, Rule] = {
    model.Brief: _brief,
    model.Statement: _statement,
    model.Driver: _driver,
    model.Provision: _provision,
    model.Estimate: _estimate,
    model.Quantity: _range,
    model.Citation: _citation,
    model.Source: _source,
    model.Actor: _actor,
    model.LocalName: lambda part: _language(part.lang, "lang"),
    model.PartialDate: _date,
}


@cache
def rules_of(cls: Any) -> tuple[Rule, ...]:
    """Return the rules for a part of this class, those of its bases first."""
    return tuple(_RULES[base] for base in reversed(cls.__mro__) if base in _RULES)
