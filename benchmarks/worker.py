"""Set the paper with one tool, in a process of its own: `worker.py TOOL one|warm|scale …`. `run.py` starts these.

one CONTENT OUT   the cold measure: import, read, set, write, end
warm              for each number on standard input set the paper in other words; print the times
scale TIMES OUT   set the paper with its lists so many times over; print time (the middle of several) and memory
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
Make = Callable[[], bytes]
Prepare = Callable[[dict[str, Any]], Make]
_ROWS = 30  # copies of the lists that are set at least
FORMATS = {"briefgen-pdf": "pdf", "briefgen-docx": "docx", "briefgen-html": "html", "briefgen-json": "pdf"}


def preparer(tool: str) -> Prepare:
    """Return what makes the content ready for a tool, in the form that the tool takes it: that is not timed."""
    if tool in FORMATS:
        from paper.brief import brief_of

        import briefgen

        template = str(HERE / "paper" / "paper.html.j2")

        def written(content: dict[str, Any]) -> Make:
            text = json.dumps(brief_of(content))
            return lambda: (
                briefgen.render(briefgen.loads(text, format="json"), format=FORMATS[tool], template=template).data
            )

        def built(content: dict[str, Any]) -> Make:
            brief = briefgen.loads(json.dumps(brief_of(content)), format="json")
            return lambda: briefgen.render(brief, format=FORMATS[tool], template=template).data

        return written if tool == "briefgen-json" else built
    module = importlib.import_module(f"peers.{tool}")
    return lambda content: lambda: bytes(module.render(content))


def peak() -> float:
    """Return the most memory that this process has held, in MB (ru_maxrss would count the parent's too)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def timed(make: Make) -> tuple[float, float, bytes]:
    wall, used = time.perf_counter(), time.process_time()
    out = make()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - used) * 1000, out


def warm(tool: str) -> None:
    from peers.content import content, varied

    base, prepare = content(), preparer(tool)
    for line in sys.stdin:
        wall, used, out = timed(prepare(varied(base, int(line))))
        print(json.dumps({"wall": wall, "cpu": used, "size": len(out), "peak": peak()}), flush=True)


def scale(tool: str, times: int, out: str) -> None:
    from peers.content import content, varied

    prepare = preparer(tool)
    prepare(varied(content(), 0))()  # imports, fonts and templates are there
    make = prepare(content(times))
    before = peak()
    found = [timed(make)]
    for number in range(1, _ROWS // times):  # short papers in other words too: one of them takes too little time
        found.append(timed(prepare(varied(content(times), number))))
    wall, used, data = sorted(found, key=itemgetter(1))[len(found) // 2]
    Path(out).write_bytes(data)
    print(json.dumps({"wall": wall, "cpu": used, "size": len(data), "peak": peak(), "before": before}))


def one(tool: str, source: str, out: str) -> None:
    module = importlib.import_module(f"peers.{tool}")
    Path(out).write_bytes(module.render(json.loads(Path(source).read_text("utf-8"))))


if __name__ == "__main__":
    name, what, *rest = sys.argv[1:]
    if what == "one":
        one(name, *rest)
    elif what == "warm":
        warm(name)
    else:
        scale(name, int(rest[0]), rest[1])
