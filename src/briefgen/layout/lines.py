"""Paragraphs into lines: words are measured, the breaks chosen for the whole paragraph, and each line's pieces placed.

What the lines hold, put end to end, is the paragraph's text with single spaces: a space at a line's end stays in its
last piece, a forced break counts as a space, and U+00AD stands where a word is divided. Text is drawn in NFC, in
capitals where the look says so, and without the characters that draw nothing (see `layout.breaks`). Of two notes in a
row the numbers are parted by a raised comma. Coordinates are points from the left edge of the block: the first line's
indent and the alignment (start, center, end) are in `x` already. A paragraph in a language that runs from right to left
starts at the right; its pieces still come in the order they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.document import Field, Inlines, Note
from briefgen.layout.fonts import Faces
from briefgen.layout.line_fit import EPSILON, LOOSE, NEVER, fit, fit_fairly
from briefgen.layout.line_pieces import empty_line, place_line
from briefgen.layout.line_plain import plain_lines
from briefgen.layout.line_runs import Words, runs_of, words_of
from briefgen.layout.line_units import Units, cut_wide, longest, natural, places_of, units_of_words
from briefgen.layout.line_words import Setting, setting_of
from briefgen.layout.measured import SetLine
from briefgen.theme import Look, Theme


def set_lines(
    inlines: Inlines,
    look: Look,
    theme: Theme,
    faces: Faces,
    lang: str,
    widths: float | Sequence[float],
    *,
    note_number: Callable[[Note], int],
    indent_first: float = 0.0,
    field_text: Callable[[Field], str] | None = None,
) -> tuple[SetLine, ...]:
    """Set a paragraph in lines of `widths` points (of a sequence, the last holds for all lines that follow).

    `lang` (BCP 47) is the language around the paragraph. Returns () where there is nothing to set. No line is wider
    than its room, unless a single grapheme cluster is. Raises LayoutError for characters that no face has, and for a
    page field without `field_text`.
    """
    paragraph = setting_of(theme, faces, look, lang)
    if not indent_first and isinstance(widths, (int, float)):
        plain = plain_lines(inlines, paragraph, widths)
        if plain is not None:
            return plain
    segments = _segments(inlines, paragraph, note_number, field_text)
    rooms = [widths] if isinstance(widths, (int, float)) else list(widths)
    lines: list[SetLine] = []
    for number, words in enumerate(segments):
        tail = " " if number + 1 < len(segments) else ""
        if not words.words:
            lines.append(empty_line(paragraph, final=True))
            continue
        indent = 0.0 if lines else indent_first
        here = rooms[min(len(lines), len(rooms) - 1) :]
        if indent:
            here = [here[0] - indent, *(here[1:] or here)]
        lines += _set(words, paragraph, here, indent, tail)
    return tuple(lines)


def natural_width(
    inlines: Inlines,
    look: Look,
    theme: Theme,
    faces: Faces,
    lang: str,
    *,
    note_number: Callable[[Note], int],
    field_text: Callable[[Field], str] | None = None,
) -> float:
    """Return the width in points that the paragraph takes with forced breaks only. Raises as `set_lines`."""
    segments = _segments(inlines, setting_of(theme, faces, look, lang), note_number, field_text)
    return max((natural(units_of_words(words)) for words in segments), default=0.0)


def minimum_width(
    inlines: Inlines,
    look: Look,
    theme: Theme,
    faces: Faces,
    lang: str,
    *,
    note_number: Callable[[Note], int],
    field_text: Callable[[Field], str] | None = None,
) -> float:
    """Return the width in points of the longest piece that cannot be broken without a hyphen. Raises as `set_lines`."""
    segments = _segments(inlines, setting_of(theme, faces, look, lang), note_number, field_text)
    return max((longest(units_of_words(words)) for words in segments), default=0.0)


def _segments(
    inlines: Inlines,
    paragraph: Setting,
    note_number: Callable[[Note], int],
    field_text: Callable[[Field], str] | None,
) -> list[Words]:
    """Return the measured words between forced breaks; a break at the very end begins no line."""
    segments = [words_of(runs) for runs in runs_of(inlines, paragraph, note_number, field_text)]
    if any(words.missing for words in segments):
        from briefgen.layout.line_missing import refuse_missing

        refuse_missing(segments)
    if not segments[-1].words:
        segments.pop()
    return segments


def _set(words: Words, paragraph: Setting, rooms: list[float], indent: float, tail: str) -> list[SetLine]:
    units, ends = _break(words, paragraph, rooms)
    if words.special or paragraph.rtl:
        return _place_mixed(units, ends, paragraph, rooms, indent, tail)
    lines: list[SetLine] = []
    begin = 0
    for number, end in enumerate(ends):
        lines.append(
            place_line(
                units,
                begin,
                end,
                paragraph=paragraph,
                indent=0.0 if number else indent,
                room=rooms[min(number, len(rooms) - 1)],
                tail=tail,
            )
        )
        begin = end + 1
    return lines


def _place_mixed(
    units: Units, ends: list[int], paragraph: Setting, rooms: list[float], indent: float, tail: str
) -> list[SetLine]:
    """Place lines in which words run from right to left, or are shaped."""
    from briefgen.layout.line_mixed import direct, place_mixed

    text = direct(units, paragraph)
    lines: list[SetLine] = []
    begin = 0
    for number, end in enumerate(ends):
        room = rooms[min(number, len(rooms) - 1)]
        lines.append(place_mixed(text, begin, end, indent=0.0 if number else indent, room=room, tail=tail))
        begin = end + 1
    return lines


def _break(words: Words, paragraph: Setting, rooms: list[float]) -> tuple[Units, list[int]]:
    """Return the units and the last one of each line: without hyphens if the lines come out well, then with them.

    Where neither does, any white is allowed, and what is too wide for a line is divided anywhere.
    """
    em, justify = paragraph.look.size, paragraph.look.align == "justify"
    units = units_of_words(words)
    if natural(units) <= rooms[0] + EPSILON:
        return units, [len(units.fragments) - 1]
    places, at = places_of(units)
    chosen = fit_fairly(places, rooms, em, justify=justify)
    if chosen is None and any(run.setting.look.hyphenate for run in words.runs):
        divided = units_of_words(words, divide=0.0)
        if len(divided.fragments) > len(units.fragments):
            units = divided
            places, at = places_of(units)
            chosen = fit(places, rooms, em, justify=justify, tolerance=LOOSE)
    if chosen is None:
        room = min(rooms)
        if longest(units) > room + EPSILON or any(run.setting.look.hyphenate for run in words.runs):
            units = cut_wide(units_of_words(words, divide=0.0, force=room), room)
            places, at = places_of(units)
        chosen = fit(places, rooms, em, justify=justify, tolerance=NEVER, force=True)
    return units, [at[place] for place in chosen or ()]
