"""A plan taken in by an administrator: its document handed over, drafts taken up again, and one draft step by step."""

import datetime as dt

import streamlit as st

from dashboard.notation import date
from dashboard.plans.context import Head
from dashboard.plans.drafts import Drafts, drafts_folder
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import reference_folder, store_location
from dashboard.ui.frame import address, told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure, plain, section
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import Services
from dashboard.ui.planning import preview, settling
from dashboard.words.messages import DashboardError, mark

_DRAFT = "draft"
_ENDINGS = ("docx", "xlsx", "csv")


def draw(shared: Services) -> None:
    """Draw the way of a plan into the reference files."""
    drafts = Drafts(shared.store, rights(), drafts_folder(store_location()), reference_folder(), say())
    try:
        known = load_catalogue(drafts.reference)
        named = address.values().get(_DRAFT, [""])[0]
        if named:
            _draw_draft(drafts, named)
        else:
            _draw_new(drafts, known)
            _draw_open(drafts)
    except DashboardError as error:
        failure(error)


def _draw_new(drafts: Drafts, known: Catalogue) -> None:
    translate = say()
    section(
        translate("Đưa kế hoạch mới vào từ văn bản"),
        None,
        translate(
            "DOCX, XLSX hoặc CSV có bảng chỉ tiêu, tối đa 5 MB. Văn bản được đọc hết một lượt; điều gì chưa rõ thì hỏi, chưa ghi gì vào dữ liệu gốc cho đến khi bạn bấm Ghi."
        ),
    )
    in_force = {plan.id: plan for plan in known.plans if plan.in_force}
    with st.form("plan_new"):
        upload = st.file_uploader(translate("Văn bản kế hoạch"), type=list(_ENDINGS), key="plan_file")
        left, right = st.columns(2)
        province = left.text_input(
            translate("Tỉnh"), key="plan_province", placeholder=next((one.vi for one in known.provinces), None)
        )
        number = right.text_input(translate("Số kế hoạch"), key="plan_number", placeholder="999/KH-UBND")
        day = left.date_input(
            translate("Ngày ban hành"),
            None,
            min_value=dt.date(2020, 1, 1),
            max_value=dt.date(2050, 12, 31),
            format="DD/MM/YYYY",
            key="plan_date",
        )
        supersedes = right.selectbox(
            translate("Thay thế kế hoạch"),
            list(in_force),
            None,
            format_func=lambda id_: (
                f"{in_force[id_].number} ({known.province[in_force[id_].province].name(language())})"
            ),
            placeholder=translate("Không thay kế hoạch nào"),
            key="plan_supersedes",
        )
        year = left.number_input(
            translate("Năm đầu của kỳ mới (nếu các năm trước vẫn theo kế hoạch cũ)"),
            2021,
            2050,
            None,
            key="plan_from_year",
        )
        if st.form_submit_button(translate("Đọc văn bản"), type="primary", key="plan_read"):
            missing = [
                label
                for label, given in (
                    (mark("Văn bản kế hoạch"), upload),
                    (mark("Tỉnh"), province.strip()),
                    (mark("Số kế hoạch"), number.strip()),
                    (mark("Ngày ban hành"), day),
                )
                if not given
            ]
            if missing or upload is None or day is None:
                names = ", ".join(map(translate, missing))
                st.error(translate("Còn thiếu: {names}.").format(names=names), icon=":material/error:")
                return
            head = Head(province.strip(), number.strip(), day, supersedes or "", None if year is None else int(year))
            address.write({_DRAFT: [drafts.begin(upload.getvalue(), head)]})
            st.rerun()


def _draw_open(drafts: Drafts) -> None:
    found = drafts.open()
    if not found:
        return
    section(say()("Bản nháp đang làm dở"))
    for id_, head in reversed(found):
        text = say()("{number} · {province} · ngày {date}")
        name = text.format(number=head.number, province=head.province, date=date(head.date, language=language()))
        if st.button(plain(name), key=f"plan_draft_{id_}", icon=":material/edit_document:"):
            address.write({_DRAFT: [id_]})
            st.rerun()


def _draw_draft(drafts: Drafts, id_: str) -> None:
    translate = say()
    try:
        draft, before = drafts.checked(id_)
        _tell_what_changed(id_, before)
        settling.draw(drafts, id_, draft, before)
        if not draft.outcome.open:
            preview.draw(drafts, id_, draft, before)
    except DashboardError as error:
        failure(error)
    with st.container(horizontal=True):
        if st.button(translate("Về danh sách kế hoạch"), key="plan_leave", icon=":material/arrow_back:"):
            leave()
        with st.popover(translate("Bỏ bản nháp"), icon=":material/delete:"):
            st.markdown(translate("Mọi câu trả lời của bản nháp sẽ mất; dữ liệu gốc không đổi."))
            if st.button(translate("Bỏ hẳn bản nháp này"), key="plan_discard"):
                drafts.discard(id_)
                told.keep(translate("Đã bỏ bản nháp."))
                leave()


def _tell_what_changed(id_: str, now: Catalogue) -> None:
    """Say that the reference files are others than when this session last showed the draft: what is shown now was not seen before."""
    seen, st.session_state["plan_seen"] = st.session_state.get("plan_seen"), (id_, now.fingerprint)
    if seen is not None and seen != (id_, now.fingerprint) and seen[0] == id_:
        text = say()(
            "Dữ liệu gốc vừa đổi từ lúc bạn xem bản nháp này (có người khác đã ghi); chưa ghi gì của bạn. Bản nháp đã được đối chiếu lại: hãy xem lại rồi ghi."
        )
        st.warning(text, icon=":material/sync_problem:")


def leave() -> None:
    """Take the draft out of the address and draw the page without it."""
    address.write({_DRAFT: []})
    st.rerun()
