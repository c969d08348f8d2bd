"""Words of the templates stand in the document's language; what no catalogue has is marked as English."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.compose.templates import compose
from briefgen.content.loading import load, loads
from briefgen.content.model import Brief
from briefgen.document import Document
from briefgen.errors import TemplateError
from briefgen.plain import fold, plain_blocks
from briefgen.view import View

BRIEF = """
id: small
title: A title
as_of: 2024-06-18
marking: {label: "TLP:AMBER"}
actors: [{id: a, name: Alpha, kind: state}, {id: b, name: Beta, kind: state}]
responses:
  - {id: r, actor: a, stance: alarmed, text: It objects.}
  - {id: q, actor: b, stance: supportive, text: It agrees.}
judgements:
  - {id: j, key: true, text: It lasts., confidence: {level: moderate}}
caveats:
  - {id: c1, kind: assumption, text: One.}
  - {id: c2, kind: assumption, text: Two.}
"""


def brief(language: str) -> Brief:
    return replace(loads(BRIEF), language=language)


def words(document: Document) -> str:
    return fold(plain_blocks(document.blocks))


def local(tmp_path: Path, template: str, language: str = "", entries: str = "") -> str:
    """Write a template, and beside it a catalogue where there is one; return the template's path."""
    (tmp_path / "own.html.j2").write_text(template, encoding="utf-8")
    if language:
        path = tmp_path / "locale" / language / "LC_MESSAGES" / "briefgen.po"
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{entries}', encoding="utf-8")
    return str(tmp_path / "own.html.j2")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["Appréciations clés", "Alarmée", "Degré de confiance\u00a0: modéré.", "Hypothèses"]),
        ("de", ["Kernaussagen", "Alarmiert", "Aussagesicherheit: mittel.", "Annahmen"]),
        ("es", ["Juicios clave", "Alarmada", "Grado de confianza: moderado.", "Supuestos"]),
        ("ru", ["Ключевые оценки", "Тревога", "Степень уверенности: средняя.", "Допущения"]),
        ("ko", ["핵심 판단", "강한 우려", "확신도: 중간.", "가정"]),
        ("ja", ["主要な判断", "強い懸念", "確信度：中。", "前提"]),
        ("zh", ["关键判断", "高度担忧", "置信度：中等。", "假设"]),
        ("zh-TW", ["關鍵判斷", "高度擔憂", "信心程度：中等。", "假設"]),
        ("ar", ["التقديرات الرئيسية", "شديد القلق", "درجة الثقة: متوسطة.", "افتراضان"]),
        ("en-US", ["Key judgments", "Alarmed", "Confidence: moderate.", "Assumptions"]),
        ("en", ["Key judgements", "Alarmed", "Confidence: moderate.", "Assumptions"]),
    ],
)
def test_labels_and_words_of_the_model_are_in_the_document_s_language(language: str, expected: list[str]) -> None:
    document = compose(brief(language), "full")
    found = fold(words(document)).replace("\u00a0", " ")
    assert [one for one in expected if one.replace("\u00a0", " ") not in found] == []


@pytest.mark.parametrize("language", ["fr", "ja", "ar", "it", "und"])
def test_tlp_labels_are_never_translated(language: str) -> None:
    document = compose(brief(language), "full")
    assert "TLP:AMBER" in words(document)


@pytest.mark.parametrize("language", ["it", "und", "tlh"])
@pytest.mark.parametrize("template", ["full", "one-page", "memo", "glance"])
def test_words_without_a_catalogue_are_english_and_say_so(language: str, template: str) -> None:
    from briefgen.theme import load_theme
    from briefgen.write.html import write

    page = write(compose(brief(language), template), load_theme("default"))
    assert page.count(' lang="en"') > 3
    assert "lang='en'" not in page
    assert "&lt;span" not in page


def test_values_within_english_words_are_not_marked_as_english(tmp_path: Path) -> None:
    from briefgen.document import Paragraph, Span, Text

    path = local(tmp_path, '<p>{{ _("seen by %(who)s today", who="Alfa & Beta") }}</p>')
    (paragraph,) = compose(brief("it"), path).blocks
    assert isinstance(paragraph, Paragraph)
    parts = [(part.attr.lang if isinstance(part, Span) else "", type(part).__name__) for part in paragraph.children]
    assert parts == [("en", "Span"), ("", "Text"), ("en", "Span")]
    assert paragraph.children[1] == Text(" Alfa & Beta ")


