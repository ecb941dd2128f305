"""What a submission would change, figure by figure and status by status."""

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard import workflow
from dashboard.filters import Filters
from dashboard.intake.checking import check
from dashboard.intake.comparing import KINDS, compare, since_return, statuses_after
from dashboard.intake.context import Context
from dashboard.intake.issues import Issue, told_of
from dashboard.intake.reading import read
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.store.store import open_store
from tests.conftest import observations, submission
from tests.integration.offices import REVIEWER
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


@pytest.fixture
def own_store(store):
    """A store of the test's own, for one that hands in."""
    store.append(submission(PUBLISHED, kind="curated", file_name="rows.csv"))
    return store


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


def test_a_row_with_an_error_is_wrong_and_not_missing(mart, catalogue):
    row = {"province": NINH[0], "indicator": NINH[1], "breakdown": NINH[2], "year": 2024}
    nameless = {"province": "bac_ninh", "indicator": None, "breakdown": None, "year": 2024}
    given = [("bac_ninh", "certified_labour", "total", 2024, 31)]
    repeated = {**row, "indicator": "certified_labour"}
    before = compare(observations(given), mart, catalogue, SCOPE).counts
    changes = compare(observations(given), mart, catalogue, SCOPE, wrong=pl.DataFrame([row, row, nameless, repeated]))
    assert changes.of("wrong").select("indicator", "old", "new").rows() == [("trained_labour", 78.1, None)]
    assert changes.counts == {**before, "wrong": 1, "missing": before["missing"] - 1}


def test_another_note_or_another_kind_of_figure_is_a_change(own_store, catalogue):
    given = observations(
        [(*NINH, 2025, 80.0), (*URBAN, 2025, 2.2), ("bac_ninh", "certified_labour", "total", 2025, 31)]
    )
    own_store.append(replace(submission([]), observations=given.with_columns(note=pl.lit("theo điều tra"))))
    mart = Mart(catalogue, own_store)
    noted = pl.Series(["theo sổ sách", "theo điều tra", "theo điều tra"])
    again = given.with_columns(note=noted, preliminary=pl.Series([False, True, False]))
    rows = compare(again, mart, catalogue, Context()).rows.select(
        "kind", "indicator", "old_note", "note", "old_estimate"
    )
    assert set(rows.rows()) == {
        ("noted", "trained_labour", "theo điều tra", "theo sổ sách", False),
        ("changed", "unemployment_rate", "theo điều tra", "theo điều tra", False),
        ("unchanged", "certified_labour", "theo điều tra", "theo điều tra", False),
    }


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


def test_the_years_that_a_baseline_decides_are_told(catalogue, store):
    key = ("bac_ninh", "certified_labour", "total")
    store.append(submission([(*key, 2024, 32)], kind="curated", file_name="rows.csv"))
    mart = Mart(catalogue, store)
    moves = statuses_after(observations([(*key, 2023, 30)]), mart, catalogue, store)
    (row,) = moves.filter(year=2024).iter_rows(named=True)
    assert (row["status_before"], row["new_baseline"]) == ("no_pace", 2023)
    assert row["status_after"] not in ("no_pace", "no_data")
    assert moves.filter(pl.col("year") <= 2023)["new_baseline"].drop_nulls().is_empty()
    again = statuses_after(observations([(*key, 2026, 34)]), mart, catalogue, store)
    assert again["new_baseline"].drop_nulls().is_empty()  # no other baseline


def test_asking_what_would_be_writes_nothing(catalogue, published_store, mart):
    before = published_store.snapshot()
    statuses_after(observations(GIVEN), mart, catalogue, published_store)
    assert published_store.snapshot() == before


HEADER = "province;indicator;breakdown;year;value;source;note"


def checked_again(catalogue, store, *lines):
    sheet = read("\n".join((HEADER, *lines)).encode(), "x.csv")
    return check(sheet, SCOPE, catalogue, Mart(catalogue, store), waiting=workflow.waiting(store, "bac_ninh"))


