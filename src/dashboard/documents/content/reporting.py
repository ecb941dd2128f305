"""What is due: tasks and schemes, the reports of the agencies, and the next deadlines."""

import datetime as dt

import polars as pl

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Bullets, Cell, Column, Paragraph, Table
from dashboard.mart import queries
from dashboard.mart.rows import TaskRow, task_rows
from dashboard.method import TASK_STATUS
from dashboard.notation import date
from dashboard.sentences.deadlines import PROGRESS_WORDS
from dashboard.sentences.tasks import place, task_note, tasks_finding


def tasks_sentence(asked: Asked) -> Paragraph:
    """Return how many tasks are overdue, due soon, not reported and done."""
    return Paragraph(tasks_finding(queries.task_counts(asked.mart, asked.of_tasks), asked.mart, asked.language))


def tasks_table(asked: Asked) -> Table:
    """Return the tasks and schemes that are overdue or fall due this quarter, the longest overdue first."""
    say = asked.say
    return cells.table(
        say("Nhiệm vụ, đề án quá hạn hoặc đến hạn trong quý"),
        (
            (Column(say("Nhiệm vụ"), 40), lambda row: task_name(row, asked)),
            (Column(say("Cơ quan chủ trì"), 20), lambda row: cells.answering(row, asked, prefix="lead_")),
            (Column(say("Thời hạn"), 14), lambda row: cells.day(row["due"], asked)),
            (Column(say("Trạng thái"), 26), lambda row: task_state(row, asked)),
        ),
        task_rows(queries.pressing(asked.mart, asked.of_tasks)),
        empty=say("Không có nhiệm vụ nào quá hạn hoặc đến hạn trong quý này."),
    )


def task_name(row: TaskRow, asked: Asked) -> Cell:
    """Return a cell of the task's short title, and below it where the plan prints it."""
    where = place(row, asked.catalogue, asked.language).replace(" · ", ", ")
    province = f"{cells.province(row, asked).text}, " if len(asked.provinces) > 1 else ""
    return Cell(f"{asked.catalogue.task[row['task']].title(asked.language)}\n({province}{where})")


def task_state(row: TaskRow, asked: Asked) -> Cell:
    """Return a cell of the status of a task, and what it rests on."""
    word, note = asked.say(TASK_STATUS[row["task_status"]].word), task_note(row, asked.language)
    return Cell(f"{word}\n({note})" if note else word)


