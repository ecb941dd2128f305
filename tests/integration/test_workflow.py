"""The way of a submission: who may do what, what each act writes, and what is refused."""

import datetime as dt

import polars as pl
import pytest

from dashboard import workflow
from dashboard.exports import export_of
from dashboard.filters import Filters
from dashboard.mart.mart import CurrentMart, Mart
from dashboard.mart.queries import assessed, revisions
from dashboard.workflow import RefusedError
from tests.conftest import submission
from tests.integration.offices import (
    ADMINISTRATOR,
    KEY,
    OFFICE,
    REVIEWER,
    SUBMITTER,
    handover,
    submitter,
)


@pytest.fixture
def submit(store, catalogue):
    def submit(values, *, by=SUBMITTER, **changes):
        return workflow.submit(store, by, catalogue, handover(values, **changes))

    return submit


@pytest.fixture
def audit(store):
    def audit():
        frame = workflow.audit_log(store, ADMINISTRATOR).reverse()
        return frame.select("actor", "action", "subject", "allowed").rows()

    return audit


@pytest.fixture
def row(store, catalogue):
    def row(year):
        mart = Mart(catalogue, store)
        return assessed(mart, Filters(provinces=KEY[:1], indicators=KEY[1:2], years=(year,))).row(0, named=True)

    return row


def state(store, id_):
    return workflow.standing(store, ADMINISTRATOR, id_).state


# ---- from handing in to publication ------------------------------------------------------------


def test_what_is_handed_in_waits_and_is_published_by_its_approval(store, submit, audit, row):
    id_ = submit({2024: 78.1}, note="lần đầu", explanations={"jump": "khảo sát mới"})
    assert (row(2024)["actual"], row(2024)["reason"]) == (None, "under_review")
    workflow.approve(store, REVIEWER, id_)
    assert (row(2024)["actual"], row(2024)["submission"]) == (78.1, id_)
    found = workflow.standing(store, SUBMITTER, id_)
    assert (found.state, found.submitted_by, found.changed_by) == ("approved", "nop@example.vn", "duyet@example.vn")
    assert (found.note, found.explanations) == ("lần đầu", {"jump": "khảo sát mới"})
    assert audit() == [
        ("nop@example.vn", "submit", id_, True),
        ("duyet@example.vn", "approve", id_, True),
    ]


def test_the_list_says_whose_where_and_how_many(store, submit):
    id_ = submit({2023: 77, 2024: None}, file_name="báo cáo.xlsx")
    workflow.comment(store, REVIEWER, id_, (*KEY, 2023), "Nguồn nào?")
    (found,) = workflow.submissions(store, REVIEWER).to_dicts()
    assert {key: found[key] for key in ("submission", "state", "province", "agency", "year", "file_name")} == {
        "submission": id_, "state": "submitted", "province": "bac_ninh", "agency": "statistics_office", "year": 2024,
        "file_name": "báo cáo.xlsx",
    }  # fmt: skip
    assert (found["figures"], found["not_available"], found["comments"]) == (2, 1, 1)
    assert (found["submitted_by"], found["changed_by"]) == ("nop@example.vn", "nop@example.vn")


def test_a_returned_submission_is_answered_by_one_that_replaces_it(store, submit, row):
    first = submit({2024: 78.1})
    workflow.return_(store, REVIEWER, first, note="Thiếu nguồn")
    assert row(2024)["reason"] == "returned"
    with pytest.raises(RefusedError, match="không thay được"):
        submit({2025: 79}, replaces=first)  # of another year
    second = submit({2024: 78.4}, replaces=first)
    assert row(2024)["reason"] == "under_review"
    with pytest.raises(RefusedError, match="không thay được"):
        submit({2023: 78.5, 2024: 1}, replaces=first)  # answered already
    workflow.withdraw(store, SUBMITTER, second)
    assert row(2024)["reason"] == "returned"
    third = submit({2024: 78.4}, replaces=first)
    workflow.approve(store, REVIEWER, third)
    assert (row(2024)["actual"], state(store, first), state(store, second)) == (78.4, "returned", "withdrawn")


def test_a_return_is_unanswered_until_its_figures_are_handed_in_again(store, submit):
    def unanswered():
        return workflow.submissions(store, SUBMITTER).filter("unanswered")["submission"].to_list()

    first, other = submit({2023: 77, 2024: 78.1}), submit({2025: 80})
    workflow.return_(store, REVIEWER, first, note="Thiếu nguồn")
    assert unanswered() == [first]
    answer = submit({2024: 78.4}, replaces=first)
    assert unanswered() == []
    workflow.withdraw(store, SUBMITTER, answer)
    assert unanswered() == [first], "a withdrawn answer is none"
    workflow.return_(store, REVIEWER, other, note="Sai")
    submit({2023: 77.5})
    assert set(unanswered()) == {first, other}
    submit({2024: 78.2})
    assert unanswered() == [other], "all its figures were handed in again, although nothing says so"


