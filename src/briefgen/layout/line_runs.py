"""The inlines of a paragraph as a flat sequence of runs, and the runs as words with what stands between them."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.document import (
    Break,
    Cite,
    Code,
    Emph,
    Field,
    Inline,
    Inlines,
    Link,
    Mark,
    Note,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)
from briefgen.errors import LayoutError
from briefgen.layout.breaks import PLAIN, between
from briefgen.layout.line_words import JOIN, Fragment, Kind, Setting, Word, among, derive, measure
from briefgen.layout.scripts import CJK, CJK_STRETCH, TELLING, neighbourhood

SPACE, GLUED = 3, 4  # after a word: a space where a line may end, or one where it may not (PLAIN, SOFT, JOIN as well)

_OTHER_LETTERS = re.compile("[A-Za-z\u00c0-\u058f]")
_FOLD = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")


class Run(Struct, frozen=True, eq=False):
    """Characters of one setting, with the inlines they stand in, outermost first."""

    setting: Setting
    path: tuple[Inline, ...]
    text: str
    note: Note | None = None


class Words(Struct, eq=False):
    """The words between two forced breaks, in five sequences of one length."""

    runs: list[Run] = field(default_factory=list)  # that each word stands in
    words: list[Word] = field(default_factory=list)
    fragments: list[Fragment | None] = field(default_factory=list)  # of each word its only one; None if it divides
    afters: list[int] = field(default_factory=list)  # JOIN, PLAIN, SPACE or GLUED
    spaces: list[Run | None] = field(default_factory=list)  # that the space after each word stands in
    special: bool = False  # some word is shaped or has a direction of its own
    missing: bool = False  # some word has characters that no font has
    whole: set[int] = field(default_factory=set)  # words that go on in the next run, never hyphenated


def runs_of(
    inlines: Inlines,
    setting: Setting,
    note_number: Callable[[Note], int],
    field_text: Callable[[Field], str] | None,
) -> list[list[Run]]:
    """Flatten a paragraph: one list of runs for each part between forced breaks."""
    found: list[list[Run]] = [[]]
    _flatten(inlines, setting, (), found, note_number, field_text)
    return found


def _flatten(
    inlines: Inlines,
    around: Setting,
    path: tuple[Inline, ...],
    found: list[list[Run]],
    note_number: Callable[[Note], int],
    field_text: Callable[[Field], str] | None,
) -> None:
    for inline in inlines:
        match inline:
            case Text(text):
                if text:
                    found[-1].append(Run(around, path, text))
            case Emph() | Strong() | Sub() | Super() | Span() | Link() | Cite():
                inside = derive(around, _KINDS[type(inline)], inline.attr.classes, inline.attr.lang)
                _flatten(inline.children, inside, (*path, inline), found, note_number, field_text)
            case Break():
                found.append([])
            case Note(attr=attr):
                inside = derive(around, "note", attr.classes, "")
                if found[-1] and found[-1][-1].note is not None:
                    found[-1].append(Run(inside, path, ","))
                found[-1].append(Run(inside, (*path, inline), str(note_number(inline)), inline))
            case Field():
                if field_text is None:
                    raise LayoutError("a page number can only stand in a running head or foot")
                found[-1].append(Run(around, (*path, inline), field_text(inline)))
            case Code(text=text, attr=attr):
                found[-1].append(Run(derive(around, "code", attr.classes, attr.lang), (*path, inline), text))
            case Mark(label=text, attr=attr):
                found[-1].append(Run(derive(around, "mark", attr.classes, attr.lang), (*path, inline), text))


_KINDS: dict[type[Inline], Kind] = {
    Emph: "emph",
    Strong: "strong",
    Sub: "sub",
    Super: "super",
    Span: "span",
    Link: "link",
    Cite: "cite",
}


def folded(text: str) -> str:
    """Return `text` with U+0020 for each white space that a line may end at."""
    return text if text.isprintable() else _FOLD.sub(" ", text)


def words_of(runs: list[Run]) -> Words:
    """Divide runs into measured words. Spaces at the ends, and all but one between words, are dropped."""
    found = Words()
    for run in _tell_han(runs):
        first, *others = folded(run.text).split(" ")
        if first:
            _add(found, run, first)
        if len(others) > 1 and run.note is None:
            tail = [] if others[-1] else [others.pop()]
            whole = [run.setting.whole.get(chunk) for chunk in others]
            if None not in whole:  # as most words of most texts: they need no look at each
                _space(found, run)
                found.runs += [run] * len(others)
                found.words += [run.setting.words[chunk] for chunk in others]
                found.fragments += whole
                found.afters += [*[SPACE] * (len(others) - 1), JOIN]
                found.spaces += [*[run] * (len(others) - 1), None]
                others.clear()
            others += tail
        for chunk in others:
            _space(found, run)
            if chunk:
                _add(found, run, chunk)
    if found.afters:
        found.afters[-1] = JOIN
        found.spaces[-1] = None
    return found


def _space(found: Words, run: Run) -> None:
    """Put a space of `run` after the last word, if there is none yet."""
    if found.afters and found.afters[-1] != SPACE:
        found.afters[-1] = SPACE
        found.spaces[-1] = run


def _add(found: Words, run: Run, chunk: str) -> None:
    """Measure one word and put it behind the others."""
    word = measure(run.setting, chunk)
    if word.fragments or word.missing:
        if word.special:
            found.special = True
        if word.missing:
            found.missing = True
        if found.afters:
            _meet(found, run, word)
        found.runs.append(run)
        found.words.append(word)
        found.fragments.append(word.fragments[0] if len(word.fragments) == 1 else None)
        found.afters.append(JOIN)
        found.spaces.append(None)


def _tell_han(runs: list[Run]) -> list[Run]:
    """Where Han characters stand among kana or Hangul, set them as that language's; it may take runs of their own."""
    if all(run.text.isascii() or CJK.search(run.text) is None for run in runs):
        return runs
    whole = "".join([run.text for run in runs])
    language = neighbourhood(whole)
    if language and len(TELLING.findall(whole)) > len(_OTHER_LETTERS.findall(whole)):
        return [replace(run, setting=among(run.setting, language)) for run in runs]
    found: list[Run] = []
    for run in runs:
        begin = 0
        for match in CJK_STRETCH.finditer(run.text):
            language = neighbourhood(match[0])
            if language:
                if match.start() > begin:
                    found.append(replace(run, text=run.text[begin : match.start()]))
                found.append(replace(run, setting=among(run.setting, language), text=match[0]))
                begin = match.end()
        if begin < len(run.text):
            found.append(replace(run, text=run.text[begin:]) if begin else run)
    return found


def _meet(found: Words, run: Run, word: Word) -> None:
    """Decide what stands between the last word and `word`, the next one."""
    if found.afters[-1] == SPACE:
        if run.note is not None:
            found.afters[-1] = GLUED  # a note's number never begins a line
        return
    last = found.runs[-1]
    if run.note is not None or last.note is not None or not found.words[-1].text:
        return
    before = found.words[-1].text
    if between(before, word.text):
        found.afters[-1] = PLAIN
    elif before[-1].isalnum() and word.text[0].isalnum():
        found.whole.add(len(found.words) - 1)
        found.whole.add(len(found.words))
