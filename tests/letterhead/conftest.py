"""Letterheads made here, of many kinds, and the checkers of the rooms docx and pdf."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree
from msgspec.structs import replace

import docx
from briefgen.document import Document
from briefgen.theme import Letterhead, Theme, load_theme

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def room(name: str) -> ModuleType:
    """Return the shared part of another room's tests."""
    path = Path(__file__).parent.parent / name / "conftest.py"
    spec = importlib.util.spec_from_file_location(f"tests_{name}_conftest", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_docx, _pdf = room("docx"), room("pdf")
schema_faults, open_xml_faults, pointing_faults = _docx.schema_faults, _docx.open_xml_faults, _docx.pointing_faults
as_pdf, findings, verapdf, need = _docx.as_pdf, _pdf.findings, _pdf.verapdf, _pdf.need
LOGO = _docx.png(24, 24)


@pytest.fixture(scope="session")
def everything() -> Document:
    return replace(_docx.every_kind(), organisation="The Desk & Co")


@pytest.fixture(scope="session")
def default_theme() -> Theme:
    return load_theme("default")


@pytest.fixture
def pour(tmp_path: Path, default_theme: Theme) -> Callable[..., bytes]:
    """Return what pours a document into a letterhead, given as bytes or as python-docx's document."""
    from briefgen.write.docx import write

    def pour(
        document: Document, paper: Any, *, theme: Theme | None = None, name: str = "paper.docx", **said: Any
    ) -> bytes:
        path = tmp_path / name
        path.write_bytes(paper if isinstance(paper, bytes) else packed(paper))
        return write(document, replace(theme or default_theme, letterhead=Letterhead(docx=str(path), **said)))

    return pour


def packed(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def pack() -> Callable[[Any], bytes]:
    return packed


@pytest.fixture(scope="session")
def changed() -> Callable[..., bytes]:
    """Return what writes a package again with other parts: name -> bytes, or None to leave it out."""

    def change(data: bytes, parts: dict[str, bytes | None]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for name in dict.fromkeys((*source.namelist(), *parts)):
                blob = parts[name] if name in parts else source.read(name)
                if blob is not None:
                    target.writestr(name, blob, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    return change


@pytest.fixture(scope="session")
def parts() -> Callable[[bytes], dict[str, bytes]]:
    def read(data: bytes) -> dict[str, bytes]:
        found: dict[str, bytes] = _docx.parts_of(data)
        return found

    return read


@pytest.fixture(scope="session")
def paragraphs() -> Callable[[bytes], list[tuple[str, str]]]:
    """Return the paragraphs of a file's body in order: name of their style and text."""

    def read(data: bytes) -> list[tuple[str, str]]:
        parts = _docx.parts_of(data)
        styles = etree.fromstring(parts["word/styles.xml"])
        names = {each.get(f"{W}styleId"): each.find(f"{W}name").get(f"{W}val") for each in styles.iter(f"{W}style")}
        normal = (each.get(f"{W}styleId") for each in styles.iter(f"{W}style") if each.get(f"{W}type") == "paragraph")
        default = next(normal)
        found = []
        for paragraph in etree.fromstring(parts["word/document.xml"]).iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            name = names[style.get(f"{W}val") if style is not None else default]
            found.append((name, text_of(paragraph)))
        return found

    return read


def text_of(root: Any) -> str:
    return "".join(each.text or "" for each in root.iter(f"{W}t"))


@pytest.fixture(scope="session")
def texts() -> Callable[[bytes], dict[str, str]]:
    """Return the text of each part that holds some."""

    def read(data: bytes) -> dict[str, str]:
        return {
            name: text_of(etree.fromstring(blob))
            for name, blob in _docx.parts_of(data).items()
            if name.startswith("word/") and name.endswith(".xml")
        }

    return read


# ---------------------------------------------------------------- letterheads


def plain() -> Any:
    """A cover, the brief, an imprint; a logo in the header."""
    paper = docx.Document()
    paper.add_heading("The Institute", 0)
    paper.add_paragraph("A cover line")
    paper.add_paragraph("{{brief}}")
    paper.add_paragraph("An imprint")
    head = paper.sections[0].header.paragraphs[0]
    shape = head.add_run("Head of the house ").add_picture(io.BytesIO(LOGO), height=Pt(20))
    shape._inline.docPr.set("descr", "Logo")
    paper.sections[0].footer.paragraphs[0].text = "Foot of the house"
    return paper


def odd_styles() -> Any:
    """German names that Word does not know, outline levels instead of names, hardly any style of Word's own."""
    paper = docx.Document()
    root = paper.styles.element
    kept = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")
    for style in list(root.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in kept:
            root.remove(style)
    for linked in list(paper.part.numbering_part.element.iter(qn("w:pStyle"))):
        linked.getparent().remove(linked)
    paper.styles["Normal"].paragraph_format.space_after = Pt(0)
    for name, level in (("Haus Titel", None), ("Überschrift 1", None), ("Abschnitt klein", 1)):
        style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = paper.styles["Normal"]
        style.font.size = Pt(14)
        if level is not None:
            style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>'))
    for name in ("Zitat", "Beschriftung", "Fußnotentext", "Bottom Line"):
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = paper.styles["Normal"]
    paper.styles.add_style("Fett", WD_STYLE_TYPE.CHARACTER).font.bold = True
    grid = paper.styles.add_style("Haustabelle", WD_STYLE_TYPE.TABLE)
    grid.base_style = paper.styles["Normal Table"]
    paper.add_paragraph("Vorspann")
    paper.add_paragraph("{{ Brief }}")
    return paper


def many_sections() -> Any:
    """A landscape cover, the brief in a section of its own with first, even and odd heads, two columns after it."""
    paper = plain()
    paper.settings.odd_and_even_pages_header_footer = True
    body = paper.element.body
    first = paper.sections[0]
    first.orientation, first.page_width, first.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    second = paper.add_section(WD_SECTION.NEW_PAGE)
    second.orientation, second.page_width, second.page_height = WD_ORIENT.PORTRAIT, Mm(200), Mm(280)
    second.left_margin = second.right_margin = Mm(30)
    second.different_first_page_header_footer = True
    second.first_page_header.is_linked_to_previous = False
    second.first_page_header.paragraphs[0].text = "First head"
    second.even_page_header.is_linked_to_previous = False
    second.even_page_header.paragraphs[0].text = "Even head"
    marked = next(each for each in body if text_of(each) == "{{brief}}")
    body.remove(marked)
    paper.add_paragraph("Before the brief")
    body.insert(len(body) - 1, marked)
    third = paper.add_section(WD_SECTION.NEW_PAGE)
    third._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    paper.add_paragraph("After the brief")
    return paper


def columned() -> Any:
    """All in two columns."""
    paper = plain()
    paper.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    return paper


def controlled() -> Any:
    """A content control marks the place."""
    paper = plain()
    body = paper.element.body
    at = next(at for at, each in enumerate(body) if text_of(each) == "{{brief}}")
    body[at] = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:tag w:val='brief'/></w:sdtPr><w:sdtContent><w:p><w:pPr>"
        "<w:pStyle w:val='BodyText'/></w:pPr><w:r><w:t>Here.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    return paper


def bookmarked() -> Any:
    """A bookmark marks the place."""
    paper = plain()
    marked = next(each for each in paper.element.body if text_of(each) == "{{brief}}")
    for text in list(marked.iter(qn("w:t"))):
        text.text = "Here."
    marked.insert(0, parse_xml(f"<w:bookmarkStart {nsdecls('w')} w:id='7' w:name='Brief'/>"))
    marked.append(parse_xml(f"<w:bookmarkEnd {nsdecls('w')} w:id='7'/>"))
    return paper


def unmarked() -> Any:
    """A cover and no marked place."""
    paper = docx.Document()
    paper.add_paragraph("A cover line")
    paper.add_paragraph("")
    return paper


def blank() -> Any:
    """Nothing at all, not even a section."""
    paper = docx.Document()
    for each in list(paper.element.body):
        paper.element.body.remove(each)
    return paper


def our_own() -> bytes:
    """A file that briefgen wrote: all ids, names of parts and of bookmarks are the same."""
    from briefgen.write.docx import write

    data: bytes = write(_docx.every_kind(), load_theme("default"))
    return data


KINDS: dict[str, Callable[[], Any]] = {
    "plain": plain,
    "odd styles": odd_styles,
    "many sections": many_sections,
    "columned": columned,
    "a control": controlled,
    "a bookmark": bookmarked,
    "unmarked": unmarked,
    "blank": blank,
    "our own": our_own,
}


@pytest.fixture(scope="session")
def make() -> Callable[[str], Any]:
    return lambda name: KINDS[name]()


@pytest.fixture(params=KINDS)
def paper(request: pytest.FixtureRequest) -> Any:
    return KINDS[request.param]()


@pytest.fixture(scope="session")
def logo() -> bytes:
    return bytes(LOGO)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], bytes]:
    """Return LibreOffice's conversion of a text file of some kind to another."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    number = iter(range(1000))

    def convert(text: str, kind: str, target: str) -> bytes:
        path = folder / f"{next(number)}.{kind}"
        path.write_text(text, encoding="utf-8")
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        ending = target.partition(":")[0]
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return path.with_suffix(f".{ending}").read_bytes()

    return convert
