"""What the search page asks beside the rows: counts by filter, sums by status."""

import polars as pl

from dashboard.filters import KEYS, Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.filtered import filtered

_FACETS = {
    "province": "province",
    "sector": "sector",
    "year": "year::VARCHAR",
    "status": "status",
    "agency": "unnest(holders)",
}
"""What rows are counted and summed by: the filter's name, and its value in a row."""


def facet(mart: Mart, filters: Filters, by: str) -> dict[str, int]:
    """Return how many rows each value of a filter has under all the other filters; ``by`` is a key of ``_FACETS``."""
    others = filters.model_copy(update={KEYS[by]: ()})
    sql = f"SELECT value, count(*)::INTEGER AS rows FROM (SELECT {_FACETS[by]} AS value FROM assessed WHERE {{filters}}) GROUP BY value"  # noqa: S608
    return dict(filtered(mart, sql, others).rows())


def summary(mart: Mart, filters: Filters, by: str) -> pl.DataFrame:
    """Return how many rows of each status every value of a filter has: ``value``, ``status``, ``rows``."""
    sql = f"""
    SELECT value, status, count(*)::INTEGER AS rows
    FROM (SELECT {_FACETS[by]} AS value, status FROM assessed WHERE {{filters}}) GROUP BY value, status ORDER BY value
    """  # noqa: S608
    return filtered(mart, sql, filters)
