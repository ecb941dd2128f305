"""The frame on each kind of store."""

import pytest

from tests import stores
from tests.pages.site import Site


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Illustrative data, as ``make run`` shows them."""
    return Site(stores.demo_store(tmp_path_factory.getbasetemp()))


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The published statistics as shipped, as ``make serve`` shows them."""
    return Site(stores.location_in(tmp_path_factory.mktemp("official"), "official"))


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An official store that no figure has ever reached."""
    folder = tmp_path_factory.mktemp("empty")
    reference = stores.copied_reference(folder, with_actuals=False)
    return Site(stores.location_in(folder, "empty"), reference)


@pytest.fixture(scope="module", params=["demo", "empty", "official"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each kind of store in turn."""
    return request.getfixturevalue(request.param)
