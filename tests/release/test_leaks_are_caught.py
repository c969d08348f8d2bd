"""The proof finds withheld words wherever a file can hold them: each test leaks through one channel."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from briefgen.audience.profile import Audience, Release
from briefgen.content.loading import load
from briefgen.rendering import Output, prove, render

SECRET = "send forty unmarked trucks over the Kestrel bridge on Monday night"
PUBLIC = Audience(name="everybody", release=Release(highest={"tlp": "TLP:CLEAR"}))
BRIEF = load(Path(__file__).parent / "brief.yaml")
Leak = Callable[[bytes], bytes]


@cache
def honest(format_: str) -> Output:
    return render(BRIEF, format=format_, audience=PUBLIC)


def findings(data: bytes, format_: str) -> tuple[Any, ...]:
    output = honest(format_)
    leaky = Output(data=data, format=format_, media_type=output.media_type, pages=output.pages)
    return prove(BRIEF, leaky, audience=PUBLIC).findings


@pytest.mark.parametrize("format_", ["pdf", "docx", "html", "md", "json"])
def test_an_honest_file_has_no_findings(format_: str) -> None:
    assert findings(honest(format_).data, format_) == ()


@pytest.mark.parametrize("format_", ["pdf", "docx", "html", "md", "json"])
def test_the_file_without_an_audience_has_many(format_: str) -> None:
    words = {finding.path for finding in findings(render(BRIEF, format=format_).data, format_)}
    assert {"judgements[1].text", "judgements[1].headline", "sources[1].title", "actors[2].name"} <= words
    assert {"responses[0].actions[0].text", "actors[2].role", "judgements[1].citations[0].quote"} <= words


@pytest.mark.parametrize("format_", ["pdf", "docx", "html", "md"])
def test_words_that_carry_their_own_language_are_searched_too(format_: str) -> None:
    """In a paper for a reader of another language each passage of the brief stands in a span of its own."""
    french = replace(PUBLIC, language="fr")
    honest_one = render(BRIEF, format=format_, audience=french)
    assert prove(BRIEF, honest_one, audience=french).findings == ()
    leaky = render(BRIEF, format=format_, audience=replace(french, release=None))
    found = {finding.path for finding in prove(BRIEF, replace(honest_one, data=leaky.data), audience=french).findings}
    assert {"judgements[1].text", "sources[1].title", "actors[2].name", "judgements[1].citations[0].quote"} <= found


# ---------------------------------------------------------------- DOCX


def paragraph(inner: str) -> Leak:
    return in_part("word/document.xml", "</w:body>", f"<w:p>{inner}</w:p>")


def package(change: Callable[[dict[str, bytes]], None], comment: bytes = b"") -> Leak:
    def leak(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in parts.items():
                archive.writestr(name, body)
            archive.comment = comment
        return out.getvalue()

    return leak


def in_part(name: str, before: str, text: str) -> Leak:
    def change(parts: dict[str, bytes]) -> None:
        assert before.encode() in parts[name], name
        parts[name] = parts[name].replace(before.encode(), text.encode() + before.encode(), 1)

    return package(change)


def new_part(name: str, body: bytes) -> Leak:
    return package(lambda parts: parts.update({name: body}))


def runs(words: str) -> str:
    """Return the words cut into runs in their middle, as Word does after each correction."""
    pieces = [words[index : index + 3] for index in range(0, len(words), 3)]
    return "".join(f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces)


def picture(text: str) -> bytes:
    """Return a PNG with a compressed text in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    words = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode("latin-1")))
    return b"\x89PNG\r\n\x1a\n" + head + words + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<a>{text}</a>")
    return out.getvalue()


