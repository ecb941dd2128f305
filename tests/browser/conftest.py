"""One server and one browser for each worker; a new visitor for each test, who must meet no error anywhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.store import open_store
from tests import stores
from tests.browser.install_browser import ARGUMENTS, executable
from tests.browser.server import Server
from tests.browser.visit import Visit, forget

WIDE, PHONE = (1440, 900), (390, 844)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, mart: Mart) -> Iterator[Server]:
    """The dashboard on the illustrative store, started once ``mart`` is built: visits and saved views move the store's number on."""
    folder = tmp_path_factory.getbasetemp()
    with Server(stores.environment(stores.demo_store(folder)), folder / "server.log") as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own that nobody has visited; ask for it before the visitors, who must leave first."""
    demo = stores.demo_store(tmp_path_factory.getbasetemp())
    with Server(stores.environment(demo), tmp_path / "fresh.log") as running:
        yield running
        assert running.errors() == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's where it is installed, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mart(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Mart:
    """The figures the server shows, built apart from it."""
    store = open_store(stores.demo_store(tmp_path_factory.getbasetemp()))
    try:
        return Mart(catalogue, store)
    finally:
        store.close()


NewVisit = Callable[..., Visit]
HAS_PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note whether the test itself passed: pictures are taken of those that failed."""
    report = yield
    if call.when == "call":
        item.stash[HAS_PASSED] = report.passed
    return report


@pytest.fixture(scope="session")
def used_browser(browser: Browser) -> BrowserContext:
    """What one visitor after the other sits down at: it forgets them, and keeps the application's files."""
    return browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}, locale="vi-VN")


@pytest.fixture
def new_visit(
    server: Server, browser: Browser, used_browser: BrowserContext, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[NewVisit]:
    """Give a function that lets a new visitor in; when the test ends, browser and server must not have complained.

    The first one at a desk sits down where others were before; whoever comes beside them, on a phone, or to another server
    has a browser that nobody has used.
    """
    visits: list[Visit] = []
    before = len(server.log())

    def visit(size: tuple[int, int] = WIDE, *, address: str | None = None, **settings: object) -> Visit:
        context = used_browser
        if visits or size != WIDE or address or settings:
            viewport = {"width": size[0], "height": size[1]}
            context = browser.new_context(viewport=viewport, locale="vi-VN", **settings)  # type: ignore[arg-type]
        visits.append(Visit(context.new_page(), address or server.address))
        return visits[-1]

    yield visit
    for number, visitor in enumerate(visits):
        if not request.node.stash.get(HAS_PASSED, False):
            visitor.picture(tmp_path / f"visit-{number}.png")
        if visitor.page.context is used_browser:
            forget(used_browser, server.address)
        else:
            visitor.page.context.close()
    print(f"pictures in {tmp_path}; the server's log since the test began:\n{server.log(before)}")
    assert [complaint for visitor in visits for complaint in visitor.complaints] == []
    assert server.errors(before) == []


@pytest.fixture
def visit(new_visit: NewVisit) -> Visit:
    """One new visitor at a desk."""
    return new_visit()
