"""The structure tree: one element of the file for each element of the document (ISO 32000-1, 14.7 and 14.8).

Painting says which marked content belongs to which element; the tree puts it and child elements in reading order, so
that a part that pages or columns split is one element still. PDF/UA-1 (ISO 14289-1) asks for the rest: an ID for each
note, a scope for header cells, a box for figures, a Link element around each annotation.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

from briefgen.layout.placed import ARTIFACT, Element, Elements, Page, TextRun
from briefgen.write.pdf.file import File
from briefgen.write.pdf.syntax import encoded, name, numbers, ref, text

_STANDARD = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form"""
STANDARD = frozenset(_STANDARD.split())
ROLES = {"Aside": "Sect", "Title": "P", "Strong": "Span", "Em": "Span", "Sub": "Span", "FENote": "Note"}
_BRANCH = 64  # entries of a node in a name or number tree
_NONE = -1  # no page, no element
_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_Mark: TypeAlias = tuple[int, int, int]  # a marked content sequence: order, page object, MCID
_WITH_ATTRIBUTES = frozenset(("TH", "TD", "Table", "L", "Figure", "Formula"))


class Tree:
    """The structure tree in the making. Elements have object numbers before their pages are painted."""

    __slots__ = (
        "_annotations", "_boxes", "_child", "_elements", "_ids", "_links", "_marks", "_more", "_next", "_orders",
        "_out", "_root", "_tags", "first", "parents",
    )  # fmt: skip

    def __init__(self, out: File, elements: Elements, pages: Iterable[Page], linked: frozenset[int]) -> None:
        """Reserve the objects. `linked` are the elements with link areas, each of which gets a Link element."""
        self._out = out
        self._elements = elements
        self._root = out.reserve()
        self.first = out.reserve(len(elements))
        inner = [index for index in sorted(linked) if elements.roles[index] != "Link"]
        start = out.reserve(len(inner))
        self._links = {index: start + at for at, index in enumerate(inner)}
        self._tags = _roles(elements, linked)
        self._ids = _ids(elements)
        self._boxes = _boxes(elements, pages)
        self._marks: list[_Mark | None] = [None] * len(elements)  # the first of each element, and …
        self._more: dict[int, list[_Mark]] = {}  # … the others of those that have several
        self._annotations: dict[int, list[tuple[int, int]]] = {}  # page object, annotation object
        self._child, self._next = _families(elements)
        self._orders: tuple[int, list[int]] = (_NONE, [])  # of an element's children: those that were asked for last
        self.parents: list[str] = []  # what each key of the parent tree leads to

    def object(self, element: int) -> str:
        """Return how others name an element."""
        return ref(self.first + element)

    def joined(self, element: int, one: int, other: int) -> bool:
        """Tell whether no child of the element begins between two orders, which do not go backwards."""
        if one > other or self._child[element] == _NONE:
            return one <= other
        known, orders = self._orders
        if known != element:
            orders = sorted([self._elements.orders[child] for child in self._children(element)])
            self._orders = (element, orders)
        return bisect_right(orders, one) == bisect_right(orders, other)

    def _children(self, element: int) -> list[int]:
        found, child = [], self._child[element]
        while child != _NONE:
            found.append(child)
            child = self._next[child]
        return found

    def mark(self, element: int, order: int, page: int, mcid: int) -> str:
        """Note a marked content sequence of a page (object number) and return its tag."""
        if self._marks[element] is None:
            self._marks[element] = (order, page, mcid)
        else:
            self._more.setdefault(element, []).append((order, page, mcid))
        return "/Link" if element in self._links else name(self._tags[element])

    def annotate(self, element: int, page: int, annotation: int) -> int:
        """Note a link annotation of the element and return its key in the parent tree."""
        self._annotations.setdefault(element, []).append((page, annotation))
        self.parents.append(self._owner(element))
        return len(self.parents) - 1

    def enter(self, marked: Sequence[int]) -> int:
        """Note the elements of a page's marked content, by MCID, and return the page's key in the parent tree."""
        owners = " ".join(map(self._owner, marked))
        self.parents.append(ref(self._out.add(f"[{owners}]")))
        return len(self.parents) - 1

    def _owner(self, element: int) -> str:
        return f"{self._links.get(element, self.first + element)} 0 R"

    def write(self) -> str:
        """Write the tree and return how the catalogue names it."""
        put, first, extras, parents = self._out.put, self.first, self._elements.extras, self._elements.parents
        plain = {role: f"<</Type/StructElem/S{name(role)}/P" for role in set(self._tags)}
        for index, tag in enumerate(self._tags):
            mark = self._marks[index]
            parent = parents[index]
            more = self._entries(index) if index in extras or index in self._boxes or index in self._ids else ""
            above = self._root if parent == ARTIFACT else first + parent
            if mark is not None and self._child[index] == _NONE and not self._has_more(index):
                contents = f"/Pg {mark[1]} 0 R/K {mark[2]}"
            else:
                contents = self._contents(index)
            put(first + index, f"{plain[tag]} {above} 0 R{more}{contents}>>")
        keys = [(str(key), value) for key, value in enumerate(self.parents)]
        entries = f"/Type/StructTreeRoot/K {self.object(0)}/ParentTreeNextKey {len(keys)}"
        entries += f"/ParentTree {_write_tree(self._out, 'Nums', keys)}"
        if self._ids:
            named = sorted((encoded(value), text(value), self.object(index)) for index, value in self._ids.items())
            entries += f"/IDTree {_write_tree(self._out, 'Names', [(key, value) for _, key, value in named])}"
        mapped = "".join(name(role) + name(ROLES[role]) for role in sorted(ROLES.keys() & set(self._tags)))
        if mapped:
            entries += f"/RoleMap<<{mapped}>>"
        self._out.put(self._root, f"<<{entries}>>")
        return ref(self._root)

    def _has_more(self, index: int) -> bool:
        """Tell whether an element holds more than its first marked content and its children."""
        return index in self._more or index in self._annotations or index in self._links

    def _entries(self, index: int) -> str:
        """Return the entries of an element besides its place in the tree."""
        element = self._elements[index]
        entries = ""
        if element.lang:
            entries += f"/Lang{text(element.lang)}"
        if element.title:
            entries += f"/T{text(element.title)}"
        if element.alt:
            entries += f"/Alt{text(element.alt)}"
        if element.actual:
            entries += f"/ActualText{text(element.actual)}"
        if index in self._ids:
            entries += f"/ID{text(self._ids[index])}"
        if element.role in _WITH_ATTRIBUTES:
            entries += _attributes(element, self._boxes.get(index))
        return entries

    def _contents(self, index: int) -> str:
        """Return the entries Pg and K: marked content and child elements in reading order, then annotations."""
        first, mark = self.first, self._marks[index]
        marks = [] if mark is None else [mark, *self._more.get(index, ())]
        home = marks[0][1] if marks else _NONE
        children = self._children(index)
        if children:
            orders = self._elements.orders
            kids = [(orders[child], f"{first + child} 0 R") for child in children]
            kids += [(mark[0], _content(mark, home)) for mark in marks]
            kids.sort(key=itemgetter(0))
            spelt = [kid for _, kid in kids]
        else:
            if len(marks) > 1:
                marks.sort(key=itemgetter(0))
            spelt = [_content(mark, home) for mark in marks]
        if index in self._annotations:
            spelt += [f"<</Type/OBJR/Pg {page} 0 R/Obj {which} 0 R>>" for page, which in self._annotations[index]]
        if not spelt:
            contents = ""
        else:
            contents = "" if home == _NONE else f"/Pg {home} 0 R"
            contents += f"/K {spelt[0]}" if len(spelt) == 1 else f"/K[{' '.join(spelt)}]"
        if index not in self._links:
            return contents
        link = self._links[index]
        self._out.put(link, f"<</Type/StructElem/S/Link/P {self.object(index)}{contents}>>")
        return f"/K {ref(link)}"


