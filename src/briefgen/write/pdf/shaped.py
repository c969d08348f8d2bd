"""Shaped text: glyphs at places of their own, shown in the order of the text they stand for.

Shaping hands over glyphs from left to right as they are seen. Readers that go by the content stream take text out in
the order it is shown, so that runs from right to left are shown from their last glyph to their first, and each by an
operator of its own: a reader that turns round what one operator shows (PDFium) then has nothing to turn.

A cluster may draw several glyphs for several characters: a letter with its points, a ligature. What stands for one
text is shown as one compound glyph of the embedded font. From right to left, the characters of a cluster share its
room, as blanks where there are fewer glyphs than characters: a reader that sorts by place (poppler) then finds each
where it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import bidirectional, category

from msgspec import Struct
from msgspec.structs import replace

from briefgen.layout.fonts import SPACE
from briefgen.layout.placed import Glyph, TextRun
from briefgen.write.pdf.fonts import Typeface
from briefgen.write.pdf.subset import Compound
from briefgen.write.pdf.syntax import fine

_NEAR = 0.005  # points; nearer than this is the same place


class Cluster(Struct, frozen=True, gc=False):
    """Glyphs that stand together for some text, from left to right: each with its place, and where all of them end."""

    text: str
    start: float
    end: float
    glyphs: tuple[tuple[Glyph, float], ...]


class _Shown(NamedTuple):
    """A glyph to show: its place, and what it says."""

    glyph: int | Compound
    x: float
    text: str


def show_shaped(run: TextRun, typeface: Typeface) -> list[str]:
    """Return the operators that show the run from the start of the current line of text."""
    clusters = placed_clusters(run)
    backwards = from_right(run, clusters)
    scale = typeface.file.unitsPerEm / run.size
    if backwards:
        shown = [letter for cluster in _with_room(reversed(clusters)) for letter in _letters(cluster, scale)]
    else:
        shown = [_drawn(cluster, cluster.text, cluster.start, cluster.end, scale) for cluster in clusters]
    if run.text[sum(len(cluster.text) for cluster in clusters) :] == " ":  # that a soft line break swallowed
        blank: int = typeface.file.charToGlyph[SPACE]
        width = typeface.width(blank) * run.size / 1000
        shown.append(_Shown(blank, -width if backwards else clusters[-1].end if clusters else 0.0, " "))
    return _show(shown, run.size, typeface, apart=backwards)


def placed_clusters(run: TextRun) -> list[Cluster]:
    """Return the clusters of the run from left to right, each placed from the run's start."""
    clusters: list[Cluster] = []
    pen = 0.0
    for glyph in run.glyphs or ():
        end = pen + glyph.advance
        if glyph.text or not clusters:
            clusters.append(Cluster(glyph.text, pen, end, ((glyph, pen + glyph.dx),)))
        else:
            last = clusters[-1]
            clusters[-1] = replace(last, end=end, glyphs=(*last.glyphs, (glyph, pen + glyph.dx)))
        pen = end + run.tracking + (run.stretch if glyph.text == " " else 0.0)
    return clusters


def from_right(run: TextRun, clusters: list[Cluster]) -> bool:
    """Tell whether the run is read from its last cluster to its first."""
    texts = [cluster.text for cluster in clusters]
    if not run.text.startswith("".join(reversed(texts))):
        return False
    return not run.text.startswith("".join(texts)) or any(bidirectional(char) in ("R", "AL") for char in run.text)


def _with_room(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Join what takes no room of its own to what is read before it; clusters come in the order of reading."""
    joined: list[Cluster] = []
    for cluster in clusters:
        if joined and cluster.end - cluster.start < _NEAR:
            last = joined[-1]
            joined[-1] = replace(last, text=last.text + cluster.text, glyphs=(*cluster.glyphs, *last.glyphs))
        else:
            joined.append(cluster)
    return joined


def _letters(cluster: Cluster, scale: float) -> Iterator[_Shown]:
    """Yield a glyph for each character of a cluster that is read from right to left, which share its room."""
    count = max(1, len(cluster.text))
    share = (cluster.end - cluster.start) / count
    ink = list(cluster.glyphs)  # the letter is last, before it its points
    last = max((at for at, char in enumerate(cluster.text) if not _joiner(char)), default=0)
    for at, char in enumerate(cluster.text):
        start, end = cluster.end - (at + 1) * share, cluster.end - at * share
        drawn = ink if at == last else [] if _joiner(char) else ink[-1:]
        yield _drawn(replace(cluster, glyphs=tuple(drawn)), char, start if count > 1 else cluster.start, end, scale)
        ink = ink[: len(ink) - len(drawn)]


def _joiner(char: str) -> bool:
    """Tell whether a character, as U+200C, has an effect on others and is not drawn."""
    return category(char) == "Cf"


def _drawn(cluster: Cluster, text: str, start: float, end: float, scale: float) -> _Shown:
    """Return what draws a cluster in the room from `start` to `end`; `scale` is font units to a point."""
    if (start, end) == (cluster.start, cluster.end) and len(cluster.glyphs) == 1:
        glyph, x = cluster.glyphs[0]
        if not glyph.dy:
            return _Shown(glyph.id, x, text)
    parts = tuple((glyph.id, round((x - start) * scale), round(glyph.dy * scale)) for glyph, x in cluster.glyphs)
    return _Shown(Compound(parts, round((end - start) * scale)), start, text)


def _show(shown: Iterable[_Shown], size: float, typeface: Typeface, *, apart: bool) -> list[str]:
    """Return operators for glyphs: one for each where they are to stand `apart`, else one for all."""
    code: list[str] = []
    parts: list[str] = []  # of the operator in the making
    pen = 0.0
    for glyph, x, text in shown:
        if abs(x - pen) > _NEAR:
            parts.append(fine((pen - x) * 1000 / size))
            pen = x
        parts.append(typeface.show(glyph, text))
        pen += typeface.width(glyph) * size / 1000
        if apart:
            code.append(_operator(parts))
            parts = []
    return [*code, _operator(parts)] if parts else code


def _operator(parts: list[str]) -> str:
    return f"{parts[0]}Tj" if len(parts) == 1 else f"[{''.join(parts)}]TJ"
