"""The register of discrepancies: what documents contradict, and how it is read until somebody settles it."""

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.reference.entries import Entry, Id, Wording, Words


class Place(Entry):
    """Where a document prints something, and what."""

    where: Words
    printed: str


class Reading(Wording):
    """One way to read a target, and what it asks for."""

    id: Id


class Settled(Entry):
    """The reading that was confirmed: which, when, and on what document it rests. An administrator adds it to the register."""

    reading: Id
    since: dt.date
    basis: Words


class OpenReading(Entry):
    """A target with two readings that give different verdicts; until it is settled nothing is judged from ``from_year`` on.

    Readings whose id is ``per_period`` count anew from the end of the milestone before.
    """

    province: Id
    indicator: Id
    breakdown: Id
    from_year: int
    readings: tuple[Reading, ...] = Field(min_length=2)
    settled: Settled | None = None

    @model_validator(mode="after")
    def _a_known_reading_is_settled(self) -> Self:
        if self.settled and self.settled.reading not in [reading.id for reading in self.readings]:
            raise ValueError("settled must name one of the readings")
        return self

    @property
    def place(self) -> tuple[str, str, str]:
        """The series it is about: province, indicator, breakdown."""
        return self.province, self.indicator, self.breakdown

    @property
    def is_counted_anew(self) -> bool:
        """Whether the confirmed reading counts every plan period from nothing."""
        return self.settled is not None and self.settled.reading == "per_period"


class Discrepancy(Entry):
    """A contradiction inside or between documents: what is printed where, and how it is read.

    ``comparison`` says what it means for comparing the provinces on its indicator: ``caveat`` (side by side, with this entry
    told) or ``none`` (no rank); None where it has no bearing. ``open`` goes with kind ``open_reading``.
    """

    id: Id
    kind: Literal[
        "one_value_two_columns",
        "text_against_appendix",
        "parts_against_total",
        "plan_against_plan",
        "numbering",
        "wording",
        "definition",
        "superseded_change",
        "aim_without_row",
        "hard_to_believe",
        "open_reading",
        "timing",
        "assignment",
    ]
    plans: tuple[Id, ...] = Field(min_length=1)
    provinces: tuple[Id, ...] = Field(min_length=1)
    indicator: Id | None = None
    breakdown: Id | None = None
    year: int | None = None
    places: tuple[Place, ...] = Field(min_length=1)
    reading_vi: str = Field(min_length=1)
    reading_en: str = Field(min_length=1)
    why_vi: str = Field(min_length=1)
    why_en: str = Field(min_length=1)
    comparison: Literal["caveat", "none"] | None = None
    open: OpenReading | None = None

    @model_validator(mode="after")
    def _parts_go_together(self) -> Self:
        if (self.kind == "open_reading") != (self.open is not None):
            raise ValueError("open goes with kind: open_reading")
        if self.comparison and self.indicator is None:
            raise ValueError("comparison needs an indicator")
        return self

    def why(self, language: str) -> str:
        """Return why it is a contradiction, and what to mind."""
        return self.why_en if language == "en" else self.why_vi
