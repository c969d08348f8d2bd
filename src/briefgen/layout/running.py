"""Running heads and feet: one line each, with the numbers that only finished pages know. They are artifacts."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from briefgen.document import Document, Field, Inline, Inlines, Mark, Running, Text
from briefgen.errors import LayoutError
from briefgen.layout.galley import Run, Strip
from briefgen.layout.job import Job
from briefgen.layout.labels import with_ground
from briefgen.layout.lines import natural_width, set_lines
from briefgen.layout.measured import SetLine
from briefgen.layout.mirror import turn_lines
from briefgen.layout.placed import ARTIFACT, Box
from briefgen.layout.sheets import Sheet
from briefgen.plain import plain
from briefgen.theme import Look, colour, look

_APART = 12.0  # between two parts of a line
_RULE_GAP = 4.0


class Heads:
    """Sets the running head and foot of each page."""

    def __init__(self, job: Job, document: Document) -> None:
        self.job, self.document, self.pages = job, document, 0
        self._styles = {
            name: replace(look(job.theme, name), align="start", indent=0.0) for name in ("header", "footer")
        }  # the same looks on all pages: what is measured in a look is kept with it
        self._widths: dict[tuple[int, str], float] = {}  # of parts without numbers, by identity and style
        self._lines: dict[tuple[int, str], tuple[float, tuple[SetLine, ...]]] = {}  # … and their lines in a room

    def add(self, sheet: Sheet, number: int, pages: int) -> None:
        """Add the head and foot of page `number`, from 0, of so many pages."""
        self.pages = pages
        document, theme = self.document, self.job.theme
        page, furniture = theme.page, theme.furniture
        first = number == 0
        header = document.first_header if first and document.first_header is not None else document.header
        footer = document.first_footer if first and document.first_footer is not None else document.footer
        rule = colour(theme, furniture.rule_colour)
        if first and page.band:
            sheet.grounds.insert(0, [Box(0.0, 0.0, sheet.width, page.band, colour(theme, page.band_colour))])
        if _any(header):
            style = self._styles["header"]
            _, below = self._line(sheet, header, style, page.header, number)
            sheet.rule(page.left, page.header + below + _RULE_GAP, self.job.width, furniture.header_rule, rule)
        if _any(footer):
            style = self._styles["footer"]
            y = sheet.height - page.footer
            above, _ = self._line(sheet, footer, style, y, number)
            sheet.rule(page.left, y - above - _RULE_GAP, self.job.width, furniture.footer_rule, rule)

    def _line(self, sheet: Sheet, running: Running, style: Look, y: float, number: int) -> tuple[float, float]:
        """Set the parts of one line; what is too long for its share ends with an ellipsis.

        Returns how far the line reaches above and below its baseline, grounds of labels included.
        """
        above, below = style.size, 0.2 * style.size
        width, left = self.job.width, self.job.theme.page.left
        parts = (running.start, running.center, running.end)
        places = _places(parts, tuple(self._width(part, style, number) for part in parts), width)
        for at, (part, (start, room)) in enumerate(zip(parts, places, strict=True)):
            if not part or not room:
                continue
            for line in self._set(part, style, room, number)[:1]:
                x = left + start + (0.0, (room - line.width) / 2, room - line.width)[at]
                strip = Strip(line.height)
                for piece in line.pieces:
                    run = Run(x + piece.x, y - piece.rise, piece, ARTIFACT, 0)
                    strip.runs.append(run)
                    if piece.background:
                        strip.marks = with_ground(strip.marks, piece, run.x, run.y, self.job.faces)
                sheet.place([strip], 0.0, 0.0, resume=False, artifact=True)
                above = max([above, *(y - mark.y for mark in strip.marks)])
                below = max([below, *(mark.y + mark.height - y for mark in strip.marks)])
        return above, below

    def _text(self, number: int) -> Callable[[Field], str]:
        def text(field: Field) -> str:
            return str(number + 1 if field.kind == "page" else self.pages)

        return text

    def _width(self, part: Inlines, style: Look, number: int) -> float:
        job = self.job
        if not part:
            return 0.0
        known = self._widths.get((id(part), style.name))
        if known is not None:
            return known
        try:
            width = natural_width(
                part,
                style,
                job.theme,
                job.faces,
                self.document.lang,
                note_number=lambda note: 0,
                field_text=self._text(number),
            )
        except LayoutError as error:
            job.fail(error)
            return 0.0
        if not any(map(_numbered, part)):
            self._widths[id(part), style.name] = width
        return width

    def _set(self, part: Inlines, style: Look, width: float, number: int) -> tuple[SetLine, ...]:
        job = self.job
        known = self._lines.get((id(part), style.name))
        if known is not None and known[0] == width:
            return known[1]
        lang = self.document.lang
        text = self._text(number)

        def lines(inlines: Inlines, room: float) -> tuple[SetLine, ...]:
            return set_lines(
                inlines, style, job.theme, job.faces, lang, room, note_number=lambda note: 0, field_text=text
            )

        found = lines(part, width + 0.01)
        if len(found) > 1:
            words = plain(part).split()
            while len(words) > 1 and len(found) > 1:
                words.pop()
                found = lines((Text(" ".join(words) + " …"),), width + 0.01)
        found = turn_lines(found, width) if job.rtl else found
        if not any(map(_numbered, part)):
            self._lines[id(part), style.name] = (width, found)
        return found


def _places(parts: tuple[Inlines, ...], needs: tuple[float, ...], width: float) -> list[tuple[float, float]]:
    """Return where each part of a line begins and how much room it has; what holds a marking gets all that it needs.

    The part in the middle stands in the middle as long as the others have room beside it, and always if it is marked.
    """
    start, center, end = needs
    marked = [any(_has_mark(inline) for inline in part) for part in parts]
    if center:
        beside = (width - center) / 2 - _APART
        if (start <= beside and end <= beside) or (marked[1] and not marked[0] and not marked[2] and beside > 10.0):
            return [
                (0.0, min(start, beside)),
                ((width - center) / 2, center),
                (width - min(end, beside), min(end, beside)),
            ]
    apart = [_APART if need else 0.0 for need in needs]
    free = width - sum(apart) + max(apart) - sum(need for need, has in zip(needs, marked, strict=True) if has)
    loose = sum(need for need, has in zip(needs, marked, strict=True) if not has)
    share = 1.0 if loose <= free else max(0.0, free) / loose
    rooms = [need if has or not need else max(10.0, need * share) for need, has in zip(needs, marked, strict=True)]
    middle = max(rooms[0] + apart[0], min((width - rooms[1]) / 2, width - rooms[2] - apart[2] - rooms[1]))
    return [(0.0, rooms[0]), (middle, rooms[1]), (width - rooms[2], rooms[2])]


def _has_mark(inline: Inline) -> bool:
    return isinstance(inline, Mark) or any(_has_mark(child) for child in getattr(inline, "children", ()))


def says_pages(document: Document) -> bool:
    """Tell whether a head or foot says how many pages there are."""
    running = (document.header, document.footer, document.first_header, document.first_footer)
    parts = [part for one in running if one is not None for part in (one.start, one.center, one.end)]
    return any(_numbered(inline, ("pages",)) for part in parts for inline in part)


def _numbered(inline: Inline, kinds: tuple[str, ...] = ("page", "pages")) -> bool:
    """Tell whether words say a number that only finished pages know."""
    if isinstance(inline, Field):
        return inline.kind in kinds
    return any(_numbered(child, kinds) for child in getattr(inline, "children", ()))


def _any(running: Running) -> bool:
    return bool(running.start or running.center or running.end)
