"""Where a task stands: every status, to the day, by what was published at the end of that day."""

import datetime as dt
from collections import Counter

import pytest

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import pressing, task_counts, task_years, tasks
from dashboard.method import REPORT_STATES, TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.reference.tasks import yearly_deadline
from tests.task_reports import publish, report

DUE = "bac_ninh_246_a3_vi_1"  # 31 December 2026
DUE_IN_2025 = ("bac_ninh_246_a3_i_1", "bac_ninh_246_a3_i_2", "bac_ninh_246_a3_ii_1", "bac_ninh_246_a3_ii_3")
STANDING = "bac_ninh_246_a2_i_1"  # no day of its own: the plan's, before 30 October
FOUR_STANDING = (STANDING, "bac_ninh_246_a2_i_2", "bac_ninh_246_a2_ii_1", "tuyen_quang_103_a2_i_2")
OWN_DAY = "bac_ninh_246_iv_2_3"  # before 10 November
UNDER_ITS_PLAN, WHEN_POLICY_COMES, NOT_PRINTED = "bac_ninh_246_a2_iii_1", "bac_ninh_246_a2_iii_4", "bac_ninh_246_iv_1_2"


@pytest.fixture(scope="module")
def at(catalogue, reused_store):
    """Give a function that builds the mart of a day by what was reported."""

    def build(day, *reports):
        mart = Mart(catalogue, reused_store, as_of=dt.date.fromisoformat(day))
        return publish(mart, *reports, day=day) if reports else mart

    return build


@pytest.fixture(scope="module")
def mart(at):
    return at("2026-11-27")


@pytest.fixture(scope="module")
def rows(at):
    """Give a function that returns the tasks on a day by what was reported, by id: one mart whose rules are run again for each."""
    mart = at("2026-11-27")

    def found(day, *reports):
        publish(mart, *reports, day=day)
        return {row["task"]: row for row in tasks(mart, Filters()).iter_rows(named=True)}

    return found


def status(rows, task, day, *reports):
    return rows(day, *reports)[task]["task_status"]


def test_the_tasks_chosen_here_are_what_their_names_say(catalogue):
    timings = {
        DUE: "due",
        STANDING: "standing",
        OWN_DAY: "standing",
        UNDER_ITS_PLAN: "under_its_plan",
        WHEN_POLICY_COMES: "when_policy_comes",
        NOT_PRINTED: "not_printed",
    }
    assert {id_: catalogue.task[id_].timing for id_ in timings} == timings
    assert {task.timing for task in catalogue.tasks} == set(TIMINGS)
    assert {task.kind for task in catalogue.tasks} == set(TASK_KINDS)
    assert set(REPORT_STATES) < set(TASK_STATUS)


@pytest.mark.parametrize(
    ("day", "expected", "left"),
    [
        ("2026-10-31", "not_due", 61),
        ("2026-11-01", "due_soon", 60),
        ("2026-12-31", "due_soon", 0),
        ("2027-01-01", "overdue", -1),
    ],
)
def test_a_task_is_due_soon_from_60_days_before_its_date_and_overdue_from_the_day_after(rows, day, expected, left):
    row = rows(day)[DUE]
    assert (row["task_status"], row["days_left"], row["report_state"]) == (expected, left, None)


def test_only_done_and_cannot_be_done_outlive_the_due_date(rows):
    reports = [report(id_, 2025, state, "2025-08-01") for id_, state in zip(DUE_IN_2025, REPORT_STATES, strict=True)]
    found = [[rows(day, *reports)[id_] for id_ in DUE_IN_2025] for day in ("2025-09-01", "2025-12-01", "2026-01-01")]
    assert [[row["task_status"] for row in of_day] for of_day in found] == [
        ["not_begun", "under_way", "done", "cannot_be_done"],
        ["due_soon", "due_soon", "done", "cannot_be_done"],
        ["overdue", "overdue", "done", "cannot_be_done"],
    ]
    assert [row["report_state"] for row in found[-1]] == list(REPORT_STATES)


