"""How long the mart takes to build, how much memory, and what a visitor feels while it is built again.

Run alone: ``python -m benchmarks.mart_rebuild [SIZE …]``.
"""

import asyncio
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import big_data, record
from benchmarks.serving import PROJECT, application
from benchmarks.session import Visitor

TITLE = "Mart rebuild"
REPEATS = {"real": 9, "large": 5, "communes": 2}
LIMITS = {"real": 0.3, "large": 2.0, "communes": None}
SECTOR = "y-te"


def build(size: str) -> dict[str, Any]:
    """Build the mart again and again in this process; the first time does not count."""
    from dashboard.mart.mart import Mart
    from dashboard.reference.files import load_catalogue
    from dashboard.settings import reference_folder, store_location
    from dashboard.store.store import open_store

    settings = big_data.DATA[size]
    catalogue, store = load_catalogue(reference_folder(settings)), open_store(store_location(settings))
    before = _resident()
    taken, processor = [], []
    for _ in range(REPEATS[size]):
        started, used = time.perf_counter(), time.process_time()
        mart = Mart(catalogue, store)
        taken.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    rows = mart.query("SELECT (SELECT count(*) FROM assessed) AS assessed")["assessed"][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": statistics.median(taken[1:]), "first": taken[0], "processor": statistics.median(processor[1:]),
        "assessed": rows, "before": before, "after": _resident(), "peak": peak,
    }  # fmt: skip


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def built_apart(size: str) -> dict[str, Any]:
    """Return ``build`` of a process of its own, whose memory holds nothing else."""
    big_data.ready(size)
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}"}
    command = [sys.executable, "-m", "benchmarks.mart_rebuild", "--build", size]
    done = subprocess.run(command, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


async def pages_meanwhile(size: str) -> dict[str, float]:
    """Return the turnaround of a sector page before a commit and while the server builds the mart anew, in milliseconds."""
    settings = big_data.ready(size)
    with application(settings, probes="rebuilds") as server:
        async with Visitor(server.port, SECTOR) as visitor:
            await visitor.visit()
            quiet = [await _change(visitor, step) for step in range(20)]
            already = server.log.read_text().count("built")
            await asyncio.to_thread(_commit_one_figure, settings)
            committed = time.perf_counter()
            while server.log.read_text().count("building") <= already:
                await asyncio.sleep(0.02)
            during: list[float] = []
            while server.log.read_text().count("built") <= already:
                during.append(await _change(visitor, len(during)))
            fresh = time.perf_counter() - committed
        rebuilt = float(server.log.read_text().rpartition("built ")[2].split()[0])
        memory = server.memory()["VmHWM"]
    return {
        "quiet": statistics.median(quiet[5:]), "during": statistics.median(during), "slowest": max(during),
        "count": len(during), "rebuilt": rebuilt / 1000, "fresh": fresh, "peak": memory,
    }  # fmt: skip


def _commit_one_figure(settings: dict[str, str]) -> None:
    """Hand in one figure from outside the server, another value every time."""
    from dashboard.settings import store_location
    from dashboard.store.store import OBSERVATION_SCHEMA, Submission, open_store

    store = open_store(store_location(settings))
    with store.one_snapshot() as (_, cursor):
        found = cursor.execute("FROM store.observations WHERE value IS NOT NULL AND breakdown = 'total' LIMIT 1")
        row = pl.DataFrame(found.to_arrow_table()).drop("submission")
    changed = row.with_columns(value=pl.lit(random.uniform(1, 90)).round(6)).cast(OBSERVATION_SCHEMA)
    store.append(Submission(changed, "file", "benchmark.csv", "benchmark", approved_by="benchmark"))
    store.close()


async def _change(visitor: Visitor, step: int) -> float:
    run = await visitor.choose("filter_year", visitor.widgets["filter_year"].options[1 + step % 3])
    return run.seconds * 1000


def report(sizes: tuple[str, ...] = ("real", "large", "communes")) -> str:
    """Measure and return the section of the README."""
    rows = []
    for size in sizes:
        alone, pages = built_apart(size), asyncio.run(pages_meanwhile(size))
        limit = LIMITS[size]
        rows.append([
            size, f"{alone['assessed']:,}".replace(",", " "),
            record.seconds(alone["seconds"]), record.seconds(alone["processor"]),
            record.seconds(alone["first"]),
            "in the background" if limit is None else f"{limit} s: {record.verdict(alone['seconds'], limit)}",
            f"{alone['before']:.0f} → {alone['after']:.0f} MB, peak {alone['peak']:.0f}",
            f"{record.ms(pages['quiet'])} → {record.ms(pages['during'])}, slowest {record.ms(pages['slowest'])} ({pages['count']} in {record.seconds(pages['rebuilt'])})",
            record.seconds(pages["fresh"]),
        ])  # fmt: skip
    return record.table(
        [
            "data",
            "assessed rows",
            "rebuild",
            "processor",
            "first in a process",
            "must",
            "memory: one build after another, old and new together",
            "a filter change before → during a rebuild",
            "commit to fresh pages",
        ],
        rows,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        print(json.dumps(build(sys.argv[2])))
    else:
        print(report(tuple(sys.argv[1:]) or ("real", "large", "communes")))
