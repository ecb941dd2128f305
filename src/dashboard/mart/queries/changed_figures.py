"""Figures and statuses of two marts of one store held against each other: what was published, revised, withdrawn, and what it moved."""

import polars as pl

from dashboard.mart.mart import Mart
from dashboard.method import NOT_ASSESSABLE, STATUSES

KEY = ["province", "indicator", "breakdown", "year"]
SERIES = KEY[:3]

_NOW = """
WITH latest AS (
    -- A newer version of a curated file replaced the one that had the figure: then that is when it went.
    SELECT u.kind, u.file_name, max(a.approved_at) AS approved_at
    FROM approvals AS a JOIN submissions AS u USING (submission)
    GROUP BY ALL
),
between AS (
    SELECT r.province, r.indicator, r.breakdown, r.year,
        arg_min({'value': r.value, 'level': r.level, 'is_not_available': r.is_not_available}, r.recency) AS other
    FROM revisions AS r
    JOIN revisions AS n USING (province, indicator, breakdown, year)
    WHERE n.recency = 1 AND r.recency > 1 AND r.approved_at > $cutoff AND r.value IS DISTINCT FROM n.value
    GROUP BY ALL
)
SELECT r.province, i.sector, r.indicator, r.breakdown, r.year,
    r.value, r.level, r.preliminary, r.is_not_available, r.is_replaced,
    r.submission, greatest(r.approved_at, if(r.is_replaced, l.approved_at, NULL)) AS at,
    CASE
        WHEN r.is_replaced THEN NULL
        ELSE coalesce(nullif(v.note, ''), nullif(u.note, ''), if(r.is_not_available, nullif(s.note, ''), NULL))
    END AS reason,
    u.file_name, s.source, list_distinct(list_concat(t.holders, t.agencies)) AS agencies,
    coalesce(a.holders, t.holders) AS holders, a.status,
    b.other IS NOT NULL AS has_other, b.other.value AS value_between, b.other.level AS level_between,
    i.position AS indicator_position, coalesce(t.position, 0) AS series_position
FROM revisions AS r
JOIN indicators AS i USING (indicator)
JOIN submissions AS u ON u.submission = r.submission
JOIN reviews AS v ON v.submission = r.submission AND v.event = 'approved'
JOIN latest AS l ON l.kind = u.kind AND l.file_name = u.file_name
LEFT JOIN sources AS s USING (source_id)
LEFT JOIN series AS t ON t.province = r.province AND t.indicator = r.indicator AND t.breakdown = r.breakdown
LEFT JOIN assessed AS a
    ON a.province = r.province AND a.indicator = r.indicator AND a.breakdown = r.breakdown AND a.year = r.year
LEFT JOIN between AS b
    ON b.province = r.province AND b.indicator = r.indicator AND b.breakdown = r.breakdown AND b.year = r.year
WHERE r.recency = 1 AND (r.approved_at > $cutoff OR r.is_replaced)
"""

_BEFORE = """
SELECT r.province, r.indicator, r.breakdown, r.year, r.value AS value_before, r.level AS level_before,
    r.preliminary AS preliminary_before, r.is_not_available AS was_not_available, a.status AS status_before
FROM revisions AS r
LEFT JOIN assessed AS a
    ON a.province = r.province AND a.indicator = r.indicator AND a.breakdown = r.breakdown AND a.year = r.year
WHERE r.recency = 1 AND NOT r.is_replaced
"""

FIGURE_KINDS = ("revised", "withdrawn", "not_available", "changed_back", "final", "estimate", "new")
"""What can have happened to a figure, what calls for attention first."""


