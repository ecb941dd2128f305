"""A draft's file on the page, of whichever form: what is wrong with it, what settles it, and handing it in."""

from collections.abc import Callable
from functools import partial
from itertools import groupby

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.documents.content import of_draft
from dashboard.intake.checked import Checked, CheckedReports
from dashboard.intake.issue_files import issues_csv, issues_xlsx
from dashboard.intake.issues import Choice
from dashboard.mart.mart import Mart
from dashboard.notation import in_names, number
from dashboard.store.ledger import NO_FIGURES, NO_TASK_REPORTS
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.moments import moment
from dashboard.ui.frame.page import download, failure, markup, plain, section
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import cell_editing
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in.intake_tables import issues_table
from dashboard.ui.handing_in.returns import answered_by
from dashboard.ui.handing_in.scope import Scope
from dashboard.ui.parts.document_downloads import offer_annex
from dashboard.words.messages import DashboardError, mark

MOST_LISTED = 200
"""How many issues and changes a page lists; the files to download have all."""
_ONE_BY_ONE = 6
"""Up to here warnings of one kind are explained one by one."""

Found = Checked | CheckedReports
_READ: dict[workflow.Subject, str] = {
    "figures": mark("**{file}** · {rows} dòng, {good} số liệu đọc được · {how}"),
    "task_reports": mark("**{file}** · {rows} dòng, {good} báo cáo đọc được · {how}"),
}
_HAND_IN: dict[workflow.Subject, str] = {
    "figures": mark("Nộp {count} số liệu"),
    "task_reports": mark("Nộp {count} báo cáo nhiệm vụ"),
}


def _subject(found: Found) -> workflow.Subject:
    return "figures" if isinstance(found, Checked) else "task_reports"


def _handed(found: Found) -> pl.DataFrame:
    """Return what would be handed in."""
    return found.observations if isinstance(found, Checked) else found.reports


def open_ones(shared: Services, mine: Rights, scope: Scope) -> None:
    """List the person's open drafts of this office and year, to take up again or to give up."""
    found = [
        draft
        for draft in workflow.open_drafts(shared.store, mine)
        if (draft.province, draft.agency, draft.year) == (scope.province, scope.agency, scope.year)
    ]
    for draft in found:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(
                say()("Bản nháp **{file}**, lưu lúc {time}").format(
                    file=plain(draft.file_name), time=moment(draft.saved_at, language())
                )
            )
            st.button(
                say()("Làm tiếp"), key=f"take_{draft.draft}", on_click=drafts.take_up, args=(draft.draft,),
                icon=":material/edit:",
            )  # fmt: skip
            st.button(
                say()("Bỏ bản nháp"), key=f"drop_{draft.draft}", on_click=_discard, args=(shared, draft.draft),
                type="tertiary",
            )  # fmt: skip


def draw_file(shared: Services, draft: workflow.Draft, found: Found) -> None:
    """Draw which file it is, and the ways to another one."""
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        kinds = [found.sheet.encoding] + [{"\t": "tab"}.get(found.sheet.delimiter, found.sheet.delimiter)]
        st.markdown(
            say()(_READ[_subject(found)]).format(
                file=plain(draft.file_name),
                rows=number(found.sheet.table.height, decimals=0, language=language()),
                good=number(_handed(found).height, decimals=0, language=language()),
                how=plain(" · ".join(filter(None, kinds))),
            )
        )
        st.button(say()("Chọn tệp khác"), on_click=drafts.leave, icon=":material/arrow_back:")
        st.button(say()("Bỏ bản nháp"), on_click=_discard, args=(shared, draft.draft), type="tertiary")


def draw_issues(shared: Services, draft: workflow.Draft, found: Found) -> None:
    """Draw everything found about the file, and what settles it."""
    errors, warnings = len(found.errors), len(found.warnings)
    section(say()("Kết quả kiểm tra"))
    if errors:
        st.error(
            say()("Có {count} lỗi phải sửa trước khi nộp. Sửa trong tệp rồi nộp lại, hoặc chọn gợi ý bên dưới.").format(
                count=errors
            ),
            icon=":material/error:",
        )
    if found.unexplained:
        st.warning(
            say()("Có {count} điểm khác thường cần một câu giải thích: {left} điểm chưa có.").format(
                count=warnings, left=len(found.unexplained)
            ),
            icon=":material/help:",
        )
    if not errors and not found.unexplained:
        st.success(say()("Tệp đã sẵn sàng để nộp."), icon=":material/check_circle:")
    if not found.issues:
        return
    markup(issues_table(found.issues[:MOST_LISTED], shared.catalogue, language(), caption=_listed(len(found.issues))))
    names = in_names(shared.catalogue, language())
    with st.container(horizontal=True):
        name = f"van-de-{draft.file_name.rsplit('.', 1)[0]}"[:80]
        download(
            say()("Tệp có đánh dấu ô cần sửa (XLSX)"),
            partial(issues_xlsx, found, translate=names, language=language()),
            file_name=f"{name}.xlsx",
            key="issues_xlsx",
        )
        download(
            say()("Danh sách vấn đề (CSV)"),
            partial(issues_csv, found.issues, translate=names, language=language()),
            file_name=f"{name}.csv",
            key="issues_csv",
        )
    _choices(shared, draft, found)
    cell_editing.draw(shared, draft, found)
    _explanations(shared, draft, found)


def _listed(count: int) -> str:
    if count <= MOST_LISTED:
        return say()("{count} mục, lỗi trước").format(count=count)
    return say()("{shown} trong {count} mục, lỗi trước; tệp tải về có đủ").format(shown=MOST_LISTED, count=count)


