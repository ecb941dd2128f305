"""Values that can be true and rarely are: each is a warning the submitter answers with a word of explanation.

The rules, and where they come from:

- **A change unlike the series' own**: the change since the last published value, per year, lies more than 3.5 scales from
  the median of the series' published yearly changes, where the scale is 1.4826 times their median absolute deviation. This
  is the modified z-score of Iglewicz and Hoaglin, *How to Detect and Handle Outliers* (ASQC, 1993), with their threshold: median
  and MAD are not drawn along by the very outliers that are looked for. It needs four published changes.
- **A change unlike the provinces'**: with fewer, the same rule over the changes of the indicator and breakdown in all
  provinces, two at least.
- **Beyond what is usual**: above 100 where numerator and denominator come from different registers, and the like: the soft bounds of
  the catalogue.
- **Ten-fold slips**: the value is about ten, a hundred or a thousand times the last one, or that part of it (its decimal
  logarithm within 0.1 of a whole number other than 0): a decimal mark lost, or thousands for ones.
- **A share given as 0 to 1**: a share of at most 1 that fits the last value better times a hundred; without a last value,
  when all shares of the file, three at least, lie there.
- **Parts and the whole**: where an indicator is split into parts that together make the whole (urban and rural, remote and other areas), the
  total of a rate lies between its parts, and parts of a count add up to no more than the total. What the file lacks is taken
  from what is published for the year.
- **Equal to last year's** to the last decimal, unless it stands at a bound, where values stay.
- **Against the direction**; a level below the last one.
- **Other than what is published** for the same year: a correction, which needs its reason.

A change is doubted only where it also matters: five units of the last decimal shown at least, and a twentieth of the way that was left
to the last target. A series that hardly moves would else have every rounding asked about, and people learn to click doubts away.

A value that repeats what is published raises no doubt. What a value is measured by alone (all but parts and corrections) is
told once, by the most telling rule: a share given as 0 to 1, a slip, equal to last year's, unlike the series, unlike the provinces, against
the direction.
"""

import polars as pl

from dashboard.intake.row_findings import Finding, found
from dashboard.intake.series import FEWEST_CHANGES, PARTITIONS, Series, at
from dashboard.reference.catalogue import Catalogue

THRESHOLD = 3.5
UNITS_THAT_MATTER = 5
SHARE_THAT_MATTERS = 0.05


def doubts(rows: pl.DataFrame, known: Series, catalogue: Catalogue) -> list[Finding]:
    """Return a finding for everything about the values that is doubtful.

    Args:
        rows: Rows without errors: ``row``, ``text``, ``series``, ``year``, the indicator's columns of ``Series.indicators``,
            ``is_missing``, ``value``, ``level``, ``rank``, ``last``, ``last_year``, ``last_level``, ``published``,
            ``published_level``, ``published_estimate``, ``preliminary``.
        known: The figures so far.
        catalogue: Names of levels and breakdowns.
    """
    if rows.is_empty():
        return []
    names = {f"{item.id}/{level.id}": level.vi for item in catalogue.indicators for level in item.levels}

    def level_name(column: str) -> pl.Expr:
        key = pl.concat_str("indicator", pl.lit("/"), pl.col(column))
        return key.replace_strict(names, default=None, return_dtype=pl.String)

    now = pl.coalesce("value", "rank")
    is_final = pl.col("published_estimate").fill_null(False) & ~pl.col(
        "preliminary"
    )  # in place of an estimate: no correction
    corrected = rows.filter(
        pl.col("published").is_not_null() & (now != pl.col("published")).fill_null(True) & ~is_final
    )
    missing = pl.col("is_missing")
    findings = [
        found(
            "changes_published", corrected.filter(~missing), column="value", old=pl.col("published"), new=pl.col("value"),
            old_words=level_name("published_level"), new_words=level_name("level"),
        ),
        found(
            "withdraws_published", corrected.filter(missing), column="value", old=pl.col("published"),
            old_words=level_name("published_level"),
        ),
    ]  # fmt: skip
    fresh = rows.filter(~missing & (pl.col("published").is_null() | (now != pl.col("published"))))
    lower = fresh.filter((pl.col("kind") == "levels") & (pl.col("rank") < pl.col("last")))
    findings.append(
        found(
            "against_direction",
            lower,
            column="value",
            old_words=level_name("last_level"),
            new_words=level_name("level"),
        )
    )
    numbers = fresh.filter(pl.col("kind") == "number")
    if numbers.height:
        findings += _doubtful_numbers(numbers, known)
        findings += _parts_against_totals(
            rows.filter(pl.col("kind") == "number"), numbers.select("series", "year"), known, catalogue
        )
    return [item for item in findings if item.rows.height]


