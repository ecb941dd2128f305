"""What a person keeps for themselves: views under a name, and the page the dashboard begins with. One place for all of it."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.access import Rights
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address, told
from dashboard.ui.frame.landing import VIEW, landing_of
from dashboard.ui.frame.language import say
from dashboard.ui.frame.navigation import AGENCY, CHANGES, OVERVIEW, PROGRESS, REVIEW, SUBMIT, TASKS, Menu
from dashboard.ui.frame.page import plain
from dashboard.ui.frame.person import is_nobody
from dashboard.ui.frame.services import Services
from dashboard.words.messages import DashboardError
from dashboard.workflow import choices
from dashboard.workflow.choices import LONGEST_NAME, Choices, View

_LANDINGS = (OVERVIEW, CHANGES, AGENCY, TASKS, SUBMIT, REVIEW, PROGRESS)
"""The pages one can begin with, beside one's views."""
_BY_ROLE = ""
_KEPT = "own_choices"


def chosen(shared: Services, mine: Rights) -> Choices:
    """Return what the person chose; nothing for nobody, and while the store cannot be reached.

    It is read again once somebody has written to the store, as the server's watcher knows, and after an act of this session: to
    ask the store at every run would be a fifth of it.
    """
    if is_nobody(mine) or shared.marts.unreachable_since is not None:
        return Choices()
    version = (mine.person, shared.marts.looked_at)
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != version:
        try:
            kept = (version, choices.own_choices(shared.store, mine))
        except DashboardError:  # the foot of the page says since when the store cannot be reached
            return Choices()
        st.session_state[_KEPT] = kept
    return kept[1]


def draw(shared: Services, mine: Rights, held: Choices, pages: Menu) -> None:
    """Draw the fold in which this page is saved as a view, views are renamed and removed, and the first page is chosen."""
    if shared.marts.unreachable_since is not None:
        return
    box = st.expander(say()("Lưu cách xem, trang mở đầu"), icon=":material/bookmark:", key="own", on_change="rerun")
    if not box.open:  # nobody waits for what they do not see
        return
    with box:
        told.tell()
        told.forget()
        with st.form("save_view", border=False, clear_on_submit=True):
            st.text_input(
                say()("Tên cho trang này như đang đặt: bộ lọc, thứ tự"), key="view_name", max_chars=LONGEST_NAME
            )
            st.form_submit_button(
                say()("Lưu cách xem này"), on_click=_save, args=(shared, mine, pages.current.url_path),
                icon=":material/bookmark_add:", width="stretch",
            )  # fmt: skip
        _draw_first_page(shared, mine, held, pages)
        if held.views:
            _draw_views(shared, mine, held)


def _draw_first_page(shared: Services, mine: Rights, held: Choices, pages: Menu) -> None:
    names = {_BY_ROLE: say()("Theo vai trò: {page}").format(page=_first_by_role(mine, pages, shared.catalogue))}
    names |= {screen.path: say()(screen.title) for screen in _LANDINGS if pages.page(screen.path) is not None}
    names |= {f"{VIEW}{view.id}": f"“{view.name}”" for view in held.views}
    now = held.landing if held.landing in names else _BY_ROLE
    if st.session_state.get("landing") != now:
        st.session_state["landing"] = now
    st.selectbox(
        say()("Trang mở đầu"), list(names), format_func=names.__getitem__, key="landing", on_change=_choose, args=(shared, mine),
        placeholder=say()("Chọn"),
    )  # fmt: skip


def _first_by_role(mine: Rights, pages: Menu, catalogue: Catalogue) -> str:
    page = pages.page(landing_of(mine, Choices(), catalogue).path)
    return page.title if page is not None else say()(OVERVIEW.title)


def _draw_views(shared: Services, mine: Rights, held: Choices) -> None:
    ids = {view.id: view for view in held.views}
    if st.session_state.get("own_view") not in ids:
        st.session_state["own_view"] = held.views[-1].id
    picked = ids[
        st.selectbox(
            say()("Sửa cách xem"), list(ids), format_func=lambda id_: ids[id_].name, key="own_view", placeholder=say()("Chọn")
        )
    ]  # fmt: skip
    st.caption(say()("Liên kết để gửi người khác:"))
    st.code(_address(picked), language=None, wrap_lines=True)
    st.text_input(say()("Tên mới"), key=f"rename_{picked.id}", max_chars=LONGEST_NAME, placeholder=picked.name)
    with st.container(horizontal=True):
        st.button(
            say()("Đổi tên"),
            key="rename_view",
            on_click=_rename,
            args=(shared, mine, picked.id),
            icon=":material/edit:",
        )
        st.button(
            say()("Xoá"), key="remove_view", on_click=_remove, args=(shared, mine, picked), icon=":material/delete:"
        )


def _address(view: View) -> str:
    site = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    query = urlencode(view.query, doseq=True)
    return f"{site}/{view.path}" + (f"?{query}" if query else "")


def _save(shared: Services, mine: Rights, path: str) -> None:
    st.session_state.pop(_KEPT, None)
    name = str(st.session_state["view_name"])
    kept = {key: texts for key, texts in address.values().items() if key not in (*address.OWN, "lang")}
    try:
        choices.save_view(shared.store, mine, name, path, kept)
    except DashboardError as error:
        told.keep(error)
    else:
        told.keep(say()("Đã lưu cách xem “{name}”, ở trên cùng của trình đơn.").format(name=plain(name.strip())))


def _choose(shared: Services, mine: Rights) -> None:
    st.session_state.pop(_KEPT, None)
    try:
        choices.choose_landing(shared.store, mine, str(st.session_state["landing"]) or None)
    except DashboardError as error:
        told.keep(error)


def _rename(shared: Services, mine: Rights, id_: str) -> None:
    st.session_state.pop(_KEPT, None)
    try:
        choices.rename_view(shared.store, mine, id_, str(st.session_state[f"rename_{id_}"]))
    except DashboardError as error:
        told.keep(error)


def _remove(shared: Services, mine: Rights, view: View) -> None:
    st.session_state.pop(_KEPT, None)
    try:
        choices.remove_view(shared.store, mine, view.id)
    except DashboardError as error:
        told.keep(error)
    else:
        told.keep(say()("Đã xoá cách xem “{name}”.").format(name=plain(view.name)))
