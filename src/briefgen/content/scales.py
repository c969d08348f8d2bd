"""Published scales of likelihood words, as data: the one place that checks, legends and figures read.

Figures are percent. Where a standard gives two words for one range, both stand in the order of the standard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One range of a scale and its words. `words` is the range as the standard prints it."""

    low: Decimal
    high: Decimal
    terms: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale of likelihood words, lowest first. `note` is what a reader must know beside the table."""

    name: str
    title: str
    publisher: str
    source: str  # title and year of the text that sets it
    url: str = ""
    rows: tuple[Row, ...] = ()
    note: str = ""

    def row(self, term: str) -> Row | None:
        """Return the row that holds a term, in any case of letters, or None."""
        wanted = term.casefold().strip()
        return next((row for row in self.rows if wanted in (known.casefold() for known in row.terms)), None)


def scale(name: str) -> Scale | None:
    """Return a published scale by its name (`icd203`, `phia`, `ipcc`, `kent`), or None."""
    return SCALES.get(name)


def _row(low: int, high: int, *terms: str, words: str = "") -> Row:
    return Row(low=Decimal(low), high=Decimal(high), terms=terms, words=words)


_ICD203 = Scale(
    name="icd203",
    title="ICD 203",
    publisher="Office of the Director of National Intelligence",
    source="Intelligence Community Directive 203, Analytic Standards (2015)",
    url="https://www.dni.gov/files/documents/ICD/ICD-203.pdf",
    rows=(
        _row(1, 5, "almost no chance", "remote", words="1–5 %"),
        _row(5, 20, "very unlikely", "highly improbable", words="5–20 %"),
        _row(20, 45, "unlikely", "improbable", "improbably", words="20–45 %"),
        _row(45, 55, "roughly even chance", "roughly even odds", words="45–55 %"),
        _row(55, 80, "likely", "probable", "probably", words="55–80 %"),
        _row(80, 95, "very likely", "highly probable", words="80–95 %"),
        _row(95, 99, "almost certain", "almost certainly", "nearly certain", words="95–99 %"),
    ),
    note="Ranges share their end points and never reach 0 or 100.",
)
_PHIA = Scale(
    name="phia",
    title="PHIA Probability Yardstick",
    publisher="Professional Head of Intelligence Assessment (UK)",
    source="Explaining Uncertainty in UK Intelligence Assessment (24 March 2025)",
    url="https://www.gov.uk/government/publications/explaining-uncertainty-in-uk-intelligence-assessment",
    rows=(
        _row(0, 5, "remote chance", words="more than 0 to about 5 %"),
        _row(10, 20, "highly unlikely", words="about 10 to about 20 %"),
        _row(25, 35, "unlikely", words="about 25 to about 35 %"),
        _row(40, 50, "realistic possibility", words="about 40 to less than 50 %"),
        _row(55, 75, "likely", "probable", words="about 55 to about 75 %"),
        _row(80, 90, "highly likely", words="about 80 to about 90 %"),
        _row(95, 100, "almost certain", words="about 95 to less than 100 %"),
    ),
    note="The gaps between the ranges are deliberate: no term stands for what lies in them.",
)
_IPCC = Scale(
    name="ipcc",
    title="IPCC likelihood scale",
    publisher="Intergovernmental Panel on Climate Change",
    source="Guidance Note for Lead Authors on Consistent Treatment of Uncertainties (2010)",
    url="https://www.ipcc.ch/site/assets/uploads/2018/05/uncertainty-guidance-note.pdf",
    rows=(
        _row(0, 1, "exceptionally unlikely", words="0–1 %"),
        _row(0, 10, "very unlikely", words="0–10 %"),
        _row(0, 33, "unlikely", words="0–33 %"),
        _row(33, 66, "about as likely as not", words="33–66 %"),
        _row(66, 100, "likely", words="66–100 %"),
        _row(90, 100, "very likely", words="90–100 %"),
        _row(99, 100, "virtually certain", words="99–100 %"),
    ),
    note="The ranges overlap: what is very likely is also likely.",
)
_KENT = Scale(
    name="kent",
    title="Kent’s words of estimative probability",
    publisher="Sherman Kent, Central Intelligence Agency",
    source="Words of Estimative Probability (1964)",
    rows=(
        _row(0, 0, "impossible", words="0 %"),
        _row(2, 12, "almost certainly not", words="7 %, give or take about 5 %"),
        _row(20, 40, "probably not", words="30 %, give or take about 10 %"),
        _row(40, 60, "chances about even", words="50 %, give or take about 10 %"),
        _row(63, 87, "probable", words="75 %, give or take about 12 %"),
        _row(87, 99, "almost certain", words="93 %, give or take about 6 %"),
        _row(100, 100, "certain", words="100 %"),
    ),
    note="A proposal that was never adopted.",
)

SCALES: Mapping[str, Scale] = MappingProxyType({each.name: each for each in (_ICD203, _PHIA, _IPCC, _KENT)})
