"""What one agency has still to hand in and by when, and how it reported on the years before."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard.figures.drawing import MOST_PROVINCES
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Agency
from dashboard.sentences.deadlines import deadline_line, other_deadlines
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import SUBMIT
from dashboard.ui.frame.page import markup, section
from dashboard.ui.handing_in.intake_tables import expected_table
from dashboard.ui.handing_in.progress import other_deadlines_table, progress_table
from dashboard.ui.handing_in.task_report_tables import expected_tasks_table


def reports(mart: Mart, catalogue: Catalogue, agency: Agency, provinces: tuple[str, ...], year: int) -> pl.DataFrame:
    """Return how far the agency is with a year's reports (``progress``), a row a province; empty where it answers for no target and leads no task."""
    return queries.progress_of(mart, catalogue, year, provinces=provinces, agencies=(agency.id,))


def owed_finding(frame: pl.DataFrame, year: int) -> str:
    """Return how many figures and task reports are missing, and until when (``reports``); empty for an agency that owes none."""
    if frame.is_empty():
        return ""
    owed = queries.owing(frame)
    if owed.is_empty():
        return say()("Năm {year} không còn thiếu số liệu hay báo cáo nhiệm vụ nào.").format(year=year)
    late = owed.filter(pl.col("progress") == "late")
    text = say()("Năm {year} còn thiếu {missing} số liệu và {tasks} báo cáo nhiệm vụ, hạn sớm nhất {date}.")
    if not late.is_empty():
        text = say()("Năm {year} còn thiếu {missing} số liệu và {tasks} báo cáo nhiệm vụ; đã qua hạn từ {date}.")
    return text.format(
        year=year,
        missing=int(owed["missing"].sum()),
        tasks=int(owed["tasks_missing"].sum()),
        date=date(min(owed["deadline"]), language=language()),
    )


def draw_owed(mart: Mart, catalogue: Catalogue, agency: Agency, frame: pl.DataFrame, year: int) -> None:
    """Draw what the agency reports on the year, how far it is in each province, and every figure that is missing.

    Args:
        mart: Where the figures are.
        catalogue: Deadlines and names.
        agency: Whose.
        frame: How far it is (``reports``).
        year: The year reported on.
    """
    reporting = set(frame["province"])
    others = [
        row
        for row in other_deadlines(year, catalogue, language())
        if row["holder"].agency == agency.id and row["province"] in reporting
    ]
    section(
        say()("Phải nộp năm {year}").format(year=year),
        mart,
        say()(
            "Theo hạn in trong kế hoạch của từng tỉnh; mở từng tỉnh để thấy số liệu và báo cáo nhiệm vụ còn thiếu, và nơi nộp."
        ),
    )
    if frame.is_empty():
        st.caption(say()("Kế hoạch của các tỉnh đang chọn không giao cơ quan này báo cáo chỉ tiêu hay nhiệm vụ nào."))
        return
    caption = say()("Báo cáo năm {year}").format(year=year)
    markup(progress_table(frame, catalogue, language(), caption=caption))
    owed = queries.owing(frame)
    if owed.height > MOST_PROVINCES:
        st.caption(say()("Chọn tỉnh ở trên để thấy từng số liệu và báo cáo nhiệm vụ còn thiếu, và nơi nộp."))
    else:
        _draw_missing(mart, catalogue, agency, owed, year)
    if others:
        markup(
            other_deadlines_table(
                others, catalogue, language(), caption=say()("Hạn khác trong năm {year}").format(year=year)
            )
        )


def _draw_missing(mart: Mart, catalogue: Catalogue, agency: Agency, owed: pl.DataFrame, year: int) -> None:
    """Draw every figure and task report the agency owes, a fold for each province of ``owed``."""
    # What everybody owes is kept: whoever looks at one agency looks at others next.
    rows, tasks = mart.kept(("owed", year), lambda: _owed(mart, year))
    rows = rows.filter(pl.col("holders").list.contains(agency.id))
    tasks = tasks.filter(pl.col("lead_holders").list.contains(agency.id))
    for row in owed.iter_rows(named=True):
        name = catalogue.province[row["province"]].name(language())
        caption = say()(
            "{province}: còn thiếu {missing} trong {all} số liệu, {tasks} trong {asked} báo cáo nhiệm vụ"
        ).format(
            province=name, missing=row["missing"], all=row["expected"], tasks=row["tasks_missing"], asked=row["tasks"]
        )
        with st.expander(caption, icon=":material/assignment_late:", key=f"owed_{row['province']}"):
            st.caption(deadline_line(row["province"], year, catalogue, language()))
            mine = rows.filter(pl.col("province") == row["province"])
            if not mine.is_empty():
                st.markdown(f"[{say()('Nộp số liệu này')}]({_way(row, year)})")
                markup(
                    expected_table(
                        mine,
                        catalogue,
                        language(),
                        caption=say()("{province}: số liệu còn thiếu").format(province=name),
                    )
                )
            led = tasks.filter(pl.col("province") == row["province"])
            if not led.is_empty():
                way = _way(row, year, view=["task_reports"])
                st.markdown(f"[{say()('Báo cáo các nhiệm vụ này')}]({way})")
                markup(
                    expected_tasks_table(
                        led,
                        catalogue,
                        language(),
                        caption=say()("{province}: nhiệm vụ chưa báo cáo").format(province=name),
                    )
                )


def _owed(mart: Mart, year: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the figures and the task reports of a year that are still to be handed in, of everybody."""
    rows = queries.with_state(queries.expected(mart, provinces=(), agencies=(), year=year))
    tasks = queries.with_report_state(queries.expected_tasks(mart, provinces=(), agencies=(), year=year))
    return (
        rows.filter(pl.col("state").is_in(queries.OWED)),
        tasks.filter("is_asked", pl.col("report").is_in(queries.OWED_REPORTS)),
    )


def _way(row: dict[str, Any], year: int, **more: list[str]) -> str:
    """Return the address at which an agency hands in what it owes."""
    office = {"province": [row["province"]], "agency": [row["agency"]], "year": [str(year)]}
    return address.link(SUBMIT.path, **office, **more)


def draw_years_before(mart: Mart, catalogue: Catalogue, agency: Agency, provinces: tuple[str, ...], year: int) -> None:
    """Draw, behind a fold, how the agency reported on every year before that was asked for; nothing where none was."""
    past = queries.progress_before(mart, catalogue, year, provinces=provinces, agencies=(agency.id,))
    if past.is_empty():
        return
    late = past.filter(pl.col("progress") == "late")
    title = say()("Các năm báo cáo trước: {late} trong {all} lần còn thiếu khi đã qua hạn")
    with st.expander(title.format(late=late.height, all=past.height), icon=":material/history:", key="years_before"):
        markup(
            progress_table(
                past,
                catalogue,
                language(),
                caption=say()("Báo cáo các năm trước {year}").format(year=year),
                with_year=True,
            )
        )
