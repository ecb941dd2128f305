"""What is published, printed, and was revised: actuals, their sources, the plans' cells."""

import polars as pl

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.filtered import filtered

_ACTUALS = """
SELECT p.province, p.indicator, p.breakdown, p.year, p.value AS actual, p.level AS actual_level, p.preliminary, p.derived,
    v.previous IS NOT NULL AS revised, v.previous.value AS previous_actual, v.previous.level AS previous_level,
    v.revision_reason, p.submission, p.approved_at, s.source, s.source_table, s.locator, s.note
FROM published AS p
LEFT JOIN sources AS s USING (source_id)
LEFT JOIN revised AS v USING (province, indicator, breakdown, year)
JOIN (SELECT indicator, sector FROM indicators) USING (indicator)
WHERE {filters}
ORDER BY p.indicator, p.province, p.breakdown, p.year
"""


def actuals(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the published actuals, also those of rows without a target, with their source; they have no status or agency.

    ``derived`` says that the figure was worked out from published levels of two years; its note says from which.

    ``revised`` says that another value was published before: ``previous_actual`` or ``previous_level`` (null where none was),
    and why it was changed: ``revision_reason`` (null where nobody wrote why).
    """
    return filtered(mart, _ACTUALS, filters.model_copy(update={"statuses": (), "agencies": ()}))


_SUBMISSIONS = """
SELECT u.submission, u.kind, u.file_name, u.file_hash, u.content_hash, u.submitted_at, s.approved_at
FROM submissions AS u
JOIN submission_states AS s USING (submission)
WHERE list_contains($submissions::VARCHAR[], u.submission)
ORDER BY s.approved_at DESC, u.recorded_at DESC
"""


def published_submissions(mart: Mart, submissions: list[str]) -> pl.DataFrame:
    """Return what figures and reports were published with, the latest first.

    Returns:
        ``submission``, ``kind``, ``file_name``, ``file_hash`` (SHA-256 of the file that was handed in; null where none was kept),
        ``content_hash`` (of what it holds), ``submitted_at``, ``approved_at`` (UTC).
    """
    return mart.query(_SUBMISSIONS, {"submissions": submissions})


_SOURCE_COUNTS = """
SELECT s.source, s.source_table, count(*)::INTEGER AS figures, min(p.year) AS first_year, max(p.year) AS last_year,
    list_sort(list(DISTINCT p.indicator)) AS indicators
FROM published AS p
LEFT JOIN sources AS s USING (source_id)
GROUP BY s.source, s.source_table
ORDER BY figures DESC, s.source, s.source_table
"""


def source_counts(mart: Mart) -> pl.DataFrame:
    """Return the sources of the published actuals: ``figures``, ``first_year``, ``last_year``, ``indicators`` (ids)."""
    return mart.query(_SOURCE_COUNTS)


_REVISIONS = """
SELECT r.province, r.breakdown, r.year, r.value AS actual, r.level AS actual_level, r.approved_at, r.recency, r.is_replaced,
    u.file_name, u.submitted_by, u.submitted_at, s.source, s.note, r.is_not_available,
    coalesce(nullif(v.note, ''), nullif(u.note, '')) AS reason, v.actor AS approved_by
FROM revisions AS r
JOIN submissions AS u USING (submission)
JOIN reviews AS v ON v.submission = r.submission AND v.event = 'approved'
LEFT JOIN sources AS s USING (source_id)
WHERE r.indicator = $indicator
QUALIFY count(*) OVER (PARTITION BY r.province, r.breakdown, r.year) > 1
ORDER BY r.province, r.breakdown, r.year, r.recency
"""


def revisions(mart: Mart, indicator: str) -> pl.DataFrame:
    """Return every value of the indicator that was published and later replaced, with what replaced it, newest first.

    Returns:
        ``actual`` is null where the figure was declared not available (``is_not_available``); ``reason`` is what the
        reviewer, or else the submitter, wrote about publishing it, null where nobody wrote anything.
    """
    return mart.query(_REVISIONS, {"indicator": indicator})


_MILESTONES = """
SELECT t.plan, t.province, t.indicator, t.breakdown, t.year, t.printed, t.printed_name, t.printed_unit, t."row",
    t.comparator, t.anchor, t.lower, t.upper, t.agency_in_charge, t.coordinating, p.in_force
FROM targets AS t
JOIN plans AS p USING (plan)
WHERE t.indicator = $indicator
ORDER BY t.line
"""


def printed_targets(mart: Mart, indicator: str) -> pl.DataFrame:
    """Return every printed target cell of the indicator, superseded plans included."""
    return mart.query(_MILESTONES, {"indicator": indicator})
