"""Who reports what by when: the sentences and the table of reporting progress."""

import datetime as dt
import html
from typing import Any

import polars as pl

from dashboard.mart.queries import owing
from dashboard.method import AMBER, GREEN, GREY, RED
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.sentences.deadlines import PROGRESS_WORDS, time_left
from dashboard.ui.handing_in.scope import Scope, agency_name, province_name
from dashboard.ui.parts.agency_links import held_by, office_link, office_name
from dashboard.ui.parts.html_tables import Column, muted, table, word_mark
from dashboard.words.translations import translator

_LOOKS = {
    "complete": (GREEN, "✔"),
    "under_review": (AMBER, "◆"),
    "not_due": (GREY, "○"),
    "late": (RED, "✖"),
    "not_asked": (GREY, "«"),
}
"""How far an agency is: colour, sign."""


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


def due_day(day: dt.date, language: str) -> str:
    """Return a day something is due, and how far off it is."""
    return f"{date(day, language=language)}<br>{muted(time_left(day, language))}"


def progress_table(
    frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, with_year: bool = False
) -> str:
    """Return the progress of each agency (``progress``); ``with_year`` says of which year each row is."""
    say = translator(language)

    def state(row: dict[str, Any]) -> str:
        return word_mark(*_LOOKS[row["progress"]], say(PROGRESS_WORDS[row["progress"]]))

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
