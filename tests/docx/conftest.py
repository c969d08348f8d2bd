"""Documents of every kind of node, and the checkers that the tests of this room share."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from briefgen.document import (
    Attr,
    Break,
    Callout,
    Cell,
    Cite,
    Code,
    Columns,
    Definition,
    Definitions,
    Document,
    Emph,
    Field,
    Figure,
    Heading,
    Image,
    Item,
    Link,
    List,
    Mark,
    Note,
    Paragraph,
    Quote,
    Row,
    Rule,
    Running,
    Section,
    Span,
    Strong,
    Sub,
    Super,
    Table,
    Text,
)
from briefgen.theme import Theme, load_theme

SCHEMAS = Path(__file__).parent / "xsd"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def t(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def p(*inlines: object, **attr: object) -> Paragraph:
    children = tuple(Text(each) if isinstance(each, str) else each for each in inlines)
    return Paragraph(children=children, attr=Attr(**attr))


def h(level: int, text: str, **attr: object) -> Heading:
    return Heading(level=level, children=t(text), attr=Attr(**attr))


def note(text: str, *more: str, **attr: object) -> Note:
    return Note(blocks=tuple(p(each) for each in (text, *more)), attr=Attr(**attr))


def png(width: int = 4, height: int = 2) -> bytes:
    rows = b"".join(b"\0" + b"\x12\x39\x5b" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def items(*blocks: object) -> tuple[Item, ...]:
    return tuple(Item(blocks=each if isinstance(each, tuple) else (each,)) for each in blocks)


@pytest.fixture(scope="session")
def theme() -> Theme:
    return load_theme("default")


@pytest.fixture(scope="session")
def everything() -> Document:
    """A document with every kind of block and inline, nested as they come."""
    return every_kind()


def every_kind() -> Document:
    table = Table(
        head=(
            Row(cells=tuple(Cell(blocks=(p(each),), header="col") for each in ("Actor", "Stance", "Likelihood"))),
            Row(cells=(Cell(blocks=(p("all"),), header="col", colspan=2), Cell(blocks=(p("of three"),), header="col"))),
        ),
        rows=(
            Row(
                cells=(
                    Cell(blocks=(p("Seoul"),), header="row", rowspan=2),
                    Cell(blocks=(p("Protests ", note("Statement of the ministry.")),)),
                    Cell(blocks=(p("likely"),), align="end"),
                )
            ),
            Row(cells=(Cell(blocks=(List(items=items(p("one"), p("two"))),)), Cell(blocks=(p("unlikely"),)))),
            Row(cells=(Cell(blocks=(p("spanning all"),), colspan=3, align="center"),)),
        ),
        caption=t("Who says what"),
        summary="Each actor with its stance and how likely it is",
        attr=Attr(id="table-1"),
    )
    body = (
        p("Flash analysis", classes=("kicker",)),
        h(1, "The summit — 김정은 and Путин", id="top"),
        p("What was agreed and what it means", classes=("subtitle",)),
        p("By the desk, June 2024", classes=("byline",)),
        Callout(
            blocks=(h(2, "Bottom line"), p("A pact ", Strong(children=t("binds")), " both."), p("Second paragraph.")),
            attr=Attr(classes=("bottom-line",)),
        ),
        h(2, "What was agreed"),
        p(
            "Plain, ",
            Emph(children=t("emphatic")),
            ", ",
            Strong(children=(Text("strong and "), Emph(children=t("both")))),
            ", ",
            Code(text="code_1"),
            " H",
            Sub(children=t("2")),
            "O, x",
            Super(children=t("2")),
            ", ",
            Span(children=t("a label"), attr=Attr(classes=("label",))),
            ", ",
            Link(target="https://example.org/a?b=c&d=e", children=t("a link"), title="Tool tip"),
            ", ",
            Link(target="#table-1", children=t("the table")),
            ", ",
            Link(target="#nowhere", children=t("nothing")),
            Break(),
            "after a break",
            note("First note.", "Its second paragraph."),
            note("Second note, with ", id="n2"),
            ". ",
            Cite(target="source-1", children=t("The article")),
            " ",
            Mark(label="TLP:AMBER"),
            " soft\u00adhyphen, no\u2011break, no\u00a0space.",
        ),
        p("Bonjour le monde", lang="fr"),
        p("مرحبا بالعالم 2024", lang="ar"),
        p("Names: 김정은, Путин, 岸田文雄, 尹錫悦, 习近平, مرحبا, שלום."),
        Section(
            blocks=(
                h(2, "Lists"),
                List(
                    items=items(
                        p("first"),
                        (p("second"), List(items=items(p("nested a"), p("nested b")), ordered=True)),
                        (p("third"), p("continued")),
                        (List(items=items(p("only a list"))),),
                    )
                ),
                List(items=items(p("five"), p("six")), ordered=True, start=5),
                List(items=items(p("one"), p("two")), ordered=True),
                Definitions(
                    entries=(
                        Definition(term=t("To"), blocks=(p("The minister"),)),
                        Definition(term=t("From"), blocks=(p("The desk"), p("and its head"))),
                    )
                ),
                Definitions(
                    entries=(
                        Definition(term=t("A term that is much too long to stand beside it"), blocks=(p("Meaning"),)),
                    )
                ),
            ),
            attr=Attr(id="lists"),
        ),
        Quote(blocks=(p("Words of somebody else."), p("And more."))),
        Callout(blocks=(p("A caveat."), List(items=items(p("with"), p("a list")))), attr=Attr(classes=("note",))),
        Callout(blocks=(p("Another."), Quote(blocks=(p("quoted"),)), table), attr=Attr(classes=("note",))),
        table,
        Table(rows=(Row(cells=(Cell(blocks=(p("no head"),)), Cell(blocks=()))),), widths=(0.25, 0.75)),
        Figure(
            image=Image(data=png(), media_type="image/png", width=200, height=100),
            alt="A blue rectangle",
            caption=t("A figure"),
        ),
        h(2, "Columns"),
        Columns(blocks=(h(3, "Left"), p("column text " * 30), h(3, "Right"), p("more text " * 30)), count=2),
        h(2, "After the columns"),
        Rule(),
        p("Kept together.", keep=True),
        Rule(attr=Attr(classes=("page",))),
        h(2, "Sources"),
        p("The article, 20 June 2024", id="source-1"),
        Columns(blocks=(p("ends in columns"),), count=2),
    )
    return Document(
        blocks=body,
        title="The summit — 김정은 & Путин <x>",
        lang="en-GB",
        subject="A pact",
        authors=("The desk", "A. N. Other"),
        keywords=("pact", "summit"),
        date="2024-06-21",
        header=Running(start=t("The summit"), end=(Mark(label="TLP:CLEAR"),)),
        footer=Running(start=t("The desk"), center=t("draft"), end=(Field("page"), Text(" of "), Field("pages"))),
        first_header=Running(end=(Mark(label="TLP:CLEAR"),)),
    )


# ---------------------------------------------------------------- checkers


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def parts() -> Callable[[bytes], dict[str, bytes]]:
    return parts_of


@pytest.fixture(scope="session")
def schema_faults() -> Callable[[bytes], list[str]]:
    """Return a check of every part of a package against the schemas of ECMA-376, transitional."""
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas in tests/docx/xsd are not there")
    word = etree.XMLSchema(etree.parse(str(SCHEMAS / "wml.xsd")))
    types = etree.XMLSchema(etree.parse(str(SCHEMAS / "opc-contentTypes.xsd")))
    relations = etree.XMLSchema(etree.parse(str(SCHEMAS / "opc-relationships.xsd")))
    extended = etree.XMLSchema(etree.parse(str(SCHEMAS / "shared-documentPropertiesExtended.xsd")))

    def check(data: bytes) -> list[str]:
        found = []
        for name, blob in parts_of(data).items():
            schema = (
                types
                if name == "[Content_Types].xml"
                else relations
                if name.endswith(".rels")
                else extended
                if name == "docProps/app.xml"
                else word
                if name.startswith("word/") and name.endswith(".xml")
                else None
            )
            if schema is None:
                continue
            root = _strip_ignorable(etree.fromstring(blob))
            if not schema.validate(root):
                found += [f"{name}:{each.line}: {each.message}" for each in schema.error_log]
        return found

    return check


def _strip_ignorable(root: etree._Element) -> etree._Element:
    spaces = {root.nsmap[prefix] for prefix in root.attrib.pop(f"{{{MC}}}Ignorable", "").split()}
    for element in list(root.iter(etree.Element)):
        for name in list(element.attrib):
            if etree.QName(name).namespace in spaces:
                del element.attrib[name]
        if etree.QName(element).namespace in spaces:
            element.getparent().remove(element)
    return root


def tools_folder() -> Path:
    return Path(os.environ.get("BRIEFGEN_TOOLS", Path.home() / ".cache" / "briefgen-tools"))


@pytest.fixture(scope="session")
def open_xml_faults(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[str]]:
    """Return a check by the Open XML SDK."""
    program = tools_folder() / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
    if not program.exists() or shutil.which("node") is None:
        pytest.skip("the Open XML validator is not installed")
    folder = tmp_path_factory.mktemp("openxml")

    def check(data: bytes) -> list[str]:
        path = folder / "checked.docx"
        path.write_bytes(data)
        run = subprocess.run([str(program), str(path)], capture_output=True, text=True, timeout=120)
        answer = json.loads(run.stdout)
        return [f"{each['path']}: {each['description']}" for each in answer["errors"]] if not answer["ok"] else []

    return check


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """Return LibreOffice's conversion to PDF."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    profile = folder / "profile"
    number = iter(range(1000))

    def convert(data: bytes) -> Path:
        path = folder / f"{next(number)}.docx"
        path.write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return path.with_suffix(".pdf")

    return convert


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def own_faults(data: bytes) -> list[str]:
    """Return what schemas and the Open XML SDK do not see: what points to nothing, and what a reader would miss."""
    parts = parts_of(data)
    roots = {name: etree.fromstring(blob) for name, blob in parts.items() if name.endswith((".xml", ".rels"))}
    stories = {name: root for name, root in roots.items() if name.startswith("word/") and "rels" not in name}
    return [
        *_style_faults(stories),
        *_anchor_faults(stories),
        *_relationship_faults(parts, roots),
        *_numbering_faults(stories),
        *_note_faults(stories),
        *_reader_faults(stories),
    ]


