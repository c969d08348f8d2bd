"""Painting: the content stream of a page, each piece within the marked content of its element or as an artifact.

One pass over a page's pieces in the order they are painted. State is set only where it changes; marked content never
crosses a text object, and no piece can be painted outside of it, so an untagged page cannot be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefgen.document import Image
from briefgen.layout.placed import ARTIFACT, Box, Page, Picture, TextRun
from briefgen.write.pdf.directions import WIDTH, direction_marks
from briefgen.write.pdf.fonts import Typeface, Typefaces
from briefgen.write.pdf.shaped import show_shaped
from briefgen.write.pdf.subset import Compound
from briefgen.write.pdf.syntax import colour, fine, hundredths, numbers

if TYPE_CHECKING:
    from briefgen.write.pdf.scenes import Outline

Mark = Callable[[int, int], str]  # (element, order) -> the operator that opens its marked content
Place = Callable[[Picture], str]  # the name of a picture among the page's resources

_CURVE = 0.5523  # control points of a quarter circle


class _Pen(Struct, eq=False):
    """What is painted so far, and the graphics state it leaves."""

    height: float
    typefaces: Typefaces
    code: list[str] = field(default_factory=list)
    writing: bool = False  # inside a text object
    across: int = 0  # start of the text object's line, in hundredths of a point
    up: int = 0
    face: str = ""
    size: float = 0.0
    typeface: Typeface | None = None
    fill: str = ""
    stroke: str = ""
    line: float = -1.0
    tracking: float = 0.0
    shaped: bool = False  # some text was


def paint(page: Page, typefaces: Typefaces, mark: Mark, place: Place, joined: Callable[[int, int, int], bool]) -> bytes:
    """Return the page's content stream.

    `mark` opens a marked content sequence for an element; `joined(element, a, b)` tells whether nothing else of the
    document stands between orders a and b of it, so that both pieces may share one sequence.
    """
    pen = _Pen(page.height, typefaces)
    code = pen.code
    kinds = _Artifacts(page)
    current: object = None  # the element, or the kind of artifact, that is open
    last = 0
    for piece in _pieces(page):
        element = piece.element
        wanted: object = element if element != ARTIFACT else kinds.of(piece)
        if wanted != current or (element != ARTIFACT and not joined(element, last, piece.order)):
            if current is not None:
                _close(pen)
            if element == ARTIFACT:
                code.append(f"/Artifact <<{wanted}>>BDC")
            else:
                code.append(mark(element, piece.order))
            current = wanted
        last = piece.order
        if isinstance(piece, TextRun):
            _write(pen, piece)
        elif isinstance(piece, Box):
            _end_text(pen)
            _draw(pen, piece)
        elif isinstance(piece, Picture):
            _end_text(pen)
            _show(pen, piece, place(piece))
        else:
            _end_text(pen)
            _trace(pen, piece)
    if current is not None:
        _close(pen)
    if pen.shaped:
        _mark_directions(pen, [piece for piece in _pieces(page) if isinstance(piece, TextRun)])
    return "\n".join(code).encode("latin-1")


def _pieces(page: Page) -> Iterator[TextRun | Box | Picture | Outline]:
    """Yield the page's pieces, with drawings as what they consist of."""
    for piece in page.pieces:
        if isinstance(piece, Picture) and not isinstance(piece.image, Image):
            from briefgen.write.pdf.scenes import pieces

            yield from pieces(piece, piece.image)
        else:
            yield piece


class _Artifacts(Struct, eq=False):
    """What an artifact of one page is (ISO 32000-1, 14.8.2.2): text above and below all content is head and foot."""

    page: Page
    top: float | None = None
    bottom: float = 0.0

    def of(self, piece: TextRun | Box | Picture | Outline) -> str:
        if not isinstance(piece, TextRun):
            return "/Type/Layout"
        if self.top is None:
            placed = [other.y for other in self.page.pieces if other.element != ARTIFACT]
            middle = self.page.height / 2
            self.top, self.bottom = min(placed, default=middle), max(placed, default=middle)
        if piece.y < self.top:
            return "/Type/Pagination/Subtype/Header/Attached[/Top]"
        if piece.y > self.bottom:
            return "/Type/Pagination/Subtype/Footer/Attached[/Bottom]"
        return "/Type/Pagination"


def _close(pen: _Pen) -> None:
    _end_text(pen)
    pen.code.append("EMC")


def _end_text(pen: _Pen) -> None:
    if pen.writing:
        pen.code.append("ET")
        pen.writing = False


