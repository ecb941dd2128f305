"""The series of the plans with what is published of them, prepared once for each mart."""

from dataclasses import dataclass

import polars as pl

from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue

KEY = ("province", "indicator", "breakdown")
_YEARS = 10_000
"""Series number and year make one number by which figures are sorted: number × 10 000 + year."""
PARTITIONS = (("urban", "rural"), ("remote_areas", "other_areas"))
"""Breakdowns that together make the total."""
FEWEST_CHANGES = 4
"""As few yearly changes still say what is usual (see ``plausibility``)."""


@dataclass(frozen=True)
class Series:
    """What checks and comparisons know of the figures so far.

    Attributes:
        indicators: What decides how a value is read and judged, a row an indicator: ``indicator``, ``kind``, ``side`` (+1
            when higher is better, -1 lower, 0 to keep), ``share``, ``integral``, ``is_percent`` (whether a percent sign
            may stand behind it), ``minimum``, ``maximum`` (beyond which a value is refused), ``least_usual``,
            ``most_usual`` (beyond which it is asked about), ``step`` (one unit of the last decimal shown).
        places: A row a series of the plans in force: ``series`` (its number), ``KEY``, ``agencies``, ``agency_in_charge``, ``goal`` (the
            number the last target asks for, or null).
        published: ``at`` (series and year in one number, sorted), ``series``, ``year``, ``value``, ``level``, ``preliminary``,
            ``note``.
        usual: Of every series ``changes`` (how many yearly changes are published), ``median`` and ``scale`` of them, and
            the same of the indicator and breakdown over all provinces, two at least, as ``all_changes``, ``all_median``, ``all_scale``; and ``goal``.
        split: Of the series that are a part or a total that parts make up (``PARTITIONS``): ``series``, ``part``, and the same
            number ``whole`` for those that belong together.
    """

    indicators: pl.DataFrame
    places: pl.DataFrame
    published: pl.DataFrame
    usual: pl.DataFrame
    split: pl.DataFrame

    def published_at(self, at: pl.Series) -> pl.DataFrame:
        """Return, for each number that sorts figures, what is published there and what was published before in the series.

        Returns:
            ``published``, ``published_level``, ``published_estimate`` (whether that is one), ``published_note``, ``last_year``,
            ``last``, ``last_level``; null where there is none.
        """
        # A binary search in the sorted figures costs a fraction of a join, and keeps the order of the rows.
        known = self.published
        place = pl.DataFrame({"at": at, "now": known["at"].search_sorted(at.fill_null(-1), side="left")})
        height = known.height
        place = place.with_columns(
            now=pl.when(pl.col("now") < height).then("now"), before=pl.when(pl.col("now") > 0).then(pl.col("now") - 1)
        )
        now, before = known[place["now"]], known[place["before"]]
        is_now = place["at"] == now["at"]
        is_same = place["at"] // _YEARS == before["series"]
        return pl.select(
            published=pl.when(is_now).then(now["value"]),
            published_level=pl.when(is_now).then(now["level"]),
            published_estimate=pl.when(is_now).then(now["preliminary"]),
            published_note=pl.when(is_now).then(now["note"]),
            last_year=pl.when(is_same).then(before["year"]),
            last=pl.when(is_same).then(before["value"]),
            last_level=pl.when(is_same).then(before["level"]),
        )


def known_series(mart: Mart, catalogue: Catalogue) -> Series:
    """Return the series of the mart; they are made once and kept with it."""
    return mart.kept(("intake", "series", catalogue.fingerprint), lambda: _made(mart, catalogue))


def at(number: str = "series") -> pl.Expr:
    """Return the number that sorts figures by series (or what else has a number) and year."""
    return pl.col(number).cast(pl.Int64) * _YEARS + pl.col("year").cast(pl.Int64)


def _made(mart: Mart, catalogue: Catalogue) -> Series:
    indicators = _indicators(catalogue)
    places = queries.series(mart)
    published = queries.published_values(mart).select(
        at().alias("at"), "series", "year", "value", "level", "preliminary", "note"
    )
    published = published.sort("at")
    return Series(indicators, places, published, _usual(published, places, indicators), _split(places))


