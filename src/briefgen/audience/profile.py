"""An audience: who reads, in what form, and what they may see. Data from TOML or YAML, like a theme.

audience = load_audience("press")
render(brief, audience=audience)
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefgen import resources
from briefgen.audience import places
from briefgen.errors import AudienceError, BriefgenError, Fault, nearest

if TYPE_CHECKING:
    from briefgen.data.faults import Faults

# What an audience calls a section, and the blocks of the built-in templates that hold it.
SECTIONS: dict[str, tuple[str, ...]] = {
    "bottom_line": ("bottom_line",),
    "purpose": ("purpose", "address", "issue", "timing"),
    "recommendation": ("recommendation",),
    "judgements": ("key_judgements", "judgements", "key_points", "assessments"),
    "changes": ("changes",),
    "agreed": ("agreed",),
    "comparison": ("comparison",),
    "drivers": ("drivers",),
    "responses": ("responses",),
    "implications": ("implications",),
    "scenarios": ("scenarios",),
    "options": ("options",),
    "caveats": ("caveats",),
    "timeline": ("timeline", "dates"),
    "sources": ("sources",),
    "legend": ("legend",),
    "reference": ("reference",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """Weights that importance is multiplied by: 2 doubles it, 0.5 halves it. A statement has all that fit it."""

    tags: dict[str, float] = field(default_factory=dict)
    domains: dict[str, float] = field(default_factory=dict)
    actors: dict[str, float] = field(default_factory=dict)  # ids of actors that respond
    sections: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What the reader may see: up to the highest marking of each scheme. A scheme that is not named stays closed."""

    highest: dict[str, str] = field(default_factory=dict)  # by scheme: tlp = "TLP:GREEN"
    groups: tuple[str, ...] = ()  # that the reader belongs to: USA, HMG, a codeword
    attribution: bool = False  # may read who spoke under the Chatham House Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A reader, or several of one kind. What is not said is as in the brief and its template."""

    name: str
    description: str = ""
    template: str = ""
    theme: str = ""
    pages: int = 0  # the most pages; 0 = as the template has it
    sections: tuple[str, ...] = ()  # which, in this order; none given: all, in the template's order
    emphasis: Emphasis = field(default_factory=Emphasis)
    depth: int = 1  # statements of less importance are left out
    depths: dict[str, int] = field(default_factory=dict)  # by section, where they differ
    first: tuple[str, ...] = ()  # ids of actors whose response stands first
    language: str = ""  # of headings, labels, dates, numbers and lists: fr, en-GB; "" = the brief's
    dates: Literal["long", "short", "iso"] = "long"
    labels: dict[str, str] = field(default_factory=dict)  # headings of the template, by their English words
    likelihood_scale: str = ""  # the one that is shown; "none" = words only
    recommendations: bool = True
    release: Release | None = None  # None = nothing is withheld


def load_audience(name: str | Path) -> Audience:
    """Load an audience by name or path. Raises AudienceError with all faults at once."""
    from briefgen.data import syntax, typed
    from briefgen.data.faults import Faults

    path = places.find("audiences", str(name))
    tree = syntax.read(path, error=AudienceError)
    audience = typed.build(Audience, tree, error=AudienceError)
    faults = Faults(lambda at, key: tree.place(at, key=key))
    _check(audience, faults)
    faults.raise_any(AudienceError)
    return _beside(audience, path.parent)


def check_audience(audience: Audience) -> None:
    """Hold an audience that a script has built to what `load_audience` checks. Raises AudienceError."""
    from briefgen.data.faults import Faults

    faults = Faults(lambda at, key: None)
    _check(audience, faults)
    faults.raise_any(AudienceError)


def _beside(audience: Audience, folder: Path) -> Audience:
    """Point a template, theme or scheme that is given as a path at the file beside the audience."""

    def full(name: str) -> str:
        path = folder / name
        return str(path) if ("/" in name or "." in name) and resources.is_file(path) else name

    release = audience.release
    if release is not None:
        release = replace(release, highest={full(name): label for name, label in release.highest.items()})
    return replace(audience, template=full(audience.template), theme=full(audience.theme), release=release)


