"""Between a desk and a phone: an office laptop and half a screen show every column of every table."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.test_looks import CUT_WORDS, OVERFLOW
from tests.browser.visit import Visit
from tests.pages.addresses import AGENCIES, CHANGES, INDICATORS, TASKS, Address, name

LAPTOP, HALF = (1366, 768), (1024, 768)
WITH_TABLES: list[Address] = [
    ("", {}),
    ("y-te", {}),
    *INDICATORS[:1],
    *TASKS[:1],
    *AGENCIES[:2],
    *CHANGES[1:2],
]
"""Pages whose tables say who is to act, each kind of table once."""
_SIDEWAYS = """tables => tables.filter(table => {
  table.style.contentVisibility = 'visible'; // what is not yet scrolled to has no width
  return table.scrollWidth > table.clientWidth + 1;
}).map(table => `${table.getAttribute('aria-label')}: ${table.scrollWidth} in ${table.clientWidth}`)"""


@pytest.fixture(params=[LAPTOP, HALF], ids=["laptop", "half"])
def visit(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Visit]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    visit = Visit(context.new_page(), server.address)
    yield visit
    context.close()
    assert visit.complaints == []


@pytest.mark.parametrize("address", WITH_TABLES, ids=name)
def test_page_and_tables_show_everything_without_going_on_sideways(visit: Visit, address: Address):
    path, query = address
    visit.open(path, **query)
    tables = visit.page.locator(".plan-scroll")
    assert tables.count() > 0
    assert tables.evaluate_all(_SIDEWAYS) == []
    assert visit.page.evaluate(OVERFLOW) == {"document": 0, "main": 0, "wide": []}
    assert visit.page.locator(".js-plotly-plot").evaluate_all(CUT_WORDS) == []


def test_a_table_that_goes_on_sideways_would_be_found(visit: Visit):
    visit.open("y-te")
    table = visit.page.locator(".plan-scroll").first
    table.locator("table").evaluate("table => { table.style.minWidth = '2000px'; }")
    assert len(visit.page.locator(".plan-scroll").evaluate_all(_SIDEWAYS)) == 1
