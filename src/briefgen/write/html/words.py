"""Text as HTML: escaping, attributes, languages, and the few words a web page says of its own."""

from __future__ import annotations

from msgspec import Struct

_ESCAPES = {ord(char): name for char, name in zip("&<>\xa0\xad", ("&amp;", "&lt;", "&gt;", "&nbsp;", "&shy;"))}  # noqa: B905
_ESCAPES[0x85] = " "  # a line end in old encodings, a control character in HTML
_QUOTED = {**_ESCAPES, ord('"'): "&quot;"}

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


class Labels(Struct, frozen=True):
    """The words around the document's own, in one language."""

    lang: str
    skip: str
    contents: str
    notes: str
    note: str  # before a number
    back: str
    close: str
    data: str  # of a figure


_LABELS = (
    Labels("en", "Skip to the text", "Contents", "Notes", "Note", "Back to the text", "Close", "Data of the figure"),
    Labels(
        "de",
        "Zum Text springen",
        "Inhalt",
        "Anmerkungen",
        "Anmerkung",
        "Zurück zum Text",
        "Schließen",
        "Daten der Abbildung",
    ),
    Labels("es", "Ir al texto", "Contenido", "Notas", "Nota", "Volver al texto", "Cerrar", "Datos de la figura"),
    Labels("fr", "Aller au texte", "Sommaire", "Notes", "Note", "Retour au texte", "Fermer", "Données de la figure"),
    Labels("it", "Vai al testo", "Indice", "Note", "Nota", "Torna al testo", "Chiudi", "Dati della figura"),
    Labels(
        "nl", "Naar de tekst", "Inhoud", "Noten", "Noot", "Terug naar de tekst", "Sluiten", "Gegevens van de figuur"
    ),
    Labels(
        "pl", "Przejdź do tekstu", "Spis treści", "Przypisy", "Przypis", "Wróć do tekstu", "Zamknij", "Dane do rysunku"
    ),
    Labels("pt", "Ir para o texto", "Conteúdo", "Notas", "Nota", "Voltar ao texto", "Fechar", "Dados da figura"),
    Labels(
        "ru",
        "Перейти к тексту",
        "Содержание",
        "Примечания",
        "Примечание",
        "Назад к тексту",
        "Закрыть",
        "Данные рисунка",
    ),
    Labels("uk", "Перейти до тексту", "Зміст", "Примітки", "Примітка", "Назад до тексту", "Закрити", "Дані рисунка"),
    Labels("ar", "انتقل إلى النص", "المحتويات", "الحواشي", "الحاشية", "العودة إلى النص", "إغلاق", "بيانات الشكل"),
    Labels("ja", "本文へ移動", "目次", "注", "注", "本文に戻る", "閉じる", "図のデータ"),
    Labels("ko", "본문으로 이동", "목차", "주", "주", "본문으로 돌아가기", "닫기", "그림 데이터"),
    Labels("zh", "跳至正文", "目录", "注释", "注", "返回正文", "关闭", "图表数据"),
    Labels("zh-Hant", "跳至正文", "目錄", "註釋", "註", "返回正文", "關閉", "圖表資料"),
)


def labels(lang: str) -> Labels:
    """Return the labels in `lang`, and the English ones (which say so) where there are none."""
    primary, *rest = lang.lower().replace("_", "-").split("-")
    if primary == "zh" and "hans" not in rest and not {"hant", "tw", "hk", "mo"}.isdisjoint(rest):
        primary = "zh-Hant"
    return next((known for known in _LABELS if known.lang == primary), _LABELS[0])
