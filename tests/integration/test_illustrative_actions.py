"""Invented actions: in every state, mostly on what is red, with holes, the same again, never in an official store."""

import datetime as dt
from typing import get_args

import polars as pl
import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.store.actions import ActionState
from dashboard.store.illustrative_actions import illustrative_actions
from dashboard.store.store import open_store
from dashboard.workflow.actions import STEPS
from tests.stores import demo_store

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(demo_store(tmp_path_factory.getbasetemp()))
    yield store
    store.close()


@pytest.fixture(scope="module")
def mart(catalogue, store):
    return Mart(catalogue, store, as_of=TODAY)


@pytest.fixture(scope="module")
def frame(mart):
    return queries.actions(mart, Filters())


def test_every_state_occurs_and_some_are_overdue(frame, mart):
    assert set(frame["state"]) == set(get_args(ActionState))
    assert 5 < frame["overdue"].sum() < frame.height / 2
    assert frame.filter(pl.col("due") > pl.col("first_due")).height > 0
    assert set(frame["province"]) == set(mart.query("SELECT province FROM provinces")["province"])
    assert mart.is_illustrative


def test_most_stand_on_red_rows_and_many_red_rows_have_none(frame, mart):
    red = queries.assessed(mart, Filters(years=(2025,), statuses=("missed", "off_track", "moving_away")))
    on_red = frame.join(red, on=["province", "indicator", "breakdown"], how="semi")
    assert on_red.height > 0.7 * frame.height
    found = queries.red_counts(mart, Filters(years=(2025,)))
    assert found.red == red.height
    assert 0.25 * found.red < found.without_action < 0.75 * found.red
    assert found.overdue > 5


def test_every_life_is_one_that_people_could_have_led(store, catalogue):
    events = store.table("action_events").sort("action", "sequence")
    for (_,), life in events.group_by("action", maintain_order=True):
        state, *steps = life["event"].to_list()
        assert state in ("assigned", "committed")
        for event in steps:
            assert state in STEPS[event], (state, event)
            state = state if event == "rescheduled" else event
        assert life["happened_at"].is_sorted()
        assert life["sequence"].to_list() == list(range(1, life.height + 1))
        needs_words = life.filter(pl.col("event").is_in(["done", "returned", "rescheduled", "cancelled"]))
        assert all(needs_words["note"])
        assert (life["happened_at"].dt.date() <= TODAY).all()
    in_force = {
        (c.province, c.indicator, c.breakdown): c.agencies for c in catalogue.targets if catalogue.plan[c.plan].in_force
    }
    for row in store.table("actions").iter_rows(named=True):
        assert row["agency"] in in_force[row["province"], row["indicator"], row["breakdown"]]


def test_actions_of_a_cell_depend_on_the_cell_alone(catalogue):
    cells = [(("bac_ninh", indicator.id, "total"), "health_department") for indicator in catalogue.indicators]
    whole = illustrative_actions(cells, str.upper, seed=42)
    assert whole == illustrative_actions(cells, str.upper, seed=42)
    assert illustrative_actions(cells[::2], str.upper, seed=42) == [
        one for one in whole if one.action.indicator in {place[1] for place, _ in cells[::2]}
    ]
    assert 0.4 < len(whole) / len(cells) < 0.9
    assert len({one.id for one in whole}) == len(whole)
