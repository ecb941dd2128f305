"""One submission on the page, for those who handed it in and those who review it, and the list that leads to it."""

import html
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.access import Rights, same_person
from dashboard.catalogue import Catalogue
from dashboard.findings import part_name
from dashboard.intake.comparing import statuses_after
from dashboard.intake.context import Context
from dashboard.intake.rechecking import recheck
from dashboard.mart import Mart
from dashboard.messages import DashboardError, mark
from dashboard.ui import address
from dashboard.ui.house import House
from dashboard.ui.intake_tables import moves_table
from dashboard.ui.language import language, say
from dashboard.ui.moments import moment
from dashboard.ui.navigation import SUBMIT
from dashboard.ui.page import download, failure, markup, plain, section
from dashboard.ui.review_tables import events_table, figures_table, state_mark, submissions_table
from dashboard.ui.scope import Scope
from dashboard.ui.tables import muted

_KEY = ["province", "indicator", "breakdown", "year"]


def named() -> str | None:
    """Return the submission the address names."""
    return address.values().get("submission", [None])[0]


def of_office(house: House, rights: Rights, scope: Scope) -> None:
    """Draw the office's submissions of the year, and the one the address names."""
    frame = workflow.submissions(house.store, rights).filter(
        (pl.col("province") == scope.province) & (pl.col("agency") == scope.agency) & (pl.col("year") == scope.year)
    )
    if frame.is_empty():
        return
    section(say()("Các lần nộp"))
    markup(
        submissions_table(
            frame, house.catalogue, SUBMIT.path, language(), caption=say()("Của cơ quan này, mới nhất trước")
        )
    )
    chosen = named()
    if chosen in frame["submission"].to_list():
        draw(house, rights, str(chosen))


def tell_what_happened() -> None:
    """Tell once what was done, or refused, in the run before."""
    if (id_ := st.session_state.pop("handed_in", None)) is not None:
        st.success(
            say()("Đã nộp, mã lần nộp {id}. Số liệu được khóa cho đến khi có kết quả duyệt.").format(id=id_[:8]),
            icon=":material/check_circle:",
        )
    if (done := st.session_state.pop("done", None)) is not None:
        st.success(say()(done), icon=":material/check_circle:")
    if (error := st.session_state.pop("refused", None)) is not None:
        failure(error)


def draw(house: House, rights: Rights, id_: str) -> None:
    """Draw one submission: what it says against what is published, what people said, what may be done."""
    try:
        standing = workflow.standing(house.store, rights, id_)
    except DashboardError as error:
        failure(error)
        return
    mart = house.mart()
    section(say()("Lần nộp {id}: {file}").format(id=id_[:8], file=plain(standing.file_name)), mart)
    markup(state_mark(standing.state, language()))
    if standing.note:
        st.markdown(say()("Ghi chú của người nộp: {note}").format(note=plain(standing.note)))
    if standing.file_hash:
        name, content = workflow.original_file(house.store, rights, id_)
        download(say()("Tệp gốc"), lambda: content, file_name=name, key=f"original_{id_}")
        st.caption(f"SHA-256: `{standing.file_hash}`")
    _figures(house, rights, standing, mart)
    if standing.state == "submitted":
        _consequences(house, rights, id_, mart)
    markup(events_table(workflow.history(house.store, rights, id_), language(), caption=say()("Quá trình")))
    _comment(house, rights, standing)
    _decide(house, rights, standing)


def _figures(house: House, rights: Rights, standing: workflow.Standing, mart: Mart) -> None:
    observations = workflow.observations(house.store, rights, standing.submission)
    compared = workflow.published_values(house.store, rights, standing.submission)
    frame = (
        observations.with_row_index("place")
        .join(compared.select(*_KEY, "published_value", "published_level", "change"), on=_KEY, how="left")
        .rename({"value": "new", "level": "new_level", "published_value": "published"})
    )
    doubts: dict[int, list[str]] = {}
    if standing.state == "submitted" and standing.province and standing.year:
        context = Context((standing.province,), (standing.agency,) if standing.agency else (), standing.year)
        for issue in recheck(observations, context, mart, house.catalogue).warnings:
            said = [words for key, words in standing.explanations.items() if key.split(":")[0] == issue.code]
            text = _without_name(issue.tell(say(), language=language())) + (f" → “{said[0]}”" if said else "")
            for line in issue.rows:
                doubts.setdefault(line - 2, []).append(text)
    comments: dict[tuple[str, ...], list[str]] = {}
    for row in workflow.comments(house.store, rights, standing.submission).iter_rows(named=True):
        key = tuple(str(row[column]) for column in _KEY)
        who = muted(f"{row['author']}, {moment(row['written_at'], language())}")
        comments.setdefault(key, []).append(f"{html.escape(row['text'])} {who}")
    markup(
        figures_table(
            frame, doubts, comments, house.catalogue, language(),
            caption=say()("Số liệu so với đang công bố, điểm khác thường trước"),
        )
    )  # fmt: skip