@pytest.mark.parametrize(
    ("task", "day", "expected", "year"),
    [
        (STANDING, "2024-10-29", "not_due", None),
        (STANDING, "2024-10-30", "not_reported", 2024),
        (STANDING, "2026-10-29", "not_reported", 2025),
        (STANDING, "2026-10-30", "not_reported", 2026),
        (OWN_DAY, "2024-11-09", "not_due", None),
        (OWN_DAY, "2024-11-10", "not_reported", 2024),
    ],
)
def test_a_standing_task_is_asked_for_from_the_very_day_its_own_print_or_the_plan_names(
    rows, task, day, expected, year
):
    row = rows(day)[task]
    assert (row["task_status"], row["asked_year"]) == (expected, year)


def test_a_report_on_a_standing_task_holds_until_the_next_year_is_due(rows):
    told = [report(id_, 2024, state) for id_, state in zip(FOUR_STANDING, REPORT_STATES, strict=True)]
    for day in ("2024-12-02", "2025-10-29"):
        assert [rows(day, *told)[id_]["task_status"] for id_ in FOUR_STANDING] == list(REPORT_STATES)
    assert {rows("2025-10-30", *told)[id_]["task_status"] for id_ in FOUR_STANDING} == {"not_reported"}
    early = report(STANDING, 2025, "under_way", "2025-03-01")
    for day in ("2025-03-02", "2026-10-29"):
        assert status(rows, STANDING, day, *told, early) == "under_way"


def test_a_task_without_a_printed_date_is_never_late_and_stands_as_last_reported(rows):
    undated = (UNDER_ITS_PLAN, WHEN_POLICY_COMES, NOT_PRINTED)
    assert {rows("2029-12-31")[id_]["task_status"] for id_ in undated} == {"no_date"}
    for state in REPORT_STATES:
        told = [report(id_, 2024, state) for id_ in undated]
        assert {rows("2029-12-31", *told)[id_]["task_status"] for id_ in undated} == {state}


def test_the_report_on_the_latest_year_counts_and_of_one_year_the_one_published_last(rows):
    first = report(DUE, 2025, "under_way", "2025-11-01")
    of_before = report(DUE, 2024, "cannot_be_done", "2026-02-01")
    again = report(DUE, 2025, "done", "2026-03-01", document_number="12/QĐ-UBND", date_done=dt.date(2025, 12, 1))
    assert status(rows, DUE, "2026-02-15", first, of_before) == "under_way"
    row = rows("2026-03-15", first, of_before, again)[DUE]
    assert (row["task_status"], row["report_year"], row["document_number"]) == ("done", 2025, "12/QĐ-UBND")
    assert row["date_done"] == dt.date(2025, 12, 1)
    assert row["years"] == [2024, 2025, 2026]


def test_a_past_day_knows_what_was_published_by_its_end_in_viet_nam(at):
    told = report(DUE, 2025, "done", published="2025-11-01T17:00:00")  # midnight of 2 November in Việt Nam
    of_days = [
        tasks(at(day, told), Filters(tasks=(DUE,)))["task_status"].item() for day in ("2025-11-01", "2025-11-02")
    ]
    assert of_days == ["not_due", "done"]


@pytest.mark.parametrize(
    ("day", "plans"),
    [
        ("2024-05-23", set()),
        ("2024-05-24", {"tuyen_quang_103"}),
        ("2024-07-31", {"tuyen_quang_103", "bac_ninh_246"}),
        ("2024-08-16", {"tuyen_quang_103", "bac_ninh_246", "bac_giang_50"}),
    ],
)
def test_there_are_no_tasks_before_their_plan_is_issued(rows, day, plans):
    assert {row["plan"] for row in rows(day).values()} == plans


