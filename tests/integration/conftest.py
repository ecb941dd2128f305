"""A PostgreSQL server of our own for the stores that live on one."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SERVER_USER = "postgres"
"""Debian's user; PostgreSQL refuses to run as root."""


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        pytest.fail(f"The store tests need PostgreSQL's {name}: apt-get install postgresql", pytrace=False)
    return program


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """Start a server that listens on a socket in a folder of its own, and give the folder."""
    folder = Path(tempfile.mkdtemp(prefix="dashboard-pg-"))
    as_server: dict[str, object] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER, SERVER_USER)
        as_server = {"user": SERVER_USER, "group": SERVER_USER, "extra_groups": []}

    def run(*command: str) -> None:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **as_server
        )  # type: ignore[call-overload]
        if done.returncode:
            pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)

    options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=60"
    control = (_program("pg_ctl"), "-D", "data", "-w", "-s")
    try:
        run(_program("initdb"), "-D", "data", "-U", "dashboard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        run(*control, "-l", "log", "-o", options, "start")
        yield folder
        run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: Path) -> Callable[[], str]:
    """Give a function that makes an empty database and returns its connection string."""
    numbers = itertools.count(1)

    def new() -> str:
        name = f"store{next(numbers)}"
        createdb = (_program("createdb"), "-h", str(postgres_server), "-U", "dashboard", "-S", "file_copy", name)
        subprocess.run(createdb, check=True, capture_output=True)
        return f"host={postgres_server} user=dashboard dbname={name}"

    return new
