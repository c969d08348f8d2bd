"""The words of a brief's parts as figures need them: plain, short, listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from briefgen.compose import labels
from briefgen.compose import parts as naming
from briefgen.compose.figures.said import gettext, ngettext, pgettext
from briefgen.compose.inline import inlines
from briefgen.compose.language import Language, prose
from briefgen.compose.language import quoted as in_quotes
from briefgen.content import model
from briefgen.plain import fold


def plain(text: str) -> str:
    """Return inline Markdown without its marks."""
    return fold(inlines(text).striptags()) if text else ""


def headline(part: Any) -> str:
    """Return the headline of a statement, else its title, else its text, without marks and without a full stop."""
    for field in ("headline", "title", "term", "name", "text"):
        words = plain(str(getattr(part, field, "") or ""))
        if words:
            return words.removesuffix(".")
    return str(part.id)


def short(part: Any) -> str:
    return plain(naming.short_name(part))


def listed(words: Sequence[str], language: Language, most: int = 0) -> str:
    """Return words as a sentence lists them; of more than `most` (0 = any number) the last say how many there are."""
    if most and len(words) > most:
        rest = len(words) - most + 1
        words = (*words[: most - 1], ngettext("%(num)s more", "%(num)s more", rest))
    return str(prose(list(words), language).striptags()) if words else ""


def commas(items: Iterable[str]) -> str:
    return pgettext("separator", ", ").join(items)


def semicolons(items: Iterable[str]) -> str:
    return pgettext("separator", "; ").join(items)


def named(name: str, text: str) -> str:
    """Return "name: text"."""
    return gettext("%(name)s: %(text)s", name=name, text=text)


def noted(text: str, note: str) -> str:
    """Return "text (note)", or the text where there is no note."""
    return gettext("%(text)s (%(note)s)", text=text, note=note) if note else text


def left_over(count: int) -> str:
    """Say how many things did not fit and where they are."""
    return ngettext("And %(num)s more; the data lists it.", "And %(num)s more; the data lists them.", count)


def more_actors(names: Sequence[str]) -> str:
    """Name the actors that did not fit, or the first dozen of them."""
    listed_ = commas(names[:12]) + ("…" if len(names) > 12 else "")
    return ngettext(
        "And %(num)s more actor: %(names)s", "And %(num)s more actors: %(names)s", len(names), names=listed_
    )


def quoted(text: str, language: Language) -> str:
    """Return text in the language's quotation marks."""
    return str(in_quotes(text, language).unescape())


def sentence(text: str, language: Language) -> str:
    """Return text with a full stop, unless it ends with one."""
    return text if text.endswith((".", "!", "?", "…", "。", language.stop or ".")) else f"{text}{language.stop or '.'}"


def index(brief: model.Brief) -> Mapping[str, Any]:
    return naming.index(brief)


def likelihood(estimate: model.Estimate | None) -> str:
    """Return the verbatim words of a likelihood, "" for none."""
    return plain(estimate.wording or estimate.term) if estimate is not None else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def spoken(word: object) -> str:
    """Return a word with a fixed meaning as it is spoken, in the document's language: none-stated is none stated."""
    return labels.spoken(word) if isinstance(word, Enum) else str(word).replace("-", " ")


def most_important(parts: Iterable[Any], count: int) -> set[str]:
    """Return the ids of the `count` most important parts, earlier ones first among equals."""
    ranked = sorted(enumerate(parts), key=lambda pair: (-getattr(pair[1], "importance", 3), pair[0]))
    return {part.id for _, part in ranked[:count]}
