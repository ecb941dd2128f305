"""One submission on the page, for those who handed it in and those who review it, and the list that leads to it."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.access import Rights, same_person
from dashboard.documents.content import of_submission
from dashboard.filters import Filters
from dashboard.intake.comparing import statuses_after
from dashboard.intake.context import Context
from dashboard.intake.issues import split_choices
from dashboard.intake.rechecking import recheck
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import in_names
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import SUBMIT
from dashboard.ui.frame.page import download, failure, markup, plain, section
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in.intake_tables import moves_table
from dashboard.ui.handing_in.returns import of_scope
from dashboard.ui.handing_in.scope import Scope
from dashboard.ui.parts import acts
from dashboard.ui.parts.document_downloads import offer_annex
from dashboard.ui.parts.html_tables import linked
from dashboard.ui.reviewing import conversations, return_view, task_report_view
from dashboard.ui.reviewing.review_tables import (
    choices_table,
    events_table,
    explanation_of,
    explanations_table,
    figures_table,
    state_mark,
    submissions_table,
)
from dashboard.words.messages import DashboardError, mark

_KEY = ["province", "indicator", "breakdown", "year"]


def named() -> str | None:
    """Return the submission the address names."""
    return address.values().get("submission", [None])[0]


def chosen_of_office(shared: Services, rights: Rights, submissions: pl.DataFrame, scope: Scope) -> None:
    """Draw the submission the address names, if it is the office's and the year's, and the way to close it."""
    chosen = named()
    if chosen and chosen in of_scope(submissions, scope)["submission"].to_list():
        draw(shared, rights, chosen)
        close = linked(say()("Đóng lần nộp này"), address.link(SUBMIT.path, submission=[]))
        markup(f'<p class="plan-keys">{close}</p>')


def of_office(shared: Services, submissions: pl.DataFrame, scope: Scope) -> None:
    """Draw the office's submissions of the year."""
    frame = of_scope(submissions, scope)
    if frame.is_empty():
        return
    section(say()("Các lần nộp"))
    markup(
        submissions_table(
            frame, shared.catalogue, SUBMIT.path, language(), caption=say()("Của cơ quan này, mới nhất trước")
        )
    )


def draw(shared: Services, rights: Rights, id_: str) -> None:
    """Draw one submission: what it says against what is published, what people said, what may be done."""
    try:
        standing = workflow.standing(shared.store, rights, id_)
    except DashboardError as error:
        failure(error)
        return
    mart = shared.mart()
    section(say()("Lần nộp {id}: {file}").format(id=id_[:8], file=plain(standing.file_name)), mart)
    markup(state_mark(standing.state, language()))
    if standing.note:
        st.markdown(say()("Ghi chú của người nộp: {note}").format(note=plain(standing.note)))
    if standing.file_hash:
        name, content = workflow.original_file(shared.store, rights, id_)
        download(say()("Tệp gốc"), lambda: content, file_name=name, key=f"original_{id_}")
        st.caption(f"SHA-256: `{standing.file_hash}`")
    if standing.province:
        office = Scope(standing.province, standing.agency, standing.year, (standing.province,))
        offer_annex(
            mart, shared.catalogue, office.filters, key=f"annex_{id_}", state=standing.state,
            held=lambda: of_submission(shared.store, rights, id_), version=(id_, standing.sequence),
        )  # fmt: skip
    explained, chosen = split_choices(standing.explanations)
    if chosen:
        caption = say()("Người nộp đã chọn hoặc sửa khi nộp: {count} điểm").format(count=len(chosen))
        markup(choices_table(chosen, shared.catalogue, language(), caption=caption))
    return_view.draw_answered(shared, rights, standing)
    talks = workflow.conversations(shared.store, rights, id_)
    comments = {key: conversations.mark_of(talk) for key, talk in talks.items()}
    if standing.subject == "task_reports":
        task_report_view.draw_reports(shared, rights, standing, mart, comments)
    else:
        _figures(shared, rights, standing, mart, comments)
        if standing.state == "submitted":
            _consequences(shared, rights, id_, mart)
    if explained and standing.state != "submitted":
        caption = say()("Điểm khác thường lúc nộp và giải thích")
        markup(explanations_table(explained, shared.catalogue, language(), caption=caption))
    markup(events_table(workflow.history(shared.store, rights, id_), language(), caption=say()("Quá trình")))
    conversations.draw(shared, rights, standing, talks, partial(acts.do, shared))
    _decide(shared, rights, standing)


