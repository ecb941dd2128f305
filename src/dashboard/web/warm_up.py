"""Running every page once before the first visitor: imports, figures and answers are then there for everyone."""

import asyncio
from collections.abc import Iterable

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance

from dashboard.ui.frame.person import INSIDE, WARM_UP

_PATIENCE = 20.0
"""Seconds a page may take; a slower one is left to its first visitor."""


class _Nobody:
    """A visitor who only notices that a script has finished."""

    def __init__(self) -> None:
        self.finished = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take a message of the session."""
        if msg.WhichOneof("type") == "script_finished":
            self.finished.set()

    @property
    def client_context(self) -> None:
        """Nobody has no address or cookies."""
        return


async def visit_every_page(sector_paths: Iterable[str]) -> None:
    """Run the overview, one page of each kind and every sector's page in sessions of nobody's."""
    runtime = get_instance()
    for path in ("", *sector_paths, "chi-tieu", "so-sanh", "phuong-phap"):
        visitor = _Nobody()
        session = runtime.connect_session(client=visitor, user_info={INSIDE: WARM_UP})
        try:
            rerun = BackMsg()
            rerun.rerun_script.page_name = path
            runtime.handle_backmsg(session, rerun)
            await asyncio.wait_for(visitor.finished.wait(), _PATIENCE)
        except TimeoutError:
            continue
        finally:
            runtime.close_session(session)
