"""The assessed rows: target against actual, as lists, trends, sums and what stands out."""

from typing import Any

import polars as pl

from dashboard.catalogue import Catalogue
from dashboard.filters import STATUSES, WHERE, Filters
from dashboard.mart import Mart

ON_COURSE = ("achieved", "on_track")
FAR_BEHIND = ("missed", "off_track", "moving_away")
"""The red statuses."""
NOT_ASSESSABLE = ("no_pace", "no_data", "no_target")

GAP_COLUMNS = (
    "province", "sector", "indicator", "breakdown", "year", "actual", "printed_target", "comparator", "target",
    "milestone", "gap", "expected", "pace", "status", "reason", "agency_in_charge", "source",
)  # fmt: skip

_ASSESSED = f"""
SELECT a.*, s.source, s.source_table, s.locator, s.note
FROM assessed AS a
LEFT JOIN sources AS s USING (source_id)
WHERE {WHERE}
ORDER BY indicator_position, series_position, year
"""  # noqa: S608  the condition is a constant; every value is bound


def assessed(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the assessed rows with everything behind them.

    Returns:
        A row per (province, indicator, breakdown, year): ``actual`` (null while nothing is published),
        ``actual_level`` (level id), ``printed_target``, ``comparator``, ``target``, ``lower``, ``upper``, ``milestone``
        (null without a target), ``gap``, ``expected``, ``pace``, ``relative_lag`` (null where undefined), ``status``,
        ``reason``, ``baseline_year``, ``baseline``, ``agency_in_charge`` (as printed), ``agencies`` (ids), ``plan``,
        ``row``, ``submission``, ``approved_at``, ``preliminary``, ``source``, ``source_table``, ``locator``, ``note``.
    """
    return mart.query(_ASSESSED, filters.parameters())


def gaps(mart: Mart, catalogue: Catalogue, filters: Filters) -> list[dict[str, Any]]:
    """Return the assessed table as published to programs: one dict per row with the keys of ``GAP_COLUMNS``.

    Numbers are raw and unrounded, None is undefined. A level stands as its Vietnamese name, a gap of levels as steps.
    """
    rows = []
    for row in assessed(mart, filters).iter_rows(named=True):
        indicator = catalogue.indicator[row["indicator"]]
        if indicator.kind == "levels":
            row["actual"] = None if row["actual"] is None else indicator.levels[int(row["actual"])].vi
            row["target"] = None if row["target"] is None else indicator.levels[int(row["target"])].vi
        rows.append({column: row[column] for column in GAP_COLUMNS})
    return rows


_HISTORY = f"""
SELECT province, indicator, breakdown, year, actual, target, milestone, printed_target
FROM assessed
WHERE {WHERE}
ORDER BY indicator_position, series_position, year
"""  # noqa: S608


def history(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return what trends are drawn from, in catalogue order: a few columns of ``assessed``."""
    return mart.query(_HISTORY, filters.parameters())


_SPREAD = f"""
WITH spread AS (
    SELECT indicator, breakdown, year, min(actual) AS low, median(actual) AS median, max(actual) AS high,
        any_value(indicator_position) AS indicator_position, min(series_position) AS series_position
    FROM assessed
    WHERE {WHERE} AND actual IS NOT NULL
    GROUP BY indicator, breakdown, year
)
SELECT province, indicator, breakdown, year, actual,
    NULL::DOUBLE AS target, NULL::SMALLINT AS milestone, NULL::VARCHAR AS printed_target
FROM spread
UNPIVOT (actual FOR province IN (low, median, high))
ORDER BY indicator_position, series_position, province, year
"""  # noqa: S608


def spread(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the lowest, median and highest actual of the provinces, in the columns of ``history``.

    The column ``province`` says ``low``, ``median`` or ``high``.
    """
    return mart.query(_SPREAD, filters.parameters())


_STATUS_COUNTS = f"""
SELECT province, sector, year, status, count(*)::INTEGER AS rows
FROM assessed
WHERE {WHERE}
GROUP BY ALL
ORDER BY sector, province, year, status
"""  # noqa: S608


def status_counts(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how many rows have each status: ``province``, ``sector``, ``year``, ``status``, ``rows``."""
    return mart.query(_STATUS_COUNTS, filters.parameters())


def shares(counts: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return the one share a roll-up shows, with what it leaves out (method, section 7).

    Args:
        counts: What ``status_counts`` returned.
        by: The columns to roll up to.

    Returns:
        ``by``, ``on_course``, ``assessable``, ``not_assessable`` and ``share`` (0 to 1; null where nothing is assessable).
    """

    def rows_with(statuses: tuple[str, ...]) -> pl.Expr:
        return pl.col("rows").filter(pl.col("status").is_in(statuses)).sum()

    rolled = counts.group_by(by, maintain_order=True) if by else counts
    columns = (
        rows_with(ON_COURSE).alias("on_course"),
        (pl.col("rows").sum() - rows_with(NOT_ASSESSABLE)).alias("assessable"),
        rows_with(NOT_ASSESSABLE).alias("not_assessable"),
    )
    frame = rolled.agg(*columns) if by else counts.select(*columns)  # type: ignore[union-attr]
    share = pl.when(pl.col("assessable") > 0).then(pl.col("on_course") / pl.col("assessable"))
    return frame.with_columns(share.alias("share"))


_FARTHEST_BEHIND = f"""
SELECT province, sector, indicator, breakdown, year, actual, printed_target, target, milestone, expected, gap, relative_lag,
    pace, status, reason, agency_in_charge, agencies
FROM assessed
WHERE {WHERE} AND status IN {FAR_BEHIND}
ORDER BY relative_lag NULLS LAST, indicator_position, series_position
LIMIT $limit
"""  # noqa: S608


def farthest_behind(mart: Mart, filters: Filters, *, limit: int) -> pl.DataFrame:
    """Return the rows of a red status farthest behind what is needed by their year, in shares of the target.

    ``relative_lag`` is negative behind; a target of zero has none, and comes last.
    """
    return mart.query(_FARTHEST_BEHIND, {**filters.parameters(), "limit": limit})


_CHANGES = f"""
SELECT province, sector, indicator, breakdown, year, status_before, status, actual_before, actual, agencies
FROM assessed
WHERE {WHERE} AND status <> status_before
    AND status NOT IN ('no_data', 'no_target', 'no_pace') AND status_before NOT IN ('no_data', 'no_target', 'no_pace')
ORDER BY indicator_position, series_position
"""  # noqa: S608


def status_changes(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the rows whose status differs from the year before, both being judgements."""
    return mart.query(_CHANGES, filters.parameters())


_EXAMPLES = """
SELECT *
FROM assessed
QUALIFY row_number() OVER (
    PARTITION BY status ORDER BY actual_level IS NOT NULL, year DESC, indicator_position, series_position
) = 1
"""


def examples(mart: Mart) -> pl.DataFrame:
    """Return the latest row of every status that occurs, numbers before levels, best status first."""
    places = {status: place for place, status in enumerate(STATUSES)}
    return mart.query(_EXAMPLES).sort(pl.col("status").replace_strict(places))


_COMPLETENESS = f"""
SELECT province, count(*)::INTEGER AS expected, count(actual)::INTEGER AS received
FROM assessed
JOIN provinces USING (province)
WHERE {WHERE} AND status <> 'no_target'
GROUP BY province
ORDER BY any_value(position)
"""  # noqa: S608


def completeness(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how many of the rows with a target have a published actual: ``province``, ``expected``, ``received``."""
    return mart.query(_COMPLETENESS, filters.parameters())


_LATEST_YEAR = """
SELECT max(year) AS year
FROM assessed
WHERE actual IS NOT NULL AND status <> 'no_target' AND year <= (SELECT year(today) FROM moment)
"""


def latest_year(mart: Mart) -> int | None:
    """Return the last year, this one at most, that has a published actual; None in an empty store."""
    year: int | None = mart.query(_LATEST_YEAR)["year"][0]
    return year


_YEARS = "SELECT DISTINCT year FROM assessed ORDER BY year"


def years(mart: Mart) -> list[int]:
    """Return every assessed year."""
    return mart.query(_YEARS)["year"].to_list()


_PROJECTIONS = """
SELECT province, indicator, breakdown, last_year, last_value, milestone, projected
FROM projections
WHERE (len($sectors::VARCHAR[]) = 0 OR list_contains($sectors::VARCHAR[], (
        SELECT sector FROM indicators WHERE indicators.indicator = projections.indicator)))
    AND (len($indicators::VARCHAR[]) = 0 OR list_contains($indicators::VARCHAR[], indicator))
"""


def projections(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return where each series points at its next milestone; series with fewer than three actuals have none."""
    parameters = filters.parameters()
    return mart.query(_PROJECTIONS, {key: parameters[key] for key in ("sectors", "indicators")})
