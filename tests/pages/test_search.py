"""The search page: the table on the screen is the export of the same address, in order, columns and years across."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.exports import Arrangement, export_of
from dashboard.filters import Filters
from dashboard.ui.parts import downloads
from tests import stores
from tests.pages.reading import words
from tests.pages.site import Site

Query = dict[str, str | list[str]]


def found(site: Site, query: Query) -> list[dict[str, Any]]:
    """Return the rows an export of the same address has."""
    given = {key: [text] if isinstance(text, str) else text for key, text in query.items()}
    filters, wrong = Filters.parse(
        {key: texts for key, texts in given.items() if key not in ("columns", "sort", "view", "lang")}, site.catalogue()
    )
    arrangement, problems = Arrangement.parse("gaps", given)
    assert not wrong + problems
    export = export_of("gaps", site.mart(), site.catalogue(), filters, arrangement=arrangement)
    return export.frame().to_dicts()


def table(page: AppTest) -> Any:
    return page.dataframe[0].value


@pytest.mark.parametrize(
    "query",
    [
        {"year": "2025", "sector": "health"},
        {"year": "2025", "sector": "health", "sort": "-gap"},
        {
            "year": ["2024", "2025"],
            "province": "bac_giang",
            "sector": ["health", "housing"],
            "sort": ["status", "-pace"],
        },
        {"year": "2024", "sector": "labour", "columns": "province,indicator,year,actual,gap,status", "sort": "actual"},
        {"indicator": "unemployment_rate", "sort": "-year"},
    ],
    ids=lambda query: " ".join(f"{key}={value}" for key, value in query.items()),
)
def test_the_list_is_the_export_of_the_same_address(demo: Site, query: Query):
    page = demo.open("tra-cuu", **query)
    assert not page.warning
    shown = table(page)
    rows = found(demo, query)
    assert len(shown) == len(rows)
    for column, name in (("province", "province_name"), ("year", "year"), ("actual", "actual"), ("gap", "gap")):
        cells = [None if value != value else value for value in shown[column].tolist()]
        assert cells == [row[name] for row in rows], column
    assert [cell.split(" ", 1)[1] for cell in shown["status"]] == [row["status_name"] for row in rows]


def test_years_across_are_the_export_of_the_same_address(demo: Site):
    query: Query = {"indicator": "unemployment_rate", "view": "wide", "sort": "-2024"}
    shown, rows = table(demo.open("tra-cuu", **query)), found(demo, query)
    years = [name for name in rows[0] if name.isdecimal()]
    assert years
    assert list(shown["province"]) == [row["province_name"] for row in rows]
    for year in years:
        assert [None if value != value else value for value in shown[year]] == [row[year] for row in rows]


def test_levels_stand_apart_by_their_names(demo: Site):
    page = demo.open("tra-cuu", sector="health", view="wide", year=["2024", "2025"])
    assert len(page.dataframe) == 2
    assert "Chỉ tiêu theo mức độ" in words(page)
    names = {level.vi for item in demo.catalogue().indicators for level in item.levels}
    assert {cell for cell in page.dataframe[1].value["2025"] if isinstance(cell, str)} <= names


def test_an_order_chosen_stands_in_the_address_and_in_the_one_for_programs(demo: Site):
    page = demo.open("tra-cuu", year="2025", sector="health")
    page.multiselect("search_sort").set_value(["-gap"])
    page = demo.run(page)
    assert page.query_params["sort"] in ("-gap", ["-gap"])
    gaps = [value for value in table(page)["gap"].tolist() if value == value]
    assert gaps == sorted(gaps, reverse=True)
    assert any("/api/v1/gaps.csv?" in code.value and "sort=-gap" in code.value for code in page.code)


def test_an_order_the_next_view_does_not_have_is_left_behind(demo: Site):
    page = demo.open("tra-cuu", year="2025", sector="health", sort=["-gap", "province"])
    page.segmented_control("choice_view").set_value("wide")
    page = demo.run(page)
    assert page.multiselect("search_sort").value == ["province"]
    assert page.query_params["sort"] in ("province", ["province"])


def test_an_order_or_column_there_is_not_is_told_and_left_out(demo: Site):
    page = demo.open("tra-cuu", year="2025", sort="-gapp")
    assert "gapp" in page.warning[0].value
    assert "sort" not in page.query_params


def test_a_large_table_is_made_first_and_then_offered(demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    demo = Site(stores.copied_store(demo.store, tmp_path))  # the name tells the snapshot, which others move on
    monkeypatch.setattr(downloads, "LARGE", 100)
    page = demo.open("tra-cuu", sector="health")
    assert not page.get("download_button")
    page.button("search_csv").click()
    page = demo.run(page)
    (link,) = page.get("link_button")
    file = downloads.PREPARED.find(link.proto.url.rsplit("/", 1)[1])
    assert file is not None
    filters = Filters(sectors=("health",))
    export = export_of("gaps", demo.mart(), demo.catalogue(), filters)
    assert len(file.path.read_bytes().splitlines()) >= export.rows.height + 1
    assert file.name == export.file_name("csv")
