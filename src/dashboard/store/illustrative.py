"""Invented actuals that show the application at work before the first real report.

They live only in a store of origin ``illustrative``. Every series draws a profile (on track, behind, moving away, …)
and moves on it from a sensible distance to its own target, so the assessed statuses come in a realistic mix. The draws
of a series depend on the seed and on its ids alone: adding an indicator changes no other series.
"""

import datetime as dt
import math
import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from dashboard.reference.catalogue import Catalogue, Indicator, PrintedTarget, Unit
from dashboard.reference.targets import Target
from dashboard.settings import StoreLocation
from dashboard.store.actions import add_histories
from dashboard.store.illustrative_actions import illustrative_actions
from dashboard.store.illustrative_profiles import (
    AT_LEAST,
    COUNT_STEP,
    FIRST_VALUES,
    GOES_BADLY,
    MISSES,
    OTHER_STEP,
    PROFILES,
    SHARE_STEP,
    YEARLY_STEP,
    Profile,
)
from dashboard.store.illustrative_task_reports import Report, illustrative_task_reports
from dashboard.store.schema import TASK_REPORT_SCHEMA
from dashboard.store.store import OBSERVATION_SCHEMA, Store, Submission, open_store

YEARS = range(2021, 2026)
START_YEAR = 2023
"""The resolution's year, where the path of the method begins."""

SOURCE = "Số liệu minh hoạ"
CORRECTION_REASONS = (
    "Đính chính: tính lại theo dân số trung bình chính thức.",
    "Đính chính: bổ sung số liệu của các huyện gửi muộn.",
    "Đính chính: sửa lỗi nhập liệu khi tổng hợp.",
    "Đính chính: cập nhật theo kết quả rà soát cuối năm.",
)

# Shares of the series never reported, reported once, first reported wrong in some year, and preliminary in the last.
NEVER_REPORTED, REPORTED_ONCE, MISREPORTED, PRELIMINARY = 0.02, 0.02, 0.10, 0.035
ESTIMATED = 0.6
"""Share of the last year's figures that are estimates where the plan asks for them before the year has ended."""
OF_SCHOOL_YEARS = "education"
"""The sector whose figures are counted when a school year begins, and are final when they are handed in."""
YEAR_MISSING = 0.05
"""Share of the years missing in all other series."""

SILENT, UNDER_REVIEW = 0.12, 0.08
"""Shares of the small agencies whose last report never came, or came a year late and is not approved yet."""

SMALL_AGENCY = 9
"""The most series of an agency that may be late: a large one would empty half a province."""

Values = dict[int, float]
Row = dict[str, Any]


class Key(NamedTuple):
    """What names a series."""

    province: str
    indicator: str
    breakdown: str


@dataclass(frozen=True)
class Series:
    """One series in force with the first target it heads for, its own or one borrowed for the scale."""

    key: Key
    indicator: Indicator
    unit: Unit
    agency: str
    milestone: int
    target: Target


def illustrative_submissions(catalogue: Catalogue, *, seed: int = 42) -> list[Submission]:
    """Return invented reports of every agency in charge for 2021 to 2025, and a few corrections of them.

    A report is approved just before the plan's deadline of its year, a correction in the middle of the year after;
    a report a year late still waits for approval. The same seed and catalogue give the same submissions.
    """
    series = series_in_force(catalogue)
    values = invented_values(series, seed=seed)
    in_charge: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for one in series:
        in_charge[one.key.province, one.agency].append(one)
    submissions = []
    for (province, agency), owned in in_charge.items():
        handed_in = partial(_handed_in, catalogue, province, agency)
        deadline = catalogue.plan_in_force(province).deadlines.agencies
        lateness = _draw(seed, province, agency, "punctuality").random() if len(owned) <= SMALL_AGENCY else 1.0
        for year in YEARS:
            late = year == YEARS[-1] and lateness < SILENT + UNDER_REVIEW
            reporting = [one for one in owned if year in _reported_years(one, seed)]
            if not reporting or (late and lateness < SILENT):
                continue
            rows = [_row(one, year, values[one.key][year], seed, is_early=deadline.month < 12) for one in reporting]
            first, corrected = (rows, []) if late else _as_first_reported(reporting, rows, seed)
            submissions.append(
                handed_in(f"{year}", year, rows=first, by=deadline.on(year + late), is_approved=not late)
            )
            if corrected:
                by = dt.date(year + 1, 7, 20)
                submissions.append(handed_in(f"{year}-dinh-chinh", year, rows=corrected, by=by, is_approved=True))
    for province, agency, year, reports, is_approved in illustrative_task_reports(catalogue, seed=seed):
        by = catalogue.plan_in_force(province).deadlines.agencies.on(year)
        submissions.append(
            _handed_in(
                catalogue,
                province,
                agency,
                f"nhiem-vu-{year}",
                year,
                by=by,
                is_approved=is_approved,
                task_reports=reports,
            )
        )
    return submissions


