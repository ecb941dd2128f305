"""Who has to report by when, on the pages of a year that has hardly any figures yet."""

import html
from typing import Any

import polars as pl
import streamlit as st

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import today
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import PROGRESS, SUBMIT
from dashboard.ui.frame.page import markup, section
from dashboard.ui.handing_in.intake_tables import with_state
from dashboard.ui.handing_in.progress import due_day, owing, progress
from dashboard.ui.parts.html_tables import linked, table


def draw_due(mart: Mart, catalogue: Catalogue, filters: Filters) -> None:
    """Draw what has to be reported on this year: by whom, until when, and where."""
    year = today().year
    asked = queries.expected(mart, provinces=filters.provinces, agencies=filters.agencies, year=year)
    if filters.sectors:
        of_sector = [indicator.id for indicator in catalogue.indicators if indicator.sector in filters.sectors]
        asked = asked.filter(pl.col("indicator").is_in(of_sector))
    owed = owing(progress(with_state(asked), catalogue, year))
    owed = owed.sort(pl.col("province").rle_id(), "missing", descending=[False, True], maintain_order=True)
    section(
        say()("Phải báo cáo năm {year}").format(year=year),
        None,
        say()("Số liệu còn thiếu của từng cơ quan, theo hạn in trong kế hoạch; bấm tên cơ quan để nộp."),
    )
    if owed.is_empty():
        st.caption(say()("Không còn cơ quan nào thiếu số liệu."))
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
                (say()("Còn thiếu"), "number", lambda row: str(row["missing"])),
            ],
            owed.iter_rows(named=True),
            caption=say()("Còn thiếu, năm {year}").format(year=year),
            group=lambda row: row["province"],
        )
    )
    more = linked(say()("Tiến độ báo cáo và danh sách đôn đốc"), address.link(PROGRESS.path, year=[str(year)]))
    markup(f'<p class="plan-keys">{more}</p>')
