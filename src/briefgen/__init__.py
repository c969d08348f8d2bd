"""Write a policy briefing once, as data; render it for every reader.

    import briefgen

    brief = briefgen.load("brief.yaml")
    briefgen.render(brief, format="pdf", template="one-page").save("summary.pdf")

Names are imported when they are first used, so `import briefgen` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__version__ = "0.1.0"

_MODEL = [
    "Action",
    "Actor",
    "ActorKind",
    "Brief",
    "BriefField",
    "Caveat",
    "CaveatKind",
    "Change",
    "Citation",
    "Comparison",
    "ComparisonKind",
    "Confidence",
    "Direction",
    "Domain",
    "Driver",
    "Effect",
    "Estimate",
    "Event",
    "FieldMarking",
    "Force",
    "Implication",
    "Indicator",
    "Instrument",
    "InstrumentKind",
    "Judgement",
    "JudgementKind",
    "Level",
    "LocalName",
    "Marking",
    "Obligation",
    "Option",
    "PartialDate",
    "Provision",
    "Quantity",
    "Recommendation",
    "Relation",
    "RelationKind",
    "Response",
    "Scenario",
    "Source",
    "SourceKind",
    "Stage",
    "Stance",
    "Statement",
    "Status",
    "StatusChange",
    "Term",
    "Trigger",
]
_HOMES = {
    **dict.fromkeys(_MODEL, "briefgen.content.model"),
    **dict.fromkeys(("load", "loads", "dump"), "briefgen.content.loading"),
    "schema": "briefgen.content.schema",
    **dict.fromkeys(("render", "prove", "Output"), "briefgen.rendering"),
    **dict.fromkeys(("Job", "Result"), "briefgen.batch.jobs"),
    "render_many": "briefgen.batch.run",
    "check": "briefgen.checking.run",
    **dict.fromkeys(("Finding", "Severity"), "briefgen.checking.findings"),
    **dict.fromkeys(("Audience", "Emphasis", "Release", "load_audience"), "briefgen.audience.profile"),
    "select": "briefgen.audience.selection",
    **dict.fromkeys(
        (
            "AudienceError",
            "BriefgenError",
            "Fault",
            "InputError",
            "LayoutError",
            "LeakError",
            "OutputError",
            "Place",
            "ReleaseError",
            "TemplateError",
            "ThemeError",
        ),
        "briefgen.errors",
    ),
}

if TYPE_CHECKING:
    from briefgen.audience.profile import Audience as Audience
    from briefgen.audience.profile import Emphasis as Emphasis
    from briefgen.audience.profile import Release as Release
    from briefgen.audience.profile import load_audience as load_audience
    from briefgen.audience.selection import select as select
    from briefgen.batch.jobs import Job as Job
    from briefgen.batch.jobs import Result as Result
    from briefgen.batch.run import render_many as render_many
    from briefgen.checking.findings import Finding as Finding
    from briefgen.checking.findings import Severity as Severity
    from briefgen.checking.run import check as check
    from briefgen.content.loading import dump as dump
    from briefgen.content.loading import load as load
    from briefgen.content.loading import loads as loads
    from briefgen.content.model import *  # noqa: F403
    from briefgen.content.schema import schema as schema
    from briefgen.errors import *  # noqa: F403
    from briefgen.rendering import Output as Output
    from briefgen.rendering import prove as prove
    from briefgen.rendering import render as render


def example() -> Path:
    """Return the path of the summit brief that ships with briefgen."""
    from briefgen.resources import folder

    return folder("examples") / "putin-kim-summit" / "brief.yaml"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'briefgen' has no attribute '{name}'")
    globals()[name] = getattr(import_module(_HOMES[name]), name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


__all__ = ["__version__", "example", *_HOMES]