def _content(mark: _Mark, home: int) -> str:
    """Return how an element with the page `home` names a marked content sequence."""
    _, page, mcid = mark
    return str(mcid) if page == home else f"<</Type/MCR/Pg {page} 0 R/MCID {mcid}>>"


def _families(elements: Elements) -> tuple[array[int], array[int]]:
    """Return the first child of each element, and the next child of its parent; _NONE where there is none."""
    nobody = array("i", [_NONE]) * len(elements)
    child, following = nobody, nobody[:]
    parents = elements.parents
    for index in range(len(parents) - 1, -1, -1):
        parent = parents[index]
        if parent != ARTIFACT:
            following[index] = child[parent]
            child[parent] = index
    return child, following


def _roles(elements: Elements, linked: frozenset[int]) -> list[str]:
    """Return the elements' roles; a Link that leads nowhere is a Span. Raises ValueError for an unknown role.

    Headings that skip a level move up to it: PDF/UA-1 (7.4.2) lets none be skipped.
    """
    roles = elements.roles[:]
    for role in set(roles):
        if role not in STANDARD and role not in ROLES:
            raise ValueError(f"'{role}' is not a role of PDF 1.7")
    above: list[int] = []  # levels of the headings that the next one may stand under
    headings = [index for index, role in enumerate(roles) if role in _HEADINGS]
    for index in sorted(headings, key=elements.orders.__getitem__):
        level = _HEADINGS.index(roles[index])
        while above and above[-1] >= level:
            above.pop()
        roles[index] = _HEADINGS[len(above)]
        above.append(level)
    for index, role in enumerate(roles):
        if role == "Link" and index not in linked:
            roles[index] = "Span"
    return roles


