"""Brief → JSON: all of what is said, in the long form, so that other programs and a later briefgen read it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.content.loading import dump

if TYPE_CHECKING:
    from briefgen.content.model import Brief


def write(brief: Brief) -> str:
    """Return the brief as JSON. Raises InputError for a brief that could not be loaded again."""
    return dump(brief, "json")
