"""Word files: a Document in the looks of a Theme as an Office Open XML package (ECMA-376, transitional)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.document import Document
    from briefgen.theme import Theme

__all__ = ["write"]


def write(document: Document, theme: Theme) -> bytes:
    """Return the bytes of a DOCX file; the same document and theme give the same bytes.

    Raises OutputError, with a fault for each, for characters that XML cannot hold.
    """
    from briefgen.write.docx.writing import write as _write

    return _write(document, theme)
