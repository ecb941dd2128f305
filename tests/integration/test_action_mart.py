"""Actions as the pages, files, the API and the command line show them: at a moment, by the filters, computed overdue."""

import csv
import datetime as dt
import io
import json

import openpyxl
import pytest

from dashboard.exports import FORMATS, content, export_of
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart, Mart
from dashboard.store.actions import Action, action_standing, add_action, add_action_event
from dashboard.store.store import open_store
from dashboard.words.messages import ProblemsError
from tests.conftest import submission
from tests.integration.api_installation import Installation, client_of
from tests.stores import location_in

RED = ("bac_ninh", "unemployment_rate", "total")
CALM = ("bac_giang", "unemployment_rate", "total")
FIGURES = [(*RED, 2023, 2.6), (*RED, 2025, 3.1), (*CALM, 2023, 2.6), (*CALM, 2025, 1.2)]
MAY, JUNE, JULY = dt.date(2026, 5, 31), dt.date(2026, 6, 30), dt.date(2026, 7, 31)


def noon(day):
    return dt.datetime.combine(day, dt.time(5))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(location_in(tmp_path_factory.mktemp("actions"), "store"))
    store.append(submission(FIGURES, approved_at=noon(dt.date(2026, 1, 10)), submitted_at=noon(dt.date(2026, 1, 5))))
    yield store
    store.close()


@pytest.fixture(scope="module")
def ids(store):
    """Four actions: one moved on through the year, one confirmed too early, one cancelled, one on a calm row."""

    def enter(what, day, *, place=RED, due=JUNE, agency="statistics_office", event="assigned"):
        action = Action(*place, agency, what, "")
        return store.transact(lambda ledger: add_action(ledger, action, event, due=due, actor="a@b.vn", at=noon(day)))

    def add(id_, event, day, note="", due=None):
        def act(ledger):
            held = action_standing(ledger, id_)
            add_action_event(ledger, held, event, actor="nop@b.vn", note=note, due=due, at=noon(day))

        store.transact(act)

    moved = enter("=Mở sàn việc làm", dt.date(2026, 4, 1), due=MAY)
    add(moved, "accepted", dt.date(2026, 4, 10))
    add(moved, "rescheduled", dt.date(2026, 5, 20), "Chờ kinh phí", due=JUNE)
    add(moved, "done", dt.date(2026, 7, 10), "Báo cáo 12")
    add(moved, "returned", dt.date(2026, 7, 20), "Thiếu số liệu")
    early = enter("Việc cũ", dt.date(2025, 12, 1), event="committed")
    add(early, "done", dt.date(2025, 12, 10), "Xong")
    add(early, "confirmed", dt.date(2025, 12, 20))
    cancelled = enter("Việc thừa", dt.date(2026, 2, 1), agency="health_department")
    add(cancelled, "cancelled", dt.date(2026, 2, 2), "Nhầm")
    calm = enter("Giữ nhịp", dt.date(2026, 3, 1), place=CALM, due=JULY)
    return {"moved": moved, "early": early, "cancelled": cancelled, "calm": calm}


@pytest.fixture(scope="module")
def at(store, ids, catalogue):
    return lambda day: Mart(catalogue, store, as_of=day)


def told(mart, filters=Filters()):  # noqa: B008  it never changes
    return {row["action"]: row for row in queries.actions(mart, filters).iter_rows(named=True)}


def test_each_moment_shows_what_was_known_then(at, ids):
    found = {
        day: (row["state"], row["due"], row["overdue"], row["days_overdue"])
        for day in (dt.date(2026, 4, 1), dt.date(2026, 5, 25), JUNE, dt.date(2026, 7, 5), dt.date(2026, 7, 15), JULY)
        if (row := told(at(day))[ids["moved"]])
    }
    assert list(found.values()) == [
        ("assigned", MAY, False, 0),
        ("accepted", JUNE, False, 0),
        ("accepted", JUNE, False, 0),  # the day itself is not over
        ("accepted", JUNE, True, 5),
        ("done", JUNE, False, 0),  # waits for leadership
        ("returned", JUNE, True, 31),
    ]
    assert ids["moved"] not in told(at(dt.date(2026, 3, 31)))
    row = told(at(JULY))[ids["moved"]]
    assert (row["first_due"], row["evidence"], row["last_note"], row["done_by"]) == (
        MAY, "Báo cáo 12", "Thiếu số liệu", "nop@b.vn",
    )  # fmt: skip
    assert (row["entered"], row["entered_at"], row["changed_at"]) == (
        "assigned", noon(dt.date(2026, 4, 1)), noon(dt.date(2026, 7, 20)),
    )  # fmt: skip
    events = queries.action_events(at(dt.date(2026, 5, 25)), [ids["moved"]])
    assert events["event"].to_list() == ["assigned", "accepted", "rescheduled"]


def test_what_is_finished_is_never_overdue(at, ids):
    later = told(at(dt.date(2027, 1, 1)))
    assert {id_ for id_, row in later.items() if row["overdue"]} == {ids["moved"], ids["calm"]}


