"""All rules, by family; those of other packages come in through the entry point group `briefgen.rules`."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from briefgen.checking.findings import Rule

FAMILIES = {
    "BG1": ("Evidence", "evidence", "evidence_sources"),
    "BG2": ("Likelihood and confidence", "likelihood", "likelihood_slots"),
    "BG3": ("Handling", "handling", "handling_parts"),
    "BG4": ("Writing", "writing", "writing_words"),
    "BG9": ("Comments", "comments"),
}


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, by code. A package adds its own as `name = "package.module:rule"` under `briefgen.rules`."""
    from importlib.metadata import entry_points

    found = []
    for _, *modules in FAMILIES.values():
        for name in modules:
            found += [one for one in vars(import_module(f"{__name__}.{name}")).values() if isinstance(one, Rule)]
    taken = {one.code for one in found}
    for entry in entry_points(group="briefgen.rules"):
        made = entry.load()
        if isinstance(made, Rule) and made.code not in taken:
            found.append(made)
            taken.add(made.code)
    return tuple(sorted(found, key=lambda one: one.code))
