"""What the web server does around the frame: the HTML document, security headers, warming up, uncaught errors."""

import base64
import gc
import hashlib
import html
import json
import logging
import re
import threading
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import metrics
from dashboard.api.asking import BASE, LONGEST_QUERY
from dashboard.intake.series import known_series
from dashboard.settings import language, log_as_json, metrics_address
from dashboard.store.schema import utc_now
from dashboard.ui import frame
from dashboard.ui.frame import jump
from dashboard.ui.frame.base_path import base_path, below_base
from dashboard.ui.frame.language import say
from dashboard.ui.frame.navigation import PAGES_OF_WORDS, page_paths
from dashboard.ui.frame.page import failure
from dashboard.ui.frame.services import services, take_up_reference
from dashboard.ui.frame.static_files import address_of
from dashboard.ui.frame.streamlit_private import (
    ENGLISH,
    FILES,
    FONT,
    FOR_MEMBERS,
    HOST_CONFIG,
    OPEN_TO_ALL,
    SERVER,
    TITLE,
    open_sessions,
    picture_scripts,
)
from dashboard.ui.parts import downloads
from dashboard.ui.parts.picture import LIBRARY
from dashboard.web import log_lines
from dashboard.web.warm_up import visit_every_page
from dashboard.words.messages import DashboardError, mark
from dashboard.words.translations import translator

