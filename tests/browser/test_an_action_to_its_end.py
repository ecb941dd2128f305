"""Leadership, an agency, and the overview: from a red cell to a confirmed action, signed in, in the real browser."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from tests import stores
from tests.browser.signing_in import ACCESS, Guest, Office, open_office, signed_in

YEAR = 2025
WHAT = "Lập tổ kiểm tra liên ngành"
SENTENCE = re.compile(r"Trong (\d+) chỉ tiêu đỏ, (\d+) chưa có việc phải làm, (\d+) có việc quá hạn")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own, in which one more person leads the province."""
    folder = tmp_path_factory.mktemp("actions")
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), folder)
    with open_office(folder, store) as opened:
        leader = "  - {email: duyet@example.vn, role: leader, provinces: [bac_ninh]}\n"
        opened.access.write_text(ACCESS + leader, "utf-8")
        yield opened


@pytest.fixture
def people(office: Office, browser: Browser, tmp_path: Path) -> Iterator[dict[str, Guest]]:
    """The one who leads, the one who answers for the agency, and one who only looks."""
    with signed_in(office, browser, tmp_path, ("duyet", "nop", "xem")) as found:
        yield found


def unfold(guest: Guest, words: str) -> None:
    """Open what is folded, and wait until it stands: a press while it grows may hit nothing."""
    folded = guest.page.get_by_test_id("stExpander").filter(has_text=words)
    folded.locator("summary").click()
    expect(folded.locator("details")).to_have_attribute("open", "")
    guest.page.wait_for_timeout(300)
    guest.page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
    guest.drawn()


def row(guest: Guest) -> Locator:
    """Return what the list says of the action."""
    return guest.page.locator(".plan-table tr").filter(has_text=WHAT)


def step(guest: Guest, address: str, button: str, told: str, note: str = "") -> None:
    """Open the action, say the words, press the button, and see it done."""
    guest.open(address)
    unfold(guest, WHAT)
    if note:
        guest.page.get_by_label(re.compile("^Lời kèm")).fill(note)
    guest.press(button)
    expect(guest.page.get_by_text(told, exact=True)).to_be_visible()
    guest.drawn()


def red(guest: Guest) -> tuple[int, ...]:
    """Return what the overview's sentence counts: red, without an action, with one that is overdue."""
    guest.open(f"?year={YEAR}&province=bac_ninh")
    found = SENTENCE.search(guest.page.locator("[data-testid=stMain]").inner_text())
    assert found
    return tuple(map(int, found.groups()))


def test_from_a_red_cell_to_a_confirmed_action(people: dict[str, Guest], mart: Mart):
    leader, staff, reader = people["duyet"], people["nop"], people["xem"]
    worst = queries.farthest_behind(mart, Filters(years=(YEAR,), provinces=("bac_ninh",)), limit=10)
    cell = next(row for row in worst.iter_rows(named=True) if not row["actions"])
    part = "" if cell["breakdown"] == "total" else f"&breakdown={cell['breakdown']}"
    page = f"chi-tieu?id={cell['indicator']}{part}&year={YEAR}&province=bac_ninh"
    before = red(reader)
    expect(reader.page.locator(".plan-table").filter(has_text="Cần xử lý ngay")).to_contain_text("chưa có việc")

    reader.open(page)
    assert reader.page.get_by_text("Giao việc cho một cơ quan").count() == 0
    staff.open(page)
    assert staff.page.get_by_text("Giao việc cho một cơ quan").count() == 0
    leader.open(page)
    unfold(leader, "Giao việc cho một cơ quan")
    leader.page.get_by_label("Việc phải làm").fill(WHAT)
    due = dt.date.today() + dt.timedelta(days=90)
    leader.page.get_by_label("Hạn (ngày/tháng/năm)").fill(f"{due.day}/{due.month}/{due.year}")
    leader.press("Giao việc")
    expect(leader.page.get_by_text("Đã giao việc.", exact=True)).to_be_visible()
    expect(row(leader)).to_contain_text("chờ nhận")
    assert red(reader) == (before[0], before[1] - 1, before[2])

    step(staff, page, "Nhận việc", "Đã ghi nhận.")
    expect(row(staff)).to_contain_text("đang làm")
    step(staff, page, "Báo đã xong", "Đã báo xong; chờ lãnh đạo xác nhận.", "Báo cáo số 12 của tổ kiểm tra")
    assert staff.page.get_by_role("button", name=re.compile("Xác nhận đã xong$")).count() == 0
    step(leader, page, "Trả lại để làm tiếp", "Đã trả lại để làm tiếp.", "Chưa nêu kết quả từng xã")
    expect(row(leader)).to_contain_text("Chưa nêu kết quả từng xã")
    step(staff, page, "Báo đã xong", "Đã báo xong; chờ lãnh đạo xác nhận.", "Báo cáo số 15, có kết quả từng xã")
    step(leader, page, "Xác nhận đã xong", "Đã xác nhận việc đã xong.")

    reader.open(page)
    expect(row(reader)).to_contain_text("đã xác nhận")
    unfold(reader, WHAT)
    history = reader.page.locator(".plan-table").filter(has_text="Quá trình của việc")
    expect(history.filter(has_text="Báo cáo số 15").locator("tbody tr")).to_have_count(6)
    after = red(reader)
    assert after == (before[0], before[1] - 1, before[2])
    expect(reader.page.locator(".plan-table").filter(has_text="Cần xử lý ngay")).to_contain_text("đã xác nhận")
