"""What the search page asks: rows found, counts by filter, sums by status."""

import polars as pl

from dashboard.filters import KEYS, WHERE, Filters
from dashboard.mart import Mart

_FACETS = {
    "province": "province",
    "sector": "sector",
    "year": "year::VARCHAR",
    "status": "status",
    "agency": "unnest(agencies)",
}
"""What rows are counted and summed by: the filter's name, and its value in a row."""


def facet(mart: Mart, filters: Filters, by: str) -> dict[str, int]:
    """Return how many rows each value of a filter has under all the other filters; ``by`` is a key of ``_FACETS``."""
    others = filters.model_copy(update={KEYS[by]: ()})
    sql = f"SELECT {_FACETS[by]} AS value, count(*)::INTEGER AS rows FROM assessed WHERE {WHERE} GROUP BY value"  # noqa: S608
    return dict(mart.query(sql, others.parameters()).rows())


def summary(mart: Mart, filters: Filters, by: str) -> pl.DataFrame:
    """Return how many rows of each status every value of a filter has: ``value``, ``status``, ``rows``."""
    sql = f"""
    SELECT {_FACETS[by]} AS value, status, count(*)::INTEGER AS rows
    FROM assessed WHERE {WHERE} GROUP BY value, status ORDER BY value
    """  # noqa: S608
    return mart.query(sql, filters.parameters())


_FOUND = f"""
SELECT province, sector, indicator, breakdown, year, actual, actual_level, printed_target, milestone, target, gap, expected,
    pace, status, reason, agency_in_charge
FROM assessed
WHERE {WHERE}
ORDER BY indicator_position, series_position, year
"""  # noqa: S608


def found(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the assessed rows in the columns of the search page, without their sources."""
    return mart.query(_FOUND, filters.parameters())
