"""Pictures: in the line, and the decorative band of the first page."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

from briefgen.document import Figure, Image
from briefgen.write.docx.draft import Draft, Media, Story
from briefgen.write.docx.elements import Attributes, emu, tag, w

if TYPE_CHECKING:
    from briefgen.scene import Scene

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_SPACES: Attributes = {"xmlns:wp": WP, "xmlns:a": A, "xmlns:pic": PIC}
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_USE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "svg"}


def inline_picture(figure: Figure, room: tuple[float, float], story: Story, draft: Draft) -> str:
    """Return a run with the picture, made smaller where it is wider or higher than `room` (points)."""
    image = figure.image
    scale = min(1.0, room[0] / max(image.width, 1e-6), room[1] / max(image.height, 1e-6))
    size = (max(emu(image.width * scale), 1), max(emu(image.height * scale), 1))
    relation, vectors = _relations(image, story, draft)
    number, alt = draft.drawing_number(), draft.text(figure.alt)
    inner = (
        tag("wp:extent", cx=size[0], cy=size[1]),
        tag("wp:docPr", id=number, name=f"Picture {number}", descr=alt),
        tag("wp:cNvGraphicFramePr", tag("a:graphicFrameLocks", noChangeAspect=1)),
        _graphic(relation, size, number, alt, vectors),
    )
    return _drawing(tag("wp:inline", "".join(inner), **_SPACES, distT=0, distB=0, distL=0, distR=0))


def _drawing(inner: str) -> str:
    return w("r", w("drawing", inner))


def _relations(image: Image | Scene, story: Story, draft: Draft) -> tuple[str, str]:
    """Return what names the picture's file, and of a drawing the SVG that newer programs show instead."""
    if isinstance(image, Image):
        return story.picture(_media(image.data, image.media_type, draft)), ""
    from briefgen.layout.fonts import faces
    from briefgen.write import png, svg

    metrics = draft.metrics() or faces(draft.theme)
    drawn = svg.write_outlined(image, metrics)
    fallback = story.picture(_media(png.picture(drawn, image.width), "image/png", draft))
    return fallback, story.picture(_media(drawn.encode(), "image/svg+xml", draft))


def band(width: float, height: float, ink: str, story: Story, draft: Draft) -> str:
    """Return a run with a band of colour across the top edge of the page, behind the text and marked as decorative."""
    relation = story.picture(_media(_dot(ink), "image/png", draft))
    size = (emu(width), max(emu(height), 1))
    number = draft.drawing_number()
    decorative = tag("adec:decorative", **{"xmlns:adec": DECORATIVE, "val": "1"})
    extension = tag("a:extLst", tag("a:ext", decorative, uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"))
    inner = (
        tag("wp:simplePos", x=0, y=0),
        *(tag(f"wp:{axis}", tag("wp:posOffset", "0"), relativeFrom="page") for axis in ("positionH", "positionV")),
        tag("wp:extent", cx=size[0], cy=size[1]),
        tag("wp:wrapNone"),
        tag("wp:docPr", extension, id=number, name=f"Band {number}", descr=""),
        tag("wp:cNvGraphicFramePr"),
        _graphic(relation, size, number, ""),
    )
    anchor = tag(
        "wp:anchor", "".join(inner), **_SPACES, distT=0, distB=0, distL=0, distR=0, simplePos=0, relativeHeight=1,
        behindDoc=1, locked=1, layoutInCell=0, allowOverlap=1,
    )  # fmt: skip
    return _drawing(anchor)


def _graphic(relation: str, size: tuple[int, int], number: int, alt: str, vectors: str = "") -> str:
    described = tag("pic:cNvPr", id=number, name=f"Picture {number}", descr=alt) + tag("pic:cNvPicPr")
    drawn = ""
    if vectors:
        newer = tag("asvg:svgBlip", **{"xmlns:asvg": _SVG, "r:embed": vectors})
        drawn = tag("a:extLst", tag("a:ext", newer, uri=_SVG_USE))
    fill = tag("a:blip", drawn, **{"r:embed": relation}) + tag("a:stretch", tag("a:fillRect"))
    frame = tag("a:xfrm", tag("a:off", x=0, y=0) + tag("a:ext", cx=size[0], cy=size[1]))
    picture = (
        tag("pic:nvPicPr", described),
        tag("pic:blipFill", fill),
        tag("pic:spPr", frame + tag("a:prstGeom", tag("a:avLst"), prst="rect")),
    )
    return tag("a:graphic", tag("a:graphicData", tag("pic:pic", "".join(picture)), uri=PIC))


def _media(data: bytes, media_type: str, draft: Draft) -> str:
    """Return the key of a picture file, which is stored once."""
    key = sha256(data).hexdigest()
    if key not in draft.media:
        name = f"image{len(draft.media) + 1}.{_EXTENSIONS[media_type]}"
        draft.media[key] = Media(name=name, media_type=media_type, data=data)
    return key


def _dot(ink: str) -> bytes:
    """Return a PNG of one pixel."""
    pixel = b"\0" + bytes.fromhex(ink.lstrip("#"))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixel)) + chunk(b"IEND", b"")