def _style_faults(stories: dict[str, etree._Element]) -> list[str]:
    styles = stories["word/styles.xml"]
    kinds = {each.get(f"{W}styleId"): each.get(f"{W}type") for each in styles.iter(f"{W}style")}
    found = []
    names = [each.find(f"{W}name").get(f"{W}val").lower() for each in styles.iter(f"{W}style")]
    found += [f"two styles are named {name}" for name in set(names) if names.count(name) > 1]
    if len(kinds) != len(names):
        found.append("two styles have one id")
    wanted = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    for part, root in stories.items():
        for tag, kind in wanted.items():
            for each in root.iter(f"{W}{tag}"):
                if kinds.get(each.get(f"{W}val")) != kind:
                    found.append(f"{part}: {tag} {each.get(f'{W}val')} is no {kind} style")
    for each in styles.iter(f"{W}basedOn", f"{W}next"):
        if each.get(f"{W}val") not in kinds:
            found.append(f"a style is based on {each.get(f'{W}val')}, which is not there")
    return found


def _anchor_faults(stories: dict[str, etree._Element]) -> list[str]:
    starts = [each for root in stories.values() for each in root.iter(f"{W}bookmarkStart")]
    ends = [each for root in stories.values() for each in root.iter(f"{W}bookmarkEnd")]
    names = [each.get(f"{W}name") for each in starts]
    found = [f"two bookmarks are named {name}" for name in set(names) if names.count(name) > 1]
    found += [f"the bookmark name {name!r} is not one of Word's" for name in names if len(name) > 40 or " " in name]
    if sorted(each.get(f"{W}id") for each in starts) != sorted(each.get(f"{W}id") for each in ends):
        found.append("a bookmark begins that does not end, or the other way round")
    if len({each.get(f"{W}id") for each in starts}) != len(starts):
        found.append("two bookmarks have one number")
    for root in stories.values():
        for each in root.iter(f"{W}hyperlink"):
            anchor = each.get(f"{W}anchor")
            if anchor is None and each.get(f"{R}id") is None:
                found.append("a link leads nowhere")
            if anchor is not None and anchor not in names:
                found.append(f"a link leads to {anchor}, which is not there")
    return found


