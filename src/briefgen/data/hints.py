"""The types of a dataclass's fields, looked up once for each class that states them."""

from __future__ import annotations

import inspect
import sys
from functools import cache
from typing import Any


@cache
def hints(cls: Any) -> dict[str, Any]:
    """Return the type of each field, inherited ones first, as `typing.get_type_hints(…, include_extras=True)` does.

    Of a field's own class only what it adds is evaluated; the typing module evaluates every base anew for each class.
    """
    found = {name: hint for base in reversed(cls.__mro__[1:]) for name, hint in hints(base).items()}
    scope = vars(sys.modules[cls.__module__])
    for name, hint in inspect.get_annotations(cls).items():
        found[name] = eval(hint, scope) if isinstance(hint, str) else hint
    return found