def _figures(
    shared: Services, rights: Rights, standing: workflow.Standing, mart: Mart, comments: dict[workflow.Key, str]
) -> None:
    observations = workflow.observations(shared.store, rights, standing.submission)
    compared = workflow.published_values(shared.store, rights, standing.submission)
    frame = (
        observations.with_row_index("place")
        .join(compared.drop("value", "level", "published_by", "approved_at"), on=_KEY, how="left")
        .rename({"value": "new", "level": "new_level", "published_value": "published"})
        .rename({"published_note": "old_note", "published_preliminary": "old_estimate"})
    )
    doubts: dict[int, list[str]] = {}
    if standing.state == "submitted" and standing.province:
        context = Context((standing.province,), (standing.agency,) if standing.agency else (), standing.year)
        warnings = recheck(observations, context, mart, shared.catalogue).warnings
        names = in_names(shared.catalogue, language())
        for issue in sorted(
            warnings, key=lambda issue: _TELLING.index(issue.code) if issue.code in _TELLING else len(_TELLING)
        ):
            said = explanation_of(issue, standing.explanations)
            text = _without_name(issue.tell(names, language=language())) + (f" → “{said}”" if said else "")
            for line in issue.rows:
                doubts.setdefault(line - 2, []).append(text)
    provinces, indicators, breakdowns = (tuple(observations[name].unique()) for name in _KEY[:3])
    seen = Filters(provinces=provinces, indicators=indicators, breakdowns=breakdowns)
    before: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in queries.actuals(mart, seen).sort("year", descending=True).iter_rows(named=True):
        before.setdefault((row["province"], row["indicator"], row["breakdown"]), []).append(row)
    markup(
        figures_table(
            frame, doubts, comments, before, shared.catalogue, language(),
            caption=say()("Số liệu so với đang công bố, điểm khác thường trước"),
        )
    )  # fmt: skip


_TELLING = (
    "tenfold", "share_as_fraction", "parts_above_total", "total_outside_parts", "unlike_history", "unlike_provinces",
    "against_direction", "same_as_last_year",
)  # fmt: skip
"""What is unusual about a figure, what most likely is a mistake first; a correction alone comes after all of it."""


def _without_name(text: str) -> str:
    """Return a message without the indicator's name it begins with: the row it stands in has it."""
    return text.split("”: ", 1)[1] if text.startswith("“") and "”: " in text else text


def _consequences(shared: Services, rights: Rights, id_: str, mart: Mart) -> None:
    kept = st.session_state.get("consequences")
    if kept is None or kept[0] != (id_, mart.key):
        observations = workflow.observations(shared.store, rights, id_)
        kept = ((id_, mart.key), statuses_after(observations, mart, shared.catalogue, shared.store))
        st.session_state["consequences"] = kept
    if not kept[1].is_empty():
        if (decided := kept[1].filter(pl.col("new_baseline").is_not_null())).height:
            text = say()(
                "Lần nộp này có số gốc mới của {series} chỉ tiêu: duyệt số gốc này quyết định trạng thái của {count} dòng ghi “theo số gốc” ở dưới."
            )
            series = decided.select("province", "indicator", "breakdown").n_unique()
            st.info(text.format(series=series, count=decided.height), icon=":material/flag:")
        markup(
            moves_table(
                kept[1], shared.catalogue, language(), caption=say()("Trạng thái sẽ đổi nếu duyệt, trước → sau")
            )
        )


def _decide(shared: Services, rights: Rights, standing: workflow.Standing) -> None:
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
    store, id_ = shared.store, standing.submission
    with st.container(horizontal=True):
        may_approve = reviews and (not is_author or rights.author_may_approve)
        if may_approve and st.button(say()("Duyệt và công bố"), type="primary", icon=":material/check:"):
            acts.do(
                shared,
                lambda: workflow.approve(store, rights, id_, note=note),
                mark("Đã duyệt; nội dung đã được công bố."),
            )
        if reviews and st.button(say()("Trả lại"), icon=":material/undo:"):
            acts.do(shared, lambda: workflow.return_(store, rights, id_, note=note), mark("Đã trả lại cho người nộp."))
        if hands_in and st.button(say()("Rút lần nộp"), icon=":material/cancel:"):
            acts.do(shared, lambda: workflow.withdraw(store, rights, id_, note=note), mark("Đã rút lần nộp."))
    if reviews and is_author and not rights.author_may_approve:
        st.caption(say()("Người nộp không tự duyệt lần nộp của mình; cần người duyệt khác."))
