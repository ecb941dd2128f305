"""The template of a form, and a filled-in file taken in: kept as a draft when it can be read, and told why when not."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.intake.own_columns import ASKED
from dashboard.intake.refusal import Refusal
from dashboard.mart.mart import Mart
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import download, failure, section
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in import own_columns
from dashboard.ui.handing_in.scope import Scope
from dashboard.words.messages import DashboardError


def draw_templates(makers: Mapping[str, Callable[[], bytes]], mart: Mart, *, stem: str, key: str) -> None:
    """Draw the way to the template: ``makers`` of its workbook and its CSV, by their endings."""
    section(say()("1. Tải biểu mẫu, điền các ô màu vàng"), mart)
    labels = {"xlsx": say()("Biểu mẫu Excel (XLSX)"), "csv": say()("Biểu mẫu CSV")}
    with st.container(horizontal=True):
        for ending, make in makers.items():
            name = f"{stem.replace('_', '-')}.{ending}"
            download(labels[ending], make, file_name=name, key=f"{key}_{ending}")


def draw(shared: Services, mine: Rights, scope: Scope, subject: workflow.Subject) -> None:
    """Draw where a file is handed over."""
    section(
        say()("2. Nộp tệp đã điền"),
        None,
        say()(
            "CSV, XLSX, XLS hoặc ODS, tối đa 5 MB và 100.000 dòng. Tệp được kiểm tra hết một lượt; chưa có gì được nộp cho đến khi bạn bấm Nộp."
        ),
    )
    key = f"upload_{subject}_{st.session_state.get('uploads', 0)}"
    upload = st.file_uploader(say()("Tệp số liệu"), key=key, label_visibility="collapsed")
    if upload is None:
        return
    try:
        drafts.begin(shared, mine, scope, upload.getvalue(), upload.name, subject=subject)
    except Refusal as refusal:
        failure(refusal)
        if subject == "figures" and refusal.code in ASKED:
            own_columns.ask_about(upload.getvalue(), upload.name)
    except DashboardError as error:
        failure(error)
    else:
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        st.rerun()
