"""From a status to its inputs, its printed target and its source; and the file that holds exactly the table."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from dashboard import exports
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from tests.browser.visit import Visit


@pytest.mark.parametrize(
    "query",
    [
        {"year": "2025"},
        {"year": "2024", "province": ["bac_giang"], "status": ["missed", "off_track", "behind"]},
        {"year": "2025", "agency": ["so_y_te"]},
    ],
    ids=["a year", "one province and some statuses", "one agency"],
)
def test_the_downloaded_table_is_what_the_filters_mean(
    visit: Visit, mart: Mart, catalogue: Catalogue, query: dict[str, Any]
):
    agencies = [id_ for id_ in catalogue.agency if any(a.id == id_ for a in catalogue.agencies_in_charge)]
    if "agency" in query:
        query = {**query, "agency": [next(id_ for id_ in agencies if "y_te" in id_ or "health" in id_)]}
    visit.open("y-te", **query)
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Tải đúng bảng này (CSV)").click()
    given = waiting.value.path().read_bytes()
    filters, problems = Filters.parse(
        {key: [texts] if isinstance(texts, str) else texts for key, texts in query.items()}, catalogue
    )
    assert not problems
    filters = filters.model_copy(update={"sectors": ("health",)})
    rows = queries.gaps(mart, catalogue, filters)
    assert rows
    site = visit.address
    export = exports.export_of("gaps", mart, catalogue, filters, site=site)
    assert given == exports.content(export, "csv", for_excel=True)
    read = list(csv.DictReader(io.StringIO(given.decode("utf-8-sig"))))
    assert len(read) == len(rows)
    for row, cells in zip(rows, read, strict=True):
        for column in ("province", "sector", "indicator", "breakdown", "year", "status", "printed_target"):
            assert cells[column].removeprefix("'") == str(row[column] if row[column] is not None else "")
        for column in ("gap", "expected", "pace"):
            value = row[column]
            assert (cells[column] == "") if value is None else (float(cells[column]) == value), "numbers are raw"
    assert visit.page.locator(".plan-table").last.locator("tbody tr").count() == len(rows)
    assert waiting.value.suggested_filename.startswith("minh-hoa-")
    assert waiting.value.suggested_filename.endswith(".csv")


def test_the_downloaded_workbook_is_the_table_of_the_search(visit: Visit, mart: Mart, catalogue: Catalogue):
    query = {"year": "2025", "sector": "housing", "sort": "-gap", "columns": "province,indicator,actual,gap,status"}
    visit.open("tra-cuu", **query)
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Tải đúng bảng này (Excel)").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    given = {key: [text] for key, text in query.items()}
    arrangement, _ = exports.Arrangement.parse("gaps", given)
    filters, _ = Filters.parse({key: given[key] for key in ("year", "sector")}, catalogue)
    export = exports.export_of("gaps", mart, catalogue, filters, arrangement=arrangement, site=visit.address)
    assert waiting.value.path().read_bytes() == exports.content(export, "xlsx")
    header, *rows = book["Số liệu"].iter_rows(values_only=True)
    assert list(header) == export.frame().columns
    gaps = [row[header.index("gap")] for row in rows if row[header.index("gap")] is not None]
    assert gaps == sorted(gaps, reverse=True) != []
    assert len(rows) == export.rows.height


def test_two_clicks_lead_from_a_sectors_share_to_inputs_target_and_source(visit: Visit, catalogue: Catalogue):
    visit.open("", year="2025")
    visit.page.locator(".js-plotly-plot a").filter(has_text="7.").first.click()
    expect(visit.title).to_have_text("7. Y tế")
    visit.drawn()
    leads = 'a[href*="chi-tieu"]'
    rows = visit.page.locator(".plan-table tbody tr").filter(has_text="Không đạt")
    rows.filter(has=visit.page.locator(leads)).first.locator(leads).first.click()
    expect(visit.page.get_by_text("Con số đằng sau trạng thái")).to_be_visible()
    visit.drawn()
    _tells_everything(visit.page, catalogue, "Không đạt")


def test_one_click_leads_there_from_what_needs_action(visit: Visit, catalogue: Catalogue):
    visit.open("", year="2025")
    row = visit.page.locator(".plan-table").filter(has_text="Cần xử lý ngay").locator("tbody tr").first
    status = row.locator(".plan-status").first.inner_text().split(" ", 1)[1].strip()
    row.locator("a").first.click()
    expect(visit.page.get_by_text("Con số đằng sau trạng thái")).to_be_visible()
    visit.drawn()
    _tells_everything(visit.page, catalogue, status)


def _tells_everything(page: Page, catalogue: Catalogue, status: str) -> None:
    """The indicator's page has the status with its rule, the printed cell with its row, and the source of the actual."""
    id_ = page.url.split("id=")[1].split("&")[0]
    cell = next(cell for cell in catalogue.targets if cell.indicator == id_ and catalogue.plan[cell.plan].in_force)
    inputs = page.locator(".plan-table").filter(has_text="Đầu vào và quy tắc")
    expect(inputs.locator("tbody tr").filter(has_text=status)).not_to_have_count(0)
    targets = page.locator(".plan-table").filter(has_text="Từng ô in")
    expect(targets).to_contain_text(catalogue.plan[cell.plan].number)
    expect(targets).to_contain_text(cell.printed)
    expect(targets).to_contain_text(cell.row)
    sources = page.locator(".plan-table").filter(has_text="Số liệu thực hiện và nguồn")
    expect(sources).to_contain_text("Số liệu minh hoạ")
