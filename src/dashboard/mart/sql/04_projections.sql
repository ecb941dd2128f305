-- Where the recent actuals point at the next milestone (method, section 7): the least-squares line through the last
-- few actuals (five, three at least: method.py), kept inside the indicator's bounds. It never changes a status.
-- Yearly amounts lie on no way that could go on. Inputs: published, milestones, indicators, method.

CREATE TABLE projections AS
WITH recent AS (
    SELECT province, indicator, breakdown, year, value
    FROM published
    SEMI JOIN series USING (province, indicator, breakdown)
    JOIN indicators USING (indicator)
    WHERE value IS NOT NULL AND indicators.kind = 'number' AND NOT indicators.is_yearly
    QUALIFY row_number() OVER (PARTITION BY province, indicator, breakdown ORDER BY year DESC) <= (SELECT projected_from FROM method)
),
lines AS (
    SELECT
        province, indicator, breakdown,
        regr_slope(value, year) AS slope,
        regr_intercept(value, year) AS intercept,
        max(year) AS last_year,
        arg_max(value, year) AS last_value
    FROM recent
    GROUP BY ALL
    HAVING count(*) >= (SELECT least_for_projection FROM method)
),
next_milestones AS (
    SELECT l.*, m.year AS milestone
    FROM lines AS l
    ASOF JOIN milestones AS m
        ON l.province = m.province AND l.indicator = m.indicator AND l.breakdown = m.breakdown AND l.last_year < m.year
)
SELECT
    n.province, n.indicator, n.breakdown, n.last_year, n.last_value, n.milestone,
    least(
        greatest(n.slope * n.milestone + n.intercept, coalesce(i.minimum, '-infinity'::DOUBLE)),
        coalesce(i.maximum, 'infinity'::DOUBLE)
    ) AS projected
FROM next_milestones AS n
JOIN indicators AS i USING (indicator);
