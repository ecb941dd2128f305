"""What a submission would change: figure by figure, and status by status as the leadership would see it."""

from dataclasses import dataclass

import polars as pl

from dashboard.filters import Filters
from dashboard.intake.context import Context
from dashboard.intake.series import KEY, at, known_series
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.store import Store

KINDS = ("new", "changed", "withdrawn", "noted", "unchanged", "wrong", "missing")
"""What can become of a figure: ``new`` (nothing was published), ``changed``, ``withdrawn`` (published, now not available),
``noted`` (only its note is another), ``unchanged``, ``wrong`` (the file has it, with an error), ``missing`` (expected, and not
in the file); of the last two what was published stays."""

MOVING = KINDS[:4]
"""The kinds that change something published."""
_RANK = {
    kind: place for place, kind in enumerate(("changed", "withdrawn", "noted", "new", "missing", "wrong", "unchanged"))
}
_BEFORE = {
    "old": "published", "old_level": "published_level", "old_estimate": "published_estimate", "old_note": "published_note",
}  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """Figures by what would become of them.

    Attributes:
        rows: ``kind`` (of ``KINDS``), ``province``, ``indicator``, ``breakdown``, ``year``, ``old``, ``old_level``,
            ``old_note``, ``old_estimate`` (published, null without), ``new``, ``new_level`` (handed in; both null for not
            available, for ``wrong`` and for ``missing``), ``source``, ``note``, ``preliminary`` (an estimate is handed in; null
            for ``wrong`` and ``missing``); in catalogue order. A final figure that equals the estimate published before it is
            ``changed``.
    """

    rows: pl.DataFrame

    def of(self, kind: str) -> pl.DataFrame:
        """Return the rows of one kind."""
        return self.rows.filter(pl.col("kind") == kind)

    @property
    def counts(self) -> dict[str, int]:
        """How many figures of each kind there are, in the order of ``KINDS``."""
        found = dict(self.rows.group_by("kind").len().rows())
        return {kind: found.get(kind, 0) for kind in KINDS}


def compare(
    observations: pl.DataFrame,
    mart: Mart,
    catalogue: Catalogue,
    scope: Context,
    *,
    wrong: pl.DataFrame | None = None,
) -> Changes:
    """Return what would change if the observations were published.

    Args:
        observations: What ``check`` returned, each key once.
        mart: What is published now.
        catalogue: The order of rows.
        scope: What the submission was to hold; expected rows of its year that the file does not have are ``missing``.
        wrong: ``Checked.wrong``, the rows the file has with errors.
    """
    known = known_series(mart, catalogue)
    places = known.places.select(*KEY, "series")
    ranks = pl.DataFrame(
        [(item.id, level.id, float(rank)) for item in catalogue.indicators for rank, level in enumerate(item.levels)],
        schema={"indicator": pl.String, "level": pl.String, "rank": pl.Float64},
        orient="row",
    )
    given = (
        observations.select(
            *KEY, "year", new="value", new_level="level", source="source", note="note", preliminary="preliminary"
        )
        .join(places, on=KEY)
        .join(ranks, left_on=["indicator", "new_level"], right_on=["indicator", "level"], how="left")
        .with_columns(at=at())
    )
    published = known.published_at(given["at"]).select(**_BEFORE)
    old, new = pl.col("old"), pl.coalesce("new", "rank")
    kind = (
        pl.when(old.is_null())
        .then(pl.lit("new"))
        .when(new.is_null())
        .then(pl.lit("withdrawn"))
        .when((old != new) | (pl.col("old_estimate") != pl.col("preliminary")))
        .then(pl.lit("changed"))
        .when(pl.col("old_note").fill_null("") != pl.col("note"))
        .then(pl.lit("noted"))
        .otherwise(pl.lit("unchanged"))
    )
    columns = (
        "kind", *KEY, "year", "old", "old_level", "old_note", "old_estimate", "new", "new_level", "source", "note",
        "preliminary", "at",
    )  # fmt: skip
    compared = given.hstack(published).with_columns(kind=kind).select(columns)
    absent = _absent(given, mart, scope, wrong).join(places, on=KEY).with_columns(at=at())
    before = known.published_at(absent["at"]).select(**_BEFORE)
    nothing = {
        "new": pl.lit(None, pl.Float64),
        "new_level": pl.lit(None, pl.String),
        "source": pl.lit(""),
        "note": pl.lit(""),
    }
    absent = absent.hstack(before).with_columns(**nothing, preliminary=pl.lit(None, pl.Boolean)).select(columns)
    compared = pl.concat([compared, absent], how="vertical_relaxed")
    return Changes(compared.sort("at").drop("at"))


