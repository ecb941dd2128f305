"""The mart: built whole, never changed, swapped for a newer one while readers go on with theirs."""

import datetime as dt
import threading

import pytest

from dashboard.filters import Filters
from dashboard.mart.mart import CurrentMart
from dashboard.mart.queries import actuals, assessed
from dashboard.store.schema import today
from tests.conftest import submission

SERIES = ("bac_ninh", "trained_labour", "total")
MINE = Filters(provinces=SERIES[:1], indicators=SERIES[1:2])


def values(mart):
    return actuals(mart, MINE)["actual"].to_list()


@pytest.fixture
def current(catalogue, store):
    early = dt.datetime(2026, 1, 10)
    store.append(submission([(*SERIES, 2023, 77)], submitted_at=early, approved_at=early))
    return CurrentMart(catalogue, store)


def test_a_refresh_rebuilds_only_when_the_store_moved_on(current, store):
    first = current.current
    assert not current.refresh()
    assert current.current is first
    store.append(submission([(*SERIES, 2024, 78)]))
    assert current.refresh()
    assert not current.refresh()
    assert values(current.current) == [77.0, 78.0]
    assert current.current.key != first.key
    assert values(first) == [77.0]  # whoever still holds the old one reads on undisturbed


def test_past_days_are_marts_of_their_own_and_kept(current):
    before = current.at(dt.date(2026, 1, 9))
    assert values(before) == []
    assert values(current.at(dt.date(2026, 1, 10))) == [77.0]
    assert current.at(dt.date(2026, 1, 9)) is before
    assert current.at(None) is current.at(today()) is current.current


def test_an_answer_is_made_once_and_lives_as_long_as_its_mart(current, store):
    made = []

    def make():
        made.append(1)
        return len(made)

    mart = current.current
    assert [mart.kept("rows", make), mart.kept("rows", make), mart.kept("other", make)] == [1, 1, 2]
    store.append(submission([(*SERIES, 2024, 78)]))
    current.refresh()
    assert current.current.kept("rows", make) == 3


def test_threads_read_their_own_answers(mart_of):
    mart = mart_of([(*SERIES, year, float(year)) for year in range(2000, 2020)])
    wrong = []

    def read(year):
        for _ in range(5):
            frame = assessed(mart, Filters(provinces=SERIES[:1], indicators=SERIES[1:2], years=(year,)))
            if frame["actual"].to_list() != [float(year)]:
                wrong.append((year, frame))

    threads = [threading.Thread(target=read, args=(year,)) for year in range(2000, 2008)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_duckdb_draws_no_progress_bar_into_the_output(mart_of, reused_store):
    """It would stand in the JSON of a slow ``python -m dashboard gaps``."""
    assert mart_of([]).query("SELECT current_setting('enable_progress_bar') AS drawn")["drawn"].to_list() == [False]
    with reused_store.one_snapshot() as (_, cursor):
        assert cursor.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)
