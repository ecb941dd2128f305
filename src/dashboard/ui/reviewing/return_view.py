"""The way back: what was returned, on top of the office's page, and beside the submission that answers it."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.intake.comparing import since_return
from dashboard.sentences.deadlines import deadline_short
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.moments import moment
from dashboard.ui.frame.navigation import SUBMIT
from dashboard.ui.frame.page import markup, plain, section
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in.intake_tables import changes_table
from dashboard.ui.handing_in.returns import of_scope, unanswered
from dashboard.ui.handing_in.scope import ALL, Scope, agency_name
from dashboard.ui.parts.html_tables import linked
from dashboard.ui.reviewing import conversations, task_report_view
from dashboard.words.messages import mark

RETURN_WORDS = {
    "new": mark("thêm vào"),
    "changed": mark("sửa số liệu"),
    "withdrawn": mark("báo không có số liệu"),
    "noted": mark("chỉ đổi nguồn hoặc ghi chú"),
    "missing": mark("bỏ ra"),
}
"""What became of a returned figure, by the kinds of ``intake.comparing.since_return``."""


def draw_unanswered(shared: Services, rights: Rights, submissions: pl.DataFrame, scope: Scope) -> bool:
    """Tell what was returned to the office and why, what is asked, and until when; below it what was returned elsewhere.

    Returns:
        Whether something was returned here, so that the deadline is told.
    """
    frame = unanswered(submissions, rights)
    here = of_scope(frame, scope)
    for row in here.iter_rows(named=True):
        talks = workflow.conversations(shared.store, rights, row["submission"])
        lines = [
            say()("**Lần nộp {id} ({file}) bị trả lại** lúc {time}, {who}: “{note}”").format(
                id=row["submission"][:8],
                file=plain(row["file_name"]),
                time=moment(row["changed_at"], language()),
                who=plain(row["changed_by"]),
                note=plain(row["last_note"]),
            ),
            *(f"- {plain(name)}: “{plain(text)}”" for name, text in conversations.questions(talks, shared.catalogue)),
            "",
            plain(deadline_short(row["province"], scope.year, shared.catalogue, language()) if scope.year else ""),
            say()("Sửa trong tệp rồi nộp lại ở dưới: lần nộp mới thay lần này, không cần rút."),
        ]
        st.error("\n".join(lines), icon=":material/undo:")
        _ways([(say()("Xem lần nộp {id} và trả lời").format(id=row["submission"][:8]), row)])
    elsewhere = frame.join(here, on="submission", how="anti")
    if not elsewhere.is_empty():
        st.warning(say()("Còn lần nộp bị trả lại của cơ quan hoặc năm khác:"), icon=":material/undo:")
        _ways([(_office(shared, row), row) for row in elsewhere.iter_rows(named=True)])
    return not here.is_empty()


def draw_answered(shared: Services, rights: Rights, standing: workflow.Standing) -> None:
    """Draw what a submission answers: why that was returned, what is otherwise now, and what was said about it before."""
    if standing.replaces is None:
        return
    earlier = workflow.standing(shared.store, rights, standing.replaces)
    section(say()("Thay lần nộp {id}").format(id=earlier.submission[:8]))
    here = st.session_state["page_path"]
    markup(_line(linked(earlier.file_name, address.link(here, submission=[earlier.submission]))))
    compared = task_report_view.draw_since_return if standing.subject == "task_reports" else _draw_since_return
    if not compared(shared, rights, earlier, standing):
        st.caption(say()("Không có gì khác lần bị trả lại."))
    while True:
        _said(shared, rights, earlier)
        if earlier.replaces is None:
            return
        earlier = workflow.standing(shared.store, rights, earlier.replaces)


def _draw_since_return(
    shared: Services, rights: Rights, earlier: workflow.Standing, standing: workflow.Standing
) -> bool:
    """Draw what is otherwise in figures that answer returned ones; return whether anything is."""
    before, now = (workflow.observations(shared.store, rights, one.submission) for one in (earlier, standing))
    changes = since_return(before, now, shared.catalogue)
    other = changes.rows.filter(pl.col("kind") != "unchanged")
    if other.is_empty():
        return False
    caption = say()("Khác lần bị trả lại: {count} số liệu; giữ nguyên: {same}")
    markup(
        changes_table(
            other, shared.catalogue, language(), words=RETURN_WORDS, before=mark("Lần bị trả lại"),
            caption=caption.format(count=other.height, same=changes.counts["unchanged"]),
        )
    )  # fmt: skip
    return True


def _said(shared: Services, rights: Rights, earlier: workflow.Standing) -> None:
    """Draw why a submission was returned and what was said about its figures."""
    returned = workflow.history(shared.store, rights, earlier.submission).row(-1, named=True)
    st.markdown(
        say()("Lần nộp {id} bị trả lại lúc {time}, {who}: “{note}”").format(
            id=earlier.submission[:8],
            time=moment(returned["happened_at"], language()),
            who=plain(returned["actor"]),
            note=plain(returned["note"]),
        )
    )
    conversations.draw_earlier(workflow.conversations(shared.store, rights, earlier.submission), shared.catalogue)


def _office(shared: Services, row: dict[str, Any]) -> str:
    province = shared.catalogue.province[row["province"]].name(language())
    return f"{agency_name(row['agency'], shared.catalogue)}, {province}, {row['year'] or say()('nhiều năm')}"


def _ways(returned: list[tuple[str, dict[str, Any]]]) -> None:
    """Draw the ways to submissions, each on the page of its office and year."""
    ways = (
        linked(
            words,
            address.link(
                SUBMIT.path,
                province=[row["province"]],
                agency=[row["agency"] or ALL],
                year=[str(row["year"] or ALL)],
                submission=[row["submission"]],
            ),
        )
        for words, row in returned
    )
    markup(_line(" · ".join(ways)))


def _line(made: str) -> str:
    return f'<p class="plan-keys">{made}</p>'