def ensure_demo_store(catalogue: Catalogue, location: StoreLocation, *, seed: int = 42) -> Store:
    """Open the illustrative store, creating and filling it where needed; what it already holds is left alone.

    Raises:
        DashboardError: The store cannot be opened or written, or it holds official data.
    """
    store = open_store(location, origin="illustrative")
    try:
        store.append(*illustrative_submissions(catalogue, seed=seed))
        _add_actions(store, catalogue, seed)
    except BaseException:
        store.close()
        raise
    return store


def _add_actions(store: Store, catalogue: Catalogue, seed: int) -> None:
    """Write the invented actions on series that go badly, but for those it holds already."""
    cells = [(one.key, one.agency) for one in series_in_force(catalogue) if _goes_badly(one, seed)]
    known = set(store.table("actions")["action"])
    told = illustrative_actions(cells, lambda agency: catalogue.agency[agency].vi, seed=seed)
    if new := [one for one in told if one.id not in known]:
        store.transact(lambda ledger: add_histories(ledger, new))


def series_in_force(catalogue: Catalogue) -> list[Series]:
    """Return every series of the plans in force that has a target, or can borrow one of the same indicator."""
    printed: dict[Key, PrintedTarget] = {}
    goals: dict[Key, PrintedTarget] = {}
    for cell in sorted(catalogue.targets, key=lambda cell: cell.year):
        if catalogue.plan[cell.plan].in_force and cell.agencies:
            key = Key(cell.province, cell.indicator, cell.breakdown)
            printed.setdefault(key, cell)
            if cell.target is not None:
                goals.setdefault(key, cell)
    found = []
    for key, cell in printed.items():
        kindred = (goal for other, goal in goals.items() if other.indicator == key.indicator)
        goal = goals.get(key) or goals.get(key._replace(breakdown="total")) or next(kindred, None)
        if goal is not None and goal.target is not None:
            indicator = catalogue.indicator[key.indicator]
            unit = catalogue.units[indicator.unit]
            found.append(Series(key, indicator, unit, cell.agencies[0], goal.year, goal.target))
    return found


def invented_values(series: list[Series], *, seed: int) -> dict[Key, Values]:
    """Return a value of every year for every series: consistent with each other, in bounds, rounded.

    A level stands as its position on the scale.
    """
    values = {one.key: _course(one, seed) for one in series}
    _order_pairs(values)
    _keep_total_between_its_parts(values)
    return {one.key: {year: _printable(one, value) for year, value in values[one.key].items()} for one in series}


# ---- the course of one series ---------------------------------------------------------------------------------------


def _course(series: Series, seed: int) -> Values:
    profile, draw = _profile(series, seed), _draw(seed, *series.key, "values")
    if series.indicator.kind == "levels":
        return _climb(series, profile, draw)
    if series.indicator.direction == "keep":
        return _hover(series, profile, draw)
    return _advance(series, profile, draw)


def _profile(series: Series, seed: int) -> Profile:
    """Draw the profile: provinces and sectors have a character of their own."""
    province, sector = series.key.province, series.indicator.sector
    character = 0.2 * _draw(seed, province).uniform(-1, 1) + 0.8 * _draw(seed, province, sector).uniform(-1, 1)
    weights = [_weight(profile, series) * math.exp(character * profile.temper) for profile in PROFILES.values()]
    return _draw(seed, *series.key, "profile").choices(list(PROFILES.values()), weights)[0]


def _goes_badly(series: Series, seed: int) -> bool:
    profile = _profile(series, seed)
    names = (*GOES_BADLY, *MISSES) if series.milestone <= YEARS[-1] else GOES_BADLY
    return any(profile is PROFILES[name] for name in names)


