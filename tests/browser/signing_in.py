"""A real OpenID Connect provider, an office that signs in at it, and its guests in the browser."""

import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from playwright.sync_api import Browser, BrowserContext, expect

from dashboard.reference.files import PROJECT
from dashboard.settings import StoreLocation
from tests import stores
from tests.browser.server import Server, free_port
from tests.browser.visit import Visit

USER_COOKIE = "_streamlit_user"
COOKIE_SECRET = "of-this-test-alone-0123456789abcdef"
CLIENT_SECRET = "of-this-test-alone-fedcba9876543210"
PEOPLE: dict[str, dict[str, Any]] = {
    "xem": {"email": "xem@example.vn", "email_verified": True, "groups": ["lanh-dao-tinh"]},
    "nop": {"email": "Nop@Example.vn", "email_verified": True},
    "duyet": {"email": "duyet@example.vn", "email_verified": True},
    "quan-tri": {"email": "quan-tri@example.vn", "email_verified": True},
    "la": {"email": "la@example.vn", "email_verified": True, "groups": ["nhom-khac"]},
    "chua-xac-minh": {"email": "duyet@example.vn", "email_verified": False},
    "khong-thu": {"name": "Không có địa chỉ"},
}
ACCESS = """
grants:
  - {group: lanh-dao-tinh, role: viewer}
  - {email: nop@example.vn, role: submitter, provinces: [bac_ninh], agencies: all}
  - {email: duyet@example.vn, role: reviewer, provinces: all}
  - {email: quan-tri@example.vn, role: administrator}
"""
REPORTING = ["Nộp số liệu", "Duyệt", "Tiến độ báo cáo", "Nhật ký thao tác"]


class IdentityProvider:
    """The provider, in a process of its own."""

    def __init__(self, folder: Path, application: str) -> None:
        """Register the application; ``start`` and ``stop`` may be called again and again."""
        self._port, self._log = free_port(), folder / "provider.log"
        self.address = f"http://127.0.0.1:{self._port}"
        client = {
            "client_id": "dashboard",
            "client_secret": CLIENT_SECRET,
            "redirect_uris": [f"{application}/oauth2callback"],
            "post_logout_redirect_uris": [f"{application}/oauth2callback"],
        }
        self._setting = json.dumps({"port": self._port, "client": client, "people": PEOPLE})

    def start(self) -> None:
        node = shutil.which("node")
        assert node, "The provider of this test needs Node.js: apt-get install nodejs npm"
        command = [node, "tests/browser/identity_provider.mjs", self._setting]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT)
        give_up = time.monotonic() + 60
        while "listening" not in self._log.read_text("utf-8"):
            assert self._process.poll() is None, self._log.read_text("utf-8")
            assert time.monotonic() < give_up, "The identity provider did not start."
            time.sleep(0.1)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(15)


@dataclass
class Office:
    """The dashboard with sign-in, its access file, and its provider."""

    server: Server
    access: Path
    provider: IdentityProvider


def settings_in(folder: Path) -> dict[str, str]:
    """Return the environment in which the dashboard reads what ``write_settings`` writes."""
    return {
        "DASHBOARD_ACCESS": str(folder / "access.yaml"),
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
    }


def write_settings(folder: Path, application: str, provider: IdentityProvider) -> None:
    """Write who may do what, and how people who open the application at this address sign in."""
    (folder / "access.yaml").write_text(ACCESS, "utf-8")
    (folder / "secrets.toml").write_text(
        f"""
[auth]
redirect_uri = "{application}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "dashboard"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider.address}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid email profile", prompt = "login" }}
""",
        "utf-8",
    )


@contextmanager
def open_office(folder: Path, store: StoreLocation) -> Iterator[Office]:
    """Serve the store to those who sign in, with settings, access file and logs in the folder."""
    server = Server({**stores.environment(store), **settings_in(folder)}, folder / "server.log")
    provider = IdentityProvider(folder, server.address)
    write_settings(folder, server.address, provider)
    provider.start()
    try:
        with server:
            yield Office(server, folder / "access.yaml", provider)
    finally:
        provider.stop()


