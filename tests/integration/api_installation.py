"""What the tests of the API share: an installation with real figures, and a client that asks it."""

import argparse
import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.access import AccessFile
from dashboard.api import routes
from dashboard.commands import api_tokens as commands
from dashboard.mart.mart import CurrentMart
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import same

ACCESS = """
grants:
  - {email: xem@example.vn, role: viewer}
  - {email: quan-tri@example.vn, role: administrator}
"""


@dataclass(frozen=True)
class Installation:
    """The parts of an installation that the API reads."""

    catalogue: Catalogue
    marts: CurrentMart
    access: AccessFile | None = None
    reference_refused_since: dt.datetime | None = None


def client_of(installation: Installation, *, limit: str = "") -> TestClient:
    """Return a client of the API over the installation, which may ask as often as ``limit`` says."""
    return TestClient(Starlette(routes=routes(lambda: installation, limit=limit)), raise_server_exceptions=True)


@contextmanager
def served(installation: Installation) -> Iterator[str]:
    """Serve the API over the installation on a free port; give the address of the server."""
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes(lambda: installation)), port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def run_token_command(capsys, *arguments: str) -> str:
    """Run ``python -m dashboard token`` with the arguments and return what it printed."""
    parser = argparse.ArgumentParser()
    commands.add_to(parser.add_subparsers(required=True), same)
    options = parser.parse_args(["token", *arguments])
    options.run(options)
    return capsys.readouterr().out.strip()
