"""Signing in at a real OpenID Connect provider, through the real browser: who sees what, and who sees nothing."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import stores
from tests.browser.conftest import HAS_PASSED
from tests.browser.signing_in import (
    ACCESS,
    PATHS,
    PEOPLE,
    REPORTING,
    USER_COOKIE,
    Guest,
    Office,
    browser_for,
    of_reviewer,
    open_office,
    signed,
    status,
)
from tests.browser.visit import forget


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    store = stores.demo_store(tmp_path_factory.getbasetemp())
    with open_office(tmp_path_factory.mktemp("office"), store) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """What one guest after the other sits down at: it forgets them, and keeps the application's files."""
    context = browser_for(browser)
    yield context
    context.close()


@pytest.fixture
def guest(office: Office, desk: BrowserContext, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Guest]:
    """A new visitor; browser and server must not have complained when the test ends."""
    before = len(office.server.log())
    visitor = Guest(desk.new_page(), office.server.address)
    yield visitor
    if not request.node.stash.get(HAS_PASSED, False):
        visitor.picture(tmp_path / "visit.png")
    forget(desk, office.server.address, office.provider.address)
    print(f"picture in {tmp_path}; the server's log since the test began:\n{office.server.log(before)}")
    assert visitor.complaints == []
    assert [line for line in office.server.errors(before) if not visitor.logged.search(line)] == []


def test_before_signing_in_nobody_sees_anything_at_any_address(guest: Guest):
    for path in PATHS:
        guest.arrive(path)
        expect(guest.title).to_have_text("Chính sách xã hội: mục tiêu và thực hiện")
        said = " ".join(guest.texts())
        assert "Bắc Ninh" not in said, path
        assert "%" not in said, path


def test_the_door_speaks_english_on_the_switch_and_can_be_read_by_everyone(office: Office, browser: Browser):
    context = browser.new_context(locale="vi-VN")
    visitor = Guest(context.new_page(), office.server.address)
    visitor.arrive("duyet")
    assert visitor.axe() == []
    visitor.page.get_by_role("radio", name="English").click()
    expect(visitor.page.get_by_role("button", name=re.compile("Sign in$"))).to_be_visible()
    expect(visitor.page.get_by_text("Figures are for those who were given access.")).to_be_visible()
    assert visitor.query == {"lang": ["en"]}
    context.close()


@pytest.mark.parametrize(
    ("login", "pages"),
    [
        ("xem", ["Tiến độ báo cáo"]),
        ("nop", ["Nộp số liệu", "Tiến độ báo cáo"]),
        ("duyet", ["Duyệt", "Tiến độ báo cáo"]),
        ("quan-tri", ["Tiến độ báo cáo", "Nhật ký thao tác"]),
    ],
)
def test_everybody_gets_the_pages_of_their_role(guest: Guest, login: str, pages: list[str]):
    guest.arrive()
    guest.sign_in(login)
    guest.drawn()
    expect(guest.page.get_by_test_id("stSidebar").get_by_text(PEOPLE[login]["email"])).to_be_visible()
    links = guest.page.get_by_test_id("stSidebar").get_by_role("link").all_inner_texts()
    assert [name for name in REPORTING if any(link.endswith(name) for link in links)] == pages
    cookie = guest.cookies()[USER_COOKIE]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


def test_a_link_keeps_its_page_and_filters_over_the_sign_in(guest: Guest):
    guest.arrive("y-te?year=2024&province=bac_giang&lang=en")
    guest.sign_in("xem")
    guest.drawn()
    assert guest.path == "y-te"
    assert guest.query == {"year": ["2024"], "province": ["bac_giang"], "lang": ["en"]}
    expect(guest.title).to_have_text(re.compile("Health"))
    assert "dashboard_return" not in guest.cookies()


