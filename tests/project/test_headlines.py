"""Every headline of a brief reaches the reader of the full brief, in every paged format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

import briefgen
from briefgen.resources import folder

EXAMPLES = ("putin-kim-summit", "new-start")


def headlines(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for inner in value:
            yield from headlines(inner)
    elif hasattr(value, "__dataclass_fields__"):
        if isinstance(value, briefgen.Statement) and value.headline:
            yield value.headline
        for name in value.__dataclass_fields__:
            yield from headlines(getattr(value, name))


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad*_`]+", "", text).casefold()


def pdf_text(data: bytes) -> str:
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def docx_text(data: bytes) -> str:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    return "".join(element.text or "" for element in tree.iter("{*}t"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_full_pdf_and_docx_hold_every_headline_of_the_brief(example: str) -> None:
    brief = briefgen.load(folder("examples") / example / "brief.yaml")
    wanted = sorted(set(headlines(brief)))
    assert len(wanted) > 20
    for format_, read in (("pdf", pdf_text), ("docx", docx_text)):
        held = letters(read(briefgen.render(brief, format=format_).data))
        assert [one for one in wanted if letters(one) not in held] == [], format_
