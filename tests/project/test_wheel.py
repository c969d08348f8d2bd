"""What a user installs works with nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def call(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.slow
def test_wheel_in_a_fresh_venv_renders_every_format_in_an_empty_folder(tmp_path: Path) -> None:
    built = call(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path / "dist", ROOT, cwd=tmp_path
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "briefgen/templates/pack/full.html.j2",
        "briefgen/seeds/putin-kim-summit-2024.txt",
        "briefgen/py.typed",
    ):
        assert needed in names

    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    installed = call(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr

    empty = tmp_path / "empty"
    empty.mkdir()
    done = call(scripts / "briefgen", "render", "--format", "all", "-o", "out/", cwd=empty)
    assert done.returncode == 0, done.stderr
    done = call(scripts / "briefgen", "render", "-f", "pdf", "-t", "one-page", "-o", "out/", cwd=empty)
    assert done.returncode == 0, done.stderr
    endings = sorted(path.suffix for path in (empty / "out").iterdir())
    assert endings == [".docx", ".html", ".json", ".md", ".pdf", ".pdf"]
    python = "import briefgen; print(briefgen.__file__, briefgen.example().is_file())"
    said = call(scripts / "python", "-c", python, cwd=empty).stdout
    assert str(tmp_path / "venv") in said
    assert said.strip().endswith("True")
