"""Reports on tasks whose cells were read: what does not go together in them, and what is doubtful."""

import datetime as dt

import polars as pl

from dashboard.intake.row_findings import Finding, found
from dashboard.intake.task_columns import TO_FILL
from dashboard.method import TASK_STATUS
from dashboard.notation import date
from dashboard.workflow.rules import MAX_TEXT

_DAYS = ("date_done", "document_date")
_STATE, _IS_DONE = pl.col("state_id"), pl.col("state_id") == "done"
_WORD = _STATE.replace_strict({state: status.word for state, status in TASK_STATUS.items()}, default=None)


def _written(column: str) -> pl.Expr:
    return pl.col(column).map_elements(date, return_dtype=pl.String)


def contradictions(rows: pl.DataFrame, today: dt.date) -> list[Finding]:
    """Return what cannot be right in a report.

    Args:
        rows: A row a report: ``row``, ``TO_FILL`` as text, ``state_id``, ``date_done_day``, ``document_date_day``, ``year_number``, each
            null where the text says none.
        today: The day after which nothing can have happened yet.
    """
    blank = {name: pl.col(name) == "" for name in TO_FILL}
    findings = [
        found("date_done_missing", rows.filter(_IS_DONE & blank["date_done"]), column="date_done"),
        found(
            "date_done_unasked",
            rows.filter(~_IS_DONE & ~blank["date_done"]),
            column="date_done",
            found=pl.col("date_done").str.head(80),
            words=_WORD,
        ),
        found(
            "date_without_number",
            rows.filter(~blank["document_date"] & blank["document_number"]),
            column="document_number",
            found=pl.col("document_date").str.head(80),
        ),
        found(
            "hindrance_missing",
            rows.filter((_STATE == "cannot_be_done") & blank["what_hinders"]),
            column="what_hinders",
        ),
        found(
            "date_after_year",
            rows.filter(_IS_DONE & (pl.col("date_done_day").dt.year() > pl.col("year_number")) & (pl.col("date_done_day") <= today)),
            column="date_done",
            found=pl.col("date_done").str.head(80),
            words=pl.col("year_number").cast(pl.String),
        ),
    ]  # fmt: skip
    for name in _DAYS:
        later = rows.filter(pl.col(f"{name}_day") > today)
        findings.append(found("date_in_future", later, column=name, found=pl.col(name).str.head(80), words=date(today)))
    for name in TO_FILL:
        length = pl.col(name).str.len_chars()
        long = rows.filter(length > MAX_TEXT)
        numbers = {"old": length.cast(pl.Float64), "new": pl.lit(float(MAX_TEXT))}
        findings.append(found("text_too_long", long, column=name, found=pl.col(name).str.head(80), **numbers))
    return [_unnamed(item) for item in findings]


def doubts(rows: pl.DataFrame, published: pl.DataFrame, today: dt.date) -> list[Finding]:
    """Return what is doubtful in reports without errors, or worth a word.

    Args:
        rows: As of ``contradictions``, with ``task`` and of it ``timing``, ``due``, ``product`` (empty where the plan prints none) and
            ``issued``, the day of its plan.
        published: What ``queries.published_reports`` returned of the tasks.
        today: The day by which something is overdue.
    """
    without_number = pl.col("document_number") == ""
    still_open = _STATE.is_in(["not_begun", "under_way"])
    overdue = (pl.col("due") < today) & (pl.col("due").dt.year() <= pl.col("year_number"))
    nothing_said = (pl.col("what_was_done") == "") & without_number & _STATE.is_in(["under_way", "done"])
    findings = [
        found(
            "product_not_named",
            rows.filter(_IS_DONE & without_number & (pl.col("product") != "")),
            column="document_number",
            words=pl.col("product"),
        ),
        found(
            "overdue_unexplained",
            rows.filter(still_open & overdue & (pl.col("what_hinders") == "")),
            column="what_hinders",
            words=_written("due"),
        ),
        found(
            "no_longer_done",
            _done_before(rows.filter(~_IS_DONE), published),
            column="state",
            old_words=pl.col("published_year").cast(pl.String),
            words=_WORD,
        ),
        _unnamed(found("nothing_said", rows.filter(nothing_said), column="what_was_done")),
    ]
    for name in _DAYS:
        early = rows.filter(pl.col(f"{name}_day") < pl.col("issued"))
        findings.append(
            found("before_plan", early, column=name, found=_written(f"{name}_day"), words=_written("issued"))
        )
    return findings


def _done_before(rows: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose task was last published as done, with ``published_year``; a standing task is asked anew each year."""
    before = published.select("task", published_year="year", published_state="state")
    counts = pl.col("published_year") <= pl.col("year_number")
    same_year = pl.col("published_year") == pl.col("year_number")
    known = rows.join(before, on="task").filter(
        pl.when(pl.col("timing") == "standing").then(same_year).otherwise(counts)
    )
    last = known.sort("row", "published_year", descending=[False, True]).unique(
        "row", keep="first", maintain_order=True
    )
    return last.filter(published_state="done")


def _unnamed(item: Finding) -> Finding:
    """Return the finding without the task, so that equal ones of several tasks are told once."""
    return Finding(item.code, item.column, item.rows.drop("task", strict=False))
