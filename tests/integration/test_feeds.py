"""The Atom feed and the calendar over the API, read by a feed parser and by icalendar: what they say, and that it stays."""

import calendar
import datetime as dt
import html
import uuid
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest

from dashboard.changes import words
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart
from dashboard.store.actions import action_standing, add_action_event
from dashboard.store.store import open_store
from dashboard.ui.frame import navigation
from tests.integration.api_installation import Installation, client_of
from tests.integration.changed_store import SINCE, TASK, WHAT, at, fill
from tests.stores import location_in

ATOM, CALENDAR = "/api/v1/changes.atom", "/api/v1/deadlines.ics"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(location_in(tmp_path_factory.mktemp("feeds"), "store"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def action(store):
    return fill(store)


@pytest.fixture(scope="module")
def installation(store, action, catalogue):
    return Installation(catalogue, CurrentMart(catalogue, store))


@pytest.fixture(scope="module")
def client(installation):
    return client_of(installation)


@pytest.fixture(scope="module")
def parsed(client):
    def read(query=f"since={SINCE}"):
        answer = client.get(f"{ATOM}?{query}")
        assert answer.status_code == 200, answer.text
        found = feedparser.parse(answer.content)
        assert not found.bozo, found.bozo_exception
        return found

    return read


@pytest.fixture(scope="module")
def days(client):
    def read(query=""):
        answer = client.get(f"{CALENDAR}?{query}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return icalendar.Calendar.from_ical(answer.content)

    return read


def events(found):
    return {str(event["SUMMARY"]): event for event in found.walk("VEVENT")}


# ---- the feed --------------------------------------------------------------------------------------


def test_every_change_is_an_entry_with_what_atom_asks_of_one(parsed, installation, catalogue):
    found, mart = parsed(), installation.marts.current
    changes = queries.changes(mart, catalogue, Filters(since=SINCE), at=installation.marts.at)
    told = list(words.told(changes, catalogue, "vi"))
    assert len(found.entries) == len(told) > 8
    assert {entry.title for entry in found.entries} == {one.title for one in told}
    assert len({entry.id for entry in found.entries}) == len(told)
    for thing in (found.feed, *found.entries):
        assert uuid.UUID(thing.id.removeprefix("urn:uuid:"))
        assert thing.updated.endswith("Z")
    assert found.feed.author == "Chính sách xã hội: mục tiêu và thực hiện"
    assert found.version == "atom10"
    moments = [entry.updated for entry in found.entries]
    assert moments == sorted(moments, reverse=True)
    assert found.feed.updated == moments[0]
    assert {entry.tags[0].term for entry in found.entries} == {"statuses", "figures", "tasks", "actions", "passed"}


def test_an_entry_is_updated_when_its_figure_was_approved_and_leads_to_it(parsed):
    (entry,) = [entry for entry in parsed().entries if "79\u00a0% → 80,4\u00a0%" in entry.title]
    assert entry.title == "Tỉ lệ lao động qua đào tạo, Bắc Ninh, năm 2025: 79\u00a0% → 80,4\u00a0% (đã sửa)"
    assert calendar.timegm(entry.updated_parsed) == at(18).replace(tzinfo=dt.UTC).timestamp()
    told = entry.content[0].value
    assert "Lý do: Cộng thiếu một huyện  của tỉnh." in told  # a sign that no XML may hold is gone
    assert "Trạng thái năm 2025: Không đạt → Đạt." in told
    address = urlsplit(entry.link)
    assert (address.scheme, address.netloc, address.path) == ("http", "testserver", "/chi-tieu")
    assert parse_qs(address.query) == {"id": ["trained_labour"], "province": ["bac_ninh"], "year": ["2025"]}


def test_what_people_wrote_is_text_and_no_markup(client, parsed):
    (entry,) = [entry for entry in parsed().entries if entry.title.startswith("Giao việc")]
    assert html.unescape(entry.title) == f"Giao việc: {WHAT} (Tỉ lệ lao động qua đào tạo, Tuyên Quang)"
    assert "<20>" not in client.get(f"{ATOM}?since={SINCE}").text


def test_ids_stay_in_another_language_another_period_and_under_another_address(client, parsed):
    def ids(query):
        return {entry.id: entry.updated for entry in parsed(query).entries}

    first = ids(f"since={SINCE}")
    assert ids(f"since={SINCE}&lang=en") == first
    later = ids("since=2026-03-18")
    assert later.items() < first.items()
    elsewhere = client.get(f"{ATOM}?since={SINCE}", headers={"host": "so-lieu.example.vn"})
    assert {entry.id: entry.updated for entry in feedparser.parse(elsewhere.content).entries} == first


def test_a_feed_of_a_province_a_sector_or_an_agency_has_what_is_theirs(parsed):
    everything = {entry.id for entry in parsed().entries}
    parts = {}
    for query in ("province=bac_ninh", "province=tuyen_quang", "sector=human_resources", "agency=labour_department"):
        found = parsed(f"since={SINCE}&{query}")
        parts[query] = {entry.id for entry in found.entries}
        assert parts[query] < everything
        assert found.feed.id != parsed().feed.id
    assert not parts["province=bac_ninh"] & parts["province=tuyen_quang"]
    assert parsed(f"since={SINCE}&province=bac_ninh").feed.subtitle == "Bắc Ninh"
    links = {link.rel: link.href for link in parsed(f"since={SINCE}&province=bac_ninh").feed.links}
    assert links["alternate"] == f"http://testserver/co-gi-moi?province=bac_ninh&since={SINCE}"
    assert links["self"] == f"http://testserver{ATOM}?province=bac_ninh&since={SINCE}"


def test_without_a_day_a_feed_begins_on_the_first_of_last_month(client, installation, parsed):
    today = installation.marts.current.as_of
    found = parsed("")
    begins = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    (page,) = [link.href for link in found.feed.links if link.rel == "alternate"]
    assert page.endswith(f"since={begins}")
    nothing = parsed(f"since={today}&province=bac_giang&sector=housing")
    assert nothing.entries == []
    assert nothing.feed.updated == f"{today}T00:00:00Z"


def test_the_longest_feed_ends_at_its_latest_entries(installation, catalogue, monkeypatch, parsed):
    everything = [entry.id for entry in parsed("since=2021-01-01").entries]
    monkeypatch.setattr("dashboard.changes.atom.MOST", 5)
    assert [entry.id for entry in parsed("since=2021-01-01").entries] == everything[:5]


@pytest.mark.parametrize("path", [f"{ATOM}?since={SINCE}", CALENDAR])
def test_nothing_new_is_not_sent_again(client, path):
    answer = client.get(path)
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path).content == answer.content
    other = path + ("&" if "?" in path else "?") + "province=bac_ninh"
    assert client.get(other).headers["etag"] != answer.headers["etag"]
    assert client.head(path).headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("province=bac_nin", "province", "bac_ninh"),
        ("sektor=health", "sektor", "sector"),
        ("since=20260315", "since", None),
        ("since=hôm qua", "since", None),
        ("since=2999-01-01", "since", None),
        ("since=", "since", None),
        ("lang=fr", "lang", None),
        ("status=missed", "status", None),
        ("token=a&token=b", "token", None),
    ],
)
def test_every_mistake_of_an_address_is_told(client, query, parameter, nearest):
    answer = client.get(f"{ATOM}?{query}")
    assert answer.status_code == 400
    (problem,) = answer.json()["error"]["problems"]
    assert (problem["parameter"], problem["nearest"]) == (parameter, nearest)


