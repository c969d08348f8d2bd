"""Scene -> PNG by resvg, from an SVG whose letters are outlines: no system library, no fonts of the machine.

Of what could do it, resvg is the smallest (a wheel of 1.4 MB for each system, none needs a compiler) and draws the very
SVG that goes beside the PNG into a DOCX; its bytes depend on nothing but the SVG.
"""

from __future__ import annotations

from briefgen.errors import OutputError
from briefgen.layout.fonts import Faces
from briefgen.scene import Scene
from briefgen.write.svg import write_outlined


def write(scene: Scene, faces: Faces, *, scale: float = 3.0) -> bytes:
    """Return a PNG on white with `scale` pixels for each point. Raises OutputError where it cannot be drawn."""
    return picture(write_outlined(scene, faces), scene.width, scale=scale)


def picture(drawn: str, width: float, *, scale: float = 3.0) -> bytes:
    """Return the PNG of an SVG with outlines for letters that is `width` points wide."""
    import resvg_py

    pixels = max(1, round(width * scale))
    try:
        data: bytes = resvg_py.svg_to_bytes(
            svg_string=drawn, background="#ffffff", skip_system_fonts=True, width=pixels, dpi=96.0
        )
    except ValueError as error:
        raise OutputError(f"the figure cannot be drawn as a picture: {error}") from None
    return data
