"""Pages made by hand, with every role there is, so that the writer is tested without the layout."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefgen import Brief
from briefgen.compose.templates import compose
from briefgen.document import Document, Image
from briefgen.layout.fit import fit
from briefgen.layout.fonts import Faces, faces
from briefgen.layout.pages import paginate
from briefgen.layout.placed import (
    ARTIFACT,
    Anchor,
    Bookmark,
    Box,
    Element,
    LinkArea,
    Page,
    Pages,
    Picture,
    TextRun,
)
from briefgen.scene import Scene
from briefgen.theme import load_theme
from briefgen.view import PLAIN as PLAIN_VIEW
from briefgen.view import View
from briefgen.write.pdf import write

SANS, SERIF, ITALIC = "SourceSans3-Regular", "SourceSerif4-Regular", "SourceSerif4-It"


@dataclass(slots=True)
class Builder:
    """Lays out pages as a test asks: each line below the last one, and a rising order."""

    faces: Faces
    elements: list[Element] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    pieces: list[Any] = field(default_factory=list)
    links: list[LinkArea] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    y: float = 80.0
    order: int = 0

    def next(self) -> int:
        self.order += 1
        return self.order

    def open(self, role: str, parent: int = 0, **fields: Any) -> int:
        if not self.elements:
            self.elements.append(Element(role="Document", parent=ARTIFACT, order=0))
        self.elements.append(Element(role=role, parent=parent, order=self.next(), **fields))
        if fields.get("id"):
            self.anchors.append(Anchor(fields["id"], self.y))
        return len(self.elements) - 1

    def say(self, element: int, text: str, *, x: float = 70, down: float = 16, **fields: Any) -> TextRun:
        """Place one line of text in an element."""
        face, size = fields.pop("face", SERIF), fields.pop("size", 11.0)
        width = self.faces.advance(face, text.rstrip(" "), size)
        order = self.next() if element != ARTIFACT else 0
        colour = fields.pop("colour", "#1b1f24")
        run = TextRun(x, self.y, width, text, face, size, colour, element, order, **fields)
        self.pieces.append(run)
        self.y += down
        return run

    def add(self, role: str, text: str, parent: int = 0, **fields: Any) -> int:
        element = self.open(role, parent, **fields)
        self.say(element, text)
        return element

    def box(self, *, down: float = 0, **fields: Any) -> None:
        self.pieces.append(Box(y=self.y, **fields))
        self.y += down

    def link(self, element: int, run: TextRun, target: str) -> None:
        self.links.append(LinkArea(run.x, run.y - 10, run.width, 14, target, element, run.text))

    def end_page(self) -> None:
        page = Page(
            width=595,
            height=842,
            pieces=tuple(self.pieces),
            links=tuple(self.links),
            anchors=tuple(self.anchors),
        )
        self.pages.append(page)
        self.pieces, self.links, self.anchors, self.y = [], [], [], 80.0

    def done(self, **fields: Any) -> Pages:
        if self.pieces or not self.pages:
            self.end_page()
        return Pages(
            pages=tuple(self.pages),
            elements=tuple(self.elements),
            bookmarks=tuple(self.bookmarks),
            **{"title": "A brief", "lang": "en-GB", **fields},
        )


@pytest.fixture(scope="session")
def the_faces() -> Faces:
    return faces(load_theme("default"))


@pytest.fixture
def builder(the_faces: Faces) -> Builder:
    return Builder(the_faces)


@pytest.fixture(scope="session")
def a_builder(the_faces: Faces) -> Builder:
    return Builder(the_faces)


def picture(mode: str = "RGBA", format: str = "PNG", size: tuple[int, int] = (8, 6), **options: Any) -> Image:  # noqa: A002
    from PIL import Image as Pillow

    colours: dict[str, Any] = {
        "RGBA": (200, 30, 40, 90),
        "RGB": (20, 90, 160),
        "L": 90,
        "CMYK": (10, 200, 30, 5),
        "P": 0,
    }
    data = io.BytesIO()
    Pillow.new(mode, size, colours[mode]).save(data, format, **options)
    kind: Any = "image/png" if format == "PNG" else "image/jpeg"
    return Image(data=data.getvalue(), media_type=kind, width=120, height=90)


@pytest.fixture
def make_picture() -> Any:
    return picture


@pytest.fixture(scope="session")
def rich(the_faces: Faces) -> Pages:
    return rich_pages(the_faces)


def rich_pages(the_faces: Faces) -> Pages:
    """Three pages with every role, split parts, links both ways, notes, a picture, languages and furniture."""
    b = Builder(the_faces)
    for page in range(3):
        b.y = 0
        b.box(x=0, width=595, height=6, fill="#12395b")
        b.y = 40
        b.say(ARTIFACT, "A running head", face=SANS, size=8)
        b.y = 80
        (_first, _second, _third)[page](b)
        b.y = 810
        b.box(x=70, width=450, height=0, stroke="#b9c2cc", line=0.5)
        b.y = 820
        b.say(ARTIFACT, f"Page {page + 1} of 3", face=SANS, size=8)
        b.end_page()
    return b.done(
        title="Summit: “strategic” & more",
        subject="What was agreed",
        authors=("A. Writer", "B. Жуков"),
        keywords=("treaty", "Пхеньян"),
        date="2024-06-21",
    )


def _first(b: Builder) -> None:
    h1 = b.add("H1", "The summit in one view", id="top")
    b.bookmarks.append(Bookmark(level=1, text="The summit in one view", page=0, y=70, element=h1))
    p = b.open("P")
    b.say(p, "Words that run to the end of a line and go ", stretch=1.7)
    b.say(p, "on in the next with a divi\u00ad")
    b.say(p, "ded word, 17\u00a0km on, and a ", down=0)
    link = b.open("Link", p, target="https://example.org/ü?q=(1)")
    run = b.say(link, "web page", x=300, colour="#12507b")
    b.link(link, run, "https://example.org/ü?q=(1)")
    b.say(p, " then a note", x=70, down=0)
    reference = b.open("Reference", p, target="#note-a")
    run = b.say(reference, "1", x=160, size=7)
    b.link(reference, run, "#note-a")
    note = b.open("Note", p, id="note-a")
    b.say(p, " and the end of the paragraph.", x=180)
    b.open("Span", p, lang="ru")
    b.say(len(b.elements) - 1, "Владимир Путин ")
    b.open("Span", p, lang="el")
    b.say(len(b.elements) - 1, "Ελλάδα")
    section = b.open("Sect")
    h2 = b.add("H2", "Provisions", section, id="provisions")
    b.bookmarks.append(Bookmark(level=2, text="Provisions — положения", page=0, y=b.y, element=h2))
    outer = b.open("L", section, numbering="Decimal")
    for index in (1, 2):
        item = b.open("LI", outer)
        b.say(b.open("Lbl", item), f"{index}.", down=0)
        body = b.open("LBody", item)
        b.say(b.open("P", body), "An item of the list", x=90)
        if index == 1:
            inner = b.open("L", body, numbering="Disc")
            item = b.open("LI", inner)
            b.say(b.open("Lbl", item), "•", x=90, down=0)
            b.say(b.open("P", b.open("LBody", item)), "nested", x=110)
    aside = b.open("Div", section)
    b.box(x=66, width=460, height=40, fill="#eef3f7", stroke="#12395b", line=0.7, radius=5)
    b.y += 18
    b.say(b.open("P", aside), "In a box", face=SANS)
    quote = b.open("BlockQuote", section)
    split = b.open("P", quote)
    b.say(split, "A quotation that goes ", face=ITALIC)
    b.say(split, "over the page ", face=ITALIC)
    order = b.elements[note].order  # what the note holds is read where its reference stands, not at the foot
    b.elements.append(Element(role="P", parent=note, order=order))
    inside = len(b.elements) - 1
    b.elements.append(Element(role="Lbl", parent=inside, order=order))
    b.y = 780
    b.pieces.append(TextRun(70, b.y, 4, "1 ", SERIF, 8, "#000000", inside + 1, order))
    b.pieces.append(TextRun(80, b.y, 90, "What the note says.", SERIF, 8, "#000000", inside, order + 1))


def _second(b: Builder) -> None:
    split = max(index for index, element in enumerate(b.elements) if element.role == "BlockQuote") + 1
    b.say(split, "to its end.", face=ITALIC)
    table = b.open("Table", summary="Who answered, and how")
    caption = b.open("Caption", table)
    b.say(caption, "Responses")
    head = b.open("TR", b.open("THead", table))
    for at, words in enumerate(("Who", "What", "When")):
        b.say(b.open("P", b.open("TH", head, scope="Column")), words, x=70 + 120 * at, down=0)
    b.y += 20
    body = b.open("TBody", table)
    for who in ("Seoul", "Tokyo"):
        row = b.open("TR", body)
        b.say(b.open("P", b.open("TH", row, scope="Row")), who, down=0)
        b.say(b.open("P", b.open("TD", row, colspan=2)), "condemned it, in June", x=190)
    row = b.open("TR", body)
    b.say(b.open("P", b.open("TH", row, scope="Row", rowspan=2)), "Beijing", down=0)
    b.say(b.open("P", b.open("TD", row)), "kept", x=190, down=0)
    b.open("TD", row)
    b.y += 16
    row = b.open("TR", body)
    b.say(b.open("P", b.open("TD", row)), "silent", x=190, down=0)
    b.say(b.open("P", b.open("TD", row)), "so far", x=310)
    figure = b.open("Figure", alt="A red square, half clear")
    b.pieces.append(Picture(70, b.y, 120, 90, picture(), figure, b.next()))
    b.y += 110
    b.add("Caption", "Figure 1")


def _third(b: Builder) -> None:
    b.add("H2", "Sources", id="source-a")
    p = b.open("P")
    reference = b.open("Reference", p, target="#top")
    run = b.say(reference, "back to the top", colour="#12507b")
    b.link(reference, run, "#top")
    dead = b.open("Link", p, target="#nowhere")
    run = b.say(dead, "leads nowhere")
    b.link(dead, run, "#nowhere")
    b.add("P", "AVG", actual="average (AVG)")
    code = b.open("Code", b.open("P"))
    b.say(code, "a_b(c)\\d", tracking=0.6)
    b.box(x=70, width=20, height=0, stroke="#12395b", line=2)


@pytest.fixture(scope="session")
def rich_pdf(rich: Pages, the_faces: Faces) -> bytes:
    return write(rich, the_faces)


def program(command: str, name: str) -> str:
    """Return the path of a system program, or skip the test with a reason that names it."""
    path = shutil.which(command)
    if path is None:
        pytest.skip(f"needs {name}")
    return path


@pytest.fixture(scope="session")
def need() -> Any:
    return program


# ---------------------------------------------------------------- validators

TOOLS = Path(os.environ.get("BRIEFGEN_TOOLS", Path.home() / ".cache" / "briefgen-tools"))


@pytest.fixture(scope="session")
def findings() -> Any:
    """Return what page-validation finds in a file: the rules of each profile that it breaks."""
    import page

    def find(data: bytes) -> dict[str, list[str]]:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            profiles = {"ua1": page.ValidationProfile.PDF_UA_1, "2a": page.ValidationProfile.PDF_A_2A}
            results = {name: page.validate_pdf(file.name, profile=profile) for name, profile in profiles.items()}
        return {
            name: sorted({f"{failure.rule_id} {failure.message}" for failure in result.failures})
            for name, result in results.items()
            if not result.is_compliant
        }

    return find


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what veraPDF finds in files: by file and profile, the rules that are broken.

    One run holds each file to the profiles that it claims; `claimed=False` holds all files to both, in two runs.
    """
    java, jars = program("java", "veraPDF (Java)"), TOOLS / "verapdf"
    if not jars.is_dir():
        pytest.skip("needs veraPDF (tests/tools/fetch-verapdf)")

    def find(files: dict[str, bytes], *, claimed: bool = True) -> dict[str, dict[str, list[str]]]:
        folder = tmp_path_factory.mktemp("verapdf")
        paths = {str(folder / f"{index}.pdf"): name for index, name in enumerate(files)}
        for path, name in paths.items():
            Path(path).write_bytes(files[name])
        found: dict[str, dict[str, list[str]]] = {name: {} for name in files}
        seen: list[tuple[str, str]] = []
        for profile in ("0",) if claimed else ("ua1", "2a"):
            command = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # half the time for so short a life
            command += ["-cp", f"{jars}/*", "org.verapdf.apps.GreenfieldCliWrapper"]
            command += ["-f", profile, "--format", "text", "-v", *paths]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            for line in done.stdout.splitlines():
                words = line.split()
                if line.startswith(("PASS ", "FAIL ")):
                    name, held_to = paths[words[1]], words[2]
                    seen.append((name, held_to))
                    if words[0] == "FAIL":
                        found[name][held_to] = []
                elif words:
                    found[name][held_to].append(words[-1])
            assert done.stdout, done.stderr
        assert sorted(seen) == sorted((name, profile) for name in files for profile in ("ua1", "2a"))
        return found

    return find


