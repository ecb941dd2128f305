"""What a plan's document leaves to be decided: each question with its place, what is proposed and what may be answered."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from dashboard.plans.draft import DECISIONS, REPORT, Draft
from dashboard.plans.drafts import Drafts
from dashboard.plans.questions import KINDS, Question, read_answers
from dashboard.plans.report import counts, notes
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import download, plain, section
from dashboard.ui.planning import answering
from dashboard.ui.planning.wording import ACCEPT, can_accept

AT_ONCE = 25
"""How many open questions are drawn at a time."""


def draw(drafts: Drafts, id_: str, draft: Draft, catalogue: Catalogue) -> None:
    """Draw the report of a draft and the questions to be answered; answers are checked all together."""
    translate = say()
    outcome = draft.outcome
    section(translate("Bản đọc kế hoạch {plan}").format(plan=plain(outcome.plan)))
    st.markdown("  \n".join(counts(outcome, translate)))
    if draft.problems:
        lines = [translate("Dữ liệu gốc sẽ có lỗi"), *(f"- {plain(one.tell(translate))}" for one in draft.problems)]
        st.error("\n".join(lines), icon=":material/error:")
    again = _answered_again(outcome.questions)
    asked = [*again, *outcome.open[:AT_ONCE]]
    if asked:
        _draw_questions(drafts, id_, asked, len(outcome.open), catalogue)
    section(
        translate("Đã đọc được gì"), None, translate("Không phải trả lời; xem qua để thấy chỗ khớp sai hay bỏ sót.")
    )
    _draw_notes(draft)
    _draw_files(drafts, id_)


def _draw_notes(draft: Draft) -> None:
    for heading, lines in notes(draft.outcome, say()):
        with st.expander(f"{heading} ({len(lines)})"):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _draw_files(drafts: Drafts, id_: str) -> None:
    """Offer the report and the decisions as files, and take decisions that were filled in elsewhere."""
    translate, place = say(), drafts.place(id_)
    with st.expander(translate("Làm bằng bảng tính thay vì trên trang")):
        with st.container(horizontal=True):
            download(translate("Báo cáo bản đọc"), (place / REPORT).read_bytes, file_name=REPORT, key="plan_report")
            download(
                translate("Các câu hỏi (CSV)"), (place / DECISIONS).read_bytes, file_name=DECISIONS, key="plan_asked"
            )
        number = st.session_state.get("plan_uploads", 0)
        label = translate("Tệp decisions.csv đã điền cột answer")
        filled = st.file_uploader(label, type=["csv"], key=f"plan_decisions_{number}")
        if filled is not None:
            more = read_answers(filled.getvalue())
            st.session_state["plan_uploads"] = number + 1
            drafts.checked(id_, more)
            st.rerun()


def _answered_again(questions: Sequence[Question]) -> list[Question]:
    """Return the settled question that the person chose to answer anew."""
    settled = {one.key: one for one in questions if one.is_settled}
    if not settled:
        return []
    translate = say()
    chosen = st.selectbox(
        translate("Sửa một câu đã trả lời ({count})").format(count=len(settled)),
        list(settled),
        None,
        format_func=lambda key: f"{settled[key].place.tell(translate)} · {settled[key].printed or translate(KINDS[settled[key].kind])} · {settled[key].answer}"[:160],
        placeholder=translate("Chọn câu"),
        key="plan_again",
    )  # fmt: skip
    return [settled[chosen]] if chosen else []


def _draw_questions(drafts: Drafts, id_: str, asked: Sequence[Question], left: int, catalogue: Catalogue) -> None:
    translate = say()
    section(
        translate("Còn {count} điều phải quyết định").format(count=left),
        None,
        translate(
            "Chọn câu trả lời hoặc tự ghi; câu để trống vẫn là câu hỏi. Trả lời được bao nhiêu ghi nhận bấy nhiêu, rồi cả bản được kiểm tra lại."
        ),
    )
    if left > AT_ONCE:
        st.caption(translate("{count} câu đầu; ghi nhận xong thì các câu sau hiện ra.").format(count=AT_ONCE))
    more: dict[str, str] = {}
    order = list(KINDS)
    with st.form("plan_answers", border=False):
        for kind, of_kind in groupby(sorted(asked, key=lambda one: order.index(one.kind)), lambda one: one.kind):
            st.subheader(translate(KINDS[kind]).capitalize(), anchor=False)
            more |= _draw_kind(id_, kind, list(of_kind), catalogue)
        if st.form_submit_button(translate("Ghi nhận và kiểm tra"), type="primary", key="plan_settle"):
            drafts.checked(id_, more)
            st.rerun()


def _draw_kind(id_: str, kind: str, questions: Sequence[Question], catalogue: Catalogue) -> dict[str, str]:
    """Draw the questions of one kind and return their answers; their proposals can be taken together."""
    proposed = [one.key for one in questions if can_accept(one)]
    takes_all = False
    if len(proposed) > 1:
        text = say()("{kind}: nhận cả {count} đề xuất ở dưới, trừ câu tôi trả lời khác")
        label = text.format(kind=say()(KINDS[kind]).capitalize(), count=len(proposed))
        takes_all = st.checkbox(label, key=f"plan_all_{id_}_{kind}")
    answers = {one.key: answering.draw(one, catalogue, f"{id_}_{one.key}") for one in questions}
    return answers | {key: ACCEPT for key in proposed if takes_all and not answers[key]}
