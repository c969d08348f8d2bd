"""Nothing overlaps, nothing is cut off, nothing is too small or too pale: over random briefs, in three widths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.compose import figures
from briefgen.compose.figures.colours import contrast
from briefgen.compose.figures.sketch import SMALLEST
from briefgen.scene import Path, Scene, Words, points
from briefgen.theme import load_theme

WIDTHS = (467.0, 250.0, 170.0)
NEAR = 0.4  # points by which letters' boxes may touch: they reach a little beyond the letters


def overlapping(scene: Scene) -> list[tuple[str, str]]:
    boxes = sorted((words.box, words.text) for words in scene.words() if words.text.strip())
    found = []
    for at, ((left, top, right, bottom), text) in enumerate(boxes):
        for (left2, top2, right2, bottom2), text2 in boxes[at + 1 :]:
            if left2 >= right - NEAR:
                break
            if top2 < bottom - NEAR and top < bottom2 - NEAR and left < right2 - NEAR:
                found.append((text, text2))
    return found


def outside(scene: Scene) -> list[str]:
    found = []
    for words in scene.words():
        left, top, right, bottom = words.box
        if left < -NEAR or top < -NEAR or right > scene.width + NEAR or bottom > scene.height + NEAR:
            found.append(words.text)
    for path in scene.leaves():
        if isinstance(path, Path):
            half = path.line / 2 if path.stroke else 0.0
            for x, y in points(path):
                if not (x - half >= -1.5 and x + half <= scene.width + 1.5):
                    found.append(f"path at x {x:.1f}")
                if not (y - half >= -1.5 and y + half <= scene.height + 1.5):
                    found.append(f"path at y {y:.1f}")
    return found


def ground(scene: Scene, words: Words) -> str:
    """Return the colour behind words: of the last shape with a fill that their middle lies in."""
    left, top, right, bottom = words.box
    x, y = (left + right) / 2, (top + bottom) / 2
    colour = "#ffffff"
    for leaf in scene.leaves():
        if leaf is words:
            return colour
        if isinstance(leaf, Path) and leaf.fill:
            across, down = zip(*points(leaf), strict=True)
            if min(across) <= x <= max(across) and min(down) <= y <= max(down):
                colour = leaf.fill
    return colour


DRAWN = [
    *((name, {}) for name in figures.BUILT_IN),
    ("stance-matrix", {"actions": "false"}),
    ("timeline", {"form": "upright"}),
    ("quantities", {"singles": "true"}),
]


@pytest.mark.parametrize(("name", "options"), DRAWN)
def test_no_words_overlap_and_nothing_is_cut_off(name, options, some_briefs, often):
    theme = load_theme("default")

    @often
    @given(brief=some_briefs, width=st.sampled_from(WIDTHS), room=st.sampled_from((560.0, 200.0)))
    def holds(brief, width, room):
        scene = figures.draw(name, brief, theme, width=width, room=room, options=options)
        if scene is None:
            return
        assert overlapping(scene) == []
        assert outside(scene) == []
        if room > 500:  # a page's; a writer would make smaller, words and all, what is higher
            assert scene.height <= room + 1
        assert scene.alt
        assert len(scene.rows) >= 1
        for words in scene.words():
            assert words.size >= SMALLEST

    holds()


@pytest.mark.parametrize("theme", ["default", "letter", "plain"])
@pytest.mark.parametrize("name", figures.BUILT_IN)
def test_words_and_marks_stand_out_from_what_is_behind_them(name, theme, examples):
    drawn = (figures.draw(name, example, load_theme(theme)) for example in examples)
    scene = next(one for one in drawn if one is not None)
    for words in scene.words():
        assert contrast(words.colour, ground(scene, words)) >= 4.5, words.text


@pytest.mark.parametrize("name", figures.BUILT_IN)
def test_a_figure_is_the_same_each_time(name, example):
    theme = load_theme("default")
    assert figures.draw(name, example, theme) == figures.draw(name, example, theme)
