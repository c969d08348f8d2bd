"""A Word file is valid by the schemas and by the Open XML SDK, and python-docx opens it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

import docx
from briefgen.document import Document
from briefgen.theme import Theme
from briefgen.write.docx import write

Check = Callable[[bytes], list[str]]


def test_every_part_fits_the_schemas(everything: Document, theme: Theme, schema_faults: Check) -> None:
    assert schema_faults(write(everything, theme)) == []


def test_an_empty_document_fits_the_schemas(theme: Theme, schema_faults: Check) -> None:
    assert schema_faults(write(Document(blocks=(), title=""), theme)) == []


@pytest.mark.openxml
def test_the_open_xml_sdk_finds_no_fault(everything: Document, theme: Theme, open_xml_faults: Check) -> None:
    assert open_xml_faults(write(everything, theme)) == []
    assert open_xml_faults(write(Document(blocks=(), title=""), theme)) == []


def test_python_docx_opens_it(everything: Document, theme: Theme) -> None:
    opened = docx.Document(BytesIO(write(everything, theme)))
    assert opened.core_properties.title == everything.title
    assert opened.core_properties.author == "The desk; A. N. Other"
    assert opened.core_properties.language == "en-GB"
    titles = [each.text for each in opened.paragraphs if each.style.name == "Heading 1"]
    assert titles == ["The summit — 김정은 and Путин"]
