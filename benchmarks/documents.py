"""How fast a report of three provinces and ten sectors is written, next to pandas, matplotlib, docxtpl and python-docx.

Both get the same document: a table of 60 rows and eight ways for each of ten sectors, the status bars and a red list of 60. Every
measurement runs in a process of its own. Run alone: ``python -m benchmarks.documents``.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import record

TITLE = "Documents"
MOST_SECONDS, MOST_MEMORY = 10.0, 500.0


def _ours(*endings: str) -> Callable[[Any, Path], None]:
    def write(document: Any, path: Path) -> None:
        from dashboard.documents.formats import content

        for ending in endings:
            path.with_suffix(f".{ending}").write_bytes(content(document, ending))  # type: ignore[arg-type]

    return write


def _scripted(ending: str) -> Callable[[Any, Path], None]:
    def write(document: Any, path: Path) -> None:
        from benchmarks.contenders import docx_report

        getattr(docx_report, f"write_{ending}")(document, path.with_suffix(f".{ending}"))

    return write


WRITERS: dict[str, Callable[[Any, Path], None]] = {
    "pdf and docx": _ours("pdf", "docx"),
    "pdf": _ours("pdf"),
    "docx": _ours("docx"),
    "xlsx": _ours("xlsx"),
    "pptx": _ours("pptx"),
    "pandas, matplotlib, docxtpl: docx": _scripted("docx"),
    "the same, and LibreOffice: pdf": _scripted("pdf"),
}


def measure(name: str) -> dict[str, float]:
    """Write the document once, the first of its process; memory is the most the process and what it called ever held."""
    from tests import sample_documents

    document = sample_documents.long(10, 60)
    known = resource.getrusage(resource.RUSAGE_SELF)
    before = known.ru_utime + known.ru_stime
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        WRITERS[name](document, Path(folder) / "report")
        taken = time.perf_counter() - started
        size = sum(file.stat().st_size for file in Path(folder).glob("report.*")) / 1e6
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used) - before
    peak = max(one.ru_maxrss for one in used) / 1024
    return {"seconds": taken, "processor": processor, "peak": peak, "size": size}


def apart(name: str) -> dict[str, float]:
    """Return a measurement of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.documents", "--measure", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def report() -> str:
    """Return the results as Markdown."""
    found = {name: apart(name) for name in WRITERS}
    lines = [
        (
            name,
            record.seconds(one["seconds"]),
            record.seconds(one["processor"]),
            f"{one['peak']:,.0f} MB",
            f"{one['size']:.1f} MB",
        )
        for name, one in found.items()
    ]
    both = found["pdf and docx"]
    docx = found["docx"]["processor"] / found["pandas, matplotlib, docxtpl: docx"]["processor"]
    pdf = found["pdf"]["processor"] / found["the same, and LibreOffice: pdf"]["processor"]
    goals = [
        ("PDF and DOCX together", record.seconds(both["seconds"]), f"at most {MOST_SECONDS:.0f} s", record.verdict(both["seconds"], MOST_SECONDS)),
        ("memory of both", f"{both['peak']:,.0f} MB", f"at most {MOST_MEMORY:.0f} MB", record.verdict(both["peak"], MOST_MEMORY)),
        ("processor for DOCX against pandas, matplotlib, docxtpl", record.times(docx), "at most 1 ×", record.verdict(docx, 1.0)),
        ("processor for PDF against the same and LibreOffice", record.times(pdf), "at most 1 ×", record.verdict(pdf, 1.0)),
    ]  # fmt: skip
    headings = ("writer", "time", "processor", "memory at its peak", "file")
    return record.table(headings, lines) + "\n\n" + record.table(("goal", "measured", "limit", "kept"), goals)


def main() -> None:
    """Measure, or report."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        print(report())


if __name__ == "__main__":
    main()
