"""An embargo holds until its instant, by one clock, and is stamped on the result."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from briefgen.errors import InputError, ReleaseError
from briefgen.rendering import render

AT = "2026-12-01 09:00 Europe/Berlin"
Make = Callable[..., Any]


def utc(hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 12, 1, hour, minute, tzinfo=datetime.UTC)


def test_before_its_instant_a_brief_is_not_rendered_in_any_format(brief: Make) -> None:
    for format_ in ("json", "md", "html"):
        with pytest.raises(ReleaseError, match="embargo until 2026-12-01 09:00"):
            render(brief(embargo=AT), format=format_, now=utc(7, 59))
        assert render(brief(embargo=AT), format=format_, now=utc(8)).data


def test_it_may_be_forced_and_is_stamped(brief: Make) -> None:
    data = render(brief(embargo=AT), format="md", now=utc(7), force_embargo=True).data.decode()
    assert "Embargoed until 1 December 2026, 09:00 (Europe/Berlin)" in data


def test_the_clock_is_source_date_epoch_where_it_is_given(brief: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(utc(8).timestamp()) - 1))
    with pytest.raises(ReleaseError):
        render(brief(embargo=AT), format="json")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(utc(8).timestamp())))
    assert render(brief(embargo=AT), format="json").data


def test_what_time_it_is_stands_in_no_byte(brief: Make) -> None:
    once = render(brief(embargo=AT), format="html", now=utc(9)).data
    assert once == render(brief(embargo=AT), format="html", now=utc(18)).data


@pytest.mark.parametrize("wrong", ["2026-12-01", "2026-12-01 09:00", "tomorrow", "2026-03-29 02:30 Europe/Berlin"])
def test_an_instant_needs_its_zone_and_must_be(brief: Make, wrong: str) -> None:
    with pytest.raises(InputError, match="embargo"):
        brief(embargo=wrong)
