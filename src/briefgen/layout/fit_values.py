"""What items are worth.

An item of importance 5 is worth 75, of 4 30, of 3 12, of 2 5, of 1 2: each step is two and a half times the last, so
that one item of importance 5 goes before any fourteen of importance 2 that would take its place; a scale that is
flatter lets small items crowd out what the reader came for. The short variant is worth three fifths of the full one:
the headline carries the point, and words that explain a 5 are worth as much as a whole 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from briefgen.layout.fit_items import Survey
from briefgen.layout.fit_model import FULL, SHORT

VALUES = {1: 2.0, 2: 5.0, 3: 12.0, 4: 30.0, 5: 75.0}  # of an item in full, by importance
SHORT_SHARE = 0.6  # of that, in short
PARTS = 10  # of a unit of value, so that values are whole numbers

Values: TypeAlias = Mapping[tuple[int, int], int]  # by number and variant


def values_of(survey: Survey) -> dict[tuple[int, int], int]:
    """Return what each item is worth in each variant, in tenths."""
    found: dict[tuple[int, int], int] = {}
    for one in survey.items:
        whole = VALUES[min(max(one.importance, 1), 5)] * PARTS
        found[one.number, FULL] = round(whole)
        found[one.number, SHORT] = round(whole * SHORT_SHARE)
    return found
