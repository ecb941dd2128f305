"""Whose figures a page is about: one province, one agency, one year, in step with the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.access import Rights
from dashboard.intake.context import Context
from dashboard.mart.mart import FIRST_YEAR, today
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say


@dataclass(frozen=True)
class Scope:
    """One agency of one province, and the year it reports on."""

    province: str
    agency: str
    year: int

    @property
    def context(self) -> Context:
        """The same as the intake takes it."""
        return Context((self.province,), (self.agency,), self.year)


def scope_choice(rights: Rights, catalogue: Catalogue) -> Scope | None:
    """Draw the choice among what the person hands in for; None where that is nothing."""
    scopes = rights.scopes_to_submit(catalogue)
    if not scopes:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        provinces = list(dict.fromkeys(province for province, _ in scopes))
        province = pick("province", provinces, say()("Tỉnh"), lambda id_: catalogue.province[id_].name(language()), 170)
        agencies = [agency for of, agency in scopes if of == province]
        agency = pick("agency", agencies, say()("Cơ quan"), lambda id_: catalogue.agency[id_].name(language()), 480)
        year = year_choice()
    return Scope(province, agency, year)


def year_choice() -> int:
    """Draw the choice of the year reported on, this one first."""
    years = [str(year) for year in range(today().year, FIRST_YEAR - 1, -1)]
    return int(pick("year", years, say()("Năm"), str, 110))


def pick(key: str, ids: Sequence[str], label: str, name: Callable[[str], str], width: int) -> str:
    """Draw a select box in step with the address; what the address says and is not offered gives way to the first."""
    given = address.values().get(key, [""])[0]
    widget = f"pick_{key}"
    if address.is_fresh() or st.session_state.get(widget) not in ids:
        st.session_state[widget] = given if given in ids else ids[0]
    names = {id_: name(id_) for id_ in ids}
    chosen = str(
        st.selectbox(label, ids, format_func=names.__getitem__, key=widget, width=width, placeholder=say()("Chọn"))
    )
    if given or chosen != ids[0]:
        address.write({key: [chosen]})
    return chosen
