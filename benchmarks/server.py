"""The server's part of an interaction, over the WebSocket and without a browser.

For every page: the turnaround alone and next to an empty Streamlit page in the same run, the processor time it takes,
and how much of it is our own Python. Then 50 sessions that never pause on one process, next to a bare Streamlit page with
four charts. Run alone: ``python -m benchmarks.server [SIZE …]``.
"""

import asyncio
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import big_data, record
from benchmarks.serving import GC_OFF, Server, application, bare_streamlit
from benchmarks.session import Visitor

TITLE = "Server"
TURNAROUND_MS, OWN_MS, PER_SECOND = 60, 15, 20
"""Where we must stand: a sector page alone, our own Python in it, and interactions a second of 50 sessions."""
INTERACTIONS = 14
SESSIONS, LOAD_SECONDS = 50, 12
PAGES = {
    "tổng quan": "",
    "lĩnh vực (y tế)": "y-te",
    "chỉ tiêu": "chi-tieu",
    "so sánh": "so-sanh",
    "phương pháp": "phuong-phap",
    "có gì mới": "co-gi-moi",
    "nhiệm vụ": "nhiem-vu",
    "cơ quan": "co-quan",
    "tiến độ báo cáo": "bao-cao-tien-do",
    "báo cáo nhiệm vụ": "nop-so-lieu?view=task_reports",
}

Choice = tuple[str, list[str]]


def choices(visitor: Visitor) -> Iterator[Choice]:
    """Yield (control, values) without end; the first ``INTERACTIONS`` of them were never chosen before.

    On the indicator's page and in the comparison: indicators; on an agency's page and where reports are handed in: agencies;
    on pages with filters: sets of provinces, year by year or, without years, sector by sector; on the method's page: its parts; elsewhere: years.
    """
    widgets = visitor.widgets
    one_by_one = ["choice_indicator", "choice_agency", "pick_agency"]
    kind = next((kind for kind in ("filter", "search") if f"{kind}_province" in widgets), None)
    if kind and not widgets.keys() & set(one_by_one):
        yield from _sets_of_provinces(visitor, kind)
    key = next(key for key in (*one_by_one, "choice_view", "pick_year", "filter_year") if key in widgets)
    options = widgets[key].options
    yield from ((key, [option]) for option in itertools.cycle(options[1:] + options[:1]))


def _sets_of_provinces(visitor: Visitor, kind: str) -> Iterator[Choice]:
    names = visitor.widgets[f"{kind}_province"].options
    if len(names) <= 6:
        sets = [[name for bit, name in enumerate(names) if number >> bit & 1] for number in range(1, 2 ** len(names))]
    else:
        sets = [names[first : first + 3] for first in range(0, 21, 3)]  # seven, as of three provinces
    beside = next(key for key in (f"{kind}_year", f"{kind}_sector") if key in visitor.widgets)
    for other in itertools.cycle(visitor.widgets[beside].options[2:5]):
        for provinces in sets:
            yield f"{kind}_province", provinces
        yield beside, [other]


# ---- one visitor -----------------------------------------------------------------------------------------------------


@dataclass
class Taken:
    """Medians over the interactions of one page, in milliseconds, and the bytes that came."""

    unseen: float
    seen: float
    cpu: float
    size: float


async def alone(servers: Mapping[str, tuple[Server, str]]) -> dict[str, Taken]:
    """Let one visitor of every page interact in turn; then again the same choices, which every page has seen by now."""
    async with _visitors(servers) as visitors:
        plans = {name: list(itertools.islice(choices(visitor), INTERACTIONS)) for name, visitor in visitors.items()}
        times: dict[str, list[list[float]]] = {name: [[], []] for name in visitors}
        cpu: dict[str, list[float]] = {name: [] for name in visitors}
        sizes: dict[str, list[int]] = {name: [] for name in visitors}
        for again, step in itertools.product((0, 1), range(INTERACTIONS)):
            for name, visitor in visitors.items():
                key, values = plans[name][step]
                before = servers[name][0].processor()
                run = await visitor.choose(key, *values)
                times[name][again].append(run.seconds * 1000)
                sizes[name].append(run.size)
                if not again:
                    cpu[name].append(servers[name][0].processor() - before)
    median = statistics.median
    return {
        name: Taken(median(t[0]), median(t[1]), statistics.mean(cpu[name]), median(sizes[name]))
        for name, t in times.items()
    }


@asynccontextmanager
async def _visitors(servers: Mapping[str, tuple[Server, str]]) -> AsyncIterator[dict[str, Visitor]]:
    visitors = {}
    try:
        for name, (server, page) in servers.items():
            visitors[name] = await _visitor(server, page).__aenter__()
            await visitors[name].visit()
            await visitors[name].visit()
        yield visitors
    finally:
        for visitor in visitors.values():
            await visitor.__aexit__()


