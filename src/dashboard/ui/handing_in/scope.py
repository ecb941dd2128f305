"""Whose figures a page is about: one province, one agency, one year, in step with the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.access import Rights
from dashboard.filters import Filters
from dashboard.intake.context import Context
from dashboard.mart.mart import FIRST_YEAR
from dashboard.reference.catalogue import Catalogue
from dashboard.store.ledger import Draft
from dashboard.store.schema import today
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say

ALL = "all"
"""What the address says for all agencies, and for several years."""


@dataclass(frozen=True)
class Scope:
    """Whose figures: one agency of one province, or (None) all of them; and the year reported on, or (None) several years in one file.

    ``province`` may be one of today; ``former`` are the plans' provinces it means.
    """

    province: str
    agency: str | None
    year: int | None
    former: tuple[str, ...]

    @classmethod
    def of(cls, office: Draft, catalogue: Catalogue) -> "Scope":
        """Return whose figures a draft holds."""
        return cls(office.province, office.agency, office.year, catalogue.organisation.former(office.province))

    @property
    def context(self) -> Context:
        """The same as the intake takes it."""
        return Context(self.former, (self.agency,) if self.agency else (), self.year)

    @property
    def each(self) -> tuple["Scope", ...]:
        """The same for each of the plans' provinces."""
        return tuple(Scope(id_, self.agency, self.year, (id_,)) for id_ in self.former)

    @property
    def filters(self) -> Filters:
        """The same as filters."""
        years = (self.year,) if self.year else ()
        return Filters(provinces=self.former, agencies=(self.agency,) if self.agency else (), years=years)


def scope_choice(rights: Rights, catalogue: Catalogue) -> Scope | None:
    """Draw the choice among what the person hands in for; None where that is nothing."""
    scopes = rights.scopes_to_submit(catalogue)
    if not scopes:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        provinces = list(dict.fromkeys(province for province, _ in scopes))
        province = pick("province", provinces, say()("Tỉnh"), lambda id_: province_name(id_, catalogue), 230)
        agencies = [agency for of, agency in scopes if of == province]
        former = catalogue.organisation.former(province)
        if all(rights.may_submit(id_, None) for id_ in (province, *former)):
            agencies.append(ALL)
        agency = pick("agency", agencies, say()("Cơ quan"), lambda id_: _offered(id_, province, catalogue), 440)
        year = year_choice(or_several=True)
    return Scope(province, None if agency == ALL else agency, year, former)


def province_name(id_: str, catalogue: Catalogue) -> str:
    """Return the province's name; of one of today also the names of those that became it."""
    if id_ in catalogue.province:
        return catalogue.province[id_].name(language())
    new, former = catalogue.organisation.merged[id_]
    names = ", ".join(catalogue.province[one].name(language()) for one in former)
    return f"{new.name(language())}: {names}"


def agency_name(id_: str | None, catalogue: Catalogue) -> str:
    """Return the agency's name, or that all of the province are meant."""
    if id_ is None or id_ == ALL:
        return say()("Cả tỉnh, mọi cơ quan")
    return catalogue.agency[id_].name(language())


def _offered(id_: str, province: str, catalogue: Catalogue) -> str:
    former = catalogue.organisation.former(province)
    if id_ == ALL or any(catalogue.offices[one, id_].is_of_today for one in former):
        return agency_name(id_, catalogue)
    return say()("{agency} (tên trong kế hoạch, nhiệm vụ đã chuyển)").format(agency=agency_name(id_, catalogue))


def year_choice(*, or_several: bool = False) -> int | None:
    """Draw the choice of the year reported on, this one first; None where several years in one file are chosen."""
    years = [str(year) for year in range(today().year, FIRST_YEAR - 1, -1)] + ([ALL] if or_several else [])
    names = dict.fromkeys(years) | {ALL: say()("nhiều năm")}
    chosen = pick("year", years, say()("Năm"), lambda year: names[year] or year, 130)
    return None if chosen == ALL else int(chosen)


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
