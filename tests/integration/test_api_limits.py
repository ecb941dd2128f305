"""How often and how much one reader may ask of the API."""

import pytest
from starlette.testclient import TestClient

from dashboard.access import AccessFile
from dashboard.mart.mart import CurrentMart
from dashboard.settings import api_limit
from dashboard.words.messages import DashboardError
from tests.integration.api_installation import ACCESS, Installation, client_of, run_token_command

API = "/api/v1"


def test_who_asks_too_often_is_told_when_to_ask_again(catalogue, store):
    client = client_of(Installation(catalogue, CurrentMart(catalogue, store)), limit="3/hour")
    asked = [client.get(f"{API}/gaps.csv?limit=1").status_code, client.get(f"{API}/indicators").status_code]
    asked += [client.head(f"{API}/gaps.json?limit=1").status_code]
    assert asked == [200, 200, 200]
    refused = client.get(f"{API}/gaps.csv?limit=1&lang=en")
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many")
    assert "3/hour" in refused.json()["error"]["message"]
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert refused.headers["cache-control"] == "no-store"
    assert client.get(f"{API}/health").status_code == 200, "those who watch the server go on"
    another = TestClient(client.app, client=("192.0.2.7", 50000))
    assert another.get(f"{API}/indicators").status_code == 200, "another address is counted apart"


def test_people_are_counted_by_their_tokens_and_guessers_by_their_address(
    catalogue, store, tmp_path, monkeypatch, capsys
):
    path = tmp_path / "access.yaml"
    path.write_text(ACCESS, "utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(path))
    mine, other = (
        run_token_command(capsys, "create", "--for", email, "--by", "quan-tri@example.vn").splitlines()[-1].split()[-1]
        for email in ("xem@example.vn", "quan-tri@example.vn")
    )
    client = client_of(
        Installation(catalogue, CurrentMart(catalogue, store), AccessFile(path, catalogue)), limit="2/hour"
    )

    def ask(token):
        return client.get(f"{API}/indicators", headers={"authorization": f"Bearer {token}"}).status_code

    assert [ask(f"guess{number}") for number in range(4)] == [401, 401, 429, 429]
    assert [ask(mine) for _ in range(3)] == [200, 200, 429]
    assert ask(other) == 200


def test_a_question_has_an_end(catalogue, store):
    client = client_of(Installation(catalogue, CurrentMart(catalogue, store)))
    refused = client.get(f"{API}/gaps.csv?lang=en&indicator=" + "a" * 8192)
    assert (refused.status_code, refused.json()["error"]["code"]) == (414, "too_long")


def test_the_document_names_both(catalogue, store):
    client = client_of(Installation(catalogue, CurrentMart(catalogue, store)))
    for path, told in client.get(f"{API}/openapi.json").json()["paths"].items():
        is_open = path.endswith(("/health", "/ready"))
        assert {"414", "429"} & told["get"]["responses"].keys() == (set() if is_open else {"414", "429"}), path


def test_the_setting():
    assert api_limit({}) == "600/minute"
    assert api_limit({"DASHBOARD_API_LIMIT": "None"}) == ""
    assert api_limit({"DASHBOARD_API_LIMIT": "5/second"}) == "5/second"
    for text in ("0/minute", "600", "600/week", "-1/minute", "600/minute;1/second"):
        with pytest.raises(DashboardError, match="DASHBOARD_API_LIMIT"):
            api_limit({"DASHBOARD_API_LIMIT": text})
