"""Whatever a template does wrong, the error names its own file and line and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.compose.templates import compose
from briefgen.content.model import Brief
from briefgen.errors import TemplateError


@pytest.mark.parametrize(
    ("text", "what", "mend"),
    [
        ("{{ brief.titel }}", "a Brief has no field 'titel'", "did you mean 'title'?"),
        ("{{ breif.title }}", "'breif' is not defined", "did you mean 'brief'?"),
        ("{% set colour = 1 %}{{ color }}", "'color' is not defined", "did you mean 'colour'?"),
        ("{% for s in brief.judgement %}{% endfor %}", "no field 'judgement'", "did you mean 'judgements'?"),
        ("{% if brief.titel %}{% endif %}", "no field 'titel'", "did you mean 'title'?"),
        ("{% for s in brief.judgements %}{{ s.txt }}{% endfor %}", "no field 'txt'", "did you mean 'text'?"),
        ("{{ brief.judgements|selectattr('nope')|list }}", "no field 'nope'", "did you mean 'note'?"),
        ("{{ brief.judgements[9].text }}", "there is no item 9 in this tuple, which has 4", ""),
        ("{{ brief.title|mdd }}", "there is no filter 'mdd'", "did you mean 'md'?"),
        ("{% if brief.title is defind %}{% endif %}", "there is no test 'defind'", "did you mean 'defined'?"),
        ("{{ find('rusia').name }}", "no part with the id 'rusia'", "did you mean 'russia'?"),
        ("{{ 'rusia'|name }}", "no part with the id 'rusia'", "did you mean 'russia'?"),
        ("{% for s in brief.judgements if loop.first %}{% endfor %}", "there is no 'loop' here", "own 'if'"),
        ("{{ brief }}", "this prints a whole Brief", "'title'"),
        ("{{ brief.actors }}", "this prints a tuple", "'names'"),
        ("{{ 5|date }}", "'date' takes a PartialDate, not a int", ""),
        ("{{ nothing|date }}", "'nothing' is not defined", ""),
        ("{{ 'x'|notes }}", "'notes' takes a statement", ""),
        ("{{ 1/0 }}", "division by zero", ""),
        ("{% foo %}", "unknown tag 'foo'", ""),
        ("{{ brief.title ; }}", "expected token 'end of print statement', got ';'", ""),
        ("{% include 'componets/x.html.j2' %}", "there is no template 'componets/x.html.j2'", ""),
    ],
)
def test_an_error_names_file_line_and_the_nearest_right_name(
    text: str, what: str, mend: str, refuse: Callable[..., str]
) -> None:
    said = refuse(f"{{# a test #}}\n<p>\n{text}\n</p>")
    assert "t.html.j2:3: " in said
    assert what in said
    assert mend in said


def test_lines_are_right_in_everything_taken_in(write: Callable[..., Path], brief: Brief) -> None:
    write("\n\n{% macro m(x) -%}\n<p>{{ x.nope }}</p>\n{%- endmacro %}", "components/m.html.j2")
    write("\n{% block body %}{% endblock %}\n\n{{ brief.nix }}", "base.html.j2")
    write("\n\n\n<p>{{ brief.nada }}</p>", "part.html.j2")
    for text, where in (
        (
            "{% import 'components/m.html.j2' as m %}\n{{ m.m(brief) }}",
            "components/m.html.j2:4: a Brief has no field 'nope'",
        ),
        ("{% extends 'base.html.j2' %}", "base.html.j2:4: a Brief has no field 'nix'"),
        ("{% extends 'base.html.j2' %}\n{% block body %}\n{{ brief.no }}{% endblock %}", "t.html.j2:3: "),
        ("{% include 'part.html.j2' %}", "part.html.j2:4: a Brief has no field 'nada'"),
        (
            "{% import 'components/m.html.j2' as m %}\n{{ m.mm(brief) }}",
            "t.html.j2:2: components/m.html.j2 has no macro 'mm'",
        ),
    ):
        with pytest.raises(TemplateError) as caught:
            compose(brief, str(write(text)))
        assert where in str(caught.value)


def test_markup_faults_point_at_the_tag_in_the_template_that_wrote_it(write: Callable[..., Path], brief: Brief) -> None:
    write("\n{% macro m() -%}\n\n<h5>x</h5>\n{%- endmacro %}", "components/m.html.j2")
    template = write(
        "{% import 'components/m.html.j2' as m %}\n<p>one</p>\n\n{{ m.m() }}\n<ul>\n<p style='x'>two</p></ul>\nstray\n"
        "<h{{ 2 }}>three</h2>\n<p lang='a b'>{% for x in (1, 2) %}\n<b>x</b>{% endfor %}</p>"
    )
    with pytest.raises(TemplateError) as caught:
        compose(brief, str(template))
    lines = [str(fault) for fault in caught.value.faults]
    assert "m.html.j2:4: <h5> is not in the markup (rendered line 3: `<h5>x</h5>" in lines[0]
    assert "t.html.j2:9: 'a b' is not a language tag" in "\n".join(lines)
    assert "t.html.j2:6: <p> cannot stand in <ul>" in "\n".join(lines)
    assert "t.html.j2:6: the text 'stray' cannot stand by itself outside all elements" in "\n".join(lines)
    assert sum("<b> is not in the markup" in line for line in lines) == 1  # once, though the loop writes it twice


def test_a_file_that_is_not_utf8_is_refused(write: Callable[..., Path], brief: Brief) -> None:
    path = write("")
    path.write_bytes(b"<p>\xff</p>")
    with pytest.raises(TemplateError, match="is not UTF-8: byte 3"):
        compose(brief, str(path))


def test_an_error_shows_no_traceback(write: Callable[..., Path], brief: Brief) -> None:
    with pytest.raises(TemplateError) as caught:
        compose(brief, str(write("{{ 1/0 }}")))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
