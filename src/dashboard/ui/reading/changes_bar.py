"""The choices of the page of changes: since when, and about what."""

import datetime as dt
from typing import NamedTuple

import streamlit as st

from dashboard.exports.building import filters_in_words
from dashboard.filters import Filters, shortened
from dashboard.mart.mart import Mart
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import VIETNAM
from dashboard.store.store import Store
from dashboard.ui.frame import address, told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import CHANGES
from dashboard.ui.frame.page import markup, on_paper
from dashboard.ui.parts.filter_bar import many_named
from dashboard.ui.parts.html_tables import linked, muted
from dashboard.words.messages import DashboardError, mark
from dashboard.workflow.named_dates import NamedDate

FIRST_DAY = dt.date(2021, 1, 1)
_DAYS = 30
_MOST_NAMED = 6


class Mark(NamedTuple):
    """A day to ask from, and what it is called."""

    name: str
    day: dt.date


def marks(
    mart: Mart, catalogue: Catalogue, given: Filters, visit: dt.date | None, named: list[NamedDate]
) -> list[Mark]:
    """Return the days offered, the one that is meant where the address names none first.

    Args:
        mart: Its day is the last of which changes are shown.
        catalogue: Names of provinces.
        given: The provinces chosen, whose named days are offered; all of them where none is.
        visit: When the person looked last, None where they never did.
        named: The named days of all provinces, the latest first.
    """
    found = [Mark(say()("lần xem trước"), visit)] if visit is not None and visit <= mart.as_of else []
    offices = [one for one in named if not given.provinces or one.province in given.provinces]
    offered = [one for one in offices if FIRST_DAY <= one.day <= mart.as_of][:_MOST_NAMED]
    for one in offered:
        found.append(Mark(f"{one.name} ({catalogue.province[one.province].name(language())})", one.day))
    found.append(Mark(say()("{count} ngày qua").format(count=_DAYS), mart.as_of - dt.timedelta(days=_DAYS)))
    found.append(Mark(say()("từ đầu năm"), dt.date(mart.as_of.year, 1, 1)))
    return found


def choices(mart: Mart, catalogue: Catalogue, store: Store, given: Filters, offered: list[Mark]) -> Filters:
    """Draw the choices and return what is chosen; without a day in the address the first one offered is meant."""
    usual = max(offered[0].day, FIRST_DAY)
    wanted = min(max(given.since or usual, FIRST_DAY), mart.as_of)
    if address.is_fresh() or "changes_since" not in st.session_state:
        st.session_state["changes_since"] = wanted
    day, snapshot, province, sector, agency = st.columns(
        [1.3, 1.3, 1.5, 1.5, 1.7], gap="small", vertical_alignment="bottom"
    )
    with day:
        since = st.date_input(
            say()("Từ ngày, kể cả ngày đó"), key="changes_since", min_value=FIRST_DAY, max_value=mart.as_of,
            format="DD/MM/YYYY",
        )  # fmt: skip
        assert isinstance(since, dt.date)  # one day, never none
    with snapshot:
        st.text_input(
            say()("Hoặc từ bản số liệu số"), key="changes_snapshot", on_change=_from_snapshot, args=(store, mart.as_of),
            help=say()("Số ở chân mỗi trang và trong mỗi tệp tải về."),
        )  # fmt: skip
    with province:
        provinces = many_named("province", catalogue.province, say()("Tỉnh"), given.provinces)
    with sector:
        sectors = many_named("sector", catalogue.sector, say()("Lĩnh vực"), given.sectors)
    with agency:
        agencies = many_named("agency", catalogue.agency, say()("Cơ quan"), given.agencies)
    if since != usual or given.since:
        address.write({"since": [since.isoformat()]})
    chosen = Filters(
        provinces=provinces, sectors=sectors, agencies=agencies, indicators=given.indicators, since=since, as_of=given.as_of
    )  # fmt: skip
    _draw_marks(offered, since)
    if given.indicators:
        _draw_indicators(given, catalogue)
    on_paper(" · ".join(f"{name}: {shown}" for name, shown in filters_in_words(chosen, catalogue, language())))
    return chosen


def _from_snapshot(store: Store, last: dt.date) -> None:
    """Choose the day on which a version of the figures came about; tell where there is no such version."""
    text = str(st.session_state["changes_snapshot"]).strip()
    if not text:
        return
    try:
        at = store.snapshot_time(int(text)) if text.isdecimal() and len(text) < 10 else None
    except DashboardError as error:
        told.keep(error)
        return
    if at is None:
        told.keep(DashboardError(mark("Kho này không có bản số liệu “{text}”. Xem số ở chân trang hoặc trong tệp."), text=shortened(text)))  # fmt: skip
        return
    day = at.replace(tzinfo=dt.UTC).astimezone(VIETNAM).date()
    st.session_state["changes_since"] = min(max(day, FIRST_DAY), last)
    st.session_state["changes_snapshot"] = ""


def _draw_marks(offered: list[Mark], since: dt.date) -> None:
    """Draw the days offered, each leading to the changes since then; the one shown is no link."""
    parts = []
    for one in offered:
        told = muted(date(one.day, language=language()))
        if one.day == since:
            parts.append(f"<strong>{muted(one.name)}</strong> {told}")
        else:
            parts.append(f"{linked(one.name, address.link(CHANGES.path, since=[one.day.isoformat()]))} {told}")
    markup(f'<div class="plan-keys">{say()("Xem từ")}: {" · ".join(parts)}</div>')


def _draw_indicators(given: Filters, catalogue: Catalogue) -> None:
    """Say which indicators the address narrows the page to, and lead out of that."""
    names = "; ".join(catalogue.indicator[id_].name(language()) for id_ in given.indicators)
    every = linked(say()("xem mọi chỉ tiêu"), address.link(CHANGES.path, indicator=[]))
    markup(f'<div class="plan-keys">{say()("Chỉ tiêu")}: {muted(names)} · {every}</div>')
