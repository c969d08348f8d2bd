"""Text as HTML: escaping, attributes, languages, and the few words a web page says of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from briefgen.errors import Fault, OutputError

# What no HTML document may hold: controls other than white space, lone surrogates, noncharacters.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_ESCAPES = {ord(char): name for char, name in zip("&<>\xa0\xad", ("&amp;", "&lt;", "&gt;", "&nbsp;", "&shy;"))}  # noqa: B905
_QUOTED = {**_ESCAPES, ord('"'): "&quot;"}
_SHOWN = 10

_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"))


def escape(text: str) -> str:
    """Return `text` as the content of an element."""
    return text.translate(_ESCAPES)


def tag(element: str, /, **attributes: str | bool | None) -> str:
    """Return a start tag; `_` in a name stands for `-`, a final one falls away; None, False and "" leave it out.

    The exception is `alt`, which may be empty.
    """
    parts = [element]
    for key, value in attributes.items():
        key = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(key)
        elif isinstance(value, str) and (value or key == "alt"):
            parts.append(f'{key}="{value.translate(_QUOTED)}"')
    return f"<{' '.join(parts)}>"


def direction(lang: str) -> str:
    """Return "rtl" or "ltr", the way a language (BCP 47) is written; a script subtag decides before the language."""
    first, *rest = lang.lower().replace("_", "-").split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"


def refuse_unwritable(text: str) -> None:
    """Raise OutputError where `text` has characters that HTML and Markdown files cannot hold, naming each once."""
    faults: dict[str, Fault] = {}
    for found in _UNWRITABLE.finditer(text):
        char = found[0]
        if char not in faults and len(faults) < _SHOWN:
            around = text[max(0, found.start() - 30) : found.end() + 30]
            near = " ".join(re.sub("<[^>]*>?", " ", _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", around)).split())
            kind = {"Cs": "half of a surrogate pair", "Cn": "not a character"}.get(
                unicodedata.category(char), "a control character"
            )
            faults[char] = Fault(
                what=f"a text file cannot hold U+{ord(char):04X} ({kind}), in “{near}”", mend="take it out of the brief"
            )
    if faults:
        raise OutputError(*faults.values())


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the document's own, in one language."""

    lang: str
    skip: str
    contents: str
    notes: str
    note: str  # before a number
    back: str
    close: str


_LABELS = (
    Labels("en", "Skip to the text", "Contents", "Notes", "Note", "Back to the text", "Close"),
    Labels("de", "Zum Text springen", "Inhalt", "Anmerkungen", "Anmerkung", "Zurück zum Text", "Schließen"),
    Labels("es", "Ir al texto", "Contenido", "Notas", "Nota", "Volver al texto", "Cerrar"),
    Labels("fr", "Aller au texte", "Sommaire", "Notes", "Note", "Retour au texte", "Fermer"),
    Labels("it", "Vai al testo", "Indice", "Note", "Nota", "Torna al testo", "Chiudi"),
    Labels("nl", "Naar de tekst", "Inhoud", "Noten", "Noot", "Terug naar de tekst", "Sluiten"),
    Labels("pl", "Przejdź do tekstu", "Spis treści", "Przypisy", "Przypis", "Wróć do tekstu", "Zamknij"),
    Labels("pt", "Ir para o texto", "Conteúdo", "Notas", "Nota", "Voltar ao texto", "Fechar"),
    Labels("ru", "Перейти к тексту", "Содержание", "Примечания", "Примечание", "Назад к тексту", "Закрыть"),
    Labels("uk", "Перейти до тексту", "Зміст", "Примітки", "Примітка", "Назад до тексту", "Закрити"),
)


def labels(lang: str) -> Labels:
    """Return the labels in `lang`, and the English ones (which say so) where there are none."""
    primary = lang.lower().replace("_", "-").split("-")[0]
    return next((known for known in _LABELS if known.lang == primary), _LABELS[0])
