"""What stands before the pages: signing in, and being told why somebody who signed in sees nothing."""

import streamlit as st

from dashboard.access import Person
from dashboard.reference.catalogue import Catalogue
from dashboard.settings import sign_in_hours
from dashboard.ui.frame.language import language_switch, say
from dashboard.ui.frame.navigation import page_paths
from dashboard.ui.frame.page import failure, plain
from dashboard.ui.frame.person import sign_out_button, visitor
from dashboard.ui.frame.provider import provider
from dashboard.ui.frame.services import services
from dashboard.words.messages import DashboardError, mark

PRODUCT = mark("Chính sách xã hội: mục tiêu và thực hiện")
FAILED_COOKIE = "dashboard_sign_in_failed"
"""Tells, for a minute, that the browser comes back from the provider without having signed in."""


def draw(catalogue: Catalogue) -> None:
    """Draw what somebody sees who may see no page, at whichever page's address, and nothing of any page.

    The address keeps its page and filters: signing in comes back to it.
    """
    st.set_page_config(layout="centered")
    title = say()("Đăng nhập")
    # Streamlit tells "page not found" at addresses it was not told of. No title or script of a page goes out.
    pages = [
        st.Page(_door, title=title, url_path=path, default=not path) for path in sorted(page_paths(catalogue))
    ]  # fmt: skip
    st.navigation(pages, position="hidden").run()
    language_switch()  # beside the page, as everywhere: it is the same switch, and keeps what was chosen


def tell_failure(error: DashboardError) -> None:
    """Tell why nothing can be shown; the reason itself only where whoever sees it sits at the machine."""
    if provider() is None:
        failure(error)
    else:
        failure(DashboardError(mark("Ứng dụng chưa mở được. Nguyên nhân có trong nhật ký máy chủ; báo quản trị.")))


def _door() -> None:
    st.space("large")
    st.title(say()(PRODUCT), anchor=False)
    here = visitor()
    if here.person.email:
        _tell_without_role(here.person)
        return
    if here.refusal:
        words = say()(here.refusal).format(email=plain(here.email), hours=sign_in_hours())
        st.warning(words, icon=":material/error:")
    elif FAILED_COOKIE in st.context.cookies:
        st.warning(
            say()("Đăng nhập chưa thành công. Thử lại; nếu vẫn không được, báo quản trị."), icon=":material/error:"
        )
    st.markdown(say()("Chỉ người được cấp quyền xem được số liệu. Đăng nhập bằng tài khoản của cơ quan."))
    st.button(say()("Đăng nhập"), key="sign_in", type="primary", icon=":material/login:", on_click=st.login)
    if here.refusal:
        sign_out_button()


def _tell_without_role(here: Person) -> None:
    if provider() is None:
        st.warning(say()("Tệp phân quyền không cấp vai trò nào cho người dùng trên máy này."), icon=":material/lock:")
        return
    text = say()(
        "Đã đăng nhập với địa chỉ **{email}**, nhưng địa chỉ này chưa được cấp vai trò nào. Gửi địa chỉ ấy cho quản trị "
        "của ứng dụng để được cấp quyền; có quyền rồi thì tải lại trang."
    )
    st.warning(text.format(email=plain(here.email)), icon=":material/lock:")
    access = services().access
    asked = [grant.email for grant in access.current().grants if grant.role == "administrator"] if access else []
    if named := ", ".join(plain(email) for email in dict.fromkeys(asked) if email):
        st.markdown(say()("Quản trị: {addresses}").format(addresses=named))
    sign_out_button()
