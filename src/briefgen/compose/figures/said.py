"""What figures say of their own, in the document's language and as plain text: patterns of the catalogues, filled."""

from __future__ import annotations

from typing import Any

from briefgen.compose import labels


def gettext(message: str, /, **values: Any) -> str:
    """Words in the document's language; `%(name)s` is a place for a value."""
    return labels.unmarked(message, values)


def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> str:
    """Words for a number of things; `%(num)s` is the number."""
    return labels.unmarked(singular, {"num": number, **values}, plural=plural, count=number)


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """Words that mean different things in different places, told apart by a context."""
    return labels.unmarked(message, values, context=context)
