"""A PostgreSQL server of our own for the stores that live on one."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.api_installation import Installation, served

SERVER_USER = "postgres"
"""Debian's user; PostgreSQL refuses to run as root."""


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        pytest.fail(f"The store tests need PostgreSQL's {name}: apt-get install postgresql", pytrace=False)
    return program


class PostgresServer:
    """A server that listens on a socket in a folder of its own.

    Attributes:
        folder: Where its socket is, for connection strings.
    """

    def __init__(self) -> None:
        """Make its files; ``start`` starts it."""
        self.folder = Path(tempfile.mkdtemp(prefix="dashboard-pg-"))
        self._as_server: dict[str, object] = {}
        if os.geteuid() == 0:
            shutil.chown(self.folder, SERVER_USER, SERVER_USER)
            self._as_server = {"user": SERVER_USER, "group": SERVER_USER, "extra_groups": []}
        files = ("-D", "data", "-U", "dashboard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self._run(_program("initdb"), *files)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=60"
        self._run(_program("pg_ctl"), "-D", "data", "-w", "-s", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop it as a failing machine would: whoever is connected is cut off."""
        self._run(_program("pg_ctl"), "-D", "data", "-w", "-s", "-m", "immediate", "stop")

    def new_database(self, name: str) -> str:
        """Make an empty database and return its connection string."""
        createdb = (_program("createdb"), "-h", str(self.folder), "-U", "dashboard", "-S", "file_copy", name)
        subprocess.run(createdb, check=True, capture_output=True)
        return f"host={self.folder} user=dashboard dbname={name}"

    def remove(self) -> None:
        """Remove its files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **self._as_server
        )  # type: ignore[call-overload]
        if done.returncode:
            pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)


@contextmanager
def _running() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        server.start()
        yield server
        server.stop()
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give the server that all tests share."""
    with _running() as server:
        yield server


@pytest.fixture
def failing_postgres_server() -> Iterator[PostgresServer]:
    """Give a server of one test's own, for it to stop and start."""
    with _running() as server:
        yield server


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: PostgresServer) -> Callable[[], str]:
    """Give a function that makes an empty database and returns its connection string."""
    numbers = itertools.count(1)
    return lambda: postgres_server.new_database(f"store{next(numbers)}")


@pytest.fixture(scope="module")
def site(installation: Installation) -> Iterator[str]:
    """The address at which the module's ``installation`` serves the API."""
    with served(installation) as address:
        yield address
