"""Hand in this year's figures, and reports on tasks, without mistakes: what is expected, the template, the file, what is wrong, what will change."""

from functools import partial

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.intake.templates import expected_rows, template_csv, template_xlsx
from dashboard.mart import queries
from dashboard.sentences.deadlines import deadline_line, is_overdue
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import end_page, heading, markup, need_store, notices, section, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in import draft_view, own_columns, task_reporting, typing, uploading
from dashboard.ui.handing_in.draft_issues import open_ones
from dashboard.ui.handing_in.intake_tables import expected_table
from dashboard.ui.handing_in.progress import expected_finding
from dashboard.ui.handing_in.scope import scope_choice
from dashboard.ui.parts.document_downloads import offer_annex
from dashboard.ui.parts.filter_bar import view_choice
from dashboard.ui.reviewing import return_view, submission_view

_ = say()
shared = services()
catalogue = shared.catalogue
mart = shared.mart()
need_store(shared, mart, _("Nộp số liệu"))
mine = rights()
head = st.container()
scope = scope_choice(mine, catalogue)
if scope is None:
    with head:
        heading(
            _("Nộp số liệu"),
            _("Tài khoản này không được giao nộp số liệu cho cơ quan nào. Liên hệ quản trị để được cấp quyền."),
        )
    stamp(shared, mart)
    end_page()

submissions = workflow.submissions(shared.store, mine)
draft = drafts.open_of(shared, mine, scope)
about: str = "figures"  # of several years there are figures alone
if draft is not None:
    about = drafts.subject_of(draft)
elif scope.year is not None:
    about = view_choice({"figures": _("Số liệu chỉ tiêu"), "task_reports": _("Báo cáo nhiệm vụ")}, _("Nộp gì"))
rows = (
    queries.with_state(expected_rows(mart, catalogue, province=scope.province, agency=scope.agency, year=scope.year))
    if about == "figures" or scope.year is None
    else task_reporting.expected(mart, scope, scope.year)
)
with head:
    notices(mart, None)
    if about == "figures":
        heading(_("Nộp số liệu"), expected_finding(rows, scope, catalogue, language()))
        owing = rows.filter(pl.col("state").is_in(queries.OWED))
    else:
        heading(_("Nộp báo cáo nhiệm vụ"), task_reporting.finding(rows, scope, catalogue))
        owing = rows.filter("is_due", pl.col("report").is_in(queries.OWED_REPORTS))
    told.tell()
    is_told = return_view.draw_unanswered(shared, mine, submissions, scope)
    for province in scope.former if scope.year and not is_told else ():
        line = deadline_line(province, scope.year, catalogue, language())
        if is_overdue(province, scope.year, catalogue) and province in owing["province"]:
            st.warning(
                f"{line} {_('Đã qua hạn: phần còn thiếu tính là trễ hạn, vẫn nộp được.')}", icon=":material/event_busy:"
            )
        else:
            st.caption(line)

submission_view.chosen_of_office(shared, mine, submissions, scope)
if draft is not None:
    draw_draft = draft_view.draw if about == "figures" else task_reporting.draw_draft
    draw_draft(shared, mine, draft, submissions, scope, mart)
elif about == "figures":
    makers = {
        "xlsx": partial(template_xlsx, rows, catalogue, translate=_, language=language()),
        "csv": partial(template_csv, rows, catalogue, translate=_, language=language()),
    }
    stem = f"bieu-mau-{scope.province}-{scope.agency or 'ca-tinh'}-{scope.year or 'nhieu-nam'}"
    uploading.draw_templates(makers, mart, stem=stem, key="template")
    uploading.draw(shared, mine, scope, "figures")
    own_columns.draw(shared, scope)
    typing.draw(shared, scope, rows, mart)
else:
    task_reporting.draw_new(shared, mine, scope, rows, mart)
if draft is None:
    open_ones(shared, mine, scope)
    if about == "task_reports":
        task_reporting.draw_expected(rows, scope, catalogue, mart)
    elif scope.year:
        section(_("Cần báo cáo năm {year}").format(year=scope.year), mart)
        caption = _("Chỉ tiêu cơ quan chủ trì theo kế hoạch đang hiệu lực")
        markup(expected_table(rows, catalogue, language(), caption=caption))

if draft is None and scope.year:
    offer_annex(mart, catalogue, scope.filters, key="published_annex")
submission_view.of_office(shared, submissions, scope)
stamp(shared, mart)
