"""Running every page once before the first visitor: imports, figures and answers are then there for everyone."""

import logging
from collections.abc import Iterable

from dashboard.ui.frame.person import INSIDE, WARM_UP
from dashboard.ui.frame.streamlit_private import run_page

_LOG = logging.getLogger("dashboard")
_PATIENCE = 20.0
"""Seconds a page may take; a slower one is left to its first visitor."""


async def visit_every_page(sector_paths: Iterable[str]) -> None:
    """Run the overview, one page of each kind and every sector's page in sessions of nobody's.

    This speeds the first visit up and is no condition for serving: where it fails, one line of the log says so.
    """
    for path in ("", *sector_paths, "chi-tieu", "so-sanh", "phuong-phap"):
        try:
            await run_page(path, {INSIDE: WARM_UP}, patience=_PATIENCE)
        except TimeoutError:
            continue
        except Exception as error:  # whatever a new Streamlit does otherwise
            _LOG.warning("Pages were not warmed up; the first visit takes longer: %s: %s", type(error).__name__, error)
            return
