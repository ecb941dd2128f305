"""The plans' tasks with where they stand, and counts of them."""

import polars as pl

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.filtered import filtered

_TASKS = """
SELECT * EXCLUDE (asked_years, issued, report_month, report_day)
FROM task_statuses
WHERE {filters}
ORDER BY position
"""


def tasks(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the tasks of the plans in force on the mart's day, in document order.

    Returns:
        A row a task: ``task``, ``plan``, ``province``, ``kind``, ``place``, ``section``, ``number`` (empty where none is printed),
        ``theme``, the printed texts (empty where nothing is printed) ``lead_printed``, ``coordinating_printed``, ``timing_printed``,
        ``submitted_to_printed``, ``submission_time_printed``, ``product_printed``, and what they say: ``lead_agencies``,
        ``lead_holders`` (who leads on the mart's day), ``lead_unclear`` (those printed whose successor no document names), ``coordinating_agencies``, ``sectors``, ``indicators`` (ids), ``timing``, ``due`` (null without a date), ``days_left``
        (negative past the date, null without one), ``years`` (asked for or reported on), ``asked_year`` (of a standing task the last
        whose report was due; null before the first), ``task_status``, ``is_pressing`` (overdue, or due before this quarter ends); of the latest published report, null without one:
        ``report_state``, ``report_year``, ``date_done``, ``document_number``, ``document_date``, ``what_was_done``, ``what_hinders``,
        ``published_at`` (UTC).
    """
    return filtered(mart, _TASKS, filters, rows="tasks")


_PRESSING = """
SELECT * EXCLUDE (asked_years, issued, report_month, report_day)
FROM task_statuses
WHERE {filters} AND is_pressing
ORDER BY due, position
"""


def pressing(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the tasks that are overdue or fall due before this quarter ends, the longest overdue first, in the columns of ``tasks``."""
    return filtered(mart, _PRESSING, filters, rows="tasks")


_TASK_COUNTS = """
SELECT theme, task_status, count(*)::INTEGER AS tasks, (count(*) FILTER (report_state IS NULL))::INTEGER AS unreported
FROM task_statuses
WHERE {filters}
GROUP BY theme, task_status
ORDER BY min(position)
"""


def task_counts(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how many tasks of each theme have each status: ``theme``, ``task_status``, ``tasks``, ``unreported`` (never reported on)."""
    return filtered(mart, _TASK_COUNTS, filters, rows="tasks")


_TASK_REPORTS = """
SELECT r.year, r.state, r.date_done, r.document_number, r.document_date, r.what_was_done, r.what_hinders, r.published_at
FROM task_reports AS r, moment
WHERE r.task = $task AND r.published_at <= moment.as_of
ORDER BY r.year DESC, r.published_at DESC
"""


def task_reports(mart: Mart, task: str) -> pl.DataFrame:
    """Return every report published about the task by the mart's day, the latest year first.

    Returns:
        ``year``, ``state`` (of ``method.REPORT_STATES``), ``date_done``, ``document_number``, ``document_date``, ``what_was_done``,
        ``what_hinders`` (null where nothing was said), ``published_at`` (UTC).
    """
    return mart.query(_TASK_REPORTS, {"task": task})


_PUBLISHED_REPORTS = """
SELECT task, year, state, date_done, document_number, document_date, what_was_done, what_hinders
FROM task_reports
WHERE list_contains($tasks::VARCHAR[], task)
ORDER BY year DESC
"""


def published_reports(mart: Mart, tasks: list[str]) -> pl.DataFrame:
    """Return the report published on each year of the tasks, in the columns of ``TASK_REPORT_SCHEMA``, the latest year first."""
    return mart.query(_PUBLISHED_REPORTS, {"tasks": tasks})


_REPORTED_IN = "SELECT task, year, submission FROM task_reports WHERE list_contains($tasks::VARCHAR[], task)"


def reported_in(mart: Mart, tasks: list[str]) -> dict[tuple[str, int], str]:
    """Return the submission that the published report on each of the tasks and years came with."""
    found = mart.query(_REPORTED_IN, {"tasks": tasks})
    return {(task, year): submission for task, year, submission in found.iter_rows()}


_TASK_YEARS = "SELECT DISTINCT unnest(years) AS year FROM task_statuses ORDER BY year"


def task_years(mart: Mart) -> list[int]:
    """Return every year any task is asked for or reported on."""
    return mart.query(_TASK_YEARS)["year"].to_list()


_EXPECTED_TASKS = """
SELECT s.task, $year::SMALLINT AS year, s.plan, s.province, s.kind, s.place, s.section, s.number, s.theme, s.timing, s.timing_printed, s.due,
    s.lead_agencies,
    if($year >= method.today_from, t.lead_holders, t.lead_agencies) AS lead_holders, if($year >= method.today_from, t.lead_unclear, []) AS lead_unclear,
    s.task_status,
    CASE s.timing
        WHEN 'standing' THEN list_contains(s.asked_years, $year)
        ELSE year(s.due) <= $year AND b.state IS DISTINCT FROM 'cannot_be_done'
    END IS TRUE AS is_asked,
    CASE s.timing
        WHEN 'standing' THEN is_due(moment.today, s.issued, $year, s.report_month, s.report_day)
        ELSE s.due < moment.today
    END IS TRUE AS is_due,
    b.state AS last_state, b.year AS last_year,
    r.state, r.date_done, r.document_number, r.document_date, r.what_was_done, r.what_hinders, d.under_review
FROM task_statuses AS s
JOIN tasks AS t USING (task)
CROSS JOIN moment
CROSS JOIN method
LEFT JOIN (
    SELECT task, max(year) AS year, arg_max(state, year) AS state FROM task_reports WHERE year < $year GROUP BY task
) AS b ON b.task = s.task
LEFT JOIN task_reports AS r ON r.task = s.task AND r.year = $year
LEFT JOIN pending_task_reports AS d ON d.task = s.task AND d.year = $year
WHERE (len($provinces::VARCHAR[]) = 0 OR list_contains($provinces::VARCHAR[], s.province))
    AND (len($agencies::VARCHAR[]) = 0 OR list_has_any($agencies::VARCHAR[], list_concat(t.lead_agencies, t.lead_holders)))
    AND (s.timing = 'standing' OR b.state IS DISTINCT FROM 'done')
ORDER BY s.position
"""


def expected_tasks(mart: Mart, *, provinces: tuple[str, ...], agencies: tuple[str, ...], year: int) -> pl.DataFrame:
    """Return the tasks the agencies lead and may report on for a year, in document order; an empty tuple means all.

    A task done in an earlier year is not among them, unless it is a standing one.

    Returns:
        ``task``, ``year``, ``plan``, ``province``, ``kind``, ``place``, ``section``, ``number``, ``theme``, ``timing``,
        ``timing_printed``, ``due`` (null without a date), ``lead_agencies`` (as printed, ids), ``lead_holders`` (who is asked for the year: from 2025 on the agency of today), ``lead_unclear`` (those printed whose successor no document names), ``task_status`` (now), ``is_asked`` (a report for the year is asked
        for: a standing task's, or one that falls due by then), ``is_due`` (the day it is asked by has come: a standing task's own or
        its plan's for agencies; past the date of a dated one), ``last_state``, ``last_year`` (published last for an earlier year, null
        without one), ``state``, ``date_done``, ``document_number``, ``document_date``, ``what_was_done``, ``what_hinders``
        (published for the year itself, null without), ``under_review`` (true: waits for approval, false: was returned, null: nothing
        was handed in).
    """
    return mart.kept(
        ("expected_tasks", provinces, agencies, year),
        lambda: mart.query(_EXPECTED_TASKS, {"provinces": list(provinces), "agencies": list(agencies), "year": year}),
    )
