"""A page is in one language; what stays Vietnamese in English are names and what is quoted from documents."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.addresses import EVERY_PAGE, Address, name
from tests.pages.reading import pictures, words
from tests.pages.site import Site
from tests.quotations import english_left, vietnamese_left


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_an_english_page_has_no_vietnamese_but_names_and_quotations(demo: Site, address: Address):
    path, query = address
    page = demo.drawn(path, **query, lang="en")
    left = vietnamese_left(words(page))
    assert left == []
    left = vietnamese_left("\n".join(_words_of_pictures(page)))
    assert left == []


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_a_vietnamese_page_has_no_english(demo: Site, address: Address):
    path, query = address
    page = demo.drawn(path, **query, lang="vi")
    left = english_left([*words(page).split("\n"), *_words_of_pictures(page)])
    assert left == []


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


def _words_of_pictures(page: AppTest) -> Iterator[str]:
    """Yield every text of the page's charts, also those shown on hover."""
    for picture in pictures(page):
        for text in _strings(picture["data"]):
            yield re.sub(r"<[^>]+>", " ", text)


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            if key not in ("type", "mode", "marker", "line", "fill", "symbol") and not key.endswith(
                ("position", "anchor", "info")
            ):
                yield from _strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from _strings(value)
