"""What is used of Streamlit beside its public interface, held against the installed version (``ui/frame/streamlit_private.py``)."""

import hashlib
import json
import logging
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import streamlit as st
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.ui.frame import streamlit_private as private
from dashboard.web import warm_up
from dashboard.web.serving import document_of
from tests.conftest import PROJECT
from tests.unit.test_architecture import imported, sources

SECRET = "a secret of thirty-two signs or more"
STATIC = Path(st.__file__).parent / "static"

ROUTES = """
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

class Anything:
    def __getattr__(self, name):
        return Anything()
    def __call__(self, *given, **named):
        return Anything()
    def __str__(self):
        return "."
    def __fspath__(self):
        return "."

import json
print(json.dumps([getattr(route, "path", "") for route in create_streamlit_routes(Anything())]))
"""


def routes():
    """Return the addresses Streamlit serves beside the pages, without the leading slash."""
    options = ("server.scriptHealthCheckEnabled", "server.enableStaticServing")
    script = "import streamlit.config as c\n" + "".join(f"c.set_option({name!r}, True)\n" for name in options) + ROUTES
    done = subprocess.run((sys.executable, "-c", script), cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [path.strip("/") for path in json.loads(done.stdout) if path.strip("/")]


def test_every_address_streamlit_serves_is_known_as_open_or_for_members():
    found = routes()
    assert len(found) > 8
    known = (*private.FOR_MEMBERS, *private.OPEN_TO_ALL)
    unknown = [path for path in found if not f"{path}/".startswith(known) and path != "{path:path}"]
    assert unknown == [], "new in Streamlit: does it hand out or take in what belongs to a session?"
    for prefix in private.FOR_MEMBERS:
        assert any(path.startswith(prefix) for path in found), f"{prefix} has another name now: it would be open to all"


def test_the_cookie_of_a_sign_in_is_read_as_streamlit_writes_it(monkeypatch):
    monkeypatch.setattr("streamlit.web.server.server_util.get_cookie_secret", lambda: SECRET)
    claims = {
        "email": "nop@example.vn",
        "is_logged_in": True,
        "groups": [hashlib.sha256(b"%d" % n).hexdigest() for n in range(120)],
    }  # longer than one cookie
    kept = {}
    set_cookie_with_chunks(
        lambda name, value: kept.update({name: create_signed_value(SECRET, name, value).decode()}),
        lambda name, value: create_signed_value(SECRET, name, value),
        private.user_cookie(),
        claims,
        cookie_attr_size=60,
    )
    assert len(kept) > 1
    assert private.claims_of(kept) == claims
    assert private.claims_of({name: value[:-3] + "abc" for name, value in kept.items()}) == {}
    assert private.claims_of({}) == {}


def test_the_document_holds_all_that_is_changed_in_it():
    html = private.DOCUMENT.read_text("utf-8")
    assert private.ENGLISH in html
    assert private.TITLE in html
    assert len(private.FONT.findall(html)) == 1
    ours = document_of(html, "vi", with_pictures=True)
    assert '<html lang="vi">' in ours
    assert "SourceSans" not in ours
    scripts = private.picture_scripts()
    assert scripts
    for script in scripts:
        assert (STATIC / script).exists()
        assert script in ours


def bundle():
    return "".join(path.read_text("utf-8") for path in (STATIC / "static" / "js").glob("*.js"))


def test_the_names_of_streamlits_elements_stand_in_its_scripts():
    scripts = bundle()
    names = re.findall(
        r"st[A-Z]\w+|data-test-script-state", f"{private.ELEMENT} {private.RUNNING} {private.SIDEBAR} {private.HEADER}"
    )
    assert len(names) == 5
    for name in names:
        assert name in scripts, name
    for name in (private.SERVER, "BACKEND_BASE_URL", "HOST_CONFIG", *private.HOST_CONFIG):
        assert name in scripts, name


def test_the_words_that_are_put_into_vietnamese_are_still_streamlits():
    """Words only a newer or older Streamlit says do no harm; too many of them say that the list is of another version."""
    words = (PROJECT / "src/dashboard/ui/frame/static/words.js").read_text("utf-8")
    table = words[words.index("Object.entries({") : words.index("}),")]
    known = re.findall(r'^\s+"?([A-Z][^":]*)"?: "', table, re.MULTILINE)
    scripts = bundle()
    assert len(known) > 25
    assert len([word for word in known if word not in scripts]) <= 3


def test_pages_are_warmed_up_as_best_can_be(monkeypatch, caplog):
    async def broken(*given, **named):
        raise AttributeError("connect_session")

    monkeypatch.setattr(warm_up, "run_page", broken)
    # In a thread of its own: the browser's tests leave an event loop running in this one.
    with caplog.at_level(logging.WARNING, "dashboard"), ThreadPoolExecutor(1) as apart:
        apart.submit(anyio.run, warm_up.visit_every_page, ["y-te"]).result()
    assert len(caplog.records) == 1
    assert "connect_session" in caplog.records[0].getMessage()


def test_what_is_private_in_streamlit_is_imported_in_one_file_only():
    found = {
        module
        for module, path in sources()
        for name in imported(path)
        if name.startswith("streamlit.")
        and name.split(".")[1] in ("auth_util", "config", "proto", "runtime", "util", "web")
    }
    assert found == {"ui.frame.streamlit_private"}
