"""Who reports what by when: the sentences and the table of reporting progress."""

import datetime as dt
import html
from typing import Any

import polars as pl

from dashboard.method import AMBER, GREEN, GREY, RED
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import today
from dashboard.ui.handing_in.scope import Scope, agency_name
from dashboard.ui.parts.agency_links import agency_link
from dashboard.ui.parts.html_tables import Column, muted, table, word_mark
from dashboard.words.messages import mark
from dashboard.words.translations import translator

PROGRESS_WORDS = {
    "complete": (GREEN, "✔", mark("Đủ")),
    "under_review": (AMBER, "◆", mark("Đang duyệt")),
    "not_due": (GREY, "○", mark("Chưa đến hạn")),
    "late": (RED, "✖", mark("Trễ hạn")),
    "not_asked": (GREY, "«", mark("Không phải báo cáo")),
}
"""How far an agency is: colour, sign, word."""

OWED = ("missing", "returned", "final_due")
"""The states of an expected figure that still is to be handed in."""


def deadline(province: str, year: int, catalogue: Catalogue) -> dt.date:
    """Return the day by which the agencies of the province report on the year, by the plan in force."""
    return catalogue.plan_in_force(province).deadlines.agencies.on(year)


def deadline_line(province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return the deadline with the plan's own words for it."""
    say = translator(language)
    plan = catalogue.plan_in_force(province)
    printed = plan.deadlines.agencies
    if not plan.asks_for(year):
        return say(
            "Năm {year} không có báo cáo đến hạn: {plan} ban hành ngày {date}. Số liệu năm này có thể nộp để làm năm gốc."
        ).format(year=year, plan=plan.number, date=date(plan.date, language=language))
    return say("Hạn báo cáo năm {year}: {date} (“{printed}”, {plan}, {where}).").format(
        year=year,
        date=date(printed.on(year), language=language),
        printed=printed.printed,
        plan=plan.number,
        where=printed.where,
    )


def deadline_short(province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return the deadline and how far off it is, without the plan's words."""
    if not catalogue.plan_in_force(province).asks_for(year):
        return deadline_line(province, year, catalogue, language)
    due = deadline(province, year, catalogue)
    text = translator(language)("Hạn báo cáo năm {year}: {date}, {left}.")
    return text.format(year=year, date=date(due, language=language), left=_time_left(due, language))


def is_overdue(province: str, year: int, catalogue: Catalogue) -> bool:
    """Return whether what is still missing of a year's report is late: from the printed day on ("before …")."""
    return catalogue.plan_in_force(province).asks_for(year) and today() >= deadline(province, year, catalogue)


def expected_finding(rows: pl.DataFrame, scope: Scope, catalogue: Catalogue, language: str) -> str:
    """Return how much of what the agency is to report is there (rows with ``state``)."""
    say = translator(language)
    if scope.year is None:
        return say(
            "{agency}, {province}: số liệu nhiều năm trong một tệp, để làm năm gốc hoặc bổ sung năm còn thiếu."
        ).format(
            agency=agency_name(scope.agency, catalogue), province=catalogue.province[scope.province].name(language)
        )
    counts = dict(rows.group_by("state").len().rows())
    text = say(
        "{agency}, {province}, năm {year}: {all} chỉ tiêu phải báo cáo; {published} đã công bố, {review} đang chờ duyệt, {missing} còn thiếu."
    )
    finals = counts.get("final_due", 0)
    if finals:
        text += " " + say("Trong số còn thiếu, {finals} là số chính thức của năm {before}, thay số ước.")
    done = counts.get("published", 0) + counts.get("not_available", 0)
    review = counts.get("under_review", 0)
    return text.format(
        agency=agency_name(scope.agency, catalogue),
        province=catalogue.province[scope.province].name(language),
        year=scope.year,
        all=rows.height,
        published=done,
        review=review,
        missing=rows.height - done - review,
        finals=finals,
        before=scope.year - 1,
    )


def progress(rows: pl.DataFrame, catalogue: Catalogue, year: int) -> pl.DataFrame:
    """Return how far each agency is with a year's reports.

    Args:
        rows: Rows of ``queries.expected`` with ``state``.
        catalogue: The deadlines.
        year: The year reported on.

    Returns:
        ``province``, ``agency``, ``expected``, ``received`` (published, or said to be not available), ``under_review``,
        ``missing`` (nothing handed in, returned, or the final figure in place of last year's preliminary one), ``deadline``, and ``progress``: ``late`` from the printed day on ("before …")
        while something is missing, ``not_due`` before it, ``under_review`` when all that is not published waits for
        approval, ``complete``; ``not_asked`` where the plan was issued after the deadline. A row a plan gives to several
        agencies is expected of each.
    """
    counted = (
        rows.explode("agencies")
        .drop_nulls("agencies")
        .group_by("province", pl.col("agencies").alias("agency"), maintain_order=True)
        .agg(
            pl.len().alias("expected"),
            pl.col("state").is_in(["published", "not_available"]).sum().alias("received"),
            (pl.col("state") == "under_review").sum().alias("under_review"),
            pl.col("state").is_in(OWED).sum().alias("missing"),
        )
    )
    days = {province.id: deadline(province.id, year, catalogue) for province in catalogue.provinces}
    order = {province.id: place for place, province in enumerate(catalogue.provinces)}
    asked = {province.id: catalogue.plan_in_force(province.id).asks_for(year) for province in catalogue.provinces}
    with_day = counted.sort(pl.col("province").replace_strict(order), maintain_order=True).with_columns(
        deadline=pl.col("province").replace_strict(days, return_dtype=pl.Date)
    )
    return with_day.with_columns(
        progress=pl.when(~pl.col("province").replace_strict(asked, return_dtype=pl.Boolean))
        .then(pl.lit("not_asked"))
        .when((pl.col("missing") > 0) & (pl.lit(today()) >= pl.col("deadline")))
        .then(pl.lit("late"))
        .when(pl.col("missing") > 0)
        .then(pl.lit("not_due"))
        .when(pl.col("under_review") > 0)
        .then(pl.lit("under_review"))
        .otherwise(pl.lit("complete"))
    )


def owing(frame: pl.DataFrame) -> pl.DataFrame:
    """Return those of ``progress`` who were asked and still miss figures."""
    return frame.filter((pl.col("missing") > 0) & (pl.col("progress") != "not_asked"))


def due_day(day: dt.date, language: str) -> str:
    """Return a day something is due, and how far off it is."""
    return f"{date(day, language=language)}<br>{muted(_time_left(day, language))}"


def _time_left(day: dt.date, language: str) -> str:
    say = translator(language)
    left = (day - today()).days
    return say("đã qua hạn") if left <= 0 else say("còn {days} ngày").format(days=left)


def progress_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the progress of each agency (``progress``); where the frame has ``year``, of that year."""
    say = translator(language)

    def state(row: dict[str, Any]) -> str:
        colour, sign, word = PROGRESS_WORDS[row["progress"]]
        return word_mark(colour, sign, say(word))

    def agency(row: dict[str, Any]) -> str:
        return agency_link(row["agency"], catalogue, language, province=row["province"])

    def count(column: str) -> Any:
        return lambda row: str(row[column]) if row[column] else muted("0")

    of_years: list[Column] = [(say("Năm"), "number", lambda row: str(row["year"]))] if "year" in frame.columns else []
    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            (say("Cơ quan"), "text", agency),
            *of_years,
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


def other_deadlines(year: int, catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    """Return what else the plans in force order for a year: the coordinating agency's own report, and reviews of the plan.

    Each has ``province``, ``agency``, ``what``, ``due`` (None where no date is printed), ``printed``, ``plan`` and ``where``.
    """
    say = translator(language)
    rows: list[dict[str, Any]] = []
    for province in catalogue.provinces:
        plan = catalogue.plan_in_force(province.id)
        last = plan.deadlines.coordinating
        if plan.date <= last.on(year):
            to = (last.to_en if language == "en" else last.to_vi) or ""
            what = say("Báo cáo tổng hợp năm gửi {to}").format(to=to)
            rows.append({"agency": plan.coordinating_agency, "what": what, "due": last.on(year), "of": last})
        rows += [
            {
                "agency": review.by,
                "what": review.what_en if language == "en" else review.what_vi,
                "due": review.due,
                "of": review,
            }
            for review in plan.reviews
            if review.due is None or review.due.year == year
        ]
        for row in rows:
            row.setdefault("province", province.id)
            row.setdefault("plan", plan.number)
    return [row | {"printed": row["of"].printed, "where": row["of"].where} for row in rows]


def other_deadlines_table(rows: list[dict[str, Any]], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the reports and reviews besides those of the agencies, each with the plan's own words (``other_deadlines``)."""
    say = translator(language)

    def due(row: dict[str, Any]) -> str:
        if row["due"] is None:
            return muted(say("không in ngày"))
        return due_day(row["due"], language)

    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            (say("Việc"), "text", lambda row: html.escape(row["what"])),
            (say("Cơ quan"), "text", lambda row: agency_link(row["agency"], catalogue, language)),
            (say("Trước ngày"), "kept", due),
            (
                say("Chữ in"),
                "wide",
                lambda row: f"“{html.escape(row['printed'])}” {muted(row['plan'] + ', ' + row['where'])}",
            ),
        ],
        rows,
        caption=caption,
        group=lambda row: row["province"],
    )


def call_list(frame: pl.DataFrame, catalogue: Catalogue, year: int, language: str) -> str:
    """Return a line for each agency that still owes figures, the late ones first, to copy into a letter."""
    say = translator(language)
    late_first = owing(frame).sort(pl.col("progress") != "late", maintain_order=True)
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
        for row in late_first.iter_rows(named=True)
    )
