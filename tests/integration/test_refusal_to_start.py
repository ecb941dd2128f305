"""Where strangers could do everything, the server does not start, however it was told its address, and says what to do."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from dashboard.reference.files import PROJECT
from dashboard.ui.frame.provider import is_loopback
from tests.stores import location_in

PATIENCE = 60.0
"""Seconds a refusal may take on two busy processors; a quiet machine needs two."""

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:8501/oauth2callback"
cookie_secret = "of-this-test-alone-0123456789abcdef"
client_id = "dashboard"
client_secret = "of-this-test-alone"
server_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"
"""
ACCESS = """
grants:
  - {email: xem@example.vn, role: viewer}
"""


def environment(folder: Path, **settings: str) -> dict[str, str]:
    store = location_in(folder, "store")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DASHBOARD_", "STREAMLIT_"))},
        "PYTHONPATH": str(PROJECT / "src"),
        "PYTHONUNBUFFERED": "1",
        "HOME": str(folder),
        "DASHBOARD_STORE": f"sqlite:{store.catalogue}",
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
        **settings,
    }


def started(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """Start the server as people do and return its exit code and log."""
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port()), *arguments],
        cwd=PROJECT,
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.returncode, ended.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_an_address_open_to_others_is_refused_without_sign_in(tmp_path: Path, address: str):
    code, log = started(tmp_path, "--server.address", address)
    assert code == 1, log
    assert f"địa chỉ {address} mở cho máy khác mà chưa có đăng nhập" in log
    assert "docs/sign-in.md" in log
    assert "Traceback" not in log


def test_an_address_from_the_environment_is_refused_too_in_the_language_of_the_log(tmp_path: Path):
    code, log = started(tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0", DASHBOARD_LANGUAGE="en")
    assert code == 1, log
    assert "the address 0.0.0.0 is open to other machines and there is no sign-in" in log


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_machine_is_itself(host: str):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", None, "0", "0.0.0.0", "::", "10.0.0.1", "localhost.example.vn", "127.0.0.1.nip.io"]
)
def test_nothing_else_is_this_machine(host: str | None):
    assert not is_loopback(host)


def test_an_access_file_without_sign_in_is_refused(tmp_path: Path):
    (tmp_path / "access.yaml").write_text(ACCESS, "utf-8")
    code, log = started(tmp_path, DASHBOARD_ACCESS=str(tmp_path / "access.yaml"))
    assert code == 1, log
    assert "không ai đăng nhập được" in log


def test_sign_in_without_an_access_file_is_refused(tmp_path: Path):
    (tmp_path / "secrets.toml").write_text(SECRETS, "utf-8")
    code, log = started(tmp_path)
    assert code == 1, log
    assert "chưa có tệp phân quyền" in log
    assert "docs/access.example.yaml" in log


def test_an_access_file_with_mistakes_is_refused_with_each_of_them(tmp_path: Path):
    (tmp_path / "secrets.toml").write_text(SECRETS, "utf-8")
    (tmp_path / "access.yaml").write_text(
        "grants:\n"
        "  - {email: nop@example.vn, role: submitter, provinces: [bac_nimh], agencies: all}\n"
        "  - {email: duyet@example.vn, role: reviewer}\n",
        "utf-8",
    )
    code, log = started(tmp_path, DASHBOARD_ACCESS=str(tmp_path / "access.yaml"))
    assert code == 1, log
    assert "access.yaml:2: " in log
    assert "access.yaml:3: " in log
    assert "bac_nimh" in log


WRONG_SECRETS = {
    "syntax": (SECRETS.replace('"dashboard"', '"dashboard'), "Sai cú pháp TOML"),
    "a key is missing": (SECRETS.replace("client_id", "client"), "thiếu: client_id"),
    "an empty section": ("[auth]\n", "thiếu: redirect_uri, cookie_secret"),
    "a short secret": (SECRETS.replace("of-this-test-alone-0123456789abcdef", "xxx"), "ít nhất 32 ký tự"),
    "another page": (SECRETS.replace("oauth2callback", "callback"), "kết thúc bằng /oauth2callback"),
    "cookies in the clear": (SECRETS.replace("127.0.0.1:8501", "so-lieu.example.vn"), "phải bắt đầu bằng https://"),
    "a provider in the clear": (SECRETS.replace("127.0.0.1:1/", "sso.example.vn/"), "phải bắt đầu bằng https://"),
    "any tenant": (
        SECRETS.replace("http://127.0.0.1:1/", "https://login.microsoftonline.com/common/v2.0/"),
        "mã tenant của cơ quan",
    ),
}