_LINK = f"https://example.org/{urllib.parse.quote(SECRET)}"
_RELATION = f'<Relationship Id="rId999" Type="x" Target="{_LINK}" TargetMode="External"/>'
DOCX: dict[str, Leak] = {
    "body, in runs": paragraph(f"{runs(SECRET)}"),
    "hidden text": paragraph(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{SECRET}</w:t></w:r>"),
    "deleted text": paragraph(f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"),
    "field code": paragraph(f'<w:r><w:instrText>REF "{SECRET}"</w:instrText></w:r>'),
    "comment in XML": in_part("word/document.xml", "</w:body>", f"<!-- {SECRET} -->"),
    "bookmark": paragraph('<w:bookmarkStart w:id="999" w:name="st-night-convoy"/>'),
    "alternative text": paragraph(f'<w:drawing descr="{SECRET}"/>'),
    "title of a drawing": paragraph('<w:drawing title="Marek Oduya"/>'),
    "footnote": new_part("word/footnotes2.xml", f"<f><p>{runs(SECRET)}</p></f>".replace("w:", "").encode()),
    "comments part": new_part("word/comments.xml", b"<comments><comment author='Marek Oduya'>x</comment></comments>"),
    "core property": in_part("docProps/core.xml", "</cp:coreProperties>", f"<cp:keywords>{SECRET}</cp:keywords>"),
    "custom property": new_part("docProps/custom.xml", f"<a><b name='x'><c>{SECRET}</c></b></a>".encode()),
    "custom XML": new_part("customXml/item1.xml", f"<a b='{SECRET}'/>".encode()),
    "target of a relation": in_part(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        _RELATION,
    ),
    "name of a part": new_part("word/media/night-convoy-smuggling-route.png", picture("x")),
    "text in a picture": new_part("word/media/image9.png", picture(SECRET)),
    "file in the file": new_part("word/embeddings/sheet.xlsx", zipped(SECRET)),
    "comment of the archive": package(lambda parts: None, SECRET.encode()),
    "before the archive": lambda data: SECRET.encode() + data,
}


@pytest.mark.parametrize("channel", DOCX)
def test_docx(channel: str) -> None:
    assert findings(DOCX[channel](honest("docx").data), "docx")


# ---------------------------------------------------------------- PDF


def pikepdf_leak(change: Callable[[Any], None], **how: Any) -> Leak:
    def leak(data: bytes) -> bytes:
        import pikepdf

        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(out, static_id=True, **how)
        return out.getvalue()

    return leak


def name(text: str) -> Any:
    import pikepdf

    return pikepdf.Name(f"/{text}")


def info(pdf: Any) -> None:
    pdf.trailer.Info = pdf.make_indirect({"/Subject": SECRET})


def xmp(pdf: Any) -> None:
    body = (
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        f"xmlns:pdf='http://ns.adobe.com/pdf/1.3/'><pdf:Keywords>{SECRET}</pdf:Keywords></rdf:Description></rdf:RDF>"
        "</x:xmpmeta><?xpacket end='w'?>"
    )
    pdf.Root.Metadata = pdf.make_stream(body.encode(), {"/Type": name("Metadata"), "/Subtype": name("XML")})


def outline(pdf: Any) -> None:
    item = pdf.make_indirect({"/Title": "Trucks cross on Monday night"})
    pdf.Root.Outlines = pdf.make_indirect({"/Type": name("Outlines"), "/First": item, "/Last": item, "/Count": 1})


def destination(pdf: Any) -> None:
    pdf.Root.Dests = pdf.make_indirect({"/st-night-convoy": [pdf.pages[0].obj, name("Fit")]})


def named_destination(pdf: Any) -> None:
    pdf.Root.Names = pdf.make_indirect({"/Dests": {"/Names": ["st-night-convoy", [pdf.pages[0].obj, name("Fit")]]}})


def actual_text(pdf: Any) -> None:
    said = ("\ufeff" + SECRET).encode("utf-16-be").hex().upper()
    pdf.pages[0].contents_add(f"/Span <</ActualText <{said}>>> BDC EMC".encode())


def literal_actual_text(pdf: Any) -> None:
    pdf.pages[0].contents_add(f"/Span <</ActualText ({SECRET})>> BDC EMC".encode())


def words_on_the_page(pdf: Any) -> None:
    font = pdf.make_indirect({"/Type": name("Font"), "/Subtype": name("Type1"), "/BaseFont": name("Helvetica")})
    pdf.pages[0].Resources.Font.Leak = font
    pdf.pages[0].contents_add(f"BT /Leak 8 Tf 3 Tr 72 72 Td ({SECRET[:30]}) Tj 0 -10 Td ({SECRET[30:]}) Tj ET".encode())


def annotation(pdf: Any) -> None:
    note = {"/Type": name("Annot"), "/Subtype": name("Text"), "/Rect": [0, 0, 9, 9], "/Contents": SECRET}
    pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])


def link(pdf: Any) -> None:
    action = {"/S": name("URI"), "/URI": f"https://example.org/{SECRET.replace(' ', '-')}"}
    note = {"/Type": name("Annot"), "/Subtype": name("Link"), "/Rect": [0, 0, 9, 9], "/A": action}
    pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])


def structure(pdf: Any) -> None:
    kid = pdf.make_indirect({"/S": name("Figure"), "/Alt": SECRET, "/P": pdf.Root.StructTreeRoot})
    pdf.Root.StructTreeRoot.Spare = kid


