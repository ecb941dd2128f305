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

-- A cell binds where its plan is in force, or its year lies before the period with which the plan's successor begins.
CREATE VIEW binding AS
SELECT t.*, p.in_force, p.issued
FROM targets AS t
JOIN plans AS p ON p.plan = t.plan AND (p.in_force OR t.year < p.until_year);

-- A milestone is a year with a target that binds.
CREATE TABLE milestones AS
SELECT
    t.province, t.indicator, t.breakdown, t.year,
    t.comparator, t.anchor, t.lower, t.upper, t.printed,
    lag(t.year) OVER series AS previous_year,
    lag(t.anchor) OVER series AS previous_anchor
FROM binding AS t
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

-- A series is what a plan prints a row for that binds, whether or not it sets a target there; the plan in force speaks for it.
CREATE TABLE series AS
SELECT
    t.province, t.indicator, t.breakdown,
    arg_max(t.plan, t.in_force) AS plan,
    year(min(t.issued)) AS plan_year,
    arg_max(t."row", t.in_force) AS "row",
    arg_max(t.agency_in_charge, t.in_force) AS agency_in_charge,
    arg_max(t.agencies, t.in_force) AS agencies,
    -- Who holds the duty now, the printed agency where no document says so, and which those are.
    arg_max(t.holders, t.in_force) AS holders,
    arg_max(t.unclear, t.in_force) AS unclear,
    min(t.year) FILTER (t.anchor IS NOT NULL) AS first_milestone,
    -- Parts of an indicator in the catalogue's order, and within a part the provinces.
    any_value(b.position) * 1000 + any_value(v.position) AS position
FROM binding AS t
JOIN breakdowns AS b USING (breakdown)
JOIN provinces AS v ON v.province = t.province
GROUP BY t.province, t.indicator, t.breakdown;
