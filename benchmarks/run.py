"""The benchmarks against other tools in one run, `make bench`: writes work/results.json and docs/performance.md.

The rounds of all tools are interleaved, so that a busy minute falls on all alike; medians are of the processor's time
where a process is not alone with the machine, and of the clock. QUICK=1 takes fewer rounds and smaller papers.
"""

from __future__ import annotations

import compileall
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import time
from operator import itemgetter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WORK, FONTS = HERE / "work", HERE / "fonts"
QUICK = os.environ.get("QUICK", "") not in ("", "0")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
PDF = ("canvas", "typesetter", "platypus", "fpdf2", "printer", "briefgen-pdf", "briefgen-json")
WORD = ("word_template", "word", "markdown", "briefgen-docx")
PAGE = ("web", "briefgen-html")
# how many times over: about 3, 17, 170, 1,700 and 2,000 pages
TIMES = {
    "briefgen-pdf": (1, 10, 100, 1000, 1200),
    "typesetter": (1, 10, 100, 1000),
    "platypus": (1, 10, 100, 1000),
    "printer": (1, 10, 30),
    "fpdf2": (1, 10),
    "briefgen-docx": (1, 10, 100, 1000),
    "word": (1, 10),
    "word_template": (1, 10, 100),
}
_MOST_QUICK = {"briefgen-pdf": 100, "typesetter": 100, "platypus": 100, "briefgen-docx": 100}
_ROUNDS = 3  # of each size of paper, of our own
Row = dict[str, Any]


def find_fonts() -> None:
    """Link Liberation Sans of this machine into fonts/."""
    FONTS.mkdir(exist_ok=True)
    for face in FACES:
        link = FONTS / f"LiberationSans-{face}.ttf"
        if link.exists():
            continue
        style = {"BoldItalic": "Bold Italic"}.get(face, face)
        command = ["fc-match", "-f", "%{file}", f"Liberation Sans:style={style}"]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if link.name not in found:
            sys.exit(f"no Liberation Sans {style} on this machine: apt install fonts-liberation")
        link.symlink_to(found)


