"""Every example in every template, theme and audience: valid for both standards, and its words are the document's."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from briefgen import load, resources
from briefgen.audience.presenting import view_of
from briefgen.audience.profile import load_audience
from briefgen.audience.selection import select
from briefgen.compose.templates import available
from briefgen.document import (
    Attr,
    Blocks,
    Callout,
    Cell,
    Columns,
    Document,
    Figure,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from briefgen.layout.fonts import faces
from briefgen.layout.pages import paginate
from briefgen.plain import plain_blocks
from briefgen.theme import load_theme
from briefgen.write.pdf import write

NO_NOTES = frozenset({"Note", "Lbl", "Figure"})


@pytest.fixture(scope="module")
def rendered(read: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Each example in each template and theme, on the theme's own paper and on Letter; and for each audience."""
    templates = resources.folder("templates")
    themes, readers = (
        [file.stem for file in sorted(templates.glob(f"{kind}/*.toml"))] for kind in ("themes", "audiences")
    )
    folder = tmp_path_factory.mktemp("papers")
    papers = {}
    for theme in themes:
        for size in dict.fromkeys((load_theme(theme).page.size, "Letter")):
            papers[f"{theme} {size}"] = folder / f"{theme}-{size}.toml"
            own = f'name = "{theme}-{size}"\nextends = "{theme}"\n[page]\nsize = "{size}"\n'
            papers[f"{theme} {size}"].write_text(own, "utf-8")
    made: dict[str, Any] = {}
    for path in sorted(resources.folder("examples").glob("*/brief.yaml")):
        brief, name = load(path), path.parent.name
        for template, *_ in available():
            for paper, theme_file in papers.items():
                made[f"{name} {template} {paper}"] = read(
                    brief, template=template, theme=str(theme_file), base=path.parent
                )
        for named in readers:
            reader = load_audience(named)
            selected = select(brief, reader)
            made[f"{name} for {reader.name}"] = read(
                selected,
                template=reader.template or "full",
                theme=reader.theme,
                base=path.parent,
                view=view_of(selected, reader),
                pages=reader.pages,
            )
    assert len(made) >= 2 * (4 * 5 + 8)
    return made


@pytest.fixture(scope="module")
def files(rendered: dict[str, Any]) -> dict[str, bytes]:
    """The files that differ: a template may have its own theme, and some audiences see what others see."""
    names = {one.data: name for name, one in rendered.items()}
    return {name: data for data, name in names.items()}


def test_page_validation_finds_nothing(files: dict[str, bytes], findings: Any) -> None:
    assert {name: findings(data) for name, data in files.items()} == {name: {} for name in files}


@pytest.mark.verapdf
def test_verapdf_finds_nothing(files: dict[str, bytes], verapdf: Any) -> None:
    assert verapdf(files) == {name: {} for name in files}


@pytest.mark.outloud
def test_outloud_finds_nothing(files: dict[str, bytes], outloud: Any) -> None:
    assert outloud(files) == {}


def test_structure_text_holds_the_document_in_its_order(rendered: dict[str, Any], structure_text: Any) -> None:
    """Letter by letter and in order; between them stand only the numbers, labels and notes that layout adds."""
    for name, one in rendered.items():
        said = iter(_letters(structure_text(one.data)))
        for line in plain_blocks(_without_figures(one.document.blocks)).splitlines():
            assert all(letter in said for letter in _letters(line)), (name, line)


def _letters(text: str) -> list[str]:
    return [letter for letter in text.casefold() if not letter.isspace() and letter not in "\u00ad\u200b\u2060"]


@pytest.mark.poppler
def test_poppler_reads_the_words_of_the_document(rendered: dict[str, Any], poppler_tree: Any) -> None:
    once = {one.data: (name, one) for name, one in rendered.items()}  # poppler takes a second for each
    for name, one in once.values():
        tree = poppler_tree(one.data)
        assert _words(tree.said(without=NO_NOTES)) == _words(plain_blocks(_without_figures(one.document.blocks))), name
        notes = [plain_blocks(note.blocks) for note in _every(one.document.blocks, Note)]
        assert [_words(note.said(without=NO_NOTES)) for note in tree.every("Note")] == list(map(_words, notes)), name


