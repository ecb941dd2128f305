"""How soon the first page stands after the process was started, and whether the first visitor waits longer than the tenth.

Run alone: ``python -m benchmarks.start [SIZE …]``.
"""

import asyncio
import statistics
import sys
import time

from benchmarks import big_data, record
from benchmarks.serving import Server, application
from benchmarks.session import PageFailedError, Visitor

TITLE = "Start"
STARTS, VISITORS, TOGETHER = 4, 10, 10
"""How often the process starts (the first start does not count), who visits it in turn, and who comes at once."""
LIMIT = 5.0
SECTOR = "y-te"


async def visitors_in_turn(server: Server) -> tuple[float, float, list[float]]:
    """Return the seconds from the start to the first page, of processor time too, and what each of ten in turn waits."""
    waited = []
    stands = processor = 0.0
    for _ in range(VISITORS):
        async with Visitor(server.port, SECTOR) as visitor:
            waited.append((await visitor.visit()).seconds)
        stands = stands or time.perf_counter() - server.started
        processor = processor or server.processor() / 1000
    return stands, processor, waited


async def visitors_together(port: int) -> tuple[float, int]:
    """Return the longest wait of ten visitors of different pages who come at once, and how many saw an error."""

    async def visit(page: str) -> tuple[float, bool]:
        async with Visitor(port, page) as visitor:
            before = time.perf_counter()
            try:
                await visitor.visit()
            except PageFailedError:
                return time.perf_counter() - before, True
            return time.perf_counter() - before, False

    pages = ("", SECTOR, "chi-tieu", "so-sanh", "phuong-phap")
    seen = await asyncio.gather(*(visit(pages[number % len(pages)]) for number in range(TOGETHER)))
    return max(seconds for seconds, _ in seen), sum(failed for _, failed in seen)


def starts(size: str) -> dict[str, float]:
    """Return the medians over several starts."""
    data = big_data.ready(size)
    first_page, processor, first, tenth, slowest, errors = [], [], [], [], [], 0
    for _ in range(STARTS):
        with application(data) as server:
            stands, used, waited = asyncio.run(visitors_in_turn(server))
            first_page.append(stands)
            processor.append(used)
            first.append(waited[0])
            tenth.append(waited[-1])
        with application(data) as server:
            longest, failed = asyncio.run(visitors_together(server.port))
            slowest.append(longest)
            errors += failed
    return {
        "first page": statistics.median(first_page[1:]), "processor": statistics.median(processor[1:]), "first": statistics.median(first[1:]),
        "tenth": statistics.median(tenth[1:]), "together": statistics.median(slowest[1:]), "errors": errors,
    }  # fmt: skip


def report(sizes: tuple[str, ...] = ("real", "large")) -> str:
    """Measure and return the section of the README."""
    rows = []
    for size in sizes:
        found = starts(size)
        rows.append([
            size, record.seconds(found["first page"]), record.seconds(found["processor"]), f"{LIMIT:.0f} s: {record.verdict(found['first page'], LIMIT)}" if size == "real" else None,
            record.ms(found["first"] * 1000), record.ms(found["tenth"] * 1000), record.ms(found["together"] * 1000), found["errors"],
        ])  # fmt: skip
    return record.table(
        [
            "data",
            "process start to first page",
            "processor",
            "must",
            "first visitor waits",
            "tenth",
            f"longest of {TOGETHER} at once on a cold server",
            "errors",
        ],
        rows,
    )


if __name__ == "__main__":
    print(report(tuple(sys.argv[1:]) or ("real", "large")))
