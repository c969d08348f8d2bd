"""The rendered markup as a tree of elements, strictly nested, each with the place it came from.

The subset is strict, so the reader is too: where an HTML parser would mend (an unclosed p, a stray end tag), this one
says what is wrong. Escapes, attributes and comments are as in HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html.entities import html5
from types import MappingProxyType

from msgspec import Struct, field

from briefgen.errors import Fault, Place, nearest

VOID = frozenset(("br", "col", "hr", "img", "meta"))
_NAMES = (
    "a aside blockquote caption cite code col colgroup dd div dl dt em figcaption figure footer h1 h2 h3 h4 "
    "header hr img br li mark meta note ol p section span strong sub sup table tbody td th thead tr ul"
)
ELEMENTS = frozenset(_NAMES.split())
DEEPEST = 60  # elements in one another
MOST_FAULTS = 25
_INSTEAD = {
    "b": "write <strong>",
    "i": "write <em>",
    "u": "write <em>, or <span> with a class of the theme",
    "h5": "there are h1 to h4",
    "h6": "there are h1 to h4",
    "q": "write the quotation marks",
    "pre": "write <code>",
    "script": "templates hold no scripts",
    "style": "looks belong in the theme",
    "tfoot": "write the row at the end of <tbody>",
}

_TOKEN = re.compile(
    r"<(?:!--(?P<comment>.*?)-->"
    r"|(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\0(?P<file>\d+):(?P<line>\d+)\0)?"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s+([^\s\"'<>/=\0]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?", re.DOTALL)
_MARK = re.compile(r"(</?[A-Za-z][A-Za-z0-9-]*)\0\d+:\d+\0")
_SPAN = re.compile(r"<span lang='[A-Za-z0-9-]*'>|</span>")  # words with a language: no attribute holds marks
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_ESCAPE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]*));")


class Words(str):
    """Characters between tags, with the place of the tag before them."""

    __slots__ = ("at", "place")
    at: int
    place: Place


class Element(Struct, eq=False):
    """An element of the markup as it was read: its place, its attributes, and what stands in it."""

    name: str
    attributes: Mapping[str, str]
    at: int  # offset in the rendered text
    place: Place
    children: list[Element | Words] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        return (child for child in self.children if isinstance(child, Element))


class Source(Struct, frozen=True, eq=False):
    """A rendered text; `file` is its template, `files` are those that marks in it count from 0."""

    text: str
    file: str
    files: tuple[str, ...] = ()


class Faults:
    """All that is wrong with one rendered text, each thing said once."""

    def __init__(self, source: Source) -> None:
        self.found: dict[tuple[Place, str], Fault] = {}
        self.too_deep = False  # to be read further
        self._text = source.text
        self._lines: list[int] | None = None

    def add(self, place: Place, at: int, what: str, mend: str = "") -> None:
        key = (place, what)
        if key not in self.found and len(self.found) < MOST_FAULTS:
            self.found[key] = Fault(what=f"{what} (rendered line {self._line(at)}: {self._excerpt(at)})", place=place,
                                    mend=mend)  # fmt: skip

    def _line(self, at: int) -> int:
        if self._lines is None:
            self._lines = [match.start() for match in re.finditer("\n", self._text)]
        return bisect_left(self._lines, at) + 1

    def _excerpt(self, at: int) -> str:
        text = " ".join(_MARK.sub(r"\1", self._text[at : at + 200]).split())
        return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"


def read(source: Source, faults: Faults) -> Element:
    """Read the rendered text into a tree under a nameless root; what does not nest goes to `faults`."""
    return _Reader(source, faults).read()


@lru_cache(maxsize=4096)
def _place(file: str, line: int) -> Place:
    return Place(file=file, line=line)


@lru_cache(maxsize=512)  # templates write the same ones again and again
def _pairs(text: str) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Return the names and values that attributes begin with, values as they are written, and whether that is all."""
    found: list[tuple[str, str]] = []
    end = 0
    for match in _ATTRIBUTE.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        found.append((match[1].lower(), next((group for group in match.groups()[1:] if group is not None), "")))
    return tuple(found), not text[end:].strip(" \t\r\n\f/")


