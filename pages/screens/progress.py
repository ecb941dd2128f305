"""Who has not reported? Expected, received and late per agency against the printed deadlines, and a call list."""

import polars as pl
import streamlit as st

from dashboard.mart import queries
from dashboard.sentences.deadlines import deadline_line, other_deadlines
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.handing_in.progress import call_list, other_deadlines_table, progress_table
from dashboard.ui.handing_in.scope import year_choice

_ = say()
shared = services()
catalogue = shared.catalogue
mart = shared.mart()
head = st.container()
year = year_choice()
frame = queries.progress_of(mart, catalogue, year)
asked = frame.filter(pl.col("progress") != "not_asked")
late = frame.filter(pl.col("progress") == "late")
with head:
    notices(mart, None)
    heading(
        _("Tiến độ báo cáo"),
        _(
            "Năm {year}: {received} trong {all} số liệu và {reports} trong {tasks} báo cáo nhiệm vụ đã nhận; {late} trong {agencies} cơ quan trễ hạn."
        ).format(
            year=year,
            received=int(asked["received"].sum()),
            all=int(asked["expected"].sum()),
            reports=int(asked["tasks_received"].sum()),
            tasks=int(asked["tasks"].sum()),
            late=late.height,
            agencies=asked.height,
        )
        if asked.height
        else _(
            "Năm {year}: chưa kế hoạch nào được ban hành trước hạn báo cáo, nên không có báo cáo nào đến hạn."
        ).format(year=year),
    )
section(
    _("Theo tỉnh và cơ quan"),
    mart,
    _(
        "Trễ hạn: đã qua hạn in trong kế hoạch mà còn số liệu, báo cáo nhiệm vụ chưa nộp hoặc bị trả lại. Chỉ tiêu, nhiệm vụ giao cho nhiều cơ quan được tính cho từng cơ quan."
    ),
)
markup(progress_table(frame, catalogue, language(), caption=_("Báo cáo năm {year}").format(year=year)))
for province in catalogue.provinces:
    st.caption(f"{province.name(language())}: {deadline_line(province.id, year, catalogue, language())}")
section(
    _("Báo cáo tổng hợp, sơ kết và tổng kết"),
    None,
    _("Hạn của cơ quan tổng hợp và các lần đánh giá kế hoạch, theo chữ in."),
)
markup(
    other_deadlines_table(
        other_deadlines(year, catalogue, language()),
        catalogue,
        language(),
        caption=_("Hạn khác trong năm {year}").format(year=year),
    )
)
owing = call_list(frame, catalogue, year, language())
section(_("Danh sách đôn đốc"), None, _("Chép vào văn bản hoặc thư; cơ quan trễ hạn đứng trước."))
if owing:
    st.code(owing, language=None, wrap_lines=True)
else:
    st.caption(_("Không còn cơ quan nào thiếu số liệu hay báo cáo nhiệm vụ."))
stamp(shared, mart)
