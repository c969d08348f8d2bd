"""The structure tree: one element of the file for each element of the document (ISO 32000-1, 14.7 and 14.8).

Painting says which marked content belongs to which element; the tree puts it and child elements in reading order, so
that a part that pages or columns split is one element still. PDF/UA-1 (ISO 14289-1) asks for the rest: an ID for each
note, a scope for header cells, a box for figures, a Link element around each annotation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from briefgen.layout.placed import ARTIFACT, Element, Page, TextRun
from briefgen.write.pdf.file import File
from briefgen.write.pdf.syntax import encoded, name, numbers, ref, text

_STANDARD = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form"""
STANDARD = frozenset(_STANDARD.split())
ROLES = {"Aside": "Sect", "Title": "P", "Strong": "Span", "Em": "Span", "Sub": "Span", "FENote": "Note"}
_BRANCH = 64  # entries of a node in a name or number tree
_NONE = -1  # no page
_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_WITH_ATTRIBUTES = frozenset(("TH", "TD", "Table", "L", "Figure", "Formula"))


class Tree:
    """The structure tree in the making. Elements have object numbers before their pages are painted."""

    __slots__ = (
        "_annotations", "_below", "_boxes", "_children", "_elements", "_ids", "_links", "_marks", "_out",
        "_root", "_tags", "first", "parents",
    )  # fmt: skip

    def __init__(self, out: File, elements: Sequence[Element], pages: Iterable[Page], linked: frozenset[int]) -> None:
        """Reserve the objects. `linked` are the elements with link areas, each of which gets a Link element."""
        self._out = out
        self._elements = elements
        self._root = out.reserve()
        self.first = out.reserve(len(elements))
        inner = [index for index in sorted(linked) if elements[index].role != "Link"]
        start = out.reserve(len(inner))
        self._links = {index: start + at for at, index in enumerate(inner)}
        self._tags = _roles(elements, linked)
        self._ids = _ids(elements)
        self._boxes = _boxes(elements, pages)
        self._marks: list[list[tuple[int, int, int]]] = [[] for _ in elements]  # order, page object, MCID
        self._annotations: dict[int, list[tuple[int, int]]] = {}  # page object, annotation object
        self._children: list[list[int]] = [[] for _ in elements]
        for index, element in enumerate(elements):
            if element.parent != ARTIFACT:
                self._children[element.parent].append(index)
        self._below = [
            sorted(elements[child].order for child in children) if children else () for children in self._children
        ]
        self.parents: list[str] = []  # what each key of the parent tree leads to

    def object(self, element: int) -> str:
        """Return how others name an element."""
        return ref(self.first + element)

    def joined(self, element: int, one: int, other: int) -> bool:
        """Tell whether no child of the element begins between two orders, which do not go backwards."""
        orders = self._below[element]
        return one <= other and (not orders or bisect_right(orders, one) == bisect_right(orders, other))

    def mark(self, element: int, order: int, page: int, mcid: int) -> str:
        """Note a marked content sequence of a page (object number) and return its tag."""
        self._marks[element].append((order, page, mcid))
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
        return ref(self._links.get(element, self.first + element))

    def write(self) -> str:
        """Write the tree and return how the catalogue names it."""
        for index in range(len(self._elements)):
            self._write_element(index)
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

    def _write_element(self, index: int) -> None:
        element = self._elements[index]
        parent = self._root if element.parent == ARTIFACT else self.first + element.parent
        entries = f"/Type/StructElem/S{name(self._tags[index])}/P {parent} 0 R"
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
        contents = self._contents(index)
        if index in self._links:
            link = self._links[index]
            self._out.put(link, f"<</Type/StructElem/S/Link/P {self.object(index)}{contents}>>")
            contents = f"/K {ref(link)}"
        self._out.put(self.first + index, f"<<{entries}{contents}>>")

    def _contents(self, index: int) -> str:
        """Return the entries Pg and K: marked content and child elements in reading order, then annotations."""
        marks, children, first = self._marks[index], self._children[index], self.first
        home = marks[0][1] if marks else _NONE
        if children:
            kids = [(self._elements[child].order, f"{first + child} 0 R") for child in children]
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
            return ""
        entry = "" if home == _NONE else f"/Pg {home} 0 R"
        return f"{entry}/K {spelt[0]}" if len(spelt) == 1 else f"{entry}/K[{' '.join(spelt)}]"


def _content(mark: tuple[int, int, int], home: int) -> str:
    """Return how an element with the page `home` names a marked content sequence."""
    _, page, mcid = mark
    return str(mcid) if page == home else f"<</Type/MCR/Pg {page} 0 R/MCID {mcid}>>"


def _roles(elements: Sequence[Element], linked: frozenset[int]) -> list[str]:
    """Return the elements' roles. Headings that skip a level move up to it: PDF/UA-1 (7.4.2) lets none be skipped."""
    roles = [_role(element, index in linked) for index, element in enumerate(elements)]
    above: list[int] = []  # levels of the headings that the next one may stand under
    for index in sorted(range(len(roles)), key=lambda index: elements[index].order):
        if roles[index] in _HEADINGS:
            level = _HEADINGS.index(roles[index])
            while above and above[-1] >= level:
                above.pop()
            roles[index] = _HEADINGS[len(above)]
            above.append(level)
    return roles


def _role(element: Element, linked: bool) -> str:
    """Return the element's role; a Link that leads nowhere is a Span. Raises ValueError for an unknown one."""
    if element.role not in STANDARD and element.role not in ROLES:
        raise ValueError(f"'{element.role}' is not a role of PDF 1.7")
    return "Span" if element.role == "Link" and not linked else element.role


def _ids(elements: Sequence[Element]) -> dict[int, str]:
    """Return the ID of each element that has one, each once; notes always have one (PDF/UA-1, 7.9)."""
    taken = {element.id for element in elements}
    ids: dict[int, str] = {}
    given: set[str] = set()
    for index, element in enumerate(elements):
        value = element.id
        if not value and ROLES.get(element.role, element.role) == "Note":
            value = f"note-{index}"
            while value in taken:
                value += "-"
        if value and value not in given:
            given.add(value)
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


def _boxes(elements: Sequence[Element], pages: Iterable[Page]) -> dict[int, tuple[float, float, float, float]]:
    """Return the box around what each figure shows on its first page, y up."""
    figures = {index for index, element in enumerate(elements) if element.role in ("Figure", "Formula")}
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
