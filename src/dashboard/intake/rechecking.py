"""Figures that were handed in, held against what is published now: what a reviewer looks at first."""

import polars as pl

from dashboard.intake.checked import Checked
from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.sheet import Sheet
from dashboard.intake.template_columns import READ
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue

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
    texts = {"value": value, "preliminary": pl.when("preliminary").then(pl.lit("yes")).otherwise(pl.lit(""))}
    table = observations.with_row_index("row", offset=2).select(
        "row",
        *(
            texts.get(name, pl.col(name).cast(pl.String)).fill_null("").alias(f"c{place}")
            for place, name in enumerate(_COLUMNS)
        ),
        overflow=pl.lit(""),
        plain=pl.col("value"),
    )
    assert set(_COLUMNS) <= set(READ)  # what is handed in is what is read
    places = {name: place for place, name in enumerate(_COLUMNS)}
    return check(Sheet("", "xlsx", _COLUMNS, places, table, "XLSX"), context, catalogue, mart)
