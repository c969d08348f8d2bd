"""Figures speak the document's language: nothing they say of their own is left in English, in any language."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen import resources
from briefgen.compose import catalogues, figures
from briefgen.compose.catalogues import PLACEHOLDER, Labels
from briefgen.compose.templates import compose
from briefgen.content import model
from briefgen.content.scales import SCALES
from briefgen.document import Figure
from briefgen.plain import plain
from briefgen.scene import Group, Scene, Shapes
from briefgen.theme import load_theme

LOCALE = Path(str(resources.folder("templates"))) / "locale"
LANGUAGES = [name for name in catalogues.languages(LOCALE) if name != "en_US"]
WRITTEN = ("title", "name", "short", "text", "headline", "wording", "what", "unit", "before", "after", "dimension",
           "comparator", "role", "time_horizon", "subtitle", "organisation")  # fmt: skip
KEPT = [*(scale.title for scale in SCALES.values()), "very likely", "likely"]  # names, and words of a scale quoted


def in_greek(value: Any, field: str = "") -> Any:
    """Return a brief whose every text is in Greek letters: what is in Latin ones is then a figure's own."""
    if isinstance(value, enum.Enum):
        return value
    if isinstance(value, str):
        return re.sub(r"[A-Za-z]", "α", re.sub(r"\[(.*?)\]\(.*?\)", r"\1", value)) if field in WRITTEN else value
    if isinstance(value, tuple):
        return tuple(in_greek(each, field) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [each.name for each in dataclasses.fields(value)]
        return dataclasses.replace(value, **{name: in_greek(getattr(value, name), name) for name in fields})
    return value


def with_everything(brief: model.Brief) -> model.Brief:
    """Return a brief in which figures have more to say: nothing known of a date, likelihood, precedent or sign."""
    sure = model.Confidence(level=model.Level.LOW)
    estimates = (
        model.Estimate(wording="w", scale="icd203", term="likely", confidence=sure),
        model.Estimate(wording="w", low=10, high=20),
        model.Estimate(wording="w"),
    )
    actors = tuple(model.Actor(id=f"zz{n}", name="n", kind=model.ActorKind.STATE) for n in range(60))
    judgements = tuple(
        model.Judgement(id=f"zj{n}", text="t", likelihood=estimates[n % 3], confidence=sure) for n in range(70)
    )
    responses = tuple(
        model.Response(id=f"zr{n}", actor=f"zz{n}", text="t", stance=list(model.Stance)[n % 7]) for n in range(60)
    )
    causes = tuple(
        model.Implication(id=f"zi{n}", text="t", affected=(model.Effect(actor=f"zz{n}", direction=way),))
        for n, way in enumerate(list(model.Direction) * 15)
    )
    return dataclasses.replace(
        brief,
        actors=(*brief.actors, *actors),
        events=(*brief.events, model.Event(id="ze", title="t", text="t")),
        judgements=(*brief.judgements, *judgements),
        responses=(*brief.responses, *responses),
        implications=(*brief.implications, *causes),
    )


def said(scene: Scene) -> Iterator[str]:
    yield from (scene.alt, scene.message, scene.long, *scene.head, *(cell for row in scene.rows for cell in row))
    yield from (words.text for words in scene.words())
    yield from titles(scene.shapes)


def titles(shapes: Shapes) -> Iterator[str]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield shape.title
            yield from titles(shape.shapes)


def own_words(text: str) -> str:
    for kept in KEPT:
        text = text.replace(kept, "")
    return text


@pytest.fixture(scope="module")
def greek(examples):
    return [in_greek(brief) for brief in (*examples, *(with_everything(brief) for brief in examples))]


class Veiled:
    """A catalogue in which every word is a row of omegas: what it does not cover shows."""

    def find(self, key: tuple[str, str], number: int | None = None) -> str:
        return "".join(
            part if part.startswith("%(") else re.sub("[A-Za-z]", "ω", part)
            for part in re.split(r"(%\(\w+\)s)", key[1])
        )


@pytest.mark.parametrize("name", figures.BUILT_IN)
@pytest.mark.parametrize("width", [467.0, 200.0])
def test_all_that_a_figure_says_of_its_own_goes_through_the_catalogues(name, width, greek, monkeypatch):
    monkeypatch.setattr(figures, "labels_for", lambda tag: Labels((Veiled(),), english=False))  # type: ignore[arg-type]
    theme, drawn = load_theme("default"), 0
    for brief in greek:
        scene = figures.draw(name, dataclasses.replace(brief, language="el"), theme, width=width)
        if scene is not None:
            drawn += 1
            assert [text for text in said(scene) if re.search("[A-Za-z]", own_words(text))] == []
    assert drawn


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "all.html.j2"
    drawn = "".join(f'<figure data-figure="{name}"><figcaption></figcaption></figure>' for name in figures.BUILT_IN)
    path.write_text("{# All. #}" + drawn, encoding="utf-8")
    return str(path)


def english(catalogue: catalogues.Catalogue) -> set[str]:
    """Return the pieces of the English messages that no translation has, longest words only."""
    translated = " ".join(form for forms in catalogue.forms.values() for form in forms).casefold()
    found = set()
    for _, message in catalogue.forms:
        for piece in PLACEHOLDER.split(message):
            piece = piece.strip(" .,;:()").casefold()
            if len(piece) > 3 and piece not in translated:
                found.add(piece)
    return found


@pytest.mark.parametrize("tag", LANGUAGES)
def test_in_no_language_an_english_word_of_the_catalogue_is_left(tag, greek, template):
    left = english(catalogues.read(LOCALE / tag / catalogues.FILE))
    assert len(left) > 100
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(left)))})\b")
    for brief in greek:
        document = compose(dataclasses.replace(brief, language=tag.replace("_", "-")), template)
        drawn = [block for block in document.blocks if isinstance(block, Figure)]
        assert len(drawn) >= 5
        for figure in drawn:
            assert isinstance(figure.image, Scene)
            for text in (*said(figure.image), *said(figure.narrow or figure.image), plain(figure.caption)):
                assert pattern.findall(own_words(text).casefold()) == [], text
                if tag not in ("fr", "de", "es"):
                    assert not re.search("[A-Za-z]{2}", own_words(text)), text


@pytest.mark.parametrize("tag", ["ar", "he"])
def test_from_right_to_left_labels_are_shaped_and_stand_turned_over(tag, examples):
    theme = load_theme("default")
    scene = figures.draw("stance-matrix", dataclasses.replace(examples[0], language=tag), theme)
    plain_ = figures.draw("stance-matrix", examples[0], theme)
    assert all(words.rtl for words in scene.words())
    first, last = (next(words for words in one.words() if words.bold) for one in (plain_, scene))
    assert first.x == pytest.approx(scene.width - last.x - last.width)
    if tag == "ar":
        own = [words for words in scene.words() if re.search("[\u0600-\u06ff]", words.text)]
        assert len(own) > 3
        assert all(
            run.glyphs is not None for words in own for run in words.runs if re.search("[\u0600-\u06ff]", run.text)
        )
