-- The targets that are assessed, the baselines, and the path between them (method, sections 1, 2 and 4).
-- Inputs: targets (one row a printed cell, parsed), indicators, plans, published, method (one row: its numbers, from method.py).

-- When an actual meets a target. `side` is +1 when higher is better and -1 when lower is better.
-- A relative 1e-9 takes up the noise of binary floating point where a margin is computed, as in |2.2 - 2.1| <= 0.1.
CREATE MACRO meets(actual, comparator, anchor, side, tolerance) AS
CASE comparator
    WHEN '>=' THEN actual >= anchor
    WHEN '>' THEN actual > anchor
    WHEN '<=' THEN actual <= anchor
    WHEN '<' THEN actual < anchor
    WHEN 'range' THEN side * (actual - anchor) >= 0
    WHEN 'about' THEN side * (actual - anchor) >= -(SELECT about_margin FROM method) * abs(anchor) * (1 + 1e-9)
    WHEN 'keep' THEN abs(actual - anchor) <= tolerance + 1e-9 * abs(anchor)
    WHEN 'level' THEN actual >= anchor
END;

-- Whether `value` stands on the better side of `mark`, beyond that noise.
CREATE MACRO is_ahead(value, mark, side) AS
side * (value - mark) > 1e-9 * greatest(abs(value), abs(mark));

-- A milestone is a year with a target in force.
CREATE TABLE milestones AS
SELECT
    t.province, t.indicator, t.breakdown, t.year,
    t.comparator, t.anchor, t.lower, t.upper, t.printed,
    lag(t.year) OVER series AS previous_year,
    lag(t.anchor) OVER series AS previous_anchor
FROM targets AS t
JOIN plans AS p ON p.plan = t.plan AND p.in_force
WHERE t.anchor IS NOT NULL
WINDOW series AS (PARTITION BY t.province, t.indicator, t.breakdown ORDER BY t.year);

-- Baseline: the actual of the resolution's year; else the latest before it, not before the earliest allowed; else the earliest after it.
CREATE TABLE baselines AS
WITH ranked AS (
    SELECT
        province, indicator, breakdown, year, value,
        CASE WHEN year <= baseline_year THEN baseline_year - year ELSE year END AS preference
    FROM published, method
    WHERE year >= earliest_baseline AND value IS NOT NULL
)
SELECT
    province, indicator, breakdown,
    arg_min(year, preference) AS year,
    arg_min(value, preference) AS value
FROM ranked
GROUP BY ALL;

-- A series is what one plan in force prints a row for, whether or not it sets a target there.
CREATE TABLE series AS
SELECT
    t.province, t.indicator, t.breakdown,
    any_value(t.plan) AS plan,
    year(any_value(p.issued)) AS plan_year,
    any_value(t."row") AS "row",
    any_value(t.agency_in_charge) AS agency_in_charge,
    any_value(t.agencies) AS agencies,
    -- Who holds the duty now, the printed agency where no document says so, and which those are.
    any_value(t.holders) AS holders,
    any_value(t.unclear) AS unclear,
    min(t.year) FILTER (t.anchor IS NOT NULL) AS first_milestone,
    -- Parts of an indicator in the catalogue's order, and within a part the provinces.
    any_value(b.position) * 1000 + any_value(v.position) AS position
FROM targets AS t
JOIN plans AS p ON p.plan = t.plan AND p.in_force
JOIN breakdowns AS b USING (breakdown)
JOIN provinces AS v ON v.province = t.province
GROUP BY t.province, t.indicator, t.breakdown;
