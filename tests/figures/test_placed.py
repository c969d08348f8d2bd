"""Wherever a template puts a figure, no word of it is smaller than 6.5 points: it is drawn for where it stands."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree
from msgspec import Struct

from briefgen.compose import figures
from briefgen.compose.figures.sketch import SMALLEST
from briefgen.compose.templates import compose
from briefgen.document import Document, Figure
from briefgen.errors import TemplateError
from briefgen.layout.pages import paginate
from briefgen.layout.placed import Picture
from briefgen.scene import Scene
from briefgen.theme import load_theme
from briefgen.write import docx, html

CASES = int(os.environ.get("BRIEFGEN_FIGURE_CASES", "40")) // 2
DRAWINGS = ("timeline", "stance-matrix", "likelihood-bar", "gains-losses", "scenario-tree", "influence-map")
LONG = "Verifikationsmechanismusüberprüfungskonferenzvorbereitungsausschuss"


def placed(pick: random.Random, depth: int = 0) -> str:
    """Return markup with a figure in it, wrapped in this and that."""
    name = pick.choice(DRAWINGS)
    options = pick.choice(("", ' data-height="900"', ' data-height="180"'))
    drawn = f'<figure data-figure="{name}"{options}><figcaption>{pick.choice(("", "A caption"))}</figcaption></figure>'
    inner = drawn if depth > 2 or pick.random() < 0.3 else placed(pick, depth + 1)
    word = pick.choice(("a", "some words", LONG))
    wraps = (
        f"{inner}",
        f"<section><h2>h</h2>{inner}</section>",
        f'<aside class="{pick.choice(("", "bottom-line", "caveat"))}">{inner}</aside>',
        f"<blockquote>{inner}</blockquote>",
        f"<ul><li>{word}{inner}</li></ul>",
        f'<ol start="{pick.choice((1, 98))}"><li>a</li><li>{inner}</li><li>c</li></ol>',
        f"<dl><dt>{word}</dt><dd>{inner}</dd></dl>",
        f'<div class="columns" data-count="{pick.choice((2, 3))}">{inner}<p>{word}</p></div>',
        f"<table><tr><td>{word}</td><td>{inner}</td></tr></table>",
        f"<table><thead><tr><th>x</th><th>{LONG}</th></tr></thead><tr><td>{inner}</td><td>{word}</td></tr></table>",
        f'<table><colgroup><col width="45%"><col></colgroup><tr><td>{inner}</td><td>{word}</td></tr></table>',
        f'<table><tr><td rowspan="2">a</td><td colspan="2">{inner}</td></tr><tr><td>b</td><td>c</td></tr></table>',
        f"<table>{''.join('<tr><td>w w w</td><td>w</td></tr>' * 15)}<tr><td>{inner}</td><td>{LONG}</td></tr></table>",
    )
    return pick.choice(wraps)


def inside(node: object) -> Iterator[Figure]:
    if isinstance(node, Figure):
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from inside(each)
    elif isinstance(node, Struct) and not isinstance(node, Scene):
        for name in node.__struct_fields__:
            yield from inside(getattr(node, name))


def smallest(scene: Scene) -> float:
    return min(words.size for words in scene.words())


@pytest.fixture(scope="module")
def documents(examples, tmp_path_factory):
    """Documents with figures in random places; where a place is too narrow for any, that is said and left out."""
    folder = tmp_path_factory.mktemp("placed")
    found: list[Document] = []
    refused = 0
    for seed in range(10_000):
        path = folder / f"t{seed}.html.j2"
        path.write_text("{# A figure somewhere. #}" + placed(random.Random(seed)), encoding="utf-8")
        try:
            document = compose(examples[seed % 2], str(path))
        except TemplateError as error:
            refused += 1
            unexpected = [fault for fault in error.faults if f"it needs {figures.NARROWEST:.0f}" not in fault.what]
            if unexpected:
                raise
            continue
        if list(inside(document.blocks)):
            found.append(document)
        if len(found) == CASES:
            break
    assert refused < CASES
    return found


def test_in_pdf_no_word_of_a_figure_is_too_small(documents):
    theme = load_theme("default")
    for document in documents:
        pictures = [piece for page in paginate(document, theme).pages for piece in page.pieces]
        drawn = [piece for piece in pictures if isinstance(piece, Picture) and isinstance(piece.image, Scene)]
        assert drawn
        for piece in drawn:
            assert smallest(piece.image) * piece.width / piece.image.width >= SMALLEST - 1e-6, document.template


def test_in_docx_no_word_of_a_figure_is_too_small(documents):
    theme = load_theme("default")
    for document in documents:
        with zipfile.ZipFile(io.BytesIO(docx.write(document, theme))) as package:
            body = etree.fromstring(package.read("word/document.xml"))
        extents = [
            int(each.get("cx")) / 12700 for each in body.iter("{*}extent") if each.getparent().tag.endswith("inline")
        ]
        scenes = [figure.image for figure in inside(document.blocks)]
        assert len(extents) == len(scenes) > 0
        for width, scene in zip(extents, scenes, strict=True):
            assert isinstance(scene, Scene)
            assert smallest(scene) * width / scene.width >= SMALLEST - 1e-3, document.template


def test_in_html_no_drawing_is_made_smaller_than_its_words_allow(documents):
    theme = load_theme("default")
    for document in documents:
        page = html.write(document, theme)
        drawings = re.findall(r'<svg class="([^"]*)" viewBox="0 0 ([0-9.]+) [^>]*>(.*?)</svg>', page, re.DOTALL)
        assert drawings
        for names, width, body in drawings:
            floor = int(re.search(r"b-from-(\d+)", names)[1])
            assert f".b-from-{floor}{{min-inline-size:{floor}px}}" in page
            least = min(float(size) for size in re.findall(r'font-size="([0-9.]+)"', body))
            assert least * floor / float(width) * 72 / 96 >= SMALLEST - 0.01


def test_where_no_figure_can_stand_that_is_told_with_how_to_mend_it(examples, tmp_path):
    path = tmp_path / "t.html.j2"
    cells = "<td>a</td>" * 4
    columns = '<colgroup><col width="10%"><col><col><col><col></colgroup>'
    path.write_text(
        f'{{# T. #}}<table>{columns}<tr><td><figure data-figure="timeline"></figure></td>{cells}</tr></table>',
        encoding="utf-8",
    )
    with pytest.raises(TemplateError) as error:
        compose(examples[0], str(path))
    assert "points wide here; it needs 150" in str(error.value)
    assert "give its column more of the width" in str(error.value)
