"""Compose a brief into a document: find the template, run it in the sandbox, read its markup."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Template
from msgspec.structs import replace

from briefgen import resources
from briefgen.compose import dates, markup, places, run
from briefgen.compose.catalogues import FILE, Labels, built_in, labels_for, languages
from briefgen.compose.elements import Source
from briefgen.compose.failures import failure
from briefgen.compose.language import Language, language
from briefgen.compose.parts import index
from briefgen.compose.places import available
from briefgen.compose.sandbox import Sandbox
from briefgen.content.model import Brief
from briefgen.document import Document
from briefgen.errors import AudienceError, Fault, Place, TemplateError
from briefgen.headings import levelled
from briefgen.plain import fold
from briefgen.view import PLAIN, View

if TYPE_CHECKING:
    from briefgen.compose.drawn import Studio


def compose(brief: Brief, template: str, *, base: Path | None = None, view: View = PLAIN, theme: str = "") -> Document:
    """Return the document that `template` (a name or a path) makes of a brief, in the form that `view` gives it.

    Pictures are read from `base`, the brief's folder, and from the template's pack; figures are drawn for `theme`, by
    default the template's own. Raises TemplateError with the template's file and line.
    """
    found = places.find(template)
    sandbox = _sandbox(found.pack, found.pack.folder.absolute())
    folders = tuple(folder for folder in (base, found.pack.folder, places.built_in().folder) if folder is not None)
    written, told = _written(brief, view)
    here = run.Run(
        brief=brief,
        parts=index(brief),
        language=written,
        told=told,
        view=view,
        labels=_labels(brief, view, found),
        meter=run.Meter(brief),
        names=sandbox.names,
    )
    token = run.enter(here)
    try:
        text = _render(sandbox, found, brief)
        source = Source(text=text, file=str(found.pack.folder / found.file), files=tuple(sandbox.files))
        parsed = markup.parse(
            source, folders, lambda named: _studio(brief, here.language, theme or _themed(found, named))
        )
    finally:
        run.leave(token)
    document = Document(
        blocks=parsed.blocks,
        title=fold(brief.title) or brief.id,
        lang=here.language.tag,
        subject=fold(brief.subtitle),
        authors=brief.authors or ((brief.organisation,) if brief.organisation else ()),
        organisation=fold(brief.organisation),
        keywords=brief.keywords,
        date=dates.iso(brief.as_of) if brief.as_of is not None and brief.as_of.year is not None else "",
        template=found.name,
        theme=_themed(found, parsed.theme),
        pages=parsed.pages,
        header=parsed.header,
        footer=parsed.footer,
        first_header=parsed.first_header,
        first_footer=parsed.first_footer,
    )
    return levelled(document)


def _studio(brief: Brief, written: Language, theme: str) -> Studio:
    """Return what draws the figures of a document; the theme is loaded with the first of them."""
    from briefgen.compose.drawn import Studio
    from briefgen.theme import load_theme

    return Studio(brief=brief, language=written, theme_of=lambda: load_theme(theme or "default"))


def _themed(found: places.Found, theme: str) -> str:
    """Return the theme that a template names: the file beside it, in its pack, or else a name for all to find."""
    folder = found.pack.folder
    for path in (folder / theme, *(place / "themes" / f"{theme}.toml" for place in (folder, folder.parent))):
        if theme and path.suffix == ".toml" and resources.is_file(path) and "/" not in theme and "\\" not in theme:
            return str(path)
    if "/" in theme or "\\" in theme:
        what = f"a template cannot take the theme '{theme}' from elsewhere"
        raise TemplateError(
            Fault(what=what, place=Place(file=str(folder / found.file)), mend="put it beside the template")
        )
    return theme


def _written(brief: Brief, view: View) -> tuple[Language, str]:
    """Return how the document is written, and the language of the brief's text where that is another one ("" if not).

    A view of the brief's own language changes its manner alone: British dates in an American brief.
    """
    own = language(brief.language)
    if not view.language:
        return own, ""
    asked = language(view.language)
    if _primary(asked.tag) == _primary(own.tag):
        return replace(asked, tag=own.tag), ""
    return asked, own.tag


def _labels(brief: Brief, view: View, found: places.Found) -> Labels:
    """Return the template's own words, in the view's language. Raises AudienceError where nobody has put them in it."""
    labels = labels_for(language(view.language or brief.language).tag, found.pack.folder)
    if not view.language or labels.english or labels.catalogues or _primary(view.language) == _primary(brief.language):
        return labels
    known = dict.fromkeys((*languages(built_in()), *languages(found.pack.folder / "locale")))
    there = ", ".join(sorted({"en", *(name.replace("_", "-") for name in known)}))
    raise AudienceError(
        Fault(
            what=f"the words of the template '{found.name}' are not there in the audience's language '{view.language}'",
            mend=f"take one of {there}, or put locale/{view.language.replace('-', '_')}/{FILE} beside a template",
        )
    )


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()


def _render(sandbox: Sandbox, found: places.Found, brief: Brief) -> str:
    try:
        return _collect(sandbox.get_template(found.file), brief)
    except Exception as error:
        raise failure(error, sandbox, str(found.pack.folder / found.file)) from None


def _collect(template: Template, brief: Brief) -> str:
    """Run the template up to the most that it may put out."""
    pieces, size, meter = [], 0, run.current().meter
    for piece in template.root_render_func(template.new_context({"brief": brief})):
        pieces.append(piece)
        size += len(piece)
        meter.put_out(size)
    return "".join(pieces)


@lru_cache(maxsize=32)
def _sandbox(pack: places.Pack, _folder: Path) -> Sandbox:
    """Return the environment of a pack, with its compiled templates; kept for as long as the process runs."""
    return Sandbox(places.PackLoader(pack))


__all__ = ["available", "compose"]
