"""What is published about tasks so far."""

from collections.abc import Iterable

import polars as pl

from dashboard.intake.context import Context
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.store.schema import TASK_KEY, TASK_REPORT_SCHEMA


def published_reports(mart: Mart, tasks: Iterable[str]) -> pl.DataFrame:
    """Return the report last published on each year of the tasks, in the columns of ``TASK_REPORT_SCHEMA``, the latest year first."""
    frames = [queries.task_reports(mart, task).with_columns(task=pl.lit(task)) for task in tasks]
    empty = pl.DataFrame(schema=TASK_REPORT_SCHEMA)
    columns = [pl.col(name).cast(kind) for name, kind in TASK_REPORT_SCHEMA.items()]
    reports = pl.concat([empty, *(frame.select(columns) for frame in frames)])
    return reports.unique(TASK_KEY, keep="first", maintain_order=True)


def asked_for(mart: Mart, context: Context) -> list[str]:
    """Return the tasks whose report on the context's year is asked for; none where the context names no year."""
    if context.year is None:
        return []
    rows = queries.expected_tasks(mart, provinces=context.provinces, agencies=context.agencies, year=context.year)
    return rows.filter("is_asked")["task"].to_list()
