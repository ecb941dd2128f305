"""One language at a time, in everything the browser shows or reads aloud, Streamlit's own words included."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, NewVisit
from tests.browser.visit import Visit
from tests.pages.addresses import ONE_OF_EACH, Address, name
from tests.quotations import english_left, vietnamese_left


@pytest.mark.parametrize("address", ONE_OF_EACH, ids=name)
def test_a_vietnamese_page_has_no_english_not_even_for_a_screen_reader(visit: Visit, address: Address):
    path, query = address
    visit.open(path, **query)
    left = english_left(visit.texts())
    assert left == []


@pytest.mark.parametrize("address", ONE_OF_EACH, ids=name)
def test_an_english_page_has_no_vietnamese_but_names_and_quotations(visit: Visit, address: Address):
    path, query = address
    visit.open(path, **query, lang="en")
    left = vietnamese_left("\n".join(visit.texts()))
    assert left == []
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    assert vietnamese_left(visit.page.title()) == []


def test_the_menu_of_a_phone_is_vietnamese(new_visit: NewVisit):
    visit = new_visit(PHONE)
    visit.open("y-te")
    left = english_left(visit.texts())
    visit.page.get_by_test_id("stExpandSidebarButton").click()
    expect(visit.menu("Y tế")).to_be_visible()
    assert left + english_left(visit.texts()) == []


def settled(visit: Visit) -> list[str]:
    """Return the English words that stay: what comes late is Streamlit's own for a moment, on a busy machine for a second."""
    for _ in range(10):
        visit.page.wait_for_timeout(300)
        if not (left := english_left(visit.texts())):
            return []
    return left


def test_opened_lists_are_vietnamese_also_when_nothing_is_found(visit: Visit):
    visit.open("y-te")
    left = set()
    for field in ("Năm", "Trạng thái", "Cơ quan chủ trì"):
        visit.page.get_by_role("combobox", name=field).click()
        left |= set(settled(visit))
        visit.page.keyboard.type("zzz")
        left |= set(settled(visit))
        visit.page.keyboard.press("Escape")  # empties the field
        visit.page.keyboard.press("Escape")  # closes the list
    visit.open("y-te", status=["missed", "achieved"])
    left |= set(english_left(visit.texts()))
    assert sorted(left) == []


def test_the_switch_leaves_no_word_of_the_other_language_behind(visit: Visit):
    visit.open("y-te")
    for language, title in (("English", "7. Health"), ("Tiếng Việt", "7. Y tế")):
        visit.page.get_by_text(language, exact=True).click()
        expect(visit.title).to_have_text(title)
        visit.drawn()
        texts = visit.texts()
        left = vietnamese_left("\n".join(texts)) if language == "English" else english_left(texts)
        assert left == []
