"""A large brief in JSON is read another way than a small one, and a brief that is right is checked another way.

Both quick ways are held to the careful ones here: what they give is the same to the last type, or they give up.
"""

from __future__ import annotations

import copy
import dataclasses
import inspect
import json
import random
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefgen
from briefgen import InputError
from briefgen.content import checks, loading, model
from briefgen.content.quick_check import all_right
from briefgen.content.shorthands import SHORTHANDS
from briefgen.data import from_json, quick_json, syntax, typed
from briefgen.data.faults import Faults
from briefgen.data.hints import hints

CLASSES = [cls for _, cls in inspect.getmembers(model, dataclasses.is_dataclass) if cls is not model.Ref]
READERS = {cls: quick_json.reader(cls, SHORTHANDS, aside="$schema") for cls in CLASSES}
BARE = """null true false 0 1 -0 3 -3 1.0 1.10 1e2 1E+400 1e99999999999999999999 -0.0 NaN Infinity -Infinity 01 1. +1
123456789012345678901 tru 'x' [] [null] [""] ["x"] ["x","y"] ["~"] [[]] [1] [{}] {} ["x",] ["x""y"] {"x":"y"}
{"x":null} {"id":"x"} {"text":"x"} {"wording":"x"} {"level":"low"} {"year":2024,"month":2} {"year":2024.0}
{"label":"x","caveats":"y"} {"label":"x","label":"y"} [{"source":"x"}] [{"x":"quote"}]
[{"actor":"x","direction":"harm"}] [{"what":"x","value":"1_0"}] [{"what":"x","value":1.50}]"""
WORDS = r"""null Null true yes 1 1.5 NaN 1_000 1e5 +.5 ١ x 2024-06-18 high state fact-claim might treaty ~ ~~ \u007e
\u007E \n \u00a0 \ud800 \ude00\ud83d \ud83d\ude00 \u0000 \u001F \b \f \\b a\u003ab a:b a\":b a\\ \ufffe \uFFFF
\u0041 \/"""
TEXTS = [*WORDS.split(), "", " ", " 1", "x y", "June 18", "\\t ", "\u3000", "\u00a0 ", "\uffff"]
VALUES = [*BARE.split(), *(f'"{text}"' for text in TEXTS), "9" * 100, "9" * 101, "0." + "1" * 200]


def minimal(cls: Any) -> dict[str, Any]:
    """Return the least that a part of a class has, as it stands in JSON."""
    return {
        field.name: _least(hints(cls)[field.name])
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING
    }


def _least(hint: Any) -> Any:
    if dataclasses.is_dataclass(hint):
        return minimal(hint)
    return next(iter(hint)).value if isinstance(hint, type) and issubclass(hint, Enum) else "x"


def careful(cls: Any, text: str) -> Any:
    """Return what the careful way makes of a text, or None."""
    try:
        tree = syntax.parse(text, file="b", format="json")
        if isinstance(tree.value, dict):
            tree.value.pop("$schema", None)
        return typed.build(cls, tree, shorthands=SHORTHANDS)
    except InputError:
        return None


def same(one: Any, other: Any) -> bool:
    """Say whether two values are alike to the type of every field."""
    if type(one) is not type(other) or repr(one) != repr(other) or one != other or hash(one) != hash(other):
        return False
    if dataclasses.is_dataclass(one):
        names = [field.name for field in dataclasses.fields(one)]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    return not isinstance(one, tuple) or all(map(same, one, other))


def hold(cls: Any, text: str) -> Any:
    """Read a text the quick way, hold what it gives to the careful way, and return it."""
    quick = READERS[cls](text.encode("utf-8", "surrogatepass"))
    if quick is not None:
        assert same(quick, careful(cls, text)), text
    return quick


def spelt(part: dict[str, Any], extra: str = "") -> str:
    inner = json.dumps(part, ensure_ascii=False)[1:-1]
    return "{" + ", ".join(filter(None, [inner, extra])) + "}"


def outcome(text: str) -> Any:
    """Return the brief, or all that is said of the text."""
    try:
        return briefgen.loads(text, "json", file="b")
    except InputError as error:
        return error.faults


def summit() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(briefgen.dump(briefgen.load(briefgen.example()), "json"))
    return found


# ---------------------------------------------------------------- reading


def test_every_value_in_every_field_is_read_alike_or_not_at_all() -> None:
    taken = 0
    for cls in CLASSES:
        assert hold(cls, spelt(minimal(cls))) is not None
        for field in dataclasses.fields(cls):
            others = {name: value for name, value in minimal(cls).items() if name != field.name}
            for value in VALUES:
                taken += hold(cls, spelt(others, f'"{field.name}": {value}')) is not None
    assert taken > 5_000  # so that it is not the giving up that is tested


