"""What was handed in, held against what is published now: what a reviewer looks at first."""

import polars as pl

from dashboard.intake.checked import Checked, CheckedReports
from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.form import Form
from dashboard.intake.sheet import Sheet
from dashboard.intake.task_checking import check_task_reports
from dashboard.intake.task_columns import TASK_REPORTS
from dashboard.intake.template_columns import FIGURES
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import TASK_REPORT_SCHEMA

_COLUMNS = ("province", "indicator", "breakdown", "year", "value", "source", "note", "preliminary")
NOT_AVAILABLE = "N/A"


def recheck(observations: pl.DataFrame, context: Context, mart: Mart, catalogue: Catalogue) -> Checked:
    """Return the issues of observations as if they came in a file today, row by row in their order, from row 2.

    Args:
        observations: The columns of ``OBSERVATION_SCHEMA``.
        context: Whose figures they are.
        mart: What is published now.
        catalogue: What they are held against.
    """
    value = pl.coalesce(pl.col("value").cast(pl.String), pl.col("level"), pl.lit(NOT_AVAILABLE))
    texts = observations.select(
        *(name for name in _COLUMNS if name not in ("value", "preliminary")),
        value=value,
        preliminary=pl.when("preliminary").then(pl.lit("yes")).otherwise(pl.lit("")),
    )
    return check(_as_sheet(texts, FIGURES, observations["value"]), context, catalogue, mart)


def recheck_reports(reports: pl.DataFrame, context: Context, mart: Mart, catalogue: Catalogue) -> CheckedReports:
    """Return the issues of reports on tasks as if they came in a file today, row by row in their order, from row 2.

    Args:
        reports: The columns of ``TASK_REPORT_SCHEMA``.
        context: Whose reports they are.
        mart: What is published now.
        catalogue: The plans' tasks.
    """
    return check_task_reports(_as_sheet(reports.select(*TASK_REPORT_SCHEMA), TASK_REPORTS), context, catalogue, mart)


def _as_sheet(cells: pl.DataFrame, form: Form, plain: pl.Series | None = None) -> Sheet:
    """Return cells under the names of the form's columns as the sheet of a file that has them; dates are written ISO."""
    assert set(cells.columns) <= set(form.read)  # what is handed in is what is read
    table = cells.with_row_index("row", offset=2).select(
        "row",
        *(pl.col(name).cast(pl.String).fill_null("").alias(f"c{place}") for place, name in enumerate(cells.columns)),
        overflow=pl.lit(""),
        plain=pl.lit(None, pl.Float64) if plain is None else plain,
    )
    places = {name: place for place, name in enumerate(cells.columns)}
    return Sheet("", "xlsx", tuple(cells.columns), places, table, "XLSX", form=form)
