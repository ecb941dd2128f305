"""A SQLite catalogue that another program holds: short locks are waited for, long ones told, and reading goes on."""

import contextlib
import sqlite3
import subprocess
import sys

import pytest
from tenacity import stop_after_delay

from dashboard.store.store import Store, open_store
from dashboard.words.messages import DashboardError
from tests.conftest import submission

HELD = "held"


def append(store):
    store.append(submission([("bac_ninh", "trained_labour", "total", 2023, 77)]))


@pytest.fixture
def lock(location):
    """Give a function that lets another process hold the SQLite catalogue for so many seconds."""
    holders = []

    def lock(seconds):
        hold = (
            "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
            f"c.execute('BEGIN EXCLUSIVE'); print('{HELD}', flush=True); time.sleep({seconds}); c.execute('ROLLBACK')"
        )
        holder = subprocess.Popen((sys.executable, "-c", hold, location.catalogue), stdout=subprocess.PIPE, text=True)
        holders.append(holder)
        assert holder.stdout.readline().strip() == HELD

    yield lock
    for holder in holders:
        holder.kill()
        holder.communicate()


def test_a_short_lock_is_waited_for(location, lock):
    store = open_store(location)
    lock(0.5)
    append(store)
    lock(0.5)
    again = open_store(location)
    lock(0.5)
    assert again.table("observations")["value"].to_list() == [77.0]
    again.close()
    store.close()


def test_a_long_lock_keeps_writers_out_with_a_clear_message_and_readers_read_on(location, lock, monkeypatch):
    monkeypatch.setattr(Store._transact.retry, "stop", stop_after_delay(1))
    store = open_store(location)
    snapshot = store.snapshot()
    lock(60)
    with pytest.raises(DashboardError, match="Chưa ghi được vào kho số liệu, chưa có gì thay đổi"):
        append(store)
    assert (store.snapshot(), store.table("observations").height) == (snapshot, 0)
    store.close()
    with contextlib.closing(sqlite3.connect(location.catalogue)) as raw:
        assert raw.execute("SELECT max(snapshot_id) FROM ducklake_snapshot").fetchone() == (snapshot,)
