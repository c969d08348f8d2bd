"""Objects of another PDF file, copied into ours: what PDF/A-2 and PDF/UA-1 forbid is left behind or refused.

Every kind of resource is copied by what may stand in it and not by what may not, so that nothing comes along unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field
from pypdf import PdfReader
from pypdf import filters as decoders
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from briefgen.write.pdf.file import File
from briefgen.write.pdf.imported_fonts import copy_font
from briefgen.write.pdf.letterhead import entry, refusal
from briefgen.write.pdf.syntax import decimal, name, ref

_LARGEST = 100 * 1024 * 1024  # bytes unpacked
_PLAIN = ("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode")
_PICTURES = ("/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_LEFT = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/Name", "/OPI", "/Alternates")
_BLENDS = (
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
)  # fmt: skip
_INTENTS = ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
_STATE = ("/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/FL", "/SM", "/SA", "/CA", "/ca", "/AIS", "/TK")
_OPERATORS = frozenset(
    b"b B b* B* BT c cm CS cs d Do ET f F f* g G gs h i j J l m M n q Q re rg RG ri s S sc SC scn SCN sh T* Tc Td TD "
    b"Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)
_LEFT_OPERATORS = (b"BMC", b"EMC", b"MP", b"DP", b"BX", b"EX")
_CMYK = "uses the colours of a printing press (DeviceCMYK)"
_RGB = "export it in RGB"


class Importer(Struct, kw_only=True):
    """Copies objects, each once."""

    file: str
    out: File
    reader: PdfReader
    known: dict[tuple[str, int, int], int] = field(default_factory=dict)  # kind and number there -> number here
    unpacked: int = 0

    def page(self, page: Any, entries: str) -> int:
        """Copy a page as a form XObject and return its number; `entries` say its box and matrix."""
        content = page.get_contents()
        code = self._code(content) if content is not None else b""
        resources = self.resources(entry(page, "/Resources") or DictionaryObject())
        group = self._group(page)
        return self.out.add_stream(f"/Type/XObject/Subtype/Form{entries}/Resources{resources}{group}", code)

    def refuse(self, what: str, mend: str = "") -> Exception:
        return refusal(self.file, what, mend) if mend else refusal(self.file, what)

    # ------------------------------------------------------------ content

    def _code(self, content: Any) -> bytes:
        """Return a content stream without marks of structure and layers."""
        lines: list[str] = []
        depth = 0
        for operands, operator in content.operations:
            if operator in _LEFT_OPERATORS:
                continue
            if operator == b"BDC":
                if operands and operands[0] == "/OC":
                    raise self.refuse("has layers", "flatten it: print it to PDF")
                continue
            if operator == b"INLINE IMAGE":
                raise self.refuse("has pictures within its text (inline images)")
            if operator not in _OPERATORS:
                if operator in (b"k", b"K"):
                    raise self.refuse(_CMYK, _RGB)
                raise self.refuse(f"draws with what no PDF file has ('{operator.decode('latin-1')[:20]}')")
            if operator in (b"cs", b"CS") and operands[0] == "/DeviceCMYK":
                raise self.refuse(_CMYK, _RGB)
            if operator == b"ri" and operands[0] not in _INTENTS:
                continue
            depth += (operator == b"q") - (operator == b"Q")
            if depth > 26:  # ISO 19005-2, 6.1.13: 28 in all
                raise self.refuse("saves its graphics state too deep")
            spelt = [self.spell(each) for each in operands]
            lines.append(" ".join((*spelt, operator.decode("ascii"))))
        lines += ["Q"] * max(depth, 0)
        return "\n".join(lines).encode("latin-1")

    # ------------------------------------------------------------ resources

    def resources(self, value: Any) -> str:
        """Copy a resource dictionary and return it."""
        found = _resolve(value)
        if not isinstance(found, DictionaryObject):
            return "<<>>"
        kinds: Mapping[str, Callable[[Any], str]] = {
            "/Font": self.font,
            "/XObject": self.external,
            "/ExtGState": self.state,
            "/ColorSpace": self.space,
            "/Pattern": self.pattern,
            "/Shading": self.shading,
        }
        entries = ""
        for kind in sorted(kinds.keys() & found.keys()):
            inside = _resolve(found[kind])
            if isinstance(inside, DictionaryObject):
                spelt = "".join(f"{name(key[1:])} {kinds[kind](inside.raw_get(key))}" for key in inside)
                entries += f"{kind}<<{spelt}>>"
        return f"<<{entries}>>"

    def once(self, kind: str, value: Any, make: Callable[[Any, int], None]) -> str:
        """Return a reference to a copy that `make` puts under the number it is given."""
        key = (kind, value.idnum, value.generation) if isinstance(value, IndirectObject) else None
        if key is not None and key in self.known:
            return ref(self.known[key])
        number = self.out.reserve()
        if key is not None:
            self.known[key] = number
        make(_resolve(value), number)
        return ref(number)

    def font(self, value: Any) -> str:
        return self.once("font", value, lambda found, number: copy_font(self, found, number))

    def external(self, value: Any) -> str:
        def copy(found: Any, number: int) -> None:
            if not isinstance(found, StreamObject):
                raise self.refuse("lacks something that it draws")
            if "/OC" in found:
                raise self.refuse("has layers", "flatten it: print it to PDF")
            kind = entry(found, "/Subtype")
            if kind == "/Image":
                self._image(found, number)
            elif kind == "/Form" and "/PS" not in found and "/Ref" not in found:
                self._form(found, number)
            else:
                raise self.refuse("draws with PostScript or from another file")

        return self.once("external", value, copy)

    def _form(self, found: StreamObject, number: int) -> None:
        entries = f"/Type/XObject/Subtype/Form/BBox{self.spell(found['/BBox'])}"
        if "/Matrix" in found:
            entries += f"/Matrix{self.spell(found['/Matrix'])}"
        resources = self.resources(entry(found, "/Resources") or DictionaryObject())
        code = self._code(ContentStream(found, self.reader))
        self.out.put_stream(number, f"{entries}/Resources{resources}{self._group(found)}", code)

    def _group(self, found: Any) -> str:
        group = entry(found, "/Group")
        if not isinstance(group, DictionaryObject) or entry(group, "/S") != "/Transparency":
            return ""
        entries = "".join(f"{key} {self.spell(group[key])}" for key in ("/I", "/K") if key in group)
        if "/CS" in group:
            entries += f"/CS {self.space(group.raw_get('/CS'))}"
        return f"/Group<</S/Transparency{entries}>>"

    def _image(self, found: StreamObject, number: int) -> None:
        entries = "/Type/XObject/Subtype/Image"
        for key in ("/Width", "/Height", "/BitsPerComponent", "/ImageMask", "/Decode", "/Matte"):
            if key in found:
                entries += f"{key} {self.spell(found[key])}"
        if entry(found, "/Intent") in _INTENTS:
            entries += f"/Intent{found['/Intent']}"
        if "/ColorSpace" in found:
            entries += f"/ColorSpace {self.space(found.raw_get('/ColorSpace'))}"
        mask = entry(found, "/Mask")
        if isinstance(mask, StreamObject):
            entries += f"/Mask {self.external(found.raw_get('/Mask'))}"
        elif isinstance(mask, ArrayObject):
            entries += f"/Mask {self.spell(mask)}"
        if isinstance(entry(found, "/SMask"), StreamObject):
            entries += f"/SMask {self.external(found.raw_get('/SMask'))}"
        self.stream(found, number, entries)

    def state(self, value: Any) -> str:
        found = _resolve(value)
        entries = "".join(f"{key} {self.spell(found[key])}" for key in _STATE if key in found)
        blend = entry(found, "/BM")
        if blend is not None:
            names = blend if isinstance(blend, ArrayObject) else [blend]
            usable = [str(each) for each in names if each in _BLENDS]
            if not usable:
                raise self.refuse(f"blends colours in a way that PDF/A-2 does not have ({names[0]})")
            entries += f"/BM{usable[0]}"
        mask = entry(found, "/SMask")
        if isinstance(mask, DictionaryObject):
            inside = f"/S{mask['/S']}/G {self.external(mask.raw_get('/G'))}"
            inside += "".join(f"{key} {self.copy(mask.raw_get(key))}" for key in ("/BC", "/TR") if key in mask)
            entries += f"/SMask<<{inside}>>"
        elif mask is not None:
            entries += "/SMask/None"
        return f"<<{entries}>>"

    def space(self, value: Any) -> str:
        """Copy a colour space. Raises ThemeError for those that need a press's profile."""
        found = _resolve(value)
        if isinstance(found, NameObject):
            if found == "/DeviceCMYK":
                raise self.refuse(_CMYK, _RGB)
            return str(found)
        kind = str(found[0])
        if kind == "/ICCBased":

            def copy(profile: Any, number: int) -> None:
                self.stream(profile, number, f"/N {int(profile['/N'])}")

            return f"[/ICCBased {self.once('profile', _raw(found, 1), copy)}]"
        if kind == "/Indexed":
            rest = (self.copy(_raw(found, at)) for at in (2, 3))
            return f"[/Indexed {self.space(_raw(found, 1))} {' '.join(rest)}]"
        if kind in ("/Separation", "/DeviceN"):
            spelt = f"{self.copy(_raw(found, 1))} {self.space(_raw(found, 2))} {self.copy(_raw(found, 3))}"
            return f"[{kind} {spelt}]"
        if kind == "/Pattern":
            return f"[/Pattern {self.space(_raw(found, 1))}]" if len(found) > 1 else "/Pattern"
        if kind in ("/CalRGB", "/CalGray", "/Lab"):
            return f"[{kind} {self.copy(_raw(found, 1))}]"
        return self.space(found[0])  # a name in brackets

    def pattern(self, value: Any) -> str:
        def copy(found: Any, number: int) -> None:
            matrix = f"/Matrix{self.spell(found['/Matrix'])}" if "/Matrix" in found else ""
            if entry(found, "/PatternType") == 2:
                shading = self.shading(found.raw_get("/Shading"))
                state = f"/ExtGState{self.state(found['/ExtGState'])}" if "/ExtGState" in found else ""
                self.out.put(number, f"<</Type/Pattern/PatternType 2/Shading {shading}{matrix}{state}>>")
                return
            keys = ("/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep")
            entries = "".join(f"{key} {self.spell(found[key])}" for key in keys)
            resources = self.resources(entry(found, "/Resources") or DictionaryObject())
            code = self._code(ContentStream(found, self.reader))
            self.out.put_stream(number, f"/Type/Pattern/PatternType 1{entries}{matrix}/Resources{resources}", code)

        return self.once("pattern", value, copy)

    def shading(self, value: Any) -> str:
        def copy(found: Any, number: int) -> None:
            entries = f"/ColorSpace {self.space(found.raw_get('/ColorSpace'))}"
            skipped = ("/ColorSpace", "/Length", "/Filter", "/DecodeParms")
            entries += "".join(f"{key} {self.copy(found.raw_get(key))}" for key in found if key not in skipped)
            if isinstance(found, StreamObject):
                self.stream(found, number, entries)
            else:
                self.out.put(number, f"<<{entries}>>")

        return self.once("shading", value, copy)

    # ------------------------------------------------------------ plain objects

    def copy(self, value: Any, left: Iterable[str] = ()) -> str:
        """Copy an object that holds nothing to paint with, and return it or a reference to it."""
        found = _resolve(value)
        if isinstance(found, StreamObject):
            return self.once("plain", value, lambda stream, number: self.stream(stream, number, self._entries(stream)))
        if isinstance(found, DictionaryObject):
            return f"<<{self._entries(found, left)}>>"
        if isinstance(found, ArrayObject):
            return f"[{' '.join(self.copy(_raw(found, at)) for at in range(len(found)))}]"
        return self.spell(found)

    def _entries(self, found: DictionaryObject, left: Iterable[str] = ()) -> str:
        skipped = (*_LEFT, *left)
        if isinstance(found, StreamObject):
            skipped += ("/Length", "/Filter", "/DecodeParms")
        return "".join(f"{name(key[1:])} {self.copy(found.raw_get(key))}" for key in found if key not in skipped)

    def stream(self, found: StreamObject, number: int, entries: str) -> None:
        """Put a stream under a number: unpacked and packed anew, or as it is where it is a picture's own code."""
        kinds = entry(found, "/Filter")
        kinds = [] if kinds is None else [kinds] if isinstance(kinds, NameObject) else [*kinds]
        options = entry(found, "/DecodeParms")
        options = (
            [options] * len(kinds) if not isinstance(options, ArrayObject) else [_resolve(each) for each in options]
        )
        data = found._data
        for kind, option in zip(kinds, options, strict=False):
            if kind in _PICTURES:
                if kind != kinds[-1]:
                    raise self.refuse(f"packs its data in a way that cannot be read ({kind})")
                parameters = f"/DecodeParms{self.copy(option)}" if isinstance(option, DictionaryObject) else ""
                self._count(len(data))
                self.out.put_stream(number, f"{entries}/Filter{kind}{parameters}", data, compress=False)
                return
            data = self._unpack(str(kind), data, option)
        self._count(len(data))
        self.out.put_stream(number, entries, data)

    def _unpack(self, kind: str, data: bytes, option: Any) -> bytes:
        if kind not in _PLAIN:
            raise self.refuse(f"packs its data in a way that PDF/A-2 does not have, or that cannot be read ({kind})")
        decoder = getattr(decoders, kind[1:])
        found = decoder.decode(data, option if isinstance(option, DictionaryObject) else None)
        return found.encode("latin-1") if isinstance(found, str) else bytes(found)

    def _count(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > _LARGEST:
            raise self.refuse(f"unpacks to more than {_LARGEST >> 20} MB", "make its pictures smaller")

    def spell(self, value: Any) -> str:
        """Return an object without streams as a PDF file spells it."""
        value = _resolve(value)
        match value:
            case NameObject():
                return name(str(value)[1:])
            case BooleanObject():
                return "true" if value.value else "false"
            case NumberObject():
                return str(int(value))
            case FloatObject():
                return decimal(float(value), 5)
            case TextStringObject():
                return f"<{value.original_bytes.hex()}>"
            case ByteStringObject():
                return f"<{bytes(value).hex()}>"
            case ArrayObject():
                return f"[{' '.join(self.spell(each) for each in value)}]"
            case DictionaryObject() if not isinstance(value, StreamObject):
                return f"<<{''.join(f'{name(key[1:])} {self.spell(value[key])}' for key in value)}>>"
            case None | NullObject():
                return "null"
        raise self.refuse("holds something where it cannot stand")


def _resolve(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _raw(array: ArrayObject, at: int) -> Any:
    """Return an item as it stands in the file: a reference where it is one."""
    return list.__getitem__(array, at)
