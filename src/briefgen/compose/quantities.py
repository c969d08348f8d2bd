"""Quantities in words: `at most 1,550 warheads`, `20–45%`, `1.10 million`."""

from __future__ import annotations

from decimal import Decimal

from briefgen.compose.language import Language, number, percent
from briefgen.content.model import Quantity


def in_words(quantity: Quantity, language: Language) -> str:
    """Return comparator, number or range, and unit; only the parts that the brief gives."""
    amount = interval(quantity.low, quantity.high, language)
    if quantity.value is not None:
        value = number(quantity.value, language)
        amount = f"{value} ({amount})" if amount else value
    if quantity.unit.strip() in ("%", "percent sign"):
        amount, unit = percent(amount, language) if amount else "%", ""
    else:
        unit = quantity.unit.strip()
    return " ".join(part for part in (quantity.comparator.strip(), amount, unit) if part)


def interval(low: Decimal | None, high: Decimal | None, language: Language) -> str:
    """Return `20–45`; `≥ 20` or `≤ 45` where one end is open; "" where there is none."""
    if low is not None and high is not None:
        first, second = number(low, language), number(high, language)
        return first if first == second else f"{first}–{second}"
    if low is not None:
        return f"≥\u00a0{number(low, language)}"
    return f"≤\u00a0{number(high, language)}" if high is not None else ""
