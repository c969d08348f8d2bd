"""A fitted page is one page elsewhere: in LibreOffice with and without our fonts, and printed by Chromium.

`BRIEFGEN_PAGERS` random one-pagers are tried in LibreOffice: 200 in CI, 20 where nothing is said. Of them
`BRIEFGEN_PRINTED` are printed by Chromium on each paper: a quarter where nothing is said.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from briefgen.layout.fit import EASED_LEADING, fit
from briefgen.layout.pages import page_room
from briefgen.theme import load_theme

COUNT = int(os.environ.get("BRIEFGEN_PAGERS", "20"))
PRINTED = min(COUNT, int(os.environ.get("BRIEFGEN_PRINTED", str(max(COUNT // 4, 5)))))
FONTS = Path(__file__).parents[2] / "templates" / "fonts"
WITH, WITHOUT = "with our fonts", "without our fonts"


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


@pytest.fixture(scope="module")
def fitted(pagers):
    theme = load_theme("default")
    return [fit(pagers.document(seed), theme) for seed in range(COUNT)]


@pytest.fixture(scope="module")
def converted(pagers, fitted, tmp_path_factory):
    """Return the folders of the PDF that LibreOffice makes with and without our fonts, the two side by side."""
    needs("soffice", "LibreOffice")
    from briefgen.write.docx import write

    folder = tmp_path_factory.mktemp("word")
    files = [folder / f"{seed}.docx" for seed in range(COUNT)]
    for one, file in zip(fitted, files, strict=True):
        file.write_bytes(write(one.document, one.word_theme))
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><dir>{FONTS}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    folders = {WITHOUT: folder / "without", WITH: folder / "with"}
    env = {WITHOUT: dict(os.environ), WITH: {**os.environ, "FONTCONFIG_FILE": str(fonts)}}
    running = [
        pagers.converting(files, folders[name], folder / f"profile-{name.split()[0]}", env[name]) for name in folders
    ]
    assert [process.wait(1800) for process in running] == [0, 0]
    return folders


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("fonts", [WITHOUT, WITH])
def test_word_files_of_random_one_pagers_are_one_page(pagers, converted, fonts):
    counts = {seed: pagers.count(converted[fonts] / f"{seed}.pdf") for seed in range(COUNT)}
    assert {seed for seed, count in counts.items() if count != 1} == set()


@pytest.mark.libreoffice
@pytest.mark.poppler
@pytest.mark.slow
def test_the_margin_loses_little_of_a_page(pagers, converted, fitted, record_property):
    needs("pdftotext", "poppler")
    theme = load_theme("default")
    room, skip = page_room(theme), theme.page.bottom
    left = []
    for seed, one in enumerate(fitted):
        reached = pagers.lowest(converted[WITHOUT] / f"{seed}.pdf", skip) - theme.page.top
        left.append(min(one.report.fill, 100.0) - 100 * reached / room)
    mean = sum(left) / COUNT
    record_property(
        "measured",
        f"{COUNT} one-pagers in LibreOffice: {mean:.1f} % of a page is lost to the margin of the Word file "
        f"(lines at {EASED_LEADING:.0%}), {max(left):.1f} % at most",
    )
    assert 0 < mean < 5


@pytest.mark.chromium
@pytest.mark.slow
@pytest.mark.parametrize("name", ["default", "letter"])
def test_web_pages_of_random_one_pagers_print_to_one_page(pagers, fitted, name, tmp_path):
    needs("chromium", "Chromium")
    from briefgen.write.html import write

    theme = load_theme(name)
    over = []
    browser = pagers.Browser(tmp_path / "profile")  # one for all pages
    for seed in range(PRINTED):
        one = fitted[seed] if name == "default" else fit(pagers.document(seed), theme)
        page, pdf = tmp_path / f"{seed}.html", tmp_path / f"{seed}.pdf"
        page.write_text(write(one.document, one.flow_theme), encoding="utf-8")
        browser.print(page, pdf)
        if pagers.count(pdf) != 1:
            over.append(seed)
    browser.close()
    assert over == []


@pytest.mark.chromium
@pytest.mark.slow
def test_web_pages_of_the_examples_print_to_the_pages_they_are_fitted_to(pagers, tmp_path):
    needs("chromium", "Chromium")
    import briefgen
    from briefgen import resources

    over = []
    browser = pagers.Browser(tmp_path / "profile")
    for example in ("putin-kim-summit", "new-start"):
        brief = briefgen.load(resources.folder("examples") / example / "brief.yaml")
        for template, theme, pages in (
            ("one-page", "default", 1),
            ("one-page", "letter", 1),
            ("one-page", "plain", 1),
            ("glance", "default", 2),
        ):
            out = briefgen.render(brief, format="html", template=template, theme=theme, pages=pages)
            page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
            out.save(page)
            browser.print(page, pdf)
            if pagers.count(pdf) > pages:
                over.append((example, template, theme, pagers.count(pdf)))
    browser.close()
    assert over == []
