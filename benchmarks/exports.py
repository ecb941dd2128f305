"""How fast tables leave the dashboard next to what offices use today: pandas, and pandas with openpyxl.

Rows are those of the illustrative store repeated; every measurement runs in a process of its own, whose memory holds
nothing else. Run alone: ``python -m benchmarks.exports [ROWS]``.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import record

TITLE = "Exports"
ROWS = 1_000_000
OPENPYXL_ROWS = 50_000
"""openpyxl takes minutes for a million rows; its rate does not depend on how many there are."""
CSV_AT_LEAST, XLSX_AT_LEAST = 8.0, 3.0


def _export(rows: int) -> Any:
    """Return an export of as many rows, those of the illustrative store again and again."""
    from dashboard.exports import export_of
    from dashboard.filters import Filters

    catalogue, mart = _opened()
    export = export_of("gaps", mart, catalogue, Filters())
    times = -(-rows // export.rows.height)
    repeated = pl.concat([export.rows] * times).head(rows).rechunk()
    return replace(export, rows=repeated, figures=repeated, total=rows)


def _opened() -> tuple[Any, Any]:
    from dashboard.mart.mart import Mart
    from dashboard.reference.files import load_catalogue
    from dashboard.settings import StoreLocation
    from dashboard.store.illustrative import ensure_demo_store

    catalogue = load_catalogue()
    folder = Path(tempfile.gettempdir()) / "dashboard-bench-exports"
    folder.mkdir(exist_ok=True)
    store = ensure_demo_store(catalogue, StoreLocation("sqlite", str(folder / "demo.sqlite"), f"{folder}/files/"))
    return catalogue, Mart(catalogue, store)


def _ours(ending: str) -> Callable[[Any, Path], None]:
    def write(export: Any, path: Path) -> None:
        from dashboard.exports import stream

        with path.open("wb") as file:
            for part in stream(export, ending):  # type: ignore[arg-type]
                file.write(part)

    return write


def _pandas_csv(frame: Any, path: Path) -> None:
    frame.to_csv(path, index=False)


def _pandas_xlsx(frame: Any, path: Path) -> None:
    frame.to_excel(path, index=False, engine="openpyxl")


WRITERS: dict[str, Callable[[Any, Path], None]] = {
    "csv": _ours("csv"),
    "json": _ours("json"),
    "parquet": _ours("parquet"),
    "xlsx": _ours("xlsx"),
    "pandas csv": _pandas_csv,
    "pandas openpyxl": _pandas_xlsx,
}


def measure(name: str, rows: int) -> dict[str, float]:
    """Write the rows once to warm up with a few, then once timed; memory is what writing added at its peak."""
    export = _export(rows)
    given: Any = export
    if name.startswith("pandas"):
        given = export.frame().to_pandas()
    with tempfile.TemporaryDirectory() as folder:
        few = export.first(100)
        WRITERS[name](few.frame().to_pandas() if name.startswith("pandas") else few, Path(folder) / "few")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        started = time.perf_counter()
        WRITERS[name](given, Path(folder) / "all")
        taken = time.perf_counter() - started
        size = (Path(folder) / "all").stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": taken, "rate": rows / taken, "added": peak - before, "size": size}


def apart(name: str, rows: int) -> dict[str, float]:
    """Return a measurement of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.exports", "--measure", name, str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(rows: int = ROWS) -> str:
    """Return the results as Markdown."""
    sizes = {name: OPENPYXL_ROWS if "openpyxl" in name else rows for name in WRITERS}
    found = {name: apart(name, size) for name, size in sizes.items()}
    tenth = {name: apart(name, rows // 10) for name in ("csv", "json", "xlsx")}
    lines = [
        (
            name, f"{sizes[name]:,}", record.seconds(one["seconds"]), f"{one['rate']:,.0f}", f"{one['added']:,.0f} MB",
            f"{tenth[name]['added']:,.0f} MB" if name in tenth else None, f"{one['size']:,.0f} MB",
        )
        for name, one in found.items()
    ]  # fmt: skip
    csv = found["csv"]["rate"] / found["pandas csv"]["rate"]
    xlsx = found["xlsx"]["rate"] / found["pandas openpyxl"]["rate"]
    goals = [
        ("CSV against pandas to_csv", record.times(csv), f"at least {CSV_AT_LEAST:.0f} ×", record.verdict(csv, CSV_AT_LEAST, at_least=True)),
        ("XLSX against pandas with openpyxl", record.times(xlsx), f"at least {XLSX_AT_LEAST:.0f} ×", record.verdict(xlsx, XLSX_AT_LEAST, at_least=True)),
    ]  # fmt: skip
    headings = ("writer", "rows", "time", "rows/s", "memory added", "of a tenth of the rows", "file")
    return record.table(headings, lines) + "\n\n" + record.table(("goal", "measured", "limit", "kept"), goals)


def main() -> None:
    """Measure, or report."""
    if sys.argv[1:2] == ["--measure"]:
        name, rows = sys.argv[2:4]
        print(json.dumps(measure(name, int(rows))))
    else:
        print(report(*map(int, sys.argv[1:2])))


if __name__ == "__main__":
    main()