def _absent(given: pl.DataFrame, mart: Mart, scope: Context, wrong: pl.DataFrame | None) -> pl.DataFrame:
    """Return ``KEY``, ``year`` and ``kind`` of what is not among the figures: rows with errors, and what is expected."""
    key = [*KEY, "year"]
    schema = pl.Schema({**dict.fromkeys(KEY, pl.String()), "year": given["year"].dtype})
    faulty = (
        (pl.DataFrame(schema=schema) if wrong is None else wrong.cast(schema)).drop_nulls().unique(maintain_order=True)
    )
    faulty = faulty.join(given, on=key, how="anti")
    expected = pl.DataFrame(schema=schema)
    if scope.year is not None:
        rows = queries.expected(mart, provinces=scope.provinces, agencies=scope.agencies, year=scope.year)
        expected = rows.select(key).cast(schema)
    missing = expected.join(given, on=key, how="anti").join(faulty, on=key, how="anti")
    return pl.concat([faulty.with_columns(kind=pl.lit("wrong")), missing.with_columns(kind=pl.lit("missing"))])


def since_return(before: pl.DataFrame, now: pl.DataFrame, catalogue: Catalogue) -> Changes:
    """Return what is otherwise in figures that answer a returned submission.

    Args:
        before: The observations that were returned.
        now: Those that answer them.
        catalogue: The order of rows.

    Returns:
        ``old_…`` is what was returned, ``old_source`` among it. ``new``: it was not among it; ``missing``: it is left out now;
        ``noted``: only source or note is another. What changed most comes first.
    """
    key = [*KEY, "year"]
    told = {"value": "", "level": "_level", "source": "_source", "note": "_note", "preliminary": "_estimate"}
    earlier = before.select(*key, *(pl.col(name).alias(f"old{end}") for name, end in told.items()), had=True)
    later = now.select(*key, *told, has=True).rename({"value": "new", "level": "new_level"})
    both = earlier.join(later, on=key, how="full", coalesce=True)

    def differs(old: str, new: str) -> pl.Expr:
        return pl.col(old).ne_missing(pl.col(new))

    is_figure = pl.any_horizontal(pl.col("old", "old_level").is_not_null())
    kind = (
        pl.when(pl.col("has").is_null())
        .then(pl.lit("missing"))
        .when(pl.col("had").is_null())
        .then(pl.lit("new"))
        .when(is_figure & pl.all_horizontal(pl.col("new", "new_level").is_null()))
        .then(pl.lit("withdrawn"))
        .when(differs("old", "new") | differs("old_level", "new_level") | differs("old_estimate", "preliminary"))
        .then(pl.lit("changed"))
        .when(differs("old_source", "source") | differs("old_note", "note"))
        .then(pl.lit("noted"))
        .otherwise(pl.lit("unchanged"))
    )
    order = {item.id: place for place, item in enumerate(catalogue.indicators)}
    place = pl.col("indicator").replace_strict(order, default=len(order))
    rows = both.with_columns(kind=kind).sort(pl.col("kind").replace_strict(_RANK), place, "breakdown", "year")
    return Changes(rows.drop("had", "has"))


def statuses_after(observations: pl.DataFrame, mart: Mart, catalogue: Catalogue, store: Store) -> pl.DataFrame:
    """Return the rows of the leadership's pages whose status or figure would move, by the published method.

    The method runs once more over everything published together with the observations, so other years of a series whose
    baseline or path moves are among the rows.

    Args:
        observations: What ``check`` returned.
        mart: How things stand.
        catalogue: What the figures are held against.
        store: The store the mart was made from.

    Returns:
        ``province``, ``sector``, ``indicator``, ``breakdown``, ``year``, ``agencies``, and before and after
        ``actual_…``, ``gap_…``, ``status_…``, ``reason_…``; ``new_baseline``: the year of another baseline that the row of
        a later year would be judged from, null where it keeps its own or has none; in catalogue order.
    """
    then = Mart(catalogue, store, as_of=mart.as_of, also=observations)
    touched = Filters(
        provinces=tuple(observations["province"].unique()), indicators=tuple(observations["indicator"].unique())
    )
    key = ["province", "indicator", "breakdown", "year"]
    told = ("actual", "gap", "status", "reason")
    begins = ("baseline_year", "baseline")

    def judged(of: Mart, ending: str) -> pl.DataFrame:
        rows = queries.assessed(of, touched)
        return rows.select(
            "sector", "agencies", *key, *(pl.col(name).alias(f"{name}_{ending}") for name in (*told, *begins))
        )

    after = judged(then, "after")
    both = after.join(judged(mart, "before").drop("sector", "agencies"), on=key, how="left", maintain_order="left")
    moved = pl.any_horizontal(
        pl.col(f"{name}_before").ne_missing(pl.col(f"{name}_after")) for name in ("status", "actual")
    )
    begins_anew = pl.any_horizontal(pl.col(f"{name}_before").ne_missing(pl.col(f"{name}_after")) for name in begins)
    is_later = pl.col("year") != pl.col("baseline_year_after")
    new_baseline = pl.when(begins_anew & is_later).then("baseline_year_after").alias("new_baseline")
    return both.filter(moved).select(
        "province", "sector", "indicator", "breakdown", "year", "agencies", new_baseline,
        *(f"{name}_{ending}" for name in told for ending in ("before", "after")),
    )  # fmt: skip