def changed_figures(now: Mart, before: Mart) -> pl.DataFrame:
    """Return the figures that are not published as they were, or were otherwise meanwhile; see ``queries.changes``."""
    found = now.query(_NOW, {"cutoff": before.moment}).join(before.query(_BEFORE), on=KEY, how="left", nulls_equal=True)
    was, stands = pl.col("value_before").is_not_null(), pl.col("value").is_not_null() & ~pl.col("is_replaced")
    is_same = pl.col("value").eq_missing(pl.col("value_before"))
    gone_before = pl.col("was_not_available").fill_null(False)
    gone = pl.col("is_not_available") & ~pl.col("is_replaced")
    kind = (
        pl.when(stands & ~was).then(pl.lit("new"))
        .when(stands & ~is_same).then(pl.lit("revised"))
        .when(stands & pl.col("preliminary_before") & ~pl.col("preliminary")).then(pl.lit("final"))
        .when(stands & ~pl.col("preliminary_before") & pl.col("preliminary")).then(pl.lit("estimate"))
        .when(~stands & was).then(pl.lit("withdrawn"))
        .when(gone & ~gone_before & ~was).then(pl.lit("not_available"))
        .when(pl.col("has_other")).then(pl.lit("changed_back"))
    )  # fmt: skip
    places = {kind: place for place, kind in enumerate(FIGURE_KINDS)}
    standing = {name: pl.when(stands).then(pl.col(name)) for name in ("value", "level")}
    return (
        found.with_columns(kind.alias("kind"), sectors=pl.concat_list("sector"), indicators=pl.concat_list("indicator"))
        .filter(pl.col("kind").is_not_null())
        .with_columns(is_declared=gone, **standing)
        .sort(pl.col("kind").replace_strict(places, return_dtype=pl.Int8), "indicator_position", "series_position", "year")
        .select(
            "kind", "at", *KEY, "sectors", "indicators", pl.col("agencies", "holders").fill_null([]), "value_before", "level_before",
            "value", "level", "value_between", "level_between", "preliminary_before", "preliminary", "is_declared", "status_before", "status", "reason",
            "source", "file_name", "submission",
        )
    )  # fmt: skip


_STANDING = """
SELECT province, sector, indicator, breakdown, year, status, preliminary, actual, milestone, printed_target,
    baseline, list_distinct(list_concat(holders, agencies)) AS agencies, holders, indicator_position, series_position
FROM assessed
WHERE NOT list_contains($not_assessed, status)
QUALIFY row_number() OVER (PARTITION BY province, indicator, breakdown ORDER BY year DESC) = 1
"""
_MOVING = ["year", "status", "preliminary", "actual", "milestone", "printed_target", "baseline"]

CAUSES = ("milestone", "other_target", "new_figure", "revised", "baseline", "withdrawn", "first")
"""Why a status moved."""


def moved_statuses(now: Mart, before: Mart, figures: pl.DataFrame) -> pl.DataFrame:
    """Return the series whose latest judgement is another one, worse ones first; see ``queries.changes``.

    Args:
        now: The later mart.
        before: The earlier one.
        figures: What ``changed_figures`` returned of the two: no status moves without a figure.
    """
    parameters = {"not_assessed": list(NOT_ASSESSABLE)}
    stands, stood = now.query(_STANDING, parameters), before.query(_STANDING, parameters)
    told = [name for name in stood.columns if name not in (*SERIES, *_MOVING)]
    moved = stands.join(stood, on=SERIES, how="full", suffix="_before", coalesce=True).with_columns(
        pl.coalesce(name, f"{name}_before").alias(name) for name in told
    )
    is_later = pl.col("year") > pl.col("year_before")
    cause = (
        pl.when(pl.col("status").is_null()).then(pl.lit("withdrawn"))
        .when(pl.col("status_before").is_null()).then(pl.lit("first"))
        .when(is_later & (pl.col("year") == pl.col("milestone"))).then(pl.lit("milestone"))
        .when(is_later & (pl.col("milestone") != pl.col("milestone_before"))).then(pl.lit("other_target"))
        .when(is_later).then(pl.lit("new_figure"))
        .when(pl.col("year") < pl.col("year_before")).then(pl.lit("withdrawn"))
        .when(pl.col("actual") != pl.col("actual_before")).then(pl.lit("revised"))
        .otherwise(pl.lit("baseline"))
    )  # fmt: skip
    places = {status: place for place, status in enumerate(STATUSES)}
    place = pl.col("status").replace_strict(places, return_dtype=pl.Int32)
    place_before = pl.col("status_before").replace_strict(places, return_dtype=pl.Int32)
    latest = figures.group_by(SERIES).agg(pl.col("at").max(), pl.col("submission").sort_by("at").last())
    return (
        moved.filter(pl.col("status").ne_missing(pl.col("status_before")))
        .join(latest, on=SERIES, how="left")
        .with_columns(
            cause.alias("cause"),
            (place - place_before).alias("steps"),
            sectors=pl.concat_list("sector"),
            indicators=pl.concat_list("indicator"),
        )
        .sort(-pl.col("steps").fill_null(0), "indicator_position", "series_position", maintain_order=True)
        .select(
            "cause", "steps", "at", *SERIES, "sectors", "indicators", "agencies", "holders",
            *(f"{name}_before" for name in _MOVING), *_MOVING, "submission",
        )
    )  # fmt: skip