@pytest.mark.poppler
def test_poppler_reads_whole_words_where_pages_and_columns_divide_them(poppler_tree: Any, findings: Any) -> None:
    """Notes, tables, columns, boxes and nested lists, all of them longer than a page."""
    document, theme = _divided(), load_theme("default")
    pages = paginate(document, theme)
    assert len(pages.pages) > 8
    data = write(pages, faces(theme))
    assert findings(data) == {}
    tree = poppler_tree(data)
    assert _words(tree.said(without=NO_NOTES)) == _words(plain_blocks(document.blocks))
    notes = [plain_blocks(note.blocks) for note in _every(document.blocks, Note)]
    assert [_words(note.said(without=NO_NOTES)) for note in tree.every("Note")] == list(map(_words, notes))
    assert [len(tree.every(role)) for role in ("Table", "L", "Note")] == [1, 9, 41]  # each is one, however divided


def _words(text: str) -> list[str]:
    return text.replace("\u00ad", "").replace("\u200b", "").casefold().split()


def _every(node: Any, kind: type) -> list[Any]:
    """Return the nodes of a kind in a tree of blocks and inlines, in order."""
    if isinstance(node, tuple):
        return [found for part in node for found in _every(part, kind)]
    if not isinstance(node, Struct):
        return []
    if isinstance(node, Table):  # its fields do not stand in the order of reading
        parts: tuple[Any, ...] = (node.caption, node.head, node.rows)
    else:
        parts = tuple(getattr(node, name) for name in node.__struct_fields__)
    return ([node] if isinstance(node, kind) else []) + _every(parts, kind)


def _without_figures(node: Any) -> Any:
    """Return a tree with figures as their captions: what a drawing says is not in the document's words."""
    if isinstance(node, tuple):
        return tuple(map(_without_figures, node))
    if isinstance(node, Figure):
        return Paragraph(children=node.caption)
    if not isinstance(node, Struct):
        return node
    fields = {name: _without_figures(getattr(node, name)) for name in node.__struct_fields__}
    return replace(node, **fields)


def _divided() -> Document:
    sentence = "The mutual defence commitment of both recommendations and organisations is unprecedented. "

    def para(number: int, count: int = 3, *, note: str = "") -> Paragraph:
        inlines = (Strong(children=(Text(f"Part {number}. "),)), Text(sentence * count))
        said = (Note(blocks=(Paragraph(children=(Text(note),)),)),) if note else ()
        return Paragraph(children=(*inlines, *said))

    def nested(depth: int) -> Blocks:
        items = tuple(
            Item(blocks=(para(at), *(nested(depth - 1) if at == 1 and depth else ())))
            for at in range(8 if depth else 30)
        )
        return (List(items=items, ordered=depth % 2 == 0),)

    rows = tuple(
        Row(cells=(
            Cell(blocks=(para(at, 1),), header="row"),
            Cell(blocks=(para(at, 9 if at == 7 else 2, note="Of the table." if at == 3 else ""),), colspan=2),
        ))
        for at in range(30)
    )  # fmt: skip
    head = Row(cells=tuple(Cell(blocks=(Paragraph(children=(Text(word),)),), header="col") for word in ("A", "B", "C")))
    return Document(
        title="Divided",
        lang="en",
        blocks=(
            Heading(level=1, children=(Text("Divided"),)),
            *(para(at, 8, note=f"Note {at}: {sentence * 2}") for at in range(40)),
            Heading(level=2, children=(Text("Lists in lists"),)),
            *nested(2),
            *(List(items=(Item(blocks=(para(at, 40),)),)) for at in range(6)),
            Table(rows=rows, head=(head,), caption=(Text("All of it"),), summary="Parts, and what they say"),
            Columns(blocks=tuple(para(at, 6) for at in range(30))),
            Callout(blocks=tuple(para(at, 6) for at in range(20)), attr=Attr(classes=("note",))),
        ),
    )


def test_the_same_pages_make_the_same_bytes(rendered: dict[str, Any]) -> None:
    for one in rendered.values():
        assert write(one.pages, one.faces) == one.data
