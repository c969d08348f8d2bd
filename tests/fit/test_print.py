"""A fitted page is one page elsewhere: in LibreOffice with and without our fonts, and printed by Chromium.

`BRIEFGEN_PAGERS=200` tries that many random one-pagers; the default is what a suite has time for.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from briefgen.layout.fit import fit
from briefgen.theme import load_theme

COUNT = int(os.environ.get("BRIEFGEN_PAGERS", "20"))
FONTS = Path(__file__).parents[2] / "templates" / "fonts"


@pytest.fixture(scope="module")
def pagers():
    spec = spec_from_file_location("pagers", Path(__file__).with_name("pagers.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def needs(program: str, name: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{name} is not installed")


@pytest.mark.libreoffice
@pytest.mark.poppler
@pytest.mark.slow
@pytest.mark.parametrize("fonts", ["without our fonts", "with our fonts"])
def test_word_files_of_random_one_pagers_are_one_page(pagers, fonts, tmp_path):
    needs("soffice", "LibreOffice")
    needs("pdfinfo", "poppler")
    from briefgen.write.docx import write

    theme = load_theme("default")
    env = dict(os.environ)
    if fonts == "with our fonts":
        conf = tmp_path / "fonts.conf"
        conf.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<include>/etc/fonts/fonts.conf</include><dir>{FONTS}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
        )
        env["FONTCONFIG_FILE"] = str(conf)
    files = []
    for seed in range(COUNT):
        fitted = fit(pagers.document(seed), theme)
        files.append(tmp_path / f"{seed}.docx")
        files[-1].write_bytes(write(fitted.document, fitted.word_theme))
    pagers.to_pdf(files, tmp_path, tmp_path / "profile", env)
    counts = {seed: pagers.count(tmp_path / f"{seed}.pdf") for seed in range(COUNT)}
    assert {seed for seed, count in counts.items() if count != 1} == set()


@pytest.mark.chromium
@pytest.mark.poppler
@pytest.mark.slow
@pytest.mark.parametrize("theme", ["default", "letter"])
def test_web_pages_of_random_one_pagers_print_to_one_page(pagers, theme, tmp_path):
    needs("chromium", "Chromium")
    needs("pdfinfo", "poppler")
    from briefgen.write.html import write

    chosen = load_theme(theme)
    over = []
    for seed in range(max(COUNT // 4, 5)):
        fitted = fit(pagers.document(seed), chosen)
        page = tmp_path / f"{seed}.html"
        page.write_text(write(fitted.document, fitted.flow_theme), encoding="utf-8")
        pagers.print_page(page, tmp_path / f"{seed}.pdf")
        if pagers.count(tmp_path / f"{seed}.pdf") != 1:
            over.append(seed)
    assert over == []
