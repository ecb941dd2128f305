"""The columns people see: each has a heading, in the order of the page, with words in the place of its ids."""

import polars as pl
import pytest

from dashboard.exports import TABLES, Arrangement
from dashboard.exports.arrangement import ALWAYS, BESIDE
from dashboard.exports.labels import words_for
from dashboard.exports.page_columns import PAGE_COLUMNS, page_columns
from dashboard.notation import part_name

WORDS = {words for beside in BESIDE.values() for words in beside} | {"plan_number", "previous_level"}
"""Columns of words: people read them in the place of their ids, and a level in the place of its rank."""


@pytest.mark.parametrize("table", TABLES)
def test_every_column_but_those_the_head_tells_has_a_heading(table):
    assert {name for name in TABLES[table] if name not in PAGE_COLUMNS} <= {*WORDS, *ALWAYS}


@pytest.mark.parametrize("table", TABLES)
def test_usual_columns_are_some_of_the_table(table):
    usual = page_columns(Arrangement(), table)
    assert set(usual) <= set(TABLES[table])
    assert len(usual) == len(set(usual))


def test_chosen_columns_stand_in_the_order_of_the_page_and_then_of_the_table():
    chosen = Arrangement(columns=("year", "actual", "near_threshold", "status", "indicator"))
    assert page_columns(chosen, "gaps") == ("indicator", "year", "actual", "status", "near_threshold")


def test_columns_of_words_are_shown_as_those_of_their_ids():
    chosen = Arrangement(columns=("province_name", "status_name", "plan_number"))
    assert page_columns(chosen, "gaps") == ("province", "status", "plan")
    assert page_columns(Arrangement(columns=("title", "task")), "tasks") == ("task",)


def test_columns_the_head_tells_leave_the_usual_ones():
    assert page_columns(Arrangement(columns=("origin", "snapshot")), "gaps") == page_columns(Arrangement(), "gaps")


def test_years_across_stand_behind_what_they_are_of():
    assert page_columns(Arrangement(view="wide"), "gaps") == ("indicator", "province", "unit")
    assert page_columns(Arrangement(view="wide", columns=("province", "sector")), "gaps") == ("province", "sector")


def test_names_of_the_catalogue_stand_in_the_place_of_ids(catalogue):
    row = {
        "indicator": "unemployment_rate",
        "breakdown": "urban",
        "agencies": ["health_department", "statistics_office"],
    }
    frame = pl.DataFrame([row])
    made = frame.select(**words_for(frame.columns, catalogue, "en")).row(0, named=True)
    agencies = [catalogue.agency[id_].name("en") for id_ in row["agencies"]]
    assert made["indicator"] == part_name(row, catalogue, "en")
    assert made["agencies"] == "; ".join(agencies)
    assert (made["unit"], made["sector"]) == ("%", catalogue.sector["labour"].name("en"))
