"""What checks find, row by row, and how equal findings become one issue."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard.intake.codes import RULES
from dashboard.intake.issues import Choice, Issue
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark

_NAMED = ("indicator", "breakdown", "province", "task")
_LISTED = 200
"""How many different issues of one code are told; a file with more has one mistake of another kind."""
_ORDER = {severity: place for place, severity in enumerate(("error", "warning", "notice"))}
_NOT_NAMED = {
    "unknown_province": mark("tỉnh"),
    "unknown_indicator": mark("chỉ tiêu"),
    "unknown_breakdown": mark("phân tổ"),
    "unknown_year": mark("năm"),
    "unknown_task": mark("nhiệm vụ"),
}
"""What a row does not name whose cell is blank, by the code for a text nobody knows."""
_AS_FOUND = ("words", "first", "first_value", "second", "second_value")
_REST = {"error": "more_errors", "warning": "more_warnings"}


@dataclass(frozen=True)
class Finding:
    """Rows in which a check found the same kind of thing.

    Attributes:
        code: A key of ``RULES``.
        column: The column of the cells to blame; None for whole rows.
        rows: ``row``, and of these what the code's message needs: ``indicator``, ``breakdown``, ``province``, ``task`` (ids), ``found``
            (the text in the cell), ``old`` and ``new`` (numbers), ``old_words`` and ``new_words`` (names that stand for
            them), ``words``, ``low`` and ``high`` (the ends of what is allowed or usual, null for none), ``readings`` (the
            numbers a text may mean, plain, with spaces between), ``first``, ``first_value``, ``second``, ``second_value`` (parts of
            a whole), ``submission`` (the id of the one it is about).
    """

    code: str
    column: str | None
    rows: pl.DataFrame


def found(code: str, rows: pl.DataFrame, *, column: str | None = None, **values: pl.Expr | str) -> Finding:
    """Return a finding in each of the rows.

    Args:
        code: A key of ``RULES``.
        rows: Has ``row``; ids of ``indicator``, ``breakdown``, ``province`` and ``task`` among its columns are kept.
        column: The column of the cells to blame.
        values: The other columns of a finding.
    """
    named = [name for name in _NAMED if name in rows.columns]
    columns = {name: pl.lit(value) if isinstance(value, str) else value for name, value in values.items()}
    return Finding(code, column, rows.select("row", *named, **columns))


def damaged_cells(rows: pl.DataFrame, texts: Sequence[str]) -> list[Finding]:
    """Return the cells of some columns whose letters are lost, and cells beyond the headings (``overflow``)."""
    findings = []
    for column in texts:
        text = pl.col(column)
        lost = rows.filter(text.str.contains("\ufffd", literal=True) | (text.str.count_matches(r"\?\pL") > 1))
        findings.append(found("lost_letters", lost.select("row", column), column=column, found=text.str.head(80)))
    beyond = rows.filter(pl.col("overflow") != "").select("row", "overflow")
    return [*findings, found("too_many_cells", beyond, found=pl.col("overflow").str.head(80))]


_QUOTING = ("outside_bounds", "not_whole", "share_as_fraction", "beyond_usual")
"""Codes whose message quotes a number of the value column."""


def in_numbers(findings: Iterable[Finding], rows: pl.DataFrame) -> list[Finding]:
    """Return the findings with the numbers their cells hold, which a message writes as its reader's language does.

    Args:
        findings: What was found; of those about texts in the value column some may quote numbers.
        rows: ``row`` and ``plain``, the number a spreadsheet's cell holds, null for a text.
    """
    plain = rows.select("row", "plain").drop_nulls()
    return [
        replace(item, rows=item.rows.join(plain, on="row", how="left", maintain_order="left"))
        if item.code in _QUOTING
        else item
        for item in findings
    ]


def _blanks_apart(item: Finding) -> list[Finding]:
    """Return a finding, and its rows whose cell is blank as one of their own: what is not there cannot be unknown."""
    if item.code not in _NOT_NAMED:
        return [item]
    blank = pl.col("found").fill_null("") == ""
    left = found("not_named", item.rows.filter(blank).select("row"), column=item.column, words=_NOT_NAMED[item.code])
    return [replace(item, rows=item.rows.filter(~blank)), left]


def rows_in_error(findings: Sequence[Finding]) -> pl.Series:
    """Return the rows some error was found in."""
    rows = [item.rows["row"] for item in findings if RULES[item.code].severity == "error"]
    return pl.concat([pl.Series("row", [], pl.UInt32), *rows]).unique()


def issues_of(
    findings: Sequence[Finding],
    catalogue: Catalogue,
    choices: Callable[[str, dict[str, Any]], tuple[Choice, ...]],
) -> list[Issue]:
    """Return the findings as issues, equal ones as one: errors first, then by their first row.

    Args:
        findings: What was found.
        catalogue: Knows the names the messages use.
        choices: What a code and one of its findings offer to choose from.
    """
    issues: list[Issue] = []
    listed: dict[str, int] = {}
    rest: dict[str, tuple[str | None, int, list[int]]] = {}
    for item in (part for whole in findings for part in _blanks_apart(whole)):
        groups = _groups(item.rows)
        room = _LISTED - listed.get(item.code, 0)
        listed[item.code] = listed.get(item.code, 0) + groups.height
        for group in groups.head(room).iter_rows(named=True):
            issues.append(_issue(item, group, catalogue, choices(item.code, group)))
        if groups.height > room:
            _, count, rows = rest.get(item.code, (None, 0, []))
            left = groups.slice(room)
            rest[item.code] = (item.column, count + left.height, rows + left["row"].explode().to_list())
    issues.sort(key=lambda issue: (_ORDER[issue.severity], issue.rows[0]))
    for code, (column, count, rows) in rest.items():
        issues.append(Issue(_REST[RULES[code].severity], column, tuple(rows), code, {"words": str(count)}))
    return sorted(issues, key=lambda issue: _ORDER[issue.severity])


def _groups(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each distinct finding once, with the list of its rows."""
    if rows.width == 1:
        return rows.select(pl.col("row").implode()).filter(pl.col("row").list.len() > 0)
    return rows.group_by(pl.exclude("row"), maintain_order=True).agg("row")


