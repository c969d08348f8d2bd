"""Pages -> PDF: painted, tagged and archival in one pass (PDF 1.7, PDF/UA-1 and PDF/A-2a).

Pages are painted as they come and let go. What is kept of each (its content, compressed, and the elements of its marked
content) is written when all have come, since objects have their numbers only then.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from msgspec import Struct

from briefgen.document import Image
from briefgen.layout.fonts import Faces
from briefgen.layout.placed import ARTIFACT, Element, Elements, Flowing, LinkArea, Page, Pages, Picture
from briefgen.write.pdf.archive import describe
from briefgen.write.pdf.file import PACKED, File, packed
from briefgen.write.pdf.fonts import Typefaces
from briefgen.write.pdf.letterhead import Letterhead, read_letterhead
from briefgen.write.pdf.links import Places, annotation, write_outline
from briefgen.write.pdf.paint import paint
from briefgen.write.pdf.pictures import Pictures
from briefgen.write.pdf.syntax import numbers, ref
from briefgen.write.pdf.tags import Tree

__all__ = ["write"]

_BRANCH = 64  # pages to a node of the page tree


def write(
    pages: Flowing, faces: Faces, *, letterhead: str = "", see: Callable[[Page], None] = lambda page: None
) -> bytes:
    """Return the file. `letterhead` is the path of a PDF file whose pages stand behind ours; `see` meets each page.

    Raises LayoutError for a character its face lacks, OutputError for a broken picture, ThemeError for a letterhead
    that cannot be used, and NotFlowingError where pages that come one by one come to nothing.
    """
    return _Writer(pages, faces, letterhead).write(see)


class _Painted(Struct, frozen=True):
    """What is kept of a page."""

    content: bytes
    marked: array[int]  # element of each marked content sequence, by MCID
    pictures: dict[str, None]  # by their names
    links: list[LinkArea]
    width: float
    height: float


class _Writer:
    def __init__(self, pages: Flowing, faces: Faces, letterhead: str) -> None:
        self.pages, self.letterhead = pages, letterhead
        self.out = File(pages.lang)
        elements = pages.elements or (Element(role="Document", parent=ARTIFACT, order=0),)
        self.tree = Tree(elements if isinstance(elements, Elements) else Elements(elements))
        self.places = Places(pages.ids)
        self.typefaces, self.pictures = Typefaces(faces), Pictures(self.out)

    def write(self, see: Callable[[Page], None]) -> bytes:
        if isinstance(self.pages, Pages):  # which may have links back and forth, and elements without order
            for index, page in enumerate(self.pages.pages):
                self.places.meet(page, index)
            for page in self.pages.pages:
                self.tree.link(area.element for area in page.links if self.places.leads(area.target))
        painted: list[_Painted] = []
        for index, page in enumerate(self.pages.pages):
            see(page)
            self.places.meet(page, index)
            painted.append(self._paint(page, index))
        return self._finish(painted)

    def _paint(self, page: Page, index: int) -> _Painted:
        tree = self.tree
        links = [area for area in page.links if self.places.leads(area.target)]
        pictures: dict[str, None] = {}
        tree.link(area.element for area in links)
        marked = tree.meet(page, index)

        def place(picture: Picture) -> str:
            assert isinstance(picture.image, Image)  # drawings are painted, not placed
            name = self.pictures.name(picture.image)
            pictures[name] = None
            return name

        content = paint(page, self.typefaces, tree.mark, place, tree.joined)
        if not self.letterhead:  # which stands before it in the same stream
            content = packed(content)
        return _Painted(content, marked, pictures, links, page.width, page.height)

    def _finish(self, painted: list[_Painted]) -> bytes:
        out, tree = self.out, self.tree
        self.places.first = first = out.reserve(len(painted))
        tree.number(out, first)
        paper = read_letterhead(self.letterhead, out)
        parents = _reserve_page_tree(out, first, len(painted))
        heights = [page.height for page in painted]
        painted.reverse()
        for index in range(len(painted)):
            self._write_page(painted.pop(), index, parents[index // _BRANCH], paper)
        self.typefaces.embed(out)
        if self.pages.bookmarks:
            out.catalogue["Outlines"] = write_outline(self.pages.bookmarks, heights, first, tree.first, out)
        out.catalogue["StructTreeRoot"] = tree.write()
        describe(self.pages, out)
        return out.finish()

    def _write_page(self, page: _Painted, index: int, parent: int, paper: Letterhead) -> None:
        out, tree, number = self.out, self.tree, self.places.first + index
        shown = {name: self.pictures.object(name) for name in page.pictures}
        under = paper.under(page.width, page.height, index)
        if under is not None:
            behind, background, shown[background] = under
            content = out.add_stream("", behind + page.content)
        else:
            content = out.add_stream(PACKED, page.content, compress=False)
        annotations = []
        for area in page.links:
            reserved = out.reserve()
            key = tree.annotate(area.element, index, reserved)
            out.put(reserved, annotation(area, page.height, key, self.places))
            annotations.append(ref(reserved))
        resources = f"/Font {out.fonts_ref}"
        if shown:
            resources += f"/XObject<<{''.join(f'/{name} {ref(at)}' for name, at in sorted(shown.items()))}>>"
        entries = (
            f"/Type/Page/Parent {ref(parent)}/MediaBox[{numbers(0, 0, page.width, page.height)}]"
            f"/Resources<<{resources}>>/Contents {ref(content)}/StructParents {tree.enter(page.marked)}/Tabs/S"
        )
        if annotations:
            entries += f"/Annots[{' '.join(annotations)}]"
        out.put(number, f"<<{entries}>>")


def _reserve_page_tree(out: File, first: int, count: int) -> list[int]:
    """Write the tree above the pages, numbered from `first` on; return the node of each `_BRANCH` pages."""
    root = out.reserve()
    out.catalogue["Pages"] = ref(root)
    nodes = []
    for at in range(0, count, _BRANCH):
        kids = range(first + at, first + min(at + _BRANCH, count))
        node = f"<</Type/Pages/Parent {ref(root)}/Count {len(kids)}/Kids[{' '.join(map(ref, kids))}]>>"
        nodes.append(out.add(node))
    out.put(root, f"<</Type/Pages/Count {count}/Kids[{' '.join(map(ref, nodes))}]>>")
    return nodes
