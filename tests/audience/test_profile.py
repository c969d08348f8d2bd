"""An audience is a small file with errors that say where; what it says of form reaches every template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen.audience.presenting import view_of
from briefgen.audience.profile import SECTIONS, Audience, available, load_audience
from briefgen.audience.selection import select
from briefgen.compose.templates import compose
from briefgen.content.loading import load
from briefgen.document import Document, Heading
from briefgen.errors import AudienceError
from briefgen.plain import plain
from briefgen.resources import folder
from briefgen.view import View

BUILT_IN = ("principal", "minister", "legislator", "analyst", "embassy", "press", "public", "intelligence")
SUMMIT = load(briefgen.example())


def headings(document: Document) -> list[str]:
    found: list[str] = []

    def walk(blocks: Any) -> None:
        for block in blocks:
            if isinstance(block, Heading) and block.level == 2:
                found.append(plain(block.children))
            walk(getattr(block, "blocks", ()))

    walk(document.blocks)
    return found


def composed(audience: Audience, template: str = "") -> Document:
    left = select(SUMMIT, audience)
    return compose(left, template or audience.template or "full", view=view_of(left, audience))


def test_the_built_in_audiences_are_there_and_described() -> None:
    rows = {name: (described, where) for name, described, where in available()}
    assert set(BUILT_IN) <= set(rows)
    assert all(len(rows[name][0]) > 30 and rows[name][1] == "built in" for name in BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_summit_renders_for_everyone(name: str) -> None:
    output = briefgen.render(SUMMIT, audience=name, format="md")
    assert SUMMIT.title in output.data.decode()
    assert briefgen.prove(SUMMIT, output, audience=name).findings == ()


def test_every_fault_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        'name = "a"\nsections = ["judgments", "caveats", "caveats"]\ndepth = 9\nlikelihood_scale = "icd"\n'
        '[emphasis.domains]\neconomics = 2\n[release.highest]\ntlp = "TLP:WHITE"\n'
    )
    with pytest.raises(AudienceError) as caught:
        load_audience(path)
    assert [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults] == [
        "2:13: sections[0]: there is no section 'judgments'; did you mean 'judgements'?",
        "2:37: sections[2]: the section 'caveats' stands twice; leave one",
        "3:9: depth: 9 is not from 1 to 5; 1 shows everything",
        "4:20: likelihood_scale: there is no scale 'icd'; did you mean 'icd203'?",
        "6:13: emphasis.domains.economics: there is no domain 'economics'; did you mean 'economic'?",
        "8:7: release.highest.tlp: 'TLP:WHITE' has no level of the scheme Traffic Light Protocol 2.0; "
        "it is now TLP:CLEAR",
    ]


def test_an_audience_may_be_yaml_and_stand_beside_its_template(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: a\ntemplate: own.html.j2\nrelease:\n  highest: {tlp: TLP:GREEN}\n")
    (tmp_path / "own.html.j2").write_text("<h1>{{ brief.title }}</h1>")
    audience = load_audience(tmp_path / "a.yaml")
    assert audience.release is not None
    assert briefgen.render(SUMMIT, audience=audience, format="md").data.decode().strip() == f"# {SUMMIT.title}"


def test_one_s_own_audience_is_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "audiences").mkdir()
    (tmp_path / "audiences" / "press.toml").write_text('name = "press"\ndescription = "ours"\n')
    monkeypatch.chdir(tmp_path)
    assert load_audience("press").description == "ours"
    assert ("press", "ours", "./audiences") in available()


def test_a_name_that_is_none_says_the_nearest() -> None:
    with pytest.raises(AudienceError, match="did you mean 'press'"):
        load_audience("pres")


def test_an_audience_made_in_python_meets_the_same_checks() -> None:
    with pytest.raises(AudienceError, match="there is no section 'nowhere'"):
        briefgen.render(SUMMIT, audience=Audience(name="a", sections=("nowhere",)), format="md")


@pytest.mark.parametrize("template", ["full", "glance", "memo", "one-page"])
def test_sections_stand_in_the_reader_s_order_and_no_others(template: str) -> None:
    whole = headings(composed(Audience(name="a"), template))
    turned = headings(composed(Audience(name="a", sections=("caveats", "responses", "bottom_line")), template))
    if template == "memo":  # responses stand within the argument
        assert turned == ["What limits this advice", "Argument"]
    else:
        responses = "How others respond"
        assert [word for word in turned if word != "Bottom line"] == ["What limits this brief", responses]
        assert ("Bottom line" in turned) == (template != "glance")
    assert len(turned) < len(whole)


@pytest.mark.parametrize("template", ["full", "glance", "memo", "one-page"])
def test_all_sections_named_in_any_order_lose_nothing(template: str) -> None:
    backwards = Audience(name="a", sections=tuple(reversed(SECTIONS)))
    assert sorted(headings(composed(backwards, template))) == sorted(headings(composed(Audience(name="a"), template)))


def test_every_section_is_a_block_of_some_template() -> None:
    text = "".join(path.read_text() for path in (folder("templates") / "pack").glob("*.j2"))
    for section, blocks in SECTIONS.items():
        assert any(f"{{% block {block} %}}" in text for block in blocks), section


def test_labels_are_renamed() -> None:
    audience = Audience(name="a", labels={"What limits this brief": "What is not known"})
    assert "What is not known" in headings(composed(audience))
    assert "What limits this brief" not in headings(composed(audience))


def test_dates_are_written_as_the_reader_likes(brief: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "t.html.j2"
    path.write_text("<p>{{ brief.as_of|date }}</p>")
    whole = brief(as_of={"year": 2026, "month": 3, "day": 7}, language="en-US")

    def said(**form: Any) -> str:
        return plain(compose(whole, str(path), view=View(**form)).blocks[0].children)  # type: ignore[union-attr]

    assert said() == "March 7, 2026"
    assert said(dates="short") == "Mar 7, 2026"
    assert said(dates="iso") == "2026-03-07"
    assert said(language="en-GB") == "7 March 2026"


def test_what_is_given_wins_over_the_audience() -> None:
    press = load_audience("press")
    assert "Likelihood terms" not in briefgen.render(SUMMIT, audience=press, template="full", format="md").data.decode()
    long = briefgen.render(SUMMIT, audience=press, template="full", format="pdf").pages
    assert long is not None
    assert long > press.pages, "the bound on pages is for the audience's own template"


def test_the_bound_on_pages_holds() -> None:
    output = briefgen.render(SUMMIT, audience=replace(load_audience("analyst"), pages=4))
    assert output.pages is not None
    assert output.pages <= 4
