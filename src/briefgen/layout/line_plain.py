"""The straight way of most paragraphs: one text in one look and face, ragged, whose lines end at spaces only.

It comes to what the general way of `layout.lines` comes to, to the last bit, without its runs and units; and a line is
one join. What it cannot set it leaves to the general way.
"""

from __future__ import annotations

from itertools import accumulate

from briefgen.document import Inlines, Text
from briefgen.layout.fonts import SPACE
from briefgen.layout.line_fit import EPSILON, fit_fairly
from briefgen.layout.line_runs import folded
from briefgen.layout.line_units import places_at_spaces
from briefgen.layout.line_words import Fragment, Setting, measure
from briefgen.layout.measured import LinePiece, SetLine
from briefgen.layout.scripts import CJK


def plain_lines(inlines: Inlines, paragraph: Setting, room: float) -> tuple[SetLine, ...] | None:
    """Return the paragraph's lines in `room` points, or None where it is not as plain as that."""
    if len(inlines) != 1 or paragraph.rtl or paragraph.look.align != "start":
        return None
    only = inlines[0]
    if type(only) is not Text or not (only.text.isascii() or CJK.search(only.text) is None):
        return None
    fragments = _fragments(folded(only.text).split(" "), paragraph)
    if not fragments:
        return None if fragments is None else ()
    widths = [fragment.width for fragment in fragments]
    last = len(widths) - 1
    gaps = [paragraph.space] * last
    if sum(widths) + sum(gaps) <= room + EPSILON:
        return _lines(fragments, [last], paragraph)
    ends = fit_fairly(places_at_spaces(widths, [*gaps, 0.0]), [room], paragraph.look.size, justify=False)
    return None if ends is None else _lines(fragments, ends, paragraph)


def _fragments(chunks: list[str], setting: Setting) -> list[Fragment] | None:
    """Return the words between spaces, or None where one of them is not all in the setting's own face, unbroken."""
    whole = setting.whole
    found: list[Fragment] = []
    for chunk in chunks:
        fragment = whole.get(chunk)
        if fragment is None:
            if not chunk:
                continue
            measure(setting, chunk)
            fragment = whole.get(chunk)
            if fragment is None:
                return None
        found.append(fragment)
    return found


def _lines(fragments: list[Fragment], ends: list[int], setting: Setting) -> tuple[SetLine, ...]:
    look, face = setting.look, setting.face
    size, tracking, per_em = look.size, look.tracking, setting.units
    texts = [fragment.text for fragment in fragments]
    blank = setting.faces.by_name[face].advances[SPACE]
    edges = [0, *accumulate([fragment.units + blank for fragment in fragments])]
    last = len(fragments) - 1
    lines: list[SetLine] = []
    begin = 0
    for end in ends:
        text = " ".join(texts[begin : end + 1])
        width = (edges[end + 1] - edges[begin] - blank) * size / per_em
        if tracking:
            width += tracking * len(text)
        if end < last:
            text += " "
        piece = LinePiece(
            0.0, width, text, face, size, look.colour, setting.rise, (), look.background, 0.0, tracking
        )  # fmt: skip
        lines.append(SetLine((piece,), width, look.leading, setting.baseline, (), end == last))
        begin = end + 1
    return tuple(lines)
