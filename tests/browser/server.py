"""The real server, started as a user starts it, on a port of its own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from dashboard.reference.files import PROJECT

PATIENCE = 120.0
"""Seconds a start may take; a quiet machine needs three to five."""


RUN = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port")


class Server:
    """``streamlit run app.py`` in a process of its own, with its log in a file."""

    def __init__(
        self, environment: dict[str, str], log: Path, *, command: tuple[str, ...] = RUN, folder: Path = PROJECT
    ) -> None:
        """Keep what to start with, a command that ends before its port, and where; ``with`` starts and stops it."""
        self._command, self._folder = command, folder
        self._environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), "PYTHONUNBUFFERED": "1", **environment}
        self._log = log
        self.port = free_port()

    @property
    def address(self) -> str:
        """The address of the overview."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        command = [*self._command, str(self.port)]
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                command, cwd=self._folder, env=self._environment, stdout=output, stderr=subprocess.STDOUT
            )
        give_up = time.monotonic() + PATIENCE
        while not self._is_healthy():
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended with code {self._process.returncode}:\n{self.log()}")
            if time.monotonic() > give_up:
                self._stop()
                raise RuntimeError(f"The server did not answer within {PATIENCE:.0f} s:\n{self.log()}")
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it; it must still be running."""
        has_died = self._process.poll() is not None
        self._stop()
        assert not has_died, f"The server died during the tests:\n{self.log()}"

    def log(self, since: int = 0) -> str:
        """Return what the server wrote, from a number of characters on."""
        return self._log.read_text("utf-8", errors="replace")[since:]

    def errors(self, since: int = 0) -> list[str]:
        """Return the lines of the log that tell of a failure."""
        return [line for line in self.log(since).splitlines() if re.search(r"error|exception|traceback", line, re.I)]

    def kill(self) -> None:
        """Take it away without a word, as a power cut does; ``with`` expects it to be started again."""
        self._process.kill()
        self._process.wait()

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
