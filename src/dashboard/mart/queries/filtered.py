"""How every query over rows takes its filters."""

from typing import Any, Literal

import polars as pl

from dashboard.filters import Filters
from dashboard.mart.mart import Mart


def filtered(
    mart: Mart, sql: str, filters: Filters, *, rows: Literal["assessed", "tasks"] = "assessed", **also: Any
) -> pl.DataFrame:
    """Return the answer of a query in which ``{filters}`` stands for the condition of the filters.

    ``rows`` says what the query reads; ``also`` are values bound besides; the condition itself is made of constants, and every value is bound.
    """
    return mart.query(sql.replace("{filters}", filters.condition(rows)), {**filters.parameters, **also})
