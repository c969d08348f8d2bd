"""A figure in each format: real text and one Figure in PDF, SVG in HTML and DOCX, its data beside it."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import EntryPoint

import pypdf
import pytest
from click.testing import CliRunner
from PIL import Image

import briefgen
from briefgen.cli.main import cli
from briefgen.compose import figures
from briefgen.compose.templates import compose
from briefgen.content import model
from briefgen.document import Figure, Section
from briefgen.errors import TemplateError
from briefgen.layout.fonts import faces
from briefgen.plain import plain
from briefgen.scene import Scene
from briefgen.theme import load_theme
from briefgen.write import png, svg

MARKUP = """{# Figures. #}<h1>{{ brief.title }}</h1><p>Words.</p>
<figure data-figure="timeline" id="when"><figcaption>It took <em>years</em></figcaption></figure>
<figure data-figure="stance-matrix"><figcaption></figcaption></figure>
<section><h2>Nothing here</h2><figure data-figure="scenario-tree"><figcaption>Gone</figcaption></figure></section>
<figure data-figure="gains-losses"><figcaption></figcaption></figure>
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "figures.html.j2"
    path.write_text(MARKUP, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def summit():
    return briefgen.load(briefgen.example())


def drawn(document):
    return [block for block in document.blocks if isinstance(block, Figure)]


def test_figures_become_scenes_and_what_has_nothing_to_show_vanishes_with_its_section(summit, template):
    document = compose(summit, template)
    assert [figure.image.name for figure in drawn(document)] == ["timeline", "stance-matrix", "gains-losses"]
    assert not any(isinstance(block, Section) for block in document.blocks)
    assert all(isinstance(figure.image, Scene) and figure.alt == figure.image.alt for figure in drawn(document))


def test_captions_are_numbered_over_the_figures_that_are_there_and_say_the_message_where_no_words_are_given(
    summit, template
):
    first, second, third = (plain(figure.caption) for figure in drawn(compose(summit, template)))
    assert first == "Figure\u00a01. It took years"
    assert second.startswith("Figure\u00a02. ")
    assert len(second) > 20
    assert third.startswith("Figure\u00a03. ")


@pytest.mark.parametrize(
    ("language", "word"), [("zh-TW", "圖"), ("zh-Hant", "圖"), ("zh", "图"), ("de-AT", "Abbildung")]
)
def test_captions_begin_with_the_word_of_the_language(summit, template, language, word):
    figure = drawn(compose(dataclasses.replace(summit, language=language), template))[0]
    assert plain(figure.caption).startswith(f"{word}\u00a01. ")


def test_a_wrong_number_of_columns_is_no_fault_of_the_figures(summit, tmp_path):
    path = tmp_path / "t.html.j2"
    columns = '<div class="columns" data-count="many"><p>a</p></div>'
    path.write_text(f'<figure data-figure="timeline"></figure>{columns}', encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        compose(summit, str(path))
    assert ["data-count" in fault.what for fault in caught.value.faults] == [True]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<figure data-figure="timelin"></figure>', "did you mean 'timeline'?"),
        ('<figure data-figure="timeline" data-moist="3"></figure>', "has no option 'moist'"),
        ('<figure data-figure="timeline" data-least="few"></figure>', "it is a whole number"),
        ('<figure data-figure="timeline" data-height="-3"></figure>', "give points"),
    ],
)
def test_a_wrong_figure_is_told_with_its_place_and_how_to_mend_it(summit, tmp_path, markup, said):
    path = tmp_path / "t.html.j2"
    path.write_text(f"<p>x</p>\n{markup}", encoding="utf-8")
    with pytest.raises(TemplateError) as error:
        compose(summit, str(path))
    assert said in str(error.value)
    assert "t.html.j2:2" in str(error.value)


def test_in_columns_a_figure_is_drawn_as_wide_as_its_column(summit, tmp_path):
    path = tmp_path / "t.html.j2"
    path.write_text('<div class="columns"><figure data-figure="timeline"></figure><p>x</p></div>', encoding="utf-8")
    theme = load_theme("default")
    (columns,) = compose(summit, str(path)).blocks
    room = 595.2756 - theme.page.left - theme.page.right
    assert columns.blocks[0].image.width == pytest.approx((room - theme.page.column_gap) / 2)


def test_in_pdf_a_drawing_is_one_tagged_figure_of_vectors_and_text(summit, template):
    data = briefgen.render(summit, format="pdf", template=template).data
    reader = pypdf.PdfReader(io.BytesIO(data))
    page = reader.pages[0]
    assert not page.images
    text = page.extract_text()
    assert "Putin and Kim meet in Pyongyang" in text.replace("\n", " ")
    found = _elements(reader.trailer["/Root"]["/StructTreeRoot"])
    tagged = [element for element in found if element.get("/S") == "/Figure"]
    assert len(tagged) == 3
    for element in tagged:
        assert element["/Alt"]
        assert len(element["/A"]["/BBox"]) == 4
    content = page.get_contents().get_data().decode("latin-1")
    marked = 0
    for line in re.findall(r"BDC|EMC|\bT[jJ]\b|\b[SfB]\b", content):
        marked += {"BDC": 1, "EMC": -1}.get(line, 0)
        assert marked in (0, 1)
        if line not in ("BDC", "EMC"):
            assert marked == 1  # nothing is painted outside of marked content


def _elements(node, depth=0):
    found = [node] if "/S" in node else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and depth < 40:
            found += _elements(kid, depth + 1)
    return found


def test_in_docx_a_drawing_is_svg_with_a_picture_for_programs_that_show_none(summit, template):
    data = briefgen.render(summit, format="docx", template=template).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        body = package.read("word/document.xml").decode()
        pictures = [package.read(name) for name in names if name.endswith(".png")]
        vectors = [package.read(name).decode() for name in names if name.endswith(".svg")]
    assert body.count("svgBlip") == len(vectors) == 3
    assert sum(Image.open(io.BytesIO(each)).size[0] > 1000 for each in pictures) == 3
    assert all("<text" not in each and "<path" in each for each in vectors)
    assert body.count('descr="Timeline of 2 events') == 2


def test_in_html_a_drawing_is_inline_svg_with_its_words_data_and_colours_of_both_palettes(summit, template):
    page = briefgen.render(summit, format="html", template=template).data.decode()
    assert page.count('role="img"') == 6  # three for broad and three for narrow screens
    assert page.count("<title id=") == 6
    assert "<details" in page
    inks = set(re.findall(r"var\((--drawn-[a-z]+-[0-9a-f]{6})\)", page))
    assert inks
    assert all(f"{ink}:var(--" in page for ink in inks)
    assert not re.search(r'(?:fill|stroke)="#', page)


def test_in_markdown_the_data_stands_for_the_drawing(summit, template):
    text = briefgen.render(summit, format="md", template=template).data.decode()
    assert "Both leaders sign a new treaty" in text
    assert re.search(r"\| *Date *\| *Event *\|", text)


@pytest.mark.parametrize("format_", ["pdf", "docx", "html", "md"])
def test_the_same_brief_gives_the_same_bytes(summit, template, format_):
    one, other = (briefgen.render(summit, format=format_, template=template).data for _ in range(2))
    assert one == other


@pytest.mark.parametrize("name", figures.BUILT_IN)
@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_command_draws_each_figure_by_itself(name, ending, tmp_path):
    brief = str(briefgen.example().parents[1] / "new-start" / "brief.yaml")
    target = tmp_path / f"x.{ending}"
    result = CliRunner().invoke(cli, ["figure", name, brief, "-o", str(target)], obj={})
    assert result.exit_code == 0, result.output
    start = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[ending]
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_command_draws_what_a_brief_has_and_says_what_it_has_not(ending, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    drawn = 0
    for name in figures.BUILT_IN:
        result = CliRunner().invoke(cli, ["figure", name, str(briefgen.example()), "-o", f"{name}.{ending}"], obj={})
        if result.exit_code:
            assert f"nothing for the figure '{name}' to show" in result.output
        drawn += (tmp_path / f"{name}.{ending}").is_file()
    assert drawn == len(list(tmp_path.iterdir())) == 7


def test_a_package_adds_a_figure_by_entry_point(summit, tmp_path, monkeypatch):
    (tmp_path / "own_figure.py").write_text(
        '"""How many actors there are."""\n'
        "def draw(brief, sketch, *, loud: bool = False):\n"
        "    text = f'{len(brief.actors)} actors' + '!' * loud\n"
        "    bottom = sketch.put(sketch.label(text, sketch.strong, sketch.width), 0, 0)\n"
        "    return sketch.finish(bottom, name='own', alt=text, head=('n',), rows=[(text,)])\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    entry = EntryPoint(name="own", value="own_figure", group="briefgen.figures")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [entry] if group == entry.group else [])
    figures._installed.cache_clear()
    try:
        assert ("own", "How many actors there are.") in figures.available()
        path = tmp_path / "t.html.j2"
        path.write_text('<figure data-figure="own" data-loud><figcaption>Who</figcaption></figure>', encoding="utf-8")
        (block,) = drawn(compose(summit, str(path)))
        assert block.alt == f"{len(summit.actors)} actors!"
        assert plain(block.caption) == "Figure\u00a01. Who"
    finally:
        figures._installed.cache_clear()


def test_the_command_lists_figures_and_prints_their_data():
    brief = str(briefgen.example())
    listed = CliRunner().invoke(cli, ["figure", "--list"], obj={}).output
    assert all(name in listed for name in figures.BUILT_IN)
    data = CliRunner().invoke(cli, ["figure", "stance-matrix", brief, "--data"], obj={}).output
    assert "China\tdistant\t" in data


def test_what_does_not_fit_is_counted_and_said():
    events = tuple(
        model.Event(id=f"e{n}", title=f"Event {n}", text="t", date=model.PartialDate(year=1800 + n)) for n in range(200)
    )
    scene = figures.draw("timeline", model.Brief(id="b", title="B", events=events), load_theme("default"))
    shown = sum(words.text.startswith("Event ") for words in scene.words())
    assert shown + scene.hidden == 200
    assert any(f"{scene.hidden} more events" in words.text for words in scene.words())
    assert len(scene.rows) == 200


def test_likelihoods_that_do_not_fit_are_counted_as_more():
    estimate = model.Estimate(wording="likely", scale="icd203", term="likely")
    judgements = tuple(model.Judgement(id=f"j{n}", text=f"Judgement {n}.", likelihood=estimate) for n in range(60))
    scene = figures.draw("likelihood-bar", model.Brief(id="b", title="B", judgements=judgements), load_theme("default"))
    assert scene.hidden > 1
    assert any(words.text.startswith(f"And {scene.hidden} more, less likely") for words in scene.words())


def test_a_brief_from_right_to_left_is_drawn_from_right_to_left(example):
    from dataclasses import replace

    theme = load_theme("default")
    ltr = figures.draw("stance-matrix", example, theme)
    rtl = figures.draw("stance-matrix", replace(example, language="ar"), theme)
    first = next(words for words in ltr.words() if words.bold)
    last = next(words for words in rtl.words() if words.bold and words.text == first.text)
    assert first.x == pytest.approx(rtl.width - last.x - last.width)


def test_letters_as_outlines_need_no_fonts_and_look_as_the_pdf(example):
    theme = load_theme("default")
    scene = figures.draw("timeline", example, theme)
    drawn_ = svg.write_outlined(scene, faces(theme))
    assert "font" not in drawn_
    picture = Image.open(io.BytesIO(png.write(scene, faces(theme), scale=2)))
    assert picture.size[0] == round(scene.width * 2)
    assert len(picture.convert("L").getcolors()) > 20


def test_each_closed_chain_of_a_glyph_begins_where_it_is():
    """Two rings without a point on their curves, as some fonts draw an 8 or a colon."""
    ring = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), None)
    low = [("qCurveTo", ring), ("closePath", ())]
    high = [("qCurveTo", (*((x, y + 9.0) for x, y in ring[:-1]), None)), ("closePath", ())]
    steps = svg._steps([*low, *high])
    assert "".join(letter for letter, _ in steps) == "MQQQQZMQQQQZ"
    assert [points[0] for letter, points in steps if letter == "M"] == [(1.0, 0.0), (1.0, 9.0)]
    assert steps[4][1][-1] == (1.0, 0.0)


@pytest.mark.poppler
def test_poppler_shows_every_word_of_a_figure(example, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    from briefgen.layout.drawings import alone
    from briefgen.write.pdf import write

    theme = load_theme("default")
    scene = figures.draw("timeline", example, theme)
    path = tmp_path / "x.pdf"
    path.write_bytes(write(alone(scene), faces(theme)))
    found = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    for words in scene.words():
        assert " ".join(words.text.split()) in " ".join(found.split())
