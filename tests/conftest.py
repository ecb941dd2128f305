"""Fixtures: the real catalogue, and real stores in temporary folders."""

from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
import pytest

from dashboard.catalogue import Catalogue
from dashboard.mart import Mart
from dashboard.reference_files import PROJECT, load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store import OBSERVATION_SCHEMA, Store, Submission, open_store

GOLDEN = Path(__file__).parent / "golden"

ActualRow = tuple[str, str, str, int, float | str]


def observations(rows: Iterable[ActualRow]) -> pl.DataFrame:
    """Return (province, indicator, breakdown, year, number or level id) rows as a submission's observations."""
    return pl.DataFrame(
        [
            {
                "province": province,
                "indicator": indicator,
                "breakdown": breakdown,
                "year": year,
                "value": None if isinstance(value, str) else float(value),
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
    return StoreLocation("sqlite", str(tmp_path / "catalog.sqlite"), f"{tmp_path}/files/")


@pytest.fixture
def store(location: StoreLocation) -> Iterable[Store]:
    store = open_store(location)
    yield store
    store.close()


@pytest.fixture
def mart_of(catalogue: Catalogue, store: Store) -> Callable[..., Mart]:
    """Give a function that appends the rows as one approved submission and builds the mart on the store."""

    def build(rows: Iterable[ActualRow], **changes: object) -> Mart:
        store.append(submission(rows, **changes))
        return Mart(catalogue, store)

    return build
