"""What a check is asked to do: which rules, how grave, which profile and scales. From briefgen.toml or pyproject.toml.

[check]                      # in pyproject.toml: [tool.briefgen.check]
profile = "phia"
ignore = ["BG409"]
severity = { BG105 = "info" }
sentence-words = 35
value-laden = ["so-called"]  # further words of the house
acronyms = ["OSCE"]          # that its readers know
[check.scales.house]
title = "House scale"
rows = [{ low = 0, high = 50, terms = ["improbable"] }, { low = 50, high = 100, terms = ["probable"] }]
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.checking.findings import Severity
from briefgen.content.scales import SCALES, Row, Scale
from briefgen.errors import Fault, InputError, Place, nearest

FILES = ("briefgen.toml", "pyproject.toml")


class Profile(Struct, frozen=True, kw_only=True):
    """A standard's or a house's choice: the scale it asks for, the rules it leaves out, and others' severities."""

    name: str
    title: str
    scale: str = ""
    only: tuple[str, ...] = ()  # () = all rules
    without: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)


_LEFT_TO_NEWS = ("BG107", "BG205", "BG206", "BG207", "BG209", "BG210", "BG305", "BG403", "BG404")
PROFILES: dict[str, Profile] = {
    each.name: each
    for each in (
        Profile(name="general", title="All rules; what only one standard asks for is a note."),
        Profile(
            name="icd203",
            title="ICD 203, 206 and 208: terms of ICD 203, a likelihood and a confidence for each key judgement.",
            scale="icd203",
            severity=dict.fromkeys(("BG205", "BG206", "BG404"), Severity.WARNING),
        ),
        Profile(
            name="phia",
            title="PHIA Probability Yardstick and AnCR (2025): its terms, its gaps, a confidence with its basis.",
            scale="phia",
            severity=dict.fromkeys(("BG205", "BG206", "BG404"), Severity.WARNING),
        ),
        Profile(
            name="newsroom",
            title="News and background: evidence and plain writing; no recommendations, no rules of intelligence work.",
            without=_LEFT_TO_NEWS,
        ),
        Profile(
            name="minimal",
            title="Only what is false or unsafe: quotes, files, markings.",
            only=("BG101", "BG102", "BG103", "BG301", "BG303", "BG304", "BG306", "BG310", "BG311", "BG315"),
        ),
    )
}


class Settings(Struct, frozen=True, kw_only=True):
    """`select` and `ignore` hold codes or their beginnings (BG2); `profile` "" = the brief's own scale decides."""

    profile: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)
    sentence_words: int = 40
    headline_words: int = 15
    bottom_line_words: int = 60
    key_judgements: int = 7
    value_laden: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    scales: dict[str, Scale] = field(default_factory=dict)

    def scale(self, name: str) -> Scale | None:
        return self.scales.get(name) or SCALES.get(name)


def profile(name: str) -> Profile:
    """Return a profile. Raises InputError for a name that there is not."""
    if name not in PROFILES:
        mend = nearest(name, PROFILES) or f"there are: {', '.join(PROFILES)}"
        raise InputError(Fault(what=f"there is no profile '{name}'", mend=mend))
    return PROFILES[name]


def settings_beside(path: Path) -> Settings:
    """Return the settings of the nearest briefgen.toml or pyproject.toml in or above a brief's folder.

    Raises InputError for a file that cannot be read or says what is not known.
    """
    folder = path.resolve().parent
    for place in (folder, *folder.parents):
        for name in FILES:
            file = place / name
            if file.is_file():
                table = _table(file)
                if table is not None:
                    return read_settings(table, file)
    return Settings()


def _table(file: Path) -> dict[str, Any] | None:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        if file.name == "pyproject.toml":
            return None  # another tool's to complain about
        raise InputError(Fault(what=f"cannot be read: {problem}", place=Place(file=str(file)))) from None
    if file.name == "pyproject.toml":
        data = data.get("tool", {}).get("briefgen", {})
    table = data.get("check")
    return table if isinstance(table, dict) else {} if file.name == "briefgen.toml" else None


def read_settings(table: dict[str, Any], file: Path) -> Settings:
    """Return the settings that a table holds. Raises InputError with every fault at once."""
    faults: list[Fault] = []
    found: dict[str, Any] = {}

    def wrong(key: str, what: str, mend: str = "") -> None:
        faults.append(Fault(what=what, place=Place(file=str(file)), path=f"check.{key}", mend=mend))

    for key, value in table.items():
        name = key.replace("-", "_")
        if name in ("select", "ignore", "value_laden", "acronyms"):
            if isinstance(value, list) and all(isinstance(each, str) for each in value):
                found[name] = tuple(value)
            else:
                wrong(key, "is not a list of texts")
        elif name in ("sentence_words", "headline_words", "bottom_line_words", "key_judgements"):
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                found[name] = value
            else:
                wrong(key, "is not a whole number above 0")
        elif name == "profile":
            if value in PROFILES:
                found[name] = value
            else:
                mend = nearest(str(value), PROFILES) or f"there are: {', '.join(PROFILES)}"
                wrong(key, f"there is no profile '{value}'", mend)
        elif name == "severity":
            levels = [each.value for each in Severity]
            if isinstance(value, dict) and all(level in levels for level in value.values()):
                found[name] = {code: Severity(level) for code, level in value.items()}
            else:
                wrong(key, "is not a table of codes", f"write each as one of: {', '.join(levels)}")
        elif name == "scales":
            found[name] = _scales(value, wrong)
        else:
            wrong(key, "is not a setting", nearest(name, Settings.__struct_fields__).replace("_", "-"))
    if faults:
        raise InputError(*faults)
    return Settings(**found)


def _scales(table: Any, wrong: Any) -> dict[str, Scale]:
    scales = {}
    for name, value in table.items() if isinstance(table, dict) else ():
        try:
            rows = tuple(
                Row(
                    low=Decimal(str(row["low"])),
                    high=Decimal(str(row["high"])),
                    terms=tuple(map(str, row["terms"])),
                    words=f"{row['low']}–{row['high']} %",
                )
                for row in value["rows"]
            )
        except (KeyError, TypeError, ValueError, ArithmeticError):
            wrong(f"scales.{name}", "is not a scale", "write rows = [{ low = 0, high = 50, terms = ['unlikely'] }, …]")
            continue
        title = str(value.get("title", name))
        scales[name] = Scale(name=name, title=title, publisher="", source=title, rows=rows)
    return scales


def combined(
    settings: Settings, *, profile_name: str = "", select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> Settings:
    """Return the settings of a file with what a call asks for put above them; what it ignores adds to them."""
    return replace(
        settings,
        profile=profile_name or settings.profile,
        select=select or settings.select,
        ignore=(*settings.ignore, *ignore),
    )
