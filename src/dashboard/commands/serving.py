"""The commands that serve: ``serve`` the store of this installation, ``run`` illustrative figures to try it with."""

import argparse
import os
import sys

from dashboard.commands.shared import Commands
from dashboard.reference.files import PROJECT, load_catalogue
from dashboard.settings import DEFAULT_CATALOGUE, reference_folder, store_location
from dashboard.store.illustrative import ensure_demo_store
from dashboard.words.messages import Translate, mark

DEMO = DEFAULT_CATALOGUE.with_name("demo.sqlite")


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    serve = commands.add_parser("serve", help=translate(mark("mở ứng dụng trên kho số liệu của máy này")))
    run = commands.add_parser("run", help=translate(mark("mở ứng dụng trên số liệu minh hoạ, để xem thử")))
    for command, function in ((serve, _serve), (run, _run)):
        command.add_argument("--port", type=int, default=8501, metavar="PORT")
        command.set_defaults(run=function)


def _run(options: argparse.Namespace) -> None:
    """Make the illustrative store where there is none yet, and serve it."""
    os.environ["DASHBOARD_STORE"] = f"sqlite:{DEMO}"
    os.environ.pop("DASHBOARD_FILES", None)
    os.environ["DASHBOARD_AUTHOR_MAY_APPROVE"] = "true"
    ensure_demo_store(load_catalogue(reference_folder()), store_location()).close()
    _serve(options)


def _serve(options: argparse.Namespace) -> None:
    """Become the server: whoever started this process stops that one. Further settings are ``STREAMLIT_…`` variables."""
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), "--server.port", str(options.port)]
    os.execv(sys.executable, command)  # noqa: S606  no shell is wanted
