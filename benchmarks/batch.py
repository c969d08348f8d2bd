"""What a batch costs: documents a second by 1 and 2 workers beside typst-py, a document's cost by format, memory.

    python benchmarks/batch.py [rate] [cost] [memory] [dask] [--write]

The rounds of `rate` are interleaved, so that a busy minute falls on all alike, and its ratios are of medians; each
process has made documents before it is timed, and reads its content from a file and writes a whole file, as in work.
Processor time is of the workers alone. `--write` puts the tables, and what they come to for a million documents a day,
into docs/scale.md.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
TEMPLATE = str(HERE / "paper" / "paper.html.j2")
DOC = HERE.parent / "docs" / "scale.md"
ROUNDS, COUNT = int(os.environ.get("ROUNDS", "5")), int(os.environ.get("COUNT", "120"))
TRIVIAL = int(os.environ.get("TRIVIAL", "100000"))
FORMATS = ("pdf", "docx", "html", "md", "json")
TICKS = os.sysconf("SC_CLK_TCK")
_DAY, _MILLION, _BUSY = 86_400, 1_000_000, 0.7  # seconds, documents, the share of a day that a core is planned for


# ---------------------------------------------------------------- what the workers do


def typst_file(source: str, target: str) -> None:
    from peers import typesetter

    data = typesetter.render(json.loads(Path(source).read_bytes()))
    draft = Path(f"{target}.part")
    draft.write_bytes(data)
    draft.replace(target)


def count_up(_: int) -> int:
    """Take about as long as a document, and no memory: what the machine itself gains by a second process."""
    return sum(range(2_500_000))


def pids(pool: Executor) -> list[int]:
    return list(getattr(pool, "_processes", {}))


def used(processes: list[int]) -> float:
    """Return the processor seconds that processes have taken so far."""
    total = 0
    for pid in processes:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def most(processes: list[int]) -> float:
    """Return the most memory that one of these processes has held, in MB."""
    return max(
        int(line.split()[1]) / 1024
        for pid in processes
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )


def pool_of(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


# ---------------------------------------------------------------- documents a second


def rate(folder: Path) -> dict[str, Any]:
    from paper.brief import brief_of
    from peers.content import content, varied

    import briefgen

    base = content()
    for number in range(COUNT):
        other = varied(base, number)
        (folder / f"c{number}.json").write_text(json.dumps(other), "utf-8")
        (folder / f"b{number}.json").write_text(json.dumps(brief_of(other)), "utf-8")

    def briefs(pool: Executor) -> None:
        jobs = (
            briefgen.Job(brief=folder / f"b{number}.json", out=folder / f"b{number}.pdf", template=TEMPLATE)
            for number in range(COUNT)
        )
        failed = [result.faults for result in briefgen.render_many(jobs, executor=pool) if result.state == "failed"]
        if failed:
            sys.exit(f"briefgen failed: {failed[0]}")

    def papers(pool: Executor) -> None:
        sent = [
            pool.submit(typst_file, str(folder / f"c{number}.json"), str(folder / f"c{number}.pdf"))
            for number in range(COUNT)
        ]
        for future in wait(sent).done:
            future.result()

    def numbers(pool: Executor) -> None:
        list(pool.map(count_up, range(COUNT)))

    kinds: dict[str, tuple[int, Callable[[Executor], None]]] = {
        "briefgen, 1 worker": (1, briefs),
        "briefgen, 2 workers": (2, briefs),
        "typst-py, 1 worker": (1, papers),
        "typst-py, 2 workers": (2, papers),
        "counting, 1 worker": (1, numbers),
        "counting, 2 workers": (2, numbers),
    }
    pools = {name: pool_of(workers) for name, (workers, _) in kinds.items()}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for number in range(ROUNDS + 1):
        for name, (_, act) in kinds.items():
            before, begun = used(pids(pools[name])), time.perf_counter()
            act(pools[name])
            wall = time.perf_counter() - begun
            if number:  # the first round loads fonts and templates
                taken[name].append((wall, used(pids(pools[name])) - before))
                print(f"  {name}: {COUNT / wall:.1f} a second", flush=True)
    found: dict[str, Any] = {}
    for name, rows in taken.items():
        found[name] = {
            "rate": COUNT / statistics.median(wall for wall, _ in rows),
            "cpu": statistics.median(cpu for _, cpu in rows) / COUNT * 1000,
            "peak": most(pids(pools[name])),
        }
    for pool in pools.values():
        pool.shutdown()
    return found


def told_rate(found: dict[str, Any]) -> Iterator[str]:
    yield "| | documents a second | processor ms a document | memory of a worker, MB |"
    yield "|---|---|---|---|"
    for name, row in found.items():
        if "counting" not in name:
            yield f"| {name} | {row['rate']:.1f} | {row['cpu']:.1f} | {row['peak']:.0f} |"
    two, typst = found["briefgen, 2 workers"], found["typst-py, 2 workers"]
    gains = {name: _gain(found, name) for name in ("briefgen", "typst-py", "counting")}
    yield ""
    yield (
        f"Two workers make {gains['briefgen']:.2f} times what one makes (typst-py's {gains['typst-py']:.2f} times; two "
        f"processes that only count, which is what the machine gives, {gains['counting']:.2f} times), and "
        f"{two['rate'] / typst['rate']:.2f} times what typst-py makes with two (by processor time "
        f"{typst['cpu'] / two['cpu']:.2f} times)."
    )


def _gain(found: dict[str, Any], name: str) -> float:
    return float(found[f"{name}, 2 workers"]["rate"] / found[f"{name}, 1 worker"]["rate"])


# ---------------------------------------------------------------- the cost of one document


def cost(folder: Path) -> list[dict[str, Any]]:
    """Measure each format in a process of its own, warm, one document at a time, with all that a batch does for it."""
    rows = []
    for what, asked in (("5 pages", {}), ("one page, fitted", {"template": "one-page"})):
        for format_ in FORMATS if not asked else ("pdf", "docx"):
            with pool_of(1) as pool:
                row = pool.submit(one_format, str(folder), format_, dict(asked)).result()
            rows.append({"what": what, "format": format_, **row})
            print(f"  {what} {format_}: {row['cpu']:.0f} ms", flush=True)
    return rows


def one_format(folder: str, format_: str, asked: dict[str, Any]) -> dict[str, Any]:
    import briefgen
    from briefgen.batch.work import Task, do

    text = briefgen.example().read_text("utf-8")
    source = (briefgen.example().parent / "../../seeds/putin-kim-summit-2024.txt").resolve()
    here = Path(folder, f"cost-{format_}-{len(asked)}")
    (here / "a" / "b").mkdir(parents=True)
    (here / "seeds").mkdir()
    shutil.copy(source, here / "seeds")
    cpus, sizes, first = [], [], 0.0
    for number in range(12):
        path = here / "a" / "b" / f"{number}.yaml"
        path.write_text(
            text.replace("Pyongyang", f"Pyongyang {number}", 1), "utf-8"
        )  # the title: other words each time
        job = briefgen.Job(brief=path, out=path.with_suffix(f".{format_}"), format=format_, **asked)
        begun = time.process_time()
        done = do(Task(job=job, number=number, run="cost", folder=os.getcwd(), local=False))
        took = (time.process_time() - begun) * 1000
        if done.result.state != "written":
            sys.exit(f"{format_} failed: {done.result.faults}")
        first = first or took
        cpus.append(took)
        sizes.append(done.result.bytes)
    return {
        "cpu": statistics.median(cpus[2:]),
        "first": first,
        "bytes": statistics.median(sizes),
        "peak": most([os.getpid()]),
    }


def told_cost(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "| the summit brief | processor ms | the first of a worker, ms | kB out | memory of a worker, MB |"
    yield "|---|---|---|---|---|"
    for row in rows:
        yield (
            f"| {row['format']}, {row['what']} | {row['cpu']:.0f} | {row['first']:,.0f} | {row['bytes'] / 1000:.0f} "
            f"| {row['peak']:.0f} |"
        )


def told_plan(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"| a million a day of | core-hours | cores at {_BUSY:.0%} | machines of 16 | GB a day | mean MB/s out |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        seconds = row["cpu"] / 1000 * _MILLION
        cores = seconds / _DAY / _BUSY
        size = row["bytes"] * _MILLION
        yield (
            f"| {row['format']}, {row['what']} | {seconds / 3600:,.0f} | {cores:.1f} | {max(1, -(-cores // 16)):.0f} "
            f"| {size / 1e9:,.0f} | {size / _DAY / 1e6:.2f} |"
        )


# ---------------------------------------------------------------- memory


def memory(folder: Path) -> list[dict[str, Any]]:
    """Send trivial jobs through two workers: briefs that are not there, and one that has not changed, over and over."""
    import briefgen

    brief = folder / "tiny.json"
    brief.write_text('{"id": "tiny", "title": "Tiny", "bottom_line": {"id": "b", "text": "It is."}}', "utf-8")
    kinds = {
        "briefs that are not there": lambda number: briefgen.Job(brief=folder / f"{number}.yaml", out=folder / "x.md"),
        "a brief that has not changed": lambda _: briefgen.Job(brief=brief, out=folder / "tiny.md", format="md"),
    }
    rows = []
    for name, make in kinds.items():
        run = {"state": folder / "state.jsonl", "workers": 2}
        list(briefgen.render_many(map(make, range(1)), **run))
        at = {}
        begun = time.perf_counter()
        for done, _ in enumerate(briefgen.render_many(map(make, range(TRIVIAL)), **run), 1):
            if done in (TRIVIAL // 100, TRIVIAL):
                at[done] = resident()
        took = time.perf_counter() - begun
        rows.append({"what": name, "rate": TRIVIAL / took, "early": at[TRIVIAL // 100], "late": at[TRIVIAL]})
        print(f"  {name}: {rows[-1]}", flush=True)
    return rows


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def told_memory(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield (
        f"| {TRIVIAL:,} jobs | jobs a second, 2 workers | MB of the sender after {TRIVIAL // 100:,} jobs "
        f"| and after {TRIVIAL:,} |"
    )
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {row['what']} | {row['rate']:,.0f} | {row['early']:.0f} | {row['late']:.0f} |"


# ---------------------------------------------------------------- Dask


def dask(folder: Path) -> dict[str, float]:
    """Compare two processes of ours with two of Dask's on this machine, in turn."""
    import distributed

    import briefgen

    def jobs() -> Iterator[briefgen.Job]:
        for number in range(COUNT):
            yield briefgen.Job(brief=folder / f"b{number}.json", out=folder / f"d{number}.pdf", template=TEMPLATE)

    taken: dict[str, list[float]] = {"our own": [], "Dask's": []}
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
        pool_of(2) as pool,
    ):
        pools: dict[str, Executor] = {"our own": pool, "Dask's": client.get_executor(pure=False)}
        for number in range(ROUNDS + 1):
            for name, executor in pools.items():
                begun = time.perf_counter()
                if any(result.state == "failed" for result in briefgen.render_many(jobs(), executor=executor)):
                    sys.exit(f"{name} failed")
                if number:
                    taken[name].append(COUNT / (time.perf_counter() - begun))
    return {name: statistics.median(rates) for name, rates in taken.items()}