def own_python(data: dict[str, str], page: str) -> dict[str, Any]:
    """Return where the script's time went, unseen choices only: milliseconds by owner, and our slowest functions."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "runs.jsonl"
        with application(data, probes=f"profile={lines}") as server:
            asyncio.run(_interact(server, page))
        runs = [json.loads(line) for line in lines.read_text("utf-8").splitlines()][-2 * INTERACTIONS :]
    unseen, seen = runs[:INTERACTIONS], runs[INTERACTIONS:]
    functions: Counter[str] = Counter()
    for run in unseen:
        functions.update(run["functions"])
    owners = {
        owner: statistics.median(run["owners"].get(owner, 0.0) for run in unseen)
        for owner in ("own", "query", "streamlit", "plotly")
    }
    return owners | {
        "seen": statistics.median(run["owners"].get("own", 0.0) for run in seen),
        "functions": [(name, total / INTERACTIONS) for name, total in functions.most_common(6)],
    }


def _visitor(server: Server, page: str) -> Visitor:
    path, _, query = page.partition("?")
    return Visitor(server.port, path, query=query)


async def _interact(server: Server, page: str) -> None:
    async with _visitor(server, page) as visitor:
        await visitor.visit()
        plan = list(itertools.islice(choices(visitor), INTERACTIONS))
        for key, values in plan + plan:
            await visitor.choose(key, *values)


# ---- fifty sessions --------------------------------------------------------------------------------------------------


@dataclass
class Load:
    """What 50 sessions without pauses got: interactions a second, their turnaround, and the server's memory.

    The turnaround is None where fewer than two interactions came to an end.
    """

    per_second: float
    median: float | None
    slowest_tenth: float | None
    memory: float


async def fifty(server: Server, page: str, *, always_new: bool) -> Load:
    """Let 50 sessions choose at random without pause.

    Args:
        server: Who serves them.
        page: Which page they are on.
        always_new: Whether statuses are chosen too, so that hardly any choice was seen before.
    """
    visitors = [Visitor(server.port, page) for _ in range(SESSIONS)]
    waited: list[float] = []
    try:
        for visitor in visitors:
            await visitor.__aenter__()
            await visitor.visit()
        end = time.perf_counter() + LOAD_SECONDS

        async def keep_choosing(visitor: Visitor, chance: random.Random) -> None:
            while time.perf_counter() < end:
                run = await visitor.choose(*_random_choice(visitor, chance, always_new=always_new))
                if time.perf_counter() < end:
                    waited.append(run.seconds * 1000)

        await asyncio.gather(*(keep_choosing(visitor, random.Random(seed)) for seed, visitor in enumerate(visitors)))
    finally:
        for visitor in visitors:
            await visitor.__aexit__()
    return Load(
        len(waited) / LOAD_SECONDS,
        statistics.median(waited) if len(waited) > 1 else None,
        statistics.quantiles(waited, n=10)[-1] if len(waited) > 1 else None,
        server.memory()["VmRSS"],
    )


def _random_choice(visitor: Visitor, chance: random.Random, *, always_new: bool) -> tuple[str, ...]:
    keys = ["filter_year", "filter_province", *(["filter_status"] * 2 if always_new else [])]
    widget = visitor.widgets[key := chance.choice(keys)]
    if not widget.is_many:
        return key, chance.choice(widget.options[:4])
    fewest = 3 if key == "filter_status" else 0
    return key, *chance.sample(widget.options, chance.randint(fewest, min(len(widget.options), 6)))


# ---- the report --------------------------------------------------------------------------------------------------------


def report(sizes: tuple[str, ...] = ("real", "large", "communes")) -> str:
    """Measure and return the section of the README."""
    return "\n\n".join(_report(size) for size in sizes)


def _report(size: str) -> str:
    data = big_data.ready(size)
    with application(data) as ours, bare_streamlit("empty_page.py", options=GC_OFF) as empty:
        taken = asyncio.run(alone({name: (ours, page) for name, page in PAGES.items()} | {"empty": (empty, "")}))
    base = taken.pop("empty").unseen
    rows = []
    for name, times in taken.items():
        own = own_python(data, PAGES[name])
        python = own["own"]
        must = f"{TURNAROUND_MS} ms: {record.verdict(times.unseen, TURNAROUND_MS)}; own {OWN_MS} ms: {record.verdict(python, OWN_MS)}"
        rows.append([
            name, record.ms(times.unseen), record.ms(times.seen), record.times(times.unseen / base), record.ms(times.cpu), f"{times.size / 1000:.0f} kB",
            f"{record.ms(python)} + {record.ms(own['query'])}", record.ms(own["seen"]), must if PAGES[name] == "y-te" else None,
            ", ".join(f"{function} {value:.1f}" for function, value in own["functions"][:4]),
        ])  # fmt: skip
    pages = record.table(
        ["page", "a choice never made before", "made before", f"of an empty page ({record.ms(base)})", "processor", "sent",
         "own Python + queries", "own, made before", "must", "our slowest functions (ms)"],
        rows,
    )  # fmt: skip
    return f"**{size}**, one visitor:\n\n{pages}\n\n**{size}**, {SESSIONS} sessions that never pause, one process:\n\n{_fifty_report(data)}"


def _fifty_report(data: dict[str, str]) -> str:
    contenders = {
        "dashboard, sector page": (application(data), "y-te", False),
        "dashboard, choices never made before": (application(data), "y-te", True),
        "bare Streamlit, four charts, collection after each run off": (
            bare_streamlit("streamlit_page.py", data, options=GC_OFF),
            "",
            False,
        ),
        "bare Streamlit, four charts, as it comes": (bare_streamlit("streamlit_page.py", data), "", False),
    }
    rows = []
    for name, (serving, page, always_new) in contenders.items():
        with serving as server:
            load = asyncio.run(fifty(server, page, always_new=always_new))
        must = (
            f"{PER_SECOND}: {record.verdict(load.per_second, PER_SECOND, at_least=True)}"
            if name == "dashboard, sector page"
            else None
        )
        rows.append(
            [
                name,
                f"{load.per_second:.1f}",
                must,
                *(
                    f"longer than {LOAD_SECONDS} s" if taken is None else record.ms(taken)
                    for taken in (load.median, load.slowest_tenth)
                ),
                f"{load.memory:.0f} MB",
            ]
        )
    return record.table(["", "interactions a second", "must", "turnaround", "slowest tenth", "memory"], rows)


if __name__ == "__main__":
    print(report(tuple(sys.argv[1:]) or ("real",)))