def test_a_calendar_has_no_first_day_and_a_feed_no_last(client):
    assert client.get(f"{CALENDAR}?since={SINCE}").json()["error"]["problems"][0]["parameter"] == "since"
    assert client.get(f"{ATOM}?as_of={SINCE}").json()["error"]["problems"][0]["parameter"] == "as_of"


def test_an_invented_store_says_so_in_its_title(tmp_path, catalogue):
    store = open_store(location_in(tmp_path, "invented"), origin="illustrative")
    client = client_of(Installation(catalogue, CurrentMart(catalogue, store)))
    root = ET.fromstring(client.get(ATOM).content)
    assert root.findtext("{*}title").startswith("Số liệu minh hoạ – ")
    made = icalendar.Calendar.from_ical(client.get(f"{CALENDAR}?lang=en").content)
    assert str(made["X-WR-CALNAME"]).startswith("Illustrative figures – ")
    store.close()


def test_links_lead_to_pages_there_are():
    pages = (navigation.CHANGES, navigation.INDICATOR, navigation.TASKS, navigation.PROGRESS)
    assert [page.path for page in pages] == [words.CHANGES, words.INDICATOR, words.TASKS, words.PROGRESS]


# ---- the calendar ----------------------------------------------------------------------------------


def test_a_calendar_is_what_outlook_and_telephones_ask_for(days):
    found = days()
    assert (str(found["VERSION"]), str(found["METHOD"])) == ("2.0", "PUBLISH")
    assert str(found["X-WR-TIMEZONE"]) == "Asia/Ho_Chi_Minh"
    assert found["REFRESH-INTERVAL"].dt == dt.timedelta(hours=12)
    assert len(found.walk("VEVENT")) > 10
    uids = [str(event["UID"]) for event in found.walk("VEVENT")]
    assert len(set(uids)) == len(uids)
    for event in found.walk("VEVENT"):
        assert not isinstance(event["DTSTART"].dt, dt.datetime)  # a whole day, the same in every time zone
        assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(days=1)
        assert event["DTSTAMP"].dt.tzinfo is not None
        assert event["DTSTAMP"].dt.astimezone(dt.UTC) <= dt.datetime.now(dt.UTC)
        assert str(event["URL"]).startswith("http://testserver/")


