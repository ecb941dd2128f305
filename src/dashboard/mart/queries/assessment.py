"""The assessed rows: target against actual, as lists, trends, sums and what stands out."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.filtered import filtered
from dashboard.method import LEAST_ASSESSED, NOT_ASKED, NOT_ASSESSABLE, ON_COURSE, RED_STATUSES, STATUSES
from dashboard.reference.catalogue import Catalogue

GAP_COLUMNS = (
    "province", "sector", "indicator", "breakdown", "year", "actual", "printed_target", "comparator", "target",
    "milestone", "gap", "expected", "pace", "status", "reason", "agency_in_charge", "source",
)  # fmt: skip

_ASSESSED = """
SELECT a.*, s.source, s.source_table, s.locator, s.note
FROM assessed AS a
LEFT JOIN sources AS s USING (source_id)
WHERE {filters}
ORDER BY indicator_position, series_position, year
"""


def assessed(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the assessed rows with everything behind them.

    Returns:
        A row per (province, indicator, breakdown, year): ``actual`` (null while nothing is published),
        ``actual_level`` (level id), ``printed_target``, ``comparator``, ``target``, ``lower``, ``upper``, ``milestone``
        (null without a target), ``gap``, ``expected``, ``pace``, ``relative_lag`` (null where undefined), ``status``,
        ``reason``, ``baseline_year``, ``baseline``, ``agency_in_charge`` (as printed), ``agencies`` (its ids), ``holders`` (who holds the duty in
        the year: from 2025 on the agency of today), ``unclear`` (those printed whose successor no document names; they hold it), ``plan``,
        ``row``, ``submission``, ``approved_at``, ``preliminary`` (the figure is an estimate, and so is its judgement),
        ``near_threshold`` (one unit of the last decimal would change the judgement, or its pace rests on a short way), ``revised`` (another value was published before:
        ``previous_actual``, ``previous_level``, changed for ``revision_reason``; null without an actual), ``source``, ``source_table``, ``locator``, ``note``.
    """
    return filtered(mart, _ASSESSED, filters)


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


_SHOWN = """
SELECT province, sector, indicator, breakdown, year, actual, actual_level, printed_target, milestone, target, upper, gap,
    baseline_year, baseline, expected, pace, relative_lag, status, reason, preliminary, near_threshold, revised, agency_in_charge, agencies, holders,
    unclear
FROM assessed
WHERE {filters}
ORDER BY indicator_position, series_position, year
"""


