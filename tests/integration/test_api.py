"""The API: the rows of the pages by the same filters, pages of rows, versions, and one shape of refusal."""

import contextlib
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.__main__ import main
from dashboard.api import asking, routes, routing
from dashboard.exports import FORMATS, TABLES, Arrangement, content, export_of
from dashboard.exports.arrangement import VIEWS, sortable_columns
from dashboard.filters import Filters
from dashboard.mart.mart import CurrentMart
from dashboard.mart.queries import gaps
from dashboard.method import STATUSES
from dashboard.settings import store_location
from dashboard.store.curated import load_curated
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError
from tests.conftest import submission
from tests.integration.api_installation import Installation, client_of

API = "/api/v1"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The environment of an official store that holds the curated actuals."""
    return {"DASHBOARD_STORE": f"sqlite:{tmp_path_factory.mktemp('api')}/catalog.sqlite", "DASHBOARD_LANGUAGE": "vi"}


@pytest.fixture(scope="module")
def store(environment, catalogue):
    store = open_store(store_location(environment))
    load_curated(store, catalogue)
    yield store
    store.close()


@pytest.fixture(scope="module")
def installation(catalogue, store):
    return Installation(catalogue, CurrentMart(catalogue, store))


@pytest.fixture(scope="module")
def client(installation):
    return client_of(installation)


def problems(answer):
    error = answer.json()["error"]
    assert error.keys() == {"status", "code", "message", "problems"}
    assert error["status"] == answer.status_code
    assert error["message"]
    return {problem["parameter"]: problem["nearest"] for problem in error["problems"]}


# ---- rows ------------------------------------------------------------------------------------------


def some(values):
    return st.lists(st.sampled_from(sorted(values)), max_size=2, unique=True).map(tuple)


@st.composite
def any_filters(draw, catalogue):
    return Filters(
        provinces=draw(some(catalogue.province)),
        sectors=draw(some(catalogue.sector)),
        indicators=draw(some(catalogue.indicator)),
        breakdowns=draw(some(catalogue.breakdowns)),
        years=draw(some(range(2021, 2031))),
        statuses=draw(some(STATUSES)),
        agencies=draw(some(catalogue.agency)),
    )


@st.composite
def any_arrangement(draw):
    view = draw(st.sampled_from(VIEWS))
    names = [*sortable_columns("gaps", view), *(("2024",) if view == "wide" else ())]
    sort = [minus + name for name in draw(some(names)) for minus in draw(st.sampled_from([("",), ("-",)]))]
    return Arrangement(columns=draw(some(TABLES["gaps"])), sort=tuple(sort), view=view)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_export_api_and_command_line_give_the_same_bytes(data, client, installation, environment, catalogue):
    filters, arrangement = data.draw(any_filters(catalogue)), data.draw(any_arrangement())
    mart = installation.marts.current
    exported = content(export_of("gaps", mart, catalogue, filters, arrangement=arrangement), "csv")
    asked = filters.query() | arrangement.query()
    answer = client.get(f"{API}/gaps.csv", params=asked)
    assert answer.status_code == 200
    assert answer.content == exported
    printed = io.StringIO()
    options = [f"--{key}={text}" for key, texts in asked.items() for text in texts]
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
        for name, value in environment.items():
            patch.setenv(name, value)
        assert main(["export", "gaps", *options]) == 0
    assert printed.getvalue().encode() == exported
    if arrangement.view == "list":
        assert len(exported.splitlines()) - 1 >= len(gaps(mart, catalogue, filters))


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_every_table_comes_in_every_format_as_it_is_exported(client, installation, catalogue, table, ending):
    filters = Filters(provinces=("bac_ninh",), sectors=("labour",), years=() if table == "actions" else (2025,))
    answer = client.get(f"{API}/{table}.{ending}", params=filters.query())
    export = export_of(table, installation.marts.current, catalogue, filters, site="http://testserver/")
    assert answer.status_code == 200
    assert answer.content == content(export, ending)
    assert answer.headers["content-type"] == FORMATS[ending].media_type
    assert export.file_name(ending) in answer.headers["content-disposition"]


def test_links_lead_below_the_path_the_application_lies_under(installation):
    app = Starlette(routes=routes(lambda: installation, base=f"/bao-cao{API}"))
    with TestClient(app) as client:
        told = client.get(f"/bao-cao{API}/gaps.json", params={"year": "2025", "limit": "1"}).json()
    assert told["about"]["permalink"] == "http://testserver/bao-cao/tra-cuu?year=2025"
    assert told["links"]["next"].startswith(f"http://testserver/bao-cao{API}/gaps.json?")


def test_excel_can_ask_for_its_csv(client):
    answer = client.get(f"{API}/gaps.csv", params={"excel": "true", "year": "2025"})
    assert answer.content.startswith("\ufeff".encode())
    assert client.get(f"{API}/gaps.json", params={"excel": "true"}).status_code == 400


def test_pages_of_rows_follow_each_other_without_gap_or_repetition(client):
    whole = client.get(f"{API}/gaps.json", params={"province": "bac_ninh", "year": "2025"}).json()["rows"]
    address: str | None = f"{API}/gaps.json?province=bac_ninh&year=2025&limit=17"
    rows, pages = [], 0
    while address:
        answer = client.get(address)
        told = answer.json()
        assert int(answer.headers["x-total-count"]) == told["about"]["total"] == len(whole)
        rows += told["rows"]
        pages += 1
        address = told["links"].get("next")
        assert (answer.links.get("next") or {}).get("url") == address
    assert rows == whole
    assert pages == -(-len(whole) // 17)
    beyond = client.get(f"{API}/gaps.json?year=2025&offset=99999").json()
    assert (beyond["rows"], beyond["links"]) == ([], {})


def test_a_day_in_the_past_shows_what_was_known_then(client, installation):
    now = client.get(f"{API}/actuals.json").json()
    then = client.get(f"{API}/actuals.json?as_of=2015-01-01").json()
    assert len(now["rows"]) > len(then["rows"]) == 0
    assert then["about"]["as_of"] == "2015-01-01"


# ---- versions --------------------------------------------------------------------------------------


def test_an_answer_that_has_not_changed_is_not_sent_again(client):
    first = client.get(f"{API}/gaps.csv?year=2025")
    etag = first.headers["etag"]
    for given_tag in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(f"{API}/gaps.csv?year=2025", headers={"if-none-match": given_tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(f"{API}/gaps.csv?year=2025", headers={"if-none-match": '"other"'}).status_code == 200
    others = {client.get(f"{API}/{rest}").headers["etag"] for rest in (
        "gaps.csv?year=2024", "gaps.json?year=2025", "gaps.csv?year=2025&limit=3", "gaps.csv?year=2025&lang=en",
    )}  # fmt: skip
    assert len(others | {etag}) == 5


def test_a_new_figure_makes_a_new_version(catalogue, location):
    store = open_store(location)
    try:
        installation = Installation(catalogue, CurrentMart(catalogue, store))
        client = client_of(installation)
        before = client.get(f"{API}/actuals.csv")
        store.append(submission([("bac_ninh", "unemployment_rate", "total", 2024, 2.3)]))
        installation.marts.refresh()
        after = client.get(f"{API}/actuals.csv", headers={"if-none-match": before.headers["etag"]})
        assert after.status_code == 200
        assert before.content.count(b"\n") + 1 == after.content.count(b"\n")
    finally:
        store.close()


def test_head_tells_the_headers_alone(client):
    got, head = client.get(f"{API}/gaps.csv?year=2025"), client.head(f"{API}/gaps.csv?year=2025")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert "content-length" not in head.headers


# ---- refusals --------------------------------------------------------------------------------------


def test_every_mistake_is_listed_with_the_nearest_valid_name(client):
    answer = client.get(
        f"{API}/gaps.csv?provnce=x&province=bac_nin,bac_giang&year=2225&status=misssed&as_of=2999-01-01&lang=fr&limit=0&offset=-1&excel=yes&sort=-gapp&columns=statuss&view=wid"
    )
    assert answer.status_code == 400
    assert problems(answer) == {
        "provnce": "province", "province": "bac_ninh", "year": "2025", "status": "missed", "as_of": None, "lang": None,
        "limit": None, "offset": None, "excel": None, "sort": "gap", "columns": "status", "view": "wide",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "as_of=",
        "province=",
        "province=%09",
        "province=bac_ninh,",
        "as_of=20250101",
        "lang=vi&lang=en",
        "limit=",
        "limit=1&limit=2",
    ],
)
def test_a_parameter_without_a_clear_value_is_refused(client, query):
    answer = client.get(f"{API}/gaps.csv?{query}")
    assert (answer.status_code, set(problems(answer))) == (400, {query.partition("=")[0]})


@pytest.mark.parametrize(
    ("path", "parameter"), [("gaps.sdmx.csv", "columns"), ("gaps.sdmx.csv", "view"), ("targets.csv", "view")]
)
def test_a_layout_that_a_table_or_format_does_not_have_is_refused(client, path, parameter):
    value = {"columns": "status", "view": "wide"}[parameter]
    answer = client.get(f"{API}/{path}?{parameter}={value}")
    assert (answer.status_code, set(problems(answer))) == (400, {parameter})


@pytest.mark.parametrize("table", ["actuals", "targets"])
def test_a_filter_a_table_does_not_have_is_refused(client, table):
    answer = client.get(f"{API}/{table}.csv?status=missed&year=2025")
    assert (answer.status_code, problems(answer)) == (400, {"status": None})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_refusals_are_told_in_the_language_asked_for(client, language):
    message = client.get(f"{API}/gaps.csv?lang={language}&limit=x").json()["error"]["message"]
    assert message == {"vi": "Số lỗi trong yêu cầu: 1.", "en": "Mistakes in the request: 1."}[language]


def test_what_is_not_there_is_refused_with_what_is_near(client):
    for path, near in (
        ("gap.csv", "gaps.csv"),
        ("gaps.xls", "gaps.xlsx"),
        ("indicators/unemployment_rat", "unemployment_rate"),
    ):
        answer = client.get(f"{API}/{path}")
        assert answer.status_code == 404
        assert near in answer.json()["error"]["message"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(client, method):
    answer = client.request(method, f"{API}/gaps.csv")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert problems(answer) == {}


def test_a_query_as_long_as_a_book_is_refused(client):
    answer = client.get(f"{API}/gaps.csv?province={'x' * 9000}")
    assert (answer.status_code, problems(answer)) == (414, {})


def test_more_rows_than_one_answer_has_are_refused_and_the_rest_is_linked(client, monkeypatch):
    assert problems(client.get(f"{API}/gaps.csv?limit={asking.MOST_ROWS + 1}")) == {"limit": None}
    monkeypatch.setattr(asking, "MOST_ROWS", 10)
    answer = client.get(f"{API}/gaps.csv?year=2025")
    assert answer.content.count(b"\n") == 11
    assert "offset=10" in answer.links["next"]["url"]


def test_a_reader_that_stops_reading_is_left(installation, monkeypatch):
    """The connection is broken off in the middle, so nobody takes a part of the table for the whole."""
    monkeypatch.setattr(routing, "SECONDS", 1.0)
    (route,) = (route for route in routes(lambda: installation) if route.path == f"{API}/gaps.csv")
    sent = []

    async def send(message):
        sent.append(message)
        if message["type"] == "http.response.body":
            await anyio.sleep_forever()

    async def receive():
        await anyio.sleep_forever()

    scope = {
        "type": "http",
        "method": "GET",
        "path": route.path,
        "query_string": b"",
        "headers": [],
        "server": ("x", 80),
    }
    # In a thread of its own: the browser's tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as apart, pytest.raises(routing.TooSlowError):
        apart.submit(anyio.run, route.app, scope, receive, send).result()
    assert sent[0]["status"] == 200
    assert all(message.get("more_body") for message in sent[1:])


def test_an_answer_that_is_not_ready_in_time_is_refused(installation, monkeypatch):
    monkeypatch.setattr(routing, "SECONDS", 0.01)

    class Slow:
        catalogue, access = installation.catalogue, None

        @property
        def marts(self):
            time.sleep(0.1)
            return installation.marts

    answer = TestClient(Starlette(routes=routes(Slow))).get(f"{API}/gaps.csv?year=2025")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "too_slow")


def test_an_installation_that_cannot_be_opened_says_so():
    def broken():
        raise DashboardError("Kho hỏng.")

    client = TestClient(Starlette(routes=routes(broken)))
    for path in ("health", "gaps.csv"):
        answer = client.get(f"{API}/{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "not_ready")
        assert "retry-after" in answer.headers


def test_a_bug_is_told_by_a_code_and_nothing_else(caplog):
    def broken():
        raise RuntimeError("secret detail")

    answer = TestClient(Starlette(routes=routes(broken))).get(f"{API}/gaps.csv")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    id_ = caplog.records[-1].args[0]
    assert id_ in answer.json()["error"]["message"]


def test_when_all_turns_are_taken_the_next_one_is_told_to_come_back(installation, monkeypatch):
    monkeypatch.setattr(routing, "WAIT", 0.05)
    entered, leave = threading.Event(), threading.Event()

    class Slow:
        catalogue, access = installation.catalogue, None

        @property
        def marts(self):
            entered.set()
            leave.wait(20)
            return installation.marts

    client = TestClient(Starlette(routes=routes(Slow, most_at_once=1)))
    first = threading.Thread(target=client.get, args=(f"{API}/gaps.csv?year=2025",))
    first.start()
    assert entered.wait(20)
    started = time.monotonic()
    answer = client.get(f"{API}/gaps.csv?year=2025")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
    assert time.monotonic() - started < 10
    leave.set()
    first.join(20)


# ---- indicators and health -------------------------------------------------------------------------


def test_indicators_are_those_of_the_catalogue(client, catalogue):
    told = client.get(f"{API}/indicators").json()["indicators"]
    assert [item["id"] for item in told] == [indicator.id for indicator in catalogue.indicators]
    one = client.get(f"{API}/indicators/unemployment_rate?lang=en").json()
    assert (one["direction"], one["unit"], one["sector"]) == ("decrease", "%", "labour")
    printed = [cell.printed for cell in catalogue.targets if cell.indicator == "unemployment_rate"]
    assert [cell["printed"] for cell in one["targets"]] == printed
    assert problems(client.get(f"{API}/indicators?sector=health")) == {"sector": None}


def test_health_says_what_is_served(client, installation):
    answer = client.get(f"{API}/health")
    told = answer.json()
    assert (answer.status_code, told["status"], told["snapshot"]) == (200, "ready", installation.marts.current.snapshot)
    assert told["origin"] == "official"
    assert 0 <= told["age_seconds"] < 3600
    assert answer.headers["cache-control"] == "no-store"
