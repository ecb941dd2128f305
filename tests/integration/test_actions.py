"""The life of an action: every step from every state by every side, what is refused and how it is told."""

import datetime as dt
import itertools
import threading
from dataclasses import replace
from typing import get_args

import pytest

from dashboard import workflow
from dashboard.access import Person, Rights
from dashboard.store.actions import ActionState
from dashboard.store.schema import today
from dashboard.store.store import open_store
from dashboard.words.translations import translator
from dashboard.workflow import RefusedError, actions
from dashboard.workflow.actions import ACTION_STATE_WORDS, STEPS, Action
from tests.integration.offices import ADMINISTRATOR, KEY, OFFICE, REVIEWER, leader, rights, submitter
from tests.stores import copied_store

LEADER, OWNER = leader(), submitter()
VIEWER = rights("xem@example.vn", {"role": "viewer"})
STRANGER = Rights(Person("la@example.vn"), ())
OTHERS = (
    VIEWER,
    STRANGER,
    REVIEWER,
    ADMINISTRATOR,
    leader("xa@example.vn", provinces=("bac_giang",)),
    submitter("khac@example.vn", agencies=("health_department",)),
    submitter("xa@example.vn", provinces=("bac_giang",)),
)
ACTION = Action(*KEY, OFFICE[1], "Mở lớp đào tạo nghề.", "Thêm 0,5 điểm phần trăm")
DUE = today() + dt.timedelta(days=30)
WAY: dict[str, tuple[tuple, ...]] = {
    "assigned": (("assign", LEADER),),
    "committed": (("commit", OWNER),),
    "accepted": (("assign", LEADER), ("accept", OWNER)),
    "done": (("commit", OWNER), ("report_done", OWNER)),
    "returned": (("assign", LEADER), ("accept", OWNER), ("report_done", OWNER), ("send_back", LEADER)),
    "confirmed": (("commit", OWNER), ("accept", LEADER), ("report_done", OWNER), ("confirm", LEADER)),
    "cancelled": (("assign", LEADER), ("cancel", LEADER)),
}
"""A way into each state."""
ACTS = {
    "accepted": "accept",
    "done": "report_done",
    "confirmed": "confirm",
    "returned": "send_back",
    "rescheduled": "reschedule",
    "cancelled": "cancel",
}
NEEDS = {
    "accept": {},
    "report_done": {"note": "Báo cáo 12/BC-SYT"},
    "confirm": {},
    "send_back": {"note": "Thiếu danh sách học viên"},
    "reschedule": {"note": "Chờ kinh phí", "due": DUE + dt.timedelta(days=30)},
    "cancel": {"note": "Đã có việc khác thay"},
}
LEGAL = {
    # by leadership
    *((state, event, LEADER) for state in ("assigned", "committed", "accepted", "done", "returned")
      for event in ("rescheduled", "cancelled")),
    ("committed", "accepted", LEADER), ("done", "confirmed", LEADER), ("done", "returned", LEADER),
    # by the owner
    ("assigned", "accepted", OWNER), ("committed", "rescheduled", OWNER), ("committed", "cancelled", OWNER),
    *((state, "done", OWNER) for state in ("committed", "accepted", "returned")),
}  # fmt: skip
"""Every step that may be taken, written once more by hand: from which state, which, by whom."""
STEPS_TAKEN = sorted(LEGAL, key=lambda step: (*step[:2], step[2].person.email))
STEP_NAMES = [f"{state}-{event}-{by.roles[0]}" for state, event, by in STEPS_TAKEN]


@pytest.fixture(scope="module")
def shared(empty_store, tmp_path_factory):
    """One store for all steps: each has an action of its own."""
    store = open_store(copied_store(empty_store, tmp_path_factory.mktemp("shared")))
    yield store
    store.close()


NUMBERS = itertools.count(1)


def enter(store, catalogue, act="assign", by=LEADER, *, due=DUE, **changes):
    action = replace(ACTION, **{"what": f"Việc số {next(NUMBERS)}", **changes})
    return getattr(actions, act)(store, by, catalogue, action, due=due)


def bring_to(store, catalogue, state):
    (act, by), *further = WAY[state]
    id_ = enter(store, catalogue, act, by)
    for act, by in further:
        getattr(actions, act)(store, by, catalogue, id_, **NEEDS[act])
    assert actions.standing(store, id_).state == state
    return id_


def last_audit(store):
    return workflow.audit_log(store, ADMINISTRATOR, limit=1).row(0, named=True)


