"""`briefgen templates`: what is begun works at once, what is shown is true, and every fault has its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
Write = Callable[[str, str], Path]

BUILT_IN = ("full", "memo", "one-page", "glance")


def rendered(briefgen: Command, *words: str) -> str:
    said = briefgen("render", *words, "-f", "md", "-o", "-")
    assert said.code == 0, said.err
    return str(said.out)


# ---------------------------------------------------------------- new


@pytest.mark.parametrize("parent", BUILT_IN)
def test_a_new_template_says_at_once_what_its_parent_says(briefgen: Command, parent: str) -> None:
    assert briefgen("templates", "new", "ours", "--extends", parent).code == 0
    assert briefgen("templates", "check", "ours", "--strict").code == 0
    assert rendered(briefgen, "-t", "ours/ours.html.j2") == rendered(briefgen, "-t", parent)


@pytest.mark.parametrize("parent", BUILT_IN)
def test_every_block_of_a_new_template_works_out_of_its_comment(briefgen: Command, parent: str) -> None:
    briefgen("templates", "new", "ours", "--extends", parent)
    path = Path("ours/ours.html.j2")
    text = path.read_text(encoding="utf-8")
    open_, count = re.subn(r"\{#-[^{}]*(\{% block .*?)-#\}", r"\1", text, flags=re.DOTALL)
    assert count > 10
    path.write_text(open_, encoding="utf-8")
    assert briefgen("templates", "check", "ours").out == ""
    assert rendered(briefgen, "-t", "ours/ours.html.j2") == rendered(briefgen, "-t", parent)


def test_a_new_template_s_theme_is_used_by_its_name(briefgen: Command) -> None:
    briefgen("templates", "new", "ours")
    theme = Path("ours/theme.toml")
    theme.write_text(theme.read_text(encoding="utf-8").replace("# accent =", "accent ="), encoding="utf-8")
    theme.write_text(theme.read_text(encoding="utf-8").replace("#12395b", "#123456"), encoding="utf-8")
    assert "#123456" in briefgen("render", "-t", "ours/ours.html.j2", "-f", "html", "-o", "-").out


@pytest.mark.parametrize("audience", ["press", "minister", "embassy"])
def test_a_new_template_for_an_audience_has_its_release_and_its_words(briefgen: Command, audience: str) -> None:
    assert briefgen("templates", "new", "ours", "--for", audience).code == 0
    assert briefgen("templates", "check", "ours", "--strict").code == 0
    assert rendered(briefgen, "-a", "ours/audience.toml") == rendered(briefgen, "-a", audience)


def test_the_command_in_the_readme_works(briefgen: Command) -> None:
    briefgen("templates", "new", "ours", "--for", "press")
    commands = re.findall(r"^    briefgen (.*)$", Path("ours/README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert briefgen(*command.split()).code == 0


def test_a_template_may_have_the_name_of_its_parent(briefgen: Command) -> None:
    assert briefgen("templates", "new", "memo", "--extends", "memo").code == 0
    assert rendered(briefgen, "-t", "memo/memo.html.j2") == rendered(briefgen, "-t", "memo")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("there",), "is there already"),
        (("base",), "cannot be the name"),
        (("a b!",), "cannot be the name"),
        (("ours", "--extends", "fulll"), "did you mean 'full'"),
        (("ours", "--for", "pres"), "did you mean 'press'"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_written(
    briefgen: Command, write: Write, words: tuple[str, ...], says: str
) -> None:
    write("there/mine.txt", "x")
    said = briefgen("templates", "new", *words)
    assert said.code == 2
    assert says in said.err
    assert [path.name for path in Path().iterdir()] == ["there"]


# ---------------------------------------------------------------- show


@pytest.mark.parametrize("name", BUILT_IN)
def test_show_names_every_block_with_what_it_is_for(briefgen: Command, root: Path, name: str) -> None:
    said = briefgen("templates", "show", name)
    assert said.code == 0
    source = "".join((root / f"templates/pack/{file}.html.j2").read_text(encoding="utf-8") for file in ("base", name))
    for block in re.findall(r"\{% block (\w+) %\}", source):
        assert re.search(rf"^  {block} +\S", said.out, re.MULTILINE), block
    assert "extends base.html.j2" in said.out
    assert "statement.say(s, note=true, headed=true)" in said.out


def test_show_says_of_an_own_template_what_it_overrides(briefgen: Command, write: Write) -> None:
    write("t/a.html.j2", '{% extends "memo.html.j2" %}\n{#- What we ask. -#}\n{% block ask %}<p>x</p>{% endblock %}')
    said = briefgen("templates", "show", "t/a.html.j2")
    assert re.search(r"^  ask +What we ask\.$", said.out, re.MULTILINE)
    assert "memo.html.j2 → base.html.j2" in said.out


def test_show_of_a_broken_template_is_an_error_with_its_line(briefgen: Command, write: Write) -> None:
    write("t/a.html.j2", "<p>\n{% if %}")
    said = briefgen("templates", "show", "t/a.html.j2")
    assert said.code == 2
    assert "a.html.j2:2" in said.err


# ---------------------------------------------------------------- check


FAULTY = """\
{# Faulty. #}
{% extends "full.html.j2" %}
{% import "components/statement.html.j2" as statement with context %}
{% block bottom_line %}
<p>{{ brief.tittle }}</p>
{% for s in brief.sources|ranked %}<p>{{ s.naem }} {{ statement.sayy(s) }}</p>{% endfor %}
{% for j in brief.judgements if j.keyy %}<p>{{ j|headlin }}</p>{% endfor %}
<p>{{ nobody }}</p>
{% endblock %}
"""


def test_check_finds_all_faults_of_a_template_at_once(briefgen: Command, write: Write) -> None:
    write("t/a.html.j2", FAULTY)
    said = briefgen("templates", "check", "t")
    assert said.code == 1
    assert said.out.splitlines() == [
        "t/a.html.j2:5:13: error: a Brief has no field 'tittle'; did you mean 'title'?",
        "t/a.html.j2:6:44: error: a Source has no field 'naem'",
        "t/a.html.j2:6:65: error: components/statement.html.j2 has no macro 'sayy'; did you mean 'say'?",
        "t/a.html.j2:7:35: error: a Judgement has no field 'keyy'; did you mean 'key'?",
        "t/a.html.j2:7:50: error: there is no filter 'headlin'; did you mean 'headline'?",
        "t/a.html.j2:8:7: error: 'nobody' is not defined",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<p>a</p>\n<p><blink>b</blink></p>", r"a\.html\.j2:2:4: error: <blink> is not in the markup"),
        ("<p>a</p>\n{% if %}", r"a\.html\.j2:2:1: error: Expected an expression"),
        ("<p>{{ brief.sources[0].title }}</p>", r"a\.html\.j2:1:1: error: there is no item 0.*says nothing"),
        ('{% extends "fulll.html.j2" %}', r"a\.html\.j2:1:13: error: there is no template 'fulll.html.j2' to take in"),
        ('<meta name="theme" content="nowhere"><p>a</p>', r"error: there is no theme 'nowhere'"),
        ('<meta name="theme" content="../x.toml"><p>a</p>', r"error: a template cannot take the theme"),
        (
            "<p>{{ brief.scenarios[0].title }}</p>{{ x }}",
            r"no item 0(.|\n)*:1:41: error: 'x' is not",
        ),
    ],
)
def test_check_finds_what_only_a_run_shows(briefgen: Command, write: Write, text: str, says: str) -> None:
    write("t/a.html.j2", text)
    said = briefgen("templates", "check", "t")
    assert said.code == 1
    assert re.search(says, said.out), said.out


def test_check_reads_themes_audiences_and_catalogues_of_a_pack(briefgen: Command, write: Write) -> None:
    write("p/templates/a.html.j2", '<p>{{ _("Only ours") }} {{ _("By %(who)s", who="x") }}</p>')
    write("p/themes/t.toml", 'name = "t"\nextends = "default"\n[colours]\naccent = "green"\n')
    write("p/audiences/u.toml", 'name = "u"\ntemplate = "a"\ntheme = "t"\ndepth = 9\n')
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    write("p/templates/locale/de/LC_MESSAGES/briefgen.po", head + 'msgid "By %(who)s"\nmsgstr "Von %(wem)s"\n')
    write("p/templates/locale/fr/LC_MESSAGES/briefgen.po", head + 'msgid "Only ours\nmsgstr "x"\n')
    said = briefgen("templates", "check", "p")
    assert said.code == 1
    for line in (
        "p/audiences/u.toml:4:9: error: depth: 9 is not from 1 to 5",
        "error: colours.accent: 'green' is not a colour",
        "de/LC_MESSAGES/briefgen.po:4: error: 'Von %(wem)s' has a place for 'wem'",
        "de/LC_MESSAGES/briefgen.po:4: error: 'Von %(wem)s' has no place for 'who'",
        "fr/LC_MESSAGES/briefgen.po:4: error:",
        "p/templates/a.html.j2:1:10: note: 'Only ours' has no translation in",
    ):
        assert line in said.out, line


def test_missing_translations_are_notes_and_fail_only_when_asked(briefgen: Command, write: Write) -> None:
    write("t/a.html.j2", '<p>{{ _("Only ours") }}</p>')
    said = briefgen("templates", "check", "t")
    assert said.code == 0
    assert "note: 1 of the templates' own words is in English only" in said.out
    assert briefgen("templates", "check", "t", "--strict").code == 1


def test_check_of_nothing_is_a_wrong_call(briefgen: Command, write: Write) -> None:
    write("t/readme.txt", "x")
    assert briefgen("templates", "check", "t").code == 2
    assert briefgen("templates", "check", "nowhere").code == 2


def test_the_built_in_pack_has_no_fault(briefgen: Command, root: Path) -> None:
    said = briefgen("templates", "check", str(root / "templates/pack"), "--strict")
    assert said.code == 0, said.out


def test_a_pack_need_not_be_installed_to_be_checked(briefgen: Command, root: Path) -> None:
    said = briefgen("templates", "check", str(root / "examples/pack-ministry"))
    assert said.code == 0, said.out
    (line,) = said.out.splitlines()
    assert "note: the figure 'ministry-evidence' was not drawn" in line
    assert "pip install" in line


def test_a_figure_that_no_pack_promises_is_an_error(briefgen: Command, write: Write) -> None:
    write("t/a.html.j2", '{# Ours. #}<figure data-figure="nowhere"></figure>')
    write("t/pyproject.toml", '[project]\nname = "x"\n[project.entry-points."briefgen.figures"]\nelse = "x.y"\n')
    said = briefgen("templates", "check", "t")
    assert said.code == 1
    assert "there is no figure 'nowhere'" in said.out


def test_list_shows_templates_of_the_folder_first(briefgen: Command, write: Write) -> None:
    write("templates/mine.html.j2", "{# Ours. #}<p>x</p>")
    assert briefgen("templates", "list").out.splitlines()[0] == "mine      Ours.  (./templates)"
