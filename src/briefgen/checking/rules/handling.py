"""Handling labels: does the scheme know them, and are they written as it writes them?

What a scheme knows is data (templates/handling/*.toml), read by `briefgen.audience.handling`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefgen.audience.handling import BUILT_IN, Held, Scheme, load_scheme, read, scheme_of
from briefgen.checking.findings import Hit, Severity, rule
from briefgen.checking.subject import Subject
from briefgen.content import model
from briefgen.content.parts import Part
from briefgen.data.characters import shown
from briefgen.errors import AudienceError

_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Z]{3,4}|[A-Z][A-Za-z]+/[A-Za-z_/]+)"
)


class Marked(NamedTuple):
    """A marking: its scheme, what it means, and what is wrong with it where one of them is None."""

    part: Part
    scheme: Scheme | None
    held: Held | None
    problem: str
    right: str  # as its scheme writes it, where that differs
    now: str  # what it has become, where it is obsolete


def marked(subject: Subject) -> list[Marked]:
    """Return every marking of the brief, read once for all rules."""
    return subject.once(_marked)


def _marked(subject: Subject) -> list[Marked]:
    banner = subject.brief.marking
    default = banner.scheme if banner is not None else ""
    if banner is not None and not default:
        scheme, _, _ = _meant(banner, "")
        default = scheme.name if scheme is not None else ""
    known: dict[model.Marking, tuple[Scheme | None, Held | None, str, str, str]] = {}
    found = []
    for part in subject.parts.get(model.Marking, []):
        if part.value not in known:
            scheme, held, problem = _meant(part.value, default)
            label = part.value.label
            known[part.value] = (scheme, held, problem, respelt(scheme, label), renewed(scheme, label))
        found.append(Marked(part, *known[part.value]))
    return found


def _meant(marking: model.Marking, default: str) -> tuple[Scheme | None, Held | None, str]:
    scheme = None
    try:
        scheme = scheme_of(marking, default)
        return scheme, read(scheme, marking), ""
    except AudienceError as error:
        return scheme, None, _words(error)
    except (OSError, ValueError):  # a name that no file can have
        return scheme, None, f"there is no handling scheme {shown(marking.scheme)}"


def _words(error: AudienceError) -> str:
    fault = error.faults[0]
    return f"{fault.what}; {fault.mend}" if fault.mend else fault.what


def respelt(scheme: Scheme | None, label: str) -> str:
    """Return a label as its scheme writes it, where it is only written otherwise; "" where it is right or unknown.

    Wrong case, spaces around a colon or a plus, and a prefix that is left out (`AMBER`) are other ways to write.
    """
    plain = re.sub(r"\s+", " ", label.strip())
    for each in (scheme,) if scheme is not None else map(load_scheme, BUILT_IN):
        for level in each.levels:
            key = _key(level.label)
            if plain != level.label and (_key(plain) == key or (":" in level.label and _key(f"TLP{plain}") == key)):
                return level.label
    if scheme is not None and plain != plain.upper():
        try:
            read(scheme, model.Marking(label=plain))
        except AudienceError:
            return ""
        return plain.upper()
    return ""


def _key(label: str) -> str:
    return re.sub(r"[\W_]", "", label).upper()


def renewed(scheme: Scheme | None, label: str) -> str:
    """Return what an obsolete label is now; "" where it is not obsolete."""
    for each in (scheme,) if scheme is not None else map(load_scheme, BUILT_IN):
        for old, new in each.obsolete.items():
            if _key(old) == _key(label):
                return new
    return ""


@rule("BG301", "unknown-label", Severity.ERROR)
def unknown_label(subject: Subject) -> Iterator[Hit]:
    """A marking’s label is none of its scheme.

    Labels are never translated, shortened or made up; a reader who does not know one does not know what is allowed.

    Fails:
        marking: {label: "TLP:ORANGE", scheme: tlp}

    Mended:
        marking: {label: "TLP:AMBER", scheme: tlp}
    """
    for part, scheme, held, problem, *_ in marked(subject):
        label = part.value.label
        if (
            held is None
            and not respelt(scheme, label)
            and not renewed(scheme, label)
            and not _is_control(scheme, label)
        ):
            what, _, mend = problem.partition("; ")
            if re.search(r"-SENSITIVE\b", label.upper()):
                mend = "-SENSITIVE stands at OFFICIAL only"
            yield Hit(what=what, at=(part.at, "label"), mend=mend, id=part.named.value.id)


def _is_control(scheme: Scheme | None, label: str) -> bool:
    """Say whether the level is known, so that what is wrong stands behind it."""
    if scheme is None or not scheme.between:
        return False
    return _meant(model.Marking(label=label.split(scheme.between)[0]), scheme.name)[1] is not None


@rule("BG302", "label-spelling", fixable=True)
def label_spelling(subject: Subject) -> Iterator[Hit]:
    """A label is not written as its scheme writes it.

    Capitals, no spaces inside, nothing left out: `TLP:AMBER+STRICT`. `briefgen check --fix` mends it.

    Fails:
        marking: {label: "tlp: amber", scheme: tlp}

    Mended:
        marking: {label: "TLP:AMBER", scheme: tlp}
    """
    for part, _, _, _, right, now in marked(subject):
        if right and not now:
            yield Hit(
                what=f"{shown(part.value.label)} is written {right}",
                at=(part.at, "label"),
                mend=f"write {right}",
                id=part.named.value.id,
                new=right,
            )


@rule("BG303", "obsolete-label", fixable=True)
def obsolete_label(subject: Subject) -> Iterator[Hit]:
    """A label is obsolete.

    TLP:WHITE is TLP:CLEAR since August 2022. `briefgen check --fix` mends it.

    Fails:
        marking: {label: "TLP:WHITE", scheme: tlp}

    Mended:
        marking: {label: "TLP:CLEAR", scheme: tlp}
    """
    for part, _, _, _, _, now in marked(subject):
        if now:
            what = f"{shown(part.value.label)} is obsolete"
            yield Hit(what=what, at=(part.at, "label"), mend=f"write {now}", id=part.named.value.id, new=now)


@rule("BG308", "marking-order")
def marking_order(subject: Subject) -> Iterator[Hit]:
    """What stands in a marking is not in the order of its scheme.

    Classification, codewords, then dissemination controls as the scheme lists them (US style); tier, handling
    instruction, descriptors (UK).

    Fails:
        marking: {label: "SECRET//NOFORN//ORCON", scheme: us}

    Mended:
        marking: {label: "SECRET//ORCON//NOFORN", scheme: us}
    """
    for part, scheme, held, *_ in marked(subject):
        if scheme is None or held is None or len(held.controls) < 2:
            continue
        order = {control.label: index for index, control in enumerate(scheme.controls)}
        stars = [index for index, control in enumerate(scheme.controls) if "*" in control.label]
        places = [order.get(label, stars[0] if stars and " " in label else -1) for label, _ in held.controls]
        if places != sorted(places):
            right = [label for _, (label, _) in sorted(zip(places, held.controls, strict=True), key=lambda one: one[0])]
            what = f"{shown(part.value.label)} is not in the order of the scheme"
            mend = f"write them in this order: {', '.join(right)}"
            yield Hit(what=what, at=(part.at, "label"), mend=mend, id=part.named.value.id)


@rule("BG309", "release-list", fixable=True)
def release_list(subject: Subject) -> Iterator[Hit]:
    """The groups that a marking lists are not in order: the first one first, countries, then larger groups.

    REL TO lists USA first, then the other three-letter codes by the alphabet, then codes of four.

    Fails:
        marking: {label: "SECRET//REL TO GBR, USA, AUS", scheme: us}

    Mended:
        marking: {label: "SECRET//REL TO USA, AUS, GBR", scheme: us}
    """
    for part, scheme, held, *_ in marked(subject):
        if scheme is None or held is None:
            continue
        firsts = {control.label: control.first for control in scheme.controls if control.listed}
        for label, groups in held.controls:
            first = firsts.get(label)
            if first is None or not groups:
                continue
            right = sorted({first, *groups} if first else groups, key=lambda one: (one != first, len(one), one))
            if list(groups) != right:
                written = ", ".join(groups)
                text = part.value.label
                is_whole = len(right) == len(groups)
                yield Hit(
                    what=f"“{label} {written}” is not in order"
                    if len(right) == len(groups)
                    else f"{label} lacks {first}",
                    at=(part.at, "label"),
                    mend=f"write {label} {', '.join(right)}",
                    id=part.named.value.id,
                    new=text.replace(written, ", ".join(right)) if written in text and is_whole else None,
                )


@rule("BG310", "controls-exclude-each-other", Severity.ERROR)
def controls_exclude_each_other(subject: Subject) -> Iterator[Hit]:
    """A marking holds two controls of which one rules the other out.

    NOFORN with REL TO says at once that no foreigner may read it and that some may.

    Fails:
        marking: {label: "SECRET//NOFORN//REL TO USA, GBR", scheme: us}

    Mended:
        marking: {label: "SECRET//REL TO USA, GBR", scheme: us}
    """
    for part, scheme, held, *_ in marked(subject):
        if scheme is None or held is None:
            continue
        labels = [label for label, _ in held.controls]
        for control in scheme.controls:
            for other in control.clears if control.label in labels else ():
                if other in labels:
                    what = f"{control.label} and {other} cannot stand together"
                    yield Hit(
                        what=what, at=(part.at, "label"), mend="keep the one that is meant", id=part.named.value.id
                    )


@rule("BG311", "control-out-of-place", Severity.ERROR)
def control_out_of_place(subject: Subject) -> Iterator[Hit]:
    """A control stands at a level that it cannot stand at.

    FOR PUBLIC RELEASE is for OFFICIAL alone, HMG USE ONLY ends below TOP SECRET.

    Fails:
        marking: {label: OFFICIAL-SENSITIVE - FOR PUBLIC RELEASE, scheme: gsc}

    Mended:
        marking: {label: OFFICIAL - FOR PUBLIC RELEASE, scheme: gsc}
    """
    for part, scheme, held, problem, *_ in marked(subject):
        if scheme is not None and held is None and _is_control(scheme, part.value.label):
            what, _, mend = problem.partition("; ")
            yield Hit(what=what, at=(part.at, "label"), mend=mend, id=part.named.value.id)


@rule("BG312", "limit-without-names")
def limit_without_names(subject: Subject) -> Iterator[Hit]:
    """A marking limits readers to an organisation or to recipients that nobody names.

    `[ORGANISATION] USE ONLY` needs the organisation’s name; RECIPIENTS ONLY needs a list: `addressee`, `releasable_to`.

    Fails:
        marking: {label: "OFFICIAL - [ORGANISATION] USE ONLY", scheme: gsc}

    Mended:
        marking: {label: OFFICIAL - FCDO USE ONLY, scheme: gsc}
    """
    for part in subject.parts.get(model.Marking, []):
        words = " ".join((part.value.label, *part.value.caveats)).upper()
        if re.search(r"\[[^\]]*\]|(?:^|- )ORGANI[SZ]ATION USE ONLY", words):
            what, mend = f"{shown(part.value.label)} names no organisation", "write its name in place of the brackets"
        elif "RECIPIENTS ONLY" in words and not subject.brief.addressee and not part.value.releasable_to:
            what, mend = f"{shown(part.value.label)} has no list of recipients", "add 'addressee' or 'releasable_to'"
        else:
            continue
        yield Hit(what=what, at=(part.at, "label"), mend=mend, id=part.named.value.id)


@rule("BG313", "embargo-without-instant")
def embargo_without_instant(subject: Subject) -> Iterator[Hit]:
    """A marking says that the text is embargoed, and nothing says until when.

    “Until Tuesday noon” ends at another moment in each city: `embargo` holds day, time and zone.

    Fails:
        marking: {label: OFFICIAL - EMBARGOED, scheme: gsc}

    Mended:
        marking: {label: OFFICIAL - EMBARGOED, scheme: gsc}
        embargo: 2026-12-01 09:00 Europe/Berlin
    """
    if subject.brief.embargo:
        return
    for part in subject.parts.get(model.Marking, []):
        words = " ".join((part.value.label, *part.value.caveats))
        if re.search(r"\bembargo", words, re.IGNORECASE) and not _INSTANT.search(words):
            yield Hit(
                what=f"{shown(part.value.label)} does not say until when",
                at=(part.at, "label"),
                mend="add 'embargo' with day, time and zone: 2026-12-01 09:00 Europe/Berlin",
                id=part.named.value.id,
            )
