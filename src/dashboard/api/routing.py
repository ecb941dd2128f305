"""The addresses of the API, who may read them, and what they answer."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from anyio import CapacityLimiter, fail_after, to_thread
from anyio.lowlevel import checkpoint
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from dashboard.access import AccessFile, Person
from dashboard.api import answers, document_answers, feeds, table_answers
from dashboard.api.asking import BASE, LONGEST_QUERY, MistakesError, language_of
from dashboard.api.document import openapi
from dashboard.api.limiting import Limiter
from dashboard.api.tokens import TokenFile
from dashboard.exports import FORMATS, TABLES
from dashboard.mart.mart import CurrentMart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import utc_now
from dashboard.words.messages import DashboardError, mark
from dashboard.words.translations import translator

MOST_AT_ONCE = 4
"""How many answers are made and sent at the same time; the others wait, so that pages stay quick."""
WAIT = 20.0
"""How many seconds a request waits for its turn."""
SECONDS = 60.0
"""How many seconds an answer may take from its turn to its last byte, also where the reader is slow."""
_METHODS = ("GET", "HEAD")
_ASKED, _TOLD = ("authorization", "if-none-match"), ("etag", "link", "x-total-count", "x-snapshot", "x-origin")
"""The headers a page of another web site may send, and those it may read."""
_LOG = logging.getLogger(__name__)


class Installation(Protocol):
    """What the API needs of the installation: the catalogue, the marts, and the access file where there is one."""

    @property
    def catalogue(self) -> Catalogue:
        """The reference data."""

    @property
    def marts(self) -> CurrentMart:
        """The mart of now and of past days."""

    @property
    def access(self) -> AccessFile | None:
        """Who may do what; None where everybody at this machine may read."""

    @property
    def reference_refused_since(self) -> dt.datetime | None:
        """Since when (UTC) newer reference files are not taken up because of mistakes; None where they are."""


Provider = Callable[[], Installation]
"""Gives the installation; raises a DashboardError where it could not be opened."""
Answer = Callable[[Installation, Request], Response]


def routes(
    provider: Provider,
    *,
    base: str = BASE,
    most_at_once: int = MOST_AT_ONCE,
    origins: Sequence[str] = (),
    limit: str = "",
) -> list[Route]:
    """Return the routes of the API.

    Args:
        provider: Gives the catalogue, the marts and the access file; called for every request.
        base: The path they lie under.
        most_at_once: How many answers are made and sent at the same time.
        origins: The web sites whose pages may read the API from a browser, with a token where one is needed.
        limit: How many requests whoever asks may make, such as ``600/minute``; none where it is empty.
    """
    turns, limiter = CapacityLimiter(most_at_once), Limiter(limit) if limit else None
    made: list[tuple[str, Answer]] = [
        (f"/{table}.{ending}", table_answers.rows_of(table, ending)) for table in TABLES for ending in FORMATS
    ]
    made += [
        (f"/reports/{kind}.{ending}", document_answers.document_of(kind, ending))
        for kind, ending in document_answers.PATHS
    ]
    made += [(f"/sdmx/{table}.xml", table_answers.structure_of(table)) for table in TABLES]
    made += [
        ("/indicators", table_answers.indicators),
        ("/indicators/{id}", table_answers.one_indicator),
        ("/openapi.json", lambda installation, request: answers.as_json(openapi(installation.catalogue, base))),
    ]
    followed: list[tuple[str, Answer]] = [
        ("/changes.atom", feeds.changes_feed),
        ("/deadlines.ics", feeds.deadlines_calendar),
    ]
    known = [f"{base}{path}" for path, _ in (*made, *followed)]
    known_to_browsers = [
        Middleware(CORSMiddleware, allow_origins=origins, allow_methods=_METHODS, allow_headers=_ASKED, expose_headers=_TOLD)
    ]  # fmt: skip

    def route(path: str, endpoint: _Endpoint) -> Route:
        return Route(f"{base}{path}", endpoint, middleware=known_to_browsers if origins else None)

    listed = [route(path, _Endpoint(provider, answer, turns, limiter)) for path, answer in made]
    listed += [
        route(path, _Endpoint(provider, answer, turns, limiter, takes_feed_tokens=True)) for path, answer in followed
    ]
    listed.append(route("/health", _Endpoint(provider, _health, None, is_open=True)))
    listed.append(route("/ready", _Endpoint(provider, _ready, None, is_open=True)))
    listed.append(route("/{rest:path}", _Endpoint(provider, table_answers.nothing_here(known), None, is_open=True)))
    return listed


class _Endpoint:
    """One address as an ASGI application: asks who reads, and turns every failure into the one shape of error."""

    def __init__(
        self,
        provider: Provider,
        answer: Answer,
        turns: CapacityLimiter | None,
        limiter: Limiter | None = None,
        *,
        is_open: bool = False,
        takes_feed_tokens: bool = False,
    ) -> None:
        self._provider = provider
        self._answer = answer
        self._turns = turns
        self._limiter = limiter
        self._is_open = is_open
        self._takes_feed_tokens = takes_feed_tokens
        self._tokens: TokenFile | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, in turn and in time.

        Raises:
            TooSlowError: Time ran out in the middle of the answer. The server then breaks the connection off, so that
                nobody takes a part for the whole.
        """
        request = Request(scope, receive)
        say = translator(language_of(request.url.query))
        turn, has_started = object(), False

        async def started(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            if self._turns is not None:
                with fail_after(WAIT):
                    await self._turns.acquire_on_behalf_of(turn)
        except TimeoutError:
            message = say(mark("Máy chủ đang bận. Thử lại sau ít giây."))
            busy = answers.refusal(503, "busy", message, translate=say, headers={"retry-after": "5"})
            await busy(scope, receive, send)
            return
        try:
            with fail_after(SECONDS):
                response = await to_thread.run_sync(self._respond, request)
                await checkpoint()  # a thread cannot be stopped; whether time ran out meanwhile is told here
                if request.method == "HEAD":
                    await _without_body(response, started)
                else:
                    await response(scope, receive, started)
        except TimeoutError:
            if has_started:
                raise TooSlowError from None
            message = say(mark("Bảng này lớn quá nên chưa làm xong trong {seconds} giây. Thu hẹp bộ lọc.")).format(
                seconds=round(SECONDS)
            )
            await answers.refusal(503, "too_slow", message, translate=say)(scope, receive, send)
        finally:
            if self._turns is not None:
                self._turns.release_on_behalf_of(turn)

    def _respond(self, request: Request) -> Response:
        say = translator(language_of(request.url.query))
        if request.method not in _METHODS:
            message = say(mark("Địa chỉ này chỉ đọc: dùng GET hoặc HEAD."))
            return answers.refusal(
                405, "method_not_allowed", message, translate=say, headers={"allow": ", ".join(_METHODS)}
            )
        if len(request.url.query) > LONGEST_QUERY:
            message = say(mark("Địa chỉ dài quá: phần sau dấu hỏi tối đa {most} ký tự. Chọn ít mục lọc hơn.")).format(
                most=LONGEST_QUERY
            )
            return answers.refusal(414, "too_long", message, translate=say)
        try:
            installation = self._provider()
            email = None if self._is_open or installation.access is None else self._email(installation.access, request)
            refused = self._too_many(request, email) or self._refused(installation, request, email)
            if refused is not None:
                return refused
            return self._answer(installation, request)
        except MistakesError as error:
            message = say(mark("Số lỗi trong yêu cầu: {count}.")).format(count=len(error.mistakes))
            return answers.refusal(400, "bad_request", message, mistakes=error.mistakes, translate=say)
        except DashboardError as error:
            _LOG.error("%s", error)
            message = say(mark("Ứng dụng chưa mở được. Nguyên nhân có trong nhật ký máy chủ; báo quản trị."))
            return answers.refusal(503, "not_ready", message, translate=say, headers={"retry-after": "30"})
        except Exception:
            id_ = uuid.uuid4().hex[:8]
            _LOG.exception("API error %s", id_, extra={"id": id_})
            message = say(mark("Yêu cầu này gặp lỗi; số liệu không bị ảnh hưởng. Báo mã {id} cho quản trị.")).format(
                id=id_
            )
            return answers.refusal(500, "internal_error", message, translate=say)

    def _email(self, access: AccessFile, request: Request) -> str | None:
        """Return whose token came with the request; None where none did that counts."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if self._tokens is None or self._tokens.path != TokenFile.beside(access.path).path:
            self._tokens = TokenFile.beside(access.path)
        email = self._tokens.email_of(text.strip()) if scheme.lower() == "bearer" else None
        if email is None and self._takes_feed_tokens:
            email = self._tokens.email_of(feeds.token_of(request.url.query), "feed")
        return email

    def _too_many(self, request: Request, email: str | None) -> Response | None:
        """Return that whoever asks has asked too often; people are counted by their tokens, everybody else by address."""
        if self._limiter is None:
            return None
        who = email or (request.client.host if request.client else "")
        wait = self._limiter.wait(who)
        if not wait:
            return None
        say = translator(language_of(request.url.query))
        message = say(mark("Quá {limit} yêu cầu. Thử lại sau {seconds} giây."))
        message = message.format(limit=self._limiter.limit, seconds=wait)
        return answers.refusal(429, "too_many", message, translate=say, headers={"retry-after": str(wait)})

    def _refused(self, installation: Installation, request: Request, email: str | None) -> Response | None:
        """Return why whoever asks may not read; None where they may."""
        if self._is_open or installation.access is None:
            return None  # whoever reaches this machine may read: the application answers no other
        say = translator(language_of(request.url.query))
        if email is None:
            message = say(
                mark("Cần mã truy cập còn hiệu lực trong địa chỉ (token=…). Tạo địa chỉ mới ở trang Có gì mới.")
                if self._takes_feed_tokens
                else mark(
                    "Cần mã truy cập còn hiệu lực trong đầu mục Authorization: Bearer. Quản trị tạo mã bằng lệnh token create."
                )
            )
            return answers.refusal(
                401, "token_needed", message, translate=say, headers={"www-authenticate": 'Bearer realm="api"'}
            )
        if not installation.access.rights(Person(email)).may_view:
            message = say(mark("Chủ của mã truy cập này không còn vai trò nào trong tệp phân quyền."))
            return answers.refusal(403, "no_role", message, translate=say)
        return None


class TooSlowError(Exception):
    """An answer took longer than one may."""


async def _without_body(response: Response, send: Send) -> None:
    headers = [(name, value) for name, value in response.raw_headers if name != b"content-length"]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _health(installation: Installation, request: Request) -> Response:
    """Answer whether figures can be read, and how old they are; for those who watch the server, so without a token.

    Figures are read from memory: without its store the server still answers 200, and says since when newer ones may exist.
    """
    return answers.as_json(_state(installation), headers={"cache-control": "no-store"})


def _ready(installation: Installation, request: Request) -> Response:
    """Answer 200 where the server has its store and people can hand in and review, 503 where it has not; for load balancers."""
    told = _state(installation)
    status = 200 if told["status"] == "ready" else 503
    return answers.as_json(told, status, headers={"cache-control": "no-store"})


def _state(installation: Installation) -> dict[str, Any]:
    mart, since = installation.marts.current, installation.marts.unreachable_since
    refused, back = installation.reference_refused_since, installation.marts.went_back_at
    return {
        "status": "ready" if since is None else "store_unreachable",
        "store_unreachable_since": None if since is None else f"{since.isoformat(timespec='seconds')}Z",
        "store_went_back_at": None if back is None else f"{back.isoformat(timespec='seconds')}Z",
        "reference": installation.catalogue.fingerprint,
        "reference_refused_since": None if refused is None else f"{refused.isoformat(timespec='seconds')}Z",
        "snapshot": mart.snapshot,
        "as_of": mart.as_of.isoformat(),
        "built_at": f"{mart.built_at.isoformat(timespec='seconds')}Z",
        "age_seconds": max(0, round((utc_now() - mart.built_at).total_seconds())),
        "origin": "illustrative" if mart.is_illustrative else "official",
        "assessed_years": table_answers.assessed_years(mart),
    }
