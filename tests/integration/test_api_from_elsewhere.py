"""The API for those who read page by page while figures change, and for the pages of other web sites."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.mart.mart import CurrentMart
from dashboard.settings import api_origins
from dashboard.words.messages import DashboardError
from tests.conftest import submission
from tests.integration.api_installation import Installation, client_of

API = "/api/v1"


def test_next_rows_are_of_the_same_version_or_the_reader_is_told_to_begin_again(catalogue, store):
    installation = Installation(catalogue, CurrentMart(catalogue, store))
    client = client_of(installation)
    store.append(submission([("bac_ninh", "unemployment_rate", "total", year, 2.3) for year in (2022, 2023)]))
    installation.marts.refresh()
    first = client.get(f"{API}/actuals.json?limit=1&lang=en").json()
    following = first["links"]["next"]
    assert client.get(following).json()["rows"][0]["year"] == 2023
    store.append(submission([("bac_ninh", "unemployment_rate", "total", 2021, 2.9)]))
    installation.marts.refresh()
    answer = client.get(following)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "changed")
    again = answer.links["first"]["url"]
    assert again in answer.json()["error"]["message"]
    rows, address = [], again
    while address:
        told = client.get(address).json()
        rows += [row["year"] for row in told["rows"]]
        address = told["links"].get("next")
    assert rows == [2021, 2022, 2023]


# ---- pages of other web sites ----------------------------------------------------------------------

SITE, OTHER = "https://so-lieu.example.vn", "https://example.com"


def asked_from(client, origin, **headers):
    return client.get(f"{API}/gaps.csv?year=2025&limit=1", headers={"origin": origin, **headers})


def preflight(client, origin):
    headers = {
        "origin": origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
    }
    return client.options(f"{API}/gaps.csv", headers=headers)


def test_no_other_web_site_may_read_unless_it_is_named(catalogue, store):
    client = client_of(Installation(catalogue, CurrentMart(catalogue, store)))
    assert "access-control-allow-origin" not in asked_from(client, SITE).headers
    assert preflight(client, SITE).status_code == 405


def test_pages_of_a_named_origin_may_read_and_no_others(catalogue, store):
    installation = Installation(catalogue, CurrentMart(catalogue, store))
    client = TestClient(Starlette(routes=routes(lambda: installation, origins=(SITE,))))
    answer = asked_from(client, SITE)
    assert answer.headers["access-control-allow-origin"] == SITE
    assert "link" in answer.headers["access-control-expose-headers"]
    assert {part.strip().lower() for part in answer.headers["vary"].split(",")} >= {"authorization", "origin"}
    assert "access-control-allow-credentials" not in answer.headers
    may = preflight(client, SITE)
    assert may.status_code == 200
    assert "authorization" in may.headers["access-control-allow-headers"]
    assert set(may.headers["access-control-allow-methods"].split(", ")) == {"GET", "HEAD"}
    assert "access-control-allow-origin" not in asked_from(client, OTHER).headers
    assert preflight(client, OTHER).status_code == 400
    assert client.post(f"{API}/gaps.csv", headers={"origin": SITE}).status_code == 405


def test_origins_are_read_from_the_environment_and_nothing_else_is_one():
    assert api_origins({}) == ()
    assert api_origins({"DASHBOARD_API_ORIGINS": f" {SITE} , http://localhost:8888"}) == (SITE, "http://localhost:8888")
    for wrong in ("*", "so-lieu.example.vn", f"{SITE}/", "https://*.example.vn"):
        with pytest.raises(DashboardError):
            api_origins({"DASHBOARD_API_ORIGINS": wrong})
