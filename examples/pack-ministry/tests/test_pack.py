"""The pack as its users get it: installed beside briefgen, found by name, in two languages, and without a fault."""

from __future__ import annotations

import io
import runpy
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import briefgen
from briefgen.compose import figures
from briefgen.compose.templates import available
from briefgen.content.model import Brief, Marking, Option, Recommendation
from briefgen.packs.trial import try_pack
from briefgen.theme import load_theme

PACK = Path(__file__).parents[1]


@pytest.fixture
def summit() -> Brief:
    brief = briefgen.load(briefgen.example())
    return replace(brief, recommendation=Recommendation(id="r", text="We recommend to wait."))


def page(brief: Brief, **asked: str) -> str:
    return briefgen.render(brief, format="md", base=briefgen.example().parent, **asked).data.decode()


def test_the_templates_are_found_by_name() -> None:
    assert {"ministry-submission", "ministry-dossier"} <= {name for name, _, _ in available()}


@pytest.mark.parametrize("format_", ["pdf", "docx", "html", "md"])
@pytest.mark.parametrize("template", ["ministry-submission", "ministry-dossier"])
def test_each_template_renders_in_each_format(summit: Brief, template: str, format_: str) -> None:
    output = briefgen.render(summit, format=format_, template=template, base=briefgen.example().parent)
    assert len(output.data) > 1000


def test_the_submission_ends_with_room_for_the_decision(summit: Brief) -> None:
    text = page(summit, template="ministry-submission")
    assert text.index("The Minister’s decision") > text.index("Recommendation")
    assert all(word in text for word in ("Agreed", "Not agreed", "Please discuss"))


def test_where_there_are_options_they_are_what_is_decided(summit: Brief) -> None:
    options = (Option(id="o", title="Wait", text="Wait."), Option(id="p", title="Act", text="Act."))
    text = page(replace(summit, options=options), template="ministry-submission")
    decision = text[text.index("The Minister’s decision") :]
    assert "Wait" in decision
    assert "Agreed" not in decision


def test_german_words_are_the_ministry_s(summit: Brief) -> None:
    text = page(replace(summit, language="de", kicker=""), template="ministry-submission")
    assert all(word in text for word in ("Leitungsvorlage", "Votum", "Entscheidung der Hausleitung", "Hintergrund"))


def test_the_dossier_draws_the_ministry_s_own_figure(summit: Brief) -> None:
    page = briefgen.render(summit, format="html", template="ministry-dossier", base=briefgen.example().parent)
    assert "What each key judgement rests on" in page.data.decode()
    german = replace(summit, language="de")
    page = briefgen.render(german, format="html", template="ministry-dossier", base=briefgen.example().parent)
    assert "Worauf jede Kernaussage beruht" in page.data.decode()


def test_the_figure_counts_each_source_once(summit: Brief) -> None:
    scene = figures.draw("ministry-evidence", summit, load_theme("ministry"))
    assert scene is not None
    key = [each for each in summit.judgements if each.key]
    cited = [len({citation.source for citation in each.citations}) for each in key]
    assert sorted(len(row[1].split("; ")) for row in scene.rows) == sorted(cited)
    assert figures.draw("ministry-evidence", replace(summit, judgements=()), load_theme("ministry")) is None


def test_word_files_are_on_the_ministry_s_paper(summit: Brief) -> None:
    marked = replace(summit, marking=Marking(label="OFFICIAL"))
    output = briefgen.render(marked, format="docx", template="ministry-submission", base=briefgen.example().parent)
    with zipfile.ZipFile(io.BytesIO(output.data)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    (head,) = (text for name, text in parts.items() if "Ministry of Example Affairs" in text and "header" in name)
    assert "OFFICIAL" in head
    assert "{{" not in "".join(parts.values())


def test_the_letterhead_is_what_its_script_makes() -> None:
    made = runpy.run_path(str(PACK / "make_letterhead.py"))
    with (
        zipfile.ZipFile(io.BytesIO(made["letterhead"]())) as again,
        zipfile.ZipFile(made["FILE"]) as there,
    ):
        parts = [name for name in there.namelist() if name.startswith(("word/header", "word/footer"))]
        assert parts
        assert all(again.read(name) == there.read(name) for name in (*parts, "word/document.xml"))


def test_the_audience_brings_template_and_labels(summit: Brief) -> None:
    text = page(summit, audience="ministry")
    assert "What we do not know" in text
    assert "The Minister’s decision" in text


def test_the_pack_has_no_fault() -> None:
    tried = try_pack(PACK)
    assert [str(fault) for fault in (*tried.faults, *tried.notes)] == []
    assert tried.templates == 2
