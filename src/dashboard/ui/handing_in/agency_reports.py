"""What one agency has still to hand in and by when, and how it reported on the years before."""

import polars as pl
import streamlit as st

from dashboard.mart import queries
from dashboard.mart.mart import FIRST_YEAR, Mart
from dashboard.notation import date
from dashboard.reference.catalogue import Agency, Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import SUBMIT
from dashboard.ui.frame.page import markup, section
from dashboard.ui.handing_in.intake_tables import expected_table, with_state
from dashboard.ui.handing_in.progress import (
    OWED,
    deadline_line,
    other_deadlines,
    other_deadlines_table,
    owing,
    progress,
    progress_table,
)


def reports(mart: Mart, catalogue: Catalogue, agency: Agency, provinces: tuple[str, ...], year: int) -> pl.DataFrame:
    """Return how far the agency is with a year's reports (``progress``), a row a province; empty where it answers for no target."""
    rows = with_state(queries.expected(mart, provinces=provinces, agencies=(agency.id,), year=year))
    return progress(rows, catalogue, year).filter(pl.col("agency") == agency.id)


def owed_finding(frame: pl.DataFrame, year: int) -> str:
    """Return how many figures are missing, and until when (``reports``); empty for an agency that answers for no target."""
    if frame.is_empty():
        return ""
    owed = owing(frame)
    if owed.is_empty():
        return say()("Năm {year} không còn thiếu số liệu nào phải nộp.").format(year=year)
    late = owed.filter(pl.col("progress") == "late")
    text = say()("Năm {year} còn thiếu {missing} số liệu, hạn sớm nhất {date}.")
    if not late.is_empty():
        text = say()("Năm {year} còn thiếu {missing} số liệu, {late} đã qua hạn từ {date}.")
    return text.format(
        year=year,
        missing=int(owed["missing"].sum()),
        late=int(late["missing"].sum()),
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
    others = [
        row
        for row in other_deadlines(year, catalogue, language())
        if row["agency"] == agency.id and row["province"] in frame["province"]
    ]
    section(
        say()("Phải nộp năm {year}").format(year=year),
        mart,
        say()("Theo hạn in trong kế hoạch của từng tỉnh; mở từng tỉnh để thấy số liệu còn thiếu và nơi nộp."),
    )
    if frame.is_empty():
        st.caption(say()("Kế hoạch của các tỉnh đang chọn không giao cơ quan này báo cáo chỉ tiêu nào."))
        return
    caption = say()("Báo cáo năm {year}").format(year=year)
    markup(progress_table(frame, catalogue, language(), caption=caption))
    rows = with_state(
        queries.expected(mart, provinces=tuple(frame["province"]), agencies=(agency.id,), year=year)
    ).filter(pl.col("state").is_in(OWED))
    for row in owing(frame).iter_rows(named=True):
        name = catalogue.province[row["province"]].name(language())
        caption = say()("{province}: còn thiếu {missing} trong {all} số liệu").format(
            province=name, missing=row["missing"], all=row["expected"]
        )
        with st.expander(caption, icon=":material/assignment_late:", key=f"owed_{row['province']}"):
            st.caption(deadline_line(row["province"], year, catalogue, language()))
            target = address.link(SUBMIT.path, province=[row["province"]], agency=[agency.id], year=[str(year)])
            st.markdown(f"[{say()('Nộp số liệu này')}]({target})")
            mine = rows.filter(pl.col("province") == row["province"])
            markup(expected_table(mine, catalogue, language(), caption=caption))
    if others:
        markup(
            other_deadlines_table(
                others, catalogue, language(), caption=say()("Hạn khác trong năm {year}").format(year=year)
            )
        )


def draw_years_before(mart: Mart, catalogue: Catalogue, agency: Agency, provinces: tuple[str, ...], year: int) -> None:
    """Draw, behind a fold, how the agency reported on every year before that was asked for; nothing where none was."""
    frames = [
        reports(mart, catalogue, agency, provinces, earlier).with_columns(year=pl.lit(earlier))
        for earlier in range(year - 1, FIRST_YEAR - 1, -1)
        if any(catalogue.plan_in_force(id_).asks_for(earlier) for id_ in provinces or catalogue.province)
    ]
    past = pl.concat(frames).filter(pl.col("progress") != "not_asked") if frames else pl.DataFrame()
    if past.is_empty():
        return
    past = past.sort(pl.col("province").rle_id(), maintain_order=True)
    late = past.filter(pl.col("progress") == "late")
    title = say()("Các năm báo cáo trước: {late} trong {all} lần còn thiếu khi đã qua hạn")
    with st.expander(title.format(late=late.height, all=past.height), icon=":material/history:", key="years_before"):
        markup(
            progress_table(past, catalogue, language(), caption=say()("Báo cáo các năm trước {year}").format(year=year))
        )
