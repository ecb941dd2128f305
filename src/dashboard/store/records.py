"""Frames of what the store has recorded about submissions: where they stand, their events, comments, and the audit log.

All of it is read of the transaction a ``Ledger`` stands in; times are UTC without zone.
"""

import json

import polars as pl

from dashboard.store.ledger import STATES, Ledger


def submissions(ledger: Ledger) -> pl.DataFrame:
    """Return every submission, the one moved last first; see ``workflow.submissions``."""
    return ledger.cursor.execute(_SUBMISSIONS).pl()


def waiting(ledger: Ledger, province: str) -> pl.DataFrame:
    """Return which figures of a province wait for review, and where; see ``workflow.waiting``."""
    return ledger.cursor.execute(_WAITING, {"province": province}).pl()


def waiting_reports(ledger: Ledger) -> pl.DataFrame:
    """Return which task reports wait for review, and where; see ``workflow.waiting_reports``."""
    return ledger.cursor.execute(_WAITING_REPORTS).pl()


def observations(ledger: Ledger, submission: str) -> pl.DataFrame:
    """Return the figures of a submission in the order of keys, in the columns of ``OBSERVATION_SCHEMA``."""
    return ledger.cursor.execute(_OBSERVATIONS, {"submission": submission}).pl()


def task_reports(ledger: Ledger, submission: str) -> pl.DataFrame:
    """Return the task reports of a submission in the order of tasks, in the columns of ``TASK_REPORT_SCHEMA``."""
    return ledger.cursor.execute(_TASK_REPORTS, {"submission": submission}).pl()


def history(ledger: Ledger, submission: str) -> pl.DataFrame:
    """Return the events of a submission in order: ``sequence``, ``event``, ``happened_at``, ``actor``, ``note``."""
    return ledger.cursor.execute(_HISTORY, {"submission": submission}).pl()


def comments(ledger: Ledger, submission: str) -> pl.DataFrame:
    """Return the comments on a submission's figures in the order they were written; see ``workflow.comments``."""
    return ledger.cursor.execute(_COMMENTS, {"submission": submission}).pl()


def audit(ledger: Ledger, *, limit: int) -> pl.DataFrame:
    """Return the latest rows of the audit log, newest first; see ``workflow.audit_log``."""
    return ledger.cursor.execute(_AUDIT, {"limit": limit}).pl()


def columns_of_office(ledger: Ledger, *, province: str, agency: str | None) -> dict[str, str]:
    """Return what was last said of the columns of a file of this office (``intake.context.Decisions``); empty when never."""
    office = {"province": province, "agency": agency}
    found = ledger.cursor.execute(_COLUMNS_OF_OFFICE, office).fetchone()
    return {} if found is None else dict(json.loads(found[0]).get("columns", {}))


_SUBMISSIONS = f"""
WITH states AS ({STATES}),
-- What each submission speaks about, figures and tasks alike.
subjects AS (
    SELECT submission, province, indicator AS item, breakdown, year FROM store.observations
    UNION ALL
    SELECT submission, '', task, '', year FROM store.task_reports
),
-- Returned, and some figure or task of it was not handed in again since; what answers it says so itself, too.
unanswered AS (
    SELECT DISTINCT o.submission
    FROM subjects AS o
    JOIN store.submissions AS mine USING (submission)
    JOIN states USING (submission)
    WHERE states.state = 'returned'
        AND NOT EXISTS (
            FROM store.submissions AS u
            JOIN states AS s USING (submission)
            WHERE u.replaces = o.submission AND s.state <> 'withdrawn'
        )
        AND NOT EXISTS (
            FROM subjects AS other
            JOIN store.submissions AS u USING (submission)
            JOIN states AS s USING (submission)
            WHERE other.province = o.province AND other.item = o.item AND other.breakdown = o.breakdown
                AND other.year = o.year AND u.recorded_at > mine.recorded_at AND s.state IN ('submitted', 'approved')
        )
)
SELECT u.submission, s.state, u.kind, u.province, u.agency, u.year, u.file_name, u.file_hash,
    u.submitted_by, u.submitted_at, s.changed_by, s.changed_at, s.last_note, u.note, u.replaces,
    if(t.submission IS NULL, 'figures', 'task_reports') AS subject,
    coalesce(o.figures, t.reports, 0)::INTEGER AS figures, coalesce(o.not_available, 0)::INTEGER AS not_available,
    coalesce(c.comments, 0)::INTEGER AS comments, coalesce(w.waiting, 0)::INTEGER AS waiting,
    s.state = 'returned' AND u.submission IN (SELECT submission FROM unanswered) AS unanswered
FROM store.submissions AS u
JOIN states AS s USING (submission)
LEFT JOIN (
    SELECT submission, count(*) AS figures, count(*) FILTER (value IS NULL AND level IS NULL) AS not_available
    FROM store.observations GROUP BY submission
) AS o USING (submission)
LEFT JOIN (SELECT submission, count(*) AS reports FROM store.task_reports GROUP BY submission) AS t USING (submission)
LEFT JOIN (SELECT submission, count(*) AS comments FROM store.comments GROUP BY submission) AS c USING (submission)
LEFT JOIN (
    SELECT submission, count(*) FILTER (lower(last_author) <> lower(submitted_by)) AS waiting
    FROM (
        SELECT submission, arg_max(author, sequence) AS last_author
        FROM store.comments GROUP BY submission, province, indicator, breakdown, year
    )
    JOIN store.submissions USING (submission)
    GROUP BY submission
) AS w USING (submission)
ORDER BY s.changed_at DESC, u.recorded_at DESC
"""  # noqa: S608  constants

_WAITING = f"""
SELECT o.province, o.indicator, o.breakdown, o.year, min(o.submission) AS submission
FROM store.observations AS o
JOIN ({STATES}) AS s USING (submission)
WHERE s.state = 'submitted' AND o.province = $province
GROUP BY o.province, o.indicator, o.breakdown, o.year
ORDER BY o.province, o.indicator, o.breakdown, o.year
"""  # noqa: S608  constants

_WAITING_REPORTS = f"""
SELECT r.task, r.year, min(r.submission) AS submission
FROM store.task_reports AS r
JOIN ({STATES}) AS s USING (submission)
WHERE s.state = 'submitted'
GROUP BY r.task, r.year
ORDER BY r.task, r.year
"""  # noqa: S608  constants

_OBSERVATIONS = """
SELECT * EXCLUDE (submission) FROM store.observations
WHERE submission = $submission
ORDER BY province, indicator, breakdown, year
"""

_TASK_REPORTS = """
SELECT * EXCLUDE (submission) FROM store.task_reports WHERE submission = $submission ORDER BY task, year
"""

_HISTORY = """
SELECT sequence, event, happened_at, actor, note FROM store.reviews WHERE submission = $submission ORDER BY sequence
"""

_COMMENTS = """
SELECT sequence, province, indicator, breakdown, year, author, written_at, text FROM store.comments
WHERE submission = $submission
ORDER BY sequence
"""

_AUDIT = """
SELECT happened_at, actor, action, subject, allowed, detail FROM store.audit
ORDER BY happened_at DESC
LIMIT $limit
"""

_COLUMNS_OF_OFFICE = """
SELECT decisions FROM store.drafts
WHERE province = $province AND agency IS NOT DISTINCT FROM $agency AND decisions LIKE '%"columns":%'
ORDER BY saved_at DESC, version DESC
LIMIT 1
"""