@pytest.mark.parametrize(
    ("day", "overdue", "soon", "unreported"), [("2026-11-27", 32, 3, 89), ("2025-01-01", 19, 0, 89), ("2024-07-01", 3, 0, 0)]
)  # fmt: skip
def test_where_the_shipped_tasks_stand_while_nothing_is_reported(rows, day, overdue, soon, unreported):
    found = Counter(row["task_status"] for row in rows(day).values())
    assert (found["overdue"], found["due_soon"], found["not_reported"]) == (overdue, soon, unreported)
    assert not {"done", "under_way", "not_begun", "cannot_be_done"} & set(found)
    if day > "2024-09":
        assert found["no_date"] == 121 + 34 + 6


def test_the_years_of_a_task_are_those_it_is_asked_for(rows):
    found = rows("2026-11-27")
    assert found[DUE]["years"] == [2026]
    assert found[STANDING]["years"] == list(range(2024, 2031))
    assert found[NOT_PRINTED]["years"] == []


def test_what_presses_is_overdue_or_falls_due_before_the_quarter_ends(at):
    mart = at("2026-09-30")
    assert pressing(mart, Filters()).height == 32
    assert pressing(at("2026-10-01"), Filters()).height == 35
    told = report("tuyen_quang_103_a2_iv_19", 2024, "done")
    days = pressing(at("2026-10-01", told), Filters())["due"].to_list()
    assert days == sorted(days)
    assert len(days) == 34
    assert pressing(mart, Filters()).columns == tasks(mart, Filters()).columns


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"provinces": ("bac_ninh",)}, lambda row: row["province"] == "bac_ninh"),
        ({"themes": ("merit", "welfare")}, lambda row: row["theme"] in ("merit", "welfare")),
        ({"kinds": ("scheme",)}, lambda row: row["kind"] == "scheme"),
        ({"task_statuses": ("overdue",)}, lambda row: row["task_status"] == "overdue"),
        ({"agencies": ("health_department",)}, lambda row: "health_department" in row["lead_holders"]),
        ({"sectors": ("health", "housing")}, lambda row: {"health", "housing"} & set(row["sectors"])),
        ({"indicators": ("social_housing",)}, lambda row: "social_housing" in row["indicators"]),
        ({"years": (2025,)}, lambda row: 2025 in row["years"]),
        ({"tasks": (DUE,)}, lambda row: row["task"] == DUE),
        (
            {"kinds": ("task",), "years": (2024,), "provinces": ("tuyen_quang",)},
            lambda row: row["kind"] == "task" and 2024 in row["years"] and row["province"] == "tuyen_quang",
        ),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "rows",
)
def test_filters_keep_the_tasks_they_say(mart, given, fits):
    expected = [row["task"] for row in tasks(mart, Filters()).iter_rows(named=True) if fits(row)]
    assert 0 < len(expected) < 285
    assert tasks(mart, Filters(**given))["task"].to_list() == expected
    assert task_counts(mart, Filters(**given))["tasks"].sum() == len(expected)


def test_a_filter_that_says_nothing_about_tasks_is_refused(mart):
    with pytest.raises(KeyError, match="statuses"):
        tasks(mart, Filters(statuses=("missed",)))


def test_every_year_of_any_task_is_offered(at, mart):
    assert task_years(mart) == list(range(2024, 2031))
    assert task_years(at("2024-01-01")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước ngày 30 tháng 10 hằng năm", (10, 30)),
        ("Định kỳ trước ngày 10/12 hằng năm", (12, 10)),
        ("trước ngày 31/12 hàng năm", (12, 31)),
        ("Hằng năm", None),
        ("Năm 2025", None),
    ],
)
def test_a_day_of_every_year_is_read_from_the_print(text, expected):
    assert yearly_deadline(text) == expected


def test_a_day_of_every_year_that_is_in_no_calendar_is_refused():
    with pytest.raises(ValueError, match="day"):
        yearly_deadline("trước ngày 31/11 hằng năm")
