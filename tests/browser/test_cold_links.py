"""The very first address a fresh server is asked for opens its page; of all the others see test_looks.py."""

import http.client

import pytest
from playwright.sync_api import expect

from dashboard.reference.catalogue import Catalogue
from tests.browser.conftest import NewVisit
from tests.browser.server import Server
from tests.browser.visit import Visit
from tests.pages.addresses import ONE_OF_EACH, Address, name


@pytest.mark.parametrize("address", ONE_OF_EACH[:3], ids=name)
def test_the_first_visitor_of_a_fresh_server_gets_the_page_in_its_frame(
    fresh_server: Server, new_visit: NewVisit, catalogue: Catalogue, address: Address
):
    path, query = address
    visit = new_visit(address=fresh_server.address)
    visit.open(path, **query)
    visit.stands_in_its_frame(catalogue)


def test_visitors_who_come_together_to_a_fresh_server_all_get_their_pages(
    fresh_server: Server, new_visit: NewVisit, catalogue: Catalogue
):
    visits = [new_visit(address=fresh_server.address) for _ in range(6)]
    for visit, path in zip(visits, ("y-te", "", "chi-tieu", "giao-duc", "so-sanh", "y-te"), strict=True):
        visit.page.goto(f"{visit.address}/{path}", wait_until="commit")
    for visit in visits:
        visit.drawn()
        visit.stands_in_its_frame(catalogue)


def test_a_page_that_does_not_exist_says_so_in_vietnamese_and_leads_on(visit: Visit):
    answer = visit.page.goto(f"{visit.address}/khong-co-trang-nay")
    assert answer is not None
    assert answer.status in (200, 404)
    visit.complaints.clear()  # the browser notes a 404 of the page itself
    expect(visit.page.get_by_role("link", name="Tổng quan").first).to_be_visible()
    text = visit.page.inner_text("body")
    assert "Page not found" not in text
    assert "không" in text.lower()


def test_the_server_sends_its_security_headers_with_every_document(server: Server):
    for path in ("/", "/y-te?year=2025"):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        document = answer.read().decode()
        connection.close()
        assert answer.status == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "'unsafe-eval'" not in policy
        assert "script-src 'self' blob: 'sha256-" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert '<html lang="vi">' in document
        assert "http://" not in document.replace("http://www.apache.org", "").replace("http://www.w3.org", "")
