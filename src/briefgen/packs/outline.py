"""What a template is made of: whom it extends, which blocks one can override, which macros there are to use.

Read from the sources: the meaning of a block or macro is the comment before it, else the first heading in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jinja2 import nodes
from msgspec import Struct

from briefgen.compose.places import Found, PackLoader
from briefgen.compose.sandbox import Sandbox

_COMMENT_BEFORE = r"\{{#-?\s*((?:(?!#\}}).)*?)\s*-?#\}}\s*\{{%-?\s*{kind}\s+{name}\b"


class Part(Struct, frozen=True, kw_only=True):
    """A block or macro: where it stands, and what it is for in one line."""

    name: str
    file: str  # as templates name it: full.html.j2
    line: int
    meaning: str = ""
    arguments: str = ""  # of a macro, as they are written


class Outline(Struct, frozen=True, kw_only=True):
    chain: tuple[str, ...]  # the template, then whom it extends, up to the frame
    blocks: tuple[Part, ...]  # in the order of the page, each as the nearest template defines it
    macros: tuple[Part, ...]  # its own, then those of the components that it takes in
    imports: tuple[tuple[str, str], ...]  # file and the name it has in the template
    content: str = ""  # the source of its block `content`, with the names of the sections that it loops over


def outline(found: Found) -> Outline:
    """Read a template and those it extends. Raises jinja2's TemplateError where one of them cannot be read."""
    sandbox = Sandbox(PackLoader(found.pack))
    chain: list[str] = []
    trees: list[tuple[str, str, nodes.Template]] = []
    name = found.file
    while name and name not in chain:
        chain.append(name)
        source, tree = _read(sandbox, name)
        trees.append((name, source, tree))
        name = next((_constant(one.template) for one in tree.find_all(nodes.Extends)), "")
    blocks: dict[str, Part] = {}
    for file, source, tree in trees:
        for block in tree.find_all(nodes.Block):
            meaning = _comment(source, "block", block.name) or _heading(block)
            near = blocks.get(block.name)
            if near is None:
                blocks[block.name] = Part(name=block.name, file=file, line=block.lineno, meaning=meaning)
            elif not near.meaning:
                blocks[block.name] = Part(name=near.name, file=near.file, line=near.line, meaning=meaning)
    imports = dict.fromkeys(
        (_constant(module.template), module.target) for _, _, tree in trees for module in tree.find_all(nodes.Import)
    )
    macros = [part for file, source, tree in trees for part in _macros(file, source, tree)]
    for file, _ in imports:
        macros += _macros(file, *_read(sandbox, file))
    return Outline(
        chain=tuple(chain),
        blocks=tuple(blocks[name] for name in dict.fromkeys(_in_order(trees))),
        macros=tuple(dict.fromkeys(macros)),
        imports=tuple(imports),
        content=next((text for _, source, _ in trees if (text := _content(source))), ""),
    )


def _read(sandbox: Sandbox, name: str) -> tuple[str, nodes.Template]:
    assert sandbox.loader is not None
    source, path, _ = sandbox.loader.get_source(sandbox, name)
    return source, sandbox.parse(source, name, path)


def _constant(node: nodes.Expr) -> str:
    return str(node.value) if isinstance(node, nodes.Const) else ""


def _in_order(trees: Sequence[tuple[str, str, nodes.Template]]) -> Iterator[str]:
    """Yield names of blocks in the order of the page: the frame's before its content, then the template's own."""
    frame = [block.name for _, _, tree in trees[-1:] for block in tree.find_all(nodes.Block)]
    before = frame[: frame.index("content")] if "content" in frame else frame
    yield from before
    yield from (block.name for _, _, tree in trees for block in tree.find_all(nodes.Block) if block.name not in frame)
    yield from frame


def _content(source: str) -> str:
    """Return the inside of `{% block content %}`; the names that `{% set sections = … %}` lists stand in it."""
    inside = re.search(r"\{% block content %\}(.*?)\{% endblock %\}", source, re.DOTALL)
    names = re.search(r"\{% set sections = (\(.*?\)) %\}", source, re.DOTALL)
    if inside is None:
        inside = names and re.match(r"()", source)  # the frame's own, which loops over them
    if inside is None or names is None:
        return ""
    text = inside[1].strip("\n") or "{% for name in shown(sections) %}{{ self[name]() }}{% endfor %}"
    return text.replace("shown(sections", f"shown({names[1]}")


def _comment(source: str, kind: str, name: str) -> str:
    match = re.search(_COMMENT_BEFORE.format(kind=kind, name=re.escape(name)), source, re.DOTALL)
    return " ".join(match[1].split()) if match else ""


def _heading(block: nodes.Block) -> str:
    """Return the first words of the template in a block, which are its heading."""
    for call in block.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
            words = _constant(call.args[0])
            if words and "%(" not in words:
                return f"“{words}”"
    return ""


def _macros(file: str, source: str, tree: nodes.Template) -> Iterator[Part]:
    for macro in tree.find_all(nodes.Macro):
        match = re.search(rf"macro\s+{re.escape(macro.name)}\s*\(([^)]*)\)", source)
        yield Part(
            name=macro.name,
            file=file,
            line=macro.lineno,
            meaning=_comment(source, "macro", macro.name),
            arguments=" ".join(match[1].split()) if match else "",
        )
