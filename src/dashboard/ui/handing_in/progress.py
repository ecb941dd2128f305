"""Who reports what by when: the sentences and the table of reporting progress."""

import datetime as dt
import html
from typing import Any

import polars as pl

from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import AMBER, GREEN, GREY, RED
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Duty
from dashboard.store.schema import today
from dashboard.ui.handing_in.intake_tables import with_state
from dashboard.ui.handing_in.scope import Scope, agency_name, province_name
from dashboard.ui.handing_in.task_report_tables import OWED_REPORTS, with_report_state
from dashboard.ui.parts.agency_links import held_by, office_link, office_name
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
        ).format(agency=agency_name(scope.agency, catalogue), province=province_name(scope.province, catalogue))
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
        province=province_name(scope.province, catalogue),
        year=scope.year,
        all=rows.height,
        published=done,
        review=review,
        missing=rows.height - done - review,
        finals=finals,
        before=scope.year - 1,
    )


_MISSES = pl.col("missing") + pl.col("tasks_missing") > 0


def progress_of(
    mart: Mart,
    catalogue: Catalogue,
    year: int,
    *,
    provinces: tuple[str, ...] = (),
    agencies: tuple[str, ...] = (),
    sectors: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Return how far each agency of the provinces is with a year's reports (``progress``), of some sectors where given."""
    # Asked of everybody at once and kept: an agency's page asks for every year.
    frame = mart.kept(("progress", year, sectors, today()), lambda: _progress_of_all(mart, catalogue, year, sectors))
    if provinces:
        frame = frame.filter(pl.col("province").is_in(provinces))
    return frame.filter(pl.col("agency").is_in(agencies)) if agencies else frame


def _progress_of_all(mart: Mart, catalogue: Catalogue, year: int, sectors: tuple[str, ...]) -> pl.DataFrame:
    rows = queries.expected(mart, provinces=(), agencies=(), year=year)
    tasks = queries.expected_tasks(mart, provinces=(), agencies=(), year=year)
    if sectors:
        of_sector = [indicator.id for indicator in catalogue.indicators if indicator.sector in sectors]
        rows = rows.filter(pl.col("indicator").is_in(of_sector))
        about = [task.task for task in catalogue.tasks if set(task.sectors) & set(sectors)]
        tasks = tasks.filter(pl.col("task").is_in(about))
    return progress(with_state(rows), with_report_state(tasks), catalogue, year)


def progress(rows: pl.DataFrame, tasks: pl.DataFrame, catalogue: Catalogue, year: int) -> pl.DataFrame:
    """Return how far each agency is with a year's reports: from 2025 on the agency of today, before the printed one.

    Args:
        rows: Rows of ``queries.expected`` with ``state``.
        tasks: Rows of ``queries.expected_tasks`` with ``report``.
        catalogue: The deadlines.
        year: The year reported on.

    Returns:
        ``province``, ``agency``, ``year``, ``expected``, ``received`` (published, or said to be not available), ``under_review``,
        ``missing`` (nothing handed in, returned, or the final figure in place of last year's preliminary one), of the task
        reports asked for ``tasks``, ``tasks_received``, ``tasks_under_review``, ``tasks_missing``, ``tasks_late`` (missing, and
        due); ``deadline``, and ``progress``: ``late`` from the printed day on ("before …") while a figure is missing, or once the
        day of a task report that is missing has come, ``not_due`` before, ``under_review`` when all that is not published waits
        for approval, ``complete``; ``not_asked`` where the plan was issued after the deadline. A row or task a plan gives to
        several agencies is expected of each.
    """
    counted = (
        rows.explode("holders")
        .drop_nulls("holders")
        .group_by("province", pl.col("holders").alias("agency"), maintain_order=True)
        .agg(
            pl.len().alias("expected"),
            pl.col("state").is_in(["published", "not_available"]).sum().alias("received"),
            (pl.col("state") == "under_review").sum().alias("under_review"),
            pl.col("state").is_in(OWED).sum().alias("missing"),
        )
    )
    owed = pl.col("report").is_in(OWED_REPORTS)
    of_tasks = (
        tasks.filter("is_asked")
        .explode("lead_holders")
        .group_by("province", pl.col("lead_holders").alias("agency"), maintain_order=True)
        .agg(
            pl.len().alias("tasks"),
            (pl.col("report") == "published").sum().alias("tasks_received"),
            (pl.col("report") == "under_review").sum().alias("tasks_under_review"),
            owed.sum().alias("tasks_missing"),
            (owed & pl.col("is_due")).sum().alias("tasks_late"),
        )
    )
    counted = counted.join(of_tasks, on=["province", "agency"], how="full", coalesce=True, maintain_order="left")
    counted = counted.with_columns(pl.col(pl.UInt32).fill_null(0))
    days = {province.id: deadline(province.id, year, catalogue) for province in catalogue.provinces}
    order = {province.id: place for place, province in enumerate(catalogue.provinces)}
    asked = {province.id: catalogue.plan_in_force(province.id).asks_for(year) for province in catalogue.provinces}
    with_day = counted.sort(pl.col("province").replace_strict(order), maintain_order=True).with_columns(
        deadline=pl.col("province").replace_strict(days, return_dtype=pl.Date), year=pl.lit(year)
    )
    return with_day.with_columns(
        progress=pl.when(~pl.col("province").replace_strict(asked, return_dtype=pl.Boolean))
        .then(pl.lit("not_asked"))
        .when(((pl.col("missing") > 0) & (pl.lit(today()) >= pl.col("deadline"))) | (pl.col("tasks_late") > 0))
        .then(pl.lit("late"))
        .when(_MISSES)
        .then(pl.lit("not_due"))
        .when(pl.col("under_review") + pl.col("tasks_under_review") > 0)
        .then(pl.lit("under_review"))
        .otherwise(pl.lit("complete"))
    )


def owing(frame: pl.DataFrame) -> pl.DataFrame:
    """Return those of ``progress`` who were asked and still miss figures or task reports."""
    return frame.filter(_MISSES & (pl.col("progress") != "not_asked"))


def due_day(day: dt.date, language: str) -> str:
    """Return a day something is due, and how far off it is."""
    return f"{date(day, language=language)}<br>{muted(_time_left(day, language))}"


def _time_left(day: dt.date, language: str) -> str:
    say = translator(language)
    left = (day - today()).days
    return say("đã qua hạn") if left <= 0 else say("còn {days} ngày").format(days=left)


def progress_table(
    frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, with_year: bool = False
) -> str:
    """Return the progress of each agency (``progress``); ``with_year`` says of which year each row is."""
    say = translator(language)

    def state(row: dict[str, Any]) -> str:
        colour, sign, word = PROGRESS_WORDS[row["progress"]]
        return word_mark(colour, sign, say(word))

    def agency(row: dict[str, Any]) -> str:
        return office_link(row["agency"], row["province"], row["year"], catalogue, language)

    def count(column: str) -> Any:
        return lambda row: str(row[column]) if row[column] else muted("0")

    def received(row: dict[str, Any], all_: str, known: str, waiting: str) -> str:
        if not row[all_]:
            return NO_VALUE
        waits = f"<br>{muted(say('{count} chờ duyệt').format(count=row[waiting]))}" if row[waiting] else ""
        return f"{row[known]}{muted('/' + str(row[all_]))}{waits}"

    of_years: list[Column] = [(say("Năm"), "number", lambda row: str(row["year"]))] if with_year else []
    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            (say("Cơ quan"), "text", agency),
            *of_years,
            (say("Tình trạng"), "kept", state),
            (say("Số liệu đã nhận"), "number", lambda row: received(row, "expected", "received", "under_review")),
            (say("Số liệu còn thiếu"), "number", count("missing")),
            (
                say("Nhiệm vụ đã báo cáo"),
                "number",
                lambda row: received(row, "tasks", "tasks_received", "tasks_under_review"),
            ),
            (say("Nhiệm vụ còn thiếu"), "number", count("tasks_missing")),
            (say("Hạn"), "kept", lambda row: date(row["deadline"], language=language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
        group=lambda row: row["province"],
    )


def other_deadlines(year: int, catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    """Return what else the plans in force order for a year: the coordinating agency's own report, and reviews of the plan.

    Each has ``province``, ``holder`` (who the plan names, and who does it now), ``what``, ``due`` (None where no date is printed), ``printed``, ``plan`` and ``where``.
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
            row.setdefault("holder", catalogue.organisation.holder(row["agency"], Duty(province.id, ()), year))
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
            (say("Cơ quan"), "text", lambda row: held_by(row["holder"], catalogue, language)),
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
    """Return a line for each agency that still owes figures or task reports, the late ones first, to copy into a letter."""
    say = translator(language)
    late_first = owing(frame).sort(pl.col("progress") != "late", maintain_order=True)

    def owed(row: dict[str, Any]) -> str:
        figures = say("{missing}/{all} chỉ tiêu").format(missing=row["missing"], all=row["expected"])
        tasks = say("{missing}/{all} báo cáo nhiệm vụ").format(missing=row["tasks_missing"], all=row["tasks"])
        both = (figures if row["missing"] else "", tasks if row["tasks_missing"] else "")
        return ", ".join(filter(None, both))

    return "\n".join(
        say("{province} – {agency}: còn {owed} năm {year}, hạn {date}{late}").format(
            province=catalogue.province[row["province"]].name(language),
            agency=office_name(row["agency"], row["province"], row["year"], catalogue, language),
            owed=owed(row),
            year=year,
            date=date(row["deadline"], language=language),
            late=say(", đã trễ") if row["progress"] == "late" else "",
        )
        for row in late_first.iter_rows(named=True)
    )