def test_figures_that_wait_for_review_are_errors_that_name_where(catalogue, own_store):
    (first,) = own_store.append(submission([(*NINH, 2024, 78), (*URBAN, 2024, 2.3)], approved_by=None))
    own_store.append(submission([("bac_ninh", "hdi", "total", 2024, 0.7)], approved_by=None))
    lines = ("bac_ninh;trained_labour;total;2024;78,1;Sở;", "bac_ninh;unemployment_rate;urban;2024;2,3;Sở;")
    result = checked_again(catalogue, own_store, *lines, "bac_ninh;certified_labour;total;2024;31;Sở;")
    (issue,) = result.issues
    assert (issue.code, issue.severity, issue.rows, issue.submission) == ("under_review", "error", (2, 3), first)
    assert issue.tell() == f"Số liệu này đang chờ duyệt ở lần nộp {first[:8]}."
    assert not result.can_be_submitted
    assert result.observations["indicator"].to_list() == ["certified_labour"]
    assert result.wrong.rows() == [(*NINH, 2024), (*URBAN, 2024)]


def test_a_returned_figure_is_handed_in_again_without_a_word(catalogue, own_store):
    (id_,) = own_store.append(submission([(*NINH, 2024, 78)], province="bac_ninh", approved_by=None))
    workflow.return_(own_store, REVIEWER, id_, note="sai")
    result = checked_again(catalogue, own_store, "bac_ninh;trained_labour;total;2024;78,1;Sở;")
    assert result.issues == ()
    assert result.can_be_submitted


# ---- a returned submission and its answer ----------------------------------------------------------------------------


def test_what_answers_a_return_is_held_against_it_figure_by_figure(catalogue):
    labour, births = ("bac_ninh", "certified_labour", "total"), ("bac_ninh", "sex_ratio_at_birth", "total")
    before = observations(
        [
            (*NINH, 2024, 78),
            (*URBAN, 2024, 2.3),
            (*FERTILITY, 2024, "assured"),
            (*labour, 2024, 31),
            (*births, 2024, 112),
        ]
    )
    now = observations(
        [
            (*NINH, 2024, 78.1),
            (*URBAN, 2024, 2.3),
            (*FERTILITY, 2024, "firmly_assured"),
            (*labour, 2024, None),
            (*NINH, 2023, 77),
        ]
    ).with_columns(source=pl.when(indicator="unemployment_rate").then(pl.lit("Điều tra")).otherwise("source"))
    changes = since_return(before, now, catalogue)
    told = changes.rows.select("kind", "indicator", "year", "old", "old_level", "new", "new_level").rows()
    assert set(told) == {
        ("changed", "trained_labour", 2024, 78.0, None, 78.1, None),
        ("changed", "replacement_fertility", 2024, None, "assured", None, "firmly_assured"),
        ("withdrawn", "certified_labour", 2024, 31.0, None, None, None),
        ("noted", "unemployment_rate", 2024, 2.3, None, 2.3, None),
        ("new", "trained_labour", 2023, None, None, 77.0, None),
        ("missing", "sex_ratio_at_birth", 2024, 112.0, None, None, None),
    }
    assert changes.rows["kind"].to_list() == ["changed", "changed", "withdrawn", "noted", "new", "missing"]
    assert changes.of("noted").select("old_source", "source").row(0) == ("test", "Điều tra")
    assert since_return(before, before, catalogue).counts["unchanged"] == before.height


def test_what_was_explained_is_told_from_the_key_alone():
    issue = Issue(
        "unlike_history",
        "value",
        (3,),
        values={"name": "Tuổi thọ trung bình", "old": 75.9, "new": 76.4, "low": -0.2, "high": 0.4},
    )
    assert told_of(issue.key) == issue.tell()
    assert told_of(issue.key, language="en") == issue.tell(language="en")
    gaps = "“…”: từ … thành … là thay đổi khác thường; các năm trước thường thay đổi … mỗi năm."
    assert (told_of("unlike_history"), told_of("unlike_history:0123456789ab"), told_of("jump")) == (gaps, gaps, "jump")
