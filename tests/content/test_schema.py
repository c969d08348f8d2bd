"""The JSON Schema fits what briefgen loads, short forms too, and says what each field means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import briefgen
from briefgen import resources
from briefgen.content import model
from briefgen.content.descriptions import descriptions
from briefgen.data import syntax


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = briefgen.schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_examples_and_starter_fit_as_they_are_written_and_as_they_are_dumped(validator: Draft202012Validator) -> None:
    import yaml

    paths = [resources.folder("templates") / "starter" / "brief.yaml"]
    paths += sorted(resources.folder("examples").glob("*/brief.yaml"))
    assert len(paths) > 1
    for path in paths:
        brief = briefgen.load(path)
        as_written = syntax.read(path).value
        as_editors_see_it = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
        for values in (as_written, as_editors_see_it, json.loads(briefgen.dump(brief, "json"))):
            assert [error.message for error in validator.iter_errors(values)] == [], path


SHORT: list[dict[str, Any]] = [
    {"judgements": [{"id": "j", "text": "T.", "citations": [{"s": "exact words"}, "s"]}]},
    {"judgements": [{"id": "j", "text": "T.", "citations": "s", "likelihood": "might", "confidence": "high"}]},
    {"judgements": [{"id": "j", "text": "T.", "citations": {"s": "q"}, "marking": "TLP:RED", "tags": "one"}]},
    {"implications": [{"id": "m", "text": "T.", "affected": [{"china": "harm"}, "russia"]}]},
    {"implications": [{"id": "m", "text": "T.", "affected": {"china": "harm", "russia": "benefit"}}]},
    {"actors": [{"id": "a", "name": "A", "kind": "state", "names": [{"ko": "한국"}], "relations": [{"ally": "b"}]}]},
    {
        "instruments": [
            {"id": "i", "title": "I", "kind": "pact", "text": "T.", "date": "June 18–19", "history": ["signed"]}
        ]
    },
    {"provisions": [{"id": "p", "instrument": "i", "text": "T.", "article": 4, "obligations": ["Consult."]}]},
    {"bottom_line": "B.", "recommendation": "R.", "as_of": 2024, "importance": None},
]
WRONG: list[dict[str, Any]] = [
    {"judgments": []},
    {"judgements": [{"id": "j"}]},
    {"judgements": [{"id": "j", "text": "T.", "importance": 9}]},
    {"judgements": [{"id": "j", "text": "T.", "confidence": "sure"}]},
    {"implications": [{"id": "m", "text": "T.", "affected": [{"china": "bad"}]}]},
    {"actors": [{"id": "a", "name": "A", "kind": "planet"}]},
    {"actors": [{"id": "a", "name": "A", "kind": "state", "relations": [{"alley": "b"}]}]},
    {"actors": [{"id": "a", "name": " ", "kind": "state"}]},
]


@pytest.mark.parametrize("values", SHORT)
def test_short_forms_fit(values: dict[str, Any], validator: Draft202012Validator) -> None:
    values = {key: value for key, value in values.items() if key != "importance"}
    assert [error.message for error in validator.iter_errors({"id": "x", "title": "X", **values})] == []


@pytest.mark.parametrize("values", WRONG)
def test_what_is_wrong_does_not_fit_and_does_not_load(values: dict[str, Any], validator: Draft202012Validator) -> None:
    whole = {"id": "x", "title": "X", **values}
    assert not validator.is_valid(whole)
    with pytest.raises(briefgen.InputError):
        briefgen.loads(json.dumps(whole), "json")


def test_descriptions_come_from_the_model() -> None:
    schema = briefgen.schema()
    assert schema["properties"]["bottom_line"]["description"] == "The conclusion first."
    importance = schema["$defs"]["Judgement"]["properties"]["importance"]["description"]
    assert importance == "1 (first to go when space is short) to 5 (last)."
    assert "bloc: states that act or negotiate together" in schema["$defs"]["ActorKind"]["description"]
    assert "The id of an actor." in schema["$defs"]["Judgement"]["properties"]["holder"]["description"]


def test_every_class_and_word_of_the_model_is_described_or_speaks_for_itself() -> None:
    import dataclasses

    told = descriptions(model)
    for name, thing in vars(model).items():
        if dataclasses.is_dataclass(thing) and name not in ("Ref",):
            assert name in briefgen.schema()["$defs"] or name == "Brief"
            assert not (told.get(name) or "").startswith(f"{name}(")  # dataclasses make such docstrings


def test_the_schema_is_the_same_in_each_process() -> None:
    assert json.dumps(briefgen.schema()) == json.dumps(briefgen.schema())
    assert list(briefgen.schema()["$defs"]) == sorted(briefgen.schema()["$defs"])


def test_the_schema_that_stands_beside_the_examples_is_this_one() -> None:
    path = resources.folder("examples") / "brief.schema.json"
    if not path.exists():
        pytest.skip("the examples have no schema beside them")
    assert json.loads(path.read_text(encoding="utf-8")) == briefgen.schema()