def element_id(pdf: Any) -> None:
    pdf.Root.StructTreeRoot.Spare = pdf.make_indirect({"/S": name("P"), "/ID": "actor-oduya"})


def attachment(pdf: Any) -> None:
    pdf.attachments["x.txt"] = zipped(SECRET)


def stray(pdf: Any) -> None:
    pdf.Root.Spare = pdf.make_stream(SECRET.encode())


def as_utf16(pdf: Any) -> None:
    pdf.Root.Spare = pdf.make_indirect({"/X": f"Марек {SECRET}"})


def layer(pdf: Any) -> None:
    group = pdf.make_indirect({"/Type": name("OCG"), "/Name": "smuggling-route"})
    pdf.Root.OCProperties = pdf.make_indirect({"/OCGs": [group], "/D": {"/Order": [group]}})


def older_revision(data: bytes) -> bytes:
    """Return the file with an object that the last revision no longer knows."""
    old = b"9999 0 obj\n<< /Length 0 >>\nstream\n" + zlib.compress(SECRET.encode()) + b"\nendstream\nendobj\n"
    at = data.rindex(b"startxref")
    return data[:at] + old + data[at:]


def after_the_end(data: bytes) -> bytes:
    return data + f"\n% {SECRET}\n".encode()


def picture_in_pdf(pdf: Any) -> None:
    body = picture(SECRET)
    pdf.Root.Spare = pdf.make_stream(body)


PDF: dict[str, Leak] = {
    **{
        change.__name__.replace("_", " "): pikepdf_leak(change)
        for change in (
            info, xmp, outline, destination, named_destination, actual_text, literal_actual_text, words_on_the_page,
            annotation, link, structure, element_id, attachment, stray, as_utf16, layer, picture_in_pdf,
        )
    },
    "older revision": older_revision,
    "after the end": after_the_end,
}  # fmt: skip


@pytest.mark.parametrize("channel", PDF)
def test_pdf(channel: str) -> None:
    assert findings(PDF[channel](honest("pdf").data), "pdf")


