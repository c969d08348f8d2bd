"""What makes the file an archive's: metadata in XMP that agrees with Info, and the colour space all colours are in.

PDF/A-2 (ISO 19005-2) at level A and PDF/UA-1 (ISO 14289-1) at once. Nothing here asks the clock: a date stands in the
file if the document has one.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, partial
from html import escape

import reportlab
from msgspec import Struct
from reportlab.pdfbase import pdfdoc

import briefgen
from briefgen.layout.placed import Flowing
from briefgen.patterns import Pattern
from briefgen.write.pdf.colour_profile import srgb
from briefgen.write.pdf.file import PACKED, File, packed
from briefgen.write.pdf.syntax import ref, text

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_NOT_XML = Pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_escape = partial(escape, quote=False)
_UNTITLED = "Untitled"
_CONDITION = "sRGB IEC61966-2.1"


class _About(Struct, frozen=True, kw_only=True, eq=False):
    """What the file says of itself, the same in Info and in XMP."""

    title: str
    lang: str
    subject: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    date: str  # YYYY, YYYY-MM or YYYY-MM-DD; "" = none
    creator: str
    producer: str


def describe(pages: Flowing, out: File) -> None:
    """Give the file its metadata, its output intent and its marks as a tagged document with a title to show."""
    about = _about(pages)
    out.about.update((key, text(value)) for key, value in _info(about) if value)
    metadata = out.add_stream("/Type/Metadata/Subtype/XML", _xmp(about).encode(), compress=False)
    profile = out.add_stream(f"/N 3{PACKED}", _profile(), compress=False)
    out.catalogue["Metadata"] = ref(metadata)
    out.catalogue["ViewerPreferences"] = pdfdoc.ViewerPreferencesPDFDictionary({"DisplayDocTitle": "true"})
    out.catalogue["MarkInfo"] = "<</Marked true>>"
    out.catalogue["OutputIntents"] = (
        f"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier{text(_CONDITION)}/Info{text(_CONDITION)}"
        f"/DestOutputProfile {ref(profile)}>>]"
    )


@cache
def _profile() -> bytes:
    return packed(srgb())


def _about(pages: Flowing) -> _About:
    titles = (pages.title, *(bookmark.text for bookmark in pages.bookmarks[:1]))
    return _About(
        title=next(filter(None, map(_clean, titles)), _UNTITLED),
        lang=pages.lang,
        subject=_clean(pages.subject),
        authors=tuple(filter(None, map(_clean, pages.authors))),
        keywords=tuple(filter(None, map(_clean, pages.keywords))),
        date=_date(pages.date),
        creator=f"briefgen {briefgen.__version__}",
        producer=f"ReportLab PDF Library {reportlab.Version}",
    )


def _clean(value: str) -> str:
    """Return `value` on one line, without what XML cannot hold."""
    return " ".join((value if value.isprintable() else _NOT_XML.sub("", value)).split())


def _date(value: str) -> str:
    """Return the date as far as it is known and valid, or an empty string."""
    found = _DATE.match(value)
    if found is None:
        return ""
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return ""
    return found[0]


def _info(about: _About) -> list[tuple[str, str]]:
    digits = about.date.replace("-", "")
    stamp = f"D:{digits}" if digits else ""
    return [
        ("Title", about.title),
        ("Author", "; ".join(about.authors)),
        ("Subject", about.subject),
        ("Keywords", ", ".join(about.keywords)),
        ("Creator", about.creator),
        ("Producer", about.producer),
        ("CreationDate", stamp),
        ("ModDate", stamp),
    ]


def _xmp(about: _About) -> str:
    def bag(kind: str, values: tuple[str, ...]) -> str:
        return f"<rdf:{kind}>{''.join(f'<rdf:li>{_escape(value)}</rdf:li>' for value in values)}</rdf:{kind}>"

    def in_words(value: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{_escape(value)}</rdf:li></rdf:Alt>' if value else ""

    entries = (
        ("dc:format", "application/pdf"),
        ("dc:title", in_words(about.title)),
        ("dc:creator", bag("Seq", about.authors) if about.authors else ""),
        ("dc:description", in_words(about.subject)),
        ("dc:subject", bag("Bag", about.keywords) if about.keywords else ""),
        ("dc:language", bag("Bag", (about.lang,))),
        ("pdf:Keywords", _escape(", ".join(about.keywords))),
        ("pdf:Producer", _escape(about.producer)),
        ("xmp:CreatorTool", _escape(about.creator)),
        ("xmp:CreateDate", about.date),
        ("xmp:ModifyDate", about.date),
        ("pdfaid:part", "2"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
    )
    described = "\n".join(f"<{key}>{value}</{key}>" for key, value in entries if value)
    return _PACKET.format(described=described)


# the extension schema declares pdfuaid, which PDF/A does not know (ISO 19005-2, 6.6.2.3)
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{described}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
