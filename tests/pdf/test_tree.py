"""The structure tree holds the document's elements, in reading order, with what assistive programs ask for."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from briefgen.layout.fonts import Faces
from briefgen.layout.placed import ARTIFACT, Box, Element, LinkArea, Page, Pages, TextRun
from briefgen.write.pdf import write


@pytest.fixture
def rich_file(rich_pdf: bytes) -> Any:
    with pikepdf.open(io.BytesIO(rich_pdf)) as pdf:
        yield pdf


def walk(node: Any) -> Any:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from walk(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from walk(node.K)


def every(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    return [node for node in walk(pdf.Root.StructTreeRoot.K) if f"/{role}" == node.S]


def test_a_part_that_pages_divide_is_one_element(rich_file: pikepdf.Pdf) -> None:
    [quote] = every(rich_file, "BlockQuote")
    first, second = quote.K.K
    assert int(first) >= 0  # on the page of the element
    assert second.Type == "/MCR"
    assert second.Pg.objgen == rich_file.pages[1].obj.objgen


def test_pieces_in_a_row_share_one_marked_content_sequence(builder: Any, the_faces: Faces) -> None:
    element = builder.open("P")
    for word in ("one ", "two ", "three"):
        builder.say(element, word)
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        assert pdf.pages[0].Contents.read_bytes().count(b"BDC") == 1
        assert every(pdf, "P")[0].K == 0


def test_a_child_read_between_two_pieces_divides_them_even_where_it_is_painted_last(
    builder: Any, the_faces: Faces, structure_text: Any
) -> None:
    p = builder.open("P")
    builder.say(p, "before, ")
    span = builder.open("Span", p)
    order = builder.next()
    builder.say(p, "after")
    builder.pieces.append(TextRun(70, 700, 40, "between, ", "SourceSerif4-Regular", 9, "#000000", span, order))
    assert structure_text(write(builder.done(), the_faces)) == "before, between, after"


def test_each_way_leads_back(rich_file: pikepdf.Pdf) -> None:
    """What the tree says of marked content and annotations, the parent tree says of the tree."""
    root = rich_file.Root.StructTreeRoot
    parents = pikepdf.NumberTree(root.ParentTree)
    for page in rich_file.pages:
        for mcid, owner in enumerate(parents[int(page.StructParents)]):
            kids = owner.K if isinstance(owner.K, pikepdf.Array) else [owner.K]
            numbers = [kid if isinstance(kid, int) else kid.get("/MCID", -1) for kid in kids if not _element(kid)]
            assert mcid in numbers
        for annotation in page.get("/Annots", ()):
            owner = parents[int(annotation.StructParent)]
            assert owner.S == "/Link"
            assert any(not isinstance(kid, int) and kid.get("/Obj") == annotation for kid in owner.K)
    assert int(root.ParentTreeNextKey) == len(list(parents))
    for node in walk(root.K):
        for kid in node.get("/K", ()) if isinstance(node.get("/K"), pikepdf.Array) else ():
            if _element(kid):
                assert node == kid.P


def _element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def test_ids_lead_to_their_elements(rich_file: pikepdf.Pdf) -> None:
    ids = pikepdf.NameTree(rich_file.Root.StructTreeRoot.IDTree)
    assert {str(key) for key in ids} == {"top", "note-a", "provisions", "source-a"}
    assert ids["note-a"].S == "/Note"


def test_a_note_without_an_id_is_given_one_of_its_own(builder: Any, the_faces: Faces) -> None:
    builder.add("Note", "one", id="note-2")
    builder.add("Note", "two")
    builder.add("Note", "three")
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        ids = [str(node.ID) for node in every(pdf, "Note")]
        assert len(set(ids)) == 3


def test_figures_have_words_and_a_box_around_what_is_painted(rich_file: pikepdf.Pdf) -> None:
    [figure] = every(rich_file, "Figure")
    assert str(figure.Alt) == "A red square, half clear"
    left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
    assert (right - left, top - bottom) == (120, 90)
    assert (left, top) == (70, 842 - 196)


def test_tables_say_scope_and_spans(rich_file: pikepdf.Pdf) -> None:
    heads = every(rich_file, "TH")
    assert [str(head.A.Scope) for head in heads] == ["/Column"] * 3 + ["/Row"] * 3
    assert int(heads[-1].A.RowSpan) == 2
    assert [int(cell.A.ColSpan) for cell in every(rich_file, "TD") if "/A" in cell] == [2, 2]
    assert str(every(rich_file, "Table")[0].A.Summary) == "Who answered, and how"
    assert [str(which.A.ListNumbering) for which in every(rich_file, "L")] == ["/Decimal", "/Disc"]


def test_passages_in_another_language_say_so(rich_file: pikepdf.Pdf) -> None:
    assert [str(node.Lang) for node in every(rich_file, "Span") if "/Lang" in node] == ["ru", "el"]
    assert str(rich_file.Root.Lang) == "en-GB"


def test_text_that_stands_for_what_is_drawn_is_kept(rich_file: pikepdf.Pdf) -> None:
    assert [str(node.ActualText) for node in every(rich_file, "P") if "/ActualText" in node] == ["average (AVG)"]


def test_links_lead_where_they_say(rich_file: pikepdf.Pdf) -> None:
    away, to_note = rich_file.pages[0].Annots
    assert str(away.A.URI) == "https://example.org/%C3%BC?q=(1)"
    assert str(away.Contents) == "web page"
    assert int(away.F) == 4
    page, kind, _, height, _ = to_note.A.D
    assert (page, kind) == (rich_file.pages[0].obj, "/XYZ")
    assert 0 < float(height) < 842
    [back] = rich_file.pages[2].Annots  # the link that leads nowhere has no annotation
    assert back.A.D[0] == rich_file.pages[0].obj
    assert [str(node.Contents) for node in (to_note, back)] == ["1", "back to the top"]


def test_a_link_that_leads_nowhere_is_no_link(rich_file: pikepdf.Pdf) -> None:
    assert len(every(rich_file, "Link")) == 3
    assert [node.P.S for node in every(rich_file, "Link")] == ["/P", "/Reference", "/Reference"]


def test_a_link_over_two_lines_is_one_element_with_two_annotations(builder: Any, the_faces: Faces) -> None:
    link = builder.open("Link", builder.open("P"))
    for words in ("over two ", "lines"):
        builder.link(link, builder.say(link, words), "mailto:a@example.org")
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        [element] = every(pdf, "Link")
        assert [int(element.K[0])] + [kid.Type for kid in list(element.K)[1:]] == [0, "/OBJR", "/OBJR"]


def test_bookmarks_lead_to_places_and_elements(rich_file: pikepdf.Pdf) -> None:
    with rich_file.open_outline() as outline:
        [top] = outline.root
        assert top.title == "The summit in one view"
        assert [child.title for child in top.children] == ["Provisions — положения"]
    first = rich_file.Root.Outlines.First
    assert first.SE.S == "/H1"
    assert first.First.SE.S == "/H2"
    assert int(rich_file.Root.Outlines.Count) == 2


def test_bookmarks_with_skipped_levels_close_up(builder: Any, the_faces: Faces) -> None:
    from briefgen.layout.placed import Bookmark

    element = builder.add("H1", "x")
    builder.bookmarks += [Bookmark(level=at, text=str(at), page=0, y=80, element=element) for at in (3, 1, 4, 2, 1)]
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf, pdf.open_outline() as outline:
        assert [(entry.title, [child.title for child in entry.children]) for entry in outline.root] == [
            ("3", []),
            ("1", ["4", "2"]),
            ("1", []),
        ]


def test_what_is_no_content_is_an_artifact_of_its_kind(rich_file: pikepdf.Pdf) -> None:
    content = rich_file.pages[0].Contents.read_bytes()
    for kind in (b"Pagination/Subtype/Header", b"Pagination/Subtype/Footer", b"Layout"):
        assert b"/Artifact <</Type/" + kind in content


def test_nothing_is_painted_outside_of_marked_content(rich_file: pikepdf.Pdf) -> None:
    paints = {"Tj", "TJ", "f", "S", "B", "Do"}
    for page in rich_file.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth <= 1
            assert depth == 1 or str(operator) not in paints


def test_an_unknown_role_is_refused(the_faces: Faces) -> None:
    elements = (Element(role="Document", parent=ARTIFACT, order=0), Element(role="Blurb", parent=0, order=1))
    with pytest.raises(ValueError, match="'Blurb' is not a role"):
        write(Pages(pages=(Page(width=9, height=9, pieces=()),), elements=elements), the_faces)


def test_headings_that_skip_a_level_close_up(builder: Any, the_faces: Faces, findings: Any) -> None:
    for level in (2, 4, 4, 1, 3, 3, 2, 3, 6):
        builder.add(f"H{level}", "x")
    data = write(builder.done(), the_faces)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        roles = [str(node.S) for node in walk(pdf.Root.StructTreeRoot.K) if str(node.S).startswith("/H")]
    assert roles == [f"/H{level}" for level in (1, 2, 2, 1, 2, 2, 2, 3, 4)]
    assert findings(data) == {}


def test_roles_of_later_standards_are_mapped(builder: Any, the_faces: Faces, findings: Any) -> None:
    for role in ("Aside", "Title", "FENote"):
        builder.add(role, role)
    builder.add("Em", "stressed", builder.open("P"))
    data = write(builder.done(), the_faces)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        mapped = pdf.Root.StructTreeRoot.RoleMap
        assert {key: str(value) for key, value in mapped.items()} == {
            "/Aside": "/Sect",
            "/Em": "/Span",
            "/FENote": "/Note",
            "/Title": "/P",
        }
    assert findings(data) == {}


def test_trees_of_thousands_of_entries_are_branched(the_faces: Faces, findings: Any) -> None:
    """A parent tree and an ID tree too large for one node are still in order."""
    count = 5000
    elements = [Element(role="Document", parent=ARTIFACT, order=0)]
    pages = []
    for at in range(count // 50):
        for _ in range(50):
            elements.append(Element(role="P", parent=0, order=2 * len(elements), id=f"p{len(elements):x}"))
        mine = range(len(elements) - 50, len(elements))
        runs = [
            TextRun(20, 20 + 9 * row, 9, "x", "SourceSerif4-Regular", 8, "#000000", element, 2 * element + 1)
            for row, element in enumerate(mine)
        ]
        area = LinkArea(20, 10, 9, 9, f"#{elements[1].id}", mine[0], "x") if at % 2 else None
        pages.append(
            Page(width=200, height=480, pieces=(Box(0, 0, 9, 9, fill="#000000"), *runs), links=(area,) if area else ())
        )
    data = write(Pages(pages=tuple(pages), elements=tuple(elements), title="x"), the_faces)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        ids = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        assert len(list(ids)) == count
        assert all(str(ids[f"p{at:x}"].ID) == f"p{at:x}" for at in (1, 63, 64, 65, 4095, 4096, 5000))
        assert len(pdf.pages) == 100
    assert findings(data) == {}
