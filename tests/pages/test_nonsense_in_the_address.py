"""Addresses typed wrongly, cut off by a mail program, or made up: told in words, left out, never an error."""

import pytest

from tests.pages.addresses import FILTERED, ONE_OF_EACH, Address, name
from tests.pages.reading import shown, words
from tests.pages.site import Site

NONSENSE = [
    ("province", "ha_noi"),
    ("province", "Bắc Ninh"),
    ("sector", "xx"),
    ("indicator", "nope"),
    ("year", "abc"),
    ("year", "1066"),
    ("year", "２０２５"),
    ("year", "2025.0"),
    ("status", "xx"),
    ("agency", "xx"),
    ("breakdown", "zz"),
    ("as_of", "2024-13-40"),
    ("as_of", "yesterday"),
    ("colour", "red"),
]


@pytest.mark.parametrize(("key", "value"), NONSENSE)
@pytest.mark.parametrize("address", ONE_OF_EACH, ids=name)
def test_an_unknown_value_is_named_and_left_out_of_the_address(demo: Site, address: Address, key: str, value: str):
    path, query = address
    page = demo.open(path, **query, **{key: value})
    assert not page.error
    assert page.title
    warning = shown(page.warning[0])
    assert value in warning or key in warning
    assert page.query_params.get(key) != value


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", FILTERED, ids=name)
def test_everything_wrong_at_once_is_listed_and_the_page_still_stands(empty: Site, address: Address, language: str):
    path, query = address
    page = empty.open(path, **{**dict(NONSENSE), **query}, lang=language)
    assert not page.error
    assert page.title
    assert page.caption[-1].value.count("KH-UBND") == 3


def test_what_is_right_beside_what_is_wrong_is_kept(demo: Site):
    page = demo.open("y-te", province="bac_ninh,nope,bac_giang", year="2024", status=["missed", "xx"])
    assert page.session_state["filter_province"] == ["bac_ninh", "bac_giang"]
    assert page.session_state["filter_status"] == ["missed"]
    assert page.selectbox(key="filter_year").value == 2024
    assert page.query_params["province"] == ["bac_ninh", "bac_giang"]


@pytest.mark.parametrize("view", ["nope", "", "sector,indicator"])
@pytest.mark.parametrize("path", ["so-sanh", "phuong-phap"])
def test_an_unknown_view_shows_the_first(demo: Site, path: str, view: str):
    page = demo.open(path, view=view)
    assert not page.error
    assert page.session_state["choice_view"] in ("indicator", "method")


@pytest.mark.parametrize("path", ["chi-tieu", "so-sanh"])
def test_a_misspelt_indicator_is_told_and_the_nearest_is_shown(demo: Site, path: str):
    page = demo.open(path, id="unemployment_rates")
    assert "unemployment_rates" in shown(page.warning[0])
    assert page.selectbox(key="choice_indicator").value == "unemployment_rate"
    assert page.query_params["id"] == "unemployment_rate"


@pytest.mark.parametrize("path", ["chi-tieu", "so-sanh"])
def test_a_part_that_the_indicator_does_not_have_shows_its_whole(demo: Site, path: str):
    page = demo.open(path, id="unemployment_rate", breakdown="poor_districts")
    assert not page.error
    assert "breakdown" not in page.query_params


def test_an_unknown_sector_to_compare_is_told(demo: Site):
    page = demo.open("so-sanh", view="sector", sector="helth")
    assert "helth" in shown(page.warning[0])
    assert page.selectbox(key="choice_sector").value in demo.catalogue().sector
    assert "sector" not in page.query_params


def test_an_unknown_language_is_vietnamese(demo: Site):
    page = demo.open("y-te", lang="xx")
    assert not page.error
    assert page.title[0].value == "7. Y tế"
    assert page.session_state["language"] == "vi"


@pytest.mark.parametrize("key", ["province", "year", "id", "view", "lang", "as_of", "x" * 500])
@pytest.mark.parametrize("path", ["y-te", "chi-tieu"])
def test_a_very_long_value_is_told_in_short(demo: Site, path: str, key: str):
    page = demo.open(path, **{key: "a" * 20_000})
    assert not page.error
    assert page.title
    assert len(words(page)) < 60_000
    assert not [warning for warning in page.warning if len(warning.value) > 1000]


@pytest.mark.parametrize(
    "value",
    ["[click](https://example.org)", "![x](https://example.org/x.png)", "**bold** :red[x]", "$x^2$"],
)
def test_markup_in_the_address_is_shown_as_text_not_obeyed(demo: Site, value: str):
    for path, key in (("y-te", "province"), ("chi-tieu", "id"), ("so-sanh", "x")):
        page = demo.open(path, **{key: value})
        for warning in page.warning:
            assert value not in warning.value, "markdown from the address must be escaped"


@pytest.mark.parametrize("value", ["{0}", "{text}", "{near.__class__}", "%s", "%(x)s", "\x00", "a\nb", "' OR 1=1 --"])
def test_signs_that_formatting_would_obey_are_harmless(demo: Site, value: str):
    for key in ("province", "year", "as_of", value):
        page = demo.open("y-te", **{key: value})
        assert not page.error
        assert page.title


def test_a_day_in_the_past_is_told_and_shows_what_was_known_then(demo: Site):
    page = demo.open("y-te", as_of="2020-01-01", year="2025")
    assert "1/1/2020" in page.warning[0].value
    assert page.query_params["as_of"] == "2020-01-01"
    assert "chưa có số liệu" in words(page).lower()


@pytest.mark.parametrize("day", ["0001-01-01", "1900-02-28", "9999-12-31"])
@pytest.mark.parametrize("address", ONE_OF_EACH, ids=name)
def test_the_first_and_the_last_day_of_the_calendar_can_be_asked_for(demo: Site, address: Address, day: str):
    path, query = address
    page = demo.open(path, **query, as_of=day)
    assert not page.error
    assert page.title
