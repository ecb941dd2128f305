"""``python -m dashboard doctor``: what it says of installations that work, and of those that are broken in one place."""

import datetime as dt
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.commands import doctor
from dashboard.store.looking import look
from dashboard.store.store import open_store
from tests.conftest import PROJECT
from tests.stores import location_in

SETTINGS = ("DASHBOARD_FILES", "DASHBOARD_REFERENCE", "DASHBOARD_ACCESS", "DASHBOARD_SMTP_HOST", "DASHBOARD_LANGUAGE")


@pytest.fixture
def location(tmp_path):
    """An official store that works."""
    location = location_in(tmp_path, "store")
    open_store(location).close()
    return location


@pytest.fixture
def examined(monkeypatch, capsys, location):
    """Give a function that runs the doctor in an environment and returns its code and its lines by name: (sign, text)."""

    def examined(**environment):
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)
        given = {"DASHBOARD_STORE": f"sqlite:{location.catalogue}", "DASHBOARD_FILES": location.files}
        for name, value in {**given, **environment}.items():
            monkeypatch.setenv(name, value)
        code = main(["doctor"])
        lines = [line for line in capsys.readouterr().out.replace("\n    ", " | ").splitlines() if line]
        return code, {line[2:].split(": ", 1)[0]: (line[0], line.split(": ", 1)[1]) for line in lines}

    return examined


def wrong(lines):
    return [name for name, (sign, _) in lines.items() if sign == "✗"]


def test_an_installation_that_works(examined, location):
    code, lines = examined(DASHBOARD_LANGUAGE="en")
    assert (code, wrong(lines)) == (0, [])
    assert list(lines) == [
        "Versions", "DuckDB's extensions", "Reference data", "Store", "The store's files", "Disk", "Clock", "Fonts",
        "Access file", "Sign in", "Other settings",
    ]  # fmt: skip
    assert location.catalogue in lines["Store"][1]
    assert lines["Access file"][0] == "–"


def test_where_there_is_no_store_none_is_made(examined, tmp_path):
    new = tmp_path / "new"
    code, lines = examined(DASHBOARD_STORE=f"sqlite:{new}/catalog.sqlite", DASHBOARD_FILES=str(new / "files"))
    assert (code, wrong(lines)) == (0, [])
    assert lines["Kho số liệu"][0] == lines["Tệp của kho"][0] == lines["Đồng hồ"][0] == "–"
    assert "chưa có kho" in lines["Kho số liệu"][1]
    assert not new.exists()


def test_a_database_without_a_store_stays_without(examined, new_postgres_database, tmp_path):
    address = f"postgres:{new_postgres_database()}"
    code, lines = examined(DASHBOARD_STORE=address, DASHBOARD_FILES=str(tmp_path / "new"))
    assert (code, lines["Kho số liệu"][0]) == (0, "–")
    code, lines = examined(DASHBOARD_STORE=address, DASHBOARD_FILES=str(tmp_path / "new"))
    assert (code, lines["Kho số liệu"][0]) == (0, "–"), "the first look made one"


def test_a_database_that_cannot_be_reached(examined, tmp_path):
    address = "postgres:host=127.0.0.1 port=1 user=dashboard password=of-nobody dbname=none"
    code, lines = examined(DASHBOARD_STORE=address, DASHBOARD_FILES=str(tmp_path))
    assert (code, wrong(lines)) == (1, ["Kho số liệu"])
    assert "of-nobody" not in str(lines)


def test_a_catalogue_of_other_bytes_and_one_of_a_newer_version(examined, location):
    with open_store(location)._connection.cursor() as cursor:
        cursor.execute("UPDATE store.store_info SET value = '99' WHERE key = 'schema_version'")
    code, lines = examined()
    assert (code, wrong(lines)) == (1, ["Kho số liệu"])
    assert "99" in lines["Kho số liệu"][1]
    Path(location.catalogue).write_bytes(b"not a database" * 1000)
    code, lines = examined()
    assert (code, wrong(lines)) == (1, ["Kho số liệu"])
    assert location.catalogue in lines["Kho số liệu"][1]


def test_files_that_cannot_be_written(examined, location):
    shutil.rmtree(location.files)
    Path(location.files.rstrip("/")).write_text("no folder", "utf-8")
    code, lines = examined()
    assert (code, wrong(lines)) == (1, ["Tệp của kho"])
    assert "DASHBOARD_FILES" in lines["Tệp của kho"][1]


