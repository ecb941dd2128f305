"""What the reference files say: units, sectors, indicators, plans, agencies, targets, discrepancies.

Only meaning lives here; ``files.py`` reads the files and finds every mistake in them.
"""

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.reference.targets import Direction, Target

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=400)]
Name = Annotated[str, Field(min_length=1, max_length=160)]


class Entry(BaseModel):
    """Settings shared by every entry of the reference files: unknown keys fail, entries never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Entry):
    """An entry with a Vietnamese and an English name."""

    vi: Name
    en: Name

    def name(self, language: str) -> str:
        """Return the name in the language, ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


class Unit(Entry):
    """What a number counts; ``share`` is 0 to 100, ``integral`` counts whole things."""

    vi: str
    en: str
    share: bool = False
    integral: bool = False

    def name(self, language: str) -> str:
        """Return the unit's sign or word; empty for an index without unit."""
        return self.en if language == "en" else self.vi


class Breakdown(Named):
    """A part of the population or territory that an indicator is split by; ``total`` is all of it."""


OTHER_PATHS = (
    "tong-quan", "chi-tieu", "so-sanh", "tra-cuu", "nop-so-lieu", "duyet", "bao-cao-tien-do", "nhat-ky", "nhiem-vu",
    "bao-cao", "phuong-phap", "dang-nhap", "api", "auth", "oauth2callback", "app",
)  # fmt: skip
"""Addresses of pages that are not a sector's."""


class Sector(Named):
    """One of the ten fields of social policy; ``path`` is its address in the browser, ``short_…`` its name in menus."""

    id: Id
    number: int = Field(ge=1)
    path: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    icon: str
    short_vi: Annotated[str, Field(max_length=24)] | None = None
    short_en: Annotated[str, Field(max_length=24)] | None = None

    def short_name(self, language: str) -> str:
        """Return the name that fits a menu."""
        return (self.short_en if language == "en" else self.short_vi) or self.name(language)


class Level(Named):
    """One level of an ordered scale, with every spelling that plans print for it."""

    id: Id
    printed: tuple[str, ...] = ()


