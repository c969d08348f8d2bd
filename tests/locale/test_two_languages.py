"""A reader of another language gets the template's words in theirs; the brief's text keeps its own, and says which."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from msgspec import Struct

import briefgen
from briefgen import Audience
from briefgen.compose.templates import compose
from briefgen.content.loading import loads
from briefgen.content.model import Brief
from briefgen.document import Document, Emph, Heading, Inline, Note, Paragraph, Span, Text
from briefgen.errors import AudienceError
from briefgen.plain import fold, plain, plain_blocks
from briefgen.view import View

BRIEF = """
id: two
title: A title
language: en
as_of: 2024-06-18
organisation: House & Co
actors: [{id: a, name: Alpha, kind: state}, {id: b, name: Beta, kind: state}]
sources:
  - {id: s, title: A report}
  - {id: k, title: 보고서, language: ko}
bottom_line:
  id: bl
  text: It matters.
  citations: [{source: s, quote: "it matters much", locator: page 3}, {source: k, quote: "중요하다", locator: page 4}]
judgements:
  - id: j
    key: true
    text: The *new* plan lasts & holds.
    confidence: {level: moderate, basis: One report}
    likelihood: {wording: likely, term: likely, scale: icd203, low: 55, high: 80}
responses:
  - {id: r, actor: a, stance: alarmed, text: It objects.}
quantities:
  - {id: q, text: Shells., quantity: {value: "1550.5", unit: shells}}