def test_pdf_in_object_streams() -> None:
    import pikepdf

    leak = pikepdf_leak(info, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert findings(leak(honest("pdf").data), "pdf")


# ---------------------------------------------------------------- HTML


def before(mark: str, text: str) -> Leak:
    def leak(data: bytes) -> bytes:
        page = data.decode()
        assert mark in page
        return page.replace(mark, text + mark, 1).encode()

    return leak


def soft(words: str) -> str:
    return re.sub(r"(\w{3})(?=\w)", "\\1&shy;", words)


_SVG = f"<svg xmlns='http://www.w3.org/2000/svg'><title>{SECRET}</title></svg>"
_PICTURE = base64.b64encode(picture(SECRET)).decode()
_ESCAPED = "".join(f"\\{ord(char):x} " for char in SECRET)
HTML: dict[str, Leak] = {
    "body": before("</body>", f"<p>{SECRET}</p>"),
    "broken up by elements": before("</body>", f"<p>{'<b>'.join(SECRET[i : i + 4] for i in range(0, 60, 4))}</p>"),
    "soft hyphens": before("</body>", f"<p>{soft(SECRET)}</p>"),
    "capitals and wide letters": before("</body>", f"<p>{SECRET.upper().replace('T', 'Ｔ')}</p>"),
    "entities": before("</body>", f"<p>{''.join(f'&#{ord(char)};' for char in SECRET)}</p>"),
    "attribute": before("</body>", f'<p data-x="{html.escape(SECRET)}"></p>'),
    "name of an attribute": before("</body>", '<p data-night-convoy="1"></p>'),
    "id": before("</body>", '<p id="st-night-convoy"></p>'),
    "class": before("</body>", '<p class="smuggling-route"></p>'),
    "comment": before("</body>", f"<!-- {SECRET} -->"),
    "meta": before("</head>", f'<meta name="description" content="{SECRET}">'),
    "style": before("</body>", f'<style>p::after {{ content: "{SECRET}" }}</style>'),
    "escapes in a style": before("</body>", f"<style>p::after {{ content: '{_ESCAPED}' }}</style>"),
    "script": before("</body>", f"<script>const brief = {json.dumps({'x': SECRET})}</script>"),
    "template": before("</body>", f"<template><p>{SECRET}</p></template>"),
    "picture as data": before("</body>", f'<img src="data:image/png;base64,{_PICTURE}">'),
    "drawing as data": before("</body>", f'<img src="data:image/svg+xml,{urllib.parse.quote(_SVG)}">'),
    "link": before("</body>", f'<a href="https://example.org/?q={urllib.parse.quote_plus(SECRET)}">x</a>'),
    "after the end": lambda data: data + SECRET.encode(),
}  # fmt: skip


@pytest.mark.parametrize("channel", HTML)
def test_html(channel: str) -> None:
    assert findings(HTML[channel](honest("html").data), "html")


# ---------------------------------------------------------------- Markdown and JSON

MARKDOWN = {
    "body": SECRET,
    "over lines": SECRET.replace(" ", "\n"),
    "emphasis within words": "*" + SECRET.replace("uck", "*uck*") + "*",
    "comment": f"<!-- {SECRET} -->",
    "link": f"[x](https://example.org/{urllib.parse.quote(SECRET)})",
    "note": f"[^9]: {SECRET}",
    "entities": "".join(f"&#{ord(char)};" for char in SECRET),
    "a name only": "Marek Oduya",
    "an id only": "night-convoy",
}


@pytest.mark.parametrize("channel", MARKDOWN)
def test_markdown(channel: str) -> None:
    assert findings(honest("md").data + f"\n\n{MARKDOWN[channel]}\n".encode(), "md")


def test_json_value_key_escape_and_key_that_stands_twice() -> None:
    data = honest("json").data.rstrip()
    escaped = "".join(f"\\u{ord(char):04x}" for char in SECRET)
    for extra in (f'"x": "{SECRET}"', f'"{SECRET}": 1', f'"x": "{escaped}"', f'"title": "{SECRET}", "title": "x"'):
        assert findings(data[:-1] + f", {extra}}}".encode(), "json"), extra


def test_a_piece_of_four_words_is_enough_and_three_of_a_sentence_are_not() -> None:
    data = honest("md").data
    assert findings(data + b"\n\nforty unmarked trucks over\n", "md")
    assert not findings(data + b"\n\nforty unmarked trucks\n", "md")


def test_a_name_in_the_file_s_name_is_found() -> None:
    output = honest("md")
    assert prove(BRIEF, output, audience=PUBLIC, names=("crossing-night-convoy.md",)).findings
    assert not prove(BRIEF, output, audience=PUBLIC, names=("crossing-everybody.md",)).findings


def test_words_that_were_released_as_well_are_no_leak() -> None:
    assert not findings(honest("md").data + b"\n\nTrade across the border will resume.\n", "md")


def test_what_a_broken_selection_leaves_in_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof does not ask selection what is withheld: it reads the markings again."""
    from briefgen.audience import release

    monkeypatch.setattr(release, "without", lambda brief, *_, **__: brief)
    monkeypatch.setattr(release, "_shows_through", lambda *_: ())
    output = render(BRIEF, format="md", audience=PUBLIC)
    assert "forty unmarked trucks" in output.data.decode()
    found = {finding.words for finding in prove(BRIEF, output, audience=PUBLIC).findings}
    assert {"forty unmarked trucks over", "for the asphalt road"} <= found


@pytest.mark.parametrize("format_", ["html", "docx", "md", "pdf"])
def test_words_of_the_template_and_the_format_are_no_leak(format_: str) -> None:
    """A withheld headline may be worded as a heading is, a withheld tag as an element or a style."""
    secret = BRIEF.judgements[1]
    alike = replace(secret, headline="What limits this brief", tags=("table", "heading", "gap", "footer", "start"))
    brief = replace(BRIEF, judgements=(BRIEF.judgements[0], alike))
    output = render(brief, format=format_, audience=PUBLIC)
    assert prove(brief, output, audience=PUBLIC).findings == ()
    leak = {
        "html": before("</body>", "<p>What limits this brief</p>"),
        "md": lambda data: data + b"\n# What limits this brief\n",
    }
    if format_ in leak:
        more = replace(output, data=leak[format_](output.data))
        assert prove(brief, more, audience=PUBLIC).findings, "once more than the template has it"


@pytest.mark.parametrize(
    ("lang", "secret"),
    [("ar", "عقد الرئيس اجتماعا سريا في المدينة القديمة"), ("he", "נשיא רוסיה נפגש בסתר עם המזכיר הכללי")],
)
def test_withheld_words_from_right_to_left_are_found_on_a_page(lang: str, secret: str) -> None:
    """pypdf hands over such words turned round."""
    hidden = replace(BRIEF.judgements[1], text=secret, headline="", citations=())
    brief = replace(BRIEF, judgements=(BRIEF.judgements[0], hidden), language=lang)
    leaky = render(brief, format="pdf", check=False)
    found = {finding.words for finding in prove(brief, leaky, audience=PUBLIC).findings}
    assert {words for words in found if words in secret}
