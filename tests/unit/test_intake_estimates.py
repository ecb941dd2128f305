"""Estimates and final figures: what a file says, what the date says, and what the next year asks for."""

import datetime as dt
from functools import cache

import pytest

from dashboard.intake.checking import check
from dashboard.intake.comparing import compare
from dashboard.intake.context import Context
from dashboard.intake.reading import read
from dashboard.intake.templates import expected_rows
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.store.store import Submission, open_store
from tests.conftest import observations
from tests.stores import location_in

HEADER = "province;indicator;breakdown;year;value;source;note;Ước hay chính thức"
NINH = ("bac_ninh", "trained_labour", "total")
ESTIMATE = 79.5
IN_OCTOBER = dt.date(2025, 10, 20)
NEXT_YEAR = dt.date(2026, 10, 20)
FOR_2025, FOR_2026 = Context(("bac_ninh",), (), 2025), Context(("bac_ninh",), (), 2026)


@pytest.fixture(scope="module")
def on(catalogue, tmp_path_factory):
    """Give a function that returns the mart of a day, with an estimate of 2025 published where that is asked for."""
    empty, with_estimate = (open_store(location_in(tmp_path_factory.mktemp("estimates"), "store")) for _ in range(2))
    rows = observations([(*NINH, 2025, ESTIMATE)]).with_columns(preliminary=True)
    at = dt.datetime(2025, 10, 21)
    with_estimate.append(
        Submission(rows, "file", "uoc.csv", "nop", submitted_at=at, approved_by="duyet", approved_at=at)
    )

    @cache
    def on(day, *, estimated=False):
        return Mart(catalogue, with_estimate if estimated else empty, as_of=day)

    yield on
    empty.close()
    with_estimate.close()


def line(value, year, said="", indicator="trained_labour"):
    return f"bac_ninh;{indicator};total;{year};{value};Sở;;{said}"


def checked(mart, catalogue, scope, *lines, header=HEADER):
    return check(read("\n".join((header, *lines)).encode(), "x.csv"), scope, catalogue, mart)


def codes(found, severity=None):
    return [issue.code for issue in found.issues if severity in (None, issue.severity)]


@pytest.mark.parametrize(
    ("day", "said", "is_estimate", "is_told"),
    [
        (IN_OCTOBER, "", True, True),
        (IN_OCTOBER, "chính thức", False, False),
        (IN_OCTOBER, "ước", True, False),
        (dt.date(2025, 12, 31), "", True, True),
        (dt.date(2026, 1, 1), "", False, False),
        (dt.date(2026, 1, 1), "sơ bộ", True, False),
        (dt.date(2026, 1, 1), "Ước thực hiện", True, False),
        (dt.date(2026, 1, 1), "final", False, False),
    ],
)
def test_a_figure_is_an_estimate_as_the_file_says_else_while_its_year_lasts(
    on, catalogue, day, said, is_estimate, is_told
):
    found = checked(on(day), catalogue, FOR_2025, line("79,5", 2025, said))
    assert found.observations["preliminary"].to_list() == [is_estimate]
    assert ("taken_as_estimate" in codes(found)) is is_told


def test_without_the_column_the_date_decides(on, catalogue):
    header = HEADER.removesuffix(";Ước hay chính thức")
    found = checked(on(IN_OCTOBER), catalogue, FOR_2025, line("79,5", 2025).removesuffix(";"), header=header)
    assert found.observations["preliminary"].to_list() == [True]


def test_other_words_are_an_error_that_says_what_to_write(on, catalogue):
    found = checked(on(IN_OCTOBER), catalogue, FOR_2025, line("79,5", 2025, "tạm"))
    (issue,) = found.errors
    assert issue.code == "not_yes_no"
    assert "“ước” hoặc “chính thức”" in issue.tell_fix()


def test_what_is_not_available_is_no_estimate(on, catalogue):
    found = checked(on(IN_OCTOBER), catalogue, FOR_2025, "bac_ninh;trained_labour;total;2025;N/A;Sở;chưa điều tra;")
    assert found.observations["preliminary"].to_list() == [False]
    assert "taken_as_estimate" not in codes(found)


def test_the_next_years_list_asks_for_the_final_figure_in_a_line_of_its_own(on, catalogue):
    mart = on(NEXT_YEAR, estimated=True)
    rows = expected_rows(mart, catalogue, province="bac_ninh", agency=None, year=2026)
    asked = rows.filter("asks_final")
    assert asked.select("indicator", "year", "published").rows() == [("trained_labour", 2025, 79.5)]
    both = rows.filter(indicator="trained_labour").select("year", "asks_final").rows()
    assert both == [(2026, False), (2025, True)]
    assert not queries.expected(mart, provinces=("bac_ninh",), agencies=(), year=2025)["asks_final"].any()


def test_the_final_figure_comes_in_with_the_next_years_file_and_no_other_earlier_year_does(on, catalogue):
    mart = on(NEXT_YEAR, estimated=True)
    found = checked(
        mart, catalogue, FOR_2026, line("80,2", 2025), line("81", 2026), line("28", 2025, indicator="certified_labour")
    )
    (error,) = found.errors
    assert (error.code, error.rows) == ("other_year", (4,))
    assert found.observations.select("year", "value", "preliminary").rows() == [(2025, 80.2, False), (2026, 81.0, True)]
    assert "changes_published" not in codes(found)  # a final figure in place of an estimate is no correction


def test_a_final_figure_that_equals_its_estimate_is_a_change(on, catalogue):
    mart = on(NEXT_YEAR, estimated=True)
    found = checked(mart, catalogue, FOR_2026, line("79,5", 2025))
    changes = compare(found.observations, mart, catalogue, FOR_2026)
    assert changes.of("changed").select("year", "old", "new", "preliminary").rows() == [(2025, 79.5, 79.5, False)]


def test_an_estimate_in_place_of_another_is_a_correction(on, catalogue):
    found = checked(on(IN_OCTOBER + dt.timedelta(5), estimated=True), catalogue, FOR_2025, line("79,9", 2025))
    assert "changes_published" in codes(found, "warning")


@pytest.mark.parametrize(
    ("indicator", "value", "code"),
    [
        ("immunisation_coverage", "101,5", "beyond_usual"),  # children vaccinated over children registered
        ("immunisation_coverage", "151", "outside_bounds"),  # no coverage of half as much again
        ("unemployment_rate", "101,5", "outside_bounds"),  # a part of its own whole
        ("poor_household_income", "0,9", "beyond_usual"),  # the rise, where the multiple is asked for
        ("poor_household_income", "-1", "beyond_usual"),
        ("poor_household_income", "1,9", None),
    ],
)
def test_a_soft_bound_asks_and_a_hard_one_refuses(on, catalogue, indicator, value, code):
    found = checked(on(dt.date(2026, 1, 5)), catalogue, FOR_2025, line(value, 2025, indicator=indicator))
    told = [issue for issue in found.issues if issue.severity != "notice"]
    assert [issue.code for issue in told] == ([code] if code else [])
    if code:
        assert told[0].severity == ("error" if code == "outside_bounds" else "warning")
