"""What a visitor sees in Chromium: a filter change to the last chart painted, page loads, the first visit.

One definition for every contender, measured inside the page: the clock starts at the click on a filter's choice and stops
at the first frame painted after the last ``plotly_afterplot``, when all four charts on the screen are drawn anew. A load
starts with the navigation and also waits for the last change of the page's content. Contenders take turns, click by click,
and every time another one begins. Run alone: ``python -m benchmarks.browser [SIZE …]``.
"""

import os
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks import big_data, record
from benchmarks.serving import GC_OFF, application, bare_dash, bare_streamlit

CHROMIUM = Path(os.environ.get("BENCH_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
TITLE = "Browser"
SECTOR = "y-te"
SCREEN = {"width": 1440, "height": 900}
CHANGES, ROUNDS, LOADS = 7, 3, 8
"""How many choices of provinces are clicked through in a round, how many rounds of new ones there are where there are
provinces enough, and how many loads (the first two warm up)."""

_WATCH = """
(() => {
  const watch = window.watch = { clicked: 0, plotted: 0, painted: 0, charts: new Set(), content: 0, contentPainted: 0 };
  const afterPaint = (done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  });
  // plotly gives every chart an `emit`; a wrapper of it hears plotly_afterplot without touching the DOM.
  Object.defineProperty(HTMLElement.prototype, "emit", {
    configurable: true,
    get() { return undefined; },
    set(emit) {
      const heard = function (name, ...rest) {
        if (name === "plotly_afterplot") {
          watch.charts.add(this);
          watch.plotted = performance.now();
          afterPaint((at) => { watch.painted = at; });
        }
        return emit.call(this, name, ...rest);
      };
      Object.defineProperty(this, "emit", { value: heard, writable: true, configurable: true });
    },
  });
  // For loads only: watching every change of the DOM costs more than some of the contenders do.
  const main = '[data-testid="stMain"], #react-entry-point';
  const observer = new MutationObserver((changes) => {
    const ends = [changes[0], changes[changes.length - 1]];
    if (!ends.some(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest(main))) return;
    watch.content = performance.now();
    afterPaint((at) => { watch.contentPainted = at; });
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener("click", (event) => {
    observer.disconnect();
    Object.assign(watch, { clicked: event.timeStamp, plotted: 0, painted: 0, charts: new Set() });
  }, true);
})();
"""
_PLOTTED = """(n) => {
  const drawn = [...watch.charts].filter((chart) => chart.isConnected);
  return drawn.length >= n && watch.painted >= watch.plotted && performance.now() - watch.plotted > 700;
}"""
_LOADED = """(n) => {
  const last = Math.max(watch.content, watch.plotted);
  return document.readyState === "complete" && watch.content > 0 && performance.now() - last > 1200
    && [...watch.charts].filter((chart) => chart.isConnected).length >= n;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, or Playwright's own where that is missing."""
    with sync_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def watched(browser: Browser) -> BrowserContext:
    """Return a fresh visitor whose pages are watched."""
    context = browser.new_context(viewport=SCREEN, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(180_000)
    context.add_init_script(_WATCH)
    return context


def load(page: Page, url: str, *, charts: int = 0) -> float:
    """Open the address and return the milliseconds until its content, all charts included, stands painted."""
    page.goto(url, wait_until="commit")
    page.wait_for_function(_LOADED, arg=charts, polling=100)
    return float(page.evaluate("Math.max(watch.contentPainted, watch.painted)"))


def change(page: Page, click: Callable[[Page], None], *, charts: int = 4) -> float:
    """Click, wait for the charts, and return the milliseconds from the click to the last of them painted."""
    click(page)
    page.wait_for_function(_PLOTTED, arg=charts, polling=100)
    return float(page.evaluate("watch.painted - watch.clicked"))


# ---- the filters of each contender: a choice of provinces never made before, by one click ------------------------------


class Provinces:
    """Clicks through the provinces so that every click asks for a set that was not on screen before."""

    def __init__(self, names: list[str], kind: str) -> None:
        """Remember the names in the order of the control; ``kind`` is streamlit or dash."""
        self._names, self._kind = names, kind
        self.start(0)

    def start(self, order: int) -> None:
        """Begin again, nothing chosen; every order meets other sets."""
        self._step = 0
        # What stands in a long list before it is scrolled.
        self._order = random.Random(order).sample(self._names[: CHANGES + 1], CHANGES) if self.are_many else []

    def click(self, page: Page) -> None:
        """Change the choice by one click."""
        name = self._next()
        if self.are_many:
            self._add(page, name)
        else:
            self._toggle(page, name)

    @property
    def are_many(self) -> bool:
        """Whether the control is a list to pick from, not a row of buttons."""
        return len(self._names) > 6

    def _next(self) -> str:
        self._step += 1
        if self.are_many:
            return self._order[self._step - 1]
        # A Gray code: each step switches one province and meets a new set until all are through.
        return self._names[((self._step & -self._step).bit_length() - 1) % len(self._names)]

    def _toggle(self, page: Page, name: str) -> None:
        if self._kind == "dash":
            page.locator("label").filter(has_text=name).first.click()
        else:
            page.locator("[data-testid=stButtonGroup] button").filter(has_text=name).first.click()

    def _add(self, page: Page, name: str) -> None:
        if self._kind == "dash":
            if not page.locator(".dash-dropdown-options").count():
                page.locator("#filter_province").click()
            page.locator(".dash-dropdown-option").filter(has_text=name).first.click()
        else:
            page.locator("[data-testid=stMultiSelect] input").first.click()
            page.locator("[role=option]").filter(has_text=name).first.click()


@dataclass
class Contender:
    """A page whose filters are clicked; for every click the milliseconds it took, and those of the page's own thread.

    The thread's processor time depends little on what else the machine does.
    """

    page: Page
    address: str
    provinces: Provinces
    taken: list[float] = field(default_factory=list)
    thread: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._devtools = self.page.context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def start(self, order: int) -> None:
        """Open the page anew, nothing chosen."""
        load(self.page, self.address, charts=4)
        self.provinces.start(order)

    def step(self) -> None:
        """Change the filter once."""
        before = self._thread_time()
        self.taken.append(change(self.page, self.provinces.click))
        self.thread.append(self._thread_time() - before)

    def _thread_time(self) -> float:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")) * 1000


def race(contenders: dict[str, Contender]) -> dict[str, dict[str, float]]:
    """Let everyone click in turn, so that what else the machine does meets all alike; return medians.

    ``unseen`` are choices that were never on screen, ``seen`` (the last round) those of the round before again.
    """
    provinces = next(iter(contenders.values())).provinces
    orders = list(range(ROUNDS)) if provinces.are_many else [0]
    for order in [*orders, orders[-1]]:
        for contender in contenders.values():
            contender.start(order)
        for number in range(CHANGES):
            turns = list(contenders.values())
            for contender in turns[number % len(turns) :] + turns[: number % len(turns)]:
                contender.step()
    found = {}
    for name, contender in contenders.items():
        found[name] = {
            "unseen": statistics.median(contender.taken[:-CHANGES]),
            "seen": statistics.median(contender.taken[-CHANGES:]),
            "quickest": min(contender.taken),
            "slowest": max(contender.taken),
            "thread": statistics.median(contender.thread),
        }
    return found


def warm_loads(browser: Browser, addresses: dict[str, tuple[str, int]]) -> dict[str, float]:
    """Return the median milliseconds of loads, in turn, with everything cached that can be; given (address, charts)."""
    contexts = {name: watched(browser) for name in addresses}
    seen: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(LOADS):
        for name, (url, charts) in addresses.items():
            page = contexts[name].new_page()
            seen[name].append(load(page, url, charts=charts))
            page.close()
    return {name: statistics.median(times[2:]) for name, times in seen.items()}


def names_of(data: dict[str, str]) -> list[str]:
    from dashboard.reference.files import load_catalogue
    from dashboard.settings import reference_folder

    return [province.vi for province in load_catalogue(reference_folder(data)).provinces]


def measure(size: str) -> dict[str, Any]:
    """Return everything the browser shows at one size of data."""
    data = big_data.ready(size)
    names = names_of(data)
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        ours = stack.enter_context(application(data))
        first_visit = load(watched(browser).new_page(), ours.url + SECTOR, charts=4)
        servers = {
            "dashboard": (ours, SECTOR, "streamlit"),
            "dash, same pictures": (stack.enter_context(bare_dash(data | {"BENCH_CHARTS": "same"})), "", "dash"),
            "dash, lean pictures": (stack.enter_context(bare_dash(data | {"BENCH_CHARTS": "lean"})), "", "dash"),
            "streamlit, same pictures": (
                stack.enter_context(bare_streamlit("streamlit_page.py", data | {"BENCH_CHARTS": "same"}, options=GC_OFF)), "", "streamlit",
            ),
        }  # fmt: skip
        contenders = {
            name: Contender(watched(browser).new_page(), server.url + path, Provinces(names, kind))
            for name, (server, path, kind) in servers.items()
        }
        found: dict[str, Any] = {"first visit": first_visit, "filter change": race(contenders)}
        for contender in contenders.values():
            contender.page.close()
        empty = stack.enter_context(bare_streamlit("empty_page.py", options=GC_OFF))
        found["load"] = warm_loads(browser, {
            "empty streamlit": (empty.url, 0),
            "dashboard, sector": (ours.url + SECTOR, 4),
            "dashboard, overview": (ours.url, 2),
            "streamlit, same pictures": (servers["streamlit, same pictures"][0].url, 4),
        })  # fmt: skip
    return found


def report(sizes: tuple[str, ...] = ("real", "communes")) -> str:
    """Measure and return the section of the README."""
    parts = []
    for size in sizes:
        found = measure(size)
        ours, dash = found["filter change"]["dashboard"], found["filter change"]["dash, same pictures"]
        rows = []
        for name, taken in found["filter change"].items():
            must = f"1 ×: {record.verdict(ours['unseen'], dash['unseen'])}" if name == "dashboard" else None
            rows.append([
                name, record.ms(taken["unseen"]), record.times(taken["unseen"] / dash["unseen"]), must, record.ms(taken["seen"]),
                record.ms(taken["quickest"]), record.ms(taken["slowest"]), record.ms(taken["thread"]),
            ])  # fmt: skip
        changes = record.table(
            [
                "",
                "a choice never made before",
                "of Dash, same pictures",
                "must",
                "made before",
                "quickest",
                "slowest",
                "page's thread, processor",
            ],
            rows,
        )
        empty = found["load"]["empty streamlit"]
        loads = record.table(
            ["", "warm load", "of an empty page", "must"],
            [
                [
                    name,
                    record.ms(taken),
                    record.times(taken / empty),
                    f"4 ×: {record.verdict(taken / empty, 4)}" if "dashboard" in name else None,
                ]
                for name, taken in found["load"].items()
            ],
        )
        parts.append(
            f"**{size}**, a filter change, click to last chart painted:\n\n{changes}\n\n**{size}**, loads; the first visit of a fresh browser to a "
            f"cold server took {record.ms(found['first visit'])}:\n\n{loads}"
        )
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(report(tuple(sys.argv[1:]) or ("real",)))
