"""What can be told of a template without running it: names, fields, filters and macros that there are not, all at once.

Types are followed as far as they are plain: `brief.sources` holds sources, and so does `brief.sources|ranked`; what a
macro is given can be anything.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError, nodes
from msgspec import Struct, field

from briefgen.compose.failures import failure
from briefgen.compose.filters import FUNCTIONS
from briefgen.compose.places import Pack, PackLoader
from briefgen.compose.sandbox import Sandbox, fields_of
from briefgen.content.model import Brief
from briefgen.errors import Fault, Place, nearest

_GIVEN = {"brief", "loop", "self", "super", "caller", "varargs", "kwargs"}
_SAME = ("atleast", "list", "ranked", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique")
_ONE = ("first", "last")


class Kind(Struct, frozen=True):
    """A part of the brief, or several of it."""

    part: Any
    many: bool = False


class Source(Struct, frozen=True):
    """One template file: its tree, and what it may use from those around it."""

    path: Path
    name: str
    tree: nodes.Template
    sandbox: Sandbox
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, what: str, mend: str = "") -> None:
        self.faults.append(Fault(what=what, place=Place(file=str(self.path), line=line), mend=mend))


def faults_of(pack: Pack, path: Path) -> list[Fault]:
    """Return what is wrong with one template file of a pack, as far as its text tells."""
    sandbox = Sandbox(PackLoader(pack))
    name = path.relative_to(pack.folder).as_posix()
    try:
        tree = _tree(path.read_text(encoding="utf-8"), name, str(path))
    except (TemplateSyntaxError, UnicodeDecodeError) as error:
        return list(failure(error, sandbox, str(path)).faults)
    source = Source(path, name, tree, sandbox)
    _unknown_filters(source)
    above = _above(source)
    if is_listed(path):  # others may use what those that take them in have set
        _unknown_names(source, above)
    _unknown_macros(source)
    _Fields(source, _set_once(tree)).visit_all(tree.body, {"brief": Kind(Brief)})
    return source.faults


def is_listed(path: Path) -> bool:
    """Say whether a template can be named by itself, rather than taken in by others."""
    return path.name.endswith(".html.j2") and path.name != "base.html.j2" and not path.name.startswith("_")


def _tree(text: str, name: str, path: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.loopcontrols"]).parse(text, name, path)


def _unknown_filters(source: Source) -> None:
    for kind, noun, known in (
        (nodes.Filter, "filter", source.sandbox.filters),
        (nodes.Test, "test", source.sandbox.tests),
    ):
        for one in source.tree.find_all(kind):
            if one.name not in known:
                source.fault(one.lineno, f"there is no {noun} '{one.name}'", nearest(one.name, sorted(known)))


def _above(source: Source) -> list[nodes.Template]:
    """Return the trees of the templates that this one extends; one that cannot be had is a fault."""
    found: list[nodes.Template] = []
    tree, names = source.tree, [source.name]
    while True:
        parent = next((one.template for one in tree.find_all(nodes.Extends)), None)
        if not isinstance(parent, nodes.Const) or parent.value in names:
            return found
        names.append(str(parent.value))
        other = _other(source, str(parent.value), parent.lineno if not found else 0)
        if other is None:
            return found
        found.append(other)
        tree = other


def _other(source: Source, name: str, line: int) -> nodes.Template | None:
    """Return the tree of another template; where it is missing, a fault at this line (0 = it is told elsewhere)."""
    assert source.sandbox.loader is not None
    try:
        text, path, _ = source.sandbox.loader.get_source(source.sandbox, name)
        return _tree(text, name, path or name)
    except TemplateError as error:
        if line and not isinstance(error, TemplateSyntaxError):
            (fault,) = failure(error, source.sandbox, str(source.path)).faults
            source.fault(line, fault.what, fault.mend)
        return None


def _unknown_names(source: Source, above: list[nodes.Template]) -> None:
    inherited = {name for tree in above for name in _assigned(tree)}
    # Where in the file a name is set does not matter here: a run tells of one that is used outside its scope.
    own = {*_assigned(source.tree), *(one.name for one in source.tree.find_all(nodes.Name) if one.ctx != "load")}
    known = {*_GIVEN, *FUNCTIONS, *source.sandbox.globals, *inherited, *own}
    near = sorted({*FUNCTIONS, "brief", "loop", "range", "namespace", *inherited, *own})
    for one in source.tree.find_all(nodes.Name):
        if one.name not in known:
            source.fault(one.lineno, f"'{one.name}' is not defined", nearest(one.name, near))


def _assigned(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a template sets for itself and for those that extend or import it."""
    for node in tree.body:
        if isinstance(node, nodes.Assign | nodes.AssignBlock | nodes.Import):
            target = node.target
            yield from [target] if isinstance(target, str) else _names(target)
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _names(target: Any) -> Iterator[str]:
    yield from (one.name for one in [target, *target.find_all(nodes.Name)] if isinstance(one, nodes.Name))


