"""Every page on every kind of store, in both languages, for one province and one year."""

import pytest
import streamlit as st

from dashboard.figures.drawing import Drawing
from dashboard.reference.files import PROJECT
from dashboard.web.serving import FRAME
from dashboard.words.translations import translator
from tests.pages.addresses import EVERY_PAGE, FILTERED, ONE_OF_EACH, Address, name
from tests.pages.reading import finding, menu_links, pictures, tables, words, words_of_pictures
from tests.pages.site import Site
from tests.quotations import english_left, vietnamese_left

MARKS = {"vi": "Số liệu minh hoạ", "en": "Illustrative"}
PLANS_IN_FORCE = 3
WITHOUT_FIGURES = (
    "Mục tiêu in trong kế hoạch", "Điểm không khớp trong văn bản", "Chỉ tiêu gần nghĩa",
    "Chữ in trong kế hoạch", "Cách đọc", "2. Nộp tệp đã điền", "Danh sách đôn đốc", "Các lần nộp", "Định nghĩa", "Báo cáo tổng hợp, sơ kết và tổng kết",
    "Đưa kế hoạch mới vào từ văn bản",
)  # fmt: skip
"""The sections that show what stands in the plans, or no figures at all; all others show figures."""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_a_page_has_a_title_a_finding_and_the_stamp_and_no_error(site: Site, address: Address, language: str):
    path, query = address
    page = site.drawn(path, **query, lang=language)
    assert not page.error
    assert [
        told for told in page.warning if told.icon != ":material/event_busy:"
    ] == []  # a deadline that has passed is no fault
    assert len(page.title) == 1
    assert len(finding(page)) > 30
    assert page.caption[-1].value.count("KH-UBND") == PLANS_IN_FORCE
    assert all(picture["alt"] for picture in pictures(page))
    assert all(table.caption and all(table.headings) for table in tables(page))
    assert not [cell for table in tables(page) for row in table.rows for cell in row.values() if "None" in cell]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_illustrative_data_are_marked_on_the_page_and_on_every_section_with_figures(
    demo: Site, address: Address, language: str
):
    path, query = address
    page = demo.drawn(path, **query, lang=language)
    mark = MARKS[language]
    assert mark.lower() in page.info[0].value.lower()
    assert mark.lower() in page.caption[-1].value.lower()
    say = translator(language)
    for heading in page.header:
        if heading.value not in {say(section) for section in WITHOUT_FIGURES}:
            assert mark.lower() in heading.value.lower(), heading.value


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_official_data_are_never_called_illustrative(official: Site, address: Address, language: str):
    path, query = address
    page = official.drawn(path, **query, lang=language)
    assert MARKS[language].lower() not in words(page).lower()
    assert not [element for element in page.header if "badge" in element.value]


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_every_page_has_a_link_to_every_page_in_the_order_of_the_catalogue(demo: Site, address: Address):
    path, query = address
    page = demo.drawn(path, **query, lang="vi")
    sectors = [sector.short_name("vi") for sector in demo.catalogue().sectors]
    assert list(menu_links(page)) == [
        "Tổng quan", "Có gì mới", *sectors, "Chỉ tiêu", "So sánh", "Nhiệm vụ", "Cơ quan", "Tra cứu", "Báo cáo",
        "Nộp số liệu", "Duyệt", "Tiến độ báo cáo", "Nhật ký thao tác", "Kế hoạch", "Phương pháp và nguồn",
    ]  # fmt: skip


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_an_english_page_has_no_vietnamese_but_names_and_quotations(demo: Site, address: Address):
    path, query = address
    page = demo.drawn(path, **query, lang="en")
    left = vietnamese_left(words(page))
    assert left == []
    left = vietnamese_left("\n".join(words_of_pictures(page)))
    assert left == []


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_a_vietnamese_page_has_no_english(demo: Site, address: Address):
    path, query = address
    page = demo.drawn(path, **query, lang="vi")
    left = english_left([*words(page).split("\n"), *words_of_pictures(page)])
    assert left == []


ONE_PROVINCE_ONE_YEAR = [("bac_ninh", 2021), ("bac_giang", 2025), ("tuyen_quang", 2030)]


@pytest.mark.parametrize(("province", "year"), ONE_PROVINCE_ONE_YEAR)
@pytest.mark.parametrize("address", FILTERED, ids=name)
def test_a_page_of_one_province_and_one_year_shows_only_these(demo: Site, address: Address, province: str, year: int):
    _shows_only(demo, address, province, year)


@pytest.mark.parametrize(("province", "year"), ONE_PROVINCE_ONE_YEAR)
@pytest.mark.parametrize("address", ONE_OF_EACH[:-1], ids=name)
def test_so_it_does_with_few_figures_or_none(site: Site, address: Address, province: str, year: int):
    _shows_only(site, address, province, year)


def _shows_only(site: Site, address: Address, province: str, year: int) -> None:
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


def test_without_a_year_in_the_address_the_last_year_with_figures_is_shown(demo: Site):
    assert demo.open("").selectbox(key="filter_year").value == 2025
    page = demo.open("y-te")
    assert page.selectbox(key="filter_year").value == 2025
    assert "year" not in page.query_params  # a default is no step of its own in the browser's history


def test_an_empty_store_says_what_is_missing_on_every_page_with_figures(empty: Site):
    for path, query in FILTERED:
        page = empty.open(path, **query)
        assert "chưa có số liệu" in words(page).lower(), path


def test_a_picture_of_every_kind_holds_against_plotlys_own_validation(demo: Site, monkeypatch: pytest.MonkeyPatch):
    drawn: list[Drawing] = []
    make = Drawing.__init__

    def kept(self: Drawing, *given: object) -> None:
        make(self, *given)  # type: ignore[arg-type]
        drawn.append(self)

    monkeypatch.setattr(Drawing, "__init__", kept)
    st.cache_resource.clear()  # a new mart has kept no picture yet
    for path, query in FILTERED:
        demo.open(path, **query)
    assert len(drawn) > len(FILTERED)
    for drawing in drawn:
        drawing.figure()  # raises on any property plotly.js would ignore


def test_no_page_script_stands_where_the_legacy_router_would_serve_it_without_the_frame():
    assert not list((PROJECT / "pages").glob("*.py"))
    assert not (FRAME.parent / "pages").exists()
