"""Which tasks and schemes are due, and who leads them? Or, of one task: what is printed, and where does it stand?"""

import streamlit as st

from dashboard.exports import AS_USUAL
from dashboard.filters import Filters, keys_of
from dashboard.mart import queries
from dashboard.mart.rows import shown_rows, task_rows
from dashboard.sentences.tasks import tasks_finding
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import TASKS
from dashboard.ui.frame.page import end_page, heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.parts.filter_bar import default_year, filters_of_address
from dashboard.ui.parts.late_table import late_table
from dashboard.ui.parts.task_tables import task_table, theme_table
from dashboard.ui.reading import search_bar, task_list, task_view

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, *keys_of("tasks"))
mart = shared.mart(given.as_of)


def draw_one(id_: str) -> None:
    """Draw the page of one task."""
    found = task_rows(queries.tasks(mart, Filters(tasks=(id_,))))
    if not found:
        heading(
            catalogue.task[id_].title(language()),
            _("Ngày đang xem trước ngày ban hành kế hoạch, nên chưa có nhiệm vụ này."),
        )
        st.markdown(f"[{_('← Mọi nhiệm vụ')}]({address.link(TASKS.path, task=[])})")
        return
    (task,) = found
    heading(catalogue.task[id_].title(language()), task_view.task_finding(task, catalogue, language()))
    st.markdown(f"[{_('← Mọi nhiệm vụ')}]({address.link(TASKS.path, task=[])})")
    st.caption(_("Tên nhiệm vụ do trang này đặt ngắn lại; chữ in của kế hoạch ở bảng dưới."))
    printed, read = st.columns(2, gap="large")
    with printed:
        section(_("Chữ in trong kế hoạch"))
        markup(task_view.printed_row(task, catalogue, language(), caption=_("Từng cột, nguyên văn")))
    with read:
        section(_("Cách đọc"))
        markup(task_view.reading(task, catalogue, language(), caption=_("Thời gian và cơ quan, khi đó và nay")))
    section(_("Báo cáo về nhiệm vụ"), mart)
    reports = queries.task_reports(mart, id_)
    if reports.is_empty():
        st.caption(_("Chưa có báo cáo nào được công bố về nhiệm vụ này."))
    else:
        markup(task_view.reports_table(reports, language(), caption=_("Mọi báo cáo, năm muộn nhất trước")))
    section(_("Chỉ tiêu liên quan"), mart)
    if not task["indicators"]:
        st.caption(_("Nhiệm vụ này không gắn với chỉ tiêu nào của kế hoạch."))
        return
    year = default_year(mart)
    scope = Filters(provinces=(task["province"],), indicators=tuple(task["indicators"]), years=(year,))
    rows = shown_rows(queries.shown(mart, scope))
    markup(task_view.indicators_table(rows, catalogue, language(), caption=_("Năm {year}").format(year=year)))


if len(given.tasks) == 1:
    notices(mart, given.as_of)
    draw_one(given.tasks[0])
    stamp(shared, mart)
    end_page()

head = st.container()
words = search_bar.words(_("Tìm nhiệm vụ"), _("Ví dụ: nha o xa hoi; không cần dấu"))
chosen = task_list.filters(mart, catalogue, given)
filters = task_list.with_words(chosen, words, catalogue)
with head:
    notices(mart, given.as_of)
if filters is None:
    with head:
        heading(_("Nhiệm vụ"), _("Không có nhiệm vụ nào có các từ này."))
    st.info(_("Viết ít từ hơn, hoặc bỏ bớt bộ lọc."))
    stamp(shared, mart)
    end_page()

counts = mart.kept(("task_counts", filters), lambda: queries.task_counts(mart, filters))
with head:
    heading(_("Nhiệm vụ"), tasks_finding(counts, mart, language()))
if filters.years:
    everywhen = filters.model_copy(update={"years": ()})
    all_years = mart.kept(("task_counts", everywhen), lambda: queries.task_counts(mart, everywhen))
    if left := int(all_years["tasks"].sum() - counts["tasks"].sum()):
        st.caption(
            _("{count} nhiệm vụ không thuộc năm đang chọn, kể cả nhiệm vụ không in thời hạn và quá hạn từ năm khác.").format(
                count=left
            )
        )  # fmt: skip
matrix = filters.model_copy(update={"themes": (), "task_statuses": ()})
section(_("Theo chủ đề và trạng thái"), mart, _("Bấm một số để chỉ xem các nhiệm vụ đó."))
of_matrix = mart.kept(("task_counts", matrix), lambda: queries.task_counts(mart, matrix))
if of_matrix.is_empty():
    st.info(_("Không có nhiệm vụ nào với các bộ lọc đang chọn. Bỏ bớt bộ lọc để thấy nhiều hơn."))
else:
    caption = _("Số nhiệm vụ, theo các bộ lọc khác")
    markup(theme_table(task_list.by_theme(of_matrix), catalogue, language(), caption=caption))

section(_("Quá hạn và đến hạn trong quý này"), mart, _("Quá hạn lâu nhất đứng trước."))
rows = mart.kept(("tasks", filters), lambda: task_rows(queries.tasks(mart, filters)))
pressing = sorted((row for row in rows if row["is_pressing"]), key=lambda row: str(row["due"]))
if pressing:
    caption = _("{count} nhiệm vụ quá hạn hoặc đến hạn trong quý").format(count=len(pressing))
    table = mart.kept(
        ("pressing table", filters, language(), address.fingerprint()),
        lambda: task_table(pressing, catalogue, language(), caption=caption, with_indicators=False),
    )
    markup(table)
else:
    st.caption(_("Không có nhiệm vụ nào quá hạn hoặc đến hạn trong quý này."))

section(_("Các nhiệm vụ"), mart, _("Theo thứ tự in trong các kế hoạch; bấm tên để xem chữ in, báo cáo và chỉ tiêu."))
if rows:
    table = mart.kept(
        ("task table", filters, language(), address.fingerprint()),
        lambda: task_table(rows, catalogue, language(), caption=_("{count} nhiệm vụ").format(count=len(rows))),
    )
    late_table(table, key="task_table")
    search_bar.downloads(mart, catalogue, filters, AS_USUAL, len(rows), table="tasks")
else:
    st.info(_("Không có nhiệm vụ nào với các bộ lọc đang chọn. Bỏ bớt bộ lọc để thấy nhiều hơn."))
stamp(shared, mart)
