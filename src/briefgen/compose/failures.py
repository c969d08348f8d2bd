"""What went wrong in a template, as one fault with the template's own file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from jinja2 import Environment, Template
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError

from briefgen.compose.run import Complaint
from briefgen.errors import Fault, Place, TemplateError, nearest

_NO_FILTER = re.compile(r"No (filter|test) named '([^']*)'")


def failure(error: Exception, environment: Environment, file: str) -> TemplateError:
    """Return the TemplateError for what a template raised; `file` is the one that was asked for."""
    if isinstance(error, TemplateError):
        return error
    place = _place(error) or Place(file=file)
    what, mend = _explain(error, environment)
    return TemplateError(Fault(what=what, place=place, mend=mend))


def _place(error: Exception) -> Place | None:
    if isinstance(error, TemplateSyntaxError):
        return Place(file=error.filename or error.name or "", line=error.lineno)
    found = None
    for template, line in _frames(error.__traceback__):
        found = Place(file=str(template.filename or template.name), line=line)
    return found


def _frames(traceback: TracebackType | None) -> Iterable[tuple[Template, int]]:
    """Yield the templates on the way to the error, outermost first, with the line each is at."""
    while traceback is not None:
        template: Any = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            yield template, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next


def _explain(error: Exception, environment: Environment) -> tuple[str, str]:
    match error:
        case Complaint():
            return error.what, error.mend
        case TemplateSyntaxError() | TemplateRuntimeError() if named := _NO_FILTER.search(str(error.message)):
            kind, name = named.groups()
            known = environment.filters if kind == "filter" else environment.tests
            return f"there is no {kind} '{name}'", nearest(name, sorted(known))
        case SecurityError():
            return f"{_sentence(error)}", "a template may read fields and use filters, nothing else"
        case TemplateSyntaxError():
            return f"{_sentence(error)}", ""
        case TemplateNotFound():
            names = environment.loader.list_templates() if environment.loader is not None else []
            wanted = str(error.name) if error.name else ", ".join(str(name) for name in getattr(error, "templates", ()))
            return f"there is no template '{wanted}' to take in", nearest(wanted, names)
        case RecursionError():
            return "templates or macros call each other without end", ""
        case MemoryError():
            return "the template needs more memory than there is", ""
        case OverflowError():
            return f"{_sentence(error)}", ""
        case _:
            return f"{_sentence(error)} ({type(error).__name__})", ""


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split()).removesuffix(".") or type(error).__name__
    return text if len(text) <= 300 else f"{text[:297]}…"
