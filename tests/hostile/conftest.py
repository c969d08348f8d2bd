"""What the hostile tests share: a brief with every kind of part, hostile words, and the text of each format's file."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

NASTY = (
    "{{ brief.title }}",
    "{% for x in range(9) %}",
    "{# gone? #}",
    "<script>alert(1)</script>",
    "</p></section><h1>",
    "<b>&amp;&#x41;",
    "&nbsp;&",
    "]]>",
    "<!-- -->",
    "\\",
    "*",
    "**",
    "`",
    "_a_b_",
    "[x](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "| a | b |",
    "# not a heading",
    "1. not a list",
    "- x",
    "---",
    "$(rm -rf)",
    "%PDF-1.7 endstream endobj",
    "(\\)<>[]/%",
    "PAGE \\* MERGEFORMAT",
    "\u200b\u200d\u2060",
    "\u202eabc\u202c",
    "\u2066x\u2069",
    "\u00a0\u00ad\u2011",
    "e\u0301\u0323",
    "ﬁ ﬃ ß İ ı",
    "Путин Ελληνικά",
    "\u0378",
    "a" * 300,
    "\t\n\r\n",
    "\u2028\u2029\x85",
)


@pytest.fixture(scope="session")
def nasty() -> tuple[str, ...]:
    return NASTY


def squeeze(text: str) -> str:
    """Return `text` as letters only a reader would see: no white space, nothing that draws nothing, no case."""
    text = unicodedata.normalize("NFKC", text)
    kept = (
        char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Mn", "Me", "Zs")
    )
    return "".join(kept).replace("‐", "-").replace("‑", "-").casefold()


def pdf_text(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def docx_text(data: bytes) -> str:
    from lxml import etree

    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|footnotes|header\d*|footer\d*)\.xml", name):
                tree = etree.fromstring(package.read(name))
                for element in tree.iter("{*}t", "{*}noBreakHyphen"):
                    found.append((element.text or "") if element.tag.endswith("}t") else "-")
    return "".join(found)


def html_text(data: bytes) -> str:
    from lxml import html

    tree = html.fromstring(data.decode())
    for gone in tree.xpath("//style"):
        gone.drop_tree()
    return str(tree.text_content())


def md_text(data: bytes) -> str:
    from lxml import html
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark").enable("table").render(data.decode())
    return str(html.fromstring(f"<div>{rendered}</div>").text_content())


@pytest.fixture(scope="session")
def text_of() -> Callable[[str, bytes], str]:
    """Give the squeezed text of a file of a format."""
    readers: dict[str, Callable[[bytes], str]] = {
        "pdf": pdf_text,
        "docx": docx_text,
        "html": html_text,
        "md": md_text,
    }

    def read(format_: str, data: bytes) -> str:
        return squeeze(readers[format_](data))

    return read


@pytest.fixture(scope="session")
def squeezed() -> Callable[[str], str]:
    return squeeze


@pytest.fixture(scope="session")
def values() -> dict[str, Any]:
    """A brief with a part of every kind, as the plain values of a JSON file."""
    cite = [{"source": "s", "quote": "the exact words"}]
    return {
        "id": "hostile",
        "title": "Title",
        "subtitle": "Subtitle",
        "kicker": "Kicker",
        "bottom_line": {"id": "bl", "text": "Bottom line."},
        "issue": "The issue.",
        "timing": "Soon.",
        "organisation": "Organisation",
        "addressee": "Addressee",
        "authors": ["Author"],
        "source_summary": "Summary of sources.",
        "recommendation": {"id": "rec", "text": "Do it."},
        "actors": [{"id": "a", "name": "Actor A", "kind": "state"}, {"id": "p", "name": "Person", "kind": "person"}],
        "instruments": [{"id": "i", "title": "Treaty", "kind": "treaty", "text": "A treaty.", "parties": ["a"]}],
        "provisions": [
            {
                "id": "pr",
                "instrument": "i",
                "headline": "Provision headline",
                "text": "Provision text.",
                "article": "1",
                "triggers": [{"id": "t", "text": "trigger"}],
                "obligations": [{"text": "obligation", "trigger": "t"}],
                "citations": cite,
            }
        ],
        "comparisons": [{"id": "c", "text": "Comparison text.", "subject": "i", "relation": "unprecedented"}],
        "responses": [
            {
                "id": "r",
                "actor": "a",
                "stance": "alarmed",
                "headline": "Response headline",
                "text": "Response text.",
                "spokesperson": "p",
                "actions": [
                    {"id": "ac", "text": "Action text.", "stage": "expected", "likelihood": {"wording": "likely"}}
                ],
            }
        ],
        "drivers": [{"id": "d", "text": "Driver text.", "actors": ["a"]}],
        "implications": [
            {
                "id": "im",
                "headline": "Implication headline",
                "text": "Implication text.",
                "condition": "if it holds",
                "affected": [{"actor": "a", "direction": "harm"}],
            }
        ],
        "judgements": [{"id": "j", "text": "Judgement text.", "headline": "Judgement headline", "key": True}],
        "caveats": [{"id": "ca", "kind": "gap", "text": "Caveat text."}],
        "events": [{"id": "e", "title": "Event title", "text": "Event text.", "place": "Place"}],
        "scenarios": [
            {
                "id": "sc",
                "title": "Scenario title",
                "text": "Scenario text.",
                "indicators": [{"id": "in", "text": "Indicator text."}],
            }
        ],
        "options": [{"id": "o", "title": "Option title", "text": "Option text.", "advantages": ["Advantage"]}],
        "changes": [{"id": "ch", "text": "Change text."}],
        "sources": [{"id": "s", "title": "Source title", "publisher": "Publisher", "descriptor": "Descriptor."}],
        "glossary": [{"id": "g", "term": "Term", "text": "Meaning."}],
    }
