"""How far the agencies are with the reports of a year, against the deadlines the plans print."""

import datetime as dt

import polars as pl

from dashboard.mart.mart import FIRST_YEAR, Mart
from dashboard.mart.queries.expected import expected
from dashboard.mart.queries.tasks import expected_tasks
from dashboard.reference.catalogue import Catalogue

OWED = ("missing", "returned", "final_due")
"""The states of an expected figure that still is to be handed in."""
OWED_REPORTS = ("missing", "returned")
"""The states of a task report that still is to be handed in."""


def with_state(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``state``, a key of ``EXPECTED_WORDS``, to rows of ``queries.expected``."""
    return rows.with_columns(
        state=pl.when(pl.col("under_review"))
        .then(pl.lit("under_review"))
        .when(pl.col("asks_final"))
        .then(pl.lit("final_due"))
        .when(pl.col("published").is_not_null())
        .then(pl.lit("published"))
        .when(pl.col("under_review").not_())
        .then(pl.lit("returned"))
        .when(pl.col("not_available"))
        .then(pl.lit("not_available"))
        .otherwise(pl.lit("missing"))
    )


def with_report_state(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``report``, a key of ``REPORT_WORDS``, to rows of ``queries.expected_tasks``."""
    return rows.with_columns(
        report=pl.when(pl.col("under_review"))
        .then(pl.lit("under_review"))
        .when(pl.col("state").is_not_null())
        .then(pl.lit("published"))
        .when(pl.col("under_review").not_())
        .then(pl.lit("returned"))
        .when(pl.col("is_asked"))
        .then(pl.lit("missing"))
        .otherwise(pl.lit("not_asked"))
    )


def deadline(province: str, year: int, catalogue: Catalogue) -> dt.date:
    """Return the day by which the agencies of the province report on the year, by the plan in force."""
    return catalogue.plan_in_force(province).deadlines.agencies.on(year)


_MISSES = pl.col("missing") + pl.col("tasks_missing") > 0


def progress_of(
    mart: Mart,
    catalogue: Catalogue,
    year: int,
    *,
    provinces: tuple[str, ...] = (),
    agencies: tuple[str, ...] = (),
    sectors: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Return how far each agency of the provinces is with a year's reports (``progress``), of some sectors where given."""
    return _chosen(_progress_of_all(mart, catalogue, year, sectors), provinces, agencies)


def progress_before(
    mart: Mart,
    catalogue: Catalogue,
    year: int,
    *,
    provinces: tuple[str, ...] = (),
    agencies: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Return how the agencies reported (``progress``) on the years before that were asked for, the latest first."""
    # One frame of everybody and all years: one to choose from is quicker than one a year.
    frame = mart.kept(("progress_before", year), lambda: _progress_before(mart, catalogue, year))
    return _chosen(frame, provinces, agencies)


def _chosen(frame: pl.DataFrame, provinces: tuple[str, ...], agencies: tuple[str, ...]) -> pl.DataFrame:
    wanted = {"province": provinces, "agency": agencies}
    asked = [pl.col(column).is_in(ids) for column, ids in wanted.items() if ids]
    return frame.filter(asked) if asked else frame


def _progress_before(mart: Mart, catalogue: Catalogue, year: int) -> pl.DataFrame:
    frames = [_progress_of_all(mart, catalogue, earlier, ()) for earlier in range(year - 1, FIRST_YEAR - 1, -1)]
    return pl.concat(frames).filter(pl.col("progress") != "not_asked")


def _progress_of_all(mart: Mart, catalogue: Catalogue, year: int, sectors: tuple[str, ...]) -> pl.DataFrame:
    """Return ``progress`` of everybody, kept: whoever asks for one agency asks for others next."""
    return mart.kept(("progress", year, sectors), lambda: _counted(mart, catalogue, year, sectors))


def _counted(mart: Mart, catalogue: Catalogue, year: int, sectors: tuple[str, ...]) -> pl.DataFrame:
    rows = expected(mart, provinces=(), agencies=(), year=year)
    tasks = expected_tasks(mart, provinces=(), agencies=(), year=year)
    if sectors:
        of_sector = [indicator.id for indicator in catalogue.indicators if indicator.sector in sectors]
        rows = rows.filter(pl.col("indicator").is_in(of_sector))
        about = [task.task for task in catalogue.tasks if set(task.sectors) & set(sectors)]
        tasks = tasks.filter(pl.col("task").is_in(about))
    return progress(with_state(rows), with_report_state(tasks), catalogue, year, today=mart.as_of)


def progress(
    rows: pl.DataFrame, tasks: pl.DataFrame, catalogue: Catalogue, year: int, *, today: dt.date
) -> pl.DataFrame:
    """Return how far each agency is with a year's reports: from 2025 on the agency of today, before the printed one.

    Args:
        rows: Rows of ``queries.expected`` with ``state``.
        tasks: Rows of ``queries.expected_tasks`` with ``report``.
        catalogue: The deadlines.
        year: The year reported on.
        today: The day of the mart the rows are of.

    Returns:
        ``province``, ``agency``, ``year``, ``expected``, ``received`` (published, or said to be not available), ``under_review``,
        ``missing`` (nothing handed in, returned, or the final figure in place of last year's preliminary one), of the task
        reports asked for ``tasks``, ``tasks_received``, ``tasks_under_review``, ``tasks_missing``, ``tasks_late`` (missing, and
        due); ``deadline``, and ``progress``: ``late`` from the printed day on ("before …") while a figure is missing, or once the
        day of a task report that is missing has come, ``not_due`` before, ``under_review`` when all that is not published waits
        for approval, ``complete``; ``not_asked`` where the plan was issued after the deadline. A row or task a plan gives to
        several agencies is expected of each.
    """
    counted = (
        rows.explode("holders")
        .drop_nulls("holders")
        .group_by("province", pl.col("holders").alias("agency"), maintain_order=True)
        .agg(
            pl.len().alias("expected"),
            pl.col("state").is_in(["published", "not_available"]).sum().alias("received"),
            (pl.col("state") == "under_review").sum().alias("under_review"),
            pl.col("state").is_in(OWED).sum().alias("missing"),
        )
    )
    owed = pl.col("report").is_in(OWED_REPORTS)
    of_tasks = (
        tasks.filter("is_asked")
        .explode("lead_holders")
        .group_by("province", pl.col("lead_holders").alias("agency"), maintain_order=True)
        .agg(
            pl.len().alias("tasks"),
            (pl.col("report") == "published").sum().alias("tasks_received"),
            (pl.col("report") == "under_review").sum().alias("tasks_under_review"),
            owed.sum().alias("tasks_missing"),
            (owed & pl.col("is_due")).sum().alias("tasks_late"),
        )
    )
    counted = counted.join(of_tasks, on=["province", "agency"], how="full", coalesce=True, maintain_order="left")
    counted = counted.with_columns(pl.col(pl.UInt32).fill_null(0))
    days = {province.id: deadline(province.id, year, catalogue) for province in catalogue.provinces}
    order = {province.id: place for place, province in enumerate(catalogue.provinces)}
    asked = {province.id: catalogue.plan_in_force(province.id).asks_for(year) for province in catalogue.provinces}
    with_day = counted.sort(pl.col("province").replace_strict(order), maintain_order=True).with_columns(
        deadline=pl.col("province").replace_strict(days, return_dtype=pl.Date), year=pl.lit(year)
    )
    return with_day.with_columns(
        progress=pl.when(~pl.col("province").replace_strict(asked, return_dtype=pl.Boolean))
        .then(pl.lit("not_asked"))
        .when(((pl.col("missing") > 0) & (pl.lit(today) >= pl.col("deadline"))) | (pl.col("tasks_late") > 0))
        .then(pl.lit("late"))
        .when(_MISSES)
        .then(pl.lit("not_due"))
        .when(pl.col("under_review") + pl.col("tasks_under_review") > 0)
        .then(pl.lit("under_review"))
        .otherwise(pl.lit("complete"))
    )


def owing(frame: pl.DataFrame) -> pl.DataFrame:
    """Return those of ``progress`` who were asked and still miss figures or task reports."""
    return frame.filter(_MISSES & (pl.col("progress") != "not_asked"))
