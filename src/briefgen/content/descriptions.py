"""What the model's own docstrings and comments say of each class, field and word: the one source for the schema."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from functools import cache
from types import ModuleType


@cache
def descriptions(module: ModuleType) -> dict[str, str]:
    """Return the words for `Class` and `Class.field` (or `Enum.MEMBER`), for each that has a docstring or comment."""
    source = inspect.getsource(module)
    comments = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = " ".join((ast.get_docstring(node) or "").split())
            for item in node.body:
                name = _name(item)
                if name and item.end_lineno in comments:
                    found[f"{node.name}.{name}"] = comments[item.end_lineno]
    return {name: words for name, words in found.items() if words}


def _name(item: ast.stmt) -> str:
    target = (
        item.target if isinstance(item, ast.AnnAssign) else item.targets[0] if isinstance(item, ast.Assign) else None
    )
    return target.id if isinstance(target, ast.Name) else ""
