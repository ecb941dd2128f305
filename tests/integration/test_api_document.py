"""The OpenAPI document and the API agree: schemathesis asks whatever the document allows, and what it does not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.applications import Starlette

from dashboard.api import routes
from dashboard.api.document_answers import PATHS
from dashboard.exports import COLUMNS, FORMATS, TABLES
from dashboard.mart.mart import CurrentMart
from dashboard.settings import StoreLocation
from dashboard.store.curated import load_curated
from dashboard.store.store import open_store
from tests.integration.api_installation import Installation, client_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture(scope="module")
def installation(catalogue, tmp_path_factory):
    folder = tmp_path_factory.mktemp("document")
    store = open_store(StoreLocation("sqlite", str(folder / "catalog.sqlite"), f"{folder}/files/"))
    load_curated(store, catalogue)
    yield Installation(catalogue, CurrentMart(catalogue, store))
    store.close()


@pytest.fixture(scope="module")
def operations(installation):
    """Every operation the document describes, by its name."""
    app = Starlette(routes=routes(lambda: installation))
    document = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    found = [result.ok() for result in document.get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


OPERATIONS = [f"{table}_{ending.replace('.', '_')}" for table in TABLES for ending in FORMATS]
OPERATIONS += [
    *(f"sdmx_{table}" for table in TABLES),
    "indicators",
    "indicator",
    "changes_atom",
    "deadlines_ics",
    "health",
    "ready",
]
DOCUMENTS = [f"reports_{kind.replace('-', '_')}_{ending}" for kind, ending in PATHS]


def test_every_operation_is_tested(operations):
    assert sorted(operations) == sorted([*OPERATIONS, *DOCUMENTS])


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_is_as_the_document_says(operations, name, mode, data):
    operation = operations[name]
    if mode is GenerationMode.NEGATIVE and (name in {"health", "ready"} or name.startswith("sdmx_")):
        mode = GenerationMode.POSITIVE  # it takes nothing, so nothing can be wrong
    case = data.draw(operation.as_strategy(generation_mode=mode))
    case.call_and_validate(checks=CHECKS)


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_document_is_as_the_document_says(operations, name, data):
    """Fewer examples: each document that is made takes a process of its own."""
    case = data.draw(operations[name].as_strategy(generation_mode=GenerationMode.POSITIVE))
    case.call_and_validate(checks=CHECKS, timeout=120)


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_wrong_request_for_a_document_is_refused(operations, name, data):
    case = data.draw(operations[name].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    case.call_and_validate(checks=CHECKS)


def test_the_document_names_every_table_format_and_column(installation):
    told = client_of(installation).get("/api/v1/openapi.json").json()
    assert {f"/api/v1/{table}.{ending}" for table in TABLES for ending in FORMATS} < set(told["paths"])
    for table, columns in TABLES.items():
        rows = told["components"]["schemas"][table.title()]["properties"]["rows"]["items"]
        assert tuple(rows["properties"]) == columns
    described = told["components"]["schemas"]["Gaps"]["properties"]["rows"]["items"]["properties"]["pace"]
    assert described["description"].startswith("Pace")
    assert set(COLUMNS) == {name for columns in TABLES.values() for name in columns}
