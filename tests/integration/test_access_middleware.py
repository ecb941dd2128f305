"""What the server answers where people sign in, behind a proxy with TLS and below a path of its own."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest

from dashboard.reference.files import PROJECT
from tests.stores import location_in

SECRETS = """
[auth]
redirect_uri = "https://so-lieu.example.vn/bao-cao/oauth2callback"
cookie_secret = "of-this-test-alone-0123456789abcdef"
client_id = "dashboard"
client_secret = "of-this-test-alone"
server_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"
"""
ACCESS = """
grants:
  - {email: xem@example.vn, role: viewer}
"""
Answer = tuple[int, http.client.HTTPMessage, str]


class Proxied:
    """The application as a proxy with TLS reaches it."""

    def __init__(self, port: int) -> None:
        self._port = port

    def get(self, path: str, *, accept: str = "text/html", cookie: str = "", method: str = "GET") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Host": "so-lieu.example.vn", "X-Forwarded-For": "192.0.2.7", "Accept": accept, "Cookie": cookie}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", errors="replace")
        connection.close()
        return answer.status, answer.headers, text


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder = tmp_path_factory.mktemp("doors")
    (folder / "secrets.toml").write_text(SECRETS, "utf-8")
    (folder / "access.yaml").write_text(ACCESS, "utf-8")
    store = location_in(folder, "store")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT / "src"),
        "DASHBOARD_STORE": f"sqlite:{store.catalogue}",
        "DASHBOARD_ACCESS": str(folder / "access.yaml"),
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
        "STREAMLIT_SERVER_BASE_URL_PATH": "bao-cao",
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        give_up = time.monotonic() + 120
        answers = Proxied(port)
        while True:
            assert server.poll() is None, (folder / "log").read_text("utf-8")
            assert time.monotonic() < give_up, (folder / "log").read_text("utf-8")
            try:
                assert answers.get("/bao-cao/_stcore/health")[0] == 200
                break
            except OSError:
                time.sleep(0.2)
        yield answers
    finally:
        server.terminate()
        server.wait(30)


def test_documents_are_not_kept_and_every_cookie_is_for_tls_alone(proxied: Proxied):
    status, headers, text = proxied.get("/bao-cao/y-te")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert "<html" in text
    cookies = headers.get_all("set-cookie", [])
    assert all(cookie.endswith("; Secure") for cookie in cookies)
    _, headers, _ = proxied.get("/bao-cao/oauth2callback?error=access_denied")
    cookies = headers.get_all("set-cookie", [])
    assert cookies
    assert all(cookie.endswith("; Secure") and "Path=/bao-cao" in cookie for cookie in cookies)


def test_below_a_path_of_its_own_every_address_of_ours_stays_below_it(proxied: Proxied):
    status, _, text = proxied.get("/bao-cao/api/v1/health")
    assert (status, '"status":"ready"' in text) == (200, True)
    assert proxied.get("/bao-cao/api/v1/gaps.csv")[0] == 401
    status, _, text = proxied.get("/bao-cao/khong-co-trang-nay")
    assert (status, 'href="/bao-cao/"' in text) == (404, True)
    status, _, text = proxied.get("/bao-cao/tai-ve/0123")
    assert (status, 'href="/bao-cao/"' in text) == (403, True)


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("media/0123456789abcdef.csv", "GET"),
        ("media/0123.xlsx", "HEAD"),
        ("tai-ve/0123", "GET"),
        ("di-toi/vi.json", "GET"),
        ("_stcore/upload_file/session/file", "PUT"),
        ("_stcore/metrics", "GET"),
        ("_stcore/metrics", "OPTIONS"),
    ],
)
@pytest.mark.parametrize(
    "cookie", ["", "_streamlit_user=forged", "_streamlit_user=chunks-3", '_streamlit_user="\\377"']
)
def test_files_of_a_session_are_not_for_strangers(proxied: Proxied, path: str, method: str, cookie: str):
    status, headers, _ = proxied.get(f"/bao-cao/{path}", method=method, cookie=cookie)
    assert status == 403
    assert headers["cache-control"] == "no-store"


def test_no_foreign_page_may_steer_ours(proxied: Proxied):
    status, _, text = proxied.get("/bao-cao/_stcore/host-config", accept="*/*")
    assert (status, json.loads(text)["allowedOrigins"]) == (200, [])


@pytest.mark.parametrize(
    "path",
    [
        "y-te/khong-co",
        "khong/co/trang/nay",
        "khong-co.html",
        "index.html",
        "api/v0/gaps.csv",
        "_stcore/khong-co",
        "y-te/_stcore/host-config",
        "%2e%2e/app.py",
        "y-te;a=b",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_an_address_that_leads_nowhere_is_answered_so(proxied: Proxied, path: str, accept: str):
    status, _, text = proxied.get(f"/bao-cao/{path}", accept=accept)
    assert (status, 'href="/bao-cao/"' in text) == (404, True)


@pytest.mark.parametrize(
    "path", ["", "y-te", "y-te/", "tra-cuu?year=2025", "favicon.png", "_stcore/health", "api/v1/openapi.json"]
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_what_is_there_is_found(proxied: Proxied, path: str, accept: str):
    assert proxied.get(f"/bao-cao/{path}", accept=accept)[0] in (200, 301, 401)


@pytest.mark.parametrize("path", ["", "y-te", "_stcore/health", "khong-co", "api/v1/gaps.csv", "api/v1/health"])
def test_an_endless_question_is_not_read(proxied: Proxied, path: str):
    assert proxied.get(f"/bao-cao/{path}?" + "a" * 8193)[0] == 414
    assert proxied.get(f"/bao-cao/{path}?" + "a" * 8192)[0] != 414


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("/bao-cao/y-te?year=2024&province=bac_ninh", "/bao-cao/y-te?year=2024&province=bac_ninh"),
        ("/bao-cao/?lang=en", "/bao-cao/?lang=en"),
        ("/bao-cao/khong-co-trang-nay", "/bao-cao/"),
        ("/bao-cao/media/0123456789abcdef.csv", "/bao-cao/"),
        ("https://example.com", "/bao-cao/"),
        ("https://example.com/y-te", "/bao-cao/y-te"),
        ("//example.com/bao-cao/y-te?a=b", "/bao-cao/y-te?a=b"),
        ("/\\example.com", "/bao-cao/"),
        ("javascript:alert(1)", "/bao-cao/"),
        ("/bao-cao/y-te?a=b\r\nSet-Cookie: c=d", "/bao-cao/y-te?a=bSet-Cookie%3A%20c=d"),
        ("http://[", "/bao-cao/"),
        ("", "/bao-cao/"),
        ("/bao-cao/y-te?" + "a" * 3001, "/bao-cao/"),
    ],
)
def test_who_comes_back_from_the_provider_is_led_to_a_page_of_ours(proxied: Proxied, came_from: str, led_to: str):
    cookie = f"dashboard_return={quote(came_from, safe='')}"
    status, headers, _ = proxied.get("/bao-cao/oauth2callback?error=access_denied", cookie=cookie)
    assert status == 302
    assert headers["location"] == led_to
    assert {name for told in headers.get_all("set-cookie", []) for name in SimpleCookie(told)} == {
        "dashboard_sign_in_failed"
    }


def test_who_comes_back_from_signing_out_has_not_failed(proxied: Proxied):
    status, headers, _ = proxied.get("/bao-cao/oauth2callback", cookie="dashboard_return=%2Fbao-cao%2Fy-te")
    assert (status, headers["location"]) == (302, "/bao-cao/")
    assert headers.get_all("set-cookie") is None


def test_a_forged_token_to_sign_in_leads_back_to_the_door(proxied: Proxied):
    status, headers, _ = proxied.get("/bao-cao/auth/login?provider=forged")
    assert (status, headers["location"]) == (302, "/bao-cao/")
