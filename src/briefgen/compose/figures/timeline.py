"""When things happened: events in order of time, with partial dates, ranges and gaps shown as such."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.compose import dates
from briefgen.compose.figures import words
from briefgen.compose.figures.happenings import Happening
from briefgen.compose.figures.moments import span
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Label, Sketch
from briefgen.compose.figures.timeline_level import draw_level
from briefgen.compose.figures.timeline_upright import draw_upright
from briefgen.content.model import Brief, PartialDate
from briefgen.scene import Scene

_MOST_LEVEL = 12  # events; more stand better one below the other


def draw(brief: Brief, sketch: Sketch, *, least: int = 1, form: str = "", instruments: bool = False) -> Scene | None:
    """`least` events must be dated; `form` is level or upright, "" = what fits; `instruments` adds dated agreements."""
    parts = [*brief.events, *(i for i in brief.instruments if instruments and i.date is not None)]
    dated, others, yearless = _sorted(parts, sketch)
    if len(dated) < max(1, least):
        return None
    bottom, hidden = None, 0
    note = _note(others, yearless, sketch)
    room = sketch.room - (note.height + sketch.em if note else 0.0)
    if (form != "upright" and len(dated) <= _MOST_LEVEL and sketch.width >= 300) or form == "level":
        bottom = draw_level(dated, sketch, room)
    if bottom is None:
        sketch.shapes.clear()
        bottom, hidden = draw_upright(dated, sketch, room)
    if note:
        bottom = sketch.put(note, 0.0, bottom + sketch.em * 0.7)
    return sketch.finish(
        bottom,
        name="timeline",
        alt=_alt(dated, others, yearless, sketch),
        message=gettext("From %(first)s to %(last)s", first=dated[0].when, last=dated[-1].when)
        if len(dated) > 1
        else "",
        long=" ".join(words.sentence(words.named(each.when, each.title), sketch.language) for each in dated),
        head=(gettext("Date"), gettext("Event")),
        rows=[*((each.when, each.title) for each in dated), *((when, title) for when, title in others)],
        hidden=hidden,
    )


def _sorted(parts: Sequence[object], sketch: Sketch) -> tuple[list[Happening], list[tuple[str, str]], bool]:
    """Return the events that can be placed in order, the others (date in words, title), and whether years are missing.

    Dates without a year can stand beside one another, but not among dates with one.
    """
    yearless = not any(span(part.date) for part in parts)  # type: ignore[attr-defined]
    dated: list[Happening] = []
    others: list[tuple[str, str]] = []
    for part in parts:
        date: PartialDate | None = part.date  # type: ignore[attr-defined]
        title = words.headline(part)
        when = words.plain(dates.in_words(date, sketch.language, short=True)) if date is not None else ""
        found = span(date, yearless=yearless)
        if found is None or date is None:
            others.append((when or gettext("no date"), title))
        else:
            importance: int = part.importance  # type: ignore[attr-defined]
            dated.append(Happening(part.id, title, when, found, importance, date))  # type: ignore[attr-defined]
    dated.sort(key=lambda each: (each.span.start, each.span.end))
    return dated, others, yearless


def _note(others: list[tuple[str, str]], yearless: bool, sketch: Sketch) -> Label | None:
    """Return what stands below: that no year is given, and what could not be placed."""
    said = []
    if yearless:
        said.append(gettext("The year is not given."))
    if others:
        shown = [words.noted(title, when) for when, title in others[:6]]
        if len(others) > 6:
            shown.append(ngettext("and %(num)s more", "and %(num)s more", len(others) - 6))
        listed = words.semicolons(shown)
        said.append(
            gettext("Not placed, since the date is not given: %(events)s.", events=listed)
            if yearless
            else gettext("Not placed, since the year is not given: %(events)s.", events=listed)
        )
    return sketch.label(" ".join(said), sketch.quiet, sketch.width, most=5) if said else None


def _alt(dated: list[Happening], others: list[tuple[str, str]], yearless: bool, sketch: Sketch) -> str:
    first, last = (words.noted(each.title, each.when) for each in (dated[0], dated[-1]))
    if len(dated) == 1:
        return words.sentence(gettext("Timeline with one event: %(event)s", event=first), sketch.language)
    said = (
        ngettext(
            "Timeline of %(num)s event of a year that is not given, from %(first)s to %(last)s",
            "Timeline of %(num)s events of a year that is not given, from %(first)s to %(last)s",
            len(dated),
            first=first,
            last=last,
        )
        if yearless
        else ngettext(
            "Timeline of %(num)s event, from %(first)s to %(last)s",
            "Timeline of %(num)s events, from %(first)s to %(last)s",
            len(dated),
            first=first,
            last=last,
        )
    )
    if others:
        more = ngettext("%(num)s more cannot be placed in time", "%(num)s more cannot be placed in time", len(others))
        said = words.semicolons((said, more))
    return words.sentence(said, sketch.language)
