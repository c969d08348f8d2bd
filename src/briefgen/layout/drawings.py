"""A drawing by itself as a document of one page, just as large as it is."""

from __future__ import annotations

from briefgen.layout.placed import ARTIFACT, Element, Page, Pages, Picture
from briefgen.scene import Scene

_EDGE = 6.0  # points of paper around it


def alone(scene: Scene) -> Pages:
    """Return pages that hold the drawing and nothing else."""
    picture = Picture(_EDGE, _EDGE, scene.width, scene.height, scene, element=1, order=1)
    page = Page(width=scene.width + 2 * _EDGE, height=scene.height + 2 * _EDGE, pieces=(picture,))
    elements = (
        Element(role="Document", parent=ARTIFACT, order=0),
        Element(role="Figure", parent=0, order=1, alt=scene.alt),
    )
    return Pages(pages=(page,), elements=elements, title=scene.message or scene.alt, lang=scene.lang)
