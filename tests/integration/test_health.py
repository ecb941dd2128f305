"""A store that goes away and comes back: figures stay readable, and everybody who must know is told."""

import contextlib

import duckdb
import pytest

from dashboard.mart.mart import CurrentMart
from dashboard.settings import StoreLocation
from dashboard.store.curated import load_curated
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError
from tests.integration.api_installation import Installation, client_of


def test_a_database_that_stops_is_told_and_one_that_returns_is_found(failing_postgres_server, catalogue, tmp_path):
    server = failing_postgres_server
    location = StoreLocation("postgres", server.new_database("store"), f"{tmp_path}/files/")
    with contextlib.closing(open_store(location)) as store:
        load_curated(store, catalogue)
        marts = CurrentMart(catalogue, store)
        client = client_of(Installation(catalogue, marts))

        def told(path):
            answer = client.get(f"/api/v1/{path}")
            state = answer.json()
            return answer.status_code, state["status"], state["store_unreachable_since"] is not None

        assert told("health") == told("ready") == (200, "ready", False)
        figures = client.get("/api/v1/actuals.csv").content

        server.stop()
        with pytest.raises((DashboardError, duckdb.Error)):
            marts.refresh()
        since = marts.unreachable_since
        assert since is not None
        with pytest.raises((DashboardError, duckdb.Error)):
            marts.refresh()
        assert marts.unreachable_since == since  # the first failure is the moment to tell
        assert told("health") == (200, "store_unreachable", True)
        assert told("ready") == (503, "store_unreachable", True)
        assert client.get("/api/v1/actuals.csv").content == figures

        server.start()
        marts.refresh()
        assert marts.unreachable_since is None
        assert told("health") == told("ready") == (200, "ready", False)
