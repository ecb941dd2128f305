"""What reports on tasks that were handed in change, held against what is published."""

import polars as pl

from dashboard.intake.context import Context
from dashboard.intake.task_published import asked_for, published_reports
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import TASK_KEY, TASK_REPORT_SCHEMA

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
    asked = [(task, context.year) for task in asked_for(mart, context)]
    missing = pl.DataFrame(asked, schema=kinds, orient="row").join(
        pl.concat([given.select(key), faulty]), on=key, how="anti"
    )
    absent = [part.with_columns(kind=pl.lit(kind)) for kind, part in (("wrong", faulty), ("missing", missing))]
    rows = pl.concat([given.with_columns(kind=pl.lit(None, pl.String)), *absent], how="diagonal")
    published = published_reports(mart, rows["task"].unique(maintain_order=True))
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
    order = {task.task: place for place, task in enumerate(catalogue.tasks)}
    position = pl.col("task").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    compared = rows.join(old, on=key, how="left").with_columns(kind=kind).sort(position, "year")
    return compared.select("kind", *key, *(f"old_{name}" for name in SAID), *SAID)
