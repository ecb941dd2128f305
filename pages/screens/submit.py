"""Hand in this year's figures without mistakes: what is expected, the template, the file, what is wrong, what will change."""

from functools import partial

import streamlit as st

from dashboard import workflow
from dashboard.intake.own_columns import ASKED
from dashboard.intake.refusal import Refusal
from dashboard.intake.templates import expected_rows, template_csv, template_xlsx
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import download, end_page, failure, heading, markup, need_store, notices, section, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in import draft_view, own_columns, typing
from dashboard.ui.handing_in.intake_tables import expected_table, with_state
from dashboard.ui.handing_in.progress import OWED, deadline_line, expected_finding, is_overdue
from dashboard.ui.handing_in.scope import scope_choice
from dashboard.ui.reviewing import return_view, submission_view
from dashboard.words.messages import DashboardError

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
rows = with_state(expected_rows(mart, catalogue, province=scope.province, agency=scope.agency, year=scope.year))
with head:
    notices(mart, None)
    heading(_("Nộp số liệu"), expected_finding(rows, scope, catalogue, language()))
    told.tell()
    is_told = return_view.draw_unanswered(shared, mine, submissions, scope)
    line = deadline_line(scope.province, scope.year, catalogue, language()) if scope.year and not is_told else ""
    if line and scope.year and is_overdue(scope.province, scope.year, catalogue) and rows["state"].is_in(OWED).any():
        st.warning(
            f"{line} {_('Đã qua hạn: số liệu còn thiếu tính là trễ hạn, vẫn nộp được.')}", icon=":material/event_busy:"
        )
    elif line:
        st.caption(line)

submission_view.chosen_of_office(shared, mine, submissions, scope)
draft = drafts.open_draft(shared, mine)
if draft is not None and (draft.province, draft.agency, draft.year) == (scope.province, scope.agency, scope.year):
    draft_view.draw(shared, mine, draft, submissions, scope, mart)
else:
    section(_("1. Tải biểu mẫu, điền các ô màu vàng"), mart)
    with st.container(horizontal=True):
        name = f"bieu-mau-{scope.province}-{scope.agency or 'ca-tinh'}-{scope.year or 'nhieu-nam'}".replace("_", "-")
        download(
            _("Biểu mẫu Excel (XLSX)"),
            partial(template_xlsx, rows, catalogue, translate=_, language=language()),
            file_name=f"{name}.xlsx",
            key="template_xlsx",
        )
        download(
            _("Biểu mẫu CSV"),
            partial(template_csv, rows, catalogue, translate=_, language=language()),
            file_name=f"{name}.csv",
            key="template_csv",
        )
    section(
        _("2. Nộp tệp đã điền"),
        None,
        _(
            "CSV, XLSX, XLS hoặc ODS, tối đa 5 MB và 100.000 dòng. Tệp được kiểm tra hết một lượt; chưa có gì được nộp cho đến khi bạn bấm Nộp."
        ),
    )
    upload = st.file_uploader(
        _("Tệp số liệu"), key=f"upload_{st.session_state.get('uploads', 0)}", label_visibility="collapsed"
    )
    if upload is not None:
        try:
            drafts.begin(shared, mine, scope, upload.getvalue(), upload.name)
        except Refusal as refusal:
            failure(refusal)
            if refusal.code in ASKED:
                own_columns.ask_about(upload.getvalue(), upload.name)
        except DashboardError as error:
            failure(error)
        else:
            st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
            st.rerun()
    own_columns.draw(shared, scope)
    typing.draw(shared, scope, rows, mart)
    draft_view.open_ones(shared, mine, scope)
    if scope.year:
        section(_("Cần báo cáo năm {year}").format(year=scope.year), mart)
        caption = _("Chỉ tiêu cơ quan chủ trì theo kế hoạch đang hiệu lực")
        markup(expected_table(rows, catalogue, language(), caption=caption))

submission_view.of_office(shared, submissions, scope)
stamp(shared, mart)
