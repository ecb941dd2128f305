"""A table's rows for elsewhere: as text for a letter, as links to the table and its picture, as code that fetches them."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin

import streamlit as st

from dashboard.exports import AS_USUAL, Arrangement, Export, Table
from dashboard.exports.code import Query, address_of, pandas_code, power_query_code, query_of, r_code
from dashboard.exports.letter import LETTERS, letter
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import INDICATOR, OVERVIEW
from dashboard.ui.frame.services import services
from dashboard.words.messages import mark

_FORMS = {
    "letter": mark("Chữ cho thư"),
    "links": mark("Liên kết, biểu đồ"),
    "pandas": "pandas",
    "r": "R",
    "power_query": "Power Query",
}


def offer(
    export_of: Callable[..., Export], mart: Mart, catalogue: Catalogue, filters: Filters, table: Table, arrangement: Arrangement, *, site: str, key: str
) -> None:  # fmt: skip
    """Draw the fold; what is in it is made when it is opened.

    Args:
        export_of: ``exports.export_of`` of these rows but for the arrangement.
        mart: Keeps the text of the letter.
        catalogue: Where the picture of the rows is.
        filters: Which rows.
        table: Which table.
        arrangement: How they are laid out.
        site: The address of the installation.
        key: Of the widgets.
    """
    box = st.popover(
        say()("Cho thư, chương trình"), type="tertiary", key=f"{key}_along", on_change="rerun", icon=":material/ios_share:"
    )  # fmt: skip
    if not box.open:
        return
    forms = {form: say()(word) for form, word in _FORMS.items() if form != "letter" or table in LETTERS}
    with box:
        form = st.segmented_control(
            say()("Dạng"), list(forms), format_func=forms.__getitem__, key=f"{key}_form", required=True,
            default=next(iter(forms)), label_visibility="collapsed",
        )  # fmt: skip
        if form == "letter":
            in_order = arrangement if arrangement.view == "list" else AS_USUAL
            usual = in_order.model_copy(update={"columns": ()})
            text = mart.kept(
                ("letter", table, filters, usual, language(), site), lambda: letter(export_of(arrangement=usual))
            )
            st.caption(say()("Đúng các dòng của bảng, để chép vào thư hay công văn."))
            st.code(text, language=None, wrap_lines=True)
        elif form == "links":
            _draw_links(catalogue, filters, table, query_of(filters, arrangement, language()), site)
        else:
            make = {"pandas": pandas_code, "r": r_code, "power_query": power_query_code}[str(form)]
            needs_token = services().access is not None
            st.caption(_how(str(form), needs_token=needs_token))
            spoken = {"pandas": "python", "r": "r"}.get(str(form))
            code = make(table, query_of(filters, arrangement, language()), site, needs_token=needs_token)
            st.code(code, language=spoken, wrap_lines=True)


def _how(form: str, *, needs_token: bool) -> str:
    told = (
        say()("Excel: Dữ liệu → Lấy dữ liệu → Truy vấn trống → Trình soạn thảo nâng cao.")
        if form == "power_query"
        else say()("Đọc đúng các dòng này, số liệu mới nhất mỗi lần chạy.")
    )
    return f"{told} {say()('Thay TOKEN bằng mã truy cập API của bạn; quản trị cấp.')}" if needs_token else told


def _draw_links(catalogue: Catalogue, filters: Filters, table: Table, query: Query, site: str) -> None:
    here = (st.context.url or "").split("?")[0]
    asked = address.query()
    st.caption(say()("Trang này, đúng bảng này:"))
    st.code(f"{here}?{asked}" if asked else here, language=None, wrap_lines=True)
    if table == "gaps":
        st.caption(say()("Biểu đồ của các dòng này:"))
        st.code(urljoin(f"{site}/", _picture(catalogue, filters)), language=None, wrap_lines=True)
    st.caption(say()("Địa chỉ API của đúng các dòng này (CSV):"))
    st.code(address_of(table, query, site), language=None, wrap_lines=True)


def _picture(catalogue: Catalogue, filters: Filters) -> str:
    """Return path and query of the page that draws the rows: the one indicator, else the one sector, else the overview."""
    sectors = {*filters.sectors, *(catalogue.indicator[id_].sector for id_ in filters.indicators)}
    made = partial(address.link, status=[], agency=[], sector=[], indicator=[], breakdown=[], view=[])
    if len(filters.indicators) == 1:
        return made(INDICATOR.path, id=list(filters.indicators))
    if len(sectors) == 1:
        return made(catalogue.sector[sectors.pop()].path, id=[])
    return made(OVERVIEW.path, id=[])