def test_whoever_is_no_administrator_sees_the_plans_and_no_way_to_change_them(guest: Guest):
    guest.arrive("ke-hoach")
    guest.sign_in("xem")
    guest.drawn()
    main = guest.page.get_by_test_id("stMain")
    expect(main.locator("table")).to_have_count(1)
    expect(main.get_by_test_id("stFileUploader")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("duyet", "Tài khoản này không được giao duyệt số liệu của tỉnh nào."),
        ("nop-so-lieu", "Tài khoản này không được giao nộp số liệu cho cơ quan nào."),
        ("nhat-ky", "quản trị"),
    ],
)
def test_the_wrong_role_is_told_so_and_sees_no_submission(guest: Guest, path: str, told: str):
    guest.arrive(path)
    guest.sign_in("xem")
    guest.drawn()
    assert guest.path == path
    expect(guest.page.get_by_test_id("stMain").get_by_text(told).first).to_be_visible()
    expect(guest.page.get_by_test_id("stMain").locator("table")).to_have_count(0)
    guest.go("Tiến độ báo cáo", "Tiến độ báo cáo")


def test_somebody_without_a_role_is_told_who_they_are_and_whom_to_ask(guest: Guest):
    guest.arrive("duyet")
    guest.sign_in("la")
    told = guest.page.get_by_role("alert")
    expect(told).to_contain_text("la@example.vn")
    expect(told).to_contain_text("chưa được cấp vai trò nào")
    expect(guest.page.get_by_text("Quản trị: quan-tri@example.vn")).to_be_visible()
    expect(guest.stamp).to_have_count(0)
    expect(guest.page.get_by_test_id("stPageLink")).to_have_count(0)
    guest.sign_out()


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("chua-xac-minh", "Địa chỉ duyet@example.vn chưa được máy chủ đăng nhập xác minh"),
        ("khong-thu", "không cho biết địa chỉ thư điện tử"),
    ],
)
def test_an_address_the_provider_does_not_vouch_for_is_nobodys(guest: Guest, login: str, told: str):
    guest.arrive("duyet")
    guest.sign_in(login)
    expect(guest.page.get_by_role("alert")).to_contain_text(told)
    guest.at_the_door()
    guest.sign_out()


@pytest.mark.parametrize(
    "cookie",
    [
        "signed with another secret",
        "changed after signing",
        "nonsense",
        "of another address",
        "older than Streamlit's thirty days",
    ],
)
def test_a_forged_or_expired_cookie_is_no_sign_in(guest: Guest, office: Office, cookie: str):
    good = signed(of_reviewer(), office)
    head, _, tail = good["value"].partition(".")
    made = {
        "signed with another secret": signed(of_reviewer(), office, secret="another-secret-0123456789abcdefgh"),
        "changed after signing": {**good, "value": f"{head[:-4]}AAAA.{tail}"},
        "nonsense": {**good, "value": "chunks-9"},
        "of another address": signed(of_reviewer(origin="http://127.0.0.1:1"), office),
        "older than Streamlit's thirty days": signed(of_reviewer(), office, age_days=40),
    }[cookie]
    guest.bring(made)
    guest.arrive("duyet")
    expect(guest.page.get_by_role("alert")).to_have_count(0)


def test_a_cookie_rightly_signed_opens_so_the_forged_ones_fail_for_their_signature(guest: Guest, office: Office):
    guest.bring(signed(of_reviewer(), office))
    guest.open("duyet")
    expect(guest.title).to_have_text("Duyệt")


def test_a_sign_in_older_than_its_hours_has_expired(guest: Guest, office: Office):
    guest.bring(signed(of_reviewer(iat=int(time.time()) - 13 * 3600), office))
    guest.arrive("duyet")
    expect(guest.page.get_by_role("alert")).to_contain_text("Phiên đăng nhập đã hết hạn sau 12 giờ")
    guest.sign_in("duyet")
    guest.drawn()
    expect(guest.title).to_have_text("Duyệt")


