"""Many provinces in the browser: cells that are links, the search of the matrix."""

import re

import pytest
import streamlit as st
from playwright.sync_api import Browser, expect

from dashboard.reference.files import PROJECT
from dashboard.ui.parts.province_matrix import province_matrix
from tests.browser.visit import Visit
from tests.many_provinces import catalogue_of_today

SCRIPT = PROJECT / "src" / "dashboard" / "ui" / "parts" / "province_matrix.js"


def test_a_cell_says_its_status_and_leads_to_its_indicator_province_and_year(visit: Visit):
    visit.open("y-te", year="2025")
    visit.page.get_by_text("Tỉnh nào đỏ ở đâu").first.click()
    cell = visit.page.locator(".plan-matrix td.mark a").first
    expect(cell).to_be_visible()
    name = cell.inner_text()
    assert re.search(r"(Bắc Ninh|Bắc Giang|Tuyên Quang): \w", name)
    row = visit.page.locator(".plan-matrix tbody th a").first.inner_text()
    assert visit.axe() == []
    cell.focus()
    visit.page.keyboard.press("Enter")
    visit.drawn()
    expect(visit.title).to_have_text(row.split(" (")[0])
    assert visit.path == "chi-tieu"
    assert visit.query["year"] == ["2025"]
    assert visit.query["province"] == ["bac_ninh"]


@pytest.fixture
def address():
    """The page on which the matrix stands, for its links."""
    st.session_state["address_values"], st.session_state["page_path"] = {"year": ["2025"]}, "y-te"
    yield
    st.session_state.clear()


@pytest.mark.usefixtures("address")
def test_thirty_four_provinces_are_searched_without_diacritics(browser: Browser):
    catalogue = catalogue_of_today()
    rows = [
        {"province": province.id, "indicator": indicator.id, "breakdown": "total", "year": 2025,
         "status": "missed", "preliminary": True}
        for indicator in catalogue.indicators[:3] for province in catalogue.provinces
    ]  # fmt: skip
    made = province_matrix(rows, catalogue, "vi", caption="Đỏ ở đâu", sorted_by_red=True)
    page = browser.new_page(base_url="http://127.0.0.1")
    page.set_content('<base href="http://127.0.0.1/"><div id="here"></div>')
    script = SCRIPT.read_text("utf-8").replace("export default function", "return function")
    page.evaluate(
        "([script, made]) => new Function(script)()({data: new TextEncoder().encode(made), "
        "parentElement: document.getElementById('here')})",
        [script, made],
    )
    heads, search = page.locator("thead th.mark:visible"), page.get_by_role("searchbox")
    expect(heads).to_have_count(34)
    expect(page.locator("td a")).to_have_count(3 * 34)
    search.fill("đa n")
    expect(heads).to_have_text(["Đà Nẵng 3"])
    search.fill("DA NANG")
    expect(heads).to_have_text(["Đà Nẵng 3"])
    expect(page.locator("tbody tr:visible")).to_have_count(3)
    expect(page.locator("td.mark:visible").first).to_contain_text("Đà Nẵng: Ước không đạt")
    expect(page.get_by_role("status")).to_have_text("1 tỉnh × 3 chỉ tiêu")
    search.fill("ho chi minh")
    expect(heads).to_have_text(["TP. HCM 3"])
    search.fill("khong co")
    expect(heads).to_have_count(34)
    expect(page.get_by_role("status")).to_contain_text("bảng để nguyên")
    search.fill("")
    expect(heads).to_have_count(34)
    page.close()