def _relationship_faults(parts: dict[str, bytes], roots: dict[str, etree._Element]) -> list[str]:
    found = []
    for name, root in roots.items():
        if name.endswith(".rels"):
            base = name.replace("_rels/", "").removesuffix(".rels")
            folder = base.rpartition("/")[0]
            for each in root:
                target = each.get("Target")
                path = os.path.normpath(f"{folder}/{target}").lstrip("/") if target[0] != "/" else target[1:]
                if each.get("TargetMode") != "External" and path not in parts:
                    found.append(f"{name}: {target} is not there")
            continue
        rels = roots.get(f"{name.rpartition('/')[0]}/_rels/{name.rpartition('/')[2]}.rels")
        ids = {each.get("Id") for each in rels} if rels is not None else set()
        for each in root.iter(etree.Element):
            for key, value in each.attrib.items():
                if key.startswith(R) and value not in ids:
                    found.append(f"{name}: relationship {value} is not there")
    return found


def _numbering_faults(stories: dict[str, etree._Element]) -> list[str]:
    numbering = stories["word/numbering.xml"]
    patterns = {each.get(f"{W}abstractNumId") for each in numbering.iter(f"{W}abstractNum")}
    lists = {each.get(f"{W}numId"): each for each in numbering.iter(f"{W}num")}
    found = [
        f"list {number} has no pattern"
        for number, each in lists.items()
        if each.find(f"{W}abstractNumId").get(f"{W}val") not in patterns
    ]
    for root in stories.values():
        found += [
            f"list {each.get(f'{W}val')} is not there"
            for each in root.iter(f"{W}numId")
            if each.get(f"{W}val") not in lists
        ]
    return found


