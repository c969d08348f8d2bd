"""What all tests share: random cases that are the same each time in CI, so that what lands is what was tried; and a
place to tell what was measured."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_terminal_summary(terminalreporter):
    """Show what tests have measured: `record_property("measured", "…")`."""
    for report in terminalreporter.stats.get("passed", []):
        for name, told in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(f"measured: {told}")