def _weight(profile: Profile, series: Series) -> float:
    """Return how often a series like this has the profile: never where it makes no sense for it."""
    is_soon = series.milestone <= YEARS[-1]
    only_grows = series.unit.integral or series.key.indicator in FIRST_VALUES
    if series.target.anchor == 0 and series.indicator.kind == "number":
        return float(profile.start == "past")
    if profile.start == "on" and not (is_soon and series.target.comparator in ("<", ">")):
        return 0.0
    if only_grows and (profile.start != "short" or profile.pace_2024[0] < 0):
        return 0.0
    return profile.weight * (0.3 if profile.start == "past" and not is_soon else 1.0)


def _climb(series: Series, profile: Profile, draw: random.Random) -> Values:
    """Return positions on the scale: the target's level from some year on, lower ones before."""
    goal = series.target.anchor
    first_step = draw.choice(YEARS[:3])
    if profile.start == "past":
        arrival = draw.choice(YEARS[:3])
    elif profile.temper > 0 and series.milestone <= YEARS[-1]:
        arrival = draw.choice(YEARS[3:])
    else:
        arrival = YEARS[-1] + 1
    return {year: max(0.0, goal - (year < arrival) - (year < min(first_step, arrival - 1))) for year in YEARS}


def _hover(series: Series, profile: Profile, draw: random.Random) -> Values:
    """Return values around a target to keep, inside its tolerance when all is well."""
    away = draw.uniform(-0.6, 0.6) if profile.temper > 0 else draw.uniform(1.4, 2.0)
    drift = draw.uniform(-0.15, 0.15)
    tolerance = series.indicator.tolerance or 0.0
    return {year: series.target.anchor + tolerance * (away + drift * (year - START_YEAR)) for year in YEARS}


def _advance(series: Series, profile: Profile, draw: random.Random) -> Values:
    """Return values that leave 2023 at the profile's pace; the years before lead up to it."""
    step = _yearly_step(series, draw)
    to_go = step * max(1, series.milestone - START_YEAR)
    lead = {"short": -to_go, "past": draw.uniform(0.1, 0.6) * to_go, "edge": draw.uniform(0.1, 0.5) * step, "on": 0.0}
    start = _bounded(series.indicator, series.target.anchor + lead[profile.start])
    (low, high), (next_low, next_high) = profile.pace_2024, profile.pace_2025
    luck = draw.random()
    next_luck = min(1.0, max(0.0, luck + draw.uniform(-0.3, 0.3)))
    paces = low + (high - low) * luck, next_low + (next_high - next_low) * next_luck
    progress = -draw.uniform(1.2, 2.2), -draw.uniform(0.4, 1.1), 0.0, paces[0], 2 * paces[1]
    values = [start + step * made for made in progress]
    values[0] = FIRST_VALUES.get(series.key.indicator, values[0])
    return dict(zip(YEARS, values, strict=True))


def _yearly_step(series: Series, draw: random.Random) -> float:
    """Return the progress due in a year, negative where lower is better, never finer than the decimals show."""
    usual = COUNT_STEP if series.unit.integral else SHARE_STEP if series.unit.share else OTHER_STEP
    size = abs(series.target.anchor) or 1.0
    step = size * draw.uniform(*YEARLY_STEP.get(series.key.indicator, usual))
    whole_way = 0.95 * size / max(1, series.milestone - START_YEAR)
    step = min(max(step, 2 * 0.1**series.indicator.decimals), whole_way)
    return -step if series.indicator.direction == "decrease" else step


# ---- what values owe each other and their indicator -----------------------------------------------------------------


def _order_pairs(values: dict[Key, Values]) -> None:
    for province in {key.province for key in values}:
        for larger, smaller, least in AT_LEAST:
            upper, lower = values.get(Key(province, *larger)), values.get(Key(province, *smaller))
            if upper is not None and lower is not None:
                lower.update({year: min(lower[year], upper[year] - least) for year in YEARS})


def _keep_total_between_its_parts(values: dict[Key, Values]) -> None:
    """Move urban and rural apart where the total, which has a course of its own, would not lie between them."""
    for key, total in values.items():
        urban, rural = (values.get(key._replace(breakdown=part)) for part in ("urban", "rural"))
        if key.breakdown == "total" and urban and rural:
            below, above = sorted((urban, rural), key=lambda part: sum(part.values()))
            below.update({year: min(below[year], total[year] * 0.985) for year in YEARS})
            above.update({year: max(above[year], total[year] * 1.015) for year in YEARS})


