"""What all tests share: random cases that are the same each time in CI, so that what lands is what was tried; and a
place to tell what was measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from briefgen import resources

settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture
def offer() -> Iterator[Callable[[Path, str], None]]:
    """Give what puts a package's entry points into a folder, as pip does; what was found before is forgotten."""

    def forget() -> None:
        from briefgen.compose import figures

        for remembered in (resources.installed, resources._may_be_offered, figures._installed):
            remembered.cache_clear()

    def put(folder: Path, entry_points: str) -> None:
        info = folder / "offered-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(entry_points, "utf-8")
        forget()

    yield put
    forget()


def pytest_terminal_summary(terminalreporter):
    """Show what tests have measured: `record_property("measured", "…")`."""
    for report in terminalreporter.stats.get("passed", []):
        for name, told in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(f"measured: {told}")
