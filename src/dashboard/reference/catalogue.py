"""What the reference files say: units, sectors, indicators, plans, agencies, targets, discrepancies.

Only meaning lives here; ``files.py`` reads the files and finds every mistake in them.
"""

import datetime as dt
from collections.abc import Collection
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dashboard.reference.combining import Combining, Denominator
from dashboard.reference.entries import Entry, Id, Named, Wording, Words
from dashboard.reference.organisation import (
    TODAY_FROM,
    Agency,
    Duty,
    Holder,
    Office,
    Organisation,
    Province,
    Succession,
    offices,
)
from dashboard.reference.register import Discrepancy, OpenReading
from dashboard.reference.targets import Direction, Target, collapse
from dashboard.reference.tasks import Task, Theme


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
    "tong-quan", "co-gi-moi", "chi-tieu", "so-sanh", "tra-cuu", "nop-so-lieu", "duyet", "bao-cao-tien-do", "nhat-ky", "nhiem-vu", "co-quan",
    "bao-cao", "ke-hoach", "phuong-phap", "dang-nhap", "api", "auth", "oauth2callback", "app",
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


class Definition(Wording):
    """What an indicator measures, in our words; what the plan and the statistics leave open is said to be open.

    Attributes:
        numerator: What is counted; None where the indicator is no ratio of counts.
        denominator: Of what; None for counts, indices and levels.
        period: The date or period it refers to.
        source: Where the figure usually comes from, and which office makes it.
        confused: What it is often taken for; None where nothing is known to be.
        basis: What the definition rests on, or that the plan gives none and how it is read.
    """

    numerator: Wording | None = None
    denominator: Wording | None = None
    period: Wording
    source: Wording
    confused: Wording | None = None
    basis: Wording


BEYOND_SOFT = 1.5
"""Up to how many times a soft maximum a figure is asked about; beyond, it is refused."""


class Indicator(Named):
    """One measured quantity that has a target, in the words users see.

    ``tolerance`` (in the unit) is set exactly for direction ``keep``; ``levels``, worst first, exactly for
    kind ``levels``. ``kin`` are indicators that measure the same idea in another way.

    ``path`` is ``yearly`` where a plan asks the target's amount of every year, so that there is no way from a baseline.
    ``accumulates`` says how a count adds up: ``since_start`` of the plan, anew with every ``plan_period``, or ``open`` where the
    plans leave it open; None for what is no running count.
    ``soft`` names the bounds, ``minimum`` or ``maximum``, that a true figure may pass: they warn, the others refuse.
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
    path: Literal["line", "yearly"] = "line"
    accumulates: Literal["since_start", "plan_period", "open"] | None = None
    soft: tuple[Literal["minimum", "maximum"], ...] = ()
    definition: Definition | None = None

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
        if any(getattr(self, bound) is None for bound in self.soft):
            raise ValueError("only a bound that is set can be soft")
        if self.path == "yearly" and (self.kind, self.direction) != ("number", "increase"):
            raise ValueError("path: yearly goes with numbers of which more is better")
        if len({level.id for level in self.levels}) < len(self.levels):
            raise ValueError("a level id stands twice")
        return self

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The texts that name each level, worst first; empty for numbers."""
        return tuple((level.vi, level.en, level.id, *level.printed) for level in self.levels)

    @property
    def hard_minimum(self) -> float | None:
        """The value below which a figure is refused."""
        return None if "minimum" in self.soft else self.minimum

    @property
    def hard_maximum(self) -> float | None:
        """The value above which a figure is refused; half as much again as a soft bound is an error of unit or decimal mark."""
        if self.maximum is None or "maximum" not in self.soft:
            return self.maximum
        return self.maximum * BEYOND_SOFT


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

    def is_past(self, year: int, today: dt.date) -> bool:
        """Whether the year's date is missed: the plans say "before", so from that day on."""
        return today >= self.on(year)


class Review(Entry):
    """An interim or final review of the plan that the plan itself orders; ``due`` is None where no date is printed."""

    what_vi: Words
    what_en: Words
    by: Id
    printed: Words
    where: Words
    due: dt.date | None = None


class Deadlines(Entry):
    """When agencies report to the coordinating agency, and when that one reports on."""

    agencies: Deadline
    coordinating: Deadline