def _without_name(text: str) -> str:
    """Return a message without the indicator's name it begins with: the row it stands in has it."""
    return text.split("”: ", 1)[1] if text.startswith("“") and "”: " in text else text


def _consequences(house: House, rights: Rights, id_: str, mart: Mart) -> None:
    kept = st.session_state.get("consequences")
    if kept is None or kept[0] != (id_, mart.key):
        observations = workflow.observations(house.store, rights, id_)
        kept = ((id_, mart.key), statuses_after(observations, mart, house.catalogue, house.store))
        st.session_state["consequences"] = kept
    if not kept[1].is_empty():
        markup(
            moves_table(kept[1], house.catalogue, language(), caption=say()("Trạng thái sẽ đổi nếu duyệt, trước → sau"))
        )


def _comment(house: House, rights: Rights, standing: workflow.Standing) -> None:
    if standing.state not in ("submitted", "returned"):
        return
    figures = workflow.observations(house.store, rights, standing.submission).select(_KEY).rows()
    names = {key: _name(key, house.catalogue) for key in figures}
    with st.form(f"comment_{standing.submission}", clear_on_submit=True):
        key = st.selectbox(
            say()("Ý kiến về số liệu"),
            figures,
            format_func=names.__getitem__,
            placeholder=say()("Chọn"),
        )
        text = st.text_area(say()("Ý kiến hoặc trả lời"), max_chars=workflow.MAX_TEXT)
        if st.form_submit_button(say()("Ghi ý kiến"), icon=":material/comment:"):
            _act(
                house,
                lambda: workflow.comment(house.store, rights, standing.submission, key, text),
                mark("Đã ghi ý kiến."),
            )


def _name(key: tuple[str, str, str, int], catalogue: Catalogue) -> str:
    row: dict[str, Any] = {"indicator": key[1], "breakdown": key[2]}
    return f"{part_name(row, catalogue, language())}, {key[3]}"


def _decide(house: House, rights: Rights, standing: workflow.Standing) -> None:
    if standing.state != "submitted":
        return
    reviews, hands_in = rights.may_review(standing.province), rights.may_submit(standing.province, standing.agency)
    is_author = same_person(standing.submitted_by, rights.person.email)
    if not reviews and not hands_in:
        return
    note = st.text_area(
        say()("Ghi chú kèm quyết định (bắt buộc khi trả lại)"),
        key=f"decision_{standing.submission}",
        max_chars=workflow.MAX_TEXT,
    )
    store, id_ = house.store, standing.submission
    with st.container(horizontal=True):
        may_approve = reviews and (not is_author or rights.author_may_approve)
        if may_approve and st.button(say()("Duyệt và công bố"), type="primary", icon=":material/check:"):
            _act(
                house,
                lambda: workflow.approve(store, rights, id_, note=note),
                mark("Đã duyệt; số liệu đã được công bố."),
            )
        if reviews and st.button(say()("Trả lại"), icon=":material/undo:"):
            _act(house, lambda: workflow.return_(store, rights, id_, note=note), mark("Đã trả lại cho người nộp."))
        if hands_in and st.button(say()("Rút lần nộp"), icon=":material/cancel:"):
            _act(house, lambda: workflow.withdraw(store, rights, id_, note=note), mark("Đã rút lần nộp."))
    if reviews and is_author and not rights.author_may_approve:
        st.caption(say()("Người nộp không tự duyệt lần nộp của mình; cần người duyệt khác."))


def _act(house: House, act: Callable[[], object], done: str) -> None:
    """Do it and draw the page anew; a refusal is told where it was asked for."""
    try:
        act()
    except DashboardError as error:
        failure(error)
        return
    house.marts.refresh()
    st.session_state["done"] = done
    st.rerun()