def test_an_answered_return_is_no_reason_any_more(store, submit, row):
    first = submit({2024: 77, 2025: 78})
    workflow.return_(store, REVIEWER, first, note="2024 sai")
    second = submit({2025: 78}, replaces=first)
    workflow.approve(store, REVIEWER, second)
    assert row(2024)["reason"] == "awaiting"


def test_events_are_in_order_whatever_the_clock_says(store, submit, monkeypatch):
    id_ = submit({2024: 78})
    monkeypatch.setattr("dashboard.store.ledger.utc_now", lambda: dt.datetime(2001, 1, 1))
    workflow.return_(store, REVIEWER, id_, note="sai")
    events = workflow.history(store, SUBMITTER, id_)
    assert events.select("sequence", "event", "actor", "note").rows() == [
        (1, "submitted", "nop@example.vn", ""),
        (2, "returned", "duyet@example.vn", "sai"),
    ]
    assert events["happened_at"].is_sorted()


def test_what_is_approved_last_is_published_even_by_a_server_whose_clock_runs_behind(store, submit, row, monkeypatch):
    first = submit({2024: 78})
    workflow.approve(store, REVIEWER, first)
    monkeypatch.setattr("dashboard.store.ledger.utc_now", lambda: dt.datetime(2020, 1, 1))
    second = submit({2024: 79}, note="đính chính")
    workflow.approve(store, REVIEWER, second)
    assert (row(2024)["actual"], row(2024)["submission"]) == (79.0, second)


# ---- the original file and drafts --------------------------------------------------------------


def test_the_original_is_kept_byte_for_byte_and_once(store, submit):
    content = bytes(range(256)) * 400
    first = submit({2023: 77}, content=content, file_name="a.csv")
    second = submit({2024: 78}, content=content, file_name="b.csv")
    assert workflow.original_file(store, SUBMITTER, first) == ("a.csv", content)
    assert workflow.original_file(store, REVIEWER, second) == ("b.csv", content)
    assert store.table("files").select("size", "received_by").rows() == [(len(content), "nop@example.vn")]


def test_the_same_file_again_is_recognised_until_it_is_returned_or_corrected(store, submit):
    first = submit({2024: 78})
    assert submit({2024: 78}) == first
    workflow.return_(store, REVIEWER, first, note="sai")
    second = submit({2024: 78}, replaces=first)
    assert second != first
    workflow.approve(store, REVIEWER, second)
    assert submit({2024: 78}) == second
    third = submit({2024: 79}, note="đính chính")
    workflow.approve(store, REVIEWER, third)
    assert submit({2024: 78}) not in (first, second, third)  # back to the earlier figure is a change


def test_a_draft_can_be_taken_up_again_until_it_is_handed_in(store, submit):
    given = {"province": "bac_ninh", "agency": "statistics_office", "year": 2024, "file_name": "nháp.csv"}
    draft = workflow.save_draft(store, SUBMITTER, content=b"1", decisions={}, **given)
    again = workflow.save_draft(
        store, SUBMITTER, content=b"2", decisions={"accepted": {"Tỉ lệ": "trained_labour"}}, draft=draft.draft, **given
    )
    assert (again.draft, again.version) == (draft.draft, 2)
    assert workflow.open_drafts(store, SUBMITTER) == [again]
    assert workflow.open_drafts(store, REVIEWER) == []
    assert workflow.draft_file(store, SUBMITTER, draft.draft) == b"2"
    with pytest.raises(RefusedError, match="không có bản nháp"):
        workflow.draft_file(store, submitter("khac@example.vn"), draft.draft)
    decided = workflow.decide(store, SUBMITTER, draft.draft, {"split": "joined"})
    assert (decided.version, decided.file_hash, decided.decisions) == (3, again.file_hash, {"split": "joined"})
    assert workflow.draft_file(store, SUBMITTER, draft.draft) == b"2"
    with pytest.raises(RefusedError, match="không có bản nháp"):
        workflow.decide(store, submitter("khac@example.vn"), draft.draft, {})
    id_ = submit({2024: 78}, draft=draft.draft)
    assert workflow.open_drafts(store, SUBMITTER) == []
    assert submit({2024: 78}, draft=draft.draft) == id_  # a second click
    with pytest.raises(RefusedError, match="không có bản nháp"):
        workflow.save_draft(store, SUBMITTER, content=b"3", decisions={}, draft=draft.draft, **given)


