"""What the workflow refuses, to whom, in which words, and the trace each refusal leaves."""

import pytest

from dashboard import workflow
from dashboard.access import Person, Rights
from dashboard.store.store import OBSERVATION_SCHEMA
from dashboard.workflow import RefusedError
from tests.conftest import observations, submission
from tests.integration.offices import (
    ADMINISTRATOR,
    KEY,
    OFFICE,
    REVIEWER,
    SUBMITTER,
    handover,
    reviewer,
    rights,
    submitter,
)

VIEWER = rights("xem@example.vn", {"role": "viewer"})
STRANGER = Rights(Person("la@example.vn"), ())


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


def state(store, id_):
    return workflow.standing(store, ADMINISTRATOR, id_).state


# ---- rights ------------------------------------------------------------------------------------

FOREIGN_OFFICE = submitter("khac@example.vn", agencies=("health_department",))
FOREIGN_PROVINCE = reviewer("xa@example.vn", provinces=("bac_giang",))


def test_only_the_offices_submitters_hand_in_keep_drafts_and_withdraw(store, catalogue, submit, audit):
    id_ = submit({2024: 78})
    before = {name: store.table(name).height for name in ("submissions", "reviews", "drafts", "files")}
    others = [REVIEWER, VIEWER, ADMINISTRATOR, STRANGER, FOREIGN_OFFICE]
    for who in others:
        with pytest.raises(RefusedError, match="không có quyền nộp"):
            workflow.submit(store, who, catalogue, handover({2025: 80}))
        with pytest.raises(RefusedError, match="không có quyền nộp"):
            workflow.withdraw(store, who, id_)
        with pytest.raises(RefusedError, match="không có quyền nộp"):
            workflow.save_draft(
                store, who, content=b"", file_name="x", province=OFFICE[0], agency=OFFICE[1], year=2024, decisions={}
            )
    assert before == {name: store.table(name).height for name in before}
    assert [(actor, action, allowed) for actor, action, _, allowed in audit()[1:]] == [
        (who.person.email, action, False) for who in others for action in ("submit", "withdraw", "save_draft")
    ]


def test_only_the_provinces_reviewers_decide(store, submit, audit):
    id_ = submit({2024: 78})
    others = [SUBMITTER, VIEWER, ADMINISTRATOR, STRANGER, FOREIGN_PROVINCE]
    for who in others:
        for act in (workflow.approve, workflow.return_):
            with pytest.raises(RefusedError, match="không có quyền duyệt"):
                act(store, who, id_, note="x")
    assert state(store, id_) == "submitted"
    assert audit()[1:] == [(who.person.email, act, id_, False) for who in others for act in ("approve", "return")]


def test_what_waits_is_seen_only_by_those_concerned(store, submit):
    id_ = submit({2024: 78})
    for who in (VIEWER, STRANGER, FOREIGN_OFFICE, FOREIGN_PROVINCE):
        assert workflow.submissions(store, who).is_empty()
        for read in ("standing", "history", "observations", "comments", "original_file", "published_values"):
            with pytest.raises(RefusedError, match="không có quyền xem"):
                getattr(workflow, read)(store, who, id_)
        with pytest.raises(RefusedError, match="Chỉ người quản trị"):
            workflow.audit_log(store, who)
    for reader in (SUBMITTER, REVIEWER, ADMINISTRATOR):
        assert workflow.observations(store, reader, id_).schema == OBSERVATION_SCHEMA


def test_authors_do_not_approve_their_own_unless_the_setting_says_so(store, submit):
    both = {"role": "submitter", "provinces": "all", "agencies": "all"}, {"role": "reviewer", "provinces": "all"}
    author = rights("Nop@Example.vn", *both)
    id_ = submit({2024: 78}, by=rights("nop@example.vn", *both))
    with pytest.raises(RefusedError, match="tự duyệt"):
        workflow.approve(store, author, id_)
    workflow.approve(store, rights("nop@example.vn", *both, author_may_approve=True), id_)
    assert state(store, id_) == "approved"


def test_only_administrators_load_past_the_review(store, audit):
    figures = submission([(*KEY, 2024, 78)])
    with pytest.raises(RefusedError, match="Chỉ người quản trị"):
        workflow.load(store, REVIEWER, figures)
    id_ = workflow.load(store, ADMINISTRATOR, figures)
    assert workflow.load(store, ADMINISTRATOR, figures) == id_
    assert [trace[1:] for trace in audit()] == [("load", "", False), ("load", id_, True), ("load", id_, True)]


# ---- what cannot be handed in or decided -------------------------------------------------------


def test_figures_that_are_not_the_offices_are_refused_whole(store, catalogue, audit):
    foreign_province = observations([("bac_giang", *KEY[1:], 2024, 78)])
    foreign_agency = observations([("bac_ninh", "labour_productivity_growth", "total", 2024, 3)])
    wrong = [
        (handover({}), "Không có số liệu nào"),
        (handover({2024: 78}, observations=foreign_province), "không giao cho cơ quan"),
        (handover({2024: 78}, observations=foreign_agency), r"ví dụ “labour_productivity_growth” \(total\)"),
        (handover({2024: 78}, observations=observations([(*KEY, 2024, 78), (*KEY, 2024, 79)])), "trùng chỉ tiêu"),
        (handover({2024: 78}, note="x" * 4001), "tối đa 4000"),
        (handover({2024: 78}, replaces="khong-co"), "không thay được"),
        (handover({2024: 78}, draft="khong-co"), "không có bản nháp"),
    ]
    for given, told in wrong:
        with pytest.raises(RefusedError, match=told):
            workflow.submit(store, SUBMITTER, catalogue, given)
    assert [store.table(name).height for name in ("submissions", "observations", "reviews", "files")] == [0] * 4
    assert audit() == [("nop@example.vn", "submit", "", False)] * len(wrong)


def test_figures_that_wait_are_locked(store, submit):
    first = submit({2023: 77, 2024: 78})
    with pytest.raises(RefusedError, match=f"đang chờ duyệt ở lần nộp “{first}”"):
        submit({2024: 79, 2025: 80})
    submit({2025: 80})


def test_a_return_needs_words(store, submit):
    id_ = submit({2024: 78})
    with pytest.raises(RefusedError, match="lý do trả lại"):
        workflow.return_(store, REVIEWER, id_, note="  ")
    assert state(store, id_) == "submitted"


def test_what_was_decided_is_not_decided_again_and_it_says_by_whom(store, submit):
    acts = {
        "returned": lambda id_: workflow.return_(store, REVIEWER, id_, note="sai"),
        "approved": lambda id_: workflow.approve(store, REVIEWER, id_),
        "withdrawn": lambda id_: workflow.withdraw(store, SUBMITTER, id_),
    }
    for year, final in enumerate(acts, 2023):
        id_ = submit({year: 78})
        acts[final](id_)
        by = "nop@example.vn" if final == "withdrawn" else "duyet@example.vn"
        for act in acts.values():
            with pytest.raises(RefusedError, match=f"không còn chờ duyệt: .*, do {by} thực hiện"):
                act(id_)
        assert workflow.history(store, ADMINISTRATOR, id_)["event"].to_list() == ["submitted", final]


def test_what_is_not_there_is_told(store):
    for act in (workflow.approve, workflow.withdraw, workflow.history):
        with pytest.raises(RefusedError, match="Không có lần nộp “khong-co”"):
            act(store, REVIEWER, "khong-co")
