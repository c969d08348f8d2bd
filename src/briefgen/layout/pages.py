"""Document to pages: blocks are measured once, lazily; each page is settled a few pages ahead and placed at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from briefgen.document import Document
from briefgen.errors import Fault, LayoutError
from briefgen.layout.blocks import flow, settled
from briefgen.layout.cuts import Breaker, ColumnPart, Cut, Source, Stretch
from briefgen.layout.elements import NoTree, Tree
from briefgen.layout.folded import Type
from briefgen.layout.fonts import Faces, faces
from briefgen.layout.galley import KEEP, Strip
from briefgen.layout.job import Job, Place
from briefgen.layout.memory import Memory
from briefgen.layout.mirror import turn_page
from briefgen.layout.notes import head_height, note_gap, rule_top
from briefgen.layout.placed import Bookmark, Flowing, NotFlowingError, Page, Pages
from briefgen.layout.running import Heads, says_pages
from briefgen.layout.scripts import is_rtl
from briefgen.layout.sheets import Sheet
from briefgen.layout.survey import survey
from briefgen.theme import SIZES, Theme, colour

_LEAST_WIDTH, _LEAST_HEIGHT = 72.0, 72.0  # of the text on a page, in points


def paginate(document: Document, theme: Theme, known: Faces | None = None) -> Pages:
    """Set a document on pages; `known` are the theme's faces, where they are open already.

    Raises LayoutError where it cannot be set, or fills more than `document.pages`.
    """
    job = open_job(document, theme, known=known)
    sheets, over, where = _bounded(job, document, tight=False)
    if over and not job.faults:
        job = open_job(document, theme, known=job.faces)
        sheets, over, where = _bounded(job, document, tight=True)
    heads = Heads(job, document)
    for number, sheet in enumerate(sheets):
        heads.add(sheet, number, len(sheets))
    if job.faults:
        raise LayoutError(*job.faults)
    if over:
        raise _overflow(document, over, where)
    above: list[int] = []
    return Pages(
        pages=tuple(_page(job, sheet) for sheet in sheets),
        elements=job.tree.elements,
        bookmarks=tuple(_nested(bookmark, above) for sheet in sheets for bookmark in sheet.bookmarks),
        **_about(document),
    )


def flowing(document: Document, theme: Theme, known: Faces | None = None) -> Flowing:
    """Set a document on pages that come one by one. A bound on them asks for all of them first."""
    if document.pages:
        return paginate(document, theme, known)
    job = open_job(document, theme, known=known)
    bookmarks: list[Bookmark] = []
    sheets = _sheets(job, document)
    return Flowing(
        pages=_one_by_one(job, document, _counted(sheets) if says_pages(document) else sheets, bookmarks),
        elements=job.tree.elements,
        bookmarks=bookmarks,
        ids=job.ids | {f"{job.prefix}{kind}{number}" for kind in ("", "ref-") for number in job.numbers.values()},
        **_about(document),
    )


def _sheets(job: Job, document: Document) -> Iterator[tuple[Sheet, int]]:
    """Yield the pages without heads and feet, each with how many there are as far as is known.

    Raises NotFlowingError at the first fault.
    """
    source, cuts = _cuts(job, document, tight=False)
    for number, cut in enumerate(cuts):
        sheet = _place(job, source, cut, number)
        if job.faults:
            raise NotFlowingError
        yield sheet, number + 1


def _counted(sheets: Iterator[tuple[Sheet, int]]) -> Iterator[tuple[Sheet, int]]:
    """Set all pages before the first is yielded, so that it is known how many there are; they wait in few bytes."""
    types: dict[Type, Type] = {}
    waiting: list[Sheet] = []
    for sheet, _ in sheets:
        sheet.fold(types)
        waiting.append(sheet)
    count = len(waiting)
    waiting.reverse()
    while waiting:
        yield waiting.pop(), count


def _one_by_one(
    job: Job, document: Document, sheets: Iterator[tuple[Sheet, int]], bookmarks: list[Bookmark]
) -> Iterator[Page]:
    """Yield the pages, with their heads and feet."""
    heads = Heads(job, document)
    above: list[int] = []
    for sheet, count in sheets:
        heads.add(sheet, sheet.number, count)
        if job.faults:
            raise NotFlowingError
        bookmarks += [_nested(bookmark, above) for bookmark in sheet.bookmarks]
        yield _page(job, sheet)


def _page(job: Job, sheet: Sheet) -> Page:
    return turn_page(sheet.page()) if job.rtl else sheet.page()


def _about(document: Document) -> dict[str, Any]:
    """Return what a file says of itself."""
    return {
        "title": document.title,
        "lang": document.lang,
        "subject": document.subject,
        "authors": document.authors,
        "keywords": document.keywords,
        "date": document.date,
    }


def overflow(
    document: Document, theme: Theme, *, strict: bool = True, memory: Memory | None = None
) -> tuple[float, float]:
    """Return how many points the pages take up and how many are over `document.pages`, without placing anything.

    With `strict`, columns that fit only if they divide what should be kept whole are over as well. What cannot be
    divided and is higher than a page is over by all that it is higher, at least. Raises LayoutError where nothing can
    be set.
    """
    job = open_job(document, theme, memory or Memory())
    place = Place(x=0.0, width=job.width, element=0, lang=document.lang, top=True)
    strips = list(flow(job, document.blocks, place))
    for tight in (False, True):
        used = over = 0.0
        breaker = Breaker(Source(iter(strips)), job.room, head_height(theme), note_gap(theme), tight=tight)
        try:
            for number, cut in enumerate(breaker.pages()):
                more = cut.height + cut.notes_height
                used += more
                over += more if number >= document.pages else 0.0
                if strict and not over and any(_divides(strips, part) for part in cut.body):
                    over = 1.0
        except LayoutError:
            tallest = max(strip.height for strip in strips)
            return used, max(over, tallest - job.room, 1.0)
        if not over:
            break
    return used, over


def _divides(strips: list[Strip], part: Stretch | ColumnPart) -> bool:
    """Tell whether a column ends inside what should be kept whole."""
    if isinstance(part, Stretch):
        return False
    columns = strips[part.strip].columns
    return columns is not None and any(columns.strips[begin].cost >= KEEP for begin, _ in part.fill.ranges[1:])


def page_room(theme: Theme) -> float:
    """Return the height of the text on a page, in points."""
    return SIZES[theme.page.size][1] - theme.page.top - theme.page.bottom


def open_job(document: Document, theme: Theme, memory: Memory | None = None, *, known: Faces | None = None) -> Job:
    """Begin to set a document: notes are numbered, fonts open. With a memory it is only measured, and holds no text.

    Raises LayoutError for a page without room.
    """
    page = theme.page
    width, height = SIZES[page.size]
    width, height = width - page.left - page.right, height - page.top - page.bottom
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        raise LayoutError(
            Fault(
                what=f"the theme's margins leave {width:.0f} × {height:.0f} points for the text",
                mend=f"leave at least {_LEAST_WIDTH:.0f} × {_LEAST_HEIGHT:.0f} points",
            )
        )
    found = survey(document)
    prefix = "note-"
    while any(name.startswith(prefix) for name in found.ids):
        prefix = "n" + prefix
    return Job(
        theme=theme,
        faces=known or (faces(theme) if memory is None else memory.open_faces(theme)),
        tree=Tree(document.lang, document.title) if memory is None else NoTree(document.lang, document.title),
        numbers=found.numbers,
        ids=found.ids,
        width=width,
        room=height,
        settled=settled,
        rtl=is_rtl(document.lang),
        prefix=prefix,
        memory=memory,
        styles={} if memory is None else memory.styles,
        looks={} if memory is None else memory.looks,
    )


def _cuts(job: Job, document: Document, *, tight: bool) -> tuple[Source, Iterator[Cut]]:
    """Begin to set a document; return its strips and where its pages end, as they are settled."""
    place = Place(x=0.0, width=job.width, element=0, lang=document.lang, top=True)
    source = Source(flow(job, document.blocks, place))
    breaker = Breaker(source, job.room, head_height(job.theme), note_gap(job.theme), tight=tight)
    return source, breaker.pages()


def _bounded(job: Job, document: Document, *, tight: bool) -> tuple[list[Sheet], float, str]:
    """Set all pages without heads and feet; return them, the points beyond the bound, and where they begin."""
    source, cuts = _cuts(job, document, tight=tight)
    sheets: list[Sheet] = []
    over, where = 0.0, ""
    for cut in cuts:
        if document.pages and len(sheets) >= document.pages:
            over += cut.height + cut.notes_height
            where = where or _words(source, cut)
        sheets.append(_place(job, source, cut, len(sheets)))
    return sheets, over, where


def _place(job: Job, source: Source, cut: Cut, number: int) -> Sheet:
    """Place one page's strips and notes."""
    theme, page = job.theme, job.theme.page
    width, height = SIZES[page.size]
    sheet = Sheet(number, width, height, job.room)
    y = page.top
    for at, part in enumerate(cut.body):
        if isinstance(part, Stretch):
            strips = [strip for strip in map(source.get, range(part.begin, part.end)) if strip is not None]
            if at:
                y += strips[0].gap
            y = sheet.place(strips, page.left, y, resume=not at and part.begin > 0)
        else:
            strip = source.get(part.strip)
            assert strip is not None
            assert strip.columns is not None
            if at:
                y += strip.gap
            sheet.place_anchors(strip, y)
            sheet.columns(strip.columns, part.fill, page.left, y, resume=False)
            y += part.fill.height
    if cut.notes:
        y = height - page.bottom - cut.notes_height
        furniture = theme.furniture
        ruled = y + rule_top(theme)
        rule = colour(theme, furniture.rule_colour)
        sheet.rule(page.left, ruled, min(furniture.note_rule_width, job.width), furniture.note_rule, rule)
        y += head_height(theme)
        for note, begin, end in cut.notes:
            y = sheet.place(note.strips[begin:end], page.left, y, resume=begin > 0) + note_gap(theme)
    return sheet


