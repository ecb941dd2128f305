"""The days by which something is asked: reports the plans order, tasks that fall due, actions not yet done."""

import datetime as dt
from typing import Any

import polars as pl

from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue, Deadline, Plan
from dashboard.reference.organisation import TODAY_FROM, Duty

_AGENCIES = """
SELECT province, list_sort(list_distinct(flatten(list(agencies)))) AS agencies, list_sort(list_distinct(flatten(list(holders)))) AS holders
FROM (
    SELECT province, agencies, holders FROM series
    UNION ALL
    SELECT province, lead_agencies, lead_holders FROM task_statuses
)
GROUP BY province
"""
_TASKS = """
SELECT s.task, s.due AS "on", s.province, s.sectors, s.indicators, list_distinct(list_concat(s.lead_holders, s.lead_agencies)) AS agencies,
    s.lead_holders AS holders, s.plan, s.task_status IN ('done', 'cannot_be_done') AS is_over,
    coalesce(s.published_at, s.issued::TIMESTAMP) AS changed_at
FROM task_statuses AS s
WHERE s.due IS NOT NULL
ORDER BY s.due, s.position
"""
_ACTIONS = """
SELECT action, due AS "on", province, [sector]::VARCHAR[] AS sectors, indicator, breakdown, [indicator]::VARCHAR[] AS indicators, list_distinct(list_concat(holders, agencies)) AS agencies, holders, what,
    state IN ('done', 'confirmed', 'cancelled') AS is_over, changed_at
FROM current_actions
ORDER BY due, action
"""

DEADLINE_KINDS = ("report", "summary", "review", "task", "action")
"""What a day is for: the agencies' yearly report, the coordinating agency's, a review of the plan, a task, an action."""

_SCHEMA: dict[str, Any] = {
    "kind": pl.String, "on": pl.Date, "province": pl.String, "sectors": pl.List(pl.String), "indicators": pl.List(pl.String),
    "agencies": pl.List(pl.String), "holders": pl.List(pl.String), "year": pl.Int32, "plan": pl.String, "number": pl.Int32, "task": pl.String, "action": pl.String,
    "indicator": pl.String, "breakdown": pl.String, "what": pl.String, "is_over": pl.Boolean, "changed_at": pl.Datetime("us"),
}  # fmt: skip
_YEARS_AHEAD = 2


def deadlines(mart: Mart, catalogue: Catalogue) -> pl.DataFrame:
    """Return every day of the plans in force and of the actions, up to two years ahead of the mart's, in order of days.

    Returns:
        ``kind`` (of ``DEADLINE_KINDS``), ``on``, ``province``, ``sectors``, ``indicators`` (null where the day is for all of them),
        ``agencies`` (who is asked, under the name the plan prints and that of today), ``holders`` (who it is now), ``year`` (reported on; null for tasks and actions), ``plan``, ``number`` (of a review, its place in the plan),
        ``task``, ``action`` with its ``indicator``, ``breakdown`` and ``what``; ``is_over`` (nothing is left to do; of reports and reviews
        false, for whether one came is asked elsewhere), ``changed_at`` (UTC: when the day was set, or what is asked for moved last).
    """
    asked = {province: (agencies, holders) for province, agencies, holders in mart.query(_AGENCIES).iter_rows()}
    printed = [
        {"province": plan.province, "plan": plan.id, "changed_at": dt.datetime.combine(plan.date, dt.time()), "is_over": False, **day}
        for plan in catalogue.plans
        if plan.in_force and plan.date <= mart.as_of
        for day in _printed(plan, catalogue, *asked.get(plan.province, ([], [])), mart.as_of.year + _YEARS_AHEAD)
    ]  # fmt: skip
    parts = [pl.DataFrame(printed, schema=_SCHEMA)]
    for kind, sql in (("task", _TASKS), ("action", _ACTIONS)):
        parts.append(mart.query(sql).with_columns(pl.lit(kind).alias("kind")).cast({"on": pl.Date}))
    return pl.concat(parts, how="diagonal_relaxed").select(list(_SCHEMA)).sort("on", maintain_order=True)


def _printed(
    plan: Plan, catalogue: Catalogue, agencies: list[str], holders: list[str], last: int
) -> list[dict[str, Any]]:
    """Return the days the plan prints for reports and reviews; a report due before the plan was issued was never asked."""

    def one(agency: str, year: int) -> dict[str, list[str]]:
        holder = catalogue.organisation.holder(agency, Duty(plan.province, ()), year).agency
        return {"agencies": list(dict.fromkeys([holder, agency])), "holders": [holder]}

    def of_all(year: int) -> dict[str, list[str]]:
        return {"agencies": sorted({*agencies, *holders}), "holders": holders if year >= TODAY_FROM else agencies}

    yearly: tuple[tuple[str, Deadline], ...] = (
        ("report", plan.deadlines.agencies),
        ("summary", plan.deadlines.coordinating),
    )
    days: list[dict[str, Any]] = [
        {
            "kind": kind,
            "on": deadline.on(year),
            "year": year,
            **(of_all(year) if kind == "report" else one(plan.coordinating_agency, year)),
        }
        for kind, deadline in yearly
        for year in range(plan.date.year, last + 1)
        if plan.date <= deadline.on(year)
    ]
    return days + [
        {
            "kind": "review",
            "on": review.due,
            "year": review.due.year,
            "number": number,
            **one(review.by, review.due.year),
        }
        for number, review in enumerate(plan.reviews)
        if review.due is not None
    ]
