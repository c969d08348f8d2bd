"""docs/templates.md takes a newcomer there: each of its files is written and each of its commands run, in order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

_FENCE = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def steps(guide: Path) -> list[tuple[str, str, str]]:
    return [(kind, about or "", text) for kind, about, text in _FENCE.findall(guide.read_text(encoding="utf-8"))]


def run(command: str, folder: Path, path: str) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    env |= {"PATH": path, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    done = subprocess.run(
        ["/bin/sh", "-ec", command], cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def follow(guide: Path, folder: Path, path: str, *, pip: bool) -> dict[str, str]:
    said: dict[str, str] = {}
    for kind, about, text in steps(guide):
        if about.startswith("file="):
            file = folder / about.removeprefix("file=")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif kind == "sh" and (pip or about != "pip"):
            for command in text.strip().splitlines():
                said[command] = run(command, folder, path)
    return said


def test_the_guide_works_as_it_stands(root: Path, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    said = follow(root / "docs" / "templates.md", tmp_path, path, pip=False)
    assert "no errors, 1 note" in said["briefgen templates check ours"]
    assert (tmp_path / "out").is_dir()
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".pdf", ".docx"}

    german = (root / "examples" / "putin-kim-summit" / "brief.yaml").read_text(encoding="utf-8")
    german = re.sub(r"^(language:.*|kicker:.*)\n", "", german, flags=re.MULTILINE) + "\nlanguage: de\n"
    (tmp_path / "brief.yaml").write_text(german, encoding="utf-8")
    text = run("briefgen render --no-check -t ours -f md -o -", tmp_path, path)
    assert "Was wir von Ihnen erbitten" in text
    assert "Leitungsvorlage" in text
    assert "Hintergrund" in text


def test_the_guide_names_every_filter_and_function(root: Path) -> None:
    from briefgen.compose.filters import FILTERS, FUNCTIONS

    text = (root / "docs" / "templates.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)(?:\([^`]*\))?`", text))
    assert {*FILTERS, *FUNCTIONS} - told == set()


@pytest.mark.slow
def test_the_example_pack_installs_beside_the_wheel_and_its_tests_pass(root: Path, tmp_path: Path) -> None:
    import shutil

    def call(*words: str | Path) -> str:
        done = subprocess.run(
            [str(word) for word in words], cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    shutil.copytree(root / "examples" / "pack-ministry", tmp_path / "pack-ministry")
    call(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path / "dist", root)
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    call(scripts / "python", "-m", "pip", "install", "--quiet", wheel, "pytest")

    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    said = follow(root / "docs" / "templates.md", tmp_path, path, pip=True)
    assert any("ministry-dossier" in words and "package ministry_pack" in words for words in said.values())
    call(scripts / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path / "pack-ministry" / "tests")
