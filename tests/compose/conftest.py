"""Small templates and briefs for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from briefgen.compose import markup
from briefgen.compose.elements import Source
from briefgen.compose.templates import compose
from briefgen.content import model
from briefgen.document import Document, Text
from briefgen.errors import TemplateError


@pytest.fixture
def brief() -> model.Brief:
    return model.Brief(
        id="test",
        title="Test",
        actors=(
            model.Actor(id="russia", name="Russia", kind=model.ActorKind.STATE),
            model.Actor(id="rok", name="South Korea", short="ROK", kind=model.ActorKind.STATE),
            model.Actor(id="usa", name="United States", kind=model.ActorKind.STATE),
        ),
        judgements=(
            model.Judgement(id="low", text="Low.", importance=2),
            model.Judgement(id="high", text="High *point*", headline="Up", importance=5),
            model.Judgement(id="mid", text="Mid.", importance=3),
            model.Judgement(id="also", text="Also mid.", importance=3),
        ),
        sources=(
            model.Source(id="paper", title="The Paper"),
            model.Source(id="gazeta", title="Газета", language="ru"),
        ),
        glossary=(model.Term(id="npt", term="NPT", text="A treaty."),),
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_template(text: str, name: str = "t.html.j2") -> Path:
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_template


@pytest.fixture
def render(write: Callable[..., Path], brief: model.Brief) -> Callable[..., Document]:
    """Compose a template given as text."""

    def run(text: str, of: model.Brief = brief) -> Document:
        return compose(of, str(write(text)))

    return run


@pytest.fixture
def words(render: Callable[..., Document]) -> Callable[..., str]:
    """Compose one expression within a paragraph, and return the paragraph's words."""
    from briefgen.plain import plain_blocks

    def run(expression: str, **kwargs: Any) -> str:
        return plain_blocks(render(f"<p>{{{{ {expression} }}}}</p>", **kwargs).blocks)

    return run


@pytest.fixture
def refuse(render: Callable[..., Document]) -> Callable[..., str]:
    """Compose a template that must fail, and return what the one error says."""

    def run(text: str, **kwargs: Any) -> str:
        with pytest.raises(TemplateError) as caught:
            render(text, **kwargs)
        assert len(caught.value.faults) == 1
        assert caught.value.faults[0].place is not None
        return str(caught.value)

    return run


@pytest.fixture
def parse() -> Callable[[str], markup.Parsed]:
    return lambda text: markup.parse(Source(text=text, file="t.html.j2"))


@pytest.fixture
def faults(parse: Callable[[str], Any]) -> Callable[[str], list[str]]:
    """Return what is wrong with markup, without the places."""

    def run(text: str) -> list[str]:
        with pytest.raises(TemplateError) as caught:
            parse(text)
        return [fault.what.split(" (rendered line")[0] for fault in caught.value.faults]

    return run


@pytest.fixture
def texts() -> Callable[[Any], list[str]]:
    """Return all pieces of text in a tree, in order."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, Text):
            yield node.text
        elif isinstance(node, tuple):
            for part in node:
                yield from walk(part)
        elif isinstance(node, Struct):
            for name in node.__struct_fields__:
                yield from walk(getattr(node, name))

    return lambda node: list(walk(node))
