"""Who is at the screen, and what they may do."""

import streamlit as st

from dashboard.access import LOCAL, Person, Rights, rights_of
from dashboard.settings import author_may_approve
from dashboard.ui.house import house
from dashboard.ui.language import say
from dashboard.ui.page import plain


def person() -> Person:
    """Return who signed in; the local person where the installation has no identity provider."""
    if not st.user.get("is_logged_in"):
        return LOCAL
    groups = st.user.get("groups") or ()
    return Person(
        str(st.user.get("email") or ""),
        str(st.user.get("name") or ""),
        frozenset(map(str, groups if isinstance(groups, list | tuple) else (groups,))),
    )


def who() -> None:
    """Say at the foot of the menu who is at the screen."""
    here = person()
    if here is LOCAL:
        words = say()("Người dùng trên máy này, mọi vai trò. Chỉ mở trên máy này (127.0.0.1).")
        st.markdown(f":small[:gray[{words}]]")
    else:
        st.markdown(f":small[{plain(f'{here.name} {here.email}'.strip())}]")
        st.button(say()("Đăng xuất"), on_click=st.logout, icon=":material/logout:", type="tertiary")


def rights() -> Rights:
    """Return what the person at the screen may do; asked anew at every run, as the access file may change."""
    return rights_of(person(), house().access, author_may_approve=author_may_approve())
