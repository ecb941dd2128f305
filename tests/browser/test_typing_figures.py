"""Figures typed on the page, and a wrong one put right there: in the grid of the real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests import stores
from tests.browser.signing_in import Guest, open_office, signed_in
from tests.browser.test_from_file_to_publication import explain, hand_in, open_submission

PAGE = "nop-so-lieu?province=bac_ninh&agency=health_department&year=2025"
PUT_RIGHT = "người nộp sửa “75,9%%” thành “75,9” trên trang."
_PACE = 50
"""Milliseconds of a key."""


@pytest.fixture
def guest(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Guest]:
    """The one who hands in, signed in, on a store of their own."""
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), tmp_path)
    with open_office(tmp_path, store) as office, signed_in(office, browser, tmp_path, ("nop",)) as people:
        yield people["nop"]


def cells(guest: Guest, role: str, words: str = "") -> Locator:
    """Return what the grid that is shown says to those who cannot see it: its canvas has no text."""
    return guest.page.locator(f'[data-testid="stDataFrame"] canvas [role="{role}"]', has_text=words)


def type_into(guest: Guest, heading: str, *, row: int, text: str) -> None:
    """Type into a cell of the grid that is shown, at the pace of a quick hand: it loses what is typed in no time."""
    expect(cells(guest, "columnheader", heading)).to_have_count(1)
    place = cells(guest, "columnheader").all_inner_texts().index(heading)
    grid = guest.page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    guest.page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 35 * (row + 1) + 17)
    chosen = guest.page.locator('[data-testid="stDataFrame"] canvas [aria-selected="true"]')
    expect(chosen).to_have_count(1)
    # What is chosen is told some time after it was chosen.
    guest.page.wait_for_timeout(10 * _PACE)
    now = int(str(chosen.get_attribute("aria-colindex"))) - 1
    for _ in range(abs(now - place)):
        guest.page.keyboard.press("ArrowLeft" if place < now else "ArrowRight", delay=_PACE)
    expect(chosen).to_have_attribute("aria-colindex", str(place + 1))
    guest.page.keyboard.press("Enter", delay=_PACE)
    editor = guest.page.locator(".gdg-input")
    expect(editor).to_be_visible()
    guest.page.keyboard.type(text, delay=_PACE)
    expect(editor).to_have_value(text)
    guest.page.wait_for_timeout(4 * _PACE)
    guest.page.keyboard.press("Enter", delay=_PACE)
    expect(editor).to_have_count(0)
    expect(cells(guest, "gridcell", text)).to_have_count(1)


def test_figures_are_typed_put_right_and_handed_in(guest: Guest) -> None:
    guest.open(PAGE)
    guest.page.get_by_text("Hoặc gõ số liệu ngay trên trang").click()
    guest.drawn()
    type_into(guest, "Giá trị thực hiện", row=3, text="75,9%%")
    type_into(guest, "Nguồn số liệu", row=3, text="Niên giám")
    guest.press("Kiểm tra số liệu đã gõ")
    expect(guest.page.get_by_role("heading", name="Sửa ngay trên trang")).to_be_visible()
    guest.drawn()
    type_into(guest, "Giá trị thực hiện", row=0, text="75,9")
    guest.press("Kiểm tra lại các ô đã sửa")
    expect(guest.page.get_by_text(PUT_RIGHT)).to_be_visible()
    guest.drawn()
    explain(guest, "Đã kiểm tra với cơ sở.")
    open_submission(guest, PAGE, hand_in(guest))
    expect(guest.page.get_by_text("Người nộp đã chọn hoặc sửa khi nộp: 1 điểm")).to_be_visible()
    expect(guest.page.get_by_text(PUT_RIGHT)).to_be_visible()
