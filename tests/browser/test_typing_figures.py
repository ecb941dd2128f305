"""Figures typed on the page, and a wrong one put right there: in the grid of the real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser.signing_in import Guest, open_office
from tests.browser.test_from_file_to_publication import explain, go, press

PAGE = "nop-so-lieu?province=bac_ninh&agency=health_department&year=2025"


@pytest.fixture
def guest(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Guest]:
    """The one who hands in, signed in, on a store of their own."""
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), tmp_path)
    with open_office(tmp_path, store) as office:
        found = Guest.enter(browser, office)
        found.arrive()
        found.sign_in("nop")
        found.drawn()
        yield found
        found.picture(tmp_path / "typing.png")
        found.page.context.close()
        assert found.complaints == []
        assert office.server.errors(0) == []


def type_into(guest: Guest, place: int, *, row: int, text: str) -> None:
    """Type into a cell of the grid that is shown: ``place`` counts the columns that scroll, from 0."""
    headings = guest.page.locator('[data-testid="stDataFrame"] canvas [role="columnheader"]')
    expect(headings.nth(place)).to_be_attached()
    grid = guest.page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    guest.page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 35 * (row + 1) + 17)
    for _ in range(headings.count()):
        guest.page.keyboard.press("ArrowLeft")
    for _ in range(place):
        guest.page.keyboard.press("ArrowRight")
    guest.page.keyboard.press("Enter")
    editor = guest.page.locator(".gdg-input")
    expect(editor).to_be_visible()
    guest.page.keyboard.type(text)
    expect(editor).to_have_value(text)
    guest.page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    expect(guest.page.locator('[data-testid="stDataFrame"] canvas [role="gridcell"]', has_text=text)).to_have_count(1)
    guest.drawn()


def test_figures_are_typed_put_right_and_handed_in(guest: Guest) -> None:
    go(guest, PAGE)
    guest.page.get_by_text("Hoặc gõ số liệu ngay trên trang").click()
    guest.drawn()
    # Chỉ tiêu · Đơn vị tính · Giá trị năm gần nhất · Giá trị thực hiện · Nguồn số liệu …
    type_into(guest, 3, row=3, text="75,9%%")
    type_into(guest, 4, row=3, text="Niên giám")
    press(guest, "Kiểm tra 1 dòng đã gõ")
    expect(guest.page.get_by_role("heading", name="Sửa ngay trên trang")).to_be_visible()
    guest.drawn()
    names = guest.page.locator('[data-testid="stDataFrame"] canvas [role="columnheader"]').all_inner_texts()
    type_into(guest, names.index("Giá trị thực hiện"), row=0, text="75,9")
    press(guest, "Kiểm tra lại 1 ô đã sửa")
    expect(guest.page.get_by_text("Ô sửa trên trang: “75,9%%” thành “75,9”.")).to_be_visible()
    guest.drawn()
    explain(guest, "Đã kiểm tra với cơ sở.")
    press(guest, "Nộp 1 số liệu")
    expect(guest.page.get_by_text("Đã nộp, mã lần nộp")).to_be_visible()
