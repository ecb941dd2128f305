"""The filters of the search page, all of them many at once, in step with the address."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import queries
from dashboard.catalogue import Catalogue
from dashboard.filters import STATUSES, Filters
from dashboard.mart import Mart
from dashboard.notation import STATUS_ICONS, STATUS_WORDS
from dashboard.ui import address
from dashboard.ui.downloads import offer
from dashboard.ui.language import language, say
from dashboard.ui.page import markup
from dashboard.ui.search_view import SHOWN
from dashboard.ui.tables import linked, muted

_WORDS, _COLUMNS = "q", "columns"


def words() -> str:
    """Draw the search field; the address names it ``q``."""
    given = address.values().get(_WORDS, [""])[0][:_LONGEST]
    if address.is_fresh() or "search_words" not in st.session_state:
        st.session_state["search_words"] = given
    text = st.text_input(
        say()("Tìm chỉ tiêu"), key="search_words", max_chars=_LONGEST, icon=":material/search:",
        placeholder=say()("Ví dụ: ti le that nghiep; không cần dấu"),
    )  # fmt: skip
    address.write({_WORDS: [text] if text else []})
    return str(text).strip()


_LONGEST = 120


def filters(mart: Mart, catalogue: Catalogue, given: Filters) -> Filters:
    """Draw every filter and return what is chosen; nothing chosen means all."""
    years = mart.kept("years", lambda: queries.years(mart))
    agencies = {agency.id: agency for agency in catalogue.agencies_in_charge}
    lang = language()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        chosen_years = _many("year", [str(year) for year in years], say()("Năm"), str, given.years, 150)
        provinces = _many(
            "province", [item.id for item in catalogue.provinces], say()("Tỉnh"),
            lambda id_: catalogue.province[id_].name(lang), given.provinces, 180,
        )  # fmt: skip
        sectors = _many(
            "sector", [item.id for item in catalogue.sectors], say()("Lĩnh vực"),
            lambda id_: catalogue.sector[id_].name(lang), given.sectors, 230,
        )  # fmt: skip
        statuses = _many(
            "status", list(STATUSES), say()("Trạng thái"),
            lambda id_: f"{STATUS_ICONS[id_]} {say()(STATUS_WORDS[id_])}", given.statuses, 190,
        )  # fmt: skip
        parts = _many(
            "breakdown", list(catalogue.breakdowns), say()("Phân tổ"),
            lambda id_: catalogue.breakdowns[id_].name(lang), given.breakdowns, 170,
        )  # fmt: skip
        chosen_agencies = _many(
            "agency", list(agencies), say()("Cơ quan chủ trì"),
            lambda id_: agencies[id_].name(lang), given.agencies, 330,
        )  # fmt: skip
        indicators = _many(
            "indicator", [item.id for item in catalogue.indicators], say()("Chỉ tiêu"),
            lambda id_: catalogue.indicator[id_].name(lang), given.indicators, 640,
        )  # fmt: skip
    return Filters(
        years=tuple(map(int, chosen_years)), provinces=provinces, sectors=sectors, statuses=statuses,  # type: ignore[arg-type]
        agencies=chosen_agencies, breakdowns=parts, indicators=indicators, as_of=given.as_of,
    )  # fmt: skip


def columns(headings: Mapping[str, str]) -> list[str]:
    """Draw the choice of columns; the address names them ``columns`` where they are not the usual ones."""
    given = [name for text in address.values().get(_COLUMNS, []) for name in text.split(",") if name in headings]
    if address.is_fresh() or "search_columns" not in st.session_state:
        st.session_state["search_columns"] = given or list(SHOWN)
    names = {name: say()(heading) for name, heading in headings.items()}
    with st.expander(say()("Chọn cột")):
        chosen = st.pills(
            say()("Cột"), list(names), selection_mode="multi", format_func=names.__getitem__, key="search_columns",
            label_visibility="collapsed",
        )  # fmt: skip
    shown = [name for name in headings if name in chosen] or list(SHOWN)
    address.write({_COLUMNS: [] if shown == [name for name in headings if name in SHOWN] else [",".join(shown)]})
    return shown


def facet_links(key: str, counts: Mapping[str, int], names: Mapping[str, str]) -> None:
    """Draw how many rows each value of a filter has; a value leads to its rows alone."""
    path = st.session_state["page_path"]
    parts = [
        f"{linked(name, address.link(path, **{key: [value]}))} {muted(str(counts[value]))}"
        for value, name in names.items()
        if counts.get(value)
    ]
    markup(f'<div class="plan-keys">{" · ".join(parts)}</div>')


def downloads(mart: Mart, catalogue: Catalogue, chosen: Filters) -> None:
    """Offer the rows as files, and the address of exactly this table."""
    offer(mart, catalogue, chosen, key="search")
    st.caption(say()("Sao chép liên kết tới đúng bảng này:"))
    base = (st.context.url or "").split("?")[0].rstrip("/")
    st.code(f"{base}?{address.query()}" if address.query() else base, language=None, wrap_lines=True)


def _many(
    key: str, ids: Sequence[str], label: str, name: Callable[[str], str], given: Sequence[object], width: int
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
        width=width,
    )
    picked = tuple(id_ for id_ in ids if id_ in chosen)
    address.write({key: list(picked)})
    return picked
