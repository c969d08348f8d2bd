"""Pictures of every kind come into the file as they are seen, in grey or RGB, each once."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace

from briefgen.errors import OutputError
from briefgen.layout.fonts import Faces
from briefgen.layout.placed import ARTIFACT, Picture
from briefgen.write.pdf import write


def place(builder: Any, image: Any) -> None:
    figure = builder.open("Figure", alt="a picture")
    builder.pieces.append(Picture(60, builder.y, 80, 60, image, figure, builder.next()))
    builder.y += 80


KINDS = [
    ("RGB", "PNG", {}),
    ("RGBA", "PNG", {}),
    ("L", "PNG", {}),
    ("P", "PNG", {}),
    ("P", "PNG", {"transparency": b"\x40" * 16}),
    ("RGB", "JPEG", {}),
    ("L", "JPEG", {}),
    ("CMYK", "JPEG", {}),
]


@pytest.mark.parametrize(("mode", "format_", "options"), KINDS)
def test_a_picture_of_any_kind_is_archival(
    mode: str, format_: str, options: dict[str, Any], builder: Any, make_picture: Any, the_faces: Faces, findings: Any
) -> None:
    place(builder, make_picture(mode, format_, **options))
    data = write(builder.done(), the_faces)
    assert findings(data) == {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        [image] = pdf.pages[0].Resources.XObject.values()
        assert image.ColorSpace in ("/DeviceRGB", "/DeviceGray")
        assert ("/SMask" in image) == (mode == "RGBA" or "transparency" in options)


def test_a_jpeg_is_kept_byte_for_byte(builder: Any, make_picture: Any, the_faces: Faces) -> None:
    image = make_picture("RGB", "JPEG")
    place(builder, image)
    assert image.data in write(builder.done(), the_faces)


def test_a_png_has_the_colours_it_had(builder: Any, make_picture: Any, the_faces: Faces) -> None:
    place(builder, make_picture("RGBA"))
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        [image] = pdf.pages[0].Resources.XObject.values()
        assert image.read_bytes() == bytes((200, 30, 40)) * 48
        assert image.SMask.read_bytes() == bytes((90,)) * 48


def test_a_deep_grey_png_keeps_its_tones(builder: Any, make_picture: Any, the_faces: Faces) -> None:
    from PIL import Image as Pillow

    data = io.BytesIO()
    deep = Pillow.new("I;16", (4, 1))
    for at, tone in enumerate((0, 0x4000, 0x8000, 0xFFFF)):
        deep.putpixel((at, 0), tone)
    deep.save(data, "PNG")
    place(builder, replace(make_picture(), data=data.getvalue()))
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        [image] = pdf.pages[0].Resources.XObject.values()
        assert list(image.read_bytes()) == [0, 0x40, 0x80, 0xFF]


def test_a_picture_placed_twice_is_written_once(builder: Any, make_picture: Any, the_faces: Faces) -> None:
    place(builder, make_picture("RGB"))
    place(builder, make_picture("RGB"))
    with pikepdf.open(io.BytesIO(write(builder.done(), the_faces))) as pdf:
        images = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        assert len(images) == 1


def test_a_picture_that_says_nothing_is_an_artifact(
    builder: Any, make_picture: Any, the_faces: Faces, findings: Any
) -> None:
    builder.pieces.append(Picture(60, 60, 80, 60, make_picture(), ARTIFACT, 0))
    assert findings(write(builder.done(), the_faces)) == {}


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n broken", b"GIF89a"])
def test_a_broken_picture_is_one_clear_error(data: bytes, builder: Any, make_picture: Any, the_faces: Faces) -> None:
    place(builder, replace(make_picture(), data=data))
    with pytest.raises(OutputError, match="a picture cannot be read"):
        write(builder.done(), the_faces)


def test_half_a_picture_is_one_clear_error(builder: Any, make_picture: Any, the_faces: Faces) -> None:
    for kind in ("PNG", "JPEG"):
        whole = make_picture("RGB", kind, (200, 200))
        place(builder, replace(whole, data=whole.data[: len(whole.data) * 2 // 3]))
        with pytest.raises(OutputError, match="a picture cannot be read"):
            write(builder.done(), the_faces)
        builder.pages.clear()
