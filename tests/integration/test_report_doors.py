"""Documents over the API and on the command line: the same content by the same filters, refused in the same forms."""

import contextlib
import datetime as dt
import io
import os
import pickle
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.__main__ import main
from dashboard.api.document_answers import PATHS
from dashboard.documents import formats, making
from dashboard.documents.content import Asked, document, with_year
from dashboard.filters import Filters
from dashboard.mart.mart import CurrentMart
from dashboard.store.store import open_store
from tests import sample_documents, stores
from tests.conftest import PROJECT
from tests.integration.api_installation import Installation, client_of

API = "/api/v1/reports"
YEAR = 2025
BAC_NINH = Filters(provinces=("bac_ninh",), years=(YEAR,))
BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "pptx": b"PK"}


@pytest.fixture(scope="module")
def location(tmp_path_factory):
    return stores.demo_store(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def marts(location, catalogue):
    store = open_store(location)
    yield CurrentMart(catalogue, store)
    store.close()


@pytest.fixture(scope="module")
def client(marts, catalogue):
    return client_of(Installation(catalogue, marts))


@pytest.fixture
def run(location, monkeypatch):
    """Give a function that runs a command on the illustrative store and returns its code and messages."""
    for name, value in stores.environment(location).items():
        monkeypatch.setenv(name, value)

    def run(*arguments):
        messages = io.StringIO()
        with contextlib.redirect_stderr(messages):
            return main(arguments), messages.getvalue()

    return run


def test_the_api_answers_with_the_file_of_the_same_content(client, marts, catalogue):
    answer = client.get(f"{API}/report.xlsx", params={"province": "bac_ninh", "year": YEAR})
    assert answer.status_code == 200
    made = document("report", Asked(marts.current, catalogue, BAC_NINH, "vi", "http://testserver/"))
    assert answer.content == formats.content(made, "xlsx")
    assert answer.headers["content-type"] == formats.MEDIA_TYPES["xlsx"]
    assert answer.headers["content-disposition"] == f'attachment; filename="{made.file_name}.xlsx"'
    assert answer.headers["x-origin"] == "illustrative"
    known = {"if-none-match": answer.headers["etag"]}
    same = client.get(f"{API}/report.xlsx", params={"province": "bac_ninh", "year": YEAR}, headers=known)
    assert (same.status_code, same.content) == (304, b"")
    other = client.get(f"{API}/report.xlsx", params={"province": "bac_giang", "year": YEAR}, headers=known)
    assert other.status_code == 200


@pytest.mark.parametrize(("kind", "ending"), PATHS)
def test_every_document_comes_in_its_formats(client, kind, ending):
    query = {"province": "tuyen_quang", "year": YEAR, "sector": "housing", "lang": "en"}
    answer = client.get(
        f"{API}/{kind}.{ending}", params=query | ({"agency": "construction_department"} if kind == "annex" else {})
    )
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(BEGINS[ending])
    assert answer.headers["content-type"] == formats.MEDIA_TYPES[ending]


@pytest.mark.parametrize(
    ("path", "query", "names"),
    [
        ("annex.pdf", {}, ["agency"]),
        ("annex.pdf", {"agency": ["health_department", "statistics_office"]}, ["agency"]),
        (
            "report.pdf",
            {"year": ["2024", "2025"], "status": "missed", "provins": "bac_ninh"},
            ["provins", "status", "year"],
        ),
        ("report.docx", {"province": "bac_nihn", "as_of": "hôm nay", "lang": "fr"}, ["as_of", "lang", "province"]),
    ],
)
def test_everything_wrong_with_a_request_is_told_at_once(client, path, query, names):
    answer = client.get(f"{API}/{path}", params=query)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "bad_request"
    assert sorted(problem["parameter"] for problem in error["problems"]) == names
    assert all(problem["message"] for problem in error["problems"])


def test_only_the_report_comes_as_slides(client):
    answer = client.get(f"{API}/annex.pptx", params={"agency": "health_department"})
    assert answer.status_code == 404
    assert "annex" in answer.json()["error"]["message"]


def test_the_command_line_writes_the_same_document(run, marts, catalogue, tmp_path):
    path = tmp_path / "mot-trang.docx"
    code, messages = run(
        "report", "one-page", "--province", "bac_ninh", "--year", str(YEAR), "--as-of", "2026-01-15", "--lang", "en",
        "--format", "docx", "-o", str(path),
    )  # fmt: skip
    assert (code, messages) == (0, "")
    day = dt.date(2026, 1, 15)
    filters = with_year(BAC_NINH.model_copy(update={"as_of": day}), marts.at(day))
    made = document("one-page", Asked(marts.at(day), catalogue, filters, "en"))
    assert path.read_bytes() == formats.content(made, "docx")
    assert "Results on the indicators" in zipfile.ZipFile(path).read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("annex", "--province", "bac_ninh", "--format", "pdf", "-o", "x.pdf"), "Chọn một cơ quan"),
        (("report", "--year", "2024", "--year", "2025", "--format", "pdf", "-o", "x.pdf"), "Chọn một năm"),
        (("report", "--province", "bac_nihn", "--format", "pdf", "-o", "x.pdf"), "bac_nihn"),
        (("report", "--format", "pdf"), "thêm -o"),
        (("one-page", "--format", "pptx", "-o", "x.pptx"), "không có dạng pptx"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(run, tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    code, messages = run("report", *arguments)
    assert code == 1
    assert told in messages
    assert list(tmp_path.iterdir()) == []


def test_two_who_ask_at_once_each_get_their_own(client):
    def ask(province):
        return client.get(f"{API}/one-page.xlsx", params={"province": province, "year": YEAR})

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask, ["bac_ninh", "bac_giang"])
    assert (first.status_code, second.status_code) == (200, 200)
    assert "bac-ninh" in first.headers["content-disposition"]
    assert "bac-giang" in second.headers["content-disposition"]
    assert first.content == ask("bac_ninh").content


def test_a_document_made_beside_the_pages_is_the_same_file(marts, catalogue):
    made = document(
        "annex", Asked(marts.current, catalogue, BAC_NINH.model_copy(update={"agencies": ("health_department",)}), "vi")
    )
    assert making.made(made, "xlsx") == formats.content(made, "xlsx")


@pytest.mark.parametrize("ending", ["pdf", "pptx"])
def test_a_document_broken_off_in_the_middle_leaves_nothing_behind(tmp_path, ending):
    document = pickle.dumps(sample_documents.SAMPLES["long"]())
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(PROJECT / "src")}
    command = [sys.executable, "-m", "dashboard.documents.making", ending]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=tmp_path)
    process.stdin.write(document)
    process.stdin.close()
    time.sleep(0.5)
    process.kill()
    process.stdout.read()
    process.wait()
    assert list(tmp_path.iterdir()) == []
