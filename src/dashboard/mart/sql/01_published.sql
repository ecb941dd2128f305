-- What is published at the moment asked for: of every (province, indicator, breakdown, year) the value approved last.
-- Inputs: moment (one row: as_of, today), submissions, observations, task_reports_as_written, reviews, levels.

-- The latest event of each submission tells where it stands.
CREATE TABLE submission_states AS
SELECT
    reviews.submission,
    arg_max(reviews.event, (reviews.happened_at, reviews.sequence)) AS state,
    max(reviews.happened_at) FILTER (reviews.event = 'approved') AS approved_at
FROM reviews, moment
WHERE reviews.happened_at <= moment.as_of
GROUP BY reviews.submission;

-- A curated (or generated) file replaces its own earlier versions whole: what it no longer says is no longer published.
CREATE TABLE approvals AS
SELECT
    submission, submitted_at, recorded_at, approved_at,
    kind <> 'file'
    AND row_number() OVER (PARTITION BY kind, file_name ORDER BY recorded_at DESC) > 1 AS is_replaced,
    kind = 'derived' AS derived
FROM submission_states
JOIN submissions USING (submission)
WHERE approved_at IS NOT NULL;

-- Every value ever approved, newest first: recency 1 is published, the others are its history. What was worked out from
-- published levels (derived) never stands before a figure that somebody published.
-- Neither number nor level says: explicitly not available. It withdraws what was published before.
CREATE TABLE revisions AS
SELECT
    o.province, o.indicator, o.breakdown, o.year,
    coalesce(o.value, l.rank) AS value,
    o.level, o.value IS NULL AND o.level IS NULL AS is_not_available, o.preliminary, o.source_id, o.submission,
    a.approved_at, a.is_replaced, a.derived,
    row_number() OVER (
        PARTITION BY o.province, o.indicator, o.breakdown, o.year
        ORDER BY a.is_replaced, a.derived, a.approved_at DESC, a.recorded_at DESC
    ) AS recency
FROM observations AS o
JOIN approvals AS a USING (submission)
LEFT JOIN levels AS l ON l.indicator = o.indicator AND l.level = o.level;

CREATE TABLE published AS
SELECT * EXCLUDE (recency, is_replaced, is_not_available)
FROM revisions
WHERE recency = 1 AND NOT is_replaced AND NOT is_not_available
ORDER BY indicator, province, breakdown, year;

-- What is published and was published otherwise before: the latest other value, and why it was given up.
-- The reason came with the approval that followed it: the reviewer's words, or else the submitter's.
CREATE TABLE revised AS
WITH last_other AS (
    SELECT
        province, indicator, breakdown, year,
        arg_min({'value': before.value, 'level': before.level}, before.recency) AS previous,
        min(before.recency) AS recency
    FROM (FROM revisions WHERE recency > 1 AND NOT is_not_available) AS before
    JOIN published AS now USING (province, indicator, breakdown, year)
    WHERE before.value IS DISTINCT FROM now.value
    GROUP BY ALL
)
SELECT
    o.province, o.indicator, o.breakdown, o.year, o.previous,
    coalesce(nullif(r.note, ''), nullif(u.note, '')) AS revision_reason
FROM last_other AS o
JOIN revisions AS next
    ON next.province = o.province AND next.indicator = o.indicator AND next.breakdown = o.breakdown AND next.year = o.year
    AND next.recency = o.recency - 1
JOIN submissions AS u ON u.submission = next.submission
JOIN reviews AS r ON r.submission = next.submission AND r.event = 'approved';

-- What is published as not available, with the source that says why.
CREATE TABLE not_available AS
SELECT province, indicator, breakdown, year, source_id, submission, approved_at
FROM revisions
WHERE recency = 1 AND NOT is_replaced AND is_not_available;

-- What waits: submitted, or returned and not answered. A returned submission that another one answers waits for nobody any more.
CREATE TABLE waiting AS
SELECT submission, state = 'submitted' AS under_review
FROM submission_states
WHERE state = 'submitted' OR (state = 'returned' AND submission NOT IN (
    SELECT u.replaces
    FROM submissions AS u
    JOIN submission_states AS answer USING (submission)
    WHERE u.replaces IS NOT NULL AND answer.state <> 'withdrawn'
));

-- Values handed in and not approved yet: they explain why a figure is missing, and are never shown as one.
CREATE TABLE pending AS
SELECT o.province, o.indicator, o.breakdown, o.year, bool_or(w.under_review) AS under_review
FROM observations AS o
JOIN waiting AS w USING (submission)
GROUP BY ALL;

-- The reports on tasks, by the same rule: of each task and year what was approved last, and what still waits.
CREATE TABLE task_reports AS
SELECT r.* EXCLUDE (submission), r.submission, a.approved_at AS published_at
FROM task_reports_as_written AS r
JOIN approvals AS a USING (submission)
WHERE NOT a.is_replaced
QUALIFY row_number() OVER (PARTITION BY r.task, r.year ORDER BY a.approved_at DESC, a.recorded_at DESC) = 1;

CREATE TABLE pending_task_reports AS
SELECT r.task, r.year, bool_or(w.under_review) AS under_review
FROM task_reports_as_written AS r
JOIN waiting AS w USING (submission)
GROUP BY ALL;
