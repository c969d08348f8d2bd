"""Templates are found in the promised order, and each sees its own place and the built-in pack only."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from briefgen import resources
from briefgen.compose import places
from briefgen.compose.templates import available, compose
from briefgen.content.model import Brief
from briefgen.errors import TemplateError
from briefgen.plain import plain_blocks


@pytest.fixture
def houses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Four places that each have a template `here` and one of their own."""
    found = {name: tmp_path / name for name in ("work/templates", "config/templates", "package", "shipped/pack")}
    for name, folder in found.items():
        folder.mkdir(parents=True)
        (folder / "here.html.j2").write_text(f"{{# From\n {name}. #}}<p>{name}</p>")
        (folder / f"only-{name[0]}.html.j2").write_text(f"<p>{name}</p>{{% include 'part.html.j2' %}}")
        (folder / "part.html.j2").write_text(f"<p>part of {name}</p>")
        (folder / "_hidden.html.j2").write_text("<p>x</p>")
        (folder / "base.html.j2").write_text("<p>x</p>")
    (tmp_path / "shipped/components").mkdir()
    (tmp_path / "shipped/components/c.html.j2").write_text("<p>component</p>")
    (tmp_path / "shipped/other.html.j2").write_text("<p>not for templates</p>")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr("click.get_app_dir", lambda _: str(tmp_path / "config"))
    monkeypatch.setattr("briefgen.resources.installed", lambda _: ((found["package"], "package x"),))
    monkeypatch.setattr("briefgen.resources.folder", lambda _: tmp_path / "shipped")
    return found


BRIEF = Brief(id="b", title="B")


def said(template: str) -> str:
    return plain_blocks(compose(BRIEF, template).blocks)


def test_the_first_place_in_order_wins(houses: dict[str, Path]) -> None:
    for name, folder in houses.items():
        assert said("here") == name
        assert said(str(folder / "here.html.j2")) == name
        (folder / "here.html.j2").unlink()
    with pytest.raises(TemplateError):
        said("here")


def test_a_template_sees_its_own_place_and_then_the_built_in_pack(houses: dict[str, Path]) -> None:
    assert said("only-p") == "package\npart of package"
    (houses["package"] / "part.html.j2").unlink()
    assert said("only-p") == "package\npart of shipped/pack"
    (houses["work/templates"] / "x.html.j2").write_text("{% include 'components/c.html.j2' %}")
    assert said("x") == "component"
    (houses["work/templates"] / "x.html.j2").write_text("{% include 'other.html.j2' %}")
    with pytest.raises(TemplateError):
        said("x")


def test_a_template_may_build_on_the_built_in_one_of_its_name(houses: dict[str, Path]) -> None:
    (houses["work/templates"] / "here.html.j2").write_text("{% include 'builtin/here.html.j2' %}<p>more</p>")
    assert said("here") == "shipped/pack\nmore"


def test_the_list_has_each_name_once_with_its_description(houses: dict[str, Path]) -> None:
    rows = available()
    assert [name for name, _, _ in rows] == ["here", "only-w", "part", "only-c", "only-p", "only-s"]
    assert rows[0] == ("here", "From work/templates.", "./templates")
    assert rows[-1][2] == "built in"


@pytest.mark.parametrize("name", ["_hidden", "base", "", "x/../here", "../here", "/here", "no.html.j2"])
def test_what_is_no_template_is_refused(name: str, houses: dict[str, Path]) -> None:
    with pytest.raises(TemplateError, match="there is no template"):
        compose(BRIEF, name)


def test_an_unknown_name_gets_the_nearest(houses: dict[str, Path]) -> None:
    with pytest.raises(TemplateError, match=r"there is no template 'heer'; did you mean 'here'\?"):
        compose(BRIEF, "heer")


def test_packages_offer_templates_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "offered_pack" / "sheets"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("raise RuntimeError('a pack is not run')")
    monkeypatch.syspath_prepend(tmp_path)
    entries = [
        SimpleNamespace(name="a", module="offered_pack", attr="sheets"),
        SimpleNamespace(name="b", module="no_such_package", attr=""),
    ]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries)
    resources.installed.cache_clear()
    try:
        assert resources.installed("templates") == ((folder, "package offered_pack"),)
        assert places.Pack(folder, "package offered_pack") in list(places.packs())
    finally:
        resources.installed.cache_clear()


def test_an_edited_template_is_read_again(houses: dict[str, Path]) -> None:
    import os

    path = houses["work/templates"] / "here.html.j2"
    assert said("here") == "work/templates"
    path.write_text("<p>new</p>")
    os.utime(path, ns=(1, 1))
    assert said("here") == "new"
