"""Which indicators of one sector are off track, where, and by how much? One script for every sector."""

import streamlit as st

from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import current_sector
from dashboard.ui.frame.page import heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.handing_in.due import draw_due
from dashboard.ui.parts import downloads
from dashboard.ui.parts.filter_bar import filter_bar, filters_of_address, view_choice
from dashboard.ui.parts.late_table import late_table
from dashboard.ui.parts.picture import picture
from dashboard.ui.reading import day_one, today_view
from dashboard.ui.reading.sector_view import draw_red, draw_who_is_red_where, of_sector, sector_view
from dashboard.ui.reading.task_list import draw_task_line

_ = say()
shared = services()
catalogue = shared.catalogue
sector = current_sector(catalogue)
given = filters_of_address(catalogue, "status", "agency")
mart = shared.mart(given.as_of)
head = st.container()
chosen = filter_bar(mart, catalogue, ("year", "province", "status", "agency"), given)
(year,) = chosen.years
mine = of_sector(chosen, sector)
orders = {"plan": _("Theo thứ tự kế hoạch"), "worst": _("Chậm nhất trước")}
with st.container(horizontal=True):
    is_today = today_view.is_chosen(catalogue)
    order = "plan" if is_today else view_choice(orders, _("Thứ tự các hình"), key="order")
view = sector_view(mart, catalogue, sector, chosen, language(), "worst" if order == "worst" else "plan")

with head:
    notices(mart, given.as_of)
    heading(f"{sector.number}. {sector.name(language())}", view.finding)
    draw_task_line(mart, mine)

if is_today:
    today_view.draw(mart, catalogue, mine)
elif view.is_empty:
    st.info(_("Không có chỉ tiêu nào với các bộ lọc đang chọn. Bỏ bớt trạng thái hoặc cơ quan để thấy nhiều hơn."))
else:
    if day_one.has_few_figures(mart, mine):
        left, right = st.columns([5, 4], gap="large")
        with left:
            day_one.draw_ambition(mart, catalogue, mine)
        with right:
            draw_due(mart, catalogue, mine)
    if not view.red.is_empty():
        draw_red(view, mart, catalogue, sector, year)
    draw_who_is_red_where(view, mart)
    section(
        _("Thực hiện so với mục tiêu năm {year}").format(year=year),
        mart,
        _(
            "Chấm rỗng: năm gốc · chấm màu: thực hiện · vạch đậm: mục tiêu · vạch mảnh: mức cần có theo lộ trình · "
            "càng về bên phải càng tốt, kể cả khi thấp hơn là tốt (↓)."
        ),
    )
    alt = _("Thực hiện, mục tiêu và mức cần có của từng chỉ tiêu và tỉnh năm {year}; số liệu trong bảng bên dưới")
    for side, (column, drawing) in enumerate(zip(st.columns(2, gap="large"), view.ways, strict=False)):
        with column:
            picture(drawing, key=f"sector_ways_{side}", alt=alt.format(year=year), is_followed=True)
    section(_("Diễn biến"), mart, _("Đường: thực hiện · dấu rỗng: mục tiêu."))
    markup(view.key)
    alt = _("Diễn biến từng chỉ tiêu qua các năm; số liệu trong bảng bên dưới")
    for side, (column, drawing) in enumerate(zip(st.columns(2, gap="large"), view.trends, strict=False)):
        with column:
            picture(drawing, key=f"sector_trends_{side}", alt=alt, is_followed=drawing is not view.trends[-1])

    # The browser draws the pictures while the table is made and on its way.
    section(_("Bảng chỉ tiêu"), mart)
    late_table(view.table(), key="sector_table")
    downloads.offer(mart, catalogue, mine, key="sector")
stamp(shared, mart)