def test_the_filters_mean_the_cell_and_the_owner(at, ids):
    mart = at(JULY)
    assert set(told(mart, Filters(provinces=("bac_giang",)))) == {ids["calm"]}
    assert set(told(mart, Filters(agencies=("health_department",)))) == {ids["cancelled"]}
    assert len(told(mart, Filters(indicators=("unemployment_rate",), breakdowns=("total",)))) == 4
    assert told(mart, Filters(sectors=("health",))) == {}


def test_a_red_row_has_the_action_that_presses_most(at, ids, catalogue):
    this = Filters(years=(2025,), indicators=("unemployment_rate",), breakdowns=("total",))

    def worst(day):
        (row,) = queries.farthest_behind(at(day), this, limit=9).iter_rows(named=True)
        assert row["province"] == "bac_ninh"
        return row["actions"], row["actions_overdue"], row["action_state"], row["action_due"], row["action_owner"]

    # Confirmed before the figure was approved, and cancelled: neither counts.
    assert worst(dt.date(2026, 3, 1)) == (0, 0, None, None, None)
    assert queries.red_counts(at(dt.date(2026, 3, 1)), this) == (1, 1, 0)
    assert worst(JUNE) == (1, 0, "accepted", JUNE, "statistics_office")
    assert queries.red_counts(at(JUNE), this) == (1, 0, 0)
    assert worst(dt.date(2026, 7, 5)) == (1, 1, "accepted", JUNE, "statistics_office")
    assert queries.red_counts(at(dt.date(2026, 7, 5)), this) == (1, 0, 1)
    assert queries.red_counts(at(JULY), this.model_copy(update={"provinces": ("bac_giang",)})) == (0, 0, 0)


def test_an_act_moves_the_mart_on(tmp_path, catalogue):
    store = open_store(location_in(tmp_path, "store"))
    try:
        marts = CurrentMart(catalogue, store)
        assert not marts.refresh()
        key = marts.current.key
        action = Action(*RED, "statistics_office", "Việc", "")
        store.transact(lambda ledger: add_action(ledger, action, "assigned", due=JULY, actor="a@b.vn"))
        assert marts.refresh()
        assert marts.current.key != key
        assert queries.actions(marts.current, Filters()).height == 1
    finally:
        store.close()


# ---- files, API --------------------------------------------------------------------------------


def test_every_format_has_every_action(at, ids, catalogue):
    export = export_of("actions", at(JULY), catalogue, Filters())
    assert all(content(export, ending) for ending in FORMATS)
    rows = list(csv.DictReader(io.StringIO(content(export, "csv").decode())))
    assert {row["action"] for row in rows} == set(ids.values())
    moved = next(row for row in rows if row["action"] == ids["moved"])
    assert (moved["owner_name"], moved["state"], moved["state_name"]) == (
        "Cục Thống kê", "returned", "bị trả lại",
    )  # fmt: skip
    assert (moved["due"], moved["overdue"], moved["days_overdue"]) == ("2026-06-30", "true", "31")
    assert (moved["changed_at"], moved["what"]) == ("2026-07-20T05:00:00Z", "=Mở sàn việc làm")
    english = export_of("actions", at(JULY), catalogue, Filters(), language="en")
    assert english.title == "Actions on indicators"
    assert "sent back" in content(english, "csv").decode()


def test_words_of_an_action_cannot_run_in_a_spreadsheet(at, ids, catalogue):
    export = export_of("actions", at(JULY), catalogue, Filters())
    assert "'=Mở sàn việc làm" in content(export, "csv", for_excel=True).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(content(export, "xlsx")))["Số liệu"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=Mở sàn việc làm"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_sdmx_has_the_due_date_as_period_and_the_days_overdue_as_value(at, ids, catalogue):
    text = content(export_of("actions", at(JULY), catalogue, Filters()), "sdmx.csv").decode()
    rows = {row["ACTION_ID"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows[ids["moved"]]["TIME_PERIOD"], rows[ids["moved"]]["OBS_VALUE"]) == ("2026-06-30", "31")
    assert {row["OBS_STATUS"] for row in rows.values()} == {"A"}


def test_a_filter_that_says_nothing_about_actions_is_refused(at, catalogue):
    for filters in (Filters(years=(2024,)), Filters(statuses=("missed",))):
        with pytest.raises(ProblemsError, match="không dùng được với bảng actions"):
            export_of("actions", at(JULY), catalogue, filters)


def test_the_api_answers_with_the_bytes_of_the_file_at_any_moment(store, ids, catalogue):
    client = client_of(Installation(catalogue, CurrentMart(catalogue, store)))
    answer = client.get("/api/v1/actions.json?as_of=2026-07-31&province=bac_ninh&sort=-days_overdue")
    rows = answer.json()["rows"]
    assert [row["action"] for row in rows][0] == ids["moved"]
    assert answer.headers["x-total-count"] == "3"
    before = client.get("/api/v1/actions.json?as_of=2026-03-05").json()["rows"]
    assert {row["action"] for row in before} == set(ids.values()) - {ids["moved"]}
    wrong = client.get("/api/v1/actions.json?year=2024&view=wide")
    assert wrong.status_code == 400
    assert {problem["parameter"] for problem in wrong.json()["error"]["problems"]} == {"year", "view"}
    assert json.loads(client.get("/api/v1/openapi.json").text)["paths"]["/api/v1/actions.csv"]
