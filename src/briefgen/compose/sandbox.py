"""The sandbox that templates run in: no way out, no end left open, and every tag remembers the line it stands on.

A template may read data fields, call macros and the functions given, and use a fixed list of filters and methods. What
it spends is counted (`run.Meter`): a step at each loop turn and call, characters at each expression printed. Tags in a
template's own text are marked with file and line behind their names, as `<p\\0 2:17 \\0 class=…>` without the spaces;
text from a brief cannot forge a mark, because its `<` is escaped.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, TemplateAssertionError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, Undefined, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing
from markupsafe import Markup

from briefgen.compose import compiling, kept
from briefgen.compose.filters import FILTERS, FUNCTIONS
from briefgen.compose.run import LONGEST_LIST, LONGEST_TEXT, Complaint, running
from briefgen.compose.tongues import told
from briefgen.data import hints
from briefgen.errors import nearest

_LARGEST_BITS = 4096
_LARGEST_COUNT = 1000
_SHORT = 1000  # characters; shorter texts are not worth the counting

# Jinja's own filters that neither mark text as safe, nor draw lots, nor pad to any width.
_PLAIN_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
    "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
_TEXT_METHOD_NAMES = (
    "capitalize casefold count endswith find index isalnum isalpha isascii isdecimal isdigit islower isnumeric "
    "isspace istitle isupper lower lstrip partition removeprefix removesuffix rfind rindex rpartition rsplit "
    "rstrip split splitlines startswith strip striptags swapcase title upper"
)
_TEXT_METHODS = frozenset(_TEXT_METHOD_NAMES.split())
_METHODS: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (str, _TEXT_METHODS | {"name", "value"}),
    (dict, frozenset(("get", "items", "keys", "values"))),
    ((tuple, list), frozenset(("count", "index"))),
    (Enum, frozenset(("name", "value"))),
)
_JINJA_OBJECTS = (LoopContext, Macro, BlockReference, TemplateReference, Namespace, Cycler, Joiner, TemplateModule)


def fields_of(kind: Any) -> frozenset[str]:
    """Return the data fields and properties of a kind of part; nothing for what states no fields."""
    known = _FIELDS.get(kind)
    if known is None:
        if not hints.is_record(kind):
            return frozenset()
        names = [name for name, value in vars(kind).items() if isinstance(value, property)]
        names += hints.fields_of(kind)
        known = frozenset(name for name in names if not name.startswith("_"))
        _FIELDS[kind] = known
    return known


_FIELDS: dict[Any, frozenset[str]] = {}


class Missing(StrictUndefined):
    """An undefined name, which says so with the nearest name there is."""

    __slots__ = ()

    def _complaint(self) -> Complaint:
        name, thing = self._undefined_name, self._undefined_obj
        if self._undefined_exception is SecurityError:
            kind = {"str": "text", "function": "filter or function"}.get(type(thing).__name__, type(thing).__name__)
            return Complaint(f"'{name}' of a {kind} is out of a template's reach", "there may be a filter for it")
        if self._undefined_hint:
            return Complaint(self._undefined_hint)
        if thing is missing:
            if name == "loop":
                return Complaint("there is no 'loop' here", "it is known within a loop, but not in the loop's own 'if'")
            run = running()
            known = {*FUNCTIONS, "brief", "loop", "range", "namespace", *(run.names if run is not None else ())}
            return Complaint(f"'{name}' is not defined", nearest(str(name), sorted(known)))
        kind = type(thing).__name__
        if hints.is_record(type(thing)):
            return Complaint(f"a {kind} has no field '{name}'", nearest(str(name), sorted(fields_of(type(thing)))))
        if isinstance(thing, str) and isinstance(name, str):
            return Complaint(f"a text has no '{name}'", nearest(name, sorted(_TEXT_METHODS)))
        if isinstance(thing, TemplateModule):
            return Complaint(f"{thing.__name__} has no macro '{name}'", nearest(str(name), _exported(thing)))
        if isinstance(name, int):
            return Complaint(f"there is no item {name} in this {kind}, which has {_size(thing)}")
        return Complaint(f"a {kind} has no '{name}'")

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        raise self._complaint()


_OPERATIONS = (
    "__iter__ __str__ __len__ __eq__ __ne__ __bool__ __hash__ __contains__ __add__ __radd__ __sub__ __rsub__ "
    "__mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ __rmod__ __pos__ __neg__ "
    "__call__ __getitem__ __lt__ __le__ __gt__ __ge__ __int__ __float__ __complex__ __pow__ __rpow__"
)
for _name in _OPERATIONS.split():
    setattr(Missing, _name, Missing._fail_with_undefined_error)


def _exported(module: Any) -> list[str]:
    return [name for name in vars(module) if not name.startswith("_")]


def _size(thing: Any) -> str:
    return f"{len(thing)}" if hasattr(thing, "__len__") else "no items"


def counted(value: Any) -> Any:
    """Count the characters of a long text that was made. Raises Complaint where it is longer than any may be."""
    if isinstance(value, str) and len(value) > _SHORT:
        if len(value) > LONGEST_TEXT:
            raise Complaint(f"a text of more than {LONGEST_TEXT:,} characters")
        run = running()
        if run is not None:
            run.meter.print(len(value))
    return value


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of the templates of one place; `files` are their paths in order of first use."""

    code_generator_class = compiling.Generator
    counted = staticmethod(counted)
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=Missing,
            autoescape=True,
            finalize=_printed,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.loopcontrols"],
            cache_size=200,
        )
        self.files: list[str] = []
        self.names: dict[str, None] = {}  # all names that templates set, for "did you mean"
        self._set: tuple[str, ...] = ()  # those of the template that was parsed last
        plain = {name: JINJA_FILTERS[name] for name in _PLAIN_FILTERS}
        self.filters = {name: _counting(function) for name, function in (plain | _BOUNDED_FILTERS | FILTERS).items()}
        self.globals.pop("lipsum", None)
        self.globals.update(FUNCTIONS)

    # ------------------------------------------------------------ compiling

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        index = self._index(name, filename)
        every = list(compiling.below(tree))
        for node in every:
            if isinstance(node, nodes.TemplateData):
                node.data = compiling.mark(node.data, index, node.lineno)
            elif isinstance(node, nodes.EvalContextModifier | nodes.ScopedEvalContextModifier):
                raise TemplateAssertionError("autoescape cannot be switched", node.lineno, name, filename)
        for use, kind, known in ((nodes.Filter, "filter", self.filters), (nodes.Test, "test", self.tests)):
            for one in every:
                if isinstance(one, use) and one.name not in known:
                    raise TemplateAssertionError(f"No {kind} named {one.name!r}", one.lineno, name, filename)
        compiling.meter(tree)
        self._set = tuple(dict.fromkeys(name for node in every for name in compiling.names_set(node)))
        self.names.update(dict.fromkeys(self._set))
        return tree

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *args: Any) -> Any:
        """Return the code of a template: what was kept of the same text at the same place, else what is made now."""
        kept_as = kept.name_of(compiling.recipe(), name, filename, self._index(name, filename), source, args)
        found = kept.read(kept_as)
        if found is None:
            found = code, _ = super().compile(source, name, filename, *args), self._set
            kept.write(kept_as, found)
        code, names = found
        self.names.update(dict.fromkeys(names))
        return code

    def _index(self, name: str | None, filename: str | None) -> int:
        """Return the number of a file in `files`, which is put there if it is new."""
        path = filename or name or ""
        if path not in self.files:
            self.files.append(path)
        return self.files.index(path)

    # ------------------------------------------------------------ running

    def step(self, characters: int = 0) -> bool:
        """Count a loop turn or a call, and what of the template's own text it may print."""
        run = running()
        if run is not None:
            run.meter.step()
            run.meter.print(characters)
        return True

    def call(self, context: Any, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.step()
        return counted(super().call(context, function, *args, **kwargs))

    def call_filter(self, *args: Any, **kwargs: Any) -> Any:
        """Apply a filter to one of many values, as `map` does."""
        self.step()
        return super().call_filter(*args, **kwargs)

    def call_test(self, *args: Any, **kwargs: Any) -> Any:
        self.step()
        return super().call_test(*args, **kwargs)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a data field at once; everything else goes the long way through `is_safe_attribute`."""
        return getattr(obj, attribute) if attribute in fields_of(type(obj)) else super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow data fields, harmless methods of plain values, and what Jinja's own objects offer; nothing else."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, _JINJA_OBJECTS):
            return True
        for kind, allowed in _METHODS:
            if isinstance(obj, kind):
                return attr in allowed
        return attr in fields_of(type(obj))

    def wrap_str_format(self, value: Any) -> None:
        """Leave `str.format` to `is_safe_attribute`, which refuses it."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return _BINARY[operator](self, context, left, right)

    def join_text(self, parts: tuple[Any, ...]) -> Any:
        return counted(markup_join(_together([_printable(part) for part in parts])))

    def _add(self, context: Any, left: Any, right: Any) -> Any:
        result = super().call_binop(context, "+", left, right)
        if isinstance(result, str):
            return counted(result)
        if isinstance(result, list | tuple) and len(result) > LONGEST_LIST:
            raise Complaint(f"a list of more than {LONGEST_LIST:,} items")
        return result

    def _multiply(self, context: Any, left: Any, right: Any) -> Any:
        many, times = (right, left) if isinstance(left, int) else (left, right)
        if isinstance(many, str | list | tuple) and isinstance(times, int):
            most = LONGEST_TEXT if isinstance(many, str) else LONGEST_LIST
            if len(many) * times > most:
                raise Complaint(f"a value of {len(many):,} × {times:,} is too large")
        _bound_numbers(left, right)
        return super().call_binop(context, "*", left, right)

    def _power(self, context: Any, left: Any, right: Any) -> Any:
        _bound_numbers(left, right)
        if not isinstance(right, int | float | Decimal) or not -64 <= right <= 64:
            raise Complaint("a power is taken to 64 at most")
        return super().call_binop(context, "**", left, right)

    def _modulo(self, context: Any, left: Any, right: Any) -> Any:
        if isinstance(left, str):
            raise Complaint("'%' does not format text here", "join texts with ~")
        return super().call_binop(context, "%", left, right)


_BINARY = {"+": Sandbox._add, "*": Sandbox._multiply, "**": Sandbox._power, "%": Sandbox._modulo}


def _printed(value: Any) -> Any:
    """Return what is printed for a value: text of the brief with its language, where the document is in another one."""
    return told(_printable(value))


def _together(texts: list[Any]) -> list[Any]:
    """Mark the language of plain texts that are joined with markup: in markup they could not be told any more."""
    return [told(text) for text in texts] if any(isinstance(text, Markup) for text in texts) else texts


def _printable(value: Any) -> Any:
    """Let through what has a text; None prints nothing. Raises Complaint for a whole object or list."""
    if value is None:
        return ""
    if type(value) is str or type(value) is Markup:
        text: Any = value
    elif isinstance(value, str):
        text = value.value if isinstance(value, Enum) else value
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, Undefined):
        text = str(value)  # raises, naming what is missing
    elif hints.is_record(type(value)):
        fields = [name for name in ("text", "name", "title", "wording") if hasattr(value, name)]
        mend = f"print one of its fields, such as '{fields[0]}'" if fields else "use a filter, such as 'date'"
        raise Complaint(f"this prints a whole {type(value).__name__}", mend)
    elif hasattr(value, "__html__") or isinstance(value, TemplateReference):
        text = Markup(value)
    else:
        raise Complaint(f"this prints a {type(value).__name__}", "loop over it, or use 'prose' or 'names'")
    run = running()
    if run is not None:
        run.meter.print(len(text))
    return text


