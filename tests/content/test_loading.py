"""A brief comes from YAML, JSON and TOML, and goes back without loss; what is wrong is told all at once."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefgen
from briefgen import Brief, InputError, resources
from briefgen.content import model
from briefgen.content.loading import validate

FORMATS = ("yaml", "json", "toml")
HEAD = "id: x\ntitle: X\n"


def examples() -> list[Path]:
    return [
        resources.folder("templates") / "starter" / "brief.yaml",
        *sorted(resources.folder("examples").glob("*/brief.yaml")),
    ]


def faults(text: str, format_: str = "yaml") -> list[str]:
    with pytest.raises(InputError) as caught:
        briefgen.loads(text, format_, file="b")
    return [str(fault) for fault in caught.value.faults]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_is_dumped_loads_as_the_same_brief(data: st.DataObject, any_brief: Any) -> None:
    brief = data.draw(any_brief)
    for format_ in FORMATS:
        text = briefgen.dump(brief, format_)
        assert briefgen.loads(text, format_) == brief, text
        assert briefgen.dump(briefgen.loads(text, format_), format_) == text


@pytest.mark.parametrize("format_", FORMATS)
def test_nasty_words_survive_every_format(format_: str, nasty: tuple[str, ...]) -> None:
    said = [word for word in nasty if word.strip()]
    brief = Brief(
        id="x",
        title="X",
        subtitle=said[0],
        keywords=nasty,
        authors=tuple(f"{word} x" for word in nasty),
        judgements=tuple(
            model.Judgement(id=f"j{number}", text=word, note=f"a{word}b") for number, word in enumerate(said)
        ),
    )
    assert briefgen.loads(briefgen.dump(brief, format_), format_) == brief


def test_other_readers_of_yaml_and_json_and_toml_see_the_same_words(nasty: tuple[str, ...]) -> None:
    import tomllib

    import yaml

    brief = Brief(id="x", title="X", keywords=nasty, authors=tuple(f"{word} x" for word in nasty), subtitle=nasty[2])
    want = {"id": "x", "title": "X", "keywords": list(nasty), "authors": list(brief.authors), "subtitle": nasty[2]}
    assert yaml.safe_load(briefgen.dump(brief)) == want
    assert json.loads(briefgen.dump(brief, "json")) == want
    assert tomllib.loads(briefgen.dump(brief, "toml")) == want


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.parent.name)
def test_examples_and_starter_load_and_survive(path: Path) -> None:
    brief = briefgen.load(path)
    for format_ in FORMATS:
        assert briefgen.loads(briefgen.dump(brief, format_), format_) == brief


def test_yaml_dump_reads_like_a_brief() -> None:
    text = "A conclusion that goes on for more than one line: it says what was found, how, by whom, and what it asks "
    text += "for now."
    brief = Brief(
        id="x",
        title="Who pays: a question",
        edition="1.10",
        keywords=("NO", "trade"),
        bottom_line=model.Statement(id="bottom-line", text=text),
        actors=(model.Actor(id="no", name="Norway", kind=model.ActorKind.STATE, description="One.\n\nTwo."),),
        provisions=(
            model.Provision(
                id="p",
                text="T.",
                instrument="i",
                quantities=(model.Quantity(what="content", value=Decimal("75.0"), unit="%"),),
            ),
        ),
        instruments=(model.Instrument(id="i", text="I.", title="I", kind=model.InstrumentKind.PACT),),
    )
    assert briefgen.dump(brief) == (
        "id: x\n"
        'title: "Who pays: a question"\n'
        "bottom_line:\n"
        "  id: bottom-line\n"
        "  text: >-\n"
        "    A conclusion that goes on for more than one line: it says what was found, how, by whom, and what it asks\n"
        "    for now.\n"
        'edition: "1.10"\n'
        'keywords: ["NO", trade]\n'
        "actors:\n"
        '  - id: "no"\n'
        "    name: Norway\n"
        "    kind: state\n"
        "    description: |-\n"
        "      One.\n"
        "\n"
        "      Two.\n"
        "instruments:\n"
        "  - id: i\n"
        "    text: I.\n"
        "    title: I\n"
        "    kind: pact\n"
        "provisions:\n"
        "  - id: p\n"
        "    text: T.\n"
        "    instrument: i\n"
        "    quantities:\n"
        "      - what: content\n"
        "        value: 75.0\n"
        '        unit: "%"\n'
    )


def test_words_of_yaml_arrive_as_they_are_written() -> None:
    brief = briefgen.loads(
        "id: x\ntitle: on\nedition: 1.10\nkeywords: [NO, 0x1F, 010, 2024-06-18, null]\n"
        "actors: [{id: no, name: NO, kind: state, iso: NO}]\n"
    )
    assert (brief.title, brief.edition) == ("on", "1.10")
    assert brief.keywords == ("NO", "0x1F", "010", "2024-06-18", "null")
    assert brief.actors[0].iso == "NO"


def test_all_kinds_of_fault_are_told_in_one_go_in_the_order_of_the_file() -> None:
    assert faults(
        "id: x\n"
        "titel: X\n"
        "actors:\n"
        "  - {id: russia, name: Russia, kind: stat}\n"
        "  - {id: russia, name: Russland, kind: state}\n"
        "judgements:\n"
        "  - id: j\n"
        "    text: T.\n"
        "    holder: rusia\n"
        "    importance: 9\n"
        "    citations: artcle\n"
        "sources: [{id: article, title: A}]\n"
    ) == [
        "b:1:1: 'title' is missing",
        "b:2:1: titel: unknown key 'titel'; did you mean 'title'?",
        "b:4:38: actors[0].kind: 'stat' is not an ActorKind; did you mean 'state'?",
        "b:5:10: actors[1].id: the id 'russia' is taken: line 4; give each part an id of its own",
        "b:9:13: judgements[0].holder: there is no actor 'rusia'; did you mean 'russia'?",
        "b:10:17: judgements[0].importance: 9 is not from 1 to 5; 1 goes first when space is short, 5 last",
        "b:11:16: judgements[0].citations[0].source: there is no source 'artcle'; did you mean 'article'?",
    ]


@pytest.mark.parametrize(("format_", "name"), [("json", "b.json"), ("toml", "b.toml"), ("yaml", "b.yml")])
def test_a_file_is_read_by_its_ending_and_faults_name_it_as_it_was_given(
    format_: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    brief = briefgen.loads(HEAD + "judgements: [{id: j, text: T.}]\n")
    Path(name).write_text(briefgen.dump(brief, format_), encoding="utf-8")
    assert briefgen.load(name) == briefgen.load(tmp_path / name) == brief
    Path(name).write_text(briefgen.dump(brief, format_).replace("text", "txet"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        briefgen.load(name)
    assert [str(fault).split(":")[0] for fault in caught.value.faults] == [name, name]
    assert "did you mean 'text'" in str(caught.value)


def test_a_json_brief_may_name_its_schema() -> None:
    assert briefgen.loads('{"$schema": "brief.schema.json", "id": "x", "title": "X"}', "json") == Brief(
        id="x", title="X"
    )


@pytest.mark.parametrize(
    ("brief", "said"),
    [
        (Brief(id="x", title="T \ud800"), "title: holds U+D800 (a lone surrogate) (character 3)"),
        (Brief(id="x", title="T", authors=("a\x0b",)), "authors[0]: holds U+000B (a control character)"),
        (Brief(id="x", title=""), "title: is empty"),
        (Brief(id="a b", title="T"), "id: 'a b' cannot be an id"),
        (Brief(id="x", title="T", drivers=(model.Driver(id="j", text="t", holder="no"),)), "there is no actor 'no'"),
        (Brief(id="x", title="T", keywords=["a"]), "keywords: is list, where a tuple is wanted"),  # type: ignore[arg-type]
        (Brief(id="x", title=None), "title: is None, where a str is wanted"),  # type: ignore[arg-type]
        (Brief(id="x", title="T", actors=(model.Actor(id="a", name="A", kind="state"),)), "write ActorKind.STATE"),  # type: ignore[arg-type]
        (Brief(id="x", title="T", sources=(model.Term(id="a", term="A", text="x"),)), "is Term, where Source(…)"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_brief_built_in_python_meets_the_same_checks(brief: Brief, said: str) -> None:
    for use in (validate, briefgen.dump):
        with pytest.raises(InputError) as caught:
            use(brief)
        assert len(caught.value.faults) == 1
        assert said in str(caught.value)


def test_whole_numbers_are_good_for_decimals_in_python() -> None:
    quantity = model.Quantity(what="w", value=1550)  # type: ignore[arg-type]
    provision = model.Provision(id="p", text="t", instrument="i", quantities=(quantity,))
    instrument = model.Instrument(id="i", text="t", title="t", kind=model.InstrumentKind.PACT)
    brief = Brief(id="x", title="T", provisions=(provision,), instruments=(instrument,))
    assert "value: 1550\n" in briefgen.dump(brief)


def test_an_unknown_format_is_one_fault() -> None:
    with pytest.raises(InputError, match="did you mean 'yaml'"):
        briefgen.dump(Brief(id="x", title="X"), "yml")
    with pytest.raises(InputError, match="no format 'xml'"):
        briefgen.loads("", "xml")


def test_the_collector_of_garbage_is_left_as_it_was() -> None:
    import gc

    assert gc.isenabled()
    with pytest.raises(InputError):
        briefgen.loads("a: b")
    assert gc.isenabled()


def test_json_writer_gives_the_long_form() -> None:
    from briefgen.write.json import write

    brief = briefgen.loads(
        HEAD + "bottom_line: B.\njudgements: [{id: j, text: T., likelihood: might, citations: [s: q]}]\n"
        "sources: [{id: s, title: S}]\n"
    )
    assert json.loads(write(brief)) == {
        "id": "x",
        "title": "X",
        "bottom_line": {"id": "bottom-line", "text": "B."},
        "judgements": [
            {"id": "j", "text": "T.", "citations": [{"source": "s", "quote": "q"}], "likelihood": {"wording": "might"}}
        ],
        "sources": [{"id": "s", "title": "S"}],
    }


def test_a_folder_stands_for_its_brief(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("id: x\ntitle: X\n", "utf-8")
    assert briefgen.load(tmp_path) == briefgen.load(str(tmp_path / "brief.yaml"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"brief\.yaml: cannot be read: no such file"):
        briefgen.load(tmp_path / "empty")
