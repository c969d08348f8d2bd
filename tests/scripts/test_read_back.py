"""Programs that take text out by place, and not by structure, read what runs from right to left as it was written.

What poppler cannot read is named: on a page most of whose letters run from left to right, it takes an Arabic comma for
the end of a passage, and sets the words around it in the order they are seen. No file can tell it otherwise.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from briefgen.document import Callout, Document, Running

# Each on a page of its own, in a document of its own language.
READ = [
    ("ar", "مرحبا بالعالم"),
    ("ar", "التقى الرئيس بالزعيم، ووقّعا معاهدة، ثم غادرا."),
    ("ar", "السلام والإسلام لا ألأ للآلاف"),
    ("ar", "عقد الرئيس Vladimir Putin اجتماعاً مع الزعيم Kim Jong Un في 19 يونيو 2024 (الأولى منذ 24 عاماً)."),
    ("ar", "بلغت النسبة 25% في عام 2024، أي ۱۹ و١٩٩٤."),
    (
        "ar",
        "أكد الطرفان أن المعاهدة تنص على المساعدة المتبادلة في حال العدوان، ولا تستهدف أي دولة ثالثة؛ بل السلام. " * 3,
    ),
    ("fa", "رئیس‌جمهور می‌خواهد پیمان ۱۹ ژوئن ۲۰۲۴ را با Kim Jong Un امضا کند."),
    ("he", "שלום עולם, זה מבחן (קצר) של טקסט."),
    ("he", "וְשָׁלוֹם לַכֹּל"),
    ("he", "נשיא רוסיה Vladimir Putin נפגש עם קים ג׳ונג און ב־19 ביוני 2024 (הראשון זה 24 שנים)."),
    ("en", "The leaders met (in June 2024); مرحبا بالعالم is hello world, and שלום עולם (12 May) is too."),
    ("en", "A mostly Latin line with one word مرحبا in it, and another, السلام."),
    ("en", "He said مرحبا، then left. The word (שלום) in brackets, “שלום” in quotes."),
]
MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")


def taken_out(source: Document, make: SimpleNamespace, need: Any, tmp_path: Path) -> str:
    """Return the text of a document as `pdftotext` gives it, in one line."""
    path = tmp_path / "file.pdf"
    path.write_bytes(make.pdf(source))
    done = subprocess.run([need("pdftotext", "poppler"), path, "-"], capture_output=True, check=True)
    assert not done.stderr
    return " ".join(done.stdout.decode().split())


def alone(text: str, lang: str, make: SimpleNamespace) -> Document:
    return Document(title="x", lang=lang, blocks=(make.para(text),))


@pytest.mark.poppler
@pytest.mark.parametrize(("lang", "text"), READ, ids=[f"{lang} {at}" for at, (lang, _) in enumerate(READ)])
def test_pdftotext_reads_a_paragraph_as_it_was_written(
    lang: str, text: str, make: SimpleNamespace, need: Any, tmp_path: Path
) -> None:
    assert MARKS.sub("", taken_out(alone(text, lang, make), make, need, tmp_path)) == text.strip()


@pytest.mark.poppler
@pytest.mark.parametrize("lang", ["ar", "he", "fa"])
def test_pdftotext_reads_the_names_where_most_letters_run_from_right_to_left(
    lang: str, make: SimpleNamespace, need: Any, tmp_path: Path
) -> None:
    """In body, list, table, heading and link."""
    prose = make.para(*[make.prose[lang] + " "] * 16)
    source = replace(make.document(lang), header=Running())
    kept = tuple(block for block in source.blocks if not isinstance(block, Callout))
    said = MARKS.sub("", taken_out(replace(source, blocks=(prose, *kept)), make, need, tmp_path))
    assert said.count(make.prose[lang]) == 17
    assert said.count(make.names) >= 5


@pytest.mark.poppler
@pytest.mark.chromium
def test_an_arabic_comma_among_latin_words_is_beyond_pdftotext_whoever_writes(
    make: SimpleNamespace, need: Any, tmp_path: Path
) -> None:
    """So it is with Chromium's files; should poppler learn it, the names belong to those that are read."""
    text = "He met مرحبا، שלום, and others, and went to Moscow."
    ours = MARKS.sub("", taken_out(alone(text, "en", make), make, need, tmp_path))
    page, printed = tmp_path / "page.html", tmp_path / "printed.pdf"
    page.write_text(f'<!doctype html><meta charset="utf-8"><title>x</title><p lang="en">{text}', "utf-8")
    command = [need("chromium", "Chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={printed}", page], capture_output=True, check=True)
    done = subprocess.run([need("pdftotext", "poppler"), printed, "-"], capture_output=True, check=True)
    theirs = MARKS.sub("", done.stdout.decode())
    assert "".join(ours.split()) == "".join(theirs.split()) != "".join(text.split())