"""


@pytest.fixture
def brief() -> Brief:
    return loads(BRIEF.partition("quantities:")[0])


@pytest.fixture
def in_french(brief: Brief) -> Document:
    return compose(brief, "full", view=View(language="fr"))


def own_template(tmp_path: Path, text: str) -> str:
    (tmp_path / "own.html.j2").write_text(text, encoding="utf-8")
    return str(tmp_path / "own.html.j2")


def tongues(children: tuple[Inline, ...], around: str) -> list[tuple[str, str]]:
    return [(part.attr.lang or around if isinstance(part, Span) else around, plain((part,))) for part in children]


def paragraph(brief: Brief, template: str, language: str = "fr") -> Paragraph:
    (found,) = compose(brief, template, view=View(language=language)).blocks
    assert isinstance(found, Paragraph)
    return found


def test_labels_dates_and_lists_are_the_reader_s_and_the_text_is_as_it_was(in_french: Document) -> None:
    words = fold(plain_blocks(in_french.blocks)).replace("\u00a0", " ")
    assert in_french.lang == "fr"
    for label in ("L’essentiel", "Appréciations clés", "Alarmée", "18 juin 2024", "Degré de confiance : modéré."):
        assert label in words
    assert "The new plan lasts & holds." in words


def test_quotes_stand_in_the_reader_s_marks(brief: Brief) -> None:
    page = briefgen.render(brief, format="md", audience=Audience(name="x", language="fr")).data.decode()
    assert "« it matters much » (A report, page 3)" in page.replace("\u00a0", " ").replace("*", "")


def test_a_block_that_is_the_brief_s_alone_says_its_language_once(brief: Brief, tmp_path: Path) -> None:
    template = own_template(tmp_path, "<p>{{ brief.judgements[0].text|md|sentence }}</p>")
    found = paragraph(brief, template)
    assert found.attr.lang == "en"
    assert not any(isinstance(part, Span) for part in found.children)


def test_words_of_both_in_one_line_are_told_apart(brief: Brief, tmp_path: Path) -> None:
    said = '{{ _("Confidence: %(level)s", level=brief.judgements[0].text) }} {{ brief.as_of|date }} — {{ brief.title }}'
    found = paragraph(brief, own_template(tmp_path, f"<p>{said}</p>"))
    assert found.attr.lang == ""  # it begins with the template's words
    parts = tongues(found.children, "fr")
    assert ("en", "The *new* plan lasts & holds.") in parts
    assert ("en", "A title") in parts
    assert [text for lang, text in parts if lang == "fr" and "18 juin 2024" in text]


def test_a_sentence_of_the_brief_with_words_of_the_template_behind_it_runs_in_its_own_language(
    brief: Brief, tmp_path: Path
) -> None:
    said = (
        '<strong>{{ brief.title }}</strong> {{ find("bl")|headline }}{{ find("bl")|notes }} <em>{{ _("Dates") }}</em>'
    )
    found = paragraph(brief, own_template(tmp_path, f"<p>{said}</p>"), "ar")
    assert found.attr.lang == "en"
    assert [part.attr.lang for part in found.children if isinstance(part, Note | Emph)] == ["ar", "ar"]
    assert not any(isinstance(part, Span) for part in found.children)


@pytest.mark.parametrize(
    "said",
    [
        "{{ brief.title }}",
        '{{ brief.title ~ "" }}',
        "{{ brief.title|sentence }}",
        "{{ brief.title|capital }}",
        "{{ [brief.title]|prose }}",
        "{{ [brief.title, brief.title]|join }}",
        "{% set x %}{{ brief.title }}{% endset %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(brief.title) }}",
        '{{ find("bl")|headline }}',
        '{{ "a"|name }}',
        '{{ ["a", "b"]|map("name")|first }}',
    ],
)
def test_whatever_way_a_template_prints_text_of_the_brief_it_keeps_its_language(
    brief: Brief, tmp_path: Path, said: str
) -> None:
    assert paragraph(brief, own_template(tmp_path, f"<p>{said}</p>")).attr.lang == "en"


def test_a_source_s_words_keep_the_source_s_language(in_french: Document) -> None:
    seen: list[tuple[str, str]] = []

    def walk(node: object, lang: str) -> None:
        if isinstance(node, tuple):
            for one in node:
                walk(one, lang)
        elif isinstance(node, Text):
            seen.append((lang, node.text))
        elif isinstance(node, Struct):
            own = getattr(getattr(node, "attr", None), "lang", "") or lang
            for name in node.__struct_fields__:
                walk(getattr(node, name), own)

    walk(in_french.blocks, in_french.lang)
    assert {lang for lang, text in seen if "중요하다" in text} == {"ko"}
    assert {lang for lang, text in seen if "it matters much" in text} == {"en"}
    assert {lang for lang, text in seen if "page 3" in text} == {"en"}
    labels = {lang for lang, text in seen if text in ("Appréciations clés", "L’essentiel")}
    assert labels == {"fr"}


def test_attributes_hold_no_marks(brief: Brief, tmp_path: Path) -> None:
    said = '<p id="{{ find("bl")|anchor }}" class="{{ brief.id }}">{{ brief.title }}</p>'
    found = paragraph(brief, own_template(tmp_path, said))
    assert found.attr.id == "st-bl"
    assert found.attr.classes == ("two",)


def test_a_heading_of_the_brief_in_an_arabic_paper_runs_from_left_to_right(brief: Brief) -> None:
    page = briefgen.render(brief, format="html", audience=Audience(name="x", language="ar")).data.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert re.search(r'<h1[^>]* lang="en" dir="ltr">A title</h1>', page)


def test_the_same_language_elsewhere_changes_the_manner_alone(brief: Brief) -> None:
    document = compose(brief, "full", view=View(language="en-US"))
    assert document.lang == "en"
    assert "June 18, 2024" in fold(plain_blocks(document.blocks))
    assert all(not block.attr.lang for block in document.blocks if isinstance(block, Heading | Paragraph))


def test_a_language_that_nobody_has_put_the_words_in_is_one_clear_error(brief: Brief) -> None:
    with pytest.raises(AudienceError, match="'it'") as error:
        compose(brief, "full", view=View(language="it"))
    assert "locale/it/LC_MESSAGES/briefgen.po" in error.value.faults[0].mend
    assert "fr" in error.value.faults[0].mend


def test_word_html_and_pdf_say_which_language_is_which(brief: Brief) -> None:
    written: dict[str, bytes] = {
        format_: briefgen.render(brief, format=format_, audience=Audience(name="x", language="fr")).data
        for format_ in ("docx", "html", "pdf")
    }
    page = written["html"].decode()
    assert '<html lang="fr"' in page
    assert re.search(r"<h1[^>]* lang=\"en\"", page)
    with zipfile.ZipFile(io.BytesIO(written["docx"])) as package:
        body, styles = package.read("word/document.xml").decode(), package.read("word/styles.xml").decode()
    assert re.search(r'<w:lang [^>]*w:val="fr-FR"', styles)
    (run,) = re.findall(r"<w:r>(?:(?!</w:r>).)*>A title</w:t>", body)
    assert 'w:lang w:val="en' in run
    assert pdf_languages(written["pdf"]) == {"/H1": {"en"}, "/H2": {"fr"}}


def pdf_languages(data: bytes) -> dict[str, set[str]]:
    """Return the languages of the headings of a tagged PDF, by level."""
    import pypdf

    root = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
    found: dict[str, set[str]] = {}

    def walk(node: object, lang: str) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(node, list):
            for one in node:
                walk(one, lang)
        elif isinstance(node, dict):
            here = str(node.get("/Lang", lang))
            if node.get("/S") in ("/H1", "/H2"):
                found.setdefault(str(node["/S"]), set()).add(here)
            walk(node.get("/K"), here)

    walk(root["/StructTreeRoot"], str(root["/Lang"]))
    return found


def test_figures_of_a_bilingual_paper_hold_no_marks(brief: Brief, tmp_path: Path) -> None:
    template = own_template(tmp_path, '<figure data-figure="stance-matrix"><figcaption></figcaption></figure>')
    document = compose(brief, template, view=View(language="fr"))
    assert "<span" not in repr(document)
    assert "&amp;" not in repr(document)
