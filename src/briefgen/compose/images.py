"""Pictures: read only from the brief's folder or the template's pack, checked whole, sized in points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from briefgen.compose.run import Complaint
from briefgen.document import Image

LARGEST_FILE = 20_000_000  # bytes
MOST_PIXELS = 50_000_000
_PIXEL = 72 / 96  # points
_Kind = Literal["image/png", "image/jpeg"]
_KINDS: dict[str, _Kind] = {"PNG": "image/png", "JPEG": "image/jpeg"}
_NOTED: ContextVar[dict[str, bytes] | None] = ContextVar("briefgen_pictures", default=None)


@contextmanager
def noting() -> Iterator[dict[str, bytes]]:
    """Give a mapping that takes the name and the bytes of each picture that is loaded meanwhile."""
    noted: dict[str, bytes] = {}
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)


def load(src: str, folders: tuple[Path, ...], width: float | None, height: float | None) -> Image:
    """Return the picture `src` of the first folder that has it; width and height in CSS pixels, None = its own.

    Raises Complaint where it is not there, not within the folder, not PNG or JPEG, broken or too large.
    """
    path = find(src, folders)
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise Complaint(f"the picture '{src}' is larger than {LARGEST_FILE // 1_000_000} MB")
    data, kind, own_width, own_height = _open(str(path), path.stat().st_mtime_ns, size)
    noted = _NOTED.get()
    if noted is not None:
        noted[src] = data
    if width is None and height is None:
        width, height = own_width, own_height
    elif width is None or height is None:
        ratio = own_width / own_height
        width, height = width or (height or 0) * ratio, height or (width or 0) / ratio
    return Image(data=data, media_type=kind, width=width * _PIXEL, height=height * _PIXEL)


def find(src: str, folders: tuple[Path, ...]) -> Path:
    """Return the file of the picture `src` in the first folder that has it. Raises Complaint."""
    parts = src.split("/")
    if not src or "\\" in src or ":" in src or "\0" in src or any(part in ("", ".", "..") for part in parts):
        raise Complaint(f"'{src}' is no picture of the brief", "name a file in the brief's folder, as pictures/map.png")
    for folder in folders:
        path = folder.joinpath(*parts)
        try:
            inside = path.is_file() and path.resolve().is_relative_to(folder.resolve())
        except (OSError, ValueError):
            inside = False
        if inside:
            return path
    where = " or ".join(str(folder) for folder in folders)
    raise Complaint(f"there is no picture '{src}' in {where}" if where else f"there is no folder to take '{src}' from")


@lru_cache(maxsize=16)
def _open(path: str, _changed: int, _size: int) -> tuple[bytes, _Kind, float, float]:
    """Return bytes, media type, and the size in CSS pixels that the file itself asks for (96 to the inch)."""
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    name = Path(path).name
    try:
        data = Path(path).read_bytes()
        with Pictures.open(BytesIO(data), formats=tuple(_KINDS)) as picture:
            kind, (width, height) = _KINDS[str(picture.format)], picture.size
            if width * height > MOST_PIXELS:
                raise Complaint(f"the picture '{name}' has more than {MOST_PIXELS // 1_000_000} million pixels")
            dots = picture.info.get("dpi", (96, 96))
            picture.load()
    except UnidentifiedImageError:
        raise Complaint(f"the picture '{name}' is neither PNG nor JPEG") from None
    except (OSError, SyntaxError, ValueError, Pictures.DecompressionBombError) as error:
        raise Complaint(f"the picture '{name}' cannot be read: {error}") from None
    across, down = (float(dot) if 20 <= float(dot) <= 2400 else 96.0 for dot in dots)
    return data, kind, width * 96 / across, height * 96 / down
