"""What happened to tasks and actions between two marts of one store: reports, days that passed, every event of an action."""

import polars as pl

from dashboard.mart.mart import Mart
from dashboard.method import DUE_SOON

_REPORTS = """
SELECT r.task, r.year, r.state, r.date_done, r.document_number, r.what_was_done, r.what_hinders, r.published_at AS at, r.submission,
    s.province, s.sectors, s.indicators, list_distinct(list_concat(s.lead_holders, s.lead_agencies)) AS agencies,
    s.lead_holders AS holders, s.due, s.position
FROM task_reports AS r
JOIN task_statuses AS s USING (task)
WHERE r.published_at > $cutoff
"""
_REPORTED = "SELECT task, year, state AS state_before FROM task_reports"
_STATUSES = """
SELECT task, task_status, province, sectors, indicators, list_distinct(list_concat(lead_holders, lead_agencies)) AS agencies, lead_holders AS holders,
    due, asked_year AS year,
    make_date(asked_year, report_month, report_day) AS asked_on, report_state AS state, position
FROM task_statuses
"""

TASK_CHANGES = ("overdue", "cannot_be_done", "done", "reported", "not_reported", "due_soon")
"""What can have happened to a task, what calls for attention first: days that came, and reports by what they say."""


def changed_tasks(now: Mart, before: Mart) -> pl.DataFrame:
    """Return the reports published on tasks, and the tasks whose day came; see ``queries.changes``."""
    state = pl.col("state")
    reports = (
        now.query(_REPORTS, {"cutoff": before.moment})
        .join(before.query(_REPORTED), on=["task", "year"], how="left")
        .with_columns(
            kind=pl.when(state.is_in(["done", "cannot_be_done"])).then(state).otherwise(pl.lit("reported")),
            on=pl.lit(None, pl.Date),
        )
    )
    came = now.query(_STATUSES).join(
        before.query("SELECT task, task_status AS status_before, asked_year AS year_before FROM task_statuses"), on="task", how="left"
    )  # fmt: skip
    day = (
        pl.when(pl.col("task_status") == "overdue").then(pl.col("due").dt.offset_by("1d"))
        .when(pl.col("task_status") == "due_soon").then(pl.col("due").dt.offset_by(f"-{DUE_SOON}d"))
        .otherwise(pl.col("asked_on"))
    )  # fmt: skip
    is_new = pl.col("task_status").ne_missing(pl.col("status_before")) | pl.col("year").ne_missing(
        pl.col("year_before")
    )
    days = came.filter(pl.col("task_status").is_in(["overdue", "not_reported", "due_soon"]), is_new).with_columns(
        kind=pl.col("task_status"), on=day
    )
    # A due day put off, or a report that took "done" back, moves a status on no day of its own: the reports tell that.
    days = days.filter(pl.col("on") > before.as_of)
    places = {kind: place for place, kind in enumerate(TASK_CHANGES)}
    columns = [
        "kind", "at", "on", "task", "year", "province", "sectors", "indicators", "agencies", "holders", "due", "state_before", "state",
        "date_done", "document_number", "what_was_done", "what_hinders", "submission",
    ]  # fmt: skip
    return (
        pl.concat([reports, days], how="diagonal_relaxed")
        .sort(pl.col("kind").replace_strict(places, return_dtype=pl.Int8), "position", "year")
        .select(columns)
    )


_EVENTS = """
SELECT e.event AS kind, e.happened_at AS at, e.action, e.sequence, e.actor, e.note, e.due,
    (SELECT p.due FROM action_events AS p WHERE p.action = e.action AND p.sequence = e.sequence - 1) AS due_before,
    a.province, [a.sector]::VARCHAR[] AS sectors, a.indicator, a.breakdown, [a.indicator]::VARCHAR[] AS indicators, list_distinct(list_concat(a.holders, a.agencies)) AS agencies, a.holders, a.owner, a.what, a.state,
    a.overdue
FROM action_events AS e
JOIN current_actions AS a USING (action)
CROSS JOIN moment
WHERE e.happened_at > $cutoff AND e.happened_at <= moment.as_of
ORDER BY e.happened_at DESC, e.action, e.sequence DESC
"""
_OVERDUE = """
SELECT 'overdue' AS kind, action, due, province, [sector]::VARCHAR[] AS sectors, indicator, breakdown, [indicator]::VARCHAR[] AS indicators, list_distinct(list_concat(holders, agencies)) AS agencies, holders, owner,
    what, state, overdue
FROM current_actions
WHERE overdue
"""


def changed_actions(now: Mart, before: Mart) -> pl.DataFrame:
    """Return the actions that became overdue, the longest first, and the events of actions, the latest first; see ``queries.changes``."""
    late_before = before.query("SELECT action, due FROM current_actions WHERE overdue")
    late = now.query(_OVERDUE).join(late_before, on=["action", "due"], how="anti").sort("due", "action")
    events = now.query(_EVENTS, {"cutoff": before.moment})
    columns = [
        "kind", "at", "on", "action", "sequence", "province", "sectors", "indicator", "breakdown", "indicators", "agencies", "holders", "owner",
        "what", "state", "overdue", "due_before", "due", "actor", "note",
    ]  # fmt: skip
    return pl.concat(
        [late.with_columns(on=pl.col("due").dt.offset_by("1d")), events.with_columns(on=pl.lit(None, pl.Date))], how="diagonal_relaxed"
    ).select(columns)  # fmt: skip
