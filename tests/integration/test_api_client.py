"""A client that `openapi-python-client` makes of the OpenAPI document fetches a table from a running server."""

import importlib
import subprocess
import sys

import pytest

from dashboard.mart.mart import CurrentMart
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.integration.api_installation import Installation, client_of


@pytest.fixture(scope="module")
def installation(catalogue, tmp_path_factory):
    store = open_store(
        StoreLocation("sqlite", *(str(tmp_path_factory.mktemp("client") / name) for name in ("c", "f/")))
    )
    yield Installation(catalogue, CurrentMart(catalogue, store))
    store.close()


@pytest.fixture(scope="module")
def made(installation, tmp_path_factory):
    """The package of the client, importable."""
    folder = tmp_path_factory.mktemp("client")
    document = folder / "openapi.json"
    document.write_bytes(client_of(installation).get("/api/v1/openapi.json").content)
    config = folder / "config.yaml"
    config.write_text(
        "literal_enums: true\npost_hooks: []\n", "utf-8"
    )  # ids as texts; nobody reads the code, so nothing sets it
    output = ["--meta", "none", "--output-path", folder / "made_client"]
    command = ["generate", "--path", document, "--config", config, *output]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *map(str, command)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield importlib.import_module("made_client")


def test_a_generated_client_fetches_a_table_page_by_page(made, site, installation):
    fetch = importlib.import_module("made_client.api.default.gaps_json")
    with made.Client(base_url=site) as client:
        answer = fetch.sync_detailed(client=client, province=["bac_ninh"], year=[2025], limit=5)
        assert answer.status_code == 200
        assert len(answer.parsed.rows) == 5
        assert answer.parsed.rows[0].province == "bac_ninh"
        refused = fetch.sync_detailed(client=client, offset=5, version="0123456789abcdef")
        assert (refused.status_code, refused.parsed.error.code) == (409, "changed")