def _issue(item: Finding, group: dict[str, Any], catalogue: Catalogue, choices: tuple[Choice, ...]) -> Issue:
    values = _named(group, catalogue)
    for name in ("old", "new"):
        value = group.get(f"{name}_words") or group.get(name)
        if value is not None:
            values[name] = value
    if group.get("plain") is not None:
        values["found"] = group["plain"]
    for name in _AS_FOUND:
        if group.get(name) is not None:
            values[name] = group[name]
    values |= _several(item.code, group, catalogue)
    if item.code == "ambiguous_number":
        values |= {"comma": values.pop("old"), "point": values.pop("new")}
    submission = group.get("submission") or ""
    if submission:
        values["id"] = submission[:8]
    return Issue(item.code, item.column, tuple(group["row"]), group.get("found") or "", values, choices, submission)


def _named(group: dict[str, Any], catalogue: Catalogue) -> dict[str, object]:
    """Return the name of what the rows are about."""
    if task := catalogue.task.get(group.get("task") or ""):
        return {"name": task.title_vi}
    if indicator := catalogue.indicator.get(group.get("indicator") or ""):
        return {"name": place_name(catalogue, indicator.id, group.get("breakdown"))}
    if province := catalogue.province.get(group.get("province") or ""):
        return {"name": province.vi}
    return {}


def _several(code: str, group: dict[str, Any], catalogue: Catalogue) -> dict[str, object]:
    """Return the values that are not one word or number: what a thing may be."""
    if "low" in group:
        return {"low": group["low"], "high": group["high"]}
    if readings := group.get("readings"):
        return {"words": [float(reading) for reading in readings.split()]}
    indicator = catalogue.indicator.get(group.get("indicator") or "")
    if indicator and code == "unknown_level":
        return {"words": [level.vi for level in indicator.levels]}
    if indicator and code == "unknown_breakdown":
        return {"words": [catalogue.breakdowns[part].vi for part in indicator.breakdowns]}
    return {}


def place_name(catalogue: Catalogue, indicator: str, breakdown: str | None) -> str:
    """Return an indicator's name with its breakdown, where that is not the total."""
    name = catalogue.indicator[indicator].vi
    return name if breakdown in (None, "", "total") else f"{name} ({catalogue.breakdowns[breakdown].vi})"
