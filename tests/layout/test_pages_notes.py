"""Notes stand at the foot of the page that holds their number, and in the tree right after it."""

from __future__ import annotations

from types import SimpleNamespace

from briefgen.document import Attr, Cell, Columns, Heading, Note, Paragraph, Row, Text
from briefgen.layout.placed import ARTIFACT, Box


def numbers(pages):
    """By note: the pages of its number, and those of its text."""
    found: dict[str, tuple[set[int], set[int]]] = {}
    for at, page in enumerate(pages.pages):
        for anchor in page.anchors:
            if anchor.id.startswith("note-ref-"):
                found.setdefault(anchor.id[9:], (set(), set()))[0].add(at)
            elif anchor.id.startswith("note-"):
                found.setdefault(anchor.id[5:], (set(), set()))[1].add(at)
    return found


def test_each_note_begins_on_the_page_of_its_number(make: SimpleNamespace) -> None:
    source = make.document(*(make.para(40, make.note(12 + at % 9)) for at in range(90)))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    found = numbers(pages)
    assert len(found) == 90
    assert all(where == text for where, text in found.values())


def test_a_note_follows_its_reference_in_the_tree_and_links_lead_both_ways(make: SimpleNamespace) -> None:
    pages = make.paginate(make.document(make.para("Text", make.note("Said so."), Text(" goes on."))))
    assert [element.role for element in pages.elements] == [
        "Document",
        "P",
        "Reference",
        "Link",
        "Note",
        "Lbl",
        "Link",
    ]
    assert [(run.text, pages.elements[run.element].role) for run in make.texts(pages.pages[0])] == [
        ("Text", "P"),
        ("1", "Link"),
        ("1", "Link"),
        ("Said so.", "Note"),
        (" goes on.", "P"),
    ]
    there, back = pages.pages[0].links
    assert (there.target, back.target) == ("#note-1", "#note-ref-1")
    assert pages.elements[4].id == "note-1"
    assert make.texts(pages.pages[0])[3].y > pages.pages[0].height - 72 - 12
    rules = [piece for piece in pages.pages[0].pieces if isinstance(piece, Box)]
    assert len(rules) == 1


def test_notes_work_in_headings_boxes_cells_captions_and_columns(make: SimpleNamespace) -> None:
    source = make.document(
        Heading(level=2, children=(Text("Heading"), make.note("of the heading"))),
        make.callout(make.para("In a box", make.note("of the box"))),
        make.table(
            [make.row((make.para("Cell", make.note("of the cell")),), "x")],
            caption=(Text("Caption"), make.note("of the caption")),
        ),
        Columns(blocks=(make.para("In columns", make.note("of the columns")), make.para("and more"))),
        Columns(blocks=(make.para("plain"), make.para("plain"))),
    )
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    found = " ".join(make.lines(pages.pages[0]))
    places = [found.index(f"of the {name}") for name in ("heading", "box", "caption", "cell", "columns")]
    assert places == sorted(places)


def test_a_long_note_goes_on_overleaf_and_leaves_no_line_alone(make: SimpleNamespace) -> None:
    filler = [make.para(60) for _ in range(9)]
    long = Note(blocks=tuple(make.para(70) for _ in range(4)))
    source = make.document(*filler, make.para(30, long), *filler)
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    element = next(at for at, one in enumerate(pages.elements) if one.role == "Note")
    for number, (where, _) in numbers(pages).items():
        assert number == "1"
        assert len(where) == 1
    inside = {at for at, one in enumerate(pages.elements) if one.parent == element and one.role == "P"}
    for paragraph in inside:
        counts = [len({run.y for run in make.texts(page) if run.element == paragraph}) for page in pages.pages]
        assert all(count != 1 for count in counts) or sum(counts) == 1


def test_a_note_of_three_pages_is_set_whole_beside_the_text(make: SimpleNamespace) -> None:
    long = Note(blocks=tuple(make.para(120) for _ in range(30)))
    source = make.document(make.para("Here", long), *(make.para(60, make.note(10)) for _ in range(30)))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    assert len(pages.pages) < 12
    only = make.document(make.para("Here", long))
    pages = make.paginate(only)
    make.hold(only, pages, make.theme)
    assert len(pages.pages) == 3 or len(pages.pages) == 4


def test_notes_of_a_repeated_head_appear_once(make: SimpleNamespace) -> None:
    head = Row(cells=(Cell(blocks=(make.para("Head", make.note("once")),), header="col"), make.cell("Other")))
    pages = make.paginate(make.document(make.table([make.row(20, 20) for _ in range(60)], (head,))))
    assert len(pages.pages) > 2
    found = [line for page in pages.pages for line in make.lines(page) if "once" in line]
    assert len(found) == 1
    shown = [
        piece for page in pages.pages for piece in page.pieces if getattr(piece, "text", "") == "Head"
    ]  # fmt: skip
    assert len(shown) == len(pages.pages)
    assert [piece.element == ARTIFACT for piece in shown] == [False] + [True] * (len(shown) - 1)


def test_notes_to_notes_follow_them(make: SimpleNamespace) -> None:
    inner = make.note("the inner one")
    outer = Note(blocks=(Paragraph(children=(Text("the outer one"), inner)),))
    source = make.document(make.para("Text", outer, Text(", more"), make.note("the last one")))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    assert make.lines(pages.pages[0])[-4:] == ["2", "1the outer one", "2the inner one", "3the last one"]


def test_ids_of_notes_keep_clear_of_the_documents_own(make: SimpleNamespace) -> None:
    source = make.document(make.para("Text", make.note("a note"), id="note-1"))
    ids = [anchor.id for anchor in make.paginate(source).pages[0].anchors]
    assert len(ids) == len(set(ids)) == 3


def test_the_comma_between_two_notes_belongs_to_the_second_reference(make: SimpleNamespace) -> None:
    source = make.document(make.para("Text", make.note("a"), make.note("b"), Text(" end")))
    pages = make.paginate(source)
    comma = next(run for run in make.texts(pages.pages[0]) if run.text == ",")
    assert pages.elements[comma.element].role == "Reference"
    make.hold(source, pages, make.theme)


def test_a_note_within_a_link_does_not_stand_inside_it(make: SimpleNamespace) -> None:
    from briefgen.document import Link

    link = Link(target="https://example.org", children=(Text("one "), Text("two"), make.note("n"), Text(" three")))
    source = make.document(make.para("A ", link), make.para("x", id=""), Paragraph(children=(link,), attr=Attr()))
    pages = make.paginate(source)
    make.hold(source, pages, make.theme)
    for element in pages.elements:
        if element.role == "Reference":
            assert pages.elements[element.parent].role == "P"
