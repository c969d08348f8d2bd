"""One document in many scripts, and the programs that read its text back."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import Any

import pytest

from briefgen.document import (
    Attr,
    Callout,
    Cell,
    Document,
    Field,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Row,
    Running,
    Strong,
    Table,
    Text,
)
from briefgen.layout.fonts import faces
from briefgen.layout.pages import paginate
from briefgen.theme import load_theme
from briefgen.write.pdf import write

NAMES = "김정은, Путин, 岸田文雄, 尹錫悦, 习近平, مرحبا، שלום"
PROSE = {
    "en": "The leaders met (in June 2024); مرحبا بالعالم is “hello world”, and שלום עולם (12 May) is too.",
    "ar": "عقد الرئيس Vladimir Putin اجتماعاً مع الزعيم Kim Jong Un في 19 يونيو 2024 (الأولى منذ 24 عاماً).",
    "he": "נשיא רוסיה Vladimir Putin נפגש עם קים ג׳ונג און ב־19 ביוני 2024 (הראשון זה 24 שנים), וְשָׁלוֹם.",
    "fa": "رئیس‌جمهور روسیه می‌خواهد پیمان ۱۹ ژوئن ۲۰۲۴ را با Kim Jong Un امضا کند.",
    "ja": "岸田文雄首相は、「安全保障環境は厳しさを増している」と述べた。習近平国家主席とプーチン大統領も会談した。",
    "ko": "김정은 국무위원장과 푸틴 대통령은 포괄적인 전략적 동반자관계에 관한 조약(條約)에 서명했다.",
    "zh-Hans": "习近平主席表示，中方愿同俄方一道，推动两国关系持续健康稳定发展。",
    "zh-Hant": "習近平主席表示，中方願同俄方一道，推動兩國關係持續健康穩定發展。",
}


def para(*parts: str | Inline, lang: str = "") -> Paragraph:
    return Paragraph(
        children=tuple(Text(part) if isinstance(part, str) else part for part in parts), attr=Attr(lang=lang)
    )


def document(lang: str = "en", text: str = "") -> Document:
    """The names in body, list, table, heading, box, link, note and running head, and a sentence in `lang`."""
    bold = Strong(children=(Text(f"Bold {NAMES}."),))
    note = Note(blocks=(para(f"A note on {NAMES}."),))
    rows = tuple(
        Row(cells=(Cell(blocks=(para(name),), header="row"), Cell(blocks=(para(f"Cell {NAMES}."),))))
        for name in NAMES.replace("،", ",").split(", ")
    )
    head = Row(cells=(Cell(blocks=(para("Name"),), header="col"), Cell(blocks=(para("Words"),), header="col")))
    return Document(
        title=f"Names {NAMES}",
        lang=lang,
        blocks=(
            Heading(level=1, children=(Text(f"Heading {NAMES}"),)),
            para(text or PROSE[lang]),
            para(f"Body {NAMES} and ", bold, note),
            List(items=(Item(blocks=(para(f"Item {NAMES}."),)), Item(blocks=(para("two"),))), ordered=True),
            Table(rows=rows, head=(head,), caption=(Text("A table"),)),
            Callout(blocks=(Heading(level=2, children=(Text("A box"),)), para("Inside."))),
            para("He wrote ", Link(target="https://example.org/a", children=(Text("مرحبا link שלום"),)), "."),
        ),
        header=Running(start=(Text(f"Head {NAMES}"),), end=(Field("page"),)),
    )


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The ways to make documents, since test modules cannot import each other."""
    theme = load_theme("default")

    def pdf(source: Document) -> bytes:
        return write(paginate(source, theme), faces(theme))

    return SimpleNamespace(
        names=NAMES, prose=PROSE, para=para, document=document, theme=theme, faces=faces(theme), pdf=pdf
    )


@pytest.fixture(scope="session")
def need() -> Any:
    """Return the path of a program, or skip."""

    def find(command: str, name: str) -> str:
        path = shutil.which(command)
        if path is None:
            pytest.skip(f"needs {name}")
        return path

    return find


@pytest.fixture
def without_cjk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the fonts of briefgen[cjk]."""
    monkeypatch.setattr("briefgen.layout.spare_fonts.CJK_PACKAGE", "a_package_that_is_not_there")
