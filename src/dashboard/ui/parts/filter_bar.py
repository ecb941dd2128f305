"""The filter bar: the same on every page, in step with the address, remembered from page to page."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from dashboard.exports.building import filters_in_words
from dashboard.filters import KEYS, Filters, shortened
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import STATUS, STATUSES, Status
from dashboard.reference.catalogue import Catalogue, Indicator, Sector
from dashboard.reference.entries import Named
from dashboard.reference.organisation import Agency
from dashboard.store.schema import today
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import on_paper, plain, province_note
from dashboard.words.messages import Problem, mark

Control = Literal["year", "province", "status", "agency"]
_MOST_PILLS = 6
TRIAL_NAMES = ("on_track", "behind", "baseline", "rule")
"""Names in the address under which a trial of the method is kept."""
_OTHER_NAMES = ("lang", "id", "view", "order", "q", "columns", "sort", *TRIAL_NAMES, *address.OWN)
"""Names in the address that are not filters."""


def filters_of_address(catalogue: Catalogue, *uses: str) -> Filters:
    """Return the filters the address gives; what it gives wrongly is told on the page and left out.

    ``uses`` are the filters of this page beside those every page carries along; the others are told, too.
    """
    given = {key: texts for key, texts in address.values().items() if key not in _OTHER_NAMES}
    filters, problems = Filters.parse(given, catalogue)
    unused = [key for key in given if key in KEYS and key not in (*uses, *address.CARRIED)]
    problems += [Problem(mark("Trang này không lọc theo “{key}”; đã bỏ qua."), {"key": key}) for key in unused]
    filters = filters.model_copy(update={KEYS[key]: Filters.model_fields[KEYS[key]].default for key in unused})
    if problems:
        st.warning("\n".join(f"- {plain(problem.tell(say()))}" for problem in problems), icon=":material/link_off:")
        address.write({key: filters.query().get(key, []) for key in given})
    return filters


def filter_bar(mart: Mart, catalogue: Catalogue, controls: Sequence[Control], given: Filters) -> Filters:
    """Draw the controls and return the filters chosen; those without a control here are left out.

    Args:
        mart: Gives the years.
        catalogue: Gives provinces and agencies.
        controls: What this page offers, in order.
        given: The filters of the address; without a year, the last one with figures is chosen.
    """
    chosen: dict[str, object] = {"as_of": given.as_of}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for control in controls:
            chosen |= _CONTROLS[control](mart, catalogue, given)
    if "years" in chosen:
        province_note(catalogue, chosen["years"][0])  # type: ignore[index]  # one year is always chosen
    filters = Filters(**chosen)  # type: ignore[arg-type]  # the controls return fields of Filters
    written = {key: filters.query().get(key, []) for key in (*controls, "as_of")}
    if "year" not in address.values() and filters.years == (default_year(mart),):
        del written["year"]  # a default written into the address would be a step of its own in the browser's history
    address.write(written)
    on_paper(" · ".join(f"{name}: {shown}" for name, shown in filters_in_words(filters, catalogue, language())))
    return filters


def default_year(mart: Mart) -> int:
    """Return the last year with figures, this year in an empty store."""
    return mart.kept("latest_year", lambda: queries.latest_year(mart)) or today().year


def _follow(key: str, value: object) -> None:
    """Set the widget to the address where that came from outside, or the widget is new."""
    if address.is_fresh() or key not in st.session_state:
        st.session_state[key] = value


def _year(mart: Mart, catalogue: Catalogue, given: Filters) -> dict[str, object]:
    years = mart.kept("years", lambda: queries.years(mart))
    offered = [year for year in years if year <= max(today().year, default_year(mart))] or years
    offered = sorted({*offered, *(year for year in given.years[:1] if year in years)}, reverse=True)
    wanted = given.years[0] if given.years and given.years[0] in offered else default_year(mart)
    _follow("filter_year", wanted if wanted in offered else offered[0])
    chosen = st.selectbox(
        say()("Năm"), offered, key="filter_year", placeholder=say()("Chọn"), width=110, persist_state="session"
    )
    return {"years": (chosen,)}


def _province(mart: Mart, catalogue: Catalogue, given: Filters) -> dict[str, object]:
    ids = [province.id for province in catalogue.provinces]
    _follow("filter_province", list(given.provinces))

    def name(id_: str) -> str:
        return catalogue.province[id_].name(language())

    if len(ids) <= _MOST_PILLS:
        chosen = st.pills(
            say()("Tỉnh (không chọn là tất cả)"), ids, selection_mode="multi", format_func=name, key="filter_province",
            persist_state="session", width="content",
        )  # fmt: skip
    else:
        chosen = st.multiselect(
            say()("Tỉnh (không chọn là tất cả)"), ids, format_func=name, key="filter_province",
            placeholder=say()("Tất cả các tỉnh"), select_all=False, persist_state="session", width=360,
        )  # fmt: skip
    return {"provinces": tuple(id_ for id_ in ids if id_ in chosen)}


def _status(mart: Mart, catalogue: Catalogue, given: Filters) -> dict[str, object]:
    _follow("filter_status", list(given.statuses))
    chosen = st.multiselect(
        say()("Trạng thái"), STATUSES, format_func=lambda status: f"{STATUS[status].sign} {say()(STATUS[status].word)}",
        key="filter_status", placeholder=say()("Tất cả trạng thái"), select_all=False, persist_state="session", width=190,
    )  # fmt: skip
    return {"statuses": tuple(status for status in STATUSES if status in chosen)}


def _agency(mart: Mart, catalogue: Catalogue, given: Filters) -> dict[str, object]:
    agencies = {agency.id: agency for agency in catalogue.agencies_in_charge}
    _follow("filter_agency", [id_ for id_ in given.agencies if id_ in agencies])
    chosen = st.multiselect(
        say()("Cơ quan chủ trì"), list(agencies), format_func=lambda id_: agencies[id_].name(language()),
        key="filter_agency", placeholder=say()("Tất cả cơ quan"), select_all=False, persist_state="session", width=250,
    )  # fmt: skip
    return {"agencies": tuple(chosen)}


_CONTROLS = {"year": _year, "province": _province, "status": _status, "agency": _agency}


def indicator_choice(catalogue: Catalogue) -> Indicator:
    """Draw the choice of one indicator, ordered by sector; the address names it by ``id``."""
    ids = [
        indicator.id
        for sector in catalogue.sectors
        for indicator in catalogue.indicators
        if indicator.sector == sector.id
    ]

    def name(id_: str) -> str:
        indicator = catalogue.indicator[id_]
        return f"{catalogue.sector[indicator.sector].number}. {indicator.name(language())}"

    return catalogue.indicator[_one("id", ids, say()("Chỉ tiêu"), name, width="stretch", called="indicator")]


def agency_choice(catalogue: Catalogue) -> Agency:
    """Draw the choice of one agency; the address names it by ``id``."""

    def name(id_: str) -> str:
        return catalogue.agency[id_].name(language())

    return catalogue.agency[_one("id", list(catalogue.agency), say()("Cơ quan"), name, width=480, called="agency")]


def sector_choice(catalogue: Catalogue) -> Sector:
    """Draw the choice of one sector; the address names it by ``sector``."""

    def name(id_: str) -> str:
        return f"{catalogue.sector[id_].number}. {catalogue.sector[id_].name(language())}"

    return catalogue.sector[_one("sector", list(catalogue.sector), say()("Lĩnh vực"), name, width=420)]


def part_choice(indicator: Indicator, catalogue: Catalogue) -> str:
    """Draw the choice of the indicator's breakdown, where it has several; return its id."""
    parts = list(indicator.breakdowns)
    if len(parts) == 1:
        return parts[0]
    given = address.values().get("breakdown", parts)[0]
    if address.is_fresh() or st.session_state.get("choice_breakdown") not in parts:
        st.session_state["choice_breakdown"] = given if given in parts else parts[0]
    chosen = st.segmented_control(
        say()("Phân tổ"), parts, format_func=lambda id_: catalogue.breakdowns[id_].name(language()),
        key="choice_breakdown", required=True, persist_state="session",
    )  # fmt: skip
    part = str(chosen)  # a required control has a value
    address.write({"breakdown": [part] if part != parts[0] else []})
    return part


