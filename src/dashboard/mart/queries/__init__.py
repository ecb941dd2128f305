"""Every read of the mart: filters in, polars frame out. Values are raw; words and rounding are the screen's.

Frames of assessed rows come in catalogue order: indicator, breakdown, province, year; tasks in that of the documents.
"""

from dashboard.mart.queries.actions import RedCounts, action_events, actions, red_counts
from dashboard.mart.queries.assessment import (
    GAP_COLUMNS,
    ambition,
    assessed,
    by_status,
    completeness,
    examples,
    farthest_behind,
    gaps,
    history,
    latest_year,
    projections,
    red_actions,
    share_of,
    shares,
    shown,
    spread,
    status_changes,
    status_counts,
    target_counts,
    years,
)
from dashboard.mart.queries.changes import Changes, changes, meant
from dashboard.mart.queries.deadlines import deadlines
from dashboard.mart.queries.expected import expected, published_values, series
from dashboard.mart.queries.facets import facet, summary
from dashboard.mart.queries.published import actuals, printed_targets, revisions, source_counts
from dashboard.mart.queries.tasks import (
    expected_tasks,
    pressing,
    published_reports,
    task_counts,
    task_reports,
    task_years,
    tasks,
)

__all__ = [
    "GAP_COLUMNS",
    "Changes",
    "RedCounts",
    "action_events",
    "actions",
    "actuals",
    "ambition",
    "assessed",
    "by_status",
    "changes",
    "completeness",
    "deadlines",
    "examples",
    "expected",
    "expected_tasks",
    "facet",
    "farthest_behind",
    "gaps",
    "history",
    "latest_year",
    "meant",
    "pressing",
    "printed_targets",
    "projections",
    "published_reports",
    "published_values",
    "red_actions",
    "red_counts",
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
    "target_counts",
    "task_counts",
    "task_reports",
    "task_years",
    "tasks",
    "years",
]
