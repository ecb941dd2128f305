"""The actions on one indicator: who does what by when, how each came about, and what the person may do with it."""

import html
from typing import Any

import polars as pl
import streamlit as st

from dashboard.access import Rights
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.acting import action_forms
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.moments import moment
from dashboard.ui.frame.page import markup, plain, section
from dashboard.ui.frame.services import Services
from dashboard.ui.parts import downloads
from dashboard.ui.parts.action_marks import action_mark, due_mark
from dashboard.ui.parts.agency_links import answering
from dashboard.ui.parts.html_tables import Column, muted, table
from dashboard.ui.parts.rows import indicator_link
from dashboard.words.translations import translator
from dashboard.workflow.actions import ACTION_EVENT_WORDS


def draw(shared: Services, mart: Mart, rights: Rights, filters: Filters, provinces: list[str], *, is_now: bool) -> None:
    """Draw the actions on one indicator and part.

    Args:
        shared: The installation.
        mart: The mart of the moment shown.
        rights: What the person may do.
        filters: The indicator, the part, and the provinces chosen.
        provinces: The provinces shown, in order.
        is_now: Whether this is the present: the past takes no acts.
    """
    frame = mart.kept(("actions", filters), lambda: queries.actions(mart, filters))
    section(
        say()("Việc phải làm"),
        mart,
        say()("Lãnh đạo giao hoặc cơ quan cam kết; quá hạn là hạn đã qua mà cơ quan chưa báo xong."),
    )
    told.tell()
    if frame.is_empty():
        st.caption(say()("Chưa có việc nào trên chỉ tiêu này với các bộ lọc đang chọn."))
    else:
        markup(actions_table(frame, shared.catalogue, language(), caption=say()("Ai làm gì, đến khi nào")))
        downloads.offer(mart, shared.catalogue, filters, key="actions", table="actions")
        ids = frame["action"].to_list()
        events = mart.kept(("action_events", *ids), lambda: queries.action_events(mart, ids))
        for row in frame.iter_rows(named=True):
            _one(shared, rights, row, events.filter(pl.col("action") == row["action"]), may_act=is_now)
    if is_now and shared.marts.unreachable_since is None:
        (indicator,), (breakdown,) = filters.indicators, filters.breakdowns
        action_forms.draw_new(shared, rights, indicator, breakdown, provinces)


def _one(shared: Services, rights: Rights, row: dict[str, Any], events: pl.DataFrame, *, may_act: bool) -> None:
    place = shared.catalogue.province[row["province"]].name(language())
    short = row["what"] if len(row["what"]) <= _SHORT else row["what"][:_SHORT].rstrip() + "…"
    with st.expander(f"{place}: {plain(short)}", icon=":material/checklist:", key=f"open_{row['action']}"):
        markup(_events_table(events, language(), caption=say()("Quá trình của việc")))
        st.caption(say()("Mã việc: {id}").format(id=row["action"]))
        if may_act and shared.marts.unreachable_since is None:
            action_forms.draw_steps(shared, rights, row)


_SHORT = 80


def actions_table(
    frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, year: int | None = None
) -> str:
    """Return the actions with owner, due date and state.

    Args:
        frame: The actions (``queries.actions``), of one indicator.
        catalogue: Names.
        language: Of the words.
        caption: What the table shows.
        year: Where they are one owner's instead: each then names its indicator, and leads to it in this year.
    """
    say = translator(language)

    def what(row: dict[str, Any]) -> str:
        effect = (
            f"<br>{muted(say('Mong đợi: {effect}').format(effect=row['expected_effect']))}"
            if row["expected_effect"]
            else ""
        )
        return f"{html.escape(row['what'])}{effect}"

    def due(row: dict[str, Any]) -> str:
        moved = (
            f"<br>{muted(say('ban đầu {date}').format(date=date(row['first_due'], language=language)))}"
            if row["first_due"] != row["due"]
            else ""
        )
        return due_mark(row["due"], row["days_overdue"], language) + moved

    def state(row: dict[str, Any]) -> str:
        note = f"<br>{muted(row['last_note'])}" if row["last_note"] else ""
        return action_mark(row["state"], language) + note

    def indicator(row: Any) -> str:
        return indicator_link(row | {"year": year}, catalogue, language)

    owner: Column = (
        say("Cơ quan thực hiện"),
        "text",
        lambda row: answering(row["holders"], (row["owner"],), (), catalogue, language),
    )
    return table(
        [
            (say("Việc phải làm"), "text", what),
            *([] if year is None else [(say("Chỉ tiêu"), "text", indicator)]),
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            *([owner] if year is None else []),
            (say("Hạn"), "kept", due),
            (say("Tình trạng"), "wide", state),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def _events_table(events: pl.DataFrame, language: str, *, caption: str) -> str:
    say = translator(language)
    return table(
        [
            (say("Lúc"), "kept", lambda row: moment(row["happened_at"], language)),
            (say("Bước"), "kept", lambda row: say(ACTION_EVENT_WORDS[row["event"]])),
            (say("Người"), "text", lambda row: html.escape(row["actor"])),
            (say("Hạn từ đó"), "kept", lambda row: date(row["due"], language=language)),
            (say("Lời kèm"), "wide", lambda row: html.escape(row["note"] or "") or NO_VALUE),
        ],
        events.iter_rows(named=True),
        caption=caption,
    )
