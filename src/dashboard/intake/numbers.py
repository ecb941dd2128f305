"""Numbers as people write them: which notation a column is in, told by the column itself, never guessed.

``99,9``, ``1.234,5`` and ``30.671`` (thirty thousand) are one notation, ``99.9`` and ``1,234.5`` the other. A number such as
``30.671`` alone could be either; it is decided by, in this order,

1. what the submitter chose for the text;
2. the other numbers of the column, if those that can be read in one way only all agree. Where the reading they ask for
   is impossible (outside the bounds, a share above 100, a fraction of a whole thing) and the other is possible, nothing
   is decided;
3. what is possible: where only one reading is, that one;
4. the undecided numbers of the column that rule 3 decided, if they agree;
5. the series' last value, where one reading lies within five times of it: the other is then two hundred times off.

What is left has two readings and is for the submitter to decide.
"""

from collections.abc import Mapping

import polars as pl

_SPACES = "\u00a0\u2007\u2009\u202f"
_NEAR_LAST = 0.7
"""Within five times: the logarithm of five."""


def numbers_read(rows: pl.DataFrame, *, chosen: Mapping[str, str]) -> pl.DataFrame:
    """Return how each text is read as a number.

    Args:
        rows: ``text``, ``plain`` (the number where the file itself says so), ``share``, ``integral``, ``minimum``,
            ``maximum``, ``last`` (the series' last value or null), ``factor`` (what makes it a number in the indicator's unit).
        chosen: Text → ``comma`` or ``point``, what the submitter said stands before its decimals.

    Returns:
        A row for each of ``rows``: ``number`` (null when it cannot be told), ``comma`` and ``point`` (the two readings,
        null where the text is no number in that notation), ``form`` (``sure``, ``open``, or null for no number),
        ``percent`` (whether a percent sign stands behind it), and ``votes_comma``, ``votes_point`` (how many numbers of
        the column are in that notation beyond doubt).
    """
    read = _forms(rows).with_columns(pl.col("comma", "point", "plain") * pl.col("factor"))
    read = read.with_columns(pl.col("comma", "point", "plain").round_sig_figs(15))
    votes = read.select(comma=(pl.col("only") == "comma").sum(), point=(pl.col("only") == "point").sum()).row(0)
    sure = _agreed(*votes)
    read = read.with_columns(
        said=pl.col("clean").replace_strict(dict(chosen) or {"": None}, default=None, return_dtype=pl.String),
        comma_fits=_fits("comma"),
        point_fits=_fits("point"),
    )
    is_open = pl.col("form") == "open"
    only_one = (
        pl.when(is_open & pl.col("comma_fits") & ~pl.col("point_fits"))
        .then(pl.lit("comma"))
        .when(is_open & pl.col("point_fits") & ~pl.col("comma_fits"))
        .then(pl.lit("point"))
    )
    read = read.with_columns(possible=only_one)
    if sure:
        asked, other = sure, "point" if sure == "comma" else "comma"
        decided: pl.Expr = pl.when(~(~pl.col(f"{asked}_fits") & pl.col(f"{other}_fits"))).then(pl.lit(asked))
    elif votes[0] and votes[1]:
        decided = pl.col("possible")
    else:
        seconds = read.select(
            comma=(pl.col("possible") == "comma").sum(), point=(pl.col("possible") == "point").sum()
        ).row(0)
        near = {name: _is_near_last(name) for name in ("comma", "point")}
        by_last = (
            pl.when(near["comma"] & ~near["point"])
            .then(pl.lit("comma"))
            .when(near["point"] & ~near["comma"])
            .then(pl.lit("point"))
        )
        both_fit = pl.col("comma_fits") & pl.col("point_fits")
        by_others = pl.when(both_fit).then(pl.lit(_agreed(*seconds), pl.String))
        decided = pl.coalesce("possible", by_others, pl.when(both_fit).then(by_last))
    decided = pl.coalesce("said", decided)
    number = (
        pl.when(pl.col("plain").is_not_null())
        .then("plain")
        .when(is_open)
        .then(pl.when(decided == "comma").then("comma").when(decided == "point").then("point"))
        .otherwise(pl.coalesce("comma", "point"))
    )
    return read.select(
        number=number,
        comma="comma",
        point="point",
        form="form",
        percent="percent",
        votes_comma=pl.lit(votes[0]),
        votes_point=pl.lit(votes[1]),
    )


