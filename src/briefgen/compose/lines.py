"""Elements that stand in a line of text, and the white space between them.

White space folds as in HTML, over the borders of elements; a space at the edge of an element is set outside it, so that
no link or emphasis begins or ends with one. A space before a note goes behind it: the number belongs to the word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, cast

from briefgen.compose.elements import Element, Words
from briefgen.compose.inline import is_target
from briefgen.compose.reading import Reading
from briefgen.compose.tongues import lifted
from briefgen.document import (
    NONE,
    Blocks,
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
    Paragraph,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)
from briefgen.plain import fold

INLINE = frozenset(("a", "br", "cite", "code", "em", "mark", "note", "span", "strong", "sub", "sup"))
_WHITE = " \t\n\v\f\r\x85\u2028\u2029"  # as plain.fold; no-break spaces are not among them


class _Line:
    """Inlines under way, with the white space that is owed at both ends."""

    __slots__ = ("lead", "nodes", "owed", "owed_before_note")

    def __init__(self) -> None:
        self.nodes: list[Inline] = []
        self.lead = False  # white space before the first
        self.owed = False  # white space since the last
        self.owed_before_note = False

    def space(self) -> None:
        self.owed = True
        self.owed_before_note = False

    def put(self, node: Inline, lead: bool = False, trail: bool = False) -> None:
        if isinstance(node, Note):
            self._put_note(node)
            return
        if lead:
            self.space()
        last = self.nodes[-1] if self.nodes else None
        if last is None:
            self.lead = self.lead or self.owed
        elif self.owed and not isinstance(last, Break) and not isinstance(node, Break) and not self._waived(node):
            self._append(Text(" "))
        self._append(node)
        self.owed, self.owed_before_note = trail, False

    def _put_note(self, note: Note) -> None:
        if not self.nodes:
            self.lead = self.lead or self.owed
            self.owed = False
        self.nodes.append(note)
        self.owed_before_note = self.owed

    def _waived(self, node: Inline) -> bool:
        """Say whether the only space owed stood before a note and what follows the note is a full stop or the like."""
        return self.owed_before_note and isinstance(node, Text) and not node.text[0].isalnum()

    def _append(self, node: Inline) -> None:
        if isinstance(node, Text) and self.nodes and isinstance(self.nodes[-1], Text):
            self.nodes[-1] = Text(self.nodes[-1].text + node.text)
        else:
            self.nodes.append(node)


def inlines(element: Element, reading: Reading) -> Inlines:
    """Return the inlines of a block element, white space folded; blocks in it are faults."""
    return inlines_of(element.children, element, reading)


def inlines_of(children: Sequence[Element | Words], parent: Element, reading: Reading) -> Inlines:
    if len(children) == 1 and isinstance(children[0], str):
        words = fold(children[0])
        return (Text(words),) if words else ()
    nodes = _line(children, (parent.name,), reading).nodes
    start, end = 0, len(nodes)
    while start < end and isinstance(nodes[start], Break):
        start += 1
    while start < end and isinstance(nodes[end - 1], Break):
        end -= 1
    return tuple(nodes[start:end])


def _line(children: Sequence[Element | Words], within: tuple[str, ...], reading: Reading) -> _Line:
    line = _Line()
    for child in children:
        if isinstance(child, str):
            _text(child, line)
        elif child.name in INLINE:
            _INLINES[child.name](child, within, line, reading)
        else:
            reading.fault(child, f"<{child.name}> cannot stand in <{within[-1]}>")
    return line


def _text(text: str, line: _Line) -> None:
    words = fold(text)
    if words:
        line.put(Text(words), text[0] in _WHITE, text[-1] in _WHITE)
    elif text:
        line.space()


def _holder(make: Callable[..., Inline]) -> Callable[[Element, tuple[str, ...], _Line, Reading], None]:
    """Return the reader of an element that does no more than hold inlines."""

    def hold(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
        attr = reading.attr(element)
        inner = _line(element.children, (*within, element.name), reading)
        _join(element, line, inner, lambda children: make(children=children, attr=attr), reading)

    return hold


def _join(element: Element, line: _Line, inner: _Line, make: Callable[[Inlines], Inline], reading: Reading) -> None:
    if not inner.nodes:
        if inner.owed or inner.lead:
            line.space()
        reading.drop(element)
        return
    line.put(make(tuple(inner.nodes)), inner.lead, inner.owed)


def _splice(line: _Line, inner: _Line) -> None:
    """Put what an element holds in its place."""
    if inner.lead:
        line.space()
    for node in inner.nodes:
        line.put(node)
    if inner.owed:
        line.space()


def _link(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    attr = reading.attr(element, "href", "title")
    if "a" in within:
        reading.fault(element, "<a> cannot stand in another <a>")
    if "href" not in element.attributes:
        reading.fault(element, "<a> has no href")
    target = element.attributes.get("href", "").strip()
    inner = _line(element.children, (*within, "a"), reading)
    if target.startswith("#"):
        reading.targets[target[1:]] = None
    if not is_target(target) or (target[0] == "#" and target[1:] in reading.missing):
        reading.drop(element)
        _splice(line, inner)
        return
    title = fold(element.attributes.get("title", ""))
    _join(
        element, line, inner, lambda children: Link(target=target, children=children, title=title, attr=attr), reading
    )


def _cite(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    attr = reading.attr(element, "ref")
    target = element.attributes.get("ref", "").strip().removeprefix("#")
    if target:
        reading.targets[target] = None
    found = "" if target in reading.missing else target
    inner = _line(element.children, (*within, "cite"), reading)
    _join(element, line, inner, lambda children: Cite(target=found, children=children, attr=attr), reading)


def _span(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    if "data-field" not in element.attributes:
        _holder(Span)(element, within, line, reading)
        return
    reading.attr(element, "data-field")
    kind = reading.one_of(element, "data-field", ("page", "pages", "omitted"), default="page")
    if reading.running == (kind == "omitted"):
        where = "in the text" if reading.running else "in <header> and <footer>"
        what = "the number of items left out stands" if kind == "omitted" else "page numbers stand"
        reading.fault(element, f"{what} only {where}")
    if _line(element.children, within, reading).nodes:
        reading.fault(element, "a <span> with data-field is empty in the template")
    line.put(Field(cast("Literal['page', 'pages', 'omitted']", kind)))


def _words(element: Element, reading: Reading) -> tuple[str, bool, bool]:
    """Return the plain words of an element that holds nothing else, and whether white space stands at its ends."""
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.name == "span" and [*child.attributes] == ["lang"]:  # the brief's own words, in another language
            parts += [word for word in child.children if isinstance(word, str)]
        else:
            reading.fault(child, f"<{child.name}> cannot stand in <{element.name}>, which holds only text")
    text = "".join(parts)
    return fold(text), text[:1] in _WHITE and text != "", text[-1:] in _WHITE and text != ""


def _code(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    attr = reading.attr(element)
    text, lead, trail = _words(element, reading)
    if text:
        line.put(Code(text=text, attr=attr), lead, trail)
    else:
        reading.drop(element)
        if lead:
            line.space()


def _mark(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    attr = reading.attr(element)
    label, lead, trail = _words(element, reading)
    if label:
        line.put(Mark(label=label, attr=attr), lead, trail)
    else:
        reading.drop(element)
        if lead:
            line.space()


def _break(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    reading.allow(element)
    line.put(Break())


def _note(element: Element, within: tuple[str, ...], line: _Line, reading: Reading) -> None:
    attr = reading.attr(element)
    if "note" in within or "a" in within:
        reading.fault(element, f"<note> cannot stand in <{'note' if 'note' in within else 'a'}>")
    elif reading.running:
        reading.fault(element, "<note> cannot stand in <header> or <footer>")
    blocks = _note_blocks(element, within, reading)
    if blocks:
        line.put(Note(blocks=blocks, attr=attr))
    else:
        reading.drop(element)


def _note_blocks(element: Element, within: tuple[str, ...], reading: Reading) -> Blocks:
    paragraphs = [child for child in element.elements() if child.name == "p"]
    inside = (*within, "note")
    if not paragraphs:
        nodes, attr = lifted(tuple(_line(element.children, inside, reading).nodes), NONE)
        return (Paragraph(children=nodes, attr=attr),) if nodes else ()
    found = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "p":
            attr = reading.attr(child)
            nodes, attr = lifted(tuple(_line(child.children, (*inside, "p"), reading).nodes), attr)
            if nodes:
                found.append(Paragraph(children=nodes, attr=attr))
            else:
                reading.drop(child)
        elif isinstance(child, Element) or fold(child):
            where = child if isinstance(child, Element) else element
            reading.fault(where, "a <note> holds either a line of text or paragraphs, not both")
    return tuple(found)


_INLINES: dict[str, Callable[[Element, tuple[str, ...], _Line, Reading], None]] = {
    "a": _link,
    "br": _break,
    "cite": _cite,
    "code": _code,
    "em": _holder(Emph),
    "mark": _mark,
    "note": _note,
    "span": _span,
    "strong": _holder(Strong),
    "sub": _holder(Sub),
    "sup": _holder(Super),
}
