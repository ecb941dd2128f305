"""What one does every morning, in the browser: go anywhere by typing, open one's own views, land on what is one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser.conftest import PHONE, NewVisit
from tests.browser.server import Server
from tests.browser.signing_in import ACCESS, Guest, Office, open_office
from tests.browser.visit import Visit


def dialog(visit: Visit):
    return visit.page.get_by_role("dialog")


def chosen(visit: Visit):
    return dialog(visit).locator("[aria-selected='true']")


def test_ctrl_k_goes_anywhere_by_typing_without_diacritics(visit: Visit):
    visit.open("y-te", year="2024", province="bac_ninh")
    keys = visit.page.keyboard
    keys.press("Control+k")
    expect(dialog(visit).get_by_role("option", name="Tổng quan")).to_be_visible()  # pages, before anything is typed
    assert visit.axe() == []
    keys.type("ty le that nghiep")
    expect(chosen(visit)).to_have_text("Tỉ lệ thất nghiệpLao động, việc làm")
    expect(dialog(visit).get_by_role("combobox")).to_have_attribute("aria-activedescendant", "plan-jump-0")
    keys.press("ArrowDown")
    expect(chosen(visit)).not_to_have_text("Tỉ lệ thất nghiệpLao động, việc làm")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(visit.title).to_have_text("Tỉ lệ thất nghiệp")
    visit.drawn()
    assert visit.query == {"year": ["2024"], "province": ["bac_ninh"], "id": ["unemployment_rate"]}
    for typed, found in (
        ("so y te", "Sở Y tế"),
        ("TIEN DO BAO", "Tiến độ báo cáo"),
        ("lllđ tham gia bhxh", "lực lượng lao động"),
    ):
        keys.press("Control+k")
        keys.type(typed)
        expect(chosen(visit)).to_contain_text(found)
        keys.press("Escape")
        expect(dialog(visit)).to_have_count(0)
    keys.press("Control+k")
    keys.type("zzz")
    expect(dialog(visit).get_by_role("status")).to_contain_text("Không tìm thấy")


def test_on_a_phone_and_in_english_the_button_opens_it(new_visit: NewVisit):
    visit = new_visit(PHONE)
    visit.open("", lang="en")
    visit.page.get_by_test_id("stExpandSidebarButton").click()
    visit.page.get_by_role("button", name="Go to…").click()
    visit.page.keyboard.type("unemployment ra")
    chosen(visit).click()
    expect(visit.title).to_have_text("Unemployment rate")
    visit.drawn()
    assert visit.query == {"lang": ["en"], "id": ["unemployment_rate"]}


@pytest.fixture
def own_store(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), tmp_path)
    with Server(stores.environment(store), tmp_path / "own.log") as running:
        yield running
        assert running.errors() == []


def test_a_view_is_saved_opened_shared_renamed_removed_and_can_be_the_first_page(
    own_store: Server, new_visit: NewVisit
):
    visit = new_visit((1440, 1700), address=own_store.address)  # the menu whole: a list closes where it is scrolled
    page, fold = visit.page, visit.page.get_by_text("Lưu cách xem, trang mở đầu")
    visit.open("y-te", year="2024", province="bac_ninh", order="worst")
    fold.click()
    page.get_by_label("Tên cho trang này").fill("Họp quý III")
    page.get_by_role("button", name="Lưu cách xem này").click()
    expect(page.get_by_text("Đã lưu cách xem “Họp quý III”")).to_be_visible()
    assert visit.axe() == []
    visit.go("Giáo dục", "6. Giáo dục")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Họp quý III").click()
    expect(visit.title).to_have_text("7. Y tế")
    visit.drawn()
    saved = {"year": ["2024"], "province": ["bac_ninh"], "order": ["worst"]}
    assert visit.query == saved
    fold.click()
    shared = "".join(page.get_by_test_id("stSidebar").get_by_test_id("stCode").inner_text().split())
    assert shared.startswith(f"{own_store.address}/y-te?")
    other = new_visit(address=own_store.address)
    other.page.goto(shared)
    other.drawn()
    assert other.query == saved
    first_page = page.get_by_role("combobox", name="Trang mở đầu")
    first_page.click()
    page.get_by_role("option", name="“Họp quý III”").click()
    expect(first_page).to_have_value("“Họp quý III”")
    visit.drawn()
    page.get_by_label("Tên mới").fill("Họp quý IV")
    page.get_by_role("button", name="Đổi tên").click()
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Họp quý IV")).to_be_visible()
    other.page.goto(own_store.address)
    expect(other.title).to_have_text("7. Y tế")
    other.drawn()
    assert other.query == saved
    other.go("Tổng quan", "Tổng quan")  # the overview is one click away
    page.get_by_role("button", name="Xoá").click()
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Họp quý IV")).to_have_count(0)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    store = stores.demo_store(tmp_path_factory.getbasetemp())
    with open_office(tmp_path_factory.mktemp("landing"), store) as opened:
        yield opened


def test_whoever_signs_in_lands_on_what_is_theirs(office: Office, browser: Browser):
    director = "  - {email: xem@example.vn, role: viewer, provinces: [bac_ninh], agencies: [health_department]}\n"
    leader = "  - {email: quan-tri@example.vn, role: leader, provinces: [bac_giang]}\n"
    office.access.write_text(ACCESS + director + leader, "utf-8")
    landed = {
        "xem": ("co-quan", {"id": ["health_department"], "province": ["bac_ninh"]}),
        "nop": ("nop-so-lieu", {}),
        "duyet": ("duyet", {}),
        "quan-tri": ("", {"province": ["bac_giang"]}),
    }
    for login, (path, query) in landed.items():
        guest = Guest.enter(browser, office)
        guest.arrive()
        guest.sign_in(login)
        guest.page.wait_for_url(f"{office.server.address}/{path}{'?' if query else ''}*" if path or query else "**")
        guest.drawn()
        assert guest.path == path
        assert query.items() <= guest.query.items()
        assert guest.complaints == []
        guest.page.context.close()


def test_below_a_table_its_rows_can_be_taken_along(visit: Visit):
    visit.open("y-te", year="2024", province="bac_ninh")
    visit.page.get_by_role("button", name="Cho thư, chương trình").click()
    text = visit.page.get_by_test_id("stCode")
    expect(text).to_contain_text("Tỉnh: Bắc Ninh")
    expect(text).to_contain_text("thực hiện")
    assert visit.axe() == []
    visit.page.get_by_role("radio", name="pandas").click()
    expect(text).to_contain_text(f"{visit.address}/api/v1/gaps.csv?province=bac_ninh&sector=health&year=2024")