def shown(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the assessed rows in the columns that lists and pictures show, without what stands behind them."""
    return filtered(mart, _SHOWN, filters)


_SHOWN_WITH_ACTIONS = _SHOWN.replace(
    "FROM assessed",
    """, actions, actions_overdue, action_state, action_due, action_owner
FROM assessed
LEFT JOIN red_rows USING (province, indicator, breakdown, year)""",
)


def shown_with_actions(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the rows of ``shown``, the red ones with the actions on them in the columns of ``farthest_behind``; null on all others."""
    return filtered(mart, _SHOWN_WITH_ACTIONS, filters)


def farthest_first(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the red ones of rows in catalogue order as ``farthest_behind`` orders them."""
    red = rows.filter(pl.col("status").is_in(RED_STATUSES))
    return red.sort("relative_lag", nulls_last=True, maintain_order=True)


_HISTORY = """
SELECT province, indicator, breakdown, year, actual, target, milestone, printed_target
FROM assessed
WHERE {filters} AND (actual IS NOT NULL OR year = milestone)
ORDER BY indicator_position, series_position, year
"""


def history(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return what trends are drawn from, in catalogue order: a few columns of ``assessed``, of years with an actual or a target of their own."""
    return filtered(mart, _HISTORY, filters)


_SPREAD = """
WITH spread AS (
    SELECT indicator, breakdown, year, min(actual) AS low, median(actual) AS median, max(actual) AS high,
        any_value(indicator_position) AS indicator_position, min(series_position) AS series_position
    FROM assessed
    WHERE {filters} AND actual IS NOT NULL
    GROUP BY indicator, breakdown, year
)
SELECT province, indicator, breakdown, year, actual,
    NULL::DOUBLE AS target, NULL::SMALLINT AS milestone, NULL::VARCHAR AS printed_target
FROM spread
UNPIVOT (actual FOR province IN (low, median, high))
ORDER BY indicator_position, series_position, province, year
"""


def spread(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the lowest, median and highest actual of the provinces, in the columns of ``history``.

    The column ``province`` says ``low``, ``median`` or ``high``.
    """
    return filtered(mart, _SPREAD, filters)


_STATUS_COUNTS = """
SELECT province, sector, year, status, count(*)::INTEGER AS rows,
    (count(*) FILTER (preliminary AND NOT list_contains($not_assessed, status)))::INTEGER AS estimates
FROM assessed
WHERE {filters}
GROUP BY ALL
ORDER BY sector, province, year, status
"""


def status_counts(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how many rows have each status: ``province``, ``sector``, ``year``, ``status``, ``rows``, ``estimates``.

    The last are those of the rows whose judgement rests on a preliminary figure.
    """
    return filtered(mart, _STATUS_COUNTS, filters, not_assessed=list(NOT_ASSESSABLE))


class Share(NamedTuple):
    """The one share a roll-up shows, with what it leaves out (method, section 7): counts of rows, and 0 to 1.

    ``share`` is None where nothing is assessable, or too little of what has a target: what already meets it can be assessed
    from one figure, what does not needs two, so a small remainder is always the better half.
    """

    on_course: int
    assessable: int
    not_assessable: int
    share: float | None


def share_of(rows: Mapping[str, int]) -> Share:
    """Return the share of rows counted by status."""
    on_course = sum(rows.get(status, 0) for status in ON_COURSE)
    left = sum(rows.get(status, 0) for status in NOT_ASSESSABLE)
    assessable = sum(rows.values()) - left
    asked = sum(count for status, count in rows.items() if status not in NOT_ASKED)
    is_told = assessable > 0 and assessable >= LEAST_ASSESSED * asked
    return Share(on_course, assessable, left, on_course / assessable if is_told else None)


def by_status(counts: pl.DataFrame) -> Counter[str]:
    """Return how many rows have each status, of what ``status_counts`` returned."""
    found: Counter[str] = Counter()
    for status, rows in counts.select("status", "rows").iter_rows():
        found[status] += rows
    return found


def shares(counts: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Return the share of every value of the columns ``by``.

    Args:
        counts: What ``status_counts`` returned.
        by: The columns to roll up to.

    Returns:
        ``by`` and the fields of ``Share``, in the order in which the values come.
    """
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for *key, status, rows in counts.select(*by, "status", "rows").iter_rows():
        found.setdefault(tuple(key), Counter())[status] += rows
    schema = {name: counts.schema[name] for name in by} | _SHARE
    return pl.DataFrame([(*key, *share_of(rows)) for key, rows in found.items()], schema=schema, orient="row")


_SHARE = {"on_course": pl.Int64, "assessable": pl.Int64, "not_assessable": pl.Int64, "share": pl.Float64}

_FARTHEST_BEHIND = """
SELECT province, sector, indicator, breakdown, year, actual, printed_target, target, milestone, expected, gap, relative_lag,
    pace, status, reason, preliminary, near_threshold, agency_in_charge, agencies, holders, unclear,
    actions, actions_overdue, action_state, action_due, action_owner
FROM assessed
LEFT JOIN red_rows USING (province, indicator, breakdown, year)
WHERE {filters} AND list_contains($far_behind, status)
ORDER BY relative_lag NULLS LAST, indicator_position, series_position
LIMIT $limit
"""


def farthest_behind(mart: Mart, filters: Filters, *, limit: int) -> pl.DataFrame:
    """Return the rows of a red status farthest behind what is needed by their year, in shares of the target.

    ``relative_lag`` is negative behind; a target of zero has none, and comes last. ``actions`` is how many actions stand on
    the cell, ``actions_overdue`` how many of them are late; of the most pressing one ``action_state``, ``action_due``,
    ``action_owner`` (null without any).
    """
    return filtered(mart, _FARTHEST_BEHIND, filters, far_behind=list(RED_STATUSES), limit=limit)


_CHANGES = """
SELECT province, sector, indicator, breakdown, year, status_before, status, preliminary_before, preliminary,
    near_threshold, actual_before, actual, agencies, holders, unclear
FROM assessed
WHERE {filters} AND status <> status_before
    AND NOT list_contains($not_assessed, status) AND NOT list_contains($not_assessed, status_before)
ORDER BY indicator_position, series_position
"""


def status_changes(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the rows whose status differs from the year before, both being judgements."""
    return filtered(mart, _CHANGES, filters, not_assessed=list(NOT_ASSESSABLE))


def changes_by_direction(changes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split status changes into (worse, better), the widest first."""
    place = {status: position for position, status in enumerate(STATUSES)}
    moved = changes.with_columns(
        (pl.col("status").replace_strict(place) - pl.col("status_before").replace_strict(place)).alias("moved")
    )
    worse = moved.filter(pl.col("moved") > 0).sort("moved", descending=True, maintain_order=True)
    better = moved.filter(pl.col("moved") < 0).sort("moved", maintain_order=True)
    return worse, better


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


_COMPLETENESS = """
SELECT province, count(*)::INTEGER AS expected, count(actual)::INTEGER AS received
FROM assessed
JOIN provinces USING (province)
WHERE {filters} AND NOT list_contains($not_asked, status)
GROUP BY province
ORDER BY any_value(position)
"""


def completeness(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how many of the rows with a target have a published actual: ``province``, ``expected``, ``received``."""
    return filtered(mart, _COMPLETENESS, filters, not_asked=list(NOT_ASKED))


_AMBITION = """
WITH known AS (
    SELECT province, indicator, breakdown, max_by(actual, year) AS last, max(year) AS last_year
    FROM assessed
    WHERE actual IS NOT NULL AND year <= (SELECT year(today) FROM moment)
    GROUP BY ALL
)
SELECT province, sector, indicator, breakdown, year, last, last_year, target, milestone, printed_target
FROM assessed
JOIN known USING (province, indicator, breakdown)
WHERE {filters} AND target IS NOT NULL
ORDER BY indicator_position, series_position
"""


def ambition(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how far the targets of a year lie from what is known, of rows of which anything is.

    Returns:
        ``province``, ``sector``, ``indicator``, ``breakdown``, ``year``, ``last`` and ``last_year`` (the latest published figure, of any
        year up to this one), ``target`` with its ``milestone``, ``printed_target``.
    """
    return filtered(mart, _AMBITION, filters)


_TARGET_COUNTS = """
SELECT sector, province, milestone, count(DISTINCT (indicator, breakdown))::INTEGER AS targets
FROM assessed
WHERE {filters} AND printed_target IS NOT NULL AND milestone IS NOT NULL
GROUP BY ALL
ORDER BY sector, province, milestone
"""


def target_counts(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return how many targets the plans set: ``sector``, ``province``, ``milestone``, ``targets``; the filters' year is left out."""
    return filtered(mart, _TARGET_COUNTS, filters.model_copy(update={"years": ()}))


_LATEST_YEAR = """
SELECT max(year) AS year
FROM assessed
WHERE actual IS NOT NULL AND NOT list_contains($not_asked, status) AND year <= (SELECT year(today) FROM moment)
"""


def latest_year(mart: Mart) -> int | None:
    """Return the last year, this one at most, that has a published actual; None in an empty store."""
    year: int | None = mart.query(_LATEST_YEAR, {"not_asked": list(NOT_ASKED)})["year"][0]
    return year


_YEARS = "SELECT DISTINCT year FROM assessed ORDER BY year"


def years(mart: Mart) -> list[int]:
    """Return every assessed year."""
    return mart.query(_YEARS)["year"].to_list()


_PROJECTIONS = """
SELECT province, indicator, breakdown, last_year, last_value, milestone, projected
FROM projections
JOIN (SELECT indicator, sector FROM indicators) USING (indicator)
WHERE {filters}
"""


def projections(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return where each series points at its next milestone; series with fewer than three actuals have none."""
    return filtered(mart, _PROJECTIONS, Filters(sectors=filters.sectors, indicators=filters.indicators))
