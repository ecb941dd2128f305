"""Who is red where: the matrix as it is sent, and as the browser's script searches it."""

import html
import json
import re

import pytest
import streamlit as st

from dashboard.method import STATUS
from dashboard.ui.parts import province_matrix as module
from dashboard.ui.parts.province_matrix import province_matrix
from tests.many_provinces import PROVINCES_OF_TODAY, catalogue_of

CATALOGUE = catalogue_of(PROVINCES_OF_TODAY)
PROVINCES = [province.id for province in CATALOGUE.provinces]


@pytest.fixture(autouse=True)
def address():
    """The page on which the matrix stands, for its links."""
    st.session_state["address_values"], st.session_state["page_path"] = {"year": ["2025"]}, "y-te"
    yield
    st.session_state.clear()


def row(province, status, *, indicator="doctors", preliminary=False):
    return {"province": province, "indicator": indicator, "breakdown": "total", "year": 2025,
            "status": status, "preliminary": preliminary}  # fmt: skip


def told(made):
    return json.loads(html.unescape(re.search(r'data-told="([^"]*)"', made)[1]))


def headings(made):
    return re.findall(r'<th scope="col" class="mark">([^<]*)', made)


def matrix(rows, *, sorted_by_red=True):
    return province_matrix(rows, CATALOGUE, "vi", caption="Đỏ ở đâu", sorted_by_red=sorted_by_red)


def test_the_province_with_the_most_red_stands_first_with_its_number_or_all_as_in_the_catalogue():
    ids = {CATALOGUE.sector[i.sector].id: i.id for i in CATALOGUE.indicators}
    first, second, *_ = ids.values()
    names = {p.id: p.vi for p in CATALOGUE.provinces}
    rows = [
        row(PROVINCES[0], "achieved", indicator=first),
        row(PROVINCES[1], "missed", indicator=first),
        row(PROVINCES[1], "off_track", indicator=second),
        row(PROVINCES[2], "moving_away", indicator=second),
        row(PROVINCES[0], "no_data", indicator=second),
    ]
    expected = [f"{names[PROVINCES[1]]} 2", f"{names[PROVINCES[2]]} 1", f"{names[PROVINCES[0]]} 0"]
    assert headings(matrix(rows)) == expected
    assert headings(matrix(rows, sorted_by_red=False)) == [expected[2], expected[0], expected[1]]
    assert [id_ for id_, _ in told(matrix(rows))["provinces"]] == [PROVINCES[1], PROVINCES[2], PROVINCES[0]]


def test_every_status_has_its_own_sign_with_its_words_and_an_estimate_is_marked():
    indicator = CATALOGUE.indicators[0].id
    rows = [row(id_, status, indicator=indicator) for id_, status in zip(PROVINCES, STATUS, strict=False)]
    made = matrix([*rows, row(PROVINCES[20], "missed", indicator=indicator, preliminary=True)])
    words = told(made)["statuses"]
    assert len(words) == len(STATUS)
    for status in STATUS.values():
        assert f">{status.sign}</td>" in made
        assert words[status.sign][0] == status.word
    assert made.count("<i>✖</i>") == 1
    assert words["✖"][1] == "Ước không đạt"


def test_where_a_province_has_no_such_row_its_cell_is_empty():
    one, other = (indicator.id for indicator in CATALOGUE.indicators[:2])
    made = matrix([row(PROVINCES[0], "missed", indicator=one), row(PROVINCES[1], "missed", indicator=other)])
    assert made.count('<td class="mark"></td>') == 2


@pytest.mark.parametrize(("count", "is_searched"), [(module.SEARCHED_FROM, False), (module.SEARCHED_FROM + 1, True)])
def test_many_provinces_are_searched(count: int, is_searched: bool):
    indicator = CATALOGUE.indicators[0].id
    assert (
        "search" in told(matrix([row(id_, "missed", indicator=indicator) for id_ in PROVINCES[:count]]))
    ) is is_searched
