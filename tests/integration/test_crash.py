"""Killed at any moment while handing in and approving: nothing acknowledged is lost, nothing is half there."""

import os
import random
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from dashboard import workflow
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.integration.offices import ADMINISTRATOR, REVIEWER, submit
from tests.stores import location_in

NURSERY = """
import os, sys
from dashboard import workflow
from dashboard.reference.files import load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.conftest import observations
from tests.integration.offices import OFFICE, REVIEWER, submit, submitter

# Loaded once; each child is a process of its own that opens the store itself and is killed.
catalogue = load_catalogue()
province = OFFICE[0]
series = sorted({
    (cell.province, cell.indicator, cell.breakdown) for cell in catalogue.targets
    if cell.province == province and catalogue.plan[cell.plan].in_force and catalogue.indicator[cell.indicator].kind == "number"
})
office = submitter(agencies="all")
for turn in sys.stdin:
    if child := os.fork():
        print("child", child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)
        continue
    store = open_store(StoreLocation(*sys.argv[1:4]))
    print("open", flush=True)
    for number in range(100):
        key = series[(int(turn) * 7 + number) % len(series)]
        year = 1990 + int(turn)
        rows = observations([(*key, year + 20 * step, float(number)) for step in range(3)])
        id_ = submit(
            store, {year: 0}, by=office, catalogue=catalogue, observations=rows, agency=None, note="x",
            content=f"{turn.strip()}-{number}".encode() * 50,
        )
        print("submitted", id_, flush=True)
        workflow.approve(store, REVIEWER, id_, note="x")
        print("approved", id_, flush=True)
    os._exit(0)
"""
TURNS = {"sqlite": 8, "postgres": 4}


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return location_in(tmp_path, "store")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/store-files/")


def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_half_there(location, project):
    chance = random.Random(20241122)
    arguments = (location.kind, location.catalogue, location.files)
    open_store(location).close()
    nursery = subprocess.Popen(
        (sys.executable, "-c", NURSERY, *arguments),
        cwd=project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    acknowledged = {"submitted": [], "approved": []}
    try:
        for turn in range(TURNS[location.kind]):
            nursery.stdin.write(f"{turn}\n")
            nursery.stdin.flush()
            child = int(nursery.stdout.readline().split()[1])
            assert nursery.stdout.readline() == "open\n"
            for _ in range(turn % 4):  # up to the first acts' end; the others are killed in their first, or before it
                act, id_ = nursery.stdout.readline().split()
                acknowledged[act].append(id_)
            time.sleep(chance.uniform(0.02, 0.4))
            os.kill(child, signal.SIGKILL)
            while (line := nursery.stdout.readline()) != "dead\n":
                act, id_ = line.split()
                acknowledged[act].append(id_)
        nursery.stdin.close()
        assert nursery.wait(10) == 0
        assert nursery.stderr.read() == ""
    finally:
        nursery.kill()
        nursery.wait()

    store = open_store(location)
    held = {name: store.table(name) for name in ("submissions", "observations", "reviews", "files", "audit")}
    states = dict(workflow.submissions(store, ADMINISTRATOR).select("submission", "state").iter_rows())
    assert len(acknowledged["submitted"]) >= len(acknowledged["approved"]) >= 2
    assert set(acknowledged["submitted"]) <= set(states)
    assert {states[id_] for id_ in acknowledged["approved"]} == {"approved"}
    whole = {id_: (3, 2 if state == "approved" else 1) for id_, state in states.items()}
    assert count(held["observations"]) == {id_: rows for id_, (rows, _) in whole.items()}
    assert count(held["reviews"]) == {id_: events for id_, (_, events) in whole.items()}
    assert count(held["audit"], "subject") == count(held["reviews"])
    assert sorted(held["submissions"]["file_hash"]) == sorted(held["files"]["file_hash"])
    assert held["files"]["size"].to_list() == [len(content) for content in held["files"]["content"]]
    for id_ in [id_ for id_, state in states.items() if state == "submitted"]:
        workflow.approve(store, REVIEWER, id_, note="x")  # what was left can be taken up
    workflow.approve(store, REVIEWER, submit(store, {2088: 90}))
    store.close()


def count(frame, column="submission"):
    return dict(frame.group_by(pl.col(column)).len().iter_rows())
