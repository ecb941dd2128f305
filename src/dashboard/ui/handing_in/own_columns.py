"""A file with columns of the office's own on the page: its first rows, and which column is which."""

import html
from functools import partial

import streamlit as st

from dashboard import workflow
from dashboard.intake.own_columns import fault, guesses, letters_of, options
from dashboard.intake.reading import first_rows
from dashboard.intake.template_columns import COLUMNS
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure, markup, section
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in.scope import Scope
from dashboard.ui.parts.html_tables import table
from dashboard.words.messages import DashboardError

_KEY = "own_columns"
_ROWS_SHOWN = 8
_MOST_COLUMNS = 30


def ask_about(content: bytes, file_name: str) -> None:
    """Remember a file whose headings are not the template's, so that the next run asks which column is which."""
    st.session_state[_KEY] = (content, file_name)


def draw(shared: Services, scope: Scope) -> bool:
    """Draw the question about a file's columns, if there is one; return whether there is."""
    asked = st.session_state.get(_KEY)
    if asked is None:
        return False
    content, file_name = asked
    try:
        _, rows = next((sheet for sheet in first_rows(content, _ROWS_SHOWN) if len(sheet[1]) > 1), ("", []))
    except DashboardError as error:
        st.session_state.pop(_KEY)
        failure(error)
        return True
    if not rows:
        st.session_state.pop(_KEY)
        return False
    _ = say()
    section(
        _("Cột nào là gì?"),
        note=_("Tiêu đề của tệp khác biểu mẫu. Chọn nội dung của từng cột; lần sau cơ quan này được gợi ý như vậy."),
    )
    columns = _chosen(shared, scope, rows)
    if wrong := fault(columns):
        st.caption(_(wrong))
    with st.container(horizontal=True):
        st.button(
            _("Đọc tệp theo các cột này"), type="primary", icon=":material/check:", disabled=bool(wrong),
            on_click=partial(_read, shared, scope, columns),
        )  # fmt: skip
        st.button(_("Bỏ tệp này"), type="tertiary", on_click=partial(st.session_state.pop, _KEY, None))
    return True


def _chosen(shared: Services, scope: Scope, rows: list[list[str]]) -> dict[str, str]:
    """Draw the first rows with a choice for each column, and return what was chosen."""
    _ = say()
    numbers = [row[0] for row in rows]
    remembered = workflow.columns_of_office(shared.store, rights(), scope.province, scope.agency)
    first = remembered.get("row", numbers[0])
    row = st.selectbox(
        _("Dòng tiêu đề"),
        numbers,
        index=numbers.index(first) if first in numbers else 0,
        key=f"{_KEY}_row",
        width=140,
        placeholder=_("Chọn"),
    )
    headings = rows[numbers.index(row)][1:][:_MOST_COLUMNS]
    markup(
        table(
            [
                (_("Dòng"), "number", lambda cells: html.escape(cells[0])),
                *((letters_of(place), "text", partial(_cell, place=place + 1)) for place in range(len(headings))),
            ],
            rows,
            caption=_("Các dòng đầu của tệp"),
        )
    )
    offered, likely = options(headings, shared.catalogue), guesses(headings, shared.catalogue, scope.year)
    names = {option: _named(shared, option) for option in offered}
    columns = {"row": str(row)}
    with st.container(horizontal=True, gap="medium"):
        for place, heading in enumerate(headings):
            letters = letters_of(place)
            said = remembered.get(letters, likely[letters])
            columns[letters] = st.selectbox(
                f"{letters} · {heading[:40] or '–'}",
                offered,
                index=offered.index(said) if said in offered else 0,
                format_func=names.__getitem__,
                key=f"{_KEY}_{row}_{letters}",
                width=250,
                placeholder=_("Chọn"),
            )
    return columns


def _cell(cells: list[str], place: int) -> str:
    return html.escape(cells[place][:60])


def _named(shared: Services, option: str) -> str:
    """Return what a column can be in the reader's language."""
    _ = say()
    column, _at, meant = option.partition("@")
    if column not in COLUMNS:
        return _("không dùng")
    name = _(COLUMNS[column].heading)
    kind, _equals, of = meant.partition("=")
    if kind == "year":
        return _("{column} năm {year}").format(column=name, year=of)
    return f"{name}: {shared.catalogue.province[of].name(language())}" if kind else name


def _read(shared: Services, scope: Scope, columns: dict[str, str]) -> None:
    content, file_name = st.session_state.pop(_KEY)
    try:
        drafts.begin(shared, rights(), scope, content, file_name, columns)
    except DashboardError as error:
        told.keep(error)
        ask_about(content, file_name)
