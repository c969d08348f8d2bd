"""The same article is the same text, from a plain file, Markdown, HTML, Word and PDF."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from briefgen.content.evidence.quotes import find
from briefgen.content.evidence.texts import read_text
from briefgen.errors import InputError

WORDS = ("A treaty was signed.", "Kim’s neighbors worry that the deal might bolster his nuclear capabilities.")


def _docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title = "An article"
    document.add_heading("An article")
    paragraph = document.add_paragraph("A treaty ")
    paragraph.add_run("was").bold = True
    paragraph.add_run(" signed.")
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = WORDS[1]
    document.save(str(path))


def _pdf(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle("An article")
    canvas.drawString(72, 700, "A treaty was signed.")
    canvas.showPage()
    canvas.drawString(72, 700, "Kim’s neighbors worry that the deal might bol-")
    canvas.drawString(72, 686, "ster his nuclear capabilities.")
    canvas.save()


MAKERS = {
    "a.txt": lambda path: path.write_text("An article\n\n" + "\n\n".join(WORDS), encoding="utf-8"),
    "a.md": lambda path: path.write_text(
        "---\ntitle: x\n---\n# An article\n\nA *treaty* was\n[signed](http://x.y).\n\n- "
        + WORDS[1].replace("might", "**might**"),
        encoding="utf-8",
    ),
    "a.html": lambda path: path.write_text(
        "<!DOCTYPE html><html><head><title>An article</title><style>p{}</style></head><body><script>x()</script>"
        "<h1>An article</h1><p>A <b>treaty</b> was <a href='x'>sig</a>ned.</p><!-- no --><div>Kim&rsquo;s neighbors"
        "&nbsp;worry that the deal <i>might</i> bolster his<br>nuclear capabilities.</div></body></html>",
        encoding="utf-8",
    ),
    "a.docx": _docx,
    "a.pdf": _pdf,
}


@pytest.mark.parametrize("name", MAKERS)
def test_quotes_are_found_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    MAKERS[name](path)
    text = read_text(path)
    assert text.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    for words in WORDS:
        assert find(words, text), (words, text.text)
    assert not find("might not bolster", text)
    labels = [one.label for one in text.sentences if one.number]
    assert labels == ["P1.1", "P2.1"]
    if name != "a.txt":
        assert text.title == "An article"


def test_a_place_in_a_pdf_has_its_page(tmp_path: Path) -> None:
    _pdf(tmp_path / "a.pdf")
    text = read_text(tmp_path / "a.pdf")
    ((start, _),) = find("his nuclear capabilities", text)
    assert (text.page(0), text.page(start)) == (1, 2)


def test_tracked_deletions_are_no_text_and_insertions_and_footnotes_are(tmp_path: Path) -> None:
    _docx(tmp_path / "a.docx")
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>A '
        "</w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:ins><w:r><w:t>new treaty.</w:t></w:r>"
        "</w:ins></w:p></w:body></w:document>"
    )
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote><w:p><w:r><w:t>'
        "A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    _replaced(tmp_path / "a.docx", {"word/document.xml": body, "word/footnotes.xml": notes})
    assert read_text(tmp_path / "a.docx").text == "A new treaty.\n\nA note."


def _replaced(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    entries.update({name: text.encode() for name, text in parts.items()})
    with zipfile.ZipFile(path, "w") as new:
        for name, data in entries.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.rtf", b"x", "is read from"),
        ("a", b"x", "is read from"),
        ("a.pdf", b"%PDF-1.4 no", "cannot be read as .pdf"),
        ("a.docx", b"PK no", "cannot be read as .docx"),
        ("a.txt", b"a\x00b", "is not a text file"),
    ],
)
def test_a_file_that_is_not_read_is_named_with_the_reason(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        read_text(tmp_path / name)
    assert name in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_text(tmp_path / "a.txt")


@pytest.mark.parametrize("data", ["Zürich".encode("cp1252"), "Zürich".encode("utf-16"), "\ufeffZürich".encode()])
def test_old_encodings_are_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert read_text(tmp_path / "a.txt").text == "Zürich"


def test_a_page_nested_very_deep_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 20_000 + "Talks failed." + "</div>" * 20_000, encoding="utf-8")
    read_text(tmp_path / "a.html")
