"""A store of the first schema version is brought up to date in one transaction, by one process or by several at once."""

import threading

import pytest

from dashboard import workflow
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import actuals
from dashboard.settings import StoreLocation
from dashboard.store import schema
from dashboard.store.schema import SCHEMA_VERSION, TABLES
from dashboard.store.store import attach, open_store
from dashboard.words.messages import DashboardError
from tests.integration.offices import ADMINISTRATOR, REVIEWER, submit
from tests.stores import location_in

FIRST_VERSION = """
CREATE TABLE store.store_info (key VARCHAR, value VARCHAR);
CREATE TABLE store.submissions (submission VARCHAR, content_hash VARCHAR, kind VARCHAR, file_name VARCHAR,
    submitted_by VARCHAR, submitted_at TIMESTAMP, recorded_at TIMESTAMP, note VARCHAR);
CREATE TABLE store.observations (submission VARCHAR, province VARCHAR, indicator VARCHAR, breakdown VARCHAR, year SMALLINT,
    value DOUBLE, level VARCHAR, preliminary BOOLEAN, source VARCHAR, source_table VARCHAR, locator VARCHAR, note VARCHAR);
CREATE TABLE store.reviews (submission VARCHAR, sequence INTEGER, event VARCHAR, happened_at TIMESTAMP, actor VARCHAR,
    note VARCHAR);
INSERT INTO store.store_info VALUES ('schema_version', '1'), ('origin', 'official'), ('created_at', '2026-01-01T00:00:00');
INSERT INTO store.submissions VALUES
    ('a', 'hash', 'file', 'a.csv', 'Sở', TIMESTAMP '2026-01-02 03:04:05', TIMESTAMP '2026-01-02 03:04:06', 'lần đầu'),
    ('b', 'hush', 'file', 'b.csv', 'Sở', TIMESTAMP '2026-01-03 03:04:05', TIMESTAMP '2026-01-03 03:04:06', '');
INSERT INTO store.observations VALUES
    ('a', 'bac_ninh', 'trained_labour', 'total', 2023, 77, NULL, false, 'x', '', '', ''),
    ('b', 'bac_ninh', 'trained_labour', 'total', 2024, 78, NULL, false, 'x', '', '', '');
INSERT INTO store.reviews VALUES
    ('a', 1, 'submitted', TIMESTAMP '2026-01-02 03:04:05', 'Sở', ''),
    ('a', 2, 'approved', TIMESTAMP '2026-01-02 03:04:05', 'Sở', ''),
    ('b', 1, 'submitted', TIMESTAMP '2026-01-03 03:04:05', 'Sở', '');
"""


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        location = location_in(tmp_path, "store")
    else:
        location = StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/files/")
    connection = attach(location)
    connection.execute(FIRST_VERSION)
    connection.close()
    return location


def version(location):
    connection = attach(location)
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store'").fetchall()
    (found,) = connection.execute("SELECT value FROM store.store_info WHERE key = 'schema_version'").fetchall()
    connection.close()
    return int(found[0]), {name for (name,) in tables}


def test_an_older_store_keeps_its_figures_and_takes_part_in_the_review(location, catalogue):
    store = open_store(location)
    try:
        assert {name: store.table(name).columns for name in TABLES} == {
            name: [column.split()[0] for column in columns.split(", ")] for name, columns in TABLES.items()
        }
        series = Filters(provinces=("bac_ninh",), indicators=("trained_labour",))
        assert dict(actuals(Mart(catalogue, store), series).select("year", "actual").iter_rows()) == {2023: 77.0}
        seen = workflow.submissions(store, ADMINISTRATOR).sort("submission")
        assert seen.select("submission", "state", "note", "province", "file_hash").rows() == [
            ("a", "approved", "lần đầu", None, None), ("b", "submitted", "", None, None),
        ]  # fmt: skip
        with pytest.raises(workflow.RefusedError, match="không có tệp gốc"):
            workflow.original_file(store, ADMINISTRATOR, "a")
        workflow.approve(store, REVIEWER, submit(store, {2025: 79}, catalogue=catalogue))
        assert dict(actuals(Mart(catalogue, store), series).select("year", "actual").iter_rows()) == {
            2023: 77.0, 2025: 79.0,
        }  # fmt: skip
    finally:
        store.close()
    assert version(location) == (SCHEMA_VERSION, set(TABLES))


def test_several_open_an_older_store_at_once(location):
    opened, failed = [], []

    def work():
        try:
            opened.append(open_store(location))
        except DashboardError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for store in opened:
        assert store.table("submissions").height == 2
        assert store.table("locks").rows() == [("writing", 0)]
        store.close()
    assert version(location) == (SCHEMA_VERSION, set(TABLES))


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_a_migration_that_fails_leaves_the_older_store_as_it_was(location, monkeypatch):
    before = version(location)
    assert before[0] == 1
    monkeypatch.setitem(schema._ADDED[2], "submissions", ("file_hash VARCHAR", "province NO_SUCH_TYPE"))
    with pytest.raises(DashboardError, match="Không mở được kho số liệu"):
        open_store(location)
    assert version(location) == before
    monkeypatch.undo()
    open_store(location).close()
    assert version(location) == (SCHEMA_VERSION, set(TABLES))
