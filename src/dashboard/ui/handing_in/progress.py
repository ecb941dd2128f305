"""Who reports what by when: the sentences and the table of reporting progress."""

import datetime as dt
import html
from typing import Any

import polars as pl

from dashboard.mart.mart import today
from dashboard.method import AMBER, GREEN, GREY, RED
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.handing_in.scope import Scope
from dashboard.ui.parts.html_tables import muted, table, word_mark
from dashboard.words.messages import mark
from dashboard.words.translations import translator

PROGRESS_WORDS = {
    "complete": (GREEN, "✔", mark("Đủ")),
    "under_review": (AMBER, "◆", mark("Đang duyệt")),
    "not_due": (GREY, "○", mark("Chưa đến hạn")),
    "late": (RED, "✖", mark("Trễ hạn")),
}
"""How far an agency is: colour, sign, word."""


def deadline(province: str, year: int, catalogue: Catalogue) -> dt.date:
    """Return the day by which the agencies of the province report on the year, by the plan in force."""
    return catalogue.plan_in_force(province).deadlines.agencies.on(year)


def deadline_line(province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return the deadline with the plan's own words for it."""
    say = translator(language)
    plan = catalogue.plan_in_force(province)
    printed = plan.deadlines.agencies
    return say("Hạn báo cáo năm {year}: {date} (“{printed}”, {plan}, {where}).").format(
        year=year,
        date=date(printed.on(year), language=language),
        printed=printed.printed,
        plan=plan.number,
        where=printed.where,
    )


def expected_finding(rows: pl.DataFrame, scope: Scope, catalogue: Catalogue, language: str) -> str:
    """Return how much of what the agency is to report is there (rows with ``state``)."""
    say = translator(language)
    counts = dict(rows.group_by("state").len().rows())
    text = say(
        "{agency}, {province}, năm {year}: {all} chỉ tiêu phải báo cáo; {published} đã công bố, {review} đang chờ duyệt, {missing} còn thiếu."
    )
    done = counts.get("published", 0) + counts.get("not_available", 0)
    review = counts.get("under_review", 0)
    return text.format(
        agency=catalogue.agency[scope.agency].name(language),
        province=catalogue.province[scope.province].name(language),
        year=scope.year,
        all=rows.height,
        published=done,
        review=review,
        missing=rows.height - done - review,
    )


def progress(rows: pl.DataFrame, catalogue: Catalogue, year: int) -> pl.DataFrame:
    """Return how far each agency is with a year's reports.

    Args:
        rows: Rows of ``queries.expected`` with ``state``.
        catalogue: The deadlines.
        year: The year reported on.

    Returns:
        ``province``, ``agency``, ``expected``, ``received`` (published, or said to be not available), ``under_review``,
        ``missing`` (nothing handed in, or returned), ``deadline``, and ``progress``: ``late`` when the deadline has passed
        and something is missing, ``not_due`` when it has not, ``under_review`` when all that is not published waits for
        approval, ``complete``. A row a plan gives to several agencies is expected of each.
    """
    counted = (
        rows.explode("agencies")
        .drop_nulls("agencies")
        .group_by("province", pl.col("agencies").alias("agency"), maintain_order=True)
        .agg(
            pl.len().alias("expected"),
            pl.col("state").is_in(["published", "not_available"]).sum().alias("received"),
            (pl.col("state") == "under_review").sum().alias("under_review"),
            pl.col("state").is_in(["missing", "returned"]).sum().alias("missing"),
        )
    )
    days = {province.id: deadline(province.id, year, catalogue) for province in catalogue.provinces}
    order = {province.id: place for place, province in enumerate(catalogue.provinces)}
    with_day = counted.sort(pl.col("province").replace_strict(order), maintain_order=True).with_columns(
        deadline=pl.col("province").replace_strict(days, return_dtype=pl.Date)
    )
    return with_day.with_columns(
        progress=pl.when((pl.col("missing") > 0) & (pl.lit(today()) > pl.col("deadline")))
        .then(pl.lit("late"))
        .when(pl.col("missing") > 0)
        .then(pl.lit("not_due"))
        .when(pl.col("under_review") > 0)
        .then(pl.lit("under_review"))
        .otherwise(pl.lit("complete"))
    )


def progress_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the progress of each agency (``progress``)."""
    say = translator(language)

    def state(row: dict[str, Any]) -> str:
        colour, sign, word = PROGRESS_WORDS[row["progress"]]
        return word_mark(colour, sign, say(word))

    def count(column: str) -> Any:
        return lambda row: str(row[column]) if row[column] else muted("0")

    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            (say("Cơ quan"), "text", lambda row: html.escape(catalogue.agency[row["agency"]].name(language))),
            (say("Tình trạng"), "kept", state),
            (say("Phải báo cáo"), "number", lambda row: str(row["expected"])),
            (say("Đã nhận"), "number", count("received")),
            (say("Chờ duyệt"), "number", count("under_review")),
            (say("Còn thiếu"), "number", count("missing")),
            (say("Hạn"), "kept", lambda row: date(row["deadline"], language=language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
        group=lambda row: row["province"],
    )


def call_list(frame: pl.DataFrame, catalogue: Catalogue, year: int, language: str) -> str:
    """Return a line for each agency that still owes figures, the late ones first, to copy into a letter."""
    say = translator(language)
    owing = frame.filter(pl.col("missing") > 0).sort(pl.col("progress") != "late", maintain_order=True)
    return "\n".join(
        say("{province} – {agency}: còn {missing}/{all} chỉ tiêu năm {year}, hạn {date}{late}").format(
            province=catalogue.province[row["province"]].name(language),
            agency=catalogue.agency[row["agency"]].name(language),
            missing=row["missing"],
            all=row["expected"],
            year=year,
            date=date(row["deadline"], language=language),
            late=say(", đã trễ") if row["progress"] == "late" else "",
        )
        for row in owing.iter_rows(named=True)
    )