def test_a_discarded_draft_is_closed(store):
    draft = workflow.save_draft(
        store, SUBMITTER, content=b"", decisions={}, province="bac_ninh", agency="statistics_office", year=2024,
        file_name="x.csv",
    )  # fmt: skip
    with pytest.raises(RefusedError):
        workflow.discard_draft(store, submitter("khac@example.vn"), draft.draft)
    workflow.discard_draft(store, SUBMITTER, draft.draft)
    assert workflow.open_drafts(store, SUBMITTER) == []
    assert store.table("drafts")["state"].to_list() == ["open", "discarded"]


# ---- not available, revisions ------------------------------------------------------------------


def test_not_available_is_published_with_its_reason_and_withdraws_an_earlier_figure(store, catalogue, submit, row):
    workflow.approve(store, REVIEWER, submit({2024: 78}))
    without = handover({2024: None}).observations.with_columns(note=pl.lit("chưa điều tra"))
    id_ = submit({2024: None}, observations=without)
    values = workflow.published_values(store, REVIEWER, id_)
    assert values.select("value", "published_value", "change").rows() == [(None, 78.0, "removed")]
    workflow.approve(store, REVIEWER, id_, note="điều tra bị huỷ")
    found = row(2024)
    assert (found["actual"], found["status"], found["reason"]) == (None, "no_data", "not_available")
    assert (found["note"], found["submission"]) == ("chưa điều tra", id_)
    history = revisions(Mart(catalogue, store), KEY[1])
    assert history.select("actual", "is_not_available", "reason").rows() == [
        (None, True, "điều tra bị huỷ"),
        (78.0, False, None),
    ]
    later = submit({2024: 79})
    assert workflow.published_values(store, REVIEWER, later)["change"].to_list() == ["new"]
    assert row(2024)["reason"] == "under_review"
    workflow.approve(store, REVIEWER, later)
    assert (row(2024)["actual"], row(2024)["reason"]) == (79.0, row(2024)["reason"])


def test_another_note_alone_is_a_change_that_needs_no_reason(store, submit):
    workflow.approve(store, REVIEWER, submit({2023: 77, 2024: None}))
    noted = handover({2023: 77, 2024: None}).observations.with_columns(note=pl.lit("theo điều tra"))
    id_ = submit({2023: 77, 2024: None}, observations=noted)
    values = workflow.published_values(store, REVIEWER, id_)
    told = values.select("year", "change", "published_note", "published_preliminary").rows()
    assert told == [(2023, "noted", "", False), (2024, "new", "", False)]
    workflow.approve(store, REVIEWER, id_)
    assert workflow.history(store, REVIEWER, id_)["note"].to_list() == ["", ""]
    assert workflow.published_values(store, REVIEWER, submit({2023: 77}))["change"].to_list() == ["noted"]


def test_what_waits_is_told_figure_by_figure_whoever_handed_it_in(store, submit):
    first, second = submit({2023: 77, 2024: 78}), submit({2025: 80}, by=submitter("khac@example.vn"))
    waiting = workflow.waiting(store, KEY[0])
    assert waiting.rows() == [(*KEY, 2023, first), (*KEY, 2024, first), (*KEY, 2025, second)]
    workflow.return_(store, REVIEWER, first, note="sai")
    workflow.withdraw(store, SUBMITTER, second)
    assert workflow.waiting(store, KEY[0]).is_empty()
    submit({2024: 78})
    assert workflow.waiting(store, "bac_giang").is_empty()


def test_a_changed_figure_needs_a_reason_the_reviewers_or_the_submitters(store, catalogue, submit):
    workflow.approve(store, REVIEWER, submit({2023: 77, 2024: 78}))
    second = submit({2024: 78.5, 2025: 80})
    with pytest.raises(RefusedError, match="sửa 1 số liệu đã công bố"):
        workflow.approve(store, REVIEWER, second)
    workflow.approve(store, REVIEWER, second, note="theo số chính thức")
    workflow.approve(store, REVIEWER, submit({2024: 78.6}, note="đính chính của Sở"))
    workflow.approve(store, REVIEWER, submit({2024: 78.7}, explanations={"jump": "đổi mẫu khảo sát"}))
    workflow.approve(store, REVIEWER, submit({2023: 77, 2024: 78.7}))  # nothing changes: no reason needed
    history = revisions(Mart(catalogue, store), KEY[1]).filter(year=2024)
    assert history.select("actual", "reason", "approved_by").rows() == [
        (78.7, None, "duyet@example.vn"),
        (78.7, "đổi mẫu khảo sát", "duyet@example.vn"),
        (78.6, "đính chính của Sở", "duyet@example.vn"),
        (78.5, "theo số chính thức", "duyet@example.vn"),
        (78.0, None, "duyet@example.vn"),
    ]


