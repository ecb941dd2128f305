"""Every part of Streamlit that is used here and is not its public interface. Upgrading Streamlit is reading this file.

Each part says what breaks when Streamlit changes it; ``tests/integration/test_streamlit_private.py`` holds each against the installed
version, those first that guard what only signed-in people may open. The words of Streamlit's own elements, for which it has no
setting, stand in ``static/words.js``: a changed word is shown in English (``tests/browser``, the language of the document).
"""

import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import streamlit as st

FOR_MEMBERS = ("media/", "_stcore/upload_file/", "_stcore/metrics")
"""Where Streamlit hands out files made for a session, takes in uploads and tells of memory and sessions, by an address alone.

Breaks: renamed by Streamlit they would open to people who have not signed in. ``web/access_middleware.py`` closes them.
"""

OPEN_TO_ALL = (
    "_stcore/health", "_stcore/script-health-check", "_stcore/host-config", "_stcore/stream",
    "_stcore/bidi-components/", "_stcore/agent/", "component/", "app/static/", "static/", "auth/", "oauth2callback",
)  # fmt: skip
"""Streamlit's other addresses: none holds anything of a session. A new one must be put into one of the two lists."""


# ---- The cookie of somebody who signed in ------------------------------------------------------------------------
# Breaks: nobody counts as signed in for downloads and uploads (they are refused; nothing opens).


def user_cookie() -> str:
    """Return the name of the cookie in which Streamlit keeps who signed in."""
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    return USER_COOKIE_NAME


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """Return what Streamlit's cookie says of its owner; nothing where it is absent, forged or expired."""
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.server_util import get_cookie_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(get_cookie_secret(), name, value)

    try:
        told = orjson.loads(get_cookie_with_chunks(one, user_cookie()) or b"{}")
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


# ---- A session of nobody's ---------------------------------------------------------------------------------------
# Breaks: pages are not warmed up, and the first visitor waits for what the others find made (``web/warm_up.py``).


class _Nobody:
    """A visitor who only notices that a script has finished."""

    def __init__(self) -> None:
        self.finished = asyncio.Event()

    def write_forward_msg(self, msg: Any) -> None:
        """Take a message of the session."""
        if msg.WhichOneof("type") == "script_finished":
            self.finished.set()

    @property
    def client_context(self) -> None:
        """Nobody has no address or cookies."""
        return


async def run_page(path: str, user_info: dict[str, Any], *, patience: float) -> None:
    """Run one page in a session that belongs to nobody, for at most so many seconds."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.runtime import get_instance

    runtime, visitor = get_instance(), _Nobody()
    session = runtime.connect_session(client=visitor, user_info=user_info)
    try:
        rerun = BackMsg()
        rerun.rerun_script.page_name = path
        runtime.handle_backmsg(session, rerun)
        await asyncio.wait_for(visitor.finished.wait(), patience)
    finally:
        runtime.close_session(session)


# ---- How many are here --------------------------------------------------------------------------------------------
# Breaks: the number of sessions in the metrics.


def open_sessions() -> int:
    """Return how many sessions are open in this process."""
    from streamlit.runtime import get_instance

    return int(get_instance()._session_mgr.num_active_sessions())


# ---- The settings -------------------------------------------------------------------------------------------------
# Breaks: ``python -m dashboard doctor`` judges the sign-in by the settings of the folder it is started in.


def read_settings_as(script: Path) -> None:
    """Read Streamlit's settings as a server of that script would: its folder's file, then the environment."""
    from streamlit import config

    config._main_script_path = str(script)
    given = {
        name: os.environ[option.env_var].split() if option.multiple else os.environ[option.env_var]
        for name, option in config._config_options_template.items()
        if option.env_var in os.environ
    }
    config.get_config_options(force_reparse=True, options_from_flags=given)


# ---- The HTML document -------------------------------------------------------------------------------------------
# Breaks: the document is in English, fetches its font and the picture part late, and asks for its server below the page's path.

DOCUMENT = Path(st.__file__).parent / "static" / "index.html"
ENGLISH = '<html lang="en">'
TITLE = "<title>Streamlit</title>"
FONT = re.compile(r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*>')
SERVER = "__streamlit"
"""The name under which the document says where its server is: ``BACKEND_BASE_URL`` and ``HOST_CONFIG``."""
HOST_CONFIG = {
    "allowedOrigins": ["https://nobody.invalid"],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
}
"""Whose messages the page obeys: nobody's. An empty list is not taken for one, and asked for at the server first; the name can never exist."""
FILES = frozenset(path.name for path in DOCUMENT.parent.iterdir() if path.is_file()) - {DOCUMENT.name}
"""What Streamlit serves beside the document."""


def picture_scripts() -> list[str]:
    """Return the addresses, below the document's, of the scripts Streamlit draws our own components with."""
    assets = Path(st.__file__).parent / "static" / "static" / "js"
    return [f"static/js/{asset.name}" for asset in sorted(assets.glob("BidiComponent.*.js"))]


# ---- Names in Streamlit's elements, for ``style.py`` -------------------------------------------------------------
# Breaks: elements fade during a run again, no bar tells that an answer takes long, and paper shows the menu.

ELEMENT = ".stElementContainer"
RUNNING = ".stApp[data-test-script-state='running']"
SIDEBAR, HEADER = "[data-testid='stSidebar']", "[data-testid='stHeader']"
CONTROLS = ", ".join(
    f"[data-testid='{name}']"
    for name in (
        "stSelectbox", "stMultiSelect", "stButtonGroup", "stButton", "stDownloadButton", "stLinkButton", "stTextInput",
        "stTextArea", "stNumberInput", "stDateInput", "stCheckbox", "stRadio", "stFileUploader", "stPopover", "stPageLink",
    )
)  # fmt: skip
"""What somebody chooses, types or presses: nothing for paper."""
COLUMNS, COLUMN = "[data-testid='stHorizontalBlock']", "[data-testid='stColumn']"
SCROLLED = ".stApp, [data-testid='stAppViewContainer'], [data-testid='stMain']"
BLOCK = "[data-testid='stMainBlockContainer']"
COMPONENT = ".stBidiComponent"
CHOICES = "[data-testid='stMultiSelect']"
