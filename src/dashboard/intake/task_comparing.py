"""What reports on tasks that were handed in change, held against what is published."""

import polars as pl

from dashboard.filters import Filters
from dashboard.intake.context import Context
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import TASK_KEY, TASK_REPORT_SCHEMA
from dashboard.store.store import Store

SAID = tuple(name for name in TASK_REPORT_SCHEMA if name not in TASK_KEY)
"""What a report says."""
KINDS = ("new", "changed", "unchanged", "wrong", "missing")
"""What can become of a report: ``new`` (none was published on the task and year), ``changed``, ``unchanged``, ``wrong`` (the file has it,
with an error), ``missing`` (asked for, and not in the file); of the last two what was published stays."""


def compare_reports(
    reports: pl.DataFrame,
    mart: Mart,
    catalogue: Catalogue,
    context: Context,
    *,
    wrong: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return what would change if the reports were published.

    Args:
        reports: ``CheckedReports.reports``, each task and year once.
        mart: What is published now.
        catalogue: The order of tasks.
        context: What the submission was to hold; reports asked for its year that the file does not have are ``missing``.
        wrong: ``CheckedReports.wrong``, the rows the file has with errors.

    Returns:
        ``kind`` (of ``KINDS``), ``TASK_KEY``, ``old_…`` for each of ``SAID`` (published; null without) and the same without ``old_``
        (handed in; null for ``wrong`` and ``missing``), in the catalogue's order.
    """
    given = reports.select(*TASK_REPORT_SCHEMA)
    key = list(TASK_KEY)
    kinds = pl.Schema({name: TASK_REPORT_SCHEMA[name] for name in key})
    faulty = (pl.DataFrame(schema=kinds) if wrong is None else wrong.select(key).cast(kinds)).drop_nulls().unique()
    faulty = faulty.join(given, on=key, how="anti")
    asked = [(task, context.year) for task in _asked_for(mart, context)]
    missing = pl.DataFrame(asked, schema=kinds, orient="row").join(
        pl.concat([given.select(key), faulty]), on=key, how="anti"
    )
    absent = [part.with_columns(kind=pl.lit(kind)) for kind, part in (("wrong", faulty), ("missing", missing))]
    rows = pl.concat([given.with_columns(kind=pl.lit(None, pl.String)), *absent], how="diagonal")
    published = queries.published_reports(mart, rows["task"].unique().to_list())
    old = published.rename({name: f"old_{name}" for name in SAID})
    is_same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in SAID)
    kind = (
        pl.when(pl.col("kind").is_not_null())
        .then("kind")
        .when(pl.col("old_state").is_null())
        .then(pl.lit("new"))
        .when(is_same)
        .then(pl.lit("unchanged"))
        .otherwise(pl.lit("changed"))
    )
    compared = rows.join(old, on=key, how="left").with_columns(kind=kind).sort(_place(catalogue), "year")
    return compared.select("kind", *key, *(f"old_{name}" for name in SAID), *SAID)


def reports_since_return(before: pl.DataFrame, now: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return what is otherwise in reports that answer a returned submission.

    Args:
        before: The reports that were returned.
        now: Those that answer them.
        catalogue: The order of tasks.

    Returns:
        The columns of ``compare_reports``, ``old_…`` being what was returned. ``kind`` is ``new`` (it was not among it),
        ``missing`` (it is left out now), ``changed`` or ``unchanged``.
    """
    key = list(TASK_KEY)
    earlier = before.select(*key, *(pl.col(name).alias(f"old_{name}") for name in SAID))
    both = earlier.join(now.select(*key, *SAID), on=key, how="full", coalesce=True)
    is_same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in SAID)
    kind = (
        pl.when(pl.col("state").is_null())
        .then(pl.lit("missing"))
        .when(pl.col("old_state").is_null())
        .then(pl.lit("new"))
        .when(is_same)
        .then(pl.lit("unchanged"))
        .otherwise(pl.lit("changed"))
    )
    return both.with_columns(kind=kind).sort(_place(catalogue), "year")


def task_statuses_after(reports: pl.DataFrame, mart: Mart, catalogue: Catalogue, store: Store) -> pl.DataFrame:
    """Return the tasks whose status would move if the reports were published, by the published rules.

    Args:
        reports: ``CheckedReports.reports``.
        mart: How things stand.
        catalogue: The plans' tasks.
        store: The store the mart was made from.

    Returns:
        ``task``, ``status_before``, ``status_after``, in document order.
    """
    then = Mart(catalogue, store, as_of=mart.as_of, also_reports=reports)
    touched = Filters(tasks=tuple(reports["task"].unique()))
    before, after = (
        queries.tasks(of, touched).select("task", pl.col("task_status").alias(f"status_{when}"))
        for of, when in ((mart, "before"), (then, "after"))
    )
    both = before.join(after, on="task", maintain_order="left")
    return both.filter(pl.col("status_before") != pl.col("status_after"))


def _asked_for(mart: Mart, context: Context) -> list[str]:
    """Return the tasks whose report on the context's year is asked for; none where the context names no year."""
    if context.year is None:
        return []
    rows = queries.expected_tasks(mart, provinces=context.provinces, agencies=context.agencies, year=context.year)
    return rows.filter("is_asked")["task"].to_list()


def _place(catalogue: Catalogue) -> pl.Expr:
    """Return where a task stands in the catalogue."""
    order = {task.task: place for place, task in enumerate(catalogue.tasks)}
    return pl.col("task").replace_strict(order, default=len(order), return_dtype=pl.Int64)
