"""Whole briefs, random ones and one of 300 pages, as files that are valid for both standards and read in order."""

from __future__ import annotations

import dataclasses
import random
import types
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefgen import Brief, load, resources
from briefgen.compose.templates import available
from briefgen.content import model
from briefgen.data.hints import hints
from briefgen.errors import LayoutError

WORDS = (
    "the", "treaty", "of", "and", "**pact**", "*aid*", "a_b(c)\\d", "“might”", "1,550", "½", "&", "<b>", "{{ x }}",
    "km\u00a017", "—", "divi\u00added", "e\u0301", "https://example.org/a?b=c#d", "`code`", "[link](https://e.org/ü)",
    "Пхеньян", "σύνοδος", "조약", "양국은", "條約", "岸田文雄", "习近平", "مرحبا،", "(الأولى)", "שָׁלוֹם", "NATO", "ﬁnal",
)  # fmt: skip
LISTS = {
    name: get_args(hint)[0]
    for name, hint in hints(model.Brief).items()
    if get_origin(hint) is tuple and hasattr(get_args(hint)[0], "id")
}
CIRCULAR = ("members", "state", "parent", "depends_on", "supersedes", "trigger", "sha256", "file")
OWN: dict[tuple[type, str], tuple[Any, ...]] = {
    (model.Brief, "id"): ("brief",),
    (model.Brief, "language"): ("en", "en", "de", "ru", "ko", "zh-Hant", "ar", "he"),
    (model.Brief, "embargo"): ("",),
    (model.Brief, "likelihood_scale"): ("", "icd203"),
    (model.Source, "language"): ("en", "ko"),
    (model.LocalName, "lang"): ("ko", "ar", "ru"),
    (model.Statement, "importance"): (1, 2, 3, 4, 5),
    (model.Driver, "rank"): (None, 1),
    (model.Citation, "credibility"): ("", "2"),
    (model.Source, "reliability"): ("", "B"),
    (model.Source, "url"): ("", "https://example.org/q?a=(1)&b=ü", "mailto:a@example.org"),
    (model.Actor, "iso"): ("", "NO", "KOR"),
}


class Maker:
    """Makes a brief that is right from a seed: ids are unique, references name what is there."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0
        counts = {name: self.random.choice((0, 0, 1, 2)) for name in LISTS}
        for name in ("actors", "sources", "instruments"):
            counts[name] = max(1, counts[name])  # others must name one
        self.ids = {name: [f"{name}-{at}" for at in range(count)] for name, count in counts.items()}

    def brief(self) -> Brief:
        lists = {name: tuple(self.part(kind, id_) for id_ in self.ids[name]) for name, kind in LISTS.items()}
        return replace(self.part(model.Brief, "brief"), **lists)  # type: ignore[no-any-return]

    def words(self, least: int) -> str:
        count = self.random.choice((least, 1, 4, 16)) if self.random.random() < 0.99 else 150
        return " ".join(self.random.choice(WORDS) for _ in range(max(least, count)))

    def part(self, cls: Any, id_: str) -> Any:
        if cls is model.PartialDate:
            return model.PartialDate(year=self.random.choice((None, 1994, 2024)), month=6, wording=self.words(0))
        if cls is model.Estimate:
            return model.Estimate(wording=self.words(1), low=Decimal(20), high=Decimal(55), mapped_by=self.words(0))
        if cls is model.Marking:
            return model.Marking(label="TLP:GREEN")
        fields: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            own = next((OWN[base, field.name] for base in cls.__mro__ if (base, field.name) in OWN), None)
            if own is not None:
                fields[field.name] = self.random.choice(own)
            elif field.name == "id":
                fields["id"] = id_
            elif field.name not in CIRCULAR and not (cls is model.Brief and field.name in LISTS):
                required = field.default is dataclasses.MISSING
                fields[field.name] = self.value(hints(cls)[field.name], required=required)
        if cls is model.Quantity:
            fields["low"] = fields["high"] = None
        return cls(**fields)

    def value(self, hint: Any, *, required: bool) -> Any:
        origin = get_origin(hint)
        if origin is Annotated:
            kinds = get_args(hint)[1].kinds
            statements = [name for name, kind in LISTS.items() if issubclass(kind, model.Statement)]
            known = [id_ for kind in (statements if "*" in kinds else kinds) for id_ in self.ids[kind]]
            return self.random.choice(known) if known else None
        if origin in (Union, types.UnionType):
            return None if self.random.random() < 0.5 else self.value(get_args(hint)[0], required=False)
        if origin is tuple:
            items = [self.value(get_args(hint)[0], required=False) for _ in range(self.random.choice((0, 0, 1, 2)))]
            return tuple(item for item in dict.fromkeys(items) if item is not None)
        if dataclasses.is_dataclass(hint):
            self.made += 1
            return self.part(hint, f"x-{self.made}")
        if issubclass(hint, Enum):
            return self.random.choice(list(hint))
        if hint is str:
            return self.words(1) if required or self.random.random() < 0.6 else ""
        return {bool: self.random.random() < 0.5, int: 2, Decimal: Decimal("1550.10")}[hint]


@pytest.fixture(scope="module")
def drawn(findings: Any, read: Any) -> dict[str, bytes]:
    """The files of random briefs, by seed and template, each tried by page-validation and read back."""
    made: dict[str, bytes] = {}
    templates = [name for name, *_ in available()]
    themes = sorted(path.stem for path in resources.folder("templates").glob("themes/*.toml"))

    @settings(  # a seed tells nothing when it is shrunk
        max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,)
    )
    @given(seed=st.integers(0, 2**32 - 1), template=st.sampled_from(templates), theme=st.sampled_from(themes))
    def draw(seed: int, template: str, theme: str) -> None:
        try:
            rendered = read(Maker(seed).brief(), template=template, theme=theme)
        except LayoutError as error:  # one page does not hold it, and that is said
            if "may fill" not in str(error):
                raise
            return
        assert findings(rendered.data) == {}
        made[f"{seed} {template} {theme}"] = rendered.data

    draw()
    return made


def test_random_briefs_are_valid_and_read_in_order(drawn: dict[str, bytes]) -> None:
    assert len(drawn) > 50


@pytest.mark.verapdf
def test_verapdf_finds_nothing_in_random_briefs(drawn: dict[str, bytes], verapdf: Any) -> None:
    assert verapdf(drawn) == {name: {} for name in drawn}


@pytest.fixture(scope="module")
def large(read: Any) -> Any:
    """A brief of 300 pages: the summit's, with each statement many times over and at length."""
    path = resources.folder("examples") / "putin-kim-summit" / "brief.yaml"
    brief = load(path)
    several = {name: again(getattr(brief, name), 36) for name in ("judgements", "implications", "caveats", "drivers")}
    return read(replace(brief, **several), template="full", base=path.parent)


def again(statements: tuple[Any, ...], times: int) -> tuple[Any, ...]:
    """Return the statements `times` times, each but the first set of them with an id of its own and more to say."""
    more = tuple(
        replace(one, id=f"{one.id}-{at}", text=" ".join([one.text] * 12)) for at in range(times) for one in statements
    )
    return statements + more


def test_300_pages_are_valid_and_read_in_order(large: Any, findings: Any) -> None:
    assert len(large.pages.pages) >= 300
    assert findings(large.data) == {}


@pytest.mark.verapdf
def test_verapdf_finds_nothing_in_300_pages(large: Any, verapdf: Any) -> None:
    assert verapdf({"large": large.data}) == {"large": {}}
