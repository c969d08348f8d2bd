"""What Word's own styles are called: Word writes English names in any language, other programs and people do not."""

from __future__ import annotations

import re

# Role -> Word's id and name, then its names in other languages of Word
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("Title", "Titel", "Titre", "Título", "Titolo", "Tytuł", "Название", "Заголовок", "Rubrik", "Tittel",
              "Otsikko", "Název", "Cím", "Titlu", "Başlık", "Τίτλος", "標題", "标题", "表題", "제목"),
    "subtitle": ("Subtitle", "Untertitel", "Sous-titre", "Subtítulo", "Sottotitolo", "Ondertitel", "Podtytuł",
                 "Подзаголовок", "Underrubrik", "Undertittel", "Undertitel", "Podnadpis", "副標題", "副标题", "副題",
                 "부제"),
    "heading": ("heading", "Überschrift", "Titre", "Título", "Titolo", "Kop", "Nagłówek", "Заголовок", "Rubrik",
                "Overskrift", "Otsikko", "Nadpis", "Címsor", "Titlu", "Başlık", "Επικεφαλίδα", "標題", "标题", "見出し",
                "제목", "Heading"),
    "body": ("Body Text", "Textkörper", "Corps de texte", "Texto independiente", "Corpo testo", "Corpo del testo",
             "Corpo de texto", "Platte tekst", "Plattetekst", "Tekst podstawowy", "Основной текст", "Brödtext",
             "Brødtekst", "Text body", "Textkoerper", "Fließtext", "本文", "正文文本", "본문"),
    "quote": ("Quote", "Zitat", "Citation", "Cita", "Citazione", "Citaat", "Cytat", "Цитата", "Citat", "Sitat",
              "Quotations", "Blockzitat", "引用文", "引用", "인용"),
    "caption": ("caption", "Beschriftung", "Légende", "Epígrafe", "Descripción", "Didascalia", "Legenda", "Bijschrift",
                "Название объекта", "Beskrivning", "Bildetekst", "Billedtekst", "題注", "题注", "図表番号", "캡션"),
    "note": ("footnote text", "Fußnotentext", "Note de bas de page", "Texto nota pie", "Texto de nota al pie",
             "Testo nota a piè di pagina", "Voetnoottekst", "Tekst przypisu dolnego", "Текст сноски", "Fotnotstext",
             "Fotnotetekst", "Fodnotetekst", "Footnote", "脚注文字列", "脚注文本", "각주 텍스트"),
    "header": ("header", "Kopfzeile", "En-tête", "Encabezado", "Intestazione", "Koptekst", "Верхний колонтитул",
               "Sidhuvud", "Topptekst", "Sidehoved", "ヘッダー", "页眉", "머리글"),
    "footer": ("footer", "Fußzeile", "Pied de page", "Pie de página", "Piè di pagina", "Voettekst",
               "Нижний колонтитул", "Sidfot", "Bunntekst", "Sidefod", "フッター", "页脚", "바닥글"),
    "list-bullet": ("List Bullet", "Aufzählungszeichen", "Liste à puces", "Lista con viñetas", "Punto elenco",
                    "Lijst opsom.teken", "Lista punktowana", "Маркированный список", "Punktlista", "Punktliste"),
    "list-number": ("List Number", "Listennummer", "Liste à numéros", "Lista con números", "Numero elenco",
                    "Lijstnummering", "Lista numerowana", "Нумерованный список", "Numrerad lista", "Nummerert liste"),
    "list-continue": ("List Continue", "Listenfortsetzung", "Liste continue", "Continuar lista", "Elenco continua",
                      "Lijstvoortzetting", "Продолжение списка", "Listfortsättning"),
    "table": ("Table Text", "Tabellentext", "Texte de tableau", "Texto de tabla", "Testo tabella", "Tabeltekst",
              "Tabelltext", "Table Contents", "Tabelleninhalt", "Текст таблицы"),
    "table-head": ("Table Heading", "Tabellenüberschrift", "Tabellenkopf", "Titre de tableau", "Table Head",
                   "Titolo tabella", "Заголовок таблицы"),
    "strong": ("Strong", "Fett", "Élevé", "Texto en negrita", "Enfasi forte", "Zwaar", "Строгий", "Stark", "Sterk",
               "Strong Emphasis"),
    "emph": ("Emphasis", "Hervorhebung", "Accentuation", "Énfasis", "Enfasi (corsivo)", "Nadruk", "Выделение",
             "Betoning", "Utheving"),
    "link": ("Hyperlink", "Lien hypertexte", "Hipervínculo", "Collegamento ipertestuale", "Hiperłącze", "Гиперссылка",
             "Hyperlänk", "Hyperkobling", "Internet Link", "Internetlink"),
    "note-ref": ("footnote reference", "Fußnotenzeichen", "Appel note de bas de p.", "Ref. de nota al pie",
                 "Rimando nota a piè di pagina", "Voetnootmarkering", "Знак сноски", "Fotnotsreferens",
                 "Footnote anchor", "Footnote Characters"),
}  # fmt: skip
CHARACTERS = ("strong", "emph", "link", "note-ref")


def plain_name(name: str) -> str:
    """Return a style's name as it is compared: case, spaces and punctuation do not count."""
    return re.sub(r"[\W_]+", "", name).casefold()


def names_of(role: str, level: int = 0) -> list[str]:
    """Return the plain names of a role, Word's own first; `level` is that of a heading or list (1 = none written)."""
    kind, number = role, str(level) if level else ""
    if role.startswith("list-") and level < 2:
        number = ""
    return [plain_name(f"{name} {number}") for name in NAMES[kind]]
