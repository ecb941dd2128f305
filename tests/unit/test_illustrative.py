"""What the illustrative figures promise, on the real catalogue."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

import polars as pl
import pytest

from dashboard.method import REPORT_STATES
from dashboard.store.illustrative import (
    AT_LEAST,
    SOURCE,
    YEARS,
    Key,
    illustrative_submissions,
    invented_values,
    series_in_force,
)
from dashboard.store.store import content_hash


@pytest.fixture(scope="module")
def everything(catalogue):
    return illustrative_submissions(catalogue)


@pytest.fixture(scope="module")
def submissions(everything):
    """The submissions of figures."""
    return [one for one in everything if one.task_reports.is_empty()]


@pytest.fixture(scope="module")
def of_tasks(everything):
    """The submissions of task reports."""
    return [one for one in everything if one.observations.is_empty()]


@pytest.fixture(scope="module", params=[42, 1, 2026], ids="seed {}".format)
def values(request, catalogue):
    return invented_values(series_in_force(catalogue), seed=request.param)


def rows(submissions):
    return [row for one in submissions for row in one.observations.iter_rows(named=True)]


def cell(row):
    return row["province"], row["indicator"], row["breakdown"], row["year"]


def reports(submissions):
    return [one for one in submissions if "dinh-chinh" not in one.file_name]


def corrections(submissions):
    return [one for one in submissions if "dinh-chinh" in one.file_name]


def hashed(one):
    return content_hash(one.observations, one.task_reports)


def test_the_same_seed_gives_the_same_submissions(catalogue, everything):
    def told(submissions):
        return [(replace(one, observations=None, task_reports=None), hashed(one)) for one in submissions]

    assert told(illustrative_submissions(catalogue, seed=42)) == told(everything)
    assert told(illustrative_submissions(catalogue, seed=43)) != told(everything)


def test_no_two_submissions_have_the_same_content(everything):
    assert len({hashed(one) for one in everything}) == len(everything)


def test_a_lead_reports_on_its_own_tasks_of_one_year_without_contradiction(catalogue, of_tasks):
    for one in of_tasks:
        plan = catalogue.plan_in_force(one.province).id
        led = {task.task for task in catalogue.tasks if task.plan == plan and one.agency in task.lead_agencies}
        assert set(one.task_reports["task"]) <= led
        assert one.task_reports["year"].unique().to_list() == [one.year]
        assert one.submitted_at.year == one.year
        for row in one.task_reports.iter_rows(named=True):
            assert (row["date_done"] is not None) == (row["state"] == "done")
            assert row["date_done"] is None or row["date_done"] < one.submitted_at.date()
            assert row["state"] != "cannot_be_done" or row["what_hinders"]
            assert row["document_date"] is None or row["document_number"]


def test_task_reports_have_every_state_and_holes(catalogue, of_tasks):
    rows = pl.concat([one.task_reports for one in of_tasks])
    assert set(rows["state"]) == set(REPORT_STATES)
    in_force = [task for task in catalogue.tasks if catalogue.plan[task.plan].in_force]
    assert 0.3 < rows["task"].n_unique() / len(in_force) < 0.9
    assert {one.approved_by is None for one in of_tasks} == {True, False}


def test_another_indicator_changes_no_other_series(catalogue):
    fewer = tuple(target for target in catalogue.targets if target.indicator != "nursery_enrolment")
    without = invented_values(series_in_force(catalogue.model_copy(update={"targets": fewer})), seed=42)
    with_it = invented_values(series_in_force(catalogue), seed=42)
    assert len(without) < len(with_it)
    assert {key: with_it[key] for key in without} == without


def test_every_series_in_force_has_values(catalogue, values):
    in_force = {
        (target.province, target.indicator, target.breakdown)
        for target in catalogue.targets
        if catalogue.plan[target.plan].in_force
    }
    assert set(values) == in_force
    assert all(list(course) == list(YEARS) for course in values.values())


def test_values_stay_in_bounds_with_the_decimals_of_their_indicator(catalogue, values):
    for key, course in values.items():
        indicator = catalogue.indicator[key.indicator]
        for value in course.values():
            assert indicator.minimum is None or value >= indicator.minimum, key
            assert indicator.maximum is None or value <= indicator.maximum, key
            assert value == round(value, indicator.decimals), key


def test_a_total_lies_between_its_urban_and_rural_parts(values):
    found = 0
    for key, total in values.items():
        parts = [values.get(key._replace(breakdown=part)) for part in ("urban", "rural")]
        if key.breakdown == "total" and all(parts):
            found += 1
            for year, value in total.items():
                assert min(part[year] for part in parts) <= value <= max(part[year] for part in parts), (key, year)
    assert found


@pytest.mark.parametrize(("larger", "smaller", "least"), AT_LEAST)
def test_what_cannot_be_smaller_is_not(catalogue, values, larger, smaller, least):
    pairs = [
        (values.get(Key(province, *larger)), values.get(Key(province, *smaller))) for province in catalogue.province
    ]
    pairs = [(upper, lower) for upper, lower in pairs if upper and lower]
    assert pairs
    for upper, lower in pairs:
        assert all(upper[year] - lower[year] >= min(least, upper[year]) - 0.051 for year in YEARS)


def test_whole_things_and_levels_never_go_down(catalogue, values):
    for key, course in values.items():
        if catalogue.unit_of(key.indicator).integral or catalogue.indicator[key.indicator].kind == "levels":
            assert list(course.values()) == sorted(course.values()), key


@pytest.mark.parametrize(
    ("indicator", "low", "high"),
    [
        ("hdi", 0.6, 0.8),
        ("fertility_rate", 1.85, 2.35),
        ("poverty_reduction", -0.5, 5),
        ("life_expectancy", 72, 77),
        ("healthy_life_years", 60, 70),
        ("unemployment_rate", 1.5, 6),
        ("poor_household_income", 1, 2.5),
    ],
)
def test_well_known_measures_stay_in_the_range_people_know(values, indicator, low, high):
    found = [value for key, course in values.items() if key.indicator == indicator for value in course.values()]
    assert found
    assert low <= min(found)
    assert max(found) <= high


def test_an_agency_hands_in_one_report_a_year_for_the_series_it_answers_for(catalogue, submissions):
    agency_of = {one.key: catalogue.agency[one.agency].vi for one in series_in_force(catalogue)}
    for one in submissions:
        assert one.kind == "generated"
        assert one.observations.select("province", "year").unique().height == 1
        answering = {agency_of[Key(*key)] for key in one.observations.select(Key._fields).rows()}
        assert answering == {one.submitted_by}
    assert max(Counter(one.file_name for one in submissions).values()) == 1
    assert "so-lieu-minh-hoa-bac_ninh-health_department-2024.csv" in {one.file_name for one in submissions}


def test_reports_are_approved_by_the_coordinating_agency_just_before_the_deadline(catalogue, submissions):
    for one in reports(submissions):
        province, year = one.observations.select("province", "year").row(0)
        plan = catalogue.plan_in_force(province)
        if one.approved_by is None:
            assert year == YEARS[-1]
            assert plan.deadlines.agencies.on(year) < one.submitted_at.date() < plan.deadlines.agencies.on(year + 1)
            continue
        assert one.approved_by == catalogue.agency[plan.coordinating_agency].vi
        assert one.submitted_at < one.approved_at
        assert dt.timedelta(0) < plan.deadlines.agencies.on(year) - one.submitted_at.date() <= dt.timedelta(days=14)
        assert one.approved_at.date() < plan.deadlines.agencies.on(year)
    assert max(one.approved_at or one.submitted_at for one in submissions) < dt.datetime(2026, 11, 1)


def test_about_a_tenth_of_the_figures_is_missing(catalogue, submissions):
    published = {cell(row) for row in rows(one for one in submissions if one.approved_by)}
    series = series_in_force(catalogue)
    assert 0.07 <= 1 - len(published) / (len(series) * len(YEARS)) <= 0.12
    years = defaultdict(set)
    for province, indicator, breakdown, year in published:
        years[province, indicator, breakdown].add(year)
    assert 2 <= len(series) - len(years) <= 10
    assert 2 <= sum(len(found) == 1 for found in years.values()) <= 12


def test_some_agencies_are_late_with_the_last_year(catalogue, submissions):
    last = [one for one in reports(submissions) if one.observations["year"][0] == YEARS[-1]]
    waiting = [one for one in last if one.approved_by is None]
    in_charge = {(one.key.province, one.agency) for one in series_in_force(catalogue)}
    assert 1 <= len(waiting) <= 4
    assert 1 <= len(in_charge) - len(last) <= 4


def test_a_dozen_figures_are_corrected_in_the_following_year_with_a_reason(submissions):
    first = {cell(row): row for row in rows(one for one in reports(submissions) if one.approved_by)}
    corrected = rows(corrections(submissions))
    assert 8 <= len(corrected) <= 16
    for row in corrected:
        assert row["note"].startswith("Đính chính: ")
        assert not row["preliminary"]
        assert first[cell(row)]["value"] != row["value"]
        assert first[cell(row)]["note"] == ""
    for one in corrections(submissions):
        assert one.approved_at.year == one.observations["year"][0] + 1
        assert one.note


def test_the_last_figures_of_early_reports_are_mostly_estimates(submissions):
    preliminary = [row for row in rows(submissions) if row["preliminary"]]
    assert {row["year"] for row in preliminary} == {YEARS[-1]}
    counts = Counter(row["province"] for row in preliminary)
    assert counts["bac_giang"] <= 8  # reports on 10 December
    assert min(counts["bac_ninh"], counts["tuyen_quang"]) >= 30  # before 30 October


def test_every_figure_says_that_it_is_illustrative_and_is_a_number_or_a_level(catalogue, submissions):
    for row in rows(submissions):
        assert (row["source"], row["source_table"], row["locator"]) == (SOURCE, "", "")
        levels = [level.id for level in catalogue.indicator[row["indicator"]].levels]
        assert (row["value"] is None) == bool(levels)
        assert row["level"] in levels if levels else row["level"] is None
