"""HAProxy and nginx, run from the files of ``deploy/`` with nothing replaced but places: addresses, ports, folders, users."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.reference.files import PROJECT

DEPLOY = PROJECT / "deploy"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program(name: str) -> str:
    """Return where a balancer is; Debian's are not in everybody's path."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(f"This test needs {name}: apt-get install {name}", pytrace=False)
    return found


class Balancer:
    """One of the two, in a folder of its own.

    Attributes:
        address: Where people open the application.
        plain_address: The same without TLS, which leads there.
    """

    def __init__(self, name: str, folder: Path, replicas: Sequence[int], secure: int, plain: int) -> None:
        """Write its configuration: three replicas' ports, and its own two."""
        self.address, self.plain_address = f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}"
        self._folder, self._program = folder, program(name)
        files = ("-newkey", "rsa:2048", "-nodes", "-keyout", "certificate.key", "-out", "certificate.pem")
        names = ("-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
        self._run("openssl", "req", "-x509", *files, *names)
        if name == "haproxy":
            with (folder / "certificate.pem").open("a") as certificate:
                certificate.write((folder / "certificate.key").read_text())
            self._file = self._configured(
                "haproxy.cfg",
                {r"/etc/haproxy/": f"{folder}/", r"bind :443": f"bind 127.0.0.1:{secure}", r"bind :80": f"bind 127.0.0.1:{plain}"}
                | {rf"\bdashboard-{number}:8501": f"127.0.0.1:{port}" for number, port in enumerate(replicas, 1)}
                | ({} if os.geteuid() == 0 else {r"    (user|group) haproxy\n": ""}),
            )  # fmt: skip
            self._command: tuple[str, ...] = (self._program, "-db", "-f", self._file)
            self.check: tuple[str, ...] = (self._program, "-c", "-f", self._file)
        else:
            places = "".join(f"    {what}_temp_path {folder}/{what};\n" for what in _TEMPORARY)
            self._file = self._configured(
                "nginx.conf",
                {r"/etc/nginx/|/var/log/nginx/|/run/": f"{folder}/", r"listen 443": f"listen 127.0.0.1:{secure}"}
                | {r"listen 80": f"listen 127.0.0.1:{plain}", r"http \{\n": f"http {{\n{places}"}
                | {rf"127\.0\.0\.1:850{number}": f"127.0.0.1:{port}" for number, port in enumerate(replicas, 1)},
            )
            self._command = (self._program, "-g", "daemon off;", "-c", self._file)
            self.check = (self._program, "-t", "-c", self._file)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start it and wait until it listens; stop it at the end."""
        with (self._folder / "log").open("wb") as log:
            process = subprocess.Popen(self._command, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            give_up = time.monotonic() + 60
            while not self._listens():
                assert process.poll() is None, (self._folder / "log").read_text("utf-8")
                assert time.monotonic() < give_up, "The balancer does not listen."
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(30)

    def checked(self) -> str:
        """Have it read its own configuration, and return what it says; it must accept it."""
        return self._run(*self.check)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.address.rpartition(":")[2]))) == 0

    def _configured(self, name: str, places: dict[str, str]) -> str:
        text = (DEPLOY / name).read_text("utf-8")
        for pattern, place in places.items():
            text, count = re.subn(pattern, place, text)
            assert count, f"{name} no longer has {pattern}"
        (self._folder / name).write_text(text, "utf-8")
        return str(self._folder / name)

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@contextmanager
def folder_for_everybody() -> Iterator[Path]:
    """Give a folder in which a balancer that gives up root's rights may still write."""
    folder = Path(tempfile.mkdtemp(prefix="dashboard-balancer-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
