"""The command line: ``python -m dashboard COMMAND``; ``commands/`` has the commands."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from dashboard.commands import (
    actions,
    api_tokens,
    digest,
    doctor,
    figures,
    handing_in,
    plans,
    reports,
    review,
    serving,
    storage,
)
from dashboard.notation import in_names
from dashboard.reference.files import load_catalogue
from dashboard.settings import language, reference_folder
from dashboard.words.messages import DashboardError, mark
from dashboard.words.translations import translator
from dashboard.workflow import RefusedError

EXIT_WRONG = 1
"""What was asked for was refused or could not be done; 2, of argparse, says that the command was written wrongly."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when it did what it says, 1 when it could not, with every reason on stderr."""
    translate = translator(language())
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except RefusedError as refusal:  # it speaks of agencies and provinces, which the catalogue names
        print(refusal.tell(in_names(load_catalogue(reference_folder()), language())), file=sys.stderr)
        return EXIT_WRONG
    except DashboardError as error:
        print(error.tell(translate), file=sys.stderr)
        return EXIT_WRONG
    except BrokenPipeError:  # whoever reads the output has seen enough, as in ``gaps | head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_WRONG
    return 0


def _parser() -> argparse.ArgumentParser:
    translate = translator(language())
    parser = argparse.ArgumentParser(
        prog="python -m dashboard", description=translate(mark("Chỉ tiêu và thực hiện chính sách xã hội."))
    )
    parser.add_argument("--version", action="version", version=version("social-policy-dashboard"))
    commands = parser.add_subparsers(required=True, metavar="LỆNH" if language() == "vi" else "COMMAND")
    for subject in (serving, doctor, figures, reports, handing_in, review, actions, plans, digest, storage, api_tokens):
        subject.add_to(commands, translate)
    return parser


def console() -> None:
    """Run the command the program was started with, and end with its code."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Vietnamese on any terminal
    sys.exit(main())


if __name__ == "__main__":
    console()
