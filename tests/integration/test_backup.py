"""Backup while somebody writes, and restore: one version of the store, whole, and nothing is overwritten."""

import json
import shutil
import subprocess
import sys
import time

import pytest

from dashboard import workflow
from dashboard.settings import StoreLocation
from dashboard.store.backup import COPIED, back_up, restore
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError
from tests.integration.offices import ADMINISTRATOR, REVIEWER, submit
from tests.stores import copied_store, location_in

WRITE = """
import sys
from dashboard import workflow
from dashboard.reference.files import load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.integration.offices import REVIEWER, submit
store, catalogue = open_store(StoreLocation(*sys.argv[1:])), load_catalogue()
print("ready", flush=True)
for number in range(1000):
    id_ = submit(store, {1990 + number % 60: float(number % 90)}, catalogue=catalogue, note="x", content=b"%d" % number * 100)
    workflow.approve(store, REVIEWER, id_)
    print(id_, flush=True)
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory, catalogue):
    """A store in which something of everything stands, to copy."""
    location = location_in(tmp_path_factory.mktemp("filled"), "store")
    store = open_store(location)
    workflow.approve(store, REVIEWER, submit(store, {year: 78.5 for year in range(2000, 2025)}, catalogue=catalogue))
    store.close()
    return location


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    if request.param == "sqlite":
        return location_in(tmp_path, "store")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/store-files/")


@pytest.fixture
def elsewhere(location, tmp_path, request):
    """Where a store of the same kind can be restored to."""
    if location.kind == "sqlite":
        return location_in(tmp_path, "restored")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/restored-files/")


def contents(location):
    store = open_store(location)
    try:
        return {name: store.table(name) for name in COPIED}
    finally:
        store.close()


def test_a_backup_taken_while_somebody_writes_is_one_whole_version(location, elsewhere, tmp_path, project):
    arguments = (location.kind, location.catalogue, location.files)
    writer = subprocess.Popen(
        (sys.executable, "-c", WRITE, *arguments),
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert writer.stdout.readline() == "ready\n"
        known = [writer.stdout.readline().strip() for _ in range(3)]
        manifest = back_up(location, tmp_path / "backup")
        time.sleep(0.5)
        assert writer.poll() is None
    finally:
        writer.kill()
        _, err = writer.communicate()
    assert err == ""
    restore(tmp_path / "backup", elsewhere)
    copy, now = contents(elsewhere), contents(location)
    assert {name: frame.height for name, frame in copy.items()} == {
        name: count for name, (count, _) in manifest.tables.items()
    }
    assert copy["submissions"].height < now["submissions"].height  # it went on meanwhile
    assert set(known) <= set(copy["submissions"]["submission"])
    for name in ("submissions", "observations", "reviews", "files", "audit"):
        order = copy[name].columns
        common = now[name].join(copy[name], on=order, how="semi", nulls_equal=True)
        assert common.sort(order).equals(copy[name].sort(order)), name
    assert copy["audit"].height == copy["reviews"].height  # every act whole
    assert set(copy["observations"]["submission"]) == set(copy["submissions"]["submission"])
    assert set(copy["submissions"]["file_hash"]) == set(copy["files"]["file_hash"])
    store = open_store(elsewhere)
    assert workflow.original_file(store, ADMINISTRATOR, known[0]) == ("số liệu.csv", b"0" * 100)
    submit(store, {2030: 90})  # and work goes on in it
    store.close()


def test_nothing_is_overwritten(filled, tmp_path, project):
    backup = tmp_path / "backup"
    back_up(filled, backup)
    with pytest.raises(DashboardError, match="không trống"):
        back_up(filled, backup)
    store = copied_store(filled, tmp_path)
    before = contents(store)
    with pytest.raises(DashboardError, match="khôi phục không ghi đè"):
        restore(backup, store)
    after = contents(store)
    assert all(before[name].equals(after[name]) for name in COPIED)


def test_a_postgresql_store_in_use_is_not_overwritten(filled, tmp_path, new_postgres_database):
    back_up(filled, tmp_path / "backup")
    used = StoreLocation("postgres", new_postgres_database(), f"{tmp_path}/used/")
    restore(tmp_path / "backup", used)
    with pytest.raises(DashboardError, match="khôi phục không ghi đè"):
        restore(tmp_path / "backup", used)


def damage(backup, kind):
    manifest = json.loads((backup / "manifest.json").read_text("utf-8"))
    files = sorted(path for path in (backup / "files").rglob("*.parquet"))
    if kind == "a file is lost":
        files[0].unlink()
    elif kind == "a file is cut off":
        files[0].write_bytes(files[0].read_bytes()[:-50])
    elif kind == "a row more":
        manifest["tables"]["observations"][0] += 1
    elif kind == "another value":
        manifest["tables"]["submissions"][1] = "1"
    elif kind == "a table is lost":
        manifest["tables"]["receipts"] = [0, "0"]
    elif kind == "newer":
        manifest["schema_version"] = 99
    (backup / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    if kind == "not finished":
        (backup / "manifest.json").unlink()


def test_a_damaged_backup_is_refused_and_leaves_nothing(filled, tmp_path):
    back_up(filled, tmp_path / "backup")
    for number, (kind, told) in enumerate(
        {
            "a file is lost": "Không khôi phục được",
            "a file is cut off": "đã bị hỏng hoặc mất: main/",
            "a row more": "không khớp ở các bảng: observations",
            "another value": "không khớp ở các bảng: submissions",
            "a table is lost": "không khớp ở các bảng: receipts",
            "newer": "cấu trúc 99",
            "not finished": "không phải là bản sao lưu hoàn chỉnh",
        }.items()
    ):
        damaged = tmp_path / f"damaged{number}"
        shutil.copytree(tmp_path / "backup", damaged)
        damage(damaged, kind)
        folder = tmp_path / f"place{number}"
        with pytest.raises(DashboardError, match=told):
            restore(damaged, location_in(folder, "store"))
        assert not folder.exists() or list(folder.iterdir()) == [], kind


def test_a_backup_that_cannot_be_finished_leaves_nothing(filled, tmp_path):
    store = copied_store(filled, tmp_path)
    lost = next(path for path in (tmp_path / "copy-files").rglob("*.parquet"))
    lost.unlink()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DashboardError, match="Không sao lưu được"):
        back_up(store, tmp_path / "backup")
    with pytest.raises(DashboardError, match="Chưa có kho số liệu"):
        back_up(location_in(tmp_path / "nowhere", "store"), tmp_path / "backup")
    assert sorted(tmp_path.iterdir()) == before