def test_nothing_is_left_of_trying_the_files(examined, location):
    examined()
    assert list(Path(location.files).rglob(".doctor*")) == []


def test_a_clock_behind_the_store(examined, location):
    store = open_store(location)
    later = dt.datetime(2101, 1, 1)
    store.transact(lambda ledger: ledger.add_audits([("a@example.vn", "load", "id", True, None)]))
    with store._connection.cursor() as cursor:
        cursor.execute("UPDATE store.audit SET happened_at = ?", [later])
    store.close()
    assert look(location).latest == later
    code, lines = examined()
    assert (code, wrong(lines)) == (1, ["Đồng hồ"])
    assert "2101-01-01" in lines["Đồng hồ"][1]


def test_reference_data_with_a_mistake_and_an_access_file_that_waits_for_it(examined, tmp_path):
    folder = tmp_path / "reference"
    shutil.copytree(PROJECT / "data", folder / "data", ignore=shutil.ignore_patterns("store"))
    text = (PROJECT / "indicators.yaml").read_text("utf-8")
    (folder / "indicators.yaml").write_text(text.replace("share: true", "shar: true", 1), "utf-8")
    code, lines = examined(DASHBOARD_REFERENCE=str(folder))
    assert (code, wrong(lines)) == (1, ["Dữ liệu gốc"])
    assert "indicators.yaml:" in lines["Dữ liệu gốc"][1]


def test_settings_are_told_all_at_once(examined):
    code, lines = examined(DASHBOARD_METRICS="x y", DASHBOARD_LOG="xml", DASHBOARD_SMTP_HOST="mail.example.vn")
    assert (code, wrong(lines)) == (1, ["Thiết lập khác"])
    assert all(
        name in lines["Thiết lập khác"][1] for name in ("DASHBOARD_METRICS", "DASHBOARD_LOG", "DASHBOARD_SMTP_FROM")
    )


def test_a_full_disk(examined, monkeypatch):
    monkeypatch.setattr(doctor, "_LEAST_FREE", 10**18)
    code, lines = examined()
    assert (code, wrong(lines)) == (1, ["Đĩa"])


# ---- where people sign in, in a process of its own: Streamlit reads its secrets once -----------------------

GRANTS = "grants:\n  - {email: xem@example.vn, role: viewer}\n"
BROKEN_GRANTS = "grants:\n  - {email: duyet@example.vn, role: reviewer}\n"


@contextmanager
def identity_provider(told):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *said):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def with_sign_in(folder, location, port, grants):
    (folder / "secrets.toml").write_text(
        '[auth]\nredirect_uri = "https://so-lieu.example.vn/oauth2callback"\n'
        'cookie_secret = "of-this-test-alone-0123456789abcdef"\nclient_id = "dashboard"\nclient_secret = "of-this-test"\n'
        f'server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"\n',
        "utf-8",
    )
    (folder / "access.yaml").write_text(grants, "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT / "src"),
        "DASHBOARD_STORE": f"sqlite:{location.catalogue}",
        "DASHBOARD_ACCESS": str(folder / "access.yaml"),
        "DASHBOARD_LANGUAGE": "en",
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
    }
    command = [sys.executable, "-m", "dashboard", "doctor"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_an_identity_provider_that_answers_one_that_does_not_and_a_broken_access_file(tmp_path, location):
    ends = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    with identity_provider({name: "https://sso.example.vn/" for name in ends}) as port:
        code, out = with_sign_in(tmp_path, location, port, GRANTS)
    assert code == 0, out
    assert "✓ Sign in: the identity provider https://sso.example.vn/ answers" in out
    assert "✓ Access file: 1 grants" in out
    code, out = with_sign_in(tmp_path, location, port, BROKEN_GRANTS)
    assert code == 1
    assert "✗ Access file" in out
    assert "access.yaml:2: " in out
    assert "✗ Sign in: The identity provider's description of itself" in out
    with identity_provider({"issuer": "https://sso.example.vn/"}) as port:
        code, out = with_sign_in(tmp_path, location, port, GRANTS)
    assert code == 1
    assert "lacks: authorization_endpoint, token_endpoint, jwks_uri" in out
