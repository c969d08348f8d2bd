"""A name that leads nowhere, however it is written, is one clear error: templates, themes, audiences, schemes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefgen.audience.handling import load_scheme
from briefgen.audience.profile import load_audience
from briefgen.compose.templates import compose
from briefgen.content.model import Brief
from briefgen.errors import BriefgenError, TemplateError
from briefgen.theme import load_theme

BRIEF = Brief(id="b", title="B")
LONG = "n" * 300  # longer than any file system lets a name be


def compose_with(template: str) -> Any:
    return compose(BRIEF, template)


@pytest.mark.parametrize("name", [LONG, f"./{LONG}.toml", f"{LONG}/x.toml", "a\0b", "./a\0b.toml"])
@pytest.mark.parametrize("load", [compose_with, load_theme, load_audience, load_scheme])
def test_a_name_that_no_file_can_have_is_not_found(load: Callable[[str], Any], name: str) -> None:
    with pytest.raises(BriefgenError, match="there is no "):
        load(name)


@pytest.mark.parametrize("words", [f"{{% include '{LONG}.html.j2' %}}", f"{{% extends '{LONG}.html.j2' %}}"])
def test_a_template_that_names_one_is_told_so(words: str, tmp_path: Path) -> None:
    (tmp_path / "t.html.j2").write_text(words)
    with pytest.raises(TemplateError, match="nnn"):
        compose(BRIEF, str(tmp_path / "t.html.j2"))


def test_so_is_one_that_names_such_a_theme(tmp_path: Path) -> None:
    from briefgen.rendering import render

    (tmp_path / "t.html.j2").write_text(f'<meta name="theme" content="{LONG}"><p>x</p>')
    with pytest.raises(BriefgenError, match="there is no theme"):
        render(BRIEF, template=str(tmp_path / "t.html.j2"), format="html")
