"""Several processes at once, on both catalogues: nothing is lost, nothing is there twice, and of two decisions one counts."""

import subprocess
import sys

import polars as pl
import pytest

from dashboard import workflow
from dashboard.settings import StoreLocation
from dashboard.store import open_store
from tests.integration.offices import ADMINISTRATOR, submit


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return StoreLocation("sqlite", str(tmp_path / "catalog.sqlite"), f"{tmp_path}/files/")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/files/")


@pytest.fixture
def start(location, project):
    """Give a function that starts a process on the store and waits until it is ready to be told things."""
    started = []

    def start(program, *arguments):
        process = subprocess.Popen(
            (sys.executable, "-c", PREPARE + program, location.kind, location.catalogue, location.files, *arguments),
            cwd=project,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


PREPARE = """
import sys
from dashboard import workflow
from dashboard.settings import StoreLocation
from dashboard.store import open_store
from dashboard.reference_files import load_catalogue
from tests.integration.offices import KEY, reviewer, submit, submitter
store = open_store(StoreLocation(*sys.argv[1:4]))
catalogue = load_catalogue()
"""

REVIEW = """
act, me = sys.argv[4], reviewer(sys.argv[5])
print("ready", flush=True)
for line in sys.stdin:
    try:
        (workflow.approve if act == "approve" else workflow.return_)(store, me, line.strip(), note="x")
    except workflow.RefusedError as error:
        print(error, flush=True)
    else:
        print("done", flush=True)
"""

WRITE = """
number = int(sys.argv[4])
print("ready", flush=True)
sys.stdin.readline()
for year in (2021 + 2 * number, 2022 + 2 * number):
    id_ = submit(store, {year: float(number)}, by=submitter(f"nop{number}@example.vn"), content=b"one file", catalogue=catalogue)
    workflow.comment(store, reviewer(), id_, (*KEY, year), str(number))
    workflow.approve(store, reviewer(), id_)
    print(id_, flush=True)
"""


def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told(location, start, catalogue):
    store = open_store(location)
    ids = [submit(store, {year: 78}, catalogue=catalogue) for year in range(2021, 2025)]
    reviewers = {
        "approved": start(REVIEW, "approve", "duyet1@example.vn"),
        "returned": start(REVIEW, "return", "duyet2@example.vn"),
    }
    for process in reviewers.values():
        assert process.stdout.readline() == "ready\n"
    for id_ in ids:
        for process in reviewers.values():
            process.stdin.write(f"{id_}\n")
            process.stdin.flush()
        told = {state: process.stdout.readline().strip() for state, process in reviewers.items()}
        events = workflow.history(store, ADMINISTRATOR, id_)["event"].to_list()
        winner = events[-1]
        assert events == ["submitted", winner]
        (loser,) = set(reviewers) - {winner}
        assert told[winner] == "done"
        assert told[loser].startswith(f"Lần nộp “{id_}” không còn chờ duyệt: {workflow.STATE_WORDS[winner]}")
    acts = workflow.audit_log(store, ADMINISTRATOR).filter(pl.col("action") != "submit")
    assert sorted(acts["allowed"].to_list()) == [False] * len(ids) + [True] * len(ids)
    store.close()


def test_four_writers_at_once_lose_nothing(location, start):
    store = open_store(location)
    writers = [start(WRITE, str(number)) for number in range(4)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    finished = [writer.communicate() for writer in writers]
    assert [err for _, err in finished] == [""] * 4
    ids = [id_ for out, _ in finished for id_ in out.split()]
    found = workflow.submissions(store, ADMINISTRATOR)
    assert len(ids) == 8
    assert set(found["submission"]) == set(ids)
    assert set(found["state"]) == {"approved"}
    assert store.table("observations").select("year", "value").sort("year").rows() == [
        (2021 + number, float(number // 2)) for number in range(8)
    ]
    assert store.table("files").height == 1  # the same bytes from four people
    assert store.table("comments").height == 8
    reviews = store.table("reviews")
    assert sorted(reviews.select("submission", "sequence").rows()) == sorted((id_, n) for id_ in ids for n in (1, 2))
    assert workflow.audit_log(store, ADMINISTRATOR)["action"].value_counts(sort=True)["count"].to_list() == [8, 8, 8]
    assert store.table("locks").select("name", "turn").rows() == [("writing", 24)]
    store.close()
