"""Several processes at once, on both catalogues: nothing is lost, nothing is there twice, and of two decisions one counts."""

import json
import subprocess
import sys

import polars as pl
import pytest

from dashboard import workflow
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.integration.offices import ADMINISTRATOR, submit


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return StoreLocation("sqlite", str(tmp_path / "catalog.sqlite"), f"{tmp_path}/files/")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/files/")


PREPARE = """
import json, multiprocessing, sys
from dashboard import workflow
from dashboard.reference.files import load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.integration.offices import KEY, reviewer, submit, submitter

location, given = StoreLocation(*sys.argv[1:4]), json.loads(sys.argv[4])
catalogue = load_catalogue()  # once; every child is a process of its own with the store opened by itself

def tell(*words):
    sys.stdout.write(json.dumps(words) + "\\n")
    sys.stdout.flush()
"""

REVIEW = """
def work(act, barrier):
    store, me = open_store(location), reviewer(f"{act}@example.vn")
    for id_ in given:
        barrier.wait(60)
        try:
            (workflow.approve if act == "approved" else workflow.return_)(store, me, id_, note="x")
        except workflow.RefusedError as error:
            tell(id_, act, str(error))
        else:
            tell(id_, act, "done")
"""

WRITE = """
def work(number, barrier):
    store = open_store(location)
    barrier.wait(60)
    for year in (2021 + 2 * number, 2022 + 2 * number):
        me = submitter(f"nop{number}@example.vn")
        id_ = submit(store, {year: float(number)}, by=me, content=b"one file", catalogue=catalogue)
        workflow.comment(store, reviewer(), id_, (*KEY, year), str(number))
        workflow.approve(store, reviewer(), id_)
        tell(id_)
"""

START = """
context = multiprocessing.get_context("fork")
barrier = context.Barrier(len(workers))
children = [context.Process(target=work, args=(worker, barrier)) for worker in workers]
for child in children:
    child.start()
for child in children:
    child.join()
sys.exit(sum(abs(child.exitcode) for child in children))
"""


def at_once(project, location, program, workers, given=()):
    """Run the program in a process for each worker, all starting together; return what they told."""
    done = subprocess.run(
        (
            sys.executable, "-c", f"{PREPARE}{program}workers = {workers!r}{START}",
            location.kind, location.catalogue, location.files, json.dumps(given),
        ),
        cwd=project, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.stderr, done.returncode) == ("", 0)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told(location, project, catalogue):
    store = open_store(location)
    ids = [submit(store, {year: 78}, catalogue=catalogue) for year in range(2021, 2025)]
    told = at_once(project, location, REVIEW, ("approved", "returned"), ids)
    for id_ in ids:
        answers = {act: answer for about, act, answer in told if about == id_}
        events = workflow.history(store, ADMINISTRATOR, id_)["event"].to_list()
        winner = events[-1]
        assert events == ["submitted", winner]
        assert answers.pop(winner) == "done"
        (answer,) = answers.values()
        assert answer.startswith(f"Lần nộp “{id_}” không còn chờ duyệt: {workflow.STATE_WORDS[winner]}")
    acts = workflow.audit_log(store, ADMINISTRATOR).filter(pl.col("action") != "submit")
    assert sorted(acts["allowed"].to_list()) == [False] * len(ids) + [True] * len(ids)
    store.close()


def test_four_writers_at_once_lose_nothing(location, project):
    store = open_store(location)
    ids = [id_ for (id_,) in at_once(project, location, WRITE, (0, 1, 2, 3))]
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
