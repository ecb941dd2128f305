"""Who is red where, on the page of a sector."""

from collections import Counter

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.method import RED_STATUSES, STATUS
from tests.pages.reading import tables
from tests.pages.site import Site


def matrix(page):
    found = [table for table in tables(page) if table.caption.startswith("Tỉnh nào đỏ ở đâu")]
    return found[0] if found else None


def test_the_matrix_has_every_row_of_the_sector_with_its_sign(demo: Site):
    table = matrix(demo.drawn("y-te", year="2025"))
    rows = queries.shown(demo.mart(), Filters(sectors=("health",), years=(2025,)))
    red = Counter(rows.filter(rows["status"].is_in(RED_STATUSES))["province"])
    assert len(table.rows) == rows.select("indicator", "breakdown").n_unique()
    assert sum(map(int, table.column("Đỏ"))) == red.total()
    for province in demo.catalogue().provinces:
        cells = table.column(f"{province.vi} {red[province.id]}")
        signs = Counter(STATUS[status].sign for status in rows.filter(province=province.id)["status"])
        assert Counter(cell for cell in cells if cell) == signs


def test_of_one_province_there_is_none(demo: Site):
    assert matrix(demo.drawn("y-te", year="2025", province="bac_giang")) is None


def test_its_rows_stand_as_the_pictures_do(demo: Site):
    as_printed, worst = (
        matrix(demo.drawn("y-te", year="2025", **query)).column("Chỉ tiêu") for query in ({}, {"order": "worst"})
    )
    assert sorted(as_printed) == sorted(worst)
    assert as_printed != worst
