"""Many provinces in the browser: cells that are links, the search of the matrix, tiles at their places."""

import re

import pytest
import streamlit as st
from playwright.sync_api import Browser, expect

from dashboard.reference.files import PROJECT
from dashboard.ui.frame.style import STYLE
from dashboard.ui.parts.province_matrix import province_matrix
from dashboard.ui.reading.tile_map import tile_map
from tests.browser.conftest import PHONE, WIDE
from tests.browser.visit import Visit
from tests.many_provinces import PROVINCES_OF_TODAY, catalogue_of

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
    catalogue = catalogue_of(PROVINCES_OF_TODAY)
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


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_tiles_stand_north_up_side_by_side_and_none_is_cut(browser: Browser, size: tuple[int, int]):
    catalogue = catalogue_of(PROVINCES_OF_TODAY)
    rows = [
        {"province": province.id, "indicator": "clean_water", "breakdown": "total", "year": 2025,
         "status": "missed", "actual": 88.8, "preliminary": True}
        for province in catalogue.provinces
    ]  # fmt: skip
    made = tile_map(rows, catalogue.indicator["clean_water"], catalogue, "vi", label="Bản đồ")
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_content(f"{STYLE}<main>{made}</main>")
    tiles = {tile.inner_text().split(":")[0]: tile.bounding_box() for tile in page.locator(".plan-tiles a").all()}
    assert len(tiles) == 34
    assert tiles["Cao Bằng"]["y"] < tiles["Hà Nội"]["y"] < tiles["Huế"]["y"] < tiles["Cà Mau"]["y"]
    assert tiles["Điện Biên"]["x"] < tiles["Hà Nội"]["x"] < tiles["Quảng Ninh"]["x"]
    for box in tiles.values():
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert min(box["width"], box["height"]) >= 24
    boxes = [(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]) for box in tiles.values()]
    for place, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
    cut = page.locator(".plan-tiles a").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    )
    assert cut == 0
    page.close()
