"""What is done to a template's tree before Jinja compiles it: lines are marked, steps and text are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator

import briefgen

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*")
_MAKERS = ("compiling.py", "sandbox.py", "filters.py")


class Generator(CodeGenerator):
    """Jinja's code generator, which also writes the meter's steps and bounded joining."""

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.join_text((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Any) -> None:  # noqa: N802 - Jinja's name
        if isinstance(node.arg, nodes.Slice):
            self.write("environment.counted(")
        super().visit_Getitem(node, frame)
        if isinstance(node.arg, nodes.Slice):
            self.write(")")


def mark(data: str, file: int, line: int) -> str:
    """Put file and line behind the name of each tag."""
    pieces, end = [], 0
    for tag in _TAG.finditer(data):
        if tag.end() == len(data):
            break  # an expression may go on with the name: <h{{ level }}>
        line += data.count("\n", end, tag.end())
        pieces.append(f"{data[end : tag.end()]}\0{file}:{line}\0")
        end = tag.end()
    pieces.append(data[end:])
    return "".join(pieces)


def meter(tree: nodes.Template) -> None:
    """Have each loop turn, macro and block count a step and its text when it runs, and each test of a loop a step."""
    holders: list[tuple[Any, int]] = []
    _weigh(tree, holders)
    for holder, size in holders:
        count = nodes.EnvironmentAttribute(f"step({size})")
        holder.body.insert(0, nodes.ExprStmt(count, lineno=(holder.body or [holder])[0].lineno))
        if isinstance(holder, nodes.For) and holder.test is not None:
            holder.test = nodes.And(nodes.EnvironmentAttribute("step()"), holder.test, lineno=holder.lineno)


def _weigh(node: nodes.Node, holders: list[tuple[Any, int]]) -> int:
    """Return the characters of text in a node; those of each that is run as one go to `holders`."""
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    size = sum(_weigh(child, holders) for child in node.iter_child_nodes())
    if isinstance(node, nodes.Template | nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
        holders.append((node, size))
    return size


def below(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield all nodes in a node, in their order."""
    for child in node.iter_child_nodes():
        yield child
        yield from below(child)


def names_set(node: nodes.Node) -> Iterator[str]:
    """Yield the names that a node sets in its template."""
    match node:
        case nodes.Name() if node.ctx != "load":
            yield node.name
        case nodes.Macro():
            yield node.name
        case nodes.Import():
            yield node.target
        case nodes.FromImport():
            yield from (alias if isinstance(alias, str) else alias[1] for alias in node.names)


@lru_cache(maxsize=1)
def recipe() -> str:
    """Return what stands for all but the template itself that decides what is compiled."""
    made_by = sha256(f"{jinja2.__version__} {briefgen.__version__}".encode())
    for name in _MAKERS:
        made_by.update(Path(__file__).with_name(name).read_bytes())
    return made_by.hexdigest()
