"""Tokens with which programs read the API, and feed readers their feeds, in a person's name, where the installation has an access file.

They lie in a file beside the access file, not in the store: a backup or a copy of the figures must not carry
credentials (docs/decisions/0011-exports-and-api.md). The file is append-only, one JSON object a line, readable for its owner alone; of a token it has only the SHA-256.
"""

import fcntl
import hashlib
import os
import secrets
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import orjson

from dashboard.access import AccessFile, Person, Rights, same_person
from dashboard.store.schema import utc_now
from dashboard.store.store import Store
from dashboard.words.messages import DashboardError, Problem, ProblemsError, mark
from dashboard.workflow.rules import RefusedError, act_on

Kind = Literal["api", "feed"]
"""What a token opens: everything the API has, in a header; or feeds and the calendar alone, in their address."""
PREFIX = "csxh_"
"""What every token begins with, so that people and secret scanners know one when they see it."""
_PREFIXES: dict[Kind, str] = {"api": PREFIX, "feed": f"{PREFIX}feed_"}
_ONLY_ADMINISTRATORS = mark("Chỉ quản trị được tạo, xem và thu hồi mã truy cập API.")


@dataclass(frozen=True)
class Token:
    """One token as the file knows it; ``id`` names it where people talk about it, ``revoked_at`` is None while it counts."""

    id: str
    email: str
    hash: str
    created_at: str
    created_by: str
    kind: Kind = "api"
    revoked_at: str | None = None


class TokenFile:
    """The tokens of this installation; the file is read again when it changes. Threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        """Use the file; it appears with the first token."""
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._tokens: dict[str, Token] = {}

    @classmethod
    def beside(cls, access: Path) -> "TokenFile":
        """Return the file that belongs to an access file."""
        return cls(access.with_name(f"{access.name}.tokens"))

    def tokens(self) -> list[Token]:
        """Return every token there ever was, oldest first.

        Raises:
            ProblemsError: The file cannot be read; then no token counts.
        """
        with self._lock:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._tokens = {} if stamp is None else self._read()
                self._stamp = stamp
            return list(self._tokens.values())

    def email_of(self, text: str, kind: Kind = "api") -> str | None:
        """Return whose token of the kind it is; None where it was never made, is of another kind, or has been revoked."""
        # A token is 32 random bytes, so one round of SHA-256 hides it as well as any number of rounds.
        given = _hashed(text)
        for token in self.tokens():
            if secrets.compare_digest(token.hash, given) and token.kind == kind and token.revoked_at is None:
                return token.email
        return None

    def add(self, email: str, *, by: str, kind: Kind = "api") -> tuple[Token, str]:
        """Make a token; return it and its text, which nobody can read again later."""
        text = _PREFIXES[kind] + secrets.token_urlsafe(32)
        token = Token(secrets.token_hex(4), email.strip(), _hashed(text), _now(), by, kind)
        self._append({"event": "created", **{name: getattr(token, name) for name in _CREATED}})
        return token, text

    def revoke(self, id_: str, *, by: str) -> Token:
        """Let a token count no longer; return it.

        Raises:
            DashboardError: There is no such token, or it was revoked before.
        """
        known = {token.id: token for token in self.tokens()}
        if id_ not in known:
            raise DashboardError(mark("Không có mã truy cập “{id}”. Xem danh sách bằng lệnh token list."), id=id_)
        if known[id_].revoked_at is not None:
            raise DashboardError(mark("Mã truy cập “{id}” đã được thu hồi trước đó."), id=id_)
        self._append({"event": "revoked", "id": id_, "at": _now(), "by": by})
        return known[id_]

    def _append(self, line: dict[str, Any]) -> None:
        """Write one line at once and wait until the disk has it."""
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                os.write(file, orjson.dumps(line) + b"\n")
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise ProblemsError([Problem(mark("Không ghi được tệp: {error}"), {"error": error}, self.path)]) from error

    def _read(self) -> dict[str, Token]:
        tokens: dict[str, Token] = {}
        number = 0
        try:
            for line in self.path.read_bytes().splitlines():
                number += 1
                entry = orjson.loads(line)
                if entry["event"] == "created":
                    tokens[entry["id"]] = Token(**{name: entry[name] for name in _CREATED if name in entry})
                else:
                    tokens[entry["id"]] = replace(tokens[entry["id"]], revoked_at=entry["at"])
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
            text = mark("Không đọc được tệp: {error}")
            raise ProblemsError([Problem(text, {"error": error}, self.path, number or None)]) from error
        return tokens

    def _stamp_now(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


_CREATED = ("id", "email", "hash", "created_at", "created_by", "kind")
"""What the file keeps of a token; those of the first edition have no kind, and are of the API."""


def create_token(
    store: Store, rights: Rights, file: TokenFile, access: AccessFile, email: str, kind: Kind = "api"
) -> str:
    """Make a token for the person and return its text; the audit log says who made it. People make those of their own feeds.

    Raises:
        RefusedError: Whoever asks is no administrator and it is not for their own feeds, or the access file gives the person no
            role by e-mail.
    """
    made: list[tuple[Token, str]] = []  # a transaction that meets another one is tried again; the file is written once

    def act(_: object) -> tuple[str, str]:
        if kind != "feed" or not same_person(email, rights.person.email):
            _require_administrator(rights)
        if not access.rights(Person(email)).may_view:
            raise RefusedError(
                mark("Tệp phân quyền không cấp vai trò nào cho địa chỉ {email}. Thêm địa chỉ ấy vào tệp rồi tạo lại."),
                email=email,
            )
        if not made:
            made.append(file.add(email, by=rights.person.email, kind=kind))
        token, text = made[0]
        return text, token.id if kind == "api" else f"{kind} {token.id}"

    return act_on(store, rights, "create_token", email, act)


def revoke_token(store: Store, rights: Rights, file: TokenFile, id_: str) -> Token:
    """Let the token count no longer; the audit log says who revoked it.

    Raises:
        RefusedError: Whoever asks is no administrator and it is not their own.
        DashboardError: There is no such token, or it was revoked before.
    """
    revoked: list[Token] = []

    def act(_: object) -> tuple[Token, str]:
        owners = {token.id: token.email for token in file.tokens()}
        if not same_person(owners.get(id_, ""), rights.person.email):
            _require_administrator(rights)
        if not revoked:
            revoked.append(file.revoke(id_, by=rights.person.email))
        return revoked[0], revoked[0].email

    return act_on(store, rights, "revoke_token", id_, act)


def listed_tokens(rights: Rights, file: TokenFile) -> list[Token]:
    """Return every token; people who are no administrators see their own.

    Raises:
        ProblemsError: The file cannot be read.
    """
    return [
        token for token in file.tokens() if rights.is_administrator or same_person(token.email, rights.person.email)
    ]


def _require_administrator(rights: Rights) -> None:
    if not rights.is_administrator:
        raise RefusedError(_ONLY_ADMINISTRATORS)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _now() -> str:
    return f"{utc_now().isoformat(timespec='seconds')}Z"
