"""The days by which something is asked: reports the plans order, tasks that fall due, actions not yet done."""

import datetime as dt
from typing import Any

import polars as pl

from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue, Deadline, Plan

_AGENCIES = """
SELECT province, list_sort(list_distinct(flatten(list(agencies)))) AS agencies
FROM (
    SELECT province, agencies FROM series
    UNION ALL
    SELECT province, lead_agencies FROM task_statuses
)
GROUP BY province
"""
_TASKS = """
SELECT s.task, s.due AS "on", s.province, s.sectors, s.indicators, s.lead_agencies AS agencies, s.plan, s.task_status IN ('done', 'cannot_be_done') AS is_over,
    coalesce(s.published_at, s.issued::TIMESTAMP) AS changed_at
FROM task_statuses AS s
WHERE s.due IS NOT NULL
ORDER BY s.due, s.position
"""
_ACTIONS = """
SELECT action, due AS "on", province, [sector]::VARCHAR[] AS sectors, indicator, breakdown, [indicator]::VARCHAR[] AS indicators, agencies, what,
    state IN ('done', 'confirmed', 'cancelled') AS is_over, changed_at
FROM current_actions
ORDER BY due, action
"""

DEADLINE_KINDS = ("report", "summary", "review", "task", "action")
"""What a day is for: the agencies' yearly report, the coordinating agency's, a review of the plan, a task, an action."""

_SCHEMA: dict[str, Any] = {
    "kind": pl.String, "on": pl.Date, "province": pl.String, "sectors": pl.List(pl.String), "indicators": pl.List(pl.String),
    "agencies": pl.List(pl.String), "year": pl.Int32, "plan": pl.String, "number": pl.Int32, "task": pl.String, "action": pl.String,
    "indicator": pl.String, "breakdown": pl.String, "what": pl.String, "is_over": pl.Boolean, "changed_at": pl.Datetime("us"),
}  # fmt: skip
_YEARS_AHEAD = 2


def deadlines(mart: Mart, catalogue: Catalogue) -> pl.DataFrame:
    """Return every day of the plans in force and of the actions, up to two years ahead of the mart's, in order of days.

    Returns:
        ``kind`` (of ``DEADLINE_KINDS``), ``on``, ``province``, ``sectors``, ``indicators`` (null where the day is for all of them),
        ``agencies`` (who is asked), ``year`` (reported on; null for tasks and actions), ``plan``, ``number`` (of a review, its place in the plan),
        ``task``, ``action`` with its ``indicator``, ``breakdown`` and ``what``; ``is_over`` (nothing is left to do; of reports and reviews
        false, for whether one came is asked elsewhere), ``changed_at`` (UTC: when the day was set, or what is asked for moved last).
    """
    agencies = dict(mart.query(_AGENCIES).iter_rows())
    printed = [
        {"province": plan.province, "plan": plan.id, "changed_at": dt.datetime.combine(plan.date, dt.time()), "is_over": False, **day}
        for plan in catalogue.plans
        if plan.in_force and plan.date <= mart.as_of
        for day in _printed(plan, agencies.get(plan.province, []), mart.as_of.year + _YEARS_AHEAD)
    ]  # fmt: skip
    parts = [pl.DataFrame(printed, schema=_SCHEMA)]
    for kind, sql in (("task", _TASKS), ("action", _ACTIONS)):
        parts.append(mart.query(sql).with_columns(pl.lit(kind).alias("kind")).cast({"on": pl.Date}))
    return pl.concat(parts, how="diagonal_relaxed").select(list(_SCHEMA)).sort("on", maintain_order=True)


def _printed(plan: Plan, agencies: list[str], last: int) -> list[dict[str, Any]]:
    """Return the days the plan prints for reports and reviews; a report due before the plan was issued was never asked."""
    yearly: tuple[tuple[str, Deadline, list[str]], ...] = (
        ("report", plan.deadlines.agencies, agencies),
        ("summary", plan.deadlines.coordinating, [plan.coordinating_agency]),
    )
    days: list[dict[str, Any]] = [
        {"kind": kind, "on": deadline.on(year), "year": year, "agencies": asked}
        for kind, deadline, asked in yearly
        for year in range(plan.date.year, last + 1)
        if plan.date <= deadline.on(year)
    ]
    return days + [
        {"kind": "review", "on": review.due, "year": review.due.year, "number": number, "agencies": [review.by]}
        for number, review in enumerate(plan.reviews)
        if review.due is not None
    ]
