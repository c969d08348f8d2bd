"""Letterheads: pages of a PDF file as backgrounds under ours.

A page becomes a form XObject that is painted as an artifact: its own tags and links stay behind, and all that it draws
with is copied and held to the rules of our file, or refused with the reason.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefgen.errors import Fault, ThemeError
from briefgen.write.pdf.file import File
from briefgen.write.pdf.syntax import fine, numbers

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LARGEST = 20 * 1024 * 1024  # bytes of a letterhead
_NEAR = 2.0  # points by which its page may differ from ours
_AGAIN = "export it again as PDF/A from Word or LibreOffice"


class _Background(Struct, frozen=True, eq=False):
    """A page of the letterhead in the file. Points."""

    name: str  # among resources
    object: int
    width: float
    height: float


class Letterhead(Struct, frozen=True, kw_only=True, eq=False):
    """The backgrounds: the first for the first page, the last for all others. Empty without a letterhead."""

    file: str = ""
    backgrounds: list[_Background] = field(default_factory=list)

    def under(self, width: float, height: float, index: int) -> tuple[bytes, str, int] | None:
        """Return what paints the background of our page `index`, of this size, its resource's name and its object.

        Raises ThemeError where the letterhead's page is of another size.
        """
        if not self.backgrounds:
            return None
        found = self.backgrounds[min(index, len(self.backgrounds) - 1)]
        if abs(found.width - width) > _NEAR or abs(found.height - height) > _NEAR:
            raise refusal(
                self.file,
                f"has a page of {found.width:.0f} × {found.height:.0f} points, the theme one of "
                f"{width:.0f} × {height:.0f}",
                "export it in the theme's page size, or set page.size in the theme",
            )
        box = numbers(0, 0, width, height)
        scale = f"{fine(width / found.width)} 0 0 {fine(height / found.height)} 0 0 cm"
        code = f"/Artifact <</Type/Background/BBox[{box}]>>BDC\nq {scale} /{found.name} Do Q\nEMC\n"
        return code.encode("ascii"), found.name, found.object


def refusal(file: str, what: str, mend: str = _AGAIN) -> ThemeError:
    return ThemeError(Fault(what=f"the letterhead {file} {what}", mend=mend))


def read_letterhead(path: str, out: File) -> Letterhead:
    """Copy the first two pages of a PDF file into `out`. Raises ThemeError for what cannot stand in our file."""
    if not path:
        return Letterhead()
    from pypdf.errors import PyPdfError

    file = Path(path).name
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters of its remarks is refused here
    data = _bytes(path, file)
    try:
        return _read(file, data, out)
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
    ) as error:
        raise refusal(file, f"is not a PDF file that can be read ({error})") from None
    except (RecursionError, MemoryError, NotImplementedError, OverflowError, EOFError, OSError):
        raise refusal(file, "is not a PDF file that can be read") from None


def _bytes(path: str, file: str) -> bytes:
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise refusal(file, f"is larger than {_LARGEST >> 20} MB", "make its pictures smaller")
        data = Path(path).read_bytes()
    except OSError as error:
        mend = "put it beside the theme that names it"
        raise refusal(file, f"cannot be read: {error.strerror or error}", mend) from None
    if b"%PDF-" not in data[:1024]:
        raise refusal(file, "is not a PDF file", "export it as PDF/A from Word or LibreOffice")
    return data


def _read(file: str, data: bytes, out: File) -> Letterhead:
    from io import BytesIO

    from pypdf import PdfReader

    from briefgen.write.pdf.imported import Importer

    reader = PdfReader(BytesIO(data))
    _refuse_what_runs(file, reader)
    importer = Importer(file=file, out=out, reader=reader)
    found = Letterhead(file=file)
    for index, page in enumerate(reader.pages[:2]):
        found.backgrounds.append(_background(file, page, index, importer.page))
    if not found.backgrounds:
        raise refusal(file, "has no pages")
    return found


def _refuse_what_runs(file: str, reader: PdfReader) -> None:
    if reader.is_encrypted:
        raise refusal(file, "is encrypted", "save it without a password and without restrictions")
    root: Any = reader.root_object
    opens = entry(root, "/OpenAction")
    if (
        "/AA" in root
        or entry(root, "/Names", "/JavaScript") is not None
        or (hasattr(opens, "get") and entry(opens, "/S") in ("/JavaScript", "/Launch", "/URI", "/SubmitForm"))
    ):
        raise refusal(file, "runs JavaScript or opens something", _AGAIN)
    if entry(root, "/AcroForm", "/Fields"):
        raise refusal(file, "has form fields", "flatten it: print it to PDF")


def entry(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if hasattr(value, "get") else None
        value = value.get_object() if hasattr(value, "get_object") else value
    return value


def _background(file: str, page: PageObject, index: int, copy: Callable[[Any, str], int]) -> _Background:
    for each in entry(page, "/Annots") or ():
        if entry(each.get_object(), "/Subtype") not in ("/Link", "/Popup"):
            raise refusal(file, "has comments or form fields on its pages", "flatten it: print it to PDF")
    if entry(page, "/UserUnit") not in (None, 1):
        raise refusal(file, "counts in units of its own (UserUnit)")
    left, bottom, right, top = (float(side) for side in page.cropbox)
    width, height = right - left, top - bottom
    if width <= 0 or height <= 0:
        raise refusal(file, "has a page without a size")
    turned = page.rotation % 360
    matrix = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[turned]
    if turned in (90, 270):
        width, height = height, width
    entries = f"/BBox[{numbers(left, bottom, right, top)}]/Matrix[{' '.join(fine(each) for each in matrix)}]"
    return _Background(f"B{index + 1}", copy(page, entries), width, height)
