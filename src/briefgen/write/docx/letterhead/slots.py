"""Slots: where a letterhead says that the brief's title, date or marking goes, and the brief itself.

A slot is `{{title}}` in the text, a content control whose tag or title is the slot's name, a control or a field that
Word binds to that property of the file. Word cuts text into runs where it likes; the words of a slot take the look of
its first character. They are text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from briefgen.document import Document
from briefgen.errors import Fault, ThemeError, nearest
from briefgen.write.docx.elements import XML, Element, W, escape, fold, w, without_forbidden
from briefgen.write.docx.letterhead.held import Held, Part
from briefgen.write.docx.letterhead.trees import element_of

BRIEF = "brief"
MARKING = "marking"
_SLOT = re.compile(r"\{\{\s*([^{}]{1,40}?)\s*\}\}")
_BOUND = {
    "title": "title",
    "subject": "subtitle",
    "creator": "authors",
    "keywords": "keywords",
    "company": "organisation",
}
_FIELDS = {  # Word's fields that show a property of the file, or of who edits it: what they say here
    "TITLE": "title", "SUBJECT": "subtitle", "AUTHOR": "authors", "KEYWORDS": "keywords", "DATE": "date",
    "TIME": "date", "CREATEDATE": "date", "SAVEDATE": "date", "PRINTDATE": "date", "LASTSAVEDBY": "authors",
    "USERNAME": "authors", "USERINITIALS": "", "USERADDRESS": "", "FILENAME": "", "TEMPLATE": "", "COMMENTS": "",
    "REVNUM": "", "EDITTIME": "",
}  # fmt: skip
_FETCHING = ("INCLUDETEXT", "INCLUDEPICTURE", "LINK", "DDE", "DDEAUTO", "DATABASE", "IMPORT", "INCLUDE", "MACROBUTTON")
_T, _P, _R, _SDT = f"{{{W}}}t", f"{{{W}}}p", f"{{{W}}}r", f"{{{W}}}sdt"
_BREAK = "\0"  # what stands between words that is no text


def values(document: Document, marking: str) -> dict[str, str]:
    """Return what each slot says."""
    found = {
        "title": document.title,
        "subtitle": document.subject,
        "date": _date(document.date, document.lang),
        "authors": ", ".join(document.authors),
        "organisation": document.organisation or ", ".join(document.authors),
        "keywords": ", ".join(document.keywords),
        MARKING: marking,
    }
    return {name: without_forbidden(fold(text)) for name, text in found.items()}


def _date(date: str, lang: str) -> str:
    """Return an ISO date, as far as it is known, in the words of a language."""
    from datetime import date as day

    from babel.core import Locale, UnknownLocaleError
    from babel.dates import format_date, format_skeleton

    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", date)
    if found is None:
        return date
    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en")
    try:
        known = day(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return date
    if found[3]:
        return format_date(known, "long", locale)
    return format_skeleton("yMMMM", known, locale=locale) if found[2] else found[1]


# ---------------------------------------------------------------- filling


def fill(held: Held, said: Mapping[str, str]) -> frozenset[str]:
    """Fill all slots but the brief's own; return the names of the parts that show the marking.

    Raises ThemeError for slots that are not known, and fields that fetch something.
    """
    shown: set[str] = set()
    faults: list[Fault] = []
    for part in held.stories():
        assert part.root is not None
        filled = {
            *_fill_controls(part.root, said),
            *_fill_fields(held, part, said, faults),
            *_fill_text(held, part, said, faults),
        }
        if MARKING in filled:
            shown.add(part.name)
        for binding in list(part.root.iter(f"{{{W}}}dataBinding")):  # else Word puts back what it was bound to
            binding.getparent().remove(binding)
    if faults:
        raise ThemeError(*dict.fromkeys(faults))
    return frozenset(shown)


def _fill_text(held: Held, part: Part, said: Mapping[str, str], faults: list[Fault]) -> Iterator[str]:
    for paragraph in part.root.iter(_P):  # type: ignore[union-attr]
        texts = list(_texts(paragraph))
        whole = "".join(_BREAK if each is None else each.text or "" for each in texts)
        for found in reversed(list(_SLOT.finditer(whole))):
            name = found[1].lower()
            if name == BRIEF:
                continue
            if name not in said:
                mend = nearest(name, (*said, BRIEF)) or f"there are: {', '.join((*said, BRIEF))}"
                faults.append(held.fault(f"has a place for '{found[1].replace(_BREAK, ' ')}'", mend))
                continue
            replace_text(texts, found.start(), found.end(), said[name])
            yield name


def _texts(paragraph: Element) -> Iterator[Element | None]:
    """Yield the text elements of a paragraph, without those of text boxes in it, and None for what parts words."""
    for element in paragraph.iter(_T, f"{{{W}}}tab", f"{{{W}}}br", f"{{{W}}}cr"):
        above = element.getparent()
        if above.tag == _R and next(element.iterancestors(_P)) is paragraph:
            yield element if element.tag == _T else None


def replace_text(texts: list[Element | None], start: int, end: int, by: str) -> None:
    """Put words in the place of the characters from `start` to `end` of these text elements together."""
    at = 0
    for element in texts:
        if element is None:
            at += 1
            continue
        text = element.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first < last:
            element.text = text[:first] + by + text[last:]
            element.set(f"{{{XML}}}space", "preserve")
            by = ""


def _fill_controls(root: Element, said: Mapping[str, str]) -> Iterator[str]:
    """Fill the content controls that a name or a binding says to be of a slot."""
    for control in root.iter(_SDT):
        name = control_name(control)
        if name not in said:
            continue
        props = control.find(f"{{{W}}}sdtPr")
        for each in list(props):
            if etree.QName(each).localname == "showingPlcHdr":
                props.remove(each)
            elif each.tag == f"{{{W}}}date":
                each.attrib.pop(f"{{{W}}}fullDate", None)
        content = control.find(f"{{{W}}}sdtContent")
        if content is not None:
            _set_text(content, said[name])
            yield name


def control_name(control: Element) -> str:
    """Return the slot that a content control is for: by its tag, its title, or the property it is bound to."""
    props = control.find(f"{{{W}}}sdtPr")
    if props is None:
        return ""
    for child in ("tag", "alias"):
        found = props.find(f"{{{W}}}{child}")
        if found is not None:
            name = str(found.get(f"{{{W}}}val", "")).strip().strip("{}").strip().lower()
            if name in (*_BOUND.values(), "date", MARKING, BRIEF):
                return name
    bound = props.find(f"{{{W}}}dataBinding")
    if bound is not None:
        last = re.sub(r"\[\d+\]", "", str(bound.get(f"{{{W}}}xpath", ""))).rpartition(":")[2].rpartition("/")[2]
        return _BOUND.get(last.lower(), "")
    return ""


def _set_text(content: Element, text: str) -> None:
    """Put words in the place of all text of a control, in the look of its first run."""
    texts = list(content.iter(_T))
    if texts:
        replace_all(texts, text)
        for run in {id(each.getparent()): each.getparent() for each in texts}.values():
            style = run.find(f"{{{W}}}rPr/{{{W}}}rStyle")
            if style is not None and style.get(f"{{{W}}}val", "").startswith("Plac"):  # PlaceholderText: grey
                style.getparent().remove(style)
        return
    paragraph = next(content.iter(_P), None)
    (content if paragraph is None else paragraph).append(element_of(w("r", w("t", escape(text)))))


def replace_all(texts: list[Element], text: str) -> None:
    for number, element in enumerate(texts):
        element.text = "" if number else text
        element.set(f"{{{XML}}}space", "preserve")


# ---------------------------------------------------------------- fields


def _fill_fields(held: Held, part: Part, said: Mapping[str, str], faults: list[Fault]) -> Iterator[str]:
    """Let the fields that show a property of the file show the brief's."""
    for code, texts in _fields(part.root):
        words = code.split()
        kind = words[0].upper() if words else ""
        if kind in _FETCHING:
            what = f"has a field that fetches or runs something ({kind})"
            faults.append(held.fault(what, "replace it by its text: Ctrl+Shift+F9 in Word"))
            continue
        if kind == "DOCPROPERTY" and len(words) > 1:
            name = _BOUND.get(words[1].strip('"').lower(), words[1].strip('"').lower())
        elif kind in _FIELDS:
            name = _FIELDS[kind]
        else:
            continue
        replace_all(texts, said.get(name, ""))
        yield name


def _fields(root: Element | None) -> Iterator[tuple[str, list[Element]]]:
    """Yield the code of each field and the text elements that show its result."""
    for simple in root.iter(f"{{{W}}}fldSimple"):  # type: ignore[union-attr]
        yield str(simple.get(f"{{{W}}}instr", "")), list(simple.iter(_T))
    open_fields: list[tuple[list[str], list[Element], list[bool]]] = []
    for element in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText", _T):  # type: ignore[union-attr]
        if element.tag == f"{{{W}}}fldChar":
            kind = element.get(f"{{{W}}}fldCharType")
            if kind == "begin":
                open_fields.append(([], [], []))
            elif kind == "separate" and open_fields:
                open_fields[-1][2].append(True)
            elif kind == "end" and open_fields:
                code, texts, _ = open_fields.pop()
                yield "".join(code), texts
        elif open_fields:
            code, texts, shown = open_fields[-1]
            if element.tag == _T:
                texts.append(element)
            elif not shown:
                code.append(element.text or "")
