"""How much room an item takes at least, told from the widths of its characters: of some hundred most are never set.

An item that is a paragraph, or a list item of paragraphs, is as high as one of the same shape beside it that was set,
but for the number of its lines; and its lines are no fewer than its characters fill. Items of other shapes are set, and
of each shape one in each list or section.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from math import ceil
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct, field

from briefgen.document import Cite, Emph, Inlines, Item, Link, Paragraph, Span, Strong, Text
from briefgen.layout.breaks import INVISIBLE
from briefgen.layout.fit_items import Found, Survey
from briefgen.layout.fit_model import FULL, SHORT, UNIT, Leaf, Option, Piece
from briefgen.layout.fit_values import Values
from briefgen.layout.fit_variants import stands
from briefgen.layout.fonts import Face, Faces
from briefgen.layout.line_fit import SHRINK
from briefgen.layout.memory import Memory
from briefgen.layout.scripts import SPECIAL
from briefgen.theme import Look, Theme

_LEAST_EMS = 4.0  # in a narrower column a single character may be wider than its line
_ROUNDED = 0.009999  # of a unit; a little less than what is added to a height that was set

Shape: TypeAlias = "tuple[object, ...]"


class Words(NamedTuple):
    """Characters of a paragraph, in its own weight or in bold, in its own slant or in the other one."""

    text: str
    bold: bool
    turned: bool


class Line(NamedTuple):
    """A paragraph in one line."""

    words: tuple[Words, ...]
    blanks: int  # between them, and in them


class Sketch(NamedTuple):
    """A variant of an item. In one list or section what has the same shape is set alike, but for the words."""

    shape: Shape
    lines: tuple[Line, ...]  # one for each paragraph


class _Type(Struct, frozen=True, eq=False):
    """What lines of a paragraph are measured by, in shares of the size of their type."""

    blank: float  # the width of a space, at least
    tables: Mapping[tuple[bool, bool], _Ems]  # by weight and slant: bold, turned
    ems: dict[tuple[int, int], tuple[float, ...]] = field(default_factory=dict)  # of each item's lines, by variant

    def width(self, line: Line) -> float:
        """Return the width of a paragraph in one line, at least."""
        width = line.blanks * self.blank
        for words in line.words:
            width += sum(map(self.tables[words.bold, words.turned].__getitem__, words.text))
        return width


class _Rule(NamedTuple):
    """What all items of a shape take: beside their lines, in them, and around."""

    more: float
    lines: tuple[tuple[float, float, _Type], ...]  # of each paragraph: leading, width of its column in em, type
    before: int
    after: int


class Sketches(Struct, frozen=True, kw_only=True):
    """The sketches of a document's items, by number and variant."""

    survey: Survey
    faces: Faces
    known: Mapping[tuple[int, int], Sketch]
    first: frozenset[int]  # items that must be set
    last: frozenset[int]  # of each list or section the last one: another space is below it
    types: dict[tuple[str, bool, bool, bool], _Type] = field(default_factory=dict)

    def leaves(
        self, pieces: Mapping[int, Mapping[int, Piece]], among: Collection[int], memory: Memory, values: Values
    ) -> dict[int, list[Leaf]]:
        """Return all items but those `among` some, by the part around them, none higher than it would be set.

        `pieces` are those that were set, by variant and number.
        """
        rules = self._rules(pieces, memory)
        found: dict[int, list[Leaf]] = {}
        for one in self.survey.leaves:
            if one.number not in among:
                options = tuple(
                    Option(variant, values[one.number, variant], self._piece(one, variant, rules))
                    for variant in ((SHORT, FULL) if one.shortens else (FULL,))
                )
                found.setdefault(one.parent, []).append(Leaf(number=one.number, options=options))
        return found

    def _piece(self, one: Found, variant: int, rules: Mapping[tuple[int, Shape], _Rule]) -> Piece:
        sketch = self.known[one.number, variant]
        rule = rules.get((one.parent, sketch.shape))
        if rule is None:
            return Piece(0)
        height, key = rule.more, (one.number, variant)
        for at, (leading, width, type_) in enumerate(rule.lines):
            ems = type_.ems.get(key)
            if ems is None:
                ems = type_.ems[key] = tuple([type_.width(line) for line in sketch.lines])
            height += leading * max(1, ceil((ems[at] + type_.blank) / (width + type_.blank) - 1e-6))
        return Piece(max(0, int(height * UNIT + _ROUNDED)), rule.before, rule.after)

    def _rules(self, pieces: Mapping[int, Mapping[int, Piece]], memory: Memory) -> dict[tuple[int, Shape], _Rule]:
        rules: dict[tuple[int, Shape], _Rule] = {}
        for variant, known in pieces.items():
            for number, piece in known.items():
                sketch = self.known.get((number, variant))
                if sketch is not None and number not in self.last:
                    key = (self.survey.found[number].parent, sketch.shape)
                    rule = rules.get(key) or self._rule(number, variant, piece, memory)
                    if rule is not None:
                        rules[key] = rule
        return rules

    def _rule(self, number: int, variant: int, piece: Piece, memory: Memory) -> _Rule | None:
        """Return the rule of an item that was set, None where it cannot be told."""
        nodes, _ = self.survey.made[id(self.survey.nodes[number]), variant]
        more = piece.height / UNIT
        lines: list[tuple[float, float, _Type]] = []
        for paragraph in _paragraphs(nodes[0]):
            setting = memory.settings.get(id(paragraph.children))
            if setting is None or setting.look.upper or setting.look.tracking < 0:
                return None
            if setting.width < _LEAST_EMS * setting.look.size:
                return None
            more -= sum(line.height for line in setting.lines)
            lines.append((setting.look.leading, setting.width / setting.look.size, self._type(setting.look)))
        return _Rule(more, tuple(lines), piece.before, piece.after)

    def _type(self, look: Look) -> _Type:
        """Return what lines in a look are measured by; of its size they are measured in shares."""
        key = (look.family, look.bold, look.italic, look.align == "justify")
        known = self.types.get(key)
        if known is None:
            names = {
                (bold, turned): self.faces.name(look.family, look.bold or bold, look.italic != turned)
                for bold in (False, True)
                for turned in (False, True)
            }
            blank = min(self.faces.advance(name, " ", 1.0) for name in names.values())
            tables = {cut: self._table(name) for cut, name in names.items()}
            known = self.types[key] = _Type(blank * (1 - SHRINK) if look.align == "justify" else blank, tables)
        return known

    def _table(self, face: str) -> _Ems:
        known: _Ems | None = self.faces.kept.get(("ems", face))
        if known is None:
            known = self.faces.kept["ems", face] = _Ems(self.faces.by_name[face])
        return known


