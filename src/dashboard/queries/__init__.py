"""Every read of the mart: filters in, polars frame out. Values are raw; words and rounding are the screen's.

Frames of assessed rows come in catalogue order: indicator, breakdown, province, year.
"""

from dashboard.queries.assessment import (
    FAR_BEHIND,
    GAP_COLUMNS,
    NOT_ASSESSABLE,
    ON_COURSE,
    assessed,
    by_status,
    completeness,
    examples,
    farthest_behind,
    gaps,
    history,
    latest_year,
    projections,
    share_of,
    shares,
    shown,
    spread,
    status_changes,
    status_counts,
    years,
)
from dashboard.queries.published import actuals, printed_targets, revisions, source_counts
from dashboard.queries.reporting import expected, pending, published_values, series
from dashboard.queries.searching import facet, summary

__all__ = [
    "FAR_BEHIND",
    "GAP_COLUMNS",
    "NOT_ASSESSABLE",
    "ON_COURSE",
    "actuals",
    "assessed",
    "by_status",
    "completeness",
    "examples",
    "expected",
    "facet",
    "farthest_behind",
    "gaps",
    "history",
    "latest_year",
    "pending",
    "printed_targets",
    "projections",
    "published_values",
    "revisions",
    "series",
    "share_of",
    "shares",
    "shown",
    "source_counts",
    "spread",
    "status_changes",
    "status_counts",
    "summary",
    "years",
]
