"""Naming days of a province, such as its meetings, and taking note of when the person looked last."""

import datetime as dt
import logging

import streamlit as st

from dashboard.access import Rights
from dashboard.notation import date
from dashboard.store.schema import today
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.person import is_nobody
from dashboard.ui.frame.services import Services
from dashboard.words.messages import DashboardError
from dashboard.workflow import named_dates
from dashboard.workflow.named_dates import LONGEST_NAME, NamedDate

_LOG = logging.getLogger("dashboard")


def visits(shared: Services, rights: Rights) -> dt.date | None:
    """Return the last day before today on which the person looked at this page; None where it is not known."""
    if is_nobody(rights) or shared.marts.unreachable_since is not None:
        return None
    try:
        return named_dates.last_visit(shared.store, rights)
    except DashboardError:  # the foot of the page says since when the store cannot be reached
        return None


def named(shared: Services) -> list[NamedDate]:
    """Return the named days; none while the store cannot be reached."""
    if shared.marts.unreachable_since is not None:
        return []
    try:
        return named_dates.named_dates(shared.store)
    except DashboardError:
        return []


def remember(shared: Services, rights: Rights) -> None:
    """Take note that the person looked today; that it cannot be kept is no reason not to show the page."""
    if is_nobody(rights) or shared.marts.unreachable_since is not None:
        return
    try:
        named_dates.remember_visit(shared.store, rights)
    except DashboardError as error:
        _LOG.warning("The visit was not kept: %s", error)


def draw(shared: Services, rights: Rights, held: list[NamedDate]) -> None:
    """Draw the named days of the provinces the person names days of, and the form for another one."""
    provinces = [id_ for id_ in shared.catalogue.province if named_dates.may_name(rights, id_)]
    if not provinces or shared.marts.unreachable_since is not None:
        return
    mine = [one for one in held if one.province in provinces]
    names = {id_: shared.catalogue.province[id_].name(language()) for id_ in provinces}
    with st.expander(say()("Đặt mốc: ngày họp, ngày báo cáo"), icon=":material/event:", key="naming"):
        st.caption(say()("Mốc của tỉnh hiện cho mọi người ở dòng “Xem từ”, để xem thay đổi kể từ ngày đó."))
        with st.form("name_date", border=False):
            place, day, name = st.columns([1, 1, 2], gap="small")
            with place:
                st.selectbox(
                    say()("Tỉnh"), provinces, format_func=names.__getitem__, key="name_date_province"
                )  # fmt: skip
            with day:
                st.date_input(say()("Ngày"), today(), max_value=today(), format="DD/MM/YYYY", key="name_date_day")
            with name:
                st.text_input(
                    say()("Tên mốc"), key="name_date_name", max_chars=LONGEST_NAME, placeholder=say()("Họp UBND tỉnh quý III")
                )  # fmt: skip
            st.form_submit_button(say()("Đặt mốc"), on_click=_name, args=(shared, rights), icon=":material/add:")
        if mine:
            _listed(shared, rights, mine)


def _listed(shared: Services, rights: Rights, mine: list[NamedDate]) -> None:
    for one in mine:
        what, strike = st.columns([5, 1], vertical_alignment="center")
        province = shared.catalogue.province[one.province].name(language())
        what.text(f"{date(one.day, language=language())} · {one.name} · {province} · {one.named_by}")
        strike.button(
            say()("Bỏ mốc"), key=f"strike_{one.id}", on_click=_strike, args=(shared, rights, one), type="tertiary", icon=":material/close:"
        )  # fmt: skip


def _name(shared: Services, rights: Rights) -> None:
    state = st.session_state
    try:
        province, day, name = (state[f"name_date_{part}"] for part in ("province", "day", "name"))
        named_dates.name_date(shared.store, rights, shared.catalogue, province, day, name)
    except DashboardError as error:
        told.keep(error)
    else:
        told.keep(say()("Đã đặt mốc “{name}”.").format(name=" ".join(name.split())))
        state["name_date_name"] = ""


def _strike(shared: Services, rights: Rights, one: NamedDate) -> None:
    try:
        named_dates.strike_date(shared.store, rights, one.id)
    except DashboardError as error:
        told.keep(error)
    else:
        told.keep(say()("Đã bỏ mốc “{name}”.").format(name=one.name))
