"""The identity provider of this installation, and the refusal to serve where strangers could do everything.

Streamlit reads the provider from the section ``[auth]`` of its secrets (``docs/sign-in.md``). It is read once: what a
process began with stays in force until it ends, so that a file that disappears opens nothing.
"""

import ipaddress
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import streamlit as st

from dashboard.access import read_access
from dashboard.reference.files import load_catalogue
from dashboard.settings import access_path, groups_claim, language, reference_folder, sign_in_hours
from dashboard.ui.frame.base_path import base_path
from dashboard.words.messages import DashboardError, mark
from dashboard.words.translations import translator

LOG = logging.getLogger("dashboard")
CALLBACK = "oauth2callback"
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32
_ANY_TENANT = {"common", "organizations", "consumers"}


@dataclass(frozen=True)
class Provider:
    """Who tells us who people are, as far as the application must know; the rest is Streamlit's.

    Attributes:
        origin: Scheme, host and port under which browsers reach this application.
        is_secure: Whether that is ``https``.
    """

    origin: str
    is_secure: bool


@cache
def provider() -> Provider | None:
    """Return the identity provider; None where the installation has one local user with all roles.

    Raises:
        DashboardError: It is set up in part, or wrongly.
    """
    auth = _section()
    if auth is None:
        return None
    missing = [key for key in _NEEDED if not str(auth.get(key) or "").strip()]
    if missing:
        raise DashboardError(
            mark("Mục [auth] trong secrets.toml thiếu: {missing}. Mẫu đầy đủ: docs/sign-in.md."),
            missing=", ".join(missing),
        )
    if len(str(auth["cookie_secret"])) < _SHORTEST_SECRET:
        raise DashboardError(
            mark("[auth] cookie_secret phải dài ít nhất {length} ký tự ngẫu nhiên. Cách tạo: docs/sign-in.md."),
            length=_SHORTEST_SECRET,
        )
    redirect = urlsplit(str(auth["redirect_uri"]).replace("{port}", str(st.get_option("server.port"))))
    _check_redirect(redirect)
    _check_metadata(urlsplit(str(auth["server_metadata_url"])))
    if st.get_option("server.trustedUserHeaders"):
        raise DashboardError(
            mark("Bỏ server.trustedUserHeaders: tiêu đề ấy thắng danh tính mà máy chủ đăng nhập xác nhận.")
        )
    return Provider(f"{redirect.scheme}://{redirect.netloc}", redirect.scheme == "https")


def metadata_address() -> str:
    """Return where the identity provider describes itself, once ``provider`` has found it right; empty without one."""
    return str((_section() or {}).get("server_metadata_url", ""))


def _section() -> Mapping[str, Any] | None:
    """Return the section ``[auth]``; a secrets file that cannot be read is a failure, not an installation without one."""
    try:
        is_loaded = st.secrets.load_if_toml_exists()
        unread = [path for path in st.get_option("secrets.files") if not is_loaded and Path(path).exists()]
    except (OSError, ValueError) as error:
        raise DashboardError(mark("Không đọc được tệp secrets.toml: {error}"), error=error) from error
    if unread:
        raise DashboardError(mark("Sai cú pháp TOML trong một tệp secrets: {paths}."), paths=", ".join(unread))
    auth = st.secrets.get("auth") if is_loaded else None
    if auth is not None and not isinstance(auth, Mapping):
        raise DashboardError(mark("auth trong secrets.toml phải là một mục [auth]. Mẫu đầy đủ: docs/sign-in.md."))
    return auth


def _check_redirect(address: SplitResult) -> None:
    path = f"{base_path()}/{CALLBACK}"
    if address.scheme not in ("http", "https") or not address.hostname or address.path != path:
        raise DashboardError(
            mark("[auth] redirect_uri phải là địa chỉ của ứng dụng kết thúc bằng {path}; đang là “{address}”."),
            path=path,
            address=address.geturl(),
        )
    if address.scheme == "http" and not is_loopback(address.hostname):
        raise DashboardError(
            mark("[auth] redirect_uri phải bắt đầu bằng https:// (trừ trên chính máy này); đang là “{address}”."),
            address=address.geturl(),
        )


def _check_metadata(address: SplitResult) -> None:
    if address.scheme != "https" and not is_loopback(address.hostname):
        raise DashboardError(
            mark("[auth] server_metadata_url phải bắt đầu bằng https://; đang là “{address}”."),
            address=address.geturl(),
        )
    if address.hostname == "login.microsoftonline.com" and address.path.split("/")[1] in _ANY_TENANT:
        # Anybody can make a tenant and write any address into its accounts' e-mail.
        raise DashboardError(
            mark("[auth] server_metadata_url phải nêu mã tenant của cơ quan, không dùng “{tenant}”."),
            tenant=address.path.split("/")[1],
        )


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine itself and can be nothing else; a name other than ``localhost`` may be anything."""
    name = (host or "").strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_protection() -> None:
    """Check that nobody but the local person or those the access file names can do anything.

    Raises:
        DashboardError: What is missing, and how to set it up.
    """
    check_address()
    if (access := access_path()) is not None:
        groups_claim()
        sign_in_hours()
        read_access(access, load_catalogue(reference_folder()))


def check_address() -> None:
    """Check that whoever can reach the server is known, if it can be reached from elsewhere; the access file is not read.

    Raises:
        DashboardError: What is missing, and how to set it up.
    """
    signs_in, access = provider() is not None, access_path()
    if not signs_in:
        address = st.get_option("server.address")
        if not is_loopback(address):
            raise DashboardError(
                mark(
                    "Không khởi động: địa chỉ {address} mở cho máy khác mà chưa có đăng nhập, ai cũng sẽ có mọi vai trò. "
                    'Đặt server.address = "localhost", hoặc khai báo mục [auth] trong secrets.toml '
                    "và tệp phân quyền (DASHBOARD_ACCESS). Hướng dẫn: docs/sign-in.md."
                ),
                address=address or "0.0.0.0",  # noqa: S104  what Streamlit takes for none
            )
        if access is not None:
            raise DashboardError(
                mark(
                    "Không khởi động: có tệp phân quyền (DASHBOARD_ACCESS) nhưng không ai đăng nhập được. Khai báo mục [auth] "
                    "trong secrets.toml, hoặc bỏ DASHBOARD_ACCESS. Hướng dẫn: docs/sign-in.md."
                )
            )
        return
    if access is None:
        raise DashboardError(
            mark(
                "Không khởi động: có đăng nhập nhưng chưa có tệp phân quyền, không ai có vai trò nào. Sao chép "
                "docs/access.example.yaml ra ngoài thư mục này, sửa, rồi đặt DASHBOARD_ACCESS. Hướng dẫn: docs/sign-in.md."
            )
        )


def require_protection() -> None:
    """End the process at its start, with reason and remedy in the log, unless ``check_protection`` finds all in order."""
    try:
        check_protection()
    except DashboardError as error:
        LOG.error("%s", error.tell(translator(language())))
        raise SystemExit(1) from None
