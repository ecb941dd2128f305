"""An answer of the store is kept by its name until anybody writes, in this process or in another."""

import pytest

from dashboard.settings import StoreLocation
from dashboard.store.store import open_store


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return StoreLocation("sqlite", str(tmp_path / "catalog.sqlite"), f"{tmp_path}/files/")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/files/")


def test_an_answer_is_read_anew_once_anybody_has_written(location):
    store, elsewhere = open_store(location), open_store(location)
    read = []

    def acts(name):
        def rows(ledger):
            read.append(name)
            return [actor for (actor,) in ledger.cursor.execute("SELECT actor FROM store.audit").fetchall()]

        return store.read(rows, kept_as=name)

    assert (acts("a"), acts("a"), acts("b")) == ([], [], [])
    assert read == ["a", "b"], "kept by name"
    elsewhere.transact(lambda ledger: ledger.add_audit("khác@example.vn", "load", "", allowed=True))
    assert acts("a") == acts("b") == acts("a") == ["khác@example.vn"]
    assert read == ["a", "b", "a", "b"]
    store.transact(lambda ledger: ledger.add_audit("đây@example.vn", "load", "", allowed=True))
    assert sorted(acts("a")) == ["khác@example.vn", "đây@example.vn"]
    store.close()
    elsewhere.close()


def test_what_an_older_version_said_is_never_kept_for_a_newer_one(location):
    store = open_store(location)

    def audits(ledger):
        return ledger.cursor.execute("SELECT count(*) FROM store.audit").fetchone()[0]

    def slow(ledger):
        found = audits(ledger)  # while this is read, somebody writes and another thread reads the newer version
        store.transact(lambda other: other.add_audit("a@example.vn", "load", "", allowed=True))
        assert store.read(audits, kept_as="other") == 1
        return found

    assert store.read(slow, kept_as="count") == 0
    assert store.read(audits, kept_as="count") == 1
    store.close()


def test_without_a_name_nothing_is_kept(location):
    store = open_store(location)
    read = []
    for _ in range(2):
        store.read(lambda ledger: read.append(ledger.standing("")))
    assert len(read) == 2
    store.close()
