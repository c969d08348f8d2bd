"""The built-in templates: whatever a brief says has its place, and what it does not say leaves no trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from briefgen.compose.templates import available, compose
from briefgen.content.loading import loads
from briefgen.content.model import Brief, Statement
from briefgen.document import Cite, Document, Heading, List, Note, Section, Table
from briefgen.layout.fit import fit
from briefgen.layout.pages import paginate
from briefgen.plain import fold, plain, plain_blocks
from briefgen.theme import load_theme

Text = Callable[[Document], str]
Nodes = Callable[[Document, type], list[Any]]
Briefs = dict[str, Callable[[], Brief]]


def bare(markdown: str) -> str:
    """Return a brief's words without their Markdown, folded and without the last stop."""
    return fold(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", re.sub(r"[*`\\]", "", markdown))).rstrip(".")


def headings(document: Document, nodes: Nodes) -> list[str]:
    return [plain(heading.children) for heading in nodes(document, Heading)]


def test_built_in_templates_are_listed_with_what_they_are_for() -> None:
    found = {name: description for name, description, _ in available()}
    assert {"full", "one-page", "memo", "glance"} <= set(found)
    assert "base" not in found
    assert all(len(found[name]) > 30 for name in ("full", "one-page", "memo", "glance"))


def test_every_template_takes_every_brief(brief: Brief, template: str, text: Text) -> None:
    document = compose(brief, template)
    assert document.title == brief.title
    assert bare(brief.title) in text(document)


def test_full_holds_every_headline_and_every_text(
    brief: Brief, text: Text, statements: Callable[[Brief], list[Statement]]
) -> None:
    found = text(compose(brief, "full"))
    assert [s.id for s in statements(brief) if s.headline and bare(s.headline) not in found] == []
    assert [s.id for s in statements(brief) if bare(s.text) not in found] == []


def test_full_says_each_text_once(brief: Brief, text: Text, statements: Callable[[Brief], list[Statement]]) -> None:
    found = text(compose(brief, "full"))
    texts = [bare(s.text) for s in statements(brief) if len(s.text) > 40]
    apart = [one for one in texts if sum(one in other for other in texts) == 1]
    assert [one for one in apart if found.count(one) > 1] == []


def test_full_gives_the_exact_quote_of_every_citation(
    brief: Brief, note_text: Text, statements: Callable[[Brief], list[Statement]]
) -> None:
    found = note_text(compose(brief, "full"))
    quotes = [fold(c.quote) for s in statements(brief) for c in s.citations if c.quote]
    assert [quote for quote in quotes if quote not in found] == []


def test_full_holds_what_stands_beside_the_statements(bill: Brief, text: Text) -> None:
    found = text(compose(bill, "full"))
    for words in (
        "Members of the Environment Committee",
        "Second reading is on 12 March",
        "The committee reports by the end of March",
        "A. Researcher and B. Researcher",
        "Edition 2",
        "TLP:GREEN",
        "Two official documents; no independent estimate of costs was found",
        "sponsor of the bill",
        "First reading",
        "4(2)",
        "must not",
        "at most 0.10 mg/l",
        "a declared flood",
        "report the flood",
        "the date stays",
        "10–20 million",
        "by 2030",
        "Two whips agree",
        "The bill falls",
        "Costly",
        "Official text",
        "example.org/bill",
        "Reliability A",
        "phosphate",
        "A nutrient",
        "0.20",
    ):
        assert words in found, words


def test_a_recommendation_stands_only_where_the_brief_gives_one(brief: Brief, template: str, nodes: Nodes) -> None:
    found = headings(compose(brief, template), nodes)
    assert ("Recommendation" in found) == (brief.recommendation is not None)


def test_nothing_said_leaves_nothing_behind(smallest: Brief, template: str, nodes: Nodes, text: Text) -> None:
    document = compose(smallest, template)
    assert text(document).count("There is little to say.") == 1
    assert nodes(document, Table) == []
    assert nodes(document, Note) == []
    assert len(headings(document, nodes)) == 2, "the title, and the one section that holds something"
    for section in nodes(document, Section):
        assert any(not isinstance(block, Heading) for block in section.blocks)


def test_no_slip_of_the_pen(brief: Brief, template: str, nodes: Nodes) -> None:
    document = compose(brief, template)
    found = plain_blocks((*document.blocks, *(block for note in nodes(document, Note) for block in note.blocks)))
    assert re.findall(r"\bNone\b|Undefined|\[\]|\(\)|Decimal|StrEnum", found) == []
    assert re.findall(r"[^.]\.\.(?!\.)|…\.|\?\.|!\.|, \.|,,| ,|: \.|;\.", found) == []
    assert re.findall(r"\b([^\W\d]{2,}) \1\b", found) == []


def test_headings_step_down_one_level_at_a_time(brief: Brief, template: str, nodes: Nodes) -> None:
    levels = [heading.level for heading in nodes(compose(brief, template), Heading)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_step_down_whatever_the_brief_leaves_out(briefs: Briefs, nodes: Nodes) -> None:
    brief = briefs["new-start"]()
    background = next(one.id for one in brief.instruments if one.context)
    provision = replace(brief.provisions[0], id="of-the-background", instrument=background, parent=None)
    brief = replace(brief, provisions=(*brief.provisions, provision))
    for left_out in ("drivers", "events", "comparisons", "responses", "caveats"):
        some: Brief = replace(brief, **{left_out: ()})  # type: ignore[arg-type]
        levels = [heading.level for heading in nodes(compose(some, "full"), Heading)]
        assert all(below <= above + 1 for above, below in pairwise(levels)), (left_out, levels)


def test_no_two_headings_are_alike(brief: Brief, template: str, nodes: Nodes) -> None:
    found = headings(compose(brief, template), nodes)
    assert sorted(set(found)) == sorted(found)


def test_every_citation_leads_to_an_entry_of_the_list(brief: Brief, nodes: Nodes) -> None:
    document = compose(brief, "full")
    ids = {item.attr.id for block in nodes(document, List) for item in block.items}
    assert {cite.target for cite in nodes(document, Cite)} <= ids


def test_likelihood_words_stand_in_full_as_they_were_written(
    brief: Brief, text: Text, statements: Callable[[Brief], list[Statement]]
) -> None:
    found = text(compose(brief, "full")).lower()
    estimates = [getattr(s, "likelihood", None) for s in statements(brief)]
    assert [e.wording for e in estimates if e and e.wording.lower() not in found] == []


def test_the_legend_stands_only_where_terms_are_mapped(brief: Brief, nodes: Nodes, statements: Any) -> None:
    estimates = [getattr(s, "likelihood", None) for s in statements(brief)]
    mapped = any(e and e.scale and (e.term or e.low is not None) for e in estimates)
    assert ("Likelihood terms" in headings(compose(brief, "full"), nodes)) == (mapped or bool(brief.likelihood_scale))


def test_one_page_is_bound_to_one_page(brief: Brief) -> None:
    assert compose(brief, "one-page").pages == 1
    assert compose(brief, "full").pages == 0


def test_one_page_is_ready_for_the_fit(bill: Brief, nodes: Nodes) -> None:
    from briefgen.document import Item, Row, Span

    document = compose(bill, "one-page")
    assert {item.attr.importance for item in nodes(document, Item)} | {
        row.attr.importance for row in nodes(document, Row)
    } >= {3}
    assert any(each.attr.fit == "full" for each in nodes(document, Span))


def test_memo_keeps_the_order_of_a_submission(bill: Brief, nodes: Nodes) -> None:
    found = headings(compose(bill, "memo"), nodes)
    order = ["Issue", "Recommendation", "Timing", "Background", "Argument"]
    assert [h for h in found if h in order] == order


def test_memo_numbers_its_paragraphs_through(bill: Brief, nodes: Nodes) -> None:
    numbered = [each for each in nodes(compose(bill, "memo"), List) if each.ordered and "numbered" in each.attr.classes]
    expected = 1
    for each in numbered:
        assert each.start == expected
        expected += len(each.items)
    assert expected > 10


def test_running_head_and_foot_carry_the_marking(bill: Brief, template: str) -> None:
    document = compose(bill, template)
    for running in (document.header, document.footer, document.first_header or document.header):
        assert "TLP:GREEN" in plain(running.start + running.center + running.end)


def test_a_child_template_overrides_one_block(bill: Brief, template: str, tmp_path: Path, text: Text) -> None:
    child = tmp_path / "ours.html.j2"
    child.write_text(
        f"{{# Ours #}}\n{{% extends '{template}.html.j2' %}}\n"
        "{% block responses %}<p>We took {{ brief.responses|length }} response.</p>{% endblock %}\n",
        encoding="utf-8",
    )
    found = text(compose(bill, str(child)))
    assert "We took 1 response." in found
    assert "Farmers reject the date" not in found
    if template != "one-page":
        assert "Support as it stands" in found or "Vote for it" in found


def test_words_of_a_brief_are_never_markup(template: str, text: Text) -> None:
    hostile = "{{ 7 * 7 }} <script>x</script> &amp; </p>"
    brief = loads(
        "id: x\ntitle: t\njudgements:\n  - {id: j, key: true, headline: '" + hostile + "', text: '" + hostile + " !'}\n"
    )
    assert text(compose(brief, template)).count(hostile) >= 1


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
def test_a_brief_in_another_language_composes(language: str, template: str) -> None:
    brief = loads(
        f"id: x\ntitle: Titel\nlanguage: {language}\njudgements: [{{id: j, text: Wort, holder: a}}]\n"
        "actors: [{id: a, name: A, kind: state}]\n"
    )
    assert compose(brief, template).lang == language


@pytest.mark.parametrize("theme", ["default", "letter", "plain"])
@pytest.mark.parametrize("example", ["putin-kim-summit", "new-start"])
def test_examples_fit_one_page_in_every_built_in_theme(example: str, theme: str, briefs: Briefs) -> None:
    fitted = fit(compose(briefs[example](), "one-page"), load_theme(theme))
    assert len(paginate(fitted.document, fitted.theme).pages) == 1
    assert fitted.report is not None
    assert fitted.report.exact
    assert fitted.report.fill > 95


@pytest.mark.parametrize(("template", "most"), [("full", 5), ("memo", 2), ("glance", 2)])
def test_summit_fills_no_more_pages_than_its_readers_have_time_for(template: str, most: int, briefs: Briefs) -> None:
    fitted = fit(compose(briefs["putin-kim-summit"](), template), load_theme("default"))
    assert len(paginate(fitted.document, fitted.theme).pages) <= most
