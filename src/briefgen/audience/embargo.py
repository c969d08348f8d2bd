"""The embargo: a brief is rendered before its time only if that is forced. The one place that reads a clock."""

from __future__ import annotations

import datetime
import os

from briefgen.content.dates import instant
from briefgen.content.model import Brief
from briefgen.errors import Fault, ReleaseError

_MEND = "render it then, or force it (--force-embargo) for readers who will keep it"


def hold_embargo(brief: Brief, now: datetime.datetime | None = None) -> None:
    """Raise ReleaseError while the brief is under embargo.

    `now` has a zone; without it SOURCE_DATE_EPOCH counts, else the clock. What time it is goes into no output.
    """
    until = instant(brief.embargo) if brief.embargo else None
    if until is None:
        return
    if now is not None and now.tzinfo is None:
        raise ReleaseError(Fault(what="`now` has no zone", mend="write datetime.now(timezone.utc)"))
    if (now or _now()) < until:
        raise ReleaseError(Fault(what=f"is under embargo until {brief.embargo}", path="embargo", mend=_MEND))


def _now() -> datetime.datetime:
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not stamp:
        return datetime.datetime.now(datetime.UTC)
    try:
        return datetime.datetime.fromtimestamp(int(stamp), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise ReleaseError(Fault(what=f"SOURCE_DATE_EPOCH is '{stamp}'", mend="give seconds since 1970")) from None
