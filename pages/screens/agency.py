"""What does one agency answer for, and what is asked of it today?"""

import polars as pl
import streamlit as st

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.queries import RedCounts
from dashboard.mart.rows import task_rows
from dashboard.sentences.agencies import agency_finding
from dashboard.store.schema import today
from dashboard.ui.acting.actions_view import actions_table
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.handing_in import agency_reports
from dashboard.ui.parts import downloads
from dashboard.ui.parts.filter_bar import agency_choice, filter_bar, filters_of_address
from dashboard.ui.reading import agency_view

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, "agency")
mart = shared.mart(given.as_of)
head = st.container()
agency = agency_choice(catalogue)
chosen = filter_bar(mart, catalogue, ("year", "province"), given)
(year,) = chosen.years
mine = chosen.model_copy(update={"agencies": (agency.id,)})
of_tasks = Filters(provinces=chosen.provinces, agencies=(agency.id,), as_of=chosen.as_of)
is_now = given.as_of is None

shown = mart.kept(("with_actions", mine), lambda: queries.shown_with_actions(mart, mine))
red = queries.farthest_first(shown)
of_red = RedCounts.of(red)
tasks = mart.kept(("tasks", of_tasks), lambda: task_rows(queries.tasks(mart, of_tasks)))
reporting = today().year
reports = agency_reports.reports(mart, catalogue, agency, chosen.provinces, reporting)
with head:
    notices(mart, given.as_of)
    found = agency_finding(
        agency,
        chosen.provinces,
        year,
        indicators=shown.height,
        red=of_red,
        tasks=len(tasks),
        overdue=sum(task["task_status"] == "overdue" for task in tasks),
        catalogue=catalogue,
        language=language(),
    )
    owed = agency_reports.owed_finding(reports, reporting) if is_now else ""
    heading(agency.name(language()), f"{found} {owed}".strip())
    agency_view.draw_agency_line(agency, catalogue)

agency_view.draw_red(mart, catalogue, mine, red)
if is_now:
    agency_reports.draw_owed(mart, catalogue, agency, reports, reporting)
else:
    st.caption(_("Số liệu phải nộp chỉ được tính cho hôm nay, không cho một ngày đã qua."))
agency_view.draw_tasks(mart, catalogue, of_tasks, tasks)

section(
    _("Việc phải làm"),
    mart,
    _("Việc giao cho cơ quan hoặc cơ quan cam kết; quá hạn đứng trước, việc đã kết thúc đứng sau."),
)
actions = mart.kept(("actions", of_tasks), lambda: queries.actions(mart, of_tasks))
if actions.is_empty():
    st.caption(_("Cơ quan này chưa có việc nào với các bộ lọc đang chọn."))
else:
    is_ended = pl.col("state").is_in(["confirmed", "cancelled"])
    in_order = actions.sort(is_ended, ~pl.col("overdue"), "due", maintain_order=True)
    caption = _("{count} việc của cơ quan").format(count=actions.height)
    markup(actions_table(in_order, catalogue, language(), caption=caption, year=year))
    downloads.offer(mart, catalogue, of_tasks, key="agency_actions", table="actions")

agency_view.draw_others(mart, catalogue, mine, shown)
if is_now:
    agency_reports.draw_years_before(mart, catalogue, agency, chosen.provinces, reporting)
stamp(shared, mart)
