"""A template from a stranger can read the brief and nothing else, and always comes to an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ brief.__class__ }}",
    "{{ brief.__init__.__globals__ }}",
    "{{ find.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ namespace.mro() }}",
    "{{ dict.fromkeys([1]) }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ '{0}'.format_map({}) }}",
    "{{ '%s' % brief }}",
    "{{ ['x']|map(attribute='__class__')|first }}",
    "{{ brief.judgements|map(attribute='text.__class__')|join }}",
    "{{ brief.judgements|sort(attribute='text.__class__.__name__')|list|length }}",
    "{% macro m() %}{{ caller.__class__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{{ {}.items.__self__ }}",
    "{{ (1).real }}",
    "{{ ''|attr('__class__') }}",
    "{{ brief.judgements[0].tags.append('x') }}",
    "{{ lipsum() }}",
    "{{ debug() }}",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_no_expression_leaves_the_sandbox(text: str, refuse: Callable[..., str]) -> None:
    assert "t.html.j2:1" in refuse(text)


SPENDTHRIFTS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) if false %}{% endfor %}{% endfor %}",
    "{{ 'a'*10**9 }}",
    "{{ 10**9*'a' }}",
    "{{ [0]*10**9 }}",
    "{{ 9**9**9**9 }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ 1|round(10**9, 'ceil') }}",
    "{{ range(3)|batch(10**9, 0)|list }}",
    "{{ range(3)|slice(10**9)|list }}",
    "{{ range(99999)|join('x'*1000000) }}",
    "{{ ('x'*1000000)|replace('x', 'y'*1000000) }}",
    "{{ ([('x'*1000000)]*10000)|map('upper')|list|length }}",
    "{% set big = 'x'*1000000 %}{% for i in range(99999) %}{% set x = big[1:] %}{% endfor %}",
    "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=3) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{% set n = namespace(x='aaaa') %}{% for i in range(60) %}{% set y %}{{ n.x }}{{ n.x }}{% endset %}"
    "{% set n.x = y %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% extends 't.html.j2' %}",
    "{% include 't.html.j2' %}",
    "{% macro m() %}{% for i in range(99999) %}<p>" + "x" * 99999 + "</p>{% endfor %}{% endmacro %}{{ m() }}",
    "{% for i in range(99999) %}{{ 'a'*99999 }}{% endfor %}",
]


@pytest.mark.parametrize("text", SPENDTHRIFTS)
def test_a_template_without_end_ends_in_one_error(text: str, refuse: Callable[..., str]) -> None:
    start = time.thread_time()
    assert "t.html.j2" in refuse(text)
    assert time.thread_time() - start < 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% for x in [1, 2] recursive %}{% if loop.depth < 60 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}",
    ],
)
def test_a_template_that_doubles_its_calls_ends_in_one_error(text: str, refuse: Callable[..., str]) -> None:
    assert "does not end" in refuse(text)


@pytest.mark.parametrize("name", ["../secret.html.j2", "/etc/passwd", "link.html.j2", "secret.txt", "a/../t.html.j2"])
def test_a_template_takes_in_no_file_from_outside_its_folder(
    name: str, write: Callable[..., Path], refuse: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "secret.html.j2").write_text("<p>secret</p>")
    write("secret", "secret.txt")
    write("", "t.html.j2").with_name("link.html.j2").symlink_to(tmp_path / "secret.html.j2")
    for statement in ("include", "import", "extends"):
        alias = " as x" if statement == "import" else ""
        said = refuse(f"\n{{% {statement} '{name}'{alias} %}}")
        assert f"there is no template '{name}'" in said
        assert "t.html.j2:2" in said


@pytest.mark.parametrize("text", ["{% autoescape false %}{{ '<p>' }}{% endautoescape %}", "{{ '<p>x</p>'|safe }}"])
def test_escaping_cannot_be_switched_off(text: str, refuse: Callable[..., str]) -> None:
    refuse(text)


def test_what_is_folded_when_a_template_is_compiled_knows_no_brief(words: Callable[..., str]) -> None:
    from briefgen.content.model import Brief

    assert words("['a', 'b']|prose", of=Brief(id="x", title="x", language="en")) == "a and b"
    assert words("['a', 'b']|prose", of=Brief(id="x", title="x", language="de")) == "a und b"
