"""Fixtures: the real catalogue, and real stores in temporary folders."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT, load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import OBSERVATION_SCHEMA, Store, Submission, open_store
from tests.stores import copied_store, location_in

GOLDEN = Path(__file__).parent / "golden"

_connect = duckdb.connect


def _connect_without_hashing(*given: Any, config: dict[str, Any] | None = None, **more: Any) -> Any:
    """Connect as asked, with one thread, as two workers share the processors; extensions are loaded unhashed, seventy megabytes each time.

    That was most of the time of most tests. The servers and the program, which run in processes of their own, check the
    signatures in their tests as they always do.
    """
    return _connect(*given, config={**(config or {}), "allow_unsigned_extensions": "true", "threads": "1"}, **more)


duckdb.connect = _connect_without_hashing

ActualRow = tuple[str, str, str, int, float | str | None]


def observations(rows: Iterable[ActualRow]) -> pl.DataFrame:
    """Return (province, indicator, breakdown, year, number, level id or None) rows as a submission's observations."""
    return pl.DataFrame(
        [
            {
                "province": province,
                "indicator": indicator,
                "breakdown": breakdown,
                "year": year,
                "value": None if isinstance(value, str) or value is None else float(value),
                "level": value if isinstance(value, str) else None,
                "preliminary": False,
                "source": "test",
                "source_table": "",
                "locator": "",
                "note": "",
            }
            for province, indicator, breakdown, year, value in rows
        ],
        schema=OBSERVATION_SCHEMA,
        orient="row",
    )


def submission(rows: Iterable[ActualRow], **changes: object) -> Submission:
    """Return an approved submission of the rows."""
    given = {"kind": "file", "file_name": "test.csv", "submitted_by": "tester", "approved_by": "tester", **changes}
    return Submission(observations(rows), **given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def location(tmp_path: Path) -> StoreLocation:
    return location_in(tmp_path, "store")


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> StoreLocation:
    """An empty store to copy: making one takes longer than opening it."""
    location = location_in(tmp_path_factory.mktemp("empty"), "store")
    open_store(location).close()
    return location


@pytest.fixture
def store(empty_store: StoreLocation, tmp_path: Path) -> Iterable[Store]:
    """An empty store of the test's own, at its ``location``."""
    store = open_store(copied_store(empty_store, tmp_path, "store"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def reused_store(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Store]:
    """One store for all who only ask what follows from their rows: opening a store costs more than a mart."""
    folder = tmp_path_factory.mktemp("reused")
    store = open_store(location_in(folder, "store"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def mart_of(catalogue: Catalogue, reused_store: Store) -> Callable[..., Mart]:
    """Give a function that builds the mart of exactly these rows.

    They are a new version of one curated file, so nothing handed in before them is published.
    """

    def build(rows: Iterable[ActualRow], *, catalogue: Catalogue = catalogue) -> Mart:
        reused_store.append(submission(rows, kind="curated", file_name="rows.csv"))
        return Mart(catalogue, reused_store)

    return build
