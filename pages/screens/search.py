"""Give me the table I need: every filter, search by words, columns, years across or sums, and the files of exactly that."""

import html
from functools import partial

import streamlit as st

from dashboard.exports.arrangement import laid_out as laid
from dashboard.filters import Filters, keys_of
from dashboard.mart import queries
from dashboard.mart.rows import task_rows
from dashboard.mart.searching import indicators_matching, tasks_matching
from dashboard.method import STATUS, STATUSES
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import TASKS
from dashboard.ui.frame.page import heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.parts.filter_bar import filters_of_address, view_choice
from dashboard.ui.parts.task_tables import task_table
from dashboard.ui.reading import search_bar
from dashboard.ui.reading.search_view import COLUMNS, SHOWN, draw_list, draw_wide, summary_table

_FIRST = 8
"""How many of the tasks found stand here; their own page has them all."""

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, *keys_of("assessed"))
mart = shared.mart(given.as_of)
head = st.container()
words = search_bar.words(_("Tìm chỉ tiêu, nhiệm vụ"), _("Ví dụ: ti le that nghiep; không cần dấu"))
chosen = search_bar.filters(mart, catalogue, given)
ids = indicators_matching(words, catalogue)
if words:
    ids = tuple(id_ for id_ in ids if not chosen.indicators or id_ in chosen.indicators)
filters = chosen.model_copy(update={"indicators": ids}) if words else chosen
rows = (
    queries.shown(mart, filters).clear()
    if words and not ids
    else mart.kept(("shown", filters), lambda: queries.shown(mart, filters))
)
matching = mart.kept(("tasks matching", words), lambda: tasks_matching(words, catalogue)) if words else ()
of_tasks = Filters(provinces=chosen.provinces, tasks=matching, as_of=given.as_of)
tasks = mart.kept(("tasks", of_tasks), lambda: task_rows(queries.tasks(mart, of_tasks))) if matching else []
with head:
    notices(mart, given.as_of)
    heading(
        _("Tra cứu"),
        _("{rows} dòng đánh giá, {indicators} chỉ tiêu.").format(
            rows=f"{rows.height:,}".replace(",", "." if language() == "vi" else ","),
            indicators=rows["indicator"].n_unique(),
        )
        + (" " + _("Nhiệm vụ có các từ này, ở cuối trang: {count}.").format(count=len(tasks)) if words else ""),
    )
views = {
    "list": _("Danh sách"),
    "wide": _("Mỗi năm một cột"),
    "province": _("Tổng theo tỉnh"),
    "sector": _("Tổng theo lĩnh vực"),
    "agency": _("Tổng theo cơ quan"),
    "year": _("Tổng theo năm"),
}
section(_("Kết quả"), mart)
view = view_choice(views, _("Cách xem"))
shown, (ordering, choosing) = list(SHOWN), st.columns(2, gap="small", vertical_alignment="bottom")
if view == "list" and not rows.is_empty():
    with choosing:
        shown = search_bar.columns(COLUMNS)
arrangement = search_bar.arrangement(view, shown)
if rows.is_empty():
    st.info(_("Không có dòng nào. Bỏ bớt bộ lọc hoặc viết ít từ hơn."))
elif view in ("list", "wide"):
    with ordering:
        arrangement = search_bar.sort(COLUMNS, arrangement, rows)
    laid_out = mart.kept(
        ("laid out", filters, arrangement.view, arrangement.sort), lambda: laid(rows, arrangement, catalogue)
    )
    if view == "list":
        draw_list(laid_out, shown, catalogue, language())
    else:
        draw_wide(laid_out, catalogue, language())
else:
    names = {
        "province": {item.id: html.escape(item.name(language())) for item in catalogue.provinces},
        "sector": {item.id: html.escape(item.name(language())) for item in catalogue.sectors},
        "agency": {item.id: html.escape(item.name(language())) for item in catalogue.agencies_in_charge},
        "year": {str(year): str(year) for year in queries.years(mart)},
    }[view]
    summed = mart.kept(("summary", filters, view), lambda: queries.summary(mart, filters, view))
    markup(summary_table(summed, names, language(), heading=views[view], caption=_("Số dòng theo trạng thái")))

if not rows.is_empty():
    section(_("Đếm theo từng bộ lọc"), mart, _("Bấm một mục để chỉ giữ các dòng của mục đó."))
    names = {
        "status": {status: f"{STATUS[status].sign} {_(STATUS[status].word)}" for status in STATUSES},
        "sector": {item.id: item.name(language()) for item in catalogue.sectors},
        "province": {item.id: item.name(language()) for item in catalogue.provinces},
        "year": {str(year): str(year) for year in queries.years(mart)},
    }
    for key, words_of in names.items():
        counts = mart.kept(("facet", filters, key), partial(queries.facet, mart, filters, key))
        search_bar.facet_links(key, counts, words_of)
    search_bar.downloads(mart, catalogue, filters, arrangement, rows.height)
if words:
    section(_("Nhiệm vụ, đề án có các từ này"), mart)
    if tasks:
        link = address.link(TASKS.path, year=[], q=[words])
        st.markdown(f"[{_('{count} nhiệm vụ').format(count=len(tasks))}]({link})")
        markup(task_table(tasks[:_FIRST], catalogue, language(), caption=_("Những nhiệm vụ đầu tiên tìm được")))
    else:
        st.caption(_("Không có nhiệm vụ nào có các từ này."))
stamp(shared, mart)
