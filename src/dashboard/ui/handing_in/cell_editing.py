"""Putting wrong cells right on the page: the rows with errors, to be typed over and checked again."""

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.intake.checked import Found
from dashboard.intake.edited_cells import with_edits
from dashboard.intake.forms import HEADINGS
from dashboard.intake.issues import spans
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import failure, section
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in.typed_grid import grid
from dashboard.words.messages import DashboardError

_MOST_ROWS = 100


def draw(shared: Services, draft: workflow.Draft, found: Found) -> None:
    """Draw the rows with errors as a table to type in, and the button that checks them again."""
    wrong = sorted({row for issue in found.errors for row in issue.rows})[:_MOST_ROWS]
    if not wrong:
        return
    _ = say()
    section(
        _("Sửa ngay trên trang"),
        note=_("Sửa ô sai rồi kiểm tra lại. Tệp gốc giữ nguyên; người duyệt thấy ô nào đã sửa, từ gì thành gì."),
    )
    edits = dict(found.decisions.get("cells", {}))
    told = {issue.column for issue in found.errors}
    # What is wrong comes first: a long name before it would push it out of sight.
    names = sorted(
        (name for name in found.sheet.form.read if name in found.sheet.places), key=lambda name: name not in told
    )
    rows, _told = with_edits(found.sheet.rows, edits, found.sheet.form.read)
    rows = rows.filter(pl.col("row").is_in(wrong)).sort("row")
    shown = rows.select(
        pl.Series("row", [spans((row,), found.sheet.names) for row in rows["row"]], dtype=pl.String), *names
    )
    typed = grid(
        shown,
        {
            "row": st.column_config.TextColumn(_("Dòng"), pinned=True, width=70),
            **{name: st.column_config.TextColumn(_(HEADINGS[name])) for name in names},
        },
        key=f"cells_{draft.draft}_{len(edits)}_{draft.version}",
        known=("row",),
        tallest=None,
    )
    pressed = st.button(_("Kiểm tra lại các ô đã sửa"), icon=":material/check:")
    if not pressed:
        return
    changed = {
        f"{row}:{name}": (after or "").strip()
        for name in names
        for row, before, after in zip(rows["row"], shown[name], typed[name], strict=True)
        if (after or "").strip() != before
    }
    if not changed:
        st.warning(_("Chưa sửa ô nào."))
        return
    try:
        drafts.put_right(shared, rights(), draft, edits | changed)
    except DashboardError as error:
        failure(error)
    else:
        st.rerun()
