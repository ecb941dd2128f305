"""What a submission speaks about: where else its figures or tasks wait for review, and what its publication would replace."""

import polars as pl

from dashboard.store.ledger import STATES, Ledger
from dashboard.store.schema import KEY_COLUMNS, TASK_KEY


def submitted_overlapping(ledger: Ledger, observations: pl.DataFrame, task_reports: pl.DataFrame) -> list[str]:
    """Return the submissions under review that speak about a figure or a task of these, too, oldest first."""
    given = {
        "keys_of_submission": observations.select(KEY_COLUMNS),
        "tasks_of_submission": task_reports.select(TASK_KEY),
    }
    for name, keys in given.items():
        ledger.cursor.register(name, keys.to_arrow())
    rows = ledger.cursor.execute(_OVERLAPPING).fetchall()
    for name in given:
        ledger.cursor.unregister(name)
    return [str(id_) for (id_,) in rows]


def speaks_about(ledger: Ledger, submission: str, key: tuple[str, str, str, int]) -> bool:
    """Whether the submission has the figure (province, indicator, breakdown, year), or the task (province, task, "", year)."""
    _, subject, _, year = key
    return ledger.cursor.execute(_SPEAKS_ABOUT, [submission, *key, submission, subject, year]).fetchone() != (0,)


def replaced_values(ledger: Ledger, submission: str) -> pl.DataFrame:
    """Return the figures of a submission with what is published of each; see ``workflow.published_values``."""
    return ledger.cursor.execute(_REPLACED_VALUES, {"submission": submission}).pl()


def replaced_reports(ledger: Ledger, submission: str) -> pl.DataFrame:
    """Return the task reports of a submission with what is published of each; see ``workflow.published_reports``."""
    return ledger.cursor.execute(_REPLACED_REPORTS, {"submission": submission}).pl()


_OVERLAPPING = f"""
SELECT u.submission
FROM store.submissions AS u
JOIN ({STATES}) AS s USING (submission)
WHERE s.state = 'submitted' AND u.submission IN (
    SELECT o.submission
    FROM store.observations AS o
    SEMI JOIN keys_of_submission USING (province, indicator, breakdown, year)
    UNION ALL
    SELECT r.submission
    FROM store.task_reports AS r
    SEMI JOIN tasks_of_submission USING (task, year)
)
ORDER BY u.recorded_at
"""  # noqa: S608

_SPEAKS_ABOUT = """
SELECT (
    SELECT count(*) FROM store.observations
    WHERE submission = ? AND province = ? AND indicator = ? AND breakdown = ? AND year = ?
) + (SELECT count(*) FROM store.task_reports WHERE submission = ? AND task = ? AND year = ?)
"""

# The rule of mart/sql/01_published.sql, inside the transaction that is about to change what is published; a test holds
# the two against each other.
_APPROVALS = """
approvals AS (
    SELECT u.submission, u.recorded_at, r.approved_at,
        u.kind <> 'file'
        AND row_number() OVER (PARTITION BY u.kind, u.file_name ORDER BY u.recorded_at DESC) > 1 AS is_replaced,
        u.kind = 'derived' AS derived
    FROM store.submissions AS u
    JOIN (
        SELECT submission, max(happened_at) AS approved_at FROM store.reviews WHERE event = 'approved' GROUP BY submission
    ) AS r USING (submission)
)
"""

_REPLACED_VALUES = f"""
WITH mine AS (
    SELECT * FROM store.observations WHERE submission = $submission
),
{_APPROVALS},
published AS (
    SELECT o.*, a.approved_at, a.is_replaced, a.derived
    FROM store.observations AS o
    JOIN approvals AS a USING (submission)
    SEMI JOIN mine USING (province, indicator, breakdown, year)
    WHERE o.submission <> $submission
    QUALIFY row_number() OVER (
        PARTITION BY o.province, o.indicator, o.breakdown, o.year
        ORDER BY a.is_replaced, a.derived, a.approved_at DESC, a.recorded_at DESC
    ) = 1
)
SELECT mine.province, mine.indicator, mine.breakdown, mine.year, mine.value, mine.level,
    p.value AS published_value, p.level AS published_level, p.submission AS published_by, p.approved_at,
    p.preliminary AS published_preliminary, p.note AS published_note,
    CASE
        WHEN p.value IS NULL AND p.level IS NULL THEN if(
            mine.value IS NULL AND mine.level IS NULL AND mine.note IS NOT DISTINCT FROM p.note, 'unchanged', 'new'
        )
        WHEN mine.value IS NOT DISTINCT FROM p.value AND mine.level IS NOT DISTINCT FROM p.level
            AND mine.preliminary IS NOT DISTINCT FROM p.preliminary
            THEN if(coalesce(mine.note, '') = coalesce(p.note, ''), 'unchanged', 'noted')
        WHEN mine.value IS NULL AND mine.level IS NULL THEN 'removed'
        ELSE 'changed'
    END AS change
FROM mine
LEFT JOIN (FROM published WHERE NOT is_replaced) AS p USING (province, indicator, breakdown, year)
ORDER BY mine.province, mine.indicator, mine.breakdown, mine.year
"""  # noqa: S608  constants

_REPLACED_REPORTS = f"""
WITH mine AS (
    SELECT * FROM store.task_reports WHERE submission = $submission
),
{_APPROVALS},
published AS (
    SELECT o.*, a.approved_at
    FROM store.task_reports AS o
    JOIN approvals AS a USING (submission)
    SEMI JOIN mine USING (task, year)
    WHERE o.submission <> $submission AND NOT a.is_replaced
    QUALIFY row_number() OVER (PARTITION BY o.task, o.year ORDER BY a.approved_at DESC, a.recorded_at DESC) = 1
)
SELECT mine.* EXCLUDE (submission),
    p.state AS published_state, p.date_done AS published_date_done, p.document_number AS published_document_number,
    p.document_date AS published_document_date, p.what_was_done AS published_what_was_done,
    p.what_hinders AS published_what_hinders, p.submission AS published_by, p.approved_at,
    CASE
        WHEN p.state IS NULL THEN 'new'
        WHEN mine.state = p.state AND mine.date_done IS NOT DISTINCT FROM p.date_done
            AND mine.document_number IS NOT DISTINCT FROM p.document_number
            AND mine.document_date IS NOT DISTINCT FROM p.document_date
            AND mine.what_was_done IS NOT DISTINCT FROM p.what_was_done
            AND mine.what_hinders IS NOT DISTINCT FROM p.what_hinders THEN 'unchanged'
        ELSE 'changed'
    END AS change
FROM mine
LEFT JOIN published AS p USING (task, year)
ORDER BY mine.task, mine.year
"""  # noqa: S608  constants
