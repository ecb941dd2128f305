"""Comparing only what may be compared, and addresses whose filters a page does not have."""

import pytest

from tests.pages.reading import finding, shown, tables, words
from tests.pages.site import Site


def ranks(page):
    (table,) = (table for table in tables(page) if "Hạng" in table.headings)
    return table.column("Hạng")


def test_what_the_plans_measure_differently_is_not_ranked_and_the_reason_stands_beside_the_title(demo: Site):
    page = demo.open("so-sanh", id="essential_channels_access", breakdown="remote_areas", year="2025")
    assert "không xếp hạng" in finding(page)
    assert set(ranks(page)) == {"–"}
    assert any("d064" in shown(warning) for warning in page.warning)


def test_a_caveat_is_told_and_the_rank_stands(demo: Site):
    page = demo.open("so-sanh", id="immunisation_coverage", year="2025")
    assert any("d061" in shown(warning) for warning in page.warning)
    assert "không xếp hạng" not in finding(page)


def test_of_one_province_there_is_nothing_to_mind(demo: Site):
    page = demo.open("so-sanh", id="immunisation_coverage", year="2025", province="bac_giang")
    assert not [warning for warning in page.warning if "d061" in shown(warning)]


@pytest.mark.parametrize("path", ["so-sanh", "chi-tieu"])
def test_the_name_files_give_an_indicator_is_understood(demo: Site, path: str):
    page = demo.open(path, indicator="unemployment_rate")
    assert page.query_params["id"] == "unemployment_rate"
    assert "indicator" not in page.query_params
    assert not page.warning


@pytest.mark.parametrize(("path", "key", "value"), [
    ("", "indicator", "unemployment_rate"), ("", "status", "missed"), ("y-te", "sector", "housing"),
    ("y-te", "breakdown", "urban"), ("chi-tieu", "sector", "health"), ("phuong-phap", "agency", "health_department"),
])  # fmt: skip
def test_a_filter_the_page_does_not_have_is_told_and_left_out(demo: Site, path: str, key: str, value: str):
    page = demo.open(path, **{key: value})
    assert key in shown(page.warning[0])
    assert key not in page.query_params


def test_every_share_stands_beside_its_counts(demo: Site):
    page = demo.open("so-sanh", view="sector", sector="education")
    assert "(" in finding(page)
    assert "/" in finding(page).split("(")[1]


def test_the_definition_and_its_basis_stand_on_the_page_of_every_indicator(demo: Site):
    for id_ in ("clean_water", "hdi_standing"):
        definition = demo.catalogue().indicator[id_].definition
        page = demo.open("chi-tieu", id=id_)
        text = words(page)
        assert definition.vi in text
        assert definition.basis.vi in text


def test_both_readings_of_an_open_target_stand_on_its_page(demo: Site):
    page = demo.open("chi-tieu", id="social_housing", year="2025")
    told = shown(page.warning[0])
    assert "10.843" in told
    assert "41.514 căn trong 2026–2030, đếm lại" in told
