"""How to follow what changed: the addresses of the feed and the calendar of exactly these filters, and the tokens they carry."""

from urllib.parse import quote, urlencode

import streamlit as st

from dashboard.access import AccessFile, Rights, same_person
from dashboard.api.asking import BASE
from dashboard.api.tokens import Token, TokenFile, create_token, revoke_token
from dashboard.filters import DAYS, KEYS, Filters
from dashboard.mart.mart import Mart
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure
from dashboard.ui.frame.services import Services
from dashboard.words.messages import DashboardError

_MADE = "feed_token"
"""Under this name the session holds the token it made: nobody can read it again later."""
_PLACE = "…"


def draw(shared: Services, mart: Mart, rights: Rights, filters: Filters) -> None:
    """Draw the addresses behind a fold; where people sign in with the tokens that make them open."""
    with st.expander(say()("Theo dõi: nguồn tin Atom, lịch hạn, thư"), icon=":material/rss_feed:", key="following"):
        st.caption(
            say()(
                "Chép địa chỉ vào phần mềm đọc tin hoặc lịch (Outlook, Google, điện thoại). Nguồn và lịch theo đúng tỉnh, lĩnh vực, cơ quan đang chọn và tự cập nhật."
            )
        )
        token = ""
        if shared.access is not None:
            token = _token(shared, shared.access, rights)
        feed, calendar = st.columns(2, gap="large")
        with feed:
            st.markdown(f"**{say()('Có gì mới (Atom)')}**")
            st.code(_address("changes.atom", filters, token), language=None, wrap_lines=True)
        with calendar:
            st.markdown(f"**{say()('Lịch hạn và ngày đến hạn (iCalendar)')}**")
            st.code(_address("deadlines.ics", filters, token), language=None, wrap_lines=True)
        st.caption(say()("Tóm tắt gửi qua thư: quản trị đặt lịch lệnh digest theo docs/operations.md."))


def _address(name: str, filters: Filters, token: str) -> str:
    """Return the whole address of a feed of the filters; a feed goes on, so no day stands in it."""
    places = filters.model_copy(update={KEYS[key]: None for key in DAYS})
    texts = places.query() | ({"lang": ["en"]} if language() == "en" else {})
    query = urlencode(texts | ({"token": [token]} if token else {}), doseq=True).replace(quote(_PLACE), _PLACE)
    site = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    return f"{site}{BASE}/{name}" + (f"?{query}" if query else "")


def _token(shared: Services, access: AccessFile, rights: Rights) -> str:
    """Draw the person's tokens and the button that makes another one; return the one the addresses show."""
    file = TokenFile.beside(access.path)
    try:
        mine = [token for token in file.tokens() if _is_mine(token, rights)]
    except DashboardError as error:
        failure(error)
        return _PLACE
    made = st.session_state.get(_MADE, "")
    if made and file.email_of(made, "feed") is None:
        made = ""
    if made:
        st.success(
            say()("Địa chỉ dưới đây có mã riêng của bạn, chỉ hiện lần này: chép ngay. Ai có địa chỉ này đều đọc được nguồn tin với quyền của bạn; giữ như mật khẩu, lộ thì thu hồi."),
            icon=":material/key:",
        )  # fmt: skip
    else:
        st.caption(say()("Địa chỉ cần mã riêng ở chỗ “…”. Mã chỉ mở nguồn tin và lịch, không mở bảng số liệu, và thu hồi được."))  # fmt: skip
    st.button(say()("Tạo mã riêng"), key="make_feed_token", on_click=_make, args=(shared, access, rights, file), icon=":material/key:")  # fmt: skip
    for token in mine:
        what, revoke = st.columns([5, 1], vertical_alignment="center")
        what.text(say()("Mã {id}, tạo ngày {date}").format(id=token.id, date=token.created_at[:10]))
        revoke.button(
            say()("Thu hồi"), key=f"revoke_{token.id}", on_click=_revoke, args=(shared, rights, file, token.id), type="tertiary", icon=":material/block:"
        )  # fmt: skip
    return made or _PLACE


def _is_mine(token: Token, rights: Rights) -> bool:
    return token.kind == "feed" and token.revoked_at is None and same_person(token.email, rights.person.email)


def _make(shared: Services, access: AccessFile, rights: Rights, file: TokenFile) -> None:
    try:
        st.session_state[_MADE] = create_token(shared.store, rights, file, access, rights.person.email, "feed")
    except DashboardError as error:
        told.keep(error)


def _revoke(shared: Services, rights: Rights, file: TokenFile, id_: str) -> None:
    try:
        revoke_token(shared.store, rights, file, id_)
    except DashboardError as error:
        told.keep(error)
    else:
        told.keep(say()("Đã thu hồi mã {id}.").format(id=id_))
