"""Middleware around everything the server answers: who may come in, and the way to the identity provider and back.

Without an identity provider everybody has all roles; so only this machine itself is answered, whatever address the
server was bound to and whatever proxy stands before it. With one, files made for a session and uploads need its cookie,
and signing in leads back to the page it was asked for on.
"""

from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui.frame import jump
from dashboard.ui.frame.base_path import base_path, below_base
from dashboard.ui.frame.claims import visitor_of
from dashboard.ui.frame.navigation import page_paths
from dashboard.ui.frame.provider import CALLBACK, Provider, is_loopback, provider
from dashboard.ui.frame.services import services
from dashboard.ui.frame.sign_in import FAILED_COOKIE
from dashboard.ui.frame.streamlit_private import FOR_MEMBERS, claims_of, user_cookie
from dashboard.ui.parts import downloads
from dashboard.words.messages import DashboardError

LOGIN = "auth/login"
_RETURN_COOKIE = "dashboard_return"
_RETURN_SECONDS = 900
"""How long somebody may take to sign in and still come back to the same page."""
_LONGEST_RETURN = 3000
_FROM_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_FOR_MEMBERS = (*FOR_MEMBERS, f"{downloads.PATH}/", f"{jump.PATH}/")
"""What is handed out or taken in by an address alone: files made for a session, uploads, and what can be jumped to."""


class AccessMiddleware:
    """Middleware that lets in whoever may come in."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or see to the way to the provider and back."""
        here = provider() if scope["type"] in ("http", "websocket") else None
        if here is not None and scope["type"] == "http":
            await self._member(scope, receive, send, here)
        elif here is not None or scope["type"] == "lifespan" or _is_from_this_machine(scope):
            await self.app(scope, receive, send)
        else:
            await _refuse(scope, receive, send, _ONLY_HERE)

    async def _member(self, scope: Scope, receive: Receive, send: Send, here: Provider) -> None:
        """Answer where people sign in."""
        path = below_base(scope["path"])
        is_for_members = path.startswith(_FOR_MEMBERS) and not path.endswith(".png")  # the icon of the tab is a picture
        if is_for_members and not _may_view(scope):
            await _refuse(scope, receive, send, _SIGN_IN_FIRST)
            return
        has_failed = False

        async def changed(message: Message) -> None:
            nonlocal has_failed
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                has_failed = path == LOGIN and message["status"] >= 400
                if path == LOGIN:
                    _remember_page(scope, headers)
                if path == CALLBACK:
                    _come_back(scope, headers)
                if headers.get("content-type", "").startswith("text/html") or is_for_members:
                    headers["cache-control"] = "no-store"  # the back button must not show what was drawn for a member
                if here.is_secure:
                    _secure(headers)
            if not has_failed:
                await send(message)

        await self.app(scope, receive, changed)
        if has_failed:
            await _refuse(scope, receive, send, _NO_PROVIDER, 503)


def _base() -> str:
    """Return the application's own path, slashes at both ends."""
    return f"{base_path()}/"


def _is_from_this_machine(scope: Scope) -> bool:
    """Whether a request comes from this machine and was meant for it: no proxy, no foreign name that leads here."""
    headers = HTTPConnection(scope).headers
    try:
        asked = urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return False
    ends = [end[0] for end in (scope.get("client"), scope.get("server")) if end]
    return (
        is_loopback(asked)
        and all(is_loopback(str(end).removeprefix("::ffff:")) for end in ends)
        and not any(name in headers for name in _FROM_A_PROXY)
    )


def _may_view(scope: Scope) -> bool:
    """Whether the request's cookie is of a sign-in that counts, of a person with some role."""
    access = services().access
    who = visitor_of(claims_of(HTTPConnection(scope).cookies)).person
    return access is not None and access.rights(who).may_view


