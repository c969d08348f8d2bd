"""The structure tree: one element of the file for each element of the document (ISO 32000-1, 14.7 and 14.8).

Painting says which marked content belongs to which element; the tree puts it and child elements in reading order, so
that a part that pages or columns split is one element still. PDF/UA-1 (ISO 14289-1) asks for the rest: an ID for each
note, a scope for header cells, a box for figures, a Link element around each annotation.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
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
_LEVELS = {role: level for level, role in enumerate(_HEADINGS)}
_FIGURES = frozenset(("Figure", "Formula"))
_Mark: TypeAlias = tuple[int, int, int]  # a marked content sequence: order, index of its page, MCID
_WITH_ATTRIBUTES = frozenset(("TH", "TD", "Table", "L", "Figure", "Formula"))


class Tree:
    """The structure tree in the making: it follows elements and pages as they come, and is numbered after the last."""

    __slots__ = (
        "_above", "_annotations", "_asked", "_boxes", "_child", "_elements", "_figures", "_ids", "_inner", "_last",
        "_linked", "_links", "_marked", "_mcids", "_more", "_next", "_now", "_orders", "_out", "_page", "_pages",
        "_root", "_tags", "first", "parents",
    )  # fmt: skip
    _out: File
    _page: int  # object number of the first page
    _root: int
    first: int  # object number of the first element

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self._tags: list[str] = []  # roles as the file has them, but for links that lead nowhere
        self._above: list[int] = []  # levels of the headings that the next one may stand under
        self._child, self._next, self._last = array("i"), array("i"), array("i")  # an element's children, as a chain
        self._asked: tuple[int, int, list[int]] = (_NONE, _NONE, [])  # orders of the children asked for last
        self._now, self._marked = _NONE, array("i")  # the page at hand, and the elements of its marks, by MCID
        self._orders, self._pages, self._mcids = array("i"), array("i"), array("i")  # an element's first mark, and …
        self._more: dict[int, list[_Mark]] = {}  # … the others of those that have several
        self._figures: set[int] = set()
        self._boxes: dict[int, tuple[float, float, float, float]] = {}
        self._linked: set[int] = set()  # elements with link areas
        self._inner: set[int] = set()  # … that are no Link, so that each holds one
        self._links: dict[int, int] = {}  # … with its object number
        self._ids: dict[int, str] = {}
        self._annotations: dict[int, list[tuple[int, int]]] = {}  # index of the page, annotation object
        self.parents: list[str] = []  # what each key of the parent tree leads to

    # ------------------------------------------------------------ while pages come

    def link(self, elements: Iterable[int]) -> None:
        """Note elements that have link areas."""
        for element in elements:
            if element not in self._linked:
                self._linked.add(element)
                if self._elements.roles[element] != "Link":
                    self._inner.add(element)

    def meet(self, page: Page, index: int) -> array[int]:
        """Follow the elements that have come with a page, and return those of its marks, as they will be, by MCID.

        Raises ValueError for a role that PDF does not know.
        """
        self._follow()
        if self._figures:
            self._boxes |= _boxes(self._figures, self._boxes, page)
        self._now, self._marked = index, array("i")
        return self._marked

    def _follow(self) -> None:
        begin, end = len(self._tags), len(self._elements)
        if begin == end:
            return
        nothing = array("i", [_NONE]) * (end - begin)
        for column in (self._child, self._next, self._last, self._orders, self._pages, self._mcids):
            column.extend(nothing)
        child, following, last, parents = self._child, self._next, self._last, self._elements.parents
        for index, parent in enumerate(parents[begin:end], begin):
            if parent == ARTIFACT:
                continue
            if last[parent] == _NONE:
                child[parent] = index
            else:
                following[last[parent]] = index
            last[parent] = index
        roles = self._elements.roles[begin:end]
        self._tags += roles
        for role in set(roles):
            if role not in STANDARD and role not in ROLES:
                raise ValueError(f"'{role}' is not a role of PDF 1.7")
        self._figures.update(index for index, role in enumerate(roles, begin) if role in _FIGURES)
        self._level([index for index, role in enumerate(roles, begin) if role in _LEVELS])

    def _level(self, headings: list[int]) -> None:
        """Move headings that skip a level up to it: PDF/UA-1 (7.4.2) lets none be skipped."""
        above = self._above
        for index in sorted(headings, key=self._elements.orders.__getitem__):
            level = _LEVELS[self._tags[index]]
            while above and above[-1] >= level:
                above.pop()
            self._tags[index] = _HEADINGS[len(above)]
            above.append(level)

    def joined(self, element: int, one: int, other: int) -> bool:
        """Tell whether no child of the element begins between two orders, which do not go backwards."""
        last = self._last[element]
        if one > other or last == _NONE:
            return one <= other
        known, until, orders = self._asked
        if known != element or until != last:
            orders = [self._elements.orders[child] for child in self._children(element)]
            self._asked = (element, last, orders)
        return bisect_right(orders, one) == bisect_right(orders, other)

    def _children(self, element: int) -> list[int]:
        """Return the elements right below one, in reading order."""
        found, child = [], self._child[element]
        while child != _NONE:
            found.append(child)
            child = self._next[child]
        found.sort(key=self._elements.orders.__getitem__)
        return found

    def mark(self, element: int, order: int) -> str:
        """Note a marked content sequence of the page that was met last, and return the operator that opens it."""
        mcid = len(self._marked)
        self._marked.append(element)
        if self._pages[element] == _NONE:
            self._orders[element], self._pages[element], self._mcids[element] = order, self._now, mcid
        else:
            self._more.setdefault(element, []).append((order, self._now, mcid))
        tag = "Link" if element in self._inner else self._tag(element)
        return f"/{tag} <</MCID {mcid}>>BDC"

    def _tag(self, element: int) -> str:
        """Return the element's role; a Link that leads nowhere is a Span."""
        tag = self._tags[element]
        return "Span" if tag == "Link" and element not in self._linked else tag

    # ------------------------------------------------------------ when all have come

    def number(self, out: File, first: int) -> None:
        """Reserve the objects; pages have the numbers from `first` on."""
        self._follow()
        self._out, self._page = out, first
        self._root = out.reserve()
        self.first = out.reserve(len(self._elements))
        start = out.reserve(len(self._inner))
        self._links = {index: start + at for at, index in enumerate(sorted(self._inner))}
        self._ids = _ids(self._elements)
        for index, tag in enumerate(self._tags):
            if tag == "Link":
                self._tags[index] = self._tag(index)

    def object(self, element: int) -> str:
        """Return how others name an element."""
        return ref(self.first + element)

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
        opening = {role: f"<</Type/StructElem/S{name(role)}/P" for role in set(self._tags)}
        rich = self._more.keys() | self._annotations.keys() | self._links.keys()  # hold more than one mark, or children
        told = extras.keys() | self._boxes.keys() | self._ids.keys()
        columns = zip(self._tags, parents, self._pages, self._mcids, self._child, self._last, strict=True)
        for index, (tag, parent, page, mcid, child, last) in enumerate(columns):
            above = self._root if parent == ARTIFACT else first + parent
            more = self._entries(index) if index in told else ""
            if index in rich or child != last or (page == _NONE) == (child == _NONE):  # holds several, or nothing
                contents = self._contents(index)
            elif child == _NONE:
                contents = f"/Pg {self._page + page} 0 R/K {mcid}"
            else:
                contents = f"/K {first + child} 0 R"
            put(first + index, f"{opening[tag]} {above} 0 R{more}{contents}>>")
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
        children, home = self._children(index), self._pages[index]
        if home == _NONE:
            spelt = [f"{self.first + child} 0 R" for child in children]
        else:
            spelt = self._mixed(children, index, home)
        for page, annotation in self._annotations.get(index, ()):
            spelt.append(f"<</Type/OBJR/Pg {self._page + page} 0 R/Obj {annotation} 0 R>>")
        contents = ""
        if spelt:
            contents = "" if home == _NONE else f"/Pg {self._page + home} 0 R"
            contents += f"/K {spelt[0]}" if len(spelt) == 1 else f"/K[{' '.join(spelt)}]"
        if index not in self._links:
            return contents
        link = self._links[index]
        self._out.put(link, f"<</Type/StructElem/S/Link/P {self.object(index)}{contents}>>")
        return f"/K {ref(link)}"

    def _mixed(self, children: list[int], index: int, home: int) -> list[str]:
        """Return how an element names its children and its marked content, in reading order."""
        marks = [(self._orders[index], home, self._mcids[index]), *self._more.get(index, ())]
        kids = [(self._elements.orders[child], f"{self.first + child} 0 R") for child in children]
        kids += [(mark[0], self._content(mark, home)) for mark in marks]
        return [kid for _, kid in sorted(kids, key=itemgetter(0))]

    def _content(self, mark: _Mark, home: int) -> str:
        """Return how an element with the page `home` names a marked content sequence."""
        _, page, mcid = mark
        return str(mcid) if page == home else f"<</Type/MCR/Pg {self._page + page} 0 R/MCID {mcid}>>"


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


def _boxes(figures: set[int], known: Container[int], page: Page) -> dict[int, tuple[float, float, float, float]]:
    """Return the box around what each figure shows on its first page, y up; those `known` have had theirs."""
    here: dict[int, tuple[float, float, float, float]] = {}
    for piece in page.pieces:
        if piece.element in figures and piece.element not in known:
            top, height = (piece.y - piece.size, piece.size) if isinstance(piece, TextRun) else (piece.y, piece.height)
            left, bottom, right, upper = here.get(piece.element, (page.width, page.height, 0.0, 0.0))
            here[piece.element] = (
                min(left, piece.x),
                min(bottom, page.height - top - height),
                max(right, piece.x + piece.width),
                max(upper, page.height - top),
            )
    return here


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
