"""Selection takes away what may not be seen and all that it alone held up; where it would show, nothing is released."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from briefgen.audience.profile import Audience, Emphasis, Release
from briefgen.audience.selection import select
from briefgen.content.loading import load, validate
from briefgen.content.model import Brief, Marking, Status
from briefgen.errors import AudienceError, ReleaseError
from briefgen.resources import folder

Make = Callable[..., Any]
PACT = {"id": "pact", "title": "Pact", "kind": "pact", "text": "They agree."}


def ids(brief: Brief, name: str) -> list[str]:
    return [part.id for part in getattr(brief, name)]


def test_without_an_audience_nothing_is_withheld(brief: Make) -> None:
    whole = brief()
    left = select(whole)
    assert replace(left, marking=None) == replace(whole, marking=None)


def test_the_examples_are_themselves_without_an_audience() -> None:
    for path in sorted(folder("examples").glob("*/brief.yaml")):
        whole = load(path)
        assert select(whole) == whole, path


def test_withheld_statements_sources_and_actors_that_only_they_name_are_gone(brief: Make, reader: Make) -> None:
    shut = {"id": "plan", "text": "It acts alone.", "holder": "spy", "marking": "TLP:AMBER"}
    left = select(brief(judgements=[shut]), reader())
    assert ids(left, "judgements") == ["open"]
    assert ids(left, "sources") == ["paper", "letter"], "a source that nothing cites was put there on purpose"
    assert ids(left, "actors") == ["ally"], "the state of an actor that is gone goes too; nothing spoke of the ally"
    validate(left)


def test_who_may_see_more_gets_more(brief: Make, reader: Make) -> None:
    assert ids(select(brief(), reader("TLP:RED")), "judgements") == ["open", "shut"]
    assert ids(select(brief(), reader("TLP:AMBER+STRICT")), "judgements") == ["open"]


def test_an_actor_that_a_text_still_names_stays(brief: Make, reader: Make) -> None:
    shut = {"id": "plan", "text": "It acts alone.", "holder": "spy", "marking": "TLP:AMBER"}
    said = {"id": "arrest", "text": "Ilse Tarn was arrested."}
    assert "spy" in ids(select(brief(judgements=[shut, said]), reader()), "actors")


def test_what_stands_inside_a_withheld_part_goes_with_it_and_alone_where_it_is_marked(
    brief: Make, reader: Make
) -> None:
    def response(marking: str, action: str) -> dict[str, Any]:
        act = {"id": "act", "stage": "taken", "text": "It pays.", "marking": action}
        return {
            "id": "r",
            "actor": "ally",
            "stance": "supportive",
            "text": "It agrees.",
            "marking": marking,
            "actions": [act],
        }

    assert select(brief(responses=[response("TLP:RED", "TLP:CLEAR")]), reader()).responses == ()
    left = select(brief(responses=[response("TLP:CLEAR", "TLP:RED")]), reader()).responses
    assert left[0].actions == ()


def test_parts_that_mean_nothing_without_the_withheld_go_too(brief: Make, reader: Make) -> None:
    pact = {**PACT, "marking": "TLP:RED"}
    article = {"id": "article", "instrument": "pact", "text": "They help each other."}
    whole = brief(
        instruments=[pact],
        provisions=[article],
        comparisons=[{"id": "c", "subject": "article", "relation": "unprecedented", "text": "It is new."}],
        caveats=[{"id": "doubt", "kind": "gap", "text": "No text is public.", "about": ["shut"]}],
    )
    left = select(whole, reader())
    assert (left.instruments, left.provisions, left.comparisons, left.caveats) == ((), (), (), ())


def test_an_obligation_without_its_bearer_does_not_come_to_bind_everybody(brief: Make, reader: Make) -> None:
    duties = [{"text": "It pays.", "bearer": ["hidden"]}, {"text": "It delivers.", "bearer": ["ally"]}]
    whole = brief(
        actors=[{"id": "hidden", "name": "Hiddenia", "kind": "state", "marking": "TLP:RED"}],
        instruments=[{**PACT, "parties": ["ally", "hidden"]}],
        provisions=[{"id": "article", "instrument": "pact", "text": "They trade.", "obligations": duties}],
    )
    left = select(whole, reader())
    assert [duty.text for duty in left.provisions[0].obligations] == ["It delivers."]
    assert left.instruments[0].parties == ("ally",)


def test_a_view_whose_holder_is_withheld_does_not_become_the_author_s(brief: Make, reader: Make) -> None:
    whole = brief(
        actors=[{"id": "hidden", "name": "Hiddenia", "kind": "state", "marking": "TLP:RED"}],
        judgements=[{"id": "view", "text": "War is near.", "holder": "hidden"}],
    )
    assert ids(select(whole, reader()), "judgements") == ["open"]


def test_references_to_the_withheld_are_cut(brief: Make, reader: Make) -> None:
    later = {"id": "later", "text": "It will last.", "supersedes": ["shut"], "about": ["open", "shut"]}
    left = select(brief(judgements=[later]), reader())
    assert left.judgements[1].supersedes == ()
    assert left.judgements[1].about == ("open",)


def test_glossary_terms_and_keywords_that_only_the_withheld_used_are_gone(brief: Make, reader: Make) -> None:
    terms = [
        {"id": "t1", "term": "void", "text": "Not binding."},
        {"id": "t2", "term": "treaty", "text": "A pact."},
        {"id": "t3", "term": "cartel", "text": "Used nowhere."},
        {"id": "t4", "term": "annex", "text": "Is kept.", "marking": "TLP:GREEN"},
    ]
    left = select(brief(glossary=terms, keywords=["void", "treaty", "diplomacy"]), reader())
    assert ids(left, "glossary") == ["t2", "t3"]
    assert left.keywords == ("treaty", "diplomacy")


def test_notes_of_the_editors_and_their_files_are_not_released(brief: Make, reader: Make) -> None:
    whole = brief(
        sources=[{"id": "book", "title": "A book", "file": "x/book.txt", "connectives": ["Moreover."]}],
        judgements=[{"id": "noted", "text": "It lasts.", "note": "ask the desk", "citations": ["book"]}],
    )
    left = select(whole, reader())
    assert left.judgements[1].note == ""
    book = left.sources[-1]
    assert (book.file, book.sha256, book.connectives) == ("", "", ())


# ---------------------------------------------------------------- refusals


def refusal(brief: Brief, audience: Audience) -> list[str]:
    with pytest.raises(ReleaseError) as caught:
        select(brief, audience)
    return [f"{fault.path}: {fault.what}" for fault in caught.value.faults]


def test_every_place_that_would_show_the_withheld_is_told_at_once(brief: Make, reader: Make) -> None:
    whole = brief(
        actors=[{"id": "hidden", "name": "Hiddenia", "kind": "state", "marking": "TLP:RED"}],
        judgements=[
            {"id": "rests", "text": "It is void.", "citations": ["cable", "paper"]},
            {"id": "names", "text": "Hiddenia pays for it."},
            {"id": "links", "text": "See [there](#st-shut).", "marking": "TLP:CLEAR"},
        ],
        source_summary="Four sources, one the Cable from the Capital.",
        subtitle="Why Hiddenia matters",
    )
    assert refusal(whole, reader()) == [
        "judgements[2]: rests on 'cable', which is withheld",
        "judgements[3].text: names 'Hiddenia' (hidden), which is withheld",
        "judgements[4].text: links to 'st-shut', which is withheld",
        "subtitle: names 'Hiddenia' (hidden), which is withheld",
        "source_summary: names 'Cable from the capital' (cable), which is withheld",
    ]


def test_a_count_of_sources_in_words_or_figures_is_told(brief: Make, reader: Make) -> None:
    for summary in ("All three sources agree.", "It rests on 3 sources."):
        assert "gives the number of all 3 sources" in refusal(brief(source_summary=summary), reader())[0]
    assert select(brief(source_summary="Two sources agree."), reader()).source_summary


def test_what_is_marked_for_release_may_rest_on_the_withheld_and_loses_the_citation(brief: Make, reader: Make) -> None:
    clean = {"id": "clean", "text": "It is void.", "citations": ["cable"], "marking": "TLP:CLEAR"}
    assert select(brief(judgements=[clean]), reader()).judgements[1].citations == ()


def test_a_brief_that_is_marked_above_as_a_whole_is_refused_with_what_to_say(brief: Make, reader: Make) -> None:
    whole = replace(brief(), unmarked=None, marking=Marking(label="TLP:AMBER"))
    with pytest.raises(ReleaseError, match="unmarked: TLP:CLEAR"):
        select(whole, reader())
    assert select(whole, reader("TLP:AMBER")).title


def test_a_marking_that_no_scheme_reads_is_an_error_with_its_place(brief: Make, reader: Make) -> None:
    wrong = [{"id": "w", "text": "W.", "marking": "TLP:WHITE"}, {"id": "v", "text": "V.", "marking": "Top secret"}]
    with pytest.raises(AudienceError) as caught:
        select(brief(judgements=wrong), reader())
    told = [str(fault) for fault in caught.value.faults]
    assert "judgements[2].marking" in told[0]
    assert "TLP:CLEAR" in told[0]
    assert "gsc or us" in told[1]


def test_a_scheme_that_the_reader_is_not_cleared_for_stays_closed(brief: Make, reader: Make) -> None:
    other = {"id": "o", "text": "Routine.", "marking": {"label": "OFFICIAL", "scheme": "gsc"}}
    assert ids(select(brief(judgements=[other]), reader("TLP:RED")), "judgements") == ["open", "shut"]


def test_fields_of_the_brief_go_by_their_own_marking(brief: Make, reader: Make) -> None:
    whole = brief(
        source_summary="All three sources agree.",
        issue="To decide.",
        field_markings={"source_summary": "TLP:AMBER", "issue": "TLP:CLEAR"},
    )
    left = select(whole, reader())
    assert (left.source_summary, left.issue) == ("", "To decide.")
    assert [each.field for each in left.field_markings] == ["issue"]


def test_the_banner_is_the_roll_up_of_what_survived(brief: Make, reader: Make) -> None:
    green = {"id": "g", "text": "Green.", "marking": "TLP:GREEN"}
    whole = replace(brief(judgements=[green]), marking=Marking(label="TLP:RED", caveats=("Holds a cable",)))
    assert select(whole, reader("TLP:GREEN")).marking == Marking(label="TLP:GREEN", scheme="tlp")
    assert select(whole, reader()).marking == Marking(label="TLP:CLEAR", scheme="tlp")
    assert select(replace(whole, marking=None)).marking == Marking(label="TLP:RED", scheme="tlp")


def test_selecting_twice_is_selecting_once(brief: Make, reader: Make) -> None:
    once = select(brief(), reader("TLP:GREEN"))
    assert select(once, reader("TLP:GREEN")) == once


# ---------------------------------------------------------------- the Chatham House Rule


CHATHAM: dict[str, Any] = {
    "sources": [
        {
            "id": "talk",
            "title": "A round table",
            "author": "Ilse Tarn",
            "publisher": "The Forum",
            "url": "https://forum.example/tarn",
            "chatham_house": True,
        }
    ],
    "events": [{"id": "e", "title": "Table", "text": "They met.", "participants": ["spy"], "citations": ["talk"]}],
    "responses": [
        {"id": "person", "actor": "spy", "stance": "opposed", "text": "No.", "citations": ["talk"]},
        {
            "id": "state",
            "actor": "rival",
            "stance": "opposed",
            "text": "The state refuses.",
            "spokesperson": "spy",
            "citations": [{"source": "talk", "quote": "never", "locator": "Tarn, minute 5"}],
        },
    ],
}


def test_the_chatham_house_rule_leaves_the_words_and_takes_the_speaker(brief: Make, reader: Make) -> None:
    whole = brief(**CHATHAM, judgements=[{"id": "said", "text": "It fails.", "holder": "spy", "citations": ["talk"]}])
    left = select(whole, reader())
    talk = left.sources[-1]
    assert (talk.title, talk.author, talk.publisher, talk.url) == ("A round table", "", "", "")
    said = left.judgements[-1]
    assert (said.text, said.holder, said.status) == ("It fails.", None, Status.ATTRIBUTED)
    assert left.events[0].participants == ()
    assert ids(left, "responses") == ["state"]
    assert left.responses[0].spokesperson is None
    assert left.responses[0].citations[0].quote == "never"
    assert left.responses[0].citations[0].locator == ""
    assert "spy" not in ids(left, "actors")


def test_the_chatham_house_rule_holds_for_all_but_those_who_were_there(brief: Make, reader: Make) -> None:
    whole = brief(**CHATHAM)
    assert select(whole, Audience(name="anybody")).sources[-1].author == ""
    assert select(whole, reader(attribution=True)).sources[-1].author == "Ilse Tarn"
    assert select(whole).sources[-1].author == "Ilse Tarn"


def test_a_text_that_names_the_speaker_is_refused(brief: Make, reader: Make) -> None:
    said = {"id": "said", "text": "Ilse Tarn said that it fails.", "citations": ["talk"]}
    assert refusal(brief(**CHATHAM, judgements=[said]), reader()) == ["judgements[2].text: names 'Ilse Tarn'"]


# ---------------------------------------------------------------- editing


def test_depth_leaves_out_the_slight_and_sections_may_differ(brief: Make) -> None:
    slight = [{"id": "slight", "text": "A detail.", "importance": 1, "marking": "TLP:CLEAR"}]
    caveats = [{"id": "c", "kind": "gap", "text": "Unknown.", "importance": 2}]
    whole = brief(judgements=slight, caveats=caveats)
    left = select(whole, Audience(name="a", depth=3, depths={"caveats": 1}))
    assert ids(left, "judgements") == ["open", "shut"]
    assert ids(left, "caveats") == ["c"]


def test_emphasis_multiplies_importance_within_its_bounds(brief: Make) -> None:
    tagged = [{"id": "t", "text": "T.", "tags": ["trade"], "importance": 2}]
    effect = [{"id": "i", "text": "I.", "domain": "economic", "importance": 4}]
    audience = Audience(name="a", emphasis=Emphasis(tags={"trade": 2}, domains={"economic": 3}))
    left = select(brief(judgements=tagged, implications=effect), audience)
    assert left.judgements[-1].importance == 4
    assert left.implications[0].importance == 5


def test_an_impartial_paper_recommends_nothing(brief: Make) -> None:
    options = [{"id": "o", "title": "Wait", "text": "Do nothing."}]
    advice = [{"id": "advice", "text": "We should wait.", "tags": ["recommendation"]}]
    whole = brief(options=options, recommendation={"text": "Wait.", "option": "o"}, judgements=advice)
    left = select(whole, "legislator")
    assert left.recommendation is None
    assert ids(left, "options") == ["o"]
    assert "advice" not in ids(left, "judgements")
    assert select(whole, "minister").recommendation is not None


def test_the_host_country_responds_first(brief: Make) -> None:
    responses = [
        {"id": "r1", "actor": "ally", "stance": "supportive", "text": "Yes."},
        {"id": "r2", "actor": "rival", "stance": "opposed", "text": "No."},
    ]
    assert ids(select(brief(responses=responses), Audience(name="a", first=("rival",))), "responses") == ["r2", "r1"]


def test_one_scale_is_shown_and_nothing_is_converted(brief: Make) -> None:
    mapped = [
        {"id": "p", "text": "P.", "likelihood": {"wording": "likely", "scale": "phia", "term": "likely"}},
        {"id": "i", "text": "I.", "likelihood": {"wording": "likely", "scale": "icd203", "term": "likely"}},
    ]
    left = select(brief(judgements=mapped), Audience(name="a", likelihood_scale="phia"))
    assert [j.likelihood.scale for j in left.judgements if j.likelihood] == ["phia", ""]
    assert left.likelihood_scale == "phia"
    bare = select(brief(judgements=mapped), "press")
    assert [j.likelihood.term for j in bare.judgements if j.likelihood] == ["", ""]


def test_a_release_without_a_ceiling_shows_only_what_carries_no_marking(brief: Make) -> None:
    whole = replace(brief(), unmarked=None, marking=None)
    assert ids(select(whole, Audience(name="a", release=Release())), "judgements") == ["open"]
