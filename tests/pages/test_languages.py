"""A page is in one language; what stays Vietnamese in English are names and what is quoted from documents."""

import pytest

from tests.pages.reading import words
from tests.pages.site import Site
from tests.quotations import vietnamese_left


@pytest.mark.parametrize(
    ("path", "query"),
    [("phuong-phap", {}), ("phuong-phap", {"view": "sources"}), ("chi-tieu", {"id": "certified_labour"})],
)
def test_the_english_page_of_official_data_quotes_their_sources_only(official: Site, path: str, query: dict[str, str]):
    left = vietnamese_left(words(official.drawn(path, **query, lang="en")))
    assert left == []


def test_the_switch_changes_the_language_and_keeps_the_filters(demo: Site):
    page = demo.open("y-te", province="bac_ninh", year="2024", status="missed")
    page.button_group(key="language").set_value("en")
    page = demo.run(page)
    assert page.title[0].value == "7. Health"
    assert page.query_params["lang"] == "en"
    assert page.session_state["filter_province"] == ["bac_ninh"]
    assert page.session_state["filter_status"] == ["missed"]
    assert page.selectbox(key="filter_year").value == 2024
    page.button_group(key="language").set_value("vi")
    page = demo.run(page)
    assert page.title[0].value == "7. Y tế"
    assert "lang" not in page.query_params
    assert page.query_params["status"] == "missed"
