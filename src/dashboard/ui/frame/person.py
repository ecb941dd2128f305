"""Who is at the screen, and what they may do."""

from typing import Any

import streamlit as st

from dashboard.access import LOCAL, Grant, Person, Rights, rights_of
from dashboard.settings import author_may_approve
from dashboard.ui.frame.claims import Visitor, end, visitor_of
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import plain
from dashboard.ui.frame.provider import provider
from dashboard.ui.frame.services import services

INSIDE = "inside"
"""Under this name a session of the application's own (``warm_up.py``) has ``WARM_UP``."""
WARM_UP: Any = object()
"""No cookie and no claim can be this: they are texts from outside."""
_WARM_UP_RIGHTS = Rights(Person("warm-up"), (Grant(email="warm-up@localhost", role="viewer"),))


def visitor() -> Visitor:
    """Return who signed in, or why the sign-in does not count; the local person where nobody needs to sign in."""
    return Visitor(LOCAL) if provider() is None else visitor_of(st.user.to_dict())


def person() -> Person:
    """Return who acts; somebody without an address before signing in."""
    return visitor().person


def rights() -> Rights:
    """Return what the person at the screen may do; asked anew at every run, as the access file may change."""
    access = services().access
    if provider() is None:
        return rights_of(LOCAL, access, author_may_approve=author_may_approve())
    if st.user.to_dict().get(INSIDE) is WARM_UP:
        return _WARM_UP_RIGHTS
    return Rights(person(), ()) if access is None else access.rights(person())


def is_nobody(mine: Rights) -> bool:
    """Whether the page runs for nobody: the application's own session before the first visitor."""
    return mine is _WARM_UP_RIGHTS


def who() -> None:
    """Say at the foot of the menu who is at the screen."""
    if provider() is None:
        words = say()("Người dùng trên máy này, mọi vai trò. Chỉ mở trên máy này (127.0.0.1).")
        st.markdown(f":small[:gray[{words}]]")
        return
    here = person()
    st.markdown(f":small[{plain(f'{here.name} {here.email}'.strip())}]")
    sign_out_button()


def sign_out_button() -> None:
    """Draw the button that ends the sign-in, here, in every other tab, and at the provider where it can."""
    st.button(say()("Đăng xuất"), key="sign_out", on_click=_sign_out, icon=":material/logout:", type="tertiary")


def _sign_out() -> None:
    end(st.user.to_dict())
    st.logout()
