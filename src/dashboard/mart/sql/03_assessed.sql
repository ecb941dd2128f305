-- Gap, expected value, pace and status of every (province, indicator, breakdown, year) (method, sections 2 to 6).
-- Inputs: series, milestones, baselines, published, revised, not_available, pending, indicators, plans, moment, horizon (one row: first_year, last_year),
-- method (one row: its numbers). A status or reason that method.py does not know cannot be given: status_id and reason_id hold its ids.

-- The years that are assessed: the horizon of the plans, and every year that has a figure.
CREATE TABLE assessed_years AS
SELECT s.province, s.indicator, s.breakdown, unnest(range(h.first_year, h.last_year + 1))::SMALLINT AS year
FROM series AS s, horizon AS h
UNION
SELECT province, indicator, breakdown, year
FROM (SELECT province, indicator, breakdown, year FROM published UNION SELECT province, indicator, breakdown, year FROM not_available)
SEMI JOIN series USING (province, indicator, breakdown);

-- Each year with its actual, the milestone that applies (the earliest at or after it) and the baseline.
CREATE TABLE assessment_inputs AS
WITH with_actual AS (
    SELECT
        y.*, a.value AS actual, a.level AS actual_level, a.preliminary, x.submission IS NOT NULL AS is_not_available,
        coalesce(a.source_id, x.source_id) AS source_id,
        coalesce(a.submission, x.submission) AS submission,
        coalesce(a.approved_at, x.approved_at) AS approved_at,
        v.previous.value AS previous_actual, v.previous.level AS previous_level, v.revision_reason
    FROM assessed_years AS y
    LEFT JOIN published AS a USING (province, indicator, breakdown, year)
    LEFT JOIN not_available AS x USING (province, indicator, breakdown, year)
    LEFT JOIN revised AS v USING (province, indicator, breakdown, year)
)
SELECT
    w.*,
    m.year AS milestone, m.comparator, m.anchor AS target, m.lower, m.upper, m.printed AS printed_target,
    b.year AS baseline_year, b.value AS baseline,
    -- The path's last point before this year's milestone: the milestone before it, or the baseline.
    if(m.previous_year > b.year, m.previous_year, b.year) AS start_year,
    if(m.previous_year > b.year, m.previous_anchor, b.value) AS start_value
FROM with_actual AS w
ASOF LEFT JOIN milestones AS m
    ON w.province = m.province AND w.indicator = m.indicator AND w.breakdown = m.breakdown AND w.year <= m.year
LEFT JOIN baselines AS b
    ON w.province = b.province AND w.indicator = b.indicator AND w.breakdown = b.breakdown;

