"""Every page on every kind of store, in both languages, for one province and one year."""

import pytest

from dashboard.figures.drawing import Drawing
from dashboard.reference_files import PROJECT
from dashboard.ui.serving import FRAME
from tests.pages.addresses import EVERY_PAGE, FILTERED, Address, name
from tests.pages.conftest import Site
from tests.pages.reading import finding, pictures, tables, words

MARKS = {"vi": "Số liệu minh hoạ", "en": "Illustrative"}
PLANS_IN_FORCE = 3


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_a_page_has_a_title_a_finding_and_the_stamp_and_no_error(site: Site, address: Address, language: str):
    path, query = address
    page = site.open(path, **query, lang=language)
    assert not page.error
    assert not page.warning
    assert len(page.title) == 1
    assert len(finding(page)) > 30
    assert page.caption[-1].value.count("KH-UBND") == PLANS_IN_FORCE
    assert all(picture.alt for picture in pictures(page))
    assert all(table.caption and all(table.headings) for table in tables(page))
    assert not [cell for table in tables(page) for row in table.rows for cell in row.values() if "None" in cell]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_illustrative_data_are_marked_on_the_page_and_on_every_section_with_figures(
    demo: Site, address: Address, language: str
):
    path, query = address
    page = demo.open(path, **query, lang=language)
    mark = MARKS[language]
    assert mark.lower() in page.info[0].value.lower()
    assert mark.lower() in page.caption[-1].value.lower()
    for heading in _sections_with_figures(page):
        assert mark.lower() in heading.lower(), heading


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_official_data_are_never_called_illustrative(official: Site, address: Address, language: str):
    path, query = address
    page = official.open(path, **query, lang=language)
    assert MARKS[language].lower() not in words(page).lower()
    assert not [element for element in page.subheader if "badge" in element.value]


@pytest.mark.parametrize(("province", "year"), [("bac_ninh", 2021), ("bac_giang", 2025), ("tuyen_quang", 2030)])
@pytest.mark.parametrize("address", FILTERED, ids=name)
def test_a_page_of_one_province_and_one_year_shows_only_these(site: Site, address: Address, province: str, year: int):
    path, query = address
    page = site.open(path, **query, province=province, year=str(year))
    assert not page.error
    assert not page.warning
    assert page.selectbox(key="filter_year").value == year
    assert page.session_state["filter_province"] == [province]
    assert page.query_params["province"] == province
    assert page.query_params["year"] == str(year)
    others = {known.vi for known in site.catalogue().provinces if known.id != province}
    for table in tables(page):
        if "Tỉnh" in table.headings:
            assert not others & set(table.column("Tỉnh")), table.caption


@pytest.mark.parametrize("address", FILTERED, ids=name)
def test_without_a_year_in_the_address_the_last_year_with_figures_is_shown(demo: Site, address: Address):
    path, query = address
    assert demo.open(path, **query).selectbox(key="filter_year").value == max(
        row for row in demo.mart().query("SELECT year FROM assessed WHERE actual IS NOT NULL")["year"]
    )


def test_an_empty_store_says_what_is_missing_on_every_page_with_figures(empty: Site):
    for path, query in FILTERED:
        page = empty.open(path, **query)
        assert "chưa có số liệu" in words(page).lower(), path


def test_a_picture_of_every_kind_holds_against_plotlys_own_validation(demo: Site, monkeypatch: pytest.MonkeyPatch):
    drawn: list[Drawing] = []
    monkeypatch.setattr(
        "dashboard.ui.page.picture", lambda drawing, **_: drawn.append(drawing)
    )  # pages import it by name, so keep the drawings at the class
    make = Drawing.__init__

    def kept(self: Drawing, *given: object) -> None:
        make(self, *given)  # type: ignore[arg-type]
        drawn.append(self)

    monkeypatch.setattr(Drawing, "__init__", kept)
    import streamlit as st

    st.cache_resource.clear()
    for path, query in FILTERED:
        demo.open(path, **query)
    assert len(drawn) > len(FILTERED)
    import plotly.graph_objects as go

    for drawing in drawn:
        go.Figure(drawing.to_dict())  # raises on any property plotly.js would ignore


def test_no_page_script_stands_where_the_legacy_router_would_serve_it_without_the_frame():
    assert not list((PROJECT / "pages").glob("*.py"))
    assert not (FRAME.parent / "pages").exists()


def _sections_with_figures(page) -> list[str]:
    """Return the headings of all sections but those that show what is printed in documents only."""
    printed = {
        "Mục tiêu in trong kế hoạch", "Điểm không khớp trong văn bản", "Chỉ tiêu gần nghĩa",
        "Targets as printed in the plans", "Discrepancies in the documents", "Related indicators",
    }  # fmt: skip
    return [element.value for element in page.subheader if element.value not in printed]