class Plan(Entry):
    """A provincial plan; one with ``superseded_by`` is history, assessed at most in the years before its successor's ``from_year``."""

    id: Id
    province: Id
    number: Words
    date: dt.date
    title_vi: Words
    title_en: Words
    appendix_vi: Words
    superseded_by: Id | None = None
    from_year: int | None = Field(default=None, ge=2021, le=2050)
    identified_by_vi: str | None = None
    identified_by_en: str | None = None
    deadlines: Deadlines
    coordinating_agency: Id
    reviews: tuple[Review, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether its targets are assessed."""
        return self.superseded_by is None

    def asks_for(self, year: int) -> bool:
        """Whether reports on the year were ever due: only where the plan was issued by the year's deadline."""
        return self.date <= self.deadlines.agencies.on(year)


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
    successions: tuple[Succession, ...] = ()
    combining: dict[Id, Combining] = {}
    denominators: dict[Id, Denominator] = {}
    general_phrases: tuple[str, ...] = ()
    discrepancies: tuple[Discrepancy, ...]
    targets: tuple[PrintedTarget, ...]
    themes: tuple[Theme, ...] = ()
    tasks: tuple[Task, ...] = ()
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
    def theme(self) -> dict[str, Theme]:
        """Themes by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def task(self) -> dict[str, Task]:
        """Tasks by id."""
        return {task.task: task for task in self.tasks}

    @cached_property
    def spellings(self) -> dict[str, str | None]:
        """Every printed name of an agency with its id, and the phrases that name no body with None."""
        phrases: dict[str, str | None] = {collapse(text): None for text in self.general_phrases}
        return phrases | {collapse(text): agency.id for agency in self.agencies for text in agency.printed}

    @cached_property
    def organisation(self) -> Organisation:
        """Who took over what."""
        return Organisation(self.successions, self.provinces)

    def duty_of(self, cell: PrintedTarget) -> Duty:
        """Return the duty to report on what a printed cell asks for."""
        return Duty(cell.province, (self.indicator[cell.indicator].sector,), indicator=cell.indicator)

    def holders(self, of: PrintedTarget | Task, year: int) -> tuple[Holder, ...]:
        """Return who holds the duty of a printed cell, or leads a task, for a reporting year: one for each printed agency."""
        if isinstance(of, Task):
            agencies, duty = of.lead_agencies, Duty.of_task(of, self.plan[of.plan].province)
        else:
            agencies, duty = of.agencies, self.duty_of(of)
        return tuple(self.organisation.holder(agency, duty, year) for agency in agencies)

    def is_of(self, agency: str, of: PrintedTarget | Task) -> bool:
        """Whether the agency is printed for a cell or a task, or holds the duty today: either hands in for every year."""
        return any(agency in (holder.printed, holder.agency) for holder in self.holders(of, TODAY_FROM))

    @cached_property
    def agencies_in_charge(self) -> tuple[Agency, ...]:
        """The agencies that answer for some target in force, those of today before those whose duties all went over."""
        return self._today_first({holder for _, holder in self._figure_holders})

    @cached_property
    def task_leads(self) -> tuple[Agency, ...]:
        """The agencies that lead some task of a plan in force, in the same order."""
        return self._today_first({holder for _, holder in self._task_holders})

    @cached_property
    def offices(self) -> dict[tuple[str, str], Office]:
        """Every agency with a duty in a province, printed and of today, those of today first, in the order of the files."""
        return offices(self._figure_holders | self._task_holders, self.provinces, self.agencies)

    @cached_property
    def _figure_holders(self) -> set[tuple[str, Holder]]:
        in_force = [cell for cell in self.targets if self.plan[cell.plan].in_force]
        return {(cell.province, holder) for cell in in_force for holder in self.holders(cell, TODAY_FROM)}

    @cached_property
    def _task_holders(self) -> set[tuple[str, Holder]]:
        in_force = [task for task in self.tasks if self.plan[task.plan].in_force]
        return {(self.plan[task.plan].province, one) for task in in_force for one in self.holders(task, TODAY_FROM)}

    def _today_first(self, held: set[Holder]) -> tuple[Agency, ...]:
        today, printed = ({getattr(one, name) for one in held} for name in ("agency", "printed"))
        known = [agency for agency in self.agencies if agency.id in today | printed]
        return tuple(sorted(known, key=lambda agency: agency.id not in today))

    def plan_in_force(self, province: str) -> Plan:
        """Return the plan the province is assessed by."""
        return next(plan for plan in self.plans if plan.province == province and plan.in_force)

    def comparison(
        self, indicator: str, breakdown: str, provinces: Collection[str]
    ) -> tuple[Literal["sound", "caveat", "none"], tuple[Discrepancy, ...]]:
        """Return whether the provinces may be compared on the indicator, and what in the register says so."""
        of = [item for item in self.discrepancies if item.comparison and item.indicator == indicator]
        found = tuple(
            item for item in of if item.breakdown in (None, breakdown) and set(item.provinces) & set(provinces)
        )
        if len(provinces) < 2 or not found:
            return "sound", ()
        return ("none" if any(item.comparison == "none" for item in found) else "caveat"), found

    def open_readings(self, indicator: str) -> tuple[OpenReading, ...]:
        """Return the readings of the indicator's targets that were ever open, settled ones included."""
        return tuple(item.open for item in self.discrepancies if item.open and item.open.indicator == indicator)

    def unit_of(self, indicator: str) -> Unit:
        """Return the unit of the indicator."""
        return self.units[self.indicator[indicator].unit]
