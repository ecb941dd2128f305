"""What a plan's document leaves to be decided: each question with its place, what is proposed and what may be answered."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from dashboard.plans.draft import DECISIONS, REPORT, Draft
from dashboard.plans.drafts import Drafts
from dashboard.plans.fields import fields_of, open_fields, told
from dashboard.plans.indicators import AS_IS
from dashboard.plans.questions import KINDS, UNKNOWN, Question, read_answers
from dashboard.plans.report import counts, notes
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import download, plain, section
from dashboard.words.messages import mark

ACCEPT = "ok"
AT_ONCE = 25
"""How many open questions are drawn at a time."""
OF_CHOICES = ("number", "one_value", "unit", "target", "parts", "eases", "superseded")
"""Kinds of questions that have no answer but their choices."""
_CHOICES = {
    "new": mark("mới, theo đề xuất"),
    "leave_out": mark("không lấy vào"),
    "general": mark("không chỉ cơ quan nào"),
    "all": mark("mọi năm"),
    AS_IS: mark("giữ như in, đã đối chiếu"),
}
_FIELDS = {
    "direction": ("increase", "decrease", "keep"),
    "accumulates": ("since_start", "plan_period", "open", "none"),
    "unit_integral": ("yes", "no"),
}
_VALUES = {
    "increase": mark("càng cao càng tốt"),
    "decrease": mark("càng thấp càng tốt"),
    "keep": mark("giữ ổn định (ghi thêm tolerance=… ở ô trả lời khác)"),
    "since_start": mark("cộng dồn từ đầu kế hoạch"),
    "plan_period": mark("tính lại mỗi kỳ"),
    "open": mark("kế hoạch không nói"),
    "none": mark("không cộng dồn"),
    "yes": mark("có"),
    "no": mark("không"),
}
_NAMES = {
    "direction": mark("Chiều mong muốn"),
    "accumulates": mark("Cộng dồn thế nào"),
    "unit_integral": mark("Đơn vị đếm số nguyên?"),
    "levels": mark("Các mức, thấp nhất trước (thay dấu ?)"),
    "sector": mark("Lĩnh vực"),
    "unit": mark("Đơn vị tính"),
    "vi": mark("Tên ngắn"),
}


def draw(drafts: Drafts, id_: str, draft: Draft) -> None:
    """Draw the report of a draft and the questions to be answered; answers are checked all together."""
    translate = say()
    outcome = draft.outcome
    section(translate("Bản đọc kế hoạch {plan}").format(plan=plain(outcome.plan)))
    st.markdown("  \n".join(counts(outcome, translate)))
    _draw_notes(draft)
    if draft.problems:
        lines = [translate("Dữ liệu gốc sẽ có lỗi"), *(f"- {plain(one.tell(translate))}" for one in draft.problems)]
        st.error("\n".join(lines), icon=":material/error:")
    _draw_files(drafts, id_)
    again = _answered_again(outcome.questions)
    asked = [*again, *outcome.open[:AT_ONCE]]
    if asked:
        _draw_questions(drafts, id_, asked, len(outcome.open))


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


def _draw_questions(drafts: Drafts, id_: str, asked: Sequence[Question], left: int) -> None:
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
            before = ""
            for question in of_kind:
                ask = question.ask.tell(translate)
                if ask != before:
                    st.markdown(plain(ask))
                before = ask
                more[question.key] = _draw_question(drafts, question, f"{id_}_{question.key}")
        if st.form_submit_button(translate("Ghi nhận và kiểm tra"), type="primary", key="plan_settle"):
            drafts.checked(id_, more)
            st.rerun()


def _draw_question(drafts: Drafts, question: Question, key: str) -> str:
    """Draw one question and return its answer, empty while there is none."""
    translate = say()
    with st.container(border=True):
        printed = f"**“{plain(question.printed)}”**" if question.printed else ""
        head = filter(None, (plain(question.place.tell(translate)), printed, plain(question.context)))
        st.markdown(" · ".join(head))
        if question.proposal not in ("", UNKNOWN):
            st.caption(f"{translate('Đề xuất')}: {plain(question.proposal)}")
        if question.problem:
            words = f"“{question.answer}”: {question.problem.tell(translate)}"
            st.error(plain(words), icon=":material/error:")
        can_accept = question.proposal and UNKNOWN not in question.proposal
        options = ([ACCEPT] if can_accept else []) + [one for one in question.choices if one != "split"]
        chosen = None
        if options:
            chosen = st.selectbox(
                translate("Trả lời"),
                options,
                options.index(question.answer) if question.answer in options else None,
                format_func=_worded,
                placeholder=translate("Chưa quyết định"),
                key=f"plan_choice_{key}",
            )
        fields = _draw_fields(drafts, question, key)
        own = ""
        if question.kind not in OF_CHOICES:
            given = "" if question.answer in options else question.answer
            label = translate("Trả lời khác, tự ghi") if options else translate("Trả lời")
            own = st.text_input(label, given, key=f"plan_own_{key}").strip()
    return _together(own or chosen or "", fields)


def _together(answer: str, fields: Mapping[str, str]) -> str:
    """Return an answer with the fields chosen beside it, which count only for a new entry."""
    written = fields_of(answer, "") if answer else {}
    if written is None or not fields:
        return answer
    return told(written | dict(fields))


def _worded(choice: str) -> str:
    translate = say()
    if choice == ACCEPT:
        return translate("Nhận đề xuất")
    return f"{choice} – {translate(_CHOICES[choice])}" if choice in _CHOICES else choice


def _draw_fields(drafts: Drafts, question: Question, key: str) -> dict[str, str]:
    """Draw what a proposed new entry leaves open and return what was filled in."""
    translate, filled = say(), {}
    for name, proposed in open_fields(question.proposal).items():
        label = translate(_NAMES[name]) if name in _NAMES else name
        if name in _FIELDS:
            value = st.selectbox(
                label,
                _FIELDS[name],
                None,
                format_func=lambda one: translate(_VALUES[one]),
                placeholder=translate("Nếu là mới: chọn"),
                key=f"plan_{name}_{key}",
            )
        else:
            value = st.text_input(label, "" if proposed == UNKNOWN else proposed, key=f"plan_{name}_{key}").strip()
            value = "" if value == proposed else value
        if value:
            filled[name] = value
    return filled