def _words(source: Source, cut: Cut) -> str:
    """Return the first words of a page's text."""
    for part in cut.body:
        strip: Strip | None
        if isinstance(part, Stretch):
            for at in range(part.begin, part.end):
                strip = source.get(at)
                if strip is not None and strip.words:
                    return strip.words
        else:
            strip = source.get(part.strip)
            if strip is not None and strip.columns is not None:
                return strip.columns.strips[part.fill.ranges[0][0]].words
    return next((strip.words for note, begin, _ in cut.notes for strip in note.strips[begin:] if strip.words), "")


def _overflow(document: Document, over: float, where: str) -> LayoutError:
    bound = "one page" if document.pages == 1 else f"{document.pages} pages"
    name = f"the template '{document.template}'" if document.template else "this template"
    at = f", which begins at “{where}”" if where else ""
    return LayoutError(
        Fault(
            what=f"the content fills more than the {bound} that {name} may fill: {over:.0f} points are over{at}",
            mend="shorten it or leave some of it out, or take a template without a bound",
        )
    )


def _nested(bookmark: Bookmark, above: list[int]) -> Bookmark:
    """Number a bookmark's level so that none is skipped on the way down; `above` are the levels around it."""
    while above and above[-1] >= bookmark.level:
        above.pop()
    above.append(bookmark.level)
    return replace(bookmark, level=len(above))