def _split(places: pl.DataFrame) -> pl.DataFrame:
    """Return the series whose indicator the plan splits into parts and total, with a number for each whole."""
    parts = [part for pair in PARTITIONS for part in pair]
    whole = ("province", "indicator")
    has_both = pl.col("breakdown").is_in(parts).any().over(whole) & (pl.col("breakdown") == "total").any().over(whole)
    split = places.filter(pl.col("breakdown").is_in([*parts, "total"])).filter(has_both)
    return split.select("series", pl.col("breakdown").alias("part"), whole=pl.col("series").min().over(whole))


def _indicators(catalogue: Catalogue) -> pl.DataFrame:
    sides = {"increase": 1, "decrease": -1, "keep": 0}
    rows = []
    for indicator in catalogue.indicators:
        unit = catalogue.units[indicator.unit]
        rows.append(
            {
                "indicator": indicator.id,
                "kind": indicator.kind,
                "side": sides[indicator.direction],
                "share": unit.share,
                "integral": unit.integral,
                "is_percent": unit.share or "%" in unit.vi,
                "minimum": indicator.hard_minimum,
                "maximum": indicator.hard_maximum,
                "least_usual": indicator.minimum,
                "most_usual": indicator.maximum,
                "step": 10.0**-indicator.decimals,
            }
        )
    return pl.DataFrame(
        rows,
        schema={
            "indicator": pl.String, "kind": pl.String, "side": pl.Int8, "share": pl.Boolean, "integral": pl.Boolean,
            "is_percent": pl.Boolean, "minimum": pl.Float64, "maximum": pl.Float64,
            "least_usual": pl.Float64, "most_usual": pl.Float64, "step": pl.Float64,
        },
    )  # fmt: skip


def _usual(published: pl.DataFrame, places: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """Return the middle and the spread of the yearly changes, of each series and of its indicator over the provinces."""
    same_series = pl.col("series") == pl.col("series").shift(1)
    changes = published.select(
        "series",
        change=pl.when(same_series).then(
            (pl.col("value") - pl.col("value").shift(1)) / (pl.col("year") - pl.col("year").shift(1))
        ),
    ).drop_nulls()
    pools = places.select("indicator", "breakdown").unique(maintain_order=True).with_row_index("pool")
    facts = places.join(indicators, on="indicator").join(pools, on=["indicator", "breakdown"])
    facts = facts.select("series", "pool", "step", "goal")
    changes = changes.join(facts.drop("goal"), on="series")
    own = _spread(changes, "series")
    several = changes.group_by("pool").agg(pl.col("series").n_unique()).filter(pl.col("series") > 1)
    pooled = _spread(changes.join(several, on="pool", how="semi"), "pool").rename(
        {"changes": "all_changes", "median": "all_median", "scale": "all_scale"}
    )
    return (
        facts.join(own, on="series", how="left")
        .join(pooled, on="pool", how="left")
        .select("series", "changes", "median", "scale", "all_changes", "all_median", "all_scale", "goal")
    )


def _spread(changes: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return ``changes``, ``median`` and ``scale`` of each group.

    The scale is 1.4826 times the median absolute deviation, which estimates the standard deviation; where more than half
    of the changes are equal and it would be 0, 1.2533 times the mean absolute deviation. It is never below one unit
    of the last decimal shown, or every rounding would look unusual in a series that hardly moves.
    """
    change = pl.col("change")
    middle = changes.group_by(by).agg(pl.len().alias("changes"), change.median().alias("median"))
    away = (change - pl.col("median")).abs()
    spread = (
        changes.join(middle, on=by).group_by(by).agg(mad=away.median(), mean=away.mean(), step=pl.col("step").first())
    )
    scale = pl.when(pl.col("mad") > 0).then(1.4826 * pl.col("mad")).otherwise(1.2533 * pl.col("mean"))
    return middle.join(spread.select(by, pl.max_horizontal(scale, "step").alias("scale")), on=by).select(
        by, "changes", "median", "scale"
    )
