"""The menu: a link to every page, with the filters of this one; what is chosen holds from page to page."""

import pytest

from tests.pages.addresses import FILTERED
from tests.pages.reading import menu_links
from tests.pages.site import Site

KEPT = {"year": "2024", "province": "bac_giang"}


@pytest.mark.parametrize("path", ["giao-duc", "", "so-sanh", "chi-tieu", "phuong-phap"])
@pytest.mark.parametrize("first", ["y-te", "", "chi-tieu"], ids=lambda path: path or "tong-quan")
def test_the_filters_go_along_from_the_first_page_to_the_second(demo: Site, first: str, path: str):
    page = demo.follow(demo.open(first, **KEPT), path, **KEPT)
    assert {key: page.query_params.get(key) for key in KEPT} == KEPT
    if path != "phuong-phap":
        assert page.selectbox(key="filter_year").value == 2024
        assert page.session_state["filter_province"] == ["bac_giang"]


def test_the_filters_hold_over_every_page_and_back(demo: Site):
    page = demo.open("", **KEPT)
    for path, query in [*FILTERED, ("phuong-phap", {}), *reversed(FILTERED)]:
        page = demo.follow(page, path, **query, **KEPT)
        assert {key: page.query_params.get(key) for key in KEPT} == KEPT, path


def test_a_filter_changed_in_the_bar_goes_along_in_the_links(demo: Site):
    page = demo.open("y-te", **KEPT)
    page.selectbox(key="filter_year").set_value(2023)
    page = demo.run(page)
    assert page.query_params == {"year": "2023", "province": "bac_giang"}
    link = menu_links(page)["Giáo dục"]
    assert "year=2023" in link
    assert "province=bac_giang" in link
    page = demo.follow(page, "giao-duc", year="2023", province="bac_giang")
    assert page.selectbox(key="filter_year").value == 2023
    page.button_group(key="filter_province").set_value([])
    page = demo.run(page)
    assert "province" not in page.query_params
    assert "province" not in menu_links(page)["Y tế"]


def test_the_language_goes_along_in_the_links(demo: Site):
    page = demo.open("y-te", lang="en")
    assert all("lang=en" in query for query in menu_links(page).values())
    page = demo.follow(page, "giao-duc", lang="en")
    assert page.title[0].value == "6. Education"
