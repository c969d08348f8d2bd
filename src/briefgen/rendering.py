"""The way through the house, in one function: a brief is selected for its reader, composed, fitted, set and written.

Brief ──select──▶ Brief ──compose──▶ Document ──fit──▶ Document ──paginate──▶ Pages ──▶ pdf
                    │                                     └──────────────────────▶ docx · html · md
                    └────────────────────────────────────────────────────────────▶ json

The fit acts where the pages are bounded, and before any writer: every format holds the same choice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from briefgen.collector import calm_collector
from briefgen.errors import Fault, LayoutError, OutputError, nearest

if TYPE_CHECKING:
    import datetime

    from briefgen.audience.profile import Audience
    from briefgen.audience.proof import Report
    from briefgen.content.model import Brief
    from briefgen.document import Document
    from briefgen.layout.coverage import Fallen
    from briefgen.layout.fit_report import FitReport
    from briefgen.layout.fitted import Fitted
    from briefgen.layout.fonts import Faces
    from briefgen.layout.placed import Flowing
    from briefgen.theme import Theme

_Written: TypeAlias = "tuple[bytes, int | None, tuple[Fallen, ...]]"  # the file, its pages, its fallback fonts


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A rendered document: its bytes, what they are, and how many pages they fill (None where a format has none)."""

    data: bytes = field(repr=False)
    format: str
    media_type: str
    pages: int | None = None
    report: FitReport | None = None  # of a document with a bound on its pages: what of it stands, and how
    fallbacks: tuple[Fallen, ...] = ()  # of a PDF: the fallback fonts that it draws with, and what each of them draws
    warnings: tuple[Fault, ...] = ()  # where a paged document falls short of what its handling scheme asks

    def save(self, path: str | Path) -> Path:
        """Write the bytes to `path`, whole or not at all, and return it. Raises OutputError."""
        from briefgen.write.files import save

        save(Path(path), self.data)
        return Path(path)


def render(
    brief: Brief,
    *,
    format: str = "pdf",  # noqa: A002 - the word users know
    template: str = "",
    theme: str = "",
    base: str | Path | None = None,
    pages: int = 0,
    audience: Audience | str | Path | None = None,
    now: datetime.datetime | None = None,
    force_embargo: bool = False,
    check: bool = True,
) -> Output:
    """Render a brief as `pdf`, `docx`, `html`, `md` or `json`.

    `template` and `theme` are names or paths; without them the audience's are taken, else the template `full` and its
    own theme. `audience` (a name, a path or an Audience) gets what it may and should see; without one nothing is
    withheld. `base` is the folder that the brief's pictures are named from. `pages` is the most pages that it may fill
    (0: as the audience or the template has it); `Output.report` then says what was shortened and left out. Before its
    embargo ends (by `now`, else by SOURCE_DATE_EPOCH, else by the clock) a brief is not rendered, unless
    `force_embargo`. A brief that quotes what its source does not say, or whose source's file has changed (files are
    named from `base`), is not rendered either, unless `check` is False.

    Raises OutputError for an unknown format, InputError for a brief built in Python that does not hold together,
    AudienceError, ReleaseError where nothing may be released, TemplateError, ThemeError, and LayoutError where the
    content cannot be set or does not fit.
    """
    if format not in MEDIA_TYPES:
        raise OutputError(
            Fault(
                what=f"there is no format '{format}'",
                mend=nearest(format, MEDIA_TYPES) or f"there are: {', '.join(MEDIA_TYPES)}",
            )
        )
    with calm_collector():
        from briefgen.audience.embargo import hold_embargo
        from briefgen.audience.selection import select
        from briefgen.content.loading import validate

        validate(brief)  # a brief built in Python meets the same checks as one from a file
        reader = _reader(audience)
        folder = Path(base) if base is not None else None
        if not force_embargo:
            hold_embargo(brief, now)
        if check:
            from briefgen.checking.refusal import refuse_false_evidence

            refuse_false_evidence(brief, folder)
        return _render_selected(select(brief, reader), reader, format, template, theme, folder, pages)


