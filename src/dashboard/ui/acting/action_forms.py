"""The forms with which people act on a cell's actions: what each may do, and no more."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import today
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.services import Services
from dashboard.ui.parts import acts
from dashboard.words.messages import DashboardError, mark
from dashboard.workflow import actions
from dashboard.workflow.actions import Action, ActionEvent

_USUAL_DAYS = 30
_DAY = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*")

_BUTTONS: dict[ActionEvent, tuple[str, str, str]] = {
    "accepted": (mark("Nhận việc"), ":material/handshake:", mark("Đã ghi nhận.")),
    "done": (mark("Báo đã xong"), ":material/task_alt:", mark("Đã báo xong; chờ lãnh đạo xác nhận.")),
    "confirmed": (mark("Xác nhận đã xong"), ":material/verified:", mark("Đã xác nhận việc đã xong.")),
    "returned": (mark("Trả lại để làm tiếp"), ":material/undo:", mark("Đã trả lại để làm tiếp.")),
    "rescheduled": (mark("Đổi hạn"), ":material/event:", mark("Đã đổi hạn.")),
    "cancelled": (mark("Huỷ việc"), ":material/cancel:", mark("Đã huỷ việc.")),
}
"""Label, icon, and what is said when it is done."""
_AGREE = mark("Đồng ý")
"""What leadership does with a commitment; an agency accepts what it was given."""


def draw_steps(shared: Services, rights: Rights, row: dict[str, Any]) -> None:
    """Draw the form with the steps the person may take with an action, a row of ``queries.actions``; nothing where none."""
    about = Action(
        row["province"], row["indicator"], row["breakdown"], row["owner"], row["what"], row["expected_effect"]
    )
    offered = actions.steps(rights, shared.catalogue, about, state=row["state"], done_by=row["done_by"])
    if not offered:
        return
    store, catalogue, id_ = shared.store, shared.catalogue, row["action"]
    with st.form(f"action_{id_}", enter_to_submit=False, border=False):
        note = st.text_area(
            say()("Lời kèm: bằng chứng khi báo xong; lý do khi trả lại, đổi hạn hoặc huỷ"),
            max_chars=workflow.MAX_TEXT,
            height=68,
        )
        due = _day_input(say()("Hạn mới (ngày/tháng/năm)"), row["due"]) if "rescheduled" in offered else ""
        takes: dict[ActionEvent, Callable[[], object]] = {
            "accepted": lambda: actions.accept(store, rights, catalogue, id_, note=note),
            "done": lambda: actions.report_done(store, rights, catalogue, id_, note=note),
            "confirmed": lambda: actions.confirm(store, rights, catalogue, id_, note=note),
            "returned": lambda: actions.send_back(store, rights, catalogue, id_, note=note),
            "rescheduled": lambda: actions.reschedule(store, rights, catalogue, id_, due=_day(due), note=note),
            "cancelled": lambda: actions.cancel(store, rights, catalogue, id_, note=note),
        }
        with st.container(horizontal=True):
            pressed = [
                event
                for event in offered
                if st.form_submit_button(
                    say()(_AGREE if event == "accepted" and row["state"] == "committed" else _BUTTONS[event][0]),
                    icon=_BUTTONS[event][1],
                    type="primary" if event == offered[0] and event != "rescheduled" else "secondary",
                    key=f"{event}_{id_}",
                )
            ]
    for event in pressed:
        acts.do(shared, takes[event], _BUTTONS[event][2])
    if row["state"] == "done" and rights.may_lead(row["province"]) and not actions.may_confirm(rights, row["done_by"]):
        st.caption(say()("Người báo xong không tự xác nhận việc của mình; cần lãnh đạo khác."))


def draw_new(shared: Services, rights: Rights, indicator: str, breakdown: str, provinces: list[str]) -> None:
    """Draw the forms of a new action on the indicator: for those who lead a province, and for agencies in charge."""
    catalogue = shared.catalogue
    in_charge = _in_charge(catalogue, indicator, breakdown, provinces)
    led = [(province, agency) for province, agency in in_charge if rights.may_lead(province)]
    own = [place for place in in_charge if rights.may_submit(*place)]
    if led:
        everybody = {province: [agency for place, agency in led if place == province] for province, _ in led}
        for province, known in everybody.items():
            known.extend(id_ for id_ in _named(catalogue, province) if id_ not in known)
        _new(shared, rights, "assign", indicator, breakdown, everybody)
    if own:
        mine: dict[str, list[str]] = {}
        for province, agency in own:
            mine.setdefault(province, []).append(agency)
        _new(shared, rights, "commit", indicator, breakdown, mine)


def _new(
    shared: Services, rights: Rights, act: str, indicator: str, breakdown: str, agencies: dict[str, list[str]]
) -> None:
    """Draw one form; ``agencies`` are those to choose from, by province, those in charge first."""
    catalogue = shared.catalogue
    is_assignment = act == "assign"
    provinces = {id_: catalogue.province[id_].name(language()) for id_ in agencies}
    names = {agency.id: agency.name(language()) for agency in catalogue.agencies}
    title = say()("Giao việc cho một cơ quan") if is_assignment else say()("Cơ quan cam kết một việc")
    with st.expander(title, icon=":material/add_task:"):
        province = st.selectbox(
            say()("Tỉnh"),
            list(agencies),
            format_func=provinces.__getitem__,
            key=f"{act}_province",
            placeholder=say()("Chọn"),
        )
        with st.form(f"{act}_{indicator}_{breakdown}_{province}", enter_to_submit=False, border=False):
            agency = st.selectbox(
                say()("Cơ quan thực hiện"),
                agencies[province],
                format_func=names.__getitem__,
                key=f"{act}_agency_{indicator}_{province}",
                placeholder=say()("Chọn"),
            )
            what = st.text_area(say()("Việc phải làm"), max_chars=workflow.MAX_TEXT, height=68, key=f"{act}_what")
            effect = st.text_input(say()("Kết quả mong đợi"), key=f"{act}_effect", max_chars=500)
            due = _day_input(say()("Hạn (ngày/tháng/năm)"), today() + dt.timedelta(days=_USUAL_DAYS), key=f"{act}_due")
            label = say()("Giao việc") if is_assignment else say()("Cam kết")
            pressed = st.form_submit_button(label, type="primary", icon=":material/send:", key=f"{act}_send")
        if pressed:
            enter = actions.assign if is_assignment else actions.commit
            made = Action(province, indicator, breakdown, agency, what, effect)
            acts.do(
                shared,
                lambda: enter(shared.store, rights, catalogue, made, due=_day(due)),
                mark("Đã giao việc.") if is_assignment else mark("Đã ghi cam kết; chờ lãnh đạo đồng ý."),
            )


def _in_charge(catalogue: Catalogue, indicator: str, breakdown: str, provinces: list[str]) -> list[tuple[str, str]]:
    """Return every (province, agency) that holds the cell's duty, and those printed for it, today's first."""
    held = [
        (cell.province, holder)
        for cell in catalogue.targets
        if (cell.indicator, cell.breakdown) == (indicator, breakdown) and catalogue.plan[cell.plan].in_force
        for holder in catalogue.holders(cell, today().year)
    ]
    named = [*((place, one.agency) for place, one in held), *((place, one.printed) for place, one in held)]
    return [place for province in provinces for place in dict.fromkeys(named) if place[0] == province]


def _named(catalogue: Catalogue, province: str) -> list[str]:
    """Return the agencies with a duty of a plan in force of the province, today's first."""
    return [agency for place, agency in catalogue.offices if place == province]


def _day_input(label: str, day: dt.date, *, key: str | None = None) -> str:
    # Streamlit's own calendar knows English months and the American week only.
    return st.text_input(label, f"{day.day}/{day.month}/{day.year}", max_chars=10, key=key, width=220)


def _day(text: str) -> dt.date:
    """Return the day somebody wrote.

    Raises:
        DashboardError: It is no day.
    """
    if found := _DAY.fullmatch(text):
        try:
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            pass
    raise DashboardError(mark("Ngày “{text}” phải viết dạng ngày/tháng/năm, ví dụ 31/12/2027."), text=text)
