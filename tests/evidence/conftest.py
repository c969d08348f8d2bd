"""What the evidence tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.content.evidence.texts import SourceText, read_text
from briefgen.resources import folder


@pytest.fixture(scope="session")
def summit_text() -> SourceText:
    return read_text(folder("seeds") / "putin-kim-summit-2024.txt")


@pytest.fixture(scope="session")
def summit_path() -> Path:
    return folder("examples") / "putin-kim-summit" / "brief.yaml"