def _unknown_macros(source: Source) -> None:
    modules: dict[str, tuple[str, list[str]]] = {}
    for one in source.tree.find_all(nodes.Import):
        if isinstance(one.template, nodes.Const):
            tree = _other(source, str(one.template.value), one.lineno)
            if tree is not None:
                modules[one.target] = (str(one.template.value), list(_assigned(tree)))
    taken: list[Any] = [*source.tree.find_all(nodes.Include), *source.tree.find_all(nodes.FromImport)]
    for include in taken:
        if isinstance(include.template, nodes.Const) and not getattr(include, "ignore_missing", False):
            _other(source, str(include.template.value), include.lineno)
    for use in source.tree.find_all(nodes.Getattr):
        if isinstance(use.node, nodes.Name) and use.node.name in modules:
            module, known = modules[use.node.name]
            if use.attr not in known:
                mend = nearest(use.attr, [name for name in known if not name.startswith("_")])
                source.fault(use.lineno, f"{module} has no macro '{use.attr}'", mend)


def _set_once(tree: nodes.Template) -> set[str]:
    """Return the names that are given a value in one place only: of others no type is known."""
    counts: dict[str, int] = {}
    for node in tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.For)):
        for name in _names(node.target):  # type: ignore[attr-defined]
            counts[name] = counts.get(name, 0) + 1
    for macro in tree.find_all(nodes.Macro):
        for argument in macro.args:
            counts[argument.name] = counts.get(argument.name, 0) + 2
    return {name for name, count in counts.items() if count == 1}


class _Fields:
    """Follows the parts of the brief through a template, and finds fields that they have not."""

    def __init__(self, source: Source, once: set[str]) -> None:
        self.source = source
        self.once = once

    def visit_all(self, body: list[nodes.Node], scope: Mapping[str, Kind]) -> None:
        here = dict(scope)
        for node in body:
            self.visit(node, here)

    def visit(self, node: nodes.Node, scope: dict[str, Kind]) -> None:
        if isinstance(node, nodes.For):
            inner = dict(scope)
            held = self.kind(node.iter, scope)
            if isinstance(node.target, nodes.Name):
                inner.pop(node.target.name, None)
                if held is not None and held.many:
                    inner[node.target.name] = Kind(held.part)
            else:
                for name in _names(node.target):
                    inner.pop(name, None)
            if node.test is not None:
                self.kind(node.test, inner)
            self.visit_all([*node.body], inner)
            self.visit_all([*node.else_], scope)
        elif isinstance(node, nodes.Macro):
            given = {argument.name for argument in node.args}
            self.visit_all([*node.body], {name: kind for name, kind in scope.items() if name not in given})
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            kind = self.kind(node.node, scope)
            scope.pop(node.target.name, None)
            if kind is not None and node.target.name in self.once:
                scope[node.target.name] = kind
        elif isinstance(node, nodes.Expr):
            self.kind(node, scope)
        else:
            for child in node.iter_child_nodes():
                self.visit(child, scope)

    def kind(self, node: nodes.Node, scope: dict[str, Kind]) -> Kind | None:
        """Return what an expression is, where that is known, and look at all that stands in it."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name)
        if isinstance(node, nodes.Getattr):
            return self._field(node, self.kind(node.node, scope))
        if isinstance(node, nodes.Filter) and node.node is not None:
            held = self.kind(node.node, scope) if node.name not in ("default", "d") else None
            for argument in (*node.args, *(pair.value for pair in node.kwargs)):
                self.kind(argument, scope)
            if held is not None and held.many and node.name in (*_SAME, *_ONE):
                return Kind(held.part, many=node.name in _SAME)
            return None
        if isinstance(node, nodes.Getitem):
            held = self.kind(node.node, scope)
            self.kind(node.arg, scope)
            sliced = isinstance(node.arg, nodes.Slice)
            return Kind(held.part, many=sliced) if held is not None and held.many else None
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            return None
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self.kind(child, scope)
            elif isinstance(child, nodes.Keyword | nodes.Pair):
                self.kind(child.value, scope)
        return None

    def _field(self, node: nodes.Getattr, held: Kind | None) -> Kind | None:
        if held is None or held.many or not is_dataclass(held.part):
            return None
        known = fields_of(held.part)
        if node.attr not in known:
            what = f"a {getattr(held.part, '__name__', '')} has no field '{node.attr}'"
            self.source.fault(node.lineno, what, nearest(node.attr, sorted(known)))
            return None
        return _kind_of(_hints(held.part).get(node.attr))


def _hints(part: Any) -> Mapping[str, Any]:
    return typing.get_type_hints(part)


def _kind_of(hint: Any) -> Kind | None:
    """Return the part of the brief that a type hint names: Statement | None, tuple[Source, ...]."""
    if is_dataclass(hint):
        return Kind(hint)
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and arguments and is_dataclass(arguments[0]):
        return Kind(arguments[0], many=True)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        found = [one for one in arguments if is_dataclass(one)]
        return Kind(found[0]) if len(found) == 1 and len(arguments) == 2 else None
    return None
