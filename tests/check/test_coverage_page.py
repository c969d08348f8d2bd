"""The page of coverage is valid HTML, holds the whole text, and runs nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from briefgen import loads
from briefgen.checking.coverage_report import headline, page
from briefgen.content.evidence.coverage import Carried, coverage
from briefgen.content.evidence.texts import source_text

BRIEF = """
id: b
title: A <b> & B
sources: [{id: s, title: "S & <i>", connectives: [Here it is.]}]
judgements:
  - {id: whole, text: X., citations: [{s: Talks failed.}]}
  - {id: part, text: X., citations: [{s: They left}, {s: they left}]}
"""
TEXT = "A <title>\n\nTalks failed. They left & cried. Here it is. Nobody “came”.\n"


@pytest.fixture
def html() -> str:
    brief = loads(BRIEF)
    return page(coverage(brief, {"s": source_text(TEXT)}), brief.title, "en")


def test_each_sentence_is_told_as_it_is_carried() -> None:
    (one,) = coverage(loads(BRIEF), {"s": source_text(TEXT)})
    assert [each.carried for each in one.sentences] == [Carried.WHOLE, Carried.PART, Carried.CONNECTIVE, Carried.NOT]
    assert [each.by for each in one.sentences] == [("whole",), ("part",), (), ()]
    words = "2 of 4 sentences carried, 1 in part, 1 connective, 1 left out; 1 line that is no sentence"
    assert headline(one) == words


def test_the_page_holds_the_text_escaped_and_no_script(html: str) -> None:
    words = re.sub(r"<small>.*?</small>|<[^>]*>", "", html.split("</ul>")[1])
    words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"')
    assert "".join(TEXT.split()) in "".join(words.split())
    assert "<script" not in html
    assert "<i>" not in html
    assert "prefers-color-scheme: dark" in html
    assert '<mark class="part">They left</mark>' in html


@pytest.mark.htmlvalidate
def test_the_page_is_valid(html: str, tmp_path: Path) -> None:
    tools = Path(os.environ.get("BRIEFGEN_TOOLS", Path.home() / ".cache" / "briefgen-tools"))
    program = tools / "html-validate" / "node_modules" / ".bin" / "html-validate"
    if not program.exists() or shutil.which("node") is None:
        pytest.skip("html-validate is not installed")
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    (tmp_path / ".htmlvalidate.json").write_text('{"extends": ["html-validate:standard"], "root": true}', "utf-8")
    done = subprocess.run([program, "page.html"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
