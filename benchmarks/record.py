"""Tables of results, and where they are written: the results section of ``benchmarks/README.md``."""

import datetime as dt
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

README = Path(__file__).parent / "README.md"
START, END = "<!-- results: written by python -m benchmarks -->", "<!-- end of results -->"
_PACKAGES = ("streamlit", "duckdb", "polars", "plotly", "orjson", "uvloop", "dash", "playwright")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; numbers stand as given, None as a dash."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join("–" if cell is None else str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def ms(value: float) -> str:
    """Return milliseconds without decimals, below ten with one."""
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms".replace(",", " ")


def seconds(value: float) -> str:
    """Return seconds with two digits that say something."""
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def times(value: float) -> str:
    """Return a ratio."""
    return f"{value:.2f} ×"


def verdict(value: float, limit: float, *, at_least: bool = False) -> str:
    """Return whether the value keeps to the limit, in a word."""
    return "yes" if (value >= limit if at_least else value <= limit) else "**no**"


def machine() -> str:
    """Return what was measured on, with which versions, when, and how busy the machine was."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "",
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores ({cpu}), {memory:.0f} GB, {platform.system()} "
        f"{platform.release()} · Python {platform.python_version()}, {packages} · {_chromium()} · load before the run "
        f"{os.getloadavg()[1]:.1f}"
    )


def _chromium() -> str:
    try:
        return subprocess.run(
            ["/usr/bin/chromium", "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "Playwright's Chromium"


def write(sections: dict[str, str]) -> None:
    """Replace the results in the README; a subject that was not measured this time keeps its section."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(START)
    old, _, after = rest.partition(END)
    kept = {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in old.split("\n### ")[1:]}
    merged = kept | sections
    body = "\n\n".join(f"### {title}\n{content}" for title, content in merged.items())
    README.write_text(f"{before}{START}\n\n{body}\n\n{END}{after}", "utf-8")