def _bounded(indicator: Indicator, value: float) -> float:
    low = -math.inf if indicator.minimum is None else indicator.minimum
    high = math.inf if indicator.maximum is None else indicator.maximum
    return min(max(value, low), high)


def _printable(series: Series, value: float) -> float:
    """Return the value in bounds with the indicator's decimals; a whole thing counts once it is complete."""
    bounded = _bounded(series.indicator, value)
    return float(math.floor(bounded + 1e-6)) if series.unit.integral else round(bounded, series.indicator.decimals)


# ---- who reports what, and when -------------------------------------------------------------------------------------


def _reported_years(series: Series, seed: int) -> set[int]:
    draw = _draw(seed, *series.key, "reported years")
    fate = draw.random()
    if fate < NEVER_REPORTED:
        return set()
    if fate < NEVER_REPORTED + REPORTED_ONCE:
        return {draw.choice(YEARS[3:])}
    return {year for year in YEARS if draw.random() >= YEAR_MISSING}


def _row(series: Series, year: int, value: float, seed: int, *, is_early: bool) -> Row:
    """Return the observation as the store takes it; ``is_early`` where the plan asks for it well before the year has ended."""
    is_estimate = is_early and series.indicator.sector != OF_SCHOOL_YEARS
    chance = ESTIMATED if is_estimate else PRELIMINARY
    levels = series.indicator.levels
    return {
        **series.key._asdict(),
        "year": year,
        "value": None if levels else value,
        "level": levels[int(value)].id if levels else None,
        "preliminary": year == YEARS[-1] and _draw(seed, *series.key, "preliminary").random() < chance,
        "source": SOURCE,
        "source_table": "",
        "locator": "",
        "note": "",
    }


def _as_first_reported(series: list[Series], rows: list[Row], seed: int) -> tuple[list[Row], list[Row]]:
    """Return the rows with the mistakes they were first reported with, and the corrections of these."""
    tied = {member for larger, smaller, _ in AT_LEAST for member in (larger, smaller)}
    first, corrected = [], []
    for one, row in zip(series, rows, strict=True):
        draw = _draw(seed, *one.key, "mistake")
        is_wrong = draw.random() < MISREPORTED and draw.choice(YEARS) == row["year"]
        if is_wrong and one.unit.share and one.key[1:] not in tied and one.indicator.breakdowns == ("total",):
            wrong = _printable(one, row["value"] * (1 - draw.uniform(0.012, 0.03)) - 0.1**one.indicator.decimals)
            first.append(row | {"value": wrong})
            corrected.append(row | {"preliminary": False, "note": draw.choice(CORRECTION_REASONS)})
        else:
            first.append(row)
    return first, corrected


def _handed_in(
    catalogue: Catalogue,
    province: str,
    agency: str,
    name: str,
    year: int,
    *,
    by: dt.date,
    is_approved: bool,
    rows: Sequence[Row] = (),
    task_reports: Sequence[Report] = (),
) -> Submission:
    """Return what the agency handed in one to two weeks before a date, approved in the last days before it."""
    draw = _draw(zlib.crc32(name.encode()), province, agency)
    coordinating = catalogue.plan_in_force(province).coordinating_agency
    return Submission(
        pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row"),
        kind="generated",
        file_name=f"so-lieu-minh-hoa-{province}-{agency}-{name}.csv",
        submitted_by=catalogue.agency[agency].vi,
        province=province,
        agency=agency,
        year=year,
        note="; ".join(sorted({row["note"] for row in rows} - {""})),
        submitted_at=_office_hour(by - dt.timedelta(days=draw.randint(6, 14)), draw),
        approved_by=catalogue.agency[coordinating].vi if is_approved else None,
        approved_at=_office_hour(by - dt.timedelta(days=draw.randint(1, 4)), draw) if is_approved else None,
        task_reports=pl.DataFrame(task_reports, schema=TASK_REPORT_SCHEMA, orient="row"),
    )


def _office_hour(day: dt.date, draw: random.Random) -> dt.datetime:
    """Return a moment between 8:00 and 16:00 in Việt Nam, in UTC without zone."""
    return dt.datetime.combine(day, dt.time(1 + draw.randint(0, 7), draw.randint(0, 59)))


def _draw(seed: int, *words: str) -> random.Random:
    """Return the source of chance that belongs to the words alone."""
    return random.Random(zlib.crc32("|".join((str(seed), *words)).encode()))
