"""What a user makes or gets back is a dataclass of the standard library, to its last part (ARCHITECTURE.md, 12)."""

from __future__ import annotations

import dataclasses
import sys
import typing
from typing import Any

import pytest
from msgspec import Struct

import briefgen
from briefgen.audience.profile import Audience
from briefgen.audience.proof.report import Report
from briefgen.layout.coverage import Fallen
from briefgen.layout.fit_report import FitReport

PUBLIC = [value for name in briefgen.__all__ if isinstance(value := getattr(briefgen, name), type)]
LATE: dict[str, Any] = {  # types that modules name without importing them
    **{kind.__name__: kind for kind in PUBLIC}, "Audience": Audience, "FitReport": FitReport, "Fallen": Fallen,
}  # fmt: skip


def parts(hint: Any) -> list[Any]:
    """Return the classes that a type is made of."""
    found = [part for argument in typing.get_args(hint) for part in parts(argument)]
    return [hint, *found] if isinstance(hint, type) else found


@pytest.mark.parametrize("kind", [*PUBLIC, Report], ids=lambda kind: kind.__name__)
def test_what_users_hold_is_of_the_standard_library(kind: type) -> None:
    waiting, seen = [kind], set()
    while waiting:
        one = waiting.pop()
        assert not issubclass(one, Struct), f"{one.__name__} is held by {kind.__name__}"
        if one in seen or not dataclasses.is_dataclass(one):
            continue
        seen.add(one)
        scope = {**LATE, **vars(sys.modules[one.__module__])}
        for hint in typing.get_type_hints(one, scope).values():
            waiting += parts(hint)
