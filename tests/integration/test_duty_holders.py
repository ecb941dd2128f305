"""Who holds each duty in which year, as the mart says it, against a plain reading of the reference files."""

import csv
from itertools import product

import pytest
import yaml

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from tests.conftest import PROJECT

BEFORE, SINCE = 2024, 2025


@pytest.fixture(scope="module")
def plain():
    """Return (holders, unclear) of every printed row by (province, indicator, breakdown), read without the application."""
    read = {
        name: yaml.safe_load((PROJECT / name).read_text("utf-8"))
        for name in ("data/agencies.yaml", "data/successions.yaml", "indicators.yaml")
    }
    id_of = {
        text: agency["id"] for agency in read["data/agencies.yaml"]["agencies"] for text in agency.get("printed", [])
    }
    sector = {one["id"]: one["sector"] for one in read["indicators.yaml"]["indicators"]}
    found = {}
    with (PROJECT / "data/targets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["plan"] == "bac_giang_30":
                continue
            holders, unclear = [], []
            for name in row["agency_in_charge"].split(";"):
                agency = id_of[name.strip()]
                rows = [
                    one
                    for one in read["data/successions.yaml"]["successions"]
                    if one["from"] == agency
                    and one.get("role", "lead") == "lead"
                    and (
                        not {"sectors", "indicators", "themes", "tasks"} & one.keys()
                        or row["indicator"] in one.get("indicators", [])
                        or sector[row["indicator"]] in one.get("sectors", [])
                    )
                ]
                assert len(rows) <= 1
                to = rows[0]["to"] if rows else agency
                unclear += [] if rows else [agency]
                holders += [] if to in holders else [to]
            found[row["province"], row["indicator"], row["breakdown"]] = (
                holders,
                unclear,
                [id_of[n.strip()] for n in row["agency_in_charge"].split(";")],
            )
    return found


@pytest.fixture
def mart(catalogue, store):
    return Mart(catalogue, store)


def test_who_is_asked_for_a_year_is_what_the_files_say(mart, plain):
    for year in (BEFORE, SINCE, SINCE + 1):
        rows = queries.expected(mart, provinces=(), agencies=(), year=year)
        assert rows.height == len(plain) == 310 or rows.height == len(plain)
        for row in rows.iter_rows(named=True):
            holders, unclear, printed = plain[row["province"], row["indicator"], row["breakdown"]]
            assert row["agencies"] == printed
            assert (row["holders"], row["unclear"]) == ((printed, []) if year < SINCE else (holders, unclear))


def test_assessed_rows_name_who_held_the_duty_in_their_year(mart, plain):
    rows = queries.assessed(mart, Filters(years=(BEFORE, SINCE)))
    assert set(rows["year"]) == {BEFORE, SINCE}
    for row in rows.iter_rows(named=True):
        holders, _, printed = plain[row["province"], row["indicator"], row["breakdown"]]
        assert row["holders"] == (holders if row["year"] >= SINCE else printed)


@pytest.mark.parametrize(
    "agency", ["labour_department", "home_affairs_department", "health_department", "statistics_office"]
)
def test_the_filter_finds_rows_by_printed_and_by_todays_agency(mart, plain, agency):
    for year in (BEFORE, SINCE):
        found = queries.shown(mart, Filters(years=(year,), agencies=(agency,)))
        wanted = {
            key
            for key, (holders, _, printed) in plain.items()
            if agency in printed or (year >= SINCE and agency in holders)
        }
        assert set(found.select("province", "indicator", "breakdown").iter_rows()) == wanted


def test_sums_by_agency_count_under_todays(mart):
    rows = queries.summary(mart, Filters(years=(SINCE,)), "agency")
    assert "agriculture_environment_department" in set(rows["value"])
    assert "agriculture_department" not in set(rows["value"])
    before = queries.summary(mart, Filters(years=(BEFORE,)), "agency")
    assert "agriculture_department" in set(before["value"])


def test_tasks_are_found_by_both_and_asked_of_todays_lead(catalogue, mart):
    for year, lead in product((BEFORE, SINCE + 1), ("agriculture_environment_department", "agriculture_department")):
        rows = queries.expected_tasks(mart, provinces=(), agencies=(lead,), year=year)
        assert rows.height
        for row in rows.iter_rows(named=True):
            now = list(dict.fromkeys(one.agency for one in catalogue.holders(catalogue.task[row["task"]], year)))
            assert row["lead_holders"] == now
    both = [
        queries.tasks(mart, Filters(agencies=(lead,)))["task"].to_list()
        for lead in ("planning_department", "finance_department")
    ]
    assert both[0]
    assert set(both[0]) <= set(both[1])


def test_an_agency_of_today_may_hand_in_years_before_it_was(mart):
    rows = queries.expected(mart, provinces=("bac_ninh",), agencies=("home_affairs_department",), year=2023)
    assert "merit_living_standard" in set(rows["indicator"])
