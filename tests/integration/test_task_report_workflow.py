"""Reports on tasks go the way of figures: handed in, locked, returned, answered, published, revised, and known as of a day."""

import datetime as dt

import polars as pl
import pytest

from dashboard import workflow
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import expected_tasks, task_reports, tasks
from dashboard.store.ledger import NO_FIGURES, Submission
from dashboard.workflow import Handover, RefusedError
from tests.conftest import observations
from tests.integration.offices import REVIEWER, reviewer, rights, submitter
from tests.task_reports import reports

OFFICE = ("bac_ninh", "health_department")
FIRST, SECOND = "bac_ninh_246_a2_vi_2_1", "bac_ninh_246_a2_vi_2_2"
ELSEWHERE = "bac_ninh_246_a3_vi_5"  # led by the department of construction
HEALTH = submitter(agencies=("health_department",))


@pytest.fixture
def hand_in(store, catalogue):
    """Give a function that hands in reports and returns the submission's id."""

    def submit(*given, by=HEALTH, **changes):
        handed = {
            "province": OFFICE[0], "agency": OFFICE[1], "year": 2025, "file_name": "nhiệm vụ.csv",
            "content": repr(given).encode(), "task_reports": reports(*given), **changes,
        }  # fmt: skip
        return workflow.submit(store, by, catalogue, Handover(**handed))

    return submit


def test_a_report_is_published_by_its_approval_and_seen_in_the_task(store, hand_in, catalogue):
    id_ = hand_in((FIRST, 2025, "under_way", None, None, None, "Đã trình", "Thiếu vốn"))
    found = workflow.submissions(store, HEALTH).row(0, named=True)
    assert (found["subject"], found["figures"], found["state"]) == ("task_reports", 1, "submitted")
    assert workflow.standing(store, HEALTH, id_).subject == "task_reports"
    assert workflow.task_reports(store, REVIEWER, id_).rows() == reports(
        (FIRST, 2025, "under_way", None, None, None, "Đã trình", "Thiếu vốn")
    ).rows()  # fmt: skip
    waits = expected_tasks(Mart(catalogue, store), provinces=("bac_ninh",), agencies=(OFFICE[1],), year=2025)
    assert waits.filter(pl.col("task") == FIRST)[0, "under_review"] is True
    assert waits.filter(pl.col("task") == FIRST)[0, "state"] is None

    workflow.approve(store, REVIEWER, id_)
    mart = Mart(catalogue, store)
    row = tasks(mart, Filters(tasks=(FIRST,))).row(0, named=True)
    assert (row["report_state"], row["report_year"], row["what_was_done"]) == ("under_way", 2025, "Đã trình")
    asked = expected_tasks(mart, provinces=("bac_ninh",), agencies=(OFFICE[1],), year=2026)
    assert asked.filter(pl.col("task") == FIRST)[0, "last_state"] == "under_way"


def test_a_report_is_known_from_the_day_it_was_approved(store, catalogue):
    day = dt.datetime(2026, 3, 1, 8)
    for state, when in (("under_way", day), ("done", day + dt.timedelta(days=30))):
        given = reports((FIRST, 2025, state))
        store.append(Submission(NO_FIGURES, "file", f"{state}.csv", "a@b.vn", approved_by="c@b.vn", submitted_at=when,
                                task_reports=given))  # fmt: skip

    def state_at(day):
        mart = Mart(catalogue, store, as_of=dt.date.fromisoformat(day))
        return [row["state"] for row in task_reports(mart, FIRST).iter_rows(named=True)]

    assert [state_at(day) for day in ("2026-02-28", "2026-03-01", "2026-03-31")] == [[], ["under_way"], ["done"]]


def test_reports_that_wait_are_locked_and_told_where(store, hand_in):
    id_ = hand_in((FIRST, 2025, "under_way"), (SECOND, 2025, "not_begun"))
    assert workflow.waiting_reports(store).rows() == [(FIRST, 2025, id_), (SECOND, 2025, id_)]
    with pytest.raises(RefusedError, match=f"lần nộp “{id_}”"):
        hand_in((SECOND, 2025, "done"))
    assert hand_in((SECOND, 2024, "under_way"), year=2024) != id_
    assert hand_in((FIRST, 2025, "under_way"), (SECOND, 2025, "not_begun")) == id_  # the same again


