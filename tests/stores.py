"""Stores in temporary folders for the tests of pages and of the browser: each kind is built once."""

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from dashboard.reference.files import PROJECT, load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.illustrative import ensure_demo_store


def location_in(folder: Path, name: str) -> StoreLocation:
    """Return where a store in the folder would be, named as ``DASHBOARD_STORE`` names it."""
    return StoreLocation("sqlite", str(folder / f"{name}.sqlite"), f"{folder / name}-files/")


def environment(store: StoreLocation, reference: Path = PROJECT) -> dict[str, str]:
    """Return the environment in which the dashboard reads this store and these reference files."""
    return {
        "DASHBOARD_STORE": f"{store.kind}:{store.catalogue}",
        "DASHBOARD_FILES": store.files,
        "DASHBOARD_REFERENCE": str(reference),
        "DASHBOARD_LANGUAGE": "vi",
    }


@cache
def demo_store(folder: Path) -> StoreLocation:
    """Give the illustrative store in a process's base folder: built once a run, and copied for each of its workers."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _built_demo_store(folder)
    with (folder.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return copied_store(_built_demo_store(folder.parent), folder, "demo")


def _built_demo_store(folder: Path) -> StoreLocation:
    location, is_whole = location_in(folder, "demo"), folder / "demo-is-whole"
    if not is_whole.exists():
        ensure_demo_store(load_catalogue(), location).close()
        is_whole.touch()
    return location


def copied_store(store: StoreLocation, folder: Path, name: str = "copy") -> StoreLocation:
    """Copy a store with its files, for a test that changes it; it may be open, but nobody may be writing to it."""
    copy = location_in(folder, name)
    with closing(sqlite3.connect(store.catalogue)) as source, closing(sqlite3.connect(copy.catalogue)) as target:
        source.backup(target)
    shutil.copytree(store.files, copy.files)
    return copy


def copied_reference(folder: Path, *, with_actuals: bool = True) -> Path:
    """Copy the reference files, for a test that changes them; without actuals an official store stays empty."""
    copy = folder / "reference"
    (copy / "data").mkdir(parents=True)
    shutil.copyfile(PROJECT / "indicators.yaml", copy / "indicators.yaml")
    for path in [*(PROJECT / "data").glob("*.yaml"), *(PROJECT / "data").glob("*.csv")]:
        shutil.copyfile(path, copy / "data" / path.name)
    if with_actuals:
        shutil.copytree(PROJECT / "data" / "actuals", copy / "data" / "actuals")
    return copy
