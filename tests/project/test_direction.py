"""Imports go down only, as ARCHITECTURE.md draws the house: code that wants to go back up is in the wrong room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import briefgen

HOUSE = Path(briefgen.__file__).parent
# From the ground up; a room may import its own storey's rooms only where it is the same room.
STOREYS = (
    ("collector", "errors", "patterns", "resources"),
    ("data",),
    ("content", "scene"),
    ("document", "view"),
    ("plain", "headings"),
    ("theme",),
    ("audience",),
    ("layout",),
    ("compose",),
    ("write",),
    ("packs",),
    ("checking",),
    ("rendering",),
    ("batch",),
    ("cli",),
    ("__main__", "__init__"),
)
RANK = {room: storey for storey, rooms in enumerate(STOREYS) for room in rooms}


PARTS = {"apart": "rendering", "missing": "rendering"}  # the pipeline again, alone; and what it says of characters


def room_of(path: Path) -> str:
    room = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    return PARTS.get(room, room)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "briefgen":
            parts = node.module.split(".")
            yield from ([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("briefgen."))


def test_every_import_goes_down() -> None:
    up = [
        f"{path.relative_to(HOUSE)} imports {target}"
        for path in sorted(HOUSE.rglob("*.py"))
        if "templates" not in path.relative_to(HOUSE).parts
        for target in (PARTS.get(name, name) for name in imported(path))
        if target in RANK and target != room_of(path) and RANK[target] >= RANK[room_of(path)]
    ]
    assert up == []


def test_every_room_has_its_storey() -> None:
    rooms = {room_of(path) for path in HOUSE.rglob("*.py")} - {"templates", "examples", "seeds"}
    assert rooms - set(RANK) == set()
