"""Servers to measure: the application and the bare contenders, each a process of its own on a free local port."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CONTENDERS = PROJECT / "benchmarks" / "contenders"
GC_OFF = ("--runner.postScriptGC", "false")
"""Streamlit's collection after every run, which costs a bare page most of its time, switched off."""

_STARTING_SECONDS = 120


@dataclass
class Server:
    """A running server.

    Attributes:
        port: Where it listens on 127.0.0.1.
        process: The process; signals may be sent to it.
        log: The file its output goes to.
        started: ``time.perf_counter()`` when the process was started.
    """

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    started: float

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://127.0.0.1:{self.port}/"

    def memory(self) -> dict[str, float]:
        """Return the process's memory now (``VmRSS``) and at its highest (``VmHWM``), in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        named = dict(line.split(":", 1) for line in lines)
        return {key: int(named[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM")}

    def processor(self) -> float:
        """Return the milliseconds of processor time the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def application(data: Mapping[str, str], *, probes: str = "", options: Sequence[str] = ()) -> Iterator[Server]:
    """Serve the dashboard on the data (see ``big_data.DATA``); ``probes`` as in ``hosted.py``."""
    runner = ["benchmarks.hosted", probes] if probes else ["streamlit", "run"]
    with _served([*_python_m(*runner), str(PROJECT / "app.py"), *options, "--server.port"], data, PROJECT) as server:
        yield server


@contextmanager
def bare_streamlit(
    script: str, data: Mapping[str, str] | None = None, *, options: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve a contender with Streamlit's own settings, but for the address and what it tells its makers."""
    bare = ("--server.address", "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false")
    command = [*_python_m("streamlit", "run"), str(CONTENDERS / script), *bare, *options, "--server.port"]
    with tempfile.TemporaryDirectory() as folder, _served(command, data or {}, Path(folder)) as server:
        yield server


@contextmanager
def bare_dash(data: Mapping[str, str], *, page: str = "dash_page") -> Iterator[Server]:
    """Serve a Dash contender."""
    with _served([*_python_m(f"benchmarks.contenders.{page}")], data, PROJECT, health="") as server:
        yield server


def wait_until_it_answers(server: Server, path: str) -> None:
    """Return once the address answers 200; fail when the process ended or takes too long."""
    while time.perf_counter() - server.started < _STARTING_SECONDS:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.process.args} ended:\n{server.log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{server.url}{path}", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"{server.process.args} does not answer:\n{server.log.read_text()[-3000:]}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _python_m(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


@contextmanager
def _served(
    command: list[str], data: Mapping[str, str], folder: Path, *, health: str = "_stcore/health"
) -> Iterator[Server]:
    port = free_port()
    environment = os.environ | data | {"PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'src'}"}
    with tempfile.NamedTemporaryFile("wb", suffix=".log") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(port)], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        server = Server(port, process, Path(log.name), started)
        try:
            wait_until_it_answers(server, health)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
