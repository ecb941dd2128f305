"""Tables as analysts take them: the search page at a million rows, a file from the page, and the API at ten million figures.

The search page's filters are changed over the WebSocket, next to an empty Streamlit page in the same run; a file is
clicked for in Chromium, next to a bare Dash page that gives the same rows and columns; the API answers over HTTP from the
running application. Run alone: ``python -m benchmarks.tables``.
"""

import asyncio
import itertools
import random
import statistics
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from benchmarks import big_data, record
from benchmarks.browser import chromium
from benchmarks.serving import GC_OFF, Server, application, bare_dash, bare_streamlit
from benchmarks.session import Visitor
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import reference_folder

TITLE = "Search, files and API"
API_P95 = 0.150
CHANGES, CLICKS, ANSWERS = 12, 12, 300


# ---- the search page ---------------------------------------------------------------------------------------------------


async def changes(server: Server, empty: Server) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of filter changes never made before, of the same again, and of an empty page's runs."""
    async with Visitor(server.port, "tra-cuu") as visitor, Visitor(empty.port, "") as nobody:
        await visitor.visit()
        await nobody.visit()
        years = visitor.widgets["search_year"].options
        provinces = visitor.widgets["search_province"].options
        statuses = visitor.widgets["search_status"].options
        some = [("search_year", [year]) for year in years[-8:-3]] + [
            ("search_status", [status]) for status in statuses[:3]
        ]
        plan = [*some, *(("search_province", provinces[first : first + 2]) for first in range(0, 8, 2))][:CHANGES]
        unseen, seen, base = [], [], []
        for again, (key, values) in itertools.product((False, True), plan):
            run = await visitor.choose(key, *values)
            (seen if again else unseen).append(run.seconds * 1000)
            base.append((await nobody.visit()).seconds * 1000)
        return unseen, seen, base


def search(size: str) -> list[object]:
    """Return a line about the search page on the data of a size."""
    with (
        application(big_data.ready(size)) as server,
        bare_streamlit("empty_page.py", options=GC_OFF) as empty,
    ):
        unseen, seen, base = asyncio.run(changes(server, empty))
        memory = server.memory()["VmRSS"]
    middle, again, alone = map(statistics.median, (unseen, seen, base))
    return [
        size,
        record.ms(middle),
        record.ms(max(unseen)),
        record.ms(again),
        record.ms(alone),
        record.times(middle / alone),
        f"{memory:.0f} MB",
    ]


# ---- a file from the page ----------------------------------------------------------------------------------------------


def clicked(browser: Browser, url: str, button: str) -> tuple[list[float], int]:
    """Return the milliseconds from clicks to the whole file on disk, and its bytes; the first two clicks warm up."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    page.goto(url)
    page.get_by_role("button", name=button).wait_for(timeout=120_000)
    page.wait_for_timeout(2000)
    taken = [_download(page, button) for _ in range(CLICKS)]
    page.close()
    return [seconds * 1000 for seconds, _ in taken[2:]], taken[-1][1]


def _download(page: Page, button: str) -> tuple[float, int]:
    before = time.perf_counter()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    size = waiting.value.path().stat().st_size
    return time.perf_counter() - before, size


def files(size: str) -> list[list[object]]:
    """Return a line for the dashboard and one for Dash: the rows of three provinces as CSV."""
    data = big_data.ready(size)
    provinces = list(load_catalogue(reference_folder(data)).province)[:3]
    query = urllib.parse.urlencode({"province": provinces}, doseq=True)
    with (
        chromium() as browser,
        application(data) as ours,
        bare_dash(data | {"BENCH_PROVINCES": ",".join(provinces)}, page="dash_download") as dash,
    ):
        mine, my_size = clicked(browser, f"{ours.url}tra-cuu?{query}", "Tải đúng bảng này (CSV)")
        theirs, their_size = clicked(browser, dash.url, "CSV")
    ratio = statistics.median(mine) / statistics.median(theirs)
    return [
        [size, "dashboard", record.ms(statistics.median(mine)), record.times(ratio), f"1 ×: {record.verdict(ratio, 1)}", f"{my_size / 1e6:.1f} MB"],
        [size, "dash, same rows and columns", record.ms(statistics.median(theirs)), record.times(1), None, f"{their_size / 1e6:.1f} MB"],
    ]  # fmt: skip


# ---- the API -----------------------------------------------------------------------------------------------------------


def answers(
    server: Server, catalogue: Catalogue, path: str, choose: Callable[[random.Random], dict[str, str]]
) -> list[float]:
    """Return the seconds of filtered tables, each with filters of its own, from the request to the last byte."""
    chance, taken = random.Random(5), []
    for _ in range(ANSWERS + 10):
        url = f"{server.url}api/v1/{path}?{urllib.parse.urlencode(choose(chance))}"
        before = time.perf_counter()
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
        taken.append(time.perf_counter() - before)
    return sorted(taken[10:])


def api(size: str) -> list[list[object]]:
    """Return a line for each kind of table the API is asked for."""
    data = big_data.ready(size)
    catalogue = load_catalogue(reference_folder(data))
    sectors, provinces, indicators = list(catalogue.sector), list(catalogue.province), list(catalogue.indicator)
    kinds: dict[str, tuple[str, Callable[[random.Random], dict[str, str]]]] = {
        "a sector and a year, CSV": (
            "gaps.csv",
            lambda chance: {"sector": chance.choice(sectors), "year": str(chance.randint(2021, 2026))},
        ),
        "an indicator, all years and provinces, JSON": (
            "gaps.json",
            lambda chance: {"indicator": chance.choice(indicators)},
        ),
        "published figures of a province and a sector, CSV": (
            "actuals.csv",
            lambda chance: {"province": chance.choice(provinces), "sector": chance.choice(sectors)},
        ),
    }
    lines: list[list[object]] = []
    with application(data) as server:
        for kind, (path, choose) in kinds.items():
            taken = answers(server, catalogue, path, choose)
            p95 = taken[int(len(taken) * 0.95)]
            lines.append(
                [size, kind, record.ms(statistics.median(taken) * 1000), record.ms(p95 * 1000), f"{API_P95 * 1000:.0f} ms: {record.verdict(p95, API_P95)}"]
            )  # fmt: skip
    return lines


def report() -> str:
    """Measure and return the section of the README."""
    return "\n\n".join(
        (
            "The search page, a filter change over the WebSocket:",
            record.table(
                ["data", "never made before", "slowest", "made before", "an empty page", "ratio", "memory"],
                [search(size) for size in ("real", "million")],
            ),
            "About 21 000 rows as CSV, from the click to the file on disk, in Chromium:",
            record.table(["data", "who", "time", "of Dash", "must", "file"], files("large")),
            f"The API, {ANSWERS} answers of each kind, each with filters of its own:",
            record.table(["data", "asked for", "median", "p95", "must"], [*api("real"), *api("communes")]),
        )
    )


if __name__ == "__main__":
    print(report())