@pytest.fixture(scope="session")
def outloud(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what outloud's conformance layer says of the files that it finds fault with, by name; one run for all."""
    command = TOOLS / "outloud" / "bin" / "outloud"
    if not command.exists():
        pytest.skip("needs outloud (tests/tools/fetch-outloud)")

    def find(files: dict[str, bytes]) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("outloud")
        paths = {name: folder / f"{index}.pdf" for index, name in enumerate(files)}
        for name, path in paths.items():
            path.write_bytes(files[name])
        options = ["--layer", "conformance", "--quiet"]
        done = subprocess.run([command, *paths.values(), *options], capture_output=True, text=True, check=False)
        said = {
            line.split()[1].rstrip(":"): line for line in done.stdout.splitlines() if line[:5] in ("PASS ", "FAIL ")
        }
        assert set(said) == {path.name for path in paths.values()}, done.stdout + done.stderr
        clean = {name: ": 0 error(s), 0 warning(s)" in said[path.name] for name, path in paths.items()}
        return {name: said[path.name] for name, path in paths.items() if not clean[name]}

    return find


# ---------------------------------------------------------------- taking text out


@pytest.fixture(scope="session")
def structure_text() -> Any:
    """Return the text of a file by its structure tree: marked content, decoded by ToUnicode, in order of the tree."""
    return read_structure


@pytest.fixture(scope="session")
def expected_text() -> Any:
    """Return the text of Pages by its elements, in reading order."""

    def expect(pages: Pages) -> str:
        kids: dict[int, list[tuple[int, int, Any]]] = {index: [] for index in range(len(pages.elements))}
        for index, element in enumerate(pages.elements):
            if element.parent != ARTIFACT:
                kids[element.parent].append((element.order, 0, index))
        for page in pages.pages:
            for piece in page.pieces:
                if isinstance(piece, TextRun) and piece.element != ARTIFACT:
                    kids[piece.element].append((piece.order, 1, piece.text))
                elif isinstance(piece, Picture) and isinstance(piece.image, Scene) and piece.element != ARTIFACT:
                    for words in piece.image.words():
                        kids[piece.element] += ((piece.order, 1, run.text) for run in words.runs)

        def say(index: int) -> str:
            inside = sorted(kids[index], key=lambda kid: kid[:1])
            return "".join(what if isinstance(what, str) else say(what) for _, _, what in inside)

        return say(0)

    return expect


@dataclass(slots=True)
class Rendered:
    """A brief on its way: the document that was set, its pages, and the file."""

    document: Document
    pages: Pages
    faces: Faces
    data: bytes


@pytest.fixture(scope="session")
def read(expected_text: Any) -> Any:
    """Render a brief, hold the file's text by its structure to the text of the pages, and return all of it."""

    def render(
        brief: Brief,
        *,
        template: str,
        theme: str = "",
        base: Path | None = None,
        view: View = PLAIN_VIEW,
        pages: int = 0,
    ) -> Rendered:
        document = compose(brief, template, base=base, view=view, theme=theme)
        document = replace(document, pages=pages or document.pages)
        fitted = fit(document, load_theme(theme or document.theme or "default"))
        known = faces(fitted.theme)
        made = paginate(fitted.document, fitted.theme)
        data = write(made, known)
        assert read_structure(data) == expected_text(made)
        return Rendered(fitted.document, made, known, data)

    return render


@dataclass(slots=True)
class Node:
    """An element of the structure tree as `pdfinfo -struct-text` prints it; `kids` are elements and text."""

    role: str
    kids: list[Node | str] = field(default_factory=list)
    numbers: str = ""  # how the list of an item is numbered

    def said(self, *, without: frozenset[str] = frozenset()) -> str:
        """Return the text, without that of elements with these roles, a line for each block."""
        parts = []
        for at, kid in enumerate(self.kids):
            if isinstance(kid, str):
                parts.append(kid)
            elif kid.role == "Lbl" and self.numbers == "None":  # a term, and no number
                parts.append(kid.said(without=without) + "\n")
            elif kid.role not in without and not (kid.role == "Reference" and self._refers_to_note(at)):
                parts.append(kid.said(without=without) + ("" if kid.role in _INLINE_ROLES else "\n"))
        return "".join(parts)

    def _refers_to_note(self, at: int) -> bool:
        following = self.kids[at + 1] if at + 1 < len(self.kids) else None
        return isinstance(following, Node) and following.role == "Note"

    def every(self, role: str) -> list[Node]:
        below = [found for kid in self.kids if isinstance(kid, Node) for found in kid.every(role)]
        return [self, *below] if self.role == role else below


_INLINE_ROLES = frozenset(["Span", "Link", "Reference", "Note", "Quote", "Code", "Em", "Strong"])


@pytest.fixture(scope="session")
def poppler_tree(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the structure tree of a file with its text as poppler reads it."""
    pdfinfo = program("pdfinfo", "poppler")
    path = tmp_path_factory.mktemp("poppler") / "file.pdf"

    def read_tree(data: bytes) -> Node:
        path.write_bytes(data)
        done = subprocess.run([pdfinfo, "-struct-text", path], capture_output=True, check=True)
        assert not done.stderr, done.stderr
        root = Node("")
        open_ones = [(-1, root)]
        lines = iter(done.stdout.decode("utf-8", "replace").split("\n"))
        for line in lines:
            depth = len(line) - len(line.lstrip(" "))
            said = line.lstrip(" ")
            if said.startswith("/ListNumbering"):
                open_ones[-1][1].numbers = said.split("/")[-1]
            if not said or said.startswith(("/", "Object ")):
                continue
            while open_ones[-1][0] >= depth:
                open_ones.pop()
            if said.startswith('"'):
                open_ones[-1][1].kids.append(said[1:-1])
            else:
                node = Node(re.split("[ :]", said)[0])
                node.numbers = open_ones[-1][1].numbers if node.role == "LI" else ""
                open_ones[-1][1].kids.append(node)
                open_ones.append((depth, node))
        return root

    return read_tree


_BLOCK_ROLES = "P H1 H2 H3 H4 Lbl LBody LI TH TD Caption Note Figure"
_BLOCKS = frozenset("/" + role for role in _BLOCK_ROLES.split())


def read_structure(data: bytes, *, end: str = "") -> str:
    """Return the text by the structure tree; `end` is put after each element that is a block."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = {page.objgen: _marked_text(page) for page in pdf.pages}

        def say(node: Any, page: Any) -> str:
            if isinstance(node, int):
                return said[page][node]
            if isinstance(node, pikepdf.Array):
                return "".join(say(kid, page) for kid in node)
            page = node.Pg.objgen if "/Pg" in node else page
            if node.get("/Type") == "/OBJR":
                return ""
            if node.get("/Type") == "/MCR":
                return said[page][int(node.MCID)]
            inside = say(node.K, page) if "/K" in node else ""
            return inside + end if node.get("/S") in _BLOCKS else inside

        return say(pdf.Root.StructTreeRoot.K, None)


def _marked_text(page: Any) -> dict[int, str]:
    """Return the text of each marked content sequence of a page, by MCID."""
    import pikepdf

    said: dict[int, str] = {}
    fonts = {name: _code_map(font) for name, font in page.Resources.Font.items()}
    stack: list[tuple[int | None, str | None]] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                entries = operands[1]
                mcid = int(entries.MCID) if "/MCID" in entries else None
                if mcid is not None:
                    assert mcid not in said
                    said[mcid] = ""
                actual = str(entries.ActualText) if "/ActualText" in entries else None
                open_one = next((one for one, _ in reversed(stack) if one is not None), None)
                target = mcid if mcid is not None else open_one
                if actual is not None and target is not None:
                    said[target] += actual
                stack.append((mcid, actual))
            case "EMC":
                stack.pop()
            case "Tf":
                font = fonts[operands[0]]
            case "Tj" | "TJ":
                assert stack, "text outside of marked content"
                strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                text = "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
                open_one = next((one for one, _ in reversed(stack) if one is not None), None)
                if open_one is not None and all(actual is None for _, actual in stack):
                    said[open_one] += text
    assert not stack
    return said


def _code_map(font: Any) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>\n", cmap)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
