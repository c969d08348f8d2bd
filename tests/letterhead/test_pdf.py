"""A PDF letterhead stands behind the pages, in a file that is still PDF/UA-1 and PDF/A-2a, or it is refused."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefgen import resources
from briefgen.document import Document, Heading, Paragraph, Rule, Running, Text
from briefgen.errors import ThemeError
from briefgen.layout.fonts import faces
from briefgen.layout.pages import paginate
from briefgen.theme import Theme, load_theme
from briefgen.write.pdf import write

A4 = (595.2756, 841.8898)
PAGE = Rule(attr=replace(Heading(level=1, children=()).attr, classes=("page",)))


def p(text: str) -> Paragraph:
    return Paragraph(children=(Text(text),))


BRIEF = Document(
    blocks=(Heading(level=1, children=(Text("A brief"),)), p("One."), PAGE, p("Two."), PAGE, p("Three.")),
    title="A brief",
    lang="en-GB",
    footer=Running(start=(Text("Running foot"),)),
)


@pytest.fixture(scope="session")
def theme() -> Theme:
    return load_theme("default")


@pytest.fixture
def set_on(tmp_path: Path, theme: Theme) -> Callable[..., bytes]:
    """Return what sets a document on a letterhead."""

    def set_on(paper: bytes, document: Document = BRIEF, name: str = "paper.pdf") -> bytes:
        path = tmp_path / name
        path.write_bytes(paper)
        return write(paginate(document, theme), faces(theme), letterhead=str(path))

    return set_on


def font() -> str:
    name = "SourceSans3-Regular"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(resources.folder("templates") / "fonts" / f"{name}.ttf")))
    return name


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: Any) -> bytes:
    """Draw pages with reportlab; its font is embedded."""
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=size, initialFontName=font(), invariant=1, **options)
    for page in pages:
        canvas.setFont(font(), 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def head(text: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.3, 0.4)
        canvas.rect(0, 830, 596, 12, stroke=0, fill=1)
        canvas.drawString(64, 805, text)

    return draw


def rich(canvas: Canvas) -> None:
    """Draw what PDF/A-2 has: transparency, shadings, pictures with masks, tiles, states in states."""
    from PIL import Image

    head("Rich häder €")(canvas)
    for mode, colour in (("RGBA", (200, 30, 40, 90)), ("L", 90), ("RGB", (20, 90, 160)), ("P", 3)):
        canvas.drawImage(ImageReader(Image.new(mode, (6, 6), colour)), 400, 780, 20, 20, mask="auto")
    jpeg = io.BytesIO()
    Image.new("RGB", (8, 8), (1, 200, 3)).save(jpeg, "JPEG")
    canvas.drawImage(ImageReader(jpeg), 430, 780, 20, 20)
    canvas.saveState()
    canvas.setFillAlpha(0.4)
    canvas.setStrokeAlpha(0.5)
    canvas.circle(300, 790, 20, fill=1)
    canvas.restoreState()
    from reportlab.lib.colors import blue, red

    canvas.linearGradient(500, 780, 540, 800, (red, blue), extend=False)
    canvas.beginForm("inner")
    canvas.drawString(480, 805, "In a form")
    canvas.endForm()
    canvas.doForm("inner")
    canvas.linkURL("https://example.org", (0, 0, 50, 50))
    canvas.bookmarkPage("here")


@pytest.fixture(scope="session")
def papers() -> dict[str, bytes]:
    return {
        "two pages": drawn(head("First"), head("Further")),
        "one page": drawn(head("Only")),
        "three pages": drawn(head("First"), head("Further"), head("Never shown")),
        "rich": drawn(rich, head("Plain")),
        "turned": turned(drawn(lambda canvas: canvas.drawString(64, 550, "Turned"), size=(A4[1], A4[0]))),
        "moved": moved(drawn(head("Moved"))),
        "rounded": drawn(head("Rounded"), size=(595, 842)),
        "empty": drawn(lambda canvas: None),
    }


def changed(paper: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(paper))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turned(paper: bytes) -> bytes:
    return changed(paper, lambda writer: writer.pages[0].rotate(90) and None)


def moved(paper: bytes) -> bytes:
    """Let the page's origin stand elsewhere."""

    def move(writer: PdfWriter) -> None:
        page = writer.pages[0]
        box = ArrayObject([FloatObject(each) for each in (-20, -30, A4[0] - 20, A4[1] - 30)])
        page[NameObject("/MediaBox")] = page[NameObject("/CropBox")] = box
        from pypdf import Transformation

        page.add_transformation(Transformation().translate(-20, -30))

    return changed(paper, move)


# ---------------------------------------------------------------- standing behind


def test_page_validation_finds_nothing(papers: dict[str, bytes], set_on: Any, findings: Any) -> None:
    assert {name: findings(set_on(paper)) for name, paper in papers.items()} == {name: {} for name in papers}


@pytest.mark.verapdf
def test_verapdf_finds_nothing(papers: dict[str, bytes], set_on: Any, verapdf: Any) -> None:
    files = {name: set_on(paper) for name, paper in papers.items()}
    assert verapdf(files) == {name: {} for name in files}