def _forms(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what each text can be: ``comma``, ``point``, ``form``, ``only`` (the one notation it is in), ``percent``.

    Most texts are digits with at most one mark; only the others are worth the expensive patterns.
    """
    rows = rows.with_row_index("place").with_columns(
        bare=pl.col("text"), percent=pl.lit(False), spaced=pl.lit(False), kind=pl.lit(None, pl.String)
    )
    is_plain = pl.col("plain").is_not_null()
    is_simple = pl.col("text").str.contains(r"^-?[0-9]+(?:[.,][0-9]+)?$")
    simple = _simple(rows.filter(is_simple & ~is_plain))
    others = _elaborate(rows.filter(~is_simple & ~is_plain))
    plain = rows.filter(is_plain).with_columns(
        comma=pl.lit(None, pl.Float64),
        point=pl.lit(None, pl.Float64),
        kind=pl.lit("plain"),
        percent=pl.col("text").str.ends_with("%"),
    )
    read = pl.concat([part.select(sorted(part.columns)) for part in (simple, others, plain)], how="vertical_relaxed")
    kind = pl.col("kind")
    form = (
        pl.when(kind == "open").then(pl.lit("open")).when(kind == "plain").then(pl.lit("sure"))
        .when(pl.coalesce("comma", "point").is_not_null()).then(pl.lit("sure"))
    )  # fmt: skip
    only = pl.when(kind.is_in(["comma", "point"]) & pl.coalesce("comma", "point").is_not_null()).then(kind)
    return read.sort("place").with_columns(form=form, only=only, clean="text")


def _simple(rows: pl.DataFrame) -> pl.DataFrame:
    """Read digits with at most one mark: three digits behind it leave open what it is."""
    text = pl.col("text")
    decimal = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    # Without the mark; a number that starts with 0 or has more than three digits before the mark groups nothing.
    is_open = text.str.contains(r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$")
    grouped = pl.when(is_open).then(
        text.str.replace(",", "", literal=True).str.replace(".", "", literal=True).cast(pl.Float64, strict=False)
    )
    has_comma, has_point = text.str.contains(",", literal=True), text.str.contains(".", literal=True)
    kind = (
        pl.when(is_open).then(pl.lit("open")).when(has_comma).then(pl.lit("comma"))
        .when(has_point).then(pl.lit("point")).otherwise(pl.lit("either"))
    )  # fmt: skip
    rows = rows.with_columns(decimal=decimal, grouped=grouped, has_comma=has_comma, has_point=has_point, kind=kind)
    comma = pl.when(~pl.col("has_point")).then("decimal").when(pl.col("kind") == "open").then("grouped")
    point = pl.when(~pl.col("has_comma")).then("decimal").when(pl.col("kind") == "open").then("grouped")
    return _finite(rows.with_columns(comma=comma, point=point).drop("decimal", "grouped", "has_comma", "has_point"))


def _elaborate(rows: pl.DataFrame) -> pl.DataFrame:
    """Read signs, percent signs, spaces and marks between thousands, and exponents."""
    spaces = f"[ {_SPACES}]"
    signed = pl.col("text").str.replace_all("[−–]", "-").str.strip_prefix("+")
    rows = rows.with_columns(percent=signed.str.ends_with("%"), bare=signed.str.replace(rf"{spaces}*%$", ""))
    spaced = pl.col("bare").str.contains(rf"^-?[0-9]{{1,3}}(?:{spaces}[0-9]{{3}})+(?:[.,][0-9]+)?$")
    bare = pl.when(spaced).then(pl.col("bare").str.replace_all(spaces, "")).otherwise("bare")
    rows = rows.with_columns(bare=bare, spaced=spaced)
    text = pl.col("bare")
    exponent = r"(?:[eE][-+]?[0-9]{1,3})"
    is_open = text.str.contains(r"^-?[1-9][0-9]{0,2}[.,][0-9]{3}$") & ~pl.col("spaced")
    by_point = text.str.contains(r"^-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})$")
    by_comma = text.str.contains(r"^-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})$")
    either = text.str.contains(rf"^-?[0-9]+{exponent}?$")
    kind = (
        pl.when(is_open).then(pl.lit("open"))
        .when(either).then(pl.lit("either"))
        .when(by_point | text.str.contains(rf"^-?[0-9]+,[0-9]+{exponent}?$")).then(pl.lit("comma"))
        .when(by_comma | text.str.contains(rf"^-?[0-9]+\.[0-9]+{exponent}?$")).then(pl.lit("point"))
    )  # fmt: skip
    rows = rows.with_columns(kind=kind)
    as_comma = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    as_point = text.str.replace_all(",", "", literal=True)
    said = pl.col("kind")
    return _finite(
        rows.with_columns(
            comma=pl.when(said.is_in(["comma", "open", "either"])).then(as_comma.cast(pl.Float64, strict=False)),
            point=pl.when(said.is_in(["point", "open", "either"])).then(as_point.cast(pl.Float64, strict=False)),
        )
    )


def _finite(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in ("comma", "point")
    )


def _fits(reading: str) -> pl.Expr:
    """Whether the indicator can have the value read this way."""
    value = pl.col(reading)
    low, high = pl.col("minimum").fill_null(float("-inf")), pl.col("maximum").fill_null(float("inf"))
    share = ~pl.col("share") | value.is_between(0, 100)
    # What counts whole things has no decimals, not even three zeros: 12.000 apartments are twelve thousand.
    group_mark = "." if reading == "comma" else ","
    is_grouped = (pl.col("kind") != "open") | pl.col("bare").str.contains(group_mark, literal=True)
    whole = ~pl.col("integral") | ((value == value.round(0)) & (is_grouped | (pl.col("factor") != 1)))
    return (value.is_between(low, high) & share & whole).fill_null(False)


def _is_near_last(reading: str) -> pl.Expr:
    ratio = pl.col(reading) / pl.col("last")
    return pl.when(ratio > 0).then(ratio.log10().abs() <= _NEAR_LAST).otherwise(False).fill_null(False)


def _agreed(commas: int, points: int) -> str | None:
    """Return the one notation that has votes; None without any, or when both have."""
    if bool(commas) == bool(points):
        return None
    return "comma" if commas else "point"