CREATE TABLE assessed AS
WITH judged AS (
    SELECT
        n.*,
        i.sector, i.position AS indicator_position, i.side, i.tolerance, i.kind, i.level_count,
        n.comparator = 'keep' AS is_keep,
        meets(n.actual, n.comparator, n.target, i.side, i.tolerance) AS is_met,
        n.year > n.baseline_year AND meets(n.baseline, n.comparator, n.target, i.side, i.tolerance) AS was_met,
        meets(n.start_value, n.comparator, n.target, i.side, i.tolerance) AS is_flat
    FROM assessment_inputs AS n
    JOIN indicators AS i ON i.indicator = n.indicator
),
expected AS (
    SELECT
        *,
        CASE
            WHEN kind = 'levels' OR target IS NULL THEN NULL
            WHEN is_keep THEN target
            WHEN baseline_year IS NULL OR year < baseline_year THEN NULL
            WHEN year = milestone OR is_flat THEN target
            ELSE start_value + (target - start_value) * (year - start_year) / (milestone - start_year)
        END AS expected
    FROM judged
),
paced AS (
    SELECT
        *,
        CASE
            WHEN actual IS NULL OR target IS NULL THEN NULL
            WHEN is_keep THEN tolerance - abs(actual - target)
            ELSE side * (actual - target)
        END AS gap,
        -- Defined after the baseline, where the baseline still falls short and the path asks for progress by now.
        CASE
            WHEN NOT is_keep AND year > baseline_year AND NOT was_met AND is_ahead(expected, baseline, side)
            THEN (actual - baseline) / (expected - baseline)
        END AS pace,
        -- Past an easier milestone and short of a harder one, a baseline can lie ahead of the path: no progress is due yet,
        -- and the actual is held against the path itself.
        NOT is_keep AND year > baseline_year AND NOT was_met AND is_ahead(baseline, expected, side) AS is_path_behind
    FROM expected
),
decided AS (
    SELECT
        p.*,
        d.under_review,
        CASE
            WHEN target IS NULL THEN 'no_target'
            WHEN actual IS NULL THEN 'no_data'
            WHEN is_met THEN 'achieved'
            WHEN year = milestone THEN 'missed'
            WHEN is_keep THEN 'off_track'
            WHEN kind = 'levels' THEN 'no_pace'
            WHEN was_met THEN 'moving_away'
            WHEN is_path_behind THEN if(is_ahead(expected, actual, side), 'moving_away', 'on_track')
            WHEN pace IS NULL THEN 'no_pace'
            WHEN pace >= on_track - 1e-9 THEN 'on_track'
            WHEN pace >= behind - 1e-9 THEN 'behind'
            WHEN pace >= -1e-9 THEN 'off_track'
            ELSE 'moving_away'
        END::status_id AS status
    FROM paced AS p
    LEFT JOIN pending AS d USING (province, indicator, breakdown, year)
    CROSS JOIN method
)
SELECT
    d.province, d.sector, d.indicator, d.breakdown, d.year,
    d.actual, d.actual_level, d.preliminary,
    -- Published with another value before.
    if(d.actual IS NULL, NULL, d.previous_actual IS NOT NULL) AS revised, d.previous_actual, d.previous_level, d.revision_reason,
    d.printed_target, d.comparator, d.target, d.lower, d.upper, d.milestone,
    round(d.gap, 9) + 0.0 AS gap,                -- nine decimals: binary noise goes, no figure is rounded; and no -0.0
    round(d.expected, 9) AS expected,
    round(d.pace, 9) AS pace,
    d.status,
    CASE
        WHEN d.status = 'no_target' THEN if(s.first_milestone IS NULL, 'not_set', 'expired')
        WHEN d.status = 'no_data' THEN
            CASE
                WHEN d.under_review THEN 'under_review'
                WHEN d.is_not_available THEN 'not_available'
                WHEN d.under_review = false THEN 'returned'
                WHEN moment.today < make_date(d.year, p.deadline_month, p.deadline_day) THEN 'not_due'
                ELSE 'awaiting'
            END
        WHEN d.status = 'no_pace' THEN if(d.kind = 'levels', 'qualitative', 'single_point')
        WHEN d.is_path_behind AND d.status IN ('on_track', 'moving_away') THEN 'no_progress_due'
    END::reason_id AS reason,
    -- How far behind what is needed by now, in shares of the target (of the scale for levels): what is urgent comes first.
    CASE
        WHEN d.kind = 'levels' THEN d.gap / (d.level_count - 1)
        WHEN d.is_keep THEN d.gap / nullif(abs(d.target), 0)
        ELSE d.side * (d.actual - coalesce(d.expected, d.target)) / nullif(abs(d.target), 0)
    END AS relative_lag,
    d.baseline_year, d.baseline,
    s.agency_in_charge, s.agencies, s.plan, s."row",
    d.source_id, d.submission, d.approved_at,
    -- Of the year before; null where that year is not assessed.
    if(lag(d.year) OVER series_years = d.year - 1, lag(d.status) OVER series_years, NULL) AS status_before,
    if(lag(d.year) OVER series_years = d.year - 1, lag(d.actual) OVER series_years, NULL) AS actual_before,
    d.indicator_position, s.position AS series_position
FROM decided AS d
JOIN series AS s USING (province, indicator, breakdown)
JOIN plans AS p ON p.plan = s.plan, moment
WINDOW series_years AS (PARTITION BY d.province, d.indicator, d.breakdown ORDER BY d.year)
ORDER BY d.indicator_position, d.indicator, s.position, d.year;
