"""What each key judgement rests on: one mark for each source that it cites, none where it cites none."""

from __future__ import annotations

from briefgen.compose.figures import words
from briefgen.compose.figures.said import gettext, ngettext
from briefgen.compose.figures.sketch import Sketch
from briefgen.content.model import Brief, Statement
from briefgen.scene import Scene


def draw(brief: Brief, sketch: Sketch, *, most: int = 8) -> Scene | None:
    """`most` is how many judgements are shown, the most important first."""
    ranked = sorted((each for each in brief.judgements if each.key), key=lambda each: -each.importance)
    shown = ranked[: max(1, most)]
    if not shown:
        return None
    em = sketch.em
    across = max(len(_sources(each)) for each in shown) * em * 1.3
    room = sketch.width - max(across, sketch.wide(_counted(0), sketch.quiet)) - em * 2
    y = em * 0.4
    for each in shown:
        with sketch.group(_told(each)):
            bottom = sketch.put(sketch.label(words.headline(each), sketch.text, room, most=2), 0.0, y)
            _marks(len(_sources(each)), sketch, room + em * 2, y)
        y = bottom + em * 0.6
        sketch.line(0.0, y, sketch.width, y, sketch.colour("rule"), 0.4)
        y += em * 0.6
    hidden = len(ranked) - len(shown)
    if hidden:
        y = sketch.put(sketch.label(words.left_over(hidden), sketch.quiet, sketch.width), 0.0, y)
    bare = sum(not _sources(each) for each in ranked)
    return sketch.finish(
        y,
        name="ministry-evidence",
        alt=words.sentence(gettext("What each key judgement rests on"), sketch.language),
        message=_message(bare),
        long=" ".join(words.sentence(_told(each), sketch.language) for each in ranked),
        head=(gettext("Key judgement"), gettext("Sources")),
        rows=[(words.headline(each), words.semicolons(_sources(each))) for each in ranked],
        hidden=hidden,
    )


def _sources(statement: Statement) -> tuple[str, ...]:
    """Return the ids of the sources that a statement cites, each once."""
    return tuple(dict.fromkeys(citation.source for citation in statement.citations))


def _told(statement: Statement) -> str:
    return words.named(words.headline(statement), _counted(len(_sources(statement))))


def _counted(count: int) -> str:
    return ngettext("%(num)s source", "%(num)s sources", count) if count else gettext("no source")


def _message(bare: int) -> str:
    if not bare:
        return gettext("Each key judgement cites a source")
    return ngettext("%(num)s key judgement cites no source", "%(num)s key judgements cite no source", bare)


def _marks(count: int, sketch: Sketch, x: float, y: float) -> None:
    """Draw a full mark for each source; the word where there is none, so that nothing is told by colour alone."""
    if not count:
        sketch.put(sketch.label(_counted(0), sketch.quiet, sketch.width - x, most=1), x, y)
    for at in range(count):
        sketch.circle(
            x + sketch.em * (0.4 + 1.3 * at), y + sketch.em * 0.6, sketch.em * 0.38, fill=sketch.ink("accent")
        )
