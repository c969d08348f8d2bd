"""Pictures: in the line, and the decorative band of the first page."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256

from lxml import etree

from briefgen.document import Figure, Image
from briefgen.layout.fonts import faces
from briefgen.scene import Scene
from briefgen.write.docx.draft import Draft, Media, Story
from briefgen.write.docx.elements import Element, R, add, emu, w

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_USE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "svg"}


def inline_picture(figure: Figure, room: tuple[float, float], story: Story, draft: Draft) -> Element:
    """Return a run with the picture, made smaller where it is wider or higher than `room` (points)."""
    image = figure.image
    scale = min(1.0, room[0] / max(image.width, 1e-6), room[1] / max(image.height, 1e-6))
    size = (max(emu(image.width * scale), 1), max(emu(image.height * scale), 1))
    relation, vectors = _relations(image, story, draft)
    run = w("r")
    inline = _element(add(run, "drawing"), WP, "inline", distT=0, distB=0, distL=0, distR=0)
    _element(inline, WP, "extent", cx=size[0], cy=size[1])
    number = draft.drawing_number()
    _element(inline, WP, "docPr", id=number, name=f"Picture {number}", descr=draft.text(figure.alt))
    _element(_element(inline, WP, "cNvGraphicFramePr"), A, "graphicFrameLocks", noChangeAspect=1)
    _graphic(inline, relation, size, number, draft.text(figure.alt), vectors)
    return run


def _relations(image: Image | Scene, story: Story, draft: Draft) -> tuple[str, str]:
    """Return what names the picture's file, and of a drawing the SVG that newer programs show instead."""
    if isinstance(image, Image):
        return story.picture(_media(image.data, image.media_type, draft)), ""
    from briefgen.write import png, svg

    metrics = draft.metrics or faces(draft.theme)
    fallback = story.picture(_media(png.write(image, metrics), "image/png", draft))
    drawn = svg.write_outlined(image, metrics).encode()
    return fallback, story.picture(_media(drawn, "image/svg+xml", draft))


def band(width: float, height: float, ink: str, story: Story, draft: Draft) -> Element:
    """Return a run with a band of colour across the top edge of the page, behind the text and marked as decorative."""
    relation = story.picture(_media(_dot(ink), "image/png", draft))
    size = (emu(width), max(emu(height), 1))
    run = w("r")
    anchor = _element(
        add(run, "drawing"), WP, "anchor", distT=0, distB=0, distL=0, distR=0, simplePos=0, relativeHeight=1,
        behindDoc=1, locked=1, layoutInCell=0, allowOverlap=1,
    )  # fmt: skip
    _element(anchor, WP, "simplePos", x=0, y=0)
    for axis in ("positionH", "positionV"):
        _element(_element(anchor, WP, axis, relativeFrom="page"), WP, "posOffset").text = "0"
    _element(anchor, WP, "extent", cx=size[0], cy=size[1])
    _element(anchor, WP, "wrapNone")
    number = draft.drawing_number()
    described = _element(anchor, WP, "docPr", id=number, name=f"Band {number}", descr="")
    extension = _element(_element(described, A, "extLst"), A, "ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    decorative = etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", None, {"adec": DECORATIVE})
    decorative.set("val", "1")
    _element(anchor, WP, "cNvGraphicFramePr")
    _graphic(anchor, relation, size, number, "")
    return run


def _graphic(parent: Element, relation: str, size: tuple[int, int], number: int, alt: str, vectors: str = "") -> None:
    data = _element(_element(parent, A, "graphic"), A, "graphicData", uri=PIC)
    picture = _element(data, PIC, "pic")
    about = _element(picture, PIC, "nvPicPr")
    _element(about, PIC, "cNvPr", id=number, name=f"Picture {number}", descr=alt)
    _element(about, PIC, "cNvPicPr")
    fill = _element(picture, PIC, "blipFill")
    blip = _element(fill, A, "blip")
    blip.set(f"{{{R}}}embed", relation)
    if vectors:
        extension = _element(_element(blip, A, "extLst"), A, "ext", uri=_SVG_USE)
        etree.SubElement(extension, f"{{{_SVG}}}svgBlip", None, {"asvg": _SVG}).set(f"{{{R}}}embed", vectors)
    _element(_element(fill, A, "stretch"), A, "fillRect")
    shape = _element(picture, PIC, "spPr")
    frame = _element(shape, A, "xfrm")
    _element(frame, A, "off", x=0, y=0)
    _element(frame, A, "ext", cx=size[0], cy=size[1])
    _element(_element(shape, A, "prstGeom", prst="rect"), A, "avLst")


def _element(parent: Element, space: str, name: str, /, **attributes: str | int) -> Element:
    element = etree.SubElement(parent, f"{{{space}}}{name}", None, {"wp": WP, "a": A, "pic": PIC})
    for key, value in attributes.items():
        element.set(key, str(value))
    return element


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
