"""Texts become plain values that know where they stand, in all three formats; what is out of bounds is refused."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from briefgen.data import from_yaml, syntax
from briefgen.data.limits import MAX_BYTES
from briefgen.errors import InputError, ThemeError

SAME: dict[str, str] = {
    "yaml": 'a: x\nb:\n  - c: "é"\n    d: [e, "f g"]\n  - c: h\n',
    "json": '{"a": "x",\n "b": [{"c": "é", "d": ["e", "f g"]},\n  {"c": "h"}]}',
    "toml": 'a = "x"\n[[b]]\nc = "é"\nd = [\n  "e", # one\n  "f g",\n]\n[[b]]\nc = \'h\'\n',
}


def parse(text: str, format_: str = "yaml") -> syntax.Tree:
    return syntax.parse(text, file="f", format=format_)


def fault(text: str, format_: str = "yaml") -> str:
    with pytest.raises(InputError) as caught:
        parse(text, format_)
    assert len(caught.value.faults) == 1
    return str(caught.value)


@pytest.mark.parametrize("format_", SAME)
def test_three_formats_give_the_same_values(format_: str) -> None:
    assert parse(SAME[format_], format_).value == {"a": "x", "b": [{"c": "é", "d": ["e", "f g"]}, {"c": "h"}]}


@pytest.mark.parametrize(
    ("format_", "places"),
    [
        ("yaml", ["f:1:4", "f:3:5", "f:3:8", "f:4:9", "f:4:12", "f:5:5"]),
        ("json", ["f:1:7", "f:2:8", "f:2:14", "f:2:25", "f:2:30", "f:3:3"]),
        ("toml", ["f:1:5", "f:2:1", "f:3:5", "f:5:3", "f:6:3", "f:8:1"]),
    ],
)
def test_every_value_knows_its_place(format_: str, places: list[str]) -> None:
    tree = parse(SAME[format_], format_)
    paths: list[tuple[str | int, ...]] = [("a",), ("b", 0), ("b", 0, "c"), ("b", 0, "d", 0), ("b", 0, "d", 1), ("b", 1)]
    assert [str(tree.place(path)) for path in paths] == places


def test_a_key_has_a_place_of_its_own_and_what_is_not_there_that_of_what_holds_it() -> None:
    tree = parse("a:\n  bee:   c\n")
    assert str(tree.place(("a", "bee"), key=True)) == "f:2:3"
    assert str(tree.place(("a", "bee", "no", 7))) == "f:2:10"


def test_columns_count_characters_and_lines_are_those_an_editor_shows() -> None:
    tree = parse('a: "😀\u2028"\r\nb: "😀", \r\nc: d\n'.replace(",", ""))
    assert str(tree.place(("c",))) == "f:3:4"


def test_yaml_scalars_arrive_as_they_are_written() -> None:
    words = ["NO", "1.10", "on", "2024-06-18", "0x1F", "010", "1e3", "null", "~", "12:30:45", ".inf", "=", "<<x"]
    assert parse("a:\n" + "".join(f"  - {word}\n" for word in words)).value == {"a": words}


def test_an_empty_plain_scalar_is_nothing_and_an_empty_quoted_one_is_a_text() -> None:
    assert parse('a:\nb: ""\nc: !!str\n').value == {"a": None, "b": "", "c": ""}


def test_json_and_toml_numbers_keep_their_digits() -> None:
    from decimal import Decimal

    for text, format_ in (('{"a": 1.10, "b": 7, "c": true}', "json"), ("a = 1.10\nb = 7\nc = true", "toml")):
        value = parse(text, format_).value
        assert (str(value["a"]), value["b"], value["c"]) == ("1.10", 7, True)
        assert type(value["a"]) is Decimal


def test_toml_dates_are_text() -> None:
    value = parse("a = 2024-06-18\nb = 07:32:00\nc = 1979-05-27 07:32:00\n", "toml").value
    assert value == {"a": "2024-06-18", "b": "07:32:00", "c": "1979-05-27T07:32:00"}


def test_toml_places_follow_tables_dotted_keys_and_inline_tables() -> None:
    text = '# c\n[a.b]\nc.d = 1 # "x"\ne = {f = """\n"q" ""\\\n""", g = [[1], [\n2]]}\n'
    text += "[[t]]\n[[t.u]]\nv = '''\n'''\n\"w.x\" = 0x1F\n"
    tree = parse(text, "toml")
    places: dict[tuple[str | int, ...], str] = {
        ("a", "b", "c", "d"): "f:3:7",
        ("a", "b", "e", "g", 1, 0): "f:7:1",
        ("t", 0, "u", 0): "f:9:1",
        ("t", 0, "u", 0, "w.x"): "f:12:9",
    }
    assert {path: str(tree.place(path)) for path in places} == places


@pytest.mark.parametrize(
    ("format_", "text", "where"),
    [
        ("yaml", "a: 1\nb: 2\na: 3\n", "f:3:1"),
        ("yaml", "x:\n  - {a: 1, b: 2, a: 3}\n", "f:2:18"),
        ("json", '{"a": 1,\n "b": {"c": 1, "c": 2}}', "f:2:16"),
        ("json", '{"a": 1,\n "\\u0061": 2}', "f:2:2"),
        ("toml", "a = 1\nb = 2\na = 3\n", "f:3:1"),
        ("toml", "[a]\nb = 1\n[c]\n[a]\n", "f:4:1"),
        ("toml", "a = {b = 1, 'b' = 2}", "f:1:13"),
    ],
)
def test_a_key_that_stands_twice_is_a_fault_with_its_place(format_: str, text: str, where: str) -> None:
    words = fault(text, format_)
    assert words.startswith(where)
    assert "twice" in words


@pytest.mark.parametrize(
    ("format_", "text", "start", "said"),
    [
        ("yaml", "a: b: c\n", "f:1:5", "quotes"),
        ("yaml", "a: [b\n", "f:2:1", "not YAML"),
        ("yaml", "a: 1\n---\nb: 2\n", "f:2:1", "one file holds one document"),
        ("yaml", "? [a]\n: b\n", "f:1:3", "key"),
        ("yaml", "a: !!python/object/apply:os.system [x]\n", "f:1:4", "tag"),
        ("yaml", "a: *b\n", "f:1:4", "no anchor"),
        ("yaml", "a: &b [*b]\n", "f:1:8", "inside"),
        ("json", '{"a": 1,}', "f:1:", "not JSON"),
        ("json", '{"a": NaN}', "f:1:7", "NaN"),
        ("json", '{"a": ' + "9" * 5000 + "}", "f:1:7", "100 characters"),
        ("json", '{"a": 1e99999999999999999999}', "f: ", "holds a number that cannot be read"),
        ("json", "", "f:1:1", "not JSON"),
        ("toml", "a = 1\nb = \n", "f:2:", "not TOML"),
        ("toml", "a = " + "9" * 5000, "f:1:5", "100 characters"),
    ],
)
def test_what_is_not_the_format_is_one_fault_with_its_place(format_: str, text: str, start: str, said: str) -> None:
    words = fault(text, format_)
    assert words.startswith(start), words
    assert said in words


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("yaml", "[" * 200_000),
        ("yaml", "{a: " * 200_000),
        ("yaml", "- " * 200_000),
        ("json", "[" * 200_000),
        ("json", '{"a":' * 200_000),
        ("json", "[" * 200_000 + "]" * 200_000),
        ("toml", "a = " + "[" * 200_000),
        ("toml", "a = " + "{a = " * 200_000),
        ("toml", "a" + ".a" * 500_000 + " = 1"),
        ("toml", "[a" + ".a" * 500_000 + "]"),
    ],
)
def test_deep_nesting_is_refused(format_: str, text: str) -> None:
    words = fault(text, format_)
    assert "nest" in words or "parts" in words, words


def test_without_libyaml_the_result_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        SAME["yaml"],
        "# c\na: &x {b: [1, 2]}\nc: *x\nd: |\n  one\n\n  two\ne: >-\n  a\n  b\n'f g': \"\\u00e9\\n\"\n",
        "é: 😀\nb:\n- c\n-\n- d\n",
    ]
    with_it = [(from_yaml.values(text), from_yaml.marks(text)) for text in texts]
    monkeypatch.setattr(from_yaml, "_parser", from_yaml._python_parser)
    assert [(from_yaml.values(text), from_yaml.marks(text)) for text in texts] == with_it
    for text in ("[" * 5000, "a: 1\na: 2\n", "a: b: c\n", "a: *b\n", "a: &b [*b]\n", "a: @x\n"):
        assert fault(text).startswith("f:")


def test_an_alias_stands_for_what_it_names() -> None:
    assert parse("a: &x {b: [c]}\nd: *x\ne: [&y f, *y]\n").value == {
        "a": {"b": ["c"]},
        "d": {"b": ["c"]},
        "e": ["f", "f"],
    }


def test_billion_laughs_is_refused_at_once_and_within_200_mb() -> None:
    script = textwrap.dedent(
        """
        import re, time
        from briefgen import loads, InputError
        text = "id: a\\ntitle: b\\na0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\\n" + "".join(
            f"a{i}: &a{i} [{','.join(['*a%d' % (i - 1)] * 10)}]\\n" for i in range(1, 12))
        begin = time.process_time()
        try:
            loads(text)
        except InputError as error:
            assert "aliases" in str(error), error
        else:
            raise SystemExit("not refused")
        spent = time.process_time() - begin
        assert spent < 5, spent
        try:  # of this program alone: getrusage begins at what the process had that started it
            told = open("/proc/self/status").read()
        except OSError:
            raise SystemExit(0)
        assert int(re.search(r"VmHWM:\\s+(\\d+)", told)[1]) < 200_000
        """
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_file_over_the_bound_is_refused_and_the_bound_named(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger than 20 MB"):
        syntax.read(path)
    path.write_bytes(b"a: b\n#" + b"#" * (MAX_BYTES - 6))
    assert syntax.read(path).value == {"a": "b"}


def test_what_is_not_utf_8_is_refused_with_the_byte_offset(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_bytes(b"a: b\nc: caf\xe9\n")
    with pytest.raises(InputError, match=r"b.yaml:2: is not UTF-8: byte 0xe9 at offset 11"):
        syntax.read(path)
    path.write_bytes("a: b".encode("utf-16"))
    with pytest.raises(InputError, match=r"offset 0; .*UTF-16"):
        syntax.read(path)


@pytest.mark.parametrize("format_", SAME)
def test_a_byte_order_mark_is_accepted(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"b.{format_}"
    path.write_bytes(SAME[format_].encode("utf-8-sig"))
    tree = syntax.read(path)
    assert tree.value["a"] == "x"
    assert tree.place(("a",)).line == 1
    assert tree.place(("a",)).column == parse(SAME[format_], format_).place(("a",)).column


@pytest.mark.parametrize("name", ["no.yaml", "no.txt", "no", "no.ymal", "x\0.yaml"])
def test_a_file_that_cannot_be_read_is_one_fault_in_the_callers_kind(name: str, tmp_path: Path) -> None:
    with pytest.raises(ThemeError) as caught:
        syntax.read(f"{tmp_path}/{name}", error=ThemeError)
    assert len(caught.value.faults) == 1
    assert str(caught.value).startswith(f"{tmp_path}/{name}: ")


@pytest.mark.parametrize("format_", SAME)
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\ufffe", "\ud800"])
def test_a_character_that_no_document_can_carry_is_named_with_its_place(format_: str, character: str) -> None:
    words = fault(SAME[format_].replace("f g", f"f{character}g"), format_)
    assert f"U+{ord(character):04X}" in words
    assert words.startswith({"yaml": "f:4:", "json": "f:2:", "toml": "f:6:"}[format_])


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, text, format_ in (
        ("from_yaml", "[" + "a," * 200 + "]", "yaml"),
        ("from_json", "[" + "1," * 200 + "1]", "json"),
        ("from_toml", "a = [" + "1," * 200 + "]", "toml"),
    ):
        monkeypatch.setattr(f"briefgen.data.{module}.MAX_VALUES", 100)
        assert "100 values" in fault(text, format_)


def test_many_values_take_time_in_proportion() -> None:
    import time

    def spent(count: int) -> float:
        text = "a:\n" + "".join(f"- {{b: {number}, c: [d, e]}}\n" for number in range(count))
        begin = time.process_time()
        tree = parse(text)
        tree.place(("a", count - 1, "c", 1))
        return time.process_time() - begin

    spent(100)
    small = min(spent(2_000) for _ in range(3))
    assert spent(20_000) < 40 * small


def test_every_format_has_a_reader() -> None:
    values: dict[str, Any] = {name: parse(SAME[name], name).value for name in set(syntax.ENDINGS.values())}
    assert set(values) == {"yaml", "json", "toml"}
    with pytest.raises(InputError, match="did you mean 'yaml'"):
        parse("a: b", "yml")
