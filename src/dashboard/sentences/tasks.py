"""Where tasks stand, in words: all of them in a sentence, one in a few."""

import polars as pl

from dashboard.mart.mart import Mart
from dashboard.mart.rows import TaskRow
from dashboard.method import DUE_SOON, TASK_STATUS, TIMINGS
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator


def tasks_finding(counts: pl.DataFrame, mart: Mart, language: str) -> str:
    """Return what is overdue, due soon, not reported and done, of what ``queries.task_counts`` returned."""
    translate = translator(language)
    day = date(mart.as_of, language=language)
    total = int(counts["tasks"].sum())
    if not total:
        return translate("Đến ngày {date}: không có nhiệm vụ nào với các bộ lọc đang chọn.").format(date=day)
    by = {status: (tasks, silent) for status, tasks, silent in by_status(counts).iter_rows()}
    overdue, silent = by.get("overdue", (0, 0))
    return translate(
        "Đến ngày {date}, trong {total} nhiệm vụ, đề án và trách nhiệm: {overdue} quá hạn ({silent} chưa báo cáo), "
        "{soon} đến hạn trong {days} ngày tới, {standing} việc thường xuyên chưa báo cáo năm đã đến hạn, {done} đã xong."
    ).format(
        date=day,
        total=total,
        overdue=overdue,
        silent=silent,
        soon=by.get("due_soon", (0, 0))[0],
        days=DUE_SOON,
        standing=by.get("not_reported", (0, 0))[0],
        done=by.get("done", (0, 0))[0],
    )


def by_status(counts: pl.DataFrame) -> pl.DataFrame:
    """Return ``task_status``, ``tasks`` and ``unreported`` of what ``queries.task_counts`` returned, themes added up."""
    return counts.group_by("task_status").agg(pl.col("tasks").sum(), pl.col("unreported").sum())


def task_note(row: TaskRow, language: str) -> str:
    """Return what the status of a task rests on: the latest report, that there is none, or the kind of time printed."""
    say = translator(language)
    reported = ""
    if row["report_state"] is not None:
        words = say(TASK_STATUS[row["report_state"]].word).lower()
        reported = say("báo cáo năm {year}: {state}").format(year=row["report_year"], state=words)
    if row["task_status"] == "not_reported":
        asked = say("năm {year}").format(year=row["asked_year"])
        return f"{asked}; {reported}" if reported else asked
    if row["task_status"] == "no_date":
        return say(TIMINGS[row["timing"]])
    if row["task_status"] in ("overdue", "due_soon"):
        return f"{days(row, language)}; {reported or say('chưa báo cáo')}"
    return reported


def days(row: TaskRow, language: str) -> str:
    """Return how far a task's due date is away; empty without one."""
    say, left = translator(language), row["days_left"]
    if left is None:
        return ""
    if left == 0:
        return say("hạn là hôm nay")
    text = mark("còn {days} ngày") if left > 0 else mark("quá {days} ngày")
    return say(text).format(days=abs(left))


def place(row: TaskRow, catalogue: Catalogue, language: str) -> str:
    """Return plan, annex, section and number of a task, as printed."""
    say = translator(language)
    number = say("số {number}").format(number=row["number"]) if row["number"] else say("không in số")
    number = number.replace(" ", "\u00a0")
    where = say("{place}, mục {section}").format(place=row["place"], section=row["section"])
    return f"{catalogue.plan[row['plan']].number} · {where} · {number}"