def _page_of(address: str) -> str:
    """Return path and query of one of our pages, empty for any other address: nobody is led elsewhere."""
    try:
        parts, known = urlsplit(address), page_paths(services().catalogue)
    except (ValueError, DashboardError):
        return ""
    path = below_base(parts.path)
    if not address or path not in known or len(parts.query) > _LONGEST_RETURN:
        return ""
    # Quoted anew, for nothing but these signs may stand in a header.
    query = quote(parts.query, safe="=&%+-._~")
    return f"{_base()}{path}" + (f"?{query}" if query else "")


def _remember_page(scope: Scope, headers: MutableHeaders) -> None:
    """Keep which page the visitor wants to sign in for; the browser tells it to our own addresses alone."""
    if came_from := _page_of(HTTPConnection(scope).headers.get("referer", "")):
        _set_cookie(headers, _RETURN_COOKIE, quote(came_from, safe=""), _RETURN_SECONDS)


def _come_back(scope: Scope, headers: MutableHeaders) -> None:
    """Lead from the provider to the page that signing in was asked for on, and tell where it did not succeed."""
    connection = HTTPConnection(scope)
    asked = parse_qs(connection.url.query)
    has_signed_in = any(
        cookie.startswith(f"{user_cookie()}=") and SimpleCookie(cookie)[user_cookie()].value
        for cookie in headers.getlist("set-cookie")
    )
    if not has_signed_in and not {"code", "error"} & asked.keys():
        return  # comes back from signing out
    came_from = _page_of(unquote(connection.cookies.get(_RETURN_COOKIE, "")))
    if came_from and "location" in headers:
        headers["location"] = came_from
    if has_signed_in:
        _set_cookie(headers, _RETURN_COOKIE, "", 0)
        _set_cookie(headers, FAILED_COOKIE, "", 0)
    else:
        _set_cookie(headers, FAILED_COOKIE, "1", 60)


def _set_cookie(headers: MutableHeaders, name: str, value: str, seconds: int) -> None:
    headers.append("set-cookie", f"{name}={value}; HttpOnly; Max-Age={seconds}; Path={_base()}; SameSite=lax")


def _secure(headers: MutableHeaders) -> None:
    """Mark every cookie for ``https`` alone: behind a proxy with TLS Streamlit does not know that it may."""
    cookies = headers.getlist("set-cookie")
    if cookies:
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")


async def _refuse(scope: Scope, receive: Receive, send: Send, words: str, status: int = 403) -> None:
    if scope["type"] == "websocket":
        await receive()  # the opening
        await send({"type": "websocket.close", "code": 1008})
    else:
        headers = {
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        await HTMLResponse(_WORDS.format(words=words.replace('href="/', f'href="{_base()}')), status, headers)(
            scope, receive, send
        )


_WORDS = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Chính sách xã hội</title></head>
<body style="font-family: sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: #07151b">
{words}
</body>
</html>
"""
_ONLY_HERE = """<h1>Chỉ mở trên chính máy chạy ứng dụng</h1>
<p>Ứng dụng này chưa có đăng nhập nên không trả lời máy khác hay máy chủ trung gian (proxy).
Quản trị khai báo đăng nhập theo docs/sign-in.md.</p>
<p lang="en">This application has no sign-in yet, so it answers neither other machines nor a proxy.
The administrator sets up sign-in as docs/sign-in.md says.</p>"""
_SIGN_IN_FIRST = """<h1>Cần đăng nhập</h1>
<p>Tệp này chỉ dành cho người đã đăng nhập. <a href="/">Đăng nhập</a></p>
<p lang="en">This file is for those who have signed in. <a href="/?lang=en">Sign in</a></p>"""
_NO_PROVIDER = """<h1>Chưa kết nối được máy chủ đăng nhập</h1>
<p>Số liệu không bị ảnh hưởng. Thử lại sau vài phút; nếu còn lỗi, báo quản trị. <a href="/">Thử lại</a></p>
<p lang="en">The identity provider cannot be reached. Try again in a few minutes; if it persists, tell the administrator.
<a href="/?lang=en">Try again</a></p>"""
