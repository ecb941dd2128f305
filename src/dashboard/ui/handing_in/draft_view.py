"""A draft of figures on the page: what is wrong with its file, what it would change, and handing it in."""

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.intake.checked import Checked
from dashboard.intake.comparing import KINDS, MOVING, Changes, compare
from dashboard.mart.mart import Mart
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure, markup, section
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in.draft_issues import MOST_LISTED, draw_annex, draw_file, draw_hand_in, draw_issues
from dashboard.ui.handing_in.intake_tables import CHANGE_WORDS, changes_table, moves_table
from dashboard.ui.handing_in.scope import Scope
from dashboard.words.messages import DashboardError


def draw(
    shared: Services, mine: Rights, draft: workflow.Draft, submissions: pl.DataFrame, scope: Scope, mart: Mart
) -> None:
    """Draw the open draft: its issues, its changes, and the button that hands it in."""
    try:
        found = drafts.checked(shared, mine, draft, mart)
    except DashboardError as error:
        failure(error)
        return
    draw_file(shared, draft, found)
    draw_issues(shared, draft, found)
    if found.observations.is_empty():
        return
    changes = compare(found.observations, mart, shared.catalogue, scope.context, wrong=found.wrong)
    _changes(shared, found, changes, mart)
    draw_hand_in(shared, mine, draft, submissions, found, scope)
    draw_annex(shared, draft, found, scope, mart)


def _changes(shared: Services, found: Checked, changes: Changes, mart: Mart) -> None:
    counts = changes.counts
    section(say()("Sẽ thay đổi những gì"), mart, say()("Nếu được duyệt, so với số liệu đang công bố."))
    with st.container(horizontal=True):
        for kind, count in counts.items():
            st.metric(say()(CHANGE_WORDS[kind]).capitalize(), count)
    unknown = found.wrong.height - found.wrong.drop_nulls().height
    if unknown:
        text = say()("{count} dòng có lỗi chưa rõ là của chỉ tiêu nào, nên chỉ tiêu đó còn tính là không có trong tệp.")
        st.caption(text.format(count=unknown))
    moving = pl.col("kind").is_in(MOVING)
    shown, rest = changes.rows.filter(moving), changes.rows.filter(~moving)
    if not shown.is_empty():
        caption = say()("Sẽ thay đổi: {count} số liệu")
        if shown.height > MOST_LISTED:
            caption = say()("Sẽ thay đổi: {shown} trong {count} số liệu")
        caption = caption.format(shown=MOST_LISTED, count=shown.height)
        markup(changes_table(shown.head(MOST_LISTED), shared.catalogue, language(), caption=caption))
    if not rest.is_empty():
        parts = [f"{counts[kind]} {say()(CHANGE_WORDS[kind])}" for kind in KINDS if kind not in MOVING and counts[kind]]
        with st.expander(say()("Còn lại: {parts}").format(parts=", ".join(parts))):
            markup(
                changes_table(rest.head(MOST_LISTED), shared.catalogue, language(), caption=say()("Không thay đổi gì"))
            )
    moved = drafts.moves(shared, found, mart)
    section(say()("Trang của lãnh đạo sẽ đổi thế nào"), mart)
    if moved.is_empty():
        st.caption(say()("Không trạng thái nào đổi."))
    else:
        markup(
            moves_table(
                moved.head(MOST_LISTED),
                shared.catalogue,
                language(),
                caption=say()("Trạng thái và thực hiện, trước → sau"),
            )
        )
