"""A baseline under review: the page says which statuses of other years it decides."""

from pathlib import Path

import polars as pl

from dashboard import workflow
from dashboard.access import local_rights
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.store.store import open_store
from tests import stores
from tests.conftest import observations
from tests.pages.reading import tables, words
from tests.pages.site import Site


def test_the_review_says_which_statuses_a_baseline_decides(demo: Site, tmp_path: Path):
    site = Site(stores.copied_store(demo.store, tmp_path))
    rows = queries.assessed(site.mart(), Filters(provinces=("bac_ninh",), years=(2024,), statuses=("on_track",)))
    row = rows.filter(pl.col("baseline_year") == 2023).row(0, named=True)
    figures = observations([("bac_ninh", row["indicator"], row["breakdown"], 2023, row["actual"])])  # no way gone since
    given = workflow.Handover("bac_ninh", None, 2023, "goc.csv", b"1", observations=figures)
    store = open_store(site.store)
    id_ = workflow.submit(store, local_rights(), site.catalogue(), given)
    store.close()
    review = site.open("duyet", submission=id_)
    assert "duyệt số gốc này quyết định trạng thái" in words(review)
    assert any("theo số gốc 2023" in line.get("Năm", "") for table in tables(review) for line in table.rows)