@pytest.mark.qpdf
def test_qpdf_finds_no_fault(papers: dict[str, bytes], set_on: Any, need: Any, tmp_path: Path) -> None:
    for name, paper in papers.items():
        path = tmp_path / "file.pdf"
        path.write_bytes(set_on(paper))
        done = subprocess.run([need("qpdf", "qpdf"), "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (name, done.stdout + done.stderr)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("two pages", ["First", "Further", "Further"]),
        ("one page", ["Only", "Only", "Only"]),
        ("three pages", ["First", "Further", "Further"]),
    ],
)
def test_the_first_page_has_its_own_and_all_others_the_second(
    name: str, wanted: list[str], papers: dict[str, bytes], set_on: Any
) -> None:
    pages = PdfReader(io.BytesIO(set_on(papers[name]))).pages
    said = [page.extract_text() for page in pages]
    assert [next(word for word in ("First", "Further", "Only", "Never") if word in text) for text in said] == wanted
    assert [next(word for word in ("One.", "Two.", "Three.") if word in text) for text in said]


def test_the_letterhead_is_an_artifact_and_no_part_of_what_is_read(papers: dict[str, bytes], set_on: Any) -> None:
    data = set_on(papers["rich"])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
        assert re.match(rb"/Artifact <</Type/Background/BBox\[0 0 595.28 841.89\]>>BDC\nq .* /B1 Do Q\nEMC\n", code)
        for page in pdf.pages:
            for background in (each for name, each in page.Resources.XObject.items() if name.startswith("/B")):
                for stream in (background, *background.Resources.get("/XObject", {}).values()):
                    if stream.Subtype == "/Form":
                        assert b"BDC" not in stream.read_bytes()
                    assert not {"/StructParents", "/StructParent", "/Metadata", "/OC"} & set(stream.keys())
    alone = set_on(papers["empty"])
    sizes = []
    for each in (data, alone):
        with pikepdf.open(io.BytesIO(each)) as pdf:
            sizes.append(len(pdf.Root.StructTreeRoot.ParentTree.Nums))
    assert sizes[0] == sizes[1]


