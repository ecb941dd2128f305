"""Naming the days since which an office asks what changed, and keeping when each person looked last."""

import datetime as dt

from dashboard.access import Rights
from dashboard.reference.catalogue import Catalogue
from dashboard.store import named_dates as rows
from dashboard.store.ledger import Ledger
from dashboard.store.named_dates import NamedDate
from dashboard.store.schema import today
from dashboard.store.store import Store
from dashboard.words.messages import mark
from dashboard.workflow.rules import act_on, refuse

__all__ = ["NamedDate", "last_visit", "may_name", "name_date", "named_dates", "remember_visit", "strike_date"]

LONGEST_NAME = 80
"""How many characters a name has at most."""


def may_name(rights: Rights, province: str) -> bool:
    """Whether the person names days of the province: who leads or reviews it, and administrators."""
    return rights.is_administrator or rights.may_lead(province) or rights.may_review(province)


def name_date(store: Store, rights: Rights, catalogue: Catalogue, province: str, day: dt.date, name: str) -> str:
    """Keep a day of a province under a name for everybody; return its id.

    Raises:
        RefusedError: The person may not, there is no such province, the name is empty, too long or taken, or the day has not come.
    """
    given = " ".join(name.split())

    def act(ledger: Ledger) -> tuple[str, str]:
        if province not in catalogue.province:
            refuse(mark("Không có tỉnh “{province}”."), province=province)
        _require_may_name(rights, province)
        if not given or len(given) > LONGEST_NAME:
            refuse(mark("Tên mốc phải có từ 1 đến {most} ký tự."), most=LONGEST_NAME)
        if day > today():
            refuse(mark("Ngày “{text}” chưa tới; chỉ đặt tên cho ngày đã qua hoặc hôm nay."), text=day.isoformat())
        if any(held.province == province and held.name == given for held in rows.named_dates(ledger)):
            refuse(mark("Tỉnh “{province}” đã có mốc tên “{name}”. Hãy đặt tên khác."), province=province, name=given)
        return rows.add_named_date(ledger, province, day, given, actor=rights.person.email), f"{province} {day} {given}"

    return act_on(store, rights, "name_date", None, act)


def strike_date(store: Store, rights: Rights, id_: str) -> None:
    """Strike out a named day; nothing is deleted.

    Raises:
        RefusedError: The person may not, or there is no such day.
    """

    def act(ledger: Ledger) -> tuple[None, str]:
        held = next((named for named in rows.named_dates(ledger) if named.id == id_), None)
        if held is None:
            refuse(mark("Không có mốc “{id}”, hoặc mốc đã được bỏ."), id=id_)
        _require_may_name(rights, held.province)
        rows.strike_named_date(ledger, held, actor=rights.person.email)
        return None, f"{held.province} {held.day} {held.name}"

    act_on(store, rights, "strike_date", id_, act)


def named_dates(store: Store) -> list[NamedDate]:
    """Return the named days of all provinces, the latest first; everybody who sees the dashboard sees them."""
    return store.read(rows.named_dates, kept_as="named_dates")


def last_visit(store: Store, rights: Rights) -> dt.date | None:
    """Return the last day before today on which the person looked at what changed; None where they never did.

    A second look on the same day must show the same: what was new this morning is not gone at noon.
    """
    person = _person(rights)
    days = store.read(lambda ledger: rows.last_visits(ledger, person), kept_as=("visits", person))
    return next((day for day in days if day < today()), None)


def remember_visit(store: Store, rights: Rights) -> None:
    """Keep that the person looked today; once a day.

    Raises:
        DashboardError: It cannot be written.
    """
    person, day = _person(rights), today()
    if day not in store.read(lambda ledger: rows.last_visits(ledger, person), kept_as=("visits", person)):
        store.transact(lambda ledger: rows.add_visit(ledger, person, day))


def _person(rights: Rights) -> str:
    return rights.person.email.strip().casefold()


def _require_may_name(rights: Rights, province: str) -> None:
    if not may_name(rights, province):
        refuse(
            mark(
                "{person} không có quyền đặt mốc của tỉnh “{province}”: cần vai trò leader, reviewer của tỉnh hoặc administrator. "
                "Hãy nhờ người quản trị bổ sung vào tệp phân quyền."
            ),
            person=rights.person.email,
            province=province,
        )
