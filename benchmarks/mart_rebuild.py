"""How long the mart takes to build, how much memory, and what a visitor feels while it is built again.

Run alone: ``python -m benchmarks.mart_rebuild [SIZE …]``.
"""

import asyncio
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks import big_data, record
from benchmarks.serving import PROJECT, application
from benchmarks.session import Visitor

TITLE = "Mart rebuild"
REPEATS = {"real": 9, "large": 5, "communes": 2}
LIMITS = {"real": 0.3, "large": 2.0, "communes": None}
SECTOR = "y-te"


def build(size: str) -> dict[str, Any]:
    """Build the mart again and again in this process; the first time does not count."""
    from dashboard.mart import Mart
    from dashboard.reference_files import load_catalogue
    from dashboard.settings import reference_folder, store_location
    from dashboard.store import open_store

    settings = big_data.DATA[size]
    catalogue, store = load_catalogue(reference_folder(settings)), open_store(store_location(settings))
    before = _resident()
    taken = []
    for _ in range(REPEATS[size]):
        started = time.perf_counter()
        mart = Mart(catalogue, store)
        taken.append(time.perf_counter() - started)
    rows = mart.query("SELECT (SELECT count(*) FROM assessed) AS assessed")["assessed"][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": statistics.median(taken[1:]), "first": taken[0], "assessed": rows, "before": before, "after": _resident(), "peak": peak}


def _resident() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def built_apart(size: str) -> dict[str, Any]:
    """Return ``build`` of a process of its own, whose memory holds nothing else."""
    big_data.ready(size)
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}"}
    command = [sys.executable, "-m", "benchmarks.mart_rebuild", "--build", size]
    done = subprocess.run(command, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


async def pages_meanwhile(size: str) -> dict[str, float]:
    """Return the turnaround of a sector page before and during a rebuild in the same process, in milliseconds."""
    with application(big_data.ready(size), probes="rebuild") as server:
        async with Visitor(server.port, SECTOR) as visitor:
            await visitor.visit()
            years = visitor.widgets["filter_year"].options[1:4]
            quiet = [await _change(visitor, years, step) for step in range(20)]
            server.process.send_signal(signal.SIGUSR1)
            during: list[float] = []
            while "rebuilt" not in server.log.read_text() or len(during) < 5:
                during.append(await _change(visitor, years, len(during)))
        rebuilt = float(server.log.read_text().partition("rebuilt ")[2].split()[0])
        memory = server.memory()["VmHWM"]
    return {
        "quiet": statistics.median(quiet[5:]), "during": statistics.median(during), "slowest": max(during),
        "count": len(during), "rebuilt": rebuilt / 1000, "peak": memory,
    }  # fmt: skip


async def _change(visitor: Visitor, years: list[str], step: int) -> float:
    run = await visitor.choose("filter_year", years[step % len(years)])
    return run.seconds * 1000


def report(sizes: tuple[str, ...] = ("real", "large", "communes")) -> str:
    """Measure and return the section of the README."""
    rows = []
    for size in sizes:
        alone, pages = built_apart(size), asyncio.run(pages_meanwhile(size))
        limit = LIMITS[size]
        rows.append([
            size, f"{alone['assessed']:,}".replace(",", " "), record.seconds(alone["seconds"]), record.seconds(alone["first"]),
            "in the background" if limit is None else f"{limit} s: {record.verdict(alone['seconds'], limit)}",
            f"{alone['before']:.0f} → {alone['after']:.0f} MB, peak {alone['peak']:.0f}",
            f"{record.ms(pages['quiet'])} → {record.ms(pages['during'])}, slowest {record.ms(pages['slowest'])} ({pages['count']} in {record.seconds(pages['rebuilt'])})",
        ])  # fmt: skip
    return record.table(
        ["data", "assessed rows", "rebuild", "first in a process", "must", "memory: one build after another, old and new together", "a filter change before → during a rebuild"],
        rows,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        print(json.dumps(build(sys.argv[2])))
    else:
        print(report(tuple(sys.argv[1:]) or ("real", "large", "communes")))
