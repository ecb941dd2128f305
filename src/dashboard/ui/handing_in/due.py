"""Who has to report by when, on the pages of a year that has hardly any figures yet."""

import html
from typing import Any

import polars as pl
import streamlit as st

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import NO_VALUE
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import today
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import PROGRESS, SUBMIT
from dashboard.ui.frame.page import markup, section
from dashboard.ui.handing_in.progress import due_day
from dashboard.ui.parts.html_tables import linked, table


def draw_due(mart: Mart, catalogue: Catalogue, filters: Filters) -> None:
    """Draw what has to be reported on this year: by whom, until when, and where."""
    year = today().year
    owed = queries.owing(
        queries.progress_of(
            mart, catalogue, year, provinces=filters.provinces, agencies=filters.agencies, sectors=filters.sectors
        )
    )
    owed = owed.sort(
        pl.col("province").rle_id(),
        pl.col("missing") + pl.col("tasks_missing"),
        descending=[False, True],
        maintain_order=True,
    )
    section(
        say()("Phải báo cáo năm {year}").format(year=year),
        None,
        say()(
            "Số liệu và báo cáo nhiệm vụ còn thiếu của từng cơ quan, theo hạn in trong kế hoạch; bấm tên cơ quan để nộp."
        ),
    )
    if owed.is_empty():
        st.caption(say()("Không còn cơ quan nào thiếu số liệu hay báo cáo nhiệm vụ."))
        return

    def agency(row: dict[str, Any]) -> str:
        target = address.link(SUBMIT.path, province=[row["province"]], agency=[row["agency"]], year=[str(year)])
        return linked(catalogue.agency[row["agency"]].name(language()), target)

    def province(row: dict[str, Any]) -> str:
        name = html.escape(catalogue.province[row["province"]].name(language()))
        return f"{name}<br>{due_day(row['deadline'], language())}"

    markup(
        table(
            [
                (say()("Tỉnh"), "kept", province),
                (say()("Cơ quan"), "text", agency),
                (say()("Số liệu còn thiếu"), "number", lambda row: str(row["missing"] or NO_VALUE)),
                (say()("Nhiệm vụ còn thiếu"), "number", lambda row: str(row["tasks_missing"] or NO_VALUE)),
            ],
            owed.iter_rows(named=True),
            caption=say()("Còn thiếu, năm {year}").format(year=year),
            group=lambda row: row["province"],
        )
    )
    more = linked(say()("Tiến độ báo cáo và danh sách đôn đốc"), address.link(PROGRESS.path, year=[str(year)]))
    markup(f'<p class="plan-keys">{more}</p>')
