"""Actions in the store, on both of its catalogues: written with their events, never changed, in every backup."""

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.settings import StoreLocation
from dashboard.store.actions import (
    Action,
    action_history,
    action_standing,
    add_action,
    add_action_event,
    same_open_action,
)
from dashboard.store.backup import back_up, restore
from dashboard.store.store import open_store
from tests.stores import location_in

ACTION = Action(
    "bac_ninh", "trained_labour", "total", "health_department", "Mở lớp đào tạo.", "Thêm 0,5 điểm phần trăm"
)
DUE, LATER = dt.date(2027, 3, 31), dt.date(2027, 6, 30)


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return location_in(tmp_path, "store")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/files/")


@pytest.fixture
def store(location):
    store = open_store(location)
    yield store
    store.close()


def assign(store, action=ACTION, **changes):
    given = {"due": DUE, "actor": "lanh-dao@example.vn", **changes}
    return store.transact(lambda ledger: add_action(ledger, action, "assigned", **given))


def standing(store, id_):
    return store.read(lambda ledger: action_standing(ledger, id_))


def add(store, id_, event, **changes):
    given = {"actor": "nop@example.vn", "note": "", **changes}
    store.transact(lambda ledger: add_action_event(ledger, action_standing(ledger, id_), event, **given))


def test_an_action_stands_where_its_latest_event_leaves_it_and_a_new_date_leaves_its_state(store):
    id_ = assign(store)
    first = standing(store, id_)
    assert (first.action, first.state, first.due, first.sequence) == (ACTION, "assigned", DUE, 1)
    assert (first.changed_by, first.done_by) == ("lanh-dao@example.vn", None)
    add(store, id_, "accepted")
    add(store, id_, "rescheduled", due=LATER, note="Chờ kinh phí.")
    assert (standing(store, id_).state, standing(store, id_).due) == ("accepted", LATER)
    add(store, id_, "done", note="Báo cáo 12/BC", actor="khac@example.vn")
    add(store, id_, "returned", note="Thiếu danh sách")
    last = standing(store, id_)
    assert (last.state, last.due, last.sequence, last.done_by) == ("returned", LATER, 5, "khac@example.vn")
    told = store.read(lambda ledger: action_history(ledger, id_))
    assert told.select("sequence", "event", "note", "due").rows() == [
        (1, "assigned", "", DUE),
        (2, "accepted", "", DUE),
        (3, "rescheduled", "Chờ kinh phí.", LATER),
        (4, "done", "Báo cáo 12/BC", LATER),
        (5, "returned", "Thiếu danh sách", LATER),
    ]
    assert standing(store, "khong-co") is None


def test_no_event_comes_before_the_one_it_follows(store):
    id_ = assign(store, at=dt.datetime(2031, 1, 1))
    add(store, id_, "accepted", at=dt.datetime(2030, 1, 1))
    assert standing(store, id_).changed_at == dt.datetime(2031, 1, 1)


@pytest.mark.parametrize("last", ["confirmed", "cancelled"])
def test_the_same_is_asked_again_only_of_what_is_finished(store, last):
    def same(action):
        return store.read(lambda ledger: same_open_action(ledger, action))

    id_ = assign(store)
    assert same(ACTION) == id_
    assert same(replace(ACTION, what="Việc khác.")) is None
    assert same(replace(ACTION, agency="statistics_office")) is None
    add(store, id_, last)
    assert same(ACTION) is None


def test_a_backup_holds_the_actions_and_a_restored_store_goes_on_with_them(store, location, tmp_path):
    id_ = assign(store)
    add(store, id_, "accepted")
    before = {name: store.table(name) for name in ("actions", "action_events")}
    store.close()
    back_up(location, tmp_path / "backup")
    restore(tmp_path / "backup", location_in(tmp_path, "restored"))
    again = open_store(location_in(tmp_path, "restored"))
    try:
        assert all(again.table(name).equals(frame) for name, frame in before.items())
        add(again, id_, "done", note="Xong")
        assert standing(again, id_).state == "done"
    finally:
        again.close()
