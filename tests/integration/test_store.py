"""The store on both of its catalogues: append-only, all or nothing, one origin, and many processes at once."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace

import duckdb
import polars as pl
import pytest

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import actuals, revisions
from dashboard.settings import StoreLocation
from dashboard.store.schema import SCHEMA_VERSION, is_transient
from dashboard.store.store import content_hash, open_store
from dashboard.words.messages import DashboardError
from tests.conftest import submission


def new_location(kind, folder, request):
    if kind == "sqlite":
        return StoreLocation("sqlite", str(folder / "catalog.sqlite"), f"{folder}/files/")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{folder}/files/")


@pytest.fixture(params=["sqlite", "postgres"])
def location(request, tmp_path):
    return new_location(request.param, tmp_path, request)


@pytest.fixture
def sqlite_location(tmp_path):
    return StoreLocation("sqlite", str(tmp_path / "catalog.sqlite"), f"{tmp_path}/files/")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared_store(request, tmp_path_factory):
    store = open_store(new_location(request.param, tmp_path_factory.mktemp(request.param), request))
    yield store
    store.close()


class Series:
    """One series of a store and what is published of it: tests that keep to their own can share a store."""

    def __init__(self, catalogue, store, key):
        self.key = key
        self.store = store
        indicator = catalogue.indicator[key[1]]
        targets = tuple(cell for cell in catalogue.targets if cell.indicator == key[1])
        self.catalogue = catalogue.model_copy(update={"indicators": (indicator,), "targets": targets})

    def figures(self, years, **changes):
        given = {"file_name": f"{'-'.join(self.key)}.csv", **changes}
        return submission([(*self.key, year, value) for year, value in years.items()], **given)

    def append(self, years, **changes):
        return self.store.append(self.figures(years, **changes))[0]

    def mart(self, **moment):
        return Mart(self.catalogue, self.store, **moment)

    def published(self, **moment):
        frame = actuals(
            self.mart(**moment), Filters(provinces=self.key[:1], indicators=self.key[1:2], breakdowns=self.key[2:])
        )
        return dict(frame.select("year", "actual").iter_rows())

    def written(self):
        province, indicator, breakdown = self.key
        return self.store.table("observations").filter(province=province, indicator=indicator, breakdown=breakdown)


@pytest.fixture(scope="module")
def unused_series(catalogue):
    return iter(
        sorted(
            {
                (cell.province, cell.indicator, cell.breakdown)
                for cell in catalogue.targets
                if cell.target and cell.target.comparator == ">="
            }
        )
    )


@pytest.fixture
def series(catalogue, shared_store, unused_series):
    return Series(catalogue, shared_store, next(unused_series))


@pytest.fixture
def series_of(catalogue):
    def series_of(store):
        return Series(catalogue, store, ("bac_ninh", "trained_labour", "total"))

    return series_of


# ---- appending ---------------------------------------------------------------------------------


def test_what_was_appended_is_there_when_the_store_is_opened_again(location, series_of):
    store = open_store(location)
    id_ = series_of(store).append({2023: 77.0, 2024: 78.1}, note="first", submitted_by="Sở Lao động")
    snapshot = store.snapshot()
    store.close()
    again = open_store(location)
    try:
        assert (again.origin, again.is_illustrative, again.snapshot()) == ("official", False, snapshot)
        row = again.table("submissions").row(0, named=True)
        assert (row["submission"], row["note"], row["submitted_by"]) == (id_, "first", "Sở Lao động")
        assert again.table("reviews").sort("sequence")["event"].to_list() == ["submitted", "approved"]
        assert series_of(again).published() == {2023: 77.0, 2024: 78.1}
    finally:
        again.close()


def test_the_same_figures_again_change_nothing_in_whatever_order(series):
    first = series.append({2023: 77.0, 2024: 78.1})
    snapshot = series.store.snapshot()
    assert series.append({2024: 78.1, 2023: 77.0}, file_name="renamed.csv", submitted_by="other") == first
    assert series.store.snapshot() == snapshot


def test_a_correction_and_its_withdrawal_are_both_kept(series):
    assert len({series.append({2023: value}) for value in (77.0, 78.0, 77.0)}) == 3
    assert series.published() == {2023: 77.0}
    history = revisions(series.mart(), series.key[1])
    history = history.filter(province=series.key[0], breakdown=series.key[2])
    assert history.select("actual", "recency").rows() == [(77.0, 1), (78.0, 2), (77.0, 3)]


def test_a_pending_submission_is_published_by_its_approval(series):
    pending = series.append({2023: 77.0}, approved_by=None)
    assert series.published() == {}
    approved = series.append({2023: 77.0})
    assert approved != pending
    assert series.published() == {2023: 77.0}
    assert series.append({2023: 77.0}, approved_by=None) == approved


def test_a_new_version_of_a_curated_file_replaces_the_old_one_whole(series):
    series.append({2022: 76.0, 2023: 77.0}, kind="curated")
    series.append({2020: 70.0}, kind="curated", file_name=f"other-{series.key}.csv")
    series.append({2023: 77.5}, kind="curated")
    assert series.published() == {2020: 70.0, 2023: 77.5}
    series.append({2022: 76.0, 2023: 77.0}, kind="curated")
    assert series.published() == {2020: 70.0, 2022: 76.0, 2023: 77.0}
    snapshot = series.store.snapshot()
    series.append({2022: 76.0, 2023: 77.0}, kind="curated")
    assert series.store.snapshot() == snapshot


def test_a_later_approval_wins_over_an_older_curated_figure(series):
    series.append({2023: 77.0}, kind="curated")
    series.append({2023: 79.0})
    assert series.published() == {2023: 79.0}


def test_one_failing_submission_leaves_nothing_of_its_append(series):
    good = series.figures({2023: 77.0})
    broken = replace(good, observations=good.observations.drop("note"))
    snapshot = series.store.snapshot()
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        series.store.append(good, broken)
    assert series.store.snapshot() == snapshot
    assert series.written().is_empty()
    series.store.append(good)
    assert series.published() == {2023: 77.0}


def test_levels_and_numbers_nulls_and_vietnamese_words_come_back_as_written(series):
    given = submission([(*series.key, 2023, 77.1), (*series.key, 2025, "eliminated")])
    given = replace(given, observations=given.observations.with_columns(note=pl.lit("“Đạt 65,8%”, khoẻ; 'quoted'")))
    series.store.append(given)
    written = series.written().drop("submission").sort("year")
    assert written.equals(given.observations)
    assert content_hash(written) == content_hash(given.observations)


def test_threads_share_a_store(series):
    def work(number):
        for year in range(2020, 2024):
            series.append({year: float(number)})
            series.store.snapshot()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert series.written()["submission"].n_unique() == 12


APPEND_IN_PROCESSES = """
import multiprocessing, sys
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from tests.conftest import submission

