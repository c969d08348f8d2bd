"""Pictures: JPEG as it is, PNG as samples with its transparency beside it; in grey or RGB only (PDF/A-2, 6.2.4)."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefgen.document import Image
from briefgen.errors import Fault, OutputError
from briefgen.write.pdf.file import File

if TYPE_CHECKING:
    from PIL.Image import Image as Samples

_DEEP = ("I", "I;16", "I;16B", "I;16L", "F")


class Pictures(Struct, frozen=True, eq=False):
    """The pictures of a document, each written once however often it is placed, and not before its first page."""

    out: File
    names: dict[bytes, str] = field(default_factory=dict)
    waiting: dict[str, Image] = field(default_factory=dict)
    objects: dict[str, int] = field(default_factory=dict)

    def name(self, image: Image) -> str:
        """Return the picture's name among resources."""
        key = sha256(image.data).digest()
        if key not in self.names:
            self.names[key] = f"I{len(self.names) + 1}"
            self.waiting[self.names[key]] = image
        return self.names[key]

    def object(self, name: str) -> int:
        """Return the number of the picture of this name, which is written if it is not yet.

        Raises OutputError if it is broken.
        """
        if name in self.waiting:
            self.objects[name] = _write(self.waiting.pop(name), self.out)
        return self.objects[name]


def _write(image: Image, out: File) -> int:
    from PIL import Image as Pillow

    try:
        with Pillow.open(BytesIO(image.data), formats=("PNG", "JPEG")) as samples:
            if samples.format == "JPEG" and samples.mode in ("L", "RGB"):
                space = "DeviceGray" if samples.mode == "L" else "DeviceRGB"
                samples.load()  # a broken file fails here and not in the reader
                return out.add_stream(_entries(samples, space) + "/Filter/DCTDecode", image.data, compress=False)
            return _write_samples(samples, out)
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        fault = Fault(what=f"a picture cannot be read ({error})", mend="save it again as PNG or JPEG")
        raise OutputError(fault) from error


def _write_samples(samples: Samples, out: File) -> int:
    mask = ""
    if samples.has_transparency_data:
        samples = samples.convert("RGBA")
        alpha = samples.getchannel("A")
        if alpha.getextrema() != (255, 255):
            mask = f"/SMask {out.add_stream(_entries(alpha, 'DeviceGray'), alpha.tobytes())} 0 R"
    if samples.mode in _DEEP:
        samples = samples.point(lambda value: value / 256).convert("L")
    grey = samples.mode in ("1", "L", "LA")
    plain = samples.convert("L" if grey else "RGB")
    return out.add_stream(_entries(plain, "DeviceGray" if grey else "DeviceRGB") + mask, plain.tobytes())


def _entries(samples: Samples, space: str) -> str:
    size = f"/Width {samples.width}/Height {samples.height}"
    return f"/Type/XObject/Subtype/Image{size}/ColorSpace/{space}/BitsPerComponent 8"