def test_a_revised_figure_says_so_with_the_value_before_and_the_reason(store, catalogue, submit, row):
    """A value said again is no revision; the reason is that of the approval that changed the value."""
    workflow.approve(store, REVIEWER, submit({2023: 77, 2024: 78}))
    assert (row(2024)["revised"], row(2024)["previous_actual"], row(2025)["revised"]) == (False, None, None)
    workflow.approve(store, REVIEWER, submit({2024: 78.7}), note="theo số chính thức")
    workflow.approve(store, REVIEWER, submit({2023: 77, 2024: 78.7}))
    told = ("revised", "previous_actual", "previous_level", "revision_reason")
    assert tuple(row(2024)[name] for name in told) == (True, 78.0, None, "theo số chính thức")
    assert tuple(row(2023)[name] for name in told) == (False, None, None, None)
    workflow.approve(store, REVIEWER, submit({2024: 78}), note="lấy lại số cũ")
    assert tuple(row(2024)[name] for name in told) == (True, 78.7, None, "lấy lại số cũ")
    for table in ("gaps", "actuals"):
        frame = export_of(
            table, Mart(catalogue, store), catalogue, Filters(indicators=(KEY[1],), years=(2024,))
        ).frame()
        assert frame.filter(province=KEY[0]).select(told).rows() == [(True, 78.7, None, "lấy lại số cũ")]


def test_what_a_submission_would_replace_is_what_the_mart_publishes(store, catalogue, submit):
    """Two statements of one rule: inside the transaction and in mart/sql/01_published.sql."""
    curated = {"kind": "curated", "file_name": "rows.csv"}
    store.append(submission([(*KEY, 2020, 70), (*KEY, 2021, 71)], **curated))
    store.append(submission([(*KEY, 2021, 71.5), (*KEY, 2022, 72)], **curated))  # takes 2020 back
    store.append(submission([(*KEY, 2022, 73)], approved_at=dt.datetime(2020, 1, 1)))  # approved before the curated one
    store.append(submission([(*KEY, 2023, 74), (*KEY, 2024, None)]))
    waiting = submit(dict.fromkeys(range(2020, 2026), 1.0))
    values = workflow.published_values(store, REVIEWER, waiting)
    found = dict(values.drop_nulls("published_value").select("year", "published_value").iter_rows())
    mart = Mart(catalogue, store)
    published = mart.query("SELECT year, value FROM published WHERE indicator = $indicator", {"indicator": KEY[1]})
    assert found == dict(published.iter_rows())
    assert found == {2021: 71.5, 2022: 72.0, 2023: 74.0}


# ---- comments ----------------------------------------------------------------------------------


def test_comments_go_back_and_forth_on_one_figure_until_the_decision(store, submit):
    id_ = submit({2024: 78})
    figure = (*KEY, 2024)
    assert workflow.comment(store, REVIEWER, id_, figure, " Nguồn nào? ") == 1
    workflow.return_(store, REVIEWER, id_, note="xem ý kiến")
    assert workflow.comment(store, SUBMITTER, id_, figure, "Điều tra lao động") == 2
    written = workflow.comments(store, SUBMITTER, id_)
    assert written.select("sequence", "year", "author", "text").rows() == [
        (1, 2024, "duyet@example.vn", "Nguồn nào?"),
        (2, 2024, "nop@example.vn", "Điều tra lao động"),
    ]
    for text, key, told in (
        ("  ", figure, "còn trống"),
        ("x" * 4001, figure, "4001 ký tự"),
        ("x", (*KEY, 2023), "không có số liệu"),
    ):
        with pytest.raises(RefusedError, match=told):
            workflow.comment(store, SUBMITTER, id_, key, text)
    answer = submit({2024: 78.2}, replaces=id_)
    workflow.approve(store, REVIEWER, answer)
    with pytest.raises(RefusedError, match="không nhận thêm ý kiến"):
        workflow.comment(store, REVIEWER, answer, figure, "muộn")


def test_only_what_moves_figures_makes_a_new_mart(store, catalogue, submit):
    """Otherwise every draft somebody saves would empty what the leadership's pages keep."""
    marts = CurrentMart(catalogue, store)
    id_ = submit({2024: 78})
    assert (marts.refresh(), marts.refresh()) == (True, False)
    waiting = marts.current
    workflow.comment(store, REVIEWER, id_, (*KEY, 2024), "Nguồn nào?")
    workflow.save_draft(
        store, SUBMITTER, content=b"", file_name="x", province=OFFICE[0], agency=OFFICE[1], year=2024, decisions={}
    )
    with pytest.raises(RefusedError):
        workflow.approve(store, SUBMITTER, id_)
    assert (marts.refresh(), marts.current is waiting) == (False, True)
    workflow.approve(store, REVIEWER, id_)
    assert marts.refresh()
