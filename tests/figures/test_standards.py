"""All figures in one document pass what judges the formats: veraPDF for PDF/UA-1 and PDF/A-2a, the Open XML SDK."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import briefgen
from briefgen.compose import figures

TOOLS = Path(os.environ.get("BRIEFGEN_TOOLS", Path.home() / ".cache" / "briefgen-tools"))
LANGUAGES = ("en-US", "ar", "ja")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "all.html.j2"
    drawn = "".join(f'<figure data-figure="{name}"><figcaption></figcaption></figure>' for name in figures.BUILT_IN)
    path.write_text("{# All. #}<h1>{{ brief.title }}</h1>" + drawn, encoding="utf-8")
    return str(path)


def rendered(language, format_, template):
    brief = briefgen.load(briefgen.example().parents[1] / "new-start" / "brief.yaml")
    return briefgen.render(replace(brief, language=language), format=format_, template=template).data


@pytest.mark.verapdf
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_verapdf_finds_nothing(flavour, template, tmp_path):
    jars = TOOLS / "verapdf"
    if shutil.which("java") is None or not jars.is_dir():
        pytest.skip("needs veraPDF (tests/tools/fetch-verapdf)")
    for language in LANGUAGES:
        (tmp_path / f"{language}.pdf").write_bytes(rendered(language, "pdf", template))
    command = ["java", "-cp", f"{jars}/*", "org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "text"]
    files = sorted(map(str, tmp_path.glob("*.pdf")))
    said = subprocess.run([*command, *files], capture_output=True, text=True, timeout=300).stdout
    assert re.findall(r"^(PASS|FAIL)", said, re.MULTILINE) == ["PASS"] * len(LANGUAGES), said


@pytest.mark.openxml
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_open_xml_sdk_finds_nothing(language, template, tmp_path):
    program = TOOLS / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
    if not program.exists() or shutil.which("node") is None:
        pytest.skip("the Open XML validator is not installed")
    path = tmp_path / "x.docx"
    path.write_bytes(rendered(language, "docx", template))
    said = subprocess.run([str(program), str(path)], capture_output=True, text=True, timeout=120).stdout
    assert '"ok":true' in said.replace(" ", ""), said[:2000]