# ---- every step --------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "event", "by"), STEPS_TAKEN, ids=STEP_NAMES)
def test_every_legal_step_is_taken_with_its_trace(shared, catalogue, state, event, by):
    id_, act = bring_to(shared, catalogue, state), ACTS[event]
    before = actions.history(shared, id_).height
    getattr(actions, act)(shared, by, catalogue, id_, **NEEDS[act])
    last = actions.history(shared, id_).row(-1, named=True)
    assert (last["event"], last["actor"], last["sequence"]) == (event, by.person.email, before + 1)
    assert last["note"] == NEEDS[act].get("note", "")
    trace = last_audit(shared)
    assert (trace["actor"], trace["subject"], trace["allowed"]) == (by.person.email, id_, True)
    assert trace["action"].endswith("_action")


@pytest.mark.parametrize("state", get_args(ActionState))
def test_every_other_step_is_refused_to_everybody_and_not_offered(shared, catalogue, state):
    id_ = bring_to(shared, catalogue, state)
    before = actions.history(shared, id_)
    for event, by in itertools.product(ACTS, (LEADER, OWNER, *OTHERS)):
        told = actions.steps(by, catalogue, ACTION, state=state, done_by=None)
        assert (event in told) == ((state, event, by) in LEGAL)
        if event not in told and (by in (LEADER, OWNER) or by is OTHERS[len(event) % len(OTHERS)]):
            with pytest.raises(RefusedError):
                getattr(actions, ACTS[event])(shared, by, catalogue, id_, **NEEDS[ACTS[event]])
            trace = last_audit(shared)
            assert (trace["actor"], trace["subject"], trace["allowed"]) == (by.person.email, id_, False)
    assert actions.history(shared, id_).equals(before)


def test_every_state_has_a_way_and_every_step_is_tried():
    assert set(WAY) == set(get_args(ActionState)) == set(ACTION_STATE_WORDS)
    assert set(ACTS) == set(STEPS)


def test_what_is_assigned_stands_with_what_was_said(store, catalogue):
    id_ = actions.assign(
        store, LEADER, catalogue, replace(ACTION, what="  Mở lớp đào tạo nghề.\n"), due=DUE, note="Gấp"
    )
    held = actions.standing(store, id_)
    assert (held.action, held.state, held.due) == (ACTION, "assigned", DUE)
    assert (held.changed_by, held.done_by) == (LEADER.person.email, None)
    assert actions.history(store, id_)["note"].to_list() == ["Gấp"]
    trace = last_audit(store)
    assert (trace["action"], trace["subject"], trace["detail"]) == ("assign_action", id_, ACTION.what)


def test_a_new_date_keeps_the_state_and_is_in_the_audit_log_with_its_reason(store, catalogue):
    id_ = bring_to(store, catalogue, "accepted")
    later = DUE + dt.timedelta(days=5)
    actions.reschedule(store, LEADER, catalogue, id_, due=later, note="Chờ nghị quyết")
    assert (actions.standing(store, id_).state, actions.standing(store, id_).due) == ("accepted", later)
    assert last_audit(store)["detail"] == f"{later} Chờ nghị quyết"


# ---- what is refused, and how it is told -------------------------------------------------------


def refused(act, *given, **also):
    with pytest.raises(RefusedError) as error:
        act(*given, **also)
    english = error.value.tell(translator("en"))
    assert english != error.value.tell()
    return error.value.tell()


@pytest.mark.parametrize("by", [OWNER, *OTHERS], ids=lambda who: who.person.email)
def test_only_leaders_of_the_province_assign(store, catalogue, by):
    told = refused(actions.assign, store, by, catalogue, ACTION, due=DUE)
    assert "không có quyền giao và xác nhận việc của tỉnh “bac_ninh”" in told
    assert by.person.email in told
    assert store.table("actions").is_empty()
    assert (last_audit(store)["action"], last_audit(store)["allowed"]) == ("assign_action", False)


@pytest.mark.parametrize("by", [LEADER, *OTHERS], ids=lambda who: who.person.email)
def test_only_the_office_commits_for_itself(store, catalogue, by):
    assert "cơ quan “statistics_office”" in refused(actions.commit, store, by, catalogue, ACTION, due=DUE)
    assert store.table("actions").is_empty()


def test_leadership_gives_to_any_agency_and_an_agency_commits_where_it_is_in_charge(store, catalogue):
    assert enter(store, catalogue, agency="health_department")
    other = submitter("yte@example.vn", agencies=("health_department",))
    given = replace(ACTION, agency="health_department")
    assert "không chủ trì" in refused(actions.commit, store, other, catalogue, given, due=DUE)


def test_everything_wrong_with_an_assignment_is_told_at_once(store, catalogue):
    wrong = Action("bac_ninh", "no_such", "total", "no_such_agency", "  ", "")
    told = refused(actions.assign, store, LEADER, catalogue, wrong, due=today() - dt.timedelta(days=1))
    assert told.splitlines()[0] == "Có 4 lỗi trong dữ liệu."
    assert [line.split()[0] for line in told.splitlines()[1:]] == ["Không", "Không", "Hạn", "Hãy"]
    assert store.table("actions").is_empty()


