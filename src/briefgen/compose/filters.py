"""The filters and functions that templates use. All return plain text, which autoescape protects, or safe markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import wraps
from itertools import groupby
from typing import Any

from jinja2 import Undefined, pass_context
from markupsafe import Markup, escape

from briefgen.compose import dates, labels, quantities
from briefgen.compose import parts as naming
from briefgen.compose.inline import inlines
from briefgen.compose.language import percent, prose, well_formed
from briefgen.compose.language import quoted as quotation
from briefgen.compose.run import Complaint, current
from briefgen.compose.tongues import own, telling, told, told_inlines, whole
from briefgen.content import model

FILTERS: dict[str, Callable[..., Any]] = {}
FUNCTIONS: dict[str, Callable[..., Any]] = dict(labels.FUNCTIONS)

_LONGEST_SOURCE_NAME = 60
_TAIL = re.compile(r"(?:\s|</?[a-z][^<>]*>|[\"'”’»“)\]」』]|&#3[49];)+$")
_FIRST_LETTER = re.compile(r"^((?:\s|<[^<>]*>)*)(?!&)(\S)")
_NOTES_AT_END = re.compile(r"(?:\s*<note>(?:(?!</?note>).)*</note>)+\s*$", re.DOTALL)


def _filter(function: Callable[..., Any]) -> Callable[..., Any]:
    """Register a filter. It is marked as needing the context so that Jinja never folds it into a compiled template."""

    @pass_context
    @wraps(function)
    def run(_context: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, Undefined):
            str(value)  # raises, naming what is missing
        return function(value, *args, **kwargs)

    FILTERS[function.__name__.rstrip("_")] = run
    return function


def _expect(value: Any, kind: type | tuple[type, ...], name: str) -> None:
    if not isinstance(value, kind):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(one.__name__ for one in kinds)
        raise Complaint(f"'{name}' takes a {wanted}, not a {type(value).__name__}")


# ---------------------------------------------------------------- text


@_filter
def md(text: str | None) -> Markup:
    """Inline Markdown as inlines."""
    if text is None:
        return Markup("")
    _expect(text, str, "md")
    return text if isinstance(text, Markup) else told_inlines(inlines(text))


@_filter
def headline(statement: model.Statement) -> Markup:
    """A statement's headline as inlines, else its text."""
    _expect(statement, model.Statement, "headline")
    return told_inlines(inlines(statement.headline or statement.text))


@_filter
def sentence(text: str | None) -> str | Markup:
    """The text with a full stop at its end, where it ends with none; before the notes that stand at its end."""
    if text is None:
        return ""
    _expect(text, str, "sentence")
    written = current().language
    if not isinstance(text, Markup):
        bare = text.rstrip()
        stop = telling(written).stop
        return bare + stop if _lacks_stop(re.sub(r"[\"'”’»“)\]」』\s]+$", "", bare), bare) else text
    notes = _NOTES_AT_END.search(text)
    words = text[: notes.start()] if notes else text.rstrip()
    ending = Markup(notes.group().strip()) if notes else Markup("")
    if not _lacks_stop(_TAIL.sub("", words), Markup(words).striptags()):
        return text
    inside = whole(Markup(words))
    if inside:
        return Markup("").join((told_inlines(Markup(inside) + telling(written).stop), ending))
    return Markup("").join((Markup(words), written.stop, ending))


def _lacks_stop(without_tail: str, words: str) -> bool:
    return bool(words.strip()) and not without_tail.endswith(
        (".", "!", "?", "…", ":", ";", "。", "！", "？", "।", "۔", "։")
    )


@_filter
def words(value: Enum | str | None) -> str | Markup:
    """A word with a fixed meaning as it is spoken, in the document's language: none-stated -> none stated."""
    if value is None:
        return ""
    _expect(value, (str, Enum), "words")
    if isinstance(value, Enum):
        return labels.pgettext(type(value).__name__, str(value.value).replace("-", " "))
    return value.replace("-", " ")


@_filter
def capital(text: str | None) -> str | Markup:
    """The text with its first letter as a capital, and all others as they are."""
    if text is None:
        return ""
    _expect(text, str, "capital")
    if not isinstance(text, Markup):
        return text[:1].upper() + text[1:]
    return Markup(_FIRST_LETTER.sub(lambda match: match[1] + match[2].upper(), str(text), count=1))


@_filter
def prose_(items: Iterable[str | Markup]) -> Markup:
    """A list as the brief's language lists things in a sentence."""
    if isinstance(items, str):
        raise Complaint("'prose' takes a list of texts, not one text")
    return prose([told(item) if isinstance(item, str) else str(item) for item in items], current().language)


@_filter
def label(text: str) -> str | Markup:
    """Words of the template that stand in a variable, as this reader's document has them; `_("…")` for all others."""
    _expect(text, str, "label")
    return text if isinstance(text, Markup) else labels.renamed(text)


@_filter
def quoted(text: str | None) -> str | Markup:
    """Words in the quotation marks of the document's language."""
    return _in_marks(text, md(text)) if text else ""