def completeness_sentence(asked: Asked) -> Paragraph:
    """Return how many of the figures asked for are published, in each province and in all."""
    say = asked.say
    found = queries.completeness(asked.mart, asked.filters)
    if found.is_empty():
        return Paragraph(
            say("Năm {year} không kế hoạch nào đặt mục tiêu cho các chỉ tiêu đang chọn.").format(year=asked.year)
        )
    text = say("{province} {received} trong {expected}")
    parts = [
        text.format(province=asked.catalogue.province[row["province"]].name(asked.language), received=row["received"], expected=row["expected"])
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    told = say("Số liệu năm {year} đã công bố trên số chỉ tiêu có mục tiêu: {parts}.")
    return Paragraph(told.format(year=asked.year, parts="; ".join(parts)))


def reports_table(asked: Asked) -> Table:
    """Return how far each agency is with its reports on the year."""
    say = asked.say
    return cells.table(
        say("Báo cáo năm {year} của các cơ quan").format(year=asked.year),
        (
            *cells.of_provinces(asked, 12),
            (Column(say("Cơ quan"), 32), lambda row: cells.agencies([row["agency"]], asked)),
            (Column(say("Tình trạng"), 14), lambda row: Cell(say(PROGRESS_WORDS[row["progress"]]))),
            (Column(say("Số liệu đã nhận"), 11, "right"), lambda row: _of(row["received"], row["expected"])),
            (Column(say("Số liệu còn thiếu"), 10, "right"), lambda row: cells.count(row["missing"], asked)),
            (Column(say("Nhiệm vụ đã báo cáo"), 11, "right"), lambda row: _of(row["tasks_received"], row["tasks"])),
            (Column(say("Nhiệm vụ còn thiếu"), 10, "right"), lambda row: cells.count(row["tasks_missing"], asked)),
        ),
        _asked_of(asked).iter_rows(named=True),
        empty=_none_asked(asked),
    )


def due_table(asked: Asked, *, most: int | None = None) -> tuple[Table, *tuple[Paragraph, ...]]:
    """Return what each agency has still to report on the year, and by when; cut after ``most`` agencies, with a sentence on the others."""
    say = asked.say
    owed = queries.owing(_asked_of(asked))
    shown = (
        owed
        if most is None
        else owed.sort(pl.col("missing") + pl.col("tasks_missing"), descending=True, maintain_order=True).head(most)
    )
    table = cells.table(
        say("Số liệu và báo cáo nhiệm vụ năm {year} còn phải nộp").format(year=asked.year),
        (
            *cells.of_provinces(asked, 14),
            (Column(say("Cơ quan"), 40), lambda row: cells.agencies([row["agency"]], asked)),
            (Column(say("Số liệu còn thiếu"), 14, "right"), lambda row: cells.count(row["missing"], asked)),
            (Column(say("Nhiệm vụ còn thiếu"), 14, "right"), lambda row: cells.count(row["tasks_missing"], asked)),
            (Column(say("Trước ngày"), 18), lambda row: cells.day(row["deadline"], asked)),
        ),
        shown.iter_rows(named=True),
        empty=_none_asked(asked),
    )
    if owed.height == shown.height:
        return (table,)
    left = {name: int(owed[name].sum()) - int(shown[name].sum()) for name in ("missing", "tasks_missing")}
    text = say("Ngoài ra, {count} cơ quan khác còn thiếu {missing} số liệu và {tasks_missing} báo cáo nhiệm vụ.")
    return table, Paragraph(text.format(count=owed.height - shown.height, **left))


def deadlines(asked: Asked, *, tasks: int) -> Bullets:
    """Return the next day on which the agencies, and the coordinating agency, report; and the next tasks that fall due."""
    return Bullets((*_owed_now(asked), *_next_reports(asked), *_next_tasks(asked, tasks)))


def _owed_now(asked: Asked) -> list[str]:
    """Return what is missing of the reports on the current year, whatever the year of the document."""
    year = asked.mart.as_of.year
    owed = queries.owing(_asked_of(asked, year))
    if owed.is_empty():
        return []
    text = asked.say(
        "Báo cáo năm {year}: còn thiếu {missing} số liệu và {tasks} báo cáo nhiệm vụ; {late} trong {all} cơ quan trễ hạn."
    )
    late = owed.filter(pl.col("progress") == "late").height
    every = _asked_of(asked, year).height
    return [
        text.format(year=year, missing=owed["missing"].sum(), tasks=owed["tasks_missing"].sum(), late=late, all=every)
    ]


def _next_reports(asked: Asked) -> list[str]:
    of_day: dict[tuple[dt.date, str], list[str]] = {}
    for province in asked.provinces:
        due = asked.catalogue.plan_in_force(province.id).deadlines
        for which, deadline in (("agencies", due.agencies), ("coordinating", due.coordinating)):
            year = asked.mart.as_of.year
            day = deadline.on(year if deadline.on(year) > asked.mart.as_of else year + 1)
            of_day.setdefault((day, which), []).append(province.name(asked.language))
    texts = {
        "agencies": asked.say("Trước ngày {date}: các cơ quan báo cáo năm {year}{provinces}."),
        "coordinating": asked.say("Trước ngày {date}: cơ quan tổng hợp báo cáo năm {year}{provinces}."),
    }
    are_several = len(asked.provinces) > 1
    return [
        texts[which].format(
            date=date(day, language=asked.language),
            year=day.year,
            provinces=f" ({', '.join(names)})" if are_several else "",
        )
        for (day, which), names in sorted(of_day.items())
    ]


def _next_tasks(asked: Asked, most: int) -> list[str]:
    rows = task_rows(queries.pressing(asked.mart, asked.of_tasks))
    late = [row for row in rows if row["task_status"] == "overdue"]
    told = [asked.say("{count} nhiệm vụ, đề án đã quá hạn.").format(count=len(late))] if late else []
    text = asked.say("{date}: {task} ({agencies}).")
    return (
        told
        + [
            text.format(
                date=date(row["due"], language=asked.language),
                task=asked.catalogue.task[row["task"]].title(asked.language),
                agencies=cells.answering(row, asked, prefix="lead_", is_short=True).text,
            )
            for row in rows
            if row["task_status"] != "overdue"
        ][:most]
    )


def _asked_of(asked: Asked, year: int | None = None) -> pl.DataFrame:
    """Return how far the agencies are that were asked for reports on a year, the document's without one (``queries.progress``)."""
    chosen = asked.filters
    frame = queries.progress_of(
        asked.mart, asked.catalogue, year or asked.year,
        provinces=tuple(province.id for province in asked.provinces), agencies=chosen.agencies, sectors=chosen.sectors,
    )  # fmt: skip
    return frame.filter(pl.col("progress") != "not_asked")


def _none_asked(asked: Asked) -> str:
    return asked.say("Năm {year} không có báo cáo nào của các cơ quan đang chọn còn đến hạn.").format(year=asked.year)


def _of(received: int, all_: int) -> Cell:
    return Cell(f"{received}/{all_}" if all_ else "–", value=received if all_ else None)
