"""What reviewer and submitter say to each other about single figures of a submission."""

import html
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.method import AMBER
from dashboard.notation import part_name
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.moments import moment
from dashboard.ui.frame.page import markup, plain, section
from dashboard.ui.frame.services import Services
from dashboard.ui.parts.html_tables import muted, word_mark
from dashboard.words.messages import mark
from dashboard.workflow import Conversation, Key, Standing

Act = Callable[[Callable[[], object], str], None]
"""Does what it is given and draws the page anew, with the words on what was done."""


def mark_of(conversation: Conversation) -> str:
    """Return how much was said about a figure, and whether it waits for an answer, as HTML."""
    count = muted(say()("{count} ý kiến").format(count=len(conversation.comments)))
    return f"{word_mark(AMBER, '◆', say()('chờ trả lời'))}<br>{count}" if conversation.waits else count


def draw(shared: Services, rights: Rights, standing: Standing, talks: dict[Key, Conversation], act: Act) -> None:
    """Draw the conversation about each figure with room for an answer, and a question about another figure."""
    may_write = standing.state in ("submitted", "returned")
    if not talks and not may_write:
        return
    section(
        say()("Trao đổi về từng số liệu"),
        note=say()("Người duyệt hỏi, người nộp trả lời; lời trao đổi ở lại cùng lần nộp."),
    )
    for key, talk in sorted(talks.items(), key=lambda item: not item[1].waits):
        with st.container(border=True):
            _thread(key, talk, shared.catalogue)
            if may_write:
                _answer(shared, rights, standing, key, act)
    if may_write:
        _question(
            shared, rights, standing, [key for key in _subjects(shared, rights, standing) if key not in talks], act
        )


def draw_earlier(talks: dict[Key, Conversation], catalogue: Catalogue) -> None:
    """Draw what was said about a submission that another one has replaced."""
    for key, talk in talks.items():
        with st.container(border=True):
            _thread(key, talk, catalogue)


def questions(talks: dict[Key, Conversation], catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the figures that wait for the submitter's answer, each with the last word about it."""
    return [(name_of(key, catalogue), talk.comments[-1].text) for key, talk in talks.items() if talk.waits]


def _thread(key: Key, talk: Conversation, catalogue: Catalogue) -> None:
    st.markdown(f"**{plain(name_of(key, catalogue))}**")
    markup(_said(talk))


def _answer(shared: Services, rights: Rights, standing: Standing, key: Key, act: Act) -> None:
    with st.form(f"answer_{standing.submission}_{'_'.join(map(str, key))}", clear_on_submit=True, border=False):
        text = st.text_area(
            say()("Trả lời về {name}").format(name=name_of(key, shared.catalogue)),
            max_chars=workflow.MAX_TEXT,
            label_visibility="collapsed",
            placeholder=say()("Trả lời"),
            height=68,
        )
        if st.form_submit_button(say()("Gửi trả lời"), icon=":material/reply:"):
            act(lambda: workflow.comment(shared.store, rights, standing.submission, key, text), mark("Đã gửi trả lời."))


def _question(shared: Services, rights: Rights, standing: Standing, keys: list[Key], act: Act) -> None:
    if not keys:
        return
    names = {key: name_of(key, shared.catalogue) for key in keys}
    with st.form(f"comment_{standing.submission}", clear_on_submit=True):
        key = st.selectbox(say()("Ý kiến về số liệu"), keys, format_func=names.__getitem__, placeholder=say()("Chọn"))
        text = st.text_area(say()("Ý kiến"), max_chars=workflow.MAX_TEXT, height=68)
        if st.form_submit_button(say()("Gửi ý kiến"), icon=":material/comment:"):
            act(lambda: workflow.comment(shared.store, rights, standing.submission, key, text), mark("Đã ghi ý kiến."))


def _subjects(shared: Services, rights: Rights, standing: Standing) -> list[Key]:
    """Return every figure, or task report, of the submission."""
    if standing.subject == "task_reports":
        reports = workflow.task_reports(shared.store, rights, standing.submission)
        return [(str(standing.province), task, "", year) for task, year in reports.select("task", "year").rows()]
    frame = workflow.observations(shared.store, rights, standing.submission)
    return [
        (row[0], row[1], row[2], row[3]) for row in frame.select("province", "indicator", "breakdown", "year").rows()
    ]


def _said(talk: Conversation) -> str:
    lines = []
    for comment in talk.comments:
        role = say()("người nộp") if comment.is_submitters else say()("người duyệt")
        who = f"<strong>{html.escape(comment.author)}</strong> {muted(f'{role}, {moment(comment.written_at, language())}')}"
        side = "plan-said plan-said-back" if comment.is_submitters else "plan-said"
        lines.append(f'<div class="{side}">{who}<br>{html.escape(comment.text)}</div>')
    return "".join(lines)


def name_of(key: Key, catalogue: Catalogue) -> str:
    """Return a figure's indicator, part and year; of a task report the task's title and year."""
    if task := catalogue.task.get(key[1]):
        return f"{task.title(language())}, {key[3]}"
    row: dict[str, Any] = {"indicator": key[1], "breakdown": key[2]}
    return f"{part_name(row, catalogue, language())}, {key[3]}"
