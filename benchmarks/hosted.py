"""A Streamlit server with a probe inside: ``python -m benchmarks.hosted PROBES SCRIPT.py [streamlit options]``.

Probes, joined by commas:

- ``profile=FILE``: every script run adds a line of JSON to the file: its milliseconds, and how they divide by owner and
  by function of ours. A thread looks at the running script a thousand times a second; the owner of what it sees is the
  innermost frame that is ours, Streamlit's or plotly's (``query`` is the part of ours inside ``Mart.query``): a frame
  that our code filters is ours, an element that Streamlit packs is Streamlit's. Looking costs about two per cent, a
  tracing profiler doubled the time.
- ``rebuilds``: when a mart is built and how long it took goes to stdout.
"""

import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web import cli

INTERVAL = 0.001
"""Seconds between two looks."""


class Sampler:
    """Looks at the script threads and counts whose code they are in."""

    def __init__(self, target: Path, application: Path) -> None:
        """Write to ``target``; code in the folder ``application`` is ours."""
        self._target, self._application = target, str(application)
        self._owners: dict[CodeType, tuple[str, str] | None] = {}
        self._running: dict[int, Counter[tuple[str, str]]] = {}
        sys.setswitchinterval(0.0002)  # otherwise the script keeps the interpreter for 5 ms at a time
        threading.Thread(target=self._look, daemon=True).start()

    def install(self) -> None:
        """Follow every script run from its first to its last line."""
        original = ScriptRunner._run_script

        def followed(runner: Any, data: Any) -> None:
            seen = self._running[threading.get_ident()] = Counter()
            before = time.perf_counter()
            try:
                original(runner, data)
            finally:
                milliseconds = (time.perf_counter() - before) * 1000
                del self._running[threading.get_ident()]
                self._write(milliseconds, seen)

        ScriptRunner._run_script = followed  # type: ignore[method-assign]

    def _look(self) -> None:
        while True:
            time.sleep(INTERVAL)
            if self._running:
                frames = sys._current_frames()
                for thread, seen in list(self._running.items()):
                    if thread in frames:
                        seen[self._owner(frames[thread])] += 1

    def _owner(self, frame: FrameType | None) -> tuple[str, str]:
        while frame is not None:
            code = frame.f_code
            if code not in self._owners:
                self._owners[code] = self._owner_of_code(code)
            if owner := self._owners[code]:
                return owner
            frame = frame.f_back
        return "other", ""

    def _owner_of_code(self, code: CodeType) -> tuple[str, str] | None:
        file = code.co_filename
        if "/site-packages/streamlit/" in file:
            return "streamlit", ""
        if "/site-packages/plotly/" in file or "/site-packages/_plotly_utils/" in file:
            return "plotly", ""
        if file.startswith(self._application) and "/site-packages/" not in file and "/benchmarks/hosted" not in file:
            owner = "query" if code.co_qualname == "Mart.query" else "own"
            return owner, f"{Path(file).stem}.{code.co_qualname}"
        return None

    def _write(self, milliseconds: float, seen: Counter[tuple[str, str]]) -> None:
        each = milliseconds / max(seen.total(), 1)
        owners: Counter[str] = Counter()
        functions: Counter[str] = Counter()
        for (owner, function), count in seen.items():
            owners[owner] += count * each
            if function:
                functions[function] += count * each
        line = json.dumps({"ms": milliseconds, "owners": owners, "functions": functions}, ensure_ascii=False)
        with self._target.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def tell_of_rebuilds() -> None:
    """Make every build of a mart write ``building`` and ``built MILLISECONDS`` to stdout."""
    from dashboard.mart.mart import Mart

    original = Mart.__init__

    def told(mart: Mart, *arguments: Any, **named: Any) -> None:
        print("building", flush=True)
        before = time.perf_counter()
        original(mart, *arguments, **named)
        print(f"built {(time.perf_counter() - before) * 1000:.0f}", flush=True)

    Mart.__init__ = told  # type: ignore[method-assign]


def main() -> None:
    probes = dict(probe.partition("=")[::2] for probe in sys.argv[1].split(","))
    if "profile" in probes:
        Sampler(Path(probes["profile"]), Path(sys.argv[2]).resolve().parent).install()
    if "rebuilds" in probes:
        tell_of_rebuilds()
    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
