"""The rows of the assessed table as Python sees them; a test holds their keys and types against the queries' frames."""

import datetime as dt
from collections.abc import Iterator
from typing import TypedDict, cast

import polars as pl


class SeriesRow(TypedDict):
    """What names a figure: ids of province, indicator and breakdown, and the year."""

    province: str
    indicator: str
    breakdown: str
    year: int


class HistoryRow(SeriesRow):
    """A row of ``queries.history``: what trends are drawn from."""

    actual: float | None
    target: float | None
    milestone: int | None
    printed_target: str | None


class ShownRow(SeriesRow):
    """A row of ``queries.shown``: the columns of lists and pictures; what they mean and when they are None says ``queries.assessed``."""

    sector: str
    actual: float | None
    actual_level: str | None
    printed_target: str | None
    milestone: int | None
    target: float | None
    upper: float | None
    gap: float | None
    baseline_year: int | None
    baseline: float | None
    expected: float | None
    pace: float | None
    relative_lag: float | None
    status: str
    reason: str | None
    preliminary: bool | None
    near_threshold: bool
    revised: bool | None
    agency_in_charge: str
    agencies: list[str]
    holders: list[str]
    unclear: list[str]


class AssessedRow(ShownRow):
    """A row of ``queries.assessed``: everything behind a status."""

    derived: bool | None
    previous_actual: float | None
    previous_level: str | None
    revision_reason: str | None
    comparator: str | None
    lower: float | None
    plan: str
    row: str
    source_id: int | None
    submission: str | None
    approved_at: dt.datetime | None
    status_before: str | None
    preliminary_before: bool | None
    actual_before: float | None
    indicator_position: int
    series_position: int
    source: str | None
    source_table: str | None
    locator: str | None
    note: str | None


class TaskRow(TypedDict):
    """A row of ``queries.tasks``; what the columns mean and when they are None is said there."""

    task: str
    plan: str
    province: str
    kind: str
    place: str
    section: str
    number: str
    theme: str
    lead_agencies: list[str]
    lead_holders: list[str]
    lead_unclear: list[str]
    lead_printed: str
    coordinating_agencies: list[str]
    coordinating_printed: str
    timing: str
    timing_printed: str
    due: dt.date | None
    submitted_to_printed: str
    submission_time_printed: str
    product_printed: str
    sectors: list[str]
    indicators: list[str]
    position: int
    asked_year: int | None
    years: list[int]
    days_left: int | None
    task_status: str
    is_pressing: bool
    report_state: str | None
    report_year: int | None
    date_done: dt.date | None
    document_number: str | None
    document_date: dt.date | None
    what_was_done: str | None
    what_hinders: str | None
    published_at: dt.datetime | None


def task_rows(frame: pl.DataFrame) -> list[TaskRow]:
    """Return the rows of a frame of ``queries.tasks``."""
    return cast(list[TaskRow], frame.rows(named=True))


def shown_rows(frame: pl.DataFrame) -> list[ShownRow]:
    """Return the rows of a frame of ``queries.shown`` or ``queries.assessed``."""
    return cast(list[ShownRow], frame.rows(named=True))


def assessed_rows(frame: pl.DataFrame) -> Iterator[AssessedRow]:
    """Yield the rows of a frame of ``queries.assessed``."""
    return cast(Iterator[AssessedRow], frame.iter_rows(named=True))


def history_rows(frame: pl.DataFrame) -> list[HistoryRow]:
    """Return the rows of a frame of ``queries.history`` or ``queries.spread``."""
    return cast(list[HistoryRow], frame.rows(named=True))