def _choices(shared: Services, draft: workflow.Draft, found: Found) -> None:
    """Offer what settles an issue with a click."""
    offered = [issue for issue in found.issues if issue.choices][:MOST_LISTED]
    if not offered:
        return
    section(say()("Chọn cách hiểu đúng"))
    names = in_names(shared.catalogue, language())
    for position, issue in enumerate(offered):
        where = f"{say()('Dòng {rows}').format(rows=issue.where)}: " if issue.rows else ""
        labels: dict[str, Choice] = {}
        for choice in issue.choices:  # the likeliest first; of two that read the same the first
            labels.setdefault(choice.tell(names, language=language()), choice)
        with st.container(gap="xsmall"):
            st.markdown(plain(where + issue.tell(names, language=language())))
            with st.container(horizontal=True):
                for place, (label, choice) in enumerate(labels.items()):
                    st.button(
                        plain(label), key=f"choice_{issue.key}_{position}_{place}",
                        on_click=partial(_settle, shared, draft, choice),
                    )  # fmt: skip


def _settle(shared: Services, draft: workflow.Draft, choice: Choice) -> None:
    _guarded(lambda: drafts.settle(shared, rights(), draft, choice))


def _explanations(shared: Services, draft: workflow.Draft, found: Found) -> None:
    """Ask for a word about each warning; many of one kind share one."""
    if not found.warnings:
        return
    section(
        say()("Giải thích điểm khác thường"),
        note=say()("Người duyệt đọc câu này cạnh số liệu. Nếu số liệu nhầm, sửa tệp và nộp lại."),
    )
    names = in_names(shared.catalogue, language())
    for code, members in groupby(sorted(found.warnings, key=lambda issue: issue.code), lambda issue: issue.code):
        issues = list(members)
        if len(issues) > _ONE_BY_ONE:
            text = say()("Cho cả {count} điểm, ví dụ: {example}").format(
                count=len(issues), example=issues[0].tell(names, language=language())
            )
            _explanation(shared, draft, code, text, found.explanation(issues[0]))
        else:
            for issue in issues:
                _explanation(shared, draft, issue.key, issue.tell(names, language=language()), found.explanation(issue))


def _explanation(shared: Services, draft: workflow.Draft, key: str, label: str, given: str) -> None:
    widget = f"why_{draft.draft}_{key}"
    if widget not in st.session_state:
        st.session_state[widget] = given

    def keep() -> None:
        drafts.say_why(shared, rights(), draft, key, st.session_state[widget])

    # The label itself is hidden: it would be read with the backslashes that keep markdown from obeying its signs.
    st.markdown(plain(label))
    st.text_input(label, key=widget, on_change=partial(_guarded, keep), max_chars=500, label_visibility="collapsed")


def draw_hand_in(
    shared: Services, mine: Rights, draft: workflow.Draft, submissions: pl.DataFrame, found: Found, scope: Scope
) -> None:
    """Draw what the draft answers, and the button that hands it in."""
    section(say()("3. Nộp"))
    subject = _subject(found)
    answers: dict[str, str] = {}
    for part in scope.each:
        answered, other = answered_by(shared, mine, submissions, _handed(found), part, subject)
        if answered:
            answers[part.province] = answered
            st.caption(say()("Lần nộp này thay lần nộp đã bị trả lại {id}.").format(id=answered[:8]))
        if other:
            st.caption(say()("Tệp không có gì của lần nộp bị trả lại {id}; lần đó vẫn chờ sửa.").format(id=other[:8]))
    note = st.text_area(
        say()("Ghi chú cho người duyệt (không bắt buộc)"), key=f"note_{draft.draft}", max_chars=workflow.MAX_TEXT
    )
    pressed = st.button(
        say()(_HAND_IN[subject]).format(count=_handed(found).height),
        type="primary", disabled=not found.can_be_submitted, icon=":material/send:",
    )  # fmt: skip
    if not found.can_be_submitted:
        st.caption(say()("Nút Nộp mở khi không còn lỗi và mọi điểm khác thường đã được giải thích."))
    if not pressed:
        return
    try:
        ids = workflow.submit_by_province(
            shared.store,
            mine,
            shared.catalogue,
            workflow.Handover(
                scope.province,
                scope.agency,
                scope.year,
                draft.file_name,
                workflow.draft_file(shared.store, mine, draft.draft),
                note=note,
                explanations=found.explanations(),
                draft=draft.draft,
                observations=found.observations if isinstance(found, Checked) else NO_FIGURES,
                task_reports=found.reports if isinstance(found, CheckedReports) else NO_TASK_REPORTS,
            ),
            answers,
        )
    except DashboardError as error:
        failure(error)
        return
    shared.marts.refresh()
    drafts.leave()
    told.keep(
        say()("Đã nộp, mã lần nộp {id}. Nội dung được khóa cho đến khi có kết quả duyệt.").format(
            id=", ".join(id_[:8] for id_ in ids)
        )
    )
    st.rerun()


def _discard(shared: Services, draft: str) -> None:
    _guarded(lambda: workflow.discard_draft(shared.store, rights(), draft))
    drafts.leave()


def _guarded(act: Callable[[], object]) -> None:
    """Run an act in a callback, under the rights of that moment; a refusal is told on the page that is drawn next."""
    try:
        act()
    except DashboardError as error:
        told.keep(error)


def draw_annex(shared: Services, draft: workflow.Draft, found: Found, scope: Scope, mart: Mart) -> None:
    """Draw the button for the annex of what the draft holds."""
    offer_annex(
        mart, shared.catalogue, scope.filters, key="draft_annex", state="draft",
        held=lambda: of_draft(draft, found), version=(draft.draft, draft.version),
    )  # fmt: skip