def prepare() -> None:
    """Compile modules, as pip does where it installs them, and write the content in the forms that commands read."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in (HERE.parent / "src", HERE / "peers", HERE / "paper"):
        compileall.compile_dir(folder, quiet=1)
    sys.path.insert(0, str(HERE))
    from paper.brief import brief_of
    from peers.content import content

    WORK.mkdir(exist_ok=True)
    find_fonts()
    (WORK / "content.json").write_text(json.dumps(content()), "utf-8")
    (WORK / "brief.json").write_text(json.dumps(brief_of(content())), "utf-8")
    yaml = "import briefgen,sys; sys.stdout.write(briefgen.dump(briefgen.load(sys.argv[1])))"
    out = subprocess.run([sys.executable, "-c", yaml, str(WORK / "brief.json")], capture_output=True, check=True)
    (WORK / "brief.yaml").write_bytes(out.stdout)
    # in a process of its own: this one stays small, or its size would be counted as that of its children
    code = "import sys; sys.path.insert(0, sys.argv[1]); from peers import word_template; word_template.prepare()"
    subprocess.run([sys.executable, "-c", code, str(HERE)], check=True)


# ---------------------------------------------------------------- cold


def commands() -> dict[str, str]:
    """Return the whole commands that are timed, by name."""
    python, worker = shlex.quote(sys.executable), shlex.quote(str(HERE / "worker.py"))
    briefgen = shlex.quote(str(Path(sys.executable).parent / "briefgen"))
    template, work = shlex.quote(str(HERE / "paper" / "paper.html.j2")), shlex.quote(str(WORK))
    render = f"{briefgen} render {work}/brief.yaml -t {template} -f"
    found = {"nothing": f"{python} -c pass"}
    for name in ("dataclasses", "briefgen"):
        found[f"import {name}"] = f"{python} -c 'import {name}'"
    found["briefgen --help"] = f"{briefgen} --help"
    for form in ("pdf", "docx", "html"):
        found[f"briefgen render -f {form}"] = f"{render} {form} -o {work}/cold.{form}"
    for tool in ("platypus", "typesetter", "printer", "fpdf2", "word", "word_template", "markdown", "web"):
        found[tool] = f"{python} {worker} {tool} one {work}/content.json {work}/cold-{tool}"
    if shutil.which("soffice") and not QUICK:
        profile = f"-env:UserInstallation=file://{work}/soffice"
        found["LibreOffice"] = f"soffice {profile} --headless --convert-to pdf --outdir {work} {work}/cold.docx"
    return found


def run_once(command: str) -> tuple[float, float, float]:
    """Return wall and processor milliseconds and the peak memory in MB of a command."""
    parts = shlex.split(command)
    path = shutil.which(parts[0]) or parts[0]
    null = os.open(os.devnull, os.O_RDWR)
    begun = time.perf_counter()
    child = os.posix_spawn(path, parts, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)])
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    os.close(null)
    if status:
        sys.exit(f"this command failed: {command}")
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def cold(rounds: int) -> dict[str, Row]:
    taken: dict[str, list[tuple[float, float, float]]] = {}
    for number in range(rounds + 1):
        for name, command in commands().items():
            if name == "LibreOffice" and number > 3:
                continue
            found = run_once(command)
            if number:  # the first round fills the caches of files
                taken.setdefault(name, []).append(found)
    return {name: _medians(found) for name, found in taken.items()}


def _medians(found: list[tuple[float, float, float]]) -> Row:
    wall, used, memory = (statistics.median(column) for column in zip(*found, strict=True))
    return {"wall": wall, "cpu": used, "least": min(one[1] for one in found), "peak": memory}


# ---------------------------------------------------------------- warm and scale


def worker(tool: str, *words: str) -> list[str]:
    return [sys.executable, str(HERE / "worker.py"), tool, *words]


def warm(rounds: int) -> dict[str, Row]:
    tools = (*PDF, *WORD, *PAGE)
    running = {
        tool: subprocess.Popen(worker(tool, "warm"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for tool in tools
    }
    taken: dict[str, list[Row]] = {tool: [] for tool in tools}
    for number in range(rounds + 2):
        for tool, process in running.items():
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                sys.exit(f"{tool} failed")
            taken[tool].append(json.loads(line))
    for process in running.values():
        assert process.stdin
        process.stdin.close()
        process.wait()
    found = {}
    for tool, rows in taken.items():
        kept = rows[2:]
        used = [row["cpu"] for row in kept]
        # pandoc works in a process of its own, whose time only the clock sees
        wall = statistics.median(row["wall"] for row in kept)
        found[tool] = {
            "wall": wall,
            "cpu": wall if tool == "markdown" else statistics.median(used),
            "least": min(used),
            "first": rows[0]["wall"],
            "size": kept[-1]["size"],
            "peak": kept[-1]["peak"],
        }
    return found


def scale() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for tool, sizes in TIMES.items():
        wanted = [times for times in sizes if not QUICK or times <= _MOST_QUICK.get(tool, 10)]
        rounds = 1 if QUICK or not tool.startswith("briefgen") else _ROUNDS
        taken: dict[int, list[Row]] = {times: [] for times in wanted}
        for _ in range(rounds):  # all sizes in turn, so that a busy minute falls on all alike
            for times, rows in taken.items():
                rows.append(scaled(tool, times))
        for times, rows in taken.items():
            row = sorted(rows, key=itemgetter("cpu"))[len(rows) // 2]
            found.setdefault(tool, []).append(row)
            print(f"  {tool} {times}: {row['cpu']:.0f} ms, {row['pages']} pages, {row['peak']:.0f} MB", flush=True)
    return found


def scaled(tool: str, times: int) -> Row:
    """Set the paper once with its lists so many times over, in a process of its own."""
    out = WORK / f"scale-{tool}-{times}"
    words = worker(tool, "scale", str(times), str(out))
    row: Row = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    row |= {"times": times, "pages": count_pages(out)}
    if tool == "briefgen-pdf":
        row["filled"] = row["pages"] - 1 + last_filled(out)
    out.unlink()
    return row


def count_pages(path: Path) -> int | None:
    if path.read_bytes()[:4] != b"%PDF":
        return None
    from pypdf import PdfReader

    return len(PdfReader(path).pages)


def last_filled(path: Path) -> float:
    """Return how far down the last page is filled, as a share of the first one, between running head and foot."""
    from pypdf import PdfReader

    def heights(page: Any) -> list[float]:
        found: set[float] = set()
        page.extract_text(visitor_text=lambda text, _cm, tm, *_: found.add(round(tm[5], 1)) if text.strip() else None)
        return sorted(found)[1:-1]

    pages = PdfReader(path).pages
    first, last = heights(pages[0]), heights(pages[-1])
    return (last[-1] - last[0]) / (first[-1] - first[0])


def loading() -> Row:
    words = ("2", "1") if QUICK else ("10", "3")
    command = [sys.executable, str(HERE / "loading.py"), *words, str(WORK / "large.json")]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def main() -> None:
    begun = time.perf_counter()
    prepare()
    found: Row = {"quick": QUICK}
    for name, measure in (
        ("cold", lambda: cold(3 if QUICK else 9)),
        ("warm", lambda: warm(8 if QUICK else 30)),
        ("loading", loading),
        ("scale", scale),
    ):
        print(f"{name} …", flush=True)
        found[name] = measure()
    found["seconds"] = time.perf_counter() - begun
    (WORK / "results.json").write_text(json.dumps(found, indent=1), "utf-8")
    subprocess.run([sys.executable, str(HERE / "report.py")], check=True)


if __name__ == "__main__":
    main()
