"""One's own views and first page on the page: kept in the store, drawn in the menu, opened by the next session."""

from dashboard.access import local_rights
from dashboard.store.store import open_store
from dashboard.workflow.choices import choose_landing, save_view
from tests import stores
from tests.pages.site import Site


def test_a_chosen_first_page_opens_in_the_next_session_and_no_other_address_is_led_away(demo: Site, tmp_path):
    site = Site(stores.copied_store(demo.store, tmp_path))
    store = open_store(site.store)
    id_ = save_view(store, local_rights(), "Họp *quý* III", "y-te", {"year": ["2024"], "order": ["worst"]})
    choose_landing(store, local_rights(), f"view:{id_}")
    store.close()
    page = site.open("", lang="en")
    assert page.title[0].value == "7. Health"
    assert page.query_params == {"year": "2024", "order": "worst", "lang": "en"}
    assert site.follow(page, "", lang="en").title[0].value == "Overview"  # once a session
    for path, query, title in (("", {"year": "2023"}, "Tổng quan"), ("giao-duc", {}, "6. Giáo dục")):
        assert site.open(path, **query).title[0].value == title
    store = open_store(site.store)
    choose_landing(store, local_rights(), None)
    store.close()
    assert site.open("").title[0].value == "Tổng quan"
