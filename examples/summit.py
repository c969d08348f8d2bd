"""Build a small brief in Python and render it as PDF: `python summit.py [FILE OR FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

import briefgen
from briefgen import (
    Action,
    Actor,
    ActorKind,
    Brief,
    Caveat,
    CaveatKind,
    Citation,
    Direction,
    Domain,
    Effect,
    Estimate,
    Force,
    Implication,
    Instrument,
    InstrumentKind,
    Judgement,
    PartialDate,
    Provision,
    Response,
    Source,
    SourceKind,
    Stage,
    Stance,
    Statement,
)


def quoting(words: str) -> tuple[Citation, ...]:
    """Cite the one source of this brief in its own words."""
    return (Citation(source="article", quote=words),)


brief = Brief(
    id="summit-in-python",
    title="The Pyongyang treaty in brief",
    subtitle="A mutual defense pact, and why military cooperation matters more",
    kicker="Policy brief",
    organisation="briefgen example",
    bottom_line=Statement(
        id="bottom-line",
        text="Russia and the DPRK have signed a treaty with a mutual defense pact. It has alarmed both Japan and South "
        "Korea, and its military cooperation has drawn even more attention than the pact.",
        citations=quoting("The agreement has alarmed both Japan and South Korea."),
    ),
    actors=(
        Actor(id="russia", name="Russia", kind=ActorKind.STATE),
        Actor(id="dprk", name="North Korea", short="DPRK", kind=ActorKind.STATE),
        Actor(id="rok", name="South Korea", short="ROK", kind=ActorKind.STATE),
        Actor(id="ukraine", name="Ukraine", kind=ActorKind.STATE),
        Actor(id="yoon", name="Yoon Suk Yeol", short="Yoon", kind=ActorKind.PERSON, state="rok", role="president"),
    ),
    instruments=(
        Instrument(
            id="treaty",
            title="Treaty on Comprehensive Strategic Partnership",
            kind=InstrumentKind.TREATY,
            text="Both leaders signed the treaty on June 19.",
            parties=("russia", "dprk"),
            date=PartialDate(month=6, day=19),  # the source gives no year, so there is none
            citations=quoting(
                "On June 19, when both leaders signed a new “Treaty on Comprehensive Strategic Partnership,”"
            ),
        ),
    ),
    provisions=(
        Provision(
            id="defense",
            instrument="treaty",
            title="Mutual defense pact",
            headline="Help each other by all available means",
            text="In case of aggression, both nations commit to assist each other by all available means.",
            force=Force.MANDATES,
            importance=5,
            citations=quoting("assist each other by all available means in case of aggression"),
        ),
        Provision(
            id="cooperation",
            instrument="treaty",
            title="Military cooperation",
            headline="Expand military cooperation",
            text="The treaty mandates expanded military cooperation.",
            force=Force.MANDATES,
            importance=4,
            citations=quoting("a mutual defense pact, and expanded military cooperation"),
        ),
    ),
    responses=(
        Response(
            id="seoul",
            actor="rok",
            stance=Stance.ALARMED,
            spokesperson="yoon",
            headline="Seoul raises the possibility of arming Ukraine",
            text="The agreement has alarmed South Korea.",
            citations=quoting("The agreement has alarmed both Japan and South Korea."),
            actions=(
                Action(
                    id="arms",
                    stage=Stage.SUGGESTED,
                    text="President Yoon even suggests the possibility of sending arms to Ukraine.",
                    towards=("ukraine",),
                    citations=quoting("suggesting the possibility of sending arms to Ukraine"),
                ),
            ),
        ),
    ),
    implications=(
        Implication(
            id="kyiv",
            headline="South Korean arms could matter for Kyiv",
            text="A South Korean shift in policy could be significant for Kyiv’s war effort.",
            likelihood=Estimate(wording="could"),  # the source's own word, on no scale
            condition_on="arms",
            domain=Domain.MILITARY,
            affected=(Effect(actor="ukraine", direction=Direction.BENEFIT),),
            citations=quoting("this shift in policy could be significant for Kyiv’s war effort"),
        ),
    ),
    judgements=(
        Judgement(
            id="attention",
            key=True,
            headline="Military cooperation draws more attention than the pact",
            text="An invasion of either country is unlikely, so military cooperation has drawn much more attention.",
            citations=quoting("as an invasion of either country is unlikely"),
        ),
    ),
    caveats=(
        Caveat(
            id="long-term",
            kind=CaveatKind.GAP,
            headline="Long-term consequences have yet to be seen",
            text="What the treaty leads to in the long term has yet to be seen.",
            citations=quoting("The long-term consequences of the treaty have yet to be seen."),
        ),
    ),
    sources=(
        Source(
            id="article",
            title="Putin and Kim's Honeymoon in Pyongyang",
            short="Honeymoon in Pyongyang",
            kind=SourceKind.ARTICLE,
        ),
    ),
)


def main() -> None:
    """Write the brief to the file or folder named, or to the current folder."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    if target.is_dir():
        target /= "summit.pdf"
    output = briefgen.render(brief, format="pdf")
    print(output.save(target).resolve())


if __name__ == "__main__":
    main()
