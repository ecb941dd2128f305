"""Trying the method: other thresholds, baseline and rules move statuses as worked by hand, and nothing published moves."""

import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart
from dashboard.method import ON_TRACK, PUBLISHED, RULES, Trial
from tests.conftest import submission

TRAINED = [
    ("bac_ninh", "trained_labour", "total", year, value) for year, value in ((2022, 70.0), (2023, 75.0), (2024, 76.0))
]
ROW = Filters(provinces=("bac_ninh",), indicators=("trained_labour",), breakdowns=("total",), years=(2024,))


@pytest.fixture
def marts(catalogue, store):
    store.append(submission(TRAINED))
    return CurrentMart(catalogue, store)


@pytest.fixture
def published(marts):
    (row,) = queries.assessed(marts.current, ROW).iter_rows(named=True)
    return row


def tried(marts, **changes):
    (row,) = queries.trial_rows(marts.current, marts.at(None, Trial(**changes)), ROW).iter_rows(named=True)
    return row


def test_as_published_nothing_changes_and_no_mart_is_built(marts):
    assert Trial() == PUBLISHED
    assert marts.at(None, PUBLISHED) is marts.current
    rows = queries.trial_rows(marts.current, marts.at(None, Trial()), Filters())
    assert rows["status"].to_list() == rows["trial_status"].to_list()


def test_a_threshold_moves_the_status_and_not_the_pace(marts, published):
    pace = published["pace"]
    assert 0 < pace < ON_TRACK
    assert published["status"] in ("behind", "off_track")
    easy, hard = round(pace - 0.01, 2), round(pace + 0.02, 2)
    assert tried(marts, on_track=easy, behind=0.0)["trial_status"] == "on_track"
    assert tried(marts, on_track=hard, behind=easy)["trial_status"] == "behind"
    assert tried(marts, on_track=1.3, behind=hard)["trial_status"] == "off_track"
    row = tried(marts, on_track=easy, behind=0.0)
    assert (row["trial_pace"], row["status"], row["pace"]) == (pace, published["status"], pace)


def test_another_baseline_year_begins_the_way_there(marts, published):
    assert (published["baseline_year"], published["baseline"]) == (2023, 75.0)
    target, milestone = published["target"], published["milestone"]
    expected = 70 + (target - 70) * (2024 - 2022) / (milestone - 2022)
    assert tried(marts, baseline_year=2022)["trial_pace"] == pytest.approx((76 - 70) / (expected - 70))


def test_the_growth_ratio_and_the_index_are_as_worked_by_hand(marts, published):
    target, milestone = published["target"], published["milestone"]
    growth = (76 / 75 - 1) / ((target / 75) ** (1 / (milestone - 2023)) - 1)
    assert tried(marts, rule="growth")["trial_pace"] == pytest.approx(growth)
    at_milestone = 75 + (76 - 75) * (milestone - 2023)
    assert tried(marts, rule="index")["trial_pace"] == pytest.approx((at_milestone - 75) / (target - 75))


def test_growth_is_undefined_where_a_value_is_zero(marts, store):
    store.append(
        submission([("bac_ninh", "trained_labour", "total", year, value) for year, value in ((2023, 0.0), (2024, 9.0))])
    )
    marts.refresh()
    row = tried(marts, rule="growth")
    assert row["pace"] is not None
    assert (row["trial_pace"], row["trial_status"]) == (None, "no_pace")


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_judges_what_needs_no_pace_otherwise(marts, rule):
    rows = queries.trial_rows(marts.current, marts.at(None, Trial(rule=rule)), Filters())
    moved = rows.filter(rows["status"] != rows["trial_status"])
    assert set(moved["status"]) <= {"on_track", "behind", "off_track", "moving_away", "no_pace"}


def test_trials_leave_the_published_mart_as_it_was(marts):
    before = queries.shown(marts.current, Filters())
    current = marts.current
    for trial in (Trial(on_track=0.5, behind=0.1), Trial(rule="index"), Trial(baseline_year=2021)):
        marts.at(None, trial)
    assert marts.current is current
    assert queries.shown(marts.at(None), Filters()).equals(before)
