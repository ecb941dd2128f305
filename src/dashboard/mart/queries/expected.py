"""What is to be reported, what is published of it, and what waits for review."""

import polars as pl

from dashboard.mart.mart import Mart

_EXPECTED = """
WITH expected AS (
    SELECT
        s.* EXCLUDE (holders, unclear), y.year, y.asks_final, i.position AS indicator_position,
        if($year >= today_from, s.holders, s.agencies) AS holders, if($year >= today_from, s.unclear, []) AS unclear
    FROM series AS s
    CROSS JOIN (SELECT today_from FROM method)
    JOIN indicators AS i USING (indicator)
    JOIN (
        SELECT province, indicator, breakdown, $year::SMALLINT AS year, false AS asks_final FROM series
        UNION ALL
        SELECT province, indicator, breakdown, year, true FROM published WHERE preliminary AND year = $year - 1
    ) AS y USING (province, indicator, breakdown)
    WHERE (len($provinces::VARCHAR[]) = 0 OR list_contains($provinces::VARCHAR[], province))
        AND (len($agencies::VARCHAR[]) = 0 OR list_has_any($agencies::VARCHAR[], list_concat(agencies, s.holders)))
),
known AS (SELECT * FROM published WHERE value IS NOT NULL)
SELECT e.province, e.indicator, e.breakdown, e.year, e.asks_final, e.agency_in_charge, e.agencies, e.holders, e.unclear,
    b.year AS last_year, b.value AS last_value, b.level AS last_level,
    m.printed AS target, m.year AS milestone,
    p.value AS published, p.level AS published_level, p.year IS NOT NULL AND p.value IS NULL AS not_available,
    d.under_review
FROM expected AS e
ASOF LEFT JOIN (SELECT *, year + 1 AS known_from FROM known) AS b
    ON e.province = b.province AND e.indicator = b.indicator AND e.breakdown = b.breakdown AND e.year >= b.known_from
ASOF LEFT JOIN milestones AS m
    ON e.province = m.province AND e.indicator = m.indicator AND e.breakdown = m.breakdown AND e.year <= m.year
LEFT JOIN published AS p
    ON e.province = p.province AND e.indicator = p.indicator AND e.breakdown = p.breakdown AND e.year = p.year
LEFT JOIN pending AS d
    ON e.province = d.province AND e.indicator = d.indicator AND e.breakdown = d.breakdown AND e.year = d.year
ORDER BY e.indicator_position, e.position, e.asks_final
"""


def expected(mart: Mart, *, provinces: tuple[str, ...], agencies: tuple[str, ...], year: int) -> pl.DataFrame:
    """Return what the agencies answer for in the provinces' plans in force, in catalogue order; an empty tuple means all.

    An agency answers for what is printed under its name and for what it holds today, whatever the year: years before are handed in today, too.
    Where the figure published for the year before is preliminary, a row of that year asks for the final one.

    Returns:
        ``province``, ``indicator``, ``breakdown``, ``year``, ``asks_final`` (the row of the year before), ``agency_in_charge`` (as printed), ``agencies`` (its ids),
        ``holders`` (who is asked for the year: from 2025 on the agency of today), ``unclear`` (those printed whose successor no document names), ``last_year``, ``last_value``, ``last_level`` (the latest figure before the year; null without one; of a level the
        value is its rank), ``target`` and ``milestone`` (as printed, and for which year; null after the last),
        ``published``, ``published_level`` (of the year itself), ``not_available`` (the agency said that there is no figure),
        ``under_review`` (true: waits for approval, false: was
        returned, null: nothing was handed in).
    """
    # Every step of handing in asks it again.
    return mart.kept(
        ("expected", provinces, agencies, year),
        lambda: mart.query(_EXPECTED, {"provinces": list(provinces), "agencies": list(agencies), "year": year}),
    )


_NUMBERED = """
WITH numbered AS (
    SELECT s.*, (row_number() OVER (ORDER BY i.position, s.position) - 1)::INTEGER AS series
    FROM series AS s
    JOIN indicators AS i USING (indicator)
)
"""

_SERIES = f"""
{_NUMBERED}
SELECT
    n.series, n.province, n.indicator, n.breakdown, list_distinct(list_concat(n.agencies, n.holders)) AS agencies, n.agency_in_charge,
    (
        SELECT arg_max(m.anchor, m.year) FROM milestones AS m
        WHERE m.province = n.province AND m.indicator = n.indicator AND m.breakdown = n.breakdown
    ) AS goal
FROM numbered AS n
ORDER BY n.series
"""  # noqa: S608  constants


def series(mart: Mart) -> pl.DataFrame:
    """Return every series the plans in force print a row for, in catalogue order, numbered; ``agencies`` are those who may hand it in, printed and of today.

    ``goal`` is the number the last target asks for; null without one, of a level its rank.
    """
    return mart.query(_SERIES)


_PUBLISHED_VALUES = f"""
{_NUMBERED}
SELECT n.series, p.year, p.value, p.level, p.preliminary, s.note
FROM published AS p
LEFT JOIN sources AS s USING (source_id)
JOIN numbered AS n USING (province, indicator, breakdown)
WHERE p.value IS NOT NULL
"""  # noqa: S608  constants


def published_values(mart: Mart) -> pl.DataFrame:
    """Return the published figures of the plans' series by the series' number and year, in no order; the value of a level is its rank."""
    return mart.query(_PUBLISHED_VALUES)