@pytest.mark.poppler
@pytest.mark.parametrize("name", ["two pages", "turned", "moved"])
def test_it_stands_where_it_was_drawn(
    name: str, papers: dict[str, bytes], set_on: Any, need: Any, tmp_path: Path
) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(set_on(papers[name]))
    command = [need("pdftotext", "poppler"), "-bbox", "-l", "1", path, "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    word = {"two pages": "First", "turned": "Turned", "moved": "Moved"}[name]
    found = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>{word}<', said)
    assert found is not None
    x, y = float(found[1]), float(found[2])
    if name == "turned":  # drawn at (64, 550) on a page on its side, which is turned clockwise
        assert abs(y - 64) < 3
        assert 540 < x < 560
    else:
        assert abs(x - 64) < 1
        assert 20 < y < 40


def test_the_same_bytes_come_out_twice(papers: dict[str, bytes], set_on: Any) -> None:
    assert set_on(papers["rich"]) == set_on(papers["rich"], name="other.pdf")


def test_a_theme_with_a_letterhead_reaches_the_file(tmp_path: Path, papers: dict[str, bytes]) -> None:
    import briefgen

    (tmp_path / "paper.pdf").write_bytes(papers["two pages"])
    text = 'name = "house"\nextends = "default"\n[letterhead]\npdf = "paper.pdf"\n'
    (tmp_path / "house.toml").write_text(text, encoding="utf-8")
    data = briefgen.render(briefgen.load(briefgen.example()), theme=str(tmp_path / "house.toml")).data
    assert "Further" in PdfReader(io.BytesIO(data)).pages[1].extract_text()


FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3">
<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2cm"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body><office:text><text:h text:outline-level="1">Kopf aus dem Büro: Straße</text:h>
<text:p>Anschrift und <text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org">Netz</text:a>
</text:p></office:text></office:body></office:document>"""


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "filter_", ["pdf", 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}']
)
def test_what_libreoffice_exports_is_a_letterhead(filter_: str, set_on: Any, office: Any, findings: Any) -> None:
    data = set_on(office(FODT, "fodt", filter_))
    assert findings(data) == {}
    assert "Kopf aus dem Büro: Straße" in PdfReader(io.BytesIO(data)).pages[0].extract_text()


@pytest.mark.libreoffice
@pytest.mark.verapdf
def test_verapdf_finds_nothing_in_what_libreoffice_exports(set_on: Any, office: Any, verapdf: Any) -> None:
    assert verapdf({"office": set_on(office(FODT, "fodt", "pdf"))}) == {"office": {}}


# ---------------------------------------------------------------- refused


def refused(set_on: Any, paper: bytes) -> str:
    with pytest.raises(ThemeError) as raised:
        set_on(paper)
    said = str(raised.value)
    assert said.startswith("the letterhead paper.pdf ")
    assert ";" in said, "it says how to mend it"
    return said


def bare(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(64, 800, "Not embedded")


def press(canvas: Canvas) -> None:
    canvas.setFillColorCMYK(0.1, 0.2, 0.3, 0.4)
    canvas.rect(0, 0, 10, 10, fill=1)


def press_picture(canvas: Canvas) -> None:
    from PIL import Image

    packed = io.BytesIO()
    Image.new("CMYK", (4, 4), (1, 2, 3, 4)).save(packed, "JPEG")
    canvas.drawImage(ImageReader(packed), 0, 0, 10, 10)


def test_fonts_that_are_not_embedded_are_refused(set_on: Any) -> None:
    assert "does not embed its font Helvetica; embed all fonts" in refused(set_on, drawn(bare))


@pytest.mark.parametrize("draw", [press, press_picture])
def test_colours_of_a_press_are_refused(draw: Any, set_on: Any) -> None:
    assert "(DeviceCMYK); export it in RGB" in refused(set_on, drawn(draw))


def test_another_size_is_refused(set_on: Any) -> None:
    said = refused(set_on, drawn(head("Letter"), size=(612, 792)))
    assert "has a page of 612 × 792 points, the theme one of 595 × 842; export it" in said


def test_encryption_is_refused(set_on: Any, papers: dict[str, bytes]) -> None:
    for password in ("", "secret"):
        locked = changed(papers["one page"], lambda writer, word=password: writer.encrypt(word, "owner"))  # type: ignore[misc]
        assert "is encrypted; save it without a password" in refused(set_on, locked)


def _add_script(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def test_what_runs_is_refused(set_on: Any, papers: dict[str, bytes]) -> None:
    assert "runs JavaScript" in refused(set_on, changed(papers["one page"], lambda writer: _add_script(writer)))


def test_forms_and_comments_are_refused(set_on: Any, papers: dict[str, bytes]) -> None:
    def field(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="a", x=10, y=10)

    assert "has form fields; flatten it" in refused(set_on, drawn(field))

    def comment(writer: PdfWriter) -> None:
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Text"),
                NameObject("/Rect"): ArrayObject([FloatObject(each) for each in (0, 0, 9, 9)]),
                NameObject("/Contents"): TextStringObject("SECRET"),
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    assert "has comments" in refused(set_on, changed(papers["one page"], comment))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (b"/OC /MC0 BDC 0 0 m EMC", "has layers"),
        (b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI", "inline images"),
        (b"0 0 1 1 frobnicate", "draws with what no PDF file has ('frobnicate')"),
        (b"q " * 40, "too deep"),
        (b"/DeviceCMYK cs", "DeviceCMYK"),
    ],
)
def test_content_that_the_standards_do_not_have_is_refused(
    code: bytes, words: str, set_on: Any, papers: dict[str, bytes]
) -> None:
    with pikepdf.open(io.BytesIO(papers["one page"])) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(code))
        out = io.BytesIO()
        pdf.save(out)
    assert words in refused(set_on, out.getvalue())


def test_states_and_fonts_that_the_standards_do_not_have_are_refused(set_on: Any, papers: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(papers["one page"])) as pdf:
        pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(A=pikepdf.Dictionary(BM=pikepdf.Name("/Odd")))
        out = io.BytesIO()
        pdf.save(out)
    assert "blends colours in a way that PDF/A-2 does not have (/Odd)" in refused(set_on, out.getvalue())
    with pikepdf.open(io.BytesIO(papers["one page"])) as pdf:
        for each in pdf.pages[0].Resources.Font.values():
            del each["/ToUnicode"]
            each.Encoding = pikepdf.Dictionary(Differences=pikepdf.Array([1, pikepdf.Name("/g17")]))
        out = io.BytesIO()
        pdf.save(out)
    assert "does not say which characters" in refused(set_on, out.getvalue())


def test_what_is_no_pdf_or_is_missing_is_told(
    set_on: Any, theme: Theme, tmp_path: Path, papers: dict[str, bytes]
) -> None:
    assert "is not a PDF file; export it" in refused(set_on, b"PK\x03\x04 text")
    assert "is not a PDF file that can be read" in refused(set_on, b"%PDF-1.7\n" + bytes(50))
    with pytest.raises(ThemeError, match=r"gone\.pdf cannot be read: No such file .*; put it beside"):
        write(paginate(BRIEF, theme), faces(theme), letterhead=str(tmp_path / "gone.pdf"))
    for at in range(20, len(papers["rich"]), len(papers["rich"]) // 20):
        with suppress(ThemeError):
            set_on(papers["rich"][:at])
        broken = papers["rich"][:at] + b"\xff<<" + papers["rich"][at + 3 :]
        with suppress(ThemeError):
            set_on(broken)


def test_a_stream_that_unpacks_without_end_is_refused(set_on: Any, papers: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(papers["one page"])) as pdf:
        bomb = pdf.make_stream(bytes(1 << 20) * 120, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        bomb.Width, bomb.Height, bomb.BitsPerComponent, bomb.ColorSpace = 12288, 10240, 8, pikepdf.Name.DeviceGray
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Bomb=bomb)
        out = io.BytesIO()
        pdf.save(out, compress_streams=True)
    assert len(out.getvalue()) < 1 << 20
    refused(set_on, out.getvalue())
