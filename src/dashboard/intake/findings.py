"""What checks find, row by row, and how equal findings become one issue."""

from collections.abc import Callable

import polars as pl

from dashboard.catalogue import Catalogue
from dashboard.intake.issues import Choice, Issue
from dashboard.intake.rules import RULES

SCHEMA = {
    "code": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "found": pl.String,
    "indicator": pl.String,
    "breakdown": pl.String,
    "province": pl.String,
    "old": pl.Float64,
    "new": pl.Float64,
    "old_words": pl.String,
    "new_words": pl.String,
    "words": pl.String,
}
"""A finding: the cell, the text in it and what the message names; what a code does not need is null."""

_LISTED = 300
"""How many different issues of one code are told; a file with more has one mistake of another kind."""
_ORDER = {severity: place for place, severity in enumerate(("error", "warning", "notice"))}
_REST = {"error": "more_errors", "warning": "more_warnings", "notice": "more_notices"}


def found(code: str, rows: pl.DataFrame, *, column: str | None = None, **values: pl.Expr | str) -> pl.DataFrame:
    """Return a finding of the code for each of the rows.

    Args:
        code: A key of ``RULES``.
        rows: Has ``row``; of ``indicator``, ``breakdown`` and ``province`` what it has is kept with the finding.
        column: The column of the cells to blame.
        values: The other columns of ``SCHEMA``.
    """
    columns: dict[str, pl.Expr] = {"code": pl.lit(code), "row": pl.col("row"), "column": pl.lit(column, pl.String)}
    columns |= {name: pl.col(name) for name in ("indicator", "breakdown", "province") if name in rows.columns}
    columns |= {name: pl.lit(value) if isinstance(value, str) else value for name, value in values.items()}
    return rows.select(columns.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in SCHEMA.items())


def rows_in_error(findings: list[pl.DataFrame]) -> pl.Series:
    """Return the rows some error was found in."""
    codes = [code for code, rule in RULES.items() if rule.severity == "error"]
    return pl.concat([frame.filter(pl.col("code").is_in(codes)).select("row") for frame in findings])["row"].unique()


def issues_of(
    findings: list[pl.DataFrame], catalogue: Catalogue, choices: Callable[[str, dict[str, object]], tuple[Choice, ...]]
) -> list[Issue]:
    """Return the findings as issues, equal ones as one: errors first, then by their first row.

    Args:
        findings: Frames of ``SCHEMA``.
        catalogue: Knows the names the messages use.
        choices: What a code and one of its findings offer to choose from.
    """
    frame = pl.concat([part for part in findings if part.height] or [pl.DataFrame(schema=SCHEMA)])
    if frame.is_empty():
        return []
    severity = pl.col("code").replace_strict({code: _ORDER.get(rule.severity, 9) for code, rule in RULES.items()})
    groups = (
        frame.group_by([name for name in SCHEMA if name != "row"], maintain_order=True)
        .agg("row")
        .with_columns(first=pl.col("row").list.first(), severity=severity)
        .sort("severity", "first", maintain_order=True)
        .with_columns(place=pl.int_range(pl.len()).over("code"))
    )
    issues = []
    for group in groups.filter(pl.col("place") < _LISTED).iter_rows(named=True):
        issues.append(_issue(group, catalogue, choices(group["code"], group)))
    rest = (
        groups.filter(pl.col("place") >= _LISTED)
        .group_by("code", maintain_order=True)
        .agg(pl.len(), pl.col("row").explode(), pl.col("column").first())
    )
    for row in rest.iter_rows(named=True):
        code = _REST[RULES[row["code"]].severity]
        issues.append(Issue(code, row["column"], tuple(row["row"]), row["code"], {"words": str(row["len"])}))
    return issues


def _issue(group: dict[str, object], catalogue: Catalogue, choices: tuple[Choice, ...]) -> Issue:
    values: dict[str, object] = {}
    if indicator := catalogue.indicator.get(str(group["indicator"] or "")):
        part = catalogue.breakdowns.get(str(group["breakdown"] or "total"))
        values["name"] = (
            indicator.vi if part is None or group["breakdown"] in (None, "total") else f"{indicator.vi} ({part.vi})"
        )
    elif province := catalogue.province.get(str(group["province"] or "")):
        values["name"] = province.vi
    for name in ("old", "new"):
        value = group[f"{name}_words"] if group[f"{name}_words"] is not None else group[name]
        if value is not None:
            values[name] = value
    if group["words"] is not None:
        values["words"] = group["words"]
    if group["code"] == "ambiguous_number":
        values |= {"comma": group["old"], "point": group["new"]}
    rows: tuple[int, ...] = tuple(group["row"])  # type: ignore[arg-type]  # a list of numbers
    return Issue(str(group["code"]), group["column"], rows, str(group["found"] or ""), values, choices)  # type: ignore[arg-type]
