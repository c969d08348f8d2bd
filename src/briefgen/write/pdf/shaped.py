"""Shaped text: glyphs at places of their own, shown in the order of the text they stand for.

Where a cluster takes several glyphs, the first carries its text and the run has an ActualText besides. That stands on
the run's own marked content: inside of another one, poppler would lose what follows.

Shaping hands over glyphs from left to right as they are seen. Readers that go by the content stream take text out in
the order it is shown, so that runs from right to left are shown from their last glyph to their first.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.layout.fonts import SPACE
from briefgen.layout.placed import Glyph, TextRun
from briefgen.write.pdf.fonts import Typeface
from briefgen.write.pdf.syntax import fine

_NEAR = 0.005  # points; nearer than this is the same place


@dataclass(slots=True)
class _Cluster:
    """Glyphs that stand for one stretch of text, the first of which carries it, with their places."""

    text: str
    glyphs: list[tuple[Glyph, float]]


def show_shaped(run: TextRun, typeface: Typeface) -> list[str]:
    """Return the operators that show the run from the start of the current line of text."""
    clusters, end = _place(run)
    said = "".join(cluster.text for cluster in clusters)
    backwards = "".join(cluster.text for cluster in reversed(clusters))
    if not run.text.startswith(said) and run.text.startswith(backwards):
        clusters.reverse()
        said, end = backwards, -typeface.width(typeface.file.charToGlyph[SPACE]) * run.size / 1000
    rest = run.text[len(said) :] if run.text.startswith(said) else ""
    if rest == " ":  # that a soft line break swallowed
        space = Glyph(typeface.file.charToGlyph[SPACE], 0.0, 0.0, 0.0, " ")
        clusters.append(_Cluster(" ", [(space, end)]))
        said += rest
    return _show(clusters, run.size, typeface)


def actual_text(run: TextRun) -> str:
    """Return the text that must be said of a shaped run, since its glyphs do not spell it one by one; "" for none."""
    clusters, _ = _place(run)
    ahead = "".join(cluster.text for cluster in clusters)
    backwards = "".join(cluster.text for cluster in reversed(clusters))
    spelt = run.text.rstrip(" ") in (ahead.rstrip(" "), backwards.rstrip(" "))
    return "" if spelt and all(len(cluster.glyphs) == 1 for cluster in clusters) else run.text


def _place(run: TextRun) -> tuple[list[_Cluster], float]:
    """Return the clusters as they are seen, from left to right, and where the run ends."""
    clusters: list[_Cluster] = []
    pen = 0.0
    for glyph in run.glyphs or ():
        if glyph.text or not clusters:
            clusters.append(_Cluster(glyph.text, []))
        clusters[-1].glyphs.append((glyph, pen + glyph.dx))
        pen += glyph.advance + run.tracking + (run.stretch if glyph.text == " " else 0.0)
    return clusters, pen


def _show(clusters: list[_Cluster], size: float, typeface: Typeface) -> list[str]:
    code: list[str] = []
    shown: list[str] = []  # of the TJ in the making
    pen, rise = 0.0, 0.0
    for cluster in clusters:
        for glyph, x in cluster.glyphs:
            if abs(glyph.dy - rise) > _NEAR:
                if shown:
                    code.append(f"[{''.join(shown)}]TJ")
                    shown.clear()
                rise = glyph.dy
                code.append(f"{fine(rise)} Ts")
            if abs(x - pen) > _NEAR:
                shown.append(fine((pen - x) * 1000 / size))
                pen = x
            shown.append(f"<{typeface.code(glyph.id, glyph.text)}>")
            pen += typeface.width(glyph.id) * size / 1000
    if shown:
        code.append(f"[{''.join(shown)}]TJ")
    if rise:
        code.append("0 Ts")
    return code
