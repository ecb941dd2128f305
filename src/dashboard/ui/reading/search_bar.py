"""The filters of the search page, all of them many at once, in step with the address."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from dashboard.exports import Arrangement, Table
from dashboard.exports.arrangement import sortable_columns, years_across
from dashboard.exports.building import FILTER_WORDS
from dashboard.exports.code import address_of, query_of
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup, plain
from dashboard.ui.parts.downloads import offer
from dashboard.ui.parts.filter_bar import many, many_named, many_statuses
from dashboard.ui.parts.html_tables import linked, muted
from dashboard.ui.reading.search_view import SHOWN
from dashboard.words.messages import mark

_WORDS, _COLUMNS = "q", "columns"


def words(label: str, example: str) -> str:
    """Draw the search field; the address names it ``q``."""
    given = address.values().get(_WORDS, [""])[0][:_LONGEST]
    if address.is_fresh() or "search_words" not in st.session_state:
        st.session_state["search_words"] = given
    text = st.text_input(
        label, key="search_words", max_chars=_LONGEST, icon=":material/search:", placeholder=example,
    )  # fmt: skip
    address.write({_WORDS: [text] if text else []})
    return str(text).strip()


_LONGEST = 120


def filters(mart: Mart, catalogue: Catalogue, given: Filters) -> Filters:
    """Draw every filter and return what is chosen; nothing chosen means all."""
    years = mart.kept("years", lambda: queries.years(mart))
    agencies = {agency.id: agency for agency in catalogue.agencies_in_charge}
    first = st.columns(4, gap="small")
    with first[0]:
        chosen_years = many("year", [str(year) for year in years], say()("Năm"), str, given.years)
    with first[1]:
        provinces = many_named("province", catalogue.province, say()("Tỉnh"), given.provinces)
    with first[2]:
        sectors = many_named("sector", catalogue.sector, say()("Lĩnh vực"), given.sectors)
    with first[3]:
        statuses = many_statuses("status", STATUS, given.statuses)
    is_open = bool(given.indicators or given.breakdowns or given.agencies)
    with st.expander(say()("Chỉ tiêu, phân tổ, cơ quan chủ trì"), expanded=is_open):
        indicators = many_named("indicator", catalogue.indicator, say()("Chỉ tiêu"), given.indicators)
        second = st.columns(2, gap="small")
        with second[0]:
            parts = many_named("breakdown", catalogue.breakdowns, say()("Phân tổ"), given.breakdowns)
        with second[1]:
            chosen_agencies = many_named("agency", agencies, say()("Cơ quan chủ trì"), given.agencies)
    return Filters(
        years=tuple(map(int, chosen_years)), provinces=provinces, sectors=sectors, statuses=statuses,
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
        st.caption(say()("Tệp tải về có đúng các cột đã chọn; để nguyên thì có mọi cột."))
    shown = [name for name in headings if name in chosen] or list(SHOWN)
    address.write({_COLUMNS: [] if shown == [name for name in headings if name in SHOWN] else [",".join(shown)]})
    return shown


def arrangement(view: str, shown: Sequence[str]) -> Arrangement:
    """Return how the rows are laid out, but for their order: ``shown`` are the columns of the list."""
    asked = {"sort": address.values().get("sort", [])}
    if view == "wide":
        asked["view"] = [view]
    elif view == "list" and set(shown) != set(SHOWN):
        asked["columns"] = list(shown)
    given, problems = Arrangement.parse("gaps", asked)
    if problems:
        st.warning("\n".join(f"- {plain(problem.tell(say()))}" for problem in problems), icon=":material/link_off:")
    return given


def sort(headings: Mapping[str, str], arrangement: Arrangement, rows: pl.DataFrame) -> Arrangement:
    """Draw the choice of the rows' order, one way or the other by several columns; the address names it ``sort``."""
    names = {name: say()(heading) for name, heading in headings.items()}
    if arrangement.view == "wide":
        names |= {str(year): str(year) for year in years_across(rows)}
    options = {
        f"{minus}{name}": say()(way).format(name=names[name])
        for name in names
        if name in sortable_columns("gaps", arrangement.view) or name.isdecimal()
        for minus, way in (("", mark("{name} ↑")), ("-", mark("{name} ↓")))
    }
    if address.is_fresh() or "search_sort" not in st.session_state:
        st.session_state["search_sort"] = list(arrangement.sort)
    # What another view is ordered by may be no column of this one.
    st.session_state["search_sort"] = [text for text in st.session_state["search_sort"] if text in options]
    chosen = st.multiselect(
        say()("Sắp xếp theo"), list(options), format_func=options.__getitem__, key="search_sort",
        placeholder=say()("Thứ tự danh mục"), select_all=False,
    )  # fmt: skip
    kept = tuple(text for text in chosen if text in options)
    address.write({"sort": list(kept)})
    return arrangement.model_copy(update={"sort": kept})


def facet_links(key: str, counts: Mapping[str, int], names: Mapping[str, str]) -> None:
    """Draw how many rows each value of a filter has; a value leads to its rows alone."""
    path = st.session_state["page_path"]
    parts = [
        f"{linked(name, address.link(path, **{key: [value]}))} {muted(str(counts[value]))}"
        for value, name in names.items()
        if counts.get(value)
    ]
    heading = say()(FILTER_WORDS[key])
    markup(f'<div class="plan-keys"><strong>{heading}</strong>: {" · ".join(parts)}</div>')


def downloads(
    mart: Mart, catalogue: Catalogue, chosen: Filters, arrangement: Arrangement, rows: int, *, table: Table = "gaps"
) -> None:
    """Offer the rows as files, the address of exactly this table, and that of the same rows for programs."""
    offer(mart, catalogue, chosen, table=table, arrangement=arrangement, rows=rows, key="search")
    base = (st.context.url or "").split("?")[0].rstrip("/")
    page, query = st.columns(2, gap="large")
    with page:
        st.caption(say()("Sao chép liên kết tới đúng bảng này:"))
        st.code(f"{base}?{address.query()}" if address.query() else base, language=None, wrap_lines=True)
    with query:
        st.caption(say()("Địa chỉ API của đúng các dòng này, cho Excel và chương trình:"))
        asked = query_of(chosen, arrangement, language())
        st.code(address_of(table, asked, base.rsplit("/", 1)[0]), language=None, wrap_lines=True)
