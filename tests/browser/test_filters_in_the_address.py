"""Filters live in the address as ids: they survive the menu, reload, back, forward, and a link sent to a colleague."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import PHONE, NewVisit
from tests.browser.visit import Visit

OVERVIEW, HEALTH, EDUCATION = "Tổng quan", "7. Y tế", "6. Giáo dục"


def test_what_is_chosen_stands_in_the_address_as_ids(visit: Visit):
    visit.open("y-te")
    _choose_year(visit, "2024")
    _pill(visit, "Bắc Giang").click()
    _choose_status(visit, "Không đạt")
    visit.drawn()
    assert visit.query == {"year": ["2024"], "province": ["bac_giang"], "status": ["missed"]}
    _pill(visit, "Bắc Ninh").click()
    expect(visit.page).to_have_url(re.compile("bac_ninh"))
    assert visit.query["province"] == ["bac_ninh", "bac_giang"]


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_filters_go_along_through_the_menu(new_visit: NewVisit, size: tuple[int, int] | None):
    visit = new_visit(size) if size else new_visit()
    visit.open("y-te", year="2024", province="bac_giang")
    for name, title, path in (
        ("Giáo dục", EDUCATION, "giao-duc"),
        ("Tổng quan", OVERVIEW, ""),
        ("So sánh", "So sánh", "so-sanh"),
        ("Phương pháp và nguồn", "Phương pháp và nguồn", "phuong-phap"),
        ("Y tế", HEALTH, "y-te"),
    ):
        visit.go(name, title)
        assert visit.path == path
        assert visit.query["year"] == ["2024"]
        assert visit.query["province"] == ["bac_giang"]
        if path != "phuong-phap":
            _shows(visit, "2024", ["Bắc Giang"])


def test_a_filter_changed_on_one_page_holds_on_the_next(visit: Visit):
    visit.open("y-te")
    _choose_year(visit, "2023")
    _pill(visit, "Tuyên Quang").click()
    expect(visit.page).to_have_url(re.compile("tuyen_quang"))
    visit.drawn()
    visit.go("Giáo dục", EDUCATION)
    _shows(visit, "2023", ["Tuyên Quang"])
    _pill(visit, "Tuyên Quang").click()
    expect(visit.page).not_to_have_url(re.compile("tuyen_quang"))
    visit.drawn()
    visit.go("Y tế", HEALTH)
    _shows(visit, "2023", [])


def test_a_reload_shows_the_same(visit: Visit):
    visit.open("y-te", year="2025", province=["bac_ninh", "bac_giang"], status="missed")
    before = visit.page.inner_text(".plan-table")
    address = visit.page.url
    visit.page.reload()
    visit.drawn()
    assert visit.page.url == address
    assert visit.page.inner_text(".plan-table") == before
    _shows(visit, "2025", ["Bắc Ninh", "Bắc Giang"])


def test_the_address_sent_to_a_colleague_shows_the_same(new_visit: NewVisit):
    sender, colleague = new_visit(), new_visit()
    sender.open("y-te")
    _choose_year(sender, "2024")
    _pill(sender, "Bắc Giang").click()
    expect(sender.page).to_have_url(re.compile("bac_giang"))
    sender.drawn()
    colleague.page.goto(sender.page.url)
    colleague.drawn()
    assert colleague.page.inner_text("h1 ~ *, .plan-table") == sender.page.inner_text("h1 ~ *, .plan-table")
    assert colleague.page.inner_text(".plan-table") == sender.page.inner_text(".plan-table")


def test_the_link_at_the_foot_is_the_address_of_exactly_this_page(visit: Visit):
    visit.open("y-te", year="2024", province="bac_giang")
    _choose_status(visit, "Không đạt")
    visit.drawn()
    link = visit.page.get_by_role("link", name="Liên kết tới đúng trang này")
    expect(link).to_have_attribute("href", re.compile("status=missed"))
    visit.page.goto(visit.address + str(link.get_attribute("href")))
    visit.drawn()
    assert visit.query == {"year": ["2024"], "province": ["bac_giang"], "status": ["missed"]}


def test_back_and_forward_follow_filters_and_pages(visit: Visit):
    visit.open("y-te", year="2025")
    _choose_year(visit, "2024")
    visit.drawn()
    _choose_year(visit, "2023")
    visit.drawn()
    visit.go("Giáo dục", EDUCATION)
    _shows(visit, "2023", [])
    visit.page.go_back()
    expect(visit.title).to_have_text(HEALTH)
    _shows(visit, "2023", [])
    visit.page.go_back()
    _shows(visit, "2024", [])
    visit.page.go_back()
    _shows(visit, "2025", [])
    visit.page.go_forward()
    _shows(visit, "2024", [])
    visit.page.go_forward()
    visit.page.go_forward()
    expect(visit.title).to_have_text(EDUCATION)
    _shows(visit, "2023", [])


@pytest.mark.parametrize("path", ["", "y-te", "chi-tieu", "so-sanh", "phuong-phap"])
def test_back_from_the_first_page_leaves_the_dashboard(visit: Visit, path: str):
    visit.page.goto("about:blank")
    visit.open(path)
    visit.page.go_back(wait_until="commit")
    visit.page.wait_for_timeout(1500)
    assert visit.page.url == "about:blank", "a page that opens must not add a step of its own to the history"


@pytest.mark.parametrize("latency", [0, 400], ids=["near", "far"])
def test_a_choice_made_before_the_last_one_is_answered_is_not_lost(visit: Visit, latency: int):
    visit.open("y-te", year="2025")
    visit.slow_down(latency)
    for name in ("Bắc Ninh", "Bắc Giang", "Tuyên Quang"):
        _pill(visit, name).click(no_wait_after=True)
        visit.page.wait_for_timeout(latency / 4)
    expect(visit.page).to_have_url(re.compile("bac_ninh.*bac_giang.*tuyen_quang"))
    visit.drawn()
    _shows(visit, "2025", ["Bắc Ninh", "Bắc Giang", "Tuyên Quang"])


def test_two_tabs_of_one_visitor_keep_their_own_filters(new_visit: NewVisit):
    first = new_visit()
    first.open("y-te", year="2024")
    second = Visit(first.page.context.new_page(), first.address)
    second.open("y-te", year="2022")
    _pill(first, "Bắc Ninh").click()
    expect(first.page).to_have_url(re.compile("bac_ninh"))
    first.drawn()
    _shows(first, "2024", ["Bắc Ninh"])
    _shows(second, "2022", [])
    assert second.complaints == []


def test_the_language_goes_along_and_comes_back(visit: Visit):
    visit.open("y-te", year="2024", province="bac_giang")
    visit.page.get_by_role("radio", name="English").or_(visit.page.get_by_role("button", name="English")).click()
    expect(visit.title).to_have_text("7. Health")
    visit.drawn()
    assert visit.query == {"year": ["2024"], "province": ["bac_giang"], "lang": ["en"]}
    visit.go("Education", "6. Education")
    assert visit.query["lang"] == ["en"]
    visit.page.reload()
    visit.drawn()
    expect(visit.title).to_have_text("6. Education")
    visit.page.go_back()
    expect(visit.title).to_have_text("7. Health")


def test_the_heat_map_leads_to_its_sector_with_the_filters(visit: Visit):
    visit.open("", year="2024", province="bac_giang")
    visit.page.locator(".js-plotly-plot a").filter(has_text="7.").first.click()
    expect(visit.title).to_have_text(HEALTH)
    visit.drawn()
    assert visit.path == "y-te"
    _shows(visit, "2024", ["Bắc Giang"])


def test_a_row_of_a_table_leads_to_its_indicator_with_the_filters(visit: Visit):
    visit.open("y-te", year="2024", province="bac_giang")
    link = visit.page.locator(".plan-table tbody th a").first
    name = str(link.text_content())
    link.click()
    expect(visit.title).to_have_text(name)
    visit.drawn()
    assert visit.path == "chi-tieu"
    _shows(visit, "2024", ["Bắc Giang"])


def test_a_link_in_english_stays_english(visit: Visit):
    visit.open("", year="2024", lang="en")
    visit.page.locator(".js-plotly-plot a").filter(has_text="7.").first.click()
    expect(visit.title).to_have_text("7. Health")
    visit.drawn()
    visit.page.locator(".plan-table tbody th a").first.click()
    expect(visit.page).to_have_url(re.compile("chi-tieu.*lang=en|lang=en.*chi-tieu"))
    visit.drawn()
    expect(visit.page.get_by_text(re.compile("^Snapshot"))).to_be_visible()


def _pill(visit: Visit, name: str) -> Locator:
    return visit.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def _choose_year(visit: Visit, year: str) -> None:
    visit.page.get_by_role("combobox", name="Năm").click()
    visit.page.get_by_role("option", name=year, exact=True).click()
    expect(visit.page).to_have_url(re.compile(f"year={year}"))


def _choose_status(visit: Visit, word: str) -> None:
    visit.page.get_by_role("combobox", name="Trạng thái").click()
    visit.page.get_by_role("option", name=word).click()
    expect(visit.page).to_have_url(re.compile("status="))
    visit.page.keyboard.press("Escape")


def _shows(visit: Visit, year: str, provinces: list[str]) -> None:
    """The filter bar shows the year and the provinces, once the page is drawn."""
    expect(visit.page.get_by_role("combobox", name="Năm")).to_have_value(year)
    visit.drawn()
    pills = visit.page.get_by_test_id("stMain").locator('button[aria-pressed="true"], button[aria-checked="true"]')
    chosen = [text for text in pills.all_inner_texts() if text in ("Bắc Ninh", "Bắc Giang", "Tuyên Quang")]
    assert chosen == provinces