def prove(
    brief: Brief,
    output: Output,
    *,
    template: str = "",
    theme: str = "",
    base: str | Path | None = None,
    pages: int = 0,
    audience: Audience | str | Path | None = None,
    names: tuple[str, ...] = (),
) -> Report:
    """Search a rendered output for all that its audience does not get, and return what was found: nothing, one hopes.

    Give the arguments that it was rendered with; `names` are names of files to search too.
    """
    from briefgen.apart import render_apart
    from briefgen.audience.proof import prove as search

    reader = _reader(audience)
    folder = Path(base) if base is not None else None

    def again(selected: Brief) -> bytes:
        return render_apart(selected, reader, output.format, template, theme, folder, pages)

    return search(brief, reader, output.data, output.format, render=again, names=names)


def _reader(audience: Audience | str | Path | None) -> Audience | None:
    """Return whom a document is for; for nobody in particular, nothing of audiences is imported."""
    if not audience:
        return None
    from briefgen.audience.profile import resolve

    return resolve(audience)


def _render_selected(
    brief: Brief, reader: Audience | None, format_: str, template: str, theme: str, base: Path | None, most: int
) -> Output:
    """Render what was selected for a reader; the brief as it was is out of reach from here on."""
    if format_ == "json":
        from briefgen.write.json import write

        return Output(data=write(brief).encode(), format=format_, media_type=MEDIA_TYPES[format_])
    from briefgen.audience.marking import Markings
    from briefgen.audience.presenting import view_of
    from briefgen.audience.running import running_shortfalls
    from briefgen.compose.templates import compose
    from briefgen.theme import load_theme

    named = template or (reader.template if reader is not None else "") or "full"
    asked = theme or (reader.theme if reader is not None else "")
    markings = Markings(brief)
    document = compose(brief, named, base=base, view=view_of(brief, reader, markings), theme=asked)
    bound = most or (reader.pages if reader is not None and not template else 0)
    if bound:
        document = replace(document, pages=bound)
    chosen = load_theme(asked or document.theme or "default")
    try:
        fitted = _fit(document, chosen)
        data, pages, fallen = _WRITERS[format_](fitted)
    except LayoutError as error:
        from briefgen.missing import name_authors

        raise name_authors(error, brief, named) from None
    short = running_shortfalls(brief, fitted.document, fitted.theme, markings) if format_ in _PAGED else ()
    media = MEDIA_TYPES[format_]
    return Output(
        data=data,
        format=format_,
        media_type=media,
        pages=pages,
        report=fitted.report,
        fallbacks=fallen,
        warnings=short,
    )


def _fit(document: Document, theme: Theme) -> Fitted:
    """Fit a document to its pages; one without a bound needs nothing of the fit, which is long to import."""
    if document.pages:
        from briefgen.layout.fit import fit

        return fit(document, theme)
    from briefgen.layout.fitted import whole

    return whole(document, theme)


def _write_pdf(fitted: Fitted) -> _Written:
    from briefgen.layout.fonts import faces
    from briefgen.layout.pages import flowing, paginate
    from briefgen.layout.placed import NotFlowingError

    known = faces(fitted.theme)
    try:
        return _painted(flowing(fitted.document, fitted.theme, known), fitted, known)
    except (NotFlowingError, LayoutError):  # what is wrong, all of it, or what can only be painted as a whole
        return _painted(paginate(fitted.document, fitted.theme, known), fitted, known)


def _painted(pages: Flowing, fitted: Fitted, known: Faces) -> _Written:
    from briefgen.layout.coverage import Watch
    from briefgen.write.pdf import write

    watch = Watch(known)
    data = write(pages, known, letterhead=fitted.theme.letterhead.pdf, see=watch.see)
    return data, watch.count, watch.fallen()


def _write_docx(fitted: Fitted) -> _Written:
    from briefgen.write.docx import write

    return write(fitted.document, fitted.word_theme), None, ()


def _write_html(fitted: Fitted) -> _Written:
    from briefgen.write.html import write

    return write(fitted.document, fitted.flow_theme).encode(), None, ()


def _write_markdown(fitted: Fitted) -> _Written:
    from briefgen.write.markdown import write

    return write(fitted.document).encode(), None, ()


MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
_PAGED = ("pdf", "docx")
_WRITERS: dict[str, Callable[[Fitted], _Written]] = {
    "pdf": _write_pdf,
    "docx": _write_docx,
    "html": _write_html,
    "md": _write_markdown,
}