def test_every_template_takes_every_language_with_the_summit() -> None:
    from briefgen import example

    summit = load(example())
    for language in ("fr", "ar", "zh", "it"):
        for template in ("full", "memo", "glance"):
            assert compose(replace(summit, language=language), template).lang == language


def test_a_reader_s_own_labels_come_first() -> None:
    view = View(labels={"Key judgements": "In short"})
    assert "In short" in words(compose(brief("fr"), "full", view=view))


def test_a_pack_calls_a_thing_otherwise_and_adds_words_of_its_own(tmp_path: Path) -> None:
    template = '{% extends "full.html.j2" %}{% block bottom_line %}<p>{{ _("Minister only") }}</p>{% endblock %}'
    entries = 'msgid "Key judgements"\nmsgstr "Lage"\n\nmsgid "Minister only"\nmsgstr "Nur für die Ministerin"\n'
    found = words(compose(brief("de"), local(tmp_path, template, "de", entries)))
    assert "Lage" in found
    assert "Kernaussagen" not in found
    assert "Nur für die Ministerin" in found
    assert "Annahmen" in found  # all else is as the built-in catalogue has it


def test_a_pack_adds_a_language(tmp_path: Path) -> None:
    entries = 'msgid "Key judgements"\nmsgstr "Giudizi chiave"\n'
    found = words(compose(brief("it"), local(tmp_path, '{% extends "full.html.j2" %}', "it", entries)))
    assert "Giudizi chiave" in found


def test_a_pack_s_broken_catalogue_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = local(tmp_path, "<p>a</p>", "it", 'msgid "x\nmsgstr "y"\n')
    with pytest.raises(TemplateError, match=r"briefgen\.po:\d+"):
        compose(brief("it"), path)


def test_plurals_follow_the_language(tmp_path: Path) -> None:
    template = '<p>{% for n in (1, 2, 5, 21) %}{{ ngettext("%(num)s day", "%(num)s days", n) }}; {% endfor %}</p>'
    entries = (
        '#, python-format\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "%(num)s день"\nmsgstr[1] "%(num)s дня"\nmsgstr[2] "%(num)s дней"\n'
    )
    path = local(tmp_path, template, "ru", entries)
    file = tmp_path / "locale" / "ru" / "LC_MESSAGES" / "briefgen.po"
    rule = "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"\n\n', f'"\n"Plural-Forms: {rule}\\n"\n\n', 1), encoding="utf-8")
    assert "1 день; 2 дня; 5 дней; 21 день;" in words(compose(brief("ru"), path))


def test_words_cannot_bring_in_markup(tmp_path: Path) -> None:
    template = '<p>{{ _("Key judgements") }} {{ _("by %(who)s", who="<b>x</b>") }}</p>'
    path = local(tmp_path, template, "it", 'msgid "Key judgements"\nmsgstr "<script>&amp;"\n')
    assert words(compose(brief("it"), path)) == "<script>&amp; by <b>x</b>"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ('_("by %(who)s")', "a place for 'who'"),
        ("_(brief)", "are a text, not a Brief"),
        ('ngettext("a", "b", "3")', "a whole number"),
        ('_("by %(who)s", who=brief)', "'who' is a Brief"),
        ('_("by %(who)s", who=nobody)', "'nobody' is not defined"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_where(tmp_path: Path, call: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says) as error:
        compose(brief("en"), local(tmp_path, f"<p>a</p>\n<p>{{{{ {call} }}}}</p>"))
    place = error.value.faults[0].place
    assert place is not None
    assert place.line == 2


def test_an_english_document_marks_no_words() -> None:
    assert "lang='en'" not in repr(compose(brief("en-GB"), "full"))


def test_figures_speak_the_document_s_language() -> None:
    from briefgen import example
    from briefgen.theme import load_theme
    from briefgen.write.html import write

    summit = load(example())
    page = write(compose(replace(summit, language="de"), "full", base=example().parent), load_theme("default"))
    figure = page[page.index("<svg") : page.rindex("</svg>")]
    assert "distanziert" in figure
    assert ">distant<" not in figure


@pytest.mark.parametrize(
    ("language", "word"),
    [("ar", "انتقل إلى النص"), ("ja", "本文へ移動"), ("ko", "본문으로 이동"), ("zh-TW", "跳至正文")],
)
def test_the_web_page_s_own_words_are_in_the_document_s_language(language: str, word: str) -> None:
    from briefgen.theme import load_theme
    from briefgen.write.html import write

    assert word in write(compose(brief(language), "full"), load_theme("default"))
