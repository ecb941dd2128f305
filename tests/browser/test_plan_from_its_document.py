"""A newcomer takes a plan in that nobody has seen: from the Word file to the new pages, in the real browser, without a restart."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import StoreLocation
from tests import made_up_plan, stores
from tests.browser.server import Server
from tests.browser.visit import Visit
from tests.made_up_plan import HEAD, PLAN, UNSEEN

INTEGRAL = {"Câu lạc bộ": "có", "vụ": "có", "km": "không"}
"""Whether the units that nobody has seen count whole things."""
ACCUMULATES = {
    "Số câu lạc bộ liên thế hệ tự giúp nhau": "kế hoạch không nói",
    "Số vụ đuối nước ở trẻ em": "không cộng dồn",
    "Chiều dài tuyến phố đi bộ": "không cộng dồn",
}
LEVELS = {"Xếp hạng chuyển đổi số của tỉnh": "Nhóm cuối < Nhóm giữa < Nhóm đầu"}


class Newcomer:
    """Somebody at the page for the first time; counts what their hand does."""

    def __init__(self, visit: Visit) -> None:
        """Sit down."""
        self.visit, self.page = visit, visit.page
        self.clicks = self.signs = 0

    def click(self, where: Locator) -> None:
        """Click once."""
        where.click()
        self.clicks += 1

    def type(self, where: Locator, text: str) -> None:
        """Click into a field and type over what is there."""
        where.fill(text)
        self.clicks, self.signs = self.clicks + 1, self.signs + len(text)

    def press(self, name: str) -> None:
        """Press a button and wait for what it does."""
        self.click(self.page.get_by_role("button", name=name, exact=True))
        self.visit.drawn()

    def choose(self, asked: str, about: str, option: str) -> None:
        """Choose an answer of the group that is named by what it asks about what."""
        group = self.page.get_by_role("radiogroup", name=re.compile(f"{re.escape(asked)}.*“{re.escape(about)[:40]}"))
        self.click(group.get_by_text(option, exact=True))


@pytest.fixture
def installation(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[StoreLocation, Path]:
    """A store and reference files of one's own."""
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), tmp_path)
    return store, stores.copied_reference(tmp_path)


@pytest.fixture
def newcomer(installation: tuple[StoreLocation, Path], browser: Browser, tmp_path: Path) -> Iterator[Newcomer]:
    """The newcomer at a server of their own."""
    with Server(stores.environment(*installation), tmp_path / "server.log") as server:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
        visit = Visit(context.new_page(), server.address)
        yield Newcomer(visit)
        context.close()
        assert visit.complaints == []
        assert server.errors() == []


def test_a_newcomer_takes_in_a_plan_of_sixty_rows(
    newcomer: Newcomer, installation: tuple[StoreLocation, Path], catalogue: Catalogue, tmp_path: Path
) -> None:
    page, visit = newcomer.page, newcomer.visit
    document = tmp_path / "KE_HOACH.docx"
    document.write_bytes(made_up_plan.document(catalogue))

    visit.open("ke-hoach")
    page.locator("input[type=file]").set_input_files(document)
    newcomer.type(page.get_by_label("Tỉnh", exact=True), HEAD["province"])
    newcomer.type(page.get_by_label("Số kế hoạch"), HEAD["number"])
    newcomer.click(page.get_by_role("group", name="Ngày ban hành"))
    page.keyboard.type("30/09/2024", delay=50)
    page.keyboard.press("Escape")
    newcomer.press("Đọc văn bản")

    heading = page.get_by_role("heading", name="điều phải quyết định")
    expect(heading).to_be_visible()
    questions = int(heading.inner_text().split()[1])
    assert visit.axe() == []
    newcomer.click(page.get_by_text("Kế hoạch: nhận cả"))
    newcomer.click(page.get_by_text("Chỉ tiêu: nhận cả"))
    for name, (unit, *_) in UNSEEN.items():
        for about, answers in (
            ("Đơn vị đếm số nguyên?", INTEGRAL.get(unit)),
            ("Cộng dồn thế nào", ACCUMULATES.get(name)),
        ):
            if answers:
                newcomer.choose(about, name, answers)
        if name in LEVELS:
            newcomer.type(page.get_by_label("Các mức, thấp nhất trước"), LEVELS[name])
    newcomer.choose("", "Sở Công Thương", "Nhận đề xuất: mới · Sở Công Thương")
    newcomer.choose("", ">3 → 2-2,5", "Nhận đề xuất: Giữ như in, đã đối chiếu")
    newcomer.press("Ghi nhận và kiểm tra")

    expect(page.get_by_role("heading", name="Điều sẽ thay đổi")).to_be_visible()  # one round settled all of them
    assert visit.axe() == []
    newcomer.press("Ghi kế hoạch vào dữ liệu gốc")
    expect(page.get_by_text(f"Đã ghi kế hoạch {PLAN}")).to_be_visible()
    expect(page.get_by_role("row", name=HEAD["number"])).to_be_visible()
    print(f"{questions} questions, {newcomer.clicks} clicks, {newcomer.signs} signs typed")
    assert newcomer.clicks < 2 * questions

    known = load_catalogue(installation[1])
    assert {cell.printed_name for cell in known.targets if cell.plan == PLAN} >= set(UNSEEN)
    visit.open(known.sector["social_assistance"].path, province="thai_nguyen", year="2030")
    for name in UNSEEN:
        expect(page.get_by_text(name).first).to_be_attached()
