"""A command imports what its document needs: what a plain brief in English does not need costs it nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BRIEF = "{id: a, title: Talks, bottom_line: {id: b, text: Talks went on.}, marking: {scheme: us, label: UNCLASSIFIED}}"
PAPER = "<h1>{{ brief.title }}</h1><p>{{ brief.bottom_line.text|md }}</p>"
FOR_NOBODY = (  # checks, audiences, figures, fits and packs; what libraries bring along for other uses
    "briefgen.checking.run briefgen.checking.settings briefgen.audience.profile briefgen.audience.release "
    "briefgen.content.scales briefgen.compose.figures briefgen.scene briefgen.layout.fit briefgen.packs.reading "
    "briefgen.batch.run markdown_it rich pypdf fontTools xml.sax.saxutils urllib.request http.client ssl secrets"
)
FOR_OTHERS = {
    "pdf": "briefgen.write.pdf.scenes briefgen.layout.shaping briefgen.layout.line_mixed lxml docx",
    "docx": "briefgen.write.pdf briefgen.layout.lines briefgen.layout.fonts reportlab PIL uharfbuzz",
}


@pytest.mark.parametrize("format_", FOR_OTHERS)
def test_a_plain_render_imports_nothing_that_it_does_not_use(format_: str, tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "paper.html.j2").write_text(PAPER, encoding="utf-8")
    script = (
        "import sys\nfrom briefgen.cli.main import main\n"
        f"try:\n    main(['render', 'brief.yaml', '-f', '{format_}', '-t', 'paper.html.j2', '-o', 'out.{format_}'])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"idle = [name for name in '{FOR_NOBODY} {FOR_OTHERS[format_]}'.split() if name in sys.modules]\n"
        "assert not idle, idle\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)
    assert (tmp_path / f"out.{format_}").stat().st_size
