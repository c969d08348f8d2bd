"""Render in a process of its own, which has seen nothing but what it is given: nothing remembered can get into it.

The proof makes its twin so. A word that stands in the twin as well came from the template, and not from a memory that
both renderings share.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import OutputError

if TYPE_CHECKING:
    from briefgen.audience.profile import Audience
    from briefgen.content.model import Brief

_SECONDS = 120
_START = "import sys; sys.path[:] = {path!r}; from briefgen.apart import _main; _main()"


def render_apart(
    brief: Brief, reader: Audience | None, format_: str, template: str, theme: str, base: Path | None, pages: int
) -> bytes:
    """Return the bytes of a selected brief. Raises OutputError where it cannot be rendered."""
    work = pickle.dumps((brief, reader, format_, template, theme, base, pages))  # to ourselves, by no file
    command = [sys.executable, "-c", _START.format(path=sys.path)]
    try:
        done = subprocess.run(command, input=work, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(f"the twin of the file cannot be made: {type(error).__name__}") from None
    return done.stdout


def _main() -> None:
    from briefgen.rendering import _render_selected

    sys.stdout.buffer.write(_render_selected(*pickle.load(sys.stdin.buffer)).data)
