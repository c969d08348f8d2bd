"""Loading and validating a brief of 10 MB against pydantic's floor: its own validation of the same JSON into the same
dataclasses, which knows no references, no short forms and no line numbers."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def main(megabytes: float, rounds: int, file: Path) -> dict[str, Any]:
    from paper.brief import brief_of
    from peers.content import content
    from pydantic import TypeAdapter

    import briefgen

    size = len(json.dumps(brief_of(content(10))))
    text = json.dumps(brief_of(content(round(megabytes * 1e6 / size * 10))))
    file.write_text(text, encoding="utf-8")
    adapter = TypeAdapter(briefgen.Brief)
    ways: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(file.read_bytes()),
        "pydantic": lambda: adapter.validate_json(file.read_bytes()),
        "briefgen": lambda: briefgen.load(file),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, way in ways.items():
            gc.collect()
            begun = time.process_time()
            way()
            taken[name].append((time.process_time() - begun) * 1000)
    return {"megabytes": len(text) / 1e6, **{name: statistics.median(found[1:]) for name, found in taken.items()}}


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
