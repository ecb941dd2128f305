"""What the tests of the API share: an installation with real figures, and a client that asks it."""

import argparse
import datetime as dt
from dataclasses import dataclass

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


def client_of(installation: Installation) -> TestClient:
    """Return a client of the API over the installation."""
    return TestClient(Starlette(routes=routes(lambda: installation)), raise_server_exceptions=True)


def run_token_command(capsys, *arguments: str) -> str:
    """Run ``python -m dashboard token`` with the arguments and return what it printed."""
    parser = argparse.ArgumentParser()
    commands.add_to(parser.add_subparsers(required=True), same)
    options = parser.parse_args(["token", *arguments])
    options.run(options)
    return capsys.readouterr().out.strip()
