"""What a submission would change, figure by figure and status by status."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.filters import Filters
from dashboard.intake.comparing import KINDS, compare, statuses_after
from dashboard.intake.context import Context
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.store.store import open_store
from tests.conftest import observations, submission
from tests.stores import location_in

NINH = ("bac_ninh", "trained_labour", "total")  # 80 in 2025, 90 in 2030
URBAN = ("bac_ninh", "unemployment_rate", "urban")
FERTILITY = ("bac_ninh", "replacement_fertility", "total")
PUBLISHED = [
    (*NINH, 2023, 77), (*NINH, 2024, 78.1), (*URBAN, 2023, 2.4), (*URBAN, 2024, 2.3), (*FERTILITY, 2023, "assured"), (*FERTILITY, 2024, "assured"),
    ("bac_ninh", "poverty_reduction", "total", 2024, 0.2),
]  # fmt: skip
SCOPE = Context(("bac_ninh",), (), 2024)


@pytest.fixture(scope="module")
def published_store(tmp_path_factory):
    store = open_store(location_in(tmp_path_factory.mktemp("comparing"), "store"))
    store.append(submission(PUBLISHED, kind="curated", file_name="rows.csv"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def mart(published_store, catalogue):
    return Mart(catalogue, published_store)


GIVEN = [
    (*NINH, 2024, 79.5),
    (*URBAN, 2024, 2.3),
    (*FERTILITY, 2024, "firmly_assured"),
    ("bac_ninh", "certified_labour", "total", 2024, 31),
]


def test_each_figure_is_of_one_kind(mart, catalogue):
    changes = compare(observations(GIVEN), mart, catalogue, SCOPE)
    found = {
        (row["indicator"], row["kind"]): (row["old"], row["old_level"], row["new"], row["new_level"])
        for row in changes.rows.iter_rows(named=True)
    }
    assert found["trained_labour", "changed"] == (78.1, None, 79.5, None)
    assert found["unemployment_rate", "unchanged"] == (2.3, None, 2.3, None)
    assert found["replacement_fertility", "changed"] == (1.0, "assured", None, "firmly_assured")
    assert found["certified_labour", "new"] == (None, None, 31.0, None)
    assert found["poverty_reduction", "missing"] == (0.2, None, None, None)
    assert tuple(changes.counts) == KINDS
    expected = queries.expected(mart, provinces=("bac_ninh",), agencies=(), year=2024).height
    assert sum(changes.counts.values()) == expected
    assert changes.of("new").height == changes.counts["new"] == 1


def test_a_figure_said_to_be_not_available_withdraws_what_is_published(mart, catalogue):
    missing = observations([(*NINH, 2024, 0)]).with_columns(value=pl.lit(None, pl.Float64), note=pl.lit("rút"))
    row = compare(missing, mart, catalogue, SCOPE).of("withdrawn").row(0, named=True)
    assert (row["old"], row["new"], row["note"]) == (78.1, None, "rút")


def test_only_the_scope_can_be_missing(mart, catalogue):
    narrow = Context(("bac_ninh",), ("health_department",), 2024)
    changes = compare(observations([]), mart, catalogue, narrow)
    wanted = queries.expected(mart, provinces=("bac_ninh",), agencies=("health_department",), year=2024)
    assert_frame_equal(changes.rows.select("indicator", "breakdown"), wanted.select("indicator", "breakdown"))
    assert compare(observations([]), mart, catalogue, Context()).rows.is_empty()


def test_statuses_that_will_move_are_those_of_a_mart_where_the_figures_are_approved(store, catalogue):
    store.append(submission(PUBLISHED, kind="curated", file_name="rows.csv"))
    mart = Mart(catalogue, store)
    given = observations(GIVEN)
    moves = statuses_after(given, mart, catalogue, store)
    store.append(submission(GIVEN))
    then = queries.assessed(Mart(catalogue, store), Filters(provinces=("bac_ninh",)))
    key = ["province", "indicator", "breakdown", "year"]
    joined = moves.join(then.select(*key, "status", "actual", "reason"), on=key)
    assert joined.height == moves.height > 0
    assert joined["status_after"].to_list() == joined["status"].to_list()
    assert joined["actual_after"].to_list() == joined["actual"].to_list()
    rest = then.join(moves, on=key, how="anti").join(
        queries.assessed(mart, Filters(provinces=("bac_ninh",))).select(*key, before="status"), on=key
    )
    assert rest["status"].to_list() == rest["before"].to_list()


def test_a_first_figure_makes_a_baseline_and_moves_other_years(catalogue, published_store, mart):
    given = observations([("bac_ninh", "certified_labour", "total", 2024, 30)])
    moves = statuses_after(given, mart, catalogue, published_store)
    assert moves.select("year", "status_before", "status_after").row(0) == (2024, "no_data", "no_pace")


def test_asking_what_would_be_writes_nothing(catalogue, published_store, mart):
    before = published_store.snapshot()
    statuses_after(observations(GIVEN), mart, catalogue, published_store)
    assert published_store.snapshot() == before
