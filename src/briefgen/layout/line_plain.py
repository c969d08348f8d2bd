"""The straight way of most paragraphs: one text in one look and face, ragged, whose words no hyphen divides.

It comes to what the general way of `layout.lines` comes to, to the last bit, without its runs and units; and a line is
one join. What it cannot set it leaves to the general way. A short line is kept in its setting, whatever room it was set
in: names, dates, labels and heads of columns come again and again, in one document and the next.
"""

from __future__ import annotations

from itertools import accumulate

from briefgen.document import Inlines, Text
from briefgen.layout.breaks import SOFT
from briefgen.layout.fonts import SPACE
from briefgen.layout.line_fit import EPSILON, NEVER, fit, fit_fairly
from briefgen.layout.line_runs import folded
from briefgen.layout.line_units import PLAIN_COST, places_at_spaces
from briefgen.layout.line_words import Fragment, Setting, measure
from briefgen.layout.measured import LinePiece, SetLine
from briefgen.layout.scripts import CJK

_SHORT, _MANY = 60, 5_000  # characters of a line that is kept, and such lines of one setting


def plain_lines(inlines: Inlines, paragraph: Setting, room: float) -> tuple[SetLine, ...] | None:
    """Return the paragraph's lines in `room` points, or None where it is not as plain as that."""
    look = paragraph.look
    if len(inlines) != 1 or paragraph.rtl or look.align != "start":
        return None
    only = inlines[0]
    if type(only) is not Text:
        return None
    known = paragraph.short.get(only.text)
    if known is not None and known[0] <= room + EPSILON:
        return known[1]
    if not (only.text.isascii() or CJK.search(only.text) is None):
        return None
    joints: list[int] = []
    fragments = _fragments(folded(only.text).split(" "), joints, paragraph)
    if not fragments:
        return None if fragments is None else ()
    widths = [fragment.width for fragment in fragments]
    last = len(widths) - 1
    gaps = [paragraph.space] * last
    for joint in joints:
        gaps[joint] = 0.0
    natural = sum(widths) + sum(gaps)
    if natural <= room + EPSILON:
        lines = _lines(fragments, joints, [last], paragraph)
        if len(only.text) <= _SHORT:
            if len(paragraph.short) >= _MANY:
                paragraph.short.clear()
            paragraph.short[only.text] = natural, lines
        return lines
    places = places_at_spaces(widths, [*gaps, 0.0])
    if joints:
        places.costs = [0.0] * len(widths)
        for joint in joints:
            places.costs[joint] = PLAIN_COST
    ends = fit_fairly(places, [room], look.size, justify=False)
    if ends is None and not look.hyphenate and max(widths) <= room + EPSILON:
        ends = fit(places, [room], look.size, justify=False, tolerance=NEVER, force=True)
    return None if ends is None else _lines(fragments, joints, ends, paragraph)


def _fragments(chunks: list[str], joints: list[int], setting: Setting) -> list[Fragment] | None:
    """Return what stands between spaces and other places where a line may end; None if not all in the setting's face.

    Those that no space follows, but for the last one, are added to `joints`.
    """
    whole, face = setting.whole, setting.face
    found: list[Fragment] = []
    for chunk in chunks:
        fragment = whole.get(chunk)
        if fragment is not None:
            found.append(fragment)
        elif chunk:
            word = measure(setting, chunk)
            if word.special or word.missing or not word.fragments:
                return None
            if any(each.face != face or each.after == SOFT for each in word.fragments):
                return None
            joints += range(len(found), len(found) + len(word.fragments) - 1)
            found += word.fragments
    return found


def _lines(fragments: list[Fragment], joints: list[int], ends: list[int], setting: Setting) -> tuple[SetLine, ...]:
    look, face = setting.look, setting.face
    size, tracking, per_em = look.size, look.tracking, setting.units
    blank = setting.faces.by_name[face].advances[SPACE]
    last = len(fragments) - 1
    texts = [fragment.text + " " for fragment in fragments]
    steps = [fragment.units + blank for fragment in fragments]
    for bare in (*joints, last):
        texts[bare] = fragments[bare].text
        steps[bare] = fragments[bare].units
    edges = [0, *accumulate(steps)]
    lines: list[SetLine] = []
    begin = 0
    for end in ends:
        text = "".join(texts[begin : end + 1])
        tail = steps[end] - fragments[end].units  # the space that a line ends with takes no room
        width = (edges[end + 1] - edges[begin] - tail) * size / per_em
        if tracking:
            width += tracking * (len(text) - (1 if tail else 0))
        piece = LinePiece(
            0.0, width, text, face, size, look.colour, setting.rise, (), look.background, 0.0, tracking
        )  # fmt: skip
        lines.append(SetLine((piece,), width, look.leading, setting.baseline, (), end == last))
        begin = end + 1
    return tuple(lines)
