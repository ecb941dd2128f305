"""A visitor in Chromium: opens pages, waits until they are drawn, and notes everything that goes wrong."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 AA, and what axe's makers hold for good practice."""
STREAMLITS_OWN: tuple[str, ...] = ()
"""Rules broken by Streamlit's own elements alone, which no setting changes."""
TIMEOUT = 30_000
"""Milliseconds to wait for anything: two busy processors are slow."""

_DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const isDrawn = (component) => [component, ...component.querySelectorAll('*')].some((element) =>
    (element.shadowRoot ?? element).querySelector('[data-drawn="true"]'));
  return app?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('.stBidiComponent')].every(isDrawn)
    && document.fonts.status === 'loaded';
}"""
_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    // Icons are drawn by ligatures: their text is the icon's name and hidden from screen readers.
    if (text && !parent.closest('script, style, noscript, svg text, [translate="no"]')) found.push(text);
  }
  // The words of a picture may go over several lines, each an element of its own.
  for (const words of document.querySelectorAll('svg text')) {
    const parts = [...words.querySelectorAll('tspan.line')].map(line => line.textContent);
    found.push((parts.length ? parts.join(' ') : words.textContent).trim());
  }
  for (const element of document.querySelectorAll('body *'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-valuetext'])
      if (element.getAttribute(name)?.trim()) found.push(element.getAttribute(name).trim());
  return [...new Set(found)];
}"""
_SECURITY = re.compile(r"security|policy|csp|blocked|refused|insecure|mixed content|cross-origin|cookie", re.IGNORECASE)


def forget(context: BrowserContext, *origins: str) -> None:
    """Have a browser forget all but the files it keeps, as when somebody else sits down at it."""
    for page in context.pages:
        page.close()
    context.clear_cookies()
    page = context.new_page()
    debugger = context.new_cdp_session(page)
    for origin in origins:
        debugger.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    page.close()


class Visit:
    """One tab of one visitor, and what the browser complained about in it."""

    def __init__(self, page: Page, address: str) -> None:
        """Listen to the tab; nothing is opened yet."""
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.set_default_timeout(TIMEOUT)
        expect.set_options(timeout=TIMEOUT)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("requestfailed", self._request_failed)
        page.on("response", self._response)

    def open(self, path: str = "", **query: str | list[str]) -> None:
        """Open a page by its address in this tab and wait until it is drawn."""
        self.page.goto(f"{self.address}/{path}" + (f"?{urlencode(query, doseq=True)}" if query else ""))
        self.drawn()

    def drawn(self) -> None:
        """Wait until the script has ended, and charts and fonts stand."""
        expect(self.stamp.first).to_be_visible()  # while pages change, the old one's may still be there
        self.page.wait_for_function(_DRAWN)
        self.page.wait_for_timeout(150)  # elements that come late start late too: look again
        self.page.wait_for_function(_DRAWN)
        expect(self.stamp).to_have_count(1)

    @property
    def stamp(self) -> Locator:
        """The foot of every page."""
        return self.page.get_by_text(re.compile(r"^(Bản số liệu|Snapshot) \d"))

    @property
    def title(self) -> Locator:
        """The page's own title."""
        return self.page.locator("h1")

    @property
    def query(self) -> dict[str, list[str]]:
        """What the address line says now."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def path(self) -> str:
        """Which page the address line names, without the leading slash."""
        return urlsplit(self.page.url).path.lstrip("/")

    def menu(self, name: str) -> Locator:
        """Return the menu's link to a page."""
        return self.page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)

    def go(self, name: str, title: str) -> None:
        """Follow a link of the menu, opening the menu on a phone, and wait for the page."""
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if opener.is_visible():
            opener.click()
        self.menu(name).click()
        expect(self.title).to_have_text(title)
        self.drawn()

    def slow_down(self, latency: int) -> None:
        """Put so many milliseconds between browser and server from now on, as for a visitor far away."""
        conditions = {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1}
        self.page.context.new_cdp_session(self.page).send("Network.emulateNetworkConditions", conditions)

    def texts(self) -> list[str]:
        """Return every text of the document: drawn, or read aloud."""
        return list(self.page.evaluate(_TEXTS))

    def axe(self) -> list[str]:
        """Return axe's findings, moderate ones included."""
        # Given to the tab by its debugger: no script of the document, so the content security policy stays in force.
        self.page.evaluate(AXE.read_text("utf-8"))
        run = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(AXE_TAGS)}}
        found = self.page.evaluate("(run) => axe.run(document, run)", run)
        return [
            f"{violation['impact']}: {violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:200]}"
            for violation in found["violations"]
            if violation["impact"] != "minor" and violation["id"] not in STREAMLITS_OWN
            for node in violation["nodes"]
        ]

    def stands_in_its_frame(self, catalogue: Catalogue) -> None:
        """Hold the page against what stands around every page of the illustrative store."""
        expect(self.title).to_have_count(1)
        assert self.title.inner_text()
        expect(self.page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(len(catalogue.sectors) + 14)
        expect(self.page.get_by_text("Số liệu minh hoạ.", exact=True)).to_be_visible()
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        expect(self.page.get_by_text("Trang này gặp lỗi")).to_have_count(0)

    def picture(self, path: Path) -> None:
        """Keep a picture of the tab, for a failed test."""
        self.page.screenshot(path=path)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or (message.type == "warning" and _SECURITY.search(message.text)):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left behind by a reload or a closed tab
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")
