"""The grounds of labels: words with a colour behind them, such as a handling marking."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.layout.fonts import Faces
from briefgen.layout.galley import Mark
from briefgen.layout.measured import LinePiece

_GROUND_X, _GROUND_Y, _RADIUS = 0.22, 0.26, 0.14  # a ground beyond the capitals, of the type's size


def with_ground(marks: Sequence[Mark], piece: LinePiece, x: float, y: float, faces: Faces) -> list[Mark]:
    """Return `marks` with the ground of a piece at `x` on the baseline `y`, or with the last one made longer."""
    size = piece.size
    pad = _GROUND_X * size
    found = list(marks)
    last = found[-1] if found else None
    if last is not None and last.fill == piece.background and abs(last.x + last.width - pad - x) < 0.05:
        found[-1] = replace(last, width=x + piece.width + pad - last.x)
    elif last is not None and last.fill == piece.background and abs(x + piece.width - last.x - pad) < 0.05:
        found[-1] = replace(last, x=x - pad, width=last.x + last.width - x + pad)
    else:
        cap, rise = faces.cap_height(piece.face, size), _GROUND_Y * size
        found.append(
            Mark(
                x - pad,
                y - cap - rise,
                piece.width + 2 * pad,
                cap + 2 * rise,
                piece.background,
                "",
                0.0,
                _RADIUS * size,
            )
        )
    return found
