"""The same input gives the same bytes, whatever the process, its hash seed, its time zone or its folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FORMATS = ("pdf", "docx", "html", "md", "json")
TEMPLATES = ("full", "one-page", "memo", "glance")

SCRIPT = """
import hashlib, json, sys
import briefgen
brief = briefgen.load(sys.argv[1])
found = {}
for template in %r:
    for format in %r:
        out = briefgen.render(brief, format=format, template=template)
        found[f"{template}.{format}"] = hashlib.sha256(out.data).hexdigest()
json.dump(found, sys.stdout)
""" % (TEMPLATES, FORMATS)  # noqa: UP031 - the script holds braces of its own


def digests(brief: Path, cwd: Path, **environment: str) -> dict[str, str]:
    env = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(brief)], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_two_processes_with_other_seed_zone_and_folder_write_the_same_bytes(tmp_path: Path) -> None:
    import briefgen

    path = briefgen.example()
    one = digests(path, tmp_path, PYTHONHASHSEED="1", TZ="Asia/Pyongyang", LANG="C.UTF-8")
    two = digests(path, path.parent, PYTHONHASHSEED="4242", TZ="America/New_York", LANG="de_DE.UTF-8")
    assert len(one) == len(FORMATS) * len(TEMPLATES)
    assert one == two


@pytest.mark.parametrize("format_", FORMATS)
def test_one_process_writes_the_same_bytes_twice(format_: str) -> None:
    import briefgen

    brief = briefgen.load(briefgen.example())
    first = briefgen.render(brief, format=format_).data
    briefgen.render(brief, format="pdf", template="memo")  # what was rendered between leaves no trace
    again = briefgen.render(briefgen.load(briefgen.example()), format=format_).data
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(again).hexdigest()
