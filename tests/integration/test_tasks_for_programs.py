"""Tasks over HTTP and on the command line: the bytes of the export, by the same filters, and refusals in words."""

import json

import pytest

from dashboard.__main__ import main
from dashboard.exports import content, export_of
from dashboard.filters import Filters
from dashboard.mart.mart import CurrentMart
from dashboard.settings import store_location
from dashboard.store.curated import load_curated
from dashboard.store.store import open_store
from tests.integration.api_installation import Installation, client_of

FILTERS = Filters(provinces=("bac_ninh",), kinds=("scheme",), task_statuses=("overdue", "due_soon"), years=(2024, 2026))


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return {"DASHBOARD_STORE": f"sqlite:{tmp_path_factory.mktemp('tasks')}/catalog.sqlite", "DASHBOARD_LANGUAGE": "vi"}


@pytest.fixture(scope="module")
def installation(environment, catalogue):
    store = open_store(store_location(environment))
    load_curated(store, catalogue)
    yield Installation(catalogue, CurrentMart(catalogue, store))
    store.close()


@pytest.fixture(scope="module")
def client(installation):
    return client_of(installation)


@pytest.fixture
def run(environment, monkeypatch, capsys):
    """Give a function that runs a command and returns its code, output and messages."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments):
        code = main(arguments)
        return code, *capsys.readouterr()

    return run


def test_page_address_api_and_command_line_mean_the_same_tasks(client, installation, run, catalogue):
    export = export_of("tasks", installation.marts.current, catalogue, FILTERS)
    assert 0 < export.total < 23
    answer = client.get("/api/v1/tasks.csv", params=FILTERS.query())
    assert answer.content == content(export, "csv")
    options = [f"--{key.replace('_', '-')}={text}" for key, texts in FILTERS.query().items() for text in texts]
    assert run("tasks", *options) == run("export", "tasks", *options) == (0, answer.text, "")


def test_columns_and_order_are_asked_for_alike(client, run):
    answer = client.get("/api/v1/tasks.json?columns=task,due&sort=-due&kind=scheme&limit=3").json()
    assert list(answer["rows"][0]) == ["task", "title", "due", "origin", "snapshot", "as_of"]
    assert answer["rows"][0]["due"] == "2026-12-31"
    printed = json.loads(run("tasks", "--columns=task,due", "--sort=-due", "--kind=scheme", "--format=json")[1])
    assert printed["rows"][:3] == answer["rows"]


def test_a_past_day_has_the_tasks_and_statuses_of_that_day(client):
    then = client.get("/api/v1/tasks.json?as_of=2024-07-01").json()["rows"]
    assert {row["plan"] for row in then} == {"tuyen_quang_103"}
    assert sum(row["task_status"] == "overdue" for row in then) == 3
    assert client.get("/api/v1/tasks.json?as_of=2024-05-23").json()["rows"] == []


def test_everything_wrong_is_told_at_once_with_what_was_meant(client, run):
    answer = client.get("/api/v1/tasks.json?status=missed&theme=merits&task_status=over_due&view=list")
    problems = {problem["parameter"]: problem["nearest"] for problem in answer.json()["error"]["problems"]}
    assert answer.status_code == 400
    del problems["view"]  # a table without actuals has one way to be laid out
    assert problems == {"status": None, "theme": "merit", "task_status": "overdue"}
    code, _, told = run("tasks", "--theme=merits", "--task-status=over_due")
    assert code == 1
    assert "merits" in told
    assert "overdue" in told


@pytest.mark.parametrize("command", [("gaps", "--theme=merit"), ("tasks", "--status=missed")])
def test_a_filter_the_command_does_not_have_is_refused(run, command):
    with pytest.raises(SystemExit) as refused:
        run(*command)
    assert refused.value.code == 2
    code, _, told = run("export", *command)
    assert code == 1
    assert "không dùng được với bảng" in told
