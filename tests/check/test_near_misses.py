"""For each rule what it must find, and what looks like it and must pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefgen.checking.findings import Finding
from briefgen.checking.rules import rules

Found = Callable[..., tuple[Finding, ...]]

SOURCE = "sources: [{id: s, title: S, descriptor: D.}]\n"
ICD = "likelihood_scale: icd203\n"
PHIA = "likelihood_scale: phia\n"
TEXT = (
    "--- a.txt\nOn June 18–19 the “Kremlin’s pariah” met\u00a0Kim. An invasion is unlikely. Limits: 1,550 warheads.\n"
)
TEXT += "\nTalks failed.\n--- brief.yaml\nsources: [{id: s, title: S, file: a.txt}]\n"


def judged(text: str, more: str = "") -> str:
    return f'judgements: [{{id: j, text: "{text}"{more}}}]\n'


def cited(quote: str) -> str:
    return TEXT + f"judgements: [{{id: j, text: X., citations: [{{source: s, quote: '{quote}'}}]}}]\n"


def marked(label: str, scheme: str = "us", more: str = "") -> str:
    return f'marking: {{label: "{label}", scheme: {scheme}}}\n{more}'


# code, what is found, what passes
CASES = [
    ("BG101", cited("An invasion is likely."), cited('the "Kremlin’s pariah" met Kim.')),
    ("BG101", cited("invasion is un"), cited("An invasion is unlikely")),
    ("BG101", cited("likely."), cited("unlikely.")),
    ("BG101", cited("Limits: 1"), cited("Limits: 1,550")),
    ("BG101", cited("June 18-19"), cited("On June 18–19 the … met Kim")),
    ("BG101", cited("met Kim … On June"), cited("On June […] met   Kim.")),
    ("BG101", cited("an invasion is unlikely"), cited("An invasion ... unlikely")),
    ("BG102", TEXT.replace("a.txt}", f"a.txt, sha256: {'0' * 64}}}"), TEXT),
    ("BG103", "sources: [{id: s, title: S, file: a.rtf}]", "sources: [{id: s, title: S}]"),
    ("BG104", "events: [{id: e, title: T, text: X.}]", judged("Talks fail.")),
    ("BG104", judged("X.", ", kind: fact-claim"), judged("X.", ", kind: fact-claim, needs_source: true")),
    (
        "BG104",
        "actors: [{id: a, name: A, kind: state}]\nresponses: [{id: r, actor: a, stance: distant, text: X.}]",
        SOURCE + "actors: [{id: a, name: A, kind: state}]\nresponses:\n  - {id: r, actor: a, stance: distant, text: X.,"
        " actions: [{id: b, stage: taken, text: Y., citations: [s]}]}",
    ),
    (
        "BG105",
        SOURCE + judged("X.", ", key: true, citations: [s]"),
        SOURCE + "source_summary: All rests on one source.\n" + judged("X.", ", key: true, citations: [s]"),
    ),
    ("BG105", SOURCE + "bottom_line: {text: X., citations: [s]}", SOURCE + judged("X.", ", citations: [s]")),
    ("BG106", SOURCE, SOURCE + judged("X.", ", citations: [s]")),
    ("BG107", "sources: [{id: s, title: S}]", SOURCE),
    ("BG108", SOURCE, judged("X.")),
    (
        "BG109",
        "sources: [{id: s, title: S, url: https://e.org}]",
        "sources: [{id: s, title: S, url: https://e.org, retrieved: 2026-01}]",
    ),
    ("BG110", TEXT, "sources: [{id: s, title: S}]"),
    (
        "BG111",
        SOURCE + judged("X.", ", citations: [s]"),
        SOURCE + judged("X.", ", citations: [{source: s, locator: p. 3}]"),
    ),
    (
        "BG112",
        TEXT.replace("file: a.txt", "file: a.txt, connectives: [Talks failed.]"),
        TEXT,
    ),
    (
        "BG113",
        TEXT.replace("file: a.txt", "file: a.txt, connectives: [Talks fail.]"),
        TEXT.replace("file: a.txt", "file: a.txt, connectives: [Talks failed.]"),
    ),
    ("BG114", cited("An invasion is … Talks failed."), cited("On June … Limits")),
    ("BG115", judged("X.", ", needs_source: true"), judged("X.", ", needs_source: false")),
    (
        "BG116",
        "sources: [{id: s, title: S, ai_generated: true}]\n" + judged("X.", ", key: true, citations: [s]"),
        "sources: [{id: s, title: S, ai_generated: true}]\n" + judged("X.", ", citations: [s]"),
    ),
    ("BG201", ICD + judged("Talks might fail."), ICD + judged("Talks are unlikely to fail.")),
    ("BG201", ICD + judged("Failure is possible."), ICD + judged("They meet in May as soon as possible.")),
    ("BG201", PHIA + judged("Failure is very likely."), PHIA + judged("Failure is a realistic possibility.")),
    ("BG201", ICD + judged("Failure may follow."), ICD + judged("He said: “failure may follow”.")),
    ("BG201", judged("Failure is conceivable."), "caveats: [{id: c, kind: gap, text: Both may differ.}]"),
    ("BG201", PHIA + judged("It could rain."), PHIA + judged("It will probably rain.")),
    (
        "BG202",
        ICD + judged("War is likely. Peace is improbable."),
        ICD + judged("War is likely. Peace is very unlikely."),
    ),
    (
        "BG202",
        ICD + judged("War is likely, peace improbable."),
        ICD + judged("War is likely, peace improbable.") + "source_summary: Both rows mean the same ranges.",
    ),
    ("BG202", ICD + judged("It is probable. It is very likely."), PHIA + judged("It is probable. It is likely.")),
    (
        "BG203",
        judged("With high confidence we judge war likely."),
        judged("War is likely. We judge so with high confidence."),
    ),
    (
        "BG203",
        judged("War is unlikely (moderate confidence)."),
        judged("The vote of no confidence is likely to pass."),
    ),
    ("BG204", judged("War is inevitable."), judged("War is not inevitable.")),
    ("BG204", judged("They will certainly meet."), judged("They will almost certainly meet.")),
    ("BG204", judged("No doubt they will meet."), judged("A certain number will meet.")),
    ("BG205", judged("They will meet.", ", key: true"), judged("They have met.", ", key: true")),
    ("BG205", judged("They will meet.", ", key: true"), judged("They will meet.")),
    ("BG206", judged("X.", ", key: true"), judged("X.", ", key: true, confidence: low")),
    ("BG207", judged("X.", ", confidence: low"), judged("X.", ", confidence: {level: low, basis: One source.}")),
    ("BG208", ICD + judged("War is likely (90 %)."), ICD + judged("War is likely (60–75 %).")),
    ("BG208", PHIA + judged("War is unlikely, about 22 percent."), PHIA + judged("War is unlikely. 90 % agree.")),
    (
        "BG208",
        ICD + judged("X.", ", likelihood: {wording: likely, scale: icd203, low: 50}"),
        ICD + judged("X.", ", likelihood: {wording: likely, scale: ipcc, low: 90}"),
    ),
    ("BG209", judged("War is likely."), ICD + judged("War is likely.")),
    (
        "BG209",
        judged("War is likely."),
        "sources: [{id: s, title: S}]\n" + judged("War is likely.", ", citations: [{s: war is likely}]"),
    ),
    (
        "BG210",
        judged("X.", ", likelihood: {wording: might, scale: phia, term: unlikely}"),
        judged("X.", ", likelihood: might"),
    ),
    (
        "BG211",
        judged("X.", ", likelihood: {wording: unlikely, scale: icd203, term: likely}"),
        judged("X.", ", likelihood: {wording: improbable, scale: icd203, term: unlikely}"),
    ),
    (
        "BG212",
        judged("War is unlikely.", ", likelihood: likely"),
        judged("It will probably be.", ", likelihood: probable"),
    ),
    ("BG212", judged("War is likely.", ", likelihood: might"), judged("War comes.", ", likelihood: might")),
    (
        "BG213",
        "scenarios: [{id: a, title: A, text: A., likelihood: {wording: x, low: 60}},"
        " {id: b, title: B, text: B., likelihood: {wording: x, low: 60}}]",
        "scenarios: [{id: a, title: A, text: A., likelihood: {wording: x, low: 60}},"
        " {id: b, title: B, parent: a, text: B., likelihood: {wording: x, low: 60}}]",
    ),
    ("BG214", "likelihood_scale: phai", "likelihood_scale: kent"),
    (
        "BG215",
        ICD + judged("X.", ", likelihood: {wording: likely, scale: phia}"),
        ICD + judged("X.", ", likelihood: {wording: likely, scale: icd203}"),
    ),
    ("BG301", marked("TLP:AMBR", "tlp"), marked("TLP:AMBER+STRICT", "tlp")),
    ("BG301", marked("SECRET-SENSITIVE", "gsc"), marked("OFFICIAL-SENSITIVE", "gsc")),
    ("BG301", marked("UNCLASSIFIED", "gsc"), marked("UNCLASSIFIED", "us")),
    ("BG302", marked("TLP: AMBER STRICT", "tlp"), marked("TLP:AMBER+STRICT", "tlp")),
    ("BG302", marked("secret//noforn"), marked("SECRET//NOFORN")),
    ("BG303", marked("tlp:white", "tlp"), marked("TLP:CLEAR", "tlp")),
    (
        "BG304",
        marked("TLP:AMBER", "tlp", judged("X.", ", marking: 'TLP:AMBER+STRICT'")),
        marked("TLP:AMBER+STRICT", "tlp", judged("X.", ", marking: 'TLP:AMBER'")),
    ),
    ("BG305", marked("SECRET", "us", judged("X.")), marked("TLP:AMBER", "tlp", judged("X."))),
    ("BG306", judged("X.", ", marking: 'TLP:CLEAR'"), judged("X.")),
    (
        "BG307",
        marked("SECRET", "us", judged("X.", ", marking: 'S//NF'")),
        marked("SECRET//NOFORN", "us", judged("X.", ", marking: 'S//NF'")),
    ),
    ("BG308", marked("SECRET//PROPIN//NOFORN"), marked("SECRET//NOFORN//PROPIN")),
    (
        "BG308",
        marked("OFFICIAL - PERSONAL DATA - HMG USE ONLY", "gsc"),
        marked("OFFICIAL - HMG USE ONLY - PERSONAL DATA", "gsc"),
    ),
    ("BG309", marked("SECRET//REL TO USA, NATO, GBR"), marked("SECRET//REL TO USA, GBR, NATO")),
    ("BG309", marked("SECRET//REL TO GBR"), marked("SECRET//REL TO USA, GBR")),
    ("BG310", marked("SECRET//NOFORN//REL TO USA, GBR"), marked("SECRET//ORCON//REL TO USA, GBR")),
    ("BG311", marked("TOP SECRET - HMG USE ONLY", "gsc"), marked("SECRET - HMG USE ONLY", "gsc")),
    (
        "BG312",
        marked("OFFICIAL - RECIPIENTS ONLY", "gsc"),
        marked("OFFICIAL - RECIPIENTS ONLY", "gsc", "addressee: A, B"),
    ),
    ("BG313", marked("OFFICIAL - EMBARGOED", "gsc"), marked("OFFICIAL", "gsc")),
    (
        "BG314",
        marked("TLP:RED", "tlp", judged("X.", ", marking: {label: SECRET, scheme: us}")),
        marked("TLP:RED", "tlp", judged("X.", ", marking: 'TLP:RED'")),
    ),
    (
        "BG315",
        "actors: [{id: a, name: Jane Smith, kind: person}]\nsources: [{id: s, title: S, chatham_house: true}]\n"
        + judged("Jane Smith said so.", ", citations: [s]"),
        "actors: [{id: a, name: Jane Smith, kind: person}]\nsources: [{id: s, title: S, chatham_house: true}]\n"
        + judged("Jane Smithers said so.", ", citations: [s]"),
    ),
    ("BG401", judged("X."), "bottom_line: X."),
    ("BG402", f"bottom_line: {'word ' * 61}", f"bottom_line: {'word ' * 60}"),
    ("BG403", judged("X."), judged("X.") + "caveats: [{id: c, kind: counterpoint, text: Y.}]"),
    ("BG404", judged("X.", ", key: true"), judged("X.")),
    ("BG405", "edition: Second (2)", 'edition: "1"'),
    ("BG405", 'edition: "3"', "edition: Spring 2026"),
    ("BG406", judged("It doubled this year."), "as_of: 2026-01-01\n" + judged("It doubled this year.")),
    ("BG406", judged("It doubled recently."), judged("It doubled “this year”.")),
    ("BG407", judged("The OSCE met."), judged("The Organisation for Security and Co-operation in Europe (OSCE) met.")),
    ("BG407", judged("An LMDC proposal."), judged("The EU and the UN met in 2026; see Article XII.")),
    (
        "BG407",
        judged("The OSCE met."),
        "glossary: [{id: g, term: OSCE, expansion: A security body, text: It meets.}]\n" + judged("The OSCE met."),
    ),
    ("BG408", judged("It is unprecedented."), SOURCE + judged("It is unprecedented.", ", citations: [s]")),
    ("BG408", judged("It is the largest bloc."), judged("It lists the most recent cases and the worst case.")),
    ("BG409", judged("word " * 40 + "end."), judged("word " * 39 + "end. Another one.")),
    ("BG410", judged("A reckless plan."), judged("A plan that he calls “reckless”.")),
    ("BG410", judged("The regime fell."), judged("The sanctions regime stands; it is clearly defined.")),
    (
        "BG411",
        judged("X.", ", headline: 'Only 5 votes'").replace("X.", "It had 7 votes."),
        judged("It had 5 votes.", ", headline: 'Only 5 votes'"),
    ),
    (
        "BG411",
        "implications: [{id: a, text: A., magnitude: [{what: jobs, value: 5}]},"
        " {id: b, text: B., magnitude: [{what: Jobs, value: 6}]}]",
        "implications: [{id: a, text: A., magnitude: [{what: jobs, value: 5, unit: men}]},"
        " {id: b, text: B., magnitude: [{what: Jobs, value: 6, unit: women}]}]",
    ),
    (
        "BG411",
        "implications: [{id: a, text: It costs 900 net jobs., magnitude: [{what: net jobs, value: 950}]}]",
        "implications: [{id: a, text: It costs 900 to 950 net jobs., magnitude: [{what: net jobs, value: 950}]}]",
    ),
    (
        "BG412",
        "instruments: [{id: t, title: T, kind: pact, text: T.}]\ncomparisons:\n"
        "  - {id: u, subject: t, relation: unprecedented, text: U.}\n"
        "  - {id: c, subject: t, relation: only-comparable, other: t, text: C.}",
        "instruments: [{id: t, title: T, kind: pact, text: T.}]\ncomparisons:\n"
        "  - {id: u, subject: t, relation: unprecedented, text: U.}\n"
        "  - {id: c, subject: t, relation: stronger, other: t, text: C.}",
    ),
    ("BG413", f"bottom_line: {{text: X., headline: {'w ' * 16}}}", f"bottom_line: {{text: X., headline: {'w ' * 15}}}"),
    ("BG414", "# briefgen: profile newsroom\nrecommendation: Act.", "recommendation: Act."),
    (
        "BG415",
        "judgements: [" + ", ".join(f"{{id: j{n}, key: true, text: X.}}" for n in range(8)) + "]",
        "judgements: [" + ", ".join(f"{{id: j{n}, key: {n < 7}, text: X.}}" for n in range(9)) + "]",
    ),
    ("BG416", "language: fr", "language: en-ZA"),
    ("BG901", "bottom_line: X. # briefgen: ignore BG402 why", "kicker: X # a comment on BG402"),
    ("BG902", "kicker: X # briefgen: ignore BG402", "kicker: X # briefgen: ignore BG402 it is a kicker"),
]


@pytest.mark.parametrize(("code", "hit", "miss"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_a_rule_finds_what_it_is_for_and_passes_what_only_looks_like_it(
    code: str, hit: str, miss: str, found: Found
) -> None:
    assert [one for one in found(hit) if one.code == code]
    assert [str(one) for one in found(miss) if one.code == code] == []


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == {rule.code for rule in rules()}
