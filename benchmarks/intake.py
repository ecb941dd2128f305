"""How fast a file of 100 000 rows is read, checked and compared, next to pandas and pandera doing the same.

Every run is a process of its own that has everything loaded but the file, the published figures too; the two take turns. Run alone:
``python -m benchmarks.intake``.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks import big_data, record
from benchmarks.serving import PROJECT

TITLE = "Intake"
ROWS = 100_000
REPEATS = 5
LIMIT_SECONDS, LIMIT_MEMORY, LIMIT_RATIO = 2.0, 300, 5.0
FILE = big_data.FOLDER / "bench-large" / "handed-in.csv"


def write_file() -> None:
    """Write the file: what is published, with one row in ten changed and one in fifty wrong, in Vietnamese notation."""
    catalogue, mart = _loaded()
    from dashboard.filters import Filters
    from dashboard.mart import queries

    chance = np.random.default_rng(3)
    names = {item.id: {level.id: level.vi for level in item.levels} for item in catalogue.indicators}
    rows = (
        queries.actuals(mart, Filters())
        .select("province", "indicator", "breakdown", "year", "actual", "actual_level")
        .sort(pl.col("indicator").str.len_chars(), "province", "breakdown", "year", maintain_order=True)
        .head(ROWS)
        .sample(fraction=1, shuffle=True, seed=5)
    )
    lines = []
    for row, kind in zip(rows.iter_rows(named=True), chance.random(rows.height), strict=True):
        value = row["actual"]
        text = names[row["indicator"]].get(
            row["actual_level"] or ""
        ) or f"{value * (1.01 if kind < 0.1 else 1):.3f}".rstrip("0").rstrip(".").replace(".", ",")
        if kind > 0.98:
            text = ("?", "12O", "-5", "N/A")[int(kind * 10_000) % 4]
        lines.append(f"{row['province']};{row['indicator']};{row['breakdown']};{row['year']};{text}")
    FILE.write_text("Mã tỉnh;Mã chỉ tiêu;Mã phân tổ;Năm;Giá trị\r\n" + "\r\n".join(lines) + "\r\n", "utf-8", newline="")


def _loaded() -> tuple[Any, Any]:
    from dashboard.mart.mart import Mart
    from dashboard.reference.files import load_catalogue
    from dashboard.settings import reference_folder, store_location
    from dashboard.store.store import open_store

    settings = big_data.DATA["large"]
    catalogue = load_catalogue(reference_folder(settings))
    return catalogue, Mart(catalogue, open_store(store_location(settings)))


def ours() -> Callable[[], dict[str, Any]]:
    """Return what reads, checks and compares the file with the application's own functions."""
    catalogue, mart = _loaded()
    from dashboard.intake.checking import check
    from dashboard.intake.comparing import compare
    from dashboard.intake.context import Context
    from dashboard.intake.reading import read
    from dashboard.intake.series import known_series

    known_series(mart, catalogue)  # the server makes it with the mart
    content = FILE.read_bytes()

    def run() -> dict[str, Any]:
        started = time.perf_counter()
        sheet = read(content, FILE.name)
        was_read = time.perf_counter()
        checked = check(sheet, Context(), catalogue, mart)
        was_checked = time.perf_counter()
        changes = compare(checked.observations, mart, catalogue, Context())
        done = time.perf_counter()
        found = sum(len(issue.rows) for issue in checked.errors)
        return {
            "reading": was_read - started, "checking": was_checked - was_read, "comparing": done - was_checked,
            "seconds": done - started, "wrong": found, "changed": changes.counts["changed"],
        }  # fmt: skip

    return run


def measure(who: str) -> dict[str, Any]:
    """Run once in this process and return times and memory; whatever is loaded beforehand does not count as time."""
    if who == "ours":
        run = ours()
    else:
        from benchmarks.contenders.pandas_intake import contender

        run = contender(*_loaded(), FILE)
    before = _resident()
    _forget_peak()
    used = time.process_time()
    answer = run()
    answer["processor"] = time.process_time() - used
    return answer | {"memory": _peak() - before, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def measured_apart(who: str) -> dict[str, Any]:
    """Return ``measure`` of a process of its own."""
    environment = os.environ | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'src'}"}
    command = [sys.executable, "-m", "benchmarks.intake", "--measure", who]
    done = subprocess.run(command, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def report() -> str:
    """Measure and return the section of the README."""
    big_data.ready("large")
    if not FILE.exists():
        write_file()
    runs: dict[str, list[dict[str, Any]]] = {"ours": [], "pandas": []}
    for _ in range(REPEATS):
        for who, results in runs.items():
            results.append(measured_apart(who))
    ours_s, theirs_s = (statistics.median(run["seconds"] for run in runs[who]) for who in runs)
    rows = []
    for who, name in (("ours", "the intake"), ("pandas", "pandas + pandera")):
        parts = {
            part: statistics.median(run[part] for run in runs[who])
            for part in ("reading", "checking", "comparing", "seconds", "processor", "memory")
        }
        rows.append([
            name, *(record.seconds(parts[part]) for part in ("reading", "checking", "comparing", "seconds", "processor")),
            f"{ROWS / parts['seconds']:,.0f}".replace(",", " "), f"{parts['memory']:.0f} MB", runs[who][0]["wrong"], runs[who][0]["changed"],
        ])  # fmt: skip
    memory = statistics.median(run["memory"] for run in runs["ours"])
    verdicts = (
        f"{ROWS:,} rows, {FILE.stat().st_size / 1e6:.1f} MB, every run in a process of its own. Below {LIMIT_SECONDS:.0f} s: "
        f"{record.verdict(ours_s, LIMIT_SECONDS)}. Below {LIMIT_MEMORY} MB: {record.verdict(memory, LIMIT_MEMORY)}. At least "
        f"{LIMIT_RATIO:.0f} × pandas + pandera: {record.verdict(theirs_s / ours_s, LIMIT_RATIO, at_least=True)} ({record.times(theirs_s / ours_s)})."
    )
    headings = [
        "who",
        "reading",
        "checking",
        "comparing",
        "together",
        "processor",
        "rows a second",
        "memory on top",
        "rows in error",
        "figures changed",
    ]
    return f"{record.table(headings, rows)}\n\n{verdicts}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        print(report())
