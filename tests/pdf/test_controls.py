"""Negative controls: each breaks a good file in one way, and the validators must notice, or they prove nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

LAYOUT = b"/Artifact <</Type/Layout>>BDC"
ARTIFACT = b" /Artifact BMC 0 0 1 1 re f EMC"

Break = Callable[[pikepdf.Pdf], object]


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    found: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, Dictionary) and "/S" in node:
            found.append(node)
            walk(node.get("/K"))

    walk(pdf.Root.StructTreeRoot.K)
    return found


def first(pdf: pikepdf.Pdf, role: str) -> Any:
    return next(element for element in elements(pdf) if f"/{role}" == element.S)


def role(old: str, new: str) -> Break:
    return lambda pdf: first(pdf, old).__setitem__("/S", Name(f"/{new}"))


def without(find: Callable[[pikepdf.Pdf], Any], key: str) -> Break:
    return lambda pdf: find(pdf).__delitem__(key)


def root(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root


def tree(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot


def link(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].Annots[0]


def font(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].Resources.Font["/F2"]


def descriptor(pdf: pikepdf.Pdf) -> Any:
    return font(pdf).DescendantFonts[0].FontDescriptor


def content(old: bytes, new: bytes) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.pages[0].Contents.read_bytes()
        assert old in data
        pdf.pages[0].Contents = pdf.make_stream(data.replace(old, new, 1))

    return change


def more(added: bytes) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes() + added)

    return change


def metadata(old: bytes, new: bytes) -> Break:
    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        stream = pdf.make_stream(data.replace(old, new))
        stream.Type, stream.Subtype = Name.Metadata, Name.XML
        pdf.Root.Metadata = stream

    return change


def widths(pdf: pikepdf.Pdf) -> None:
    listed = font(pdf).DescendantFonts[0].W[1]
    for index in range(1, len(listed)):
        listed[index] = 999


def to_zero(pdf: pikepdf.Pdf) -> None:
    cmap = font(pdf).ToUnicode.read_bytes()
    font(pdf).ToUnicode = pdf.make_stream(cmap.replace(b"<0002> <0054>", b"<0002> <0000>"))


CONTROLS: dict[str, tuple[str, Break]] = {
    "no language": ("ua1", without(root, "/Lang")),
    "a language that is none": ("ua1", lambda pdf: pdf.Root.__setitem__("/Lang", String("english language!"))),
    "not marked as tagged": ("ua1", without(root, "/MarkInfo")),
    "title not shown": ("ua1", without(root, "/ViewerPreferences")),
    "figure without words": ("ua1", lambda pdf: first(pdf, "Figure").__delitem__("/Alt")),
    "no tab order": ("ua1", without(lambda pdf: pdf.pages[0].obj, "/Tabs")),
    "link without words": ("ua1", without(link, "/Contents")),
    "link without a parent": ("ua1", without(link, "/StructParent")),
    "link outside of a Link": ("ua1", role("Link", "Span")),
    "untagged text": ("ua1", more(b"\nBT /F2 9 Tf 20 20 Td <0001>Tj ET\n")),
    "an artifact in a paragraph": ("ua1", content(b"/H1 <</MCID 0>>BDC", b"/H1 <</MCID 0>>BDC" + ARTIFACT)),
    "a paragraph in an artifact": ("ua1", content(LAYOUT, LAYOUT + b"/P <</MCID 0>>BDC EMC ")),
    "a skipped heading": ("ua1", role("H2", "H4")),
    "note without an ID": ("ua1", lambda pdf: first(pdf, "Note").__delitem__("/ID")),
    "item outside of a list": ("ua1", role("L", "Sect")),
    "row outside of a table": ("ua1", role("TBody", "P")),
    "a role that is not mapped": ("ua1", role("Caption", "Foo")),
    "a table with ragged rows": ("ua1", lambda pdf: first(pdf, "TBody").K[0].K.__delitem__(1)),
    "no title": ("ua1", metadata(b"dc:title", b"dc:xitle")),
    "no claim of PDF/UA": ("ua1", metadata(b"<pdfuaid:part>1</pdfuaid:part>", b"")),
    "no way from content to tags": ("ua1", without(tree, "/ParentTree")),
    "no structure": ("ua1", without(root, "/StructTreeRoot")),
    "no ToUnicode": ("ua1", without(font, "/ToUnicode")),
    "ToUnicode of nothing": ("ua1", to_zero),
    "a font outside of the file": ("2a", without(descriptor, "/FontFile2")),
    "a glyph for nothing": ("2a", content(b"Tj", b"Tj <0000>Tj")),
    "widths that are not the font's": ("2a", widths),
    "no output intent": ("2a", without(root, "/OutputIntents")),
    "a script": ("2a", lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1")))),
    "link that is not printed": ("2a", without(link, "/F")),
    "no extension schema": ("2a", metadata(b"pdfaExtension:schemas", b"pdfaExtension:schemaz")),
    "no claim of PDF/A": ("2a", metadata(b"<pdfaid:part>2</pdfaid:part>", b"")),
    "a colour of another space": ("2a", more(b"\n/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC\n")),
}  # fmt: skip


@pytest.fixture(scope="module")
def broken(rich_pdf: bytes) -> dict[str, bytes]:
    """The good file, saved again, and each broken one."""
    made = {}
    for name, (_, breaking) in {"nothing": ("", lambda pdf: None), **CONTROLS}.items():
        with pikepdf.open(io.BytesIO(rich_pdf)) as pdf:
            breaking(pdf)
            out = io.BytesIO()
            pdf.save(out)
            made[name] = out.getvalue()
    return made


@pytest.fixture(scope="module")
def seen_by_verapdf(broken: dict[str, bytes], verapdf: Any) -> dict[str, dict[str, list[str]]]:
    return verapdf(broken, claimed=False)


def test_the_good_file_stays_good_when_saved_again(broken: dict[str, bytes], findings: Any) -> None:
    assert findings(broken["nothing"]) == {}


@pytest.mark.parametrize("name", CONTROLS)
def test_page_validation_notices(name: str, broken: dict[str, bytes], findings: Any) -> None:
    assert CONTROLS[name][0] in findings(broken[name])


@pytest.mark.verapdf
@pytest.mark.parametrize("name", CONTROLS)
def test_verapdf_notices(name: str, seen_by_verapdf: dict[str, dict[str, list[str]]]) -> None:
    assert not seen_by_verapdf["nothing"]
    assert seen_by_verapdf[name].get(CONTROLS[name][0])


@pytest.mark.outloud
def test_outloud_notices_what_the_others_take_for_lawful(rich_pdf: bytes, outloud: Any) -> None:
    """A header cell without a scope: the cells still have headers, but a reader cannot tell which way it counts."""
    with pikepdf.open(io.BytesIO(rich_pdf)) as pdf:
        del first(pdf, "TH")["/A"]
        out = io.BytesIO()
        pdf.save(out)
    assert list(outloud({"good": rich_pdf, "without scope": out.getvalue()})) == ["without scope"]


def test_a_file_without_an_id_is_noticed(rich_pdf: bytes, findings: Any) -> None:
    at = rich_pdf.rindex(b"/ID[")
    assert "2a" in findings(rich_pdf[:at] + b"/XD[" + rich_pdf[at + 4 :])