def _note_faults(stories: dict[str, etree._Element]) -> list[str]:
    referred = [each.get(f"{W}id") for each in stories["word/document.xml"].iter(f"{W}footnoteReference")]
    part = stories.get("word/footnotes.xml")
    there = [each.get(f"{W}id") for each in part if each.get(f"{W}type") is None] if part is not None else []
    return [] if referred == there else [f"notes {there} are there, but {referred} are referred to"]


def _reader_faults(stories: dict[str, etree._Element]) -> list[str]:
    """Return what a screen reader, or a check of accessibility, would stumble over."""
    found = []
    styles = {each.get(f"{W}styleId"): each for each in stories["word/styles.xml"].iter(f"{W}style")}
    last = 0
    for paragraph in stories["word/document.xml"].iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled = styles.get(style.get(f"{W}val")) if style is not None else None
        outline = styled.find(f"{W}pPr/{W}outlineLvl") if styled is not None else None
        if outline is not None:
            level = int(outline.get(f"{W}val")) + 1
            if level > last + 1:
                found.append(f"a heading of level {level} follows one of level {last}")
            last = level
    numbers = []
    for name, root in stories.items():
        for drawing in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            numbers.append(drawing.get("id"))
            decorative = any(etree.QName(each).localname == "decorative" for each in drawing.iter(etree.Element))
            if not drawing.get("descr") and not decorative:
                found.append(f"{name}: a picture has no alternative text")
        for table in root.iter(f"{W}tbl"):
            widths = [int(each.get(f"{W}w")) for each in table.findall(f"{W}tblGrid/{W}gridCol")]
            if int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) != sum(widths):
                found.append(f"{name}: a table is not as wide as its columns")
            for row in table.findall(f"{W}tr"):
                column = 0
                for cell in row.findall(f"{W}tc"):
                    span = cell.find(f"{W}tcPr/{W}gridSpan")
                    count = int(span.get(f"{W}val")) if span is not None else 1
                    if int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) != sum(widths[column : column + count]):
                        found.append(f"{name}: a cell is not as wide as its columns")
                    column += count
                    if cell[-1].tag != f"{W}p":
                        found.append(f"{name}: a cell does not end with a paragraph")
                if column != len(widths):
                    found.append(f"{name}: a row has {column} of {len(widths)} columns")
    if len(set(numbers)) != len(numbers):
        found.append("two pictures have one number")
    if stories["word/settings.xml"].find(f"{W}zoom").get(f"{W}percent") != "100":
        found.append("the zoom is not said")
    lang = stories["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if lang is None or not all(lang.get(f"{W}{name}") for name in ("val", "eastAsia", "bidi")):
        found.append("the language is not said")
    return found


@pytest.fixture(scope="session")
def pointing_faults() -> Callable[[bytes], list[str]]:
    return own_faults


@pytest.fixture(scope="session")
def make_everything() -> Callable[[], Document]:
    return every_kind


@pytest.fixture(scope="session")
def small_png() -> bytes:
    return png()