def test_every_character_is_read_alike_or_not_at_all() -> None:
    taken = 0
    for code in (*range(0x3100), *range(0xD7F0, 0xE010), *range(0xF8F0, 0x10010)):
        raw = chr(code)
        for spelling in {raw, f"\\u{code:04x}", f"\\u{code:04X}"} if code < 0x10000 else {raw}:
            for text in (spelling, f" {spelling}~", f"a{spelling}b"):
                taken += hold(model.LocalName, f'{{"lang": "{text}", "text": "x"}}') is not None
    assert taken > 50_000


@pytest.mark.parametrize("cls", CLASSES)
def test_a_key_that_stands_twice_is_left_to_the_careful_way(cls: type) -> None:
    part = {field.name: field.default for field in dataclasses.fields(cls)}
    part = {name: value for name, value in part.items() if value == "" or value is False or value is None}
    for held in (minimal(cls), {**part, **minimal(cls)}):
        assert hold(cls, spelt(held)) is not None
        for name, value in held.items():
            for twin in (value, 'a":"b', "", None, False):
                for key in (f'"{name}"', f'"{name}" ', f'"\\u{ord(name[0]):04x}{name[1:]}"\n'):
                    assert hold(cls, spelt(held, f"{key}: {json.dumps(twin)}")) is None


@pytest.mark.parametrize("colon", ["\\u003a", "\\u003A"])
def test_a_colon_that_is_written_as_an_escape_does_not_make_up_for_a_lost_key(colon: str) -> None:
    assert hold(model.LocalName, f'{{"lang": "a", "text": "b{colon}c", "lang": "d"}}') is None


def test_decimals_and_what_may_be_left_out_are_read_the_quick_way() -> None:
    assert (
        repr(hold(model.Quantity, '{"what": "x", "value": 1.10, "low": 2, "high": "3.50"}').value) == "Decimal('1.10')"
    )
    assert hold(model.Statement, '{"text": "x"}').id == "bottom-line"


@pytest.mark.parametrize("cls", CLASSES)
def test_no_key_is_counted_that_is_not_in_the_text(cls: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_json, "values", None)  # what decides where the count does not
    assert READERS[cls](spelt(minimal(cls), '"$schema": "https://x"').encode()) is not None


@pytest.mark.parametrize("cls", CLASSES)
def test_an_unknown_key_is_left_to_the_careful_way(cls: type) -> None:
    for key in ("x", "Id", "id ", "", "$schema ", "__class__", "ko", "a\\"):
        assert hold(cls, spelt(minimal(cls), f'"{key}": "y"')) is None


def test_what_is_out_of_bounds_is_left_to_the_careful_way() -> None:
    read = READERS[model.Brief]
    brief = spelt(minimal(model.Brief))
    assert read(brief.encode()) is not None
    assert read(brief.encode() + b" " * 20_000_000) is None
    assert read(spelt(minimal(model.Brief), '"keywords": [' + '"",' * 3_000_000 + '""]').encode()) is None
    assert read(spelt(minimal(model.Brief), '"keywords": ' + "[" * 100_000 + "]" * 100_000).encode()) is None
    assert read(brief.encode() + b"{}") is None
    assert read(b"\xff" + brief.encode()) is None
    assert read(brief.replace("x", "\xff", 1).encode("latin-1")) is None


def test_shuffled_and_spoilt_briefs_are_read_alike_and_told_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(6)
    whole = summit()
    quick = 0
    for turn in range(500):
        brief = _less(whole, chance)
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            _spoil(brief, chance)
        text = json.dumps(brief, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1]))
        if chance.random() < 0.3:
            text = _scratched(text, chance)
        monkeypatch.setattr(loading, "_LARGE", len(text) + 1_000_000)
        told = outcome(text)
        monkeypatch.setattr(loading, "_LARGE", 0)
        made = loading._quickly(text.encode("utf-8", "surrogatepass"), "json")
        quick += made is not None
        assert made is None or same(made, told), (turn, text)
        assert outcome(text) == told, (turn, text)
    assert 100 < quick < 300


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_brief_is_read_alike_or_not_at_all(data: st.DataObject, any_brief: Any) -> None:
    brief = data.draw(any_brief)
    quick = READERS[model.Brief](briefgen.dump(brief, "json").encode())
    assert quick is None or same(quick, brief)
    assert all_right(brief)