def _bound_numbers(*values: Any) -> None:
    for value in values:
        if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
            raise Complaint("a number of more than a thousand digits")


# ---------------------------------------------------------------- Jinja's filters with a bound


def _counting(function: Any) -> Any:
    """Return a filter whose results are counted."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        return counted(function(*args, **kwargs))

    return run


def _count(value: Any, name: str) -> None:
    if not isinstance(value, int) or not 0 < value <= _LARGEST_COUNT:
        raise Complaint(f"'{name}' takes a number from 1 to {_LARGEST_COUNT}")


@pass_context
def _batch(_context: Any, value: Any, linecount: int, fill_with: Any = None) -> Any:
    _count(linecount, "batch")
    return JINJA_FILTERS["batch"](value, linecount, fill_with)


@pass_context
def _slice(_context: Any, value: Any, slices: int, fill_with: Any = None) -> Any:
    _count(slices, "slice")
    return JINJA_FILTERS["slice"](value, slices, fill_with)


@pass_context
def _round(_context: Any, value: Any, precision: int = 0, method: str = "common") -> Any:
    if not isinstance(precision, int) or abs(precision) > 20:
        raise Complaint("'round' takes a precision of 20 at most")
    _bound_numbers(value)
    return JINJA_FILTERS["round"](value, precision, method)


@pass_context
def _join(context: Any, value: Any, d: str = "", attribute: str | None = None) -> Any:
    items = list(value) if attribute is None else list(JINJA_FILTERS["map"](context, value, attribute=attribute))
    texts = _together([_printable(item) for item in items])
    if sum(map(len, texts)) + len(d) * len(texts) > LONGEST_TEXT:
        raise Complaint(f"a text of more than {LONGEST_TEXT:,} characters")
    return JINJA_FILTERS["join"](context.eval_ctx, texts, d)


@pass_context
def _replace(context: Any, value: str, old: str, new: str, count: int | None = None) -> Any:
    text = str(value)
    if len(text) + text.count(str(old)) * len(str(new)) > LONGEST_TEXT:
        raise Complaint(f"a text of more than {LONGEST_TEXT:,} characters")
    return JINJA_FILTERS["replace"](context.eval_ctx, value, old, new, count)


_BOUNDED_FILTERS: dict[str, Any] = {
    "batch": _batch,
    "join": _join,
    "replace": _replace,
    "round": _round,
    "slice": _slice,
}
