"""Every example in every template and theme is a valid Word file that a reader finds the way in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefgen import resources
from briefgen.compose.templates import compose
from briefgen.content.loading import load
from briefgen.document import Document
from briefgen.theme import load_theme
from briefgen.write.docx import write

Check = Callable[[bytes], list[str]]
EXAMPLES = ["putin-kim-summit", "new-start"]
TEMPLATES = ["full", "one-page", "memo", "glance"]


def _composed(example: str, template: str) -> Document:
    path = resources.folder("examples") / example / "brief.yaml"
    return compose(load(path), template, base=path.parent)


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_example_is_valid_in_every_theme(
    example: str, template: str, schema_faults: Check, pointing_faults: Check
) -> None:
    document = _composed(example, template)
    for theme in ("default", "letter", "plain"):
        data = write(document, load_theme(theme))
        assert schema_faults(data) == []
        assert pointing_faults(data) == []


@pytest.mark.openxml
@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_open_xml_sdk_finds_no_fault_in_examples(example: str, template: str, open_xml_faults: Check) -> None:
    assert open_xml_faults(write(_composed(example, template), load_theme("default"))) == []
