"""How a brief may be written for short. `dump` and JSON always have the long form.

citations:
  - summit-article: "exact words"        {source: summit-article, quote: exact words}
  - summit-article                       {source: summit-article}
likelihood: might                        {wording: might}
affected: [china: harm, russia]          [{actor: china, direction: harm}, {actor: russia}]
date: June 18–19                         {month: 6, day: 18, end_day: 19, wording: June 18–19}
"""

from __future__ import annotations

from briefgen.content import model
from briefgen.content.dates import parse_date
from briefgen.data.typed import Shorthand

SHORTHANDS: dict[type, Shorthand] = {
    model.Citation: Shorthand(word="source", pair=("source", "quote")),
    model.Estimate: Shorthand(word="wording"),
    model.Confidence: Shorthand(word="level"),
    model.Marking: Shorthand(word="label"),
    model.FieldMarking: Shorthand(pair=("field", "marking")),
    model.PartialDate: Shorthand(parse=parse_date),
    model.Effect: Shorthand(word="actor", pair=("actor", "direction")),
    model.LocalName: Shorthand(pair=("lang", "text")),
    model.Relation: Shorthand(pair=("kind", "target")),
    model.Trigger: Shorthand(pair=("id", "text")),
    model.Obligation: Shorthand(word="text", pair=("trigger", "text")),
    model.StatusChange: Shorthand(word="status", pair=("status", "date")),
    model.Quantity: Shorthand(pair=("what", "value")),
    # The two statements that stand alone in a brief need no id of the author's making.
    model.Statement: Shorthand(word="text", filled={"id": "bottom-line"}),
    model.Recommendation: Shorthand(word="text", filled={"id": "recommendation"}),
}