def browser_for(browser: Browser, **settings: Any) -> BrowserContext:
    """Return a browser that nobody has used, for people who sign in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN", **settings)
    # The provider's own pages ask for a font from elsewhere.
    context.route("https://fonts.googleapis.com/**", lambda route: route.fulfill(content_type="text/css", body=""))
    return context


class Guest(Visit):
    """A visitor who may have to sign in; ``logged`` is what the server may write of it."""

    logged = re.compile(r"(?!)")

    @classmethod
    def enter(cls, browser: Browser, office: Office) -> Self:
        """Let somebody in with a browser of their own."""
        return cls(browser_for(browser).new_page(), office.server.address)

    def arrive(self, path: str = "") -> None:
        """Open an address and wait for the door, which must show nothing but itself."""
        self.page.goto(f"{self.address}/{path}")
        self.at_the_door()

    def at_the_door(self) -> None:
        """Wait until the sign-in page stands, and see that nothing of a page came with it."""
        expect(self.button).to_be_visible()
        assert self.button.inner_text().endswith(("Đăng nhập", "Sign in"))
        expect(self.stamp).to_have_count(0)
        expect(self.page.get_by_test_id("stPageLink")).to_have_count(0)
        expect(self.page.locator("table, .stBidiComponent, .stDownloadButton, .stDataFrame")).to_have_count(0)

    @property
    def button(self) -> Any:
        return self.page.get_by_role("button", name=re.compile("(Đăng nhập|Sign in)$"))

    def bring(self, cookie: Any) -> None:
        """Have a cookie as after an earlier visit: Streamlit reads it only beside the token that visit left."""
        self.arrive()
        self.page.context.add_cookies([cookie])

    def sign_in(self, login: str) -> None:
        """Press the button, and be somebody at the provider."""
        self.button.click()
        self.page.get_by_placeholder("Enter any login").fill(login)
        self.page.get_by_placeholder("and password").fill("any")
        self.page.get_by_role("button", name="Sign-in").click()
        consent = self.page.get_by_role("button", name="Continue")
        expect(consent).to_be_visible()
        consent.click()
        self.page.wait_for_url(re.compile(re.escape(self.address)))

    def press(self, label: str) -> None:
        """Press the button whose label ends so."""
        self.page.get_by_role("button", name=re.compile(f"{label}$")).click()

    def sign_out(self) -> None:
        """Sign out here and at the provider, and come back to the door."""
        self.page.get_by_role("button", name="Đăng xuất").click()
        self.page.get_by_role("button", name="Yes, sign me out").click()
        self.at_the_door()

    def cookies(self) -> dict[str, Any]:
        return {cookie["name"]: cookie for cookie in self.page.context.cookies()}


def signed(
    claims: dict[str, Any], office: Office, *, secret: str = COOKIE_SECRET, age_days: float = 0
) -> dict[str, Any]:
    """Return a cookie as Streamlit signs it, made some days ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - age_days * 86_400)

    told = {"is_logged_in": True, "origin": office.server.address, "provider": "default", **claims}
    serializer = URLSafeTimedSerializer(secret, salt=USER_COOKIE, signer=Earlier)
    return {"name": USER_COOKIE, "value": serializer.dumps(json.dumps(told)), "url": office.server.address}


def of_reviewer(**changes: Any) -> dict[str, Any]:
    return {"sub": "duyet", "email": "duyet@example.vn", "email_verified": True, "iat": int(time.time()), **changes}


PATHS = (
    "",
    "tong-quan",
    "co-gi-moi",
    "y-te?province=bac_ninh",
    "chi-tieu",
    "so-sanh",
    "nop-so-lieu",
    "duyet",
    "nhat-ky",
    "phuong-phap",
)


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@contextmanager
def signed_in(office: Office, browser: Browser, folder: Path, logins: Sequence[str]) -> Iterator[dict[str, Guest]]:
    """Sign people in, each in a browser of their own; nobody may have met an error at the end. Pictures go to the folder."""
    before = len(office.server.log())
    found = {login: Guest.enter(browser, office) for login in logins}
    for login, guest in found.items():
        guest.arrive()
        guest.sign_in(login)
        guest.drawn()
    yield found
    for login, guest in found.items():
        guest.picture(folder / f"{login}.png")
        guest.page.context.close()
    print(f"pictures in {folder}; the server's log:\n{office.server.log(before)}")
    assert [complaint for guest in found.values() for complaint in guest.complaints] == []
    assert office.server.errors(before) == []
