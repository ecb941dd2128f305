-- Gap, expected value, pace and status of every (province, indicator, breakdown, year) (method, sections 2 to 6).
-- Inputs: series, milestones, baselines, published, revised, not_available, pending, indicators, plans, open_readings, counted_anew,
-- statuses, moment, horizon (one row: first_year, last_year), method (one row: its numbers). A status or reason that method.py does not know cannot be given: status_id and reason_id hold its ids.

-- The years that are assessed: the horizon of the plans, and every year that has a figure.
CREATE TABLE assessed_years AS
SELECT s.province, s.indicator, s.breakdown, unnest(range(h.first_year, h.last_year + 1))::SMALLINT AS year
FROM series AS s, horizon AS h
UNION
SELECT province, indicator, breakdown, year
FROM (SELECT province, indicator, breakdown, year FROM published UNION SELECT province, indicator, breakdown, year FROM not_available)
SEMI JOIN series USING (province, indicator, breakdown);

-- Where the way begins, by year: at the baseline; of a count that begins anew with every plan period, from the second on at
-- nothing, in the year the period before it ended.
CREATE TABLE known_from AS
WITH anew AS (
    SELECT province, indicator, breakdown, m.previous_year AS year, m.year AS to_year
    FROM milestones AS m
    SEMI JOIN counted_anew USING (province, indicator, breakdown)
    WHERE m.previous_year IS NOT NULL
)
SELECT province, indicator, breakdown, year, 0.0 AS value, year + 1 AS from_year, to_year
FROM anew
UNION ALL
SELECT b.province, b.indicator, b.breakdown, b.year, b.value, -9999, coalesce(min(a.year), 9999)
FROM baselines AS b
LEFT JOIN anew AS a USING (province, indicator, breakdown)
GROUP BY ALL;

