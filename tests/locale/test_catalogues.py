"""The built-in catalogues are whole: every word of the templates, in every language, with its places for values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen import resources
from briefgen.compose import catalogues
from briefgen.compose.catalogues import Catalogue
from briefgen.errors import TemplateError

Messages = dict[tuple[str, str], tuple[str, str]]
Places = Callable[[str], set[str]]

LOCALE = Path(str(resources.folder("templates"))) / "locale"
SHOWN = {"ar", "de", "es", "fr", "ja", "ko", "ru", "zh_Hans", "zh_Hant"}


def test_there_is_a_catalogue_for_each_language_that_is_promised() -> None:
    assert {*catalogues.languages(LOCALE)} >= SHOWN


def test_every_message_has_a_translation(catalogue: Catalogue, messages: Messages) -> None:
    assert [key for key in messages if not catalogue.find(key)] == []


def test_no_translation_is_stray(catalogue: Catalogue, messages: Messages) -> None:
    assert [key for key in catalogue.lines if key not in messages] == []


def test_translations_keep_the_places_for_values(catalogue: Catalogue, messages: Messages, places: Places) -> None:
    for key, (plural, _) in messages.items():
        for form in catalogue.forms[key]:
            wanted = places(key[1]) | places(plural)
            # A form for one thing or none may do without the number.
            assert places(form) == wanted or (plural and places(form) <= wanted), (key, form)


def test_messages_with_plurals_have_as_many_forms_as_the_language(catalogue: Catalogue, messages: Messages) -> None:
    counts = {len(catalogue.forms[key]) for key, (plural, _) in messages.items() if plural}
    reached = {catalogue.plural(number) for number in range(200)}
    assert counts == {len(reached)}
    assert reached == set(range(len(reached)))


def test_translations_are_neither_padded_nor_english(catalogue: Catalogue, messages: Messages) -> None:
    """Words that are the same in both languages are few: Options, Source, Date."""
    same = [key for key in messages if catalogue.find(key) == key[1] and "%" not in key[1] and key[0] != "separator"]
    assert len(same) < 0.12 * len(messages)
    padded = [key for key in messages if key[0] != "separator" and catalogue.find(key) != catalogue.find(key).strip()]
    assert padded == []


def test_the_template_for_translators_holds_every_message(messages: Messages) -> None:
    from babel.messages.pofile import read_po

    with (LOCALE / "briefgen.pot").open("rb") as file:
        found = read_po(file, abort_invalid=True)
    ids = {(m.context or "", m.id[0] if isinstance(m.id, tuple | list) else m.id) for m in found if m.id}
    assert ids == set(messages)


def test_american_english_has_only_words_that_there_are(messages: Messages) -> None:
    american = catalogues.read(LOCALE / "en_US" / catalogues.FILE)
    assert american.forms
    assert set(american.forms) <= set(messages)


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("fr", ["fr"]),
        ("fr-CA", ["fr_CA", "fr"]),
        ("zh", ["zh_Hans", "zh"]),
        ("zh-TW", ["zh_Hant_TW", "zh_TW", "zh_Hant", "zh"]),
        ("zh-Hant", ["zh_Hant", "zh"]),
        ("und", []),
        ("x-klingon", []),
    ],
)
def test_a_language_tag_finds_the_nearest_catalogue(tag: str, names: list[str]) -> None:
    assert catalogues.names(tag) == names


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'msgid "a"\nmsgstr "b\n', "briefgen.po:2"),
        (b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n**n;\\n"\nmsgid "a"\nmsgstr "b"\n', "no catalogue"),
        (b'msgid "a"\nmsgstr "\xff"\n', "no catalogue"),
        (b"\0\1\2", "briefgen.po"),
    ],
)
def test_a_broken_catalogue_is_one_clear_error(tmp_path: Path, text: bytes, says: str) -> None:
    path = tmp_path / "briefgen.po"
    path.write_bytes(text)
    with pytest.raises(TemplateError) as error:
        catalogues.read(path)
    assert says in str(error.value)
    assert len(error.value.faults) == 1