def _start(pen: _Pen, run: TextRun, x: float) -> None:
    """Begin to write at a place in a run's line, in its type."""
    code = pen.code
    if not pen.writing:
        code.append("BT")
        pen.writing, pen.across, pen.up = True, 0, 0
    if pen.face != run.face or pen.size != run.size:
        pen.face, pen.size, pen.typeface = run.face, run.size, pen.typefaces.get(run.face)
        code.append(f"/{pen.typeface.name} {fine(run.size)} Tf")
    if pen.fill != run.colour:
        _fill(pen, run.colour)
    tracking = run.tracking if run.glyphs is None else 0.0
    if pen.tracking != tracking:
        pen.tracking = tracking
        code.append(f"{fine(tracking)} Tc")
    across, up = round(x * 100), round((pen.height - run.y) * 100)
    code.append(f"{hundredths(across - pen.across)} {hundredths(up - pen.up)} Td")
    pen.across, pen.up = across, up


def _write(pen: _Pen, run: TextRun) -> None:
    _start(pen, run, run.x)
    assert pen.typeface is not None
    if run.glyphs is not None:
        pen.shaped = True
        pen.code += show_shaped(run, pen.typeface)
    elif run.stretch and " " in run.text:
        pen.code.append(_stretched(run, pen.typeface))
    else:
        pen.code.append(f"({pen.typeface.spell(run.text)})Tj")


def _stretched(run: TextRun, typeface: Typeface) -> str:
    """Return the operator that shows a run with what justification adds to its spaces."""
    spell, space = typeface.spell, typeface.spell(" ")
    body, end = (run.text[:-1], space) if run.text[-1] == " " else (run.text, "")
    gap = f"{space}){fine(-run.stretch * 1000 / run.size)}("
    return f"[({gap.join(map(spell, body.split(' ')))}{end})]TJ"


def _mark_directions(pen: _Pen, runs: list[TextRun]) -> None:
    marks = list(direction_marks(runs))
    if not marks:
        return
    pen.code.append("/Artifact <</Type/Layout>>BDC")
    for mark in marks:
        _start(pen, mark.run, mark.x)
        assert pen.typeface is not None
        unseen = Compound((), round(WIDTH * pen.typeface.file.unitsPerEm))
        pen.code.append(f"{pen.typeface.show(unseen, mark.char)}Tj")
    _close(pen)


def _draw(pen: _Pen, box: Box) -> None:
    code = pen.code
    if not (box.width and box.height):  # a rule
        if box.stroke:
            _stroke(pen, box.stroke, box.line)
            y = pen.height - box.y
            code.append(f"{numbers(box.x, y)} m {numbers(box.x + box.width, y - box.height)} l S")
        return
    filled, stroked = bool(box.fill), bool(box.stroke and box.line)
    if not (filled or stroked):
        return
    if filled:
        _fill(pen, box.fill)
    if stroked:
        _stroke(pen, box.stroke, box.line)
    bottom = pen.height - box.y - box.height
    code.append(_outline(box, bottom) + (" B" if filled and stroked else " f" if filled else " S"))


def _trace(pen: _Pen, outline: Outline) -> None:
    from briefgen.write.pdf.scenes import spell

    path = outline.path
    if path.fill:
        _fill(pen, path.fill)
    if path.stroke and path.line:
        _stroke(pen, path.stroke, path.line * outline.scale)
    pen.code.append(spell(outline, pen.height))


def _outline(box: Box, bottom: float) -> str:
    radius = min(box.radius, box.width / 2, box.height / 2)
    if radius <= 0:
        return f"{numbers(box.x, bottom, box.width, box.height)} re"
    left, right, top = box.x, box.x + box.width, bottom + box.height
    reach = radius * (1 - _CURVE)  # from a corner to the control points beside it
    return " ".join(
        (
            f"{numbers(left + radius, bottom)} m",
            f"{numbers(right - radius, bottom)} l",
            f"{numbers(right - reach, bottom, right, bottom + reach, right, bottom + radius)} c",
            f"{numbers(right, top - radius)} l",
            f"{numbers(right, top - reach, right - reach, top, right - radius, top)} c",
            f"{numbers(left + radius, top)} l",
            f"{numbers(left + reach, top, left, top - reach, left, top - radius)} c",
            f"{numbers(left, bottom + radius)} l",
            f"{numbers(left, bottom + reach, left + reach, bottom, left + radius, bottom)} c h",
        )
    )


def _show(pen: _Pen, picture: Picture, name: str) -> None:
    size = numbers(picture.width, 0, 0, picture.height, picture.x, pen.height - picture.y - picture.height)
    pen.code.append(f"q {size} cm /{name} Do Q")


def _fill(pen: _Pen, wanted: str) -> None:
    if pen.fill != wanted:
        pen.fill = wanted
        pen.code.append(f"{colour(wanted)} rg")


def _stroke(pen: _Pen, wanted: str, line: float) -> None:
    if pen.stroke != wanted:
        pen.stroke = wanted
        pen.code.append(f"{colour(wanted)} RG")
    if pen.line != line:
        pen.line = line
        pen.code.append(f"{fine(line)} w")