def test_today_is_not_over(store, catalogue):
    assert enter(store, catalogue, due=today())
    assert "đã qua" in refused(enter, store, catalogue, due=today() - dt.timedelta(days=1))


def test_a_superseded_plans_cell_takes_no_action(store, catalogue):
    now = {(c.province, c.indicator, c.breakdown) for c in catalogue.targets if catalogue.plan[c.plan].in_force}
    gone = next(key for c in catalogue.targets if (key := (c.province, c.indicator, c.breakdown)) not in now)
    everywhere = leader(provinces="all")
    action = Action(*gone, OFFICE[1], "Việc", "")
    assert "Không có kế hoạch đang hiệu lực" in refused(actions.assign, store, everywhere, catalogue, action, due=DUE)


def test_the_same_is_not_asked_twice_while_it_waits(store, catalogue):
    id_ = actions.assign(store, LEADER, catalogue, ACTION, due=DUE)
    assert id_ in refused(actions.assign, store, LEADER, catalogue, ACTION, due=DUE + dt.timedelta(days=9))
    actions.cancel(store, LEADER, catalogue, id_, note="Nhầm hạn")
    assert actions.assign(store, LEADER, catalogue, ACTION, due=DUE) != id_


@pytest.mark.parametrize(
    ("state", "act", "given", "told"),
    [
        ("accepted", "report_done", {"note": " "}, "Hãy ghi bằng chứng"),
        ("done", "send_back", {"note": ""}, "Hãy ghi lý do trả lại"),
        ("done", "cancel", {"note": ""}, "Hãy ghi lý do huỷ"),
        ("assigned", "reschedule", {"note": "", "due": DUE + dt.timedelta(days=1)}, "Hãy ghi lý do đổi hạn"),
        ("assigned", "reschedule", {"note": "x", "due": DUE}, "trùng hạn đang có"),
        ("assigned", "reschedule", {"note": "x", "due": today() - dt.timedelta(days=1)}, "đã qua"),
        ("assigned", "reschedule", {"note": "", "due": DUE}, "Có 2 lỗi"),
        ("accepted", "report_done", {"note": "x" * 4001}, "dài 4001 ký tự"),
        ("confirmed", "cancel", {"note": "x"}, "đã xác nhận (người thực hiện: lanh-dao@example.vn)"),
        ("accepted", "confirm", {}, "đang làm"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_written(shared, catalogue, state, act, given, told):
    id_ = bring_to(shared, catalogue, state)
    by = OWNER if act == "report_done" else LEADER
    assert told in refused(getattr(actions, act), shared, by, catalogue, id_, **given)
    assert actions.standing(shared, id_).state == state
    assert not last_audit(shared)["allowed"]


def test_an_action_there_is_not_is_told(store, catalogue):
    assert "Không có việc “khong-co”" in refused(actions.accept, store, OWNER, catalogue, "khong-co")
    assert "Không có việc “khong-co”" in refused(actions.standing, store, "khong-co")
    assert "Không có việc “khong-co”" in refused(actions.history, store, "khong-co")


def test_nobody_confirms_what_they_reported_themselves(store, catalogue):
    grants = (
        {"role": "submitter", "provinces": ("bac_ninh",), "agencies": "all"},
        {"role": "leader", "provinces": ("bac_ninh",)},
    )
    both = rights("Ca-Hai@example.vn", *grants)
    id_ = enter(store, catalogue, by=both)
    actions.accept(store, both, catalogue, id_)
    actions.report_done(store, both, catalogue, id_, note="Xong")
    again = rights("ca-hai@example.vn ", *grants)
    assert "không tự xác nhận" in refused(actions.confirm, store, again, catalogue, id_)
    where = {"state": "done", "done_by": "Ca-Hai@example.vn"}
    assert "confirmed" not in actions.steps(again, catalogue, ACTION, **where)
    assert "returned" in actions.steps(again, catalogue, ACTION, **where)
    alone = rights("ca-hai@example.vn", *grants, author_may_approve=True)
    assert "confirmed" in actions.steps(alone, catalogue, ACTION, **where)
    actions.confirm(store, alone, catalogue, id_)
    assert actions.standing(store, id_).state == "confirmed"


def test_of_two_leaders_at_once_the_second_sees_the_first(store, catalogue):
    id_ = bring_to(store, catalogue, "done")
    outcomes = []

    def work(act, given):
        try:
            getattr(actions, act)(store, LEADER, catalogue, id_, **given)
            outcomes.append("taken")
        except RefusedError as error:
            outcomes.append(error.tell())

    threads = [threading.Thread(target=work, args=(act, NEEDS[act])) for act in ("confirm", "send_back")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome == "taken" for outcome in outcomes) == [False, True]
    assert actions.history(store, id_).height == 3
