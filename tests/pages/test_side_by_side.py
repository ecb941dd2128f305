"""The view by today's provinces: former ones side by side, nothing combined that nobody declared, and the old view as it was."""

from dashboard.filters import Filters
from dashboard.mart import queries
from tests.pages.reading import finding, tables, words
from tests.pages.site import Site


def test_a_sector_shows_former_provinces_side_by_side(demo: Site):
    page = demo.drawn("y-te", year="2025", view="today")
    (table,) = (table for table in tables(page) if "Bắc Ninh (mới)" in table.caption)
    rows = queries.shown(demo.mart(), Filters(sectors=("health",), years=(2025,), provinces=("bac_ninh", "bac_giang")))
    assert len(table.rows) == rows.select("indicator", "breakdown").n_unique()
    for column in ("Bắc Ninh: thực hiện / mục tiêu", "Bắc Giang: thực hiện / mục tiêu"):
        assert any("/" in cell for cell in table.column(column))
    together = table.column("Bắc Ninh (mới)")
    assert all(cell.startswith("không cộng được: ") for cell in together)  # no denominator of 2025 is published
    assert any("chưa có mẫu số" in cell for cell in together)
    assert any("chưa khai báo cách cộng" in cell for cell in together)


def test_the_overview_counts_by_former_province_and_leads_to_the_sectors(demo: Site):
    page = demo.drawn("", year="2025", view="today")
    table = next(table for table in tables(page) if table.caption == "Bắc Ninh (mới)")
    counts = queries.status_counts(demo.mart(), Filters(years=(2025,)))
    health = (
        queries.shares(counts, "sector", "province").filter(sector="health", province="bac_giang").row(0, named=True)
    )
    cell = next(row["Bắc Giang"] for row in table.rows if row["Lĩnh vực"] == demo.catalogue().sector["health"].vi)
    assert cell == f"{health['on_course']}/{health['assessable']}"
    assert "view=today" in table.links[0]["Lĩnh vực"][0]
    assert "Tuyên Quang (mới) còn gồm Hà Giang" in words(page)


def test_the_view_by_the_plans_provinces_stays(demo: Site):
    page = demo.drawn("y-te", year="2025")
    assert not [table for table in tables(page) if "Bắc Ninh (mới)" in table.caption]


def test_whoever_hands_in_for_all_that_became_one_sees_one_list(demo: Site):
    page = demo.drawn("nop-so-lieu", province="bac_ninh_new", agency="health_department", year="2026")
    (table,) = (table for table in tables(page) if "Chỉ tiêu cơ quan chủ trì" in table.caption)
    assert set(table.column("Tỉnh")) >= {"Bắc Ninh", "Bắc Giang"}
    asked = queries.expected(
        demo.mart(), provinces=("bac_ninh", "bac_giang"), agencies=("health_department",), year=2026
    )
    assert len(table.rows) == asked.height
    assert "Bắc Ninh (mới)" in finding(page)
