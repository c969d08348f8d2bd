"""Random one-page documents, as the one-page template makes them; what their DOCX and HTML fill elsewhere."""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
from pathlib import Path

from pypdf import PdfReader

from briefgen.document import (
    Attr,
    Callout,
    Cell,
    Columns,
    Document,
    Field,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Row,
    Running,
    Section,
    Span,
    Strong,
    Table,
    Text,
)

_WORDS = (
    "the treaty binds both sides to help at once by all means they have and names no limit to what they may send while "
    "governments in the region read its ambiguous provisions as an allowance for expanded military cooperation which "
    "the Security Council had forbidden in 2016 and an inspection regime that lapsed on February 5 cannot be replaced "
    "by unilateral declarations so that estimates of deployed warheads grow less certain with each year"
)
_TEXT = _WORDS.split()


def document(seed: int) -> Document:
    """Return a document with far more items than a page holds, like those of the one-page template."""
    rng = random.Random(seed)

    def words(least: int, most: int) -> str:
        begin = rng.randrange(len(_TEXT))
        return " ".join((_TEXT * 3)[begin : begin + rng.randint(least, most)])

    def sentence(least: int, most: int) -> str:
        return words(least, most).capitalize() + "."

    def para(text: str, *classes: str) -> Paragraph:
        return Paragraph(children=(Text(text),), attr=Attr(classes=classes))

    def point() -> Item:
        head = Strong(children=(Text(sentence(3, 8)),))
        more: tuple = (Text(" "), Span(children=(Text(sentence(8, 34)),), attr=Attr(fit="full")))
        if notes and rng.random() < 0.3:
            more = (*more, Note(blocks=(para(sentence(6, 24)),)))
        return Item(blocks=(Paragraph(children=(head, *more)),), attr=Attr(importance=rng.randint(1, 5)))

    def points(most: int) -> List:
        items = tuple(point() for _ in range(rng.randint(4, most)))
        return List(items=items, attr=Attr(classes=("tight",)))

    def section(level: int = 2) -> Section:
        head = Heading(level=level, children=(Text(words(1, 3).capitalize()),))
        return Section(blocks=(head, points(12)), attr=Attr(keep=kept))

    def row() -> Row:
        cells = (words(1, 2), words(1, 1), sentence(4, 10), sentence(4, 16))
        return Row(
            cells=tuple(
                Cell(blocks=(para(text.capitalize()),), header="" if at else "row") for at, text in enumerate(cells)
            ),
            attr=Attr(importance=rng.randint(1, 5)),
        )

    kept, notes = rng.random() < 0.7, rng.random() < 0.25
    blocks: list = [
        para(words(1, 2), "kicker"),
        Heading(level=1, children=(Text(words(3, 7).capitalize()),)),
        para(sentence(6, 14), "subtitle"),
        para(words(4, 7), "byline"),
        Callout(
            blocks=(Heading(level=2, children=(Text("Bottom line"),)), para(sentence(20, 60))),
            attr=Attr(classes=("bottom-line",), keep=True),
        ),
    ]
    if rng.random() < 0.8:
        blocks.append(Columns(blocks=tuple(section() for _ in range(rng.randint(2, 5))), count=2))
    else:
        blocks += [section() for _ in range(2)]
    if rng.random() < 0.7:
        head = Row(cells=tuple(Cell(blocks=(para(t),), header="col") for t in ("Actor", "Stance", "Said", "Expected")))
        rows = tuple(row() for _ in range(rng.randint(2, 7)))
        table = Table(rows=rows, head=(head,), widths=(0.13, 0.14, 0.4, 0.33), attr=Attr(classes=("stances",)))
        blocks.append(Section(blocks=(Heading(level=2, children=(Text("How others respond"),)), table)))
    if rng.random() < 0.4:
        blocks.append(
            Callout(
                blocks=(Heading(level=2, children=(Text("Recommendation"),)), para(sentence(15, 50))),
                attr=Attr(classes=("recommendation",)),
            )
        )
    blocks.append(
        Paragraph(
            children=(Text("Further points in the full brief: "), Field("omitted")),
            attr=Attr(classes=("omitted-line",), fit="omitted"),
        )
    )
    foot = Running(start=(Text("briefgen"),), end=(Text("Page "), Field("page"), Text(" of "), Field("pages")))
    return Document(blocks=tuple(blocks), title="A page", pages=1, footer=foot, header=Running(start=(Text("Head"),)))


def count(pdf: Path) -> int:
    """Return the number of pages of a PDF."""
    return len(PdfReader(pdf).pages)


def lowest(pdf: Path, skip: float) -> float:
    """Return how far down the text of the first page reaches, in points, leaving out the lowest `skip`."""
    told = subprocess.run(
        ["pdftotext", "-f", "1", "-l", "1", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    height = float(told.split('height="', 1)[1].split('"', 1)[0])
    ends = [float(line.split('yMax="', 1)[1].split('"', 1)[0]) for line in told.splitlines() if "yMax" in line]
    return max((end for end in ends if end < height - skip), default=0.0)


def converting(files: list[Path], folder: Path, profile: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Begin to convert Word files to PDF: one LibreOffice for all of them, so that two can go side by side."""
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    return subprocess.Popen(
        [*command, str(folder), *map(str, files)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


class Browser:
    """A headless Chromium that prints one page after another, spoken to over two pipes (DevTools protocol)."""

    def __init__(self, profile: Path) -> None:
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()

        def place_pipes() -> None:  # where the browser looks for them
            first, second = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(first, 3)
            os.dup2(second, 4)

        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
        self._process = subprocess.Popen(
            ["chromium", *flags, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
            preexec_fn=place_pipes,
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._read = 0, b""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def print(self, page: Path, pdf: Path) -> None:
        """Print a web page to PDF, on the paper that its style sheet asks for."""
        self._ask("Page.navigate", url=page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass
        self._ask("Runtime.evaluate", expression="document.fonts.ready.then(() => 1)", awaitPromise=True)
        told = self._ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        pdf.write_bytes(base64.b64decode(told["data"]))

    def close(self) -> None:
        os.close(self._out)
        self._process.terminate()
        self._process.wait(30)
        os.close(self._in)

    def _ask(self, method: str, **params: object) -> dict:
        self._number += 1
        message: dict = {"id": self._number, "method": method, "params": params}
        if not method.startswith("Target."):
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (told := self._next()).get("id") != self._number:
            pass
        assert "error" not in told, told
        return told["result"]

    def _next(self) -> dict:
        while b"\0" not in self._read:
            more = os.read(self._in, 1 << 20)
            assert more, "the browser has ended"
            self._read += more
        one, _, self._read = self._read.partition(b"\0")
        return json.loads(one)