def told_dask(found: dict[str, float]) -> Iterator[str]:
    own, theirs = found["our own"], found["Dask's"]
    yield (
        f"Two workers of Dask on the same machine make {theirs:.1f} documents a second, two of our own {own:.1f}: "
        f"{theirs / own:.2f} times."
    )


# ---------------------------------------------------------------- all of it


def main() -> None:
    asked = [word for word in sys.argv[1:] if not word.startswith("-")] or ["rate", "dask", "cost", "memory"]
    from run import find_fonts

    find_fonts()
    told: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="briefgen-batch-") as name:
        folder = Path(name)
        if "rate" in asked or "dask" in asked:
            found = rate(folder)
            told["rate"] = list(told_rate(found))
        if "dask" in asked:
            told["dask"] = list(told_dask(dask(folder)))
        if "cost" in asked:
            rows = cost(folder)
            told["cost"], told["plan"] = list(told_cost(rows)), list(told_plan(rows))
        if "memory" in asked:
            told["memory"] = list(told_memory(memory(folder)))
    for lines in told.values():
        print("", *lines, sep="\n")
    if "--write" in sys.argv:
        text = DOC.read_text("utf-8")
        for part, lines in told.items():
            begins, ends = f"<!-- {part} -->", f"<!-- /{part} -->"
            before, _, rest = text.partition(begins)
            text = f"{before}{begins}\n" + "\n".join(lines) + f"\n{ends}{rest.partition(ends)[2]}"
        DOC.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