def _doubtful_numbers(rows: pl.DataFrame, known: Series) -> list[Finding]:
    value, last = pl.col("value"), pl.col("last")
    rows = rows.join(known.usual, on="series", how="left", maintain_order="left")
    slip = (value / last).abs().log10()
    slip = pl.when((value != 0) & (last != 0) & ((value > 0) == (last > 0))).then(slip)
    is_tenfold = ((slip.round(0).abs() >= 1) & ((slip - slip.round(0)).abs() <= 0.1)).fill_null(False)
    small = pl.col("share") & (value > 0) & (value <= 1)
    fits_better = (last > 1) & ((100 * value / last).log10().abs() < (value / last).abs().log10().abs())
    all_small = pl.lit(rows.select((pl.col("share").sum() >= 3) & (small | ~pl.col("share")).all()).item())
    change = (value - last) / (pl.col("year") - pl.col("last_year"))
    moved = (value - last).abs()
    matters = (moved > (UNITS_THAT_MATTER - 1e-6) * pl.col("step")) & (
        moved >= SHARE_THAT_MATTERS * (pl.col("goal") - last).abs()
    ).fill_null(True)
    own = pl.col("changes") >= FEWEST_CHANGES
    is_unlike = (matters & own & ((change - pl.col("median")).abs() > THRESHOLD * pl.col("scale"))).fill_null(False)
    others = (~own.fill_null(False)) & (pl.col("all_changes") >= FEWEST_CHANGES)
    is_unlike_others = (
        matters & others & ((change - pl.col("all_median")).abs() > THRESHOLD * pl.col("all_scale"))
    ).fill_null(False)
    worse = (matters & (pl.col("side") * (value - last) < 0)).fill_null(False)
    at_bound = ((value == pl.col("least_usual")) | (value == pl.col("most_usual"))).fill_null(False)
    is_beyond = (value < pl.col("least_usual")).fill_null(False) | (value > pl.col("most_usual")).fill_null(False)
    same = ((value == last) & (pl.col("last_year") == pl.col("year") - 1) & ~at_bound).fill_null(False)
    is_fraction = (small & (fits_better.fill_null(False) | (last.is_null() & all_small))).fill_null(False)
    doubt = (
        pl.when(is_fraction)
        .then(pl.lit("share_as_fraction"))
        .when(is_beyond)
        .then(pl.lit("beyond_usual"))
        .when(is_tenfold)
        .then(pl.lit("tenfold"))
        .when(same)
        .then(pl.lit("same_as_last_year"))
        .when(is_unlike)
        .then(pl.lit("unlike_history"))
        .when(is_unlike_others)
        .then(pl.lit("unlike_provinces"))
        .when(worse)
        .then(pl.lit("against_direction"))
    )
    doubtful = rows.with_columns(doubt=doubt).filter(pl.col("doubt").is_not_null())
    findings = []
    for (code,), part in doubtful.group_by("doubt", maintain_order=True):
        seen: dict[str, pl.Expr] = {"old": last, "new": value}
        if code in ("share_as_fraction", "beyond_usual"):
            seen = {"found": pl.col("text")}
        if code in ("unlike_history", "unlike_provinces"):
            of = "all_" if code == "unlike_provinces" else ""
            seen |= {"low": _usual_end(of, -1), "high": _usual_end(of, 1)}
        if code == "beyond_usual":
            seen |= {"low": pl.col("least_usual"), "high": pl.col("most_usual")}
        findings.append(found(str(code), part, column="value", **seen))
    return findings


def _parts_against_totals(
    rows: pl.DataFrame, fresh: pl.DataFrame, known: Series, catalogue: Catalogue
) -> list[Finding]:
    """Hold parts against totals in every whole and year the file says something new about."""
    touched = fresh.join(known.split, on="series")
    if touched.is_empty():
        return []
    wholes = touched.select(at("whole").alias("whole_at")).unique()
    split = known.split.join(touched.select("whole").unique(), on="whole", how="semi")
    given = rows.join(split, on="series").with_columns(at=at(), whole_at=at("whole"))
    given = given.join(wholes, on="whole_at", how="semi")
    published = known.published.join(split, on="series").with_columns(whole_at=at("whole"))
    published = published.join(wholes, on="whole_at", how="semi").join(given, on="at", how="anti")
    values = pl.concat([frame.select("whole_at", "part", "value") for frame in (given, published)])
    wide = wholes
    for part in ("total", *(part for pair in PARTITIONS for part in pair)):
        of_part = values.filter(pl.col("part") == part).select("whole_at", pl.col("value").alias(part))
        wide = wide.join(of_part.unique("whole_at"), on="whole_at", how="left")
    judged_all = given.join(wide, on="whole_at", how="left")
    findings = []
    for first, second in PARTITIONS:
        if not {first, second} <= catalogue.breakdowns.keys():
            continue
        low, high = pl.min_horizontal(first, second), pl.max_horizontal(first, second)
        known_both = pl.col(first).is_not_null() & pl.col(second).is_not_null() & pl.col("total").is_not_null()
        judged = judged_all.filter(known_both & pl.col("part").is_in(["total", first, second]))
        half = pl.col("step") / 2 + 1e-9
        outside = ~pl.col("total").is_between(low - half, high + half)
        above = pl.col(first) + pl.col(second) > pl.col("total") + 0.5
        parts: dict[str, pl.Expr | str] = {
            "first": catalogue.breakdowns[first].vi,
            "first_value": pl.col(first),
            "second": catalogue.breakdowns[second].vi,
            "second_value": pl.col(second),
        }
        for code, is_wrong in (
            ("total_outside_parts", ~pl.col("integral") & outside),
            ("parts_above_total", pl.col("integral") & above),
        ):
            findings.append(
                found(code, judged.filter(is_wrong).drop("breakdown"), column="value", new=pl.col("total"), **parts)
            )
    return findings


def _usual_end(of: str, side: int) -> pl.Expr:
    """Return an end of the yearly changes that raise no doubt, to the last decimal shown."""
    end = pl.col(f"{of}median") + side * THRESHOLD * pl.col(f"{of}scale")
    return ((end / pl.col("step")).round(0) * pl.col("step")).round_sig_figs(12)