def _ids(elements: Elements) -> dict[int, str]:
    """Return the ID of each element that has one, each once; notes always have one (PDF/UA-1, 7.9)."""
    told = {index: more["id"] for index, more in elements.extras.items() if "id" in more}
    taken = set(told.values())
    ids: dict[int, str] = {}
    given: set[str] = set()
    for index, value in told.items():
        if value not in given:
            given.add(value)
            ids[index] = value
    for index, role in enumerate(elements.roles):
        if (role == "Note" or ROLES.get(role) == "Note") and index not in told:
            value = f"note-{index}"
            while value in taken:
                value += "-"
            ids[index] = value
    return ids


def _attributes(element: Element, box: tuple[float, float, float, float] | None) -> str:
    """Return the entry A, or an empty string (ISO 32000-1, 14.8.5)."""
    entries = ""
    if element.role in ("TH", "TD"):
        if element.scope and element.role == "TH":
            entries += f"/Scope{name(element.scope)}"
        if element.colspan > 1:
            entries += f"/ColSpan {element.colspan}"
        if element.rowspan > 1:
            entries += f"/RowSpan {element.rowspan}"
    elif element.summary:
        entries = f"/Summary{text(element.summary)}"
    elif element.numbering:
        return f"/A<</O/List/ListNumbering{name(element.numbering)}>>"
    elif box is not None:
        return f"/A<</O/Layout/Placement/Block/BBox[{numbers(*box)}]>>"
    return f"/A<</O/Table{entries}>>" if entries else ""


def _boxes(elements: Elements, pages: Iterable[Page]) -> dict[int, tuple[float, float, float, float]]:
    """Return the box around what each figure shows on its first page, y up."""
    figures = {index for index, role in enumerate(elements.roles) if role in ("Figure", "Formula")}
    boxes: dict[int, tuple[float, float, float, float]] = {}
    if not figures:
        return boxes
    for page in pages:
        here: dict[int, tuple[float, float, float, float]] = {}
        for piece in page.pieces:
            if piece.element in figures and piece.element not in boxes:
                top, height = (
                    (piece.y - piece.size, piece.size) if isinstance(piece, TextRun) else (piece.y, piece.height)
                )
                left, bottom, right, upper = here.get(piece.element, (page.width, page.height, 0.0, 0.0))
                here[piece.element] = (
                    min(left, piece.x),
                    min(bottom, page.height - top - height),
                    max(right, piece.x + piece.width),
                    max(upper, page.height - top),
                )
        boxes |= here
    return boxes


def _write_tree(out: File, kind: str, entries: Sequence[tuple[str, str]]) -> str:
    """Write a number tree (Nums) or name tree (Names) over sorted entries and return how others name its root."""
    leaves = [entries[at : at + _BRANCH] for at in range(0, len(entries), _BRANCH)] or [entries]
    if len(leaves) == 1:
        return ref(out.add(f"<<{_leaf(kind, leaves[0])}>>"))
    nodes = [
        (leaf[0][0], leaf[-1][0], out.add(f"<</Limits[{leaf[0][0]} {leaf[-1][0]}]{_leaf(kind, leaf)}>>"))
        for leaf in leaves
    ]
    while len(nodes) > _BRANCH:
        groups = [nodes[at : at + _BRANCH] for at in range(0, len(nodes), _BRANCH)]
        nodes = [
            (group[0][0], group[-1][1], out.add(f"<</Limits[{group[0][0]} {group[-1][1]}]{_kids(group)}>>"))
            for group in groups
        ]
    return ref(out.add(f"<<{_kids(nodes)}>>"))


def _leaf(kind: str, entries: Sequence[tuple[str, str]]) -> str:
    return f"/{kind}[{' '.join(f'{key} {value}' for key, value in entries)}]"


def _kids(nodes: Sequence[tuple[str, str, int]]) -> str:
    return f"/Kids[{' '.join(ref(number) for _, _, number in nodes)}]"