def _check(audience: Audience, faults: Faults) -> None:
    for index, section in enumerate(audience.sections):
        _section(("sections", index), section, faults)
        if section in audience.sections[:index]:
            faults.add(("sections", index), f"the section '{section}' stands twice", "leave one")
    for section, least in audience.depths.items():
        _section(("depths", section), section, faults)
        if not 1 <= least <= 5:
            faults.add(("depths", section), f"{least} is not from 1 to 5", "1 shows everything")
    if not 1 <= audience.depth <= 5:
        faults.add(("depth",), f"{audience.depth} is not from 1 to 5", "1 shows everything")
    if audience.pages < 0:
        faults.add(("pages",), f"{audience.pages} is no number of pages", "0 means as the template has it")
    _check_emphasis(audience.emphasis, faults)
    if audience.language:
        from briefgen.content.rules import is_language

        if not is_language(audience.language):
            faults.add(("language",), f"'{audience.language}' is not a language tag", "write one of BCP 47: en-GB, ko")
    if audience.likelihood_scale not in ("", "none"):
        from briefgen.content.scales import SCALES

        if audience.likelihood_scale not in SCALES:
            mend = nearest(audience.likelihood_scale, SCALES) or f"there are: {', '.join(SCALES)}, none"
            faults.add(("likelihood_scale",), f"there is no scale '{audience.likelihood_scale}'", mend)
    if audience.release is not None:
        _check_release(audience.release, faults)


def _section(path: tuple[str | int, ...], name: str, faults: Faults) -> None:
    if name not in SECTIONS:
        mend = nearest(name, SECTIONS) or f"there are: {', '.join(SECTIONS)}"
        faults.add(path, f"there is no section '{name}'", mend)


def _check_emphasis(emphasis: Emphasis, faults: Faults) -> None:
    from briefgen.content.model import Domain

    for kind in ("tags", "domains", "actors", "sections"):
        for name, weight in getattr(emphasis, kind).items():
            if not 0 < weight <= 100:
                faults.add(("emphasis", kind, name), f"{weight:g} is no weight", "1 changes nothing, 2 doubles")
    for name in emphasis.domains:
        if name not in list(Domain):
            mend = nearest(name, list(Domain)) or f"there are: {', '.join(Domain)}"
            faults.add(("emphasis", "domains", name), f"there is no domain '{name}'", mend)
    for name in emphasis.sections:
        _section(("emphasis", "sections", name), name, faults)


def _check_release(release: Release, faults: Faults) -> None:
    from briefgen.audience.handling import load_scheme, read
    from briefgen.content.model import Marking

    for name, label in release.highest.items():
        try:
            read(load_scheme(name), Marking(label=label))
        except BriefgenError as error:
            for fault in error.faults:
                faults.add(("release", "highest", name), fault.what, fault.mend)


def available() -> list[tuple[str, str, str]]:
    """Return name, description and place of every audience that a name finds; what is wrong with one instead of it."""
    rows = []
    for name, path, where in places.available("audiences"):
        try:
            described = load_audience(str(path) if "/" in str(path) else f"./{path}").description
        except BriefgenError as error:
            described = f"cannot be read: {error.faults[0]}"
        rows.append((name, described, where))
    return rows


def resolve(audience: Audience | str | Path | None) -> Audience | None:
    """Return the audience itself, loaded where it is a name or path, checked where a script has made it."""
    if audience is None or audience == "":
        return None
    if isinstance(audience, Audience):
        check_audience(audience)
        return audience
    if isinstance(audience, str | Path):
        return load_audience(audience)
    raise AudienceError(Fault(what=f"an audience is a name or an Audience, not a {type(audience).__name__}"))