def view_choice(views: Mapping[str, str], label: str, *, key: Literal["view", "order"] = "view") -> str:
    """Draw the choice of what a page shows, or in which order; the address names it by ``key``; the first is the default."""
    names = list(views)
    given = address.values().get(key, names)[0]
    widget = f"choice_{key}"
    if address.is_fresh() or st.session_state.get(widget) not in names:
        st.session_state[widget] = given if given in names else names[0]
    chosen = st.segmented_control(
        label, names, format_func=views.__getitem__, key=widget, required=True, label_visibility="collapsed"
    )
    view = str(chosen)  # a required control has a value
    address.write({key: [view] if view != names[0] else []})
    return view


def _one(
    key: str,
    ids: list[str],
    label: str,
    name: Callable[[str], str],
    *,
    width: int | Literal["stretch"],
    called: str = "",
) -> str:
    """Draw a select box of ids in step with the address; an unknown id is told, with the nearest one.

    ``called`` is the name this has in files and the API, where the page's address has a shorter one.
    """
    given = address.values().get(key, [])
    if not given and (named := address.values().get(called)):
        given = named
        address.write({called: [], key: named})
    if given and given[0] not in ids:
        near = difflib.get_close_matches(shortened(given[0]), ids, n=1)
        st.warning(
            plain(
                say()("Không có mã “{id}”; đang hiện “{shown}”.").format(
                    id=shortened(given[0]), shown=name((near or ids)[0])
                )
            ),
            icon=":material/link_off:",
        )
        given = [(near or ids)[0]]
    widget = f"choice_{called or key}"
    if address.is_fresh() or st.session_state.get(widget) not in ids:
        st.session_state[widget] = given[0] if given else ids[0]
    names = {id_: name(id_) for id_ in ids}
    chosen = st.selectbox(
        label,
        ids,
        format_func=names.__getitem__,
        key=widget,
        placeholder=say()("Chọn"),
        persist_state="session",
        width=width,
    )
    if given or chosen != ids[0]:
        address.write({key: [chosen]})
    return str(chosen)


def many(
    key: str, ids: Sequence[str], label: str, name: Callable[[str], str], given: Sequence[object]
) -> tuple[str, ...]:
    """Draw a field for several values of one filter in step with the address."""
    widget = f"search_{key}"
    if address.is_fresh() or widget not in st.session_state:
        st.session_state[widget] = [id_ for id_ in map(str, given) if id_ in ids]
    names = {id_: name(id_) for id_ in ids}
    chosen = st.multiselect(
        label,
        ids,
        format_func=names.__getitem__,
        key=widget,
        placeholder=say()("Tất cả"),
        select_all=False,
    )
    picked = tuple(id_ for id_ in ids if id_ in chosen)
    address.write({key: list(picked)})
    return picked


def many_named(key: str, known: Mapping[str, Named], label: str, given: Sequence[object]) -> tuple[str, ...]:
    """Draw the same for things of the catalogue, by their names."""
    return many(key, list(known), label, lambda id_: known[id_].name(language()), given)


def many_statuses(key: str, known: Mapping[str, Status], given: Sequence[object]) -> tuple[str, ...]:
    """Draw the same for statuses, each with its sign."""
    return many(key, list(known), say()("Trạng thái"), lambda id_: f"{known[id_].sign} {say()(known[id_].word)}", given)