def work(number):
    store = open_store(StoreLocation(*sys.argv[2:]))
    for year in (2020, 2021):
        store.append(submission([("bac_ninh", "trained_labour", "total", year, float(number))]))
    store.close()

# Everything is imported once; each child is a process of its own with the store opened by itself.
context = multiprocessing.get_context("fork")
children = [context.Process(target=work, args=(number,)) for number in range(int(sys.argv[1]))]
for child in children:
    child.start()
for child in children:
    child.join()
sys.exit(sum(abs(child.exitcode) for child in children))
"""


def test_rows_another_process_has_just_written_are_read_at_the_next_try():
    error = duckdb.CatalogException(
        "Catalog Error: Failed to read inlined data from DuckLake: Table with name ducklake_inlined_data_9_1 does not exist!"
    )
    assert is_transient(error)
    assert not is_transient(duckdb.CatalogException("Catalog Error: Table with name other does not exist!"))


def test_processes_create_and_fill_a_store_at_once(location, project):
    count = 4 if location.kind == "sqlite" else 3
    arguments = (location.kind, location.catalogue, location.files)
    done = subprocess.run(
        (sys.executable, "-c", APPEND_IN_PROCESSES, str(count), *arguments),
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    store = open_store(location)
    try:
        assert dict(store.table("store_info").select("key", "value").rows())["origin"] == "official"
        assert store.table("store_info").height == 3
        rows = store.table("observations").select("year", "value").sort("value", "year").rows()
        assert rows == [(year, float(number)) for number in range(count) for year in (2020, 2021)]
        assert store.table("submissions")["submission"].n_unique() == 2 * count
    finally:
        store.close()


# ---- time --------------------------------------------------------------------------------------


def test_a_day_ends_at_midnight_in_viet_nam(series):
    """17:00 in UTC is midnight in Hà Nội."""
    handed_in = dt.datetime(2026, 3, 1, 8)
    series.append({2023: 77.0}, submitted_at=handed_in, approved_at=dt.datetime(2026, 3, 15, 16, 59, 59))
    series.append({2023: 78.0}, submitted_at=handed_in, approved_at=dt.datetime(2026, 3, 15, 17))
    assert series.published(as_of=dt.date(2026, 3, 14)) == {}
    assert series.published(as_of=dt.date(2026, 3, 15)) == {2023: 77.0}
    assert series.published(as_of=dt.date(2026, 3, 16)) == {2023: 78.0}


def test_what_was_known_on_a_day_is_a_question_of_approval_not_of_recording(series):
    for value, day in ((77.0, 10), (79.0, 20), (78.0, 15)):
        series.append({2023: value}, submitted_at=dt.datetime(2026, 1, day), approved_at=dt.datetime(2026, 1, day))
    known = [series.published(as_of=dt.date(2026, 1, day)) for day in (9, 10, 15, 20)]
    assert known == [{}, {2023: 77.0}, {2023: 78.0}, {2023: 79.0}]


# ---- what cannot be opened ---------------------------------------------------------------------


def test_a_store_keeps_its_origin(location, series_of):
    open_store(location, origin="illustrative").close()
    for _ in range(2):
        with pytest.raises(DashboardError, match="không ghi lẫn số liệu chính thức"):
            open_store(location, origin="official")
    store = open_store(location)
    assert store.is_illustrative
    assert series_of(store).mart().is_illustrative
    store.close()


def test_a_store_of_a_newer_version_is_refused(location):
    store = open_store(location)
    store._connection.execute(
        "UPDATE store.store_info SET value = ? WHERE key = 'schema_version'", [str(SCHEMA_VERSION + 1)]
    )
    store._connection.execute("DROP TABLE store.reviews")
    store.close()
    with pytest.raises(
        DashboardError,
        match=f"phiên bản mới hơn ghi .cấu trúc {SCHEMA_VERSION + 1}, phiên bản này đọc {SCHEMA_VERSION}",
    ):
        open_store(location)


def test_a_moved_store_opens_and_the_old_place_is_left_alone(sqlite_location, tmp_path, series_of):
    many = {year: float(year - 1950) for year in range(1990, 2025)}
    store = open_store(sqlite_location)
    series_of(store).append(many)
    store.close()
    new = tmp_path / "moved"
    new.mkdir()
    shutil.move(sqlite_location.catalogue, new / "catalog.sqlite")
    shutil.move(sqlite_location.files, new / "files")
    moved = open_store(StoreLocation("sqlite", str(new / "catalog.sqlite"), f"{new}/files/"))
    try:
        assert series_of(moved).published() == many
        series_of(moved).append(dict.fromkeys(many, 99.0))
        assert series_of(moved).published() == dict.fromkeys(many, 99.0)
        assert not (tmp_path / "files").exists()
    finally:
        moved.close()


def test_lost_files_are_a_clear_message(sqlite_location, series_of):
    store = open_store(sqlite_location)
    series_of(store).append({year: float(year - 1950) for year in range(1990, 2025)})
    shutil.rmtree(sqlite_location.files)
    with pytest.raises(DashboardError, match="đã bị hỏng hoặc mất: main/observations"):
        series_of(store).mart()
    store.close()


def unreadable(kind, folder):
    path = folder / "catalog.sqlite"
    if kind == "garbage":
        path.write_bytes(b"no database" * 100)
    elif kind == "a folder":
        path.mkdir()
    elif kind == "below a file":
        (folder / "file").touch()
        path = folder / "file" / "catalog.sqlite"
    elif kind == "cut off":
        open_store(StoreLocation("sqlite", str(path), f"{folder}/files/")).close()
        path.write_bytes(path.read_bytes()[:5000])
    return StoreLocation("sqlite", str(path), f"{folder}/files/")


@pytest.mark.parametrize("kind", ["garbage", "a folder", "below a file", "cut off"])
def test_an_unreadable_catalogue_is_a_clear_message(tmp_path, kind):
    location = unreadable(kind, tmp_path)
    with pytest.raises(DashboardError, match="Không mở được kho số liệu") as error:
        open_store(location)
    assert location.catalogue in str(error.value)


@contextmanager
def as_somebody():
    """Be nobody in particular where the tests run as root, who reads everything."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_a_catalogue_without_permission_is_a_clear_message(sqlite_location):
    open_store(sqlite_location).close()
    os.chmod(sqlite_location.catalogue, 0)  # noqa: PTH101
    with as_somebody(), pytest.raises(DashboardError, match="Không mở được kho số liệu"):
        open_store(sqlite_location)


@pytest.mark.parametrize(
    "address",
    ["host=127.0.0.1 port=1 user=u password=sesame", "postgresql://u:sesame@127.0.0.1:1/x", "password='s e' port=1"],
)
def test_a_server_that_does_not_answer_is_a_clear_message_without_the_password(tmp_path, address):
    with pytest.raises(DashboardError, match="Không mở được kho số liệu") as error:
        open_store(StoreLocation("postgres", address, f"{tmp_path}/files/"))
    assert "sesame" not in str(error.value)
    assert "s e" not in str(error.value)
    assert "***" in str(error.value)
