"""Backup and restore of a store while others use it: one committed version, verified by reading it back.

A backup is a folder with a store of its own, ``catalog.sqlite`` and ``files/``, and ``manifest.json``, which says how many
rows and which checksum each table has. A store on SQLite is copied as it is, with its whole history of versions; of one
on PostgreSQL, or with its files elsewhere, the rows of all tables are copied as one version.
"""

import contextlib
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from dashboard.settings import StoreLocation, without_password
from dashboard.store import file_hashes
from dashboard.store.object_store import failure
from dashboard.store.schema import SCHEMA_VERSION, TABLES, roll_back, tables_of, utc_now
from dashboard.store.store import attach, open_store
from dashboard.words.messages import DashboardError, mark

MANIFEST = "manifest.json"
_DATED = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
COPIED = tuple(name for name in TABLES if name != "file_hashes")
"""The tables whose rows a backup must have; the hashes are of the files of one store."""
Checksums = dict[str, list[object]]
"""By table: how many rows, and what changes with any of them whatever their order."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when it was made, of which version of the store, and what each table must read back as."""

    made_at: str
    snapshot: int
    origin: str
    schema_version: int
    tables: Checksums

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(int(str(count)) for count, _ in self.tables.values())


def store_in(folder: Path) -> StoreLocation:
    """Return the store inside a backup."""
    return StoreLocation("sqlite", str(folder / "catalog.sqlite"), f"{folder}/files/")


