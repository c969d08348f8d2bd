"""The same document and theme give the same bytes, and a hundred times the content costs a hundred times the work."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from briefgen.document import Document
from briefgen.theme import Theme, find_theme, load_theme
from briefgen.write.docx import write

_PROGRAM = """
import importlib.util, sys
from hashlib import sha256
spec = importlib.util.spec_from_file_location("shared", sys.argv[1])
shared = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shared)
from briefgen.theme import load_theme
from briefgen.write.docx import write
print(sha256(write(shared.every_kind(), load_theme(sys.argv[2]))).hexdigest())
"""


def test_two_writings_are_one(everything: Document, theme: Theme) -> None:
    assert write(everything, theme) == write(everything, theme)


def test_neither_process_nor_hash_seed_nor_time_zone_nor_folder_shows(everything: Document, tmp_path: Path) -> None:
    shared = Path(__file__).parent / "conftest.py"
    own = tmp_path / "own.toml"  # a copy, so that nobody edits the theme between two readings
    own.write_bytes(find_theme("default").read_bytes())
    found = {sha256(write(everything, load_theme(str(own)))).hexdigest()}
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        run = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(shared), str(own)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout.strip())
    assert len(found) == 1


def test_the_archive_holds_no_clock(everything: Document, theme: Theme) -> None:
    with zipfile.ZipFile(BytesIO(write(everything, theme))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


@pytest.mark.slow
def test_work_grows_with_the_content_and_no_faster(make_everything: Callable[[], Document], theme: Theme) -> None:
    """Counts function calls, so the machine's load does not matter."""
    from dataclasses import replace

    small = make_everything()
    write(small, theme)
    calls = [_calls(replace(small, blocks=small.blocks * times), theme) for times in (2, 20)]
    assert calls[1] < calls[0] * 13


def _calls(document: Document, theme: Theme) -> int:
    count = 0

    def step(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        write(document, theme)
    finally:
        sys.setprofile(None)
    return count
