"""What the content tests share: a brief with every kind of part, and briefs of any content."""

from __future__ import annotations

import dataclasses
import types
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from hypothesis import strategies as st

from briefgen.content import model
from briefgen.data.hints import hints

NASTY = (
    "---",
    "...",
    "- x",
    "? y",
    "key: value",
    "a #b",
    "#c",
    " lead",
    "trail ",
    "\ttab",
    "a\nb",
    "a\n\n b\n",
    "\n",
    "x\n\n",
    "yes",
    "NO",
    "null",
    "~",
    "1.10",
    "0x1F",
    "010",
    "2024-06-18",
    "12:30",
    ".inf",
    "{a}",
    "[b]",
    "a, b",
    "*x",
    "&x",
    "!t",
    "%d",
    "@e",
    "`f`",
    "'g'",
    '"h"',
    "\\",
    "\\n",
    '"""',
    "'''",
    "|",
    ">",
    ">-",
    "=",
    "<<",
    "é\x85è",
    "a\u2028b\u2029",
    "\ufeff",
    "\u202eabc\u202c",
    "\u200b\u200d",
    "\x7f\x9f",
    "\r\n",
    "\r",
    "😀",
    "👩‍👩‍👧",
    "e\u0301",
    "\u00a0",
    "a  b",
    "word " * 60 + "end",
    "x" * 300,
    "one two  three " * 20 + "z",
    "a: b " * 40 + "c",
    "line\n" * 5,
    " indented\n  more",
    "# " * 80 + "x",
    "ſ ﬁ",
    "{{ brief }}",
    "<script>",
    "]]>",
    "first\n\tsecond",
    "end \nof line",
    "\u0378",
    "\U0010fffd",
)
_CARRIED = st.characters(exclude_categories=("Cs",), exclude_characters="".join(
    chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)
))  # fmt: skip
TEXT = st.one_of(st.sampled_from(NASTY), st.text(_CARRIED, max_size=30))
SAID = TEXT.filter(lambda text: bool(text) and not text.isspace())
NUMBER = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)
TOP = {name: get_args(hint)[0] for name, hint in hints(model.Brief).items() if get_origin(hint) is tuple}
LISTS = {name: kind for name, kind in TOP.items() if dataclasses.is_dataclass(kind)}
LANGUAGES = st.sampled_from(["en", "ko", "zh-Hant", "sr-Latn-RS"])
OWN: dict[tuple[type, str], Any] = {
    (model.Brief, "id"): st.just("brief"),
    (model.Brief, "language"): LANGUAGES,
    (model.Brief, "embargo"): st.sampled_from(["", "2026-12-01T09:00+01:00", "2026-12-01 09:00 Europe/Berlin"]),
    (model.Source, "language"): LANGUAGES,
    (model.LocalName, "lang"): LANGUAGES,
    (model.Statement, "importance"): st.integers(1, 5),
    (model.Driver, "rank"): st.none() | st.integers(1, 9),
    (model.Citation, "credibility"): st.sampled_from(["", *"123456"]),
    (model.Source, "reliability"): st.sampled_from(["", *"ABCDEF"]),
    (model.Source, "sha256"): st.sampled_from(["", "0a" * 32]),
    (model.Actor, "iso"): st.sampled_from(["", "NO", "KOR"]),
    (model.Obligation, "trigger"): st.just(""),
}
CIRCULAR = ("members", "state", "parent", "depends_on", "supersedes")


@st.composite
def briefs(draw: st.DrawFn) -> model.Brief:
    """Draw a brief that is right: ids are unique, references name what is there, numbers are in their ranges."""
    # What others must name is there, so that every part can be made.
    counts = {name: draw(st.integers(int(name in ("actors", "sources", "instruments")), 2)) for name in LISTS}
    ids = {name: [f"{name}-{number}" for number in range(count)] for name, count in counts.items()}
    statements = [id_ for name, kind in LISTS.items() if issubclass(kind, model.Statement) for id_ in ids[name]]
    made = iter(range(10**6))

    def reference(kinds: tuple[str, ...]) -> list[str]:
        return statements if "*" in kinds else [id_ for kind in kinds for id_ in ids[kind]]

    def value(hint: Any, *, is_required: bool) -> Any:
        origin = get_origin(hint)
        if origin is Annotated:
            known = reference(get_args(hint)[1].kinds)
            return draw(st.sampled_from(known)) if known else None
        if origin in (Union, types.UnionType):
            return None if draw(st.booleans()) else value(get_args(hint)[0], is_required=False)
        if origin is tuple:
            items = [value(get_args(hint)[0], is_required=False) for _ in range(draw(st.sampled_from([0, 0, 1, 2])))]
            return tuple(item for item in items if item is not None)
        if dataclasses.is_dataclass(hint):
            return part(hint, f"x-{next(made)}")
        if issubclass(hint, Enum):
            return draw(st.sampled_from(list(hint)))
        simple: dict[Any, Any] = {
            str: SAID if is_required else st.just("") | TEXT,
            bool: st.booleans(),
            int: st.integers(0, 9),
            Decimal: NUMBER,
        }
        return draw(simple[hint])

    def part(cls: Any, id_: str) -> Any:
        if cls is model.PartialDate:
            return draw(dates())
        if cls is model.Estimate:
            low, high = sorted(draw(st.tuples(st.integers(0, 100), st.integers(0, 100))))
            ends = {"low": Decimal(low), "high": Decimal(high)} if draw(st.booleans()) else {}
            return model.Estimate(wording=draw(SAID), mapped_by=draw(TEXT), **ends)
        fields: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            hint = hints(cls)[field.name]
            own = next((OWN[base, field.name] for base in cls.__mro__ if (base, field.name) in OWN), None)
            if own is not None:
                fields[field.name] = draw(own)
            elif field.name == "id":
                fields["id"] = id_
            elif field.name not in CIRCULAR:
                fields[field.name] = value(hint, is_required=field.default is dataclasses.MISSING)
        if cls is model.Quantity and None not in (fields["low"], fields["high"]):
            fields["low"], fields["high"] = sorted((fields["low"], fields["high"]))
        return cls(**fields)

    lists = {name: tuple(part(kind, id_) for id_ in ids[name]) for name, kind in LISTS.items()}
    rest = {
        field.name: draw(OWN[model.Brief, field.name])
        if (model.Brief, field.name) in OWN
        else value(hints(model.Brief)[field.name], is_required=field.default is dataclasses.MISSING)
        for field in dataclasses.fields(model.Brief)
        if field.name not in lists
    }
    return model.Brief(**rest, **lists)


@st.composite
def dates(draw: st.DrawFn) -> model.PartialDate:
    year = draw(st.none() | st.integers(1, 9999))
    month = draw(st.none() | st.integers(1, 12))
    day = draw(st.none() | st.integers(1, 27)) if month else None
    has_end = day is not None and draw(st.booleans())
    return model.PartialDate(
        year=year,
        month=month,
        day=day,
        end_day=day + 1 if has_end and day else None,
        wording=draw(TEXT),
        year_inferred_by=draw(TEXT),
    )


@pytest.fixture(scope="session")
def nasty() -> tuple[str, ...]:
    return NASTY


@pytest.fixture(scope="session")
def any_brief() -> Any:
    """Give the strategy that draws briefs."""
    return briefs()