def test_no_line_is_longer_than_the_standard_allows(client):
    lines = client.get(CALENDAR).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_it_has_the_plans_deadlines_with_their_print_and_the_actions_due(days, action, catalogue):
    found = events(days())
    report = next(event for name, event in found.items() if name.startswith("Bắc Ninh: hạn các cơ quan báo cáo năm"))
    plan = catalogue.plan_in_force("bac_ninh")
    assert plan.deadlines.agencies.printed in str(report["DESCRIPTION"])
    assert (report["DTSTART"].dt.month, report["DTSTART"].dt.day) == (10, 30)
    due = found[f"Hạn của việc, Tuyên Quang: {WHAT}"]
    assert due["DTSTART"].dt == dt.date(2026, 3, 25)
    assert due["LAST-MODIFIED"].dt.replace(tzinfo=None) == at(23)
    english = events(days("lang=en"))
    assert f"Action due, Tuyên Quang: {WHAT}" in english
    assert {str(event["UID"]) for event in english.values()} == {str(event["UID"]) for event in found.values()}


def test_it_is_filtered_like_everything_else_and_leaves_out_what_is_done(days, catalogue):
    names = set(events(days("province=tuyen_quang&sector=human_resources")))
    assert f"Hạn của việc, Tuyên Quang: {WHAT}" in names
    assert all("Tuyên Quang" in name for name in names)
    assert f"Hạn của việc, Tuyên Quang: {WHAT}" not in events(days("agency=health_department"))
    assert not [name for name in events(days()) if catalogue.task[TASK].title_vi in name]  # reported done


def test_a_day_put_off_keeps_its_event_and_an_ended_action_leaves(tmp_path, catalogue):
    store = open_store(location_in(tmp_path, "moved"))
    id_ = fill(store)
    name = f"Hạn của việc, Tuyên Quang: {WHAT}"

    def shown():
        client = client_of(Installation(catalogue, CurrentMart(catalogue, store)))
        return events(icalendar.Calendar.from_ical(client.get(CALENDAR).content)).get(name)

    def add(event, day, due=None):
        store.transact(
            lambda ledger: add_action_event(
                ledger, action_standing(ledger, id_), event, actor="n@b.vn", note="x", due=due, at=at(day)
            )
        )

    before = shown()
    add("rescheduled", 26, dt.date(2026, 4, 30))
    after = shown()
    assert (after["UID"], after["DTSTART"].dt) == (before["UID"], dt.date(2026, 4, 30))
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    add("cancelled", 27)
    assert shown() is None
    store.close()
