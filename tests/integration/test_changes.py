"""What changed between two days: every kind of change on small stores, net of what came back, by the filters, at any moment."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.filters import Filters, keys_of
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart, Mart
from dashboard.store.actions import Action, action_standing, add_action, add_action_event
from dashboard.store.store import Submission, open_store
from tests.conftest import observations
from tests.stores import location_in
from tests.task_reports import reports

NINH = ("bac_ninh", "trained_labour", "total")  # 80 in 2025, 90 in 2030
QUANG = ("tuyen_quang", "trained_labour", "total")  # 72, 80
FARM = ("tuyen_quang", "farm_labour_share", "total")  # 42, < 35,5: the lower the better
SINCE = dt.date(2026, 3, 15)
EARLY, LATE = dt.date(2026, 3, 14), dt.date(2026, 3, 20)


def hand_in(store, rows, day, *, note="", preliminary=False, hour=3, **changes):
    """Publish rows on a day; ``note`` is what the submitter wrote about them."""
    at = dt.datetime.combine(day, dt.time(hour))
    frame = observations(rows)
    if preliminary:
        frame = frame.with_columns(preliminary=True)
    given = {"kind": "file", "file_name": "a.csv", "submitted_by": "a@b.vn", "approved_by": "c@d.vn", **changes}
    store.append(Submission(frame, note=note, submitted_at=at, approved_at=at, **given))


def tell(catalogue, store, *, since=SINCE, **filters):
    marts = CurrentMart(catalogue, store)
    wanted = Filters(since=since, **filters)
    return queries.changes(marts.at(wanted.as_of), catalogue, wanted, at=marts.at)


def told(frame, *columns):
    return frame.select(columns).rows()


FIGURE = ("kind", "province", "year", "value_before", "value")


def test_nothing_changed_and_days_that_are_near_are_no_change(store, catalogue):
    hand_in(store, [(*NINH, 2024, 78)], EARLY)
    found = tell(catalogue, store, since=dt.date.today() + dt.timedelta(days=5))
    assert found.is_empty
    assert tell(catalogue, store, as_of=EARLY, since=SINCE).is_empty


def test_a_day_is_meant_whole_in_viet_nam(store, catalogue):
    hand_in(store, [(*NINH, 2023, 77)], EARLY, hour=16)  # 23:00 of the 14th
    hand_in(store, [(*NINH, 2024, 78)], EARLY, hour=17)  # 0:00 of the 15th
    assert told(tell(catalogue, store).figures, *FIGURE) == [("new", "bac_ninh", 2024, None, 78.0)]


def test_a_revised_figure_has_both_values_the_reason_and_what_its_year_is_now_judged(store, catalogue):
    hand_in(store, [(*NINH, 2023, 77), (*NINH, 2025, 79)], EARLY)
    hand_in(store, [(*NINH, 2025, 81)], LATE, note="Cộng thiếu một huyện")
    found = tell(catalogue, store)
    assert told(found.figures, *FIGURE, "reason", "status_before", "status") == [
        ("revised", "bac_ninh", 2025, 79.0, 81.0, "Cộng thiếu một huyện", "missed", "achieved")
    ]
    assert told(found.statuses, "cause", "status_before", "status", "year_before", "year", "actual_before", "actual") == [
        ("revised", "missed", "achieved", 2025, 2025, 79.0, 81.0)
    ]  # fmt: skip
    assert found.statuses["steps"][0] < 0
    assert found.statuses["at"].to_list() == found.figures["at"].to_list()


def test_of_several_revisions_the_first_and_the_last_value_are_told(store, catalogue):
    hand_in(store, [(*NINH, 2024, 78)], EARLY)
    hand_in(store, [(*NINH, 2024, 79)], LATE, note="một")
    hand_in(store, [(*NINH, 2024, 80)], LATE, note="hai", hour=4)
    assert told(tell(catalogue, store).figures, *FIGURE, "reason") == [("revised", "bac_ninh", 2024, 78.0, 80.0, "hai")]


def test_a_figure_changed_and_changed_back_does_not_pass_in_silence(store, catalogue):
    for value, day, hour in ((78, EARLY, 3), (70, LATE, 3), (78, LATE, 4)):
        hand_in(store, [(*NINH, 2024, value)], day, hour=hour, note=f"lần {hour}")
    found = tell(catalogue, store)
    assert told(found.figures, *FIGURE, "value_between", "reason") == [
        ("changed_back", "bac_ninh", 2024, 78.0, 78.0, 70.0, "lần 4")
    ]
    assert found.statuses.is_empty()
    assert told(tell(catalogue, store, as_of=EARLY).figures, *FIGURE) == []


def test_the_same_figure_published_again_is_no_change(store, catalogue):
    hand_in(store, [(*NINH, 2024, 78)], EARLY)
    hand_in(store, [(*NINH, 2024, 78), (*NINH, 2023, 77)], LATE, file_name="b.csv")
    assert told(tell(catalogue, store).figures, *FIGURE) == [("new", "bac_ninh", 2023, None, 77.0)]


def test_an_estimate_made_final_is_told_though_its_value_stands(store, catalogue):
    hand_in(store, [(*NINH, 2024, 78), (*NINH, 2025, 81)], EARLY, preliminary=True)
    hand_in(store, [(*NINH, 2024, 78)], LATE)
    assert told(tell(catalogue, store).figures, *FIGURE) == [("final", "bac_ninh", 2024, 78.0, 78.0)]
    hand_in(store, [(*NINH, 2024, 78)], LATE, preliminary=True, hour=5)
    assert tell(catalogue, store).figures.is_empty()
    assert told(tell(catalogue, store, since=LATE).figures, "kind") == []


def test_figures_withdrawn_and_declared_not_available_say_why(store, catalogue):
    hand_in(store, [(*NINH, 2023, 77), (*NINH, 2025, 81), (*QUANG, 2024, 70)], EARLY)
    hand_in(store, [(*NINH, 2025, None), (*FARM, 2024, None)], LATE, note="Mẫu quá nhỏ")
    found = tell(catalogue, store)
    assert told(found.figures, *FIGURE, "is_declared", "reason") == [
        ("withdrawn", "bac_ninh", 2025, 81.0, None, True, "Mẫu quá nhỏ"),
        ("not_available", "tuyen_quang", 2024, None, None, True, "Mẫu quá nhỏ"),
    ]
    assert told(found.statuses, "cause", "status_before", "status", "year") == [("withdrawn", "achieved", None, None)]
    hand_in(store, [(*NINH, 2025, 82)], LATE, hour=9)
    assert told(tell(catalogue, store).figures, *FIGURE)[0] == ("revised", "bac_ninh", 2025, 81.0, 82.0)


def test_what_a_newer_version_of_a_curated_file_no_longer_says_is_withdrawn(store, catalogue):
    curated = {"kind": "curated", "file_name": "niên giám.csv"}
    hand_in(store, [(*NINH, 2023, 77), (*NINH, 2024, 78)], EARLY, **curated)
    hand_in(store, [(*NINH, 2023, 77)], LATE, **curated)
    found = tell(catalogue, store).figures
    assert told(found, *FIGURE, "is_declared", "reason", "file_name") == [
        ("withdrawn", "bac_ninh", 2024, 78.0, None, False, None, "niên giám.csv")
    ]
    assert found["at"].to_list() == [dt.datetime.combine(LATE, dt.time(3))]
    assert told(tell(catalogue, store, since=dt.date(2026, 4, 1)).figures, *FIGURE) == []


def test_a_status_moves_with_the_milestone_its_year_reaches_or_the_next_that_applies(store, catalogue):
    """2024 lies on the way to 2025; 2025 is held against its own target; 2026 lies on the way to 2030."""
    hand_in(store, [(*NINH, 2023, 70), (*NINH, 2024, 77)], dt.date(2026, 1, 10))
    hand_in(store, [(*NINH, 2025, 79.5)], dt.date(2026, 2, 10))
    hand_in(store, [(*NINH, 2026, 84)], dt.date(2026, 3, 10))

    def moved(since, until):
        found = tell(catalogue, store, since=since, as_of=until).statuses
        return told(found, "cause", "year_before", "status_before", "year", "status")

    first, second, third = dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 1)
    assert moved(first, second) == [("first", None, None, 2024, "on_track")]
    assert moved(second, third) == [("milestone", 2024, "on_track", 2025, "missed")]
    assert moved(third, dt.date(2026, 3, 31)) == [("other_target", 2025, "missed", 2026, "on_track")]


def test_a_baseline_revised_moves_the_status_of_a_later_year(store, catalogue):
    hand_in(store, [(*NINH, 2023, 70), (*NINH, 2024, 74)], EARLY)
    hand_in(store, [(*NINH, 2023, 76)], LATE, note="Điều tra lại")
    found = tell(catalogue, store)
    assert told(found.statuses, "cause", "year", "status_before", "status") == [
        ("baseline", 2024, "behind", "moving_away")
    ]
    assert found.statuses["steps"].to_list() == [2]


# ---- tasks and actions -----------------------------------------------------------------------------

DATED = "bac_ninh_246_a3_vi_5"  # a scheme due at the end of 2024


def report_on(store, day, *rows):
    at = dt.datetime.combine(day, dt.time(3))
    store.append(
        Submission(
            observations([]), "file", "nv.csv", "a@b.vn", approved_by="c@d.vn", submitted_at=at, approved_at=at,
            task_reports=reports(*rows),
        )
    )  # fmt: skip


def of_task(found, task=DATED):
    rows = found.tasks.filter(found.tasks["task"] == task)
    return told(rows, "kind", "on", "state_before", "state", "year")


def test_reports_on_tasks_are_told_with_what_they_said_before(store, catalogue):
    report_on(store, EARLY, (DATED, 2025, "under_way"))
    report_on(store, LATE, (DATED, 2025, "done", dt.date(2025, 12, 1)), (DATED, 2024, "not_begun"))
    assert of_task(tell(catalogue, store)) == [
        ("done", None, "under_way", "done", 2025),
        ("reported", None, None, "not_begun", 2024),
    ]
    assert of_task(tell(catalogue, store, since=dt.date(2026, 4, 1))) == []


def test_a_task_is_told_on_the_day_that_made_it_overdue_or_near(store, catalogue):
    (due,) = queries.tasks(Mart(catalogue, store), Filters(tasks=(DATED,)))["due"]
    after, near = due + dt.timedelta(days=1), due - dt.timedelta(days=60)

    def on(day):
        return of_task(tell(catalogue, store, since=day, as_of=day))

    assert on(due) == []
    assert [row[:2] for row in on(after)] == [("overdue", after)]
    assert on(after + dt.timedelta(days=1)) == []
    assert [row[:2] for row in on(near)] == [("due_soon", near)]


def test_a_standing_task_is_told_from_the_day_its_report_is_due(store, catalogue):
    found = tell(catalogue, store, since=dt.date(2025, 10, 1), as_of=dt.date(2025, 10, 31))
    asked = found.tasks.filter(found.tasks["kind"] == "not_reported")
    assert set(asked["on"]) == {dt.date(2025, 10, 30)}
    assert set(asked["year"]) == {2025}
    assert "bac_giang" not in set(asked["province"])  # asks for its reports in December
    passed = told(found.passed, "kind", "on", "province", "year")
    assert ("report", dt.date(2025, 10, 30), "bac_ninh", 2025) in passed
    assert {row[0] for row in passed} == {"report"}


def test_every_event_of_an_action_is_told_and_the_day_it_became_overdue(store, catalogue):
    due = dt.date(2026, 3, 25)
    hand_in(store, [(*NINH, 2023, 77), (*NINH, 2025, 79)], dt.date(2026, 1, 10))
    noon = dt.time(5)
    action = Action(*NINH, "labour_department", "Mở lớp", "")
    id_ = store.transact(
        lambda ledger: add_action(
            ledger, action, "assigned", due=dt.date(2026, 3, 18), actor="l@b.vn", at=dt.datetime.combine(EARLY, noon)
        )
    )
    for event, day, note, new in (
        ("accepted", dt.date(2026, 3, 16), "", None),
        ("rescheduled", dt.date(2026, 3, 17), "Chờ kinh phí", due),
    ):
        store.transact(
            lambda ledger, event=event, day=day, note=note, new=new: add_action_event(
                ledger, action_standing(ledger, id_), event, actor="n@b.vn", note=note, due=new, at=dt.datetime.combine(day, noon)
            )
        )  # fmt: skip
    found = tell(catalogue, store).actions
    assert told(found, "kind", "on", "sequence", "due_before", "due", "note") == [
        ("overdue", dt.date(2026, 3, 26), None, None, due, None),
        ("rescheduled", None, 3, dt.date(2026, 3, 18), due, "Chờ kinh phí"),
        ("accepted", None, 2, dt.date(2026, 3, 18), dt.date(2026, 3, 18), ""),
    ]
    before = tell(catalogue, store, as_of=due).actions
    assert "overdue" not in before["kind"].to_list()
    assert told(tell(catalogue, store, as_of=due, since=due).near, "kind", "on", "what")[0] == ("action", due, "Mở lớp")


# ---- filters and moments ---------------------------------------------------------------------------


def test_filters_mean_the_same_of_every_subject(store, catalogue):
    hand_in(store, [(*NINH, 2024, 78), (*QUANG, 2024, 70), (*FARM, 2024, 41)], LATE)
    of_all = tell(catalogue, store)
    for filters in (
        {"provinces": ("tuyen_quang",)}, {"sectors": ("human_resources",)}, {"indicators": ("farm_labour_share",)},
        {"agencies": ("labour_department",)}, {"provinces": ("bac_ninh",), "agencies": ("labour_department",)}, {"sectors": ("health",)},
    ):  # fmt: skip
        found = tell(catalogue, store, **filters)
        for name in ("statuses", "figures", "tasks", "actions", "passed", "near"):
            rows = getattr(of_all, name).to_dicts()

            def is_meant(row, filters=filters):
                return all(
                    row["province"] in wanted
                    if field == "provinces"
                    else row[field] is None or bool(set(row[field]) & set(wanted))
                    for field, wanted in filters.items()
                )

            assert getattr(found, name).to_dicts() == list(filter(is_meant, rows)), (name, filters)
    assert keys_of("changes") == ("province", "sector", "indicator", "agency", "as_of", "since")


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """A store in which figures come, change, go and come back over two weeks."""
    store = open_store(location_in(tmp_path_factory.mktemp("busy"), "store"))
    values = (70, 71, None, 70, 72, 72, None, 73)
    for number, value in enumerate(values):
        rows = [(*NINH, 2023, 69 + number % 3), (*NINH, 2024, value)]
        hand_in(store, rows, dt.date(2026, 3, 1) + dt.timedelta(days=number), file_name=f"{number}.csv")
    yield store
    store.close()


@pytest.fixture(scope="module")
def past(busy, catalogue):
    kept = {}

    def at(day):
        if day not in kept:
            kept[day] = Mart(catalogue, busy, as_of=day)
        return kept[day]

    return at


@settings(max_examples=40, deadline=None)
@given(first=st.integers(-1, 9), length=st.integers(0, 9))
def test_what_is_told_leads_from_the_earlier_figures_to_the_later(past, catalogue, first, length):
    since = dt.date(2026, 3, 1) + dt.timedelta(days=first)
    until = since + dt.timedelta(days=length)

    def published(day):
        frame = queries.actuals(past(day), Filters())
        return {(row["indicator"], row["year"]): row["actual"] for row in frame.iter_rows(named=True)}

    found = queries.changes(past(until), catalogue, Filters(since=since, as_of=until), at=past).figures
    stands = published(since - dt.timedelta(days=1))
    for row in found.iter_rows(named=True):
        key = (row["indicator"], row["year"])
        assert stands.get(key) == row["value_before"]
        if row["value"] is None:
            stands.pop(key, None)
        else:
            stands[key] = row["value"]
        assert (row["kind"] in ("changed_back", "not_available", "final")) == (row["value"] == row["value_before"])
        cutoff = past(since - dt.timedelta(days=1)).moment
        assert cutoff < row["at"] <= past(until).moment
    assert stands == published(until)