def back_up(location: StoreLocation, folder: Path) -> Manifest:
    """Write the store's present version into a new folder, read it back, and return what it holds.

    It belongs in a process of its own: Python's SQLite and DuckDB's do not know of each other's locks in one process.

    Raises:
        DashboardError: The folder is not empty or cannot be written, the store cannot be read, or what was read back
            differs from the store.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DashboardError(
            mark("Thư mục {folder} không trống; sao lưu không ghi đè. Hãy chọn thư mục mới."), folder=folder
        )
    if location.kind == "sqlite" and not Path(location.catalogue).is_file():
        raise DashboardError(mark("Chưa có kho số liệu tại {catalogue} để sao lưu."), catalogue=location.shown)
    partial = folder.with_name(f"{folder.name}.partial")
    with _told(mark("Không sao lưu được vào {folder}: {reason}"), folder, location), _removed_on_failure(partial):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        if location.kind == "sqlite" and location.is_folder:
            _copy_store(location, store_in(partial), Path(f"{partial}/catalog.sqlite"))
            _require_whole(store_in(partial))
            snapshot, written = contents(store_in(partial))
            _, expected = contents(location, version=snapshot)
        else:
            open_store(location).close()  # brings an older schema up to date
            snapshot, expected = _copy_rows(location, store_in(partial))
            _, written = contents(store_in(partial))
        require_same(expected, written)
        info = _info(store_in(partial))
        manifest = Manifest(
            utc_now().isoformat(timespec="seconds"), snapshot, info["origin"], int(info["schema_version"]), written
        )
        (partial / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    return manifest


def back_up_dated(location: StoreLocation, folder: Path, *, keep: int) -> tuple[Manifest, Path, list[Path]]:
    """Back up into a new folder named by the moment (UTC) below ``folder``; of those made so, keep the newest.

    Returns:
        What was made, where, and the older backups that were removed; none is removed where this one failed.

    Raises:
        DashboardError: As of ``back_up``, or an older one cannot be removed.
    """
    made = folder / f"{utc_now():%Y-%m-%dT%H%M%SZ}"
    manifest = back_up(location, made)
    dated = sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name) and (path / MANIFEST).is_file())
    old = dated[: max(0, len(dated) - keep)]
    with _told(mark("Không xoá được bản sao lưu cũ trong {folder}: {reason}"), folder, location):
        for path in old:
            (path / MANIFEST).unlink()  # what is left is no backup any more, should this be broken off
            shutil.rmtree(path)
    return manifest, made, old


def restore(folder: Path, location: StoreLocation) -> Manifest:
    """Make the store of a backup anew at a location where there is none, read it back, and return what it holds.

    Raises:
        DashboardError: The folder is no backup, the location has a store already, or what was read back differs from
            what the backup's manifest says; then nothing stays there.
    """
    manifest = _read_manifest(folder)
    with _told(mark("Không khôi phục được từ {folder}: {reason}"), folder, location):
        if location.kind == "sqlite" and location.is_folder:
            _restore_files(folder, location, manifest)
        else:
            _restore_rows(folder, location, manifest)
    return manifest


def _restore_files(folder: Path, location: StoreLocation, manifest: Manifest) -> None:
    """Copy the files, then the catalogue under another name, read both, and only then give it its name."""
    catalogue, files = Path(location.catalogue), Path(location.files)
    if catalogue.exists() or (files.exists() and any(files.iterdir())):
        raise DashboardError(
            mark("Đã có kho số liệu tại {catalogue}; khôi phục không ghi đè. Hãy chọn nơi khác hoặc dời kho cũ đi."),
            catalogue=location.shown,
        )
    partial = catalogue.with_name(f"{catalogue.name}.partial")
    with _removed_on_failure(partial, *(partial.with_name(f"{partial.name}-{log}") for log in ("wal", "shm")), files):
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        _copy_store(store_in(folder), location, partial)
        there = StoreLocation("sqlite", str(partial), location.files)
        _require_whole(there)
        require_same(manifest.tables, contents(there)[1])
        partial.rename(catalogue)


def _restore_rows(folder: Path, location: StoreLocation, manifest: Manifest) -> None:
    if manifest.schema_version < SCHEMA_VERSION:
        raise DashboardError(
            mark("Bản sao lưu {folder} có cấu trúc cũ. Hãy khôi phục vào một kho SQLite và mở kho đó một lần trước."),
            folder=folder,
        )
    store = open_store(location)
    try:
        is_used = any(store.table(name).height for name in ("submissions", "drafts", "audit"))
    finally:
        store.close()
    if is_used:
        raise DashboardError(
            mark("Đã có kho số liệu tại {catalogue}; khôi phục không ghi đè. Hãy chọn nơi khác hoặc dời kho cũ đi."),
            catalogue=location.shown,
        )
    _copy_rows(store_in(folder), location, expected=manifest.tables)


def _copy_store(source: StoreLocation, target: StoreLocation, catalogue: Path) -> None:
    """Copy the catalogue as SQLite has it committed now, then every file it names; files are never changed or removed.

    Opened for writing, SQLite clears its log away when the last one closes it; nothing else is written.
    """
    with (
        contextlib.closing(sqlite3.connect(f"{Path(source.catalogue).as_uri()}?mode=rw", uri=True, timeout=30)) as have,
        contextlib.closing(sqlite3.connect(catalogue)) as copy,
    ):
        have.backup(copy)
        names = [name for query in _FILES_OF_CATALOGUE for (name,) in copy.execute(query)]
    Path(target.files).mkdir(parents=True, exist_ok=True)
    for name in names:
        place = Path(target.files) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(Path(source.files) / name, place)


def _copy_rows(
    source: StoreLocation, target: StoreLocation, *, expected: Checksums | None = None
) -> tuple[int, Checksums]:
    """Copy every row of one version of a store into a new one, in one transaction; return the version and its checksums.

    With ``expected`` checksums the copy is read before it is committed, and nothing is written if it differs.
    """
    open_store(target).close()
    with (
        contextlib.closing(attach(source)) as connection,
        contextlib.closing(attach(target)) as other,
        connection.cursor() as have,
        other.cursor() as copy,
    ):
        have.execute("BEGIN")
        copy.execute("BEGIN")
        try:
            row = have.execute("FROM ducklake_current_snapshot('store')").fetchone()
            assert row is not None  # the function returns one row
            checksums = {}
            for name in COPIED:
                checksums[name] = _checksum(have, f"store.{name}")
                rows = have.execute(f"SELECT * FROM store.{name}").to_arrow_reader(100_000)  # noqa: S608  constants
                copy.register("rows_of_table", rows)
                copy.execute(f"DELETE FROM store.{name}")  # noqa: S608
                copy.execute(f"INSERT INTO store.{name} BY NAME SELECT * FROM rows_of_table")  # noqa: S608
                copy.unregister("rows_of_table")
            if expected is not None:
                require_same(expected, {name: _checksum(copy, f"store.{name}") for name in COPIED})
            copy.execute("COMMIT")
        except BaseException:
            roll_back(copy)
            raise
        file_hashes.record(copy, target.files)
    return int(row[0]), checksums


def contents(location: StoreLocation, *, version: int | None = None) -> tuple[int, Checksums]:
    """Return a version of a store, its latest when None, and the checksums of the tables it has; nothing is written."""
    with contextlib.closing(attach(location)) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN")
        if version is None:
            row = cursor.execute("FROM ducklake_current_snapshot('store')").fetchone()
            assert row is not None  # the function returns one row
            version = int(row[0])
        have = tables_of(cursor)
        tables = [name for name in COPIED if name in have]
        return version, {name: _checksum(cursor, f"store.{name} AT (VERSION => {version})") for name in tables}


def _require_whole(location: StoreLocation) -> None:
    with contextlib.closing(attach(location)) as connection, connection.cursor() as cursor:
        if "file_hashes" in tables_of(cursor):
            file_hashes.require_whole(cursor, location.files)


def _info(location: StoreLocation) -> dict[str, str]:
    with contextlib.closing(attach(location)) as connection:
        return dict(connection.execute("SELECT key, value FROM store.store_info").fetchall())


def _checksum(cursor: duckdb.DuckDBPyConnection, table: str) -> list[object]:
    row = cursor.execute(_CHECKSUM.format(table=table)).fetchone()
    assert row is not None  # an aggregate returns one row
    return [int(row[0]), str(row[1])]


def require_same(expected: Checksums, found: Checksums) -> None:
    """Refuse what was read back where a table is not as it was.

    Raises:
        DashboardError: Some tables differ; all are named.
    """
    wrong = [name for name in expected if expected[name] != found.get(name)]
    if wrong:
        raise DashboardError(
            mark("Đọc lại không khớp ở các bảng: {tables}. Không giữ lại bản này; hãy làm lại."),
            tables=", ".join(wrong),
        )


def _read_manifest(folder: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DashboardError(
            mark("{folder} không phải là bản sao lưu hoàn chỉnh: {reason}"), folder=folder, reason=error
        ) from error
    if manifest.schema_version > SCHEMA_VERSION:
        raise DashboardError(
            mark(
                "Bản sao lưu {folder} do phiên bản mới hơn ghi (cấu trúc {found}, phiên bản này đọc {known}). Hãy cập nhật."
            ),
            folder=folder,
            found=manifest.schema_version,
            known=SCHEMA_VERSION,
        )
    return manifest


@contextlib.contextmanager
def _told(text: str, folder: Path, location: StoreLocation) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, duckdb.Error) as error:
        raise failure(error, location) or DashboardError(
            text, folder=folder, reason=without_password(str(error))
        ) from error


@contextlib.contextmanager
def _removed_on_failure(*paths: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for path in paths:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise


_CHECKSUM = """
SELECT count(*), coalesce(sum((md5_number(row_of_table::VARCHAR) % 18446744073709551557)::HUGEINT), 0)
FROM (SELECT * FROM {table}) AS row_of_table
"""

_FILES_OF_CATALOGUE = tuple(
    f"""
    SELECT s.path || t.path || f.path
    FROM {table} AS f
    JOIN ducklake_table AS t USING (table_id)
    JOIN ducklake_schema AS s USING (schema_id)
    """  # noqa: S608  constants
    for table in ("ducklake_data_file", "ducklake_delete_file")
)