STARTS = """
import json, os, sys
import dashboard.api, dashboard.web.access_middleware, dashboard.web.serving
from streamlit.web import cli

for line in sys.stdin:
    arguments, environment, log = json.loads(line)
    child = os.fork()
    if child == 0:
        output = os.open(log, os.O_WRONLY | os.O_CREAT)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv, code = ["streamlit", *arguments], 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        sys.stderr.flush()
        os._exit(code)  # what the libraries of the parent would do at their end is not this process's
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def started_wrongly(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """The exit code and log of a start with each of the wrong settings.

    Every start is a process of its own; all are forked from one that has imported the libraries, which takes seconds.
    """
    starts, logs = [], []
    for secrets, _ in WRONG_SECRETS.values():
        folder = tmp_path_factory.mktemp("start")
        (folder / "secrets.toml").write_text(secrets, "utf-8")
        (folder / "access.yaml").write_text(ACCESS, "utf-8")
        settings = environment(folder, DASHBOARD_ACCESS=str(folder / "access.yaml"))
        logs.append(folder / "log")
        starts.append(json.dumps((["run", "app.py", "--server.port", str(free_port())], settings, str(logs[-1]))))
    done = subprocess.run(
        [sys.executable, "-c", STARTS],
        cwd=PROJECT,
        env=environment(tmp_path_factory.mktemp("starts")),
        input="\n".join(starts),
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    codes = map(int, done.stdout.split())
    return {case: (code, log.read_text("utf-8")) for case, code, log in zip(WRONG_SECRETS, codes, logs, strict=True)}


@pytest.mark.parametrize("case", WRONG_SECRETS)
def test_sign_in_set_up_wrongly_is_refused_and_never_taken_for_none(
    started_wrongly: dict[str, tuple[int, str]], case: str
):
    code, log = started_wrongly[case]
    assert code == 1, log
    assert WRONG_SECRETS[case][1] in log
    assert "of-this-test-alone" not in log, "a secret stands in the log"


def test_bound_to_everything_by_another_server_only_this_machine_is_answered(tmp_path: Path):
    """``uvicorn app:app`` knows nothing of our settings; so every request is looked at."""
    port = free_port()
    with (tmp_path / "log").open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "app:app", "--host", "0.0.0.0", "--port", str(port)],
            cwd=PROJECT,
            env=environment(tmp_path),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, tmp_path / "log")
        assert status(port) == 200
        assert status(port, host=own_address()) == 403
        assert status(port, Host="so-lieu.example.vn") == 403, "a foreign name that leads here (DNS rebinding)"
        assert status(port, **{"X-Forwarded-For": "192.0.2.7"}) == 403, "a proxy before it"
        assert status(port, Forwarded="for=192.0.2.7") == 403
        handshake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        handshake["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
        foreign = {"Host": "so-lieu.example.vn", "Origin": "http://so-lieu.example.vn"}
        assert status(port, "/_stcore/stream", **handshake, **foreign) == 403
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(port: int, log: Path) -> None:
    give_up = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < give_up:
        try:
            if status(port, "/_stcore/health") == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(log.read_text("utf-8", errors="replace"))


def status(port: int, path: str = "/", *, host: str = "127.0.0.1", **headers: str) -> int:
    request = urllib.request.Request(f"http://{host}:{port}{path}", headers={"Accept": "text/html", **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def own_address() -> str:
    """Return an address of this machine by which others reach it; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])


def test_the_example_of_the_documentation_is_complete(tmp_path: Path):
    document = (PROJECT / "docs" / "sign-in.md").read_text("utf-8")
    blocks = dict(re.findall(r"```(toml|yaml)\n(.*?)```", document, re.DOTALL))
    (tmp_path / "secrets.toml").write_text(blocks["toml"].replace('"…"', f'"{"x" * 64}"'), "utf-8")
    (tmp_path / "access.yaml").write_text(blocks["yaml"], "utf-8")
    script = (
        "import sys; from streamlit import config; config.set_option('secrets.files', [sys.argv[1]]); "
        "from dashboard.ui.frame import provider; provider.check_protection(); print(provider.provider())"
    )
    checked = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "secrets.toml")],
        cwd=PROJECT,
        env=environment(tmp_path, DASHBOARD_ACCESS=str(tmp_path / "access.yaml")),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "Provider(origin='https://so-lieu.example.vn', is_secure=True)" in checked.stdout