def _less(whole: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a few parts of a brief of each kind, with nothing in them that names what is gone."""
    stay = ("actors", "events", "instruments", "sources", "comparisons", "provisions")  # what others must name
    few = {
        name: chance.sample(value, min(len(value), 2)) if isinstance(value, list) and name not in stay else value
        for name, value in whole.items()
    }
    brief: dict[str, Any] = json.loads(json.dumps(few))
    _forget(brief, _ids(whole) - _ids(brief))
    return brief


def _ids(value: Any) -> set[str]:
    return set(re.findall(r'"id": "([^"]+)"', json.dumps(value)))


def _forget(value: Any, gone: set[str]) -> None:
    for key in list(value) if isinstance(value, dict) else range(len(value) - 1, -1, -1):
        held = value[key]
        if isinstance(held, str) and held in gone and key != "id":
            del value[key]
        elif isinstance(held, dict | list):
            _forget(held, gone)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _spoil(brief: dict[str, Any], chance: random.Random) -> None:
    """Change something somewhere, for the worse or not."""
    holder, key = chance.choice(list(_places(brief)))
    others = [held[step] for held, step in _places(brief)]
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1:
            holder[key] = copy.deepcopy(chance.choice(others))
        case 2 if isinstance(holder, dict):
            holder[chance.choice(["x", "note", "id", "importance", "tags", "marking", "likelihood"])] = copy.deepcopy(
                holder[key]
            )
        case 3:
            holder[key] = chance.choice(["", " ", "~", "null", None, [], {}, "1.0", "\u3000", "a\x00", "\ud800"])
        case 4:
            holder[key] = chance.choice([0, 1, 7, 1.5, 1e400, float("nan"), 10**30, 10**120, True, False, -1])
        case 5:
            holder[key] = [holder[key]]
        case _:
            holder[key] = str(holder[key])


def _scratched(text: str, chance: random.Random) -> str:
    """Change a few characters, or write a key a second time."""
    if chance.random() < 0.4:
        at = chance.choice([found.end() for found in re.finditer(r"\{", text)])
        return (
            text[:at]
            + chance.choice(['"id": "x",', '"text": "a: b", ', '"note" : "",', '"importance": 3,'])
            + text[at:]
        )
    at = chance.randrange(len(text))
    piece = chance.choice(
        ['"', "\\", "\x01", "\ufffe", "\ud800", ",", ":", " ", "é", "1", "\\u003a", "\\n", "}", "/**/", ""]
    )
    return text[:at] + piece + text[at + chance.randrange(3) :]


def test_a_large_brief_that_is_right_goes_the_quick_way(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    brief = _large()
    file = tmp_path / "large.json"
    file.write_text("\ufeff" + json.dumps({"$schema": "./brief.schema.json", **brief}), encoding="utf-8")
    monkeypatch.setattr(loading, "_LARGE", 10**9)
    slow = briefgen.load(file)
    monkeypatch.undo()
    monkeypatch.setattr(syntax, "parse", None)
    monkeypatch.setattr(from_json, "values", None)
    assert same(briefgen.load(file), slow)
    assert same(briefgen.loads(file.read_text(encoding="utf-8"), "json"), slow)


def _large() -> dict[str, Any]:
    """Return the summit with its judgements many times over."""
    brief = summit()
    one = brief["judgements"]
    turns = loading._LARGE // len(json.dumps(one)) + 1
    brief["judgements"] = [{**each, "id": f"{each['id']}-{turn}"} for turn in range(turns) for each in one] + one
    return brief


def test_a_small_one_does_not_import_what_the_quick_way_needs(tmp_path: Any) -> None:
    import subprocess
    import sys

    (tmp_path / "b.json").write_text(json.dumps(summit()), encoding="utf-8")
    script = "import briefgen, sys; briefgen.load('b.json'); assert 'briefgen.data.quick_json' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)


# ---------------------------------------------------------------- checking


def test_the_quick_check_and_the_careful_one_agree() -> None:
    chance = random.Random(2)
    whole = summit()
    wrong = right = 0
    for turn in range(700):
        values = _less(whole, chance)
        for _ in range(chance.choice([0, 1, 1, 2])):
            _mislead(values, chance)
        faults = Faults(lambda path, key: None)
        brief = typed.build_as_far_as_right(model.Brief, values, faults, SHORTHANDS)
        if faults or brief is None:
            continue
        checks.look_for_faults(brief, faults)
        assert all_right(brief) is not bool(faults), (turn, faults._told)
        wrong += bool(faults)
        right += not faults
    assert wrong > 150
    assert right > 150


def _mislead(brief: dict[str, Any], chance: random.Random) -> None:
    """Change an id, a name of another part, a number, a date or a code, all of the right type."""
    places = [(held, step) for held, step in _places(brief) if type(held[step]) in (str, int)]
    holder, key = chance.choice([place for place in places if _tells(*place)])
    if type(holder[key]) is int:
        holder[key] = chance.choice([0, 1, 3, 5, 6, 12, 13, 31, 32, 2024, 9999, 10000, -1])
        return
    ids = sorted(_ids(brief))
    holder[key] = chance.choice([*ids, "a b", "-x", "nobody", "x" * 201, "en", "7", "A", "KR", "icd203", "likely"])


def _tells(holder: Any, key: Any) -> bool:
    loose = ("text", "note", "headline", "quote", "locator", "title", "name", "wording", "description")
    return key not in loose
