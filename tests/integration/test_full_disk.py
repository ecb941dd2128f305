"""A full disk, a real one: a small tmpfs. What is refused leaves nothing, and work goes on once there is room."""

import os
import subprocess
import sys

import pytest

PROGRAM = r"""
import pathlib, sys
from dashboard import workflow
from dashboard.words.messages import DashboardError
from dashboard.store.store import open_store
from dashboard.reference.files import load_catalogue
from tests.integration.offices import ADMINISTRATOR, OFFICE, REVIEWER, SUBMITTER, submit
from tests.stores import location_in

disk = pathlib.Path(sys.argv[1])
catalogue = load_catalogue()
store = open_store(location_in(disk, "store"))
waiting = submit(store, {2023: 77}, catalogue=catalogue)
scope = {"province": OFFICE[0], "agency": OFFICE[1], "year": 2024, "file_name": "x.csv"}
draft = workflow.save_draft(store, SUBMITTER, content=b"draft", decisions={"split": "joined"}, **scope)


def heights():
    return {name: store.table(name).height for name in ("submissions", "observations", "reviews", "files", "drafts", "audit")}


before = heights()
with (disk / "ballast").open("wb", buffering=0) as ballast:
    try:
        while True:
            ballast.write(b"\0" * 4096)
    except OSError as error:
        print(error.strerror)

big = bytes(range(256)) * 4000
for act in (
    lambda: submit(store, {2024: 78}, catalogue=catalogue, content=big, draft=draft.draft),
    lambda: workflow.save_draft(store, SUBMITTER, content=big + b"1", decisions={}, draft=draft.draft, **scope),
    lambda: workflow.approve(store, REVIEWER, waiting, note="x" * 4000),
):
    try:
        act()
    except DashboardError as error:
        print(str(error).split(" Lý do")[0])
    else:
        print("done")
try:
    print(heights() == before)
except DashboardError as error:  # SQLite needs a page for its log to read
    print(str(error).split(" ")[0:4])
(disk / "ballast").unlink()
print(heights() == before, "with room again")
store.close()
store = open_store(location_in(disk, "store"))
print(heights() == before, "after a restart")
(taken_up,) = workflow.open_drafts(store, SUBMITTER)
print(taken_up.version, workflow.draft_file(store, SUBMITTER, draft.draft), taken_up.decisions)
id_ = submit(store, {2024: 78}, catalogue=catalogue, content=big, draft=draft.draft)
workflow.approve(store, REVIEWER, id_)
workflow.approve(store, REVIEWER, waiting)
print(workflow.original_file(store, ADMINISTRATOR, id_)[1] == big, workflow.submissions(store, ADMINISTRATOR)["state"].to_list())
"""


def test_a_full_disk_leaves_nothing_half_written_and_the_draft_can_be_taken_up_again(tmp_path, project):
    disk = tmp_path / "disk"
    disk.mkdir()
    # A mount namespace of its own: the tmpfs goes with the process. Who is not root becomes it inside the namespace.
    space = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
    mounted = 'mount -t tmpfs -o size=6m tmpfs "$1" || exit 99; exec "$2" -c "$3" "$1"'
    done = subprocess.run(
        (*space, "sh", "-c", mounted, "sh", str(disk), sys.executable, PROGRAM),
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.fail(f"This test needs to mount a tmpfs, as root or in a user namespace:\n{done.stderr}", pytrace=False)
    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert told.pop(4) in ("True", "['Không', 'đọc', 'được', 'kho']")
    assert told == [
        "No space left on device",
        *["Chưa ghi được vào kho số liệu, chưa có gì thay đổi. Thử lại sau."] * 3,
        "True with room again",
        "True after a restart",
        "1 b'draft' {'split': 'joined'}",
        "True ['approved', 'approved']",
    ]
