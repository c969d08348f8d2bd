"""Every PDF of every example and template is valid for both standards and says what its document says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from briefgen import load, resources
from briefgen.compose.templates import available, compose
from briefgen.document import Document
from briefgen.errors import LayoutError
from briefgen.layout.fonts import Faces, faces
from briefgen.layout.pages import paginate
from briefgen.layout.placed import Pages
from briefgen.plain import plain_blocks
from briefgen.theme import load_theme
from briefgen.write.pdf import write


@dataclass(slots=True)
class Rendered:
    document: Document
    pages: Pages
    faces: Faces
    data: bytes


@pytest.fixture(scope="module")
def rendered() -> dict[str, Rendered]:
    """Each example in each template, by name; what is refused since it fills more pages than it may is left out."""
    made: dict[str, Rendered] = {}
    for path in sorted(resources.folder("examples").glob("*/brief.yaml")):
        brief = load(path)
        for template, *_ in available():
            document = compose(brief, template, base=path.parent)
            theme = load_theme(document.theme or "default")
            try:
                pages = paginate(document, theme)
            except LayoutError:
                assert document.pages
                continue
            known = faces(theme)
            made[f"{path.parent.name} {template}"] = Rendered(document, pages, known, write(pages, known))
    assert len(made) >= 6
    return made


def test_page_validation_finds_nothing(rendered: dict[str, Rendered], findings: Any) -> None:
    assert {name: findings(one.data) for name, one in rendered.items()} == {name: {} for name in rendered}


@pytest.mark.verapdf
def test_verapdf_finds_nothing(rendered: dict[str, Rendered], verapdf: Any) -> None:
    assert verapdf({name: one.data for name, one in rendered.items()}) == {name: {} for name in rendered}


@pytest.mark.outloud
def test_outloud_finds_nothing(rendered: dict[str, Rendered], outloud: Any) -> None:
    for name, one in rendered.items():
        assert outloud(one.data) == "", name


def test_structure_text_is_the_text_of_the_pages(
    rendered: dict[str, Rendered], structure_text: Any, expected_text: Any
) -> None:
    for name, one in rendered.items():
        assert structure_text(one.data) == expected_text(one.pages), name


def test_structure_text_holds_the_document_in_its_order(rendered: dict[str, Rendered], structure_text: Any) -> None:
    """Letter by letter and in order; between them stand only the numbers, labels and notes that layout adds."""
    for name, one in rendered.items():
        said = iter(_letters(structure_text(one.data)))
        for line in plain_blocks(one.document.blocks).splitlines():
            assert all(letter in said for letter in _letters(line)), (name, line)


def _letters(text: str) -> list[str]:
    return [letter for letter in text.casefold() if not letter.isspace() and letter not in "\u00ad\u200b\u2060"]


def test_words_stay_apart_and_whole(rendered: dict[str, Rendered], structure_text: Any) -> None:
    """A line break neither joins two words nor leaves a hyphen in one."""
    for name, one in rendered.items():
        said = set(structure_text(one.data, end="\n").replace("\u00ad", "").casefold().split())
        words = [word for word in plain_blocks(one.document.blocks).casefold().split() if word.isalpha()]
        lost = [word for word in words if word not in said]
        assert len(lost) <= len(words) * 0.01, (name, lost)  # a note's number touches the word before it


def test_the_same_pages_make_the_same_bytes(rendered: dict[str, Rendered]) -> None:
    for one in rendered.values():
        assert write(one.pages, one.faces) == one.data
