"""Pages -> PDF: painted, tagged and archival in one pass (PDF 1.7, PDF/UA-1 and PDF/A-2a)."""

from __future__ import annotations

from briefgen.document import Image
from briefgen.layout.fonts import Faces
from briefgen.layout.placed import ARTIFACT, Element, Elements, Page, Pages, Picture
from briefgen.write.pdf.archive import describe
from briefgen.write.pdf.file import File
from briefgen.write.pdf.fonts import Typefaces
from briefgen.write.pdf.letterhead import Letterhead, read_letterhead
from briefgen.write.pdf.links import Places, annotation, find_places, write_outline
from briefgen.write.pdf.paint import paint
from briefgen.write.pdf.pictures import Pictures
from briefgen.write.pdf.syntax import numbers, ref
from briefgen.write.pdf.tags import Tree

__all__ = ["write"]

_BRANCH = 64  # pages to a node of the page tree


def write(pages: Pages, faces: Faces, *, letterhead: str = "") -> bytes:
    """Return the file. `letterhead` is the path of a PDF file whose pages stand behind ours.

    Raises LayoutError for a character its face lacks, OutputError for a broken picture, ThemeError for a letterhead
    that cannot be used.
    """
    out = File(pages.lang)
    elements = pages.elements or (Element(role="Document", parent=ARTIFACT, order=0),)
    first = out.reserve(len(pages.pages))
    places = find_places(pages.pages, first)
    linked = frozenset(area.element for page in pages.pages for area in page.links if places.leads(area.target))
    tree = Tree(out, elements if isinstance(elements, Elements) else Elements(elements), pages.pages, linked)
    typefaces, pictures, paper = Typefaces(faces), Pictures(out), read_letterhead(letterhead, out)
    parents = _reserve_page_tree(out, first, len(pages.pages))
    for index, page in enumerate(pages.pages):
        parent = parents[index // _BRANCH]
        _write_page(page, index, first + index, parent, out, tree, typefaces, pictures, places, paper)
    typefaces.embed(out)
    if pages.bookmarks:
        out.catalogue["Outlines"] = write_outline(pages.bookmarks, pages.pages, first, tree.first, out)
    out.catalogue["StructTreeRoot"] = tree.write()
    describe(pages, out)
    return out.finish()


def _write_page(
    page: Page,
    index: int,
    number: int,
    parent: int,
    out: File,
    tree: Tree,
    typefaces: Typefaces,
    pictures: Pictures,
    places: Places,
    paper: Letterhead,
) -> None:
    marked: list[int] = []  # element of each marked content sequence, by MCID
    shown: dict[str, int] = {}

    def mark(element: int, order: int) -> tuple[str, int]:
        marked.append(element)
        return tree.mark(element, order, number, len(marked) - 1), len(marked) - 1

    def place(picture: Picture) -> str:
        assert isinstance(picture.image, Image)  # drawings are painted, not placed
        name, shown[name] = pictures.place(picture.image)
        return name

    under = paper.under(page, index)
    behind = b""
    if under is not None:
        behind, background, shown[background] = under
    content = out.add_stream("", behind + paint(page, typefaces, mark, place, tree.joined))
    annotations = []
    for area in page.links:
        if places.leads(area.target):
            reserved = out.reserve()
            key = tree.annotate(area.element, number, reserved)
            out.put(reserved, annotation(area, page, key, places))
            annotations.append(ref(reserved))
    resources = f"/Font {out.fonts_ref}"
    if shown:
        resources += f"/XObject<<{''.join(f'/{name} {ref(at)}' for name, at in sorted(shown.items()))}>>"
    entries = (
        f"/Type/Page/Parent {ref(parent)}/MediaBox[{numbers(0, 0, page.width, page.height)}]"
        f"/Resources<<{resources}>>/Contents {ref(content)}/StructParents {tree.enter(marked)}/Tabs/S"
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