def test_signing_out_ends_it_in_every_tab_and_for_every_copy_of_the_cookie(guest: Guest, office: Office):
    guest.arrive("y-te")
    guest.sign_in("xem")
    guest.drawn()
    kept = guest.page.context.cookies()
    other = Guest(guest.page.context.new_page(), guest.address)
    other.open("giao-duc")
    guest.sign_out()
    assert USER_COOKIE not in guest.cookies()
    guest.page.go_back()
    guest.page.wait_for_load_state()
    if guest.page.url.startswith(office.provider.address):
        guest.page.goto(f"{guest.address}/y-te")
    guest.at_the_door()
    other.page.get_by_test_id("stSidebar").get_by_role("link", name="Y tế").click()
    other.at_the_door()
    guest.page.context.add_cookies(kept)  # type: ignore[arg-type]
    guest.arrive("y-te")


def test_a_role_taken_away_works_at_the_next_click(guest: Guest, office: Office):
    guest.arrive("duyet")
    guest.sign_in("duyet")
    guest.drawn()
    before = len(office.server.log())
    try:
        office.access.write_text(ACCESS.replace("email: duyet@", "email: nguoi-khac@"), "utf-8")
        guest.page.get_by_test_id("stSidebar").get_by_role("link", name="Tiến độ báo cáo").click()
        expect(guest.page.get_by_role("alert")).to_contain_text("chưa được cấp vai trò nào")
        expect(guest.stamp).to_have_count(0)
    finally:
        office.access.write_text(ACCESS, "utf-8")
    guest.page.reload()
    guest.drawn()
    assert "last good version" not in office.server.log(before)


def test_a_download_is_for_those_who_have_signed_in(guest: Guest, office: Office):
    guest.arrive("y-te")
    guest.sign_in("xem")
    guest.drawn()
    with guest.page.expect_download() as begun:
        guest.page.get_by_role("button", name="CSV").first.click()
    link = begun.value.url
    assert "/media/" in link
    assert guest.page.request.get(link).status == 200
    assert status(link) == 403
    guest.sign_out()
    assert guest.page.request.get(link).status == 403


def test_a_provider_that_refuses_brings_back_to_the_page_with_a_word(guest: Guest):
    guest.arrive("y-te?lang=vi")
    guest.button.click()
    guest.logged = re.compile("Error during authentication: access_denied")
    guest.page.get_by_role("link", name="[ Cancel ]").click()
    guest.at_the_door()
    expect(guest.page.get_by_role("alert")).to_contain_text("Đăng nhập chưa thành công.")
    assert guest.path == "y-te"


def test_a_provider_that_does_not_answer_is_told_in_words(guest: Guest, office: Office):
    guest.arrive("y-te")
    guest.logged = re.compile("")  # the failed connection, with all it went through
    office.provider.stop()
    try:
        guest.button.click()
        expect(guest.title).to_have_text("Chưa kết nối được máy chủ đăng nhập")
        expect(guest.page.get_by_text("The identity provider cannot be reached.")).to_be_visible()
    finally:
        office.provider.start()
    assert all("503" in told for told in guest.complaints)
    guest.complaints.clear()
    guest.page.get_by_role("link", name="Thử lại").click()
    guest.at_the_door()
    guest.sign_in("xem")
    guest.drawn()


@pytest.mark.parametrize("page", ["https://example.com/y-te", "//example.com"])
def test_nobody_is_led_elsewhere_after_signing_in(guest: Guest, page: str):
    guest.page.context.add_cookies([{"name": "dashboard_return", "value": page, "url": guest.address}])
    guest.arrive()
    guest.sign_in("xem")
    guest.drawn()
    assert guest.page.url.startswith(f"{guest.address}/")
    assert guest.path in ("", "y-te")


def test_the_policy_of_the_document_names_no_other_origin(office: Office):
    request = urllib.request.Request(f"{office.server.address}/duyet", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert "no-store" in answer.headers["cache-control"]
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert office.provider.address not in str(policy)
    assert policy["form-action"] == "'self'"
    assert "unsafe-inline" not in policy["script-src"]
