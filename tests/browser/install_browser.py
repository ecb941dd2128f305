"""Finds Chromium for the browser tests, and fetches Playwright's own where the system has none.

``make test`` runs this before the tests.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

SYSTEM = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"), Path("/usr/bin/google-chrome"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HELP = """\
The browser tests need Chromium, and it could not be found or fetched. Any one of these helps:
  Debian, Ubuntu:  apt-get install chromium
  with internet:   .venv/bin/playwright install --with-deps chromium
All other tests run without it:
  .venv/bin/python -m pytest tests/unit tests/integration tests/pages
"""


def executable() -> Path | None:
    """Return the system's Chromium; None where Playwright shall use its own."""
    return next((path for path in SYSTEM if path.exists()), None)


def main() -> int:
    """Make sure that Chromium starts; return 1 with what to install where it cannot."""
    why = _why_it_does_not_start()
    if why is None:
        return 0
    print("No Chromium that starts yet; fetching Playwright's own.", file=sys.stderr)
    fetched = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if fetched.returncode == 0:
        why = _why_it_does_not_start()
    if why is not None:
        print(f"{why}\n\n{HELP}", file=sys.stderr)
        return 1
    return 0


def _why_it_does_not_start() -> str | None:
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS).close()
        except Error as error:
            return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