class _Reader:
    def __init__(self, source: Source, faults: Faults) -> None:
        self.source = source
        self.faults = faults
        self.place = Place(file=source.file)
        self.root = Element("", {}, 0, self.place)
        self.open = [self.root]

    def read(self) -> Element:
        text, end, open_ = self.source.text, 0, self.open
        while (start := text.find("<", end)) >= 0:
            self._text(end, start)
            if text.startswith("/", start + 1):  # half of all tags
                closing = f"{open_[-1].name}>"
                if text.startswith(closing, start + 2) and len(open_) > 1:
                    open_.pop()
                    end = start + 2 + len(closing)
                    continue
            token = _TOKEN.match(text, start)
            if token is None:
                self._stray(start)
                end = start + 1
                continue
            end = token.end()
            if token["comment"] is None:
                self._tag(token)
        self._text(end, len(text))
        for element in self.open[1:]:
            self.faults.add(element.place, element.at, f"<{element.name}> is not closed")
        return self.root

    def _tag(self, token: re.Match[str]) -> None:
        _, end, name, named, counted, given = token.groups()
        name = name.lower()
        place = self.place
        if named is not None:
            file, line = int(named), int(counted)
            known = self.source.files[file] if file < len(self.source.files) else self.source.file
            if line != place.line or known != place.file:
                self.place = place = _place(known, line)
        if end:
            self._close(name, place, token)
            return
        attributes = self._attributes(token, name, place) if given else _NO_ATTRIBUTES
        element = Element(name, attributes, token.start(), place)
        if name not in ELEMENTS:
            mend = _INSTEAD.get(name) or nearest(name, sorted(ELEMENTS))
            self.faults.add(place, token.start(), f"<{name}> is not in the markup", mend)
        self.open[-1].children.append(element)
        if len(self.open) > DEEPEST:
            self.faults.too_deep = True
            self.faults.add(place, token.start(), f"<{name}> stands in more than {DEEPEST} elements")
        if name in VOID:
            return
        if given.endswith("/"):
            self.faults.add(place, token.start(), f"<{name}/> closes itself", f"write <{name}></{name}>")
        else:
            self.open.append(element)

    def _close(self, name: str, place: Place, token: re.Match[str]) -> None:
        if name in VOID:
            self.faults.add(place, token.start(), f"</{name}> closes what has no content", f"write <{name}>")
            return
        if self.open[-1].name == name:  # the root has none
            self.open.pop()
            return
        names = [element.name for element in self.open]
        if name not in names[1:]:
            self.faults.add(place, token.start(), f"</{name}> closes nothing")
            return
        while self.open[-1].name != name:
            inner = self.open.pop()
            self.faults.add(inner.place, inner.at, f"<{inner.name}> is not closed before </{name}>")
        self.open.pop()

    def _attributes(self, token: re.Match[str], name: str, place: Place) -> dict[str, str]:
        pairs, is_all = _pairs(token["attributes"])
        found: dict[str, str] = {}
        for key, value in pairs:
            if key in found:
                self.faults.add(place, token.start(), f"<{name}> has '{key}' twice")
            if "<" in value or "&" in value:
                value = self._decode(_SPAN.sub("", _MARK.sub(r"\1", value)), token.start())
            found[key] = value
        if not is_all:
            self.faults.add(place, token.start(), f"the attributes of <{name}> cannot be read", 'write name="value"')
        return found

    def _text(self, start: int, end: int) -> None:
        if start < end:
            words = Words(self._decode(self.source.text[start:end], start))
            words.at, words.place = start, self.place
            self.open[-1].children.append(words)

    def _decode(self, text: str, at: int) -> str:
        if "&" not in text:
            return text

        def character(match: re.Match[str]) -> str:
            decimal, hexadecimal, name = match.groups()
            if name is not None:
                if f"{name};" in html5:
                    return html5[f"{name};"]
            else:
                code = int(decimal) if decimal else int(hexadecimal, 16)
                if code < 0x110000:
                    return chr(code)
            self.faults.add(self.place, at, f"{match.group()} is no character")
            return match.group()

        return _ESCAPE.sub(character, text)

    def _stray(self, at: int) -> None:
        text = self.source.text
        what = (
            "a declaration has no place in a template" if text[at + 1 : at + 2] in ("!", "?") else "a '<' opens no tag"
        )
        self.faults.add(self.place, at, what, "write &lt; for the character")