-- Each year with its actual, the milestone that applies (the earliest at or after it) and the baseline.
CREATE TABLE assessment_inputs AS
WITH with_actual AS (
    SELECT
        y.*, a.value AS actual, a.level AS actual_level, a.preliminary, a.derived, x.submission IS NOT NULL AS is_not_available,
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
    if(m.previous_year > b.year, m.previous_anchor, b.value) AS start_value,
    w.year >= o.from_year AS is_open
FROM with_actual AS w
ASOF LEFT JOIN milestones AS m
    ON w.province = m.province AND w.indicator = m.indicator AND w.breakdown = m.breakdown AND w.year <= m.year
LEFT JOIN known_from AS b
    ON w.province = b.province AND w.indicator = b.indicator AND w.breakdown = b.breakdown
    AND w.year BETWEEN b.from_year AND b.to_year
LEFT JOIN open_readings AS o
    ON w.province = o.province AND w.indicator = o.indicator AND w.breakdown = o.breakdown;

-- How much of what is asked by now a value has done since the baseline, by the rule in force (method, sections 5 and 12):
-- against the straight line; its yearly growth against the growth that leads to the target; or how much of the whole way will
-- be done by the milestone if it goes on as it did. Growth is undefined where anything is zero or below.
CREATE MACRO pace_of(value, baseline, expected, target, baseline_year, year, milestone) AS
CASE (SELECT rule FROM method)
    WHEN 'line' THEN (value - baseline) / (expected - baseline)
    WHEN 'growth' THEN
        if(
            least(value, baseline, target) > 0,
            (pow(value / baseline, 1.0 / (year - baseline_year)) - 1) / (pow(target / baseline, 1.0 / (milestone - baseline_year)) - 1),
            NULL
        )
    WHEN 'index' THEN (value - baseline) * (milestone - baseline_year) / (year - baseline_year) / (target - baseline)
END;

-- The status that a pace alone gives.
CREATE MACRO status_of(pace) AS
CASE
    WHEN pace >= (SELECT on_track FROM method) - 1e-9 THEN 'on_track'
    WHEN pace >= (SELECT behind FROM method) - 1e-9 THEN 'behind'
    WHEN pace >= -1e-9 THEN 'off_track'
    ELSE 'moving_away'
END;

-- Whether the report on a year is due: "before" a printed day is kept by the day before it, late from that day on; and what
-- the plan was not yet issued for by then was never asked.
CREATE MACRO is_due(today, issued, year, deadline_month, deadline_day) AS
issued <= make_date(year, deadline_month, deadline_day) AND today >= make_date(year, deadline_month, deadline_day);

CREATE TABLE assessed AS
WITH judged AS (
    SELECT
        n.*,
        i.sector, i.position AS indicator_position, i.side, i.tolerance, i.kind, i.level_count,
        n.comparator = 'keep' AS is_keep,
        -- One unit of the last decimal more and less, without binary noise.
        round(n.actual + power(10, -i.decimals), 9) AS more, round(n.actual - power(10, -i.decimals), 9) AS less,
        i.is_yearly, i.minimum, i.maximum,
        s.plan_year,
        n.year < s.plan_year AS is_before,
        power(10, -i.decimals) AS unit,
        meets(n.actual, n.comparator, n.target, i.side, i.tolerance) AS is_met,
        NOT i.is_yearly AND n.year > n.baseline_year AND meets(n.baseline, n.comparator, n.target, i.side, i.tolerance) AS was_met,
        meets(n.start_value, n.comparator, n.target, i.side, i.tolerance) AS is_flat
    FROM assessment_inputs AS n
    JOIN indicators AS i ON i.indicator = n.indicator
    JOIN series AS s ON s.province = n.province AND s.indicator = n.indicator AND s.breakdown = n.breakdown
),
expected AS (
    SELECT
        *,
        CASE
            WHEN kind = 'levels' OR target IS NULL OR is_before OR is_open THEN NULL
            WHEN is_keep OR is_yearly THEN target
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
            WHEN actual IS NULL OR target IS NULL OR is_open THEN NULL
            WHEN is_keep THEN tolerance - abs(actual - target)
            ELSE side * (actual - target)
        END AS gap,
        -- Defined after the baseline, where the baseline still falls short and the path asks for progress by now;
        -- of a yearly amount the share of it that was reached.
        CASE
            WHEN is_yearly THEN actual / if(expected > 0, expected, NULL)
            WHEN NOT is_keep AND year > baseline_year AND NOT was_met AND is_ahead(expected, baseline, side)
            THEN pace_of(actual, baseline, expected, target, baseline_year, year, milestone)
        END AS pace,
        -- Past an easier milestone and short of a harder one, a baseline can lie ahead of the path: no progress is due yet,
        -- and the actual is held against the path itself.
        NOT is_keep AND NOT is_yearly AND year > baseline_year AND NOT was_met AND is_ahead(baseline, expected, side) AS is_path_behind
    FROM expected
),
decided AS (
    SELECT
        p.*,
        d.under_review,
        CASE
            WHEN target IS NULL THEN 'no_target'
            WHEN is_before THEN 'before_plan'
            WHEN actual IS NULL THEN 'no_data'
            WHEN is_open THEN 'no_pace'
            WHEN is_met THEN 'achieved'
            WHEN year = milestone THEN 'missed'
            WHEN is_keep THEN 'off_track'
            WHEN kind = 'levels' THEN 'no_pace'
            WHEN was_met THEN 'moving_away'
            WHEN is_path_behind THEN if(is_ahead(expected, actual, side), 'moving_away', 'on_track')
            WHEN pace IS NULL THEN 'no_pace'
            ELSE status_of(pace)
        END::status_id AS status
    FROM paced AS p
    LEFT JOIN pending AS d USING (province, indicator, breakdown, year)
)
SELECT
    d.province, d.sector, d.indicator, d.breakdown, d.year,
    d.actual, d.actual_level, d.preliminary, d.derived,
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
                WHEN NOT is_due(moment.today, p.issued, d.year, p.deadline_month, p.deadline_day) THEN 'not_due'
                ELSE 'awaiting'
            END
        WHEN d.status = 'no_pace' THEN
            CASE WHEN d.is_open THEN 'open_reading' WHEN d.kind = 'levels' THEN 'qualitative' ELSE 'single_point' END
        WHEN d.is_path_behind AND d.status IN ('on_track', 'moving_away') THEN 'no_progress_due'
    END::reason_id AS reason,
    -- Whether one unit of the last decimal more or less would change the judgement, or the pace rests on a short way.
    CASE
        WHEN NOT known.is_assessed OR d.kind = 'levels' THEN false
        WHEN d.status = 'achieved' AND d.actual = if(d.side > 0, d.maximum, d.minimum) THEN false  -- as good as can be
        WHEN meets(d.more, d.comparator, d.target, d.side, d.tolerance) IS DISTINCT FROM d.is_met
            OR meets(d.less, d.comparator, d.target, d.side, d.tolerance) IS DISTINCT FROM d.is_met THEN true
        WHEN d.status IN ('achieved', 'missed') OR d.is_keep THEN false
        WHEN d.is_path_behind THEN
            is_ahead(d.expected, d.more, d.side) <> is_ahead(d.expected, d.less, d.side)
        WHEN d.is_yearly THEN
            status_of((d.more) / d.expected) <> d.status OR status_of((d.less) / d.expected) <> d.status
        WHEN d.pace IS NULL THEN false
        ELSE abs(d.expected - d.baseline) <= (SELECT short_step FROM method) * d.unit * (1 + 1e-9)
            OR status_of(pace_of(d.more, d.baseline, d.expected, d.target, d.baseline_year, d.year, d.milestone)) <> d.status
            OR status_of(pace_of(d.less, d.baseline, d.expected, d.target, d.baseline_year, d.year, d.milestone)) <> d.status
    END AS near_threshold,
    -- How far behind what is needed by now, in shares of the target (of the scale for levels): what is urgent comes first.
    CASE
        WHEN d.kind = 'levels' THEN d.gap / (d.level_count - 1)
        WHEN d.is_keep THEN d.gap / nullif(abs(d.target), 0)
        ELSE d.side * (d.actual - coalesce(d.expected, d.target)) / nullif(abs(d.target), 0)
    END AS relative_lag,
    if(d.is_yearly, NULL, d.baseline_year) AS baseline_year, if(d.is_yearly, NULL, d.baseline) AS baseline,
    s.agency_in_charge, s.agencies,
    if(d.year >= today_from, s.holders, s.agencies) AS holders, if(d.year >= today_from, s.unclear, []) AS unclear,
    s.plan, s."row",
    d.source_id, d.submission, d.approved_at,
    -- Of the year before; null where that year is not assessed.
    if(lag(d.year) OVER series_years = d.year - 1, lag(d.status) OVER series_years, NULL) AS status_before,
    if(lag(d.year) OVER series_years = d.year - 1, lag(d.preliminary) OVER series_years, NULL) AS preliminary_before,
    if(lag(d.year) OVER series_years = d.year - 1, lag(d.actual) OVER series_years, NULL) AS actual_before,
    d.indicator_position, s.position AS series_position
FROM decided AS d
JOIN series AS s USING (province, indicator, breakdown)
JOIN plans AS p ON p.plan = s.plan
JOIN statuses AS known ON known.status = d.status
CROSS JOIN moment
CROSS JOIN (SELECT today_from FROM method)
WINDOW series_years AS (PARTITION BY d.province, d.indicator, d.breakdown ORDER BY d.year)
ORDER BY d.indicator_position, d.indicator, s.position, d.year;
