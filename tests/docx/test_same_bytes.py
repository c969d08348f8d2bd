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
from msgspec.structs import replace

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


def test_documents_written_before_do_not_show(everything: Document, theme: Theme) -> None:
    """What a theme decides is made once for all documents; which styles they use, and in which order, they say."""
    turned = replace(everything, blocks=everything.blocks[::-1])
    others = [everything, turned, replace(turned, lang="ar"), replace(everything, blocks=everything.blocks[4:9])]
    alone = [write(each, replace(theme)) for each in others]  # each with a theme that nothing was made for
    assert [write(each, theme) for each in others] == alone
    assert [write(each, theme) for each in others[::-1]] == alone[::-1]


def test_what_documents_share_is_packed_once_and_the_same(everything: Document, theme: Theme) -> None:
    from briefgen.write.docx import package

    documents = [everything, replace(everything, blocks=everything.blocks[:3]), replace(everything, blocks=())]
    found = []
    for document in documents:
        package._kept.clear()
        found.append(write(document, theme))
    package._kept.clear()
    assert [write(each, theme) for each in (*documents, *documents)] == found * 2
    assert 0 < len(package._kept) <= len(documents)
    for number in range(100):
        write(replace(documents[2], lang=f"en-x-a{number}"), theme)
    assert len(package._kept) <= 64


def test_what_is_remembered_is_bounded(theme: Theme) -> None:
    from briefgen.write.docx.kept import Bounded, kept_with

    first = kept_with(theme, "en")
    assert kept_with(theme, "en") is first
    for number in range(40):
        kept_with(theme, f"en-x-{number}")
    assert kept_with(theme, "en") is not first
    numbers: Bounded[int, int] = Bounded()
    for number in range(5000):
        numbers[number] = number
        assert numbers[number] == number
        assert len(numbers) <= 1024


def test_the_archive_holds_no_clock(everything: Document, theme: Theme) -> None:
    with zipfile.ZipFile(BytesIO(write(everything, theme))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.create_system for each in archive.infolist()} == {0}
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"


@pytest.mark.slow
def test_work_grows_with_the_content_and_no_faster(make_everything: Callable[[], Document], theme: Theme) -> None:
    """Counts function calls, so the machine's load does not matter."""
    small = make_everything()
    write(small, theme)
    calls = [_calls(replace(small, blocks=small.blocks * times), theme) for times in (2, 20)]
    assert calls[1] < calls[0] * 13


@pytest.mark.slow
def test_memory_is_that_of_the_file_and_no_tree(make_everything: Callable[[], Document], theme: Theme) -> None:
    import tracemalloc

    small = make_everything()
    large = replace(small, blocks=small.blocks * 60)
    write(large, theme)
    tracemalloc.start()
    data = write(large, theme)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        written = sum(each.file_size for each in archive.infolist())
    assert peak < 3 * written


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
