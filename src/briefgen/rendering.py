"""The way through the house, in one function: a brief is composed into a document, set on pages, and written.

Brief ──compose──▶ Document ──paginate──▶ Pages ──▶ pdf
                          └──────────────────────▶ docx · html · md
Brief ───────────────────────────────────────────▶ json
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.errors import Fault, OutputError, nearest

if TYPE_CHECKING:
    from briefgen.content.model import Brief
    from briefgen.document import Document
    from briefgen.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A rendered document: its bytes, what they are, and how many pages they fill (None where a format has none)."""

    data: bytes = field(repr=False)
    format: str
    media_type: str
    pages: int | None = None

    def save(self, path: str | Path) -> Path:
        """Write the bytes to `path`, whole or not at all, and return it. Raises OutputError."""
        from briefgen.write.files import save

        save(Path(path), self.data)
        return Path(path)


def render(
    brief: Brief,
    *,
    format: str = "pdf",  # noqa: A002 - the word users know
    template: str = "full",
    theme: str = "",
    base: str | Path | None = None,
) -> Output:
    """Render a brief as `pdf`, `docx`, `html`, `md` or `json`.

    `template` and `theme` are names or paths; without a theme the template's own is taken. `base` is the folder that
    the brief's pictures are named from. Raises OutputError for an unknown format, InputError for a brief built in
    Python that does not hold together, TemplateError, ThemeError, and LayoutError where the content cannot be set or does not fit.
    """
    if format not in MEDIA_TYPES:
        raise OutputError(
            Fault(
                what=f"there is no format '{format}'",
                mend=nearest(format, MEDIA_TYPES) or f"there are: {', '.join(MEDIA_TYPES)}",
            )
        )
    from briefgen.content.loading import validate

    validate(brief)  # a brief built in Python meets the same checks as one from a file
    if format == "json":
        from briefgen.write.json import write

        return Output(data=write(brief).encode(), format=format, media_type=MEDIA_TYPES[format])
    from briefgen.compose.templates import compose
    from briefgen.theme import load_theme

    document = compose(brief, template, base=Path(base) if base is not None else None)
    chosen = load_theme(theme or document.theme or "default")
    data, pages = _WRITERS[format](document, chosen)
    return Output(data=data, format=format, media_type=MEDIA_TYPES[format], pages=pages)


def _write_pdf(document: Document, theme: Theme) -> tuple[bytes, int | None]:
    from briefgen.layout.fonts import faces
    from briefgen.layout.pages import paginate
    from briefgen.write.pdf import write

    pages = paginate(document, theme)
    return write(pages, faces(theme)), len(pages.pages)


def _write_docx(document: Document, theme: Theme) -> tuple[bytes, int | None]:
    from briefgen.write.docx import write

    _refuse_overflow(document, theme)
    return write(document, theme), None


def _write_html(document: Document, theme: Theme) -> tuple[bytes, int | None]:
    from briefgen.write.html import write

    _refuse_overflow(document, theme)
    return write(document, theme).encode(), None


def _write_markdown(document: Document, theme: Theme) -> tuple[bytes, int | None]:
    from briefgen.write.markdown import write

    return write(document).encode(), None


def _refuse_overflow(document: Document, theme: Theme) -> None:
    """A template with a bound on its pages is measured for every paged format; raises LayoutError if it is over."""
    if document.pages:
        from briefgen.layout.pages import paginate

        paginate(document, theme)


MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
_WRITERS: dict[str, Callable[[Document, Theme], tuple[bytes, int | None]]] = {
    "pdf": _write_pdf,
    "docx": _write_docx,
    "html": _write_html,
    "md": _write_markdown,
}