@_filter
def portion(part: Any) -> str | Markup:
    """The handling mark that stands before a part, as its scheme writes it; "" where it has none."""
    marking = getattr(part, "marking", None)
    return "" if marking is None else own(current().view.portions.get(marking, marking.label))


# ---------------------------------------------------------------- names


@_filter
def name(part: Any) -> str | Markup:
    """The name of a part (or of the part with this id); one in another language keeps that language."""
    return "" if part is None or part == "" else _local(_find(part), naming.name)


@_filter
def short(part: Any) -> str | Markup:
    """The short name of a part, or its name."""
    return "" if part is None or part == "" else _local(_find(part), naming.short_name)


@_filter
def names(ids: Sequence[Any], form: str = "name") -> Markup:
    """The names of several parts, listed in prose; with "short" their short names."""
    if isinstance(ids, str):
        ids = (ids,)
    if form not in ("name", "short"):
        raise Complaint(f"'names' knows no form '{form}'", "'name' or 'short'")
    call = naming.short_name if form == "short" else naming.name
    return prose([told(_local(_find(id_), call)) for id_ in ids], current().language)


@_filter
def anchor(part: Any) -> str | Markup:
    """The HTML id of a part (or of the part with this id)."""
    return own(naming.anchor(_find(part)))


def _find(part: Any) -> Any:
    return naming.find(current().parts, part)


def _local(part: Any, call: Callable[[Any], str]) -> str | Markup:
    lang = part.lang if isinstance(part, model.LocalName) else part.language if isinstance(part, model.Source) else ""
    return _in_language(call(part), lang)


def _in_language(text: str | Markup, lang: str) -> str | Markup:
    """Mark the language of words, where it is another one than the brief's; those of the brief stay plain text."""
    run = current()
    brief_s = (run.told or run.language.tag).lower()
    if not lang or not well_formed(lang) or lang.lower() == brief_s:
        return text
    if run.told and lang.lower().split("-")[0] == brief_s.split("-")[0]:
        return text  # en in an en-US brief: to a reader of another language they are one
    if run.told and lang.lower() == run.language.tag.lower():
        return own(text)
    return _wrap(f'<span lang="{lang}">', text, "</span>")


def _wrap(before: str, text: str | Markup, after: str) -> Markup:
    """Put text, escaped where it is plain, between two pieces of markup."""
    return Markup(f"{before}{escape(text)}{after}")


# ---------------------------------------------------------------- dates, numbers, estimates


@_filter
def date(value: model.PartialDate | None, form: str = "") -> str | Markup:
    """A date in words, as far as it is known; "short" abbreviates the month. Without a form, as the reader likes it."""
    if value is None:
        return ""
    _expect(value, model.PartialDate, "date")
    if form not in ("", "long", "short", "iso"):
        raise Complaint(f"'date' knows no form '{form}'", "'long', 'short' or 'iso'")
    form = form or current().view.dates
    if form == "iso" and (value.year, value.month, value.end_year, value.end_month, value.end_day) != (None,) * 5:
        return own(dates.iso_range(value))
    if value.wording:
        return value.wording
    return own(dates.in_words(value, current().language, short=form == "short"))


@_filter
def quantity(value: model.Quantity | None) -> str | Markup:
    """A quantity in words, its number exactly as it is written in the brief."""
    if value is None:
        return ""
    _expect(value, model.Quantity, "quantity")
    return quantities.in_words(value, current().language)


@_filter
def likelihood(value: model.Estimate | None) -> Markup:
    """An estimate's own words; and, only where the analyst mapped them, the term, the range and the scale."""
    if value is None:
        return Markup("")
    _expect(value, model.Estimate, "likelihood")
    spoken = _wrap('<span class="likelihood">', told(value.wording), "</span>")
    language = current().language
    span = quantities.interval(value.low, value.high, language)
    term = value.term if value.term.casefold() != value.wording.casefold() else ""
    found = (told(term), percent(span, language) if span else "", told(_scale(value)))
    mapped = Markup(", ").join(part for part in found if part)
    return _wrap(spoken + Markup(' <span class="scale">('), mapped, ")</span>") if mapped else spoken


def _scale(value: model.Estimate) -> str:
    """Name the scale, where something was put on it."""
    if not value.scale or not (value.term or value.low is not None or value.high is not None):
        return ""
    from briefgen.content.scales import scale

    known = scale(value.scale)
    return known.title if known is not None else value.scale


_CONFIDENCE: dict[model.Level, Callable[[], str | Markup]] = {
    model.Level.HIGH: lambda: labels.gettext("high confidence"),
    model.Level.MODERATE: lambda: labels.gettext("moderate confidence"),
    model.Level.LOW: lambda: labels.gettext("low confidence"),
}


@_filter
def confidence(value: model.Confidence | None) -> Markup:
    """A level of confidence in words, with its basis where the brief gives one."""
    if value is None:
        return Markup("")
    _expect(value, model.Confidence, "confidence")
    spoken = _wrap('<span class="confidence">', _CONFIDENCE[value.level](), "</span>")
    return Markup("{} ({})").format(spoken, told_inlines(inlines(value.basis))) if value.basis else spoken


# ---------------------------------------------------------------- statements and their evidence


