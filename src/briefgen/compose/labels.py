"""The words that templates and filters say of their own, in the document's language: `_("Key judgements")`.

First come the words that the reader's view gives them, then the catalogues of the pack and the built-in ones, then the
English words themselves, marked as English where the document is in another language. `%(name)s` is a place for a
value; a value that is plain text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from briefgen.compose.catalogues import ENGLISH, PLACEHOLDER
from briefgen.compose.language import number
from briefgen.compose.run import Complaint, running
from briefgen.compose.tongues import mark, own, told


def gettext(message: str, /, **values: Any) -> str | Markup:
    """Words of the template in the document's language."""
    return _say(message, "", "", None, values)


def ngettext(singular: str, plural: str, number: int, /, **values: Any) -> str | Markup:
    """Words for a number of things; `%(num)s` is the number."""
    return _say(singular, "", plural, number, {"num": number, **values})


def pgettext(context: str, message: str, /, **values: Any) -> str | Markup:
    """Words that mean different things in different places, told apart by a context."""
    return _say(message, context, "", None, values)


def npgettext(context: str, singular: str, plural: str, number: int, /, **values: Any) -> str | Markup:
    """Words for a number of things, told apart by a context."""
    return _say(singular, context, plural, number, {"num": number, **values})


def renamed(words: str) -> str | Markup:
    """Words that need not be English: as the view or a catalogue has them, else as they are."""
    run = running()
    if run is None:
        return words
    found = (run.view.labels.get(words, ""), *(catalogue.find(("", words)) for catalogue in run.labels.catalogues))
    return own(next((one for one in found if one), words))


def spoken(word: Enum) -> str:
    """A word of the model with a fixed meaning, as plain text: for figures, whose words carry no marks."""
    return unmarked(str(word.value).replace("-", " "), {}, context=type(word).__name__)


def unmarked(
    message: str, values: Mapping[str, Any], *, context: str = "", plural: str = "", count: int | None = None
) -> str:
    """Words as plain text, not marked as English where they are: for drawings and what stands for them."""
    words, _ = _found(message, context, plural, count)
    return PLACEHOLDER.sub(lambda place: str(_value(place[1], values)), words)


FUNCTIONS: dict[str, Any] = {
    "_": gettext,
    "gettext": gettext,
    "ngettext": ngettext,
    "npgettext": npgettext,
    "pgettext": pgettext,
}


def _say(message: str, context: str, plural: str, count: int | None, values: Mapping[str, Any]) -> str | Markup:
    for text in (message, context, plural):
        if not isinstance(text, str):
            raise Complaint(f"words of a template are a text, not a {type(text).__name__}")
    if count is not None and (not isinstance(count, int) or isinstance(count, bool)):
        raise Complaint(f"a number of things is a whole number, not a {type(count).__name__}")
    words, foreign = _found(message, context, plural, count)
    return _filled(words, values, foreign=foreign)


def _found(message: str, context: str, plural: str, count: int | None) -> tuple[str, bool]:
    """Return the words of the view or a catalogue, else the English ones, and whether these are foreign here."""
    run = running()
    labels = run.labels if run is not None else ENGLISH
    english = plural if plural and count != 1 else message
    words = run.view.labels.get(english, "") if run is not None else ""
    for catalogue in labels.catalogues:
        words = words or catalogue.find((context, message), count)
    return words or english, not words and not labels.english


def _filled(text: str, values: Mapping[str, Any], *, foreign: bool) -> str | Markup:
    """Put the values into the words; `foreign` words are marked as English, but not what stands among them."""
    pieces: list[str | Markup] = []
    end = 0
    for place in PLACEHOLDER.finditer(text):
        pieces += (_marked(text[end : place.start()], foreign), told(_value(place[1], values)))
        end = place.end()
    pieces.append(_marked(text[end:], foreign))
    if any(isinstance(piece, Markup) for piece in pieces):
        return Markup("").join(pieces)
    return "".join(pieces)


def _marked(text: str, foreign: bool) -> str | Markup:
    return mark(text, "en") if foreign and any(char.isalpha() for char in text) else own(text)


def _value(name: str, values: Mapping[str, Any]) -> str | Markup:
    if name not in values:
        given = f"it is given: {', '.join(values)}" if values else "it is given none"
        raise Complaint(f"the words have a place for '{name}'", given)
    value = values[name]
    if value is None:
        return ""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        run = running()
        return number(Decimal(value), run.language) if run is not None else str(value)
    if isinstance(value, Undefined):
        str(value)  # raises, naming what is missing
    if not isinstance(value, str):
        raise Complaint(f"'{name}' is a {type(value).__name__}, not a text", "use a filter, such as 'date' or 'names'")
    return value