def test_what_is_returned_is_answered_by_reports_of_the_same_office_only(store, hand_in, catalogue):
    id_ = hand_in((FIRST, 2025, "under_way"))
    workflow.comment(store, REVIEWER, id_, ("bac_ninh", FIRST, "", 2025), "Nêu số văn bản.")
    with pytest.raises(RefusedError, match="không có số liệu"):
        workflow.comment(store, REVIEWER, id_, ("bac_ninh", SECOND, "", 2025), "?")
    workflow.return_(store, REVIEWER, id_, note="Thiếu số văn bản")
    assert workflow.submissions(store, HEALTH)["unanswered"].to_list() == [True]
    figures = observations([("bac_ninh", "life_expectancy", "total", 2025, 75.9)])
    with pytest.raises(
        RefusedError, match="không thay được"
    ):  # figures of the same office and year do not answer reports
        hand_in(observations=figures, task_reports=reports(), replaces=id_)
    assert hand_in(observations=figures, task_reports=reports())
    answer = hand_in((FIRST, 2025, "under_way", None, "12/QĐ"), replaces=id_)
    assert workflow.standing(store, HEALTH, answer).replaces == id_
    assert not workflow.submissions(store, HEALTH)["unanswered"].any()
    assert workflow.conversations(store, HEALTH, id_)["bac_ninh", FIRST, "", 2025].waits


def test_a_published_report_changes_only_with_a_reason(store, hand_in):
    workflow.approve(store, REVIEWER, hand_in((FIRST, 2025, "under_way")))
    id_ = hand_in((FIRST, 2025, "done", dt.date(2025, 5, 6)), (SECOND, 2025, "not_begun"))
    values = workflow.published_reports(store, REVIEWER, id_)
    assert values.select("task", "state", "published_state", "change").rows() == [
        (FIRST, "done", "under_way", "changed"),
        (SECOND, "not_begun", None, "new"),
    ]
    with pytest.raises(RefusedError, match="sửa 1 "):
        workflow.approve(store, REVIEWER, id_)
    workflow.approve(store, REVIEWER, id_, note="Đã có quyết định")
    assert workflow.history(store, REVIEWER, id_)["note"].to_list() == ["", "Đã có quyết định"]


@pytest.mark.parametrize(
    ("given", "who", "told"),
    [
        ([(ELSEWHERE, 2025, "done")], HEALTH, "không giao cho cơ quan “Sở Y tế”"),
        ([("tuyen_quang_103_a2_i_2", 2025, "done")], HEALTH, "không giao cho cơ quan"),
        ([(FIRST, 2025, "done"), (FIRST, 2025, "under_way")], HEALTH, "trùng nhiệm vụ và năm"),
        ([], HEALTH, "Không có số liệu nào để nộp"),
        ([(FIRST, 2025, "done")], submitter(), "không có quyền nộp"),
        ([(FIRST, 2025, "done")], rights("xem@example.vn", {"role": "viewer"}), "không có quyền nộp"),
    ],
)
def test_what_is_not_the_offices_is_refused_and_leaves_its_trace(store, hand_in, given, who, told):
    with pytest.raises(RefusedError, match=told):
        hand_in(*given, by=who)
    assert store.table("task_reports").is_empty()
    assert store.table("audit").select("action", "allowed").rows() == [("submit", False)]


def test_authors_and_reviewers_of_other_provinces_do_not_approve(store, hand_in):
    id_ = hand_in((FIRST, 2025, "under_way"))
    with pytest.raises(RefusedError):
        workflow.approve(store, reviewer(provinces=("bac_giang",)), id_)
    with pytest.raises(RefusedError):
        workflow.approve(store, reviewer(email=HEALTH.person.email), id_)
    workflow.withdraw(store, HEALTH, id_)
    assert workflow.waiting_reports(store).is_empty()
