"""From what an identity provider says of somebody to the person who acts here, or to the reason why not.

Streamlit keeps the claims in a signed cookie for 30 days. Here a sign-in counts for some hours, and not at all once its
person has signed out in any tab; that is remembered by this process, as long as the sign-in would count.
"""

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.access import Person
from dashboard.settings import groups_claim, sign_in_hours
from dashboard.words.messages import mark

NOBODY = Person("")
"""Somebody who has not signed in; no grant can be theirs."""
NO_EMAIL = mark(
    "Máy chủ đăng nhập không cho biết địa chỉ thư điện tử của tài khoản này. Báo quản trị máy chủ đăng nhập bổ sung."
)
UNVERIFIED = mark(
    "Địa chỉ {email} chưa được máy chủ đăng nhập xác minh nên chưa dùng được ở đây. Xác minh địa chỉ, rồi đăng nhập lại."
)
EXPIRED = mark("Phiên đăng nhập đã hết hạn sau {hours} giờ. Đăng nhập lại để tiếp tục.")
_VERIFIED_CLAIMS = ("email_verified", "xms_edov")
"""What providers call it: OpenID Connect; Microsoft Entra (the owner of the address's domain was verified)."""

_ended: dict[str, float] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Visitor:
    """Who is at the screen.

    Attributes:
        person: Who acts; ``NOBODY`` before signing in, and where the sign-in does not count.
        refusal: Why a sign-in does not count, a text with ``{email}`` and ``{hours}``; empty where nobody signed in.
        email: The address the sign-in claimed, counted or not.
    """

    person: Person
    refusal: str = ""
    email: str = ""


def visitor_of(claims: Mapping[str, Any], *, now: float | None = None) -> Visitor:
    """Return who the claims of a session or cookie make of its visitor; ``now`` is seconds since 1970."""
    if claims.get("is_logged_in") is not True or _has_ended(claims):
        return Visitor(NOBODY)
    email = str(claims.get("email") or "").strip()
    if not email:
        return Visitor(NOBODY, NO_EMAIL)
    if any(_denies(claims.get(name)) for name in _VERIFIED_CLAIMS):
        return Visitor(NOBODY, UNVERIFIED, email)
    if not _since(claims) > (time.time() if now is None else now) - 3600 * sign_in_hours():
        return Visitor(NOBODY, EXPIRED, email)
    groups = claims.get(groups_claim()) or ()
    named = groups if isinstance(groups, list | tuple) else (groups,)
    return Visitor(Person(email, str(claims.get("name") or ""), frozenset(map(str, named))), email=email)


def end(claims: Mapping[str, Any]) -> None:
    """Make the sign-in the claims come from count no longer, in every tab and for every copy of its cookie."""
    now = time.time()
    with _lock:
        for key in [key for key, until in _ended.items() if until < now]:
            del _ended[key]
        _ended[_name(claims)] = now + 3600 * sign_in_hours()


def _has_ended(claims: Mapping[str, Any]) -> bool:
    with _lock:
        return _name(claims) in _ended


def _name(claims: Mapping[str, Any]) -> str:
    """Return what tells one sign-in from every other: the nonce is new for each."""
    told = [str(claims.get(name)) for name in ("iss", "sub", "iat", "nonce")]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _denies(said: object) -> bool:
    """Whether a claim says anything but yes; providers write truth as true, "true", 1 or "1"."""
    return said is not None and str(said).strip().lower() not in ("true", "1")


def _since(claims: Mapping[str, Any]) -> float:
    """Return when the sign-in was made; a provider that does not say so is in breach, and its sign-ins count as expired."""
    made = claims.get("iat")
    return float(made) if isinstance(made, int | float) else 0.0
