"""Days an office names, and the last day somebody looked: rights, rows that are only added, and what counts of them."""

import datetime as dt

import pytest

from dashboard.store.schema import today
from dashboard.workflow import RefusedError, named_dates
from dashboard.workflow.named_dates import LONGEST_NAME
from tests.integration.offices import ADMINISTRATOR, REVIEWER, SUBMITTER, leader, rights

DAY = dt.date(2026, 3, 15)
VIEWER = rights("xem@example.vn", {"role": "viewer"})


@pytest.fixture
def name(store, catalogue):
    def name(text="Họp quý I", *, by=REVIEWER, province="bac_ninh", day=DAY):
        return named_dates.name_date(store, by, catalogue, province, day, text)

    return name


def test_who_leads_or_reviews_a_province_and_administrators_name_its_days(store, name):
    name("một", by=REVIEWER)
    name("hai", by=leader())
    name("ba", by=ADMINISTRATOR, province="bac_giang")
    for by in (VIEWER, SUBMITTER, leader(provinces=("bac_giang",))):
        with pytest.raises(RefusedError, match="không có quyền đặt mốc"):
            name("bốn", by=by)
    assert {(one.province, one.name, one.named_by) for one in named_dates.named_dates(store)} == {
        ("bac_ninh", "một", "duyet@example.vn"),
        ("bac_ninh", "hai", "lanh-dao@example.vn"),
        ("bac_giang", "ba", "quantri@example.vn"),
    }


def test_the_latest_day_comes_first(store, name):
    name("cũ", day=dt.date(2025, 1, 1))
    name("mới", day=dt.date(2026, 5, 1))
    name("giữa", day=DAY)
    assert [one.name for one in named_dates.named_dates(store)] == ["mới", "giữa", "cũ"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": "  "}, "từ 1 đến"),
        ({"text": "x" * (LONGEST_NAME + 1)}, "từ 1 đến"),
        ({"day": dt.date(2999, 1, 1)}, "chưa tới"),
        ({"province": "nope", "by": ADMINISTRATOR}, "Không có tỉnh"),
        ({"text": " Họp   quý I "}, "đã có mốc tên"),
    ],
)
def test_what_cannot_be_named_is_told_and_leaves_nothing_but_its_trace(store, name, change, told):
    name()
    with pytest.raises(RefusedError, match=told):
        name(**change)
    assert len(named_dates.named_dates(store)) == 1
    assert store.table("audit").select("action", "allowed").rows() == [("name_date", True), ("name_date", False)]


def test_two_provinces_may_use_one_name(store, name):
    name()
    name(by=ADMINISTRATOR, province="bac_giang")
    assert len(named_dates.named_dates(store)) == 2


def test_a_day_struck_out_counts_no_longer_and_is_not_deleted(store, name):
    id_ = name()
    with pytest.raises(RefusedError, match="không có quyền"):
        named_dates.strike_date(store, SUBMITTER, id_)
    named_dates.strike_date(store, leader(), id_)
    assert named_dates.named_dates(store) == []
    assert store.table("named_dates").select("named_date", "name", "is_struck", "actor").rows() == [
        (id_, "Họp quý I", False, "duyet@example.vn"),
        (id_, "Họp quý I", True, "lanh-dao@example.vn"),
    ]
    for unknown in (id_, "nope"):
        with pytest.raises(RefusedError, match="Không có mốc"):
            named_dates.strike_date(store, REVIEWER, unknown)
    name()  # the name is free again


def test_a_visit_is_kept_once_a_day_and_the_last_one_before_today_counts(store):
    assert named_dates.last_visit(store, VIEWER) is None
    named_dates.remember_visit(store, VIEWER)
    named_dates.remember_visit(store, VIEWER)
    assert store.table("visits").rows() == [("xem@example.vn", today())]
    assert named_dates.last_visit(store, VIEWER) is None  # this very visit is not the one before
    earlier = today() - dt.timedelta(days=9)
    for day in (earlier, earlier - dt.timedelta(days=9)):
        store.transact(lambda ledger, day=day: named_dates.rows.add_visit(ledger, "xem@example.vn", day))
    assert named_dates.last_visit(store, VIEWER) == earlier
    assert named_dates.last_visit(store, rights("XEM@example.vn", {"role": "viewer"})) == earlier
    assert named_dates.last_visit(store, REVIEWER) is None


def test_naming_and_visiting_change_no_figure(store, name):
    before = store.event_count()
    name()
    named_dates.remember_visit(store, VIEWER)
    assert store.event_count() == before


def test_the_moment_of_a_version_is_known_where_the_store_has_had_it(store, name):
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    name()
    at = store.snapshot_time(store.snapshot())
    assert before - dt.timedelta(seconds=1) <= at <= dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert store.snapshot_time(10**8) is None
