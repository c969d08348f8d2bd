"""Whatever stands in a brief's text stays text: in the document are the same characters, white space folded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.compose.templates import compose
from briefgen.content import model
from briefgen.document import Document, Paragraph
from briefgen.errors import TemplateError
from briefgen.plain import fold, plain, plain_blocks

NASTY = [
    "{{ brief }}",
    "{% for x in y %}",
    "{# x #}",
    "<script>alert(1)</script>",
    "</p><h1>x</h1>",
    '" onclick="x',
    "' x='",
    "<p\0" + "0:1\0>",
    "a\0" + "0:1\0b",
    "&amp;&lt;&#0;",
    "]]><!-- -->",
    "\u202ereversed\u2066",
    "🇺🇦👩‍👩‍👧",
    "\ud800",
    "\x00\x01\x07\x1b\x7f\x80\x9f",
    "x" * 100_000,
    "wide word " * 10_000,
    "\u00a0\u2007\u202f\ufeff\u200b\u00ad",
    "%s {0} ${x} \\n \\u0041",
]
TEXT = st.one_of(st.sampled_from(NASTY), st.text(alphabet=st.characters(), max_size=40))
SMALL = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def field_template(write: Callable[..., Path]) -> str:
    return str(write("<p>{{ brief.subtitle }}</p>"))


@SMALL
@given(TEXT)
def test_plain_text_arrives_as_it_is(field_template: str, text: str) -> None:
    document = compose(model.Brief(id="b", title=text, subtitle=text), field_template)
    assert plain_blocks(document.blocks) == fold(text)
    assert document.title == (fold(text) or "b")
    assert document.subject == fold(text)


@SMALL
@given(TEXT)
def test_markdown_text_loses_no_other_characters(field_template: str, text: str) -> None:
    path = Path(field_template).with_name("m.html.j2")
    path.write_text("<p>x {{ brief.subtitle|md }} x</p>")
    (block,) = compose(model.Brief(id="b", title="b", subtitle=text), str(path)).blocks
    assert isinstance(block, Paragraph)
    markers = re.compile(r"[*_`\[\]\\]|\([^()]*\)")  # what Markdown may take as its own
    assert markers.sub("", plain(block.children)).split() == markers.sub("", fold(f"x {text} x")).split()


def _hostile(kind: Any, text: str, depth: int = 0) -> Any:
    """Return a part with `text` in every field that holds text."""
    required: dict[str, Any] = {}
    for field in fields(kind):
        name = str(field.type)
        if field.name == "id":
            required["id"] = f"{kind.__name__}{text[:20]}"
        elif field.name in ("instrument", "actor", "subject", "source"):
            required[field.name] = {"actor": "Actor", "source": "Source"}.get(field.name, "Instrument") + text[:20]
        elif name == "str" and field.name != "sha256":
            required[field.name] = text
        elif name == "tuple[str, ...]":
            required[field.name] = (text, text)
        elif name in _WORDS:
            required[field.name] = next(iter(getattr(model, name)))
        elif name in ("Estimate | None", "Marking | None", "PartialDate | None", "Confidence | None") and depth < 2:
            required[field.name] = _small(name.split(" ")[0], text)
        elif name == "tuple[Citation, ...]":
            required[field.name] = (model.Citation(source=f"Source{text[:20]}", quote=text, locator=text),)
    return kind(**required)


_WORDS = (
    "ActorKind", "InstrumentKind", "ComparisonKind", "Stance", "Stage", "CaveatKind", "Direction", "Level", "Force",
    "SourceKind", "JudgementKind", "Status",
)  # fmt: skip


def _small(name: str, text: str) -> Any:
    return {
        "Estimate": model.Estimate(wording=text, scale=text, term=text),
        "Marking": model.Marking(label=text),
        "PartialDate": model.PartialDate(wording=text),
        "Confidence": model.Confidence(level=model.Level.LOW, basis=text),
    }[name]


def hostile_brief(text: str) -> model.Brief:
    lists = {
        "actors": model.Actor, "events": model.Event, "instruments": model.Instrument, "provisions": model.Provision,
        "comparisons": model.Comparison, "responses": model.Response, "drivers": model.Driver,
        "implications": model.Implication, "judgements": model.Judgement, "caveats": model.Caveat,
        "scenarios": model.Scenario, "options": model.Option, "changes": model.Change, "sources": model.Source,
        "glossary": model.Term,
    }  # fmt: skip
    whole = _hostile(model.Brief, text)
    return replace(
        whole,
        id="b",
        bottom_line=_hostile(model.Statement, text),
        recommendation=_hostile(model.Recommendation, text),
        **{name: (_hostile(kind, text),) for name, kind in lists.items()},
    )


@pytest.mark.parametrize("template", ["full", "one-page", "memo", "glance"])
@pytest.mark.parametrize("text", NASTY)
def test_a_brief_of_nothing_but_hostile_text_composes(template: str, text: str) -> None:
    document = compose(hostile_brief(text), template)
    assert isinstance(document, Document)
    if not re.search(r"[*_`\[\]\\\ud800]", text) and fold(text):
        assert fold(text) in plain_blocks(document.blocks)


@pytest.mark.parametrize("text", ["<b>", "a b", "é", '"', "#"])
def test_ids_of_any_characters_are_anchors(text: str, write: Callable[..., Path]) -> None:
    brief = model.Brief(
        id="b",
        title="b",
        judgements=(model.Judgement(id=text, text="x", citations=(model.Citation(source=text),)),),
        sources=(model.Source(id=text, title="s"),),
    )
    template = write(
        "{% for s in brief.judgements %}"
        '<p id="{{ s|anchor }}"><a href="#{{ s|anchor }}">x</a>{{ s|notes }}</p>{% endfor %}'
        '{% for s in brief.sources %}<p id="{{ s|anchor }}">x</p>{% endfor %}'
    )
    block = compose(brief, str(template)).blocks[0]
    assert isinstance(block, Paragraph)
    assert getattr(block.children[0], "target", "") == f"#{block.attr.id}"


def test_a_hostile_address_is_no_link(write: Callable[..., Path]) -> None:
    template = write('<p>{% for s in brief.sources %}<a href="{{ s.url }}">x</a> {% endfor %}</p>')
    urls = ["javascript:x", 'https://x.y/" onclick="x', "data:x", " java\nscript:x", "https://a b", "\ud800", ""]
    sources = tuple(model.Source(id=f"s{n}", title="x", url=url) for n, url in enumerate(urls))
    (block,) = compose(model.Brief(id="b", title="b", sources=sources), str(template)).blocks
    assert isinstance(block, Paragraph)
    assert plain(block.children) == "x x x x x x x"
    assert len(block.children) == 1


def test_composing_is_the_same_each_time() -> None:
    brief = hostile_brief("x *y* z")
    assert compose(brief, "full") == compose(brief, "full")


def test_a_dangling_citation_is_one_clear_error(write: Callable[..., Path]) -> None:
    statement = model.Judgement(id="j", text="x", citations=(model.Citation(source="nowhere"),))
    with pytest.raises(TemplateError, match="no part with the id 'nowhere'"):
        compose(
            model.Brief(id="b", title="b", judgements=(statement,)),
            str(write("<p>{{ brief.judgements[0]|notes }}</p>")),
        )
