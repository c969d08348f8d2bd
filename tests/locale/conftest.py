"""What the tests of catalogues share: the messages of the built-in templates and filters, and a document's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from briefgen import resources
from briefgen.compose import catalogues
from briefgen.content import model
from briefgen.content.scales import SCALES

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(str(resources.folder("templates")))
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Messages = dict[tuple[str, str], tuple[str, str]]  # by context and message: the plural ("" for none), the file


def _entry(function: str, words: Any) -> tuple[str, str, str]:
    match function:
        case "ngettext":
            return "", words[0], words[1]
        case "pgettext":
            return words[0], words[1], ""
        case "npgettext":
            return words[0], words[1], words[2]
        case _:
            return "", (words if isinstance(words, str) else words[0]) if words else "", ""


def _extracted() -> Iterator[tuple[str, Any, Path]]:
    from babel.messages.extract import extract_python
    from jinja2.ext import babel_extract

    options = {"extensions": "jinja2.ext.loopcontrols", "silent": "false", "trim_blocks": "true"}
    for path in sorted(TEMPLATES.glob("pack/*.j2")) + sorted(TEMPLATES.glob("components/*.j2")):
        with path.open("rb") as file:
            for _, function, words, _ in babel_extract(file, KEYWORDS, [], options):  # type: ignore[arg-type]
                yield function, words, path
    for path in sorted((ROOT / "src" / "briefgen" / "compose").rglob("*.py")):
        if path.name != "labels.py":
            with path.open("rb") as file:
                for _, function, words, _ in extract_python(file, KEYWORDS, [], {}):  # type: ignore[arg-type]
                    yield function, words, path


def _messages() -> Messages:
    found: Messages = {}
    for function, words, path in _extracted():
        context, message, plural = _entry(function, words)
        if message:  # None: a call with words of a variable, as in the filters `words` and `label`
            found.setdefault((context, message), (plural, str(path)))
    for name, kind in vars(model).items():
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind not in (StrEnum, model.BriefField):
            for word in kind:
                found.setdefault((name, word.value.replace("-", " ")), ("", "model.py"))
    for scale in SCALES.values():
        found.setdefault(("", scale.note), ("", "scales.py"))
    return found


@pytest.fixture(scope="session")
def messages() -> Messages:
    """Every message of the built-in templates, of the filters and figures, and of the model's words."""
    return _messages()


@pytest.fixture
def places() -> Callable[[str], set[str]]:
    return lambda text: set(re.findall(r"%\((\w+)\)s", text))


LANGUAGES = [name for name in catalogues.languages(TEMPLATES / "locale") if name != "en_US"]


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> catalogues.Catalogue:
    """The built-in catalogue of each language; American English has only what it spells otherwise."""
    return catalogues.read(TEMPLATES / "locale" / str(request.param) / catalogues.FILE)
