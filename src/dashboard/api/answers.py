"""How the API answers: one shape of error, tags of versions, and parts sent as they are made."""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dashboard.api.asking import BASE, Mistake
from dashboard.words.messages import Translate

SHAPE = 3
"""Raise it when the same figures come in other bytes: a renamed column, another layout."""
_HEADERS = {"cache-control": "private, no-cache", "vary": "authorization", "x-content-type-options": "nosniff"}


def as_json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with a JSON value."""
    return Response(orjson.dumps(value) + b"\n", status, {**_HEADERS, **(headers or {})}, "application/json")


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    mistakes: tuple[Mistake, ...] = (),
    translate: Translate,
    headers: dict[str, str] | None = None,
) -> Response:
    """Answer that it cannot be done: why in one sentence, and every mistake of the request."""
    problems = [
        {
            "parameter": mistake.parameter,
            "message": mistake.problem.tell(translate),
            "nearest": mistake.nearest,
        }
        for mistake in mistakes
    ]
    error = {"status": status, "code": code, "message": message, "problems": problems}
    return as_json({"error": error}, status, {"cache-control": "no-store", **(headers or {})})


def tag(*what: object) -> str:
    """Return the strong ETag of an answer: the same as long as its bytes are, from what they follow from."""
    told = repr((SHAPE, *what))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def version_of(key: str) -> str:
    """Return the version of all rows of a mart (its ``key``), as links to the next rows name it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def is_known(request: Request, etag: str) -> bool:
    """Whether whoever asks has this version already."""
    given = [text.strip().removeprefix("W/") for text in request.headers.get("if-none-match", "").split(",")]
    return etag in given or "*" in given


def not_modified(etag: str) -> Response:
    """Answer that nothing changed."""
    return Response(status_code=304, headers={**_HEADERS, "etag": etag})


def streamed(parts: Iterator[bytes], media_type: str, headers: dict[str, str]) -> Response:
    """Answer with parts as they are made."""
    return StreamingResponse(parts, headers={**_HEADERS, **headers, "content-type": media_type})


def whole(content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """Answer with a document made at once."""
    return Response(content, headers={**_HEADERS, **headers, "content-type": media_type})


def site(request: Request) -> str:
    """Return the address of the installation, a slash at its end: what stands before the API's own path."""
    above = request.url.path.partition(f"{BASE}/")[0]
    return str(request.url.replace(path=f"{above}/", query="", fragment=""))