@_filter
def ranked(statements: Iterable[model.Statement]) -> tuple[model.Statement, ...]:
    """Statements by importance, the most important first; equals keep their order."""
    return tuple(sorted(statements, key=lambda statement: -statement.importance))


@_filter
def atleast(statements: Iterable[model.Statement], importance: int) -> tuple[model.Statement, ...]:
    """The statements of at least this importance."""
    return tuple(statement for statement in statements if statement.importance >= importance)


@_filter
def notes(evidence: model.Statement | Sequence[model.Citation] | None) -> Markup:
    """One note for all citations of a statement (or for these citations); "" where there are none.

    Quotes from one place name it once, after the last; a quote within another one is not given twice.
    """
    citations: Any = getattr(evidence, "citations", evidence) or ()
    if not isinstance(citations, tuple | list) or not all(isinstance(one, model.Citation) for one in citations):
        raise Complaint(f"'notes' takes a statement or its citations, not a {type(evidence).__name__}")
    if not citations:
        return Markup("")
    groups = groupby(_without_repeats(tuple(citations)), key=lambda one: (one.source, one.locator, not one.quote))
    return _wrap("<note>", _between().join(_cited(tuple(group)) for _, group in groups), "</note>")


def _between() -> Markup:
    return escape(labels.pgettext("separator", "; "))


def _without_repeats(citations: tuple[model.Citation, ...]) -> list[model.Citation]:
    """Drop a quote that stands within another one from the same place, and all but the first of equal ones."""
    kept: list[model.Citation] = []
    for at, one in enumerate(citations):
        words = one.quote.casefold()
        told = any(
            (one.source, one.locator) == (other.source, other.locator)
            and words in other.quote.casefold()
            and (len(other.quote) > len(one.quote) or number < at)
            for number, other in enumerate(citations)
            if number != at
        )
        if not told:
            kept.append(one)
    return kept


def _cited(citations: tuple[model.Citation, ...]) -> Markup:
    """Word citations of one place: “quote”; “quote” (source, locator), and without a quote: source, locator."""
    first = citations[0]
    source = _find(first.source)
    lang = getattr(source, "language", "")
    title = _wrap(f'<cite ref="{naming.anchor(source)}">', told(_in_language(_source_name(source), lang)), "</cite>")
    place = Markup(", ").join((title, told(first.locator))) if first.locator else title
    if not first.quote:
        return place
    quotes = _between().join(_cited_quote(one.quote, lang) for one in citations)
    return Markup("").join((quotes, " (", place, ")"))


def _cited_quote(text: str, lang: str) -> str | Markup:
    run = current()
    if not run.told:
        return _in_language(quotation(text, run.language), lang)
    return _in_marks(text, told(_in_language(text, lang)))


def _in_marks(text: str, marked: str | Markup) -> Markup:
    """Put quotation marks around words that stand as `text` in the brief, unless it has its own around them."""
    document = current().language
    own_marks = telling(document)
    stands = text.startswith(own_marks.opening) and text.endswith(own_marks.closing)
    return escape(marked) if stands and own_marks != document else quotation(marked, document)


def _source_name(source: Any) -> str:
    """Return a source's title, cut at its subtitle or at a word where it is long."""
    title = " ".join(naming.short_name(source).split())
    if len(title) <= _LONGEST_SOURCE_NAME:
        return title
    main = title.split(": ", 1)[0]
    if 12 <= len(main) <= _LONGEST_SOURCE_NAME:
        return main
    return title[:_LONGEST_SOURCE_NAME].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


# ---------------------------------------------------------------- functions


def _function(function: Callable[..., Any]) -> Callable[..., Any]:
    FUNCTIONS[function.__name__] = function
    return function


@_function
def find(id_: str) -> Any:
    """The part of the brief with this id."""
    return _find(id_)


@_function
def shown(blocks: Sequence[str], groups: Any = None) -> tuple[str, ...]:
    """Which of a template's blocks this reader gets, in order; `groups` says which blocks stand within one of them."""
    if isinstance(blocks, str):
        raise Complaint("'shown' takes the names of blocks, not one text")
    return current().view.order(tuple(blocks), dict(groups or {}))


@_function
def marking_side() -> str | Markup:
    """Where the marking's scheme wants it in the running lines: "start", "center" or "end"."""
    return own(current().view.marking_side)


@_function
def embargo(form: str = "long") -> str | Markup:
    """Until when the brief is under embargo, in words with the zone; "" where it is not."""
    text = current().brief.embargo
    return own(dates.instant_in_words(text, current().language, short=form == "short")) if text else ""


@_function
def legend() -> tuple[Any, ...]:
    """The likelihood scales that the brief's estimates use, and the one whose legend the brief asks for."""
    from briefgen.content.scales import scale

    run = current()
    named = [run.brief.likelihood_scale] if run.brief.likelihood_scale else []
    for part in naming.walk(run.brief):
        estimate = getattr(part, "likelihood", None)
        if estimate is not None and estimate.scale and (estimate.term or estimate.low is not None):
            named.append(estimate.scale)
    scales = (scale(name) for name in dict.fromkeys(named))
    return tuple(found for found in scales if found is not None)