class _Ems(dict[str, float]):
    """The widths of characters in a face, in shares of the size; 0 for what another face draws, or none, and spaces."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self[" "] = 0.0

    def __missing__(self, char: str) -> float:
        width = 0.0 if INVISIBLE.search(char) else self.face.advances.get(ord(char), 0) / self.face.units
        self[char] = width
        return width


# ---------------------------------------------------------------- sketching


def sketched(survey: Survey, theme: Theme, faces: Faces) -> Sketches:
    """Sketch the items of a document, and choose those that must be set."""
    styled = frozenset(
        name
        for name, style in theme.styles.items()
        if any(value is not None for value in (style.family, style.size, style.bold, style.italic, style.upper))
        or (style.tracking or 0) < 0
    )
    known: dict[tuple[int, int], Sketch] = {}
    first: set[int] = set()
    shapes: set[tuple[int, Shape]] = set()
    last: dict[tuple[int, int], int] = {}  # by the part around and the variant that is set
    chars: set[str] = set()
    for one in survey.leaves:
        node = survey.nodes.get(one.number)
        full = node is None or stands(node, FULL)
        last |= {(one.parent, FULL): one.number} if full else {}
        last |= {(one.parent, SHORT): one.number} if full or one.shortens else {}
        for variant in (SHORT, FULL) if one.shortens else (FULL,):
            sketch = _sketch(node, "short" if variant == FULL else "full", styled)
            if sketch is None:
                first.add(one.number)
                continue
            known[one.number, variant] = sketch
            if (one.parent, sketch.shape) not in shapes:
                shapes.add((one.parent, sketch.shape))
                first.add(one.number)
            for line in sketch.lines:
                for text, _, _ in line.words:
                    if not chars.issuperset(text):
                        new = set(text) - chars
                        chars |= new
                        if not all(_is_drawn(char, faces) for char in new):
                            first.add(one.number)
    first.update(last.values())
    return Sketches(survey=survey, faces=faces, known=known, first=frozenset(first), last=frozenset(last.values()))


def _sketch(node: Any, unwanted: str, styled: frozenset[str]) -> Sketch | None:
    """Return the sketch of an item without the parts that are `unwanted`, None where it must be set."""
    if not isinstance(node, Paragraph | Item):
        return None
    paragraphs = [one for one in _paragraphs(node) if one.attr.fit != unwanted]
    if not paragraphs or not all(isinstance(one, Paragraph) for one in paragraphs):
        return None
    lines = tuple(_line(_words(one.children, unwanted, styled)) for one in paragraphs)
    if not all(any(text.isascii() or INVISIBLE.sub("", text).strip() for text, _, _ in line.words) for line in lines):
        return None  # it may set nothing at all
    return Sketch((type(node), node.attr.classes, *(one.attr.classes for one in paragraphs)), lines)


def _line(words: Iterator[Words]) -> Line:
    """Return words without the spaces around them, and how many there are between them, at least."""
    found: list[Words] = []
    blanks, parted = 0, False
    for text, bold, turned in words:
        bare = text.strip(" ")
        if "  " in bare:
            bare = " ".join(filter(None, bare.split(" ")))
        if bare:
            blanks += bare.count(" ") + (bool(found) and (parted or text[0] == " "))
            found.append(Words(bare, bold, turned))
            parted = text[-1] == " "
        else:
            parted = parted or bool(text)
    return Line(tuple(found), blanks)


def _paragraphs(node: Any) -> tuple[Any, ...]:
    return node.blocks if isinstance(node, Item) else (node,)


def _words(
    inlines: Inlines, unwanted: str, styled: frozenset[str], *, bold: bool = False, turned: bool = False
) -> Iterator[Words]:
    """Yield the words whose width can be told: those of no style of their own, and not shaped."""
    for inline in inlines:
        if isinstance(inline, Text):
            text = inline.text
            if not text.isascii():
                text = unicodedata.normalize("NFC", text)
                text = "" if SPECIAL.search(text) else text
            yield Words(text, bold, turned)
        elif isinstance(inline, Strong | Emph | Link | Cite | Span) and inline.attr.fit != unwanted:
            names = inline.attr.classes
            if isinstance(inline, Link | Cite):
                names = (*names, type(inline).__name__.lower())
            if styled.isdisjoint(names):
                yield from _words(
                    inline.children,
                    unwanted,
                    styled,
                    bold=bold or isinstance(inline, Strong),
                    turned=turned != isinstance(inline, Emph),
                )


def _is_drawn(char: str, faces: Faces) -> bool:
    """Tell whether some face of the theme's own has a character, and its capital."""
    codes = map(ord, unicodedata.normalize("NFC", char + char.upper()))
    return INVISIBLE.search(char) is not None or all(
        any(code in faces.by_name[name].advances for name in faces.cuts.values()) for code in codes
    )
