"""What the tests of the check share: briefs written as files, and what is found in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.checking.explaining import example_files
from briefgen.checking.findings import Finding
from briefgen.checking.run import check_file
from briefgen.checking.settings import Settings

Found = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write an example's files and return the brief's path."""

    def write(example: str) -> Path:
        for name, text in example_files(example).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / "brief.yaml"

    return write


@pytest.fixture
def found(write: Callable[[str], Path]) -> Found:
    """Return what a check finds in an example's brief."""

    def found(example: str, **asked: object) -> tuple[Finding, ...]:
        return check_file(write(example), Settings(**asked)).findings  # type: ignore[arg-type]

    return found


@pytest.fixture(scope="session")
def examples() -> Path:
    from briefgen.resources import folder

    return folder("examples")
