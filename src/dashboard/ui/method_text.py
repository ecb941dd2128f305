"""The published method: the text of the method page, and rows that show it at work."""

import polars as pl

from dashboard.filters import STATUSES
from dashboard.reference_files import PROJECT


def text(language: str) -> str:
    """Return the method as Markdown, the same text as in ``docs/``."""
    return (PROJECT / "docs" / f"method.{language}.md").read_text("utf-8")


def one_of_each_status(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the latest row of every status that occurs, in the order of the statuses, numbers before levels."""
    order = pl.col("status").replace_strict(
        dict(zip(STATUSES, range(len(STATUSES)), strict=True)), return_dtype=pl.Int8
    )
    return (
        rows.filter(pl.col("actual").is_not_null() | pl.col("status").is_in(["no_data", "no_target"]))
        .sort(pl.col("actual_level").is_not_null(), "year", descending=[False, True], maintain_order=True)
        .unique("status", keep="first", maintain_order=True)
        .sort(order)
    )