class Indicator(Named):
    """One measured quantity that has a target, in the words users see.

    ``tolerance`` (in the unit) is set exactly for direction ``keep``; ``levels``, worst first, exactly for
    kind ``levels``. ``kin`` are indicators that measure the same idea in another way.
    """

    id: Id
    sector: Id
    unit: Id
    direction: Direction
    kind: Literal["number", "levels"]
    tolerance: float | None = Field(default=None, gt=0)
    levels: tuple[Level, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = Field(default=0, ge=0, le=4)
    breakdowns: tuple[Id, ...] = Field(default=("total",), min_length=1)
    kin: tuple[Id, ...] = ()
    definition_vi: str | None = None
    definition_en: str | None = None

    @model_validator(mode="after")
    def _scale_fits_kind_and_direction(self) -> Self:
        if (self.kind == "levels") != bool(self.levels):
            raise ValueError("levels go with kind: levels, and kind: levels needs them")
        if (self.direction == "keep") != (self.tolerance is not None):
            raise ValueError("tolerance goes with direction: keep, and direction: keep needs it")
        if self.kind == "levels" and self.direction != "increase":
            raise ValueError("levels are listed from worst to best, so their direction is increase")
        if self.minimum is not None and self.maximum is not None and self.minimum >= self.maximum:
            raise ValueError("minimum must be below maximum")
        if len({level.id for level in self.levels}) < len(self.levels):
            raise ValueError("a level id stands twice")
        return self

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The texts that name each level, worst first; empty for numbers."""
        return tuple((level.vi, level.en, level.id, *level.printed) for level in self.levels)

    def definition(self, language: str) -> str | None:
        """Return the one-sentence definition, None where the name says it all."""
        return self.definition_en if language == "en" else self.definition_vi


class Successor(Named):
    """What a province or its merger became on a date, by which act."""

    since: dt.date
    with_: tuple[str, ...] = Field(alias="with")
    basis_vi: Words
    basis_en: Words


class Province(Named):
    """A province of the plans, the unit of account, and what it became."""

    id: Id
    became: Successor | None = None


class Deadline(Entry):
    """A yearly reporting date, and the plan's own words for it."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    printed: Words
    where: Words
    to_vi: str | None = None
    to_en: str | None = None

    @model_validator(mode="after")
    def _is_in_every_year(self) -> Self:
        self.on(2025)
        return self

    def on(self, year: int) -> dt.date:
        """Return the date in the year."""
        return dt.date(year, self.month, self.day)


class Deadlines(Entry):
    """When agencies report to the coordinating agency, and when that one reports on."""

    agencies: Deadline
    coordinating: Deadline


class Plan(Entry):
    """A provincial plan; one with ``superseded_by`` is history and never assessed."""

    id: Id
    province: Id
    number: Words
    date: dt.date
    title_vi: Words
    title_en: Words
    appendix_vi: Words
    superseded_by: Id | None = None
    identified_by_vi: str | None = None
    identified_by_en: str | None = None
    deadlines: Deadlines
    coordinating_agency: Id

    @property
    def in_force(self) -> bool:
        """Whether its targets are assessed."""
        return self.superseded_by is None


class AgencySuccessor(Named):
    """The agency that took over since a reorganisation, and the document that says so."""

    since: dt.date
    source: Words


class Agency(Named):
    """An agency under one spelling, with every printed one; ``successor`` is None where unknown."""

    id: Id
    province: Id | None = None
    printed: tuple[str, ...] = Field(min_length=1)
    successor: AgencySuccessor | None = None


class Place(Entry):
    """Where a document prints something, and what."""

    where: Words
    printed: str


class Discrepancy(Entry):
    """A contradiction inside or between documents: what is printed where, and how it is read."""

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


class PrintedTarget(Entry):
    """One printed target cell of a plan, its text unchanged, and what it asks for.

    ``target`` is None where the cell sets no target (``-`` or empty); ``line`` is the line of ``data/targets.csv``.
    """

    plan: Id
    province: Id
    row: str = Field(min_length=1)
    printed_name: str = Field(min_length=1)
    breakdown: Id
    printed_unit: str
    year: int = Field(ge=2021, le=2050)
    printed: str
    indicator: Id
    agency_in_charge: str
    coordinating: str
    line: int
    agencies: tuple[Id, ...] = ()
    target: Target | None = None


class Catalogue(Entry):
    """All reference data, checked; look things up by id.

    ``fingerprint`` changes whenever any reference file changes.
    """

    units: dict[Id, Unit]
    breakdowns: dict[Id, Breakdown]
    sectors: tuple[Sector, ...]
    indicators: tuple[Indicator, ...]
    provinces: tuple[Province, ...]
    plans: tuple[Plan, ...]
    agencies: tuple[Agency, ...]
    general_phrases: tuple[str, ...] = ()
    discrepancies: tuple[Discrepancy, ...]
    targets: tuple[PrintedTarget, ...]
    fingerprint: str = ""

    @cached_property
    def sector(self) -> dict[str, Sector]:
        """Sectors by id."""
        return {sector.id: sector for sector in self.sectors}

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def province(self) -> dict[str, Province]:
        """Provinces by id."""
        return {province.id: province for province in self.provinces}

    @cached_property
    def plan(self) -> dict[str, Plan]:
        """Plans by id."""
        return {plan.id: plan for plan in self.plans}

    @cached_property
    def agency(self) -> dict[str, Agency]:
        """Agencies by id."""
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def agencies_in_charge(self) -> tuple[Agency, ...]:
        """The agencies that answer for some target in force."""
        in_charge = {agency for cell in self.targets if self.plan[cell.plan].in_force for agency in cell.agencies}
        return tuple(agency for agency in self.agencies if agency.id in in_charge)

    def plan_in_force(self, province: str) -> Plan:
        """Return the plan the province is assessed by."""
        return next(plan for plan in self.plans if plan.province == province and plan.in_force)

    def unit_of(self, indicator: str) -> Unit:
        """Return the unit of the indicator."""
        return self.units[self.indicator[indicator].unit]