FRAME = Path(frame.__file__).with_name("frame.py")
LOG = logging.getLogger("dashboard")
_TITLE = mark("Chính sách xã hội: mục tiêu và thực hiện")
_LOOK_EVERY = 2.0
"""Seconds between two looks whether the reference data, the store or the day moved on."""
_LIBRARY, _WORDS = address_of(LIBRARY), address_of("words.js")


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Open the house, run every page once, then keep the mart up to date until the server stops.

    The first visitor waits no longer than the tenth, and sessions that open together find everything made.
    """
    try:
        metrics_at = metrics_address()
        if log_as_json():
            log_lines.write_json()
        shared = await anyio.to_thread.run_sync(services)
    except DashboardError as error:
        # The pages tell the visitor; the log tells whoever started the server.
        LOG.error("%s", error.tell(translator(language())))
        yield
        return
    await visit_every_page([sector.path for sector in shared.catalogue.sectors])
    await anyio.to_thread.run_sync(known_series, shared.marts.current, shared.catalogue)
    gc.collect()
    gc.freeze()  # what is alive now lives as long as the process; later collections pass it by
    stop = threading.Event()
    watcher = threading.Thread(target=_keep_up_to_date, args=(stop,), name="mart", daemon=True)
    watcher.start()
    metrics.watch(
        sessions=open_sessions,
        is_reachable=lambda: services().marts.unreachable_since is None,
        snapshot=lambda: services().mart().snapshot,
        age=lambda: (utc_now() - services().mart().built_at).total_seconds(),
    )
    with metrics.served(metrics_at):
        yield
    stop.set()


def _keep_up_to_date(stop: threading.Event) -> None:
    """Take up changed reference data, and rebuild the mart whenever it fell behind, in the background; pages keep reading the old one meanwhile.

    What an uploaded file is held against is made with it: the first upload waits no longer than the next.
    """
    while not stop.wait(_LOOK_EVERY):
        try:
            take_up_reference()
            shared = services()
            went_back = shared.marts.went_back_at
            shared.marts.refresh()
            if shared.marts.went_back_at != went_back:
                LOG.error("The store is at an older version than before: was it restored from a backup?")
            known_series(shared.marts.current, shared.catalogue)
        except Exception:
            LOG.exception("The mart could not be rebuilt; pages go on with the last one.")
            stop.wait(3 * _LOOK_EVERY)


def script_error(error: Exception) -> bool:
    """Log an uncaught error with an id, and tell the visitor what is safe and what to do."""
    if isinstance(error, DashboardError):
        failure(error)
        return True
    id_ = uuid.uuid4().hex[:8]
    metrics.page_failed()
    LOG.error("Page error %s", id_, exc_info=error, extra={"id": id_})
    text = say()(
        "Trang này gặp lỗi và chưa hiện được. Số liệu đã lưu vẫn an toàn. Tải lại trang; nếu còn lỗi, báo mã {id} cho quản trị."
    )
    st.error(text.format(id=id_), icon=":material/error:")
    return True


class Document:
    """Middleware over Streamlit's HTML document: its language, where the server is, what to fetch early, headers.

    Without the server's address the document first asks for it below the page's own path, which the browser logs as
    an error; with it a deep link opens one round trip earlier.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; change HTML documents on their way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if b"text/html" in dict(scope["headers"]).get(b"accept", b""):
            # A document of eight kilobytes is sent plain, so that it can be changed.
            scope = {**scope, "headers": [(n, v) for n, v in scope["headers"] if n != b"accept-encoding"]}
        start: Message | None = None
        body = b""

        async def changed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = [(name.lower(), value) for name, value in message["headers"]]
                headers += [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                if "/app/static/" in scope["path"] and scope["query_string"].startswith(b"v="):
                    headers.append((b"cache-control", b"public, max-age=31536000, immutable"))
                message = {**message, "headers": headers}
                found = dict(headers)
                if found.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in found:
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                chosen = "en" if b"lang=en" in scope["query_string"].split(b"&") else "vi"
                document = (
                    document_of(body.decode(), chosen, with_pictures=_has_pictures(scope["path"])).encode()
                    if scope["method"] == "GET"
                    else body
                )
                headers = [
                    (name, value) for name, value in start["headers"] if name not in (b"content-length", b"etag")
                ]
                headers += [
                    (b"content-length", str(len(document)).encode()),
                    (b"content-security-policy", _policy(document.decode()).encode()),
                ]
                await send({**start, "headers": headers})
                message = {"type": "http.response.body", "body": document}
            await send(message)

        await self.app(scope, receive, changed)


_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


_WORDS_ALONE = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="{home}favicon.png"><title>{title}</title></head>
<body style="font-family: sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: #07151b">
<h1>{title}</h1>
<p>{words} <a href="{home}">{back}</a></p>
<p lang="en">{title_en}. {words_en} <a href="{home}?lang=en">{back_en}</a></p>
</body>
</html>
"""
_BACK = mark("Về trang tổng quan")
_NOT_FOUND = (
    mark("Không có trang này"),
    mark("Địa chỉ có thể đã viết sai hoặc đã đổi. Số liệu không bị ảnh hưởng."),
)
_TOO_LONG = (
    mark("Địa chỉ dài quá"),
    mark("Phần sau dấu hỏi dài hơn {longest} ký tự nên không được đọc. Chọn ít mục lọc hơn."),
)
_SERVED_BESIDE_PAGES = tuple(
    f"{prefix.strip('/')}/" for prefix in (*FOR_MEMBERS, *OPEN_TO_ALL, downloads.PATH, jump.PATH)
)


def _refusal(scope: Scope) -> HTMLResponse | None:
    """Return what an address is answered with that is too long, or that nothing is behind; the API answers its own."""
    name = below_base(scope["path"])
    if f"/{name}/".startswith(f"{BASE}/"):
        return None
    if len(scope["query_string"]) > LONGEST_QUERY:
        told, status = _TOO_LONG, 414
    elif _is_served(name):
        return None
    else:
        told, status = _NOT_FOUND, 404
    english = translator("en")
    in_both = {
        name + ending: html.escape(say(text).format(longest=LONGEST_QUERY))
        for ending, say in (("", str), ("_en", english))
        for name, text in zip(("title", "words", "back"), (*told, _BACK), strict=True)
    }
    text = _WORDS_ALONE.format(home=f"{base_path()}/", **in_both)
    return HTMLResponse(text, status, _HEADERS)


def _is_served(name: str) -> bool:
    """Whether an address below the application's own is a page, or of something served beside the pages."""
    if f"{name}/".startswith(_SERVED_BESIDE_PAGES) or name in FILES:
        return True
    try:
        return name in page_paths(services().catalogue)
    except DashboardError:
        return "/" not in name  # the frame tells what is wrong


def _has_pictures(path: str) -> bool:
    return path.strip("/").split("/")[-1] not in PAGES_OF_WORDS


def document_of(html: str, chosen: str, *, with_pictures: bool) -> str:
    """Return Streamlit's document in the language, told where its server is, with font, words and plotly fetched early."""
    script = (
        f"window.{SERVER} = {{ BACKEND_BASE_URL: window.location.origin + {json.dumps(base_path() or '/')}, "
        f"HOST_CONFIG: {json.dumps(HOST_CONFIG)} }}"
    )
    words = f'<script defer src="./app/static/{_WORDS}"></script>'
    early = (
        ""
        if not with_pictures
        else f'<link rel="preload" as="script" href="./app/static/{_LIBRARY}">'
        + "".join(f'<link rel="modulepreload" crossorigin href="./{address}">' for address in picture_scripts())
    )
    font = '<link rel="preload" href="./app/static/inter-tabular.woff2" as="font" type="font/woff2" crossorigin>'
    html = FONT.sub(font, html)
    html = html.replace(ENGLISH, f'<html lang="{chosen}">', 1)
    html = html.replace(TITLE, f"<title>{translator(chosen)(_TITLE)}</title>", 1)
    return html.replace("</head>", f"<script>{script}</script>{words}{early}</head>", 1)


def _policy(html: str) -> str:
    """Return the content security policy: our own origin, and exactly the inline scripts the document has.

    Streamlit hands the script of a component (``picture.js``) to the browser as a blob of the page's own making.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    )
    return (
        f"default-src 'self'; script-src 'self' blob: {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    )
